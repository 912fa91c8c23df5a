//! The restricted section: an item is kept from the person for now, on one of three grounds, with
//! a reason and a manager's advice, until a day on which it is looked at again.

mod actions;
mod jobs;
mod pages;
pub mod state;
mod store;

pub use actions::{Fate, Verdict, advise, decide, propose, review};
pub use jobs::{REVIEW, review_due};
pub use pages::{advise_send, decide_send, propose_send, review_send, show_restriction};
pub use state::{Event, Standing};
pub use store::RestrictionRow;

use super::Unsettled;
use crate::db::{Db, DbError, Id};
use crate::review;

/// The restrictions of a request, with the number of their item.
///
/// # Errors
/// Where the database cannot be read.
pub fn of_request(db: &mut Db, request: Id) -> Result<Vec<(RestrictionRow, i64)>, DbError> {
    Ok(store::of_request(db, request)?)
}

/// Restricted items that nobody has decided about, and decisions that contradict one.
pub(super) fn unsettled(db: &mut Db, request: Id) -> Result<Vec<Unsettled>, DbError> {
    let decisions = review::decisions_of(db, request)?;
    let mut found = Vec::new();
    for (row, number) in of_request(db, request)? {
        let released = decisions
            .iter()
            .any(|d| d.item_id == row.item_id && d.decision == review::Decision::Release.name());
        let words = if row.state.is_open() {
            format!(
                "D{number} is restricted, and nobody decided whether it is released: {}",
                row.state.words().to_lowercase()
            )
        } else if released && row.state == Standing::Retained {
            format!("D{number} is to stay restricted, and is decided to be released whole")
        } else {
            continue;
        };
        found.push(Unsettled { words, place: format!("items/{number}/restriction") });
    }
    Ok(found)
}

/// What waits for a manager in the requests assigned to them.
pub(super) fn waiting_for(db: &mut Db, manager: Id) -> Result<Vec<store::Waiting>, DbError> {
    Ok(store::waiting_for(db, manager)?)
}
