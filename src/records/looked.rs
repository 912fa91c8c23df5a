//! What of a record is looked for, as the address of its list says it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::store::{self, Filter, When};
use super::{Category, Sight, Tag};
use crate::calendar::months_after;
use crate::closed::closed_list;
use crate::db::{Db, DbError, Id};

closed_list! {
    /// By what a list of items is parted.
    Parted {
        Kind, "kind", "Kind";
        Source, "source", "Source";
        Provider, "provider", "Provider";
        Year, "year", "Year";
    }
}

/// Looks for items of which nobody has said it.
pub const UNSAID: &str = "-";

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Looked {
    pub q: String,
    pub kind: String,
    pub source: String,
    pub provider: String,
    /// `2019-03`, or `2019` for the whole year.
    pub month: String,
    pub flag: String,
    pub tag: String,
    /// By what the list is parted.
    pub by: String,
    pub page: i64,
}

impl Looked {
    /// As [`Looked::address`] wrote it; what cannot be read looks for everything.
    pub fn read(address: &str) -> Self {
        serde_html_form::from_str(address).unwrap_or_default()
    }

    pub fn address(&self) -> String {
        serde_html_form::to_string(self).unwrap_or_default()
    }

    pub fn at_page(&self, page: i64) -> String {
        Self { page, ..self.clone() }.address()
    }

    pub fn parted(&self) -> Option<Parted> {
        Parted::from_name(&self.by)
    }

    /// Whether every item is shown, in whatever parts.
    pub fn is_empty(&self) -> bool {
        [&self.q, &self.kind, &self.source, &self.provider, &self.month, &self.flag, &self.tag]
            .iter()
            .all(|f| f.is_empty())
    }

    /// The same, of one part alone.
    pub fn within(&self, parted: Parted, part: &str) -> Self {
        let part = if part.is_empty() { UNSAID.to_owned() } else { part.to_owned() };
        let all = Self { page: 0, by: String::new(), ..self.clone() };
        match parted {
            Parted::Kind => Self { kind: part, ..all },
            Parted::Source => Self { source: part, ..all },
            Parted::Provider => Self { provider: part, ..all },
            Parted::Year => Self { month: part, ..all },
        }
    }

    /// # Errors
    /// Where the database cannot be read.
    pub fn filter(&self, db: &mut Db, request: Id, sight: Sight) -> Result<Filter, DbError> {
        let unnamed = match self.flag.as_str() {
            "unnamed" => {
                let nobody = store::naming_nobody(db, request, &sight)?;
                nobody.into_iter().map(|(item, _)| item.to_string()).collect()
            }
            _ => Vec::new(),
        };
        let said = |of: &String| match of.as_str() {
            "" => None,
            UNSAID => Some(String::new()),
            words => Some(words.to_owned()),
        };
        Ok(Filter {
            title: self.q.trim().chars().take(200).collect(),
            kind: Category::from_name(&self.kind),
            source: said(&self.source),
            provider: said(&self.provider),
            when: when(&self.month),
            flag: self.flag.clone(),
            unnamed,
            tag: Tag::from_name(&self.tag),
            numbers: Vec::new(),
            sight,
        })
    }
}

fn when(month: &str) -> Option<When> {
    if month == UNSAID {
        return Some(When::Unsaid);
    }
    let day = |text: &str| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
    let year = day(&format!("{month}-01-01")).map(|from| (from, 12));
    let (from, months) = year.or_else(|| Some((day(&format!("{month}-01"))?, 1)))?;
    Some(When::Within(from, months_after(from, months)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(year: i32, month: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, 1).expect("a day of the calendar")
    }

    #[test]
    fn a_month_a_year_and_no_day_at_all_can_be_looked_for() {
        let march = When::Within(date(2019, 3), date(2019, 4));
        let year = When::Within(date(2019, 1), date(2020, 1));

        assert_eq!(when("2019-03"), Some(march));
        assert_eq!(when("2019"), Some(year));
        assert_eq!(when("-"), Some(When::Unsaid));
        assert_eq!(when("soon"), None);
    }

    #[test]
    fn an_address_is_read_as_it_was_written() {
        let looked = Looked {
            q: "visit & report".into(),
            month: "2019".into(),
            by: "source".into(),
            ..Looked::default()
        };

        assert_eq!(Looked::read(&looked.address()), looked);
        assert_eq!(Looked::read("page=many"), Looked::default());
    }

    #[test]
    fn one_part_of_a_list_is_looked_for_beside_what_was_looked_for_already() {
        let looked = Looked { q: "note".into(), by: "source".into(), page: 3, ..Looked::default() };

        let school = looked.within(Parted::Source, "School");
        let unsaid = looked.within(Parted::Provider, "");

        assert_eq!((school.q.as_str(), school.source.as_str(), school.page), ("note", "School", 0));
        assert_eq!(unsaid.provider, UNSAID);
    }
}
