//! The same file in other requests, and what was decided about their marks here.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::{MarkRow, MarkShown};
use crate::db::schema::{items, marks, marks_left, requests, staff, subjects};
use crate::db::{Db, Id};

/// An item of another request: which, of which request, its reference, whose records.
pub type Sibling = (Id, Id, String, String);

/// The items of other requests that were made of the same file, page for page.
pub fn siblings(db: &mut Db, item: Id) -> QueryResult<Vec<Sibling>> {
    let (request, original, working): (Id, String, Option<String>) = items::table
        .find(item)
        .select((items::request_id, items::original_sha256, items::working_sha256))
        .first(db)?;
    let Some(working) = working else { return Ok(Vec::new()) };
    items::table
        .inner_join(requests::table.inner_join(subjects::table))
        .filter(items::original_sha256.eq(original))
        // Made of the same bytes at another time it may lie otherwise on its pages.
        .filter(items::working_sha256.eq(working))
        .filter(items::request_id.ne(request))
        .filter(items::privileged.eq(false))
        .order((requests::reference, items::number))
        .select((items::id, requests::id, requests::reference, subjects::name))
        .load(db)
}

/// The marks that stand on these items.
pub fn marks_of_items(db: &mut Db, all: &[Id]) -> QueryResult<Vec<MarkShown>> {
    let rows: Vec<(MarkRow, String)> = marks::table
        .inner_join(staff::table.on(staff::id.eq(marks::made_by)))
        .filter(marks::item_id.eq_any(all))
        .filter(marks::removed.eq(false))
        .order((marks::item_id, marks::page, marks::id))
        .select((MarkRow::as_select(), staff::name))
        .load(db)?;
    Ok(rows.into_iter().map(|(mark, by)| MarkShown { mark, by }).collect())
}

/// The marks of other requests that were left out here, each as it stood then.
pub fn marks_left(db: &mut Db, item: Id) -> QueryResult<Vec<(Id, i64)>> {
    marks_left::table
        .filter(marks_left::item_id.eq(item))
        .order((marks_left::mark_id, marks_left::mark_version))
        .select((marks_left::mark_id, marks_left::mark_version))
        .load(db)
}

pub fn leave_mark(
    db: &mut Db,
    item: Id,
    (mark, version): (Id, i64),
    reason: &str,
    by: Id,
    now: DateTime<Utc>,
) -> QueryResult<usize> {
    diesel::insert_into(marks_left::table)
        .values((
            marks_left::item_id.eq(item),
            marks_left::mark_id.eq(mark),
            marks_left::mark_version.eq(version),
            marks_left::reason.eq(reason),
            marks_left::decided_by.eq(by),
            marks_left::decided_at.eq(now.naive_utc()),
        ))
        .execute(db)
}
