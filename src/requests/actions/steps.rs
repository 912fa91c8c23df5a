//! Steps that staff take by hand.

use chrono::{DateTime, Utc};

use super::take_if_free;
use super::{NotDone, given, known};
use crate::access::{Action, Actor, Who, allow};
use crate::audit::{self, About, Act};
use crate::calendar::local_day;
use crate::db::{self, Db, DbError};
use crate::letters::capital;
use crate::requests::{Event, Reference, advance, next, standing, store};

/// Takes a step with a request: only those that no other page takes, and only with nothing in the
/// way. The reason is kept as a note; the diary says only that there is one.
///
/// # Errors
/// Where the role may not, the step does not fit the state, something is in the way, or a reason
/// is missing.
pub fn step(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    event: Event,
    reason: &str,
    now: DateTime<Utc>,
) -> Result<(), NotDone> {
    db::transaction(db, |db| {
        let request = known(db, by, at)?;
        allow(by, Action::ManageRequest, &[])?;
        if !next::by_hand(event) {
            return Err(NotDone::NotNow("this step is taken on another page of the request"));
        }
        let to = request.state.after(event)?;
        let standing = standing(db, &request, local_day(now))?;
        if let Some(unmet) = next::in_the_way(event, &standing).into_iter().next() {
            return Err(NotDone::InTheWay(unmet.words));
        }
        let reason = if next::wants_reason(event) {
            given("reason", reason, "say why")?
        } else {
            reason.trim().to_owned()
        };
        advance(db, &Who::from(by), &request, event, "", now)?;
        if !reason.is_empty() {
            let note = format!("{}: {reason}", capital(event.words()));
            store::add_note(db, request.id, by.id, &note, now).map_err(DbError::from)?;
        }
        if event == Event::TakenUp {
            take_if_free(db, by, &request, now)?;
        }
        let ended = to.is_ended().then_some(now);
        store::set_closed(db, request.id, ended).map_err(DbError::from)?;
        Ok(())
    })
}

/// Keeps what is to be searched for and, where the request waits for that, lets the search begin.
///
/// # Errors
/// Where the role may not, identity is not proved, or the request is past gathering.
pub fn settle_scope(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    scope: &str,
    now: DateTime<Utc>,
) -> Result<(), NotDone> {
    db::transaction(db, |db| {
        let request = known(db, by, at)?;
        allow(by, Action::ManageRequest, &[])?;
        let scope = given("scope", scope, "write down what is to be searched for")?;
        store::set_scope(db, request.id, &scope).map_err(DbError::from)?;
        let about = About::request(request.id).words("wrote down the scope");
        audit::tell(db, &Who::from(by), Act::RequestChanged, about, now)?;
        if request.state.after(Event::Scoped).is_ok() {
            let mut standing = standing(db, &request, local_day(now))?;
            standing.scoped = true;
            if let Some(unmet) = next::in_the_way(Event::Scoped, &standing).into_iter().next() {
                return Err(NotDone::InTheWay(unmet.words));
            }
            advance(db, &Who::from(by), &request, Event::Scoped, "", now)?;
        } else if request.state.is_ended() {
            return Err(NotDone::NotNow("this request is over; open it again first"));
        }
        Ok(())
    })
}
