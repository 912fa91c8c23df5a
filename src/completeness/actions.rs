//! What staff say of a part of the record.

use chrono::{DateTime, Utc};

use super::entries::ENTRIES;
use super::store;
use crate::access::{Action, Actor, Who, allow};
use crate::audit::{self, About, Act};
use crate::db::{self, Db, DbError};
use crate::problem::Invalid;
use crate::requests::{NotDone, Reference, known};

/// How it is with a part of the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    There,
    DoesNotApply,
    Missing,
}

impl Verdict {
    pub const ALL: [Verdict; 3] = [Verdict::There, Verdict::DoesNotApply, Verdict::Missing];

    pub const fn name(self) -> &'static str {
        match self {
            Verdict::There => "there",
            Verdict::DoesNotApply => "does_not_apply",
            Verdict::Missing => "missing",
        }
    }

    pub const fn words(self) -> &'static str {
        match self {
            Verdict::There => "There",
            Verdict::DoesNotApply => "Does not apply",
            Verdict::Missing => "Missing",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name)
    }
}

/// What somebody says of an entry.
#[derive(Debug, Clone)]
pub struct Statement {
    /// The name of one of [`ENTRIES`].
    pub entry: String,
    pub verdict: Verdict,
    /// Where it is, why it does not apply, what was done to find it.
    pub words: String,
}

/// Keeps what somebody says of an entry; said again, it stands anew.
///
/// # Errors
/// Where the role may not, or a field cannot be taken.
pub fn state(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    new: Statement,
    now: DateTime<Utc>,
) -> Result<(), NotDone> {
    db::transaction(db, |db| {
        let request = known(db, by, at)?;
        allow(by, Action::DescribeItem, &[])?;
        if !ENTRIES.iter().any(|e| e.name == new.entry) {
            return Err(Invalid::new("entry", "choose a part of the record").into());
        }
        let words = new.words.trim().to_owned();
        if words.is_empty() || words.chars().count() > 1_000 {
            let ask = "say where it is, why it does not apply, or what was done to find it";
            return Err(Invalid::new("words", ask).into());
        }
        let new = Statement { words, ..new };
        store::keep(db, request.id, &new, by.id, now).map_err(DbError::from)?;
        let said = format!("{}, {}", new.entry.replace('_', " "), new.verdict.words());
        let about = About::request(request.id).words(said);
        Ok(audit::tell(db, &Who::from(by), Act::CompletenessStated, about, now)?)
    })
}
