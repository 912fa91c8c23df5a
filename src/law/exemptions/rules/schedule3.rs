//! Data Protection Act 2018 Schedule 3: health, social work, education and child abuse data.

use super::super::facts::*;
use super::{Outcome, Test};
use crate::calendar::Nation;
use crate::law::clock::opinion_valid_until;

pub(super) fn rule(id: &str, facts: &Facts) -> Option<Test> {
    Some(match id {
        "s3p2-3-health-court" => court(of_class(Test::to_withhold(), facts, "health"), facts),
        "s3p3-9-sw-court" => court(of_class(Test::to_withhold(), facts, "social_work"), facts),
        "s3p4-18-ed-court" => court(of_class(Test::to_withhold(), facts, "education"), facts),
        "s3p2-4-health-expectation" => {
            expectation(of_class(Test::to_withhold(), facts, "health"), facts)
        }
        "s3p3-10-sw-expectation" => {
            expectation(of_class(Test::to_withhold(), facts, "social_work"), facts)
        }
        "s3p2-5-health-serious-harm" => health_harm(facts),
        "s3p2-6-health-opinion-first" => opinion_first(facts),
        "s3p3-11-sw-serious-harm" => {
            harm(of_class(Test::to_withhold(), facts, "social_work"), facts).needs(
                "That harm would make it harder to carry out social work",
                &[&PREJUDICES_SOCIAL_WORK],
                facts.yes(&PREJUDICES_SOCIAL_WORK),
            )
        }
        "s3p4-19-ed-serious-harm" => harm(of_class(Test::to_withhold(), facts, "education"), facts),
        "s3p3-12-sw-reporter" => reporter(facts, "social_work"),
        "s3p4-20-ed-reporter" => reporter(facts, "education"),
        "s3p5-21-child-abuse" => child_abuse(facts),
        _ => return None,
    })
}

/// The definitions exclude each other: a health sentence in a social work report is health data.
fn of_class(test: Test, facts: &Facts, class: &'static str) -> Test {
    let says = match class {
        "health" => "It is about somebody's health",
        "education" => "It is part of an educational record",
        _ => "It is social work data, and neither health nor education data",
    };
    test.needs(says, &[&DATA_CLASS], facts.is_one_of(&DATA_CLASS, &[class]))
}

fn court(test: Test, facts: &Facts) -> Test {
    test.needs(
        "It is held by a court: a council's copy is not",
        &[&PROCESSED_BY],
        facts.mentions(&PROCESSED_BY, &["court", "judge", "tribunal"]),
    )
    .needs(
        "It was supplied in a report or as evidence",
        &[&COURT_EVIDENCE],
        facts.yes(&COURT_EVIDENCE),
    )
    .needs(
        "The rules of court allow it to be withheld",
        &[&COURT_RULES],
        facts.yes(&COURT_RULES),
    )
}

fn harm(test: Test, facts: &Facts) -> Test {
    const NOBODY: &[&str] =
        &["council", "organisation", "property", "reputation", "nobody", "none"];
    test.needs(
        "Serious harm to somebody's physical or mental health is likely; distress is not enough",
        &[&SERIOUS_HARM],
        facts.yes(&SERIOUS_HARM),
    )
    .unless(
        "A person would be harmed, not an organisation",
        &[&HARM_TO],
        facts.is_one_of(&HARM_TO, NOBODY),
    )
}

/// Below this age a parent asks as such. Paragraphs 4(1)(b), 10(1)(b) and 21(2).
const fn of_age(nation: Option<Nation>) -> u64 {
    match nation {
        // Where the nation is not known, the age at which it is so everywhere.
        Some(Nation::Scotland) | None => 16,
        Some(Nation::England | Nation::Wales | Nation::NorthernIreland | Nation::Ireland) => 18,
    }
}

/// That the requester may stand in for the person at all: a court's appointee, or the parent of
/// somebody young enough.
fn stands_in(test: Test, facts: &Facts) -> Test {
    if facts.is_one_of(&REQUESTER, &["court_appointed"]) == Some(true) {
        return test;
    }
    let young = facts.number(&SUBJECT_AGE).map(|age| age < of_age(facts.nation()));
    test.needs("The person is young enough for a parent to ask", &[&SUBJECT_AGE], young)
}

fn expectation(test: Test, facts: &Facts) -> Test {
    let expected = facts.yes(&EXPECTATION);
    let withdrawn = facts.yes(&EXPECTATION_WITHDRAWN) == Some(true);
    let from_them = facts.is_one_of(&PROVIDED_BY, &["data_subject"]);
    let examined =
        facts.yes(&EXAMINATION).or(facts.mentions(&PROVIDED_BY, &["examination", "investigation"]));
    let in_confidence = both(either(from_them, examined), expected).map(|so| so && !withdrawn);
    // An express objection survives; an expectation does not once it is withdrawn.
    let head = either(facts.yes(&EXPRESS_OBJECTION), in_confidence);
    stands_in(test, facts).needs(
        "The person gave it, or agreed to the examination, expecting that this requester would not see it, or has expressly objected",
        &[&PROVIDED_BY, &EXAMINATION, &EXPECTATION, &EXPECTATION_WITHDRAWN, &EXPRESS_OBJECTION],
        head,
    )
}

fn child_abuse(facts: &Facts) -> Test {
    let test = Test::to_withhold().needs(
        "It says whether the person was, is or may be abused as a child",
        &[&CHILD_ABUSE],
        facts.yes(&CHILD_ABUSE),
    );
    stands_in(test, facts).needs(
        "It would not be in the person's best interests that this requester learns it",
        &[&BEST_INTERESTS],
        facts.yes(&BEST_INTERESTS).map(|in_their_interest| !in_their_interest),
    )
}

fn held_by_a_health_professional(facts: &Facts) -> bool {
    facts.is_one_of(&CONTROLLER, &["health_professional"]) == Some(true)
}

fn health_harm(facts: &Facts) -> Test {
    let test = of_class(Test::to_withhold(), facts, "health");
    if held_by_a_health_professional(facts) {
        return harm(test, facts);
    }
    let says = facts.is_one_of(&OPINION_SAYS, &["met"]);
    test.needs("An opinion says that serious harm is likely", &[&OPINION_SAYS], says)
        .needs(
            "It is the appropriate health professional's",
            &[&OPINION_BY],
            facts.words(&OPINION_BY).map(is_appropriate),
        )
        .needs(
            "It falls in the six months that end with the decision",
            &[&OPINION_DATE, &DECISION_DATE],
            is_current(facts),
        )
        .unless("Nothing makes it reasonable to ask again", &[&RECONSULT], facts.yes(&RECONSULT))
}

/// The bar stands until it is lifted: by a current opinion that no harm is likely, or because the
/// person knows already.
fn opinion_first(facts: &Facts) -> Test {
    let clears = facts.is_one_of(&OPINION_SAYS, &["not_met"]) == Some(true)
        && facts.words(&OPINION_BY).is_some_and(is_appropriate)
        && is_current(facts) == Some(true)
        && facts.yes(&RECONSULT) != Some(true);
    of_class(Test::leads_to(Outcome::Barred, Outcome::NoBar), facts, "health")
        .unless("It is not held by a health professional", &[&CONTROLLER], Some(held_by_a_health_professional(facts)))
        .unless("The person does not already know it", &[&ALREADY_KNOWN], facts.yes(&ALREADY_KNOWN))
        .unless(
            "No current opinion of the appropriate health professional says that serious harm is not likely",
            &[&OPINION_SAYS, &OPINION_BY, &OPINION_DATE, &DECISION_DATE, &RECONSULT],
            Some(clears),
        )
}

/// Paragraphs 5(4) and 6(4): six months ending with the day on which it is relied on.
fn is_current(facts: &Facts) -> Option<bool> {
    let (given, decided) = (facts.day(&OPINION_DATE)?, facts.day(&DECISION_DATE)?);
    let last = opinion_valid_until(given)?;
    Some(given <= decided && decided <= last)
}

/// Paragraph 2(1): who was most recently responsible for the care, else the most suitable one.
fn is_appropriate(by: &str) -> bool {
    let by = by.to_lowercase();
    if by.contains("not_") || by.contains("former") || by.contains("not responsible") {
        return false;
    }
    by == "appropriate_health_professional"
        || (is_health_profession(&by)
            && (by.contains("responsible") || by.contains("suitable") || by.contains("treat")))
}

/// Data Protection Act 2018 s.204(1). A social worker is none.
pub(super) fn is_health_profession(words: &str) -> bool {
    const PROFESSIONS: &[&str] = &[
        "health_professional",
        "doctor",
        "gp",
        "general_practitioner",
        "medical_practitioner",
        "consultant",
        "psychiatrist",
        "paediatrician",
        "physician",
        "surgeon",
        "nurse",
        "midwife",
        "health_visitor",
        "dentist",
        "dental",
        "optician",
        "optometrist",
        "pharmacist",
        "osteopath",
        "chiropractor",
        "chiropodist",
        "podiatrist",
        "dietitian",
        "occupational_therapist",
        "orthoptist",
        "paramedic",
        "physiotherapist",
        "psychologist",
        "psychotherapist",
        "radiographer",
        "prosthetist",
        "orthotist",
        "speech_and_language_therapist",
        "art_therapist",
        "music_therapist",
        "clinical_scientist",
        "biomedical_scientist",
        "hearing_aid_dispenser",
        "operating_department_practitioner",
    ];
    !words.contains("social_worker")
        && PROFESSIONS.iter().any(|profession| {
            words == *profession
                || words.starts_with(&format!("{profession}_"))
                || words.ends_with(&format!("_{profession}"))
                || words.contains(&format!("_{profession}_"))
        })
}

/// The Principal Reporter's material: nothing goes until the Reporter says no harm is likely.
fn reporter(facts: &Facts, class: &'static str) -> Test {
    let cleared = facts.is_one_of(&REPORTER_OPINION, &["not_met"]).or(Some(false));
    of_class(Test::leads_to(Outcome::Barred, Outcome::NoBar), facts, class)
        .needs(
            "It came from the Principal Reporter",
            &[&ORIGIN],
            facts.is_one_of(&ORIGIN, &["principal_reporter"]),
        )
        .unless(
            "The person is not entitled to it from the Reporter",
            &[&ENTITLED_FROM_REPORTER],
            facts.yes(&ENTITLED_FROM_REPORTER),
        )
        .unless(
            "The Reporter has not said that serious harm is not likely",
            &[&REPORTER_OPINION],
            cleared,
        )
}

fn either(one: Option<bool>, other: Option<bool>) -> Option<bool> {
    match (one, other) {
        (Some(true), _) | (_, Some(true)) => Some(true),
        (Some(false), Some(false)) => Some(false),
        (None, _) | (_, None) => None,
    }
}

fn both(one: Option<bool>, other: Option<bool>) -> Option<bool> {
    match (one, other) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        (None, _) | (_, None) => None,
    }
}
