//! How the questions about people around the subject are kept.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use diesel::prelude::*;

use super::state::Standing;
use crate::db::schema::{assignments, requests, subjects, third_parties};
use crate::db::{Db, Id};

/// The question about one person in one request.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = third_parties)]
pub struct ThirdPartyRow {
    pub id: Id,
    pub request_id: Id,
    pub circle_id: Id,
    pub state: Standing,
    /// Why they were or were not asked.
    pub reason: String,
    pub asked_on: Option<NaiveDate>,
    /// What they said.
    pub answer: String,
    /// The balancing form as it was signed.
    pub form: String,
    pub sorted_by: Id,
    pub changed_at: NaiveDateTime,
}

/// A person who waits for this manager: request, subject, who, where it stands.
pub type Waiting = (String, String, Id, Standing);

pub fn find(db: &mut Db, request: Id, circle: Id) -> QueryResult<Option<ThirdPartyRow>> {
    third_parties::table
        .filter(third_parties::request_id.eq(request))
        .filter(third_parties::circle_id.eq(circle))
        .select(ThirdPartyRow::as_select())
        .first(db)
        .optional()
}

pub fn by_id(db: &mut Db, id: Id) -> QueryResult<Option<ThirdPartyRow>> {
    third_parties::table.find(id).select(ThirdPartyRow::as_select()).first(db).optional()
}

pub fn of_request(db: &mut Db, request: Id) -> QueryResult<Vec<ThirdPartyRow>> {
    third_parties::table
        .filter(third_parties::request_id.eq(request))
        .order(third_parties::id)
        .select(ThirdPartyRow::as_select())
        .load(db)
}

/// The latest decision about a person in another request of the same subject.
pub fn earlier(
    db: &mut Db,
    request: Id,
    circle: Id,
) -> QueryResult<Option<(ThirdPartyRow, String)>> {
    const SETTLED: [Standing; 3] = [Standing::Disclose, Standing::Redact, Standing::Withhold];
    third_parties::table
        .inner_join(requests::table)
        .filter(third_parties::circle_id.eq(circle))
        .filter(third_parties::request_id.ne(request))
        .filter(third_parties::state.eq_any(SETTLED.map(Standing::name)))
        .order((third_parties::changed_at.desc(), third_parties::id.desc()))
        .select((ThirdPartyRow::as_select(), requests::reference))
        .first(db)
        .optional()
}

pub fn waiting_for(db: &mut Db, manager: Id) -> QueryResult<Vec<Waiting>> {
    const FOR_A_MANAGER: [Standing; 4] =
        [Standing::NotContacted, Standing::Consented, Standing::Refused, Standing::Silent];
    third_parties::table
        .inner_join(requests::table.inner_join(subjects::table))
        .inner_join(assignments::table.on(assignments::request_id.eq(third_parties::request_id)))
        .filter(assignments::staff_id.eq(manager))
        .filter(third_parties::sorted_by.ne(manager))
        .filter(third_parties::state.eq_any(FOR_A_MANAGER.map(Standing::name)))
        .order((requests::reference, third_parties::id))
        .select((
            requests::reference,
            subjects::name,
            third_parties::circle_id,
            third_parties::state,
        ))
        .load(db)
}

pub fn add(db: &mut Db, request: Id, circle: Id, by: Id, now: DateTime<Utc>) -> QueryResult<Id> {
    let id = Id::new();
    diesel::insert_into(third_parties::table)
        .values((
            third_parties::id.eq(id),
            third_parties::request_id.eq(request),
            third_parties::circle_id.eq(circle),
            third_parties::state.eq(Standing::Identified),
            third_parties::reason.eq(""),
            third_parties::answer.eq(""),
            third_parties::form.eq(""),
            third_parties::sorted_by.eq(by),
            third_parties::changed_at.eq(now.naive_utc()),
        ))
        .execute(db)?;
    Ok(id)
}

/// Moves a question on, unless it stands elsewhere by now; then `false`.
pub fn advance(
    db: &mut Db,
    id: Id,
    from: Standing,
    to: Standing,
    now: DateTime<Utc>,
) -> QueryResult<bool> {
    let standing = third_parties::table.find(id).filter(third_parties::state.eq(from));
    let moved = diesel::update(standing)
        .set((third_parties::state.eq(to), third_parties::changed_at.eq(now.naive_utc())))
        .execute(db)?;
    Ok(moved == 1)
}

pub fn set_contact(
    db: &mut Db,
    id: Id,
    reason: &str,
    asked_on: Option<NaiveDate>,
) -> QueryResult<usize> {
    diesel::update(third_parties::table.find(id))
        .set((third_parties::reason.eq(reason), third_parties::asked_on.eq(asked_on)))
        .execute(db)
}

pub fn set_answer(db: &mut Db, id: Id, words: &str) -> QueryResult<usize> {
    diesel::update(third_parties::table.find(id)).set(third_parties::answer.eq(words)).execute(db)
}

pub fn set_form(db: &mut Db, id: Id, form: &str, by: Id) -> QueryResult<usize> {
    diesel::update(third_parties::table.find(id))
        .set((third_parties::form.eq(form), third_parties::decided_by.eq(by)))
        .execute(db)
}
