//! The whole life of an access request, a row an event. A snapshot of every state against every
//! event guards it in review.

use crate::closed::closed_list;
use crate::problem::{Kind, Problem};

closed_list! {
    /// Where a request stands.
    State {
        Received, "received", "Received";
        Validating, "validating", "Checking who asks";
        AwaitingIdentity, "awaiting_identity", "Waiting for proof of identity";
        AwaitingFee, "awaiting_fee", "Waiting for a fee";
        Scoping, "scoping", "Settling what is asked for";
        AwaitingClarification, "awaiting_clarification", "Waiting for clarification";
        Gathering, "gathering", "Gathering the record";
        Reviewing, "reviewing", "Reviewing";
        Checking, "checking", "Checking the pack";
        AwaitingSignoff, "awaiting_signoff", "Waiting for sign-off";
        Approved, "approved", "Signed";
        Sealed, "sealed", "Sealed, ready to release";
        PartDisclosed, "part_disclosed", "Released in part";
        Disclosed, "disclosed", "Released";
        Closed, "closed", "Closed";
        Refused, "refused", "Refused";
        Redirected, "redirected", "Sent elsewhere";
        Withdrawn, "withdrawn", "Withdrawn";
        Lapsed, "lapsed", "Lapsed";
        Reopened, "reopened", "Reopened";
    }
}

closed_list! {
    /// What can happen to a request.
    Event {
        TakenUp, "taken_up", "taken up";
        IdentityAsked, "identity_asked", "proof of identity asked for";
        IdentityReceived, "identity_received", "proof of identity received";
        FeeAsked, "fee_asked", "fee asked for";
        FeePaid, "fee_paid", "fee paid";
        Validated, "validated", "identity and authority decided";
        ClarificationAsked, "clarification_asked", "clarification asked for";
        Clarified, "clarified", "clarified";
        Scoped, "scoped", "scope settled";
        RecordsComplete, "records_complete", "record complete";
        SentForChecking, "sent_for_checking", "pack asked for";
        SentForSignoff, "sent_for_signoff", "sent for sign-off";
        SentBack, "sent_back", "sent back";
        Signed, "signed", "signed";
        Sealed, "sealed", "sealed";
        Changed, "changed", "changed after it was put together";
        PartReleased, "part_released", "released in part";
        ReviewResumed, "review_resumed", "review resumed";
        Released, "released", "released";
        Closed, "closed", "closed";
        Refused, "refused", "refused";
        Redirected, "redirected", "sent elsewhere";
        Withdrawn, "withdrawn", "withdrawn";
        Lapsed, "lapsed", "lapsed";
        Reopened, "reopened", "reopened";
        SteppedBack, "stepped_back", "taken one step back";
    }
}

/// The event does not fit the state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this request is at the step \"{}\" and cannot be {} now", .state.words(), .event.words())]
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
    pub const ENDED: [State; 5] =
        [State::Closed, State::Refused, State::Redirected, State::Withdrawn, State::Lapsed];

    /// Work goes on, and the clock may run.
    pub const OPEN: [State; 14] = [
        State::Received,
        State::Validating,
        State::AwaitingIdentity,
        State::AwaitingFee,
        State::Scoping,
        State::AwaitingClarification,
        State::Gathering,
        State::Reviewing,
        State::Checking,
        State::AwaitingSignoff,
        State::Approved,
        State::Sealed,
        State::PartDisclosed,
        State::Reopened,
    ];

    /// The state after `event`.
    ///
    /// # Errors
    /// Where the event does not fit.
    pub fn after(self, event: Event) -> Result<State, OutOfTurn> {
        use State::*;
        let (from, to): (&[State], State) = match event {
            Event::TakenUp => (&[Received, Reopened], Validating),
            Event::IdentityAsked => (&[Validating], AwaitingIdentity),
            Event::IdentityReceived => (&[AwaitingIdentity], Validating),
            Event::FeeAsked => (&[Validating, Scoping], AwaitingFee),
            Event::FeePaid => (&[AwaitingFee], Validating),
            Event::Validated => (&[Validating], Scoping),
            Event::ClarificationAsked => (&[Scoping, Gathering], AwaitingClarification),
            Event::Clarified => (&[AwaitingClarification], Scoping),
            Event::Scoped => (&[Scoping], Gathering),
            Event::RecordsComplete => (&[Gathering], Reviewing),
            Event::SentForChecking => (&[Reviewing], Checking),
            Event::SentForSignoff => (&[Checking], AwaitingSignoff),
            Event::SentBack => (&[Checking, AwaitingSignoff], Reviewing),
            Event::Signed => (&[AwaitingSignoff], Approved),
            Event::Sealed => (&[Approved], State::Sealed),
            Event::Changed => (&[Checking, AwaitingSignoff, Approved, State::Sealed], Reviewing),
            Event::PartReleased => (&[State::Sealed, PartDisclosed], PartDisclosed),
            Event::ReviewResumed => (&[PartDisclosed], Reviewing),
            Event::Released => (&[State::Sealed, PartDisclosed], Disclosed),
            Event::Closed => (&[Disclosed, State::Refused, State::Redirected], State::Closed),
            Event::Refused => (&Self::OPEN, State::Refused),
            Event::Redirected => {
                (&[Received, Validating, AwaitingIdentity, Scoping], State::Redirected)
            }
            Event::Withdrawn => (&Self::OPEN, State::Withdrawn),
            Event::Lapsed => {
                (&[AwaitingIdentity, AwaitingFee, AwaitingClarification], State::Lapsed)
            }
            Event::Reopened => (
                &[
                    State::Closed,
                    State::Refused,
                    State::Withdrawn,
                    State::Lapsed,
                    State::Redirected,
                ],
                State::Reopened,
            ),
            Event::SteppedBack => {
                return self.step_before().ok_or(OutOfTurn { state: self, event });
            }
        };
        from.contains(&self).then_some(to).ok_or(OutOfTurn { state: self, event })
    }

    /// Where one step back leads. From a signature it leads to the review: what was signed is void.
    const fn step_before(self) -> Option<State> {
        match self {
            State::Validating => Some(State::Received),
            State::AwaitingIdentity | State::AwaitingFee | State::Scoping => {
                Some(State::Validating)
            }
            State::AwaitingClarification | State::Gathering => Some(State::Scoping),
            State::Reviewing => Some(State::Gathering),
            State::Checking | State::AwaitingSignoff | State::Approved | State::Sealed => {
                Some(State::Reviewing)
            }
            State::Received
            | State::PartDisclosed
            | State::Disclosed
            | State::Closed
            | State::Refused
            | State::Redirected
            | State::Withdrawn
            | State::Lapsed
            | State::Reopened => None,
        }
    }

    pub fn is_ended(self) -> bool {
        Self::ENDED.contains(&self)
    }

    /// Work goes on.
    pub fn is_open(self) -> bool {
        Self::OPEN.contains(&self)
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
            Event::SentBack
            | Event::Changed
            | Event::Refused
            | Event::Redirected
            | Event::Withdrawn
            | Event::Lapsed
            | Event::Reopened
            | Event::ReviewResumed
            | Event::SteppedBack => true,
            Event::TakenUp
            | Event::IdentityAsked
            | Event::IdentityReceived
            | Event::FeeAsked
            | Event::FeePaid
            | Event::Validated
            | Event::ClarificationAsked
            | Event::Clarified
            | Event::Scoped
            | Event::RecordsComplete
            | Event::SentForChecking
            | Event::SentForSignoff
            | Event::Signed
            | Event::Sealed
            | Event::PartReleased
            | Event::Released
            | Event::Closed => false,
        }
    }
}

/// Every state against every event as text, for the snapshot.
pub fn matrix() -> String {
    let mut text = String::new();
    for state in State::ALL {
        text += &format!("{} ({})\n", state.name(), state.words());
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
mod tests;
