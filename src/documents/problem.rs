//! Why a document could not be read, drawn or redacted, and what to do about it.

use candour_redaction::refusal::Refusal;

use crate::problem::{Kind, Problem};
use crate::vault::VaultProblem;

#[derive(Debug, thiserror::Error)]
pub enum DocumentProblem {
    #[error(
        "this document takes too long to read; ask for it in another form, such as a print to PDF"
    )]
    TooSlow,
    #[error(
        "this document needs more memory than one document may take; ask for it in another form, such as a print to PDF"
    )]
    TooBig,
    #[error(
        "this document broke the program that reads it, so it cannot be shown or released; ask for it in another form, such as a print to PDF"
    )]
    Died,
    #[error("{0}")]
    Refused(Refusal),
    /// An archive, mail, text or picture that cannot be taken; the sentence says why.
    #[error("{0}")]
    NotTaken(String),
    #[error("too many documents are being read at the moment; try again in a minute")]
    Busy,
    #[error("the program that reads documents did not start: {0}")]
    NotStarted(String),
    #[error("this machine cannot shut the program that reads documents in: {0}")]
    NotShutIn(String),
    #[error("what was asked was given up, because the service is stopping")]
    Stopped,
    #[error(transparent)]
    Vault(#[from] VaultProblem),
}

impl DocumentProblem {
    /// Whether it lies in the document, so that trying again would end alike.
    pub fn is_the_document_s(&self) -> bool {
        match self {
            Self::TooSlow | Self::TooBig | Self::Died | Self::Refused(_) | Self::NotTaken(_) => {
                true
            }
            Self::Busy
            | Self::NotStarted(_)
            | Self::NotShutIn(_)
            | Self::Stopped
            | Self::Vault(_) => false,
        }
    }
}

impl Problem for DocumentProblem {
    fn kind(&self) -> Kind {
        match self {
            Self::TooSlow | Self::TooBig | Self::Died | Self::Refused(_) | Self::NotTaken(_) => {
                Kind::Invalid
            }
            Self::Busy | Self::Stopped => Kind::Busy,
            Self::NotStarted(_) | Self::NotShutIn(_) => Kind::Bug,
            Self::Vault(problem) => problem.kind(),
        }
    }
}
