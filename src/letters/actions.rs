//! Wording letters: somebody writes a version, a manager who did not write it approves it or sends
//! it back.

use chrono::{DateTime, Utc};

use super::kind::LetterKind;
use super::language::Language;
use super::plain::Findings;
use super::store::{self, NewVersion, VersionRow, VersionState};
use super::wording::Wording;
use crate::access::{Action, Actor, NotAllowed, Who, allow};
use crate::audit::{self, About, Act};
use crate::db::{self, Db, DbError, Id};
use crate::problem::{Invalid, Kind, Problem};

/// Why a wording was not taken or decided.
#[derive(Debug, thiserror::Error)]
pub enum NotWorded {
    #[error("there is no such wording")]
    Unknown,
    #[error("this version was decided a moment ago; load the page again")]
    Decided,
    #[error("a wording of this kind is in use already; write a new version instead")]
    InUse,
    #[error(transparent)]
    Invalid(#[from] Invalid),
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    #[error(transparent)]
    Database(#[from] DbError),
}

impl Problem for NotWorded {
    fn kind(&self) -> Kind {
        match self {
            Self::Unknown => Kind::Missing,
            Self::Decided | Self::InUse => Kind::Conflict,
            Self::Invalid(e) => e.kind(),
            Self::NotAllowed(e) => e.kind(),
            Self::Database(_) => Kind::Bug,
        }
    }

    fn field(&self) -> Option<&str> {
        match self {
            Self::Invalid(e) => e.field(),
            Self::Unknown
            | Self::Decided
            | Self::InUse
            | Self::NotAllowed(_)
            | Self::Database(_) => None,
        }
    }
}

/// A version by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VersionOf {
    pub kind: LetterKind,
    pub language: Language,
    /// 0 for the wording that came with the program.
    pub number: i64,
}

/// A version somebody has written.
#[derive(Debug, Clone)]
pub struct Proposal {
    pub kind: LetterKind,
    pub language: Language,
    pub wording: Wording,
    /// Why it is to be used although it is hard to read.
    pub reason: String,
}

/// What a wording is like. Only English is measured: the formula was made for it.
pub fn findings(wording: &Wording, language: Language) -> Findings {
    let found = Findings::of(&wording.with_samples(), &wording.own_words());
    match language {
        Language::English => found,
        Language::Welsh => Findings { reading_age: None, ..found },
    }
}

/// Writes a new version, for a manager to approve; the one in use stays in use until then.
///
/// # Errors
/// Where the role may not; a blank is unknown or missing; words belittle people; or the wording is
/// hard to read and no reason is given.
pub fn propose(
    db: &mut Db,
    by: &Actor,
    proposal: Proposal,
    reading_age: u32,
    now: DateTime<Utc>,
) -> Result<i64, NotWorded> {
    db::transaction(db, |db| {
        allow(by, Action::WordLetters, &[])?;
        let Proposal { kind, language, wording, reason } = proposal;
        let wording = wording.checked(kind)?;
        let found = findings(&wording, language);
        if let Some((word, instead)) = found.belittling.first() {
            let words = format!("\"{word}\" belittles people; write \"{instead}\" instead");
            return Err(Invalid::new("body", words).into());
        }
        let reason = reason.trim();
        if reason.chars().count() > 2_000 || reason.contains('\0') {
            return Err(Invalid::new("reason", "use 2,000 letters or fewer").into());
        }
        if let Some(why) = found.wants_reason(reading_age).filter(|_| reason.is_empty()) {
            let words = format!("{why}. Change the words, or say why they must stay");
            return Err(Invalid::new("reason", words).into());
        }
        store::move_all(db, kind, language, VersionState::Proposed, VersionState::Withdrawn)
            .map_err(DbError::from)?;
        let new = NewVersion {
            kind,
            language,
            wording: &wording,
            reading_age: found.reading_age,
            reason,
            state: VersionState::Proposed,
            written_by: Some(by.id),
            decided_by: None,
        };
        let (id, number) = store::add(db, &new, now).map_err(DbError::from)?;
        let at = VersionOf { kind, language, number };
        told(db, by, Act::WordingWritten, id, at, now)?;
        Ok(number)
    })
}

/// A manager who did not write it takes a version into use; the one before it stays to be read.
///
/// # Errors
/// Where the role may not, they wrote it themselves, or it was decided before.
pub fn approve(
    db: &mut Db,
    by: &Actor,
    at: VersionOf,
    now: DateTime<Utc>,
) -> Result<(), NotWorded> {
    db::transaction(db, |db| {
        if at.number == 0 {
            return adopt(db, by, at, now);
        }
        let version = proposed(db, at)?;
        allow(by, Action::ApproveWording, version.written_by.as_slice())?;
        store::move_all(db, at.kind, at.language, VersionState::Approved, VersionState::Superseded)
            .map_err(DbError::from)?;
        if !store::decide(db, version.id, VersionState::Approved, by.id, "", now)
            .map_err(DbError::from)?
        {
            return Err(NotWorded::Decided);
        }
        told(db, by, Act::WordingApproved, version.id, at, now)
    })
}

/// A manager who has read them takes several wordings that came with the program into use at once; each
/// is entered in the diary. Gives how many: what somebody approved meanwhile stays as it is.
///
/// # Errors
/// Where the role may not, or they do not say that they have read them.
pub fn adopt_all(
    db: &mut Db,
    by: &Actor,
    kinds: &[LetterKind],
    read: bool,
    now: DateTime<Utc>,
) -> Result<usize, NotWorded> {
    db::transaction(db, |db| {
        allow(by, Action::ApproveWording, &[])?;
        if !read {
            let ask = "say that you have read them: what a manager approves goes out in the office's name";
            return Err(Invalid::new("read", ask).into());
        }
        let mut taken = 0;
        for kind in kinds {
            match adopt(
                db,
                by,
                VersionOf { kind: *kind, language: Language::English, number: 0 },
                now,
            ) {
                Ok(()) => taken += 1,
                Err(NotWorded::InUse) => {}
                Err(problem) => return Err(problem),
            }
        }
        Ok(taken)
    })
}

/// Takes the wording that came with the program into use as it is.
fn adopt(db: &mut Db, by: &Actor, at: VersionOf, now: DateTime<Utc>) -> Result<(), NotWorded> {
    let VersionOf { kind, language, .. } = at;
    if language != Language::English {
        return Err(NotWorded::Unknown);
    }
    allow(by, Action::ApproveWording, &[])?;
    if store::in_use(db, kind, language).map_err(DbError::from)?.is_some() {
        return Err(NotWorded::InUse);
    }
    let wording = Wording::read(kind.shipped_in_english());
    let new = NewVersion {
        kind,
        language,
        wording: &wording,
        reading_age: findings(&wording, language).reading_age,
        reason: "",
        state: VersionState::Approved,
        written_by: None,
        decided_by: Some(by.id),
    };
    let (id, number) = store::add(db, &new, now).map_err(DbError::from)?;
    told(db, by, Act::WordingApproved, id, VersionOf { number, ..at }, now)
}

/// A manager sends a version back, and says what to change.
///
/// # Errors
/// Where the role may not, nothing is said, or it was decided before.
pub fn send_back(
    db: &mut Db,
    by: &Actor,
    at: VersionOf,
    words: &str,
    now: DateTime<Utc>,
) -> Result<(), NotWorded> {
    db::transaction(db, |db| {
        let version = proposed(db, at)?;
        allow(by, Action::ApproveWording, version.written_by.as_slice())?;
        let words = words.trim();
        if words.is_empty() || words.chars().count() > 2_000 || words.contains('\0') {
            return Err(
                Invalid::new("words", "say what to change, in 2,000 letters or fewer").into()
            );
        }
        if !store::decide(db, version.id, VersionState::SentBack, by.id, words, now)
            .map_err(DbError::from)?
        {
            return Err(NotWorded::Decided);
        }
        told(db, by, Act::WordingSentBack, version.id, at, now)
    })
}

fn proposed(db: &mut Db, at: VersionOf) -> Result<VersionRow, NotWorded> {
    let all = store::versions(db, at.kind, at.language).map_err(DbError::from)?;
    let found = all.into_iter().map(|(row, ..)| row).find(|row| row.number == at.number);
    let version = found.ok_or(NotWorded::Unknown)?;
    if version.state == VersionState::Proposed { Ok(version) } else { Err(NotWorded::Decided) }
}

fn told(
    db: &mut Db,
    by: &Actor,
    act: Act,
    id: Id,
    at: VersionOf,
    now: DateTime<Utc>,
) -> Result<(), NotWorded> {
    let VersionOf { kind, language, number } = at;
    let words = format!("\"{}\", {}, version {number}", kind.words(), language.words());
    let about = About::nothing().object(id).words(words);
    Ok(audit::tell(db, &Who::from(by), act, about, now)?)
}
