//! What staff do with the plan of a search.

use chrono::{DateTime, Utc};

use super::store::{self, PlaceRow};
use crate::access::{Action, Actor, Who, allow};
use crate::audit::{self, About, Act};
use crate::calendar::{Date, local_day};
use crate::db::{self, Db, DbError, Id};
use crate::problem::Invalid;
use crate::requests::{NotDone, Reference, RequestRow, State, known};

/// A place to be searched, or to be left out with a reason.
#[derive(Debug, Clone)]
pub struct NewPlace {
    pub name: String,
    pub searched: bool,
    pub reason: String,
}

impl NewPlace {
    fn checked(self) -> Result<Self, Invalid> {
        let name = line("name", &self.name, "name the place or system")?;
        let reason = self.reason.trim().to_owned();
        if !self.searched && reason.is_empty() {
            let ask = "say why it is reasonable not to search there";
            return Err(Invalid::new("reason", ask));
        }
        if reason.chars().count() > 2_000 {
            return Err(Invalid::new("reason", "use 2,000 letters or fewer"));
        }
        Ok(Self { name, reason: if self.searched { String::new() } else { reason }, ..self })
    }
}

/// A paper volume as somebody lists it.
#[derive(Debug, Clone)]
pub struct NewVolume {
    /// "Volume 3".
    pub label: String,
    /// Days of the first and the last entry.
    pub from: Date,
    pub to: Date,
    pub held: bool,
    /// Of a missing one: what was done to find it.
    pub note: String,
}

impl NewVolume {
    fn checked(self, today: Date) -> Result<Self, Invalid> {
        let label = line("label", &self.label, "give the volume as its cover has it")?;
        if self.from > self.to {
            return Err(Invalid::new("to", "the last entry cannot be before the first"));
        }
        if self.to > today {
            return Err(Invalid::new("to", "the last entry cannot be in the future"));
        }
        let note = self.note.trim().to_owned();
        if !self.held && note.is_empty() {
            return Err(Invalid::new("note", "say what was done to find it"));
        }
        if note.chars().count() > 2_000 {
            return Err(Invalid::new("note", "use 2,000 letters or fewer"));
        }
        Ok(Self { label, note, ..self })
    }
}

fn line(field: &'static str, text: &str, ask: &str) -> Result<String, Invalid> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > 200 || text.contains(['\r', '\n', '\0']) {
        return Err(Invalid::new(field, ask));
    }
    Ok(text.to_owned())
}

/// Plans to search a place, or not to; a place that is planned already is decided anew.
///
/// # Errors
/// Where the role may not, the record is complete, or a field cannot be taken.
pub fn plan(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    new: NewPlace,
    now: DateTime<Utc>,
) -> Result<Id, NotDone> {
    db::transaction(db, |db| {
        let request = open(db, by, at)?;
        let new = new.checked()?;
        let known = store::of_request(db, request.id).map_err(DbError::from)?;
        let id = match known.iter().find(|p| same(&p.name, &new.name)) {
            Some(place) => {
                store::change(db, place.id, &new, by.id).map_err(DbError::from)?;
                place.id
            }
            None => store::add(db, request.id, &new, by.id, now).map_err(DbError::from)?,
        };
        let how = if new.searched { "to be searched" } else { "left out" };
        let about = About::request(request.id).object(id).words(format!("{}, {how}", new.name));
        audit::tell(db, &Who::from(by), Act::PlacePlanned, about, now)?;
        Ok(id)
    })
}

/// Lists a paper volume of a planned place.
///
/// # Errors
/// Where the role may not, the place is not in the plan, or a field cannot be taken.
pub fn list_volume(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    place: Id,
    new: NewVolume,
    now: DateTime<Utc>,
) -> Result<Id, NotDone> {
    db::transaction(db, |db| {
        let request = open(db, by, at)?;
        let places: Vec<PlaceRow> = store::of_request(db, request.id).map_err(DbError::from)?;
        let place = places
            .into_iter()
            .find(|p| p.id == place)
            .ok_or_else(|| Invalid::new("place", "choose a place of the plan"))?;
        let new = new.checked(local_day(now))?;
        let id = store::add_volume(db, place.id, &new, by.id, now).map_err(DbError::from)?;
        let held = if new.held { "held" } else { "missing" };
        let words = format!("{}, {}, {held}", place.name, new.label);
        let about = About::request(request.id).object(id).words(words);
        audit::tell(db, &Who::from(by), Act::VolumeListed, about, now)?;
        Ok(id)
    })
}

/// Takes a volume off the list.
///
/// # Errors
/// Where the role may not, or it is not on the list.
pub fn remove_volume(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    id: Id,
    now: DateTime<Utc>,
) -> Result<(), NotDone> {
    db::transaction(db, |db| {
        let request = open(db, by, at)?;
        if !store::remove_volume(db, request.id, id, now).map_err(DbError::from)? {
            return Err(NotDone::Unknown(at.to_string()));
        }
        let about = About::request(request.id).object(id);
        Ok(audit::tell(db, &Who::from(by), Act::VolumeRemoved, about, now)?)
    })
}

/// A request whose searches can still be planned.
fn open(db: &mut Db, by: &Actor, at: &Reference) -> Result<RequestRow, NotDone> {
    let request = known(db, by, at)?;
    allow(by, Action::SendSearch, &[])?;
    if is_planned_in(request.state) {
        Ok(request)
    } else {
        Err(NotDone::NotNow("searches are planned until the record is complete"))
    }
}

pub(super) fn is_planned_in(state: State) -> bool {
    matches!(state, State::Validating | State::Scoping | State::Gathering)
}

pub(super) fn same(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}
