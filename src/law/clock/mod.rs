//! Time limits. One function for every regime: `reckon`. Each limit comes with its working, a step
//! for every rule that was applied.

mod awaited;
mod fixed;
mod month;
mod pauses;
mod working;

use super::matter::{Matter, Regime};
use super::reckoning::{Reckoning, Step};
use crate::calendar::{
    BeyondCoverage, Calendar, Date, Holidays, days_after, full_words, months_after, words,
};
use crate::problem::{Kind, Problem};

/// A limit that cannot be said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotReckon {
    #[error(transparent)]
    Beyond(#[from] BeyondCoverage),
    #[error("the date lies further off than dates can be written")]
    TooFar,
}

impl Problem for CannotReckon {
    fn kind(&self) -> Kind {
        Kind::Invalid
    }
}

/// Reckons a time limit under the version of the law that binds the matter.
///
/// # Errors
/// Where the date depends on bank holidays that are not known yet.
///
/// Source: each step of the answer names its own.
pub fn reckon(matter: &Matter, holidays: &Holidays) -> Result<Reckoning, CannotReckon> {
    let nation = holidays.of(matter.nation);
    match matter.regime {
        Regime::UkSar
        | Regime::UkRectification
        | Regime::UkErasure
        | Regime::UkRestriction
        | Regime::UkObjection
        | Regime::EuSar => month::reckon(matter, &nation),
        Regime::Foia => working::foia(matter, &holidays.of_any_part_of_the_united_kingdom()),
        Regime::Foisa => working::foisa(matter, &holidays.of(crate::calendar::Nation::Scotland)),
        Regime::EducationRecord => working::education(matter, &nation),
        Regime::UkComplaint => fixed::complaint(matter, &nation),
        Regime::PrincipalReporterNotice => fixed::reporter(matter, &nation),
        Regime::Ahra | Regime::AhraNi => fixed::health_record_of_the_dead(matter, &nation),
        Regime::HealthOpinionValidity => fixed::opinion(matter),
    }
}

/// The last day on which a health professional's opinion may be relied on: six months less a day,
/// on whatever day of the week.
///
/// Source: Data Protection Act 2018 Schedule 3 paragraphs 5(4) and 6(4), s.205(2)(j).
pub fn opinion_valid_until(given: Date) -> Option<Date> {
    months_after(given, 6)?.pred_opt()
}

fn add_months(day: Date, months: u32) -> Result<Date, CannotReckon> {
    months_after(day, months).ok_or(CannotReckon::TooFar)
}

fn add_days(day: Date, days: u32) -> Result<Date, CannotReckon> {
    days_after(day, days).ok_or(CannotReckon::TooFar)
}

const ROLL: &str = "Regulation 1182/71 article 3(4); in the United Kingdom by UK GDPR article 4A";

/// Says why a period that ends on `end` ends on `due` instead.
fn roll_step(calendar: &Calendar<'_>, end: Date, due: Date) -> Result<Option<Step>, CannotReckon> {
    let mut reasons = Vec::new();
    for day in end.iter_days().take_while(|day| *day < due) {
        reasons.push(match calendar.why_not_worked(day)? {
            Some(reason) => reason,
            None => format!("{}, a day on which the clock stood still", full_words(day)),
        });
    }
    if reasons.is_empty() {
        return Ok(None);
    }
    let says =
        format!("That is not a working day, so the last day moves on to {}.", full_words(due));
    Ok(Some(
        Step::new("Moved to the next working day", ROLL, says)
            .reckoned(format!("not counted: {}", reasons.join("; "))),
    ))
}

fn days_words(days: u32) -> String {
    if days == 1 { "1 day".to_owned() } else { format!("{days} days") }
}

fn receipt_step(matter: &Matter, source: &'static str) -> Step {
    let says = format!(
        "Received on {}. That day stands, whatever day of the week it is and by whatever way it came.",
        full_words(matter.received)
    );
    Step::new("Day of receipt", source, says)
}

fn plus(start: Date, what: &str, end: Date) -> String {
    format!("{} + {what} = {}", words(start), full_words(end))
}

#[cfg(test)]
mod tests;
