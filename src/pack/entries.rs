//! What the chronology tells of an entry, beside its day and title.

use super::discreet::Covered;
use crate::records::Entry;

/// An entry in the chronology.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EntryTold {
    /// `14:30`, or empty.
    pub time: String,
    /// What there is to say, each under its name.
    pub parts: Vec<(&'static str, String)>,
}

impl EntryTold {
    /// Of a document that carries marks the time alone is told: a summary of it could say what they
    /// cover in other words.
    pub fn of(entry: Option<&Entry>, marked: bool, covered: &Covered) -> Self {
        let Some(entry) = entry else { return Self::default() };
        let time = entry.at_time.clone();
        if marked {
            return Self { time, parts: Vec::new() };
        }
        let parts = [
            ("Present:", &entry.present),
            ("Discussed:", &entry.discussion),
            ("Decided:", &entry.decisions),
        ];
        let told = parts.into_iter().filter(|(_, words)| !words.is_empty());
        Self { time, parts: told.map(|(name, words)| (name, covered.discreet(words))).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry() -> Entry {
        Entry {
            at_time: "14:30".into(),
            present: "Tom Ashworth".into(),
            discussion: String::new(),
            decisions: "To visit again".into(),
        }
    }

    #[test]
    fn an_entry_is_told_with_what_it_holds() {
        let told = EntryTold::of(Some(&entry()), false, &Covered::default());

        assert_eq!(told.time, "14:30");
        assert_eq!(
            told.parts,
            [("Present:", "Tom Ashworth".to_owned()), ("Decided:", "To visit again".to_owned())]
        );
    }

    #[test]
    fn of_a_marked_document_only_the_time_is_told() {
        let told = EntryTold::of(Some(&entry()), true, &Covered::default());

        assert_eq!(told, EntryTold { time: "14:30".into(), parts: Vec::new() });
    }
}
