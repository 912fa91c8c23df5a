//! Noting what would give a source away, and a manager's decision about it.

use chrono::{DateTime, Utc};

use super::store;
use crate::access::{Action, Actor, NotAllowed, Who, allow};
use crate::audit::{self, About, Act};
use crate::closed::closed_list;
use crate::db::{self, Db, DbError};
use crate::problem::{Invalid, Kind, Problem};
use crate::records::{self, ItemRow, NotRecorded, Trait};
use crate::requests::{Reference, RequestRow, State, given};

closed_list! {
    /// What a manager decides about a protected source.
    Outcome {
        Protected, "protected", "They stay unknown: nothing that goes gives them away";
        MayBeKnown, "may_be_known", "They may be known: they agree, or it is reasonable all the same";
    }
}

/// Why nothing was kept.
#[derive(Debug, thiserror::Error)]
pub enum NotKept {
    #[error(transparent)]
    NotRecorded(#[from] NotRecorded),
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    #[error("this item was given openly; say on its page that it was given in confidence first")]
    Open,
    #[error("this request is at the step \"{}\"; a source is decided about while its record can still change", .0.words())]
    NotNow(State),
    #[error("say first what would give them away")]
    NotNoted,
    #[error(transparent)]
    Invalid(#[from] Invalid),
    #[error("the database refused or could not be reached")]
    Database(#[from] DbError),
}

impl Problem for NotKept {
    fn kind(&self) -> Kind {
        match self {
            Self::NotRecorded(e) => e.kind(),
            Self::NotAllowed(e) => e.kind(),
            Self::Open | Self::NotNow(_) | Self::NotNoted => Kind::Conflict,
            Self::Invalid(e) => e.kind(),
            Self::Database(_) => Kind::Bug,
        }
    }

    fn field(&self) -> Option<&str> {
        match self {
            Self::NotRecorded(e) => e.field(),
            Self::Invalid(e) => e.field(),
            Self::NotAllowed(_)
            | Self::Open
            | Self::NotNow(_)
            | Self::NotNoted
            | Self::Database(_) => None,
        }
    }
}

/// The item, where it is theirs to see and its source is protected.
pub(super) fn known(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    number: i64,
) -> Result<(RequestRow, ItemRow), NotKept> {
    let (request, item) = records::find(db, by, at, number)?;
    let protects =
        item.traits.split(',').filter_map(Trait::from_name).any(|one| one.protects_source());
    if protects { Ok((request, item)) } else { Err(NotKept::Open) }
}

fn in_time(request: &RequestRow) -> Result<(), NotKept> {
    if records::takes_files(request.state) { Ok(()) } else { Err(NotKept::NotNow(request.state)) }
}

/// Notes what would give the source away: names, an address, a number, what only they could know. A
/// decision that was made before falls.
///
/// # Errors
/// Where the item was given openly, or nothing is said.
pub fn note(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    number: i64,
    words: &str,
    now: DateTime<Utc>,
) -> Result<(), NotKept> {
    db::transaction(db, |db| {
        let (request, item) = known(db, by, at, number)?;
        allow(by, Action::DecideItem, &[])?;
        in_time(&request)?;
        let ask = "write what would give them away, a line each; \"unknown\" where nobody knows who it was";
        let words = given("words", words, ask)?;
        store::note(db, (request.id, item.id), &words, by.id).map_err(DbError::from)?;
        let told = format!("D{number}: what would give a protected source away");
        let about = About::request(request.id).object(item.id).words(told);
        Ok(audit::tell(db, &Who::from(by), Act::ItemDescribed, about, now)?)
    })
}

/// A manager's decision.
#[derive(Debug, Clone)]
pub struct Decided {
    pub outcome: Option<Outcome>,
    pub reason: String,
    /// Places where something that would give them away stands unmarked.
    pub open: usize,
    /// The marks that hide the others.
    pub masks: Vec<String>,
}

/// Decides whether what goes may let the source be known.
///
/// # Errors
/// Where it is the manager's own note, gives no reason, or protects somebody whom an unmarked place
/// gives away.
pub fn decide(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    number: i64,
    decided: Decided,
    now: DateTime<Utc>,
) -> Result<(), NotKept> {
    db::transaction(db, |db| {
        let (request, item) = known(db, by, at, number)?;
        let source = store::find(db, item.id).map_err(DbError::from)?;
        let makers: Vec<_> = source.iter().map(|source| source.noted_by).collect();
        allow(by, Action::DecideConsultation, &makers)?;
        in_time(&request)?;
        if source.is_none() {
            return Err(NotKept::NotNoted);
        }
        let outcome = decided
            .outcome
            .ok_or_else(|| Invalid::new("outcome", "choose whether they may be known"))?;
        let reason = given("reason", &decided.reason, "give the reason")?;
        if outcome == Outcome::Protected && decided.open > 0 {
            let words = "something that gives them away stands unmarked; let it be marked first";
            return Err(Invalid::new("outcome", words).into());
        }
        let masks = match outcome {
            Outcome::Protected => decided.masks,
            Outcome::MayBeKnown => Vec::new(),
        };
        let kept = Decided { outcome: Some(outcome), reason, open: 0, masks };
        let held = store::item_count(db, request.id).map_err(DbError::from)?;
        store::decide(db, item.id, &kept, held, by.id, now).map_err(DbError::from)?;
        let words = match outcome {
            Outcome::Protected => format!("D{number}: whoever gave it stays unknown"),
            Outcome::MayBeKnown => format!("D{number}: whoever gave it may be known"),
        };
        let about = About::request(request.id).object(item.id).words(words);
        Ok(audit::tell(db, &Who::from(by), Act::ItemDecided, about, now)?)
    })
}
