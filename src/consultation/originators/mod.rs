//! Consulting whoever gave what the record says: question, link, answer, the steps tried, and the
//! manager's reply to each point.

mod actions;
mod answer;
mod conclude;
mod jobs;
mod letters;
mod pages;
pub mod state;
mod store;
pub mod window;

pub use actions::{
    NewConsultation, NewPassage, add_passage, approve, draft, draft_to, drop_draft, not_found,
    remove_passage,
};
pub use answer::{Opened, Said, save, send, take_back};
pub use conclude::{conclude, settle};
pub use jobs::{CHASE, chase};
pub(super) use pages::show::crumbs;
pub use pages::*;
pub use state::{Event, Opinion, Outcome, Standing};
pub use store::{ConsultationRow, PassageRow};

use super::Unsettled;
use crate::db::{Db, DbError, Id};

/// The consultations of a request, oldest first.
///
/// # Errors
/// Where the database cannot be read.
pub fn of_request(db: &mut Db, request: Id) -> Result<Vec<ConsultationRow>, DbError> {
    Ok(store::of_request(db, request)?)
}

/// The passages of the consultations of a request, with the number of their item.
///
/// # Errors
/// Where the database cannot be read.
pub fn passages_of_request(db: &mut Db, request: Id) -> Result<Vec<(PassageRow, i64)>, DbError> {
    Ok(store::passages_of_request(db, request)?)
}

/// What was asked and said in a consultation.
pub(super) fn passages(db: &mut Db, consultation: Id) -> Result<Vec<PassageRow>, DbError> {
    Ok(store::passages_of(db, consultation)?)
}

/// The consultation by which a third party is being asked.
pub(super) fn open_ask(db: &mut Db, third_party: Id) -> Result<Option<ConsultationRow>, DbError> {
    use Standing::*;
    let open = [Drafted, ApprovedToSend, Sent, Reminded, Responded];
    Ok(store::about_third_party(db, third_party, &open)?)
}

/// The consultation by which a third party was heard, or could not be.
pub(super) fn heard_ask(db: &mut Db, third_party: Id) -> Result<Option<ConsultationRow>, DbError> {
    use Standing::*;
    let heard = [Responded, NoResponse, Unlocatable];
    Ok(store::about_third_party(db, third_party, &heard)?)
}

/// Whether somebody was consulted about an item and the consultation is concluded: by their
/// answer, or by the steps tried to get one.
///
/// # Errors
/// Where the database cannot be read.
pub fn concluded_about(db: &mut Db, item: Id) -> Result<bool, DbError> {
    Ok(store::concluded_about(db, item)? > 0)
}

/// Consultations that still stand between a request and its pack.
///
/// # Errors
/// Where the database cannot be read.
pub(super) fn unsettled(db: &mut Db, request: Id) -> Result<Vec<Unsettled>, DbError> {
    // What a third party is asked stands in the way with the question about them.
    let open = of_request(db, request)?
        .into_iter()
        .filter(|row| row.state.is_open() && row.third_party_id.is_none());
    Ok(open
        .map(|row| Unsettled {
            words: format!("a consultation is open: {}", row.state.words().to_lowercase()),
            place: format!("consultations/{}", row.id),
        })
        .collect())
}

/// What waits for a manager in the requests assigned to them.
pub(super) fn waiting_for(db: &mut Db, manager: Id) -> Result<Vec<store::Waiting>, DbError> {
    Ok(store::waiting_for(db, manager)?)
}
