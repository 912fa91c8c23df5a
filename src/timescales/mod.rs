//! Whether timescales are kept: by the month in which answers fall due and by kind of request, what
//! was answered in time, what came late and why, what was extended, and how long it took.

mod pages;
mod store;
mod tally;

pub use pages::{export, show};
