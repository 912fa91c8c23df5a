//! Languages that letters are written in. A wording that is not there yet in somebody's language
//! goes out in English, and says so in theirs.

use chrono::Datelike as _;

use crate::calendar::{Date, words};

/// A language of the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Language {
    #[default]
    English,
    Welsh,
}

const MONTHS_IN_WELSH: [&str; 12] = [
    "Ionawr",
    "Chwefror",
    "Mawrth",
    "Ebrill",
    "Mai",
    "Mehefin",
    "Gorffennaf",
    "Awst",
    "Medi",
    "Hydref",
    "Tachwedd",
    "Rhagfyr",
];

impl Language {
    pub const ALL: [Language; 2] = [Language::English, Language::Welsh];

    /// As kept in the database and named in addresses: its code in ISO 639-1.
    pub const fn name(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::Welsh => "cy",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name)
    }

    pub const fn words(self) -> &'static str {
        match self {
            Language::English => "English",
            Language::Welsh => "Welsh (Cymraeg)",
        }
    }

    /// As a PDF names it, so that a screen reader finds its voice (BCP 47).
    pub const fn tag(self) -> &'static str {
        match self {
            Language::English => "en-GB",
            Language::Welsh => "cy",
        }
    }

    /// "3 October 2026", "3 Hydref 2026".
    pub fn day(self, day: Date) -> String {
        match self {
            Language::English => words(day),
            Language::Welsh => {
                let month = MONTHS_IN_WELSH.get(day.month0() as usize).copied().unwrap_or_default();
                format!("{} {month} {}", day.day(), day.year())
            }
        }
    }

    /// What a letter begins with where there is no wording of it in this language yet.
    pub fn not_yet(self, phone: &str) -> String {
        match self {
            Language::English => String::new(),
            Language::Welsh => format!(
                "Nid yw'r llythyr hwn ar gael yn Gymraeg eto. Ffoniwch {phone} os hoffech ei gael yn Gymraeg. \
                 (This letter is not there in Welsh yet. Call {phone} if you would like it in Welsh.)"
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_written_in_the_language_of_the_letter() {
        let day = Date::from_ymd_opt(2026, 10, 3).expect("a day");

        assert_eq!(Language::English.day(day), "3 October 2026");
        assert_eq!(Language::Welsh.day(day), "3 Hydref 2026");
    }
}
