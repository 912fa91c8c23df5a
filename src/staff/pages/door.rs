//! Who a browser's cookie or a program's token stands for.

use chrono::Duration;

use crate::access::Actor;
use crate::db::{self, DbError};
use crate::links;
use crate::staff::{store, tokens};
use crate::web::{Doorkeeper, Services};

/// Finds who a cookie or a token stands for.
pub struct Door;

impl Doorkeeper for Door {
    fn by_cookie(
        &self,
        services: &Services,
        cookie: &str,
        touches: bool,
    ) -> Result<Option<Actor>, DbError> {
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
        Ok(Some(colleague.into()))
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
