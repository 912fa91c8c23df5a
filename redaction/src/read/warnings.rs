//! What a reviewer must know about a page before trusting its picture.

use serde::{Deserialize, Serialize};

use super::picture::Picture;
use super::words::Word;
use crate::geometry::Matrix;

/// Something on the page that its picture does not show, or that cannot be marked as a word.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Warning {
    /// Words that can be copied out of the page but leave no mark on it.
    TextWithoutInk {
        /// How many.
        words: usize,
    },
    /// Filled-in form fields that carry no picture of their content.
    FieldWithoutAppearance {
        /// How many.
        fields: usize,
    },
    /// Comments, stamps and the like that carry no picture of themselves.
    AnnotationWithoutAppearance {
        /// What PDF calls them.
        #[serde(rename = "annotation")]
        kind: String,
        /// How many.
        count: usize,
    },
    /// A font the page needs is not in the file, and no stand-in can be known to be right.
    MissingFont {
        /// As the file names it.
        name: String,
    },
    /// Content that is switched off when the file is opened.
    HiddenLayer {
        /// Of the layers that are off.
        names: Vec<String>,
    },
    /// Files travel inside this one.
    AttachedFiles {
        /// How many.
        files: usize,
    },
    /// Characters that can be seen, but of which the file does not say what they mean.
    UnreadableText {
        /// How many.
        characters: usize,
    },
}

impl Warning {
    /// One sentence for a reviewer.
    pub fn sentence(&self) -> String {
        match self {
            Self::TextWithoutInk { words } => format!(
                "{} on this page can be read by a computer but not be seen in the picture.",
                counted(*words, "word", "words")
            ),
            Self::FieldWithoutAppearance { fields } => format!(
                "{} filled in, but the file holds no picture of what was entered. \
                 Look at the original.",
                counted(*fields, "form field is", "form fields are")
            ),
            Self::AnnotationWithoutAppearance { kind, count } => format!(
                "{} on this page cannot be shown. Look at the original.",
                counted(*count, &annotation_name(kind, false), &annotation_name(kind, true))
            ),
            Self::MissingFont { name } if name.is_empty() => {
                "A font is missing from the file. Some characters may be wrong or left out of the \
                 picture."
                    .to_owned()
            }
            Self::MissingFont { name } => format!(
                "The font {name} is missing from the file. Some characters may be wrong or left \
                 out of the picture."
            ),
            Self::HiddenLayer { names } if names.is_empty() => {
                "Part of this page is in a layer that is switched off, so the picture leaves it \
                 out."
                    .to_owned()
            }
            Self::HiddenLayer { names } => format!(
                "Part of this page is in a layer that is switched off ({}), so the picture leaves \
                 it out.",
                names.join(", ")
            ),
            Self::AttachedFiles { files } => format!(
                "{} inside this document. Look at them on their own.",
                counted(*files, "file is attached", "files are attached")
            ),
            Self::UnreadableText { characters } => format!(
                "{} on this page can be seen but not be searched. Mark them with a box.",
                counted(*characters, "character", "characters")
            ),
        }
    }
}

fn counted(n: usize, one: &str, more: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {more}") }
}

/// What people call the kinds of annotation of ISO 32000-2, table 171.
fn annotation_name(kind: &str, plural: bool) -> String {
    let (one, more) = match kind {
        "Text" | "FreeText" => ("comment", "comments"),
        "Stamp" => ("stamp", "stamps"),
        "Highlight" | "Underline" | "Squiggly" | "StrikeOut" => ("text mark", "text marks"),
        "Ink" | "Line" | "Square" | "Circle" | "Polygon" | "PolyLine" => ("drawing", "drawings"),
        "Redact" => ("redaction mark", "redaction marks"),
        _ => ("annotation", "annotations"),
    };
    if plural { more.to_owned() } else { one.to_owned() }
}

/// How many words stand where the picture shows one flat colour.
pub(crate) fn without_ink(words: &[Word], picture: &Picture, to_picture: &Matrix) -> usize {
    words.iter().filter(|word| is_flat(word, picture, to_picture)).count()
}

fn is_flat(word: &Word, picture: &Picture, to_picture: &Matrix) -> bool {
    let b = crate::geometry::Quad(word.quad.0.map(|p| to_picture.apply(p))).bounds();
    // A word that only partly stands on the picture proves nothing.
    if b.x0 < 0.0 || b.y0 < 0.0 || b.x1 > picture.width.into() || b.y1 > picture.height.into() {
        return b.x1 < 0.0
            || b.y1 < 0.0
            || b.x0 > picture.width.into()
            || b.y0 > picture.height.into();
    }
    let (x0, x1) = (b.x0.floor() as u32, b.x1.ceil() as u32);
    let (y0, y1) = (b.y0.floor() as u32, b.y1.ceil() as u32);
    let mut first: Option<[u8; 3]> = None;
    for y in y0..y1 {
        for x in x0..x1 {
            let Some(pixel) = picture.pixel(x, y) else { continue };
            let like = first.get_or_insert(pixel);
            if like.iter().zip(pixel).any(|(a, b)| a.abs_diff(b) > 6) {
                return false;
            }
        }
    }
    true
}
