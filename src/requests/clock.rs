//! By when a request is answered: the law's clock over what happened to it.

use super::State;
use super::store::{ClockRow, RequestRow};
use crate::calendar::{Date, Holidays, Nation, days_between, words};
use crate::law::{
    self, CannotReckon, Event, EventKind, Matter, Reckoning, Regime, RequesterKind, case_rules,
};

/// Reckons the limit of a request as it is known on `today`.
///
/// # Errors
/// Where the date lies beyond the bank holidays that are known.
pub fn reckon(
    request: &RequestRow,
    events: &[ClockRow],
    today: Date,
    holidays: &Holidays,
) -> Result<Reckoning, CannotReckon> {
    let nation = Nation::from_name(&request.nation).unwrap_or(Nation::England);
    let regime = regime_of(request, nation);
    let mut matter = Matter::new(regime, nation, request.received_on);
    matter.events = events
        .iter()
        .filter_map(|event| {
            let kind = EventKind::from_name(&event.kind)?;
            Some(Event { kind, date: event.happened_on, question: event.pair.clone() })
        })
        .collect();
    matter.as_of = Some(today);
    law::reckon(&matter, holidays)
}

/// The law whose limit binds. Where none sets one we keep the month of an access request.
fn regime_of(request: &RequestRow, nation: Nation) -> Regime {
    if request.kind == "rectification" {
        return Regime::UkRectification;
    }
    let kind = RequesterKind::from_name(&request.requester_kind);
    let by_kind = kind.and_then(|kind| case_rules::regime_of(kind, nation == Nation::Scotland));
    match by_kind {
        Some(Regime::Ahra) if nation == Nation::NorthernIreland => Regime::AhraNi,
        Some(regime) => regime,
        None => Regime::UkSar,
    }
}

/// How pressing a date is. Colour never speaks alone: the words say it too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Press {
    Late,
    Soon,
    Fine,
    Still,
}

impl Press {
    /// The part of a style class.
    pub const fn name(self) -> &'static str {
        match self {
            Press::Late => "late",
            Press::Soon => "soon",
            Press::Fine => "fine",
            Press::Still => "still",
        }
    }
}

/// Days left in words and as a bar: parts of a hundred gone, and where the day we aim for lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DaysLeft {
    pub words: String,
    pub press: Press,
    pub gone: i64,
    pub target: i64,
}

/// The day we aim for, counted from receipt.
const TARGET_DAYS: i64 = 28;

/// How many days a request has left on `today`; within `soon` days a date is pressing.
pub fn days_left(
    state: State,
    received: Date,
    due: Option<Date>,
    today: Date,
    soon: i64,
) -> DaysLeft {
    let still =
        |words: &str| DaysLeft { words: words.to_owned(), press: Press::Still, gone: 0, target: 0 };
    if !state.is_open() {
        return still("Answered");
    }
    let Some(due) = due else {
        let waits = state == State::AwaitingClarification;
        return still(if waits { "Clock paused" } else { "Clock not started" });
    };
    let left = days_between(today, due);
    let whole = days_between(received, due).max(1);
    let gone = (days_between(received, today) * 100 / whole).clamp(0, 100);
    let (words, press) = match left {
        0 => ("Due today".to_owned(), Press::Soon),
        1 => ("1 day left".to_owned(), Press::Soon),
        -1 => ("1 day late".to_owned(), Press::Late),
        late if late < 0 => (format!("{} days late", -late), Press::Late),
        left if left <= soon => (format!("{left} days left"), Press::Soon),
        left => (format!("{left} days left"), Press::Fine),
    };
    DaysLeft { words, press, gone, target: (TARGET_DAYS * 100 / whole).clamp(0, 100) }
}

/// "due 3 March 2027", or why there is no date.
pub fn due_words(reckoning: &Reckoning) -> String {
    match reckoning.due {
        Some(due) => format!("Due {}", words(due)),
        None => format!("The clock is {}", reckoning.status.words()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: u32) -> Date {
        Date::from_ymd_opt(2026, 11, day).expect("a day of November")
    }

    #[test]
    fn lateness_is_said_in_words() {
        let late = days_left(State::Reviewing, day(1), Some(day(10)), day(13), 7);

        assert_eq!((late.words.as_str(), late.press, late.gone), ("3 days late", Press::Late, 100));
    }

    #[test]
    fn a_question_of_ours_stops_the_clock() {
        let paused = days_left(State::AwaitingClarification, day(1), None, day(13), 7);

        assert_eq!((paused.words.as_str(), paused.press), ("Clock paused", Press::Still));
    }

    #[test]
    fn an_answered_request_is_never_late() {
        let closed = days_left(State::Closed, day(1), Some(day(10)), day(30), 7);

        assert_eq!(closed.press, Press::Still);
    }
}
