//! How items that others hold wholly are kept.

use diesel::prelude::*;

use crate::db::schema::{item_copies, item_decisions, items};
use crate::db::{Db, Id};
use crate::review::grounds::SHOWN_ONCE;

/// An item that was left to another by a decision that stands.
#[derive(Debug, Clone, Copy, Queryable)]
pub struct Copy {
    pub item: Id,
    pub shown_in: Id,
    /// Of the item it is shown in.
    pub number: i64,
}

/// Where a later decision rests on something else, the copies of the earlier one say nothing.
pub fn copies(db: &mut Db, request: Id) -> QueryResult<Vec<Copy>> {
    item_copies::table
        .inner_join(item_decisions::table.on(item_decisions::item_id.eq(item_copies::item_id)))
        .inner_join(items::table.on(items::id.eq(item_copies::shown_in)))
        .filter(item_copies::request_id.eq(request))
        .filter(item_decisions::ground.eq(SHOWN_ONCE))
        .order((item_copies::item_id, items::number))
        .select((item_copies::item_id, item_copies::shown_in, items::number))
        .load(db)
}

pub fn set_copy(db: &mut Db, request: Id, item: Id, shown_in: &[Id]) -> QueryResult<()> {
    diesel::delete(item_copies::table.filter(item_copies::item_id.eq(item))).execute(db)?;
    for other in shown_in {
        diesel::insert_into(item_copies::table)
            .values((
                item_copies::item_id.eq(item),
                item_copies::shown_in.eq(other),
                item_copies::request_id.eq(request),
            ))
            .execute(db)?;
    }
    Ok(())
}

/// The item that this one is an exact copy of, with its number.
pub fn first_of_copies(db: &mut Db, item: Id) -> QueryResult<Option<(Id, i64)>> {
    let first: Option<Id> = items::table.find(item).select(items::duplicate_of).first(db)?;
    match first {
        Some(first) => {
            items::table.find(first).select((items::id, items::number)).first(db).optional()
        }
        None => Ok(None),
    }
}
