//! Why a document could not be redacted: which object, and what to do about it.

use serde::{Deserialize, Serialize};

/// No output was made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum Refusal {
    /// The bytes are no PDF, or nothing of it can be made out.
    #[error("this is not a PDF, or too damaged to open: {detail}")]
    Unreadable {
        /// What is wrong with it.
        detail: String,
    },
    /// It is encrypted, and the plan names no password, or another one.
    #[error("the document needs a password")]
    NeedsPassword,
    /// There is nothing to redact.
    #[error("the document has no pages")]
    NoPages,
    /// The plan does not fit the document.
    #[error("the plan is wrong: {detail}")]
    BadPlan {
        /// Where it does not.
        detail: String,
    },
    /// One of the caller's [`crate::limits::Limits`] was passed.
    #[error("the document passes the limit for {limit}: {detail}")]
    TooLarge {
        /// Which one.
        limit: String,
        /// By what.
        detail: String,
    },
    /// Something under a mark cannot be taken out.
    #[error("{object} on page {page} cannot be redacted: {detail}", page = .page.map_or_else(|| "?".to_owned(), |p| (p + 1).to_string()))]
    CannotRemove {
        /// What it is.
        object: String,
        /// Counted from 0.
        page: Option<usize>,
        /// Why it cannot.
        detail: String,
    },
    /// The output was made, but not given out: a reader found something in it.
    #[error("the redacted document did not pass its check: {detail}")]
    NotProved {
        /// What was found; never the words themselves.
        detail: String,
    },
}
