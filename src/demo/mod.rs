//! Demonstration data: a person who never lived, their record as a council would hold it, and the
//! people who answer for it. The same bytes at every run: no clock, no chance.

mod beside;
mod cases;
mod fill;
mod history;
mod letters;
mod papers;
mod pictures;
mod plan;
mod protect;
mod queues;
mod read_on;
mod small;
mod store;
mod teller;

pub use fill::{Filled, NotFilled, PASSWORD, STAFF, fill};
pub use plan::{DemoFile, NotWritten, Sheet};

/// The whole record of Jordan Hale, in the order in which it was written.
///
/// # Errors
/// Where a page cannot be set or a picture not be written; neither depends on anything outside.
pub fn documents() -> Result<Vec<DemoFile>, NotWritten> {
    plan::documents()
}

/// The short record of Eileen Marsh, whose request is nearly answered.
///
/// # Errors
/// As [`documents`].
pub fn short_record() -> Result<Vec<DemoFile>, NotWritten> {
    small::documents()
}
