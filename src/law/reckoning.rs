//! What a time limit comes to, and how.

use serde::Serialize;

use crate::calendar::Date;

/// Where a clock stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// It runs, and ends on `due`.
    Due,
    /// It stands still until somebody answers us.
    Paused,
    /// It has not begun: something we may wait for is missing.
    NotStarted,
    /// The duty did not exist yet.
    NotApplicable,
    /// No clock but a shelf life: it may be relied on to the end of `due`.
    ValidUntil,
}

impl Status {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Due => "due",
            Self::Paused => "paused",
            Self::NotStarted => "not_started",
            Self::NotApplicable => "not_applicable",
            Self::ValidUntil => "valid_until",
        }
    }

    pub const fn words(self) -> &'static str {
        match self {
            Self::Due => "running",
            Self::Paused => "paused",
            Self::NotStarted => "not started",
            Self::NotApplicable => "does not apply",
            Self::ValidUntil => "valid",
        }
    }
}

/// One step of the working, so that a date on a page unfolds into why it is that date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    /// The rule, in a few words: "One calendar month".
    pub rule: &'static str,
    /// A sentence for somebody who is no lawyer.
    pub says: String,
    /// "3 September 2026 + 1 month = 3 October 2026"; empty where nothing is counted.
    pub arithmetic: String,
    /// Where the rule stands.
    pub source: &'static str,
}

impl Step {
    pub(super) fn new(rule: &'static str, source: &'static str, says: impl Into<String>) -> Self {
        Self { rule, says: says.into(), arithmetic: String::new(), source }
    }

    pub(super) fn reckoned(self, arithmetic: impl Into<String>) -> Self {
        Self { arithmetic: arithmetic.into(), ..self }
    }
}

/// What a time limit comes to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reckoning {
    pub status: Status,
    /// The version of the law, where there is more than one.
    pub regime_version: Option<&'static str>,
    pub clock_start: Option<Date>,
    /// The last lawful day, all of it.
    pub due: Option<Date>,
    /// The day we aim for: 28 days, moved by pauses, on a working day and never past `due`.
    pub target: Option<Date>,
    /// Where a pause is counted the stricter way, without the day of the answer.
    pub pause_exclusive_due: Option<Date>,
    pub pause_exclusive_days: Option<u32>,
    /// The end of the period before it moves on to a working day.
    pub unrolled_end: Option<Date>,
    pub paused_days: u32,
    pub paused_since: Option<Date>,
    /// Days that will be left, counted from the day after the answer.
    pub remaining_days: Option<u32>,
    /// The last day on which telling the person extends the period.
    pub extension_notice_by: Option<Date>,
    pub extension_applied: bool,
    /// The last working day that is not past `due`, where `due` does not move.
    pub act_by: Option<Date>,
    pub period_days: Option<u32>,
    pub five_months_ends: Option<Date>,
    pub forty_days_after_results_ends: Option<Date>,
    pub working: Vec<Step>,
    /// What somebody should look at, though it changes no date.
    pub warnings: Vec<String>,
}

impl Reckoning {
    pub(super) const fn of(status: Status) -> Self {
        Self {
            status,
            regime_version: None,
            clock_start: None,
            due: None,
            target: None,
            pause_exclusive_due: None,
            pause_exclusive_days: None,
            unrolled_end: None,
            paused_days: 0,
            paused_since: None,
            remaining_days: None,
            extension_notice_by: None,
            extension_applied: false,
            act_by: None,
            period_days: None,
            five_months_ends: None,
            forty_days_after_results_ends: None,
            working: Vec::new(),
            warnings: Vec::new(),
        }
    }

    /// Whether the whole of the last day has passed on `today`.
    pub fn is_overdue(&self, today: Date) -> bool {
        self.status == Status::Due && self.due.is_some_and(|due| today > due)
    }

    /// Whole days left on `today`, nought on the last day; `None` while no day is due.
    pub fn days_left(&self, today: Date) -> Option<i64> {
        self.due.map(|due| crate::calendar::days_between(today, due))
    }
}
