//! Which grounds have to be tested before anything rests on them, and what is then recorded. Pure.

use crate::closed::closed_list;
use crate::law::exemptions::{Exemption, TestType};

closed_list! {
    /// What a health professional says.
    Says {
        Harm, "harm", "Sharing it would be likely to cause serious harm";
        NoHarm, "no_harm", "Sharing it would not be likely to cause serious harm";
    }
}

/// The ground that rests on an opinion of serious harm.
pub const HEALTH_HARM: &str = "s3p2-5-health-serious-harm";

/// The lines that every decision records anyway: item, ground, reason, who, when, what is given.
const EVERY_DECISION: usize = 7;

/// Whether a ground needs its test on file: somebody has to be asked first, or it turns on harm or
/// on what the person expected. What concerns another person is weighed on a form of its own.
pub fn must_be_tested(exemption: &Exemption) -> bool {
    let turns_on_facts = match exemption.test_type {
        TestType::Expectation
        | TestType::SeriousHarm
        | TestType::PriorOpinion
        | TestType::BestInterests => true,
        TestType::Prejudice
        | TestType::Class
        | TestType::Balancing
        | TestType::StatutoryBar
        | TestType::Other => false,
    };
    turns_on_facts || exemption.needs_consultation()
}

/// What has to be recorded of this ground beyond what every decision records.
pub fn to_record(exemption: &Exemption) -> &[String] {
    exemption.evidence_to_record.get(EVERY_DECISION..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Date;
    use crate::law::clock::opinion_valid_until;
    use crate::law::exemptions::find;

    fn day(text: &str) -> Date {
        text.parse().expect("a day")
    }

    #[test]
    fn an_opinion_holds_for_six_months_less_a_day() {
        assert_eq!(opinion_valid_until(day("2026-05-22")), Some(day("2026-11-21")));
    }

    #[test]
    fn what_turns_on_harm_or_on_advice_is_tested_and_what_is_weighed_elsewhere_is_not() {
        let tested = |id: &str| find(id).is_some_and(must_be_tested);

        assert!(tested(HEALTH_HARM) && tested("s2p4-19-lpp") && tested("s3p3-11-sw-serious-harm"));
        assert!(!tested("s2p3-16-third-party") && !tested("s2p4-24-references"));
    }

    #[test]
    fn a_ground_names_what_else_is_to_be_recorded() {
        let harm = find(HEALTH_HARM).expect("it is in the table");

        assert!(to_record(harm).iter().any(|line| line.contains("registration")));
        assert!(to_record(harm).iter().all(|line| !line.contains("decision-maker name")));
    }
}
