//! What stands on every page beside the text: the small words at its head and its foot.

use super::layout::{Ink, Mark, QUIET};
use super::lines;
use super::model::{Document, Footer, Style};
use super::sizes::{self, Type};

pub(super) fn add(pages: &mut [Vec<Mark>], document: &Document, small: Type) {
    let of = pages.len();
    for (at, page) in pages.iter_mut().enumerate() {
        if let Some(header) = document.header.as_ref().filter(|h| at > 0 || h.on_first_page) {
            let room = half(&header.right, small.size);
            words(page, &header.left, sizes::HEADER_BASELINE, small, Side::Left, room);
            let room = half(&header.left, small.size);
            words(page, &header.right, sizes::HEADER_BASELINE, small, Side::Right, room);
        }
        let number = numbered(&document.language, at + 1, of);
        match &document.footer {
            Footer::Nothing => {}
            Footer::PageNumbers => {
                words(page, &number, sizes::FOOTER_BASELINE, small, Side::Right, sizes::WIDTH);
            }
            Footer::Words(text) => {
                let room = half(&number, small.size);
                words(page, text, sizes::FOOTER_BASELINE, small, Side::Left, room);
                words(page, &number, sizes::FOOTER_BASELINE, small, Side::Right, sizes::WIDTH);
            }
        }
    }
}

/// "Page 1 of 3", in the language of the document.
fn numbered(language: &str, page: usize, of: usize) -> String {
    match language.split('-').next() {
        Some("cy") => format!("Tudalen {page} o {of}"),
        _ => format!("Page {page} of {of}"),
    }
}

enum Side {
    Left,
    Right,
}

/// What the words at the other side leave.
fn half(other: &str, size: f32) -> f32 {
    let taken = lines::width_of(other, Style::Plain, size);
    (sizes::WIDTH - taken - 18.0).max(sizes::WIDTH / 2.0 - 9.0)
}

fn words(page: &mut Vec<Mark>, text: &str, baseline: f32, set: Type, side: Side, room: f32) {
    let mut line = lines::single(text, Style::Plain, set.size);
    if line.width > room {
        let mut short = text.to_owned();
        while line.width > room && short.pop().is_some() {
            line = lines::single(&format!("{}…", short.trim_end()), Style::Plain, set.size);
        }
    }
    let left = match side {
        Side::Left => sizes::LEFT,
        Side::Right => sizes::RIGHT - line.width,
    };
    for piece in line.pieces {
        let ink = Ink::Letters {
            x: left + piece.x,
            baseline,
            size: set.size,
            face: piece.face,
            text: piece.text,
            colour: QUIET,
        };
        page.push(Mark { content: None, ink });
    }
}
