//! What is looked at from outside a case: the diary, work in the background, outgoing messages.

mod actions;
mod discretion;
mod pages;

pub use actions::{NotRetried, retry};
pub use pages::{diary, jobs, messages, outbox, outbox_message, retry_job, verify_diary};
