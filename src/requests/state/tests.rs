#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeSet;
use std::path::Path;

use super::*;

/// Every state some path of events leads to.
fn reached_from(start: State) -> BTreeSet<&'static str> {
    let mut reached = BTreeSet::from([start.name()]);
    let mut next = vec![start];
    while let Some(state) = next.pop() {
        for event in state.possible() {
            let to = state.after(event).unwrap();
            if reached.insert(to.name()) {
                next.push(to);
            }
        }
    }
    reached
}

#[test]
fn the_life_of_a_request_is_as_approved() {
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots/request_states.txt");
    let matrix = matrix();
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::write(&kept, &matrix).unwrap();
    }
    let approved = std::fs::read_to_string(kept).unwrap_or_default();
    assert!(matrix == approved, "look at it, then run with UPDATE_SNAPSHOTS=1:\n{matrix}");
}

#[test]
fn every_state_can_be_reached_and_every_event_can_happen() {
    assert_eq!(reached_from(State::Received).len(), State::ALL.len());
    for event in Event::ALL {
        assert!(
            State::ALL.iter().any(|state| state.after(*event).is_ok()),
            "{event:?} never happens"
        );
    }
}

#[test]
fn a_state_is_open_or_answered_and_never_both() {
    for state in State::ALL {
        let open = State::OPEN.contains(state);
        let answered = state.is_ended() || *state == State::Disclosed;
        assert!(open != answered, "{state:?}");
    }
}

#[test]
fn an_open_request_can_always_be_refused_withdrawn_and_ended() {
    for state in State::OPEN {
        assert_eq!(state.after(Event::Refused), Ok(State::Refused));
        assert_eq!(state.after(Event::Withdrawn), Ok(State::Withdrawn));
        assert!(reached_from(state).contains("closed"), "{state:?}");
    }
}

#[test]
fn nothing_leaves_without_a_signature_and_a_seal() {
    for state in State::ALL {
        for event in [Event::Released, Event::PartReleased] {
            // What is released in parts was sealed before the first of them went.
            let sealed = [State::Sealed, State::PartDisclosed].contains(state);
            assert_eq!(state.after(event).is_ok(), sealed, "{state:?}");
        }
        assert_eq!(state.after(Event::Sealed).is_ok(), *state == State::Approved, "{state:?}");
        assert_eq!(
            state.after(Event::Signed).is_ok(),
            *state == State::AwaitingSignoff,
            "{state:?}"
        );
    }
}

#[test]
fn a_change_after_signing_leads_back_to_the_review() {
    for state in [State::Checking, State::AwaitingSignoff, State::Approved, State::Sealed] {
        assert_eq!(state.after(Event::Changed), Ok(State::Reviewing));
        assert_eq!(state.after(Event::SteppedBack), Ok(State::Reviewing));
    }
}

#[test]
fn what_has_left_cannot_be_stepped_back_from() {
    for state in [State::Disclosed, State::PartDisclosed, State::Closed] {
        assert!(state.after(Event::SteppedBack).is_err());
    }
}

#[test]
fn an_act_out_of_turn_is_refused_in_words() {
    let refused = State::Received.after(Event::Released).unwrap_err();

    assert_eq!(
        refused.to_string(),
        "this request is at the step \"Received\" and cannot be released now"
    );
    assert_eq!(refused.kind(), Kind::Conflict);
}

#[test]
fn names_are_kept_and_read_back() {
    for state in State::ALL {
        assert_eq!(State::from_name(state.name()), Some(*state));
    }
    for event in Event::ALL {
        assert_eq!(Event::from_name(event.name()), Some(*event));
    }
    assert_eq!(State::from_name("archived"), None);
}

#[test]
fn nobody_gets_past_the_check_of_who_asks() {
    let only_by_validation =
        Event::ALL.iter().filter(|event| State::Validating.after(**event) == Ok(State::Scoping));
    assert_eq!(only_by_validation.collect::<Vec<_>>(), [&Event::Validated]);
    for before in [State::Received, State::AwaitingIdentity, State::AwaitingFee, State::Reopened] {
        for event in before.possible() {
            let to = before.after(event).unwrap();
            assert!(
                !matches!(to, State::Scoping | State::Gathering | State::Reviewing),
                "{before:?} {event:?}"
            );
        }
    }
}
