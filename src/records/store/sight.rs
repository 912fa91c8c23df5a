//! Who may know of which items.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use crate::db::schema::{assignments, item_readers, staff};
use crate::db::{Db, DbError, Id};
use crate::sight::Sight;

/// What of a record this person may know of.
pub fn sight(db: &mut Db, request: Id, by: Id) -> Result<Sight, DbError> {
    crate::sight::of(db, request, by)
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
