//! How proposals and waits are kept.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use diesel::prelude::*;

use super::grounds::{Ground, ProposalKind, ProposalState};
use super::proposals::Proposal;
use crate::db::schema::{assignments, refusals, requests, staff, subjects, waits};
use crate::db::{self, Db, DbError, Id};
use crate::requests::State;

db::kept_as_text!(Ground, ProposalKind, ProposalState);

/// A proposal as its page shows it.
#[derive(Debug, Clone, Queryable)]
pub struct ProposalRow {
    pub id: Id,
    pub kind: ProposalKind,
    pub ground: Ground,
    pub criteria: String,
    pub evidence: String,
    pub words: String,
    pub fee_pence: Option<i64>,
    pub state: ProposalState,
    pub proposed_by: Id,
    pub proposer: String,
    pub proposed_at: NaiveDateTime,
    pub decided_at: Option<NaiveDateTime>,
    pub decided_why: String,
}

impl ProposalRow {
    pub fn signs(&self) -> Vec<&'static str> {
        super::grounds::words_of(self.ground, &self.criteria)
    }

    pub fn fee(&self) -> Option<String> {
        self.fee_pence.map(super::letters::pounds)
    }

    pub fn waits(&self) -> bool {
        self.state == ProposalState::Proposed
    }
}

/// The proposals about a request, newest first.
///
/// # Errors
/// Where the database cannot be read.
pub fn proposals(db: &mut Db, request: Id) -> Result<Vec<ProposalRow>, DbError> {
    Ok(refusals::table
        .inner_join(staff::table.on(staff::id.eq(refusals::proposed_by)))
        .filter(refusals::request_id.eq(request))
        .order((refusals::proposed_at.desc(), refusals::id.desc()))
        .select((
            refusals::id,
            refusals::kind,
            refusals::ground,
            refusals::criteria,
            refusals::evidence,
            refusals::words,
            refusals::fee_pence,
            refusals::state,
            refusals::proposed_by,
            staff::name,
            refusals::proposed_at,
            refusals::decided_at,
            refusals::decided_why,
        ))
        .load(db)?)
}

/// The proposal that waits for its decision, if any.
pub fn waiting(db: &mut Db, request: Id) -> Result<Option<ProposalRow>, DbError> {
    Ok(proposals(db, request)?.into_iter().find(ProposalRow::waits))
}

/// A proposal that waits, as the queue of whoever decides shows it.
#[derive(Debug, Clone, Queryable)]
pub struct WaitingRow {
    pub reference: String,
    /// Whose record it is.
    pub person: String,
    pub kind: ProposalKind,
}

/// The proposals of others about requests that are assigned to this person.
pub fn waiting_for(db: &mut Db, decider: Id) -> QueryResult<Vec<WaitingRow>> {
    refusals::table
        .inner_join(requests::table.inner_join(subjects::table))
        .inner_join(assignments::table.on(assignments::request_id.eq(refusals::request_id)))
        .filter(assignments::staff_id.eq(decider))
        .filter(refusals::state.eq(ProposalState::Proposed))
        .filter(refusals::proposed_by.ne(decider))
        .filter(requests::state.ne_all(State::ENDED.map(State::name)))
        .order((requests::reference, refusals::id))
        .select((requests::reference, subjects::name, refusals::kind))
        .load(db)
}

pub fn propose(
    db: &mut Db,
    request: Id,
    proposal: &Proposal,
    by: Id,
    now: DateTime<Utc>,
) -> QueryResult<Id> {
    let id = Id::new();
    diesel::insert_into(refusals::table)
        .values((
            refusals::id.eq(id),
            refusals::request_id.eq(request),
            refusals::kind.eq(proposal.kind),
            refusals::ground.eq(proposal.ground),
            refusals::criteria.eq(proposal.criteria.join(",")),
            refusals::evidence.eq(&proposal.evidence),
            refusals::words.eq(&proposal.words),
            refusals::fee_pence.eq(proposal.fee_pence),
            refusals::state.eq(ProposalState::Proposed),
            refusals::proposed_by.eq(by),
            refusals::proposed_at.eq(now.naive_utc()),
            refusals::decided_why.eq(""),
        ))
        .execute(db)?;
    Ok(id)
}

pub fn settle(
    db: &mut Db,
    id: Id,
    state: ProposalState,
    by: Option<Id>,
    why: &str,
    now: DateTime<Utc>,
) -> QueryResult<usize> {
    diesel::update(refusals::table.find(id))
        .set((
            refusals::state.eq(state),
            refusals::decided_by.eq(by),
            refusals::decided_at.eq(now.naive_utc()),
            refusals::decided_why.eq(why),
        ))
        .execute(db)
}

/// Something we wait for.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = waits)]
pub struct WaitRow {
    pub id: Id,
    pub reminded_on: Option<NaiveDate>,
    pub lapses_on: Option<NaiveDate>,
    pub proposed_on: Option<NaiveDate>,
}

/// What is kept of a wait, begun where it is new.
pub fn wait(db: &mut Db, request: Id, awaited: &str, asked_on: NaiveDate) -> QueryResult<WaitRow> {
    let kept: Option<WaitRow> = waits::table
        .filter(waits::request_id.eq(request))
        .filter(waits::awaited.eq(awaited))
        .filter(waits::asked_on.eq(asked_on))
        .select(WaitRow::as_select())
        .first(db)
        .optional()?;
    if let Some(kept) = kept {
        return Ok(kept);
    }
    let id = Id::new();
    diesel::insert_into(waits::table)
        .values((
            waits::id.eq(id),
            waits::request_id.eq(request),
            waits::awaited.eq(awaited),
            waits::asked_on.eq(asked_on),
        ))
        .execute(db)?;
    Ok(WaitRow { id, reminded_on: None, lapses_on: None, proposed_on: None })
}

pub fn reminded(db: &mut Db, id: Id, on: NaiveDate, lapses_on: NaiveDate) -> QueryResult<usize> {
    diesel::update(waits::table.find(id))
        .set((waits::reminded_on.eq(on), waits::lapses_on.eq(lapses_on)))
        .execute(db)
}

pub fn proposed(db: &mut Db, id: Id, on: NaiveDate) -> QueryResult<usize> {
    diesel::update(waits::table.find(id)).set(waits::proposed_on.eq(on)).execute(db)
}
