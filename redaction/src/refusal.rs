//! Why a document could not be redacted: which object, and what to do about it.

use serde::{Deserialize, Serialize};

/// No output was made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum Refusal {
    #[error("this is not a PDF, or too damaged to open: {detail}")]
    Unreadable { detail: String },
    #[error("the document needs a password")]
    NeedsPassword,
    #[error("the document has no pages")]
    NoPages,
    #[error("the plan is wrong: {detail}")]
    BadPlan { detail: String },
    #[error("the document passes the limit for {limit}: {detail}")]
    TooLarge { limit: String, detail: String },
    #[error("{object} on page {page} cannot be redacted: {detail}", page = .page.map_or_else(|| "?".to_owned(), |p| (p + 1).to_string()))]
    CannotRemove { object: String, page: Option<usize>, detail: String },
    #[error("the redacted document did not pass its check: {detail}")]
    NotProved { detail: String },
}
