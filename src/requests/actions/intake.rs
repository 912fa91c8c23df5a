//! How a request comes in: through the public form, or by a colleague's hand.

use chrono::{DateTime, Datelike as _, Utc};

use super::{NotDone, refresh_due};
use crate::access::{Action, Actor, Who, allow};
use crate::audit::{self, About, Act};
use crate::calendar::{Date, local_day};
use crate::db::{self, Db, DbError, Id};
use crate::people;
use crate::requests::asked::{Asked, AskedFields};
use crate::requests::store::{self, NewRequest};
use crate::requests::{Reference, letters};
use crate::settings::Controller;

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
    from: &Controller,
    now: DateTime<Utc>,
) -> Result<(Reference, Option<Date>), NotDone> {
    let asked = fields.read(local_day(now)).map_err(NotDone::InvalidFields)?;
    let before =
        db::transaction(db, |db| store::count_form(db, source, now).map_err(DbError::from))?;
    if before >= FORMS_AN_HOUR {
        return Err(NotDone::TooMany);
    }
    db::transaction(db, |db| add(db, &Who::Visitor, None, asked, from, now))
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
    from: &Controller,
    now: DateTime<Utc>,
) -> Result<Reference, NotDone> {
    allow(by, Action::RegisterRequest, &[])?;
    let asked = fields.read(local_day(now)).map_err(NotDone::InvalidFields)?;
    db::transaction(db, |db| {
        add(db, &Who::from(by), Some(by.id), asked, from, now).map(|(reference, _)| reference)
    })
}

fn add(
    db: &mut Db,
    who: &Who,
    owner: Option<Id>,
    asked: Asked,
    from: &Controller,
    now: DateTime<Utc>,
) -> Result<(Reference, Option<Date>), NotDone> {
    let subject = people::add_subject(db, asked.subject.clone(), now)?;
    let year = local_day(now).year();
    let number = store::next_number(db, &format!("SAR-{year}")).map_err(DbError::from)?;
    let (id, reference) = (Id::new(), Reference::new("SAR", year, number));
    let new = NewRequest {
        id,
        reference: &reference,
        kind: "access",
        subject,
        asked: &asked,
        owner,
        by: owner,
    };
    store::add(db, &new, now).map_err(DbError::from)?;
    if let Some(owner) = owner {
        store::assign(db, id, owner, Some(owner), now).map_err(DbError::from)?;
    }
    let act = if owner.is_some() { Act::RequestRegistered } else { Act::RequestReceived };
    let about = About::request(id).words(format!("{reference}, by {}", asked.received_how.name()));
    audit::tell(db, who, act, about, now)?;
    let request = store::by_id(db, id)
        .map_err(DbError::from)?
        .ok_or_else(|| NotDone::Unknown(reference.to_string()))?;
    let due = refresh_due(db, &request, local_day(now))?;
    let letter = letters::acknowledgement(reference.as_str(), request.received_on, due);
    letters::send(db, &request, letter, from, now)?;
    Ok((reference, due))
}
