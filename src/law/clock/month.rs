//! Limits of one month, three with an extension: access and the other rights of articles 15 to 22.

use chrono::Days;

use super::super::matter::{EventKind, Matter, Regime};
use super::super::reckoning::{Reckoning, Status, Step};
use super::super::versions::{self, Version};
use super::awaited::{Start, start};
use super::pauses::{Walk, paused_days, run, used, walk, without_the_day_of_the_answer};
use super::{CannotReckon, add_days, add_months, days_words, plus, receipt_step, roll_step};
use crate::calendar::{Calendar, Date, days_between, full_words, words};

const MONTHS: u32 = 1;
const MONTHS_EXTENDED: u32 = 3;
/// Aimed for by the ICO's advice, so that a short month makes nobody late.
const TARGET_DAYS: u32 = 28;

const EXTENSION: &str = "UK GDPR article 12A(3)-(4)";
const PAUSE: &str = "UK GDPR article 12A(5)-(6)";

pub(super) fn reckon(matter: &Matter, calendar: &Calendar<'_>) -> Result<Reckoning, CannotReckon> {
    let version = versions::of_months(matter).ok_or(CannotReckon::TooFar)?;
    let Start { on, steps, warnings } = start(matter, calendar)?;
    let mut reckoning = Reckoning::of(Status::Due);
    reckoning.regime_version = Some(version.name);
    reckoning.working.push(receipt_step(matter, version.counting));
    reckoning.working.push(Step::new(
        "Which law",
        version.source,
        format!("It falls under {}.", version.words),
    ));
    reckoning.working.extend(steps);
    reckoning.warnings = warnings;

    let Some(start) = on else {
        reckoning.status = Status::NotStarted;
        return Ok(reckoning);
    };
    reckoning.clock_start = Some(start);
    if let Some(results) = results_to_come(matter, start) {
        return exam_marks(reckoning, matter, calendar, start, results);
    }
    in_months(reckoning, matter, version, calendar, start)
}

fn in_months(
    mut reckoning: Reckoning,
    matter: &Matter,
    version: Version,
    calendar: &Calendar<'_>,
    start: Date,
) -> Result<Reckoning, CannotReckon> {
    let questions = matter.questions(
        EventKind::ClarificationRequested,
        &[EventKind::ClarificationReceived, EventKind::ClarificationDeclined],
    );
    let pausing = if version.clarification_pauses { questions.as_slice() } else { &[] };
    let unextended = walk(start, MONTHS, pausing, calendar)?;
    let notices = matter.known(&[EventKind::ExtensionNotified]);
    // While the clock stands still inside the first month, its end is open and notice is in time.
    let notice_by = if unextended.open.is_some() { None } else { Some(unextended.due) };
    let notice = notices.first().map(|notice| notice.date);
    let extended = notice.is_some_and(|told| notice_by.is_none_or(|by| told <= by));
    let months = if extended { MONTHS_EXTENDED } else { MONTHS };
    let period = if extended { walk(start, months, pausing, calendar)? } else { unextended };

    reckoning.extension_notice_by = notice_by;
    reckoning.extension_applied = extended;
    if let Some(told) = notice {
        reckoning.working.push(extension_step(told, notice_by, extended));
    }
    reckoning.working.push(count_step(version, start, months, &period)?);
    if !questions.is_empty() && !version.clarification_pauses {
        reckoning.working.push(no_pause_step(matter.regime));
        if matter.regime == Regime::UkSar {
            reckoning.warnings.push(
                "a clarification was asked for under the law before 5 February 2026, which has no pause: \
                 have the date checked by hand"
                    .to_owned(),
            );
        }
    } else if questions.iter().any(|question| question.on > period.due) {
        let says = "A question was asked after the period had ended; it changes nothing.";
        reckoning.working.push(Step::new("Asked too late to pause", PAUSE, says));
    }
    if period.open.is_some() {
        return Ok(paused(reckoning, start, &period));
    }
    finish(reckoning, calendar, start, &period)
}

/// The clock stands still.
fn paused(mut reckoning: Reckoning, start: Date, period: &Walk) -> Reckoning {
    let since = period.open.map_or(start, |asked| asked.max(start));
    let used = used(start, since, &period.pauses).min(period.days);
    let left = period.days - used;
    reckoning.status = Status::Paused;
    reckoning.paused_since = Some(since);
    reckoning.remaining_days = Some(left);
    reckoning.paused_days = paused_days(start, &period.pauses);
    let says = format!(
        "We asked a question on {} and are waiting for the answer. The clock stands still from that day to \
         the day of the answer; {} will be left from the day after.",
        full_words(period.open.unwrap_or(since)),
        days_words(left)
    );
    let arithmetic = format!("{} − {} used = {} left", days_words(period.days), used, left);
    reckoning.working.push(Step::new("The clock is paused", PAUSE, says).reckoned(arithmetic));
    reckoning
}

/// The clock runs to its end.
fn finish(
    mut reckoning: Reckoning,
    calendar: &Calendar<'_>,
    start: Date,
    period: &Walk,
) -> Result<Reckoning, CannotReckon> {
    let paused = paused_days(start, &period.pauses);
    reckoning.paused_days = paused;
    reckoning.unrolled_end = Some(period.end);
    reckoning.due = Some(period.due);
    let mut last = period.due;
    if paused > 0 {
        let stricter = without_the_day_of_the_answer(&period.pauses);
        let earlier = run(start, period.days, &stricter, calendar)?.1;
        reckoning.pause_exclusive_days = Some(paused_days(start, &stricter));
        reckoning.pause_exclusive_due = Some(earlier);
        reckoning.working.extend(pause_steps(start, period, paused)?);
        last = last.min(earlier);
    }
    reckoning.working.extend(roll_step(calendar, period.end, period.due)?);
    if last < period.due {
        let says = format!(
            "If the day of each answer were counted, as some may read the law, the last day would be {}. Aim for that.",
            full_words(last)
        );
        reckoning.working.push(Step::new("The earlier, safer date", PAUSE, says));
    }
    reckoning.target = Some(target(start, period, calendar)?.min(last));
    Ok(reckoning)
}

fn pause_steps(start: Date, period: &Walk, paused: u32) -> Result<Vec<Step>, CannotReckon> {
    let mut steps: Vec<Step> = period
        .pauses
        .iter()
        .map(|pause| {
            let says = format!(
                "We asked a question on {} and were answered on {}; both days and those between do not count.",
                full_words(pause.from),
                full_words(pause.to)
            );
            Step::new("The clock stood still", PAUSE, says)
        })
        .collect();
    let in_all = days_words(paused);
    let end = full_words(period.end);
    let without = add_days(start, period.days)?;
    let says = if days_between(without, period.end) == i64::from(paused) {
        format!("{in_all} in all did not count, so the period ends on {end}.")
    } else {
        format!(
            "{in_all} in all did not count. The running days had ended on {end}; the last question was put on a \
             day to which the period had moved on, so it stays open until the answer."
        )
    };
    let arithmetic =
        format!("{} running days after {} = {}", period.days, words(start), words(period.end));
    steps.push(Step::new("Days that do not count", PAUSE, says).reckoned(arithmetic));
    Ok(steps)
}

/// 28 running days, back to a working day, never past the limit nor before the clock began.
fn target(start: Date, period: &Walk, calendar: &Calendar<'_>) -> Result<Date, CannotReckon> {
    let (end, _) = run(start, TARGET_DAYS, &period.pauses, calendar)?;
    Ok(calendar.working_on_or_before(end)?.clamp(start, period.due))
}

fn count_step(
    version: Version,
    start: Date,
    months: u32,
    period: &Walk,
) -> Result<Step, CannotReckon> {
    let end = add_months(start, months)?;
    let (rule, length) = if months == MONTHS {
        ("One calendar month", "1 month")
    } else {
        ("Three calendar months", "3 months")
    };
    let says = if chrono::Datelike::day(&end) == chrono::Datelike::day(&start) {
        format!(
            "The period begins after {} and ends on the same day of its last month: {}.",
            words(start),
            full_words(end)
        )
    } else {
        format!(
            "The period begins after {}. Its last month has no such day, so it ends on the last one: {}.",
            words(start),
            full_words(end)
        )
    };
    Ok(Step::new(rule, version.counting, says).reckoned(format!(
        "{} ({})",
        plus(start, length, end),
        days_words(period.days)
    )))
}

fn extension_step(told: Date, notice_by: Option<Date>, extended: bool) -> Step {
    let by = notice_by.map_or_else(
        || "the clock stood still".to_owned(),
        |by| format!("the last day for it was {}", full_words(by)),
    );
    if extended {
        let says = format!(
            "The person was told of the extension on {}, in time: {by}. Two further months are counted from the same beginning.",
            full_words(told)
        );
        Step::new("Extended by two months", EXTENSION, says)
    } else {
        let says = format!(
            "The person was told of the extension on {}, too late: {by}. It has no effect.",
            full_words(told)
        );
        Step::new("Extension without effect", EXTENSION, says)
    }
}

fn no_pause_step(regime: Regime) -> Step {
    let says = if regime == Regime::UkSar {
        "We asked a question, but the law before 5 February 2026 has no pause for it."
    } else if regime == Regime::EuSar {
        "We asked a question, but EU law has no pause for it."
    } else {
        "We asked a question, but only the answer to an access request may wait for it."
    };
    Step::new("No pause", PAUSE, says)
}

/// When results come after the question, their day.
fn results_to_come(matter: &Matter, start: Date) -> Option<Date> {
    matter
        .context
        .results_announced
        .filter(|results| matter.regime == Regime::UkSar && start < *results)
}

fn exam_marks(
    mut reckoning: Reckoning,
    matter: &Matter,
    calendar: &Calendar<'_>,
    start: Date,
    results: Date,
) -> Result<Reckoning, CannotReckon> {
    let version = versions::EXAM_MARKS;
    let five_months = add_months(start, 5)?;
    let forty_days = add_days(results, 40)?;
    let (asked, announced) =
        (calendar.working_on_or_after(five_months)?, calendar.working_on_or_after(forty_days)?);
    let (end, due) =
        if asked <= announced { (five_months, asked) } else { (forty_days, announced) };
    reckoning.regime_version = Some(version.name);
    reckoning.five_months_ends = Some(asked);
    reckoning.forty_days_after_results_ends = Some(announced);
    reckoning.unrolled_end = Some(end);
    reckoning.due = Some(due);
    reckoning.target = Some(target_before(due, calendar)?);
    let says = format!(
        "The marks were asked for before the results of {}, so the earlier of two dates counts: {}.",
        words(results),
        full_words(due)
    );
    reckoning.working.push(Step::new("Exam marks before results", version.source, says).reckoned(
        format!("{}; {}", plus(start, "5 months", asked), plus(results, "40 days", announced)),
    ));
    reckoning.working.extend(roll_step(calendar, end, due)?);
    if !matter.known(&[EventKind::ClarificationRequested, EventKind::ExtensionNotified]).is_empty()
    {
        reckoning.warnings.push(
            "a question or an extension was sent; the special limit for exam marks takes no account of them: \
             have the date checked by hand"
                .to_owned(),
        );
    }
    Ok(reckoning)
}

/// A few working days of room before the special limit.
fn target_before(due: Date, calendar: &Calendar<'_>) -> Result<Date, CannotReckon> {
    let earlier = due.checked_sub_days(Days::new(3)).ok_or(CannotReckon::TooFar)?;
    Ok(calendar.working_on_or_before(earlier)?)
}
