//! How newer holidays and the days of warnings are kept.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use diesel::prelude::*;

use crate::db::schema::{clock_warnings, holiday_lists};
use crate::db::{Db, Id};

/// A list of bank holidays as it came.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = holiday_lists)]
pub struct ListRow {
    pub id: Id,
    pub json: String,
    pub known_from: NaiveDate,
    pub known_to: NaiveDate,
    /// Nobody: it was imported on the command line.
    pub imported_by: Option<Id>,
    pub imported_at: NaiveDateTime,
}

pub fn lists(db: &mut Db) -> QueryResult<Vec<ListRow>> {
    holiday_lists::table
        .order((holiday_lists::imported_at, holiday_lists::id))
        .select(ListRow::as_select())
        .load(db)
}

pub fn add(
    db: &mut Db,
    json: &str,
    (from, to): (NaiveDate, NaiveDate),
    by: Option<Id>,
    now: DateTime<Utc>,
) -> QueryResult<Id> {
    let id = Id::new();
    diesel::insert_into(holiday_lists::table)
        .values((
            holiday_lists::id.eq(id),
            holiday_lists::json.eq(json),
            holiday_lists::known_from.eq(from),
            holiday_lists::known_to.eq(to),
            holiday_lists::imported_by.eq(by),
            holiday_lists::imported_at.eq(now.naive_utc()),
        ))
        .execute(db)?;
    Ok(id)
}

pub fn warnings(db: &mut Db) -> QueryResult<Vec<i64>> {
    clock_warnings::table.select(clock_warnings::days).load(db)
}

pub fn set_warnings(db: &mut Db, days: &[i64]) -> QueryResult<()> {
    diesel::delete(clock_warnings::table).execute(db)?;
    // One statement a row: the two databases share no form of several rows at once.
    for days in days {
        diesel::insert_into(clock_warnings::table)
            .values(clock_warnings::days.eq(days))
            .execute(db)?;
    }
    Ok(())
}
