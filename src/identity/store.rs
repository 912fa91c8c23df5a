//! How decisions about identity are kept. They are only added to.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

use super::Decision;
use super::checklist::Check;
use super::understanding::{Found, Parents, Wishes};
use crate::db::schema::{handed_in, identity_checks, identity_decisions, staff, understandings};
use crate::db::{self, Db, Id};

db::kept_as_text!(Wishes, Parents);

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

/// Keeps the lines that were ticked for a decision.
pub fn add_checks(db: &mut Db, decision: Id, checks: &[Check]) -> QueryResult<()> {
    for check in checks {
        diesel::insert_into(identity_checks::table)
            .values((
                identity_checks::id.eq(Id::new()),
                identity_checks::decision_id.eq(decision),
                identity_checks::words.eq(&check.words),
            ))
            .execute(db)?;
    }
    Ok(())
}

/// The lines that were ticked so far, in the order of the decisions.
pub fn checked(db: &mut Db, request: Id) -> QueryResult<Vec<String>> {
    identity_checks::table
        .inner_join(identity_decisions::table)
        .filter(identity_decisions::request_id.eq(request))
        .order(identity_checks::id)
        .select(identity_checks::words)
        .load(db)
}

/// What somebody found of a child, and when.
#[derive(Debug, Clone)]
pub struct UnderstandingRow {
    pub found: Found,
    pub by: String,
    pub at: NaiveDateTime,
}

pub fn add_understanding(
    db: &mut Db,
    request: Id,
    found: &Found,
    by: Id,
    now: DateTime<Utc>,
) -> QueryResult<Id> {
    let id = Id::new();
    diesel::insert_into(understandings::table)
        .values((
            understandings::id.eq(id),
            understandings::request_id.eq(request),
            understandings::understands.eq(found.understands),
            understandings::how.eq(&found.how),
            understandings::wishes.eq(found.wishes),
            understandings::wishes_words.eq(&found.wishes_words),
            understandings::parents.eq(found.parents),
            understandings::parents_words.eq(&found.parents_words),
            understandings::advocate.eq(&found.advocate),
            understandings::told.eq(&found.told),
            understandings::interests.eq(&found.interests),
            understandings::made_by.eq(by),
            understandings::made_at.eq(now.naive_utc()),
        ))
        .execute(db)?;
    Ok(id)
}

/// What was found of the child of a request, newest first.
pub fn understandings(db: &mut Db, request: Id) -> Result<Vec<UnderstandingRow>, db::DbError> {
    type Words = (String, String, String, String, String, String);
    type Row = ((bool, Wishes, Parents), Words, String, NaiveDateTime);
    let rows: Vec<Row> = understandings::table
        .inner_join(staff::table)
        .filter(understandings::request_id.eq(request))
        .order((understandings::made_at.desc(), understandings::id.desc()))
        .select((
            (understandings::understands, understandings::wishes, understandings::parents),
            (
                understandings::how,
                understandings::wishes_words,
                understandings::parents_words,
                understandings::advocate,
                understandings::told,
                understandings::interests,
            ),
            staff::name,
            understandings::made_at,
        ))
        .load(db)?;
    Ok(rows
        .into_iter()
        .map(|((understands, wishes, parents), words, by, at)| {
            let (how, wishes_words, parents_words, advocate, told, interests) = words;
            let found = Found {
                understands,
                how,
                wishes,
                wishes_words,
                parents,
                parents_words,
                advocate,
                told,
                interests,
            };
            UnderstandingRow { found, by, at }
        })
        .collect())
}
