//! What is said of many items at once, read from its form, and what an item says afterwards. Pure.

use serde::{Deserialize, Serialize};

use crate::calendar::Date;
use crate::closed::closed_list;
use crate::problem::Invalid;
use crate::records::describe::{day, text, with_default_source};
use crate::records::store::Facts;
use crate::records::{Category, Hand, Level, Topic, Trait, levels};

closed_list! {
    /// What can be said of many items at once.
    Field {
        Kind, "kind", "kind";
        Source, "source", "where it was kept";
        Provider, "provider", "provider";
        Level, "level", "level";
        Hand, "hand", "first-hand or not";
        EventOn, "event_on", "day of what happened";
    }
}

/// The form as it was sent. What is empty stays as it is with each item.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ChangeForm {
    pub kind: String,
    pub source: String,
    pub provider: String,
    pub event_on: String,
    pub hand: String,
    pub level: String,
    /// What makes them more than confidential, beside what is said of each already.
    pub topics: Vec<String>,
    pub level_reason: String,
    /// The filter they were chosen under.
    pub shown: String,
    /// Numbers of the items that are meant.
    pub n: Vec<i64>,
    /// Said where every item that the filter shows is meant.
    pub all: String,
    /// How many items the page spoke of.
    pub expected: i64,
}

/// The form as it can be done.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Change {
    pub kind: Option<Category>,
    pub source: Option<String>,
    pub provider: Option<String>,
    pub level: Option<NewLevel>,
    pub hand: Option<Hand>,
    pub event_on: Option<Date>,
}

/// A level with what makes it and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLevel {
    pub level: Level,
    pub topics: Vec<Topic>,
    pub reason: String,
}

impl ChangeForm {
    /// # Errors
    /// Each field that cannot be taken, with words for the person who filled it in.
    pub fn checked(&self, today: Date) -> Result<Change, Vec<Invalid>> {
        let mut wrong = Vec::new();
        let kind = chosen(&mut wrong, "kind", &self.kind, Category::from_name);
        if kind.is_some_and(Category::is_legal_advice) {
            let words = "set legal advice apart item by item: each needs somebody who says so";
            wrong.push(Invalid::new("kind", words));
        }
        let source = text(&mut wrong, "source", &self.source, 200);
        let provider = text(&mut wrong, "provider", &self.provider, 200);
        let hand = chosen(&mut wrong, "hand", &self.hand, Hand::from_name);
        let event_on = day(&mut wrong, "event_on", &self.event_on, today);
        let level = chosen(&mut wrong, "level", &self.level, Level::from_name);
        let topics: Vec<Topic> =
            self.topics.iter().filter_map(|name| Topic::from_name(name)).collect();
        let reason = text(&mut wrong, "level_reason", &self.level_reason, 2_000);
        if level.is_none() && !(topics.is_empty() && reason.is_empty()) {
            wrong.push(Invalid::new("level", "choose the level that this makes"));
        }
        let change = Change {
            kind,
            source: Some(source).filter(|said| !said.is_empty()),
            provider: Some(provider).filter(|said| !said.is_empty()),
            level: level.map(|level| NewLevel { level, topics, reason }),
            hand,
            event_on,
        };
        if wrong.is_empty() && change.fields().is_empty() {
            wrong.push(Invalid::new("kind", "say what to change; nothing is filled in"));
        }
        if wrong.is_empty() { Ok(change) } else { Err(wrong) }
    }
}

fn chosen<T>(
    wrong: &mut Vec<Invalid>,
    field: &'static str,
    sent: &str,
    from_name: fn(&str) -> Option<T>,
) -> Option<T> {
    let found = from_name(sent);
    if found.is_none() && !sent.is_empty() {
        wrong.push(Invalid::new(field, "choose one of the list"));
    }
    found
}

impl Change {
    /// What it says anything about.
    pub fn fields(&self) -> Vec<Field> {
        let says = |field: &Field| match field {
            Field::Kind => self.kind.is_some(),
            Field::Source => self.source.is_some(),
            Field::Provider => self.provider.is_some(),
            Field::Level => self.level.is_some(),
            Field::Hand => self.hand.is_some(),
            Field::EventOn => self.event_on.is_some(),
        };
        Field::ALL.iter().copied().filter(says).collect()
    }

    /// What an item says of itself once this is said of it. A topic is only added: what makes one
    /// item more than confidential is never lost among many.
    pub fn applied(&self, before: &Facts) -> Facts {
        let mut after = before.clone();
        if let Some(kind) = self.kind {
            let traits = levels::read(&before.traits, Trait::from_name);
            after.traits = levels::kept(&with_default_source(Some(kind), traits), Trait::name);
            after.kind = kind;
        }
        if let Some(source) = &self.source {
            after.source.clone_from(source);
        }
        if let Some(provider) = &self.provider {
            after.provider.clone_from(provider);
        }
        if let Some(new) = &self.level {
            let mut topics = levels::read(&before.topics, Topic::from_name);
            topics.extend(new.topics.iter().copied());
            let topics: Vec<Topic> =
                Topic::ALL.iter().copied().filter(|topic| topics.contains(topic)).collect();
            after.topics = levels::kept(&topics, Topic::name);
            after.level_reason.clone_from(&new.reason);
            after.level = new.level;
        }
        if let Some(hand) = self.hand {
            after.hand = hand;
        }
        if let Some(day) = self.event_on {
            after.event_on = Some(day);
        }
        after
    }

    /// Why this cannot be said of all of these items, naming those that it does not fit.
    pub fn misfits(&self, items: &[Facts]) -> Vec<Invalid> {
        let Some(new) = &self.level else { return Vec::new() };
        let mut misfits: Vec<(Invalid, Vec<i64>)> = Vec::new();
        for item in items {
            let topics = levels::read(&self.applied(item).topics, Topic::from_name);
            let Some(why) = levels::wrong_with(new.level, &topics, &new.reason) else { continue };
            match misfits.iter_mut().find(|(known, _)| *known == why) {
                Some((_, numbers)) => numbers.push(item.number),
                None => misfits.push((why, vec![item.number])),
            }
        }
        let every = |numbers: &[i64]| numbers.len() == items.len();
        misfits
            .into_iter()
            .map(|(why, numbers)| {
                if every(&numbers) {
                    return why;
                }
                let Invalid { field, words } = why;
                Invalid::new(field, format!("{words} ({})", named(&numbers)))
            })
            .collect()
    }
}

/// Items named in a sentence: the first ten, and how many more.
pub fn named(numbers: &[i64]) -> String {
    const MOST: usize = 10;
    let first: Vec<String> = numbers.iter().take(MOST).map(|number| format!("D{number}")).collect();
    match numbers.len().saturating_sub(MOST) {
        0 => first.join(", "),
        more => format!("{} and {more} more", first.join(", ")),
    }
}

#[cfg(test)]
#[path = "change_tests.rs"]
mod tests;
