//! What staff do with a consultation. Each verb is one transaction: known, allowed, in turn, saved,
//! told. The diary says which consultation, never who was asked or what they said.

use chrono::{DateTime, Duration, Utc};

use super::letters::{self, Letter};
use super::state::{Event, Standing};
use super::store::{self, ConsultationRow};
use crate::access::{Action, Actor, Who, allow};
use crate::audit::{self, About, Act};
use crate::calendar::local_day;
use crate::consultation::{in_time, third_parties};
use crate::db::{self, Db, DbError, Id};
use crate::jobs::{self, Job};
use crate::links;
use crate::mail;
use crate::people;
use crate::problem::Invalid;
use crate::records;
use crate::requests::{self, NotDone, Reference, RequestRow};
use crate::review::Quads;
use crate::settings::Settings;

impl From<super::state::OutOfTurn> for NotDone {
    fn from(_: super::state::OutOfTurn) -> Self {
        Self::NotNow("this consultation stands elsewhere by now; load the page again")
    }
}

/// Somebody to be consulted.
#[derive(Debug, Clone, Default)]
pub struct NewConsultation {
    pub name: String,
    /// May be empty: then they are looked for first.
    pub email: String,
    /// Why they, and what we would like to know. They read it.
    pub question: String,
    /// Who of the circle they are, so that they are not masked from themselves.
    pub circle: Option<Id>,
}

impl NewConsultation {
    fn checked(self) -> Result<Self, Invalid> {
        let name = self.name.trim().to_owned();
        if name.is_empty() || name.chars().count() > 200 || name.contains(['\r', '\n', '\0']) {
            return Err(Invalid::new("name", "name the person who is to be asked"));
        }
        let email = self.email.trim().to_lowercase();
        if !email.is_empty() && !mail::is_address(&email) {
            let ask = "enter their e-mail address, like name@example.org, or leave it empty";
            return Err(Invalid::new("email", ask));
        }
        let ask = "say why you ask them, and what you would like to know";
        let question = requests::given("question", &self.question, ask)?;
        Ok(Self { name, email, question, circle: self.circle })
    }
}

/// Drafts a consultation; nobody hears of it yet.
///
/// # Errors
/// Where the role may not, it is not the time, or a field cannot be taken.
pub fn draft(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    new: NewConsultation,
    now: DateTime<Utc>,
) -> Result<Id, NotDone> {
    db::transaction(db, |db| {
        let request = requests::known(db, by, at)?;
        allow(by, Action::Consult, &[])?;
        in_time(&request)?;
        draft_to(db, &request, new, None, by, now)
    })
}

/// Drafts a consultation about a passage that was selected on its page.
///
/// # Errors
/// As [`draft`] and [`add_passage`]; then nothing is drafted.
pub fn draft_about(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    (new, passage): (NewConsultation, &NewPassage),
    now: DateTime<Utc>,
) -> Result<Id, NotDone> {
    db::transaction(db, |db| {
        let request = requests::known(db, by, at)?;
        allow(by, Action::Consult, &[])?;
        in_time(&request)?;
        let id = draft_to(db, &request, new, None, by, now)?;
        add(db, by, &request, id, passage, now)?;
        Ok(id)
    })
}

/// A draft, within the transaction of the verb that asks: also for a third party.
pub fn draft_to(
    db: &mut Db,
    request: &RequestRow,
    new: NewConsultation,
    third_party: Option<Id>,
    by: &Actor,
    now: DateTime<Utc>,
) -> Result<Id, NotDone> {
    let new = new.checked()?;
    if let Some(circle) = new.circle {
        let person = people::person(db, request.subject_id, circle)?
            .ok_or_else(|| NotDone::Unknown(request.reference.clone()))?;
        if person.safeguarding {
            return Err(Invalid::new("circle", letters::UNSAFE).into());
        }
    }
    let id = store::add(db, request.id, (&new, third_party), by.id, now).map_err(DbError::from)?;
    tell(db, &Who::from(by), request, id, "drafted", now)?;
    Ok(id)
}

/// Whether a safeguarding flag stands on the person, perhaps since a moment ago.
pub(super) fn barred(
    db: &mut Db,
    request: &RequestRow,
    row: &ConsultationRow,
) -> Result<bool, DbError> {
    let Some(circle) = row.circle_id else { return Ok(false) };
    let person = people::person(db, request.subject_id, circle)?;
    Ok(person.is_some_and(|person| person.safeguarding))
}

/// A passage to be asked about: shapes on a page of an item.
#[derive(Debug, Clone)]
pub struct NewPassage {
    pub item: i64,
    pub page: i64,
    pub quads: Quads,
}

/// Adds a passage to a draft.
///
/// # Errors
/// Where it is no draft, there is no such page, or the item is legal advice.
pub fn add_passage(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    id: Id,
    passage: &NewPassage,
    now: DateTime<Utc>,
) -> Result<i64, NotDone> {
    db::transaction(db, |db| {
        let (request, row) = known(db, by, at, id)?;
        allow(by, Action::Consult, &[])?;
        still_a_draft(&row)?;
        add(db, by, &request, id, passage, now)
    })
}

fn add(
    db: &mut Db,
    by: &Actor,
    request: &RequestRow,
    id: Id,
    passage: &NewPassage,
    now: DateTime<Utc>,
) -> Result<i64, NotDone> {
    let sight = records::sight(db, request.id, by)?;
    let item = store::item(db, request.id, passage.item)
        .map_err(DbError::from)?
        .filter(|(item, ..)| sight.sees(*item));
    let (item, privileged, _) =
        item.ok_or_else(|| Invalid::new("item", "there is no such item in this request"))?;
    if privileged {
        let words = "this item is set apart as legal advice and goes to nobody";
        return Err(Invalid::new("item", words).into());
    }
    if store::page_size(db, item, passage.page).map_err(DbError::from)?.is_none() {
        return Err(Invalid::new("page", "the item has no such page").into());
    }
    if passage.quads.0.is_empty() {
        let words = "these words were not found on that page; give them as they stand there";
        return Err(Invalid::new("from", words).into());
    }
    let number =
        store::add_passage(db, id, item, passage.page, &passage.quads).map_err(DbError::from)?;
    let words = format!("passage {number} added, on D{}-p{}", passage.item, passage.page);
    tell(db, &Who::from(by), request, id, &words, now)?;
    Ok(number)
}

/// Takes a passage out of a draft.
///
/// # Errors
/// Where it is no draft, or has no such passage.
pub fn remove_passage(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    id: Id,
    number: i64,
    now: DateTime<Utc>,
) -> Result<(), NotDone> {
    db::transaction(db, |db| {
        let (request, row) = known(db, by, at, id)?;
        allow(by, Action::Consult, &[])?;
        still_a_draft(&row)?;
        if store::remove_passage(db, id, number).map_err(DbError::from)? == 0 {
            return Err(NotDone::Unknown(request.reference.clone()));
        }
        tell(db, &Who::from(by), &request, id, &format!("passage {number} taken out"), now)
    })
}

/// A manager lets a draft be sent; where there is an address, it goes at once.
///
/// # Errors
/// Where the role may not, it is their own draft, or it asks about nothing.
pub fn approve(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    id: Id,
    settings: &Settings,
    now: DateTime<Utc>,
) -> Result<Standing, NotDone> {
    db::transaction(db, |db| {
        let (request, row) = known(db, by, at, id)?;
        allow(by, Action::DecideConsultation, &[row.drafted_by])?;
        in_time(&request)?;
        if store::passages_of(db, id).map_err(DbError::from)?.is_empty() {
            return Err(NotDone::NotNow("choose the passages to ask about first"));
        }
        if barred(db, &request, &row)? {
            return Err(NotDone::NotNow(letters::UNSAFE));
        }
        store::set_approved(db, id, by.id).map_err(DbError::from)?;
        let row = advance(db, &Who::from(by), &request, row, Event::Approved, now)?;
        if row.person_email.is_empty() {
            return Ok(row.state);
        }
        let days = settings.access.consult_link_days;
        let answer_by = local_day(now) + Duration::days(days);
        store::set_sent(db, id, answer_by, now).map_err(DbError::from)?;
        let row = advance(db, &Who::System, &request, row, Event::Sent, now)?;
        let row = ConsultationRow { answer_by: Some(answer_by), ..row };
        letters::write(db, &request, &row, Letter::Question, settings, now)?;
        let first = Job::new(super::CHASE, serde_json::json!({ "consultation": id }));
        let half = Duration::hours(days * 12);
        jobs::enqueue(db, first.of(request.id).not_before(now + half), now)?;
        Ok(row.state)
    })
}

/// Gives a draft up that was not sent.
///
/// # Errors
/// Where the role may not, or it was sent.
pub fn drop_draft(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    id: Id,
    now: DateTime<Utc>,
) -> Result<(), NotDone> {
    db::transaction(db, |db| {
        let (request, row) = known(db, by, at, id)?;
        allow(by, Action::Consult, &[])?;
        advance(db, &Who::from(by), &request, row, Event::Dropped, now)?;
        Ok(())
    })
}

/// Says that the person cannot be found, and what was tried.
///
/// # Errors
/// Where no step is named, or they answered.
pub fn not_found(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    id: Id,
    steps: &str,
    now: DateTime<Utc>,
) -> Result<(), NotDone> {
    db::transaction(db, |db| {
        let (request, row) = known(db, by, at, id)?;
        allow(by, Action::Consult, &[])?;
        let ask = "list what was tried to reach them, a step a line, with its day";
        let steps = requests::given("steps", steps, ask)?;
        store::set_steps(db, id, &steps).map_err(DbError::from)?;
        let row = ConsultationRow { steps, ..row };
        advance(db, &Who::from(by), &request, row, Event::NotFound, now)?;
        links::withdraw(db, id, now)?;
        Ok(())
    })
}

/// The consultation, where the request is theirs to know of.
pub(super) fn known(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    id: Id,
) -> Result<(RequestRow, ConsultationRow), NotDone> {
    let request = requests::known(db, by, at)?;
    let row = store::find(db, id).map_err(DbError::from)?;
    let row = row
        .filter(|row| row.request_id == request.id)
        .ok_or_else(|| NotDone::Unknown(request.reference.clone()))?;
    Ok((request, row))
}

fn still_a_draft(row: &ConsultationRow) -> Result<(), NotDone> {
    if row.state == Standing::Drafted {
        Ok(())
    } else {
        Err(NotDone::NotNow("the passages are settled once a manager has approved them"))
    }
}

pub(super) fn overtaken() -> NotDone {
    NotDone::NotNow("somebody else moved this consultation on a moment ago; load the page again")
}

/// Moves a consultation on, within the transaction of the verb that asks.
pub(super) fn advance(
    db: &mut Db,
    by: &Who,
    request: &RequestRow,
    row: ConsultationRow,
    event: Event,
    now: DateTime<Utc>,
) -> Result<ConsultationRow, NotDone> {
    let to = row.state.after(event)?;
    if !store::advance(db, row.id, row.state, to).map_err(DbError::from)? {
        return Err(overtaken());
    }
    tell(db, by, request, row.id, event.words(), now)?;
    let row = ConsultationRow { state: to, ..row };
    third_parties::follow(db, by, request, &row, event, now)?;
    Ok(row)
}

pub(super) fn tell(
    db: &mut Db,
    by: &Who,
    request: &RequestRow,
    id: Id,
    words: &str,
    now: DateTime<Utc>,
) -> Result<(), NotDone> {
    let act = match by {
        Who::Originator(_) => Act::ConsultationAnswered,
        Who::Staff(_) | Who::Requester(_) | Who::Custodian(_) | Who::Visitor | Who::System => {
            Act::ConsultationMoved
        }
    };
    let about = About::request(request.id).object(id).words(words);
    Ok(audit::tell(db, by, act, about, now)?)
}
