//! What to take out: marks on pages, and words that go wherever they stand.

use serde::{Deserialize, Serialize};

use crate::geometry::Quad;

/// Everything [`crate::redact`] is asked to do with one document.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Plan {
    /// Areas to be emptied.
    pub marks: Vec<Mark>,
    /// Words that go wherever they stand.
    pub terms: Vec<Term>,
    /// How wide a gap is, for marks that do not say.
    pub gap: Gap,
    /// Layers that are switched off when the file is opened.
    pub hidden_layers: HiddenLayers,
    /// The title the output carries instead of its own; empty for a neutral one.
    pub title: String,
    /// The language of the output (BCP 47) where the source names none, such as `en-GB`.
    pub language: String,
    /// A password for an encrypted source; the output is not encrypted.
    #[serde(skip_serializing)]
    pub password: Option<String>,
}

/// An area of one page to be emptied.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mark {
    /// Named in the report; the caller's own.
    #[serde(default)]
    pub id: String,
    /// Counted from 0.
    pub page: usize,
    /// In the page's own user space, see [`crate::geometry`].
    pub quads: Vec<Quad>,
    /// Stands on the box, in white; empty for a plain box.
    #[serde(default)]
    pub label: String,
    /// Where it differs from the plan's.
    #[serde(default)]
    pub gap: Option<Gap>,
}

/// A word or phrase to be removed everywhere in the file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// As people write it; spaces, hyphens and ligatures in the file do not matter.
    pub text: String,
    /// Stands on each box.
    #[serde(default)]
    pub label: String,
    /// Only where it is written like this.
    #[serde(default)]
    pub match_case: bool,
    /// Also inside longer words.
    #[serde(default)]
    pub part_of_word: bool,
    /// Where it differs from the plan's.
    #[serde(default)]
    pub gap: Option<Gap>,
}

/// How much the width of a gap tells about what stood there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Gap {
    /// Nothing else on the page moves.
    #[default]
    Exact,
    /// Every mark on a line is equally wide, and the words after it are set again.
    Neutral,
}

/// What becomes of optional content that is off by default (ISO 32000-2, 8.11).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HiddenLayers {
    #[default]
    /// They leave the file.
    Remove,
    /// They stay, and can be seen.
    Show,
}
