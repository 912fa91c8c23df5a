//! How it is kept what was taken over, and how what was proved before is found.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

use super::details::{Detail, Proved};
use crate::calendar::local_day;
use crate::db::schema::{identity_decisions, staff, taken_over};
use crate::db::{self, Db, Id};

db::kept_as_text!(Detail);

/// A detail that somebody decided about.
#[derive(Debug, Clone, Queryable)]
pub struct TakenOver {
    pub detail: Detail,
    /// Taken over; else left aside.
    pub taken: bool,
    /// What was taken over, as it was held.
    pub words: String,
    pub by: String,
    pub at: NaiveDateTime,
}

pub fn of_request(db: &mut Db, request: Id) -> QueryResult<Vec<TakenOver>> {
    taken_over::table
        .inner_join(staff::table)
        .filter(taken_over::request_id.eq(request))
        .order((taken_over::made_at, taken_over::id))
        .select((
            taken_over::detail,
            taken_over::taken,
            taken_over::words,
            staff::name,
            taken_over::made_at,
        ))
        .load(db)
}

pub fn keep(
    db: &mut Db,
    (request, from): (Id, Id),
    detail: Detail,
    taken: Option<&str>,
    by: Id,
    now: DateTime<Utc>,
) -> QueryResult<usize> {
    diesel::insert_into(taken_over::table)
        .values((
            taken_over::id.eq(Id::new()),
            taken_over::request_id.eq(request),
            taken_over::from_request_id.eq(from),
            taken_over::detail.eq(detail),
            taken_over::taken.eq(taken.is_some()),
            taken_over::words.eq(taken.unwrap_or_default()),
            taken_over::made_by.eq(by),
            taken_over::made_at.eq(now.naive_utc()),
        ))
        .execute(db)
}

/// What was last found proved of each of these requests.
pub fn proved(db: &mut Db, requests: &[Id]) -> QueryResult<HashMap<Id, Proved>> {
    type Row = (Id, String, String, String, String, NaiveDateTime);
    let rows: Vec<Row> = identity_decisions::table
        .inner_join(staff::table)
        .filter(identity_decisions::request_id.eq_any(requests))
        .order((identity_decisions::decided_at, identity_decisions::id))
        .select((
            identity_decisions::request_id,
            identity_decisions::decision,
            identity_decisions::evidence,
            identity_decisions::authority,
            staff::name,
            identity_decisions::decided_at,
        ))
        .load(db)?;
    let mut proved = HashMap::new();
    for (request, decision, evidence, authority, by, at) in rows {
        if decision == "proved" {
            let on = local_day(at.and_utc());
            proved.insert(request, Proved { evidence, authority, by, on });
        } else {
            // A later doubt takes back what was proved before.
            proved.remove(&request);
        }
    }
    Ok(proved)
}
