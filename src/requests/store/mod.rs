//! How requests are kept.

mod board;
mod changes;
mod clock;
mod earlier;
mod preferences;

pub use board::{OpenRow, Wanted, among, board, count, open_for, open_ones, standing};
pub use changes::{
    NewRequest, add, add_note, assign, assigned, count_form, next_number, notes_of,
    said_by_requester, set_closed, set_late_reason, set_owner, set_phone_checked, set_reach,
    set_requester_kind, set_scope, unassign,
};
pub use clock::{ClockRow, NewClockEvent, add_clock_event, clock_events, set_due, staff_name};
pub use earlier::{Reach, Sought, reach, sought, with_subject};
pub use preferences::{preferences, set_preferences};

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::{Reference, State, correction, interests};
use crate::access::{Actor, policy};
use crate::db::schema::{assignments, corrections, requests};
use crate::db::{self, Db, Id};

db::kept_as_text!(State, correction::State);

/// A request as it stands.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = requests)]
pub struct RequestRow {
    pub id: Id,
    pub reference: String,
    pub kind: String,
    pub state: State,
    pub subject_id: Id,
    pub nation: String,
    pub received_on: NaiveDate,
    pub received_how: String,
    pub requester_kind: String,
    pub requester_name: String,
    pub requester_email: String,
    pub requester_phone: String,
    pub requester_address: String,
    pub phone_checked_at: Option<NaiveDateTime>,
    pub asked_for: String,
    pub scope: String,
    pub receive_by: String,
    pub needs: String,
    pub owner_id: Option<Id>,
    pub due_on: Option<NaiveDate>,
    pub late_reason: Option<String>,
    pub created_at: NaiveDateTime,
    pub closed_at: Option<NaiveDateTime>,
}

impl RequestRow {
    /// Whether it asks for a correction; else for a copy of the record.
    pub fn is_correction(&self) -> bool {
        self.kind == "rectification"
    }
}

/// Where the correction stands that a request asks for.
pub fn correction_state(db: &mut Db, request: Id) -> QueryResult<Option<correction::State>> {
    corrections::table.find(request).select(corrections::state).first(db).optional()
}

/// The request, where this person needs to know of it and has no conflict of interest in it.
pub fn seen_by(db: &mut Db, by: &Actor, at: &Reference) -> QueryResult<Option<RequestRow>> {
    let Some(request) = within_reach(db, by, at)? else { return Ok(None) };
    let barred = interests::standing(db, request.id, by.id)? == Some(interests::Standing::Conflict);
    Ok((!barred).then_some(request))
}

/// The request, where this person needs to know of it: it is assigned to them, they read every
/// request, or nobody has it yet and they may take it. Whether they have an interest is not asked.
pub fn within_reach(db: &mut Db, by: &Actor, at: &Reference) -> QueryResult<Option<RequestRow>> {
    let found: Option<RequestRow> = requests::table
        .filter(requests::reference.eq(at.as_str()))
        .select(RequestRow::as_select())
        .first(db)
        .optional()?;
    let Some(request) = found else { return Ok(None) };
    if policy::reads_every_request(by) {
        return Ok(Some(request));
    }
    if request.owner_id.is_none() && crate::access::may(by, crate::access::Action::TakeUnassigned) {
        return Ok(Some(request));
    }
    let assigned: i64 = assignments::table
        .filter(assignments::request_id.eq(request.id))
        .filter(assignments::staff_id.eq(by.id))
        .count()
        .get_result(db)?;
    Ok((assigned > 0).then_some(request))
}

pub fn by_reference(db: &mut Db, at: &Reference) -> QueryResult<Option<RequestRow>> {
    requests::table
        .filter(requests::reference.eq(at.as_str()))
        .select(RequestRow::as_select())
        .first(db)
        .optional()
}

/// Every request that is not over, for the operator's own acts.
pub fn every_open(db: &mut Db) -> QueryResult<Vec<RequestRow>> {
    requests::table
        .filter(requests::state.ne_all(State::ENDED.map(State::name)))
        .order(requests::reference)
        .select(RequestRow::as_select())
        .load(db)
}

pub fn by_id(db: &mut Db, id: Id) -> QueryResult<Option<RequestRow>> {
    requests::table.find(id).select(RequestRow::as_select()).first(db).optional()
}

/// Moves a request on, unless someone moved it first; then `false`, and nothing is changed.
pub fn advance(db: &mut Db, id: Id, from: State, to: State) -> QueryResult<bool> {
    let standing = requests::table.find(id).filter(requests::state.eq(from));
    let moved = diesel::update(standing)
        .set((requests::state.eq(to), requests::state_before.eq(from.name())))
        .execute(db)?;
    Ok(moved == 1)
}
