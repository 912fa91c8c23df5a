//! A request: who asks, for whom, for what, since when; where it stands and by when it is answered.

mod reference;
pub mod state;
pub mod correction;
mod asked;
mod preferences;
mod awaited;
mod clock;
mod letters;
mod next;
mod store;
mod head;
mod interests;
mod earlier;
mod actions;
mod pages;

use chrono::{DateTime, Utc};

pub use actions::{
    NotDone, Opened, add_event, answered, ask_clarification as ask_requester, assign_owner,
    change_preferences, explain_lateness as give_reason_for_lateness, extend as take_more_time,
    give_access, given, known, open_correction, refresh_due, register, send_in, settle_scope, step,
    take_if_free, within_limits, write_note,
};
pub use asked::{Asked, AskedFields, ReceiveBy, ReceivedHow, day_of};
pub use awaited::{Awaited, WAIT};
pub use clock::{DaysLeft, Press};
pub use earlier::{Asker, Common, Earlier, earlier};
pub use head::{RequestHead, Tab, head};
pub use interests::{
    Declaration, Threshold, barred_from, clear_conflict, declare, interest_form, interest_send,
    opening_form, opening_send, tell_office,
};
pub use letters::{
    Letter, identity as identity_letter, of_request as letter_values, refusal as refusal_letter,
    requester, send as send_letter, send_by as send_letter_by,
};
pub use next::{Standing, Unmet, in_the_way};
pub use pages::*;
pub use preferences::{Format, Preferences, Spoken, is_of_a_child};
pub use reference::{NotAReference, Reference};
pub use state::{Event, OutOfTurn, State};
pub use store::{OpenRow, RequestRow};

use crate::access::{Actor, Who};
use crate::audit::{self, About, Act};
use crate::calendar::Date;
use crate::db::{Db, DbError, Id};
use crate::law::RequesterKind;
use crate::problem::{Kind, Problem};

/// The job that sends the requester the link by which they follow their request.
pub const INVITE: &str = "portal.invite";

/// Why a request was not moved on.
#[derive(Debug, thiserror::Error)]
pub enum NotMoved {
    #[error(transparent)]
    OutOfTurn(#[from] OutOfTurn),
    #[error("someone else changed {0} a moment ago; load the page again")]
    Overtaken(String),
    #[error("{0} asks for a correction: its steps are taken on its page \"Correction\"")]
    IsCorrection(String),
    #[error("the database refused or could not be reached")]
    Database(#[from] DbError),
}

impl Problem for NotMoved {
    fn kind(&self) -> Kind {
        match self {
            NotMoved::OutOfTurn(_) | NotMoved::Overtaken(_) | NotMoved::IsCorrection(_) => {
                Kind::Conflict
            }
            NotMoved::Database(_) => Kind::Bug,
        }
    }
}

/// The request, where this person needs to know of it; others are told there is none.
///
/// # Errors
/// Where the database cannot be read.
pub fn seen_by(db: &mut Db, by: &Actor, at: &Reference) -> Result<Option<RequestRow>, DbError> {
    Ok(store::seen_by(db, by, at)?)
}

/// Whether this person was asked about an interest in the request, and may open it.
///
/// # Errors
/// Where the database cannot be read.
pub fn opened_by(db: &mut Db, request: Id, by: &Actor) -> Result<bool, DbError> {
    Ok(interests::declared(db, request, by.id)?)
}

/// The request of that name, for the operator's own commands.
///
/// # Errors
/// Where the database cannot be read.
pub fn by_reference(db: &mut Db, at: &Reference) -> Result<Option<RequestRow>, DbError> {
    Ok(store::by_reference(db, at)?)
}

/// How the requester would like to be written to.
///
/// # Errors
/// Where the database cannot be read.
pub fn preferences(db: &mut Db, request: &RequestRow) -> Result<Preferences, DbError> {
    let kept = store::preferences(db, request.id)?;
    Ok(kept.unwrap_or_else(|| Preferences::of_words(&request.needs)))
}

/// Those of these requests that somebody may know of.
///
/// # Errors
/// Where the database cannot be read.
pub fn known_among(db: &mut Db, by: &Actor, requests: &[Id]) -> Result<Vec<Id>, DbError> {
    Ok(store::among(db, by, requests)?)
}

/// Every open request that somebody may know of.
///
/// # Errors
/// Where the database cannot be read.
pub fn open_for(db: &mut Db, by: &Actor) -> Result<Vec<OpenRow>, DbError> {
    Ok(store::open_for(db, by)?)
}

/// Every open request, for acts of the office that touch them all.
///
/// # Errors
/// Where the database cannot be read.
pub fn every_open(db: &mut Db) -> Result<Vec<RequestRow>, DbError> {
    Ok(store::every_open(db)?)
}

/// The request behind an id, for work that no person asked for just now.
///
/// # Errors
/// Where the database cannot be read.
pub fn by_id(db: &mut Db, id: Id) -> Result<Option<RequestRow>, DbError> {
    Ok(store::by_id(db, id)?)
}

/// Moves a request to its end and tells the diary; within the transaction of the verb that asks.
///
/// # Errors
/// As for [`advance`].
pub fn end(
    db: &mut Db,
    by: &Who,
    request: &RequestRow,
    event: Event,
    now: DateTime<Utc>,
) -> Result<(), NotMoved> {
    advance(db, by, request, event, "", now)?;
    store::set_closed(db, request.id, Some(now)).map_err(DbError::from)?;
    Ok(())
}

/// Calls the requester by another kind. The day of receipt stays what it was; the limit is reckoned
/// anew.
///
/// # Errors
/// Where the database refuses, or no date can be reckoned.
pub fn call_requester(
    db: &mut Db,
    request: &RequestRow,
    kind: RequesterKind,
    today: Date,
) -> Result<Option<Date>, NotDone> {
    store::set_requester_kind(db, request.id, kind.name()).map_err(DbError::from)?;
    let changed = RequestRow { requester_kind: kind.name().to_owned(), ..request.clone() };
    refresh_due(db, &changed, today)
}

/// What the next step of a request depends on.
///
/// # Errors
/// Where the database cannot be read.
pub fn standing(db: &mut Db, request: &RequestRow, today: Date) -> Result<Standing, DbError> {
    let kept = store::standing(db, request.id)?;
    Ok(Standing {
        owned: request.owner_id.is_some(),
        scoped: !request.scope.is_empty(),
        late: request.due_on.is_some_and(|due| today > due),
        late_explained: request.late_reason.is_some(),
        ..kept
    })
}

/// Says that the requester's number was checked, or changes it, so that a code may be read out there.
///
/// # Errors
/// Where the database refuses.
pub fn set_phone(
    db: &mut Db,
    request: Id,
    phone: &str,
    checked: Option<DateTime<Utc>>,
) -> Result<(), DbError> {
    store::set_phone_checked(db, request, phone, checked)?;
    Ok(())
}

/// Where the requester can be reached besides their e-mail, and what they need in their own words;
/// within the transaction of the act that learns it.
///
/// # Errors
/// Where the database refuses.
pub fn set_reach(db: &mut Db, request: &RequestRow) -> Result<(), DbError> {
    let kept = (&*request.requester_address, &*request.requester_phone, &*request.needs);
    store::set_reach(db, request.id, kept)?;
    Ok(())
}

/// Keeps how the requester would like to be written to, within the transaction of the act.
///
/// # Errors
/// Where the database refuses.
pub fn set_preferences(
    db: &mut Db,
    by: &Actor,
    request: Id,
    wishes: &Preferences,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    store::set_preferences(db, request, wishes, Some(by.id), now)?;
    Ok(())
}

/// Tells the diary that somebody read a request: once an hour for each reader.
///
/// # Errors
/// Where the database refuses.
pub fn note_reading(
    db: &mut Db,
    by: &Actor,
    request: &RequestRow,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    let story = audit::story(db, request.id)?;
    actions::note_opening(db, by, request, &story, now)
}

/// Moves a request on and tells the diary, within the transaction of the verb that asks.
///
/// # Errors
/// Where the event does not fit the state, or somebody moved the request first.
pub fn advance(
    db: &mut Db,
    by: &Who,
    request: &RequestRow,
    event: Event,
    words: &str,
    now: DateTime<Utc>,
) -> Result<State, NotMoved> {
    if request.is_correction() && !correction::shares(event) {
        return Err(NotMoved::IsCorrection(request.reference.clone()));
    }
    let next = request.state.after(event)?;
    if !store::advance(db, request.id, request.state, next).map_err(DbError::from)? {
        return Err(NotMoved::Overtaken(request.reference.clone()));
    }
    let words = if words.is_empty() {
        event.words().to_owned()
    } else {
        format!("{}: {words}", event.words())
    };
    audit::tell(db, by, Act::RequestMoved, About::request(request.id).words(words), now)?;
    Ok(next)
}

/// Lets the state of a request follow its correction, whose own machine tells the life of it: open,
/// answered, over. Within the transaction of the correction's act, which tells the diary.
///
/// # Errors
/// Where somebody moved the request first.
pub fn follow(
    db: &mut Db,
    request: &RequestRow,
    to: State,
    now: DateTime<Utc>,
) -> Result<(), NotMoved> {
    if request.state != to
        && !store::advance(db, request.id, request.state, to).map_err(DbError::from)?
    {
        return Err(NotMoved::Overtaken(request.reference.clone()));
    }
    store::set_closed(db, request.id, to.is_ended().then_some(now)).map_err(DbError::from)?;
    Ok(())
}

/// Keeps why a reply came late.
///
/// # Errors
/// Where the database refuses.
pub fn set_late_reason(db: &mut Db, request: Id, reason: &str) -> Result<(), DbError> {
    store::set_late_reason(db, request, reason)?;
    Ok(())
}

/// Keeps a note, within the transaction of the act it belongs to.
///
/// # Errors
/// Where the database refuses.
pub fn keep_note(
    db: &mut Db,
    by: &Actor,
    request: Id,
    words: &str,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    store::add_note(db, request, by.id, words, now)?;
    Ok(())
}
