//! What was read from one page.

use candour_redaction::read::{PageFacts, Warning, Word};
use serde::{Deserialize, Serialize};

/// A page of a document, or why it could not be read. A page that could not be read cannot be
/// shown, so it cannot be released either.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PageRead {
    /// Counted from 0.
    pub page: usize,
    /// Or one sentence.
    pub content: Result<PageContent, String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PageContent {
    pub facts: PageFacts,
    pub words: Vec<Word>,
    /// What the reviewer must know; [`Warning::sentence`] says it.
    pub warnings: Vec<Warning>,
}
