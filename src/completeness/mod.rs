//! Whether a record is whole: what a child's record must hold, where it is, and what is said of the
//! rest; whose record it is; and paper that nobody has scanned.

mod actions;
mod entries;
mod pages;
mod store;

pub use actions::{Statement, Verdict, state};
pub use entries::{ENTRIES, Entry};
pub use pages::{send, show};
