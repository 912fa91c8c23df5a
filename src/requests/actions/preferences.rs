//! Changing how the requester would like to be written to.

use chrono::{DateTime, Utc};

use super::{NotDone, known};
use crate::access::{Action, Actor, Who, allow};
use crate::audit::{self, About, Act};
use crate::db::{self, Db, DbError};
use crate::requests::preferences::Preferences;
use crate::requests::{Reference, store};

/// Keeps what the requester asked for; letters and packs made from then on heed it.
///
/// # Errors
/// Where the role may not, the request is over, or another language is not named.
pub fn change_preferences(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    wishes: Preferences,
    now: DateTime<Utc>,
) -> Result<(), NotDone> {
    db::transaction(db, |db| {
        let request = known(db, by, at)?;
        allow(by, Action::ManageRequest, &[])?;
        if request.state.is_ended() {
            return Err(NotDone::NotNow("this request is over; open it again first"));
        }
        let wishes = wishes.checked()?;
        store::set_preferences(db, request.id, &wishes, Some(by.id), now).map_err(DbError::from)?;
        let about = About::request(request.id).words("wrote down how to write to the requester");
        Ok(audit::tell(db, &Who::from(by), Act::RequestChanged, about, now)?)
    })
}
