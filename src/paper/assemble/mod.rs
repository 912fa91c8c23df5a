//! The parts of a pack bound into volumes: one run of pages, bookmarks, one structure tree, and on
//! every page a line that says which it is.
//!
//! Only what is on a page is taken over: pages, their resources, their tags, and annotations as far
//! as they are seen. Scripts, forms, attachments and metadata of a part stay behind, because nothing
//! reaches for them.

mod balance;
mod binder;
mod content;
mod import;
mod layers;
mod notes;
mod stamp;
mod tokens;
mod tree;

use super::PaperProblem;
pub use stamp::StampPlace;

/// One document of a pack.
pub struct Part {
    pub source: Source,
    pub bookmark: Bookmark,
    /// The bookmark under which this one stands; parts of one group follow each other.
    pub group: Option<String>,
    /// What a viewer calls its pages, before their number: `D17-p` makes `D17-p1`, `D17-p2`, …
    pub label: String,
    /// What is written on each of its pages: as many as it has pages. The place of the page in the
    /// whole pack is added.
    pub stamps: Vec<String>,
}

/// Where the pages of a part come from; what is stored is read only when its volume is bound.
pub enum Source {
    Pdf(Vec<u8>),
    Stored { bytes: u64, read: Box<dyn FnOnce() -> std::io::Result<Vec<u8>> + Send> },
}

impl Source {
    fn bytes(&self) -> u64 {
        match self {
            Source::Pdf(bytes) => bytes.len() as u64,
            Source::Stored { bytes, .. } => *bytes,
        }
    }

    fn read(self) -> Result<Vec<u8>, PaperProblem> {
        match self {
            Source::Pdf(bytes) => Ok(bytes),
            Source::Stored { read, .. } => read().map_err(|e| PaperProblem::Pdf(e.to_string())),
        }
    }
}

/// A place in a part that a viewer lists.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bookmark {
    pub title: String,
    /// A page of the part, counted from 1.
    pub page: usize,
    pub children: Vec<Bookmark>,
}

impl Bookmark {
    /// A bookmark at the beginning of a part.
    pub fn new(title: impl Into<String>) -> Bookmark {
        Bookmark { title: title.into(), page: 1, children: Vec::new() }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    pub title: String,
    /// A BCP 47 tag, as for a document.
    pub language: String,
    /// A volume is closed before it becomes larger. A part is never cut, so one that is larger than
    /// this makes a volume of its own.
    pub volume_bytes: Option<u64>,
    /// A volume is closed before the parts of a group in it have more pages than this; what stands
    /// before them is not parted.
    pub volume_pages: Option<usize>,
    pub stamp: StampPlace,
}

/// A file of a bound pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Volume {
    pub pdf: Vec<u8>,
    /// Counted from 1, and out of how many.
    pub number: usize,
    pub of: usize,
    /// The place in the whole pack of its first page, counted from 1.
    pub first_page: usize,
    pub pages: usize,
}

/// Binds the parts and gives all volumes at once.
///
/// # Errors
/// Where a part cannot be read, or has not as many pages as stamps.
pub fn assemble(parts: Vec<Part>, options: &Options) -> Result<Vec<Volume>, PaperProblem> {
    volumes(parts, options).collect()
}

/// Binds the parts a volume at a time: no more than one is ever in memory.
pub fn volumes(parts: Vec<Part>, options: &Options) -> Volumes<'_> {
    let pages = parts.iter().map(|part| part.stamps.len()).sum();
    let mut planned: Vec<Vec<Part>> = Vec::new();
    let (mut bytes, mut grouped) = (0_u64, 0_usize);
    for part in parts {
        // What the stamps, bookmarks and tags of a page take, about.
        let more = part.source.bytes().saturating_add(600 * part.stamps.len() as u64);
        let counted = if part.group.is_some() { part.stamps.len() } else { 0 };
        let heavy = options.volume_bytes.is_some_and(|most| bytes.saturating_add(more) > most);
        let long = options.volume_pages.is_some_and(|most| grouped > 0 && grouped + counted > most);
        if heavy || long || planned.is_empty() {
            planned.push(Vec::new());
            (bytes, grouped) = (0, 0);
        }
        bytes = bytes.saturating_add(more);
        grouped += counted;
        if let Some(volume) = planned.last_mut() {
            volume.push(part);
        }
    }
    Volumes { of: planned.len(), planned: planned.into_iter(), options, pages, number: 0, done: 0 }
}

/// The volumes of a pack, each bound when it is asked for.
pub struct Volumes<'o> {
    planned: std::vec::IntoIter<Vec<Part>>,
    options: &'o Options,
    of: usize,
    /// Of the whole pack.
    pages: usize,
    number: usize,
    /// Pages of the volumes already given.
    done: usize,
}

impl Volumes<'_> {
    fn bind(&mut self, parts: Vec<Part>) -> Result<Volume, PaperProblem> {
        self.number += 1;
        let (number, of, first_page) = (self.number, self.of, self.done + 1);
        let mut binder = binder::Binder::new(self.options, first_page, self.pages);
        for part in parts {
            binder.add(part)?;
        }
        let title = match (of, self.options.language.split('-').next()) {
            (1, _) => self.options.title.clone(),
            (_, Some("cy")) => format!("{}: cyfrol {number} o {of}", self.options.title),
            _ => format!("{}: volume {number} of {of}", self.options.title),
        };
        let (pdf, pages) = binder.finish(&title)?;
        self.done += pages;
        Ok(Volume { pdf, number, of, first_page, pages })
    }
}

impl Iterator for Volumes<'_> {
    type Item = Result<Volume, PaperProblem>;

    fn next(&mut self) -> Option<Self::Item> {
        let parts = self.planned.next()?;
        let volume = self.bind(parts);
        if volume.is_err() {
            self.planned = Vec::new().into_iter();
        }
        Some(volume)
    }
}

#[cfg(test)]
mod tests;
