//! Looking through the words of an item for the person the record is about: name, day of birth,
//! number; and for names spelt nearly alike. Pure, and one step a word: it holds the last few only.

use std::collections::{BTreeSet, VecDeque};

use super::near::{Likeness, likeness};
use crate::calendar::Date;

/// Spellings that are kept of one item. A list of a whole class would have no end.
const MOST_VARIANTS: usize = 20;
/// A number may be written in so many parts: "943 476 5919".
const MOST_PARTS: usize = 4;
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Who is looked for.
#[derive(Debug, Clone, Default)]
pub struct Sought {
    /// First name and last name of each of theirs; those of one word stand as both.
    names: Vec<(String, String)>,
    born: Option<(u32, u32, i32)>,
    number: String,
}

impl Sought {
    pub fn of(names: &[&str], born: Option<Date>, number: &str) -> Self {
        use chrono::Datelike as _;
        let names = names
            .iter()
            .filter_map(|name| {
                let parts: Vec<String> = name.split_whitespace().map(plain).collect();
                Some((parts.first()?.clone(), parts.last()?.clone()))
            })
            .collect();
        let born = born.map(|day| (day.day(), day.month(), day.year()));
        Self { names, born, number: plain(number) }
    }
}

/// What an item says of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Seen {
    pub named: bool,
    pub born: bool,
    pub numbered: bool,
    /// As they are written: "Rowan Hayle".
    pub variants: BTreeSet<String>,
}

impl Seen {
    pub fn is_nobody(&self) -> bool {
        !self.named && !self.born && !self.numbered
    }
}

#[derive(Debug)]
struct Part {
    plain: String,
    shown: String,
    capital: bool,
    /// A comma follows: "Hale, Rowan".
    comma: bool,
    /// A sentence ends here: "Kerry Hale. Jordan slept."
    stop: bool,
}

/// Looks word by word.
pub struct Look<'a> {
    sought: &'a Sought,
    seen: Seen,
    last: VecDeque<Part>,
}

impl<'a> Look<'a> {
    pub fn new(sought: &'a Sought) -> Self {
        Self { sought, seen: Seen::default(), last: VecDeque::new() }
    }

    pub fn word(&mut self, word: &str) {
        let within = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '’');
        for shown in word.split(|c| !within(c)) {
            let shown = shown.trim_matches(['\'', '’']);
            let shown = shown.strip_suffix("'s").or(shown.strip_suffix("’s")).unwrap_or(shown);
            if shown.is_empty() {
                continue;
            }
            self.last.push_back(Part {
                plain: plain(shown),
                shown: shown.to_owned(),
                capital: shown.starts_with(char::is_uppercase),
                comma: word.ends_with(','),
                stop: shown.chars().count() > 1 && word.ends_with(['.', '!', '?', ';', ':']),
            });
            if self.last.len() > MOST_PARTS {
                self.last.pop_front();
            }
            self.look();
        }
    }

    pub fn seen(self) -> Seen {
        self.seen
    }

    /// What the newest part, with those before it, says.
    fn look(&mut self) {
        let Some(newest) = self.last.back() else { return };
        let sought = self.sought;
        if newest.capital {
            let named =
                |(first, last): &(String, String)| newest.plain == *first || newest.plain == *last;
            self.seen.named |= sought.names.iter().any(named);
        }
        self.seen.numbered |= !sought.number.is_empty() && self.is_number();
        self.seen.born |= self.is_day();
        if let Some(variant) = self.variant()
            && self.seen.variants.len() < MOST_VARIANTS
        {
            self.seen.variants.insert(variant);
        }
    }

    fn is_number(&self) -> bool {
        let mut joined = String::new();
        self.last.iter().rev().any(|part| {
            joined.insert_str(0, &part.plain);
            joined == self.sought.number
        })
    }

    fn is_day(&self) -> bool {
        let Some(born) = self.sought.born else { return false };
        let mut newest = self.last.iter().rev();
        let (Some(c), Some(b), Some(a)) = (newest.next(), newest.next(), newest.next()) else {
            return false;
        };
        is_written(born, [&a.plain, &b.plain, &c.plain])
            || is_written(born, [&c.plain, &b.plain, &a.plain])
    }

    fn variant(&self) -> Option<String> {
        let mut newest = self.last.iter().rev();
        let (b, a) = (newest.next()?, newest.next()?);
        if !(a.capital && b.capital) || a.stop {
            return None;
        }
        let names = self.sought.names.iter().filter(|(first, last)| first != last);
        let mut near = false;
        for (first, last) in names {
            let in_turn = (likeness(&a.plain, first), likeness(&b.plain, last));
            let about = (likeness(&b.plain, first), likeness(&a.plain, last));
            use Likeness::{Near, Same};
            match (in_turn, about) {
                ((Same, Same), _) => return None,
                (_, (Same, Same)) if a.comma => return None,
                (_, (Same, Same))
                | ((Same | Near, Same | Near), _)
                | (_, (Same | Near, Same | Near)) => near = true,
                _ => {}
            }
        }
        near.then(|| format!("{} {}", a.shown, b.shown))
    }
}

/// Letters and digits, in lower case.
fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether these parts are this day: day, month and year, the year in two digits or four.
fn is_written((day, month, year): (u32, u32, i32), [d, m, y]: [&str; 3]) -> bool {
    let digits = d.trim_end_matches(|c: char| c.is_ascii_lowercase());
    let same_month = m.parse() == Ok(month)
        || (m.len() >= 3
            && MONTHS.iter().position(|name| name.starts_with(m)) == Some(month as usize - 1));
    let same_year =
        y.parse() == Ok(year) || (y.len() == 2 && y.parse() == Ok(year.rem_euclid(100)));
    digits.parse() == Ok(day) && same_month && same_year
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str) -> Seen {
        let born = Date::from_ymd_opt(2009, 3, 2);
        let sought = Sought::of(&["Rowan Jo Hale", "Ro Pryce"], born, "ID 943-476");
        let mut look = Look::new(&sought);
        text.split_whitespace().for_each(|word| look.word(word));
        look.seen()
    }

    fn variants(text: &str) -> Vec<String> {
        seen(text).variants.into_iter().collect()
    }

    #[test]
    fn an_item_names_the_person_by_name_day_of_birth_or_number() {
        assert!(seen("Rowan’s visit").named && seen("(Hale)").named && seen("Ms Pryce").named);
        for day in ["born 02/03/2009", "2nd March 2009", "2 Mar 09", "2009-03-02", "2.3.09"] {
            assert!(seen(day).born, "{day}");
        }
        assert!(!seen("3/2/2009").born && !seen("2 March 2010").born);
        assert!(seen("id 943 476").numbered && seen("ID943476.").numbered);
        assert!(!seen("943 4760").numbered);
        assert!(seen("The boiler was mended in the hale and hearty town").is_nobody());
    }

    #[test]
    fn who_is_spelt_nearly_alike_is_a_variant() {
        assert_eq!(
            variants("We saw Rowan Hayle and Rowen Hale today."),
            ["Rowan Hayle", "Rowen Hale"]
        );
        assert_eq!(variants("HALE ROWAN came"), ["HALE ROWAN"]);
    }

    #[test]
    fn the_name_itself_and_other_people_are_no_variants() {
        for text in [
            "Rowan Hale",
            "Hale, Rowan",
            "rowan hayle",
            "Owen Hale",
            "Rowan Price",
            "Dana Hayle",
            "Dana Hale. Rowan slept",
        ] {
            assert!(variants(text).is_empty(), "{text}: {:?}", variants(text));
        }
    }

    #[test]
    fn only_the_last_few_words_are_held_however_many_come() {
        let sought = Sought::of(&["Rowan Hale"], None, "");
        let mut look = Look::new(&sought);

        for n in 0..50_000 {
            look.word(if n % 2 == 0 { "Rowan" } else { "Hayle" });
            assert!(look.last.len() <= MOST_PARTS);
        }

        assert_eq!(look.seen().variants.len(), 2);
    }
}
