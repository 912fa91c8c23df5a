//! Limits counted in working days or school days.

use super::super::matter::{Closed, EventKind, Matter};
use super::super::reckoning::{Reckoning, Status, Step};
use super::{CannotReckon, add_days, receipt_step};
use crate::calendar::{Calendar, Date, full_words, words};

const LIMIT: u32 = 20;
const SCHOOL_DAYS: u32 = 15;
/// Post is presumed received on the third day after posting.
const IN_THE_POST: u32 = 3;

/// What the two freedom of information Acts say each in its own words.
struct Law {
    limit: &'static str,
    fees: &'static str,
    further: &'static str,
    holidays: &'static str,
}

const FOIA: Law = Law {
    limit: "Freedom of Information Act 2000 s.10(1)",
    fees: "Freedom of Information Act 2000 s.10(2)",
    further: "Freedom of Information Act 2000 ss.1(3) and 10(6)",
    holidays: "a bank holiday in any part of the United Kingdom is not a working day",
};

const FOISA: Law = Law {
    limit: "Freedom of Information (Scotland) Act 2002 s.10(1)",
    fees: "Freedom of Information (Scotland) Act 2002 s.10(2)",
    further: "Freedom of Information (Scotland) Act 2002 ss.1(3) and 10(1)(b)",
    holidays: "a bank holiday in Scotland is not a working day",
};

pub(super) fn foia(matter: &Matter, calendar: &Calendar<'_>) -> Result<Reckoning, CannotReckon> {
    twenty_working_days(
        matter,
        calendar,
        &FOIA,
        matter.received,
        vec![receipt_step(matter, FOIA.limit)],
    )
}

pub(super) fn foisa(matter: &Matter, calendar: &Calendar<'_>) -> Result<Reckoning, CannotReckon> {
    let mut steps = vec![receipt_step(matter, FOISA.limit)];
    let mut received = matter.received;
    if let Some(posted) = matter.known(&[EventKind::Posted]).first() {
        let presumed = add_days(posted.date, IN_THE_POST)?;
        received = received.min(presumed);
        let says = format!(
            "Posted on {}, so presumed received on the third day after, {}.",
            full_words(posted.date),
            full_words(presumed)
        );
        let source = "Freedom of Information (Scotland) Act 2002 s.74(2)";
        steps.push(Step::new("Presumed received", source, says));
    }
    twenty_working_days(matter, calendar, &FOISA, received, steps)
}

fn twenty_working_days(
    matter: &Matter,
    calendar: &Calendar<'_>,
    law: &Law,
    received: Date,
    steps: Vec<Step>,
) -> Result<Reckoning, CannotReckon> {
    let mut reckoning = Reckoning::of(Status::Due);
    reckoning.working = steps;
    let mut start = received;
    let asked = EventKind::FurtherInformationRequested;
    for question in matter.questions(asked, &[EventKind::FurtherInformationReceived]) {
        let Some(answered) = question.answered else {
            let says = format!(
                "On {} we asked for what we need to find the information, and are still waiting: \
                 the days are counted from the day it comes.",
                full_words(question.on)
            );
            reckoning.status = Status::NotStarted;
            reckoning.working.push(Step::new("The clock has not begun", law.further, says));
            return Ok(reckoning);
        };
        start = start.max(answered);
        let says = format!(
            "On {} we asked for what we need to find the information. It came on {}, which counts as the day of receipt.",
            full_words(question.on),
            full_words(answered)
        );
        reckoning.working.push(Step::new("Counted afresh", law.further, says));
    }
    reckoning.clock_start = Some(start);

    let mut not_counted: Vec<(Date, Date)> = Vec::new();
    let counts = |closed: &[(Date, Date)], day: Date| {
        !closed.iter().any(|(from, to)| *from <= day && day <= *to)
    };
    let mut due = calendar.nth_after(start, LIMIT, |_| true)?;
    for notice in matter.questions(EventKind::FeesNotice, &[EventKind::FeePaid]) {
        if notice.on > due {
            let says = "A fees notice was given after the limit had passed; it changes nothing.";
            reckoning.working.push(Step::new("Fees notice too late", law.fees, says));
            break;
        }
        let Some(paid) = notice.answered else {
            return paused(reckoning, calendar, law, start, notice.on, |day| {
                counts(&not_counted, day)
            });
        };
        not_counted.push((notice.on, paid));
        let skipped = calendar.nth_after(start, LIMIT, |day| counts(&not_counted, day))?;
        let lost = calendar.working_days_between(due, skipped)?;
        due = skipped;
        reckoning.paused_days += lost;
        let says = format!(
            "A fees notice was given on {} and the fee came on {}; both days and those between do not count.",
            full_words(notice.on),
            full_words(paid)
        );
        let step = Step::new("Waiting for the fee", law.fees, says);
        reckoning.working.push(step.reckoned(format!("{lost} working days more")));
    }
    reckoning.due = Some(due);
    let says = format!(
        "The twentieth working day that counts after {} is {}; {}.",
        words(start),
        full_words(due),
        law.holidays
    );
    let dropped = dropped(calendar, start, due)?;
    reckoning.working.push(Step::new("Twenty working days", law.limit, says).reckoned(dropped));
    Ok(reckoning)
}

fn paused(
    mut reckoning: Reckoning,
    calendar: &Calendar<'_>,
    law: &Law,
    start: Date,
    since: Date,
    counts: impl Fn(Date) -> bool,
) -> Result<Reckoning, CannotReckon> {
    let mut used = 0;
    for day in start.iter_days().skip(1).take_while(|day| *day < since) {
        used += u32::from(calendar.is_working(day)? && counts(day));
    }
    let left = LIMIT.saturating_sub(used);
    reckoning.status = Status::Paused;
    reckoning.paused_since = Some(since.max(start));
    reckoning.remaining_days = Some(left);
    let says = format!(
        "A fees notice was given on {} and nothing has been paid yet. {left} working days will be left from the day after it is.",
        full_words(since)
    );
    let step = Step::new("Waiting for the fee", law.fees, says);
    reckoning
        .working
        .push(step.reckoned(format!("{LIMIT} − {used} used = {left} working days left")));
    Ok(reckoning)
}

/// A parent's own right to see what a school holds, in days on which it is open.
pub(super) fn education(
    matter: &Matter,
    calendar: &Calendar<'_>,
) -> Result<Reckoning, CannotReckon> {
    use crate::calendar::Nation;
    let (source, doubt) = match matter.nation {
        Nation::England => {
            ("Education (Pupil Information) (England) Regulations 2005 regulation 5", None)
        }
        Nation::Scotland => {
            ("Pupils' Educational Records (Scotland) Regulations 2003 regulation 5", None)
        }
        Nation::Wales => (
            "Pupil Information (Wales) Regulations 2011",
            Some("the Welsh period is taken from general knowledge: have it checked"),
        ),
        Nation::NorthernIreland => (
            "Education (Pupil Records and Reporting) (Transitional) Regulations (Northern Ireland) 2007",
            Some(
                "the period for parents in Northern Ireland is taken from general knowledge: have it checked",
            ),
        ),
        Nation::Ireland => {
            ("no period known", Some("this right is known for the United Kingdom only"))
        }
    };
    let closed = &matter.context.school_closed;
    let due = calendar.nth_after(matter.received, SCHOOL_DAYS, |day| open(closed, day))?;
    let mut reckoning = Reckoning::of(Status::Due);
    reckoning.clock_start = Some(matter.received);
    reckoning.due = Some(due);
    reckoning.warnings.extend(doubt.map(str::to_owned));
    reckoning.working.push(receipt_step(matter, source));
    for Closed { from, to, why } in closed.iter().filter(|c| c.to > matter.received && c.from < due)
    {
        let why = if why.is_empty() { "closed" } else { why };
        let says = if from == to {
            format!("The school is closed on {} ({why}).", full_words(*from))
        } else {
            format!(
                "The school is closed from {} to {} ({why}).",
                full_words(*from),
                full_words(*to)
            )
        };
        reckoning.working.push(Step::new("Not school days", source, says));
    }
    let says = format!(
        "The fifteenth school day after {} is {}.",
        words(matter.received),
        full_words(due)
    );
    let dropped = dropped(calendar, matter.received, due)?;
    reckoning.working.push(Step::new("Fifteen school days", source, says).reckoned(dropped));
    Ok(reckoning)
}

fn open(closed: &[Closed], day: Date) -> bool {
    !closed.iter().any(|closed| closed.from <= day && day <= closed.to)
}

/// Which holidays lie between, so that nobody has to look them up.
fn dropped(calendar: &Calendar<'_>, start: Date, due: Date) -> Result<String, CannotReckon> {
    let mut weekend_days = 0;
    let mut holidays = Vec::new();
    for day in start.iter_days().skip(1).take_while(|day| *day < due) {
        match calendar.day(day)? {
            crate::calendar::Day::Working => {}
            crate::calendar::Day::Weekend => weekend_days += 1,
            crate::calendar::Day::Holiday(name) => {
                holidays.push(format!("{} ({name})", words(day)))
            }
        }
    }
    let weekends = format!("not counted: {weekend_days} weekend days");
    if holidays.is_empty() {
        Ok(weekends)
    } else {
        Ok(format!("{weekends}; {}", holidays.join("; ")))
    }
}
