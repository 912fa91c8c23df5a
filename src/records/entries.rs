//! What an entry of the record holds: day, time, kind, who wrote it, who was there, what was said
//! and what was decided.
//!
//! Source: the recording policies ask each entry for all of these.

use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::Category;
use super::actions::{NotRecorded, find, takes_files};
use super::store::{self, ItemRow};
use crate::access::{Action, Actor, Who, allow};
use crate::audit::{self, About, Act};
use crate::db::{self, Db, DbError};
use crate::problem::Invalid;
use crate::requests::Reference;

/// The form as it was sent.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct EntryForm {
    /// `14:30`, `2.30 pm`; empty where the record does not tell.
    pub at_time: String,
    pub present: String,
    pub discussion: String,
    pub decisions: String,
}

impl EntryForm {
    /// Each part under its name, for those who may only read.
    pub fn parts(&self) -> [(&'static str, &str); 4] {
        [
            ("Time", &self.at_time),
            ("Present", &self.present),
            ("Said", &self.discussion),
            ("Decided", &self.decisions),
        ]
    }
}

impl From<Entry> for EntryForm {
    fn from(kept: Entry) -> Self {
        let Entry { at_time, present, discussion, decisions } = kept;
        Self { at_time, present, discussion, decisions }
    }
}

/// The form as it can be kept. What the record does not tell is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entry {
    /// `14:30`
    pub at_time: String,
    pub present: String,
    pub discussion: String,
    pub decisions: String,
}

/// Kinds that tell what happened at one time, as an entry does.
pub fn is_entry(kind: Category) -> bool {
    matches!(
        kind,
        Category::CaseNote
            | Category::Visit
            | Category::FailedVisit
            | Category::Conversation
            | Category::StrategyDiscussion
            | Category::ProtectionConference
            | Category::CareReview
            | Category::ReviewingOfficer
            | Category::ManagementOversight
            | Category::HandwrittenNotes
    )
}

impl EntryForm {
    /// # Errors
    /// Each field that cannot be taken.
    pub fn checked(&self) -> Result<Entry, Vec<Invalid>> {
        let mut wrong = Vec::new();
        let at_time = match self.at_time.trim() {
            "" => String::new(),
            written => read_time(written).unwrap_or_else(|| {
                wrong.push(Invalid::new("at_time", "write a time as 14:30 or 2.30 pm"));
                String::new()
            }),
        };
        let mut text = |field: &'static str, sent: &str, most: usize| {
            let plain = sent.trim().replace('\0', "");
            if plain.chars().count() > most {
                wrong.push(Invalid::new(field, format!("shorten this to {most} characters")));
            }
            plain
        };
        let entry = Entry {
            at_time,
            present: text("present", &self.present, 500),
            discussion: text("discussion", &self.discussion, 2_000),
            decisions: text("decisions", &self.decisions, 2_000),
        };
        if wrong.is_empty() { Ok(entry) } else { Err(wrong) }
    }
}

fn read_time(written: &str) -> Option<String> {
    let lower = written.to_lowercase();
    let lower = lower.trim();
    let (digits, afternoon) = match (lower.strip_suffix("am"), lower.strip_suffix("pm")) {
        (Some(digits), _) => (digits, Some(false)),
        (_, Some(digits)) => (digits, Some(true)),
        (None, None) => (lower, None),
    };
    let (hour, minute) = match digits.trim().split_once([':', '.']) {
        Some((hour, minute)) if minute.len() == 2 => (hour, minute),
        Some(_) => return None,
        None if afternoon.is_some() => (digits.trim(), "0"),
        None => return None,
    };
    let (hour, minute): (u32, u32) = (hour.parse().ok()?, minute.parse().ok()?);
    let hour = match afternoon {
        None => hour,
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some(afternoon) => hour % 12 + if afternoon { 12 } else { 0 },
    };
    (hour < 24 && minute < 60).then(|| format!("{hour:02}:{minute:02}"))
}

/// What of an entry is not there, in the order in which the policies ask for it. Nothing is missing
/// of an item that is no entry.
pub fn missing(item: &ItemRow, entry: Option<&Entry>) -> Vec<&'static str> {
    if !is_entry(item.kind) {
        return Vec::new();
    }
    let none = Entry::default();
    let entry = entry.unwrap_or(&none);
    [
        (item.event_on.is_none(), "the day"),
        (entry.at_time.is_empty(), "the time"),
        (item.author.is_empty(), "who wrote it"),
        (entry.present.is_empty(), "who was there"),
        (entry.discussion.is_empty(), "what was said"),
        (entry.decisions.is_empty(), "what was decided"),
    ]
    .into_iter()
    .filter_map(|(missing, words)| missing.then_some(words))
    .collect()
}

/// Says what an entry holds.
///
/// # Errors
/// Where the item is not theirs, it is not the time, or a field cannot be taken.
pub fn state(
    db: &mut Db,
    by: &Actor,
    reference: &Reference,
    number: i64,
    form: &EntryForm,
    now: DateTime<Utc>,
) -> Result<(), NotRecorded> {
    db::transaction(db, |db| {
        let (request, item) = find(db, by, reference, number)?;
        allow(by, Action::DescribeItem, &[])?;
        let entry = form.checked().map_err(NotRecorded::Invalid)?;
        if !takes_files(request.state) {
            return Err(NotRecorded::NotNow(request.state));
        }
        store::set_entry(db, &item, &entry, by.id, now).map_err(DbError::from)?;
        let about =
            About::request(request.id).object(item.id).words(format!("D{number}, its parts"));
        Ok(audit::tell(db, &Who::from(by), Act::ItemDescribed, about, now)?)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_read_as_people_write_it() {
        let read = |written: &str| {
            let form = EntryForm { at_time: written.into(), ..EntryForm::default() };
            form.checked().map(|entry| entry.at_time).map_err(|wrong| wrong[0].field)
        };

        for (written, kept) in [
            ("14:30", "14:30"),
            ("2.30 pm", "14:30"),
            ("9am", "09:00"),
            ("12.05am", "00:05"),
            ("", ""),
        ] {
            assert_eq!(read(written).as_deref(), Ok(kept), "{written}");
        }
        for written in ["24:00", "14:61", "noon", "14", "13 pm", "2:5"] {
            assert_eq!(read(written), Err("at_time"), "{written}");
        }
    }

    #[test]
    fn every_kind_of_entry_tells_what_happened_and_no_report_is_one() {
        assert!(is_entry(Category::CaseNote) && is_entry(Category::Visit));
        assert!(!is_entry(Category::CourtReport) && !is_entry(Category::Other));
    }
}
