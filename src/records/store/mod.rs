//! How uploads and items are kept.

mod bulk;
mod entries;
mod identity;
mod imports;
mod lists;
mod notices;
mod passages;
mod sight;
mod trails;

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use diesel::prelude::*;

pub use bulk::{
    ChangeRow, Facts, NewChange, change_items, facts_before, facts_now, facts_of, last_change,
    name_reader_of_all, undo_change,
};
pub use entries::{entries_of, entry_of, set_entry};
pub use identity::{
    Variant, forget_identity, identity_flags, naming_nobody, not_looked_through, set_identity,
    set_verdict, variants,
};
pub use imports::{
    NewItem, PageRow, Read, add_items, first_of, items_of_upload, number_from, page, pages_of,
    same_as, set_not_shown, set_read,
};
pub use lists::{
    Filter, Listed, Standing, UploadRow, When, choices, listed, not_shown_of, numbers, parts,
    standing, uploads_listed,
};
pub use notices::{NewNotice, add_notice, end_notices, notices_of};
pub use passages::{
    PassageRow, add_passage, is_tagged, passages_of_item, passages_of_request, remove_passage,
    tags_of,
};
pub use sight::{Reader, at_work, end_reader, name_reader, readers, sight};
pub use trails::{add_messages, elsewhere, messages_of};

use super::describe::Description;
use super::levels;
use super::{Category, Hand, Level, NewFile, NoticeKind, Tag, Topic, Trait, UploadState, View};
use crate::db::schema::{item_decisions, item_pages, items, markers, uploads};
use crate::db::{self, Db, Id};

db::kept_as_text!(Category, Hand, Level, NoticeKind, Tag, UploadState, View);

/// An item of the record.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = items)]
pub struct ItemRow {
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
    pub event_on: Option<NaiveDate>,
    pub recorded_on: Option<NaiveDate>,
    pub level: Level,
    pub hand: Hand,
    pub restricted_ground: Option<String>,
    pub restricted_reason: Option<String>,
    pub privileged: bool,
    pub original_sha256: String,
    pub original_bytes: i64,
    pub working_sha256: Option<String>,
    pub words_sha256: Option<String>,
    pub pages: i64,
    pub view: View,
    pub problem: Option<String>,
    pub made_at: NaiveDateTime,
    pub topics: String,
    pub level_reason: String,
    pub traits: String,
}

/// An item that belongs to another.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = items)]
pub struct Relative {
    pub id: Id,
    pub number: i64,
    pub title: String,
    pub parent_id: Option<Id>,
}

/// Queries outside a verb fail as its own do.
impl From<diesel::result::Error> for super::NotRecorded {
    fn from(problem: diesel::result::Error) -> Self {
        Self::Database(problem.into())
    }
}

/// A file as it came.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = uploads)]
pub struct Upload {
    pub id: Id,
    pub request_id: Id,
    pub file_name: String,
    pub bytes: i64,
    pub sha256: String,
    pub source: String,
    pub state: UploadState,
}

pub fn add_upload(
    db: &mut Db,
    by: Option<Id>,
    file: &NewFile,
    (sha256, bytes): (&str, i64),
    (state, problem): (UploadState, Option<&str>),
    now: DateTime<Utc>,
) -> QueryResult<Id> {
    let id = Id::new();
    diesel::insert_into(uploads::table)
        .values((
            uploads::id.eq(id),
            uploads::request_id.eq(file.request),
            uploads::search_id.eq(file.search),
            uploads::batch_id.eq(file.batch),
            uploads::file_name.eq(&file.file_name),
            uploads::bytes.eq(bytes),
            uploads::sha256.eq(sha256),
            uploads::source.eq(&file.source),
            uploads::state.eq(state),
            uploads::problem.eq(problem),
            uploads::made_at.eq(now.naive_utc()),
            uploads::made_by.eq(by),
        ))
        .execute(db)?;
    Ok(id)
}

pub fn upload(db: &mut Db, id: Id) -> QueryResult<Option<Upload>> {
    uploads::table.find(id).select(Upload::as_select()).first(db).optional()
}

pub fn upload_count(db: &mut Db, request: Id) -> QueryResult<i64> {
    uploads::table.filter(uploads::request_id.eq(request)).count().get_result(db)
}

/// Says what became of an upload that still waits; `false` where that is known already.
pub fn end_upload(
    db: &mut Db,
    id: Id,
    state: UploadState,
    problem: Option<&str>,
) -> QueryResult<bool> {
    let waiting = uploads::table.find(id).filter(uploads::state.eq(UploadState::Waiting));
    let changed = diesel::update(waiting)
        .set((uploads::state.eq(state), uploads::problem.eq(problem)))
        .execute(db)?;
    Ok(changed == 1)
}

pub fn item(db: &mut Db, request: Id, number: i64) -> QueryResult<Option<ItemRow>> {
    items::table
        .filter(items::request_id.eq(request))
        .filter(items::number.eq(number))
        .select(ItemRow::as_select())
        .first(db)
        .optional()
}

pub fn items_of(db: &mut Db, request: Id) -> QueryResult<Vec<ItemRow>> {
    items::table
        .filter(items::request_id.eq(request))
        .order(items::number)
        .select(ItemRow::as_select())
        .load(db)
}

/// The items this one was attached to or is a copy of, and those it brought: number and title.
pub fn relatives(db: &mut Db, item: &ItemRow) -> QueryResult<Vec<Relative>> {
    let above: Vec<&str> =
        [&item.parent_id, &item.duplicate_of].into_iter().flatten().map(Id::as_str).collect();
    items::table
        .filter(items::request_id.eq(item.request_id))
        .filter(
            items::id
                .eq_any(above)
                .or(items::parent_id.eq(item.id).assume_not_null())
                .or(items::duplicate_of.eq(item.id).assume_not_null()),
        )
        .order(items::number)
        .limit(200)
        .select(Relative::as_select())
        .load(db)
}

pub fn describe(db: &mut Db, item: Id, as_now: &Description) -> QueryResult<usize> {
    diesel::update(items::table.find(item))
        .set((
            items::title.eq(&as_now.title),
            items::kind.eq(as_now.kind),
            items::author.eq(&as_now.author),
            items::provider.eq(&as_now.provider),
            items::source.eq(&as_now.source),
            items::event_on.eq(as_now.event_on),
            items::recorded_on.eq(as_now.recorded_on),
            items::level.eq(as_now.level),
            items::hand.eq(as_now.hand),
            items::topics.eq(levels::kept(&as_now.topics, Topic::name)),
            items::level_reason.eq(&as_now.level_reason),
            items::traits.eq(levels::kept(&as_now.traits, Trait::name)),
        ))
        .execute(db)
}

/// Sets an item apart as legal advice: what was decided about it falls.
pub fn set_apart(db: &mut Db, item: Id) -> QueryResult<usize> {
    diesel::delete(item_decisions::table.find(item)).execute(db)?;
    diesel::update(items::table.find(item)).set(items::privileged.eq(true)).execute(db)
}

/// What was decided about an item, in which words.
pub fn decision(db: &mut Db, item: Id) -> QueryResult<Option<(String, String)>> {
    item_decisions::table
        .find(item)
        .select((item_decisions::decision, item_decisions::reason))
        .first(db)
        .optional()
}

/// Leaves an item out of the pack; whoever decides so can no more sign it.
pub fn leave_out(
    db: &mut Db,
    item: &ItemRow,
    (ground, reason): (&str, &str),
    by: Id,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    diesel::delete(item_decisions::table.find(item.id)).execute(db)?;
    diesel::insert_into(item_decisions::table)
        .values((
            item_decisions::item_id.eq(item.id),
            item_decisions::request_id.eq(item.request_id),
            item_decisions::decision.eq("withhold"),
            item_decisions::ground.eq(ground),
            item_decisions::reason.eq(reason),
            item_decisions::decided_by.eq(by),
            item_decisions::decided_at.eq(now.naive_utc()),
        ))
        .execute(db)?;
    let known: i64 = markers::table.find((item.request_id, by)).count().get_result(db)?;
    if known == 0 {
        diesel::insert_into(markers::table)
            .values((markers::request_id.eq(item.request_id), markers::staff_id.eq(by)))
            .execute(db)?;
    }
    Ok(())
}
