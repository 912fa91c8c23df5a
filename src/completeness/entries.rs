//! What a child's record must hold. Pure.
//!
//! Source: the summary and documents that the children's case recording policy (000) asks of every
//! child's record, and its rule that the summary is brought up to date at least every three months.

use crate::calendar::{Date, months_after};
use crate::records::Category;

/// A part of the record, and the kinds of item in which it is usually found.
pub struct Entry {
    /// As kept.
    pub name: &'static str,
    pub words: &'static str,
    pub kinds: &'static [Category],
}

/// How old a summary may be, in months.
const SUMMARY_MONTHS: u32 = 3;

pub const SUMMARY: &str = "summary";

macro_rules! entries {
    ($($name:literal, $words:literal, [$($kind:ident),*];)+) => {
        pub const ENTRIES: &[Entry] = &[$(Entry {
            name: $name,
            words: $words,
            kinds: &[$(Category::$kind),*],
        },)+];
    };
}

entries! {
    "summary", "The summary of the record, with a pen picture of the child", [ChildSummary];
    "household", "Who lives in the family home, and who has parental responsibility", [ContactDetails, FamilyInformation];
    "plan", "The child's plan", [AuthorityReport, CareReview];
    "home", "Where the child lives, who cares for them, and their legal status", [Placement, LegalStatus, Accommodation];
    "close_people", "People close to the child, and how to reach them", [ContactDetails, FamilyInformation];
    "needs", "The needs of child and family, and adjustments that support them", [AuthorityReport, Health];
    "decisions", "Managers' decisions, with reasons and dates", [ManagementOversight];
    "family_time", "Arrangements for family time", [Placement];
    "safety_plan", "The safety plan and its review", [ProtectionConference, Safeguarding];
    "risk", "Risk assessments", [AuthorityReport, Safeguarding];
    "emergency", "Whom to call in an emergency", [ContactDetails];
    "chronology", "A chronology", [ChildChronology];
    "genogram", "A genogram of three generations", [Genogram];
    "court_orders", "Court orders", [CourtOrder];
    "court_reports", "Reports given in court proceedings", [CourtReport];
    "education", "Education: needs, progress, personal education plan", [Education];
    "special_needs", "Special needs and disability: assessments, education, health and care plan", [Education, Health];
    "health", "Health: plan and assessment", [Health];
    "providers", "Arrangements with private providers", [OutsideReport];
    "reviews", "Papers of planning and reviews, with the views that were given", [CareReview, ReviewingOfficer];
    "visits", "Visits and contacts, failed ones too", [Visit, FailedVisit];
    "closing", "The transfer or closing summary", [ClosingSummary];
}

/// Whether a summary of that day is older than three months on `today`.
pub fn is_old(summary: Date, today: Date) -> bool {
    months_after(summary, SUMMARY_MONTHS).is_some_and(|end| today > end)
}

/// What is known of an item, as far as the check needs it.
#[derive(Debug, Clone)]
pub struct Held {
    pub number: i64,
    pub kind: Category,
    pub source: String,
    pub event_on: Option<Date>,
    pub recorded_on: Option<Date>,
}

impl Held {
    pub fn day(&self) -> Option<Date> {
        self.event_on.or(self.recorded_on)
    }
}

/// The items in which an entry is usually found, by number.
pub fn found_in(entry: &Entry, items: &[Held]) -> Vec<i64> {
    items.iter().filter(|i| entry.kinds.contains(&i.kind)).map(|i| i.number).collect()
}

/// Whether anything of a volume's days came from its place electronically.
pub fn is_scanned(place: &str, from: Date, to: Date, items: &[Held]) -> bool {
    let place = place.trim().to_lowercase();
    items.iter().any(|item| {
        item.source.trim().to_lowercase() == place
            && item.day().is_some_and(|day| (from..=to).contains(&day))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().expect("a day")
    }

    fn held(number: i64, kind: Category, source: &str, on: &str) -> Held {
        Held { number, kind, source: source.into(), event_on: Some(day(on)), recorded_on: None }
    }

    #[test]
    fn a_summary_is_old_the_day_after_three_months() {
        assert!(!is_old(day("2026-08-21"), day("2026-11-21")));
        assert!(is_old(day("2026-08-20"), day("2026-11-21")));
        assert!(!is_old(day("2026-11-30"), day("2027-02-28")));
    }

    #[test]
    fn an_entry_is_found_by_the_kinds_it_is_kept_in() {
        let items = [
            held(3, Category::Genogram, "Case system", "2007-03-01"),
            held(9, Category::Visit, "Case system", "2007-03-01"),
        ];
        let of = |name: &str| {
            let entry = ENTRIES.iter().find(|e| e.name == name).expect("an entry");
            found_in(entry, &items)
        };

        assert_eq!(of("genogram"), [3]);
        assert!(of("court_orders").is_empty());
    }

    #[test]
    fn a_volume_nothing_was_scanned_from_is_told() {
        let items = [held(1, Category::Visit, "Paper files", "1999-05-01")];
        let scanned = |from, to| is_scanned("paper files ", day(from), day(to), &items);

        assert!(scanned("1999-01-01", "1999-12-31"));
        assert!(!scanned("2001-01-01", "2001-12-31"));
    }

    #[test]
    fn each_entry_stands_there_once() {
        let mut names: Vec<&str> = ENTRIES.iter().map(|e| e.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), ENTRIES.len());
    }
}
