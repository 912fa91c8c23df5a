//! How protected sources are kept.

use std::collections::HashSet;

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

use super::actions::{Decided, Outcome};
use crate::db::schema::{
    assignments, item_decisions, items, marks, requests, sources, staff, subjects,
};
use crate::db::{self, Db, Id};
use crate::records::{self, Trait};
use crate::requests::State;
use crate::sight;

db::kept_as_text!(Outcome);

/// What is kept of a protected source.
#[derive(Debug, Clone, Queryable)]
pub struct Source {
    /// What would give them away, a line each.
    pub words: String,
    pub noted_by: Id,
    pub outcome: Option<Outcome>,
    pub reason: String,
    pub decided_at: Option<NaiveDateTime>,
}

impl Source {
    /// Lines to look for.
    pub fn lines(&self) -> Vec<&str> {
        self.words.lines().map(str::trim).filter(|line| !line.is_empty()).collect()
    }
}

/// A protected item as the pack asks about it.
#[derive(Debug, Clone)]
pub struct Protected {
    pub number: i64,
    pub released: bool,
    pub source: Option<Kept>,
}

/// What was decided, and the marks it rests on.
#[derive(Debug, Clone)]
pub struct Kept {
    pub outcome: Option<Outcome>,
    pub items: i64,
    pub masks: Vec<String>,
}

fn masks_of(kept: &str) -> Vec<String> {
    serde_json::from_str(kept).unwrap_or_default()
}

pub fn find(db: &mut Db, item: Id) -> QueryResult<Option<Source>> {
    sources::table
        .find(item)
        .select((
            sources::words,
            sources::noted_by,
            sources::outcome,
            sources::reason,
            sources::decided_at,
        ))
        .first(db)
        .optional()
}

/// The protected sources noted by others that wait for this manager, in the requests assigned to them:
/// reference, whose record it is, and the number of the item.
pub fn waiting_for(db: &mut Db, manager: Id) -> QueryResult<Vec<(String, String, i64)>> {
    let rows: Vec<(String, String, i64, State)> = sources::table
        .inner_join(items::table)
        .inner_join(requests::table.on(requests::id.eq(sources::request_id)))
        .inner_join(subjects::table.on(subjects::id.eq(requests::subject_id)))
        .inner_join(assignments::table.on(assignments::request_id.eq(sources::request_id)))
        .filter(assignments::staff_id.eq(manager))
        .filter(sources::outcome.is_null())
        .filter(sources::noted_by.ne(manager))
        .filter(items::privileged.eq(false))
        .filter(
            items::level
                .ne(sight::HIGHLY_SENSITIVE)
                .or(requests::owner_id.eq(manager))
                .or(items::id.eq_any(sight::named_for(manager))),
        )
        .order((requests::reference, items::number))
        .select((requests::reference, subjects::name, items::number, requests::state))
        .load(db)?;
    let open = rows.into_iter().filter(|(.., state)| records::takes_files(*state));
    Ok(open.map(|(reference, person, number, _)| (reference, person, number)).collect())
}

/// Who decided about it.
pub fn decider(db: &mut Db, item: Id) -> QueryResult<Option<String>> {
    sources::table
        .inner_join(staff::table.on(staff::id.nullable().eq(sources::decided_by)))
        .filter(sources::item_id.eq(item))
        .select(staff::name)
        .first(db)
        .optional()
}

/// Keeps what would give them away; what was decided before falls.
pub fn note(db: &mut Db, (request, item): (Id, Id), words: &str, by: Id) -> QueryResult<usize> {
    diesel::delete(sources::table.find(item)).execute(db)?;
    diesel::insert_into(sources::table)
        .values((
            sources::item_id.eq(item),
            sources::request_id.eq(request),
            sources::words.eq(words),
            sources::noted_by.eq(by),
            sources::reason.eq(""),
            sources::masks.eq("[]"),
            sources::items.eq(0),
        ))
        .execute(db)
}

pub fn decide(
    db: &mut Db,
    item: Id,
    decided: &Decided,
    held: i64,
    by: Id,
    now: DateTime<Utc>,
) -> QueryResult<usize> {
    let masks = serde_json::to_string(&decided.masks).expect("words have a form in JSON");
    diesel::update(sources::table.find(item))
        .set((
            sources::outcome.eq(decided.outcome),
            sources::reason.eq(&decided.reason),
            sources::decided_by.eq(by),
            sources::decided_at.eq(now.naive_utc()),
            sources::masks.eq(masks),
            sources::items.eq(held),
        ))
        .execute(db)
}

pub fn item_count(db: &mut Db, request: Id) -> QueryResult<i64> {
    items::table.filter(items::request_id.eq(request)).count().get_result(db)
}

/// The marks that stand, each with its version: a mark that moves is another.
pub fn marks(db: &mut Db, request: Id) -> QueryResult<HashSet<String>> {
    let standing: Vec<(Id, i64)> = marks::table
        .filter(marks::request_id.eq(request))
        .filter(marks::removed.eq(false))
        .select((marks::id, marks::version))
        .load(db)?;
    Ok(standing.into_iter().map(|(id, version)| format!("{id}:{version}")).collect())
}

/// The items of a request whose source is protected.
pub fn protected(db: &mut Db, request: Id) -> QueryResult<Vec<Protected>> {
    type Row = (i64, Option<String>, Option<(Option<Outcome>, i64, String)>);
    let has = |one: Trait| format!("%{}%", one.name());
    let rows: Vec<Row> = items::table
        .left_join(item_decisions::table)
        .left_join(sources::table)
        .filter(items::request_id.eq(request))
        .filter(items::privileged.eq(false))
        .filter(
            items::traits
                .like(has(Trait::InConfidence))
                .or(items::traits.like(has(Trait::Anonymous))),
        )
        .order(items::number)
        .select((
            items::number,
            item_decisions::decision.nullable(),
            (sources::outcome, sources::items, sources::masks).nullable(),
        ))
        .load(db)?;
    Ok(rows
        .into_iter()
        .map(|(number, decision, source)| Protected {
            number,
            released: decision.is_some_and(|decision| decision != "withhold"),
            source: source.map(|(outcome, items, masks)| Kept {
                outcome,
                items,
                masks: masks_of(&masks),
            }),
        })
        .collect())
}
