//! After the release: proof of delivery, taking back, closing.

use chrono::{DateTime, Utc};

use super::actions::NotReleased;
use super::store;
use crate::access::{Action, Actor, Who, allow};
use crate::audit::{self, About, Act};
use crate::db::{self, Db, DbError, Id};
use crate::links;
use crate::problem::Invalid;
use crate::requests::{self, Event, Reference, RequestRow};

fn entry(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    id: Id,
) -> Result<(RequestRow, store::DisclosureRow), NotReleased> {
    let request = requests::seen_by(db, by, at)?.ok_or_else(|| NotReleased::Unknown(at.clone()))?;
    allow(by, Action::ReleasePack, &[])?;
    let found = store::find(db, id).map_err(DbError::from)?;
    let entry = found.filter(|d| d.request_id == request.id).ok_or(NotReleased::NoEntry)?;
    Ok((request, entry))
}

/// Enters the proof that a delivery arrived.
///
/// # Errors
/// Where no words say what proves it.
pub fn prove(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    id: Id,
    proof: &str,
    now: DateTime<Utc>,
) -> Result<(), NotReleased> {
    db::transaction(db, |db| {
        let (request, entry) = entry(db, by, at, id)?;
        let proof = proof.trim();
        if proof.is_empty() || proof.len() > 2_000 {
            return Err(Invalid::new(
                "proof",
                "say what proves that it arrived, such as a tracking number or who signed",
            )
            .into());
        }
        if !store::received(db, entry.id, proof, now).map_err(DbError::from)? {
            return Err(NotReleased::NoEntry);
        }
        Ok(audit::tell(
            db,
            &Who::from(by),
            Act::DeliveryProved,
            About::request(request.id).object(id),
            now,
        )?)
    })
}

/// Takes a release back: its link opens nothing any more.
///
/// # Errors
/// Where no reason is given.
pub fn revoke(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    id: Id,
    reason: &str,
    now: DateTime<Utc>,
) -> Result<(), NotReleased> {
    db::transaction(db, |db| {
        let (request, entry) = entry(db, by, at, id)?;
        if reason.trim().is_empty() || reason.len() > 2_000 {
            return Err(Invalid::new("reason", "say why the pack is revoked").into());
        }
        if !store::advance(db, entry.id, &["released", "opened", "delivered"], "revoked")
            .map_err(DbError::from)?
        {
            return Err(NotReleased::NoEntry);
        }
        links::withdraw(db, entry.id, now)?;
        let about = About::request(request.id).object(id).words(reason.trim());
        Ok(audit::tell(db, &Who::from(by), Act::PackRevoked, about, now)?)
    })
}

/// Closes the request.
///
/// # Errors
/// Where the pack was not released.
pub fn close(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    now: DateTime<Utc>,
) -> Result<(), NotReleased> {
    db::transaction(db, |db| {
        let request =
            requests::seen_by(db, by, at)?.ok_or_else(|| NotReleased::Unknown(at.clone()))?;
        allow(by, Action::ReleasePack, &[])?;
        requests::advance(db, &Who::from(by), &request, Event::Closed, "", now)?;
        store::close(db, request.id, now).map_err(DbError::from)?;
        Ok(())
    })
}
