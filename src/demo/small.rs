//! Short records, each written out in a file of its own.

use crate::calendar::Date;
use crate::paper::{self, Block, Colour, Document, Fact, Footer, Letterhead, Level, plain};
use crate::records::describe::Described;

use super::plan::{DemoFile, NotWritten};

const TEXTS: &str = include_str!("texts/eileen.txt");

pub(super) fn documents() -> Result<Vec<DemoFile>, NotWritten> {
    written(TEXTS, "Eileen Marsh, born 2 May 1941", "3310457")
}

/// The items of a text, each headed by its day, title, kind, author and provider.
pub(super) fn written(text: &str, person: &str, case: &str) -> Result<Vec<DemoFile>, NotWritten> {
    let parts = text.split("\n=== ").filter(|part| !part.trim().is_empty());
    parts.map(|part| one(part, person, case)).collect()
}

fn one(part: &str, person: &str, case: &str) -> Result<DemoFile, NotWritten> {
    let wrong = || NotWritten::Plan(part.lines().next().unwrap_or_default().to_owned());
    let (head, body) = part.trim_start_matches("=== ").split_once('\n').ok_or_else(wrong)?;
    let cells: Vec<&str> = head.split(" | ").map(str::trim).collect();
    let [on, title, kind, author, provider] = cells.as_slice() else { return Err(wrong()) };
    let day: Date = on.parse().map_err(|_| wrong())?;
    let mut document = Document::new(*title);
    document.footer = Footer::Words(format!("Case number {case}"));
    document.accent = Some(Colour(17, 76, 94));
    document.blocks = vec![
        Block::Letterhead(Letterhead {
            name: (*provider).into(),
            lines: vec!["Adult social care".into(), "Northmoor NM1 1AA".into()],
            mark: None,
        }),
        Block::Heading { level: Level::One, text: (*title).into() },
        Block::Facts(vec![
            Fact::new("Person", person),
            Fact::new("Date", crate::calendar::words(day)),
            Fact::new("Written by", *author),
        ]),
    ];
    let paragraphs = body.split("\n\n").map(|words| words.replace('\n', " ").trim().to_owned());
    document.blocks.extend(
        paragraphs.filter(|words| !words.is_empty()).map(|words| Block::Paragraph(plain(words))),
    );
    Ok(DemoFile {
        name: format!("{on} {title}.pdf"),
        bytes: paper::typeset(&document)?.pdf,
        facts: Described {
            title: (*title).into(),
            kind: (*kind).into(),
            author: (*author).into(),
            provider: (*provider).into(),
            source: "Case system".into(),
            event_on: (*on).into(),
            recorded_on: (*on).into(),
            level: "confidential".into(),
            hand: "first_hand".into(),
            ..Described::default()
        },
    })
}
