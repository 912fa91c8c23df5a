//! How a manager's words are kept, and what waits for a signature.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use diesel::prelude::*;

use crate::db::schema::{assignments, items, mark_comments, marks, requests, staff, subjects};
use crate::db::{Db, Id};
use crate::records::Sight;
use crate::requests::State;

/// What was said about a mark, an item, or the pack.
#[derive(Debug, Clone)]
pub struct CommentRow {
    pub id: Id,
    /// The number of the item and the page, where it is about a mark.
    pub at: Option<(i64, i64)>,
    pub words: String,
    pub author: String,
    pub made_at: NaiveDateTime,
}

/// What was said and is not settled yet, as far as it is about something in sight.
pub fn open_comments(db: &mut Db, request: Id, sight: &Sight) -> QueryResult<Vec<CommentRow>> {
    type Row = (Id, String, NaiveDateTime, String, Option<(Id, i64)>, Option<i64>);
    let rows: Vec<Row> = mark_comments::table
        .inner_join(staff::table.on(staff::id.eq(mark_comments::author_id)))
        .left_join(marks::table.on(marks::id.nullable().eq(mark_comments::mark_id)))
        .left_join(items::table.on(items::id.eq(marks::item_id)))
        .filter(mark_comments::request_id.eq(request))
        .filter(mark_comments::settled_at.is_null())
        .order((mark_comments::made_at, mark_comments::id))
        .select((
            mark_comments::id,
            mark_comments::words,
            mark_comments::made_at,
            staff::name,
            (items::id, items::number).nullable(),
            marks::page.nullable(),
        ))
        .load(db)?;
    Ok(rows
        .into_iter()
        .filter(|(_, _, _, _, item, _)| item.is_none_or(|(item, _)| sight.sees(item)))
        .map(|(id, words, made_at, author, item, page)| CommentRow {
            id,
            at: item.map(|(_, number)| number).zip(page),
            words,
            author,
            made_at,
        })
        .collect())
}

pub fn comment(
    db: &mut Db,
    request: Id,
    mark: Option<Id>,
    words: &str,
    by: Id,
    now: DateTime<Utc>,
) -> QueryResult<usize> {
    diesel::insert_into(mark_comments::table)
        .values((
            mark_comments::id.eq(Id::new()),
            mark_comments::request_id.eq(request),
            mark_comments::mark_id.eq(mark),
            mark_comments::words.eq(words),
            mark_comments::author_id.eq(by),
            mark_comments::made_at.eq(now.naive_utc()),
        ))
        .execute(db)
}

pub fn settle(
    db: &mut Db,
    request: Id,
    comment: Id,
    by: Id,
    now: DateTime<Utc>,
) -> QueryResult<usize> {
    let open = mark_comments::table
        .filter(mark_comments::id.eq(comment))
        .filter(mark_comments::request_id.eq(request))
        .filter(mark_comments::settled_at.is_null());
    diesel::update(open)
        .set((mark_comments::settled_at.eq(now.naive_utc()), mark_comments::settled_by.eq(by)))
        .execute(db)
}

/// A request that waits for a signature.
#[derive(Debug, Clone)]
pub struct Waiting {
    pub reference: String,
    pub person: String,
    pub due_on: Option<NaiveDate>,
}

pub fn waiting_for(db: &mut Db, manager: Id) -> QueryResult<Vec<Waiting>> {
    let rows: Vec<(String, String, Option<NaiveDate>)> = requests::table
        .inner_join(subjects::table)
        .inner_join(assignments::table.on(assignments::request_id.eq(requests::id)))
        .filter(assignments::staff_id.eq(manager))
        .filter(requests::state.eq(State::AwaitingSignoff.name()))
        .order((requests::due_on, requests::reference))
        .select((requests::reference, subjects::name, requests::due_on))
        .load(db)?;
    Ok(rows
        .into_iter()
        .map(|(reference, person, due_on)| Waiting { reference, person, due_on })
        .collect())
}

/// Names of colleagues, for lists of marks.
pub fn names(db: &mut Db) -> QueryResult<Vec<(Id, String)>> {
    staff::table.select((staff::id, staff::name)).load(db)
}
