//! What an import writes.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel::sql_types::Text;

use super::super::trails::TrailMessage;
use super::super::{Category, Hand, Level, View};
use super::{ItemRow, add_messages, item_pages, items};
use crate::db::schema::counters;
use crate::db::{Db, Id};

/// An item before it has been read.
#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = items, treat_none_as_default_value = false)]
pub struct NewItem {
    pub id: Id,
    pub request_id: Id,
    pub number: i64,
    pub parent_id: Option<Id>,
    pub upload_id: Option<Id>,
    pub duplicate_of: Option<Id>,
    pub title: String,
    pub file_name: String,
    pub source: String,
    pub kind: Category,
    pub author: String,
    pub provider: String,
    pub event_on: Option<chrono::NaiveDate>,
    pub level: Level,
    pub topics: String,
    pub traits: String,
    pub hand: Hand,
    pub privileged: bool,
    pub original_sha256: String,
    pub original_bytes: i64,
    pub pages: i64,
    pub view: View,
    pub made_at: chrono::NaiveDateTime,
}

/// A page as it is displayed.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = item_pages, treat_none_as_default_value = false)]
pub struct PageRow {
    pub item_id: Id,
    /// Counted from 1.
    pub page: i64,
    pub width: f64,
    pub height: f64,
    pub to_display: String,
    pub warnings: String,
}

/// What reading an item brought.
#[derive(Debug, Clone)]
pub struct Read {
    pub working_sha256: String,
    pub words_sha256: String,
    pub pages: Vec<PageRow>,
    /// What a mail says of itself: subject, sender and day.
    pub head: Option<(String, String, Option<chrono::NaiveDate>)>,
    /// The messages it consists of. An exact copy of another file has none of its own.
    pub messages: Vec<TrailMessage>,
}

/// The first of `count` numbers that no item of this request has yet. Others wait until the
/// transaction ends, so that two imports also see each other's files.
pub fn number_from(db: &mut Db, request: Id, count: i64) -> QueryResult<i64> {
    const BEGIN: &str = "INSERT INTO counters (name, value) VALUES ($1, 0) ON CONFLICT DO NOTHING";
    let name = format!("items of {request}");
    match db {
        Db::Postgres(c) => diesel::sql_query(BEGIN).bind::<Text, _>(&name).execute(c)?,
        Db::Sqlite(c) => diesel::sql_query(BEGIN).bind::<Text, _>(&name).execute(c)?,
    };
    diesel::update(counters::table.find(&name))
        .set(counters::value.eq(counters::value + count))
        .execute(db)?;
    let last: i64 = counters::table.find(&name).select(counters::value).first(db)?;
    Ok(last - count + 1)
}

/// The first item of the request that was made of each of these files.
pub fn first_of(db: &mut Db, request: Id, files: &[String]) -> QueryResult<HashMap<String, Id>> {
    let mut first = HashMap::new();
    for part in files.chunks(500) {
        let found: Vec<(String, Id)> = items::table
            .filter(items::request_id.eq(request))
            .filter(items::original_sha256.eq_any(part))
            .filter(items::duplicate_of.is_null())
            .order(items::number)
            .select((items::original_sha256, items::id))
            .load(db)?;
        for (file, id) in found {
            first.entry(file).or_insert(id);
        }
    }
    Ok(first)
}

pub fn add_items(db: &mut Db, new: &[NewItem]) -> QueryResult<()> {
    // One at a time: a statement for many rows is another on each database.
    for item in new {
        diesel::insert_into(items::table).values(item).execute(db)?;
    }
    Ok(())
}

pub fn items_of_upload(db: &mut Db, upload: Id) -> QueryResult<Vec<ItemRow>> {
    items::table
        .filter(items::upload_id.eq(upload))
        .order(items::number)
        .select(ItemRow::as_select())
        .load(db)
}

/// Writes down what was read, unless it is known; then `false`, and nothing is changed.
pub fn set_read(db: &mut Db, item: &ItemRow, read: &Read) -> QueryResult<bool> {
    let waiting = items::table.find(item.id).filter(items::view.eq(View::Waiting));
    let changed = diesel::update(waiting)
        .set((
            items::view.eq(View::Shown),
            items::working_sha256.eq(&read.working_sha256),
            items::words_sha256.eq(&read.words_sha256),
            items::pages.eq(read.pages.len() as i64),
        ))
        .execute(db)?;
    if changed == 0 {
        return Ok(false);
    }
    for page in &read.pages {
        diesel::insert_into(item_pages::table).values(page).execute(db)?;
    }
    add_messages(db, item, &read.messages)?;
    if let Some((subject, sender, day)) = &read.head {
        diesel::update(items::table.find(item.id))
            .set((
                items::title.eq(subject),
                items::author.eq(sender),
                items::event_on.eq(day.or(item.event_on)),
            ))
            .execute(db)?;
    }
    Ok(true)
}

/// Says why an item cannot be looked at, unless something is known of it already.
pub fn set_not_shown(db: &mut Db, item: Id, problem: &str) -> QueryResult<bool> {
    let waiting = items::table.find(item).filter(items::view.eq(View::Waiting));
    let changed = diesel::update(waiting)
        .set((items::view.eq(View::NotShown), items::problem.eq(problem)))
        .execute(db)?;
    Ok(changed == 1)
}

/// What reading the first of two identical files brought; `None` where it is not done, or came to
/// nothing.
pub fn same_as(db: &mut Db, twin: &ItemRow, first: Id) -> QueryResult<Option<Read>> {
    let first: Option<ItemRow> =
        items::table.find(first).select(ItemRow::as_select()).first(db).optional()?;
    let Some(ItemRow {
        id,
        view: View::Shown,
        working_sha256: Some(working_sha256),
        words_sha256: Some(words_sha256),
        title,
        author,
        event_on,
        ..
    }) = first
    else {
        return Ok(None);
    };
    let pages =
        pages_of(db, id)?.into_iter().map(|page| PageRow { item_id: twin.id, ..page }).collect();
    let head = Some((title, author, event_on));
    Ok(Some(Read { working_sha256, words_sha256, pages, head, messages: Vec::new() }))
}

pub fn pages_of(db: &mut Db, item: Id) -> QueryResult<Vec<PageRow>> {
    item_pages::table
        .filter(item_pages::item_id.eq(item))
        .order(item_pages::page)
        .select(PageRow::as_select())
        .load(db)
}

pub fn page(db: &mut Db, item: Id, page: i64) -> QueryResult<Option<PageRow>> {
    item_pages::table.find((item, page)).select(PageRow::as_select()).first(db).optional()
}
