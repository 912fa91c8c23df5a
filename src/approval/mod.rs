//! Sign-off: a manager who marked nothing sees what will go, and signs exactly that.

mod actions;
mod pages;
mod store;

pub use pages::{pack_page, queue, send_back, settle, show, sign};
pub use store::CommentRow;

use crate::db::{Db, DbError, Id};

/// What a manager said about the pack and its marks, as far as nobody has settled it.
///
/// # Errors
/// Where the database cannot be read.
pub fn open_comments(db: &mut Db, request: Id) -> Result<Vec<CommentRow>, DbError> {
    Ok(store::open_comments(db, request)?)
}
