//! Bank holidays as dated data: what is known, from when, until when.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use chrono::Days;

use super::{Date, Nation, full_words, is_weekend, words};
use crate::problem::{Kind, Problem};

const BUILT_IN: &str = include_str!("../law/data/bank_holidays.json");

/// Every part of the United Kingdom: for the Freedom of Information Act 2000 a bank holiday
/// anywhere is one everywhere (s.10(6)).
const UNITED_KINGDOM: &[&str] = &["england_wales", "scotland", "northern_ireland"];

/// The bank holidays of every area, each for the years that are known of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Holidays {
    pub(super) by_area: BTreeMap<String, Area>,
}

/// The bank holidays of one area, from the first to the last day that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Area {
    pub(super) from: Date,
    pub(super) to: Date,
    pub(super) days: BTreeMap<Date, String>,
}

/// A day outside the years whose holidays are known. Later ones can still change by proclamation,
/// so that a date reckoned there would be a guess.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "bank holidays are known from {} to {}: import newer ones before reckoning with {}",
    words(*from), words(*to), words(*day)
)]
pub struct BeyondCoverage {
    pub day: Date,
    pub from: Date,
    pub to: Date,
}

impl Problem for BeyondCoverage {
    fn kind(&self) -> Kind {
        Kind::Invalid
    }
}

impl Holidays {
    /// The holidays this version was made with.
    pub fn built_in() -> &'static Self {
        static READ: OnceLock<Holidays> = OnceLock::new();
        READ.get_or_init(|| Self::read(BUILT_IN).expect("a test reads the holidays we ship"))
    }

    /// The last day that can be reckoned with in every area.
    pub fn known_to(&self) -> Date {
        self.by_area.values().map(|area| area.to).min().unwrap_or(Date::MIN)
    }

    /// The calendar of one nation.
    pub const fn of(&self, nation: Nation) -> Calendar<'_> {
        Calendar { holidays: self, areas: nation.areas() }
    }

    /// A calendar in which a bank holiday in any part of the United Kingdom is none to work on.
    pub const fn of_any_part_of_the_united_kingdom(&self) -> Calendar<'_> {
        Calendar { holidays: self, areas: UNITED_KINGDOM }
    }
}

/// What a day is in a calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Day<'h> {
    Working,
    Weekend,
    /// A bank holiday, with its name.
    Holiday(&'h str),
}

/// Working days, as one or several areas keep them.
#[derive(Debug, Clone, Copy)]
pub struct Calendar<'h> {
    holidays: &'h Holidays,
    areas: &'static [&'static str],
}

impl<'h> Calendar<'h> {
    /// # Errors
    /// Where the holidays of that day are not known.
    pub fn day(&self, day: Date) -> Result<Day<'h>, BeyondCoverage> {
        let (from, to) = self.known();
        if day < from || day > to {
            return Err(self.beyond(day));
        }
        if is_weekend(day) {
            return Ok(Day::Weekend);
        }
        let by_area = &self.holidays.by_area;
        let named = self.areas.iter().find_map(|area| by_area.get(*area)?.days.get(&day));
        Ok(named.map_or(Day::Working, |name| Day::Holiday(name)))
    }

    /// # Errors
    /// Where the holidays of that day are not known.
    pub fn is_working(&self, day: Date) -> Result<bool, BeyondCoverage> {
        Ok(self.day(day)? == Day::Working)
    }

    /// `day` itself where it is a working day, otherwise the next one.
    ///
    /// # Errors
    /// Where that lies past the holidays that are known.
    pub fn working_on_or_after(&self, day: Date) -> Result<Date, BeyondCoverage> {
        self.first_on_or_after(day, |_| true)
    }

    /// The first working day from `day` on that `counts`.
    pub(crate) fn first_on_or_after(
        &self,
        mut day: Date,
        counts: impl Fn(Date) -> bool,
    ) -> Result<Date, BeyondCoverage> {
        while !(self.is_working(day)? && counts(day)) {
            day = self.next(day)?;
        }
        Ok(day)
    }

    /// `day` itself where it is a working day, otherwise the one before it.
    ///
    /// # Errors
    /// Where that lies before the holidays that are known.
    pub fn working_on_or_before(&self, mut day: Date) -> Result<Date, BeyondCoverage> {
        while !self.is_working(day)? {
            day = day.checked_sub_days(Days::new(1)).ok_or_else(|| self.beyond(day))?;
        }
        Ok(day)
    }

    /// The `count`th working day after `day` that `counts`; `day` itself is day nought.
    pub(crate) fn nth_after(
        &self,
        mut day: Date,
        count: u32,
        counts: impl Fn(Date) -> bool,
    ) -> Result<Date, BeyondCoverage> {
        for _ in 0..count {
            day = self.first_on_or_after(self.next(day)?, &counts)?;
        }
        Ok(day)
    }

    /// Working days after `after`, up to and including `to`.
    ///
    /// # Errors
    /// Where one of those days lies outside the holidays that are known.
    pub fn working_days_between(&self, after: Date, to: Date) -> Result<u32, BeyondCoverage> {
        let mut count = 0;
        let mut day = after;
        while day < to {
            day = self.next(day)?;
            count += u32::from(self.is_working(day)?);
        }
        Ok(count)
    }

    /// Why a day is not worked, as a part of a sentence; `None` where it is a working day.
    ///
    /// # Errors
    /// Where the holidays of that day are not known.
    pub fn why_not_worked(&self, day: Date) -> Result<Option<String>, BeyondCoverage> {
        Ok(match self.day(day)? {
            Day::Working => None,
            Day::Weekend => Some(full_words(day)),
            Day::Holiday(name) => Some(format!("{}, {name}", full_words(day))),
        })
    }

    fn next(&self, day: Date) -> Result<Date, BeyondCoverage> {
        day.succ_opt().ok_or_else(|| self.beyond(day))
    }

    /// The first and the last day that are known in all its areas.
    fn known(&self) -> (Date, Date) {
        let area = |name: &&str| self.holidays.by_area.get(*name).map(|area| (area.from, area.to));
        // An area that is not there is known on no day.
        let none = (Date::MAX, Date::MIN);
        self.areas
            .iter()
            .map(|name| area(name).unwrap_or(none))
            .fold((Date::MIN, Date::MAX), |(from, to), (area_from, area_to)| {
                (from.max(area_from), to.min(area_to))
            })
    }

    fn beyond(&self, day: Date) -> BeyondCoverage {
        let (from, to) = self.known();
        BeyondCoverage { day, from, to }
    }
}
