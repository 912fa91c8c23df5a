//! The whole life of a correction, a row an event. It stands here because lists of requests and the
//! top of every page say where a correction is; the acts are in `rectification/`.

use super::{Event as RequestEvent, State as RequestState};
use crate::closed::closed_list;
use crate::problem::{Kind, Problem};

closed_list! {
    /// Where a correction stands.
    State {
        Received, "received", "Received";
        AwaitingIdentity, "awaiting_identity", "Waiting for proof of identity";
        Validated, "validated", "To be looked into";
        Investigating, "investigating", "Being looked into, its use restricted";
        AuthorConsulted, "author_consulted", "The author was heard";
        Decided, "decided", "Decided, to be applied";
        NotChanged, "not_changed", "Decided, nothing is changed";
        Applied, "applied", "Applied to the record";
        RecipientsNotified, "recipients_notified", "Recipients told";
        Informed, "informed", "The person was told";
        Closed, "closed", "Closed";
        Withdrawn, "withdrawn", "Withdrawn";
        Lapsed, "lapsed", "Lapsed";
    }
}

closed_list! {
    /// What can happen to a correction.
    Event {
        IdentityAsked, "identity_asked", "proof of identity asked for";
        IdentityReceived, "identity_received", "proof of identity received";
        Validated, "validated", "identity and passages settled";
        UseRestricted, "use_restricted", "use restricted while it is looked into";
        AuthorHeard, "author_heard", "author heard, or the steps tried written down";
        DecidedToChange, "decided_to_change", "decided: the record is changed or added to";
        DecidedToRefuse, "decided_to_refuse", "decided: the record stays as it is";
        Applied, "applied", "applied to the record";
        RecipientsSettled, "recipients_settled", "every recipient told, or noted why not";
        PersonInformed, "person_informed", "person told, with reasons and rights";
        Closed, "closed", "closed";
        Reconsidered, "reconsidered", "to be decided again";
        Withdrawn, "withdrawn", "withdrawn";
        Lapsed, "lapsed", "lapsed";
        SteppedBack, "stepped_back", "taken one step back";
    }
}

/// The event does not fit the state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this correction is at the step \"{}\" and cannot be {} now", .state.words(), .event.words())]
pub struct OutOfTurn {
    pub state: State,
    pub event: Event,
}

impl Problem for OutOfTurn {
    fn kind(&self) -> Kind {
        Kind::Conflict
    }
}

impl State {
    /// Not open any more: nothing falls due.
    pub const ENDED: [State; 3] = [State::Closed, State::Withdrawn, State::Lapsed];

    /// Before it is decided: the person can still take it back.
    const UNDECIDED: [State; 5] = [
        State::Received,
        State::AwaitingIdentity,
        State::Validated,
        State::Investigating,
        State::AuthorConsulted,
    ];

    /// The state after `event`.
    ///
    /// # Errors
    /// Where the event does not fit.
    pub fn after(self, event: Event) -> Result<State, OutOfTurn> {
        use State::*;
        let (from, to): (&[State], State) = match event {
            Event::IdentityAsked => (&[Received], AwaitingIdentity),
            Event::IdentityReceived => (&[AwaitingIdentity], Received),
            Event::Validated => (&[Received], State::Validated),
            Event::UseRestricted => (&[State::Validated], Investigating),
            Event::AuthorHeard => (&[Investigating], AuthorConsulted),
            Event::DecidedToChange => (&[AuthorConsulted], Decided),
            Event::DecidedToRefuse => (&[AuthorConsulted], NotChanged),
            Event::Applied => (&[Decided], State::Applied),
            Event::RecipientsSettled => (&[State::Applied], RecipientsNotified),
            Event::PersonInformed => (&[RecipientsNotified, NotChanged], Informed),
            Event::Closed => (&[Informed], State::Closed),
            Event::Reconsidered => (&[Informed, State::Closed], Investigating),
            Event::Withdrawn => (&Self::UNDECIDED, State::Withdrawn),
            Event::Lapsed => (&[AwaitingIdentity], State::Lapsed),
            Event::SteppedBack => {
                return self.step_before().ok_or(OutOfTurn { state: self, event });
            }
        };
        from.contains(&self).then_some(to).ok_or(OutOfTurn { state: self, event })
    }

    /// Where one step back leads. What was applied, and what people were told, stays done; it is
    /// reconsidered instead.
    const fn step_before(self) -> Option<State> {
        match self {
            State::AwaitingIdentity | State::Validated => Some(State::Received),
            State::Investigating => Some(State::Validated),
            State::AuthorConsulted => Some(State::Investigating),
            State::Decided | State::NotChanged => Some(State::AuthorConsulted),
            State::Received
            | State::Applied
            | State::RecipientsNotified
            | State::Informed
            | State::Closed
            | State::Withdrawn
            | State::Lapsed => None,
        }
    }

    pub fn is_ended(self) -> bool {
        Self::ENDED.contains(&self)
    }

    /// Whether the contested item carries the marker of article 18 wherever it is shown or sent. It
    /// stays until the person has been told (article 18(3)).
    pub const fn restricts_use(self) -> bool {
        match self {
            State::Investigating
            | State::AuthorConsulted
            | State::Decided
            | State::NotChanged
            | State::Applied
            | State::RecipientsNotified => true,
            State::Received
            | State::AwaitingIdentity
            | State::Validated
            | State::Informed
            | State::Closed
            | State::Withdrawn
            | State::Lapsed => false,
        }
    }

    /// What can happen now.
    pub fn possible(self) -> impl Iterator<Item = Event> {
        Event::ALL.iter().copied().filter(move |event| self.after(*event).is_ok())
    }
}

impl Event {
    /// Whether whoever makes it happen must say why.
    pub const fn needs_reason(self) -> bool {
        match self {
            Event::DecidedToChange
            | Event::DecidedToRefuse
            | Event::Reconsidered
            | Event::Withdrawn
            | Event::Lapsed
            | Event::SteppedBack => true,
            Event::IdentityAsked
            | Event::IdentityReceived
            | Event::Validated
            | Event::UseRestricted
            | Event::AuthorHeard
            | Event::Applied
            | Event::RecipientsSettled
            | Event::PersonInformed
            | Event::Closed => false,
        }
    }
}

/// What a request for a correction has in common with one for access: taking up, and who asks.
pub const fn shares(event: RequestEvent) -> bool {
    match event {
        RequestEvent::TakenUp
        | RequestEvent::IdentityAsked
        | RequestEvent::IdentityReceived
        | RequestEvent::Validated => true,
        RequestEvent::FeeAsked
        | RequestEvent::FeePaid
        | RequestEvent::ClarificationAsked
        | RequestEvent::Clarified
        | RequestEvent::Scoped
        | RequestEvent::RecordsComplete
        | RequestEvent::SentForChecking
        | RequestEvent::SentForSignoff
        | RequestEvent::SentBack
        | RequestEvent::Signed
        | RequestEvent::Sealed
        | RequestEvent::Changed
        | RequestEvent::PartReleased
        | RequestEvent::ReviewResumed
        | RequestEvent::Released
        | RequestEvent::Closed
        | RequestEvent::Refused
        | RequestEvent::Redirected
        | RequestEvent::Withdrawn
        | RequestEvent::Lapsed
        | RequestEvent::Reopened
        | RequestEvent::SteppedBack => false,
    }
}

impl State {
    /// The state of the request meanwhile: what falls due and what is over is read from that one.
    /// `None` while the request itself goes its common way, from receipt to proof of identity.
    pub const fn of_request(self) -> Option<RequestState> {
        match self {
            State::Received | State::AwaitingIdentity => None,
            State::Validated
            | State::Investigating
            | State::AuthorConsulted
            | State::Decided
            | State::NotChanged
            | State::Applied
            | State::RecipientsNotified => Some(RequestState::Scoping),
            State::Informed => Some(RequestState::Disclosed),
            State::Closed => Some(RequestState::Closed),
            State::Withdrawn => Some(RequestState::Withdrawn),
            State::Lapsed => Some(RequestState::Lapsed),
        }
    }

    /// Where a correction is that was only received, given how far its request is.
    pub const fn beside(self, request: RequestState) -> State {
        match (self, request) {
            (State::Received, RequestState::AwaitingIdentity) => State::AwaitingIdentity,
            (own, _) => own,
        }
    }

    /// The next thing to do, and the part of the address where it is done.
    pub const fn next_act(self) -> (&'static str, &'static str) {
        match self {
            State::Received => ("Settle identity and passages", "/correction"),
            State::AwaitingIdentity => ("Record the proof when it comes", "/identity"),
            State::Validated => ("Start looking into it", "/correction"),
            State::Investigating => ("Hear the author", "/correction"),
            State::AuthorConsulted => ("Decide", "/correction"),
            State::Decided => ("Apply it to the record", "/correction"),
            State::Applied => ("Tell the recipients", "/correction"),
            State::NotChanged | State::RecipientsNotified => ("Write to the person", "/correction"),
            State::Informed => ("Close it", "/correction"),
            State::Closed | State::Withdrawn | State::Lapsed => ("Nothing", ""),
        }
    }
}

/// Every state against every event as text, for the snapshot.
pub fn matrix() -> String {
    let mut text = String::new();
    for state in State::ALL {
        let marker = if state.restricts_use() { ", marker of article 18" } else { "" };
        text += &format!("{} ({}){marker}\n", state.name(), state.words());
        for event in Event::ALL {
            if let Ok(next) = state.after(*event) {
                let why = if event.needs_reason() { "  with a reason" } else { "" };
                text += format!("    {:<20} -> {:<22}{why}", event.name(), next.name()).trim_end();
                text.push('\n');
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]

    use std::path::Path;

    use super::*;

    #[test]
    fn the_life_of_a_correction_is_as_approved() {
        let kept =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots/rectification_states.txt");
        let matrix = matrix();
        if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
            std::fs::write(&kept, &matrix).unwrap();
        }
        let approved = std::fs::read_to_string(kept).unwrap_or_default();
        assert!(matrix == approved, "look at it, then run with UPDATE_SNAPSHOTS=1:\n{matrix}");
    }

    #[test]
    fn a_change_is_told_to_recipients_before_the_person_and_a_refusal_to_the_person_alone() {
        assert!(State::Applied.after(Event::PersonInformed).is_err());
        assert_eq!(State::Applied.after(Event::RecipientsSettled), Ok(State::RecipientsNotified));
        assert_eq!(State::RecipientsNotified.after(Event::PersonInformed), Ok(State::Informed));
        assert_eq!(State::NotChanged.after(Event::PersonInformed), Ok(State::Informed));
        assert_eq!(State::Informed.after(Event::Closed), Ok(State::Closed));
    }

    #[test]
    fn nothing_is_decided_before_the_author_was_heard() {
        for state in State::ALL {
            for event in [Event::DecidedToChange, Event::DecidedToRefuse] {
                assert_eq!(state.after(event).is_ok(), *state == State::AuthorConsulted);
            }
        }
    }

    #[test]
    fn every_event_happens_somewhere_and_every_open_state_leads_on() {
        for event in Event::ALL {
            assert!(State::ALL.iter().any(|state| state.after(*event).is_ok()), "{event:?}");
        }
        for state in State::ALL.iter().filter(|state| !state.is_ended()) {
            assert!(state.possible().next().is_some(), "{state:?}");
        }
    }

    #[test]
    fn use_is_restricted_from_the_investigation_until_the_person_is_told() {
        assert!(!State::Validated.restricts_use());
        assert!(State::Validated.after(Event::UseRestricted).unwrap().restricts_use());
        assert!(State::RecipientsNotified.restricts_use());
        assert!(!State::Informed.restricts_use());
    }
}
