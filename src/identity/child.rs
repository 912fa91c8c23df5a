//! Recording what a child understands and wishes.

use chrono::{DateTime, Utc};

use super::store;
use super::understanding::{self, Found};
use crate::access::{Action, Actor, Who, allow};
use crate::audit::{self, About, Act};
use crate::calendar::{Date, Nation};
use crate::db::{self, Db, DbError};
use crate::law::RequesterKind;
use crate::law::requesters::{Understanding, understanding as presumed};
use crate::people;
use crate::requests::{NotDone, Reference, RequestRow, known};

/// Keeps what somebody found out of a child's understanding, wishes and family.
///
/// # Errors
/// Where the role may not, the request is over, or what has to be said is not said.
pub fn judge(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    found: Found,
    now: DateTime<Utc>,
) -> Result<(), NotDone> {
    db::transaction(db, |db| {
        let request = known(db, by, at)?;
        allow(by, Action::DecideIdentity, &[])?;
        if request.state.is_ended() {
            return Err(NotDone::NotNow("this request is over; open it again first"));
        }
        let found = found.checked()?;
        let id =
            store::add_understanding(db, request.id, &found, by.id, now).map_err(DbError::from)?;
        let about = About::request(request.id).object(id);
        Ok(audit::tell(db, &Who::from(by), Act::UnderstandingJudged, about, now)?)
    })
}

/// What the law presumes of the person a request is about; `None` where no day of birth is known.
///
/// # Errors
/// Where the database cannot be read.
pub fn law_of(
    db: &mut Db,
    request: &RequestRow,
    today: Date,
) -> Result<Option<Understanding>, DbError> {
    let subject = people::subject(db, request.subject_id)?;
    let born = subject.and_then(|subject| subject.born_on);
    let nation = Nation::from_name(&request.nation).unwrap_or(Nation::England);
    Ok(born.and_then(|born| today.years_since(born)).map(|age| presumed(nation, age)))
}

/// What keeps us from answering this requester, as far as a child goes.
///
/// # Errors
/// Where the database cannot be read.
pub fn in_the_way(
    db: &mut Db,
    request: &RequestRow,
    today: Date,
) -> Result<Option<&'static str>, DbError> {
    let Some(kind) = RequesterKind::from_name(&request.requester_kind) else { return Ok(None) };
    let law = law_of(db, request, today)?;
    let found = store::understandings(db, request.id)?.into_iter().next();
    Ok(understanding::in_the_way(kind, law, found.as_ref().map(|row| &row.found)))
}
