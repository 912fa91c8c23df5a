//! Which text of the law a matter falls under. Dates of commencement stand here and nowhere else.

use super::matter::{Matter, Regime};
use crate::calendar::Date;

/// A version of the law on time limits, from the day it binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Version {
    pub name: &'static str,
    pub words: &'static str,
    pub source: &'static str,
    /// Where it says how the months are counted.
    pub counting: &'static str,
    /// Waiting for a clarification does not count.
    pub clarification_pauses: bool,
}

const fn day(year: i32, month: u32, day: u32) -> Date {
    Date::from_ymd_opt(year, month, day).expect("the dates written in this file exist")
}

/// Data (Use and Access) Act 2025 s.76 (article 12A): SI 2026/82 regulations 2 and 4.
pub const ARTICLE_12A: Date = day(2026, 2, 5);

/// Data Protection Act 2018 s.164A (complaints to the controller): SI 2026/82 regulations 3 and 7.
pub const COMPLAINTS: Date = day(2026, 6, 19);

const BEFORE_ARTICLE_12A: Version = Version {
    name: "uk_gdpr_before_2026_02_05",
    words: "UK GDPR article 12(3) as it stood before 5 February 2026",
    source: "UK GDPR article 12(3); SI 2026/82 regulation 4",
    counting: "UK GDPR article 12(3); Regulation 1182/71 article 3",
    clarification_pauses: false,
};

const WITH_ARTICLE_12A: Version = Version {
    name: "uk_gdpr_art12a",
    words: "UK GDPR article 12A, which binds requests received on or after 5 February 2026",
    source: "UK GDPR article 12A (Data (Use and Access) Act 2025 s.76); SI 2026/82 regulations 2 and 4",
    counting: "UK GDPR articles 4A and 12A(1)-(2); Regulation 1182/71 article 3",
    clarification_pauses: true,
};

const EU: Version = Version {
    name: "eu_gdpr_art12_3",
    words: "EU GDPR article 12(3)",
    source: "EU GDPR article 12(3); Regulation 1182/71 article 3",
    counting: "EU GDPR article 12(3); Regulation 1182/71 article 3(2)",
    clarification_pauses: false,
};

/// Exam marks asked for before the results.
pub(super) const EXAM_MARKS: Version = Version {
    name: "dpa2018_sch2_para25",
    words: "the special limit for exam marks asked for before the results are announced",
    source: "Data Protection Act 2018 Schedule 2 paragraph 25",
    counting: "Data Protection Act 2018 Schedule 2 paragraph 25(2)",
    clarification_pauses: false,
};

/// The version that binds a request counted in months; `None` where a regime has but one text.
pub(super) fn of_months(matter: &Matter) -> Option<Version> {
    match matter.regime {
        // Article 12A(5) speaks of requests under article 15 alone.
        Regime::UkSar => Some(in_the_united_kingdom(matter.received)),
        Regime::UkRectification
        | Regime::UkErasure
        | Regime::UkRestriction
        | Regime::UkObjection => {
            Some(Version { clarification_pauses: false, ..in_the_united_kingdom(matter.received) })
        }
        Regime::EuSar => Some(EU),
        Regime::UkComplaint
        | Regime::Foia
        | Regime::Foisa
        | Regime::EducationRecord
        | Regime::Ahra
        | Regime::AhraNi
        | Regime::PrincipalReporterNotice
        | Regime::HealthOpinionValidity => None,
    }
}

fn in_the_united_kingdom(received: Date) -> Version {
    if received < ARTICLE_12A { BEFORE_ARTICLE_12A } else { WITH_ARTICLE_12A }
}
