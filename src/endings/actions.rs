//! A fee that came, another way, another name.

use chrono::{DateTime, Utc};

use super::grounds::{Destination, may_become};
use super::letters;
use crate::access::{Action, Actor, Who, allow};
use crate::audit::{self, About, Act};
use crate::calendar::{Date, local_day};
use crate::db::{self, Db};
use crate::law::{EventKind, RequesterKind};
use crate::problem::Invalid;
use crate::requests::{
    self, Event, NotDone, Reference, add_event, advance, given, known, send_letter, standing,
};
use crate::settings::Settings;

/// Records that the fee was paid: the time for the answer begins on that day.
///
/// # Errors
/// Where the role may not, no fee was asked for, or the day lies ahead.
pub fn fee_paid(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    on: Option<Date>,
    now: DateTime<Utc>,
) -> Result<(), NotDone> {
    db::transaction(db, |db| {
        let mut request = known(db, by, at)?;
        allow(by, Action::ManageRequest, &[])?;
        let (who, today) = (Who::from(by), local_day(now));
        request.state = advance(db, &who, &request, Event::FeePaid, "", now)?;
        let on = on.unwrap_or(today);
        add_event(db, by, &request, EventKind::FeePaid, on, "the fee was paid", now)?;
        if standing(db, &request, today)?.identity_proved {
            advance(db, &who, &request, Event::Validated, "", now)?;
        }
        Ok(())
    })
}

/// Another way for a request.
#[derive(Debug, Clone)]
pub struct Elsewhere {
    pub to: Destination,
    /// Who to turn to, as the requester will read it.
    pub words: String,
    /// Whether nothing is left for us to answer.
    pub whole: bool,
}

/// Explains another way to the requester. Where nothing is left for us, the request ends with it.
///
/// # Errors
/// Where the role may not, it is not the time for it, or it is not said who to turn to.
pub fn send_elsewhere(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    elsewhere: Elsewhere,
    settings: &Settings,
    now: DateTime<Utc>,
) -> Result<(), NotDone> {
    db::transaction(db, |db| {
        let request = known(db, by, at)?;
        allow(by, Action::ManageRequest, &[])?;
        if request.state.is_ended() {
            return Err(NotDone::NotNow("this request is over; open it again first"));
        }
        let words = given("to_whom", &elsewhere.words, "say who they can turn to, and how")?;
        if elsewhere.whole {
            requests::end(db, &Who::from(by), &request, Event::Redirected, now)?;
        } else {
            let told = format!("explained another way: {}", elsewhere.to.words().to_lowercase());
            let about = About::request(request.id).words(told);
            audit::tell(db, &Who::from(by), Act::RequestChanged, about, now)?;
        }
        let letter = letters::elsewhere(elsewhere.to, &words, elsewhere.whole);
        send_letter(db, &request, letter, settings, now)?;
        Ok(())
    })
}

/// Takes a request that came under another name as the access request it is. The day of receipt
/// stays.
///
/// # Errors
/// Where the role may not, it is none of that kind, or no reason is given.
pub fn relabel(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    to: &str,
    why: &str,
    now: DateTime<Utc>,
) -> Result<(), NotDone> {
    db::transaction(db, |db| {
        let request = known(db, by, at)?;
        allow(by, Action::ManageRequest, &[])?;
        if request.state.is_ended() {
            return Err(NotDone::NotNow("this request is over; open it again first"));
        }
        let to = RequesterKind::from_name(to)
            .ok_or_else(|| Invalid::new("requester_kind", "choose who asks"))?;
        let from = RequesterKind::from_name(&request.requester_kind);
        if !from.is_some_and(|from| may_become(from, to)) {
            return Err(NotDone::NotNow("this request cannot be taken as one of that kind"));
        }
        let why = given("why", why, "say why it is an access request")?;
        requests::call_requester(db, &request, to, local_day(now))?;
        requests::keep_note(
            db,
            by,
            request.id,
            &format!("Taken as an access request: {why}"),
            now,
        )?;
        let words = format!("took it as an access request from {}", to.words());
        let about = About::request(request.id).words(words);
        Ok(audit::tell(db, &Who::from(by), Act::RequestChanged, about, now)?)
    })
}
