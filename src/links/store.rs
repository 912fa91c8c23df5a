//! How links are kept.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

use super::NewLink;
use crate::db::schema::links;
use crate::db::{Db, Id};

/// A link as it stands.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = links)]
pub struct LinkRow {
    pub id: Id,
    pub purpose: String,
    pub object_id: Id,
    pub request_id: Option<Id>,
    pub person: String,
    pub made_at: NaiveDateTime,
    pub expires_at: NaiveDateTime,
    pub withdrawn_at: Option<NaiveDateTime>,
    pub code_hash: Option<String>,
    pub wrong_codes: i64,
    pub blocked_at: Option<NaiveDateTime>,
    pub uses: i64,
    pub max_uses: i64,
}

pub fn add(db: &mut Db, link: &NewLink, token_hash: &str, now: DateTime<Utc>) -> QueryResult<Id> {
    let id = Id::new();
    diesel::insert_into(links::table)
        .values((
            links::id.eq(id),
            links::purpose.eq(link.purpose.name()),
            links::token_hash.eq(token_hash),
            links::object_id.eq(link.object),
            links::request_id.eq(link.request),
            links::person.eq(&link.person),
            links::made_at.eq(now.naive_utc()),
            links::expires_at.eq((now + link.lives).naive_utc()),
            links::code_hash.eq(link.code_hash.as_deref()),
            links::wrong_codes.eq(0),
            links::uses.eq(0),
            links::max_uses.eq(link.max_uses),
        ))
        .execute(db)?;
    Ok(id)
}

pub fn by_hash(db: &mut Db, token_hash: &str) -> QueryResult<Option<LinkRow>> {
    links::table
        .filter(links::token_hash.eq(token_hash))
        .select(LinkRow::as_select())
        .first(db)
        .optional()
}

pub fn use_once(db: &mut Db, id: Id, now: DateTime<Utc>) -> QueryResult<bool> {
    let open = links::table
        .find(id)
        .filter(links::uses.lt(links::max_uses))
        .filter(links::withdrawn_at.is_null())
        .filter(links::blocked_at.is_null());
    let used = diesel::update(open)
        .set((links::uses.eq(links::uses + 1), links::spent_at.eq(now.naive_utc())))
        .execute(db)?;
    Ok(used == 1)
}

/// Lets a link open something for longer; never for less long.
pub fn extend(db: &mut Db, id: Id, until: NaiveDateTime) -> QueryResult<usize> {
    let open = links::table
        .find(id)
        .filter(links::withdrawn_at.is_null())
        .filter(links::expires_at.lt(until));
    diesel::update(open).set(links::expires_at.eq(until)).execute(db)
}

pub fn withdraw(db: &mut Db, object: Id, now: DateTime<Utc>) -> QueryResult<usize> {
    let open =
        links::table.filter(links::object_id.eq(object)).filter(links::withdrawn_at.is_null());
    diesel::update(open).set(links::withdrawn_at.eq(now.naive_utc())).execute(db)
}

pub fn wrong_code(db: &mut Db, id: Id, most: i64, now: DateTime<Utc>) -> QueryResult<bool> {
    diesel::update(links::table.find(id))
        .set(links::wrong_codes.eq(links::wrong_codes + 1))
        .execute(db)?;
    let worn_out = links::table
        .find(id)
        .filter(links::wrong_codes.ge(most))
        .filter(links::blocked_at.is_null());
    let blocked =
        diesel::update(worn_out).set(links::blocked_at.eq(now.naive_utc())).execute(db)?;
    Ok(blocked == 1)
}
