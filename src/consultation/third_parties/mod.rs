//! People the record is also about: presumed nameable, separable, or asked and weighed. What is
//! decided about somebody holds on every page, and is proposed again in later requests.

mod actions;
mod by_link;
mod form;
mod pages;
pub mod state;
mod store;

pub use actions::{Contact, answered, contact, hold, raise, reopen, weigh};
pub use by_link::ask_by_link;
pub(super) use by_link::follow;
pub use form::BalanceForm;
pub use pages::{
    answer_third_party, ask_third_party, contact_third_party, hold_decision, reopen_third_party,
    show_third_party, sort_third_party, weigh_third_party,
};
pub use state::{Event, Standing};
pub use store::ThirdPartyRow;

use super::Unsettled;
use crate::db::{Db, DbError, Id};
use crate::people::{self, Person};
use crate::requests::RequestRow;

/// Everybody around the subject of a request, with where the question about them stands.
///
/// # Errors
/// Where the database cannot be read.
pub fn of_request(db: &mut Db, request: &RequestRow) -> Result<Vec<(Person, Standing)>, DbError> {
    let rows = store::of_request(db, request.id)?;
    Ok(people::circle(db, request.subject_id)?
        .into_iter()
        .map(|person| {
            let row = rows.iter().find(|row| row.circle_id == person.id);
            let standing = row.map_or(presumed(&person), |row| row.state);
            (person, standing)
        })
        .collect())
}

/// Somebody whom a request asked a question about, and what came of it.
#[derive(Debug, Clone)]
pub struct Looked {
    pub person: Person,
    pub standing: Standing,
    /// What they said, where they were asked.
    pub said: String,
    /// Why it was decided so.
    pub reasons: String,
}

/// The people of a request whom somebody has looked at, with what was said and decided.
///
/// # Errors
/// Where the database cannot be read.
pub fn looked_at(db: &mut Db, request: &RequestRow) -> Result<Vec<Looked>, DbError> {
    let rows = store::of_request(db, request.id)?;
    let looked = |person: Person| {
        let row = rows.iter().find(|row| row.circle_id == person.id)?;
        let form: Option<BalanceForm> = serde_json::from_str(&row.form).ok();
        Some(Looked {
            person,
            standing: row.state,
            said: row.answer.clone(),
            reasons: form.map(|form| form.reasons).unwrap_or_default(),
        })
    };
    Ok(people::circle(db, request.subject_id)?.into_iter().filter_map(looked).collect())
}

/// Where somebody stands whom nobody has looked at: who is named for their work is presumed
/// nameable (Data Protection Act 2018 Schedule 2 paragraph 17), everybody else is masked.
fn presumed(person: &Person) -> Standing {
    match person.kind {
        people::PersonKind::Professional => Standing::Professional,
        people::PersonKind::ThirdParty => Standing::Identified,
    }
}

/// People about whom a decision is wanted before the pack.
pub(super) fn unsettled(db: &mut Db, request: &RequestRow) -> Result<Vec<Unsettled>, DbError> {
    Ok(store::of_request(db, request.id)?
        .into_iter()
        .filter(|row| row.state.is_open())
        .map(|row| Unsettled {
            words: format!(
                "somebody around the subject is to be decided about: {}",
                row.state.words().to_lowercase()
            ),
            place: format!("third-parties/{}", row.circle_id),
        })
        .collect())
}

/// Who waits for a manager in the requests assigned to them.
pub(super) fn waiting_for(db: &mut Db, manager: Id) -> Result<Vec<store::Waiting>, DbError> {
    Ok(store::waiting_for(db, manager)?)
}
