//! The top of every page of a request: what it is, where it stands, by when, and its places.

use super::clock::{self, DaysLeft};
use super::store;
use super::{RequestRow, State};
use crate::access::{Action, Actor, may};
use crate::almanac;
use crate::calendar::{Date, words};
use crate::db::{Db, DbError};
use crate::law::Step;
use crate::people;

/// A place of a request: its part of the address, its name, and who may go there.
const PLACES: [(&str, &str, Action); 9] = [
    ("", "Story", Action::SeeStory),
    ("people", "People", Action::SeeRecord),
    ("searches", "Searches", Action::SeeRequests),
    ("record", "Record", Action::SeeRecord),
    ("review", "Review", Action::SeeRecord),
    ("consultations", "Consultations", Action::SeeRecord),
    ("pack", "Pack", Action::SeePack),
    ("letters", "Letters", Action::SeeStory),
    ("disclosures", "Disclosures", Action::SeeRegister),
];

const PLACES_OF_A_CORRECTION: [(&str, &str, Action); 3] = [
    ("", "Story", Action::SeeStory),
    ("correction", "Correction", Action::SeeRecord),
    ("letters", "Letters", Action::SeeStory),
];

/// A link of the sub-navigation.
#[derive(Debug, Clone)]
pub struct Tab {
    pub words: &'static str,
    pub href: String,
    pub here: bool,
}

/// What stands at the top of every page of a request (`requests/_head.html`).
#[derive(Debug, Clone)]
pub struct RequestHead {
    pub reference: String,
    /// Whose record it is.
    pub person: String,
    pub state: State,
    /// Where it stands, in words: for a correction, where that is.
    pub state_words: &'static str,
    pub owner: Option<String>,
    /// "Due 3 March 2027".
    pub due: String,
    pub days: DaysLeft,
    pub working: Vec<Step>,
    pub warnings: Vec<String>,
    pub received: String,
    /// What the requester asked for that is out of the ordinary.
    pub wishes: Vec<String>,
    pub tabs: Vec<Tab>,
}

impl RequestHead {
    /// Names the place the page is at, as in its address: "record".
    #[must_use]
    pub fn at(mut self, place: &str) -> Self {
        let href = href(&self.reference, place);
        for tab in &mut self.tabs {
            tab.here = tab.href == href;
        }
        self
    }
}

fn href(reference: &str, place: &str) -> String {
    if place.is_empty() {
        format!("/requests/{reference}")
    } else {
        format!("/requests/{reference}/{place}")
    }
}

/// The top of a page about `request`, for somebody who may know of it.
///
/// # Errors
/// Where the database cannot be read.
pub fn head(
    db: &mut Db,
    actor: &Actor,
    request: &RequestRow,
    today: Date,
) -> Result<RequestHead, DbError> {
    let subject = people::subject(db, request.subject_id)?;
    let owner = match request.owner_id {
        Some(id) => store::staff_name(db, id)?,
        None => None,
    };
    let events = store::clock_events(db, request.id)?;
    let holidays = almanac::holidays(db)?;
    let soon = almanac::warnings(db)?.soon();
    let (due, working, warnings, due_on) = match clock::reckon(request, &events, today, &holidays) {
        Ok(r) => (clock::due_words(&r), r.working, r.warnings, r.due),
        Err(problem) => ("No date yet".to_owned(), Vec::new(), vec![problem.to_string()], None),
    };
    let correction = match request.is_correction() {
        true => store::correction_state(db, request.id)?,
        false => None,
    };
    let places: &[(&str, &str, Action)] =
        if request.is_correction() { &PLACES_OF_A_CORRECTION } else { &PLACES };
    Ok(RequestHead {
        reference: request.reference.clone(),
        person: subject.map_or_else(String::new, |subject| subject.name),
        state: request.state,
        state_words: correction
            .map_or(request.state.words(), |own| own.beside(request.state).words()),
        owner,
        due,
        days: clock::days_left(request.state, request.received_on, due_on, today, soon),
        working,
        warnings,
        received: words(request.received_on),
        wishes: super::preferences(db, request)?.notable(),
        tabs: places
            .iter()
            .filter(|(_, _, action)| may(actor, *action))
            .map(|(place, words, _)| Tab {
                words,
                href: href(&request.reference, place),
                here: false,
            })
            .collect(),
    })
}
