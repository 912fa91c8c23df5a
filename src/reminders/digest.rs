//! What one person is told in the morning. References and days only: a mail bears no case words.

use crate::almanac::Warnings;
use crate::calendar::{Date, days_between};
use crate::db::Id;
use crate::requests::{OpenRow, State};

/// A request as the digest sees it.
pub struct Open {
    pub row: OpenRow,
    /// By when each search without an answer was to be answered.
    pub searches: Vec<Date>,
}

/// The days that a digest is written between.
pub struct Days<'a> {
    /// The working day before, on which the last digest went.
    pub before: Date,
    pub today: Date,
    pub warnings: &'a Warnings,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Digest {
    pub tally: String,
    pub list: String,
}

/// The digest of one person over the requests they may know of; `None` where there is nothing to say.
pub fn digest(person: Id, open: &[Open], days: &Days) -> Option<Digest> {
    let (mut late, mut soon, mut waiting, mut others) = (vec![], vec![], vec![], vec![]);
    let mut free = 0_usize;
    for one in open {
        let owner = one.row.owner_id;
        let left = one.row.due_on.map(|due| days_between(days.today, due));
        if owner.is_none() {
            free += 1;
        }
        if owner != Some(person) {
            // What others lead is theirs to watch, until it is late.
            if owner.is_some() && left.is_some_and(|left| left < 0) {
                others.push(late_line(one, left.unwrap_or_default()));
            }
            continue;
        }
        match left {
            Some(left) if left < 0 => late.push(late_line(one, left)),
            Some(left) if left <= days.warnings.soon() => soon.push(soon_line(one, left, days)),
            Some(_) | None => {}
        }
        waiting.extend(waits(one, days.today));
    }
    let parts = [
        ("Late", &late),
        ("Due soon", &soon),
        ("Waiting for others", &waiting),
        ("Late, led by a colleague", &others),
    ];
    let mut list: Vec<String> = parts
        .iter()
        .filter(|(_, lines)| !lines.is_empty())
        .map(|(title, lines)| format!("{title}:\n- {}", lines.join("\n- ")))
        .collect();
    if free > 0 {
        list.push(format!("Nobody leads yet: {}", requests(free)));
    }
    if list.is_empty() {
        return None;
    }
    let mut tally = vec![format!("{} late", late.len() + others.len())];
    tally.push(format!("{} due within {} days", soon.len(), days.warnings.soon()));
    tally.push(format!("{} waiting", waiting.len()));
    Some(Digest { tally: tally.join(", "), list: list.join("\n\n") })
}

fn requests(count: usize) -> String {
    if count == 1 { "1 request".to_owned() } else { format!("{count} requests") }
}

fn in_days(count: i64) -> String {
    if count == 1 { "1 day".to_owned() } else { format!("{count} days") }
}

fn late_line(one: &Open, left: i64) -> String {
    let why = if one.row.late_reason.is_some() { "" } else { "; say why it is late" };
    format!("{}: {} late{why}", one.row.reference, in_days(-left))
}

fn soon_line(one: &Open, left: i64, days: &Days) -> String {
    let when = match left {
        0 => "due today".to_owned(),
        left => format!("{} left", in_days(left)),
    };
    let since = days_between(days.before, days.today);
    match days.warnings.passed(left + since, left) {
        Some(warned) => format!("{}: {when} (warning at {})", one.row.reference, in_days(warned)),
        None => format!("{}: {when}", one.row.reference),
    }
}

/// What a request waits for, from somebody outside the office.
fn waits(one: &Open, today: Date) -> Option<String> {
    let of_state = match one.row.state {
        State::AwaitingIdentity => Some("for proof of identity"),
        State::AwaitingFee => Some("for the fee"),
        State::AwaitingClarification => Some("for an answer from the requester"),
        State::Received
        | State::Validating
        | State::Scoping
        | State::Gathering
        | State::Reviewing
        | State::Checking
        | State::AwaitingSignoff
        | State::Approved
        | State::Sealed
        | State::Disclosed
        | State::Closed
        | State::Refused
        | State::Redirected
        | State::Withdrawn
        | State::Lapsed
        | State::Reopened
        | State::PartDisclosed => None,
    };
    if let Some(what) = of_state {
        return Some(format!("{}: {what}", one.row.reference));
    }
    let past = one.searches.iter().filter(|day| **day < today).count();
    match (one.searches.len(), past) {
        (0, _) => None,
        (all, 0) => Some(format!("{}: searches without an answer: {all}", one.row.reference)),
        (all, past) => Some(format!(
            "{}: searches without an answer: {all}, {past} of them past their day",
            one.row.reference
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().expect("a day")
    }

    fn open(reference: &str, owner: Option<Id>, state: State, due: Option<&str>) -> Open {
        let row = OpenRow {
            id: Id::new(),
            reference: reference.into(),
            state,
            due_on: due.map(day),
            owner_id: owner,
            late_reason: None,
        };
        Open { row, searches: Vec::new() }
    }

    fn told(person: Id, all: &[Open]) -> Option<Digest> {
        let warnings = Warnings::default();
        let (before, today) = (day("2026-11-20"), day("2026-11-23"));
        digest(person, all, &Days { before, today, warnings: &warnings })
    }

    #[test]
    fn a_person_with_nothing_to_do_gets_no_mail() {
        let me = Id::new();
        let far = open("SAR-2026-00001", Some(me), State::Reviewing, Some("2026-12-30"));

        assert_eq!(told(me, &[far]), None);
    }

    #[test]
    fn what_is_late_due_or_waiting_is_told_by_reference() {
        let me = Id::new();
        let mut searched = open("SAR-2026-00003", Some(me), State::Gathering, Some("2026-12-30"));
        searched.searches = vec![day("2026-11-20"), day("2026-11-30")];
        let all = [
            open("SAR-2026-00001", Some(me), State::Reviewing, Some("2026-11-20")),
            open("SAR-2026-00002", Some(me), State::Reviewing, Some("2026-11-25")),
            searched,
            open("SAR-2026-00004", Some(me), State::AwaitingIdentity, None),
            open("SAR-2026-00005", Some(Id::new()), State::Reviewing, Some("2026-11-22")),
            open("SAR-2026-00006", Some(Id::new()), State::Reviewing, Some("2026-11-24")),
            open("SAR-2026-00007", None, State::Received, Some("2026-12-21")),
        ];

        let digest = told(me, &all).expect("there is something to say");

        assert_eq!(digest.tally, "2 late, 1 due within 7 days, 2 waiting");
        assert_eq!(
            digest.list,
            "Late:\n- SAR-2026-00001: 3 days late; say why it is late\n\n\
             Due soon:\n- SAR-2026-00002: 2 days left (warning at 3 days)\n\n\
             Waiting for others:\n\
             - SAR-2026-00003: searches without an answer: 2, 1 of them past their day\n\
             - SAR-2026-00004: for proof of identity\n\n\
             Late, led by a colleague:\n- SAR-2026-00005: 1 day late; say why it is late\n\n\
             Nobody leads yet: 1 request"
        );
    }
}
