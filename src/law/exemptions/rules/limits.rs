//! Limits that are no exemption of Schedules 2 to 4: the request itself, the search, the rights of
//! others, paper without order, national security.

use super::super::facts::*;
use super::{Outcome, Test};

pub(super) fn rule(id: &str, facts: &Facts) -> Option<Test> {
    Some(match id {
        "a12-5-unfounded-excessive" => unfounded_or_excessive(facts),
        "a15-1A-search" => Test::to_withhold().needs(
            "A reasonable and proportionate search was made and recorded",
            &[&SEARCH_PROPORTIONATE],
            facts.yes(&SEARCH_PROPORTIONATE),
        ),
        "a15-4-rights-of-others" => Test::leads_to(Outcome::Balance, Outcome::NotAvailable).needs(
            "A copy would harm the rights and freedoms of others",
            &[&ADVERSELY_AFFECTS],
            facts.yes(&ADVERSELY_AFFECTS),
        ),
        "s24-manual-unstructured" => unstructured(facts),
        "s26-national-security" => Test::to_withhold().needs(
            "Withholding is required to safeguard national security",
            &[&NATIONAL_SECURITY],
            facts.yes(&NATIONAL_SECURITY),
        ),
        _ => return None,
    })
}

/// Neither the size of a file nor the reason for asking makes a request excessive or unfounded.
fn unfounded_or_excessive(facts: &Facts) -> Test {
    let again =
        facts.yes(&REPETITIVE).map(|again| again && facts.yes(&REASONABLE_INTERVAL) != Some(true));
    let stated = [again, facts.yes(&UNFOUNDED), facts.yes(&EXCESSIVE)];
    let shown = if stated.contains(&Some(true)) {
        Some(true)
    } else {
        stated.contains(&Some(false)).then_some(false)
    };
    Test::to_withhold().needs(
        "We can show that it repeats an earlier request, is unfounded or is excessive",
        &[&REPETITIVE, &REASONABLE_INTERVAL, &UNFOUNDED, &EXCESSIVE],
        shown,
    )
}

/// Case files arranged by person are a filing system, so that this never reaches them.
fn unstructured(facts: &Facts) -> Test {
    let without_order = facts.yes(&UNSTRUCTURED).or(facts.yes(&ARRANGED).map(|arranged| !arranged));
    let described = facts.yes(&DESCRIBED).map(|described| !described);
    let stated = [described, facts.yes(&COST_EXCEEDS), facts.yes(&PERSONNEL)];
    let limited = if stated.contains(&Some(true)) {
        Some(true)
    } else {
        stated.contains(&Some(false)).then_some(false)
    };
    Test::to_withhold()
        .needs("It is paper that is not arranged by person", &[&UNSTRUCTURED], without_order)
        .needs(
            "The request does not describe it, or finding it would cost too much, or it is a personnel matter",
            &[&DESCRIBED, &COST_EXCEEDS, &PERSONNEL],
            limited,
        )
}
