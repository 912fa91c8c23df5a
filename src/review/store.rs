//! How marks and decisions are kept.

mod copies;
mod elsewhere;
mod progress;

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

pub use copies::{copies, first_of_copies, set_copy};
pub use elsewhere::{leave_mark, marks_left, marks_of_items, siblings};
pub use progress::{Progress, progress};

use super::mark::{Change, MarkState, Quads};
use crate::db::schema::{
    item_decisions, item_pages, items, mark_changes, markers, marks, pages_seen, staff,
};
use crate::db::{Db, Id};
use crate::records::Sight;

/// A mark as it stands.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = marks)]
pub struct MarkRow {
    pub id: Id,
    pub item_id: Id,
    pub page: i64,
    pub quads: String,
    pub ground: String,
    pub reason: String,
    pub label: String,
    pub made_by: Id,
    pub made_at: NaiveDateTime,
    pub version: i64,
    pub removed: bool,
}

impl MarkRow {
    pub fn quads(&self) -> Quads {
        Quads::from_json(&self.quads)
    }

    pub fn state(&self) -> MarkState {
        MarkState {
            id: self.id,
            item: self.item_id,
            page: self.page,
            quads: self.quads(),
            ground: self.ground.clone(),
            reason: self.reason.clone(),
            label: self.label.clone(),
            removed: self.removed,
        }
    }
}

/// A mark with the name of who drew it.
#[derive(Debug, Clone)]
pub struct MarkShown {
    pub mark: MarkRow,
    pub by: String,
}

/// What was decided about an item.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = item_decisions)]
pub struct DecisionRow {
    pub item_id: Id,
    pub decision: String,
    pub ground: Option<String>,
    pub reason: String,
    pub decided_by: Id,
    pub decided_at: NaiveDateTime,
}

/// An item as the review lists it.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = items)]
pub struct ReviewItem {
    pub id: Id,
    pub number: i64,
    pub title: String,
    pub kind: String,
    pub author: String,
    pub provider: String,
    pub level: String,
    pub restricted_ground: Option<String>,
    pub privileged: bool,
    pub pages: i64,
    pub view: String,
    pub problem: Option<String>,
    pub working_sha256: Option<String>,
    pub words_sha256: Option<String>,
    pub topics: String,
    pub traits: String,
}

pub fn item(db: &mut Db, request: Id, number: i64) -> QueryResult<Option<ReviewItem>> {
    items::table
        .filter(items::request_id.eq(request))
        .filter(items::number.eq(number))
        .select(ReviewItem::as_select())
        .first(db)
        .optional()
}

/// Items of the review, those out of sight left out. Legal advice is set apart and not reviewed.
pub fn items_of(db: &mut Db, request: Id, sight: &Sight) -> QueryResult<Vec<ReviewItem>> {
    items::table
        .filter(items::request_id.eq(request))
        .filter(items::privileged.eq(false))
        .filter(items::id.ne_all(sight.hidden()))
        .order(items::number)
        .select(ReviewItem::as_select())
        .load(db)
}

pub fn marks_of_request(db: &mut Db, request: Id) -> QueryResult<Vec<MarkRow>> {
    marks::table
        .filter(marks::request_id.eq(request))
        .filter(marks::removed.eq(false))
        .order((marks::item_id, marks::page, marks::id))
        .select(MarkRow::as_select())
        .load(db)
}

pub fn marks_of_item(db: &mut Db, item: Id) -> QueryResult<Vec<MarkShown>> {
    let rows: Vec<(MarkRow, String)> = marks::table
        .inner_join(staff::table.on(staff::id.eq(marks::made_by)))
        .filter(marks::item_id.eq(item))
        .filter(marks::removed.eq(false))
        .order((marks::page, marks::id))
        .select((MarkRow::as_select(), staff::name))
        .load(db)?;
    Ok(rows.into_iter().map(|(mark, by)| MarkShown { mark, by }).collect())
}

pub fn mark(db: &mut Db, request: Id, id: Id) -> QueryResult<Option<MarkRow>> {
    marks::table
        .filter(marks::id.eq(id))
        .filter(marks::request_id.eq(request))
        .select(MarkRow::as_select())
        .first(db)
        .optional()
}

pub fn mark_counts(db: &mut Db, request: Id) -> QueryResult<Vec<(Id, i64)>> {
    marks::table
        .filter(marks::request_id.eq(request))
        .filter(marks::removed.eq(false))
        .group_by(marks::item_id)
        .select((marks::item_id, diesel::dsl::count_star()))
        .load(db)
}

/// Puts a mark into a state; `expected` is the one it must stand in, so that nothing of another's
/// is lost. A mark that is new has no state yet.
pub fn put(
    db: &mut Db,
    request: Id,
    by: Id,
    expected: &MarkState,
    to: &MarkState,
    now: DateTime<Utc>,
) -> QueryResult<bool> {
    match mark(db, request, to.id)? {
        Some(standing) if standing.state() == *expected => {
            let changed = diesel::update(
                marks::table.find(to.id).filter(marks::version.eq(standing.version)),
            )
            .set((
                marks::page.eq(to.page),
                marks::quads.eq(to.quads.to_json()),
                marks::ground.eq(&to.ground),
                marks::reason.eq(&to.reason),
                marks::label.eq(&to.label),
                marks::removed.eq(to.removed),
                marks::changed_by.eq(by),
                marks::version.eq(standing.version + 1),
            ))
            .execute(db)?;
            Ok(changed == 1)
        }
        Some(_) => Ok(false),
        None => {
            diesel::insert_into(marks::table)
                .values((
                    marks::id.eq(to.id),
                    marks::item_id.eq(to.item),
                    marks::request_id.eq(request),
                    marks::page.eq(to.page),
                    marks::quads.eq(to.quads.to_json()),
                    marks::ground.eq(&to.ground),
                    marks::reason.eq(&to.reason),
                    marks::label.eq(&to.label),
                    marks::made_by.eq(by),
                    marks::made_at.eq(now.naive_utc()),
                    marks::version.eq(1),
                    marks::removed.eq(to.removed),
                ))
                .execute(db)?;
            Ok(true)
        }
    }
}

pub fn add_change(
    db: &mut Db,
    request: Id,
    by: Id,
    change: &Change,
    now: DateTime<Utc>,
) -> QueryResult<usize> {
    // What was undone before a new change cannot be done again: its place is taken.
    let undone = mark_changes::table
        .filter(mark_changes::request_id.eq(request))
        .filter(mark_changes::staff_id.eq(by))
        .filter(mark_changes::undone.eq(true));
    diesel::delete(undone).execute(db)?;
    let json = |states: &[MarkState]| serde_json::to_string(states).unwrap_or_default();
    diesel::insert_into(mark_changes::table)
        .values((
            mark_changes::id.eq(Id::new()),
            mark_changes::request_id.eq(request),
            mark_changes::staff_id.eq(by),
            mark_changes::words.eq(&change.words),
            mark_changes::before.eq(json(&change.before)),
            mark_changes::after.eq(json(&change.after)),
            mark_changes::undone.eq(false),
            mark_changes::made_at.eq(now.naive_utc()),
        ))
        .execute(db)
}

#[derive(Queryable)]
struct ChangeRow {
    id: Id,
    words: String,
    before: String,
    after: String,
}

/// The change that undoing (or doing again) would take: this person's latest that stands, or
/// their earliest that was undone.
pub fn change_at_hand(
    db: &mut Db,
    request: Id,
    by: Id,
    undone: bool,
) -> QueryResult<Option<(Id, Change)>> {
    let own = mark_changes::table
        .filter(mark_changes::request_id.eq(request))
        .filter(mark_changes::staff_id.eq(by))
        .filter(mark_changes::undone.eq(undone))
        .select((mark_changes::id, mark_changes::words, mark_changes::before, mark_changes::after));
    let row: Option<ChangeRow> = if undone {
        own.order(mark_changes::id.asc()).first(db).optional()?
    } else {
        own.order(mark_changes::id.desc()).first(db).optional()?
    };
    Ok(row.map(|row| {
        let states = |json: &str| serde_json::from_str(json).unwrap_or_default();
        (
            row.id,
            Change { words: row.words, before: states(&row.before), after: states(&row.after) },
        )
    }))
}

pub fn set_undone(db: &mut Db, change: Id, undone: bool) -> QueryResult<usize> {
    diesel::update(mark_changes::table.find(change))
        .set(mark_changes::undone.eq(undone))
        .execute(db)
}

pub fn add_marker(db: &mut Db, request: Id, by: Id) -> QueryResult<()> {
    let known: i64 = markers::table
        .filter(markers::request_id.eq(request))
        .filter(markers::staff_id.eq(by))
        .count()
        .get_result(db)?;
    if known == 0 {
        diesel::insert_into(markers::table)
            .values((markers::request_id.eq(request), markers::staff_id.eq(by)))
            .execute(db)?;
    }
    Ok(())
}

pub fn markers(db: &mut Db, request: Id) -> QueryResult<Vec<Id>> {
    markers::table.filter(markers::request_id.eq(request)).select(markers::staff_id).load(db)
}

pub fn decisions_of(db: &mut Db, request: Id) -> QueryResult<Vec<DecisionRow>> {
    item_decisions::table
        .filter(item_decisions::request_id.eq(request))
        .select(DecisionRow::as_select())
        .load(db)
}

pub fn decision(db: &mut Db, item: Id) -> QueryResult<Option<DecisionRow>> {
    item_decisions::table.find(item).select(DecisionRow::as_select()).first(db).optional()
}

pub fn decide(db: &mut Db, request: Id, row: &DecisionRow) -> QueryResult<usize> {
    diesel::delete(item_decisions::table.find(row.item_id)).execute(db)?;
    diesel::insert_into(item_decisions::table)
        .values((
            item_decisions::item_id.eq(row.item_id),
            item_decisions::request_id.eq(request),
            item_decisions::decision.eq(&row.decision),
            item_decisions::ground.eq(row.ground.as_deref()),
            item_decisions::reason.eq(&row.reason),
            item_decisions::decided_by.eq(row.decided_by),
            item_decisions::decided_at.eq(row.decided_at),
        ))
        .execute(db)
}

pub fn take_back(db: &mut Db, item: Id) -> QueryResult<usize> {
    diesel::delete(item_decisions::table.find(item)).execute(db)
}

pub fn see(db: &mut Db, item: Id, page: i64, by: Id) -> QueryResult<()> {
    let known: i64 = pages_seen::table.find((item, page, by)).count().get_result(db)?;
    if known == 0 {
        diesel::insert_into(pages_seen::table)
            .values((
                pages_seen::item_id.eq(item),
                pages_seen::page.eq(page),
                pages_seen::staff_id.eq(by),
            ))
            .execute(db)?;
    }
    Ok(())
}

/// A page's size in points, its matrix and its warnings, as JSON.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = item_pages)]
pub struct PageRow {
    pub page: i64,
    pub width: f64,
    pub height: f64,
    pub to_display: String,
    pub warnings: String,
}

pub fn pages_of(db: &mut Db, item: Id) -> QueryResult<Vec<PageRow>> {
    item_pages::table
        .filter(item_pages::item_id.eq(item))
        .order(item_pages::page)
        .select(PageRow::as_select())
        .load(db)
}
