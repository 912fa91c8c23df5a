//! What the office knows about days beyond what came with the program: newer bank holidays, and how
//! long before a date it wants to be warned.

mod store;

use chrono::{DateTime, Utc};

pub use store::ListRow;

use crate::calendar::{Date, Holidays, HolidaysRefused};
use crate::db::{Db, DbError, Id};
use crate::problem::Invalid;

/// How many days before a date somebody is warned, the most first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warnings(Vec<i64>);

impl Default for Warnings {
    fn default() -> Self {
        Self(vec![7, 3, 1])
    }
}

impl Warnings {
    /// Reads "7, 3, 1".
    ///
    /// # Errors
    /// Where there is none, or one is no number of days from 1 to 60.
    pub fn read(words: &str) -> Result<Self, Invalid> {
        let read = |part: &str| part.trim().parse().ok().filter(|days| (1..=60).contains(days));
        let days: Option<Vec<i64>> =
            words.split([',', ' ']).filter(|part| !part.trim().is_empty()).map(read).collect();
        match days {
            Some(days) if (1..=10).contains(&days.len()) => Ok(Self::of(days)),
            _ => Err(Invalid::new(
                "days",
                "enter up to ten numbers of days from 1 to 60, such as 7, 3, 1",
            )),
        }
    }

    fn of(mut days: Vec<i64>) -> Self {
        days.sort_unstable_by(|a, b| b.cmp(a));
        days.dedup();
        Self(days)
    }

    pub fn days(&self) -> &[i64] {
        &self.0
    }

    /// "7, 3, 1".
    pub fn words(&self) -> String {
        self.0.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
    }

    /// From so many days before it on, a date is pressing.
    pub fn soon(&self) -> i64 {
        self.0.first().copied().unwrap_or(7)
    }

    /// The warning that fell due since there were `before` days left; weekends pass none over.
    pub fn passed(&self, before: i64, left: i64) -> Option<i64> {
        self.0.iter().copied().filter(|days| left <= *days && *days < before).min()
    }
}

/// The bank holidays in force: those that came with the program, and newer lists laid over them in
/// the order they were imported.
///
/// # Errors
/// Where the database cannot be read.
pub fn holidays(db: &mut Db) -> Result<Holidays, DbError> {
    let lists = store::lists(db)?;
    let mut all = Holidays::built_in().clone();
    for list in lists {
        let laid = Holidays::read_import(&list.json).and_then(|newer| all.overlaid(&newer));
        match laid {
            Ok(laid) => all = laid,
            // It was checked when it came; a date is better reckoned without it than not at all.
            Err(problem) => {
                tracing::error!(list = %list.id, %problem, "a list of holidays was left out")
            }
        }
    }
    Ok(all)
}

/// Every list that was imported, newest first.
///
/// # Errors
/// Where the database cannot be read.
pub fn imports(db: &mut Db) -> Result<Vec<ListRow>, DbError> {
    let mut lists = store::lists(db)?;
    lists.reverse();
    Ok(lists)
}

/// Why a list was not kept.
#[derive(Debug, thiserror::Error)]
pub enum NotKept {
    #[error(transparent)]
    Refused(#[from] HolidaysRefused),
    #[error(transparent)]
    Database(#[from] DbError),
}

/// Keeps a list beside those before it, within the transaction of the verb that asks.
///
/// # Errors
/// Where it is none, is cut short, or leaves days out between what is known and itself.
pub fn keep(
    db: &mut Db,
    json: &str,
    by: Option<Id>,
    now: DateTime<Utc>,
) -> Result<(Id, Holidays), NotKept> {
    let newer = Holidays::read_import(json)?;
    let all = holidays(db)?.overlaid(&newer)?;
    let span = newer.summary();
    let from = span.iter().map(|(_, from, ..)| *from).min().unwrap_or(Date::MIN);
    let to = span.iter().map(|(_, _, to, _)| *to).max().unwrap_or(Date::MAX);
    let id = store::add(db, json, (from, to), by, now).map_err(DbError::from)?;
    Ok((id, all))
}

/// How long before a date the office wants to be warned.
///
/// # Errors
/// Where the database cannot be read.
pub fn warnings(db: &mut Db) -> Result<Warnings, DbError> {
    let days = store::warnings(db)?;
    Ok(if days.is_empty() { Warnings::default() } else { Warnings::of(days) })
}

/// # Errors
/// Where the database refuses.
pub fn set_warnings(db: &mut Db, warnings: &Warnings) -> Result<(), DbError> {
    store::set_warnings(db, warnings.days())?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_in_any_order_and_kept_in_one() {
        assert_eq!(Warnings::read("3, 14 7,3").map(|w| w.words()), Ok("14, 7, 3".into()));
        for wrong in ["", "0", "61", "soon", "7; 3"] {
            assert!(Warnings::read(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_warning_that_fell_on_a_weekend_is_given_on_monday() {
        let warnings = Warnings::default();

        assert_eq!(warnings.passed(8, 7), Some(7));
        assert_eq!(warnings.passed(7, 6), None);
        assert_eq!(warnings.passed(5, 2), Some(3));
        assert_eq!(warnings.passed(9, 1), Some(1));
    }
}
