//! What is said of an item, read from its form.

use serde::{Deserialize, Serialize};

use super::levels;
use super::{Category, Hand, Level, Topic, Trait};
use crate::calendar::{Date, days_between};
use crate::law::exemptions::LocalGround;
use crate::problem::Invalid;

/// The form as it was sent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Described {
    pub title: String,
    pub kind: String,
    pub author: String,
    pub provider: String,
    pub source: String,
    /// `2 3 2019`, `02/03/2019` or `2019-03-02`; empty where nobody knows.
    pub event_on: String,
    pub recorded_on: String,
    pub level: String,
    pub hand: String,
    /// What makes it more than confidential.
    pub topics: Vec<String>,
    pub level_reason: String,
    pub traits: Vec<String>,
    /// `current` or `historic`; empty where nobody has said.
    pub period: String,
    /// How the information was given: `given_in_confidence` or `given_anonymously`; empty where openly.
    pub given: String,
}

/// The form as it can be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Description {
    pub title: String,
    pub kind: Category,
    pub author: String,
    pub provider: String,
    pub source: String,
    pub event_on: Option<Date>,
    pub recorded_on: Option<Date>,
    pub level: Level,
    pub hand: Hand,
    pub topics: Vec<Topic>,
    pub level_reason: String,
    pub traits: Vec<Trait>,
}

/// The local grounds on which an item is kept from the person for now. Legal advice is a mark of
/// its own.
pub const GROUNDS: [LocalGround; 3] = [
    LocalGround::SeriousHarm,
    LocalGround::ExpectationOfNonDisclosure,
    LocalGround::ThirdPartyExpresslyRefused,
];

impl Described {
    /// # Errors
    /// Each field that cannot be taken, with words for the person who filled it in.
    pub fn checked(&self, today: Date) -> Result<Description, Vec<Invalid>> {
        let mut wrong = Vec::new();
        let title = text(&mut wrong, "title", &self.title, 200);
        if title.is_empty() {
            wrong.push(Invalid::new("title", "say what the item is called"));
        }
        let author = text(&mut wrong, "author", &self.author, 200);
        let provider = text(&mut wrong, "provider", &self.provider, 200);
        let source = text(&mut wrong, "source", &self.source, 200);
        let kind = Category::from_name(&self.kind);
        let level = Level::from_name(&self.level);
        let hand = Hand::from_name(&self.hand);
        if kind.is_none() {
            wrong.push(Invalid::new("kind", "choose what kind of record it is"));
        }
        if level.is_none() {
            wrong.push(Invalid::new("level", "choose how careful to be with it"));
        }
        if hand.is_none() {
            wrong.push(Invalid::new("hand", "choose whether it is first-hand"));
        }
        let topics: Vec<Topic> =
            self.topics.iter().filter_map(|name| Topic::from_name(name)).collect();
        let level_reason = text(&mut wrong, "level_reason", &self.level_reason, 2_000);
        if let Some(level) = level {
            wrong.extend(levels::wrong_with(level, &topics, &level_reason));
        }
        let traits = self
            .traits
            .iter()
            .chain([&self.period, &self.given])
            .filter_map(|name| Trait::from_name(name))
            .collect::<Vec<_>>();
        let traits = with_default_source(kind, traits);
        let event_on = day(&mut wrong, "event_on", &self.event_on, today);
        let recorded_on = day(&mut wrong, "recorded_on", &self.recorded_on, today);
        match (kind, level, hand) {
            (Some(kind), Some(level), Some(hand)) if wrong.is_empty() => Ok(Description {
                title,
                kind,
                author,
                provider,
                source,
                event_on,
                recorded_on,
                level,
                hand,
                topics,
                level_reason,
                traits,
            }),
            _ => Err(wrong),
        }
    }
}

/// An anonymous concern protects whoever gave it, whatever else is said: only a manager's decision
/// lets them be known.
pub(super) fn with_default_source(kind: Option<Category>, mut traits: Vec<Trait>) -> Vec<Trait> {
    let protects = traits.iter().any(|one| one.protects_source());
    if kind == Some(Category::AnonymousConcern) && !protects {
        traits.push(Trait::Anonymous);
    }
    traits
}

pub(super) fn text(
    wrong: &mut Vec<Invalid>,
    field: &'static str,
    sent: &str,
    most: usize,
) -> String {
    let plain = sent.trim().replace('\0', "");
    if plain.chars().count() > most {
        wrong.push(Invalid::new(field, format!("shorten this to {most} characters")));
    }
    plain
}

pub(super) fn day(
    wrong: &mut Vec<Invalid>,
    field: &'static str,
    sent: &str,
    today: Date,
) -> Option<Date> {
    if sent.trim().is_empty() {
        return None;
    }
    match read_day(sent) {
        Some(day) if day > today => {
            wrong.push(Invalid::new(field, "this day has not come yet"));
            None
        }
        Some(day) => Some(day),
        None => {
            wrong.push(Invalid::new(field, "write a day as 2 3 2019 or 02/03/2019"));
            None
        }
    }
}

fn read_day(sent: &str) -> Option<Date> {
    let numbers: Vec<&str> =
        sent.split([' ', '/', '.', '-']).map(str::trim).filter(|part| !part.is_empty()).collect();
    let [first, month, last] = numbers.as_slice() else { return None };
    let (year, day) = if first.len() == 4 { (first, last) } else { (last, first) };
    let year: i32 = year.parse().ok().filter(|y| (1900..=2200).contains(y))?;
    Date::from_ymd_opt(year, month.parse().ok()?, day.parse().ok()?)
}

/// Days between what happened and its recording, where they are more than `within`.
pub fn late_by(event_on: Option<Date>, recorded_on: Option<Date>, within: i64) -> Option<i64> {
    let apart = days_between(event_on?, recorded_on?);
    (apart > within).then_some(apart)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(year: i32, month: u32, day: u32) -> Date {
        Date::from_ymd_opt(year, month, day).expect("a day of the calendar")
    }

    fn form() -> Described {
        Described {
            title: "Home visit".into(),
            kind: "visit".into(),
            level: "confidential".into(),
            hand: "first_hand".into(),
            event_on: "2 3 2019".into(),
            recorded_on: "05/03/2019".into(),
            ..Described::default()
        }
    }

    fn fields(form: &Described) -> Vec<&'static str> {
        let wrong = form.checked(date(2026, 11, 21)).expect_err("something is wrong with it");
        wrong.into_iter().map(|invalid| invalid.field).collect()
    }

    #[test]
    fn a_form_filled_in_well_is_kept() {
        let kept = form().checked(date(2026, 11, 21)).expect("nothing is wrong with it");

        assert_eq!(kept.event_on, Some(date(2019, 3, 2)));
        assert_eq!(kept.kind, Category::Visit);
    }

    #[test]
    fn each_field_that_cannot_be_taken_is_named() {
        let wrong = Described { title: " ".into(), event_on: "soon".into(), ..form() };
        let tomorrow = Described { recorded_on: "22 11 2026".into(), ..form() };

        assert_eq!(fields(&wrong), ["title", "event_on"]);
        assert_eq!(fields(&tomorrow), ["recorded_on"]);
        assert_eq!(fields(&Described { level: "secret".into(), ..form() }), ["level"]);
    }

    #[test]
    fn an_anonymous_concern_protects_its_source_whatever_is_said() {
        let today = date(2026, 11, 21);
        let traits = |form: Described| form.checked(today).expect("it can be kept").traits;
        let concern = Described { kind: "anonymous_concern".into(), ..form() };

        assert_eq!(traits(concern.clone()), [Trait::Anonymous]);
        let told = Described { given: "given_in_confidence".into(), ..concern };
        assert_eq!(traits(told), [Trait::InConfidence]);
        assert!(traits(form()).is_empty());
    }

    #[test]
    fn a_record_is_late_only_beyond_the_days_allowed() {
        let (event, recorded) = (Some(date(2019, 3, 2)), Some(date(2019, 3, 5)));

        assert_eq!(late_by(event, recorded, 2), Some(3));
        assert_eq!(late_by(event, recorded, 3), None);
        assert_eq!(late_by(recorded, event, 2), None);
        assert_eq!(late_by(None, recorded, 2), None);
    }
}
