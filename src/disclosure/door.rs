//! A page behind a link and a code: the right code opens a visit, the fifth wrong one closes the link.

use chrono::{DateTime, Duration, Utc};

use super::collect::{NotOpened, tell_owner};
use crate::access::Who;
use crate::audit::{self, About, Act};
use crate::db::{self, Db, DbError};
use crate::links::{self, LinkRow, NewLink, Purpose, code};
use crate::problem::Invalid;
use crate::settings::Settings;
use crate::staff::hashing;

/// What stands behind a door, and what is said of it.
pub struct Door {
    pub purpose: Purpose,
    /// What the diary says it is about.
    pub about: fn(&LinkRow) -> About,
    /// Told to staff when the fifth wrong code closed the link.
    pub closed: &'static str,
    /// The part of the request's address that staff then look at.
    pub place: &'static str,
    /// What is done when it opens.
    pub opened: fn(&mut Db, &LinkRow, &Who, DateTime<Utc>) -> Result<(), DbError>,
}

/// Whether a code is right. Computed before the transaction: it takes a while by design.
pub fn is_right(link: &LinkRow, typed: &str) -> bool {
    hashing::is(&code::plain(typed), link.code_hash.as_deref())
}

/// Opens a visit and gives the token of its cookie; a wrong code is counted, and the fifth closes
/// the link and tells staff.
///
/// # Errors
/// Where the link is dead or the code is wrong.
pub fn enter(
    db: &mut Db,
    door: &Door,
    (token, right): (&str, bool),
    settings: &Settings,
    now: DateTime<Utc>,
) -> Result<String, NotOpened> {
    let outcome = db::transaction(db, |db| {
        let link = links::look(db, door.purpose, token, now)?;
        let by = Who::Requester(link.person.clone());
        if !right {
            let blocked = links::wrong_code(db, link.id, now)?;
            let words = if blocked { "for the fifth time; the link is closed" } else { "" };
            audit::tell(db, &by, Act::CodeRefused, (door.about)(&link).words(words), now)?;
            if blocked {
                tell_owner(db, &link, door.closed, door.place, settings, now)?;
            }
            return Ok(None);
        }
        links::spend(db, door.purpose, token, now)?;
        let visit = NewLink {
            purpose: Purpose::Visit,
            object: link.object_id,
            request: link.request_id,
            person: link.person.clone(),
            lives: Duration::minutes(settings.access.idle_minutes),
            max_uses: 1_000,
            code_hash: None,
        };
        let (_, cookie) = links::make(db, &visit, now)?;
        (door.opened)(db, &link, &by, now)?;
        Ok::<_, NotOpened>(Some(cookie))
    })?;
    outcome.ok_or_else(|| {
        let words =
            "that is not the code; look at it again. After five wrong tries the link closes";
        Invalid::new("code", words).into()
    })
}
