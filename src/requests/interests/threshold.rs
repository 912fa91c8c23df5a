//! Stands before every page of a request, whatever capability the page belongs to.

use super::actions::{self, found};
use super::rules::Standing;
use super::store;
use crate::access::{Actor, Who};
use crate::db::{self, DbError};
use crate::requests::Reference;
use crate::requests::store::within_reach;
use crate::web::{self, Passage, Services};

/// The page on which an interest is declared, as its route is written.
const DECLARING: &str = "/requests/{reference}/interest";
/// The page on which a request is first opened: there the authors of its record are looked at too.
const FRONT: &str = "/requests/{reference}";

/// Keeps requests from those who have an interest in them, and asks everybody once.
pub struct Threshold;

impl web::Threshold for Threshold {
    fn before(
        &self,
        services: &Services,
        actor: &Actor,
        pattern: &str,
        reference: Option<&str>,
    ) -> Result<Passage, DbError> {
        let mut db = db::connection(&services.pool)?;
        let now = services.clock.now();
        if pattern.starts_with("/requests") {
            actions::end_openings(&mut db, actor, now)?;
        }
        let Some(reference) = reference.and_then(|text| text.parse::<Reference>().ok()) else {
            return Ok(Passage::On);
        };
        // Those who may not know of it are answered by the page, as where there is none.
        let Some(request) = within_reach(&mut db, actor, &reference)? else {
            return Ok(Passage::On);
        };
        let said = store::standing(&mut db, request.id, actor.id)?;
        let asks = said.is_none();
        match said {
            Some(Standing::Conflict) => {
                actions::tell_refused(&mut db, actor, &request, now)?;
                return Ok(Passage::Missing);
            }
            Some(Standing::Cleared) => return Ok(Passage::On),
            Some(Standing::None) | None => {}
        }
        if let Some(found) = found(&mut db, &request, actor, asks || pattern == FRONT)? {
            let settings = &services.settings;
            actions::bar(&mut db, &request, actor, (found, ""), &Who::System, settings, now)?;
            actions::tell_refused(&mut db, actor, &request, now)?;
            return Ok(Passage::Missing);
        }
        if asks && pattern != DECLARING {
            return Ok(Passage::First(format!("/requests/{}/interest", request.reference)));
        }
        Ok(Passage::On)
    }
}
