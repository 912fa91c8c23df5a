//! What can happen next, what stands in its way, and who may make it happen. Pure.

use super::{Event, State};

/// What is known of a request beside its state, as far as its next step depends on it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Standing {
    pub owned: bool,
    pub identity_proved: bool,
    pub scoped: bool,
    pub searches: i64,
    pub searches_open: i64,
    /// Planned places where nobody was asked.
    pub places_open: i64,
    /// Stretches of time that no paper volume covers.
    pub volume_gaps: i64,
    pub items: i64,
    pub items_undecided: i64,
    pub late: bool,
    pub late_explained: bool,
    /// Whether a reminder went out and its time is over.
    pub lapse_proposed: bool,
}

/// Something that must be mended first, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unmet {
    pub words: String,
    /// The part of the address below the request, or a place on its first page.
    pub place: &'static str,
}

fn unmet(words: impl Into<String>, place: &'static str) -> Unmet {
    Unmet { words: words.into(), place }
}

fn counted(n: i64, one: &str, many: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {many}") }
}

/// What stands in the way of `event`.
pub fn in_the_way(event: Event, standing: &Standing) -> Vec<Unmet> {
    let mut unmet_here = Vec::new();
    match event {
        Event::Scoped => {
            if !standing.identity_proved {
                unmet_here.push(unmet("Decide whether identity is proved", "/identity"));
            }
            if !standing.scoped {
                unmet_here.push(unmet("Write down what is to be searched for", "#scope"));
            }
        }
        Event::RecordsComplete => {
            if !standing.identity_proved {
                unmet_here.push(unmet("Decide whether identity is proved", "/identity"));
            }
            if standing.searches == 0 {
                unmet_here.push(unmet("Send at least one search", "/searches"));
            }
            if standing.searches_open > 0 {
                let open = counted(standing.searches_open, "search has", "searches have");
                unmet_here.push(unmet(
                    format!("{open} no answer: chase, or waive with a reason"),
                    "/searches",
                ));
            }
            if standing.places_open > 0 {
                let open =
                    counted(standing.places_open, "planned place was", "planned places were");
                unmet_here.push(unmet(
                    format!("{open} not asked: send a search, or say why not"),
                    "/plan",
                ));
            }
            if standing.volume_gaps > 0 {
                let gaps = counted(standing.volume_gaps, "gap", "gaps");
                unmet_here.push(unmet(
                    format!("Paper volumes leave {gaps}: list what is missing"),
                    "/plan",
                ));
            }
        }
        Event::SentForChecking => {
            if standing.items_undecided > 0 {
                let open = counted(standing.items_undecided, "item", "items");
                unmet_here.push(unmet(format!("Decide {open} of the record"), "/review"));
            }
        }
        Event::Validated => {
            if !standing.identity_proved {
                unmet_here.push(unmet("Decide whether identity is proved", "/identity"));
            }
        }
        Event::Closed => {
            if standing.late && !standing.late_explained {
                unmet_here.push(unmet("Say why the reply was late", "#late"));
            }
        }
        Event::Lapsed => {
            if !standing.lapse_proposed {
                unmet_here.push(unmet(
                    "Wait: it can lapse only after a reminder, when the time it gave is over",
                    "",
                ));
            }
        }
        Event::TakenUp
        | Event::IdentityAsked
        | Event::IdentityReceived
        | Event::FeeAsked
        | Event::FeePaid
        | Event::ClarificationAsked
        | Event::Clarified
        | Event::SentForSignoff
        | Event::SentBack
        | Event::Signed
        | Event::Sealed
        | Event::Changed
        | Event::PartReleased
        | Event::ReviewResumed
        | Event::Released
        | Event::Refused
        | Event::Redirected
        | Event::Withdrawn
        | Event::Reopened
        | Event::SteppedBack => {}
    }
    unmet_here
}

/// The event that carries a request on from here, where it has one way on.
pub const fn way_on(state: State) -> Option<Event> {
    match state {
        State::Received | State::Reopened => Some(Event::TakenUp),
        State::Validating => Some(Event::Validated),
        State::AwaitingIdentity => Some(Event::IdentityReceived),
        State::AwaitingFee => Some(Event::FeePaid),
        State::Scoping => Some(Event::Scoped),
        State::AwaitingClarification => Some(Event::Clarified),
        State::Gathering => Some(Event::RecordsComplete),
        State::Reviewing => Some(Event::SentForChecking),
        State::Checking => Some(Event::SentForSignoff),
        State::AwaitingSignoff => Some(Event::Signed),
        State::Approved => Some(Event::Sealed),
        State::Sealed | State::PartDisclosed => Some(Event::Released),
        State::Disclosed | State::Refused | State::Redirected => Some(Event::Closed),
        State::Closed | State::Withdrawn | State::Lapsed => None,
    }
}

/// The next thing to do, and the part of the address where it is done.
pub const fn next_act(state: State) -> (&'static str, &'static str) {
    match state {
        State::Received => ("Take it up", ""),
        State::Validating => ("Decide identity", "/identity"),
        State::AwaitingIdentity => ("Record the proof when it comes", "/identity"),
        State::AwaitingFee => ("Record the fee when it comes", "/endings"),
        State::Scoping => ("Settle the scope", "#scope"),
        State::AwaitingClarification => ("Record the answer when it comes", "#clarification"),
        State::Gathering => ("Gather the record", "/searches"),
        State::Reviewing => ("Review the record", "/review"),
        State::Checking => ("Check the pack", "/pack"),
        State::AwaitingSignoff => ("Sign off the pack", "/pack"),
        State::Approved => ("Seal the pack", "/pack"),
        State::Sealed => ("Release the pack", "/pack"),
        State::PartDisclosed => ("Release the next part", "/pack"),
        State::Disclosed => ("Close it", ""),
        State::Closed | State::Withdrawn | State::Lapsed => ("Nothing", ""),
        State::Refused | State::Redirected => ("Close it", ""),
        State::Reopened => ("Take it up again", ""),
    }
}

/// Whether staff make this event happen by hand, from the request's first page.
pub const fn by_hand(event: Event) -> bool {
    match event {
        Event::TakenUp
        | Event::RecordsComplete
        | Event::SteppedBack
        | Event::Withdrawn
        | Event::Lapsed
        | Event::ReviewResumed
        | Event::Closed
        | Event::Reopened => true,
        Event::Refused
        | Event::Redirected
        | Event::IdentityAsked
        | Event::IdentityReceived
        | Event::FeeAsked
        | Event::FeePaid
        | Event::Validated
        | Event::ClarificationAsked
        | Event::Clarified
        | Event::Scoped
        | Event::SentForChecking
        | Event::SentForSignoff
        | Event::SentBack
        | Event::Signed
        | Event::Sealed
        | Event::Changed
        | Event::PartReleased
        | Event::Released => false,
    }
}

/// Whether a reason must be given for this event.
pub const fn wants_reason(event: Event) -> bool {
    match event {
        Event::SteppedBack
        | Event::Withdrawn
        | Event::Refused
        | Event::Redirected
        | Event::Lapsed
        | Event::ReviewResumed
        | Event::Reopened => true,
        Event::TakenUp
        | Event::RecordsComplete
        | Event::Closed
        | Event::IdentityAsked
        | Event::IdentityReceived
        | Event::FeeAsked
        | Event::FeePaid
        | Event::Validated
        | Event::ClarificationAsked
        | Event::Clarified
        | Event::Scoped
        | Event::SentForChecking
        | Event::SentForSignoff
        | Event::SentBack
        | Event::Signed
        | Event::Sealed
        | Event::Changed
        | Event::PartReleased
        | Event::Released => false,
    }
}

/// The words on the button of an event that staff make happen by hand.
pub const fn button(event: Event) -> &'static str {
    match event {
        Event::TakenUp => "Take up",
        Event::RecordsComplete => "Record complete: start the review",
        Event::SteppedBack => "Go one step back",
        Event::Withdrawn => "Record as withdrawn",
        Event::Refused => "Refuse the request",
        Event::Redirected => "Send it elsewhere",
        Event::Lapsed => "Record as lapsed",
        Event::Closed => "Close the request",
        Event::ReviewResumed => "Review what is still to come again",
        Event::Reopened => "Open it again",
        Event::IdentityAsked
        | Event::IdentityReceived
        | Event::FeeAsked
        | Event::FeePaid
        | Event::Validated
        | Event::ClarificationAsked
        | Event::Clarified
        | Event::Scoped
        | Event::SentForChecking
        | Event::SentForSignoff
        | Event::SentBack
        | Event::Signed
        | Event::Sealed
        | Event::Changed
        | Event::PartReleased
        | Event::Released => event.words(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_review_begins_when_identity_is_proved_and_every_search_is_answered() {
        let open = Standing { searches: 3, searches_open: 1, ..Standing::default() };
        let done = Standing { identity_proved: true, searches: 3, ..Standing::default() };

        let in_way = in_the_way(Event::RecordsComplete, &open);

        assert_eq!(in_way.iter().map(|u| u.place).collect::<Vec<_>>(), ["/identity", "/searches"]);
        assert_eq!(in_the_way(Event::RecordsComplete, &done), []);
    }

    #[test]
    fn every_state_that_is_not_over_has_a_way_on_that_fits_it() {
        for state in State::ALL {
            if let Some(event) = way_on(*state) {
                assert!(state.after(event).is_ok(), "{} cannot be {}", state.name(), event.name());
            }
        }
    }

    #[test]
    fn a_late_reply_is_not_closed_without_its_reason() {
        let late = Standing { late: true, ..Standing::default() };

        assert_eq!(in_the_way(Event::Closed, &late).len(), 1);
        assert_eq!(in_the_way(Event::Closed, &Standing { late_explained: true, ..late }), []);
    }
}
