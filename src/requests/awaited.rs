//! What we wait for from a requester. Pure.

use super::State;
use crate::closed::closed_list;
use crate::law::EventKind;

/// The job that watches over a wait.
pub const WAIT: &str = "requests.wait";

closed_list! {
    /// Something that a requester was asked for.
    Awaited {
        Identity, "identity", "proof of identity";
        Fee, "fee", "the fee";
        Clarification, "clarification", "an answer to our question";
    }
}

impl Awaited {
    /// What is waited for from this event on.
    pub const fn asked_by(kind: EventKind) -> Option<Self> {
        match kind {
            EventKind::IdentityRequested | EventKind::AuthorityRequested => Some(Self::Identity),
            EventKind::FeeRequested => Some(Self::Fee),
            EventKind::ClarificationRequested => Some(Self::Clarification),
            EventKind::IdentityReceived
            | EventKind::AuthorityReceived
            | EventKind::FeePaid
            | EventKind::ClarificationReceived
            | EventKind::ClarificationDeclined
            | EventKind::ExtensionNotified
            | EventKind::FurtherInformationRequested
            | EventKind::FurtherInformationReceived
            | EventKind::FeesNotice
            | EventKind::Posted => None,
        }
    }

    /// Where a request stands while this is waited for.
    pub const fn state(self) -> State {
        match self {
            Self::Identity => State::AwaitingIdentity,
            Self::Fee => State::AwaitingFee,
            Self::Clarification => State::AwaitingClarification,
        }
    }
}
