//! What a ground rests on: its test on the facts of the case, whom we asked about it, and the health
//! professional's opinion without which no health data goes out.

mod actions;
mod lacking;
mod pages;
mod rules;
mod store;

use std::collections::HashSet;

pub use actions::{NewOpinion, NewTest, NotTested, note_health_data, record_opinion, test};
pub use lacking::{Lacking, lacking};
pub use pages::{health_send, opinion_send, show, test_form, test_send};
pub use rules::{Says, must_be_tested};

use crate::db::{Db, DbError, Id};

/// The grounds that this request is told nothing of, with a reason.
///
/// # Errors
/// Where the database cannot be read.
pub fn silent(db: &mut Db, request: Id) -> Result<HashSet<String>, DbError> {
    let tests = store::tests(db, request)?;
    Ok(tests.into_iter().filter(|test| test.silent).map(|test| test.ground).collect())
}
