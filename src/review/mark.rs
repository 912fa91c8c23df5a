//! A mark, and what was done to it.

use candour_redaction::geometry::{Point, Quad};
use serde::{Deserialize, Serialize};

use crate::db::Id;

/// The shapes of one mark, in its page's user space: one a line of text, or one box.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Quads(pub Vec<Quad>);

impl Quads {
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("numbers have a form in JSON")
    }

    pub fn from_json(json: &str) -> Self {
        serde_json::from_str(json).unwrap_or(Quads(Vec::new()))
    }
}

/// Whether the middle of a word lies under a mark.
pub fn covers(mark: &Quad, word: &Quad) -> bool {
    let (m, w) = (mark.bounds(), word.bounds());
    let middle = Point { x: (w.x0 + w.x1) / 2.0, y: (w.y0 + w.y1) / 2.0 };
    (m.x0..=m.x1).contains(&middle.x) && (m.y0..=m.y1).contains(&middle.y)
}

/// Everything that can change about a mark. Kept before and after each change, so that it can be
/// undone and done again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MarkState {
    pub id: Id,
    pub item: Id,
    /// Counted from 1.
    pub page: i64,
    pub quads: Quads,
    pub ground: String,
    pub reason: String,
    pub label: String,
    pub removed: bool,
}

/// What was done in one go, as it is named when undone.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    pub words: String,
    pub before: Vec<MarkState>,
    pub after: Vec<MarkState>,
}

impl Change {
    /// Undoing it, as a change of its own.
    pub fn reversed(&self) -> Change {
        Change { words: self.words.clone(), before: self.after.clone(), after: self.before.clone() }
    }

    /// What was there before a mark was drawn: the same mark, removed.
    pub fn drawing(words: String, marks: Vec<MarkState>) -> Change {
        let before = marks.iter().cloned().map(|m| MarkState { removed: true, ..m }).collect();
        Change { words, before, after: marks }
    }

    pub fn removing(words: String, marks: Vec<MarkState>) -> Change {
        let after = marks.iter().cloned().map(|m| MarkState { removed: true, ..m }).collect();
        Change { words, before: marks, after }
    }
}
