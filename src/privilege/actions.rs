//! Answering whether an item is legal advice.

use chrono::{DateTime, Utc};

use super::claim::{Answer, ClaimForm};
use super::store;
use crate::access::{Action, Actor, NotAllowed, Who, allow};
use crate::audit::{self, About, Act};
use crate::db::{self, Db, DbError};
use crate::problem::{Invalid, Kind, Problem};
use crate::records::{self, NotRecorded};
use crate::requests::{Reference, State};

/// Why no answer was kept.
#[derive(Debug, thiserror::Error)]
pub enum NotAnswered {
    #[error(transparent)]
    NotRecorded(#[from] NotRecorded),
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    #[error("this request is at the step \"{}\"; what is legal advice is said while its record can still change", .0.words())]
    NotNow(State),
    #[error("{}", .0.first().map_or("", |invalid| &invalid.words))]
    Invalid(Vec<Invalid>),
    #[error("the database refused or could not be reached")]
    Database(#[from] DbError),
}

impl Problem for NotAnswered {
    fn kind(&self) -> Kind {
        match self {
            Self::NotRecorded(e) => e.kind(),
            Self::NotAllowed(e) => e.kind(),
            Self::NotNow(_) => Kind::Conflict,
            Self::Invalid(_) => Kind::Invalid,
            Self::Database(_) => Kind::Bug,
        }
    }

    fn field(&self) -> Option<&str> {
        match self {
            Self::NotRecorded(e) => e.field(),
            Self::Invalid(wrong) => wrong.first().map(|invalid| invalid.field),
            Self::NotAllowed(_) | Self::NotNow(_) | Self::Database(_) => None,
        }
    }
}

/// Says whether an item is legal advice, and of its exact copies too. What is set apart loses every
/// decision that was made about it; what is not is to be decided like any other.
///
/// # Errors
/// Where the item is not theirs, it is not the time, or the claim fails its test.
pub fn answer(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    number: i64,
    form: &ClaimForm,
    now: DateTime<Utc>,
) -> Result<Answer, NotAnswered> {
    db::transaction(db, |db| {
        let (request, item) = records::find(db, by, at, number)?;
        allow(by, Action::DecideItem, &[])?;
        if !records::takes_files(request.state) {
            return Err(NotAnswered::NotNow(request.state));
        }
        let marked = store::passage_marked(db, item.id).map_err(DbError::from)?;
        let claim = form.checked(marked).map_err(NotAnswered::Invalid)?;
        let alike = store::alike(db, request.id, &item.original_sha256).map_err(DbError::from)?;
        for (id, number) in alike {
            // A mark stands on one item, so a copy of it is asked about on its own.
            if claim.answer == Answer::Part && id != item.id {
                continue;
            }
            store::answer(db, (request.id, id), &claim, by.id, now).map_err(DbError::from)?;
            let words = format!("D{number}: {}", claim.answer.told());
            let about = About::request(request.id).object(id).words(words);
            audit::tell(db, &Who::from(by), Act::ItemDescribed, about, now)?;
        }
        Ok(claim.answer)
    })
}
