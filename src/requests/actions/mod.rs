//! What people do with a request. Each verb is one transaction: known, allowed, in turn, saved, told.

mod clock;
mod intake;
mod preferences;
mod steps;
mod work;

pub use clock::{
    add_event, answered, ask_clarification, clarified, explain_lateness, extend, refresh_due,
};
pub use intake::{Opened, open_correction, register, send_in, within_limits};
pub use preferences::change_preferences;
pub use steps::{settle_scope, step};
pub use work::{
    assign_owner, give_access, note_opening, take, take_access_back, take_if_free, write_note,
};

use super::{NotMoved, OutOfTurn, Reference, RequestRow, store};
use crate::access::{Actor, NotAllowed};
use crate::db::{Db, DbError};
use crate::law::CannotReckon;
use crate::letters::NotWritten;
use crate::mail::NotTaken;
use crate::people::NotKept;
use crate::problem::{Invalid, Kind, Problem};

/// Why something about a request was not done.
#[derive(Debug, thiserror::Error)]
pub enum NotDone {
    #[error("there is no request {0}, or it is not yours to know of")]
    Unknown(String),
    #[error("there is no such colleague at work")]
    NoColleague,
    #[error(transparent)]
    Invalid(#[from] Invalid),
    #[error("{}", .0.first().map_or("some fields need another look", |first| &first.words))]
    InvalidFields(Vec<Invalid>),
    #[error("too many forms came from your connection; wait an hour, or call us")]
    TooMany,
    #[error("first: {0}")]
    InTheWay(String),
    #[error("{0}")]
    NotNow(&'static str),
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    #[error(transparent)]
    NotMoved(#[from] NotMoved),
    #[error(transparent)]
    NoDate(#[from] CannotReckon),
    #[error(transparent)]
    Person(#[from] NotKept),
    #[error(transparent)]
    Message(#[from] NotTaken),
    #[error(transparent)]
    Letter(#[from] NotWritten),
    #[error(transparent)]
    Database(#[from] DbError),
}

impl From<OutOfTurn> for NotDone {
    fn from(turn: OutOfTurn) -> Self {
        Self::NotMoved(turn.into())
    }
}

impl Problem for NotDone {
    fn kind(&self) -> Kind {
        match self {
            Self::Unknown(_) | Self::NoColleague => Kind::Missing,
            Self::InvalidFields(_) => Kind::Invalid,
            Self::Invalid(e) => e.kind(),
            Self::TooMany => Kind::Busy,
            Self::InTheWay(_) | Self::NotNow(_) => Kind::Conflict,
            Self::NotAllowed(e) => e.kind(),
            Self::NotMoved(e) => e.kind(),
            Self::NoDate(e) => e.kind(),
            Self::Person(e) => e.kind(),
            Self::Message(e) => e.kind(),
            Self::Letter(e) => e.kind(),
            Self::Database(_) => Kind::Bug,
        }
    }

    fn field(&self) -> Option<&str> {
        match self {
            Self::Invalid(e) => e.field(),
            Self::Person(e) => e.field(),
            Self::InvalidFields(all) => all.first().map(|first| first.field),
            Self::Unknown(_)
            | Self::NoColleague
            | Self::TooMany
            | Self::InTheWay(_)
            | Self::NotNow(_)
            | Self::NotAllowed(_)
            | Self::NotMoved(_)
            | Self::NoDate(_)
            | Self::Message(_)
            | Self::Letter(_)
            | Self::Database(_) => None,
        }
    }
}

/// The request, where this person needs to know of it; else the same answer as where there is none.
///
/// # Errors
/// Where there is none for them.
pub fn known(db: &mut Db, by: &Actor, at: &Reference) -> Result<RequestRow, NotDone> {
    let found = store::seen_by(db, by, at).map_err(DbError::from)?;
    found.ok_or_else(|| NotDone::Unknown(at.to_string()))
}

/// Words that have to be there.
pub fn given(field: &'static str, words: &str, ask: &'static str) -> Result<String, Invalid> {
    let words = words.trim().replace("\r\n", "\n");
    if words.is_empty() {
        return Err(Invalid::new(field, ask));
    }
    if words.chars().count() > 10_000 || words.contains('\0') {
        return Err(Invalid::new(field, "use 10,000 letters or fewer"));
    }
    Ok(words)
}
