//! How tags on passages are kept.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::super::Tag;
use super::super::passages::Passage;
use super::ItemRow;
use crate::db::schema::{passages, staff};
use crate::db::{Db, Id};

/// A passage that carries a tag. Its words are read from the item's own.
#[derive(Debug, Clone, Queryable)]
pub struct PassageRow {
    pub id: Id,
    pub item_id: Id,
    pub page: i64,
    pub first_word: i64,
    pub last_word: i64,
    pub tag: Tag,
    pub basis: String,
    pub maker: String,
    /// Who says so.
    pub by: String,
}

pub fn is_tagged(db: &mut Db, item: Id, passage: &Passage) -> QueryResult<bool> {
    let same: i64 = passages::table
        .filter(passages::item_id.eq(item))
        .filter(passages::page.eq(passage.span.page))
        .filter(passages::first_word.eq(passage.span.first))
        .filter(passages::last_word.eq(passage.span.last))
        .filter(passages::tag.eq(passage.tag))
        .count()
        .get_result(db)?;
    Ok(same > 0)
}

pub fn add_passage(
    db: &mut Db,
    item: &ItemRow,
    passage: &Passage,
    by: Id,
    now: DateTime<Utc>,
) -> QueryResult<Id> {
    let id = Id::new();
    diesel::insert_into(passages::table)
        .values((
            passages::id.eq(id),
            passages::request_id.eq(item.request_id),
            passages::item_id.eq(item.id),
            passages::page.eq(passage.span.page),
            passages::first_word.eq(passage.span.first),
            passages::last_word.eq(passage.span.last),
            passages::tag.eq(passage.tag),
            passages::basis.eq(&passage.basis),
            passages::maker.eq(&passage.maker),
            passages::made_by.eq(by),
            passages::made_at.eq(now.naive_utc()),
        ))
        .execute(db)?;
    Ok(id)
}

pub fn remove_passage(db: &mut Db, id: Id) -> QueryResult<usize> {
    diesel::delete(passages::table.find(id)).execute(db)
}

macro_rules! tagged {
    ($filter:expr) => {
        passages::table
            .inner_join(staff::table)
            .filter($filter)
            .order((passages::item_id, passages::page, passages::first_word, passages::id))
            .select((
                passages::id,
                passages::item_id,
                passages::page,
                passages::first_word,
                passages::last_word,
                passages::tag,
                passages::basis,
                passages::maker,
                staff::name,
            ))
    };
}

pub fn passages_of_item(db: &mut Db, item: Id) -> QueryResult<Vec<PassageRow>> {
    tagged!(passages::item_id.eq(item)).load(db)
}

pub fn passages_of_request(db: &mut Db, request: Id) -> QueryResult<Vec<PassageRow>> {
    tagged!(passages::request_id.eq(request)).load(db)
}

/// Which tags these items carry.
pub fn tags_of(db: &mut Db, items: &[Id]) -> QueryResult<Vec<(Id, Tag)>> {
    let items: Vec<&str> = items.iter().map(Id::as_str).collect();
    passages::table
        .filter(passages::item_id.eq_any(items))
        .select((passages::item_id, passages::tag))
        .distinct()
        .load(db)
}
