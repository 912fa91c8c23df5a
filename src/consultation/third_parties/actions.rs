//! What is done about somebody a record also speaks of. Each verb is one transaction: known,
//! allowed, in turn, saved, told; the diary never names them.

use chrono::{DateTime, Utc};

use super::by_link::conclude;
use super::form::BalanceForm;
use super::state::{Event, Standing, event_of};
use super::store::{self, ThirdPartyRow};
use crate::access::{Action, Actor, Who, allow};
use crate::audit::{self, About, Act};
use crate::calendar::local_day;
use crate::consultation::in_time;
use crate::db::{self, Db, DbError, Id};
use crate::people::{self, Person};
use crate::problem::Invalid;
use crate::requests::{self, NotDone, Reference, RequestRow};

/// Why somebody with a safeguarding flag is not asked.
pub const UNSAFE: &str = "a safeguarding flag stands on this person: asking them could put somebody at risk; record why they are not asked";

impl From<super::state::OutOfTurn> for NotDone {
    fn from(_: super::state::OutOfTurn) -> Self {
        Self::NotNow("this question stands elsewhere by now; load the page again")
    }
}

/// The request, the person, and the question about them where somebody raised one.
pub(super) fn known(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    circle: Id,
) -> Result<(RequestRow, Person, Option<ThirdPartyRow>), NotDone> {
    let request = requests::known(db, by, at)?;
    let person = people::person(db, request.subject_id, circle)?
        .ok_or_else(|| NotDone::Unknown(request.reference.clone()))?;
    let row = store::find(db, request.id, circle).map_err(DbError::from)?;
    Ok((request, person, row))
}

pub(super) fn asked_about(row: Option<ThirdPartyRow>) -> Result<ThirdPartyRow, NotDone> {
    row.ok_or(NotDone::NotNow("nobody has said yet that a decision about this person is wanted"))
}

/// Says what kind of question a person is: presumed nameable, separable, or to be decided.
///
/// # Errors
/// Where the role may not, or the question has gone on.
pub fn raise(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    circle: Id,
    event: Option<Event>,
    now: DateTime<Utc>,
) -> Result<(), NotDone> {
    db::transaction(db, |db| {
        let (request, _, row) = known(db, by, at, circle)?;
        allow(by, Action::Consult, &[])?;
        in_time(&request)?;
        let event = event
            .filter(|e| matches!(e, Event::Presumed | Event::Parted | Event::Raised))
            .ok_or_else(|| Invalid::new("sorting", "choose one of the three"))?;
        let row = match row {
            Some(row) => row,
            None => {
                store::add(db, request.id, circle, by.id, now).map_err(DbError::from)?;
                asked_about(store::find(db, request.id, circle).map_err(DbError::from)?)?
            }
        };
        advance(db, &Who::from(by), &request, row, event, now)?;
        Ok(())
    })
}

/// Whether somebody is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Contact {
    Ask,
    Spare,
}

/// Keeps that somebody is asked, or why they are not. Nobody with a safeguarding flag is.
///
/// # Errors
/// Where no reason is given, or asking them is barred.
pub fn contact(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    circle: Id,
    (contact, reason): (Option<Contact>, &str),
    now: DateTime<Utc>,
) -> Result<(), NotDone> {
    db::transaction(db, |db| {
        let (request, person, row) = known(db, by, at, circle)?;
        allow(by, Action::Consult, &[])?;
        in_time(&request)?;
        let row = asked_about(row)?;
        let contact =
            contact.ok_or_else(|| Invalid::new("contact", "say whether they are asked"))?;
        let (event, asked_on) = match contact {
            Contact::Ask if person.safeguarding => {
                return Err(Invalid::new("contact", UNSAFE).into());
            }
            Contact::Ask => (Event::Asked, Some(local_day(now))),
            Contact::Spare => (Event::NotContacted, None),
        };
        let ask = "say how they are asked, or why they are not";
        let reason = requests::given("reason", reason, ask)?;
        store::set_contact(db, row.id, &reason, asked_on).map_err(DbError::from)?;
        advance(db, &Who::from(by), &request, row, event, now)?;
        Ok(())
    })
}

/// Keeps what somebody answered; silence is no refusal.
///
/// # Errors
/// Where they were not asked, or a refusal comes without their words.
pub fn answered(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    circle: Id,
    (event, words): (Option<Event>, &str),
    now: DateTime<Utc>,
) -> Result<(), NotDone> {
    db::transaction(db, |db| {
        let (request, _, row) = known(db, by, at, circle)?;
        allow(by, Action::Consult, &[])?;
        in_time(&request)?;
        let row = asked_about(row)?;
        let event = event
            .filter(|e| matches!(e, Event::Consented | Event::Refused | Event::Silent))
            .ok_or_else(|| Invalid::new("answer", "say what they answered"))?;
        let words = if event == Event::Silent {
            words.trim().to_owned()
        } else {
            requests::given("words", words, "write down what they said, in their words")?
        };
        store::set_answer(db, row.id, &words).map_err(DbError::from)?;
        advance(db, &Who::from(by), &request, row, event, now)?;
        Ok(())
    })
}

/// A manager weighs with the form of the law and decides; the decision holds on every page.
///
/// # Errors
/// Where the form lacks something, or they prepared the question themselves.
pub fn weigh(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    circle: Id,
    form: &BalanceForm,
    now: DateTime<Utc>,
) -> Result<(), NotDone> {
    db::transaction(db, |db| {
        let (request, _, row) = known(db, by, at, circle)?;
        let row = asked_about(row)?;
        allow(by, Action::DecideConsultation, &[row.sorted_by])?;
        in_time(&request)?;
        row.state.after(Event::Weighed)?;
        let balance = form.balance(&row.reason).map_err(NotDone::InvalidFields)?;
        let kept = serde_json::to_string(form).unwrap_or_default();
        store::set_form(db, row.id, &kept, by.id).map_err(DbError::from)?;
        let row = advance(db, &Who::from(by), &request, row, Event::Weighed, now)?;
        let row = advance(db, &Who::from(by), &request, row, event_of(balance.decision), now)?;
        conclude(db, by, &request, &row, (balance.decision, &balance.reasons), now)
    })
}

/// Lets the decision of an earlier request of the same subject hold here too.
///
/// # Errors
/// Where there is none, or the question here has gone on.
pub fn hold(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    circle: Id,
    now: DateTime<Utc>,
) -> Result<(), NotDone> {
    db::transaction(db, |db| {
        let (request, _, row) = known(db, by, at, circle)?;
        allow(by, Action::DecideConsultation, &[])?;
        in_time(&request)?;
        let earlier = store::earlier(db, request.id, circle).map_err(DbError::from)?;
        let (earlier, _) =
            earlier.ok_or(NotDone::NotNow("no earlier request decided about this person"))?;
        let same = [
            (Standing::Disclose, Event::Disclosed),
            (Standing::Redact, Event::Redacted),
            (Standing::Withhold, Event::Withheld),
        ];
        let event = same.into_iter().find(|(to, _)| *to == earlier.state).map(|(_, event)| event);
        let event = event.ok_or(NotDone::NotNow("the earlier question is open again"))?;
        let row = match row {
            Some(row) => row,
            None => {
                store::add(db, request.id, circle, by.id, now).map_err(DbError::from)?;
                asked_about(store::find(db, request.id, circle).map_err(DbError::from)?)?
            }
        };
        row.state.after(Event::Held)?;
        store::set_contact(db, row.id, &earlier.reason, earlier.asked_on).map_err(DbError::from)?;
        store::set_answer(db, row.id, &earlier.answer).map_err(DbError::from)?;
        store::set_form(db, row.id, &earlier.form, by.id).map_err(DbError::from)?;
        let row = advance(db, &Who::from(by), &request, row, Event::Held, now)?;
        advance(db, &Who::from(by), &request, row, event, now)?;
        Ok(())
    })
}

/// Takes a decision back: it is to be made anew.
///
/// # Errors
/// Where nothing was decided.
pub fn reopen(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    circle: Id,
    now: DateTime<Utc>,
) -> Result<(), NotDone> {
    db::transaction(db, |db| {
        let (request, _, row) = known(db, by, at, circle)?;
        allow(by, Action::Consult, &[])?;
        in_time(&request)?;
        advance(db, &Who::from(by), &request, asked_about(row)?, Event::Reopened, now)?;
        Ok(())
    })
}

pub(super) fn advance(
    db: &mut Db,
    by: &Who,
    request: &RequestRow,
    row: ThirdPartyRow,
    event: Event,
    now: DateTime<Utc>,
) -> Result<ThirdPartyRow, NotDone> {
    let to = row.state.after(event)?;
    if !store::advance(db, row.id, row.state, to, now).map_err(DbError::from)? {
        return Err(NotDone::NotNow(
            "somebody else moved this question on a moment ago; load the page again",
        ));
    }
    let about = About::request(request.id).object(row.id).words(event.words());
    audit::tell(db, by, Act::ThirdPartyMoved, about, now)?;
    Ok(ThirdPartyRow { state: to, ..row })
}
