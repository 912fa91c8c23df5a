//! How interests and unusual openings are kept.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

use super::rules::{Found, Named, Standing};
use crate::db::schema::{
    assignments, circle, circle_aliases, interests, items, openings, requests, staff, subjects,
};
use crate::db::{self, Db, Id};
use crate::requests::RequestRow;

db::kept_as_text!(Standing, Found);

/// The requests that are kept away from somebody, for lists: `id.ne_all(barred_from(…))`.
#[diesel::dsl::auto_type]
pub fn barred_from(staff_id: Id) -> _ {
    interests::table
        .filter(interests::staff_id.eq(staff_id))
        .filter(interests::standing.eq("conflict"))
        .select(interests::request_id)
}

/// The requests in which a manager found somebody to be another person of the same name.
#[diesel::dsl::auto_type]
pub fn cleared_for(staff_id: Id) -> _ {
    interests::table
        .filter(interests::staff_id.eq(staff_id))
        .filter(interests::standing.eq("cleared"))
        .select(interests::request_id)
}

/// What somebody is to a request; `None` where they have not said yet.
pub fn standing(db: &mut Db, request: Id, staff_id: Id) -> QueryResult<Option<Standing>> {
    interests::table
        .filter(interests::request_id.eq(request))
        .filter(interests::staff_id.eq(staff_id))
        .select(interests::standing)
        .first(db)
        .optional()
}

/// Whether somebody said how they stand to a request, and that is no conflict.
pub fn declared(db: &mut Db, request: Id, staff_id: Id) -> QueryResult<bool> {
    Ok(standing(db, request, staff_id)?.is_some_and(|said| said != Standing::Conflict))
}

/// A conflict as its page shows it.
#[derive(Debug, Clone, Queryable)]
pub struct Interest {
    pub staff: Id,
    pub name: String,
    pub standing: Standing,
    pub found: Found,
    pub words: String,
    pub made_at: NaiveDateTime,
    pub cleared_why: String,
}

/// The conflicts of a request, and those that were cleared, by name.
pub fn of_request(db: &mut Db, request: Id) -> QueryResult<Vec<Interest>> {
    interests::table
        .inner_join(staff::table.on(staff::id.eq(interests::staff_id)))
        .filter(interests::request_id.eq(request))
        .filter(interests::standing.ne(Standing::None))
        .order((staff::name, interests::id))
        .select((
            interests::staff_id,
            staff::name,
            interests::standing,
            interests::found,
            interests::words,
            interests::made_at,
            interests::cleared_why,
        ))
        .load(db)
}

/// Keeps what somebody is to a request, in place of what was kept before.
pub fn set(
    db: &mut Db,
    (request, staff_id): (Id, Id),
    standing: Standing,
    found: Found,
    words: &str,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    let kept = interests::table
        .filter(interests::request_id.eq(request))
        .filter(interests::staff_id.eq(staff_id));
    let changed = diesel::update(kept)
        .set((
            interests::standing.eq(standing),
            interests::found.eq(found),
            interests::words.eq(words),
            interests::made_at.eq(now.naive_utc()),
        ))
        .execute(db)?;
    if changed == 0 {
        diesel::insert_into(interests::table)
            .values((
                interests::id.eq(Id::new()),
                interests::request_id.eq(request),
                interests::staff_id.eq(staff_id),
                interests::standing.eq(standing),
                interests::found.eq(found),
                interests::words.eq(words),
                interests::made_at.eq(now.naive_utc()),
                interests::cleared_why.eq(""),
            ))
            .execute(db)?;
    }
    Ok(())
}

/// `false` where there is no conflict to clear.
pub fn set_cleared(
    db: &mut Db,
    (request, staff_id): (Id, Id),
    by: Id,
    why: &str,
    now: DateTime<Utc>,
) -> QueryResult<bool> {
    let kept = interests::table
        .filter(interests::request_id.eq(request))
        .filter(interests::staff_id.eq(staff_id))
        .filter(interests::standing.eq(Standing::Conflict));
    let changed = diesel::update(kept)
        .set((
            interests::standing.eq(Standing::Cleared),
            interests::cleared_by.eq(by),
            interests::cleared_at.eq(now.naive_utc()),
            interests::cleared_why.eq(why),
        ))
        .execute(db)?;
    Ok(changed == 1)
}

/// Takes a request out of somebody's hands altogether.
pub fn take_out_of_hands(
    db: &mut Db,
    request: Id,
    staff_id: Id,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    let theirs = assignments::table
        .filter(assignments::request_id.eq(request))
        .filter(assignments::staff_id.eq(staff_id));
    diesel::delete(theirs).execute(db)?;
    diesel::update(requests::table.find(request).filter(requests::owner_id.eq(staff_id)))
        .set(requests::owner_id.eq(None::<Id>))
        .execute(db)?;
    let live = openings::table
        .filter(openings::request_id.eq(request))
        .filter(openings::staff_id.eq(staff_id))
        .filter(openings::ended_at.is_null());
    diesel::update(live).set(openings::ended_at.eq(now.naive_utc())).execute(db)?;
    Ok(())
}

/// Who a request speaks of. The authors of its items are many rows, and asked for only at the door.
pub fn named_in(db: &mut Db, request: &RequestRow, authors: bool) -> QueryResult<Named> {
    let subject: Option<(String, String)> = subjects::table
        .find(request.subject_id)
        .select((subjects::name, subjects::other_names))
        .first(db)
        .optional()?;
    let (name, others) = subject.unwrap_or_default();
    let around: Vec<(String, Option<String>)> = circle::table
        .left_join(circle_aliases::table)
        .filter(circle::subject_id.eq(request.subject_id))
        .filter(circle::removed_at.is_null())
        .select((circle::name, circle_aliases::alias.nullable()))
        .load(db)?;
    let wrote: Vec<(String, String)> = if authors && request.kind == "access" {
        items::table
            .filter(items::request_id.eq(request.id))
            .filter(items::author.ne("").or(items::provider.ne("")))
            .select((items::author, items::provider))
            .distinct()
            .load(db)?
    } else {
        Vec::new()
    };
    Ok(Named {
        subject: std::iter::once(name).chain(others.lines().map(str::to_owned)).collect(),
        requester: request.requester_name.clone(),
        requester_email: request.requester_email.clone(),
        circle: around
            .into_iter()
            .flat_map(|(name, alias)| std::iter::once(name).chain(alias))
            .collect(),
        authors: wrote.into_iter().flat_map(|(author, provider)| [author, provider]).collect(),
    })
}

pub fn add_opening(
    db: &mut Db,
    (request, staff_id): (Id, Id),
    reason: &str,
    now: DateTime<Utc>,
    ends_at: DateTime<Utc>,
) -> QueryResult<Id> {
    let id = Id::new();
    diesel::insert_into(openings::table)
        .values((
            openings::id.eq(id),
            openings::request_id.eq(request),
            openings::staff_id.eq(staff_id),
            openings::reason.eq(reason),
            openings::made_at.eq(now.naive_utc()),
            openings::ends_at.eq(ends_at.naive_utc()),
        ))
        .execute(db)?;
    Ok(id)
}

/// Openings of one person whose hours are over: which, and of which request.
pub fn run_out(db: &mut Db, staff_id: Id, now: DateTime<Utc>) -> QueryResult<Vec<(Id, Id)>> {
    openings::table
        .filter(openings::staff_id.eq(staff_id))
        .filter(openings::ended_at.is_null())
        .filter(openings::ends_at.le(now.naive_utc()))
        .order(openings::id)
        .select((openings::id, openings::request_id))
        .load(db)
}

/// Ends one opening and the access that hung on it.
pub fn end_opening(
    db: &mut Db,
    (id, request, staff_id): (Id, Id, Id),
    now: DateTime<Utc>,
) -> QueryResult<()> {
    diesel::update(openings::table.find(id))
        .set(openings::ended_at.eq(now.naive_utc()))
        .execute(db)?;
    let theirs = assignments::table
        .filter(assignments::request_id.eq(request))
        .filter(assignments::staff_id.eq(staff_id));
    diesel::delete(theirs).execute(db)?;
    Ok(())
}

/// Access that was given as usual outlasts the opening; `false` where there was none.
pub fn keep_opening(
    db: &mut Db,
    request: Id,
    staff_id: Id,
    now: DateTime<Utc>,
) -> QueryResult<bool> {
    let live = openings::table
        .filter(openings::request_id.eq(request))
        .filter(openings::staff_id.eq(staff_id))
        .filter(openings::ended_at.is_null());
    let kept = diesel::update(live).set(openings::ended_at.eq(now.naive_utc())).execute(db)?;
    Ok(kept > 0)
}
