//! Data Protection Act 2018 Schedule 2 paragraphs 16 and 17: other people in the record.

use super::super::facts::*;
use super::{Outcome, Test};

/// Workers of bodies listed in Schedule 3 paragraph 8, those who give a similar service for
/// reward, and officers of the children's courts.
const SOCIAL_WORK: &[&str] = &[
    "social_worker",
    "social_work_assistant",
    "social_work_manager",
    "social_services_worker",
    "social_services_manager",
    "social_care_worker",
    "team_manager",
    "service_manager",
    "independent_reviewing_officer",
    "iro",
    "family_support_worker",
    "personal_adviser",
    "residential_worker",
    "residential_care_worker",
    "childrens_home_worker",
    "provider_for_reward",
    "foster_carer",
    "paid_foster_carer",
    "independent_foster_carer",
    "agency_social_worker",
    "childrens_court_officer",
    "childrens_guardian",
    "guardian_ad_litem",
    "cafcass_officer",
    "family_court_adviser",
];
const EDUCATION: &[&str] = &[
    "education_worker",
    "teacher",
    "headteacher",
    "teaching_assistant",
    "education_welfare_officer",
    "education_authority_employee",
    "school_employee",
];
const HEALTH: &[&str] = &["health_professional"];

/// Which of the three kinds of worker a role is.
enum Worker {
    Health,
    SocialWork,
    Education,
}

/// "Is or has been employed": where somebody worked, and that they left, changes nothing.
fn worker(role: &str) -> Option<Worker> {
    let mut role = role;
    for before in ["former_", "retired_", "council_", "school_", "nhs_"] {
        role = role.strip_prefix(before).unwrap_or(role);
    }
    if SOCIAL_WORK.contains(&role) {
        Some(Worker::SocialWork)
    } else if EDUCATION.contains(&role) {
        Some(Worker::Education)
    } else if HEALTH.contains(&role) || super::schedule3::is_health_profession(role) {
        Some(Worker::Health)
    } else {
        None
    }
}

pub(super) fn rule(id: &str, facts: &Facts) -> Option<Test> {
    match id {
        "s2p3-16-third-party" => Some(balance(facts)),
        "s2p3-17-professionals" => {
            let test = Test::leads_to(Outcome::DeemedReasonable, Outcome::NotAvailable);
            let (worker, official) = in_capacity(facts);
            Some(
                test.needs(
                    "They are or were a health, social work or education worker",
                    &[&TP_ROLE],
                    worker,
                )
                .needs(
                    "It is about them, or from them, in that work",
                    &[&TP_OFFICIAL, &TP_INVOLVED],
                    official,
                ),
            )
        }
        _ => None,
    }
}

/// Whether the other person is such a worker, and whether the passage is about that work.
fn in_capacity(facts: &Facts) -> (Option<bool>, Option<bool>) {
    let Some(role) = facts.words(&TP_ROLE) else { return (None, facts.yes(&TP_OFFICIAL)) };
    let official = facts.yes(&TP_OFFICIAL);
    match worker(role) {
        None => (Some(false), official),
        Some(Worker::SocialWork | Worker::Education) => (Some(true), official),
        // For health workers the Act asks for a part in the record or the care instead.
        Some(Worker::Health) => (
            Some(true),
            if official == Some(false) { official } else { facts.yes(&TP_INVOLVED).or(official) },
        ),
    }
}

fn balance(facts: &Facts) -> Test {
    let (worker, official) = in_capacity(facts);
    let shown = (worker == Some(true) && official == Some(true)).then_some(true);
    Test::leads_to(Outcome::Balance, Outcome::NotAvailable)
        .needs(
            "The other person could still be identified",
            &[&TP_IDENTIFIABLE],
            facts.yes(&TP_IDENTIFIABLE),
        )
        .unless(
            "They have not agreed",
            &[&TP_CONSENT],
            facts.is_one_of(&TP_CONSENT, &["given", "yes"]),
        )
        // Taken to mean a living person whose own data would be protected.
        .unless("They are living", &[&TP_DECEASED], facts.yes(&TP_DECEASED))
        .unless(
            "They are not a worker shown in that work (paragraph 17)",
            &[&TP_ROLE, &TP_OFFICIAL],
            shown,
        )
}
