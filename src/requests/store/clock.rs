//! How what moves the clock is kept.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;

use crate::db::schema::{clock_events, requests, staff};
use crate::db::{Db, Id};
use crate::law::EventKind;

/// Something that moved or stopped the clock.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = clock_events)]
pub struct ClockRow {
    pub kind: String,
    pub happened_on: NaiveDate,
    /// Ties an answer to what it answers.
    pub pair: Option<String>,
}

pub fn clock_events(db: &mut Db, request: Id) -> QueryResult<Vec<ClockRow>> {
    clock_events::table
        .filter(clock_events::request_id.eq(request))
        .order((clock_events::happened_on, clock_events::id))
        .select(ClockRow::as_select())
        .load(db)
}

/// What to keep of something that moved the clock.
pub struct NewClockEvent<'a> {
    pub request: Id,
    pub kind: EventKind,
    pub on: NaiveDate,
    pub pair: Option<&'a str>,
    pub words: &'a str,
    pub by: Option<Id>,
}

pub fn add_clock_event(
    db: &mut Db,
    event: &NewClockEvent<'_>,
    now: DateTime<Utc>,
) -> QueryResult<usize> {
    diesel::insert_into(clock_events::table)
        .values((
            clock_events::id.eq(Id::new()),
            clock_events::request_id.eq(event.request),
            clock_events::kind.eq(event.kind.name()),
            clock_events::happened_on.eq(event.on),
            clock_events::pair.eq(event.pair),
            clock_events::words.eq(event.words),
            clock_events::made_at.eq(now.naive_utc()),
            clock_events::made_by.eq(event.by),
        ))
        .execute(db)
}

pub fn set_due(db: &mut Db, request: Id, due: Option<NaiveDate>) -> QueryResult<usize> {
    diesel::update(requests::table.find(request)).set(requests::due_on.eq(due)).execute(db)
}

pub fn staff_name(db: &mut Db, id: Id) -> QueryResult<Option<String>> {
    staff::table.find(id).select(staff::name).first(db).optional()
}
