//! How what was said of many items at once is done, kept and taken back: a few statements, however
//! many items there are.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::IntoSql as _;
use diesel::prelude::*;
use diesel::sql_types::{Text, Timestamp};

use super::lists::{Filter, matching};
use super::{Category, Hand, Level};
use crate::calendar::Date;
use crate::db::schema::{bulk_changed_items, bulk_changes, item_readers, items};
use crate::db::{Db, Id};
use crate::records::bulk::Change;

/// Items named in one statement: SQLite takes 32,766 values in one.
const AT_ONCE: usize = 10_000;

/// What an item says of itself, as far as it can be changed together with others.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = items)]
pub struct Facts {
    pub id: Id,
    pub number: i64,
    pub title: String,
    pub kind: Category,
    pub source: String,
    pub provider: String,
    pub level: Level,
    pub hand: Hand,
    pub event_on: Option<Date>,
    pub topics: String,
    pub level_reason: String,
    pub traits: String,
    pub privileged: bool,
}

/// What the items that fit say of themselves, by number.
pub fn facts_of(db: &mut Db, request: Id, filter: &Filter) -> QueryResult<Vec<Facts>> {
    matching(request, filter).order(items::number.asc()).select(Facts::as_select()).load(db)
}

/// What is new of many items.
#[derive(AsChangeset)]
#[diesel(table_name = items)]
struct Said<'a> {
    kind: Option<Category>,
    source: Option<&'a str>,
    provider: Option<&'a str>,
    level: Option<Level>,
    hand: Option<Hand>,
    event_on: Option<Date>,
    topics: Option<&'a str>,
    level_reason: Option<&'a str>,
    traits: Option<&'a str>,
}

/// An act on many items.
pub struct NewChange<'a> {
    pub request: Id,
    pub change: &'a Change,
    /// As it can be read again.
    pub said: &'a str,
    pub by: Id,
}

/// Keeps what the items say now, and says the new of them. Each `after` belongs to the `before` at
/// its place.
pub fn change_items(
    db: &mut Db,
    new: &NewChange<'_>,
    (before, after): (&[Facts], &[Facts]),
    now: DateTime<Utc>,
) -> QueryResult<Id> {
    let id = Id::new();
    diesel::insert_into(bulk_changes::table)
        .values((
            bulk_changes::id.eq(id),
            bulk_changes::request_id.eq(new.request),
            bulk_changes::said.eq(new.said),
            bulk_changes::items.eq(i64::try_from(before.len()).unwrap_or(i64::MAX)),
            bulk_changes::made_by.eq(new.by),
            bulk_changes::made_at.eq(now.naive_utc()),
        ))
        .execute(db)?;
    let ids: Vec<&str> = before.iter().map(|item| item.id.as_str()).collect();
    for part in ids.chunks(AT_ONCE) {
        keep(db, id, part)?;
    }
    // What an item was about already stays, so the items fall into a few sorts.
    let mut sorts: HashMap<(&str, &str), Vec<&str>> = HashMap::new();
    for item in after {
        sorts.entry((&item.topics, &item.traits)).or_default().push(item.id.as_str());
    }
    let change = new.change;
    for ((topics, traits), ids) in &sorts {
        let said = Said {
            kind: change.kind,
            source: change.source.as_deref(),
            provider: change.provider.as_deref(),
            level: change.level.as_ref().map(|new| new.level),
            hand: change.hand,
            event_on: change.event_on,
            topics: Some(topics),
            level_reason: change.level.as_ref().map(|new| new.reason.as_str()),
            traits: Some(traits),
        };
        for part in ids.chunks(AT_ONCE) {
            let these = items::table.filter(items::id.eq_any(part.iter().copied()));
            diesel::update(these).set(&said).execute(db)?;
        }
    }
    Ok(id)
}

fn keep(db: &mut Db, change: Id, part: &[&str]) -> QueryResult<usize> {
    items::table
        .filter(items::id.eq_any(part.iter().copied()))
        .select((
            change.into_sql::<Text>(),
            items::id,
            items::kind,
            items::source,
            items::provider,
            items::level,
            items::hand,
            items::event_on,
            items::topics,
            items::level_reason,
            items::traits,
        ))
        .insert_into(bulk_changed_items::table)
        .into_columns((
            bulk_changed_items::change_id,
            bulk_changed_items::item_id,
            bulk_changed_items::kind,
            bulk_changed_items::source,
            bulk_changed_items::provider,
            bulk_changed_items::level,
            bulk_changed_items::hand,
            bulk_changed_items::event_on,
            bulk_changed_items::topics,
            bulk_changed_items::level_reason,
            bulk_changed_items::traits,
        ))
        .execute(db)
}

/// Names somebody for every item of a change, unless they are.
pub fn name_reader_of_all(
    db: &mut Db,
    change: Id,
    (reader, reason): (Id, &str),
    now: DateTime<Utc>,
) -> QueryResult<usize> {
    diesel::sql_query(
        "INSERT INTO item_readers (item_id, staff_id, reason, named_by, named_at) \
         SELECT c.item_id, $1, $2, $1, $3 FROM bulk_changed_items c WHERE c.change_id = $4 \
         AND NOT EXISTS \
         (SELECT 1 FROM item_readers r WHERE r.item_id = c.item_id AND r.staff_id = $1)",
    )
    .bind::<Text, _>(reader)
    .bind::<Text, _>(reason)
    .bind::<Timestamp, _>(now.naive_utc())
    .bind::<Text, _>(change)
    .execute(db)
}

/// An act on many items as it is kept.
#[derive(Debug, Clone, Queryable)]
pub struct ChangeRow {
    pub id: Id,
    pub said: String,
    pub items: i64,
    pub made_at: NaiveDateTime,
    pub undone_at: Option<NaiveDateTime>,
}

/// The last that somebody changed of a request.
pub fn last_change(db: &mut Db, request: Id, by: Id) -> QueryResult<Option<ChangeRow>> {
    bulk_changes::table
        .filter(bulk_changes::request_id.eq(request))
        .filter(bulk_changes::made_by.eq(by))
        .order((bulk_changes::made_at.desc(), bulk_changes::id.desc()))
        .select((
            bulk_changes::id,
            bulk_changes::said,
            bulk_changes::items,
            bulk_changes::made_at,
            bulk_changes::undone_at,
        ))
        .first(db)
        .optional()
}

/// The items of a change as they were before it, by number.
pub fn facts_before(db: &mut Db, change: Id) -> QueryResult<Vec<Facts>> {
    bulk_changed_items::table
        .inner_join(items::table)
        .filter(bulk_changed_items::change_id.eq(change))
        .order(items::number)
        .select((
            items::id,
            items::number,
            items::title,
            bulk_changed_items::kind,
            bulk_changed_items::source,
            bulk_changed_items::provider,
            bulk_changed_items::level,
            bulk_changed_items::hand,
            bulk_changed_items::event_on,
            bulk_changed_items::topics,
            bulk_changed_items::level_reason,
            bulk_changed_items::traits,
            items::privileged,
        ))
        .load(db)
}

/// The items of a change as they are now, by number.
pub fn facts_now(db: &mut Db, change: Id) -> QueryResult<Vec<Facts>> {
    bulk_changed_items::table
        .inner_join(items::table)
        .filter(bulk_changed_items::change_id.eq(change))
        .order(items::number)
        .select(Facts::as_select())
        .load(db)
}

/// Gives every item of a change back what was said of it before; `false` where somebody was faster.
pub fn undo_change(
    db: &mut Db,
    change: &ChangeRow,
    by: Id,
    now: DateTime<Utc>,
) -> QueryResult<bool> {
    let standing = bulk_changes::table.find(change.id).filter(bulk_changes::undone_at.is_null());
    let undone =
        diesel::update(standing).set(bulk_changes::undone_at.eq(now.naive_utc())).execute(db)?;
    if undone == 0 {
        return Ok(false);
    }
    diesel::sql_query(
        "UPDATE items SET (kind, source, provider, level, hand, event_on, topics, level_reason, \
         traits) = (SELECT b.kind, b.source, b.provider, b.level, b.hand, b.event_on, b.topics, \
         b.level_reason, b.traits FROM bulk_changed_items b \
         WHERE b.change_id = $1 AND b.item_id = items.id) \
         WHERE id IN (SELECT item_id FROM bulk_changed_items WHERE change_id = $1)",
    )
    .bind::<Text, _>(change.id)
    .execute(db)?;
    let of_change = bulk_changed_items::table
        .filter(bulk_changed_items::change_id.eq(change.id))
        .select(bulk_changed_items::item_id);
    let named = item_readers::table
        .filter(item_readers::item_id.eq_any(of_change))
        .filter(item_readers::staff_id.eq(by))
        .filter(item_readers::named_at.eq(change.made_at));
    diesel::delete(named).execute(db)?;
    Ok(true)
}
