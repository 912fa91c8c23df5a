//! How a request comes in: through the public form, or by a colleague's hand.

use chrono::{DateTime, Datelike as _, Utc};
use serde_json::json;

use super::{NotDone, refresh_due};
use crate::access::{Action, Actor, Who, allow};
use crate::audit::{self, About, Act};
use crate::calendar::{Date, local_day};
use crate::db::{self, Db, DbError, Id};
use crate::jobs::{self, Job};
use crate::letters::NotWritten;
use crate::people;
use crate::requests::asked::{Asked, AskedFields};
use crate::requests::store::{self, NewRequest};
use crate::requests::{INVITE, Reference, RequestRow, letters};
use crate::settings::Settings;

/// Forms taken from one source within an hour.
const FORMS_AN_HOUR: i64 = 10;

/// Takes a request from the public form. Nobody is looked up: known and unknown people are answered
/// alike, and a colleague finds out later who they are.
///
/// # Errors
/// Where fields cannot be taken, or too many forms came from this source.
pub fn send_in(
    db: &mut Db,
    fields: &AskedFields,
    source: &str,
    settings: &Settings,
    now: DateTime<Utc>,
) -> Result<(Reference, Option<Date>), NotDone> {
    let asked = fields.read(local_day(now)).map_err(NotDone::InvalidFields)?;
    within_limits(db, source, now)?;
    db::transaction(db, |db| {
        let opened = add(db, Opening::access(&Who::Visitor, None), asked, settings, now)?;
        Ok((opened.reference, opened.due))
    })
}

/// Counts a public form from this source.
///
/// # Errors
/// Where too many came from there within the hour.
pub fn within_limits(db: &mut Db, source: &str, now: DateTime<Utc>) -> Result<(), NotDone> {
    let before =
        db::transaction(db, |db| store::count_form(db, source, now).map_err(DbError::from))?;
    if before >= FORMS_AN_HOUR { Err(NotDone::TooMany) } else { Ok(()) }
}

/// Registers a request that came by letter, mail, telephone or in person; it is the registrar's own
/// until it is handed on.
///
/// # Errors
/// Where the role may not, or fields cannot be taken.
pub fn register(
    db: &mut Db,
    by: &Actor,
    fields: &AskedFields,
    settings: &Settings,
    now: DateTime<Utc>,
) -> Result<Reference, NotDone> {
    allow(by, Action::RegisterRequest, &[])?;
    let asked = fields.read(local_day(now)).map_err(NotDone::InvalidFields)?;
    db::transaction(db, |db| {
        let opening = Opening::access(&Who::from(by), Some(by.id));
        add(db, opening, asked, settings, now).map(|opened| opened.reference)
    })
}

/// Opens a request for a correction, within the transaction of the act that brings it.
/// `subject`: whose record it is, where that is known.
///
/// # Errors
/// Where the database refuses, or no date can be reckoned.
pub fn open_correction(
    db: &mut Db,
    who: &Who,
    owner: Option<Id>,
    asked: Asked,
    subject: Option<Id>,
    settings: &Settings,
    now: DateTime<Utc>,
) -> Result<Opened, NotDone> {
    let opening = Opening { who: who.clone(), owner, correction: true, subject };
    add(db, opening, asked, settings, now)
}

/// A request that was taken in.
#[derive(Debug, Clone)]
pub struct Opened {
    pub id: Id,
    pub reference: Reference,
    pub due: Option<Date>,
}

/// Who takes a request in, for whom, and what it asks for.
struct Opening {
    who: Who,
    owner: Option<Id>,
    correction: bool,
    subject: Option<Id>,
}

impl Opening {
    fn access(who: &Who, owner: Option<Id>) -> Self {
        Self { who: who.clone(), owner, correction: false, subject: None }
    }
}

fn add(
    db: &mut Db,
    opening: Opening,
    asked: Asked,
    settings: &Settings,
    now: DateTime<Utc>,
) -> Result<Opened, NotDone> {
    let Opening { who, owner, correction, subject } = opening;
    let subject = match subject {
        Some(known) => known,
        None => people::add_subject(db, asked.subject.clone(), now)?,
    };
    let (prefix, kind) = if correction { ("RCT", "rectification") } else { ("SAR", "access") };
    let year = local_day(now).year();
    let number = store::next_number(db, &format!("{prefix}-{year}")).map_err(DbError::from)?;
    let (id, reference) = (Id::new(), Reference::new(prefix, year, number));
    let new =
        NewRequest { id, reference: &reference, kind, subject, asked: &asked, owner, by: owner };
    store::add(db, &new, now).map_err(DbError::from)?;
    store::set_preferences(db, id, &asked.preferences, owner, now).map_err(DbError::from)?;
    if let Some(owner) = owner {
        store::assign(db, id, owner, Some(owner), now).map_err(DbError::from)?;
    }
    let act = if owner.is_some() { Act::RequestRegistered } else { Act::RequestReceived };
    let about = About::request(id).words(format!("{reference}, by {}", asked.received_how.name()));
    audit::tell(db, &who, act, about, now)?;
    let request = store::by_id(db, id)
        .map_err(DbError::from)?
        .ok_or_else(|| NotDone::Unknown(reference.to_string()))?;
    let due = refresh_due(db, &request, local_day(now))?;
    acknowledge(db, &request, due, settings, now)?;
    let job = Job::new(INVITE, json!({ "request": id })).once(format!("invite {id}"));
    jobs::enqueue(db, job.of(id), now)?;
    Ok(Opened { id, reference, due })
}

/// A request is taken in even while no wording may be sent: whoever asks must not pay for that.
fn acknowledge(
    db: &mut Db,
    request: &RequestRow,
    due: Option<Date>,
    settings: &Settings,
    now: DateTime<Utc>,
) -> Result<(), NotDone> {
    match letters::send(db, request, letters::acknowledgement(due), settings, now) {
        Err(NotWritten::NotApproved(kind)) => {
            let words = format!("\"{}\": no manager has approved its wording yet", kind.words());
            let about = About::request(request.id).words(words);
            Ok(audit::tell(db, &Who::System, Act::MessageFailed, about, now)?)
        }
        sent => Ok(sent.map(drop)?),
    }
}
