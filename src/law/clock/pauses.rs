//! Days that do not count while we wait for an answer.

use super::super::matter::Asked;
use super::{CannotReckon, add_days, add_months};
use crate::calendar::{Calendar, Date, days_between};

/// An answered question: every day from the asking to the answer, both included, stands still.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pause {
    pub from: Date,
    pub to: Date,
}

/// A period of months that has been walked through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Walk {
    /// Days that must run.
    pub days: u32,
    pub end: Date,
    pub due: Date,
    pub pauses: Vec<Pause>,
    /// A question in time that nobody has answered: `end` and `due` are then the ones without it.
    pub open: Option<Date>,
}

/// Walks `months` on from `start`, past the days that stand still.
///
/// A question asked once the period is over revives nothing; one asked on the very day to which
/// the period has moved still stops it.
pub(super) fn walk(
    start: Date,
    months: u32,
    questions: &[Asked],
    calendar: &Calendar<'_>,
) -> Result<Walk, CannotReckon> {
    let days = whole(days_between(start, add_months(start, months)?));
    let (end, due) = run(start, days, &[], calendar)?;
    let mut walk = Walk { days, end, due, pauses: Vec::new(), open: None };
    for question in questions {
        if question.on > walk.due {
            break;
        }
        let Some(to) = question.answered else {
            walk.open = Some(question.on);
            break;
        };
        if to > start {
            walk.pauses.push(Pause { from: question.on, to });
            (walk.end, walk.due) = run(start, days, &walk.pauses, calendar)?;
        }
    }
    Ok(walk)
}

/// Where `days` running days after `start` end, before and after moving to a working day.
pub(super) fn run(
    start: Date,
    days: u32,
    pauses: &[Pause],
    calendar: &Calendar<'_>,
) -> Result<(Date, Date), CannotReckon> {
    let mut end = start;
    let mut left = days;
    while left > 0 {
        end = add_days(end, 1)?;
        left -= u32::from(!stands_still(end, pauses));
    }
    let due = calendar.first_on_or_after(end, |day| !stands_still(day, pauses))?;
    Ok((end, due))
}

/// Days after `start` that stand still, each counted once however many questions were open on it.
pub(super) fn paused_days(start: Date, pauses: &[Pause]) -> u32 {
    let last = pauses.iter().map(|pause| pause.to).max().unwrap_or(start);
    count(start, last, |day| stands_still(day, pauses))
}

/// Running days used up before `until`.
pub(super) fn used(start: Date, until: Date, pauses: &[Pause]) -> u32 {
    let Some(last) = until.pred_opt() else { return 0 };
    count(start, last, |day| !stands_still(day, pauses))
}

/// The same pauses counted the stricter way, in which the day of the answer runs.
pub(super) fn without_the_day_of_the_answer(pauses: &[Pause]) -> Vec<Pause> {
    pauses
        .iter()
        .filter_map(|pause| Some(Pause { from: pause.from, to: pause.to.pred_opt()? }))
        .filter(|pause| pause.to >= pause.from)
        .collect()
}

fn stands_still(day: Date, pauses: &[Pause]) -> bool {
    pauses.iter().any(|pause| pause.from <= day && day <= pause.to)
}

fn count(after: Date, to: Date, counts: impl Fn(Date) -> bool) -> u32 {
    let days = after.iter_days().skip(1).take_while(|day| *day <= to);
    u32::try_from(days.filter(|day| counts(*day)).count()).unwrap_or(u32::MAX)
}

fn whole(days: i64) -> u32 {
    u32::try_from(days).unwrap_or(0)
}
