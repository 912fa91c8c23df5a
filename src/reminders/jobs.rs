//! The job that writes the digests, once a working day.

use super::digest::{Days, Open, digest};
use crate::access::{Action, Actor, Role, may};
use crate::almanac;
use crate::calendar::{Date, Holidays, Nation, local_day};
use crate::db::{self, Db, DbError, Id};
use crate::jobs::{Setback, Work};
use crate::letters::{self, Addressee, Field, LetterKind, Outgoing, Values};
use crate::mail::Channel;
use crate::requests;
use crate::searches;
use crate::settings::Settings;
use crate::staff;
use crate::web::Services;

/// The job's name.
pub const DIGEST: &str = "reminders.digest";

/// The job `reminders.digest`: everybody who leads requests is told what is late, due and waiting. All
/// mails or none, so that a second try tells nobody twice.
///
/// # Errors
/// Where the database cannot be reached, which passes, or no wording may be used.
pub fn daily(services: &Services, work: &Work) -> Result<(), Setback> {
    let (now, settings) = (work.now(), &services.settings);
    let today = local_day(now);
    let mut db = work.db()?;
    let holidays = almanac::holidays(&mut db)?;
    let Some(before) = working_day_before(&holidays, settings, today) else { return Ok(()) };
    db::transaction(&mut db, |db| {
        let warnings = almanac::warnings(db)?;
        let days = Days { before, today, warnings: &warnings };
        for colleague in staff::with_role(db, &[Role::Handler, Role::Manager])? {
            let (name, email) = (colleague.name.clone(), colleague.email.clone());
            let actor = Actor::from(colleague);
            let open = open_to(db, &actor)?;
            let Some(told) = digest(actor.id, &open, &days) else { continue };
            let outgoing = Outgoing {
                kind: LetterKind::Digest,
                to: Addressee { name, email, ..Addressee::default() },
                request: None,
                by: Channel::Email,
                values: Values::default()
                    .with(Field::Tally, told.tally)
                    .with(Field::WorkList, told.list)
                    .with(Field::Link, settings.link("/requests")),
            };
            letters::send(db, outgoing, settings, now)?;
        }
        Ok(())
    })
}

/// The working day before, where `today` is one. Days beyond the holidays that are known count as
/// worked: a mail too many is better than none.
fn working_day_before(holidays: &Holidays, settings: &Settings, today: Date) -> Option<Date> {
    use chrono::{Datelike as _, Weekday};
    let nation = Nation::from_name(&settings.controller.nation).unwrap_or(Nation::England);
    let calendar = holidays.of(nation);
    let worked = |day: Date| {
        let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        calendar.is_working(day).unwrap_or(!weekend)
    };
    if !worked(today) {
        return None;
    }
    today.pred_opt()?.iter_days().rev().find(|day| worked(*day))
}

/// The open requests that somebody may know of, with their unanswered searches. Who may not see what
/// nobody leads is not told of it.
fn open_to(db: &mut Db, actor: &Actor) -> Result<Vec<Open>, DbError> {
    let takes = may(actor, Action::TakeUnassigned);
    let rows: Vec<_> = requests::open_for(db, actor)?
        .into_iter()
        .filter(|row| row.owner_id.is_some() || takes)
        .collect();
    let ids: Vec<Id> = rows.iter().map(|row| row.id).collect();
    let unanswered = searches::unanswered(db, &ids)?;
    let open = |row: requests::OpenRow| {
        let of_it = unanswered.iter().filter(|(request, _)| *request == row.id);
        Open { searches: of_it.map(|(_, day)| *day).collect(), row }
    };
    Ok(rows.into_iter().map(open).collect())
}
