//! Runs the test vectors of either schema through the rules and says what differs, with the working.

mod deadlines;
mod exemptions;

use std::fmt;

use serde::Deserialize;
use serde_json::Value;

use crate::problem::{Kind, Problem};

/// A file that is no file of vectors.
#[derive(Debug, thiserror::Error)]
pub enum NotVectors {
    #[error("this is not a file of vectors: {0}")]
    Unreadable(#[from] serde_json::Error),
    #[error("this file holds no vectors, so that nothing would be checked")]
    Empty,
}

impl Problem for NotVectors {
    fn kind(&self) -> Kind {
        Kind::Invalid
    }
}

/// What a file of vectors came to. Its `Display` is what `candour law check` prints.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CheckReport {
    pub checked: usize,
    pub differences: Vec<Difference>,
}

impl CheckReport {
    pub const fn agrees(&self) -> bool {
        self.differences.is_empty()
    }
}

/// A vector whose answer is not ours.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Difference {
    pub id: String,
    pub title: String,
    /// "due: expected 2026-10-05, reckoned 2026-10-03", a line each.
    pub lines: Vec<String>,
    /// Our working, a line each.
    pub working: Vec<String>,
    /// The reason the vector gives for its own answer.
    pub why: String,
}

impl fmt::Display for CheckReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for Difference { id, title, lines, working, why } in &self.differences {
            writeln!(f, "{id}  {title}")?;
            for line in lines {
                writeln!(f, "  {line}")?;
            }
            if !working.is_empty() {
                writeln!(f, "  our working:")?;
            }
            for line in working {
                writeln!(f, "    {line}")?;
            }
            if !why.is_empty() {
                writeln!(f, "  theirs: {why}")?;
            }
            writeln!(f)?;
        }
        let agreed = self.checked.saturating_sub(self.differences.len());
        write!(f, "{agreed} of {} agree", self.checked)
    }
}

/// Checks a file of deadline or exemption vectors, or one that holds both.
///
/// # Errors
/// Where the file holds no vectors. A single vector that cannot be read is a difference, so that
/// the others are still checked.
pub fn check(json: &str) -> Result<CheckReport, NotVectors> {
    #[derive(Deserialize)]
    struct File {
        vectors: Vec<Value>,
    }
    let File { vectors } = serde_json::from_str(json)?;
    if vectors.is_empty() {
        return Err(NotVectors::Empty);
    }
    let differences = vectors.iter().filter_map(|vector| {
        if vector.get("regime").is_some() {
            deadlines::differs(vector)
        } else if vector.get("exemption").is_some() {
            exemptions::differs(vector)
        } else {
            Some(unreadable(vector, "it names neither a regime nor an exemption"))
        }
    });
    Ok(CheckReport { checked: vectors.len(), differences: differences.collect() })
}

fn unreadable(vector: &Value, why: impl fmt::Display) -> Difference {
    Difference { lines: vec![format!("cannot be reckoned: {why}")], ..about(vector) }
}

fn about(vector: &Value) -> Difference {
    let text = |key: &str| vector.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    Difference { id: text("id"), title: text("title"), why: text("why"), ..Difference::default() }
}

/// A value as it stands in the file, without the quotation marks.
fn shown(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests;
