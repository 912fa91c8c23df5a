//! Who may know of which items.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::super::Level;
use super::super::sight::{KeptApart, Sight, Ties};
use super::{is_assigned, items};
use crate::db::schema::{assignments, item_readers, requests, staff};
use crate::db::{Db, Id};

/// What of a record this person may know of.
pub fn sight(db: &mut Db, request: Id, by: Id) -> QueryResult<Sight> {
    let kept_apart: Vec<(Id, Level, bool)> = items::table
        .filter(items::request_id.eq(request))
        .filter(items::level.eq(Level::HighlySensitive).or(items::privileged.eq(true)))
        .select((items::id, items::level, items::privileged))
        .load(db)?;
    if kept_apart.is_empty() {
        return Ok(Sight::default());
    }
    let owner: Option<Id> = requests::table.find(request).select(requests::owner_id).first(db)?;
    let named: Vec<Id> = item_readers::table
        .inner_join(items::table)
        .filter(items::request_id.eq(request))
        .filter(item_readers::staff_id.eq(by))
        .select(item_readers::item_id)
        .load(db)?;
    let ties = Ties {
        leads: owner == Some(by),
        assigned: is_assigned(db, request, by)?,
        named: named.into_iter().collect(),
    };
    let kept_apart: Vec<KeptApart> = kept_apart
        .into_iter()
        .map(|(item, level, privileged)| KeptApart { item, level, privileged })
        .collect();
    Ok(Sight::of(&kept_apart, &ties))
}

/// Those who work on a request, by name.
pub fn at_work(db: &mut Db, request: Id) -> QueryResult<Vec<(Id, String)>> {
    assignments::table
        .inner_join(staff::table.on(staff::id.eq(assignments::staff_id)))
        .filter(assignments::request_id.eq(request))
        .order((staff::name, staff::id))
        .select((staff::id, staff::name))
        .load(db)
}

/// Somebody named for an item.
#[derive(Debug, Clone, Queryable)]
pub struct Reader {
    pub staff: Id,
    pub name: String,
    pub reason: String,
}

pub fn readers(db: &mut Db, item: Id) -> QueryResult<Vec<Reader>> {
    item_readers::table
        .inner_join(staff::table.on(staff::id.eq(item_readers::staff_id)))
        .filter(item_readers::item_id.eq(item))
        .order((staff::name, staff::id))
        .select((item_readers::staff_id, staff::name, item_readers::reason))
        .load(db)
}

/// Names somebody for an item; who is named already stays so, with the reason they had.
pub fn name_reader(
    db: &mut Db,
    item: Id,
    reader: Id,
    reason: &str,
    by: Id,
    now: DateTime<Utc>,
) -> QueryResult<bool> {
    let known: i64 = item_readers::table.find((item, reader)).count().get_result(db)?;
    if known > 0 {
        return Ok(false);
    }
    diesel::insert_into(item_readers::table)
        .values((
            item_readers::item_id.eq(item),
            item_readers::staff_id.eq(reader),
            item_readers::reason.eq(reason),
            item_readers::named_by.eq(by),
            item_readers::named_at.eq(now.naive_utc()),
        ))
        .execute(db)?;
    Ok(true)
}

pub fn end_reader(db: &mut Db, item: Id, reader: Id) -> QueryResult<bool> {
    Ok(diesel::delete(item_readers::table.find((item, reader))).execute(db)? > 0)
}
