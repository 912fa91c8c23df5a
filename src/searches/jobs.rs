//! Searches without an answer, looked at once a day.

use super::actions::{link_for, write_to_custodian};
use super::rule::Step;
use super::store::{self, SearchRow};
use crate::access::Who;
use crate::audit::{self, About, Act};
use crate::calendar::local_day;
use crate::db::{self, Db, DbError, Id};
use crate::jobs::{Setback, Work};
use crate::letters::{self, Addressee, Field, LetterKind, Outgoing, Values};
use crate::links;
use crate::mail::Channel;
use crate::requests::{self, NotDone, RequestRow};
use crate::settings::Settings;

use chrono::{DateTime, Utc};

/// The job's name.
pub const CHASE: &str = "searches.chase";

/// The job `searches.chase`: what the rule asks for today is done for each search, all of it or nothing.
/// One that cannot be chased leaves the others chased; a second run finds its steps taken.
///
/// # Errors
/// Where the database cannot be reached, which passes, or a letter may not be sent.
pub fn chase_by_rule(settings: &Settings, work: &Work) -> Result<(), Setback> {
    let now = work.now();
    let mut db = work.db()?;
    let mut first = None;
    for id in store::without_answer(&mut db).map_err(DbError::from)? {
        let done = db::transaction(&mut db, |db| step(db, id, settings, now));
        if let Err(problem) = done {
            first.get_or_insert(problem);
        }
    }
    match first {
        None => Ok(()),
        Some(NotDone::Database(e)) => Err(e.into()),
        Some(NotDone::Letter(problem)) => Err(problem.into()),
        Some(other) => Err(Setback::Final(other.to_string())),
    }
}

fn step(db: &mut Db, id: Id, settings: &Settings, now: DateTime<Utc>) -> Result<(), NotDone> {
    let today = local_day(now);
    let Some(search) = store::find(db, id).map_err(DbError::from)? else { return Ok(()) };
    let Some((taken, step)) = search.waiting().due(&settings.searches, today) else {
        return Ok(());
    };
    let Some(request) = requests::by_id(db, search.request_id)? else { return Ok(()) };
    // Whoever answered, or chased by hand, a moment ago is not written to a second time.
    if !store::take_step(db, &search, taken).map_err(DbError::from)? {
        return Ok(());
    }
    let about = About::request(request.id).object(id);
    match step {
        Step::Reminder(number) => {
            let until = if search.answer_by >= today {
                search.answer_by
            } else {
                let next = SearchRow { steps_taken: to_count(taken), ..search.clone() };
                next.waiting().next(&settings.searches, today).map_or(today, |(day, _)| day)
            };
            links::withdraw(db, id, now)?;
            let asked = SearchRow { answer_by: until, ..search.clone() };
            write_to_custodian(db, &request, &asked, settings, true, now)?;
            let words = format!("at {}, by rule, reminder {number}", search.place);
            audit::tell(db, &Who::System, Act::SearchChased, about.words(words), now)?;
        }
        Step::Escalation => {
            store::set_escalated(db, id, today).map_err(DbError::from)?;
            escalate(db, &request, &search, settings, now)?;
            let to = if search.manager_email.is_empty() {
                "to whoever leads the request and the managers"
            } else {
                "to the custodian's manager"
            };
            let words = format!("at {}, {to}", search.place);
            audit::tell(db, &Who::System, Act::SearchEscalated, about.words(words), now)?;
        }
    }
    Ok(())
}

fn to_count(taken: usize) -> i64 {
    i64::try_from(taken).unwrap_or(i64::MAX)
}

/// Tells the custodian's manager, with a link of their own, and whoever leads the request; the managers
/// here where no other is known.
fn escalate(
    db: &mut Db,
    request: &RequestRow,
    search: &SearchRow,
    settings: &Settings,
    now: DateTime<Utc>,
) -> Result<(), NotDone> {
    let outside = !search.manager_email.is_empty();
    if outside {
        let token = link_for(db, request, search, &search.manager_email, settings, now)?;
        let outgoing = Outgoing {
            kind: LetterKind::SearchEscalated,
            to: Addressee {
                name: search.manager_name.clone(),
                email: search.manager_email.clone(),
                ..Addressee::default()
            },
            request: Some(request.id),
            by: Channel::Email,
            values: Values::default()
                .with(Field::Reference, &request.reference)
                .with(Field::Custodian, &search.custodian_name)
                .with(Field::Link, settings.link(&format!("/answers/{token}")))
                .on(Field::AnswerBy, Some(search.answer_by)),
        };
        letters::send(db, outgoing, settings, now)?;
    }
    let occasion = "A search is still without an answer after its reminders";
    Ok(requests::tell_office(db, request, (occasion, "/searches"), !outside, settings, now)?)
}
