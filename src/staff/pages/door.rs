//! Who a browser's cookie or a program's token stands for.

use chrono::Duration;

use crate::access::Actor;
use crate::db::{self, DbError};
use crate::links;
use crate::staff::{password, store, tokens};
use crate::web::{Doorkeeper, Entrant, Services};

/// The page on which one's password is changed, as its route is written.
pub const CHANGING: &str = "/account/password";

/// Finds who a cookie or a token stands for.
pub struct Door;

impl Doorkeeper for Door {
    fn by_cookie(
        &self,
        services: &Services,
        cookie: &str,
        touches: bool,
    ) -> Result<Option<Entrant>, DbError> {
        let mut db = db::connection(&services.pool)?;
        let now = services.clock.now();
        let Some((session, colleague)) = store::session(&mut db, &links::hash_of(cookie))? else {
            return Ok(None);
        };
        let access = &services.settings.access;
        let idle = session.seen_at.and_utc() + Duration::minutes(access.idle_minutes);
        let total = session.started_at.and_utc() + Duration::hours(access.max_hours);
        if idle <= now || total <= now {
            return Ok(None);
        }
        // Once a minute is enough to tell idle from busy, and spares a write a page.
        if touches && now - session.seen_at.and_utc() > Duration::minutes(1) {
            store::touch(&mut db, session.id, now)?;
        }
        // Asked of the sign-in, not of the moment: nobody is turned out of a form half written.
        let first = match access.password_days {
            0 => None,
            days => password::holds_until(store::password_set_at(&mut db, colleague.id)?, days)
                .filter(|until| *until <= session.started_at.and_utc())
                .map(|_| (CHANGING, "change your password first: its time is over")),
        };
        Ok(Some(Entrant { actor: colleague.into(), first }))
    }

    fn by_bearer(&self, services: &Services, token: &str) -> Result<Option<Actor>, DbError> {
        let now = services.clock.now();
        let Some((id, staff)) = tokens::read(&services.signing_key, token, now) else {
            return Ok(None);
        };
        let mut db = db::connection(&services.pool)?;
        let found = store::token(&mut db, id)?;
        Ok(found
            .filter(|(row, colleague)| row.revoked_at.is_none() && colleague.id == staff)
            .map(|(_, colleague)| colleague.into()))
    }
}
