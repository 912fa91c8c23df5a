//! Looking for legal advice in what came in, once it can be read.

use chrono::{DateTime, Utc};

use super::{store, words};
use crate::db::{DbError, Id};
use crate::jobs::{Setback, Work};
use crate::records;
use crate::vault::{Fingerprint, Vault};

/// Asks about each item of a file whose words speak of legal advice. What it asks twice, it asks once.
///
/// # Errors
/// Where something of ours fails.
pub fn look(vault: &Vault, work: &Work) -> Result<(), Setback> {
    let upload = work.id_in("upload")?;
    let now: DateTime<Utc> = work.now();
    let items = store::of_file(&mut *work.db()?, upload).map_err(DbError::from)?;
    for (item, request, layer) in items {
        let Some(layer) = layer else { continue };
        let file: Fingerprint = layer
            .parse()
            .map_err(|_| Setback::Final("the words' fingerprint is written wrong".into()))?;
        let bytes = vault.get_blocking(file)?;
        let pages = records::read_words(&bytes).map_err(|e| Setback::Final(e.to_string()))?;
        let texts =
            pages.iter().map(|page| page.iter().map(|word| word.text.as_str()).collect::<Vec<_>>());
        let found = words::found_in(texts);
        if !found.is_empty() {
            keep(work, (request, item), &found, now)?;
        }
    }
    Ok(())
}

fn keep(
    work: &Work,
    whose: (Id, Id),
    found: &[words::Sentence],
    now: DateTime<Utc>,
) -> Result<(), Setback> {
    store::keep_hint(&mut *work.db()?, whose, found, now).map_err(DbError::from)?;
    Ok(())
}
