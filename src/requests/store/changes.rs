//! How requests are added to and changed.

use chrono::{DateTime, Duration, NaiveDateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::Text;

use crate::db::schema::{
    assignments, counters, failed_tries, notes, requester_words, requests, staff,
};
use crate::db::{Db, Id};
use crate::requests::asked::Asked;
use crate::requests::{Reference, State, interests};

/// The next number of a series, counted without gaps in the transaction of the act.
pub fn next_number(db: &mut Db, series: &str) -> QueryResult<i64> {
    diesel::sql_query(
        "INSERT INTO counters (name, value) VALUES ($1, 0) ON CONFLICT (name) DO NOTHING",
    )
    .bind::<Text, _>(series)
    .execute(db)?;
    diesel::update(counters::table.find(series))
        .set(counters::value.eq(counters::value + 1))
        .execute(db)?;
    counters::table.find(series).select(counters::value).first(db)
}

pub struct NewRequest<'a> {
    pub id: Id,
    pub reference: &'a Reference,
    pub kind: &'a str,
    pub subject: Id,
    pub asked: &'a Asked,
    pub owner: Option<Id>,
    pub by: Option<Id>,
}

pub fn add(db: &mut Db, new: &NewRequest<'_>, now: DateTime<Utc>) -> QueryResult<usize> {
    let asked = new.asked;
    diesel::insert_into(requests::table)
        .values((
            requests::id.eq(new.id),
            requests::reference.eq(new.reference.as_str()),
            requests::kind.eq(new.kind),
            requests::state.eq(State::Received),
            requests::subject_id.eq(new.subject),
            requests::nation.eq(asked.nation.name()),
            requests::received_on.eq(asked.received_on),
            requests::received_how.eq(asked.received_how.name()),
            requests::requester_kind.eq(asked.requester_kind.name()),
            requests::requester_name.eq(&asked.requester_name),
            requests::requester_email.eq(&asked.requester_email),
            requests::requester_phone.eq(&asked.requester_phone),
            requests::requester_address.eq(&asked.requester_address),
            requests::asked_for.eq(&asked.asked_for),
            requests::scope.eq(""),
            requests::receive_by.eq(asked.receive_by.name()),
            requests::needs.eq(&asked.needs),
            requests::owner_id.eq(new.owner),
            requests::created_at.eq(now.naive_utc()),
            requests::created_by.eq(new.by),
        ))
        .execute(db)
}

/// `false` where somebody else has it, or had it before.
pub fn set_owner(db: &mut Db, id: Id, from: Option<Id>, to: Id) -> QueryResult<bool> {
    let changed = match from {
        None => diesel::update(requests::table.find(id).filter(requests::owner_id.is_null()))
            .set(requests::owner_id.eq(to))
            .execute(db)?,
        Some(from) => diesel::update(requests::table.find(id).filter(requests::owner_id.eq(from)))
            .set(requests::owner_id.eq(to))
            .execute(db)?,
    };
    Ok(changed == 1)
}

pub fn set_scope(db: &mut Db, id: Id, scope: &str) -> QueryResult<usize> {
    diesel::update(requests::table.find(id)).set(requests::scope.eq(scope)).execute(db)
}

pub fn set_late_reason(db: &mut Db, id: Id, reason: &str) -> QueryResult<usize> {
    diesel::update(requests::table.find(id)).set(requests::late_reason.eq(reason)).execute(db)
}

pub fn set_requester_kind(db: &mut Db, id: Id, kind: &str) -> QueryResult<usize> {
    diesel::update(requests::table.find(id)).set(requests::requester_kind.eq(kind)).execute(db)
}

pub fn set_closed(db: &mut Db, id: Id, at: Option<DateTime<Utc>>) -> QueryResult<usize> {
    let at: Option<NaiveDateTime> = at.map(|at| at.naive_utc());
    diesel::update(requests::table.find(id)).set(requests::closed_at.eq(at)).execute(db)
}

pub fn set_phone_checked(
    db: &mut Db,
    id: Id,
    phone: &str,
    at: Option<DateTime<Utc>>,
) -> QueryResult<usize> {
    let at: Option<NaiveDateTime> = at.map(|at| at.naive_utc());
    diesel::update(requests::table.find(id))
        .set((requests::requester_phone.eq(phone), requests::phone_checked_at.eq(at)))
        .execute(db)
}

/// Where the requester can be reached besides their e-mail, and what they need.
pub fn set_reach(
    db: &mut Db,
    id: Id,
    (address, phone, needs): (&str, &str, &str),
) -> QueryResult<usize> {
    diesel::update(requests::table.find(id))
        .set((
            requests::requester_address.eq(address),
            requests::requester_phone.eq(phone),
            requests::needs.eq(needs),
        ))
        .execute(db)
}

/// Lets somebody work on a request; `false` where they do already.
pub fn assign(
    db: &mut Db,
    request: Id,
    staff_id: Id,
    by: Option<Id>,
    now: DateTime<Utc>,
) -> QueryResult<bool> {
    let known: i64 = assignments::table
        .filter(assignments::request_id.eq(request))
        .filter(assignments::staff_id.eq(staff_id))
        .count()
        .get_result(db)?;
    if known > 0 {
        return interests::keep_opening(db, request, staff_id, now);
    }
    diesel::insert_into(assignments::table)
        .values((
            assignments::id.eq(Id::new()),
            assignments::request_id.eq(request),
            assignments::staff_id.eq(staff_id),
            assignments::made_by.eq(by),
            assignments::made_at.eq(now.naive_utc()),
        ))
        .execute(db)?;
    Ok(true)
}

/// `false` where they did not work on it.
pub fn unassign(db: &mut Db, request: Id, staff_id: Id) -> QueryResult<bool> {
    let gone = diesel::delete(
        assignments::table
            .filter(assignments::request_id.eq(request))
            .filter(assignments::staff_id.eq(staff_id)),
    )
    .execute(db)?;
    Ok(gone == 1)
}

/// Those who work on a request, by name.
pub fn assigned(db: &mut Db, request: Id) -> QueryResult<Vec<(Id, String, String)>> {
    assignments::table
        .inner_join(staff::table.on(staff::id.eq(assignments::staff_id)))
        .filter(assignments::request_id.eq(request))
        .order(staff::name)
        .select((staff::id, staff::name, staff::role))
        .load(db)
}

pub fn add_note(
    db: &mut Db,
    request: Id,
    author: Id,
    words: &str,
    now: DateTime<Utc>,
) -> QueryResult<Id> {
    let id = Id::new();
    diesel::insert_into(notes::table)
        .values((
            notes::id.eq(id),
            notes::request_id.eq(request),
            notes::author_id.eq(author),
            notes::words.eq(words),
            notes::made_at.eq(now.naive_utc()),
        ))
        .execute(db)?;
    Ok(id)
}

/// Notes with the names of their authors, oldest first.
pub fn notes_of(db: &mut Db, request: Id) -> QueryResult<Vec<(String, NaiveDateTime, String)>> {
    notes::table
        .inner_join(staff::table)
        .filter(notes::request_id.eq(request))
        .order((notes::made_at, notes::id))
        .select((staff::name, notes::made_at, notes::words))
        .load(db)
}

/// What the requester said on their own page, oldest first: kind, words, when.
pub fn said_by_requester(
    db: &mut Db,
    request: Id,
) -> QueryResult<Vec<(String, String, NaiveDateTime)>> {
    requester_words::table
        .filter(requester_words::request_id.eq(request))
        .order((requester_words::made_at, requester_words::id))
        .select((requester_words::kind, requester_words::words, requester_words::made_at))
        .load(db)
}

/// Counts a public form from this source, and how many came within the hour before.
pub fn count_form(db: &mut Db, source: &str, now: DateTime<Utc>) -> QueryResult<i64> {
    let key = format!("ask:{source}");
    let hour_ago = (now - Duration::hours(1)).naive_utc();
    diesel::delete(
        failed_tries::table
            .filter(failed_tries::key.eq(&key))
            .filter(failed_tries::tried_at.lt(hour_ago)),
    )
    .execute(db)?;
    let before =
        failed_tries::table.filter(failed_tries::key.eq(&key)).count().get_result::<i64>(db)?;
    diesel::insert_into(failed_tries::table)
        .values((
            failed_tries::id.eq(Id::new()),
            failed_tries::key.eq(&key),
            failed_tries::tried_at.eq(now.naive_utc()),
        ))
        .execute(db)?;
    Ok(before)
}
