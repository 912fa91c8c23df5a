use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn today() -> NaiveDate {
    day("2026-11-21")
}

fn due(due: &str, state: State, answered: Option<&str>) -> FellDue {
    FellDue {
        id: Id::new(),
        reference: "SAR-2026-00001".into(),
        kind: RequestKind::Access,
        state,
        received_on: day("2026-10-01"),
        due_on: day(due),
        answered_on: answered.map(day),
        extended: false,
        late_reason: None,
    }
}

#[test]
fn an_answer_on_the_last_day_is_on_time_and_one_a_day_later_is_late() {
    let outcome = |one: FellDue| one.outcome(today());

    assert_eq!(outcome(due("2026-11-02", State::Disclosed, Some("2026-11-02"))), Outcome::OnTime);
    assert_eq!(outcome(due("2026-11-02", State::Closed, Some("2026-11-03"))), Outcome::Late);
    assert_eq!(outcome(due("2026-11-20", State::Reviewing, None)), Outcome::Overdue);
    assert_eq!(outcome(due("2026-11-21", State::Reviewing, None)), Outcome::Running);
    assert_eq!(outcome(due("2026-11-02", State::Withdrawn, None)), Outcome::Ended);
    // Opened again: what was sent before does not answer it.
    let again = due("2026-11-02", State::Reopened, Some("2026-11-01"));
    assert_eq!(outcome(again), Outcome::Overdue);
}

#[test]
fn only_what_was_to_be_answered_by_now_says_how_well_dates_are_kept() {
    let all = [
        due("2026-11-02", State::Closed, Some("2026-10-31")),
        due("2026-11-02", State::Closed, Some("2026-11-05")),
        due("2026-11-03", State::Reviewing, None),
        due("2026-11-30", State::Reviewing, None),
        due("2026-11-02", State::Lapsed, None),
    ];

    let tally = together(&all, today());

    assert_eq!((tally.due, tally.in_time()), (5, Some(33)));
    assert_eq!(tally.median_days(), Some(30));
    assert_eq!(together(&all[3..], today()).in_time(), None);
    assert_eq!(together(&all[3..], today()).median_days(), None);
}

#[test]
fn months_stand_in_order_and_each_kind_by_itself() {
    let mut correction = due("2026-10-30", State::Closed, Some("2026-10-20"));
    correction.kind = RequestKind::Rectification;
    let all = [
        due("2026-11-30", State::Reviewing, None),
        correction,
        due("2026-10-02", State::Closed, Some("2026-10-02")),
    ];

    let months = by_month(&all, today());

    let lines: Vec<_> = months.iter().map(|m| (m.month.to_string(), m.kind.name())).collect();
    assert_eq!(
        lines,
        [
            ("2026-10-01".to_owned(), "access"),
            ("2026-10-01".to_owned(), "rectification"),
            ("2026-11-01".to_owned(), "access"),
        ]
    );
    let written = String::from_utf8(csv(&months).expect("memory takes it")).expect("text");
    assert!(written.ends_with("2026-11,access,1,0,0,0,1,0,0,,\r\n"), "{written}");
}
