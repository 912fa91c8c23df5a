//! What somebody says is wrong, in their own words. Nothing of it is rephrased or trimmed: only the
//! ends of lines are made alike.

use crate::problem::Invalid;

const LONGEST: usize = 10_000;

/// A contested passage as it is sent in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Passage {
    /// Where it stands, as the person can tell: "D12-p3", "the letter to my school".
    pub place: String,
    /// What it says now.
    pub says: String,
    pub should_say: String,
    /// A statement to be kept with the record whatever is decided.
    pub statement: String,
}

/// The fields of a form that is about a passage.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CorrectionForm {
    pub place: String,
    pub says: String,
    pub should_say: String,
    pub statement: String,
}

fn words(field: &'static str, words: &str, ask: Option<&str>) -> Result<String, Invalid> {
    let words = words.replace("\r\n", "\n");
    if words.trim().is_empty() {
        return match ask {
            Some(ask) => Err(Invalid::new(field, ask)),
            None => Ok(String::new()),
        };
    }
    if words.chars().count() > LONGEST || words.contains('\0') {
        return Err(Invalid::new(field, "use 10,000 letters or fewer"));
    }
    Ok(words)
}

impl CorrectionForm {
    /// Reads the fields; every one that cannot be taken is named.
    ///
    /// # Errors
    /// The fields that cannot be taken, in the order of the form.
    pub fn read(&self) -> Result<Passage, Vec<Invalid>> {
        let mut wrong = Vec::new();
        let mut take = |read: Result<String, Invalid>| {
            read.unwrap_or_else(|invalid| {
                wrong.push(invalid);
                String::new()
            })
        };
        let passage = Passage {
            place: take(words(
                "place",
                &self.place,
                Some("say where it stands, as well as you can"),
            )),
            says: take(words("says", &self.says, Some("say what the record says now"))),
            should_say: take(words("should_say", &self.should_say, Some("say what it should say"))),
            statement: take(words("statement", &self.statement, None)),
        };
        if wrong.is_empty() { Ok(passage) } else { Err(wrong) }
    }
}

/// Whether the author named on an item is this member of staff. Names are compared as words, since
/// records say "J. Field", "Jo Field, social worker" and "FIELD Jo".
pub fn wrote(author: &str, name: &str) -> bool {
    let parts = |text: &str| -> Vec<String> {
        text.to_lowercase()
            .split(|c: char| !c.is_alphanumeric())
            .filter(|part| !part.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let (author, name) = (parts(author), parts(name));
    let (Some(family), Some(first)) = (name.last(), name.first()) else { return false };
    let initial: String = first.chars().take(1).collect();
    author.contains(family)
        && author.iter().any(|part| part != family && (part == first || *part == initial))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_the_person_are_kept_as_they_wrote_them() {
        let form = CorrectionForm {
            place: "D12-p3".into(),
            says: "  I was 'difficult'.".into(),
            should_say: "i was not,\r\n  i was SCARED  ".into(),
            statement: String::new(),
        };

        let passage = form.read().expect("nothing is missing");

        assert_eq!(passage.should_say, "i was not,\n  i was SCARED  ");
        assert_eq!(passage.says, "  I was 'difficult'.");
    }

    #[test]
    fn an_empty_form_names_what_is_missing() {
        let missing: Vec<&str> = CorrectionForm::default()
            .read()
            .map_or_else(|wrong| wrong.iter().map(|w| w.field).collect(), |_| vec![]);

        assert_eq!(missing, ["place", "says", "should_say"]);
    }

    #[test]
    fn an_author_is_known_however_the_record_writes_the_name() {
        for author in ["Jo Field", "J. Field", "FIELD Jo", "Jo Field, social worker, Hill House"] {
            assert!(wrote(author, "Jo Field"), "{author}");
        }
        for author in ["", "Ann Field", "Jo Marsh", "Field Road School"] {
            assert!(!wrote(author, "Jo Field"), "{author}");
        }
    }
}
