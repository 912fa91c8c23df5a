//! Which documents there are, and what is known of each.

use crate::calendar::Date;
use crate::paper::PaperProblem;
use crate::records::describe::Described;

use super::teller::Teller;
use super::{letters, papers, pictures};

const PLAN: &str = include_str!("texts/plan.txt");

/// A file as it lies in some cabinet, and what a person who sorts it would say of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoFile {
    pub name: String,
    pub bytes: Vec<u8>,
    pub facts: Described,
}

/// Why there is no demonstration record.
#[derive(Debug, thiserror::Error)]
pub enum NotWritten {
    #[error("a page could not be set: {0}")]
    Paper(#[from] PaperProblem),
    #[error("a page could not be drawn: {0}")]
    Drawn(String),
    #[error("a picture could not be written: {0}")]
    Picture(#[from] image::ImageError),
    #[error("a file could not be packed: {0}")]
    Packed(#[from] zip::result::ZipError),
    #[error("a file could not be packed: {0}")]
    Kept(#[from] std::io::Error),
    #[error("the plan of the record cannot be read: {0}")]
    Plan(String),
}

/// One line of the plan.
#[derive(Debug, Clone)]
pub struct Sheet {
    pub on: Date,
    pub recorded: Date,
    pub name: String,
    pub kind: String,
    pub form: String,
    pub size: usize,
    pub author: String,
    pub provider: String,
    pub flag: String,
}

impl Sheet {
    fn read(line: &str) -> Option<Sheet> {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let [on, recorded, name, kind, form, size, author, provider, flag] = cells.as_slice()
        else {
            return None;
        };
        Some(Sheet {
            on: on.parse().ok()?,
            recorded: recorded.parse().ok()?,
            name: (*name).into(),
            kind: (*kind).into(),
            form: (*form).into(),
            size: size.parse().ok()?,
            author: (*author).into(),
            provider: (*provider).into(),
            flag: (*flag).into(),
        })
    }

    /// The name without its date and ending.
    pub(super) fn title(&self) -> String {
        let (stem, _) = self.name.rsplit_once('.').unwrap_or((&self.name, ""));
        let title = stem.trim_start_matches("Copy of ");
        let dated = title.get(..4).is_some_and(|year| year.bytes().all(|b| b.is_ascii_digit()));
        if dated { title.get(11..).unwrap_or(title).to_owned() } else { title.to_owned() }
    }

    fn facts(&self) -> Described {
        let told = ["hearsay", "family"].contains(&self.flag.as_str())
            || ["conversation", "outside_report", "referral"].contains(&self.kind.as_str());
        let sensitive = [
            "health",
            "outside_report",
            "protection_conference",
            "strategy_discussion",
            "childs_voice",
        ];
        let topics: Vec<String> = match self.kind.as_str() {
            "health" => vec!["health".into()],
            "childs_voice" => vec!["wishes".into()],
            kind if sensitive.contains(&kind) => vec!["third_party".into()],
            _ => Vec::new(),
        };
        let level_reason = match self.kind.as_str() {
            "health" => "His own health, and no more of it than the plan needs.",
            "anonymous_concern" => "Whoever gave it could be found out and come to harm.",
            _ => "",
        };
        let level = match self.kind.as_str() {
            "anonymous_concern" => "highly_sensitive",
            kind if sensitive.contains(&kind) => "sensitive",
            _ => "confidential",
        };
        Described {
            title: self.title(),
            kind: self.kind.clone(),
            author: self.author.clone(),
            provider: self.provider.clone(),
            source: if self.provider == "Northmoor Council" {
                "Case system"
            } else {
                "Paper file, box 2"
            }
            .into(),
            event_on: self.on.to_string(),
            recorded_on: self.recorded.to_string(),
            level: level.into(),
            level_reason: level_reason.into(),
            topics,
            traits: Vec::new(),
            period: String::new(),
            given: match self.kind.as_str() {
                "anonymous_concern" => "given_in_confidence".into(),
                _ => String::new(),
            },
            hand: if told { "third_party" } else { "first_hand" }.into(),
        }
    }
}

pub(super) fn documents() -> Result<Vec<DemoFile>, NotWritten> {
    let mut files: Vec<DemoFile> = Vec::new();
    for line in PLAN.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()) {
        let sheet = Sheet::read(line).ok_or_else(|| NotWritten::Plan(line.to_owned()))?;
        let bytes = if sheet.form == "copy" {
            // The same bytes under another name, as they are found in every cabinet.
            let first = files.last().ok_or_else(|| NotWritten::Plan(line.to_owned()))?;
            first.bytes.clone()
        } else {
            written(&sheet)?
        };
        files.push(DemoFile { name: sheet.name.clone(), bytes, facts: sheet.facts() });
    }
    Ok(files)
}

fn written(sheet: &Sheet) -> Result<Vec<u8>, NotWritten> {
    let mut teller = Teller::new(&sheet.name);
    match sheet.form.as_str() {
        "mail" => Ok(letters::thread(sheet, &mut teller)),
        "note" | "contact" => Ok(letters::note(sheet, &mut teller)),
        "scan" => pictures::scanned_letter(),
        "photo" => pictures::photograph(),
        "genogram" => pictures::genogram(),
        "docx" => letters::word_file(),
        _ => papers::written(sheet, &mut teller),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]

    use std::collections::HashSet;
    use std::sync::LazyLock;

    use candour_redaction::limits::Limits;
    use candour_redaction::read::Reading;

    use super::*;

    use crate::records::Category;

    static RECORD: LazyLock<Vec<DemoFile>> = LazyLock::new(|| documents().unwrap());

    #[test]
    fn the_record_is_as_large_as_a_real_one_and_every_document_opens() {
        let mut pages = 0;
        for file in RECORD.iter().filter(|file| file.name.ends_with(".pdf")) {
            let reading = Reading::open(file.bytes.clone(), None, &Limits::default())
                .unwrap_or_else(|e| panic!("{}: {e:?}", file.name));
            assert!(!reading.words(0).unwrap().is_empty(), "{}", file.name);
            pages += reading.pages();
        }

        assert!(RECORD.len() >= 60, "{} items", RECORD.len());
        assert!(pages >= 300, "{pages} pages");
    }

    #[test]
    fn the_record_holds_what_such_records_hold() {
        let kinds: HashSet<&str> = RECORD.iter().map(|file| file.facts.kind.as_str()).collect();

        for kind in [
            "case_note",
            "authority_report",
            "strategy_discussion",
            "correspondence",
            "education",
            "outside_report",
            "photograph_or_recording",
            "legal_advice",
            "genogram",
        ] {
            assert!(kinds.contains(kind), "{kind}");
            assert!(Category::from_name(kind).is_some(), "{kind}");
        }
        assert!(RECORD.iter().any(|file| file.facts.kind == "legal_advice"));
    }

    #[test]
    fn what_is_said_of_each_item_can_be_kept() {
        for file in RECORD.iter() {
            let kept = file.facts.checked(Date::from_ymd_opt(2026, 11, 21).unwrap());
            assert!(kept.is_ok(), "{}: {kept:?}", file.name);
        }
    }

    #[test]
    fn the_same_record_is_written_every_time() {
        let again = documents().unwrap();

        for (one, two) in RECORD.iter().zip(&again) {
            assert!(one == two, "{} differs", one.name);
        }
    }

    #[test]
    fn one_file_came_twice() {
        let contents: HashSet<&[u8]> = RECORD.iter().map(|file| file.bytes.as_slice()).collect();

        assert_eq!(contents.len(), RECORD.len() - 1);
    }
}
