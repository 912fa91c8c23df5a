//! How restrictions are kept. What holds is written on the item too, where the record shows it.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use diesel::prelude::*;

use super::state::Standing;
use crate::db::schema::{assignments, items, requests, restrictions, subjects};
use crate::db::{Db, Id};
use crate::sight;

/// A restriction as it stands.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = restrictions)]
pub struct RestrictionRow {
    pub id: Id,
    pub request_id: Id,
    pub item_id: Id,
    pub state: Standing,
    pub ground: String,
    pub reason: String,
    pub proposed_by: Option<Id>,
    pub proposed_at: NaiveDateTime,
    pub advice: String,
    pub advised_by: Option<Id>,
    pub review_on: Option<NaiveDate>,
    pub exemption: Option<String>,
    pub outcome: String,
}

pub fn of_item(db: &mut Db, item: Id) -> QueryResult<Option<RestrictionRow>> {
    restrictions::table
        .filter(restrictions::item_id.eq(item))
        .select(RestrictionRow::as_select())
        .first(db)
        .optional()
}

pub fn find(db: &mut Db, id: Id) -> QueryResult<Option<RestrictionRow>> {
    restrictions::table.find(id).select(RestrictionRow::as_select()).first(db).optional()
}

pub fn of_request(db: &mut Db, request: Id) -> QueryResult<Vec<(RestrictionRow, i64)>> {
    restrictions::table
        .inner_join(items::table)
        .filter(restrictions::request_id.eq(request))
        .filter(items::privileged.eq(false))
        .order(items::number)
        .select((RestrictionRow::as_select(), items::number))
        .load(db)
}

/// A restriction that waits for a manager: of which request, about whom, which item.
pub type Waiting = (String, String, i64, Standing);

/// Restrictions that wait for this manager, in the requests assigned to them.
pub fn waiting_for(db: &mut Db, manager: Id) -> QueryResult<Vec<Waiting>> {
    const FOR_A_MANAGER: [Standing; 4] =
        [Standing::Proposed, Standing::Restricted, Standing::ReviewDue, Standing::Reaffirmed];
    restrictions::table
        .inner_join(items::table)
        .inner_join(requests::table.inner_join(subjects::table))
        .inner_join(assignments::table.on(assignments::request_id.eq(restrictions::request_id)))
        .filter(assignments::staff_id.eq(manager))
        .filter(restrictions::state.eq_any(FOR_A_MANAGER.map(Standing::name)))
        .filter(items::privileged.eq(false))
        .filter(
            items::level
                .ne(sight::HIGHLY_SENSITIVE)
                .or(requests::owner_id.eq(manager))
                .or(items::id.eq_any(sight::named_for(manager))),
        )
        .order((requests::reference, items::number))
        .select((requests::reference, subjects::name, items::number, restrictions::state))
        .load(db)
}

/// What a proposal says.
pub struct Proposal<'a> {
    pub request: Id,
    pub item: Id,
    pub ground: &'a str,
    pub reason: &'a str,
    pub by: Id,
}

pub fn add(db: &mut Db, new: &Proposal<'_>, now: DateTime<Utc>) -> QueryResult<Id> {
    let id = Id::new();
    diesel::insert_into(restrictions::table)
        .values((
            restrictions::id.eq(id),
            restrictions::request_id.eq(new.request),
            restrictions::item_id.eq(new.item),
            restrictions::state.eq(Standing::Proposed),
            restrictions::ground.eq(new.ground),
            restrictions::reason.eq(new.reason),
            restrictions::proposed_by.eq(new.by),
            restrictions::proposed_at.eq(now.naive_utc()),
            restrictions::advice.eq(""),
            restrictions::outcome.eq(""),
            restrictions::changed_at.eq(now.naive_utc()),
        ))
        .execute(db)?;
    Ok(id)
}

pub fn propose_again(
    db: &mut Db,
    id: Id,
    new: &Proposal<'_>,
    now: DateTime<Utc>,
) -> QueryResult<usize> {
    diesel::update(restrictions::table.find(id))
        .set((
            restrictions::ground.eq(new.ground),
            restrictions::reason.eq(new.reason),
            restrictions::proposed_by.eq(new.by),
            restrictions::proposed_at.eq(now.naive_utc()),
        ))
        .execute(db)
}

/// Moves a restriction on, unless it stands elsewhere by now; then `false`.
pub fn advance(
    db: &mut Db,
    id: Id,
    from: Standing,
    to: Standing,
    now: DateTime<Utc>,
) -> QueryResult<bool> {
    let standing = restrictions::table.find(id).filter(restrictions::state.eq(from));
    let moved = diesel::update(standing)
        .set((restrictions::state.eq(to), restrictions::changed_at.eq(now.naive_utc())))
        .execute(db)?;
    Ok(moved == 1)
}

pub fn set_advice(
    db: &mut Db,
    id: Id,
    advice: &str,
    by: Id,
    review_on: Option<NaiveDate>,
) -> QueryResult<usize> {
    diesel::update(restrictions::table.find(id))
        .set((
            restrictions::advice.eq(advice),
            restrictions::advised_by.eq(by),
            restrictions::review_on.eq(review_on),
        ))
        .execute(db)
}

pub fn set_outcome(
    db: &mut Db,
    id: Id,
    words: &str,
    exemption: Option<&str>,
    by: Id,
) -> QueryResult<usize> {
    diesel::update(restrictions::table.find(id))
        .set((
            restrictions::outcome.eq(words),
            restrictions::exemption.eq(exemption),
            restrictions::decided_by.eq(by),
        ))
        .execute(db)
}

/// Shows on the item what holds of it.
pub fn show_on_item(db: &mut Db, item: Id, held: Option<(&str, &str)>) -> QueryResult<usize> {
    diesel::update(items::table.find(item))
        .set((
            items::restricted_ground.eq(held.map(|(ground, _)| ground)),
            items::restricted_reason.eq(held.map(|(_, reason)| reason)),
        ))
        .execute(db)
}
