//! How hints and answers about legal advice are kept.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

use super::claim::{Answer, Claim, GROUND};
use super::words::Sentence;
use crate::db::schema::{
    item_decisions, items, legal_claims, legal_hints, legal_looks, markers, marks, requests, staff,
};
use crate::db::{self, Db, Id};
use crate::requests::State;

db::kept_as_text!(Answer);

/// What was answered about an item.
#[derive(Debug, Clone, Queryable)]
pub struct Answered {
    pub item: Id,
    pub answer: Answer,
    pub client: String,
    pub says_so: String,
    pub reason: String,
    pub by: String,
    pub at: NaiveDateTime,
}

/// An item as far as the question about it goes.
#[derive(Debug, Clone, Queryable)]
pub struct Asked {
    pub id: Id,
    pub number: i64,
    pub title: String,
    pub privileged: bool,
}

/// Items of a request that are set apart, that speak of legal advice, or that were answered about.
pub fn asked(db: &mut Db, request: Id, answers: &HashMap<Id, Answered>) -> QueryResult<Vec<Asked>> {
    let answered: Vec<&str> = answers.keys().map(Id::as_str).collect();
    items::table
        .left_join(legal_hints::table)
        .filter(items::request_id.eq(request))
        .filter(
            items::privileged
                .eq(true)
                .or(legal_hints::item_id.nullable().is_not_null())
                .or(items::id.eq_any(answered)),
        )
        .order(items::number)
        .select((items::id, items::number, items::title, items::privileged))
        .load(db)
}

/// The newest answer about each item of a request.
pub fn answers(db: &mut Db, request: Id) -> QueryResult<HashMap<Id, Answered>> {
    let rows: Vec<Answered> = legal_claims::table
        .inner_join(staff::table)
        .filter(legal_claims::request_id.eq(request))
        .order((legal_claims::made_at, legal_claims::id))
        .select((
            legal_claims::item_id,
            legal_claims::answer,
            legal_claims::client,
            legal_claims::says_so,
            legal_claims::reason,
            staff::name,
            legal_claims::made_at,
        ))
        .load(db)?;
    Ok(rows.into_iter().map(|row| (row.item, row)).collect())
}

/// What made somebody ask about an item.
pub fn hint(db: &mut Db, item: Id) -> QueryResult<Vec<Sentence>> {
    let kept: Option<String> =
        legal_hints::table.find(item).select(legal_hints::sentences).first(db).optional()?;
    Ok(kept.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default())
}

/// An item whose words are to be looked through.
#[derive(Debug, Clone, Queryable)]
pub struct Unread {
    pub item: Id,
    pub request: Id,
    /// The fingerprint of its words.
    pub layer: String,
}

/// The items that a file brought, as far as they can be read.
pub fn of_file(db: &mut Db, upload: Id) -> QueryResult<Vec<Unread>> {
    items::table
        .filter(items::upload_id.eq(upload))
        .filter(items::privileged.eq(false))
        .filter(items::words_sha256.is_not_null())
        .order(items::number)
        .select((items::id, items::request_id, items::words_sha256.assume_not_null()))
        .load(db)
}

/// The first items of open requests that nothing was looked for in, those of a request together.
pub fn not_looked_through(db: &mut Db, but_for: &[Id], most: i64) -> QueryResult<Vec<Unread>> {
    let but_for: Vec<&str> = but_for.iter().map(Id::as_str).collect();
    items::table
        .inner_join(requests::table)
        .left_join(legal_looks::table.on(legal_looks::item_id.eq(items::id)))
        .filter(legal_looks::item_id.nullable().is_null())
        .filter(items::privileged.eq(false))
        .filter(items::words_sha256.is_not_null())
        .filter(requests::state.ne_all(State::ENDED.map(State::name)))
        .filter(items::id.ne_all(but_for))
        .order((items::request_id, items::number))
        .limit(most)
        .select((items::id, items::request_id, items::words_sha256.assume_not_null()))
        .load(db)
}

/// Writes down that an item was looked through.
pub fn keep_look(db: &mut Db, item: Id, now: DateTime<Utc>) -> QueryResult<()> {
    let known: i64 = legal_looks::table.find(item).count().get_result(db)?;
    if known == 0 {
        diesel::insert_into(legal_looks::table)
            .values((legal_looks::item_id.eq(item), legal_looks::looked_at.eq(now.naive_utc())))
            .execute(db)?;
    }
    Ok(())
}

/// Keeps what was found in an item, once.
pub fn keep_hint(
    db: &mut Db,
    (request, item): (Id, Id),
    sentences: &[Sentence],
    now: DateTime<Utc>,
) -> QueryResult<()> {
    let known: i64 = legal_hints::table.find(item).count().get_result(db)?;
    if known > 0 {
        return Ok(());
    }
    let json = serde_json::to_string(sentences).expect("words have a form in JSON");
    diesel::insert_into(legal_hints::table)
        .values((
            legal_hints::item_id.eq(item),
            legal_hints::request_id.eq(request),
            legal_hints::sentences.eq(json),
            legal_hints::found_at.eq(now.naive_utc()),
        ))
        .execute(db)?;
    Ok(())
}

/// Whether a passage of the item is marked as legal advice.
pub fn passage_marked(db: &mut Db, item: Id) -> QueryResult<bool> {
    let marked: i64 = marks::table
        .filter(marks::item_id.eq(item))
        .filter(marks::ground.eq(GROUND))
        .filter(marks::removed.eq(false))
        .count()
        .get_result(db)?;
    Ok(marked > 0)
}

/// The item and its exact copies in the request: what one is, the others are.
pub fn alike(db: &mut Db, request: Id, original_sha256: &str) -> QueryResult<Vec<(Id, i64)>> {
    items::table
        .filter(items::request_id.eq(request))
        .filter(items::original_sha256.eq(original_sha256))
        .order(items::number)
        .select((items::id, items::number))
        .load(db)
}

/// Keeps an answer. Where it changes what becomes of the item, what was decided about it falls, and
/// whoever answered is one of those who can no more sign.
pub fn answer(
    db: &mut Db,
    (request, item): (Id, Id),
    claim: &Claim,
    by: Id,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    diesel::insert_into(legal_claims::table)
        .values((
            legal_claims::id.eq(Id::new()),
            legal_claims::request_id.eq(request),
            legal_claims::item_id.eq(item),
            legal_claims::answer.eq(claim.answer),
            legal_claims::client.eq(&claim.client),
            legal_claims::says_so.eq(&claim.says_so),
            legal_claims::reason.eq(&claim.reason),
            legal_claims::made_by.eq(by),
            legal_claims::made_at.eq(now.naive_utc()),
        ))
        .execute(db)?;
    let apart = claim.answer.sets_apart();
    let other = items::table.find(item).filter(items::privileged.ne(apart));
    if diesel::update(other).set(items::privileged.eq(apart)).execute(db)? > 0 {
        diesel::delete(item_decisions::table.find(item)).execute(db)?;
    }
    let known: i64 = markers::table.find((request, by)).count().get_result(db)?;
    if known == 0 {
        diesel::insert_into(markers::table)
            .values((markers::request_id.eq(request), markers::staff_id.eq(by)))
            .execute(db)?;
    }
    Ok(())
}
