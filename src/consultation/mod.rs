//! Who is heard before something is shared: whoever gave it, whoever it is also about, and the
//! manager who advises that it be kept back for now. Nobody of them has a veto; each is answered.

pub mod originators;
pub mod restrictions;
pub mod third_parties;

mod pages;
mod queue;

pub use pages::index;
pub use queue::{ToDo, to_do};

use crate::db::{Db, DbError};
use crate::requests::{NotDone, RequestRow, State};

/// Something that must be settled before a pack is asked for, and the place that settles it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsettled {
    pub words: String,
    /// Within the request: `consultations/…`.
    pub place: String,
}

/// What stands between this request and its pack.
///
/// # Errors
/// Where the database cannot be read.
pub fn unsettled(db: &mut Db, request: &RequestRow) -> Result<Vec<Unsettled>, DbError> {
    let mut found = originators::unsettled(db, request.id)?;
    found.extend(third_parties::unsettled(db, request)?);
    found.extend(restrictions::unsettled(db, request.id)?);
    Ok(found)
}

/// People are heard while marks and decisions can still follow what they say.
fn in_time(request: &RequestRow) -> Result<(), NotDone> {
    match request.state {
        State::Validating | State::Scoping | State::Gathering | State::Reviewing => Ok(()),
        State::Received
        | State::AwaitingIdentity
        | State::AwaitingFee
        | State::AwaitingClarification
        | State::Checking
        | State::AwaitingSignoff
        | State::Approved
        | State::Sealed
        | State::PartDisclosed
        | State::Disclosed
        | State::Closed
        | State::Refused
        | State::Redirected
        | State::Withdrawn
        | State::Lapsed
        | State::Reopened => Err(NotDone::NotNow(
            "people are consulted while the record is gathered and reviewed; take the request one step back first",
        )),
    }
}
