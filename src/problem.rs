//! What kinds of trouble there are. HTTP is not mentioned here: `web/problem.rs` turns a kind
//! into an answer.

use std::fmt;

/// What went wrong, as far as the person who asked is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// There is no such thing, or none this person may know of.
    Missing,
    /// The thing is known to them, the act is not theirs.
    NotAllowed,
    /// What they sent cannot be taken as it is.
    Invalid,
    /// Someone or something else was first, or it is not its turn.
    Conflict,
    /// Too much, too often: wait and try again.
    Busy,
    /// Ours to mend. Its words go to the log and not to the reader.
    Bug,
}

/// An error that knows its kind. Its `Display` is one lower-case sentence for the reader.
pub trait Problem: std::error::Error {
    fn kind(&self) -> Kind;

    /// The field of the form it speaks of, so that the page can point at it.
    fn field(&self) -> Option<&str> {
        None
    }
}

/// A field of a form that could not be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invalid {
    pub field: &'static str,
    pub words: String,
}

impl Invalid {
    pub fn new(field: &'static str, words: impl Into<String>) -> Self {
        Self { field, words: words.into() }
    }
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words)
    }
}

impl std::error::Error for Invalid {}

impl Problem for Invalid {
    fn kind(&self) -> Kind {
        Kind::Invalid
    }

    fn field(&self) -> Option<&str> {
        Some(self.field)
    }
}
