//! The words of a letter with its blanks. There is no logic in them: a paragraph whose blank stays
//! empty falls out, and that is all that happens (WEB-05).

use std::collections::BTreeMap;

use super::field::{Field, Shape};
use super::kind::LetterKind;
use super::language::Language;
use crate::calendar::Date;
use crate::problem::Invalid;

const LONGEST_SUBJECT: usize = 150;
const LONGEST_BODY: usize = 20_000;

/// Subject and body as somebody wrote them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wording {
    pub subject: String,
    pub body: String,
}

/// What a blank is filled with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    Words(String),
    Day(Date),
}

/// What is known for a letter.
#[derive(Debug, Clone, Default)]
pub struct Values(BTreeMap<Field, Value>);

impl Values {
    #[must_use]
    pub fn with(mut self, field: Field, words: impl Into<String>) -> Self {
        self.0.insert(field, Value::Words(words.into()));
        self
    }

    #[must_use]
    pub fn on(mut self, field: Field, day: Option<Date>) -> Self {
        match day {
            Some(day) => self.0.insert(field, Value::Day(day)),
            None => self.0.remove(&field),
        };
        self
    }

    /// What `self` does not know, taken from `other`.
    #[must_use]
    pub fn or(mut self, other: Values) -> Self {
        for (field, value) in other.0 {
            self.0.entry(field).or_insert(value);
        }
        self
    }

    fn words(&self, field: Field, language: Language) -> Option<String> {
        match self.0.get(&field)? {
            Value::Day(day) => Some(language.day(*day)),
            Value::Words(words) if words.trim().is_empty() => None,
            // One line stays one line: nobody adds a header or a paragraph by a name.
            Value::Words(words) if field.shape() == Shape::Line => {
                Some(words.split_whitespace().collect::<Vec<_>>().join(" "))
            }
            Value::Words(words) => Some(words.trim().replace("\r\n", "\n")),
        }
    }
}

/// A letter whose blanks are filled: its parts in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    pub subject: String,
    pub parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    Heading(String),
    Paragraph(String),
    Bullets(Vec<String>),
    /// A section that the service makes itself.
    Section(Field),
}

/// A part of a line: words, or a blank.
enum Piece<'a> {
    Words(&'a str),
    Blank(&'a str),
}

/// Words and blanks of a text; `{{` and `}}` are braces meant as such.
fn pieces(text: &str) -> Result<Vec<Piece<'_>>, String> {
    let (mut pieces, mut rest) = (Vec::new(), text);
    while let Some(at) = rest.find(['{', '}']) {
        let (before, from) = rest.split_at(at);
        pieces.push(Piece::Words(before));
        if from.starts_with("{{") || from.starts_with("}}") {
            pieces.push(Piece::Words(&from[..1]));
            rest = &from[2..];
        } else if let Some((name, after)) = from.strip_prefix('{').and_then(|f| f.split_once('}')) {
            if name.contains('{') {
                return Err("a brace is opened and not closed".into());
            }
            pieces.push(Piece::Blank(name.trim()));
            rest = after;
        } else {
            return Err("a brace is opened and not closed, or closed and not opened".into());
        }
    }
    pieces.push(Piece::Words(rest));
    Ok(pieces)
}

fn blanks(text: &str) -> Result<Vec<&str>, String> {
    let blank = |piece| match piece {
        Piece::Blank(name) => Some(name),
        Piece::Words(_) => None,
    };
    Ok(pieces(text)?.into_iter().filter_map(blank).collect())
}

impl Wording {
    /// Reads a wording as it is shipped: `Subject: …`, an empty line, the body.
    pub fn read(text: &str) -> Self {
        let (first, body) = text.split_once('\n').unwrap_or((text, ""));
        let subject = first.strip_prefix("Subject:").unwrap_or(first).trim().to_owned();
        Self { subject, body: body.trim().to_owned() }
    }

    /// Takes what somebody wrote, where it can be used for letters of this kind.
    ///
    /// # Errors
    /// Where a blank is not known or not allowed there, or one is missing that must be there; its
    /// name is in the words.
    pub fn checked(self, kind: LetterKind) -> Result<Self, Invalid> {
        let subject = self.subject.trim().to_owned();
        let body = self.body.trim().replace("\r\n", "\n");
        if subject.is_empty() || subject.contains(['\r', '\n', '\0']) {
            return Err(Invalid::new("subject", "write a subject, in one line"));
        }
        if subject.chars().count() > LONGEST_SUBJECT {
            let words = format!("use {LONGEST_SUBJECT} letters or fewer in the subject");
            return Err(Invalid::new("subject", words));
        }
        if body.is_empty() || body.contains('\0') {
            return Err(Invalid::new("body", "write the letter"));
        }
        if body.chars().count() > LONGEST_BODY {
            return Err(Invalid::new("body", format!("use {LONGEST_BODY} letters or fewer")));
        }
        for name in blanks(&subject).map_err(|words| Invalid::new("subject", words))? {
            let field = known(kind, name).map_err(|words| Invalid::new("subject", words))?;
            if !field.fits_subject() {
                let words = format!(
                    "{{{name}}} cannot stand in the subject: lists and mail programs show that"
                );
                return Err(Invalid::new("subject", words));
            }
        }
        let mut used = Vec::new();
        for paragraph in body.split("\n\n") {
            for name in blanks(paragraph).map_err(|words| Invalid::new("body", words))? {
                let field = known(kind, name).map_err(|words| Invalid::new("body", words))?;
                if field.shape() == Shape::Section && paragraph.trim() != format!("{{{name}}}") {
                    let words = format!(
                        "{{{name}}} is a whole section: it stands alone, between empty lines"
                    );
                    return Err(Invalid::new("body", words));
                }
                used.push(field);
            }
        }
        if let Some(missing) = kind.required().iter().find(|field| !used.contains(field)) {
            let words = format!(
                "{{{}}} is missing: a letter of this kind must say {}",
                missing.name(),
                missing.words()
            );
            return Err(Invalid::new("body", words));
        }
        Ok(Self { subject, body })
    }

    /// Fills the blanks.
    ///
    /// # Errors
    /// Names the first field without which the letter cannot go.
    pub fn filled(
        &self,
        kind: LetterKind,
        values: &Values,
        language: Language,
    ) -> Result<Filled, Field> {
        for field in kind.required() {
            if field.shape() != Shape::Section && values.words(*field, language).is_none() {
                return Err(*field);
            }
        }
        let subject = line(&self.subject, kind, values, language).unwrap_or_default();
        let mut parts = Vec::new();
        for paragraph in self.body.split("\n\n").map(str::trim).filter(|one| !one.is_empty()) {
            if let Some(section) = section(paragraph) {
                parts.push(Part::Section(section));
            } else if let Some(heading) = paragraph.strip_prefix("# ") {
                parts.extend(line(heading, kind, values, language).map(Part::Heading));
            } else if paragraph.starts_with("- ") {
                let points = paragraph.lines().filter_map(|point| {
                    line(point.trim_start_matches("- "), kind, values, language)
                });
                parts.push(Part::Bullets(points.collect()));
            } else if let Some(words) = line(paragraph, kind, values, language) {
                // Somebody's own words may hold paragraphs of their own.
                parts.extend(words.split("\n\n").map(|one| Part::Paragraph(one.trim().to_owned())));
            }
        }
        parts.retain(|part| !matches!(part, Part::Bullets(points) if points.is_empty()));
        Ok(Filled { subject, parts })
    }

    /// The body as it reads with the samples of its fields: what is measured.
    pub fn with_samples(&self) -> String {
        let sampled = |piece| match piece {
            Piece::Words(words) => words.to_owned(),
            Piece::Blank(name) => Field::from_name(name).map_or("", Field::sample).to_owned(),
        };
        let pieces = pieces(&self.body).unwrap_or_default();
        pieces.into_iter().map(sampled).collect()
    }

    /// The body without its fields: what its author wrote.
    pub fn own_words(&self) -> String {
        let own = |piece| match piece {
            Piece::Words(words) => words.to_owned(),
            Piece::Blank(_) => " ".to_owned(),
        };
        let text = format!("{}\n{}", self.subject, self.body);
        pieces(&text).unwrap_or_default().into_iter().map(own).collect()
    }
}

fn known(kind: LetterKind, name: &str) -> Result<Field, String> {
    let field = Field::from_name(name)
        .ok_or_else(|| format!("{{{name}}} is no field; choose one of the list"))?;
    if kind.fields().contains(&field) {
        Ok(field)
    } else if field.shape() == Shape::Case && !kind.reach().bears_case_words() {
        Err(format!("{{{name}}} tells of the case, and this travels by e-mail or telephone"))
    } else {
        Err(format!("{{{name}}} is not known for a letter of this kind"))
    }
}

fn section(paragraph: &str) -> Option<Field> {
    let field = Field::from_name(paragraph.strip_prefix('{')?.strip_suffix('}')?)?;
    (field.shape() == Shape::Section).then_some(field)
}

/// A line with its blanks filled; `None` where one of them stays empty.
fn line(text: &str, kind: LetterKind, values: &Values, language: Language) -> Option<String> {
    let mut words = String::new();
    for piece in pieces(text).ok()? {
        match piece {
            Piece::Words(piece) => words.push_str(piece),
            Piece::Blank(name) => {
                let field = known(kind, name).ok()?;
                words.push_str(&values.words(field, language)?);
            }
        }
    }
    Some(words)
}

impl Filled {
    /// A letter as it was kept.
    pub fn read(subject: &str, kept: &str) -> Self {
        let part = |paragraph: &str| match paragraph.strip_prefix("# ") {
            Some(heading) => Part::Heading(heading.to_owned()),
            None if paragraph.starts_with("- ") => Part::Bullets(
                paragraph.lines().map(|p| p.trim_start_matches("- ").to_owned()).collect(),
            ),
            None => Part::Paragraph(paragraph.to_owned()),
        };
        let parts = kept.split("\n\n").map(str::trim).filter(|one| !one.is_empty()).map(part);
        Self { subject: subject.to_owned(), parts: parts.collect() }
    }

    /// As it is kept: its text, headings marked.
    pub fn kept(&self) -> String {
        self.lines("# ")
    }

    /// As plain text: a mail, or a letter to be read out.
    pub fn text(&self) -> String {
        self.lines("")
    }

    fn lines(&self, heading: &str) -> String {
        let mut text = String::new();
        for part in &self.parts {
            match part {
                Part::Heading(words) => text.push_str(&format!("{heading}{words}")),
                Part::Paragraph(words) => text.push_str(words),
                Part::Bullets(points) => {
                    let points: Vec<String> = points.iter().map(|p| format!("- {p}")).collect();
                    text.push_str(&points.join("\n"));
                }
                Part::Section(field) => text.push_str(&format!("[{}]", field.words())),
            }
            text.push_str("\n\n");
        }
        format!("{}\n", text.trim_end())
    }
}

#[cfg(test)]
#[path = "wording_tests.rs"]
mod tests;
