//! What may not go: marks on pages, each with its ground, reason and author, and a decision an item.

mod actions;
mod copies;
mod decisions;
mod elsewhere;
pub mod find;
mod grounds;
mod mark;
mod pages;
pub mod plan;
mod store;
mod whole;

pub use actions::{Because, NotMarked, Wanted, draw};
pub use copies::{astray, is_shown_elsewhere};
pub use decisions::{Decision, decide, decide_within};
pub use elsewhere::{Proposed, proposals, take_over_within};
pub use grounds::SHOWN_ONCE;
pub use grounds::{Ground, grounds_for, label_of, words_for_the_requester};
pub use mark::{MarkState, Quads, covers};
pub use pages::*;
pub(crate) use store::copies as kept_copies;
pub use store::{DecisionRow, MarkRow, MarkShown, Progress, ReviewItem};

use crate::access::Actor;
use crate::db::{Db, DbError, Id};
use crate::records::{self, Sight};

/// Every mark of a request that stands, by item and page.
///
/// # Errors
/// Where the database cannot be read.
pub fn marks_of(db: &mut Db, request: Id) -> Result<Vec<MarkRow>, DbError> {
    Ok(store::marks_of_request(db, request)?)
}

/// An item as its reviewers see it, by its number.
///
/// # Errors
/// Where the database cannot be read.
pub fn item(db: &mut Db, request: Id, number: i64) -> Result<Option<ReviewItem>, DbError> {
    Ok(store::item(db, request, number)?)
}

/// The items of other requests that were made of the same file: which, and of which request.
///
/// # Errors
/// Where the database cannot be read.
pub fn same_file_elsewhere(db: &mut Db, item: Id) -> Result<Vec<(Id, Id)>, DbError> {
    Ok(store::siblings(db, item)?.into_iter().map(|(item, request, ..)| (item, request)).collect())
}

/// Every decision about an item of a request.
///
/// # Errors
/// Where the database cannot be read.
pub fn decisions_of(db: &mut Db, request: Id) -> Result<Vec<DecisionRow>, DbError> {
    Ok(store::decisions_of(db, request)?)
}

/// How far the review is of what this person may know of.
///
/// # Errors
/// Where the database cannot be read.
pub fn progress_for(db: &mut Db, request: Id, by: &Actor) -> Result<Progress, DbError> {
    let sight = records::sight(db, request, by)?;
    Ok(store::progress(db, request, &sight)?)
}

/// Everybody who drew, changed or removed a mark or decided an item: none of them may sign.
///
/// # Errors
/// Where the database cannot be read.
pub fn markers_of(db: &mut Db, request: Id) -> Result<Vec<Id>, DbError> {
    Ok(store::markers(db, request)?)
}

/// How far the review of the whole record is, and what stands in its way, whoever may see it.
///
/// # Errors
/// Where the database cannot be read.
pub fn progress(db: &mut Db, request: Id) -> Result<Progress, DbError> {
    Ok(store::progress(db, request, &Sight::default())?)
}
