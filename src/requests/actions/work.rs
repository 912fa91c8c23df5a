//! Who works on a request, and what they write down.

use chrono::{DateTime, Duration, Utc};

use super::{NotDone, given, known};
use crate::access::{Action, Actor, Role, Who, allow};
use crate::audit::{self, About, Act, Line};
use crate::db::{self, Db, DbError, Id};
use crate::requests::{NotMoved, Reference, RequestRow, interests, store};
use crate::staff::{self, Colleague};

/// Takes a request that nobody has.
///
/// # Errors
/// Where the role may not, or somebody else took it first.
pub fn take(db: &mut Db, by: &Actor, at: &Reference, now: DateTime<Utc>) -> Result<(), NotDone> {
    db::transaction(db, |db| {
        let request = known(db, by, at)?;
        allow(by, Action::TakeUnassigned, &[])?;
        if !store::set_owner(db, request.id, None, by.id).map_err(DbError::from)? {
            return Err(NotMoved::Overtaken(request.reference).into());
        }
        store::assign(db, request.id, by.id, Some(by.id), now).map_err(DbError::from)?;
        let about = About::request(request.id).object(by.id).words("to themselves");
        Ok(audit::tell(db, &Who::from(by), Act::RequestAssigned, about, now)?)
    })
}

/// Whoever takes up a request that nobody has leads it from then on; within that act.
///
/// # Errors
/// Where the database refuses.
pub fn take_if_free(
    db: &mut Db,
    by: &Actor,
    request: &RequestRow,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    if request.owner_id.is_none() && store::set_owner(db, request.id, None, by.id)? {
        store::assign(db, request.id, by.id, Some(by.id), now)?;
        let about = About::request(request.id).object(by.id).words("to themselves");
        audit::tell(db, &Who::from(by), Act::RequestAssigned, about, now)?;
    }
    Ok(())
}

/// Hands a request to a colleague who can lead it.
///
/// # Errors
/// Where the role may not, there is no such colleague, or somebody else handed it on first.
pub fn assign_owner(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    to: Id,
    now: DateTime<Utc>,
) -> Result<(), NotDone> {
    db::transaction(db, |db| {
        let request = known(db, by, at)?;
        allow(by, Action::AssignRequest, &[])?;
        let to = colleague(db, &[Role::Handler, Role::Manager], to)?;
        free_of_conflict(db, &request, &to)?;
        let moved =
            store::set_owner(db, request.id, request.owner_id, to.id).map_err(DbError::from)?;
        if !moved {
            return Err(NotMoved::Overtaken(request.reference).into());
        }
        store::assign(db, request.id, to.id, Some(by.id), now).map_err(DbError::from)?;
        let about = About::request(request.id).object(to.id).words(format!("to {}", to.name));
        Ok(audit::tell(db, &Who::from(by), Act::RequestAssigned, about, now)?)
    })
}

/// Lets a colleague work on a request.
///
/// # Errors
/// Where the role may not, there is no such colleague, or they work on it already.
pub fn give_access(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    to: Id,
    now: DateTime<Utc>,
) -> Result<(), NotDone> {
    db::transaction(db, |db| {
        let request = known(db, by, at)?;
        allow(by, Action::AssignRequest, &[])?;
        let to = colleague(db, &[Role::Handler, Role::Reviewer, Role::Manager], to)?;
        free_of_conflict(db, &request, &to)?;
        if !store::assign(db, request.id, to.id, Some(by.id), now).map_err(DbError::from)? {
            return Err(NotDone::NotNow("this colleague works on the request already"));
        }
        let words = format!("gave {} access", to.name);
        let about = About::request(request.id).object(to.id).words(words);
        Ok(audit::tell(db, &Who::from(by), Act::RequestAssigned, about, now)?)
    })
}

/// Ends a colleague's work on a request; its owner keeps theirs until it is handed on.
///
/// # Errors
/// Where the role may not, or they do not work on it.
pub fn take_access_back(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    from: Id,
    now: DateTime<Utc>,
) -> Result<(), NotDone> {
    db::transaction(db, |db| {
        let request = known(db, by, at)?;
        allow(by, Action::AssignRequest, &[])?;
        if request.owner_id == Some(from) {
            return Err(NotDone::NotNow("hand the request to somebody else first"));
        }
        if !store::unassign(db, request.id, from).map_err(DbError::from)? {
            return Err(NotDone::NoColleague);
        }
        let name = store::staff_name(db, from).map_err(DbError::from)?.unwrap_or_default();
        let words = format!("ended the access of {name}");
        let about = About::request(request.id).object(from).words(words);
        Ok(audit::tell(db, &Who::from(by), Act::RequestAssigned, about, now)?)
    })
}

fn colleague(db: &mut Db, roles: &[Role], id: Id) -> Result<Colleague, NotDone> {
    let found = staff::with_role(db, roles)?.into_iter().find(|one| one.id == id);
    found.ok_or(NotDone::NoColleague)
}

/// Nobody is given a request in which they have an interest.
fn free_of_conflict(db: &mut Db, request: &RequestRow, to: &Colleague) -> Result<(), NotDone> {
    if interests::stands_in_the_way(db, request, &Actor::from(to.clone()))? {
        return Err(NotDone::NotNow("this colleague has a conflict of interest in this request"));
    }
    Ok(())
}

/// Writes a note; its words are case material and stay out of the diary.
///
/// # Errors
/// Where the role may not, or nothing is written.
pub fn write_note(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    words: &str,
    now: DateTime<Utc>,
) -> Result<(), NotDone> {
    db::transaction(db, |db| {
        let request = known(db, by, at)?;
        allow(by, Action::WriteNote, &[])?;
        let words = given("note", words, "write the note")?;
        let note = store::add_note(db, request.id, by.id, &words, now).map_err(DbError::from)?;
        let about = About::request(request.id).object(note);
        Ok(audit::tell(db, &Who::from(by), Act::NoteWritten, about, now)?)
    })
}

/// Reading is in the diary too: once an hour for each reader.
///
/// # Errors
/// Where the database refuses.
pub fn note_opening(
    db: &mut Db,
    by: &Actor,
    request: &RequestRow,
    story: &[Line],
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    let lately = story.iter().rev().any(|line| {
        line.act == Act::RequestOpened.name()
            && line.actor_id == Some(by.id)
            && now - line.at < Duration::hours(1)
    });
    if lately {
        return Ok(());
    }
    db::transaction(db, |db| {
        audit::tell(db, &Who::from(by), Act::RequestOpened, About::request(request.id), now)
    })
}
