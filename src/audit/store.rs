//! How the diary is kept.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::chain::{Head, Line};
use crate::db::schema::{diary, diary_head};
use crate::db::{Db, Id};

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = diary, treat_none_as_default_value = false)]
struct Row {
    seq: i64,
    at: NaiveDateTime,
    actor_kind: String,
    actor_id: Option<Id>,
    actor_name: String,
    act: String,
    request_id: Option<Id>,
    object_id: Option<Id>,
    detail: String,
    previous_hash: String,
    hash: String,
}

impl From<Row> for Line {
    fn from(row: Row) -> Self {
        Self {
            seq: row.seq,
            at: row.at.and_utc(),
            actor_kind: row.actor_kind,
            actor_id: row.actor_id,
            actor_name: row.actor_name,
            act: row.act,
            request_id: row.request_id,
            object_id: row.object_id,
            detail: row.detail,
            previous_hash: row.previous_hash,
            hash: row.hash,
        }
    }
}

/// The end of the chain, held until the transaction ends: moving the row locks it.
pub fn hold_head(db: &mut Db) -> QueryResult<Head> {
    diesel::update(diary_head::table.find(1))
        .set(diary_head::seq.eq(diary_head::seq + 1))
        .execute(db)?;
    let (seq, hash): (i64, String) =
        diary_head::table.find(1).select((diary_head::seq, diary_head::hash)).first(db)?;
    Ok(Head { seq: seq - 1, hash })
}

pub fn head(db: &mut Db) -> QueryResult<Head> {
    let (seq, hash) =
        diary_head::table.find(1).select((diary_head::seq, diary_head::hash)).first(db)?;
    Ok(Head { seq, hash })
}

pub fn add(db: &mut Db, line: &Line) -> QueryResult<()> {
    let row = Row {
        seq: line.seq,
        at: line.at.naive_utc(),
        actor_kind: line.actor_kind.clone(),
        actor_id: line.actor_id,
        actor_name: line.actor_name.clone(),
        act: line.act.clone(),
        request_id: line.request_id,
        object_id: line.object_id,
        detail: line.detail.clone(),
        previous_hash: line.previous_hash.clone(),
        hash: line.hash.clone(),
    };
    diesel::insert_into(diary::table).values(row).execute(db)?;
    diesel::update(diary_head::table.find(1)).set(diary_head::hash.eq(&line.hash)).execute(db)?;
    Ok(())
}

pub fn after(db: &mut Db, seq: i64, most: i64) -> QueryResult<Vec<Line>> {
    let rows: Vec<Row> = diary::table
        .filter(diary::seq.gt(seq))
        .order(diary::seq)
        .limit(most)
        .select(Row::as_select())
        .load(db)?;
    Ok(rows.into_iter().map(Line::from).collect())
}

pub fn of_request(db: &mut Db, request: Id) -> QueryResult<Vec<Line>> {
    let rows: Vec<Row> = diary::table
        .filter(diary::request_id.eq(request))
        .order(diary::seq)
        .select(Row::as_select())
        .load(db)?;
    Ok(rows.into_iter().map(Line::from).collect())
}

pub fn latest(db: &mut Db, before: Option<i64>, most: i64) -> QueryResult<Vec<Line>> {
    let rows: Vec<Row> = diary::table
        .filter(diary::seq.lt(before.unwrap_or(i64::MAX)))
        .order(diary::seq.desc())
        .limit(most)
        .select(Row::as_select())
        .load(db)?;
    Ok(rows.into_iter().map(Line::from).collect())
}
