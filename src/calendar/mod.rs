//! Days the law counts in: months, working days, bank holidays by nation. Pure: values in, values
//! out; nothing here asks what day it is.

mod holidays;
mod lists;
mod nation;
mod spans;

pub use holidays::{BeyondCoverage, Calendar, Day, Holidays};
pub use lists::HolidaysRefused;
pub use nation::Nation;
pub use spans::gaps;

use chrono::{Datelike, Months};

/// A day of the law: a local calendar date, without time or zone.
pub type Date = chrono::NaiveDate;

/// The same day number `months` later or, where that month is too short, its last day.
///
/// `None` only past the last date that `chrono` can hold.
///
/// Source: Regulation (EEC, Euratom) 1182/71 article 3(2)(c), which UK GDPR article 4A names.
pub fn months_after(day: Date, months: u32) -> Option<Date> {
    day.checked_add_months(Months::new(months))
}

/// Whole days later. `None` only past the last date that `chrono` can hold.
pub fn days_after(day: Date, days: u32) -> Option<Date> {
    day.checked_add_days(chrono::Days::new(u64::from(days)))
}

/// Whole days from `from` to `to`; negative where `to` comes first.
pub fn days_between(from: Date, to: Date) -> i64 {
    (to - from).num_days()
}

/// The day a moment falls on, as clocks show it in London: receipts and dates of law are counted
/// in local days.
pub fn local_day(at: chrono::DateTime<chrono::Utc>) -> Date {
    at.with_timezone(&chrono_tz::Europe::London).date_naive()
}

/// "3 October 2026".
pub fn words(day: Date) -> String {
    day.format("%-d %B %Y").to_string()
}

/// "Saturday 3 October 2026".
pub fn full_words(day: Date) -> String {
    day.format("%A %-d %B %Y").to_string()
}

/// Whether `day` is a Saturday or a Sunday.
fn is_weekend(day: Date) -> bool {
    matches!(day.weekday(), chrono::Weekday::Sat | chrono::Weekday::Sun)
}

#[cfg(test)]
mod tests;
