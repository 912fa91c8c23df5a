//! A correction: something in the record is contested, looked into, decided by somebody who did not
//! write it, applied, and told to everybody who was given the old words.

mod asked;
pub mod outcome;
mod letters;
mod note;
mod store;
mod actions;
mod pages;

pub use crate::requests::correction::{Event, OutOfTurn, State};
pub use actions::{
    Contested, NotCorrected, ask, investigate, keep_evidence, register, takes_evidence,
};
pub use asked::{CorrectionForm, Passage};
pub use outcome::Outcome;
pub use pages::*;
pub use store::Given;

use crate::db::{Db, DbError};
use crate::requests::RequestRow;

/// Everybody whom the register of disclosures names for these files, by their SHA-256, in whichever
/// request and in whichever part of a pack they went out.
///
/// # Errors
/// Where the database cannot be read.
pub fn recipients_of(db: &mut Db, originals: &[&str]) -> Result<Vec<Given>, DbError> {
    Ok(store::given(db, originals)?)
}

/// Where the correction stands that this request asks for, if it asks for one.
///
/// # Errors
/// Where the database cannot be read.
pub fn state_of(db: &mut Db, request: &RequestRow) -> Result<Option<State>, DbError> {
    let found = store::find(db, request.id)?;
    Ok(found.map(|correction| correction.state.beside(request.state)))
}
