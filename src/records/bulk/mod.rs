//! Saying the same of many items in one go: all of them or none, and taken back in one go.

mod actions;
mod change;

pub use actions::{Made, change, chosen, last_change, undo};
pub use change::{Change, ChangeForm, Field};
