//! The job that seals a signed pack.

use super::build::{gone, passing};
use super::store;
use crate::access::Who;
use crate::audit::{self, About, Act};
use crate::db::{self, DbError};
use crate::jobs::{Setback, Work};
use crate::requests::{self, Event};
use crate::vault::Fingerprint;
use crate::web::Services;

/// The job `pack.seal`: what was signed is what lies in the vault, byte by byte, and nothing it was
/// made from has changed; only then may it go.
///
/// # Errors
/// Where a file cannot be read, or is not the one that was signed.
pub fn seal_job(services: &Services, work: &Work) -> Result<(), Setback> {
    let id = work.id_in("pack")?;
    let mut db = work.db()?;
    let pack = store::find(&mut db, id).map_err(DbError::from)?.ok_or_else(|| gone("pack"))?;
    if pack.state != "signed" {
        return Ok(());
    }
    for volume in store::volumes(&mut db, id).map_err(DbError::from)? {
        let file: Fingerprint = volume.sha256.parse().map_err(|_| gone("file"))?;
        let bytes = services.vault.get_blocking(file).map_err(passing)?;
        if Fingerprint::of(&bytes) != file {
            return Err(Setback::Final("a file of the pack is not the one that was signed".into()));
        }
    }
    let now = work.now();
    db::transaction(&mut db, |db| {
        let request = requests::by_id(db, pack.request_id)?.ok_or_else(|| gone("request"))?;
        if super::fingerprint(db, &request)? != pack.fingerprint {
            store::void(db, request.id).map_err(DbError::from)?;
            audit::tell(
                db,
                &Who::System,
                Act::PackVoided,
                About::request(request.id).object(id),
                now,
            )?;
            requests::advance(db, &Who::System, &request, Event::Changed, "", now)
                .map_err(|e| Setback::Final(e.to_string()))?;
            return Ok(());
        }
        if store::seal(db, id, now).map_err(DbError::from)? {
            let words = format!("fingerprint {}", pack.fingerprint);
            audit::tell(
                db,
                &Who::System,
                Act::PackSealed,
                About::request(request.id).object(id).words(words),
                now,
            )?;
            requests::advance(db, &Who::System, &request, Event::Sealed, "", now)
                .map_err(|e| Setback::Final(e.to_string()))?;
        }
        Ok::<_, Setback>(())
    })
}
