//! What reviewers do.

use chrono::{DateTime, Utc};

use super::grounds::{self, Ground};
use super::mark::{Change, MarkState, Quads};
use super::store;
use crate::access::{Action, Actor, NotAllowed, Who, allow};
use crate::audit::{self, About, Act};
use crate::db::{self, Db, DbError, Id};
use crate::problem::{Invalid, Kind, Problem};
use crate::records;
use crate::requests::{self, Reference, RequestRow, State};

/// Why nothing was marked or decided.
#[derive(Debug, thiserror::Error)]
pub enum NotMarked {
    #[error("there is no request {0}, or it is not for you")]
    Unknown(Reference),
    #[error("there is no such item or page in this request")]
    NoItem,
    #[error("there is no such mark; somebody may have removed it")]
    NoMark,
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    #[error("this request is at the step \"{}\"; take it one step back before you change marks or decisions", .0.words())]
    NotReviewing(State),
    #[error(transparent)]
    Invalid(#[from] Invalid),
    #[error("somebody else changed this mark a moment ago; look at it again")]
    Overtaken,
    #[error("there is nothing to {0}")]
    NothingTo(&'static str),
    #[error("the database refused or could not be reached")]
    Database(#[from] DbError),
}

impl Problem for NotMarked {
    fn kind(&self) -> Kind {
        match self {
            Self::Unknown(_) | Self::NoItem | Self::NoMark => Kind::Missing,
            Self::NotAllowed(e) => e.kind(),
            Self::Invalid(e) => e.kind(),
            Self::NotReviewing(_) | Self::Overtaken | Self::NothingTo(_) => Kind::Conflict,
            Self::Database(_) => Kind::Bug,
        }
    }

    fn field(&self) -> Option<&str> {
        match self {
            Self::Invalid(e) => e.field(),
            Self::Unknown(_)
            | Self::NoItem
            | Self::NoMark
            | Self::NotAllowed(_)
            | Self::NotReviewing(_)
            | Self::Overtaken
            | Self::NothingTo(_)
            | Self::Database(_) => None,
        }
    }
}

/// Known, allowed, in turn.
pub(super) fn reviewing(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    action: Action,
) -> Result<RequestRow, NotMarked> {
    let request = requests::seen_by(db, by, at)?.ok_or_else(|| NotMarked::Unknown(at.clone()))?;
    allow(by, action, &[])?;
    match request.state {
        State::Gathering | State::Reviewing | State::Scoping | State::Validating => Ok(request),
        state => Err(NotMarked::NotReviewing(state)),
    }
}

/// A mark to be drawn.
#[derive(Debug, Clone)]
pub struct Wanted {
    pub item: Id,
    pub page: i64,
    pub quads: Quads,
}

/// The ground and the reason of marks.
#[derive(Debug, Clone)]
pub struct Because {
    pub ground: String,
    pub reason: String,
}

impl Because {
    pub(super) fn checked(&self, request: &RequestRow) -> Result<Ground, Invalid> {
        if self.reason.len() > 2_000 {
            return Err(Invalid::new("reason", "the reason may have 2,000 characters at most"));
        }
        grounds::ground(&request.nation, &request.requester_kind, &self.ground)
            .ok_or_else(|| Invalid::new("ground", "choose the ground of the mark"))
    }
}

/// Draws marks, in one go that can be undone.
///
/// # Errors
/// Where the request is not the reviewer's or not in review, or the ground is not open here.
pub fn draw(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    wanted: Vec<Wanted>,
    because: &Because,
    now: DateTime<Utc>,
) -> Result<Vec<Id>, NotMarked> {
    db::transaction(db, |db| {
        let request = reviewing(db, by, at, Action::MarkPages)?;
        let ground = because.checked(&request)?;
        let wanted: Vec<Wanted> = wanted.into_iter().filter(|w| !w.quads.0.is_empty()).collect();
        if wanted.is_empty() {
            return Err(Invalid::new("find", "nothing was selected or found to mark").into());
        }
        let marks: Vec<MarkState> = wanted
            .into_iter()
            .map(|w| MarkState {
                id: Id::new(),
                item: w.item,
                page: w.page,
                quads: w.quads,
                ground: ground.id.clone(),
                reason: because.reason.trim().to_owned(),
                label: ground.label.clone(),
                removed: false,
            })
            .collect();
        let ids = marks.iter().map(|m| m.id).collect();
        let words = match marks.len() {
            1 => "one mark drawn".to_owned(),
            n => format!("{n} marks drawn"),
        };
        make(db, by, &request, Change::drawing(words, marks), now)?;
        Ok(ids)
    })
}

/// What to change about a mark; what is `None` stays.
#[derive(Debug, Clone, Default)]
pub struct NewLook {
    pub quads: Option<Quads>,
    pub because: Option<Because>,
}

/// Moves or resizes a mark, or gives it another ground or reason.
///
/// # Errors
/// Where the mark is gone, or stands at another version than the one that was looked at.
pub fn change(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    mark: Id,
    version: i64,
    look: NewLook,
    now: DateTime<Utc>,
) -> Result<(), NotMarked> {
    db::transaction(db, |db| {
        let request = reviewing(db, by, at, Action::MarkPages)?;
        let standing = standing(db, by, &request, mark, version)?;
        let before = standing.state();
        let mut after = before.clone();
        let mut words = "a mark moved";
        if let Some(quads) = look.quads {
            if quads.0.is_empty() {
                return Err(Invalid::new("quads", "a mark needs an area").into());
            }
            after.quads = quads;
        }
        if let Some(because) = look.because {
            let ground = because.checked(&request)?;
            words = "the ground of a mark changed";
            after.ground = ground.id;
            after.label = ground.label;
            after.reason = because.reason.trim().to_owned();
        }
        let change = Change { words: words.into(), before: vec![before], after: vec![after] };
        make(db, by, &request, change, now)
    })
}

/// Removes a mark.
///
/// # Errors
/// Where the mark is gone, or stands at another version than the one that was looked at.
pub fn remove(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    mark: Id,
    version: i64,
    now: DateTime<Utc>,
) -> Result<(), NotMarked> {
    db::transaction(db, |db| {
        let request = reviewing(db, by, at, Action::MarkPages)?;
        let standing = standing(db, by, &request, mark, version)?;
        make(
            db,
            by,
            &request,
            Change::removing("one mark removed".into(), vec![standing.state()]),
            now,
        )
    })
}

fn standing(
    db: &mut Db,
    by: &Actor,
    request: &RequestRow,
    mark: Id,
    version: i64,
) -> Result<store::MarkRow, NotMarked> {
    let found = store::mark(db, request.id, mark).map_err(DbError::from)?;
    let sight = records::sight(db, request.id, by)?;
    let standing =
        found.filter(|m| !m.removed && sight.sees(m.item_id)).ok_or(NotMarked::NoMark)?;
    if standing.version == version { Ok(standing) } else { Err(NotMarked::Overtaken) }
}

pub(super) fn make(
    db: &mut Db,
    by: &Actor,
    request: &RequestRow,
    change: Change,
    now: DateTime<Utc>,
) -> Result<(), NotMarked> {
    put(db, by, request, &change, now)?;
    store::add_change(db, request.id, by.id, &change, now).map_err(DbError::from)?;
    tell(db, by, request, change.words, now)
}

fn put(
    db: &mut Db,
    by: &Actor,
    request: &RequestRow,
    change: &Change,
    now: DateTime<Utc>,
) -> Result<(), NotMarked> {
    for (before, after) in change.before.iter().zip(&change.after) {
        if !store::put(db, request.id, by.id, before, after, now).map_err(DbError::from)? {
            return Err(NotMarked::Overtaken);
        }
    }
    Ok(store::add_marker(db, request.id, by.id).map_err(DbError::from)?)
}

pub(super) fn tell(
    db: &mut Db,
    by: &Actor,
    request: &RequestRow,
    words: String,
    now: DateTime<Utc>,
) -> Result<(), NotMarked> {
    let about = About::request(request.id).words(words);
    Ok(audit::tell(db, &Who::from(by), Act::MarksChanged, about, now)?)
}

/// Which way through one's own changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    Undo,
    Redo,
}

/// Undoes one's latest change, or does again what was undone, and says what it was.
///
/// # Errors
/// Where there is none, or somebody else has changed one of its marks since.
pub fn step(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    way: Way,
    now: DateTime<Utc>,
) -> Result<String, NotMarked> {
    db::transaction(db, |db| {
        let request = reviewing(db, by, at, Action::MarkPages)?;
        let (verb, told) = match way {
            Way::Undo => ("undo", "undid"),
            Way::Redo => ("do again", "did again"),
        };
        let (id, change) = store::change_at_hand(db, request.id, by.id, way == Way::Redo)
            .map_err(DbError::from)?
            .ok_or(NotMarked::NothingTo(verb))?;
        let step = if way == Way::Undo { change.reversed() } else { change.clone() };
        put(db, by, &request, &step, now)?;
        store::set_undone(db, id, way == Way::Undo).map_err(DbError::from)?;
        tell(db, by, &request, format!("{told}: {}", change.words), now)?;
        Ok(change.words)
    })
}
