//! Lists of bank holidays as they come: in our own shape, or as the government publishes them.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Datelike as _;
use serde::Deserialize;

use super::holidays::{Area, Holidays};
use super::{Date, Nation, words};
use crate::problem::{Kind, Problem};

/// Fewer bank holidays in a year than any nation ever had: a list that was cut short.
const FEWEST: usize = 6;

/// Holidays that cannot be taken over.
#[derive(Debug, thiserror::Error)]
pub enum HolidaysRefused {
    #[error("this is not a list of bank holidays: {0}")]
    Unreadable(#[from] serde_json::Error),
    #[error("the list ends on {to}, before it begins on {from}")]
    Backwards { from: Date, to: Date },
    #[error("the list has no calendar for {0}")]
    NoCalendar(&'static str),
    #[error("{0} is not a calendar that is known here")]
    UnknownCalendar(String),
    #[error("{day} in the calendar of {area} is outside the years the list says it covers")]
    Outside { area: String, day: Date },
    #[error(
        "the calendar of {area} has {count} holidays in {year}: the list seems to be cut short"
    )]
    CutShort { area: String, year: i32, count: usize },
    #[error(
        "the calendar of {area} begins on {}, and what is known ends on {}: the days between are missing",
        words(*from), words(*known_to)
    )]
    Gap { area: String, from: Date, known_to: Date },
}

impl Problem for HolidaysRefused {
    fn kind(&self) -> Kind {
        Kind::Invalid
    }
}

#[derive(Deserialize)]
struct Listed {
    coverage: Coverage,
    calendars: BTreeMap<String, Vec<Named>>,
}

#[derive(Deserialize)]
struct Coverage {
    from: Date,
    to: Date,
}

#[derive(Deserialize)]
struct Named {
    date: Date,
    name: String,
    #[serde(default)]
    substitute: bool,
}

/// A division of <https://www.gov.uk/bank-holidays.json>.
#[derive(Deserialize)]
struct Division {
    events: Vec<Published>,
}

#[derive(Deserialize)]
struct Published {
    date: Date,
    title: String,
    #[serde(default)]
    notes: String,
}

const DIVISIONS: [(&str, &str); 3] = [
    ("england-and-wales", "england_wales"),
    ("scotland", "scotland"),
    ("northern-ireland", "northern_ireland"),
];

impl Holidays {
    /// Reads a list in our own shape that has every nation.
    ///
    /// # Errors
    /// Where the list is no such list, contradicts itself or leaves a nation out.
    pub fn read(json: &str) -> Result<Self, HolidaysRefused> {
        let all = Self::in_our_shape(json)?;
        for area in areas() {
            if !all.by_area.contains_key(area) {
                return Err(HolidaysRefused::NoCalendar(area));
            }
        }
        Ok(all)
    }

    /// Reads a list to be imported: in our own shape, or as GOV.UK publishes it. It may have some of
    /// the nations.
    ///
    /// # Errors
    /// Where it is neither, names a calendar that nobody knows, or a year of it is cut short.
    pub fn read_import(json: &str) -> Result<Self, HolidaysRefused> {
        let published: Result<BTreeMap<String, Division>, _> = serde_json::from_str(json);
        let read = match published {
            Ok(divisions) => Self::published(divisions)?,
            Err(_) => Self::in_our_shape(json)?,
        };
        for (name, area) in &read.by_area {
            if !areas().any(|known| known == name) {
                return Err(HolidaysRefused::UnknownCalendar(name.clone()));
            }
            for year in area.from.year()..=area.to.year() {
                let whole = Date::from_ymd_opt(year, 1, 1).is_some_and(|first| first >= area.from)
                    && Date::from_ymd_opt(year, 12, 31).is_some_and(|last| last <= area.to);
                let count = area.days.keys().filter(|day| day.year() == year).count();
                if whole && count < FEWEST {
                    return Err(HolidaysRefused::CutShort { area: name.clone(), year, count });
                }
            }
        }
        match read.by_area.is_empty() {
            true => Err(HolidaysRefused::NoCalendar("any nation")),
            false => Ok(read),
        }
    }

    fn in_our_shape(json: &str) -> Result<Self, HolidaysRefused> {
        let Listed { coverage: Coverage { from, to }, calendars } = serde_json::from_str(json)?;
        if to < from {
            return Err(HolidaysRefused::Backwards { from, to });
        }
        let mut by_area = BTreeMap::new();
        for (area, listed) in calendars {
            let mut days = BTreeMap::new();
            for Named { date, name, substitute } in listed {
                if date < from || date > to {
                    return Err(HolidaysRefused::Outside { area, day: date });
                }
                let name = if substitute { format!("{name} (substitute day)") } else { name };
                days.insert(date, name);
            }
            by_area.insert(area, Area { from, to, days });
        }
        Ok(Self { by_area })
    }

    /// What is published covers whole years, from its first holiday to its last.
    fn published(divisions: BTreeMap<String, Division>) -> Result<Self, HolidaysRefused> {
        let mut by_area = BTreeMap::new();
        for (name, division) in divisions {
            let area = DIVISIONS.iter().find(|(published, _)| *published == name);
            let (_, area) = area.ok_or(HolidaysRefused::UnknownCalendar(name))?;
            let mut days = BTreeMap::new();
            for Published { date, title, notes } in division.events {
                let substitute = notes.eq_ignore_ascii_case("substitute day");
                let name = if substitute { format!("{title} (substitute day)") } else { title };
                days.insert(date, name);
            }
            let years: BTreeSet<i32> = days.keys().map(|day: &Date| day.year()).collect();
            let edge = |year: Option<&i32>, month, day| {
                year.and_then(|year| Date::from_ymd_opt(*year, month, day))
            };
            let from = edge(years.first(), 1, 1);
            let to = edge(years.last(), 12, 31);
            let (from, to) = from.zip(to).ok_or(HolidaysRefused::NoCalendar(area))?;
            by_area.insert((*area).to_owned(), Area { from, to, days });
        }
        Ok(Self { by_area })
    }

    /// These holidays, with those of a newer list in the place of its years.
    ///
    /// # Errors
    /// Where days would be missing between the two.
    pub fn overlaid(&self, newer: &Holidays) -> Result<Holidays, HolidaysRefused> {
        let mut by_area = self.by_area.clone();
        for (name, newer) in &newer.by_area {
            let Some(known) = by_area.get_mut(name) else {
                by_area.insert(name.clone(), newer.clone());
                continue;
            };
            let (after, before) = (known.to.succ_opt(), newer.to.succ_opt());
            if after.is_some_and(|next| newer.from > next)
                || before.is_some_and(|next| known.from > next)
            {
                return Err(HolidaysRefused::Gap {
                    area: name.clone(),
                    from: newer.from,
                    known_to: known.to,
                });
            }
            known.days.retain(|day, _| *day < newer.from || *day > newer.to);
            known.days.extend(newer.days.clone());
            known.from = known.from.min(newer.from);
            known.to = known.to.max(newer.to);
        }
        Ok(Holidays { by_area })
    }

    /// Each calendar by its name, from when to when, and how many holidays it has.
    pub fn summary(&self) -> Vec<(String, Date, Date, usize)> {
        let entry = |(name, area): (&String, &Area)| {
            (name.replace('_', " "), area.from, area.to, area.days.len())
        };
        self.by_area.iter().map(entry).collect()
    }
}

fn areas() -> impl Iterator<Item = &'static str> {
    Nation::ALL.into_iter().flat_map(Nation::areas).copied()
}
