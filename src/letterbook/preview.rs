//! Letters as they would go: with the data of a request, and samples for what is not known yet.

use chrono::NaiveDateTime;

use crate::calendar::{Date, local_day};
use crate::db::Db;
use crate::letters::{
    Field, Filled, LetterKind, NotWorded, Part, SentLetter, Shape, Sheet, Signed, Values,
    VersionOf, Wording, of_sender, shipped, versions,
};
use crate::paper::{self, Block, PaperProblem, Run};
use crate::requests::{RequestRow, letter_values};
use crate::settings::Settings;

/// What fills the blanks of a preview.
pub fn values(kind: LetterKind, request: Option<&RequestRow>, settings: &Settings) -> Values {
    let samples = kind
        .fields()
        .into_iter()
        .filter(|field| field.shape() != Shape::Section)
        .fold(Values::default(), |values, field| values.with(field, field.sample()));
    let known = request.map(letter_values).unwrap_or_default();
    known.or(of_sender(settings)).or(samples)
}

/// The wording of a version and what is known of it; number 0 is the one that came with the program.
///
/// # Errors
/// Where there is no such version.
pub fn version(db: &mut Db, at: VersionOf) -> Result<(Wording, Option<Signed>), NotWorded> {
    if at.number == 0 {
        return if at.language == crate::letters::Language::English {
            Ok((shipped(at.kind), None))
        } else {
            Err(NotWorded::Unknown)
        };
    }
    let found = versions(db, at.kind, at.language)?.into_iter().find(|v| v.0.number == at.number);
    let signed = found.ok_or(NotWorded::Unknown)?;
    Ok((signed.0.wording(), Some(signed)))
}

/// A wording filled for a preview; samples leave nothing out.
pub fn filled(
    at: VersionOf,
    wording: &Wording,
    request: Option<&RequestRow>,
    settings: &Settings,
) -> Filled {
    let values = values(at.kind, request, settings);
    wording.filled(at.kind, &values, at.language).unwrap_or_else(|field| Filled {
        subject: wording.subject.clone(),
        parts: vec![Part::Paragraph(format!("{{{}}} is not known", field.name()))],
    })
}

/// A preview on paper.
///
/// # Errors
/// Where no pages can be made.
pub fn sheet(
    at: VersionOf,
    letter: &Filled,
    request: Option<&RequestRow>,
    large_print: bool,
    settings: &Settings,
    today: Date,
) -> Result<Vec<u8>, PaperProblem> {
    let to = match request {
        Some(request) => address(&request.requester_name, &request.requester_address),
        None => vec![Field::Name.sample().to_owned()],
    };
    let reference =
        request.map_or(Field::Reference.sample().to_owned(), |one| one.reference.clone());
    let sheet = Sheet {
        from: &settings.controller,
        language: at.language,
        large_print,
        to,
        facts: vec![("Our reference".into(), reference), ("Date".into(), at.language.day(today))],
    };
    let section = |field: Field| {
        vec![Block::Note(vec![Run::italic(format!("Here stands: {}.", field.words()))])]
    };
    Ok(paper::typeset(&sheet.document(letter, section))?.pdf)
}

/// A letter as it went, on paper.
///
/// # Errors
/// Where no pages can be made.
pub fn sent_sheet(
    letter: &SentLetter,
    reference: &str,
    settings: &Settings,
) -> Result<Vec<u8>, PaperProblem> {
    let filled = Filled::read(&letter.subject, &letter.body);
    let postal = if letter.channel == "letter" { letter.to_address.as_str() } else { "" };
    let sheet = Sheet {
        from: &settings.controller,
        language: letter.language,
        large_print: letter.large_print,
        to: address(&letter.to_name, postal),
        facts: vec![
            ("Our reference".into(), reference.to_owned()),
            ("Date".into(), letter.language.day(day_of(letter.sent_at))),
        ],
    };
    Ok(paper::typeset(&sheet.document(&filled, |_| Vec::new()))?.pdf)
}

fn day_of(at: NaiveDateTime) -> Date {
    local_day(at.and_utc())
}

fn address(name: &str, postal: &str) -> Vec<String> {
    let lines = postal.lines().map(str::trim).filter(|line| !line.is_empty());
    std::iter::once(name).chain(lines).map(str::to_owned).collect()
}
