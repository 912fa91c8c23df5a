//! How decisions about identity are kept. They are only added to.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

use super::Decision;
use crate::db::schema::{handed_in, identity_decisions, staff};
use crate::db::{Db, Id};

/// A decision as it was made.
#[derive(Debug, Clone, Queryable)]
pub struct DecisionRow {
    pub decision: String,
    pub evidence: String,
    pub authority: String,
    pub reason: String,
    pub decided_by: String,
    pub decided_at: NaiveDateTime,
}

pub fn add(
    db: &mut Db,
    request: Id,
    decision: &Decision,
    by: Id,
    now: DateTime<Utc>,
) -> QueryResult<Id> {
    let id = Id::new();
    diesel::insert_into(identity_decisions::table)
        .values((
            identity_decisions::id.eq(id),
            identity_decisions::request_id.eq(request),
            identity_decisions::decision.eq(decision.verdict.name()),
            identity_decisions::evidence.eq(&decision.evidence),
            identity_decisions::authority.eq(&decision.authority),
            identity_decisions::reason.eq(&decision.reason),
            identity_decisions::decided_by.eq(by),
            identity_decisions::decided_at.eq(now.naive_utc()),
        ))
        .execute(db)?;
    Ok(id)
}

pub fn decisions(db: &mut Db, request: Id) -> QueryResult<Vec<DecisionRow>> {
    identity_decisions::table
        .inner_join(staff::table)
        .filter(identity_decisions::request_id.eq(request))
        .order((identity_decisions::decided_at.desc(), identity_decisions::id.desc()))
        .select((
            identity_decisions::decision,
            identity_decisions::evidence,
            identity_decisions::authority,
            identity_decisions::reason,
            staff::name,
            identity_decisions::decided_at,
        ))
        .load(db)
}

/// A proof that the requester sent.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = handed_in)]
pub struct ProofRow {
    pub id: Id,
    pub file_name: String,
    pub sha256: String,
    pub by_name: String,
    pub made_at: NaiveDateTime,
}

pub fn add_proof(
    db: &mut Db,
    request: Id,
    (name, sha256, bytes): (&str, &str, i64),
    by: &str,
    now: DateTime<Utc>,
) -> QueryResult<Id> {
    let id = Id::new();
    diesel::insert_into(handed_in::table)
        .values((
            handed_in::id.eq(id),
            handed_in::request_id.eq(request),
            handed_in::purpose.eq("identity"),
            handed_in::file_name.eq(name),
            handed_in::sha256.eq(sha256),
            handed_in::bytes.eq(bytes),
            handed_in::by_name.eq(by),
            handed_in::made_at.eq(now.naive_utc()),
        ))
        .execute(db)?;
    Ok(id)
}

/// The proofs that the requester sent, oldest first.
pub fn proofs(db: &mut Db, request: Id) -> QueryResult<Vec<ProofRow>> {
    handed_in::table
        .filter(handed_in::request_id.eq(request))
        .filter(handed_in::purpose.eq("identity"))
        .order((handed_in::made_at, handed_in::id))
        .select(ProofRow::as_select())
        .load(db)
}
