//! What helps to read the pack: who is who in it, and what its abbreviations mean. Only of words that
//! the requester will read: nothing that stands under a mark anywhere is named.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use candour_redaction::geometry::Quad;
use candour_redaction::read::Word;

use super::discreet::Covered;
use super::letters::Front;
use crate::paper::{Block, Column, Document, Level, Run, Table, plain};
use crate::people::{Person, PersonKind};
use crate::review::covers;

/// Abbreviations of social care, health and education, in plain words.
static KNOWN: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    serde_json::from_str(include_str!("abbreviations.json"))
        .expect("a test reads the list of abbreviations")
});

/// Where something was first read: document and page.
type Place = (i64, i64);

/// What the released words name.
#[derive(Debug, Default)]
pub struct Told {
    /// By place in the circle that [`Told::of`] was given.
    people: BTreeMap<usize, Place>,
    abbreviations: BTreeMap<&'static str, Place>,
    names: Vec<Vec<Vec<String>>>,
}

impl Told {
    /// Nothing yet, of these people.
    pub fn of(circle: &[Person]) -> Self {
        let spelt = |name: &str| words_of(name).map(str::to_lowercase).collect::<Vec<_>>();
        let names = circle
            .iter()
            .map(|person| {
                let all = std::iter::once(&person.name).chain(&person.aliases);
                all.map(|name| spelt(name)).filter(|name| !name.is_empty()).collect()
            })
            .collect();
        Self { names, ..Self::default() }
    }

    /// Takes in a page of a released document, but for what its marks cover.
    pub fn take(&mut self, place: Place, words: &[Word], marks: &[Quad]) {
        let shown = words.iter().filter(|w| !marks.iter().any(|mark| covers(mark, &w.quad)));
        let parts: Vec<&str> = shown.flat_map(|word| words_of(&word.text)).collect();
        for part in &parts {
            if let Some((abbreviation, _)) = KNOWN.get_key_value(*part) {
                self.abbreviations.entry(abbreviation).or_insert(place);
            }
        }
        let parts: Vec<String> = parts.into_iter().map(str::to_lowercase).collect();
        for (at, names) in self.names.iter().enumerate() {
            let stands = |name: &Vec<String>| parts.windows(name.len()).any(|w| w == name);
            if !self.people.contains_key(&at) && names.iter().any(stands) {
                self.people.insert(at, place);
            }
        }
    }

    /// The people who are named and nowhere masked, with what may be said of them: the work of a
    /// professional; of others the name alone, since what they are to the person is not from the
    /// pack.
    fn who<'a>(&self, circle: &'a [Person], covered: &Covered) -> Vec<(&'a Person, String, Place)> {
        self.people
            .iter()
            .filter_map(|(at, place)| Some((circle.get(*at)?, *place)))
            .filter(|(person, _)| covered.discreet(&person.name) == person.name)
            .map(|(person, place)| {
                let work = [&person.relation, &person.organisation];
                let said = match person.kind {
                    PersonKind::Professional => work
                        .into_iter()
                        .filter(|part| !part.is_empty())
                        .map(|part| covered.discreet(part))
                        .collect::<Vec<_>>()
                        .join(", "),
                    PersonKind::ThirdParty => String::new(),
                };
                (person, said, place)
            })
            .collect()
    }
}

/// The parts of a text that can be names or abbreviations, as they are written.
fn words_of(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty())
}

impl Front<'_> {
    /// Who is who, and what the abbreviations mean.
    pub fn guide(&self, told: &Told, circle: &[Person], covered: &Covered) -> Document {
        let first = |(number, page): Place| plain(format!("D{number}-p{page}"));
        let heading = |text: &str| Block::Heading { level: Level::One, text: text.into() };
        let mut blocks = vec![heading("Who is who")];
        let who = told.who(circle, covered);
        if who.is_empty() {
            blocks.push(Block::Paragraph(plain("We have no list of the people in these pages.")));
        } else {
            blocks.push(Block::Table(Table {
                caption: None,
                columns: vec![
                    Column::new("Name", 40),
                    Column::new("Who they were", 44),
                    Column::right("First on", 16),
                ],
                rows: who
                    .into_iter()
                    .map(|(person, said, place)| {
                        vec![vec![Run::bold(&person.name)], plain(said), first(place)]
                    })
                    .collect(),
            }));
        }
        blocks.push(heading("Short words explained"));
        if told.abbreviations.is_empty() {
            blocks.push(Block::Paragraph(plain("There are none that we know of.")));
        } else {
            blocks.push(Block::Table(Table {
                caption: None,
                columns: vec![
                    Column::new("Written", 16),
                    Column::new("Means", 68),
                    Column::right("First on", 16),
                ],
                rows: told
                    .abbreviations
                    .iter()
                    .map(|(short, place)| {
                        vec![vec![Run::bold(*short)], plain(&KNOWN[*short]), first(*place)]
                    })
                    .collect(),
            }));
        }
        self.document("Who is who, and short words explained", blocks)
    }
}

#[cfg(test)]
mod tests {
    use candour_redaction::geometry::Rect;

    use super::*;
    use crate::db::Id;

    fn person(name: &str, kind: PersonKind, relation: &str) -> Person {
        Person {
            id: Id::new(),
            kind,
            name: name.into(),
            relation: relation.into(),
            organisation: String::new(),
            safeguarding: false,
            note: String::new(),
            aliases: Vec::new(),
            removed_at: None,
        }
    }

    /// Words in a row, ten points each.
    fn page(text: &str) -> Vec<Word> {
        text.split(' ')
            .enumerate()
            .map(|(n, word)| Word {
                text: word.into(),
                quad: Rect::new(n as f64 * 10.0, 0.0, n as f64 * 10.0 + 9.0, 10.0).into(),
                line: 0,
                invisible: false,
            })
            .collect()
    }

    fn over(first: usize, last: usize) -> Quad {
        Rect::new(first as f64 * 10.0, 0.0, last as f64 * 10.0 + 9.0, 10.0).into()
    }

    #[test]
    fn who_is_named_and_nowhere_masked_is_listed() {
        let circle = [
            person("Tom Ashworth", PersonKind::Professional, "Social worker"),
            person("Diane Kershaw", PersonKind::ThirdParty, "Neighbour who rang"),
            person("Lee Marsh", PersonKind::ThirdParty, "Uncle"),
            person("Una Absent", PersonKind::Professional, "Nurse"),
        ];
        let (mut told, mut covered) = (Told::of(&circle), Covered::default());
        let one = page("Tom Ashworth, SW, saw Diane Kershaw and Lee Marsh.");
        told.take((1, 1), &one, &[]);
        let two = page("Diane Kershaw rang.");
        told.take((2, 1), &two, &[over(0, 1)]);
        covered.take(&two, &[over(0, 1)]);

        let who = told.who(&circle, &covered);

        let listed: Vec<_> = who.iter().map(|(p, said, at)| (&*p.name, &**said, *at)).collect();
        assert_eq!(listed, [("Tom Ashworth", "Social worker", (1, 1)), ("Lee Marsh", "", (1, 1))]);
        assert_eq!(told.abbreviations.keys().copied().collect::<Vec<_>>(), ["SW"]);
    }

    #[test]
    fn what_stands_only_under_a_mark_is_not_told() {
        let circle = [person("Lee Marsh", PersonKind::ThirdParty, "Uncle")];
        let mut told = Told::of(&circle);

        told.take((1, 1), &page("Lee Marsh, CAMHS"), &[over(0, 2)]);

        assert!(told.people.is_empty() && told.abbreviations.is_empty());
    }

    #[test]
    fn abbreviations_are_few_letters_and_their_meaning_is_a_sentence_part() {
        assert!(KNOWN.len() > 90);
        for (short, meaning) in KNOWN.iter() {
            assert!((2..=7).contains(&short.len()), "{short}");
            assert!(meaning.len() > 6 && !meaning.ends_with('.'), "{meaning}");
        }
    }
}
