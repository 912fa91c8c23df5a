//! Sign-off: a manager who marked nothing sees what will go, and signs exactly that.

mod actions;
mod heard;
mod queue;
mod pages;
mod store;

pub use pages::{pack_page, queue, send_back, settle, show, sign};
