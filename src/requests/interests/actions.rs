//! Declaring an interest, keeping a request away from those who have one, and opening one that is
//! not one's own.

use chrono::{DateTime, Duration, Utc};

use super::rules::{Found, Standing};
use super::store;
use crate::access::{Action, Actor, Role, Who, allow};
use crate::audit::{self, About, Act};
use crate::db::{self, Db, DbError, Id};
use crate::letters::{self, Alert};
use crate::problem::Invalid;
use crate::requests::actions::{NotDone, given, known};
use crate::requests::store::{add_note, assign, by_reference, within_reach};
use crate::requests::{Reference, RequestRow};
use crate::settings::Settings;
use crate::staff;

/// What somebody says before they first open a request.
#[derive(Debug, Clone)]
pub enum Declaration {
    None,
    Conflict(String),
}

/// Keeps what somebody says; who has an interest is kept away at once. Gives whether they may go on.
///
/// # Errors
/// Where the request is not theirs to know of, or a conflict is not explained.
pub fn declare(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    declaration: Declaration,
    settings: &Settings,
    now: DateTime<Utc>,
) -> Result<bool, NotDone> {
    let request = known(db, by, at)?;
    allow(by, Action::SeeRequests, &[])?;
    match declaration {
        Declaration::None => {
            db::transaction(db, |db| {
                let cleared = store::standing(db, request.id, by.id)? == Some(Standing::Cleared);
                if !cleared {
                    let (of, found) = ((request.id, by.id), Found::Declared);
                    store::set(db, of, Standing::None, found, "", now)?;
                }
                let about = About::request(request.id).words(Standing::None.words());
                audit::tell(db, &Who::from(by), Act::InterestDeclared, about, now)
            })?;
            Ok(true)
        }
        Declaration::Conflict(words) => {
            let words = given("words", &words, "say what the interest is, in a few words")?;
            bar(db, &request, by, (Found::Declared, &words), &Who::from(by), settings, now)?;
            Ok(false)
        }
    }
}

/// Whether a request speaks of this person.
///
/// # Errors
/// Where the database cannot be read.
pub fn found(
    db: &mut Db,
    request: &RequestRow,
    person: &Actor,
    authors: bool,
) -> Result<Option<Found>, DbError> {
    Ok(store::named_in(db, request, authors)?.finds(person))
}

/// Whether somebody cannot be given this request to work on.
///
/// # Errors
/// Where the database cannot be read.
pub fn stands_in_the_way(
    db: &mut Db,
    request: &RequestRow,
    person: &Actor,
) -> Result<bool, DbError> {
    match store::standing(db, request.id, person.id)? {
        Some(Standing::Conflict) => Ok(true),
        Some(Standing::Cleared) => Ok(false),
        Some(Standing::None) | None => Ok(found(db, request, person, true)?.is_some()),
    }
}

/// Keeps a request away from somebody: nothing of it stays in their hands, and managers are told.
pub(super) fn bar(
    db: &mut Db,
    request: &RequestRow,
    person: &Actor,
    (found, words): (Found, &str),
    by: &Who,
    settings: &Settings,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    db::transaction(db, |db| {
        store::set(db, (request.id, person.id), Standing::Conflict, found, words, now)?;
        store::take_out_of_hands(db, request.id, person.id, now)?;
        let told = format!("{}, because {}", person.name, found.words());
        let about = About::request(request.id).object(person.id).words(told);
        audit::tell(db, by, Act::ConflictFound, about, now)?;
        // Why stands on the request's page, since it may say who the record names.
        let occasion = format!(
            "{} has a conflict of interest and cannot open the request any more",
            person.name
        );
        tell_managers(db, request, person.id, occasion, settings, now)
    })
}

/// Writes to every manager but the one it is about.
fn tell_managers(
    db: &mut Db,
    request: &RequestRow,
    about: Id,
    occasion: String,
    settings: &Settings,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    let what = alert(request, occasion, settings);
    let managers = staff::with_role(db, &[Role::Manager])?;
    for manager in managers.into_iter().filter(|manager| manager.id != about) {
        if store::standing(db, request.id, manager.id)? == Some(Standing::Conflict) {
            continue;
        }
        letters::alert(db, (&manager.name, &manager.email), &what, settings, now)?;
    }
    Ok(())
}

/// Tells whoever leads a request, or the data protection officer where nobody does, and the managers
/// where they are to act. `place`: the part of the request's address to look at.
///
/// # Errors
/// Where the database refuses.
pub fn tell_office(
    db: &mut Db,
    request: &RequestRow,
    (occasion, place): (&str, &str),
    managers: bool,
    settings: &Settings,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    let owner = staff::colleagues(db)?.into_iter().find(|one| Some(one.id) == request.owner_id);
    let officer = &settings.controller;
    let (name, email) = owner
        .as_ref()
        .map_or((&officer.officer, &officer.email), |owner| (&owner.name, &owner.email));
    let mut what = alert(request, occasion.to_owned(), settings);
    what.link.push_str(place);
    letters::alert(db, (name, email), &what, settings, now)?;
    if managers {
        // Who leads it is told once.
        let leads = request.owner_id.unwrap_or(request.id);
        tell_managers(db, request, leads, occasion.to_owned(), settings, now)?;
    }
    Ok(())
}

fn alert<'r>(request: &'r RequestRow, occasion: String, settings: &Settings) -> Alert<'r> {
    let reference = request.reference.as_str();
    let link = settings.link(&format!("/requests/{reference}"));
    Alert { request: request.id, reference, occasion, link }
}

/// Somebody came to a request that is kept away from them; told once an hour.
pub(super) fn tell_refused(
    db: &mut Db,
    by: &Actor,
    request: &RequestRow,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    let lately = audit::story(db, request.id)?.iter().rev().any(|line| {
        line.act == Act::Refused.name()
            && line.actor_id == Some(by.id)
            && now - line.at < Duration::hours(1)
    });
    if lately {
        return Ok(());
    }
    db::transaction(db, |db| {
        let about = About::request(request.id).words("a conflict of interest stands in the way");
        audit::tell(db, &Who::from(by), Act::Refused, about, now)
    })
}

/// A manager finds that there is no conflict after all: another person of the same name, say.
///
/// # Errors
/// Where the request is not theirs to know of, the conflict is their own, or there is none.
pub fn clear(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    person: Id,
    why: &str,
    now: DateTime<Utc>,
) -> Result<(), NotDone> {
    db::transaction(db, |db| {
        let request = known(db, by, at)?;
        allow(by, Action::JudgeConflict, &[person])?;
        let why = given("why", why, "say why there is no conflict")?;
        let of = (request.id, person);
        if !store::set_cleared(db, of, by.id, &why, now).map_err(DbError::from)? {
            return Err(NotDone::NotNow("there is no conflict of this colleague to clear"));
        }
        let about = About::request(request.id).object(person);
        Ok(audit::tell(db, &Who::from(by), Act::ConflictCleared, about, now)?)
    })
}

/// Shorter reasons say nothing that could be looked into later.
const SHORTEST_REASON: usize = 15;

/// Opens a request that is not assigned to whoever asks: with a reason, for some hours, and the data
/// protection officer and the managers are told.
///
/// # Errors
/// Where the role may not, there is no such request for them, it is theirs already, or no reason is
/// given.
pub fn open_unusually(
    db: &mut Db,
    by: &Actor,
    at: &str,
    reason: &str,
    settings: &Settings,
    now: DateTime<Utc>,
) -> Result<Reference, NotDone> {
    allow(by, Action::OpenUnassigned, &[])?;
    let unknown = || {
        let words = "there is no request of this reference that you can open";
        NotDone::Invalid(Invalid::new("reference", words))
    };
    let at: Reference = at.parse().map_err(|_| {
        Invalid::new("reference", "enter a reference, which looks like SAR-2026-00042")
    })?;
    let request = by_reference(db, &at).map_err(DbError::from)?.ok_or_else(unknown)?;
    if stands_in_the_way(db, &request, by)? {
        tell_refused(db, by, &request, now)?;
        return Err(unknown());
    }
    db::transaction(db, |db| {
        if within_reach(db, by, &at).map_err(DbError::from)?.is_some() {
            return Err(NotDone::NotNow("this request is yours to open as it is"));
        }
        let reason = given("reason", reason, "say why you need to open it")?;
        if reason.chars().count() < SHORTEST_REASON {
            return Err(Invalid::new("reason", "give a reason of at least a few words").into());
        }
        let hours = settings.access.opening_hours;
        let until = now + Duration::hours(hours);
        let of = (request.id, by.id);
        let id = store::add_opening(db, of, &reason, now, until).map_err(DbError::from)?;
        assign(db, request.id, by.id, Some(by.id), now).map_err(DbError::from)?;
        let note = format!("Opened without being assigned: {reason}");
        add_note(db, request.id, by.id, &note, now).map_err(DbError::from)?;
        let about = About::request(request.id).object(id).words(format!("for {hours} hours"));
        audit::tell(db, &Who::from(by), Act::OpenedUnusually, about, now)?;
        let occasion = format!("A request was opened unusually by {}, for {hours} hours", by.name);
        let officer = (settings.controller.officer.as_str(), settings.controller.email.as_str());
        let what = alert(&request, occasion.clone(), settings);
        letters::alert(db, officer, &what, settings, now)?;
        tell_managers(db, &request, by.id, occasion, settings, now)?;
        Ok(at)
    })
}

/// Ends the openings of a person whose hours are over.
///
/// # Errors
/// Where the database refuses.
pub fn end_openings(db: &mut Db, by: &Actor, now: DateTime<Utc>) -> Result<(), DbError> {
    let over = store::run_out(db, by.id, now)?;
    if over.is_empty() {
        return Ok(());
    }
    db::transaction(db, |db| {
        for (id, request) in over {
            store::end_opening(db, (id, request, by.id), now)?;
            let about = About::request(request).object(id).words(format!("of {}", by.name));
            audit::tell(db, &Who::System, Act::OpeningEnded, about, now)?;
        }
        Ok(())
    })
}
