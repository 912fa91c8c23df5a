//! What is held from earlier requests of the same people, beside the new request: nobody has to say
//! again what they said before. Each detail stands there with where it comes from and its date, and
//! is taken over or left aside. Who asks learns nothing of it: known and unknown people are answered
//! alike.

mod actions;
mod details;
mod pages;
mod store;

pub use actions::{Choice, Held, decide, held};
pub use details::{Detail, Difference, Proposal};
pub use pages::{decide_send, show};
pub use store::TakenOver;

use crate::db::{Db, DbError, Id};

/// What was taken over for a request, or left aside, in the order in which that was decided.
///
/// # Errors
/// Where the database cannot be read.
pub fn decided(db: &mut Db, request: Id) -> Result<Vec<TakenOver>, DbError> {
    Ok(store::of_request(db, request)?)
}
