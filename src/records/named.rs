//! Naming who may read what is highly sensitive.

use chrono::{DateTime, Utc};

use super::actions::{NotRecorded, find};
use super::{Level, store};
use crate::access::{Action, Actor, Who, allow};
use crate::audit::{self, About, Act};
use crate::db::{self, Db, DbError, Id};
use crate::problem::Invalid;
use crate::requests::Reference;

/// Names somebody who works on the request for an item, with the reason.
///
/// # Errors
/// Where the item is not the actor's to see, is not highly sensitive, or the reader does not work
/// on the request.
pub fn name(
    db: &mut Db,
    by: &Actor,
    reference: &Reference,
    number: i64,
    (reader, reason): (&str, &str),
    now: DateTime<Utc>,
) -> Result<(), NotRecorded> {
    db::transaction(db, |db| {
        let (request, item) = find(db, by, reference, number)?;
        allow(by, Action::AssignRequest, &[])?;
        if item.level != Level::HighlySensitive {
            return Err(NotRecorded::ForEverybody(number));
        }
        let mut wrong = Vec::new();
        let reader = reader.parse::<Id>().ok();
        let at_work = store::at_work(db, request.id).map_err(DbError::from)?;
        let known = at_work.into_iter().find(|(id, _)| Some(*id) == reader);
        if known.is_none() {
            wrong.push(Invalid::new("reader", "choose somebody who works on this request"));
        }
        let reason = reason.trim();
        if reason.is_empty() || reason.chars().count() > 2_000 {
            let words = "say why they need to read it, in up to 2,000 characters";
            wrong.push(Invalid::new("named_reason", words));
        }
        let (Some((reader, name)), true) = (known, wrong.is_empty()) else {
            return Err(NotRecorded::Invalid(wrong));
        };
        if store::name_reader(db, item.id, reader, reason, by.id, now).map_err(DbError::from)? {
            let about =
                About::request(request.id).object(item.id).words(format!("D{number}, for {name}"));
            audit::tell(db, &Who::from(by), Act::ReaderNamed, about, now)?;
        }
        Ok(())
    })
}

/// Ends somebody's reading of an item.
///
/// # Errors
/// As [`name`]; where they were not named there is nothing to end.
pub fn end(
    db: &mut Db,
    by: &Actor,
    reference: &Reference,
    number: i64,
    reader: Id,
    now: DateTime<Utc>,
) -> Result<(), NotRecorded> {
    db::transaction(db, |db| {
        let (request, item) = find(db, by, reference, number)?;
        allow(by, Action::AssignRequest, &[])?;
        if !store::end_reader(db, item.id, reader).map_err(DbError::from)? {
            return Err(NotRecorded::Unknown);
        }
        let about = About::request(request.id)
            .object(item.id)
            .words(format!("D{number}, for the account {reader}"));
        Ok(audit::tell(db, &Who::from(by), Act::ReaderEnded, about, now)?)
    })
}
