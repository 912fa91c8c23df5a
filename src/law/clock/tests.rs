#![allow(clippy::unwrap_used, clippy::panic)]

use proptest::prelude::*;

use super::*;
use crate::calendar::{Nation, days_between};
use crate::law::{Event, EventKind, Status};

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn access(received: &str) -> Matter {
    Matter::new(Regime::UkSar, Nation::England, day(received))
}

fn with(mut matter: Matter, events: &[(EventKind, &str)]) -> Matter {
    matter.events.extend(events.iter().map(|(kind, on)| Event::new(*kind, day(on))));
    matter
}

fn reckoned(matter: &Matter) -> Reckoning {
    reckon(matter, Holidays::built_in()).unwrap()
}

#[test]
fn a_date_unfolds_into_its_working() {
    let reckoning = reckoned(&access("2026-09-03"));

    let said: Vec<String> = reckoning
        .working
        .iter()
        .map(|step| format!("{}: {} [{}]", step.rule, step.says, step.arithmetic))
        .collect();
    assert_eq!(
        said,
        [
            "Day of receipt: Received on Thursday 3 September 2026. That day stands, whatever day of the week it is \
         and by whatever way it came. []",
            "Which law: It falls under UK GDPR article 12A, which binds requests received on or after 5 February 2026. []",
            "One calendar month: The period begins after 3 September 2026 and ends on the same day of its last month: \
         Saturday 3 October 2026. [3 September 2026 + 1 month = Saturday 3 October 2026 (30 days)]",
            "Moved to the next working day: That is not a working day, so the last day moves on to Monday 5 October 2026. \
         [not counted: Saturday 3 October 2026; Sunday 4 October 2026]",
        ]
    );
    assert_eq!(reckoning.due, Some(day("2026-10-05")));
    assert!(reckoning.working.iter().all(|step| !step.source.is_empty()));
}

#[test]
fn a_pause_unfolds_too_and_points_to_the_safer_date() {
    let matter = with(
        access("2026-09-03"),
        &[
            (EventKind::ClarificationRequested, "2026-10-05"),
            (EventKind::ClarificationReceived, "2026-10-07"),
        ],
    );

    let reckoning = reckoned(&matter);

    let said = |rule: &str| {
        reckoning.working.iter().find(|step| step.rule == rule).map(|step| step.says.as_str())
    };
    assert!(said("The clock stood still").unwrap().contains("Monday 5 October 2026"));
    assert!(said("Days that do not count").unwrap().contains("stays open until the answer"));
    assert!(said("The earlier, safer date").unwrap().contains("Wednesday 7 October 2026"));
    assert!(reckoning.target <= reckoning.pause_exclusive_due);
}

#[test]
fn the_target_is_28_days_on_a_working_day() {
    assert_eq!(reckoned(&access("2026-09-03")).target, Some(day("2026-10-01")));
    // Day 28 is Saturday 28 November.
    assert_eq!(reckoned(&access("2026-10-31")).target, Some(day("2026-11-27")));
}

#[test]
fn identity_asked_for_late_is_pointed_out() {
    let asked = |on| {
        let matter = with(
            access("2026-10-01"),
            &[(EventKind::IdentityRequested, on), (EventKind::IdentityReceived, "2026-10-26")],
        );
        reckoned(&matter).warnings
    };

    assert!(asked("2026-10-06").is_empty());
    assert_eq!(asked("2026-10-07").len(), 1);
    assert_eq!(asked("2026-10-21").len(), 1);
}

#[test]
fn what_came_before_it_was_asked_for_answers_nothing() {
    let matter = with(
        access("2026-10-01"),
        &[
            (EventKind::IdentityReceived, "2026-10-02"),
            (EventKind::IdentityRequested, "2026-10-05"),
        ],
    );

    assert_eq!(reckoned(&matter).status, Status::NotStarted);
}

#[test]
fn what_happens_later_is_not_known_yet() {
    let mut matter = with(
        access("2026-11-02"),
        &[
            (EventKind::ClarificationRequested, "2026-11-09"),
            (EventKind::ClarificationReceived, "2026-11-25"),
        ],
    );
    matter.as_of = Some(day("2026-11-21"));
    assert_eq!(reckoned(&matter).status, Status::Paused);

    matter.as_of = Some(day("2026-11-25"));
    assert_eq!(reckoned(&matter).due, Some(day("2026-12-21")));
}

#[test]
fn an_extension_told_while_the_clock_stands_still_is_in_time() {
    let matter = with(
        access("2026-11-02"),
        &[
            (EventKind::ClarificationRequested, "2026-11-09"),
            (EventKind::ExtensionNotified, "2026-12-15"),
        ],
    );

    let reckoning = reckoned(&matter);

    assert!(reckoning.extension_applied);
    assert_eq!((reckoning.status, reckoning.extension_notice_by), (Status::Paused, None));
    // Three months from 2 November are 92 days, of which six have run.
    assert_eq!(reckoning.remaining_days, Some(86));
}

#[test]
fn a_clarification_under_the_earlier_law_is_left_to_a_person() {
    let matter = with(
        access("2026-02-04"),
        &[
            (EventKind::ClarificationRequested, "2026-02-06"),
            (EventKind::ClarificationReceived, "2026-02-16"),
        ],
    );

    let reckoning = reckoned(&matter);

    assert_eq!((reckoning.paused_days, reckoning.due), (0, Some(day("2026-03-04"))));
    assert_eq!(reckoning.warnings.len(), 1);
}

#[test]
fn an_unpaid_fees_notice_pauses_a_freedom_of_information_request() {
    let matter = with(
        Matter::new(Regime::Foia, Nation::England, day("2026-10-05")),
        &[(EventKind::FeesNotice, "2026-10-12")],
    );

    let reckoning = reckoned(&matter);

    assert_eq!(reckoning.status, Status::Paused);
    // 6 to 9 October have run.
    assert_eq!(reckoning.remaining_days, Some(16));
}

#[test]
fn a_limit_past_the_known_holidays_is_refused() {
    let refused = reckon(&access("2028-12-15"), Holidays::built_in());

    assert!(matches!(refused, Err(CannotReckon::Beyond(_))));
    // An opinion's shelf life has no holidays in it.
    let opinion = Matter::new(Regime::HealthOpinionValidity, Nation::Wales, day("2030-01-31"));
    assert_eq!(reckoned(&opinion).due, Some(day("2030-07-30")));
}

#[test]
fn overdue_begins_when_the_whole_last_day_has_passed() {
    let reckoning = reckoned(&access("2026-09-03"));

    assert!(!reckoning.is_overdue(day("2026-10-05")));
    assert!(reckoning.is_overdue(day("2026-10-06")));
    assert_eq!(reckoning.days_left(day("2026-10-01")), Some(4));
}

fn nation() -> impl Strategy<Value = Nation> {
    prop_oneof![
        Just(Nation::England),
        Just(Nation::Wales),
        Just(Nation::Scotland),
        Just(Nation::NorthernIreland),
        Just(Nation::Ireland),
    ]
}

/// A day from the first request under article 12A on, early enough that an extended reply is still
/// within the known holidays.
fn received() -> impl Strategy<Value = Date> {
    (0u32..700).prop_map(|offset| days_after(day("2026-02-05"), offset).unwrap())
}

/// Questions as days after receipt and days until the answer.
fn questions() -> impl Strategy<Value = Vec<(u32, u32)>> {
    prop::collection::vec((0u32..50, 0u32..20), 0..4)
}

fn asked(nation: Nation, received: Date, questions: &[(u32, u32)]) -> Matter {
    let mut matter = Matter::new(Regime::UkSar, nation, received);
    for (number, (after, until)) in questions.iter().enumerate() {
        let on = days_after(received, *after).unwrap();
        let answered = days_after(on, *until).unwrap();
        let question = Some(number.to_string());
        matter.events.push(Event {
            kind: EventKind::ClarificationRequested,
            date: on,
            question: question.clone(),
        });
        matter.events.push(Event {
            kind: EventKind::ClarificationReceived,
            date: answered,
            question,
        });
    }
    matter
}

proptest! {
    #[test]
    fn a_reply_is_never_due_on_a_day_nobody_works(nation in nation(), received in received(), questions in questions(), extended in any::<bool>()) {
        let mut matter = asked(nation, received, &questions);
        if extended {
            matter.events.push(Event::new(EventKind::ExtensionNotified, received));
        }

        let reckoning = reckoned(&matter);

        let due = reckoning.due.unwrap();
        prop_assert!(Holidays::built_in().of(nation).is_working(due).unwrap());
        prop_assert!(due >= reckoning.unrolled_end.unwrap());
        prop_assert_eq!(reckoning.extension_applied, extended);
        prop_assert!(reckoning.target.unwrap() <= due);
    }

    #[test]
    fn one_more_pause_never_makes_it_earlier(nation in nation(), received in received(), questions in questions(), another in (0u32..50, 0u32..20)) {
        let before = reckoned(&asked(nation, received, &questions));
        let mut more = questions;
        more.push(another);

        let after = reckoned(&asked(nation, received, &more));

        prop_assert!(after.due >= before.due);
        prop_assert!(after.paused_days >= before.paused_days);
    }

    #[test]
    fn a_pause_counted_the_stricter_way_is_never_later(nation in nation(), received in received(), questions in questions()) {
        let reckoning = reckoned(&asked(nation, received, &questions));

        if let Some(stricter) = reckoning.pause_exclusive_due {
            prop_assert!(stricter <= reckoning.due.unwrap());
            prop_assert!(reckoning.pause_exclusive_days.unwrap() < reckoning.paused_days);
        }
    }

    #[test]
    fn days_that_stood_still_are_all_given_back(received in received(), questions in questions()) {
        let plain = reckoned(&asked(Nation::England, received, &[]));
        let paused = reckoned(&asked(Nation::England, received, &questions));

        let later = days_between(plain.unrolled_end.unwrap(), paused.unrolled_end.unwrap());
        // A question put on a day to which the period had already moved no longer moves its end.
        prop_assert!(later == i64::from(paused.paused_days) || paused.unrolled_end < paused.due);
    }

    #[test]
    fn a_later_receipt_is_never_due_earlier(nation in nation(), received in received(), regime in prop_oneof![Just(Regime::UkSar), Just(Regime::Foia), Just(Regime::EducationRecord), Just(Regime::Ahra), Just(Regime::HealthOpinionValidity)]) {
        let next = received.succ_opt().unwrap();

        let (one, other) = (reckoned(&Matter::new(regime, nation, received)), reckoned(&Matter::new(regime, nation, next)));

        prop_assert!(one.due <= other.due);
    }

    #[test]
    fn the_order_in_which_events_were_written_down_changes_nothing(received in received(), questions in questions()) {
        let matter = asked(Nation::Scotland, received, &questions);
        let mut turned = matter.clone();
        turned.events.reverse();

        prop_assert_eq!(reckoned(&matter).due, reckoned(&turned).due);
    }

    #[test]
    fn an_opinion_lasts_six_months_less_a_day(given in received()) {
        let last = opinion_valid_until(given).unwrap();

        prop_assert!(months_after(given, 6).unwrap() > last);
        prop_assert!((180..=184).contains(&days_between(given, last)));
    }
}
