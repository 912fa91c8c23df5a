//! Searches: who was asked to look where, by when, and what came back.

mod actions;
mod answer;
mod jobs;
mod pages;
mod rule;
mod store;

pub use actions::{NewSearch, chase, send, waive};
pub use answer::{Outcome, finish, open, opened, take_file};
pub use jobs::{CHASE, chase_by_rule};
pub use pages::{
    answer_form, answer_send, answer_sent, answer_words, chase_send, index, send_search, waive_send,
};
pub use store::{SearchRow, SearchState};

use crate::calendar::Date;
use crate::db::{Db, DbError, Id};

/// The searches of one request, in the order they were sent.
///
/// # Errors
/// Where the database cannot be read.
pub fn of_request(db: &mut Db, request: Id) -> Result<Vec<SearchRow>, DbError> {
    Ok(store::of_request(db, request)?)
}

/// By when the unanswered searches of these requests were to be answered, for reminders.
///
/// # Errors
/// Where the database cannot be read.
pub fn unanswered(db: &mut Db, requests: &[Id]) -> Result<Vec<(Id, Date)>, DbError> {
    Ok(store::unanswered(db, requests)?)
}
