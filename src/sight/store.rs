//! How what is kept apart is found.

use diesel::prelude::*;

use super::{KeptApart, Ties};
use crate::db::schema::{assignments, item_readers, items, openings, requests};
use crate::db::{Db, Id};

/// As the records keep it (`records::Level`).
pub const HIGHLY_SENSITIVE: &str = "highly_sensitive";

type Row = (Id, Id, i64, Option<Id>, String, bool);

/// The items of these requests that not everybody may know of, each with its request.
pub fn kept_apart(db: &mut Db, requests: &[Id]) -> QueryResult<Vec<(Id, KeptApart)>> {
    let rows: Vec<Row> = items::table
        .filter(items::request_id.eq_any(requests))
        .filter(items::level.eq(HIGHLY_SENSITIVE).or(items::privileged.eq(true)))
        .order(items::id)
        .select((
            items::request_id,
            items::id,
            items::number,
            items::upload_id,
            items::level,
            items::privileged,
        ))
        .load(db)?;
    Ok(rows
        .into_iter()
        .map(|(request, item, number, file, level, privileged)| {
            let highly_sensitive = level == HIGHLY_SENSITIVE;
            (request, KeptApart { item, number, file, highly_sensitive, privileged })
        })
        .collect())
}

/// The items that somebody is named for, for lists over several requests: `id.eq_any(named_for(…))`.
#[diesel::dsl::auto_type]
pub fn named_for(person: Id) -> _ {
    item_readers::table.filter(item_readers::staff_id.eq(person)).select(item_readers::item_id)
}

/// What ties somebody to a request.
pub fn ties(db: &mut Db, request: Id, person: Id) -> QueryResult<Ties> {
    let owner: Option<Id> = requests::table.find(request).select(requests::owner_id).first(db)?;
    let assigned: i64 = assignments::table
        .filter(assignments::request_id.eq(request))
        .filter(assignments::staff_id.eq(person))
        .count()
        .get_result(db)?;
    let passing: i64 = openings::table
        .filter(openings::request_id.eq(request))
        .filter(openings::staff_id.eq(person))
        .filter(openings::ended_at.is_null())
        .count()
        .get_result(db)?;
    let named: Vec<Id> = item_readers::table
        .inner_join(items::table)
        .filter(items::request_id.eq(request))
        .filter(item_readers::staff_id.eq(person))
        .select(item_readers::item_id)
        .load(db)?;
    Ok(Ties {
        leads: owner == Some(person),
        assigned: assigned > 0 && passing == 0,
        named: named.into_iter().collect(),
    })
}
