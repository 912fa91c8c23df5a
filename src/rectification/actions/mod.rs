//! What people do with a correction. Each verb is one transaction: known, allowed, in turn, saved, told.

mod decide;
mod intake;
mod investigate;
mod tell;

pub use decide::{Decision, apply, decide, notes_to_write};

pub use intake::{
    Contested, add_passage, ask, hand_in, keep_evidence, register, set_item, set_record,
    set_statement, takes_evidence,
};
pub use investigate::{hear_author, investigate, leave, reconsider};
pub use tell::{Reply, Settled, add_recipient, close, inform, settle};

use chrono::{DateTime, Utc};

use super::store::{self, CorrectionRow, ItemOf, PassageRow, StepRow};
use super::{Event, OutOfTurn, State};
use crate::access::{Action, Actor, NotAllowed, Who, allow};
use crate::audit::{self, About, Act};
use crate::db::{Db, DbError, Id};
use crate::letters::NotWritten;
use crate::problem::{Invalid, Kind, Problem};
use crate::requests::{self, NotDone, NotMoved, Reference, RequestRow};

/// Why nothing was done about a correction.
#[derive(Debug, thiserror::Error)]
pub enum NotCorrected {
    #[error("there is no correction {0}, or it is not for you")]
    Unknown(Reference),
    #[error("there is no such passage in this correction")]
    NoPassage,
    #[error("there is no such recipient to be told")]
    NoRecipient,
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    #[error(
        "nobody decides about what they wrote themselves; ask a colleague who did not write D{0}"
    )]
    OwnWords(i64),
    #[error(transparent)]
    OutOfTurn(#[from] OutOfTurn),
    #[error("someone else changed {0} a moment ago; load the page again")]
    Overtaken(String),
    #[error("first: {0}")]
    InTheWay(String),
    #[error(transparent)]
    Invalid(#[from] Invalid),
    #[error("{}", .0.first().map_or("some fields need another look", |first| &first.words))]
    InvalidFields(Vec<Invalid>),
    #[error(transparent)]
    Request(#[from] NotDone),
    #[error(transparent)]
    NotMoved(#[from] NotMoved),
    #[error(transparent)]
    Letter(#[from] NotWritten),
    #[error("the database refused or could not be reached")]
    Database(#[from] DbError),
}

impl Problem for NotCorrected {
    fn kind(&self) -> Kind {
        match self {
            Self::Unknown(_) | Self::NoPassage | Self::NoRecipient => Kind::Missing,
            Self::NotAllowed(e) => e.kind(),
            Self::OwnWords(_) => Kind::NotAllowed,
            Self::OutOfTurn(e) => e.kind(),
            Self::Overtaken(_) | Self::InTheWay(_) => Kind::Conflict,
            Self::Invalid(e) => e.kind(),
            Self::InvalidFields(_) => Kind::Invalid,
            Self::Request(e) => e.kind(),
            Self::NotMoved(e) => e.kind(),
            Self::Letter(e) => e.kind(),
            Self::Database(_) => Kind::Bug,
        }
    }

    fn field(&self) -> Option<&str> {
        match self {
            Self::Invalid(e) => e.field(),
            Self::InvalidFields(all) => all.first().map(|first| first.field),
            Self::Request(e) => e.field(),
            Self::Unknown(_)
            | Self::NoPassage
            | Self::NoRecipient
            | Self::NotAllowed(_)
            | Self::OwnWords(_)
            | Self::OutOfTurn(_)
            | Self::Overtaken(_)
            | Self::InTheWay(_)
            | Self::NotMoved(_)
            | Self::Letter(_)
            | Self::Database(_) => None,
        }
    }
}

/// A contested passage with all that belongs to it in this round.
#[derive(Debug, Clone)]
pub struct OpenPassage {
    pub row: PassageRow,
    pub item: Option<ItemOf>,
    pub author: Option<StepRow>,
    pub decision: Option<StepRow>,
}

/// A correction with its request and its passages.
#[derive(Debug, Clone)]
pub struct OpenCorrection {
    pub request: RequestRow,
    pub row: CorrectionRow,
    pub passages: Vec<OpenPassage>,
}

impl OpenCorrection {
    /// Where it stands, given how far its request is.
    pub fn state(&self) -> State {
        self.row.state.beside(self.request.state)
    }

    fn passage(&self, id: Id) -> Result<&OpenPassage, NotCorrected> {
        self.passages.iter().find(|one| one.row.id == id).ok_or(NotCorrected::NoPassage)
    }
}

/// The correction, where this person needs to know of it.
///
/// # Errors
/// Where there is none for them.
pub fn known(db: &mut Db, by: &Actor, at: &Reference) -> Result<OpenCorrection, NotCorrected> {
    let unknown = || NotCorrected::Unknown(at.clone());
    let request = requests::seen_by(db, by, at)?.ok_or_else(unknown)?;
    let row = store::find(db, request.id).map_err(DbError::from)?.ok_or_else(unknown)?;
    let steps = store::steps(db, request.id).map_err(DbError::from)?;
    let newest = |passage: Id, kind: &str| {
        let of = |s: &&StepRow| s.contested_id == passage && s.round == row.round && s.kind == kind;
        steps.iter().rev().find(of).cloned()
    };
    let passages = store::passages(db, request.id)
        .map_err(DbError::from)?
        .into_iter()
        .map(|(passage, item)| OpenPassage {
            author: newest(passage.id, "author"),
            decision: newest(passage.id, "decision"),
            row: passage,
            item,
        })
        .collect();
    Ok(OpenCorrection { request, row, passages })
}

/// The same, for somebody who works on it.
fn at_work(db: &mut Db, by: &Actor, at: &Reference) -> Result<OpenCorrection, NotCorrected> {
    let correction = known(db, by, at)?;
    allow(by, Action::ManageRequest, &[])?;
    Ok(correction)
}

/// Moves a correction on, its request with it, and tells the diary.
fn advance(
    db: &mut Db,
    by: &Who,
    correction: &mut OpenCorrection,
    event: Event,
    now: DateTime<Utc>,
) -> Result<(), NotCorrected> {
    let from = correction.row.state;
    let next = correction.state().after(event)?;
    if !store::advance(db, correction.row.request_id, from, next).map_err(DbError::from)? {
        return Err(NotCorrected::Overtaken(correction.request.reference.clone()));
    }
    if let Some(state) = next.of_request() {
        requests::follow(db, &correction.request, state, now)?;
        correction.request.state = state;
    }
    correction.row.state = next;
    let about = About::request(correction.request.id).words(event.words());
    Ok(audit::tell(db, by, Act::CorrectionMoved, about, now)?)
}

/// Words that have to be there.
fn given(field: &'static str, words: &str, ask: &str) -> Result<String, Invalid> {
    let words = words.trim().replace("\r\n", "\n");
    if words.is_empty() {
        return Err(Invalid::new(field, ask));
    }
    if words.chars().count() > 10_000 || words.contains('\0') {
        return Err(Invalid::new(field, "use 10,000 letters or fewer"));
    }
    Ok(words)
}
