//! Asking for proof, deciding about it, and checking the number by which a code may travel.

use chrono::{DateTime, Utc};

use super::{checklist, child, store};
use crate::access::{Action, Actor, Who, allow};
use crate::audit::{self, About, Act};
use crate::calendar::{Date, local_day};
use crate::db::{self, Db, DbError};
use crate::law::{EventKind, RequesterKind, case_rules};
use crate::letters::{self, LetterKind};
use crate::problem::Invalid;
use crate::requests::{
    self, Event, NotDone, Reference, RequestRow, State, add_event, advance, identity_letter, known,
    send_letter,
};
use crate::settings::Settings;
use crate::vault::Sealed;

/// Whether it is proved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Proved,
    NotProved,
}

impl Verdict {
    pub const fn name(self) -> &'static str {
        match self {
            Verdict::Proved => "proved",
            Verdict::NotProved => "not_proved",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        [Verdict::Proved, Verdict::NotProved].into_iter().find(|one| one.name() == name)
    }
}

/// What somebody decided, and on what.
#[derive(Debug, Clone)]
pub struct Decision {
    pub verdict: Verdict,
    /// What was seen of who asks.
    pub evidence: String,
    /// What was seen of their right to ask for somebody else.
    pub authority: String,
    pub reason: String,
    /// The day the proof came, where it was asked for.
    pub received_on: Option<Date>,
    /// The names of the lines that were ticked.
    pub checks: Vec<String>,
}

fn given(field: &'static str, words: &str, ask: &str) -> Result<String, Invalid> {
    let words = words.trim();
    if words.is_empty() {
        return Err(Invalid::new(field, ask));
    }
    if words.chars().count() > 2_000 || words.contains('\0') {
        return Err(Invalid::new(field, "use 2,000 letters or fewer"));
    }
    Ok(words.to_owned())
}

/// Whether this kind of requester must show that they may ask for the person.
pub fn must_show_authority(requester_kind: &str) -> bool {
    RequesterKind::from_name(requester_kind)
        .is_some_and(|kind| case_rules::requester(kind).must_show_authority())
}

/// Asks the requester for proof of who they are, or of their authority; the clock waits for it.
///
/// # Errors
/// Where the role may not, it is not the time for it, or what is asked for is not said.
pub fn ask(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    what: &str,
    settings: &Settings,
    now: DateTime<Utc>,
) -> Result<(), NotDone> {
    db::transaction(db, |db| {
        let request = known(db, by, at)?;
        allow(by, Action::DecideIdentity, &[])?;
        advance(db, &Who::from(by), &request, Event::IdentityAsked, "", now)?;
        let what = given("what", what, "say what the requester should show")?;
        let (kind, on) = (EventKind::IdentityRequested, local_day(now));
        add_event(db, by, &request, kind, on, "proof of identity was asked for", now)?;
        send_letter(db, &request, identity_letter(&what), settings, now)?;
        Ok(())
    })
}

/// Decides whether it is proved who asks and that they may.
///
/// # Errors
/// Where the role may not, the request is past that step, or evidence or authority is not named.
pub fn decide(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    decision: Decision,
    now: DateTime<Utc>,
) -> Result<(), NotDone> {
    db::transaction(db, |db| {
        let mut request = known(db, by, at)?;
        allow(by, Action::DecideIdentity, &[])?;
        let who = Who::from(by);
        // Deciding takes the request up, and records that what was asked for came.
        if matches!(request.state, State::Received | State::Reopened) {
            request.state = advance(db, &who, &request, Event::TakenUp, "", now)?;
            requests::take_if_free(db, by, &request, now)?;
        }
        if request.state == State::AwaitingIdentity {
            let on = decision.received_on.unwrap_or_else(|| local_day(now));
            if decision.verdict == Verdict::Proved {
                request.state = advance(db, &who, &request, Event::IdentityReceived, "", now)?;
                let kind = EventKind::IdentityReceived;
                add_event(db, by, &request, kind, on, "proof of identity came", now)?;
            }
        }
        let decision = checked(decision, &request.requester_kind)?;
        let id = store::add(db, request.id, &decision, by.id, now).map_err(DbError::from)?;
        if decision.verdict == Verdict::Proved {
            nothing_in_the_way(db, &request, local_day(now))?;
            if let Some(kind) = RequesterKind::from_name(&request.requester_kind) {
                let checks = checklist::all_ticked(kind, &decision.checks)?;
                store::add_checks(db, id, &checks).map_err(DbError::from)?;
            }
        }
        let words = match decision.verdict {
            Verdict::Proved => "proved",
            Verdict::NotProved => "not proved",
        };
        let about = About::request(request.id).object(id).words(words);
        audit::tell(db, &who, Act::IdentityDecided, about, now)?;
        match decision.verdict {
            Verdict::Proved => {
                advance(db, &who, &request, Event::Validated, "", now)?;
            }
            Verdict::NotProved => {
                if !matches!(request.state, State::Validating | State::AwaitingIdentity) {
                    return Err(NotDone::NotNow(
                        "identity was decided before; take the request back to that step first",
                    ));
                }
            }
        }
        Ok(())
    })
}

/// What the law wants settled before this kind of requester is answered.
fn nothing_in_the_way(db: &mut Db, request: &RequestRow, today: Date) -> Result<(), NotDone> {
    if let Some(words) = child::in_the_way(db, request, today)? {
        return Err(NotDone::NotNow(words));
    }
    let adopted = request.requester_kind == RequesterKind::AdoptedAdult.name();
    let sent = letters::of_request(db, request.id)?;
    if adopted && !sent.iter().any(|letter| letter.kind == LetterKind::Elsewhere) {
        return Err(NotDone::NotNow(
            "explain the adoption procedure first: adoption records go that way, and we answer for the rest",
        ));
    }
    Ok(())
}

fn checked(decision: Decision, requester_kind: &str) -> Result<Decision, Invalid> {
    let proved = decision.verdict == Verdict::Proved;
    let evidence = if proved {
        given(
            "evidence",
            &decision.evidence,
            "say what you saw, such as a passport or what the record knows",
        )?
    } else {
        decision.evidence.trim().to_owned()
    };
    let authority = if proved && must_show_authority(requester_kind) {
        given("authority", &decision.authority, "say what showed that they may ask for the person")?
    } else {
        decision.authority.trim().to_owned()
    };
    let reason = if proved {
        decision.reason.trim().to_owned()
    } else {
        given("reason", &decision.reason, "say why it is not proved")?
    };
    Ok(Decision { evidence, authority, reason, ..decision })
}

/// Keeps the requester's number and whether it was checked against the record or by calling back:
/// only then may a code for the pack be read out there.
///
/// # Errors
/// Where the role may not, or there is no number.
pub fn check_phone(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    phone: &str,
    checked: bool,
    now: DateTime<Utc>,
) -> Result<(), NotDone> {
    db::transaction(db, |db| {
        let request = known(db, by, at)?;
        allow(by, Action::DecideIdentity, &[])?;
        let phone = given("phone", phone, "enter the telephone number")?;
        let digits = phone.chars().filter(char::is_ascii_digit).count();
        if !(7..=15).contains(&digits)
            || !phone.chars().all(|c| c.is_ascii_digit() || " +()-".contains(c))
        {
            return Err(Invalid::new("phone", "enter a telephone number, like 01632 960001").into());
        }
        requests::set_phone(db, request.id, &phone, checked.then_some(now))?;
        let words =
            if checked { "checked the telephone number" } else { "changed the telephone number" };
        let about = About::request(request.id).words(words);
        Ok(audit::tell(db, &Who::from(by), Act::RequestChanged, about, now)?)
    })
}

/// Keeps a proof that the requester sent, within the transaction of their act. Deciding about it is
/// for staff.
///
/// # Errors
/// Where the database refuses.
pub fn hand_in(
    db: &mut Db,
    request: &RequestRow,
    by: &Who,
    (name, sealed): (&str, &Sealed),
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    let bytes = i64::try_from(sealed.bytes).unwrap_or(i64::MAX);
    let file = (name, &*sealed.sha256.to_string(), bytes);
    let id = store::add_proof(db, request.id, file, by.name(), now)?;
    audit::tell(db, by, Act::EvidenceReceived, About::request(request.id).object(id), now)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proved() -> Decision {
        Decision {
            verdict: Verdict::Proved,
            evidence: "passport seen".into(),
            authority: String::new(),
            reason: String::new(),
            received_on: None,
            checks: Vec::new(),
        }
    }

    #[test]
    fn somebody_asking_for_themselves_shows_no_authority() {
        assert!(checked(proved(), "adult_self").is_ok());
    }

    #[test]
    fn a_parent_shows_that_they_may_ask() {
        let refused = checked(proved(), "parent_pr");

        assert_eq!(refused.map_err(|e| e.field).err(), Some("authority"));
    }

    #[test]
    fn a_doubt_is_given_its_reason() {
        let doubt = Decision { verdict: Verdict::NotProved, ..proved() };

        assert_eq!(checked(doubt, "adult_self").map_err(|e| e.field).err(), Some("reason"));
    }
}
