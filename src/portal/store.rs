//! What the requester says on their own pages, and what the pages show.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

use crate::db::schema::{items, requester_words};
use crate::db::{Db, Id};

pub fn say(
    db: &mut Db,
    request: Id,
    kind: &str,
    words: &str,
    now: DateTime<Utc>,
) -> QueryResult<Id> {
    let id = Id::new();
    diesel::insert_into(requester_words::table)
        .values((
            requester_words::id.eq(id),
            requester_words::request_id.eq(request),
            requester_words::kind.eq(kind),
            requester_words::words.eq(words),
            requester_words::made_at.eq(now.naive_utc()),
        ))
        .execute(db)?;
    Ok(id)
}

/// What they said, newest first: kind, words, when.
pub fn said(db: &mut Db, request: Id) -> QueryResult<Vec<(String, String, NaiveDateTime)>> {
    requester_words::table
        .filter(requester_words::request_id.eq(request))
        .order((requester_words::made_at.desc(), requester_words::id.desc()))
        .select((requester_words::kind, requester_words::words, requester_words::made_at))
        .load(db)
}

/// The numbers of these items.
pub fn numbers(db: &mut Db, of: &[Id]) -> QueryResult<Vec<(Id, i64)>> {
    let of: Vec<&str> = of.iter().map(Id::as_str).collect();
    items::table.filter(items::id.eq_any(of)).select((items::id, items::number)).load(db)
}
