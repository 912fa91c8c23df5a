//! Whoever gave information in confidence, or without a name, about a child: what would give them away is
//! looked for in the whole record and marked, and nothing of the item goes before a manager has decided.

mod actions;
mod pages;
mod store;

pub use actions::{Decided, NotKept, Outcome, decide, note};
pub use pages::{decide_send, mark_send, note_send, show};

use crate::db::{Db, DbError, Id};

/// The ground on which somebody who is not the requester is kept from being known.
pub const GROUND: &str = "s2p3-16-third-party";

/// The protected sources that wait for this manager: reference, whose record it is, number of the item.
///
/// # Errors
/// Where the database cannot be read.
pub fn waiting_for(db: &mut Db, manager: Id) -> Result<Vec<(String, String, i64)>, DbError> {
    Ok(store::waiting_for(db, manager)?)
}

/// What still stands between protected sources and the pack: words, and the place that settles it.
///
/// # Errors
/// Where the database cannot be read.
pub fn unsettled(db: &mut Db, request: Id) -> Result<Vec<(String, String)>, DbError> {
    let held = store::item_count(db, request)?;
    let marks = store::marks(db, request)?;
    let mut found = Vec::new();
    for one in store::protected(db, request)? {
        // What is withheld whole, or set apart, gives nobody away by itself.
        if !one.released {
            continue;
        }
        let number = one.number;
        let words = match &one.source {
            Some(source) if source.outcome.is_none() => None,
            None => None,
            Some(source) if source.items != held => {
                Some("files came in since the manager decided about it")
            }
            Some(source) if source.masks.iter().any(|mask| !marks.contains(mask)) => {
                Some("a mark that hides them was changed since the manager decided about it")
            }
            Some(_) => continue,
        };
        let words = words.unwrap_or("a manager decides whether what goes gives them away");
        let words = format!("whoever gave D{number} is protected: {words}");
        found.push((words, format!("items/{number}/source")));
    }
    Ok(found)
}
