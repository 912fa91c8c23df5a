//! How family files are kept, and what bringing an item over copies.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;

use crate::db::schema::{
    brought_items, family_members, item_decisions, item_entries, item_pages, items, legal_hints,
    marks, passages, requests, subjects, trail_messages,
};
use crate::db::{Db, Id};
use crate::records::{self, Sight};

/// Queries outside a verb fail as its own do.
impl From<diesel::result::Error> for super::NotJoined {
    fn from(problem: diesel::result::Error) -> Self {
        Self::Database(problem.into())
    }
}

pub fn family_of(db: &mut Db, request: Id) -> QueryResult<Option<Id>> {
    family_members::table.find(request).select(family_members::family_id).first(db).optional()
}

/// The references of the other requests of the same family file.
pub fn others(db: &mut Db, request: Id) -> QueryResult<Vec<String>> {
    let Some(family) = family_of(db, request)? else { return Ok(Vec::new()) };
    family_members::table
        .inner_join(requests::table)
        .filter(family_members::family_id.eq(family))
        .filter(family_members::request_id.ne(request))
        .order(requests::reference)
        .select(requests::reference)
        .load(db)
}

pub fn add_member(
    db: &mut Db,
    (request, family): (Id, Id),
    reason: &str,
    by: Id,
    now: DateTime<Utc>,
) -> QueryResult<usize> {
    diesel::insert_into(family_members::table)
        .values((
            family_members::request_id.eq(request),
            family_members::family_id.eq(family),
            family_members::reason.eq(reason),
            family_members::joined_by.eq(by),
            family_members::joined_at.eq(now.naive_utc()),
        ))
        .execute(db)
}

pub fn leave(db: &mut Db, request: Id) -> QueryResult<bool> {
    Ok(diesel::delete(family_members::table.find(request)).execute(db)? > 0)
}

/// An item that may be brought over.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = items)]
pub struct Bringable {
    pub id: Id,
    pub number: i64,
    pub title: String,
    pub pages: i64,
    pub level: String,
    pub privileged: bool,
}

/// Items of another record whose file is not in this one: read, no exact copies, in sight there.
pub fn not_here_yet(
    db: &mut Db,
    here: Id,
    there: Id,
    sight: &Sight,
) -> QueryResult<Vec<Bringable>> {
    let ours = diesel::alias!(items as ours);
    let held = ours
        .filter(ours.field(items::request_id).eq(here))
        .select(ours.field(items::original_sha256));
    items::table
        .filter(items::request_id.eq(there))
        .filter(items::duplicate_of.is_null())
        .filter(items::view.ne("waiting"))
        .filter(items::id.ne_all(sight.hidden()))
        .filter(items::original_sha256.ne_all(held))
        .order(items::number)
        .select(Bringable::as_select())
        .load(db)
}

/// The number that the next item of the request gets. Others wait until the transaction ends.
pub fn hold_numbers(db: &mut Db, request: Id) -> QueryResult<i64> {
    records::number_from(db, request, 0)
}

/// Into which record, from which number on, by whom and when.
pub struct Brought {
    pub request: Id,
    pub first: i64,
    pub by: Id,
    pub at: DateTime<Utc>,
}

#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = items, treat_none_as_default_value = false)]
struct WholeItem {
    id: Id,
    request_id: Id,
    number: i64,
    parent_id: Option<Id>,
    upload_id: Option<Id>,
    duplicate_of: Option<Id>,
    title: String,
    file_name: String,
    source: String,
    kind: String,
    author: String,
    provider: String,
    event_on: Option<NaiveDate>,
    recorded_on: Option<NaiveDate>,
    level: String,
    hand: String,
    restricted_ground: Option<String>,
    restricted_reason: Option<String>,
    privileged: bool,
    original_sha256: String,
    original_bytes: i64,
    working_sha256: Option<String>,
    words_sha256: Option<String>,
    pages: i64,
    view: String,
    problem: Option<String>,
    made_at: chrono::NaiveDateTime,
    topics: String,
    level_reason: String,
    traits: String,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = item_pages)]
struct WholePage {
    item_id: Id,
    page: i64,
    width: f64,
    height: f64,
    to_display: String,
    warnings: String,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = trail_messages)]
struct WholeMessage {
    item_id: Id,
    place: i64,
    request_id: Id,
    hash: String,
    letters: i64,
    first_page: i64,
    first_word: i64,
    last_page: i64,
    last_word: i64,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = passages)]
struct WholePassage {
    id: Id,
    request_id: Id,
    item_id: Id,
    page: i64,
    first_word: i64,
    last_word: i64,
    tag: String,
    basis: String,
    maker: String,
    made_by: Id,
    made_at: chrono::NaiveDateTime,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = item_entries)]
struct WholeEntry {
    item_id: Id,
    request_id: Id,
    at_time: String,
    present: String,
    discussion: String,
    decisions: String,
    made_by: Id,
    made_at: chrono::NaiveDateTime,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = legal_hints)]
struct WholeHint {
    item_id: Id,
    request_id: Id,
    sentences: String,
    found_at: chrono::NaiveDateTime,
}

/// How many items are read at a time: what a statement may name is bounded on both databases.
const AT_A_TIME: usize = 500;

/// Copies the items: what they are, their pages, messages, tags, parts of an entry, and the question
/// whether they hold legal advice. What is restricted, marked or decided is each person's own. Gives
/// the copies that are highly sensitive.
pub fn bring(db: &mut Db, wanted: &[Bringable], into: &Brought) -> QueryResult<Vec<Id>> {
    records::number_from(db, into.request, wanted.len() as i64)?;
    let copies: HashMap<Id, Id> = wanted.iter().map(|item| (item.id, Id::new())).collect();
    let all: Vec<Id> = wanted.iter().map(|item| item.id).collect();
    let mut number = into.first;
    let mut kept_apart = Vec::new();
    for some in all.chunks(AT_A_TIME) {
        let rows: Vec<WholeItem> = items::table
            .filter(items::id.eq_any(some))
            .order(items::number)
            .select(WholeItem::as_select())
            .load(db)?;
        for row in rows {
            let Some(id) = copies.get(&row.id).copied() else { continue };
            let copy = WholeItem {
                id,
                request_id: into.request,
                number,
                // What it was attached to comes before it, where that is brought as well.
                parent_id: row.parent_id.and_then(|parent| copies.get(&parent).copied()),
                upload_id: None,
                duplicate_of: None,
                restricted_ground: None,
                restricted_reason: None,
                made_at: into.at.naive_utc(),
                ..row.clone()
            };
            number += 1;
            if copy.level == "highly_sensitive" {
                kept_apart.push(id);
            }
            diesel::insert_into(items::table).values(&copy).execute(db)?;
            diesel::insert_into(brought_items::table)
                .values((
                    brought_items::item_id.eq(id),
                    brought_items::from_item.eq(row.id),
                    brought_items::brought_by.eq(into.by),
                    brought_items::brought_at.eq(into.at.naive_utc()),
                ))
                .execute(db)?;
        }
        copy_parts(db, some, &copies, into.request)?;
    }
    Ok(kept_apart)
}

/// Copies what hangs on these items. A copy has the same pages and words, so places in them hold.
fn copy_parts(
    db: &mut Db,
    some: &[Id],
    copies: &HashMap<Id, Id>,
    request_id: Id,
) -> QueryResult<()> {
    let copy_of = |item: &Id| copies.get(item).copied().unwrap_or(*item);
    let pages: Vec<WholePage> = item_pages::table
        .filter(item_pages::item_id.eq_any(some))
        .select(WholePage::as_select())
        .load(db)?;
    for row in pages {
        let copy = WholePage { item_id: copy_of(&row.item_id), ..row };
        diesel::insert_into(item_pages::table).values(copy).execute(db)?;
    }
    let messages: Vec<WholeMessage> = trail_messages::table
        .filter(trail_messages::item_id.eq_any(some))
        .select(WholeMessage::as_select())
        .load(db)?;
    for row in messages {
        let copy = WholeMessage { item_id: copy_of(&row.item_id), request_id, ..row };
        diesel::insert_into(trail_messages::table).values(copy).execute(db)?;
    }
    let tagged: Vec<WholePassage> = passages::table
        .filter(passages::item_id.eq_any(some))
        .select(WholePassage::as_select())
        .load(db)?;
    for row in tagged {
        let copy =
            WholePassage { id: Id::new(), item_id: copy_of(&row.item_id), request_id, ..row };
        diesel::insert_into(passages::table).values(copy).execute(db)?;
    }
    let entries: Vec<WholeEntry> = item_entries::table
        .filter(item_entries::item_id.eq_any(some))
        .select(WholeEntry::as_select())
        .load(db)?;
    for row in entries {
        let copy = WholeEntry { item_id: copy_of(&row.item_id), request_id, ..row };
        diesel::insert_into(item_entries::table).values(copy).execute(db)?;
    }
    let hints: Vec<WholeHint> = legal_hints::table
        .filter(legal_hints::item_id.eq_any(some))
        .select(WholeHint::as_select())
        .load(db)?;
    for row in hints {
        let copy = WholeHint { item_id: copy_of(&row.item_id), request_id, ..row };
        diesel::insert_into(legal_hints::table).values(copy).execute(db)?;
    }
    Ok(())
}

/// An item in the record of one person of the family.
#[derive(Debug, Clone)]
pub struct Held {
    pub item: Id,
    pub number: i64,
    pub request: Id,
    pub whose: String,
    pub privileged: bool,
    pub decision: Option<String>,
    pub reason: String,
    pub marks: i64,
}

type HeldRow = (Id, i64, Id, String, bool, Option<String>, Option<String>);

/// These items with whose record each is in, and what is decided and marked about it there.
pub fn held(db: &mut Db, all: &[Id]) -> QueryResult<Vec<Held>> {
    let rows: Vec<HeldRow> = items::table
        .inner_join(requests::table.inner_join(subjects::table))
        .left_join(item_decisions::table.on(item_decisions::item_id.eq(items::id)))
        .filter(items::id.eq_any(all))
        .order(requests::reference)
        .select((
            items::id,
            items::number,
            items::request_id,
            subjects::name,
            items::privileged,
            item_decisions::decision.nullable(),
            item_decisions::reason.nullable(),
        ))
        .load(db)?;
    let standing: Vec<(Id, i64)> = marks::table
        .filter(marks::item_id.eq_any(all))
        .filter(marks::removed.eq(false))
        .group_by(marks::item_id)
        .select((marks::item_id, diesel::dsl::count_star()))
        .load(db)?;
    let standing: HashMap<Id, i64> = standing.into_iter().collect();
    let held = |(item, number, request, whose, privileged, decision, reason): HeldRow| Held {
        marks: standing.get(&item).copied().unwrap_or(0),
        reason: reason.unwrap_or_default(),
        item,
        number,
        request,
        whose,
        privileged,
        decision,
    };
    Ok(rows.into_iter().map(held).collect())
}

/// The items of this record whose file another record of the family holds too, without `hidden` ones.
pub fn shared(
    db: &mut Db,
    here: Id,
    relatives: &[Id],
    hidden: &[String],
) -> QueryResult<Vec<(i64, String)>> {
    let theirs: Vec<String> = items::table
        .filter(items::request_id.eq_any(relatives))
        .filter(items::id.ne_all(hidden))
        .filter(items::privileged.eq(false))
        .select(items::original_sha256)
        .distinct()
        .load(db)?;
    let theirs: HashSet<String> = theirs.into_iter().collect();
    let ours: Vec<(i64, String, String)> = items::table
        .filter(items::request_id.eq(here))
        .filter(items::id.ne_all(hidden))
        .filter(items::privileged.eq(false))
        .filter(items::duplicate_of.is_null())
        .order(items::number)
        .select((items::number, items::title, items::original_sha256))
        .load(db)?;
    Ok(ours
        .into_iter()
        .filter(|(.., file)| theirs.contains(file))
        .map(|(number, title, _)| (number, title))
        .collect())
}
