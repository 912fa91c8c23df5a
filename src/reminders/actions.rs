//! Bringing bank holidays up to date, and choosing the days of warning.

use chrono::{DateTime, Utc};

use crate::access::{Action, Actor, NotAllowed, Who, allow};
use crate::almanac::{self, Warnings};
use crate::audit::{self, About, Act};
use crate::calendar::{HolidaysRefused, local_day};
use crate::db::{self, Db, DbError};
use crate::problem::{Invalid, Kind, Problem};
use crate::requests::{self, NotDone};

/// Why nothing about days was changed.
#[derive(Debug, thiserror::Error)]
pub enum NotSet {
    #[error(transparent)]
    Refused(#[from] HolidaysRefused),
    #[error(transparent)]
    Invalid(#[from] Invalid),
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    #[error("a date could not be reckoned again: {0}")]
    Date(String),
    #[error(transparent)]
    Database(#[from] DbError),
}

impl Problem for NotSet {
    fn kind(&self) -> Kind {
        match self {
            Self::Refused(e) => e.kind(),
            Self::Invalid(e) => e.kind(),
            Self::NotAllowed(e) => e.kind(),
            Self::Date(_) => Kind::Conflict,
            Self::Database(_) => Kind::Bug,
        }
    }

    fn field(&self) -> Option<&str> {
        match self {
            Self::Refused(_) => Some("list"),
            Self::Invalid(e) => e.field(),
            Self::NotAllowed(_) | Self::Date(_) | Self::Database(_) => None,
        }
    }
}

impl From<almanac::NotKept> for NotSet {
    fn from(e: almanac::NotKept) -> Self {
        match e {
            almanac::NotKept::Refused(e) => Self::Refused(e),
            almanac::NotKept::Database(e) => Self::Database(e),
        }
    }
}

/// Takes a newer list of bank holidays over and reckons every open request again. Gives how many
/// dates moved. `by`: an administrator or a manager, or the command line.
///
/// # Errors
/// Where the role may not, or the list is none, is cut short or leaves days out.
pub fn import_holidays(
    db: &mut Db,
    by: &Who,
    json: &str,
    now: DateTime<Utc>,
) -> Result<usize, NotSet> {
    if let Who::Staff(actor) = by {
        allow(actor, Action::SetClock, &[])?;
    }
    db::transaction(db, |db| {
        let (id, _) = almanac::keep(db, json, by.id(), now)?;
        audit::tell(db, by, Act::HolidaysImported, About::nothing().object(id), now)?;
        let mut moved = 0;
        for request in requests::every_open(db)? {
            let before = request.due_on;
            let due = requests::refresh_due(db, &request, local_day(now)).map_err(|e| match e {
                NotDone::Database(e) => NotSet::Database(e),
                other => NotSet::Date(format!("{}: {other}", request.reference)),
            })?;
            if due != before {
                moved += 1;
                let about = About::request(request.id).words("newer bank holidays moved its date");
                audit::tell(db, by, Act::ClockChanged, about, now)?;
            }
        }
        Ok(moved)
    })
}

/// Keeps how long before a date the office wants to be warned.
///
/// # Errors
/// Where the role may not, or a number of days cannot be used.
pub fn set_warnings(db: &mut Db, by: &Actor, days: &str, now: DateTime<Utc>) -> Result<(), NotSet> {
    db::transaction(db, |db| {
        allow(by, Action::SetClock, &[])?;
        let warnings = Warnings::read(days)?;
        almanac::set_warnings(db, &warnings)?;
        let about = About::nothing().words(format!("at {} days", warnings.words()));
        Ok(audit::tell(db, &Who::from(by), Act::WarningsSet, about, now)?)
    })
}
