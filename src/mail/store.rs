//! How messages are kept.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

use super::Message;
use crate::db::schema::messages;
use crate::db::{Db, Id};

/// A message as it stands.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = messages)]
pub struct MessageRow {
    pub id: Id,
    pub request_id: Option<Id>,
    pub purpose: String,
    pub channel: String,
    pub to_name: String,
    pub to_address: String,
    pub subject: String,
    pub body: String,
    pub made_at: NaiveDateTime,
    pub sent_at: Option<NaiveDateTime>,
    pub problem: Option<String>,
}

pub fn add(db: &mut Db, message: &Message, now: DateTime<Utc>) -> QueryResult<Id> {
    let id = Id::new();
    diesel::insert_into(messages::table)
        .values((
            messages::id.eq(id),
            messages::request_id.eq(message.request),
            messages::purpose.eq(message.purpose),
            messages::channel.eq(message.channel.name()),
            messages::to_name.eq(&message.to_name),
            messages::to_address.eq(&message.to_address),
            messages::subject.eq(&message.subject),
            messages::body.eq(&message.body),
            messages::made_at.eq(now.naive_utc()),
        ))
        .execute(db)?;
    Ok(id)
}

pub fn find(db: &mut Db, id: Id) -> QueryResult<Option<MessageRow>> {
    messages::table.find(id).select(MessageRow::as_select()).first(db).optional()
}

/// `false` where it was marked as sent before.
pub fn mark_sent(db: &mut Db, id: Id, now: DateTime<Utc>) -> QueryResult<bool> {
    let waiting = messages::table.find(id).filter(messages::sent_at.is_null());
    let marked = diesel::update(waiting)
        .set((messages::sent_at.eq(now.naive_utc()), messages::problem.eq(None::<String>)))
        .execute(db)?;
    Ok(marked == 1)
}

pub fn mark_problem(db: &mut Db, id: Id, problem: &str, now: DateTime<Utc>) -> QueryResult<usize> {
    diesel::update(messages::table.find(id))
        .set((messages::problem.eq(problem), messages::failed_at.eq(now.naive_utc())))
        .execute(db)
}

pub fn of_request(db: &mut Db, request: Id) -> QueryResult<Vec<MessageRow>> {
    messages::table
        .filter(messages::request_id.eq(request))
        .order((messages::made_at, messages::id))
        .select(MessageRow::as_select())
        .load(db)
}

pub fn latest(db: &mut Db, most: i64) -> QueryResult<Vec<MessageRow>> {
    messages::table
        .order((messages::made_at.desc(), messages::id.desc()))
        .limit(most)
        .select(MessageRow::as_select())
        .load(db)
}
