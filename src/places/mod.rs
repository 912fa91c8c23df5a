//! Where a record may lie: the plan of a reasonable and proportionate search (UK GDPR article
//! 15(1A)), and the paper volumes of a place with the days they cover.

mod actions;
mod pages;
mod store;

pub use actions::{NewPlace, NewVolume, list_volume, plan, remove_volume};
pub use pages::{add_place, add_volume, drop_volume, show};
pub use store::{PlaceRow, VolumeRow};

use crate::db::{Db, DbError, Id};

/// The places of a request's plan, in the order in which they were planned.
///
/// # Errors
/// Where the database cannot be read.
pub fn of_request(db: &mut Db, request: Id) -> Result<Vec<PlaceRow>, DbError> {
    Ok(store::of_request(db, request)?)
}
