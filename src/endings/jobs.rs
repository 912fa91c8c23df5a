//! Watching over what we wait for: a reminder, and after its time the proposal that it lapses.

use chrono::{DateTime, Days, NaiveDate, Utc};
use serde_json::json;

use super::{letters, store};
use crate::access::Who;
use crate::audit::{self, About, Act};
use crate::calendar::{days_after, local_day};
use crate::db::{self, Db, DbError};
use crate::jobs::{self, Job, Setback, Work};
use crate::requests::{self, Awaited, RequestRow, WAIT, send_letter};
use crate::settings::Settings;

fn final_words(e: impl std::fmt::Display) -> Setback {
    Setback::Final(e.to_string())
}

/// Looks whether what was asked for has come; reminds once, then proposes that the request lapses.
/// Each look plans the next one, so nothing is sent twice: what was done is kept with its day.
///
/// # Errors
/// Where the payload says nothing, or the database cannot be reached.
pub fn watch(settings: &Settings, work: &Work) -> Result<(), Setback> {
    let now = work.now();
    let text = |name: &str| work.payload.get(name).and_then(|v| v.as_str()).unwrap_or_default();
    let awaited = Awaited::from_name(text("awaited"))
        .ok_or_else(|| Setback::Final("the job does not say what is awaited".into()))?;
    let asked_on: NaiveDate = text("asked_on").parse().map_err(final_words)?;
    let mut db = work.db()?;
    let Some(request) = requests::by_id(&mut db, work.id_in("request")?)? else { return Ok(()) };
    db::transaction(&mut db, |db| look(db, settings, &request, (awaited, asked_on), now))
}

fn look(
    db: &mut Db,
    settings: &Settings,
    request: &RequestRow,
    (awaited, asked_on): (Awaited, NaiveDate),
    now: DateTime<Utc>,
) -> Result<(), Setback> {
    if request.state != awaited.state() {
        return Ok(());
    }
    let (today, rules) = (local_day(now), &settings.requests);
    let wait = store::wait(db, request.id, awaited.name(), asked_on).map_err(DbError::from)?;
    let later = |from: NaiveDate, days: i64| {
        days_after(from, u32::try_from(days).unwrap_or(0)).unwrap_or(from)
    };
    let about = || About::request(request.id).object(wait.id).words(awaited.words());
    let next = match (wait.reminded_on, wait.lapses_on) {
        (None, _) | (_, None) => {
            let remind_on = later(asked_on, rules.remind_days);
            if today < remind_on {
                remind_on
            } else {
                let lapses_on = later(today, rules.lapse_days);
                store::reminded(db, wait.id, today, lapses_on).map_err(DbError::from)?;
                let letter = letters::reminder(lapses_on);
                send_letter(db, request, letter, settings, now).map_err(final_words)?;
                audit::tell(db, &Who::System, Act::RequesterReminded, about(), now)?;
                lapses_on + Days::new(1)
            }
        }
        (Some(_), Some(lapses_on)) if today <= lapses_on => lapses_on + Days::new(1),
        (Some(_), Some(_)) => {
            if wait.proposed_on.is_none() {
                store::proposed(db, wait.id, today).map_err(DbError::from)?;
                audit::tell(db, &Who::System, Act::LapseProposed, about(), now)?;
            }
            return Ok(());
        }
    };
    let payload = json!({ "request": request.id, "awaited": awaited.name(), "asked_on": asked_on });
    let once = format!("wait {} {} {asked_on} {next}", request.id, awaited.name());
    let at = next.and_time(chrono::NaiveTime::MIN).and_utc();
    jobs::enqueue(db, Job::new(WAIT, payload).of(request.id).once(once).not_before(at), now)?;
    Ok(())
}
