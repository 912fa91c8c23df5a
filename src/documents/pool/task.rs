//! One piece of work for a worker.

use std::time::Duration;

use bytes::Bytes;
use tokio::sync::mpsc;

use super::Doc;
use super::queue::Lane;
use crate::documents::problem::DocumentProblem;
use crate::documents::wire::{Answer, Ask};
use crate::vault::Fingerprint;

/// What a piece of work may cost.
#[derive(Debug, Clone, Copy)]
pub(super) struct Budget {
    /// Processor time of the whole.
    pub(super) cpu: Duration,
    /// Wall time from one answer to the next.
    pub(super) wall: Duration,
    /// Largest body of one answer.
    pub(super) body: u64,
}

pub(super) type Answered = Result<(Answer, Bytes), DocumentProblem>;

pub(super) struct Task {
    pub(super) lane: Lane,
    /// Has to stand open first.
    pub(super) doc: Option<Doc>,
    pub(super) ask: Ask,
    pub(super) body: Bytes,
    pub(super) budget: Budget,
    pub(super) answers: mpsc::Sender<Answered>,
}

impl Task {
    pub(super) fn file(&self) -> Option<Fingerprint> {
        self.doc.as_ref().map(|doc| doc.file)
    }

    /// Whether nobody waits for it any more, such as after a page was left.
    pub(super) fn is_given_up(&self) -> bool {
        self.answers.is_closed()
    }
}
