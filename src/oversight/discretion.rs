//! What the diary's reader is not told: they ask who did what and when, not what lies apart.

use std::collections::BTreeSet;

use crate::audit::Line;
use crate::db::{Db, DbError, Id};
use crate::sight;

/// Takes the words out of lines about items that are kept for named people or set apart as legal
/// advice. The lines stay, so that nothing is missing from the chain.
///
/// # Errors
/// Where the database cannot be read.
pub fn keep_back(db: &mut Db, lines: &mut [Line]) -> Result<(), DbError> {
    let requests: BTreeSet<Id> = lines.iter().filter_map(|line| line.request_id).collect();
    let requests: Vec<Id> = requests.into_iter().collect();
    let sights = sight::from_outside(db, &requests)?;
    for line in lines {
        let sight = line.request_id.and_then(|request| sights.get(&request));
        if sight.is_some_and(|sight| !sight.hears(line.object_id, &line.detail)) {
            line.detail.clear();
        }
    }
    Ok(())
}
