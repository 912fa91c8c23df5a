//! After the release: proof of delivery, taking back, closing.

use chrono::{DateTime, Utc};

use super::actions::NotReleased;
use super::how::How;
use super::meeting::Meeting;
use super::sending;
use super::store;
use crate::access::{Action, Actor, Who, allow};
use crate::audit::{self, About, Act};
use crate::db::{self, Db, DbError, Id};
use crate::links;
use crate::problem::Invalid;
use crate::requests::{self, Event, Reference, RequestRow};
use crate::settings::Settings;

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

/// Moves a reading to another day, place or companion; the person is told.
///
/// # Errors
/// Where it is not read together or is over, or the reason or who, when and where is missing.
pub fn move_reading(
    db: &mut Db,
    by: &Actor,
    (at, id): (&Reference, Id),
    (meeting, reason): (Result<Meeting, Invalid>, &str),
    settings: &Settings,
    now: DateTime<Utc>,
) -> Result<(), NotReleased> {
    db::transaction(db, |db| {
        let (request, entry) = entry(db, by, at, id)?;
        if entry.how != How::Reading.name() || entry.state != "released" {
            return Err(NotReleased::NoReading);
        }
        let meeting = meeting?;
        let reason = reason.trim();
        if reason.is_empty() || reason.len() > 2_000 {
            return Err(Invalid::new("reason", "say why the reading is moved").into());
        }
        store::add_reading(db, id, &meeting, reason, by.id, now).map_err(DbError::from)?;
        sending::arranged(db, &request, &meeting, settings, now)?;
        let about = About::request(request.id).object(id);
        Ok(audit::tell(db, &Who::from(by), Act::ReadingMoved, about, now)?)
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
