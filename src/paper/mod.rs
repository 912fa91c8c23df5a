//! Everything of ours that becomes a page: letters, schedules and covers typeset from blocks, text,
//! mail and pictures drawn up as PDF to work on, and the parts of a pack bound into volumes.
//!
//! Bytes in, bytes out: no clock, no database, no network, and the same input gives the same file.

pub mod assemble;
pub mod convert;
mod draw;
mod finish;
mod fonts;
mod furniture;
mod jpeg;
mod layout;
mod letterhead;
mod lines;
mod lock;
mod model;
mod outline;
mod papers;
mod picture;
mod sizes;
mod subset;
mod table;
mod tags;
mod text_blocks;

pub use lock::encrypt;
pub use model::{
    Align, Block, Colour, Column, Document, Fact, Footer, Header, Letterhead, Level, Picture,
    Pixels, Run, Style, Table, Text, TextSize, plain,
};

/// A document as pages.
#[derive(Debug, Clone)]
pub struct Typeset {
    pub pdf: Vec<u8>,
    pub pages: usize,
    /// Every heading with the page it stands on, counted from 1.
    pub headings: Vec<Placed>,
}

/// A heading and where it came to stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    pub level: Level,
    pub text: String,
    pub page: usize,
}

/// Why no pages could be made.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum PaperProblem {
    #[error("the document would have more than {0} pages")]
    TooLong(usize),
    #[error("a table has a row with {cells} cells under {columns} columns")]
    Ragged { columns: usize, cells: usize },
    #[error("a table has no columns")]
    NoColumns,
    #[error("the picture cannot be read: {0}")]
    Picture(String),
    #[error("the PDF cannot be read or written: {0}")]
    Pdf(String),
}

/// No letter, schedule or record drawn from text is longer; it stops a runaway, not a person.
pub const MOST_PAGES: usize = 20_000;

/// Sets a document on A4 pages.
///
/// The result is a tagged PDF 1.7 with embedded faces; every heading, paragraph, list, table and
/// picture stands in its structure tree, and headers and footers are marked as artifacts.
///
/// # Errors
/// Where a table is not rectangular, a picture is not what it says it is, or the pages never end.
pub fn typeset(document: &Document) -> Result<Typeset, PaperProblem> {
    let laid = layout::lay(document)?;
    let drawn = draw::draw(&laid, &document.title);
    let pdf = finish::finish(&drawn, &laid, document)?;
    Ok(Typeset { pdf, pages: laid.pages.len(), headings: laid.headings })
}

#[cfg(test)]
mod testing;
#[cfg(test)]
mod typeset_tests;
