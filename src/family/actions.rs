//! Joining requests to one family file, and bringing items over.

use chrono::{DateTime, Utc};

use super::store::{self, Brought};
use crate::access::{Action, Actor, NotAllowed, Who, allow};
use crate::audit::{self, About, Act};
use crate::db::{self, Db, DbError, Id};
use crate::problem::{Invalid, Kind, Problem};
use crate::records::{self, Sight, identity};
use crate::requests::{self, Reference, RequestRow, State, given};
use crate::review::NotMarked;

/// Why nothing was joined, brought or decided.
#[derive(Debug, thiserror::Error)]
pub enum NotJoined {
    #[error("there is no request {0}, or it is not for you")]
    Unknown(Reference),
    #[error("{0} is not in the same family file, or it is not for you")]
    NoFamily(Reference),
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    #[error("this request is at the step \"{}\"; its record changes no more", .0.words())]
    NotNow(State),
    #[error("somebody else changed the family file a moment ago; look at it again")]
    Overtaken,
    #[error(transparent)]
    Invalid(#[from] Invalid),
    #[error(transparent)]
    Review(#[from] NotMarked),
    #[error("the database refused or could not be reached")]
    Database(#[from] DbError),
}

impl Problem for NotJoined {
    fn kind(&self) -> Kind {
        match self {
            Self::Unknown(_) | Self::NoFamily(_) => Kind::Missing,
            Self::NotAllowed(e) => e.kind(),
            Self::Invalid(e) => e.kind(),
            Self::Review(e) => e.kind(),
            Self::NotNow(_) | Self::Overtaken => Kind::Conflict,
            Self::Database(_) => Kind::Bug,
        }
    }

    fn field(&self) -> Option<&str> {
        match self {
            Self::Invalid(e) => e.field(),
            Self::Review(e) => e.field(),
            Self::Unknown(_)
            | Self::NoFamily(_)
            | Self::NotAllowed(_)
            | Self::NotNow(_)
            | Self::Overtaken
            | Self::Database(_) => None,
        }
    }
}

pub(super) fn known(db: &mut Db, by: &Actor, at: &Reference) -> Result<RequestRow, NotJoined> {
    requests::seen_by(db, by, at)?.ok_or_else(|| NotJoined::Unknown(at.clone()))
}

/// Another request of this person's, where they were asked about their interest in it.
fn another(db: &mut Db, by: &Actor, other: &Reference) -> Result<Option<RequestRow>, DbError> {
    let Some(request) = requests::seen_by(db, by, other)? else { return Ok(None) };
    Ok(if requests::opened_by(db, request.id, by)? { Some(request) } else { None })
}

/// The other requests of the family file that this person may know of.
///
/// # Errors
/// Where the database cannot be read.
pub(super) fn relatives(db: &mut Db, by: &Actor, request: Id) -> Result<Vec<RequestRow>, DbError> {
    let mut known = Vec::new();
    // One reading a request of the family, not of the office.
    for reference in store::others(db, request)? {
        let Ok(at) = reference.parse::<Reference>() else { continue };
        known.extend(another(db, by, &at)?);
    }
    Ok(known)
}

/// Joins a request to the family file of another.
///
/// # Errors
/// Where one of them is not theirs, asks for a correction, or belongs to another family file.
pub fn join(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    (other, reason): (&str, &str),
    now: DateTime<Utc>,
) -> Result<(), NotJoined> {
    db::transaction(db, |db| {
        let here = known(db, by, at)?;
        allow(by, Action::ManageRequest, &[])?;
        let wrong = |words: &str| Invalid::new("other", words);
        let other: Reference = other.trim().parse().map_err(|_| {
            wrong("give the reference of the other request, such as SAR-2026-00042")
        })?;
        let there = another(db, by, &other)?
            .ok_or_else(|| wrong("there is no such request that you work on; open it first"))?;
        if here.id == there.id {
            return Err(wrong("that is this request; give the one of the other person").into());
        }
        if here.is_correction() || there.is_correction() {
            return Err(wrong("a correction has no record of its own to share").into());
        }
        let reason = given("reason", reason, "say what makes it one family file")?;
        let (ours, theirs) = (store::family_of(db, here.id)?, store::family_of(db, there.id)?);
        let family = match (ours, theirs) {
            (Some(ours), Some(theirs)) if ours == theirs => {
                return Err(wrong("they are in one family file already").into());
            }
            (Some(_), Some(_)) => {
                return Err(
                    wrong("both are in a family file of their own; one must leave it").into()
                );
            }
            (Some(one), None) | (None, Some(one)) => one,
            (None, None) => Id::new(),
        };
        for (request, has) in [(&here, ours), (&there, theirs)] {
            if has.is_none() {
                store::add_member(db, (request.id, family), &reason, by.id, now)?;
                let about = About::request(request.id);
                audit::tell(db, &Who::from(by), Act::FamilyJoined, about, now)?;
            }
        }
        Ok(())
    })
}

/// Takes a request out of its family file. What was brought over stays in its record.
///
/// # Errors
/// Where it is in none.
pub fn leave(db: &mut Db, by: &Actor, at: &Reference, now: DateTime<Utc>) -> Result<(), NotJoined> {
    db::transaction(db, |db| {
        let here = known(db, by, at)?;
        allow(by, Action::ManageRequest, &[])?;
        if !store::leave(db, here.id)? {
            return Err(NotJoined::Overtaken);
        }
        let about = About::request(here.id);
        Ok(audit::tell(db, &Who::from(by), Act::FamilyLeft, about, now)?)
    })
}

/// Which items are brought over.
#[derive(Debug, Clone)]
pub enum Which {
    All,
    These(Vec<i64>),
}

/// Brings items of another record of the family into this one: the same sealed files and pages, nothing
/// sent or read again. What this person may not know of there is not brought, legal advice stays set
/// apart, and nothing that was decided there is decided here.
///
/// # Errors
/// Where the other record is not theirs or no family, this one takes nothing more, or an item is not
/// there to bring.
pub fn bring_over(
    db: &mut Db,
    by: &Actor,
    (at, from): (&Reference, &Reference),
    which: &Which,
    now: DateTime<Utc>,
) -> Result<usize, NotJoined> {
    db::transaction(db, |db| {
        let here = known(db, by, at)?;
        let there = relatives(db, by, here.id)?
            .into_iter()
            .find(|one| one.reference == from.as_str())
            .ok_or_else(|| NotJoined::NoFamily(from.clone()))?;
        allow(by, Action::AddRecords, &[])?;
        if !records::takes_files(here.state) {
            return Err(NotJoined::NotNow(here.state));
        }
        let sight = records::sight(db, there.id, by)?;
        // Numbers first: who brings the same items a moment later waits here, and finds them.
        let first = store::hold_numbers(db, here.id)?;
        let mut wanted = store::not_here_yet(db, here.id, there.id, &sight)?;
        if let Which::These(numbers) = which {
            if numbers.is_empty() {
                return Err(Invalid::new("items", "choose the items to bring over").into());
            }
            wanted.retain(|item| numbers.contains(&item.number));
            if wanted.len() != numbers.len() {
                return Err(NotJoined::Overtaken);
            }
        }
        if wanted.is_empty() {
            return Err(NotJoined::Overtaken);
        }
        let brought = Brought { request: here.id, first, by: by.id, at: now };
        let kept_apart = store::bring(db, &wanted, &brought)?;
        for item in kept_apart {
            // Whoever brought it knew it there; the next one must be named.
            records::name_for(db, item, by.id, "brought it over", now)?;
        }
        let count = wanted.len();
        identity::ask(db, here.id, &Id::new().to_string(), now)?;
        let words = if count == 1 { "1 item".to_owned() } else { format!("{count} items") };
        let about = About::request(here.id).words(format!("{words} into this record"));
        audit::tell(db, &Who::from(by), Act::ItemsBrought, about, now)?;
        let about = About::request(there.id).words(format!("{words} out of this record"));
        audit::tell(db, &Who::from(by), Act::ItemsBrought, about, now)?;
        Ok(count)
    })
}

/// How many items of another record may still be brought over, and those of them shown first.
///
/// # Errors
/// Where the database cannot be read.
pub(super) fn left_there(
    db: &mut Db,
    here: Id,
    there: Id,
    sight: &Sight,
) -> Result<Vec<store::Bringable>, DbError> {
    Ok(store::not_here_yet(db, here, there, sight)?)
}
