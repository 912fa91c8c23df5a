//! How the parts of entries are kept.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::super::entries::Entry;
use super::ItemRow;
use crate::db::schema::item_entries;
use crate::db::{Db, Id};

type Row = (Id, String, String, String, String);

fn entry((item, at_time, present, discussion, decisions): Row) -> (Id, Entry) {
    (item, Entry { at_time, present, discussion, decisions })
}

macro_rules! entries {
    ($filter:expr) => {
        item_entries::table.filter($filter).order(item_entries::item_id).select((
            item_entries::item_id,
            item_entries::at_time,
            item_entries::present,
            item_entries::discussion,
            item_entries::decisions,
        ))
    };
}

pub fn entry_of(db: &mut Db, item: Id) -> QueryResult<Option<Entry>> {
    let row: Option<Row> = entries!(item_entries::item_id.eq(item)).first(db).optional()?;
    Ok(row.map(|row| entry(row).1))
}

pub fn entries_of(db: &mut Db, request: Id) -> QueryResult<HashMap<Id, Entry>> {
    let rows: Vec<Row> = entries!(item_entries::request_id.eq(request)).load(db)?;
    Ok(rows.into_iter().map(entry).collect())
}

pub fn set_entry(
    db: &mut Db,
    item: &ItemRow,
    entry: &Entry,
    by: Id,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    diesel::delete(item_entries::table.find(item.id)).execute(db)?;
    diesel::insert_into(item_entries::table)
        .values((
            item_entries::item_id.eq(item.id),
            item_entries::request_id.eq(item.request_id),
            item_entries::at_time.eq(&entry.at_time),
            item_entries::present.eq(&entry.present),
            item_entries::discussion.eq(&entry.discussion),
            item_entries::decisions.eq(&entry.decisions),
            item_entries::made_by.eq(by),
            item_entries::made_at.eq(now.naive_utc()),
        ))
        .execute(db)?;
    Ok(())
}
