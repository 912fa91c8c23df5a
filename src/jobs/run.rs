//! The loop that does the work: claim, do, say so.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI32, Ordering};
use std::time::Duration;

use chrono::{DateTime, Datelike as _, Timelike as _, Utc};

use super::{Job, JobRow, LEASE, backoff, store};
use crate::db::{self, Db, DbError, Id, Pool};

/// Why a try came to nothing.
#[derive(Debug, thiserror::Error)]
pub enum Setback {
    /// Something that may pass: no connection, a full disk. Tried again after a pause.
    #[error("{0}")]
    Passing(String),
    /// Trying again would end the same way.
    #[error("{0}")]
    Final(String),
}

impl From<DbError> for Setback {
    fn from(e: DbError) -> Self {
        Self::Passing(e.to_string())
    }
}

type Clock = Box<dyn Fn() -> DateTime<Utc> + Send + Sync>;
type Doer = Box<dyn Fn(&Work) -> Result<(), Setback> + Send + Sync>;

/// One claimed job, as its doer sees it.
pub struct Work<'a> {
    pub id: Id,
    pub request: Option<Id>,
    pub payload: serde_json::Value,
    /// Whether another try follows if this one fails.
    pub last_try: bool,
    pool: &'a Pool,
    clock: &'a Clock,
    token: &'a str,
}

impl Work<'_> {
    /// Now. Jobs and pages are the two places that ask.
    pub fn now(&self) -> DateTime<Utc> {
        (self.clock)()
    }

    /// A connection of one's own.
    ///
    /// # Errors
    /// Where none is to be had.
    pub fn db(&self) -> Result<db::Pooled, Setback> {
        Ok(db::connection(self.pool)?)
    }

    /// What the payload says under `name`.
    ///
    /// # Errors
    /// Where it says nothing of the kind.
    pub fn id_in(&self, name: &str) -> Result<Id, Setback> {
        self.payload
            .get(name)
            .and_then(|v| v.as_str())
            .and_then(|text| text.parse().ok())
            .ok_or_else(|| Setback::Final(format!("the job does not say which {name}")))
    }

    /// Shows how far the work is: "page 812 of 5,012". Also a sign of life.
    ///
    /// # Errors
    /// Where somebody else holds the job by now: stop, they do it.
    pub fn progress(&self, done: usize, total: usize, words: &str) -> Result<(), Setback> {
        let (done, total) = (done as i64, total as i64);
        self.beat(Some((done, total, words)))
    }

    fn beat(&self, progress: Option<(i64, i64, &str)>) -> Result<(), Setback> {
        let mut db = self.db()?;
        let held = store::beat(&mut db, self.id, self.token, self.now() + LEASE, progress)
            .map_err(DbError::from)?;
        if held { Ok(()) } else { Err(Setback::Passing("another worker took this over".into())) }
    }
}

/// Who does which kind of job, and the threads that do it.
pub struct Runner {
    pool: Pool,
    clock: Clock,
    doers: HashMap<&'static str, Doer>,
    dailies: Vec<Daily>,
    stopping: AtomicBool,
}

/// A job of every day.
struct Daily {
    kind: &'static str,
    /// From this hour on, as clocks show it in London.
    from_hour: u32,
    /// The last day on which this process asked for it.
    asked: AtomicI32,
}

impl Runner {
    pub fn new(pool: Pool) -> Self {
        Self {
            pool,
            clock: Box::new(Utc::now),
            doers: HashMap::new(),
            dailies: Vec::new(),
            stopping: AtomicBool::new(false),
        }
    }

    /// Lets another clock tell the time: tests hold it.
    #[must_use]
    pub fn by(mut self, clock: impl Fn() -> DateTime<Utc> + Send + Sync + 'static) -> Self {
        self.clock = Box::new(clock);
        self
    }

    /// Says who does jobs of `kind`.
    #[must_use]
    pub fn doing(
        mut self,
        kind: &'static str,
        doer: impl Fn(&Work) -> Result<(), Setback> + Send + Sync + 'static,
    ) -> Self {
        self.doers.insert(kind, Box::new(doer));
        self
    }

    /// Asks for a job of `kind` once a day, from this hour on in London, however many processes run.
    #[must_use]
    pub fn every_day(mut self, kind: &'static str, from_hour: u32) -> Self {
        self.dailies.push(Daily { kind, from_hour, asked: AtomicI32::new(0) });
        self
    }

    /// Enqueues what falls due today. The day is the job's key: the second process finds it there.
    fn ask_for_dailies(&self, db: &mut Db, now: DateTime<Utc>) -> Result<(), DbError> {
        let local = now.with_timezone(&chrono_tz::Europe::London);
        let day = local.date_naive();
        for daily in &self.dailies {
            let today = day.num_days_from_ce();
            if local.hour() < daily.from_hour || daily.asked.load(Ordering::Relaxed) == today {
                continue;
            }
            let job = Job::new(daily.kind, serde_json::json!({ "day": day }));
            let once = job.once(format!("{} {day}", daily.kind));
            db::transaction(db, |db| super::enqueue(db, once, now))?;
            daily.asked.store(today, Ordering::Relaxed);
        }
        Ok(())
    }

    /// Starts `threads` threads. They end after [`Runner::stop`], each when its job is done.
    pub fn start(self: &Arc<Self>, threads: usize) -> Vec<std::thread::JoinHandle<()>> {
        (0..threads)
            .map(|_| {
                let runner = Arc::clone(self);
                std::thread::spawn(move || runner.run())
            })
            .collect()
    }

    pub fn stop(&self) {
        self.stopping.store(true, Ordering::Relaxed);
    }

    fn run(&self) {
        while !self.stopping.load(Ordering::Relaxed) {
            match self.one() {
                Ok(true) => {}
                Ok(false) => std::thread::sleep(Duration::from_millis(200)),
                Err(problem) => {
                    tracing::error!(%problem, "the queue could not be read");
                    std::thread::sleep(Duration::from_secs(2));
                }
            }
        }
    }

    /// Does one job, if one waits. Also for tests, which do the work one by one.
    ///
    /// # Errors
    /// Where the queue cannot be read or written.
    pub fn one(&self) -> Result<bool, DbError> {
        let token = Id::new().to_string();
        let now = (self.clock)();
        let mut db = db::connection(&self.pool)?;
        if let Err(problem) = self.ask_for_dailies(&mut db, now) {
            // Another process may have asked at the same moment; the next round finds out.
            tracing::warn!(%problem, "the work of the day could not be asked for");
        }
        let claimed: Option<JobRow> = db::transaction(&mut db, |db: &mut Db| {
            store::claim(db, &token, now, now + LEASE).map_err(DbError::from)
        })?;
        drop(db);
        let Some(job) = claimed else { return Ok(false) };
        let outcome = self.attempt(&job, &token);
        let mut db = db::connection(&self.pool)?;
        let now = (self.clock)();
        let ended = match &outcome {
            Ok(()) => store::end(&mut db, job.id, &token, "done", None, None, now),
            Err(Setback::Passing(words)) if job.attempts < job.max_attempts => {
                let again = now + backoff(job.attempts);
                store::end(&mut db, job.id, &token, "waiting", Some(words), Some(again), now)
            }
            Err(Setback::Passing(words) | Setback::Final(words)) => {
                tracing::error!(job = %job.id, kind = job.kind, words, "a job was given up");
                store::end(&mut db, job.id, &token, "failed", Some(words), None, now)
            }
        };
        ended.map_err(DbError::from)?;
        Ok(true)
    }

    fn attempt(&self, job: &JobRow, token: &str) -> Result<(), Setback> {
        let doer = self
            .doers
            .get(job.kind.as_str())
            .ok_or_else(|| Setback::Final(format!("nobody here does {}", job.kind)))?;
        let payload = serde_json::from_str(&job.payload)
            .map_err(|e| Setback::Final(format!("the job's payload cannot be read: {e}")))?;
        let work = Work {
            id: job.id,
            request: job.request_id,
            payload,
            last_try: job.attempts >= job.max_attempts,
            pool: &self.pool,
            clock: &self.clock,
            token,
        };
        let finished = AtomicBool::new(false);
        std::thread::scope(|scope| {
            scope.spawn(|| keep_alive(&work, &finished));
            let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| doer(&work)));
            finished.store(true, Ordering::Relaxed);
            outcome
                .unwrap_or_else(|_| Err(Setback::Passing("the work broke off; see the log".into())))
        })
    }
}

/// Beats every few seconds, so that long steps without progress do not lose the claim.
fn keep_alive(work: &Work, finished: &AtomicBool) {
    let mut waited = Duration::ZERO;
    let step = Duration::from_millis(50);
    while !finished.load(Ordering::Relaxed) {
        std::thread::sleep(step);
        waited += step;
        if waited >= Duration::from_secs(8) {
            waited = Duration::ZERO;
            if work.beat(None).is_err() {
                tracing::warn!(job = %work.id, "a sign of life could not be given");
            }
        }
    }
}
