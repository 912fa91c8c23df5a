//! How notices on items are kept.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use diesel::prelude::*;

use crate::db::schema::{contested, item_notices, items, requests, subjects};
use crate::db::{Db, Id};
use crate::records::{Notice, NoticeKind};

/// A notice to be put on a file.
#[derive(Debug, Clone)]
pub struct NewNotice<'a> {
    pub original_sha256: &'a str,
    pub contested: Id,
    pub kind: NoticeKind,
    pub page: Option<i64>,
    pub words: &'a str,
    pub statement: &'a str,
    pub upload: Option<Id>,
}

pub fn add_notice(db: &mut Db, new: &NewNotice<'_>, now: DateTime<Utc>) -> QueryResult<usize> {
    diesel::insert_into(item_notices::table)
        .values((
            item_notices::id.eq(Id::new()),
            item_notices::original_sha256.eq(new.original_sha256),
            item_notices::contested_id.eq(new.contested),
            item_notices::kind.eq(new.kind),
            item_notices::page.eq(new.page),
            item_notices::words.eq(new.words),
            item_notices::statement.eq(new.statement),
            item_notices::upload_id.eq(new.upload),
            item_notices::made_at.eq(now.naive_utc()),
        ))
        .execute(db)
}

/// Ends what is said because of a contested passage; of one kind, or all of it.
pub fn end_notices(
    db: &mut Db,
    contested: Id,
    kind: Option<NoticeKind>,
    now: DateTime<Utc>,
) -> QueryResult<usize> {
    let open = item_notices::table
        .filter(item_notices::contested_id.eq(contested))
        .filter(item_notices::ended_at.is_null());
    match kind {
        Some(kind) => diesel::update(open.filter(item_notices::kind.eq(kind)))
            .set(item_notices::ended_at.eq(now.naive_utc()))
            .execute(db),
        None => diesel::update(open).set(item_notices::ended_at.eq(now.naive_utc())).execute(db),
    }
}

type Row = (Id, NoticeKind, Option<i64>, String, String, Option<Id>, NaiveDateTime, Id);
type Whose = (Id, Id, String, Option<NaiveDate>);

/// What is said of the items of a request, by item and in the order it was said.
pub fn notices_of(db: &mut Db, request: Id) -> QueryResult<Vec<Notice>> {
    let rows: Vec<Row> = item_notices::table
        .inner_join(contested::table.on(contested::id.eq(item_notices::contested_id)))
        .inner_join(items::table.on(items::original_sha256.eq(item_notices::original_sha256)))
        .filter(items::request_id.eq(request))
        .filter(item_notices::ended_at.is_null())
        .order((items::number, item_notices::made_at, item_notices::id))
        .select((
            items::id,
            item_notices::kind,
            item_notices::page,
            item_notices::words,
            item_notices::statement,
            item_notices::upload_id,
            item_notices::made_at,
            contested::request_id,
        ))
        .load(db)?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let theirs = of_the_same_person(db, request, &rows)?;
    let uploads: Vec<&str> = rows.iter().filter_map(|row| row.5.as_ref()).map(Id::as_str).collect();
    let notes: HashMap<Id, i64> = if uploads.is_empty() {
        HashMap::new()
    } else {
        items::table
            .filter(items::request_id.eq(request))
            .filter(items::upload_id.assume_not_null().eq_any(uploads))
            .select((items::upload_id.assume_not_null(), items::number))
            .load::<(Id, i64)>(db)?
            .into_iter()
            .collect()
    };
    Ok(rows
        .into_iter()
        .map(|(item, kind, page, words, statement, upload, since, correction)| Notice {
            item,
            kind,
            page,
            words: if theirs.contains(&correction) { words } else { String::new() },
            statement: if theirs.contains(&correction) { statement } else { String::new() },
            note: upload.and_then(|upload| notes.get(&upload).copied()),
            since,
        })
        .collect())
}

/// The corrections among these that were asked for by the person whose record this request is
/// about. The same file may lie in the record of a brother: he is told that it is contested, and
/// reads nothing of what his sister wrote.
fn of_the_same_person(db: &mut Db, request: Id, rows: &[Row]) -> QueryResult<Vec<Id>> {
    let of: Vec<&str> = rows.iter().map(|row| row.7.as_str()).chain([request.as_str()]).collect();
    let whose: Vec<Whose> = requests::table
        .inner_join(subjects::table)
        .filter(requests::id.eq_any(of))
        .select((requests::id, subjects::id, subjects::name, subjects::born_on))
        .load(db)?;
    let Some(here) = whose.iter().find(|(id, ..)| *id == request) else { return Ok(Vec::new()) };
    let same = |other: &&Whose| {
        other.1 == here.1
            || (other.3.is_some()
                && other.3 == here.3
                && other.2.to_lowercase() == here.2.to_lowercase())
    };
    Ok(whose.iter().filter(same).map(|(id, ..)| *id).collect())
}
