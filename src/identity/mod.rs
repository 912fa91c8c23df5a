//! Proving who asks, and that they may ask for whom they ask for: what was seen, who decided, why.

mod actions;
mod checklist;
mod child;
mod pages;
mod store;
mod understanding;

pub use actions::{Decision, Verdict, ask, check_phone, decide, hand_in};
pub use checklist::{Check, checks};
pub use child::judge;
pub use pages::{ask_send, check_phone_send, decide_send, judge_send, proof, show};
pub use store::DecisionRow;
pub use understanding::{Found, Parents, Wishes};

use crate::db::{Db, DbError, Id};

/// The decisions about one request, newest first.
///
/// # Errors
/// Where the database cannot be read.
pub fn decisions(db: &mut Db, request: Id) -> Result<Vec<DecisionRow>, DbError> {
    Ok(store::decisions(db, request)?)
}
