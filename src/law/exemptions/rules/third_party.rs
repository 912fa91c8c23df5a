//! Data Protection Act 2018 Schedule 2 paragraphs 16 and 17: other people in the record.

use super::super::facts::*;
use super::{Outcome, Test};

/// Workers of bodies listed in Schedule 3 paragraph 8, those who give a similar service for
/// reward, and officers of the children's courts: parts of the names they go by.
const SOCIAL_WORK: &[&str] = &[
    "social_work",
    "social_services",
    "social_care",
    "team_manager",
    "service_manager",
    "reviewing_officer",
    "family_support",
    "personal_adviser",
    "residential",
    "childrens_home",
    "reward",
    "foster_carer",
    "court_officer",
    "childrens_guardian",
    "guardian_ad_litem",
    "cafcass",
    "court_adviser",
    "safeguarder",
];
const EDUCATION: &[&str] = &[
    "education_w",
    "education_authority",
    "education_officer",
    "teacher",
    "teaching",
    "school_employee",
    "school_staff",
];
/// Who is none of these, whatever else the name says.
const NOBODYS_WORKER: &[&str] = &[
    "private",
    "police",
    "housing",
    "volunteer",
    "unpaid",
    "kinship",
    "neighbour",
    "friend",
    "councillor",
    "parent",
];

/// Which of the three kinds of worker a role is.
enum Worker {
    Health,
    SocialWork,
    Education,
}

/// "Is or has been employed": where somebody worked, and that they left, changes nothing.
fn worker(role: &str) -> Option<Worker> {
    let names = |parts: &[&str]| parts.iter().any(|part| role.contains(part));
    if names(NOBODYS_WORKER) {
        None
    } else if names(SOCIAL_WORK) {
        Some(Worker::SocialWork)
    } else if names(EDUCATION) {
        Some(Worker::Education)
    } else if super::schedule3::is_health_profession(role) {
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
