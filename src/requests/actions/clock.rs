//! What moves or stops the clock.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::{NotDone, given, known};
use crate::access::{Action, Actor, Who, allow};
use crate::almanac;
use crate::audit::{self, About, Act};
use crate::calendar::{Date, local_day, words};
use crate::db::{self, Db, DbError};
use crate::jobs::{self, Job};
use crate::law::EventKind;
use crate::requests::awaited::{Awaited, WAIT};
use crate::requests::store::{self, NewClockEvent};
use crate::requests::{Event, Reference, RequestRow, advance, clock, letters};
use crate::settings::Settings;

/// Reckons the limit again and keeps it with the request, so that lists need not reckon.
///
/// # Errors
/// Where the date lies beyond the bank holidays that are known.
pub fn refresh_due(
    db: &mut Db,
    request: &RequestRow,
    today: Date,
) -> Result<Option<Date>, NotDone> {
    let events = store::clock_events(db, request.id).map_err(DbError::from)?;
    let holidays = almanac::holidays(db)?;
    let due = clock::reckon(request, &events, today, &holidays)?.due;
    store::set_due(db, request.id, due).map_err(DbError::from)?;
    Ok(due)
}

/// Keeps something that moved the clock, tells it, and reckons again; within the transaction of
/// the act.
///
/// # Errors
/// Where the day lies ahead or before receipt, or no date can be reckoned.
pub fn add_event(
    db: &mut Db,
    by: &Actor,
    request: &RequestRow,
    kind: EventKind,
    on: Date,
    told: &str,
    now: DateTime<Utc>,
) -> Result<Option<Date>, NotDone> {
    let today = local_day(now);
    if on > today {
        return Err(crate::problem::Invalid::new("on", "the day cannot lie ahead").into());
    }
    if on < request.received_on {
        return Err(crate::problem::Invalid::new(
            "on",
            "the day cannot lie before the request came",
        )
        .into());
    }
    let event =
        NewClockEvent { request: request.id, kind, on, pair: None, words: "", by: Some(by.id) };
    store::add_clock_event(db, &event, now).map_err(DbError::from)?;
    let about = About::request(request.id).words(format!("{told} on {}", words(on)));
    audit::tell(db, &Who::from(by), Act::ClockChanged, about, now)?;
    if let Some(awaited) = Awaited::asked_by(kind) {
        let payload = json!({ "request": request.id, "awaited": awaited.name(), "asked_on": on });
        let once = format!("wait {} {} {on}", request.id, awaited.name());
        jobs::enqueue(db, Job::new(WAIT, payload).of(request.id).once(once), now)?;
    }
    refresh_due(db, request, today)
}

/// Asks the requester what they mean; the clock stands still until they answer.
///
/// # Errors
/// Where the role may not, it is not the time for it, or no question is given.
pub fn ask_clarification(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    question: &str,
    settings: &Settings,
    now: DateTime<Utc>,
) -> Result<(), NotDone> {
    db::transaction(db, |db| {
        let request = known(db, by, at)?;
        allow(by, Action::ManageRequest, &[])?;
        advance(db, &Who::from(by), &request, Event::ClarificationAsked, "", now)?;
        let question = given("question", question, "write the question to the requester")?;
        let (kind, on) = (EventKind::ClarificationRequested, local_day(now));
        add_event(db, by, &request, kind, on, "clarification was asked for", now)?;
        letters::send(db, &request, letters::clarification(&question), settings, now)?;
        Ok(())
    })
}

/// Records the answer, or that the requester would rather not answer; the clock goes on.
///
/// # Errors
/// Where the role may not, nothing was asked, or the day lies ahead.
pub fn clarified(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    answer: &str,
    on: Option<Date>,
    declined: bool,
    now: DateTime<Utc>,
) -> Result<(), NotDone> {
    db::transaction(db, |db| {
        let request = known(db, by, at)?;
        allow(by, Action::ManageRequest, &[])?;
        advance(db, &Who::from(by), &request, Event::Clarified, "", now)?;
        let (kind, told) = if declined {
            (EventKind::ClarificationDeclined, "the requester would rather not say more")
        } else {
            (EventKind::ClarificationReceived, "the answer to our question came")
        };
        let answer = if declined && answer.trim().is_empty() {
            "The requester would rather not say more.".to_owned()
        } else {
            given("answer", answer, "write what the requester answered")?
        };
        add_event(db, by, &request, kind, on.unwrap_or_else(|| local_day(now)), told, now)?;
        store::add_note(db, request.id, by.id, &format!("Clarification: {answer}"), now)
            .map_err(DbError::from)?;
        Ok(())
    })
}

/// Tells the requester, in time, that the answer needs up to two more months, and why.
///
/// # Errors
/// Where the role may not, the clock is not running, it was extended before, or it is too late.
///
/// Source: UK GDPR article 12A(3)-(4).
pub fn extend(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    reason: &str,
    settings: &Settings,
    now: DateTime<Utc>,
) -> Result<(), NotDone> {
    db::transaction(db, |db| {
        let request = known(db, by, at)?;
        allow(by, Action::ManageRequest, &[])?;
        let today = local_day(now);
        if request.state.is_ended() {
            return Err(NotDone::NotNow("this request is over; there is nothing to extend"));
        }
        let events = store::clock_events(db, request.id).map_err(DbError::from)?;
        let holidays = almanac::holidays(db)?;
        let before = clock::reckon(&request, &events, today, &holidays)?;
        if before.extension_applied {
            return Err(NotDone::NotNow("this request was extended before; it cannot be again"));
        }
        if before.extension_notice_by.is_some_and(|by| today > by) {
            return Err(NotDone::NotNow(
                "the month is over, so an extension is no longer possible; say why the reply is late",
            ));
        }
        let reason = given("reason", reason, "say why more time is needed")?;
        let kind = EventKind::ExtensionNotified;
        let due = add_event(db, by, &request, kind, today, "an extension was notified", now)?;
        letters::send(db, &request, letters::extension(&reason, due), settings, now)?;
        store::add_note(db, request.id, by.id, &format!("Why more time is needed: {reason}"), now)
            .map_err(DbError::from)?;
        Ok(())
    })
}

/// Keeps why a reply comes late.
///
/// # Errors
/// Where the role may not, or no reason is given.
pub fn explain_lateness(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    reason: &str,
    now: DateTime<Utc>,
) -> Result<(), NotDone> {
    db::transaction(db, |db| {
        let request = known(db, by, at)?;
        allow(by, Action::ManageRequest, &[])?;
        let reason = given("late_reason", reason, "say why the reply is late")?;
        store::set_late_reason(db, request.id, &reason).map_err(DbError::from)?;
        let about = About::request(request.id).words("said why the reply is late");
        Ok(audit::tell(db, &Who::from(by), Act::RequestChanged, about, now)?)
    })
}

/// Takes the answer that the requester gave on their own page; the clock goes on from today. Within
/// the transaction of their act.
///
/// # Errors
/// Where nothing was asked.
pub fn answered(
    db: &mut Db,
    by: &Who,
    request: &RequestRow,
    now: DateTime<Utc>,
) -> Result<(), NotDone> {
    advance(db, by, request, Event::Clarified, "", now)?;
    let today = local_day(now);
    let event = NewClockEvent {
        request: request.id,
        kind: EventKind::ClarificationReceived,
        on: today,
        pair: None,
        words: "",
        by: None,
    };
    store::add_clock_event(db, &event, now).map_err(DbError::from)?;
    let about = About::request(request.id).words("the answer to our question came");
    audit::tell(db, by, Act::ClockChanged, about, now)?;
    refresh_due(db, request, today)?;
    Ok(())
}
