//! Whether each item of the record is about the person it is about. Where it names nobody of that
//! name, day of birth or number, or somebody spelt nearly alike, a reviewer says who it is.
//!
//! Source: the recording policies ask for name, date of birth and number in a record, and that
//! items never merge between people.

mod actions;
mod jobs;
mod look;
mod near;

pub use actions::{Verdict, judge, look_again};
pub use jobs::{LOOK, ask, look};
pub use look::Seen;
