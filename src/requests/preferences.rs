//! How somebody would like to be written to: asked once, kept with the request, and heeded by every
//! letter and by the pack.

use crate::calendar::{Date, months_after};
use crate::closed::closed_list;
use crate::law::RequesterKind;
use crate::letters::Language;
use crate::people::Subject;
use crate::problem::Invalid;

closed_list! {
    /// The language somebody reads best.
    Spoken {
        English, "en", "English";
        Welsh, "cy", "Welsh (Cymraeg)";
        Other, "other", "Another language";
    }
}

closed_list! {
    /// The form in which somebody reads best.
    Format {
        Standard, "standard", "Ordinary print";
        LargePrint, "large_print", "Large print (16 point)";
        EasyRead, "easy_read", "Easy read: short sentences with pictures";
        Audio, "audio", "Read out and recorded";
        Braille, "braille", "Braille";
    }
}

/// What somebody asked for. Policies: the answer comes in the preferred language and way, with an
/// interpreter where needed; people with communication needs get equal access (Equality Act 2010
/// s.20).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preferences {
    pub language: Spoken,
    /// Which, where it is another one.
    pub other_language: String,
    pub format: Format,
    pub interpreter: bool,
    /// Somebody beside them while they read.
    pub reader: bool,
    /// The pack in parts, one after the other.
    pub staged: bool,
    /// Considered before a child's record is shared.
    pub childs_language: String,
    pub carers_language: String,
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            language: Spoken::English,
            other_language: String::new(),
            format: Format::Standard,
            interpreter: false,
            reader: false,
            staged: false,
            childs_language: String::new(),
            carers_language: String::new(),
        }
    }
}

impl Preferences {
    /// What somebody's own words ask for, where they were not asked in choices.
    pub fn of_words(needs: &str) -> Self {
        let needs = needs.to_lowercase();
        let large = needs.contains("large print");
        Self {
            format: if large { Format::LargePrint } else { Format::Standard },
            language: if needs.contains("welsh") { Spoken::Welsh } else { Spoken::English },
            ..Self::default()
        }
    }

    /// # Errors
    /// Where another language is chosen and not named, or a field is too long.
    pub fn checked(self) -> Result<Self, Invalid> {
        let line = |field, text: &str| {
            let text = text.trim();
            if text.chars().count() > 100 || text.contains(['\r', '\n', '\0']) {
                Err(Invalid::new(field, "use one line of 100 letters or fewer"))
            } else {
                Ok(text.to_owned())
            }
        };
        let other_language = line("other_language", &self.other_language)?;
        if self.language == Spoken::Other && other_language.is_empty() {
            return Err(Invalid::new("other_language", "name the language"));
        }
        Ok(Self {
            other_language,
            childs_language: line("childs_language", &self.childs_language)?,
            carers_language: line("carers_language", &self.carers_language)?,
            ..self
        })
    }

    /// The language of the catalogue that letters are written in.
    pub const fn letters_in(&self) -> Language {
        match self.language {
            Spoken::English | Spoken::Other => Language::English,
            Spoken::Welsh => Language::Welsh,
        }
    }

    pub fn large_print(&self) -> bool {
        self.format == Format::LargePrint
    }

    /// What is out of the ordinary, in words: for the top of every page of the request.
    pub fn notable(&self) -> Vec<String> {
        let mut all = Vec::new();
        match self.language {
            Spoken::English => {}
            Spoken::Welsh => all.push("Writes and reads in Welsh".to_owned()),
            Spoken::Other => all.push(format!("Reads best in {}", self.other_language)),
        }
        if self.format != Format::Standard {
            all.push(self.format.words().to_owned());
        }
        for (asked, words) in [
            (self.interpreter, "Interpreter"),
            (self.reader, "Somebody beside them while they read"),
            (self.staged, "The pack in parts"),
        ] {
            if asked {
                all.push(words.to_owned());
            }
        }
        all
    }

    pub fn first_languages_known(&self) -> bool {
        !self.childs_language.is_empty() && !self.carers_language.is_empty()
    }
}

/// Whether a child's record is shared, so that the first language of the child and of the carers is
/// considered before (child care recording policy).
pub fn is_of_a_child(requester: &str, subject: Option<&Subject>, today: Date) -> bool {
    let asks = RequesterKind::from_name(requester).is_some_and(|kind| {
        [RequesterKind::ChildCompetent, RequesterKind::ParentPr, RequesterKind::ParentNoPr]
            .contains(&kind)
    });
    let under_18 = subject
        .and_then(|subject| subject.born_on)
        .and_then(|born| months_after(born, 18 * 12))
        .is_some_and(|grown| today < grown);
    asks || under_18
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_language_is_named() {
        let unnamed = Preferences { language: Spoken::Other, ..Preferences::default() };

        assert_eq!(unnamed.checked().map_err(|e| e.field).err(), Some("other_language"));
    }

    #[test]
    fn what_is_ordinary_is_not_shown() {
        assert!(Preferences::default().notable().is_empty());
        let rowan =
            Preferences { interpreter: true, ..Preferences::of_words("Large print, please") };
        assert_eq!(rowan.notable(), ["Large print (16 point)", "Interpreter"]);
    }

    #[test]
    fn a_record_is_a_childs_until_the_eighteenth_birthday() {
        let subject = |born: &str| Subject {
            id: crate::db::Id::new(),
            name: "Kit".into(),
            born_on: born.parse().ok(),
            number: String::new(),
            other_names: String::new(),
        };
        let today: Date = "2026-11-21".parse().expect("a day");

        assert!(is_of_a_child("solicitor", Some(&subject("2008-11-22")), today));
        assert!(!is_of_a_child("solicitor", Some(&subject("2008-11-21")), today));
        assert!(is_of_a_child("parent_pr", None, today));
    }
}
