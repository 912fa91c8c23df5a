//! What the pages before the documents say of those that are not given twice.

use super::letters::{Front, bold, count, paragraph};
use crate::paper::{Block, Level};

/// A document that stands in the pack only as others that hold everything in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copy {
    pub number: i64,
    pub title: String,
    pub pages: usize,
    /// The others, by number.
    pub shown_in: Vec<i64>,
}

impl Copy {
    /// "everything in it stands in D12 (at page 14) and D15 (at page 20) of this pack"
    fn clause(&self, front: &Front<'_>) -> String {
        let place = |number: &i64| {
            let at = front.listed.iter().find(|listed| listed.number == *number);
            at.map_or_else(
                || format!("D{number}"),
                |listed| format!("D{number} (at page {})", listed.at),
            )
        };
        let places: Vec<String> = self.shown_in.iter().map(place).collect();
        let pages = count(self.pages, "page");
        format!("{}, {pages}: everything in it stands in {}.", self.title, places.join(" and "))
    }
}

impl Front<'_> {
    /// Each copy by name, after the list of documents.
    pub(super) fn copies(&self) -> Vec<Block> {
        let copies = &self.left_out.copies;
        if copies.is_empty() {
            return Vec::new();
        }
        let heading = Block::Heading { level: Level::One, text: "Not given twice".into() };
        let why = paragraph(
            "Every message and page of these documents stands in another one of this pack. We give it once.",
        );
        let each = copies.iter().map(|c| bold(&format!("D{}.", c.number), &c.clause(self)));
        vec![heading, why, Block::Bullets(each.collect())]
    }

    /// The sentence of the letter and of the explanation that points there.
    pub(super) fn about_copies(&self) -> Option<Block> {
        let copies = self.left_out.copies.len();
        (copies > 0).then(|| {
            let are = if copies == 1 { "holds" } else { "hold" };
            paragraph(format!(
                "{} {are} nothing that is not in another one too, so we give it once. Nothing is lost by that: the list of documents names each and says where its words are.",
                count(copies, "document")
            ))
        })
    }
}
