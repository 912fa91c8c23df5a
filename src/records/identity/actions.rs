//! What people say about how somebody is spelt.

use chrono::{DateTime, Utc};

use super::super::actions::{NotRecorded, takes_files};
use super::super::store;
use super::jobs;
use crate::access::{Action, Actor, Who, allow};
use crate::audit::{self, About, Act};
use crate::db::{self, Db, DbError, Id};
use crate::problem::Invalid;
use crate::requests::{self, Reference, RequestRow};

/// Whether a spelling is the person the record is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Same,
    Another,
}

impl Verdict {
    pub const fn name(self) -> &'static str {
        match self {
            Verdict::Same => "same",
            Verdict::Another => "another",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        [Verdict::Same, Verdict::Another].into_iter().find(|one| one.name() == name)
    }
}

fn open(db: &mut Db, by: &Actor, at: &Reference) -> Result<RequestRow, NotRecorded> {
    let request = requests::seen_by(db, by, at)?.ok_or(NotRecorded::Unknown)?;
    allow(by, Action::DescribeItem, &[])?;
    if takes_files(request.state) { Ok(request) } else { Err(NotRecorded::NotNow(request.state)) }
}

/// Says whether a spelling is the same person, once for the whole record.
///
/// # Errors
/// Where no item that they may know of is spelt so, or it is not the time.
pub fn judge(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    (spelling, verdict): (&str, &str),
    now: DateTime<Utc>,
) -> Result<Verdict, NotRecorded> {
    db::transaction(db, |db| {
        let request = open(db, by, at)?;
        let wrong = || Invalid::new("verdict", "choose whether it is the same person");
        let verdict =
            Verdict::from_name(verdict).ok_or_else(|| NotRecorded::Invalid(vec![wrong()]))?;
        let sight = store::sight(db, request.id, by.id)?;
        let known = store::variants(db, request.id, &sight)?;
        if known.iter().all(|variant| variant.spelling != spelling) {
            return Err(NotRecorded::Unknown);
        }
        store::set_verdict(db, request.id, spelling, verdict == Verdict::Same, by.id, now)?;
        let words = match verdict {
            Verdict::Same => "the same person",
            Verdict::Another => "somebody else",
        };
        let about = About::request(request.id).words(words);
        audit::tell(db, &Who::from(by), Act::SpellingJudged, about, now)?;
        Ok(verdict)
    })
}

/// Looks through the whole record anew, where names or numbers were changed.
///
/// # Errors
/// Where it is not theirs, or not the time.
pub fn look_again(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    now: DateTime<Utc>,
) -> Result<(), NotRecorded> {
    db::transaction(db, |db| {
        let request = open(db, by, at)?;
        store::forget_identity(db, request.id).map_err(DbError::from)?;
        jobs::ask(db, request.id, &Id::new().to_string(), now)?;
        let about = About::request(request.id).words("the whole record anew");
        Ok(audit::tell(db, &Who::from(by), Act::IdentityLookedFor, about, now)?)
    })
}
