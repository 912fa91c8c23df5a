//! How packs are kept, and what they are made from.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use diesel::prelude::*;

use crate::db::schema::{
    item_decisions, items, letters, marks, pack_items, pack_volumes, packs, preferences, searches,
};
use crate::db::{Db, Id};
use crate::records::{self, Entry, Notice, PassageRow};
use crate::requests::RequestRow;
use crate::review::{self, MarkRow};

/// A pack as it stands.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = packs)]
pub struct PackRow {
    pub id: Id,
    pub request_id: Id,
    pub state: String,
    pub fingerprint: String,
    pub pages: i64,
    pub report: String,
    pub problem: Option<String>,
    pub made_by: Id,
    pub made_at: NaiveDateTime,
    pub built_at: Option<NaiveDateTime>,
    pub signed_by: Option<Id>,
    pub signed_at: Option<NaiveDateTime>,
    pub sealed_at: Option<NaiveDateTime>,
}

/// One file of a pack.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = pack_volumes, treat_none_as_default_value = false)]
pub struct VolumeRow {
    pub pack_id: Id,
    pub number: i64,
    pub sha256: String,
    pub bytes: i64,
    pub pages: i64,
    pub first_page: i64,
}

/// Where an item stands in a pack.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = pack_items, treat_none_as_default_value = false)]
pub struct PlacedRow {
    pub pack_id: Id,
    pub item_id: Id,
    pub first_page: i64,
    pub pages: i64,
    pub marks: i64,
    pub redacted_sha256: String,
}

/// An item with what was decided and marked.
#[derive(Debug, Clone)]
pub struct PackItem {
    pub id: Id,
    pub number: i64,
    pub title: String,
    pub kind: String,
    pub author: String,
    pub event_on: Option<NaiveDate>,
    pub pages: i64,
    pub original_sha256: String,
    pub working_sha256: Option<String>,
    pub words_sha256: Option<String>,
    pub decision: Option<String>,
    pub ground: Option<String>,
    pub marks: Vec<MarkRow>,
    /// What is contested, corrected or added to it.
    pub notices: Vec<Notice>,
    /// What is said of its passages.
    pub passages: Vec<PassageRow>,
    /// Numbers of the documents that hold everything in it, where it is not given twice.
    pub shown_in: Vec<i64>,
    /// Its parts, where somebody wrote them down.
    pub entry: Option<Entry>,
}

impl PackItem {
    pub fn is_released(&self) -> bool {
        matches!(self.decision.as_deref(), Some("release" | "release_with_marks"))
    }
}

/// Everything a pack is made from.
#[derive(Debug, Clone)]
pub struct Sources {
    pub reference: String,
    pub name: String,
    pub address: String,
    pub needs: String,
    /// Language and form they asked for: the pages before the documents are set by it, and whether
    /// the pack is bound in parts.
    pub wishes: String,
    /// The handler's own words of the covering letter.
    pub letter: String,
    pub items: Vec<PackItem>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = items)]
struct ItemFields {
    id: Id,
    number: i64,
    title: String,
    kind: String,
    author: String,
    event_on: Option<NaiveDate>,
    pages: i64,
    original_sha256: String,
    working_sha256: Option<String>,
    words_sha256: Option<String>,
}

pub fn sources(db: &mut Db, request: &RequestRow) -> QueryResult<Sources> {
    let mut marks: HashMap<Id, Vec<MarkRow>> = HashMap::new();
    for mark in review_marks(db, request.id)? {
        marks.entry(mark.item_id).or_default().push(mark);
    }
    let mut notices: HashMap<Id, Vec<Notice>> = HashMap::new();
    for notice in records::kept_notices(db, request.id)? {
        notices.entry(notice.item).or_default().push(notice);
    }
    let mut passages: HashMap<Id, Vec<PassageRow>> = HashMap::new();
    for passage in records::kept_passages(db, request.id)? {
        passages.entry(passage.item_id).or_default().push(passage);
    }
    let mut entries = records::kept_entries(db, request.id)?;
    let mut decisions: HashMap<Id, (String, Option<String>)> = item_decisions::table
        .filter(item_decisions::request_id.eq(request.id))
        .select((item_decisions::item_id, (item_decisions::decision, item_decisions::ground)))
        .load::<(Id, (String, Option<String>))>(db)?
        .into_iter()
        .collect();
    let mut shown_in: HashMap<Id, Vec<i64>> = HashMap::new();
    for copy in review::kept_copies(db, request.id)? {
        shown_in.entry(copy.item).or_default().push(copy.number);
    }
    // Legal advice is set apart: it is in no pack, no list of it and no count.
    let rows: Vec<ItemFields> = items::table
        .filter(items::request_id.eq(request.id))
        .filter(items::privileged.eq(false))
        .order(items::number)
        .select(ItemFields::as_select())
        .load(db)?;
    let items = rows
        .into_iter()
        .map(|i| {
            let (decision, ground) = decisions.remove(&i.id).unzip();
            PackItem {
                marks: marks.remove(&i.id).unwrap_or_default(),
                notices: notices.remove(&i.id).unwrap_or_default(),
                passages: passages.remove(&i.id).unwrap_or_default(),
                entry: entries.remove(&i.id),
                shown_in: shown_in.remove(&i.id).unwrap_or_default(),
                decision,
                ground: ground.flatten(),
                id: i.id,
                number: i.number,
                title: i.title,
                kind: i.kind,
                author: i.author,
                event_on: i.event_on,
                pages: i.pages,
                original_sha256: i.original_sha256,
                working_sha256: i.working_sha256,
                words_sha256: i.words_sha256,
            }
        })
        .collect();
    Ok(Sources {
        reference: request.reference.clone(),
        name: request.requester_name.clone(),
        address: request.requester_address.clone(),
        needs: request.needs.clone(),
        wishes: wishes(db, request.id)?,
        letter: letter(db, request.id)?.unwrap_or_default(),
        items,
    })
}

fn wishes(db: &mut Db, request: Id) -> QueryResult<String> {
    let kept: Option<(String, String, bool)> = preferences::table
        .find(request)
        .select((preferences::language, preferences::format, preferences::staged))
        .first(db)
        .optional()?;
    Ok(kept.map_or_else(String::new, |(language, format, staged)| {
        let parts = if staged { " in parts" } else { "" };
        format!("{language} {format}{parts}")
    }))
}

fn review_marks(db: &mut Db, request: Id) -> QueryResult<Vec<MarkRow>> {
    marks::table
        .filter(marks::request_id.eq(request))
        .filter(marks::removed.eq(false))
        .order((marks::item_id, marks::page, marks::id))
        .select(review::MarkRow::as_select())
        .load(db)
}

/// The places that were searched, for the covering letter.
pub fn searched(db: &mut Db, request: Id) -> QueryResult<Vec<(String, String)>> {
    searches::table
        .filter(searches::request_id.eq(request))
        .order(searches::sent_at)
        .select((searches::place, searches::state))
        .load(db)
}

pub fn letter(db: &mut Db, request: Id) -> QueryResult<Option<String>> {
    letters::table.find((request, "cover")).select(letters::words).first(db).optional()
}

pub fn write_letter(
    db: &mut Db,
    request: Id,
    words: &str,
    by: Id,
    now: DateTime<Utc>,
) -> QueryResult<usize> {
    diesel::delete(letters::table.find((request, "cover"))).execute(db)?;
    diesel::insert_into(letters::table)
        .values((
            letters::request_id.eq(request),
            letters::kind.eq("cover"),
            letters::words.eq(words),
            letters::made_by.eq(by),
            letters::made_at.eq(now.naive_utc()),
        ))
        .execute(db)
}

const COUNTS: [&str; 4] = ["building", "built", "signed", "sealed"];

/// The pack that counts, if there is one.
pub fn current(db: &mut Db, request: Id) -> QueryResult<Option<PackRow>> {
    packs::table
        .filter(packs::request_id.eq(request))
        .filter(packs::state.eq_any(COUNTS))
        .select(PackRow::as_select())
        .first(db)
        .optional()
}

/// The newest pack, whatever became of it.
pub fn newest(db: &mut Db, request: Id) -> QueryResult<Option<PackRow>> {
    packs::table
        .filter(packs::request_id.eq(request))
        .order(packs::made_at.desc())
        .select(PackRow::as_select())
        .first(db)
        .optional()
}

pub fn find(db: &mut Db, id: Id) -> QueryResult<Option<PackRow>> {
    packs::table.find(id).select(PackRow::as_select()).first(db).optional()
}

pub fn void(db: &mut Db, request: Id) -> QueryResult<usize> {
    let standing =
        packs::table.filter(packs::request_id.eq(request)).filter(packs::state.eq_any(COUNTS));
    diesel::update(standing).set(packs::state.eq("void")).execute(db)
}

pub fn add(
    db: &mut Db,
    request: Id,
    fingerprint: &str,
    by: Id,
    now: DateTime<Utc>,
) -> QueryResult<Id> {
    let id = Id::new();
    diesel::insert_into(packs::table)
        .values((
            packs::id.eq(id),
            packs::request_id.eq(request),
            packs::state.eq("building"),
            packs::fingerprint.eq(fingerprint),
            packs::pages.eq(0),
            packs::report.eq("[]"),
            packs::made_by.eq(by),
            packs::made_at.eq(now.naive_utc()),
        ))
        .execute(db)?;
    Ok(id)
}

pub fn fail(db: &mut Db, id: Id, problem: &str) -> QueryResult<bool> {
    let standing = packs::table.find(id).filter(packs::state.eq("building"));
    let changed = diesel::update(standing)
        .set((packs::state.eq("failed"), packs::problem.eq(problem)))
        .execute(db)?;
    Ok(changed == 1)
}

pub fn built(
    db: &mut Db,
    id: Id,
    pages: i64,
    report: &str,
    volumes: &[VolumeRow],
    placed: &[PlacedRow],
    now: DateTime<Utc>,
) -> QueryResult<bool> {
    let standing = packs::table.find(id).filter(packs::state.eq("building"));
    let changed = diesel::update(standing)
        .set((
            packs::state.eq("built"),
            packs::pages.eq(pages),
            packs::report.eq(report),
            packs::built_at.eq(now.naive_utc()),
        ))
        .execute(db)?;
    if changed == 0 {
        return Ok(false);
    }
    for volume in volumes {
        diesel::insert_into(pack_volumes::table).values(volume).execute(db)?;
    }
    for item in placed {
        diesel::insert_into(pack_items::table).values(item).execute(db)?;
    }
    Ok(true)
}

pub fn sign(db: &mut Db, id: Id, by: Id, now: DateTime<Utc>) -> QueryResult<bool> {
    let standing = packs::table.find(id).filter(packs::state.eq("built"));
    let changed = diesel::update(standing)
        .set((
            packs::state.eq("signed"),
            packs::signed_by.eq(by),
            packs::signed_at.eq(now.naive_utc()),
        ))
        .execute(db)?;
    Ok(changed == 1)
}

pub fn seal(db: &mut Db, id: Id, now: DateTime<Utc>) -> QueryResult<bool> {
    let standing = packs::table.find(id).filter(packs::state.eq("signed"));
    let changed = diesel::update(standing)
        .set((packs::state.eq("sealed"), packs::sealed_at.eq(now.naive_utc())))
        .execute(db)?;
    Ok(changed == 1)
}

pub fn volumes(db: &mut Db, pack: Id) -> QueryResult<Vec<VolumeRow>> {
    pack_volumes::table
        .filter(pack_volumes::pack_id.eq(pack))
        .order(pack_volumes::number)
        .select(VolumeRow::as_select())
        .load(db)
}

pub fn placed(db: &mut Db, pack: Id) -> QueryResult<Vec<PlacedRow>> {
    pack_items::table
        .filter(pack_items::pack_id.eq(pack))
        .order(pack_items::first_page)
        .select(PlacedRow::as_select())
        .load(db)
}
