//! How jobs are kept and claimed.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text, Timestamp};

use super::Job;
use crate::db::schema::jobs;
use crate::db::{Db, Id};

/// A job as it stands.
#[derive(Debug, Clone, Queryable, Selectable, QueryableByName)]
#[diesel(table_name = jobs)]
pub struct JobRow {
    #[diesel(sql_type = Text)]
    pub id: Id,
    #[diesel(sql_type = Text)]
    pub kind: String,
    #[diesel(sql_type = Nullable<Text>)]
    pub request_id: Option<Id>,
    #[diesel(sql_type = Text)]
    pub payload: String,
    #[diesel(sql_type = Text)]
    pub state: String,
    #[diesel(sql_type = BigInt)]
    pub attempts: i64,
    #[diesel(sql_type = BigInt)]
    pub max_attempts: i64,
    #[diesel(sql_type = Timestamp)]
    pub run_at: NaiveDateTime,
    #[diesel(sql_type = BigInt)]
    pub progress_done: i64,
    #[diesel(sql_type = BigInt)]
    pub progress_total: i64,
    #[diesel(sql_type = Text)]
    pub progress_words: String,
    #[diesel(sql_type = Nullable<Text>)]
    pub last_error: Option<String>,
    #[diesel(sql_type = Timestamp)]
    pub made_at: NaiveDateTime,
    #[diesel(sql_type = Nullable<Timestamp>)]
    pub finished_at: Option<NaiveDateTime>,
}

pub fn add(db: &mut Db, job: &Job, now: DateTime<Utc>) -> QueryResult<Option<Id>> {
    if let Some(key) = &job.once {
        let known: i64 = jobs::table.filter(jobs::once_key.eq(key)).count().get_result(db)?;
        if known > 0 {
            return Ok(None);
        }
    }
    let id = Id::new();
    diesel::insert_into(jobs::table)
        .values((
            jobs::id.eq(id),
            jobs::kind.eq(job.kind),
            jobs::once_key.eq(job.once.as_deref()),
            jobs::request_id.eq(job.request),
            jobs::payload.eq(job.payload.to_string()),
            jobs::state.eq("waiting"),
            jobs::attempts.eq(0),
            jobs::max_attempts.eq(job.max_attempts),
            jobs::run_at.eq(job.not_before.unwrap_or(now).naive_utc()),
            jobs::progress_done.eq(0),
            jobs::progress_total.eq(0),
            jobs::progress_words.eq(""),
            jobs::made_at.eq(now.naive_utc()),
        ))
        .execute(db)?;
    Ok(Some(id))
}

/// Takes the job that has waited longest, or one whose holder shows no more sign of life.
/// Each is handed to one claimant: the row is skipped while another holds it (PostgreSQL), or
/// writers queue (SQLite).
pub fn claim(
    db: &mut Db,
    token: &str,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
) -> QueryResult<Option<JobRow>> {
    const PICK: &str = "SELECT id FROM jobs WHERE (state = 'waiting' AND run_at <= $1) \
         OR (state = 'running' AND lease_until < $1) ORDER BY run_at, id LIMIT 1";
    let now = now.naive_utc();
    let picked: Option<Id> = match db {
        Db::Postgres(c) => diesel::sql_query(format!("{PICK} FOR UPDATE SKIP LOCKED"))
            .bind::<Timestamp, _>(now)
            .get_result::<Picked>(c)
            .optional()?
            .map(|p| p.id.parse())
            .transpose()
            .map_err(|_| diesel::result::Error::NotFound)?,
        Db::Sqlite(_) => {
            let waiting = jobs::state.eq("waiting").and(jobs::run_at.le(now));
            let lapsed = jobs::state.eq("running").and(jobs::lease_until.lt(now));
            jobs::table
                .filter(waiting.or(lapsed.assume_not_null()))
                .order((jobs::run_at, jobs::id))
                .select(jobs::id)
                .first(db)
                .optional()?
        }
    };
    let Some(id) = picked else { return Ok(None) };
    diesel::update(jobs::table.find(id))
        .set((
            jobs::state.eq("running"),
            jobs::lease_token.eq(token),
            jobs::lease_until.eq(until.naive_utc()),
            jobs::attempts.eq(jobs::attempts + 1),
        ))
        .execute(db)?;
    find(db, id)
}

#[derive(QueryableByName)]
struct Picked {
    #[diesel(sql_type = Text)]
    id: String,
}

pub fn find(db: &mut Db, id: Id) -> QueryResult<Option<JobRow>> {
    jobs::table.find(id).select(JobRow::as_select()).first(db).optional()
}

/// A sign of life, with the progress so far; `false` where the claim was lost.
pub fn beat(
    db: &mut Db,
    id: Id,
    token: &str,
    until: DateTime<Utc>,
    progress: Option<(i64, i64, &str)>,
) -> QueryResult<bool> {
    let held =
        jobs::table.find(id).filter(jobs::lease_token.eq(token)).filter(jobs::state.eq("running"));
    let lease = jobs::lease_until.eq(until.naive_utc());
    let changed = match progress {
        None => diesel::update(held).set(lease).execute(db)?,
        Some((done, total, words)) => diesel::update(held)
            .set((
                lease,
                jobs::progress_done.eq(done),
                jobs::progress_total.eq(total),
                jobs::progress_words.eq(words),
            ))
            .execute(db)?,
    };
    Ok(changed == 1)
}

/// Ends a try: done, to be tried again at `again`, or given up.
pub fn end(
    db: &mut Db,
    id: Id,
    token: &str,
    state: &str,
    error: Option<&str>,
    again: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> QueryResult<bool> {
    let held =
        jobs::table.find(id).filter(jobs::lease_token.eq(token)).filter(jobs::state.eq("running"));
    let finished = again.is_none().then(|| now.naive_utc());
    let changed = diesel::update(held)
        .set((
            jobs::state.eq(state),
            jobs::last_error.eq(error),
            jobs::run_at.eq(again.unwrap_or(now).naive_utc()),
            jobs::finished_at.eq(finished),
            jobs::lease_token.eq(None::<String>),
            jobs::lease_until.eq(None::<NaiveDateTime>),
        ))
        .execute(db)?;
    Ok(changed == 1)
}

pub fn retry(db: &mut Db, id: Id, now: DateTime<Utc>) -> QueryResult<bool> {
    let given_up = jobs::table.find(id).filter(jobs::state.eq("failed"));
    let changed = diesel::update(given_up)
        .set((
            jobs::state.eq("waiting"),
            jobs::attempts.eq(0),
            jobs::run_at.eq(now.naive_utc()),
            jobs::finished_at.eq(None::<NaiveDateTime>),
        ))
        .execute(db)?;
    Ok(changed == 1)
}

pub fn listed(db: &mut Db, most: i64) -> QueryResult<Vec<JobRow>> {
    jobs::table
        .filter(jobs::state.ne("done"))
        .order((jobs::state, jobs::made_at.desc()))
        .limit(most)
        .select(JobRow::as_select())
        .load(db)
}

pub fn newest_of(db: &mut Db, request: Id, kind: &str) -> QueryResult<Option<JobRow>> {
    jobs::table
        .filter(jobs::request_id.eq(request))
        .filter(jobs::kind.eq(kind))
        .order(jobs::made_at.desc())
        .select(JobRow::as_select())
        .first(db)
        .optional()
}
