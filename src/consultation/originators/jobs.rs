//! Reminders, and the end of waiting.

use chrono::{DateTime, Duration, NaiveTime, Utc};
use serde_json::json;

use super::actions::{advance, barred};
use super::letters::{self, Letter};
use super::state::{Event, Standing};
use super::store;
use crate::access::Who;
use crate::calendar::local_day;
use crate::db::{self, Db, DbError, Id};
use crate::jobs::{self, Job, Setback, Work};
use crate::links;
use crate::requests::{self, NotDone};
use crate::settings::Settings;

/// The job that reminds somebody consulted, and in the end stops waiting.
pub const CHASE: &str = "consultation.chase";

/// Reminders somebody gets before their time is over.
const REMINDERS: i64 = 2;

/// Reminds, half-way to the last day each time; after the last day it stops waiting.
///
/// # Errors
/// Where the database refuses.
pub fn chase(settings: &Settings, work: &Work) -> Result<(), Setback> {
    let id = work.id_in("consultation")?;
    let mut db = work.db()?;
    let now = work.now();
    db::transaction(&mut db, |db| step(db, id, settings, now))
        .map_err(|e| Setback::Passing(e.to_string()))
}

fn step(db: &mut Db, id: Id, settings: &Settings, now: DateTime<Utc>) -> Result<(), NotDone> {
    let Some(row) = store::find(db, id).map_err(DbError::from)? else { return Ok(()) };
    let Some(request) = requests::by_id(db, row.request_id)? else { return Ok(()) };
    let Some(answer_by) = row.answer_by else { return Ok(()) };
    let over = (answer_by + Duration::days(1)).and_time(NaiveTime::MIN).and_utc();
    match row.state {
        Standing::Sent | Standing::Reminded => {}
        // It may be taken back until the last day; then there is something to end.
        Standing::Responded if now < over => return again(db, request.id, id, over, now),
        Standing::Drafted
        | Standing::ApprovedToSend
        | Standing::Responded
        | Standing::NoResponse
        | Standing::Unlocatable
        | Standing::Concluded
        | Standing::Dropped => return Ok(()),
    }
    if local_day(now) > answer_by {
        advance(db, &Who::System, &request, row, Event::TimeOver, now)?;
        links::withdraw(db, id, now)?;
        return Ok(());
    }
    let mut next = over;
    let spared = request.state.is_ended() || barred(db, &request, &row)?;
    if row.reminders < REMINDERS && !spared {
        store::count_reminder(db, id).map_err(DbError::from)?;
        if row.reminders + 1 < REMINDERS {
            next = now + (over - now) / 2;
        }
        let row = advance(db, &Who::System, &request, row, Event::Reminded, now)?;
        letters::write(db, &request, &row, Letter::Reminder, settings, now)?;
    }
    again(db, request.id, id, next, now)
}

fn again(
    db: &mut Db,
    request: Id,
    id: Id,
    at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<(), NotDone> {
    // In summer the day ends an hour earlier by this clock; a later try is the one that counts.
    let at = at + Duration::hours(1);
    let job = Job::new(CHASE, json!({ "consultation": id })).of(request).not_before(at);
    jobs::enqueue(db, job, now)?;
    Ok(())
}
