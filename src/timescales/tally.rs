//! Counting what fell due. Pure.

use std::collections::BTreeMap;

use chrono::{Datelike as _, NaiveDate};

use crate::calendar::{Date, days_between};
use crate::closed::closed_list;
use crate::db::Id;
use crate::requests::State;

closed_list! {
    /// What somebody asks for.
    RequestKind {
        Access, "access", "Access";
        Rectification, "rectification", "Correction";
    }
}

/// How a request stands to its date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    OnTime,
    Late,
    /// Late, and not answered yet.
    Overdue,
    Running,
    /// Ended without an answer.
    Ended,
}

impl Outcome {
    /// Whether the date was not kept, in words.
    pub const fn late_words(self) -> Option<&'static str> {
        match self {
            Outcome::Late => Some("Answered late"),
            Outcome::Overdue => Some("Not answered yet"),
            Outcome::OnTime | Outcome::Running | Outcome::Ended => None,
        }
    }
}

/// A request that fell due, or will.
#[derive(Debug, Clone)]
pub struct FellDue {
    pub id: Id,
    pub reference: String,
    pub kind: RequestKind,
    pub state: State,
    pub received_on: NaiveDate,
    pub due_on: NaiveDate,
    /// The day of the answer, where there was one.
    pub answered_on: Option<NaiveDate>,
    pub extended: bool,
    pub late_reason: Option<String>,
}

impl FellDue {
    pub fn outcome(&self, today: Date) -> Outcome {
        if self.state.is_open() {
            return if today > self.due_on { Outcome::Overdue } else { Outcome::Running };
        }
        // Whoever withdraws or is not heard of again is given no answer.
        let unanswered = matches!(self.state, State::Withdrawn | State::Lapsed);
        match self.answered_on.filter(|_| !unanswered) {
            Some(on) if on > self.due_on => Outcome::Late,
            Some(_) => Outcome::OnTime,
            None => Outcome::Ended,
        }
    }

    /// Days from receipt to the answer.
    fn took(&self, today: Date) -> Option<i64> {
        match self.outcome(today) {
            Outcome::OnTime | Outcome::Late => {
                self.answered_on.map(|on| days_between(self.received_on, on))
            }
            Outcome::Overdue | Outcome::Running | Outcome::Ended => None,
        }
    }
}

/// How many of each, of one month and kind, or of a whole year.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    pub due: usize,
    pub on_time: usize,
    pub late: usize,
    pub overdue: usize,
    pub running: usize,
    pub ended: usize,
    pub extended: usize,
    took: Vec<i64>,
}

impl Tally {
    fn add(&mut self, one: &FellDue, today: Date) {
        self.due += 1;
        self.extended += usize::from(one.extended);
        match one.outcome(today) {
            Outcome::OnTime => self.on_time += 1,
            Outcome::Late => self.late += 1,
            Outcome::Overdue => self.overdue += 1,
            Outcome::Running => self.running += 1,
            Outcome::Ended => self.ended += 1,
        }
        self.took.extend(one.took(today));
    }

    /// Of a hundred that were to be answered by now, how many were in time. What ended without an
    /// answer, and what has time left, says nothing either way.
    pub fn in_time(&self) -> Option<usize> {
        let judged = self.on_time + self.late + self.overdue;
        (judged > 0).then(|| self.on_time * 100 / judged)
    }

    /// Half of the answers took so many days or fewer.
    pub fn median_days(&self) -> Option<i64> {
        let mut took = self.took.clone();
        took.sort_unstable();
        took.get(took.len().checked_sub(1)? / 2).copied()
    }
}

/// A line of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Month {
    /// The first of the month.
    pub month: NaiveDate,
    pub kind: RequestKind,
    pub tally: Tally,
}

/// The months in which something fell due, in order, each kind by itself.
pub fn by_month(all: &[FellDue], today: Date) -> Vec<Month> {
    let mut months: BTreeMap<(NaiveDate, &'static str), Month> = BTreeMap::new();
    for one in all {
        let month = one.due_on.with_day(1).unwrap_or(one.due_on);
        months
            .entry((month, one.kind.name()))
            .or_insert_with(|| Month { month, kind: one.kind, tally: Tally::default() })
            .tally
            .add(one, today);
    }
    months.into_values().collect()
}

/// All of them together.
pub fn together(all: &[FellDue], today: Date) -> Tally {
    let mut tally = Tally::default();
    all.iter().for_each(|one| tally.add(one, today));
    tally
}

/// The table as a spreadsheet: numbers and names of ours alone.
///
/// # Errors
/// Where a line cannot be written, which memory always can.
pub fn csv(months: &[Month]) -> Result<Vec<u8>, csv::Error> {
    let mut out =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    out.write_record([
        "month due",
        "kind",
        "due",
        "answered on time",
        "answered late",
        "late and not answered",
        "not answered yet",
        "ended without an answer",
        "extended",
        "percent on time",
        "median days",
    ])?;
    for Month { month, kind, tally } in months {
        let or_empty = |n: Option<String>| n.unwrap_or_default();
        out.write_record([
            month.format("%Y-%m").to_string(),
            kind.name().to_owned(),
            tally.due.to_string(),
            tally.on_time.to_string(),
            tally.late.to_string(),
            tally.overdue.to_string(),
            tally.running.to_string(),
            tally.ended.to_string(),
            tally.extended.to_string(),
            or_empty(tally.in_time().map(|n| n.to_string())),
            or_empty(tally.median_days().map(|n| n.to_string())),
        ])?;
    }
    out.into_inner().map_err(|e| e.into_error().into())
}

#[cfg(test)]
mod tests;
