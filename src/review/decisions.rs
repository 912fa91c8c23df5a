//! Deciding what becomes of an item.

use chrono::{DateTime, Utc};

use super::actions::{Because, NotMarked, reviewing};
use super::store::{self, DecisionRow, ReviewItem};
use crate::access::{Action, Actor, Who};
use crate::audit::{self, About, Act};
use crate::db::{self, Db, DbError};
use crate::problem::Invalid;
use crate::records;
use crate::requests::{Reference, RequestRow};

/// What becomes of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    Release,
    ReleaseWithMarks,
    Withhold,
}

impl Decision {
    pub const ALL: [Decision; 3] =
        [Decision::Release, Decision::ReleaseWithMarks, Decision::Withhold];

    pub const fn name(self) -> &'static str {
        match self {
            Decision::Release => "release",
            Decision::ReleaseWithMarks => "release_with_marks",
            Decision::Withhold => "withhold",
        }
    }

    pub const fn words(self) -> &'static str {
        match self {
            Decision::Release => "Release",
            Decision::ReleaseWithMarks => "Release with marks",
            Decision::Withhold => "Withhold",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|d| d.name() == name)
    }
}

/// Decides about an item.
///
/// # Errors
/// Where it cannot be shown and is to be released, is withheld without a ground or reason, is
/// released whole and carries marks, or is released with marks and carries none.
pub fn decide(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    number: i64,
    decision: Decision,
    because: &Because,
    now: DateTime<Utc>,
) -> Result<(), NotMarked> {
    db::transaction(db, |db| decide_within(db, by, at, number, decision, because, now))
}

/// [`decide`], within the transaction of an act that decides about more than this item.
///
/// # Errors
/// As [`decide`]; then that act must not happen either.
pub fn decide_within(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    number: i64,
    decision: Decision,
    because: &Because,
    now: DateTime<Utc>,
) -> Result<(), NotMarked> {
    let request = reviewing(db, by, at, Action::DecideItem)?;
    let item = in_sight(db, by, &request, number)?;
    let marks = store::marks_of_item(db, item.id).map_err(DbError::from)?.len();
    let ground = fits(&request, &item, marks, decision, because)?;
    let row = DecisionRow {
        item_id: item.id,
        decision: decision.name().into(),
        ground,
        reason: because.reason.trim().into(),
        decided_by: by.id,
        decided_at: now.naive_utc(),
    };
    store::decide(db, request.id, &row).map_err(DbError::from)?;
    store::add_marker(db, request.id, by.id).map_err(DbError::from)?;
    let words = format!("D{number}, {}", decision.words().to_lowercase());
    let about = About::request(request.id).object(item.id).words(words);
    Ok(audit::tell(db, &Who::from(by), Act::ItemDecided, about, now)?)
}

/// The item, where this person may know of it.
pub(super) fn in_sight(
    db: &mut Db,
    by: &Actor,
    request: &RequestRow,
    number: i64,
) -> Result<ReviewItem, NotMarked> {
    let sight = records::sight(db, request.id, by)?;
    store::item(db, request.id, number)
        .map_err(DbError::from)?
        .filter(|item| sight.sees(item.id))
        .ok_or(NotMarked::NoItem)
}

fn fits(
    request: &RequestRow,
    item: &ReviewItem,
    marks: usize,
    decision: Decision,
    because: &Because,
) -> Result<Option<String>, NotMarked> {
    let refuse = |words: &str| Err(Invalid::new("decision", words).into());
    if item.privileged {
        return refuse(
            "this item is set apart as legal advice: it goes to nobody, so there is nothing to decide",
        );
    }
    match decision {
        Decision::Release | Decision::ReleaseWithMarks if item.view != "shown" => refuse(
            "this file cannot be shown, so it cannot be released; withhold it with a reason, or ask for it in another form",
        ),
        Decision::Release if marks > 0 => {
            refuse("this item carries marks; release it with marks, or remove them first")
        }
        Decision::ReleaseWithMarks if marks == 0 => {
            refuse("this item carries no marks; release it whole, or mark something first")
        }
        Decision::Release | Decision::ReleaseWithMarks => Ok(None),
        Decision::Withhold => {
            let ground = because.checked(request)?;
            if because.reason.trim().is_empty() {
                return Err(Invalid::new("reason", "say why the whole item is withheld").into());
            }
            Ok(Some(ground.id))
        }
    }
}

/// Takes a decision back: the item is undecided again.
///
/// # Errors
/// Where there is no such item, or the request is not in review.
pub fn reconsider(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    number: i64,
    now: DateTime<Utc>,
) -> Result<(), NotMarked> {
    db::transaction(db, |db| {
        let request = reviewing(db, by, at, Action::DecideItem)?;
        let item = in_sight(db, by, &request, number)?;
        store::take_back(db, item.id).map_err(DbError::from)?;
        let about = About::request(request.id)
            .object(item.id)
            .words(format!("D{number}, to be decided again"));
        Ok(audit::tell(db, &Who::from(by), Act::ItemDecided, about, now)?)
    })
}
