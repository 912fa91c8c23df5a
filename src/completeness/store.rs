//! How statements about completeness are kept.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::actions::{Statement, Verdict};
use super::entries::Held;
use crate::calendar::Date;
use crate::db::schema::{completeness, items, paper_volumes, places, staff};
use crate::db::{self, Db, Id};
use crate::records::{Category, Level};

db::kept_as_text!(Verdict);

/// What somebody said of an entry.
#[derive(Debug, Clone, Queryable)]
pub struct Said {
    pub entry: String,
    pub verdict: Verdict,
    pub words: String,
    pub by: String,
}

pub fn said(db: &mut Db, request: Id) -> QueryResult<Vec<Said>> {
    completeness::table
        .inner_join(staff::table.on(staff::id.eq(completeness::made_by)))
        .filter(completeness::request_id.eq(request))
        .select((completeness::entry, completeness::verdict, completeness::words, staff::name))
        .load(db)
}

pub fn keep(
    db: &mut Db,
    request: Id,
    new: &Statement,
    by: Id,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    let known = completeness::table.find((request, &new.entry));
    let changed = diesel::update(known)
        .set((
            completeness::verdict.eq(new.verdict),
            completeness::words.eq(&new.words),
            completeness::made_by.eq(by),
            completeness::made_at.eq(now.naive_utc()),
        ))
        .execute(db)?;
    if changed == 0 {
        diesel::insert_into(completeness::table)
            .values((
                completeness::request_id.eq(request),
                completeness::entry.eq(&new.entry),
                completeness::verdict.eq(new.verdict),
                completeness::words.eq(&new.words),
                completeness::made_by.eq(by),
                completeness::made_at.eq(now.naive_utc()),
            ))
            .execute(db)?;
    }
    Ok(())
}

/// The items of a request that everybody who works on it may know of.
pub fn held(db: &mut Db, request: Id) -> QueryResult<Vec<Held>> {
    type Row = (i64, Category, String, Option<Date>, Option<Date>);
    let rows: Vec<Row> = items::table
        .filter(items::request_id.eq(request))
        .filter(items::privileged.eq(false))
        .filter(items::level.ne(Level::HighlySensitive))
        .order(items::number)
        .select((items::number, items::kind, items::source, items::event_on, items::recorded_on))
        .load(db)?;
    Ok(rows
        .into_iter()
        .map(|(number, kind, source, event_on, recorded_on)| Held {
            number,
            kind,
            source,
            event_on,
            recorded_on,
        })
        .collect())
}

/// Volumes that are there: place, label, first and last day.
pub fn volumes(db: &mut Db, request: Id) -> QueryResult<Vec<(String, String, Date, Date)>> {
    paper_volumes::table
        .inner_join(places::table)
        .filter(places::request_id.eq(request))
        .filter(paper_volumes::removed_at.is_null())
        .filter(paper_volumes::held.eq(true))
        .order(paper_volumes::from_on)
        .select((places::name, paper_volumes::label, paper_volumes::from_on, paper_volumes::to_on))
        .load(db)
}
