//! Letters and mails: their wording is data, with blanks from a closed list; a manager approves each
//! version before it is sent, and what was sent stays as it went.

mod actions;
mod field;
mod kind;
mod language;
mod plain;
mod send;
mod sheet;
mod store;
mod wording;

use chrono::{DateTime, Utc};

pub use actions::{
    NotWorded, Proposal, VersionOf, adopt_all, approve, findings, propose, send_back,
};
pub use field::{Field, Shape};
pub use kind::{LetterKind, Reach, case_fields};
pub use language::Language;
pub use plain::{Findings, abbreviations, reading_age};
pub use send::{
    Addressee, Alert, NotWritten, Outgoing, READING_DAYS, Written, alert, of_sender, send, wording,
    write,
};
pub use sheet::Sheet;
pub(crate) use sheet::colour;
pub use store::{SentLetter, Signed, VersionRow, VersionState};
pub use wording::{Filled, Part, Value, Values, Wording};

use crate::access::{Action, Actor, may};
use crate::db::{Db, DbError, Id};

/// Whether this person may read what was written: a code or a password that opens something is
/// only for whoever releases packs, who prints it or reads it out.
pub fn may_read(by: &Actor, kind: &str) -> bool {
    let opens = LetterKind::from_name(kind).is_some_and(|one| one.reach() == Reach::SecondProof);
    !opens || may(by, Action::ReleasePack)
}

/// Words as they begin a line: the first letter large.
pub fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The wording that came with the program.
pub fn shipped(kind: LetterKind) -> Wording {
    Wording::read(kind.shipped_in_english())
}

/// Every version of a kind in a language, newest first.
///
/// # Errors
/// Where the database cannot be read.
pub fn versions(db: &mut Db, kind: LetterKind, language: Language) -> Result<Vec<Signed>, DbError> {
    Ok(store::versions(db, kind, language)?)
}

/// The versions in use and those that wait for a manager.
///
/// # Errors
/// Where the database cannot be read.
pub fn standing(db: &mut Db) -> Result<Vec<VersionRow>, DbError> {
    Ok(store::standing(db)?)
}

/// The versions that wait for somebody else than whoever wrote them.
///
/// # Errors
/// Where the database cannot be read.
pub fn waiting_for(db: &mut Db, manager: Id) -> Result<Vec<VersionRow>, DbError> {
    let mut waiting = store::standing(db)?;
    waiting.retain(|one| one.state == VersionState::Proposed && one.written_by != Some(manager));
    Ok(waiting)
}

/// The letters of which no manager has approved a wording yet.
///
/// # Errors
/// Where the database cannot be read.
pub fn unapproved(db: &mut Db) -> Result<Vec<LetterKind>, DbError> {
    let approved = store::approved_kinds(db)?;
    Ok(LetterKind::ALL.iter().copied().filter(|kind| !approved.contains(kind)).collect())
}

/// One letter as it went.
///
/// # Errors
/// Where the database cannot be read.
pub fn sent(db: &mut Db, id: Id) -> Result<Option<SentLetter>, DbError> {
    Ok(store::sent(db, id)?)
}

/// The letters of a request, newest first.
///
/// # Errors
/// Where the database cannot be read.
pub fn of_request(db: &mut Db, request: Id) -> Result<Vec<SentLetter>, DbError> {
    Ok(store::of_request(db, request)?)
}

/// Keeps that a letter was read on our page; `true` the first time.
///
/// # Errors
/// Where the database refuses.
pub fn opened(db: &mut Db, id: Id, now: DateTime<Utc>) -> Result<bool, DbError> {
    Ok(store::mark_opened(db, id, now)?)
}
