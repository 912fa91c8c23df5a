//! Work that waits: enqueued in the transaction of the act that asks for it, claimed by lease,
//! tried again with growing pauses, and given up loudly.
//!
//! A job may run twice where a process dies between doing and saying so: every job is written so
//! that the second time finds the work done (a file is stored under its hash, a row is changed
//! only where it still stands as it stood).

mod run;
mod store;

use chrono::{DateTime, Duration, Utc};

pub use run::{Runner, Setback, Work};
pub use store::JobRow;

use crate::db::{Db, DbError, Id};

/// How long a claim holds without a sign of life. A killed worker's job is taken up after that.
pub const LEASE: Duration = Duration::seconds(30);

/// Something to be done.
#[derive(Debug, Clone)]
pub struct Job {
    pub kind: &'static str,
    /// A job with the key of an earlier one is not added again.
    pub once: Option<String>,
    pub request: Option<Id>,
    /// What the work needs to know; ids, never case material.
    pub payload: serde_json::Value,
    pub max_attempts: i64,
    /// Not before this moment; `None` for at once.
    pub not_before: Option<DateTime<Utc>>,
}

impl Job {
    pub fn new(kind: &'static str, payload: serde_json::Value) -> Self {
        Self { kind, once: None, request: None, payload, max_attempts: 5, not_before: None }
    }

    pub fn once(self, key: impl Into<String>) -> Self {
        Self { once: Some(key.into()), ..self }
    }

    pub fn of(self, request: Id) -> Self {
        Self { request: Some(request), ..self }
    }

    pub fn not_before(self, at: DateTime<Utc>) -> Self {
        Self { not_before: Some(at), ..self }
    }

    pub fn attempts(self, most: i64) -> Self {
        Self { max_attempts: most, ..self }
    }
}

/// Adds a job, in the transaction of the act that asks for it; `None` where its key is known.
///
/// # Errors
/// Where the database refuses.
pub fn enqueue(db: &mut Db, job: Job, now: DateTime<Utc>) -> Result<Option<Id>, DbError> {
    Ok(store::add(db, &job, now)?)
}

/// Jobs that were given up or are under way, newest first, for the page that shows them.
///
/// # Errors
/// Where the database cannot be read.
pub fn listed(db: &mut Db, most: i64) -> Result<Vec<JobRow>, DbError> {
    Ok(store::listed(db, most)?)
}

/// One job.
///
/// # Errors
/// Where the database cannot be read.
pub fn find(db: &mut Db, id: Id) -> Result<Option<JobRow>, DbError> {
    Ok(store::find(db, id)?)
}

/// Whether jobs of this request still wait or run, and the newest of a kind.
///
/// # Errors
/// Where the database cannot be read.
pub fn newest_of(db: &mut Db, request: Id, kind: &str) -> Result<Option<JobRow>, DbError> {
    Ok(store::newest_of(db, request, kind)?)
}

/// Lets a job that was given up be tried again; `false` where it does not stand given up.
///
/// # Errors
/// Where the database refuses.
pub fn retry(db: &mut Db, id: Id, now: DateTime<Utc>) -> Result<bool, DbError> {
    Ok(store::retry(db, id, now)?)
}

/// The pause before try number `attempts + 1`: 2, 8, 32 … seconds, an hour at most.
fn backoff(attempts: i64) -> Duration {
    let doublings = u32::try_from((attempts * 2 - 1).clamp(1, 12)).unwrap_or(12);
    Duration::seconds((1_i64 << doublings).min(3_600))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_end_at_an_hour() {
        let pauses: Vec<i64> = (1..9).map(|n| backoff(n).num_seconds()).collect();

        assert_eq!(pauses, [2, 8, 32, 128, 512, 2_048, 3_600, 3_600]);
    }
}
