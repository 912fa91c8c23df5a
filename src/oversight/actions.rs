//! Starting work in the background again.

use chrono::{DateTime, Utc};

use crate::access::{Action, Actor, NotAllowed, Who, allow};
use crate::audit::{self, About, Act};
use crate::db::{self, Db, DbError, Id};
use crate::jobs;
use crate::problem::{Kind, Problem};

/// Why work was not started again.
#[derive(Debug, thiserror::Error)]
pub enum NotRetried {
    #[error("there is no such work")]
    Unknown,
    #[error("this work was not given up; it waits, runs or is done")]
    NotGivenUp,
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    #[error(transparent)]
    Database(#[from] DbError),
}

impl Problem for NotRetried {
    fn kind(&self) -> Kind {
        match self {
            Self::Unknown => Kind::Missing,
            Self::NotGivenUp => Kind::Conflict,
            Self::NotAllowed(e) => e.kind(),
            Self::Database(_) => Kind::Bug,
        }
    }
}

/// Lets work that was given up be tried again.
///
/// # Errors
/// Where the role may not, or the work does not stand given up.
pub fn retry(db: &mut Db, by: &Actor, id: Id, now: DateTime<Utc>) -> Result<(), NotRetried> {
    db::transaction(db, |db| {
        let job = jobs::find(db, id)?.ok_or(NotRetried::Unknown)?;
        allow(by, Action::RetryJob, &[])?;
        if !jobs::retry(db, id, now)? {
            return Err(NotRetried::NotGivenUp);
        }
        let about = About { request: job.request_id, object: Some(id), words: job.kind };
        Ok(audit::tell(db, &Who::from(by), Act::JobRetried, about, now)?)
    })
}
