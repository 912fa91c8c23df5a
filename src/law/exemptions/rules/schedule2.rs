//! Data Protection Act 2018 Schedule 2, without paragraphs 16 and 17.

use super::super::facts::*;
use super::{Test, never};
use crate::law::versions;

/// Words a purpose is known by.
const CRIME: &[&str] = &["crime", "offen", "prosecut", "apprehen", "tax"];
const REFERENCE_PURPOSES: &[&str] = &[
    "education",
    "training",
    "employment",
    "volunteer",
    "placement",
    "appointment",
    "office",
    "service",
];
const ENDED: &[&str] =
    &["closed", "ended", "finished", "concluded", "complete", "completed", "over"];

pub(super) fn rule(id: &str, facts: &Facts) -> Option<Test> {
    Some(match id {
        "s2p1-2-crime" => crime(facts),
        "s2p1-2-3-crime-passed-on" => crime_passed_on(facts),
        "s2p1-3-risk-class" => prejudice(
            facts,
            "It is a rating of a system that protects tax or public money",
            &["risk", "fraud", "tax", "public_money"],
        ),
        "s2p1-4-immigration" => {
            let secretary = facts.is_one_of(&CONTROLLER, &["secretary_of_state"]).or(Some(false));
            prejudice(facts, "It is held for immigration control", &["immigration"]).needs(
                "It is held by the Secretary of State",
                &[&CONTROLLER],
                secretary,
            )
        }
        // Lifts what would stop a disclosure to others; keeps nothing from the person.
        "s2p1-5-law-or-proceedings" => never(),
        "s2p2-7-protect-public" => prejudice(
            facts,
            "It is held for a function that protects the public",
            &[
                "protect",
                "dishonest",
                "malpractice",
                "misconduct",
                "unfit",
                "safety",
                "maladministration",
                "failure",
            ],
        ),
        "s2p2-8-audit" => {
            // A council's own internal audit is not one of the national auditors.
            let auditor = facts.is_one_of(&CONTROLLER, &["national_auditor"]).or(Some(false));
            prejudice(facts, "It is held for national audit", &["audit"]).needs(
                "It is held by a national auditor",
                &[&CONTROLLER],
                auditor,
            )
        }
        "s2p2-10-complaints" => open_matter(
            facts,
            "It is held to consider a complaint about health or social services",
            &["complain"],
        ),
        "s2p2-11-regulators" => prejudice(
            facts,
            "It is held for the work of a listed regulator or of the monitoring officer",
            &["regulat", "monitoring_officer", "monitoring officer", "ombudsman"],
        ),
        "s2p2-14-judicial" => judicial(facts),
        "s2p4-19-lpp" => privilege(facts),
        "s2p4-20-self-incrimination" => Test::to_withhold().needs(
            "Answering would reveal an offence of ours and expose us to prosecution",
            &[&SELF_INCRIMINATION],
            facts.yes(&SELF_INCRIMINATION),
        ),
        "s2p4-22-management" => prejudice(
            facts,
            "It is held for management forecasting or planning",
            &["management", "business_planning", "forecast", "reorganis"],
        ),
        "s2p4-23-negotiations" => open_matter(
            facts,
            "It shows our intentions in a negotiation with the requester",
            &["negotiat"],
        ),
        "s2p4-24-references" => reference(facts),
        "s2p4-25-exam-scripts" => Test::to_withhold().needs(
            "It is what a candidate wrote in an exam",
            &[&DOCUMENT],
            facts.mentions(&DOCUMENT, &["exam_script", "exam script", "candidate_answer"]),
        ),
        // Moves the time limit; keeps nothing back.
        "s2p4-25-exam-marks" => never(),
        "s2p6-27-research" => for_knowledge(
            facts,
            "It is held for research or statistics",
            &["research", "statistic"],
        )
        .needs(
            "Published results show nobody's identity",
            &[&RESULTS_IDENTIFY],
            facts.yes(&RESULTS_IDENTIFY).map(|identify| !identify),
        ),
        "s2p6-28-archiving" => {
            for_knowledge(facts, "It is held for archiving in the public interest", &["archiv"])
        }
        _ => return None,
    })
}

const WOULD_PREJUDICE: &str = "Sharing it now would be likely to harm that purpose";

fn prejudice(facts: &Facts, says: &'static str, purpose: &[&str]) -> Test {
    Test::to_withhold().needs(says, &[&PURPOSE], facts.concerns(purpose)).needs(
        WOULD_PREJUDICE,
        &[&PREJUDICE],
        facts.yes(&PREJUDICE),
    )
}

/// The prejudice ends with the matter itself.
fn open_matter(facts: &Facts, says: &'static str, purpose: &[&str]) -> Test {
    prejudice(facts, says, purpose).unless(
        "The matter is still open",
        &[&ENQUIRY],
        facts.is_one_of(&ENQUIRY, ENDED),
    )
}

fn for_knowledge(facts: &Facts, says: &'static str, purpose: &[&str]) -> Test {
    prejudice(facts, says, purpose).needs(
        "The safeguards for research and archives are in place",
        &[&RESEARCH_SAFEGUARDS],
        facts.yes(&RESEARCH_SAFEGUARDS),
    )
}

fn crime(facts: &Facts) -> Test {
    let held_for = facts.mentions(&PURPOSE, CRIME).map(|crime| crime && was_named_then(facts));
    Test::to_withhold().needs("It is held to deal with crime or tax", &[&PURPOSE], held_for).needs(
        WOULD_PREJUDICE,
        &[&PREJUDICE],
        facts.yes(&PREJUDICE),
    )
}

/// "Investigation" was added to the purposes by the Data (Use and Access) Act 2025 Schedule 11
/// paragraph 29, in force with article 12A.
fn was_named_then(facts: &Facts) -> bool {
    let only_investigates = facts.mentions(&PURPOSE, &["investigat"]) == Some(true);
    !only_investigates || facts.day(&DECISION_DATE).is_none_or(|day| day >= versions::ARTICLE_12A)
}

fn crime_passed_on(facts: &Facts) -> Test {
    const BODIES: &[&str] =
        &["police", "crime", "revenue", "customs", "prosecut", "probation", "offen", "tax"];
    let sent_by = facts.mentions(&ORIGIN, BODIES);
    let from_them =
        if sent_by == Some(true) { sent_by } else { sent_by.or(facts.mentions(&PURPOSE, CRIME)) };
    Test::to_withhold()
        .needs("It came from a body that holds it to deal with crime or tax", &[&ORIGIN], from_them)
        .unless(
            "We hold it to carry out a statutory function",
            &[&STATUTORY_FUNCTION],
            facts.yes(&STATUTORY_FUNCTION).map(|held| !held),
        )
        .needs(WOULD_PREJUDICE, &[&PREJUDICE], facts.yes(&PREJUDICE))
}

/// A court's own data is out of reach; a council's copy only so far as proceedings would suffer.
fn judicial(facts: &Facts) -> Test {
    if facts.mentions(&PROCESSED_BY, &["court", "judge", "tribunal"]) == Some(true) {
        return Test::to_withhold().needs(
            "It is held by a court acting as one",
            &[&PROCESSED_BY],
            Some(true),
        );
    }
    prejudice(
        facts,
        "It bears on court proceedings",
        &["judicial", "proceeding", "court", "tribunal"],
    )
}

fn privilege(facts: &Facts) -> Test {
    const PRIVILEGED: &[&str] = &[
        "legal_advice",
        "legal advice",
        "litigation",
        "counsel",
        "advice_from_solicitor",
        "solicitor_advice",
    ];
    // Minutes at which a lawyer sat are not advice.
    let other_part =
        facts.mentions(&DOCUMENT, &["non_advice", "not_advice", "without_advice"]) == Some(true);
    let privileged = if facts.yes(&LITIGATION) == Some(true) {
        Some(true)
    } else {
        facts.mentions(&DOCUMENT, PRIVILEGED).map(|privileged| privileged && !other_part)
    };
    Test::to_withhold()
        .needs(
            "It is legal advice, or was made mainly for court proceedings",
            &[&DOCUMENT, &LITIGATION],
            privileged,
        )
        .unless("It has not been shared outside those it was for", &[&WAIVED], facts.yes(&WAIVED))
}

fn reference(facts: &Facts) -> Test {
    Test::to_withhold()
        .needs("It is a reference", &[&DOCUMENT], facts.mentions(&DOCUMENT, &["reference"]))
        .needs(
            "It was given in confidence",
            &[&GIVEN_IN_CONFIDENCE],
            facts.yes(&GIVEN_IN_CONFIDENCE),
        )
        .needs(
            "It is for education, training, work, an office or a service of the person it is about",
            &[&PURPOSE],
            facts.mentions(&PURPOSE, REFERENCE_PURPOSES),
        )
}
