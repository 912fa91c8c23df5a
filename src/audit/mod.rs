//! The diary: every act, in one chain, written in the transaction of the act. It is only added
//! to, and it never repeats what was redacted.

mod act;
mod chain;
mod store;

use chrono::{DateTime, Utc};

pub use act::Act;
pub use chain::{Broken, Line};

use crate::access::Who;
use crate::db::{Db, DbError, Id};

/// What an act was about, and what there is to say of it. The words never hold case material.
#[derive(Debug, Clone, Default)]
pub struct About {
    pub request: Option<Id>,
    pub object: Option<Id>,
    pub words: String,
}

impl About {
    /// An act that touched no request, such as signing in.
    pub fn nothing() -> Self {
        Self::default()
    }

    pub fn request(request: Id) -> Self {
        Self { request: Some(request), ..Self::default() }
    }

    pub fn object(self, object: Id) -> Self {
        Self { object: Some(object), ..self }
    }

    /// A clause that completes the act's own sentence: "to the school's records office".
    pub fn words(self, words: impl Into<String>) -> Self {
        Self { words: words.into(), ..self }
    }
}

/// Writes one line, in the transaction of the act.
///
/// # Errors
/// Where the database refuses; then the act must not happen either.
pub fn tell(
    db: &mut Db,
    by: &Who,
    act: Act,
    about: About,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    let head = store::hold_head(db)?;
    let line = Line::next(&head, by, act, about, now);
    store::add(db, &line)?;
    Ok(())
}

/// Reads the whole diary and says where, if anywhere, the chain is broken.
///
/// Takes lines a thousand at a time: memory does not grow with the diary.
///
/// # Errors
/// Where the database cannot be read.
pub fn verify(db: &mut Db) -> Result<Verified, DbError> {
    let mut last = chain::Head::start();
    loop {
        let lines = store::after(db, last.seq, 1_000)?;
        if lines.is_empty() {
            break;
        }
        for line in lines {
            match line.follows(&last) {
                Ok(head) => last = head,
                Err(broken) => return Ok(Verified { lines: last.seq, broken: Some(broken) }),
            }
        }
    }
    let kept = store::head(db)?;
    let broken = (kept != last).then_some(Broken::CutOff { kept: kept.seq, found: last.seq });
    Ok(Verified { lines: last.seq, broken })
}

/// What a reading of the whole chain found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    pub lines: i64,
    pub broken: Option<Broken>,
}

/// The lines about one request, oldest first.
///
/// # Errors
/// Where the database cannot be read.
pub fn story(db: &mut Db, request: Id) -> Result<Vec<Line>, DbError> {
    Ok(store::of_request(db, request)?)
}

/// The newest lines of all, newest first, before line `before`.
///
/// # Errors
/// Where the database cannot be read.
pub fn latest(db: &mut Db, before: Option<i64>, most: i64) -> Result<Vec<Line>, DbError> {
    Ok(store::latest(db, before, most)?)
}
