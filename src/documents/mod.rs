//! Documents are hostile until read: whatever parses, draws, converts or redacts one runs in a
//! child process of this program, with limits on memory and time, no network and no files.
//!
//! A [`Pool`] keeps such workers, gives each page to one that has the document open, and ends one
//! that takes too long. A worker that dies fails what it was doing, with a plain reason, and
//! nothing else.

mod kind;
mod mail;
mod page;
mod pictures;
mod pool;
mod problem;
mod wire;
pub mod worker;

pub use kind::{Disagrees, FIRST_BYTES, FileKind, recognise};
pub use mail::MailRead;
pub use page::{PageContent, PageRead};
pub use pool::{Doc, Drawn, Inspection, Lane, Member, Pool, PoolConfig};
pub use problem::DocumentProblem;
pub use wire::{Shut, UnpackLimits};
