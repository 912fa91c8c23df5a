//! Limits of a fixed number of days, and the shelf life of an opinion.

use super::super::matter::{EventKind, Matter, Regime};
use super::super::reckoning::{Reckoning, Status, Step};
use super::super::versions;
use super::{
    CannotReckon, add_days, days_words, opinion_valid_until, plus, receipt_step, roll_step,
};
use crate::calendar::{Calendar, days_between, full_words, words};

/// A complaint is to be acknowledged within 30 days.
pub(super) fn complaint(
    matter: &Matter,
    calendar: &Calendar<'_>,
) -> Result<Reckoning, CannotReckon> {
    const SOURCE: &str = "Data Protection Act 2018 s.164A(3)-(4); SI 2026/82 regulations 3 and 7";
    if matter.received < versions::COMPLAINTS {
        let mut reckoning = Reckoning::of(Status::NotApplicable);
        let says = format!(
            "The duty to acknowledge binds complaints received on or after {}; this one came on {}.",
            words(versions::COMPLAINTS),
            words(matter.received)
        );
        reckoning.working.push(Step::new("Before the duty began", SOURCE, says));
        return Ok(reckoning);
    }
    let rule = "Acknowledge within 30 days";
    let mut reckoning = counted(matter, calendar, 30, rule, SOURCE)?;
    let says = "The outcome itself is owed without undue delay, counted from receipt and not from the acknowledgement.";
    reckoning.working.push(Step::new("The answer", SOURCE, says));
    Ok(reckoning)
}

/// The Principal Reporter is to be told within 14 days of the question arising.
pub(super) fn reporter(
    matter: &Matter,
    calendar: &Calendar<'_>,
) -> Result<Reckoning, CannotReckon> {
    const SOURCE: &str = "Data Protection Act 2018 Schedule 3 paragraphs 12 and 20, s.205(2)";
    counted(matter, calendar, 14, "Tell the Reporter within 14 days", SOURCE)
}

/// Days counted from the day after, moved on to a working day.
fn counted(
    matter: &Matter,
    calendar: &Calendar<'_>,
    days: u32,
    rule: &'static str,
    source: &'static str,
) -> Result<Reckoning, CannotReckon> {
    let end = add_days(matter.received, days)?;
    let due = calendar.working_on_or_after(end)?;
    let mut reckoning = Reckoning::of(Status::Due);
    reckoning.clock_start = Some(matter.received);
    reckoning.period_days = Some(days);
    reckoning.unrolled_end = Some(end);
    reckoning.due = Some(due);
    reckoning.working.push(receipt_step(matter, source));
    let says = format!("The day after is day 1, so day {days} is {}.", full_words(end));
    reckoning.working.push(Step::new(rule, source, says).reckoned(plus(
        matter.received,
        &days_words(days),
        end,
    )));
    reckoning.working.extend(roll_step(calendar, end, due)?);
    Ok(reckoning)
}

/// The health record of somebody who has died: 40 days, or 21 where all of it is recent, beginning
/// with the day of the application and ending on whatever day that is.
pub(super) fn health_record_of_the_dead(
    matter: &Matter,
    calendar: &Calendar<'_>,
) -> Result<Reckoning, CannotReckon> {
    let source = if matter.regime == Regime::AhraNi {
        "Access to Health Records (Northern Ireland) Order 1993 article 5"
    } else {
        "Access to Health Records Act 1990 s.3(5)-(6)"
    };
    let days =
        if matter.context.all_of_record_made_within_40_days_before == Some(true) { 21 } else { 40 };
    let mut reckoning = Reckoning::of(Status::Due);
    reckoning.period_days = Some(days);
    reckoning.working.push(receipt_step(matter, source));
    if matter.regime == Regime::AhraNi {
        reckoning
            .warnings
            .push("the periods in Northern Ireland are to be checked against the Order".to_owned());
    }

    let mut start = matter.received;
    let asked = EventKind::FurtherInformationRequested;
    for question in matter.questions(asked, &[EventKind::FurtherInformationReceived]) {
        let on = full_words(question.on);
        // The day of the application is day 1 of the fourteen.
        if days_between(matter.received, question.on) >= 14 {
            let says = format!(
                "Further information was asked for on {on}, after the first 14 days: it changes nothing."
            );
            reckoning.working.push(Step::new("Asked too late", source, says));
            continue;
        }
        let Some(answered) = question.answered else {
            let says = format!(
                "Further information was asked for on {on} and has not come: the days begin with the day it does."
            );
            reckoning.status = Status::NotStarted;
            reckoning.working.push(Step::new("The clock has not begun", source, says));
            return Ok(reckoning);
        };
        start = start.max(answered);
        let says = format!(
            "Further information was asked for on {on}, within the first 14 days, and came on {}: the days begin afresh with that one.",
            full_words(answered)
        );
        reckoning.working.push(Step::new("Counted afresh", source, says));
    }
    let due = add_days(start, days - 1)?;
    let act_by = calendar.working_on_or_before(due)?;
    reckoning.clock_start = Some(start);
    reckoning.due = Some(due);
    reckoning.act_by = Some(act_by);
    let why = if days == 21 {
        "nothing in the record is older than 40 days before the application"
    } else {
        "part of the record is older than 40 days before the application, or that is not known"
    };
    let says = format!(
        "{days} days, because {why}. {} is itself day 1, so the last day is {}.",
        full_words(start),
        full_words(due)
    );
    reckoning.working.push(
        Step::new("Days beginning with the application", source, says).reckoned(plus(
            start,
            &days_words(days - 1),
            due,
        )),
    );
    if act_by != due {
        let says = format!(
            "The Act moves no date, and {} is not a working day: act by {}.",
            full_words(due),
            full_words(act_by)
        );
        reckoning.working.push(Step::new("The last working day before", source, says));
    }
    Ok(reckoning)
}

/// How long a health professional's opinion may be relied on.
pub(super) fn opinion(matter: &Matter) -> Result<Reckoning, CannotReckon> {
    const SOURCE: &str =
        "Data Protection Act 2018 Schedule 3 paragraphs 5(4) and 6(4), s.205(2)(j)";
    let last = opinion_valid_until(matter.received).ok_or(CannotReckon::TooFar)?;
    let mut reckoning = Reckoning::of(Status::ValidUntil);
    reckoning.due = Some(last);
    let says = format!(
        "The opinion of {} must fall within the six months that end on the day it is relied on. The last such day \
         is {}, whatever day of the week it is.",
        full_words(matter.received),
        full_words(last)
    );
    reckoning.working.push(Step::new("Six months less a day", SOURCE, says).reckoned(plus(
        matter.received,
        "6 months − 1 day",
        last,
    )));
    Ok(reckoning)
}
