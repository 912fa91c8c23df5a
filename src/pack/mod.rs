//! The pack: letter, explanation, index, chronology and the redacted documents, bound, verified
//! and fingerprinted.

mod actions;
mod build;
mod contested;
mod copies;
mod discreet;
mod entries;
mod fingerprint;
mod front;
mod guide;
pub mod letters;
mod pages;
mod seal;
mod store;
mod voices;

use chrono::{DateTime, Utc};

pub use actions::{Hindrance, NotPacked, ask, hindrances};
pub use build::build;
pub use pages::{ask_for_pack, show_pack, volume, write_letter};
pub use seal::seal_job;
pub use store::{PackItem, PackRow, PlacedRow, Sources, VolumeRow};

use crate::access::{Actor, Who};
use crate::db::{Db, DbError, Id};
use crate::jobs::{self, Job};
use crate::records;
use crate::requests::RequestRow;

/// Everything the request's pack is made from, as it stands now.
///
/// # Errors
/// Where the database cannot be read.
pub fn sources(db: &mut Db, request: &RequestRow) -> Result<Sources, DbError> {
    Ok(store::sources(db, request)?)
}

/// Whether everything that the pack releases may be known to this person: its pages show it all.
///
/// # Errors
/// Where the database cannot be read.
pub fn in_sight(db: &mut Db, request: &RequestRow, by: &Actor) -> Result<bool, DbError> {
    let sight = records::sight(db, request.id, by)?;
    if sight.is_whole() {
        return Ok(true);
    }
    let sources = store::sources(db, request)?;
    Ok(sources.items.iter().all(|item| !item.is_released() || sight.sees(item.id)))
}

/// What a signature binds to, as it stands now.
///
/// # Errors
/// Where the database cannot be read.
pub fn fingerprint(db: &mut Db, request: &RequestRow) -> Result<String, DbError> {
    Ok(fingerprint::of(&store::sources(db, request)?))
}

/// The pack that counts: building, built, signed or sealed.
///
/// # Errors
/// Where the database cannot be read.
pub fn current(db: &mut Db, request: Id) -> Result<Option<PackRow>, DbError> {
    Ok(store::current(db, request)?)
}

/// # Errors
/// Where the database cannot be read.
pub fn find(db: &mut Db, pack: Id) -> Result<Option<PackRow>, DbError> {
    Ok(store::find(db, pack)?)
}

/// The files of a pack, in their order.
///
/// # Errors
/// Where the database cannot be read.
pub fn volumes(db: &mut Db, pack: Id) -> Result<Vec<VolumeRow>, DbError> {
    Ok(store::volumes(db, pack)?)
}

/// Where each item stands in a pack.
///
/// # Errors
/// Where the database cannot be read.
pub fn placed(db: &mut Db, pack: Id) -> Result<Vec<PlacedRow>, DbError> {
    Ok(store::placed(db, pack)?)
}

/// Makes the pack that counts void: it is not what would go any more.
///
/// # Errors
/// Where the database refuses.
pub fn void(db: &mut Db, request: Id) -> Result<bool, DbError> {
    Ok(store::void(db, request)? > 0)
}

/// Marks the built pack as signed and lets it be sealed; `false` where it does not stand built.
///
/// # Errors
/// Where the database refuses.
pub fn sign(db: &mut Db, pack: &PackRow, by: &Actor, now: DateTime<Utc>) -> Result<bool, DbError> {
    let signed = store::sign(db, pack.id, by.id, now)?;
    if signed {
        let job = Job::new("pack.seal", serde_json::json!({ "pack": pack.id }));
        jobs::enqueue(db, job.once(format!("seal {}", pack.id)).of(pack.request_id), now)?;
    }
    Ok(signed)
}

/// The request's pack was built, or could not be; who asked is told in the diary.
fn system() -> Who {
    Who::System
}
