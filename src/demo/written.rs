//! The written part of the record: notes, minutes, reports, mails.

use chrono::{Datelike as _, Days, NaiveDate};

use super::DemoFile;
use super::prose::{DAYS, NEXT, OTHERS, SCHOOL, SEEN, THOUGHT, pick};
use crate::calendar::words as day;
use crate::paper::{
    Block, Column, Document, Fact, Footer, Header, Letterhead, Level, PaperProblem, Run, Table,
    plain, typeset,
};

pub(super) fn date(year: i32, month: u32, of_month: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, of_month).unwrap_or_default()
}

pub(super) fn after(from: NaiveDate, days: usize) -> NaiveDate {
    from.checked_add_days(Days::new(days as u64)).unwrap_or(from)
}

pub(super) fn heading(level: Level, text: impl Into<String>) -> Block {
    Block::Heading { level, text: text.into() }
}

pub(super) fn paragraph(text: impl Into<String>) -> Block {
    Block::Paragraph(plain(text))
}

fn page_of(title: &str, left: &str, blocks: Vec<Block>) -> Document {
    let mut document = Document::new(title);
    document.header = Some(Header {
        left: left.into(),
        right: "Hale, Jordan  P204417".into(),
        on_first_page: true,
    });
    document.footer = Footer::PageNumbers;
    document.blocks = blocks;
    document
}

pub(super) fn pdf(
    on: NaiveDate,
    title: &str,
    document: &Document,
) -> Result<DemoFile, PaperProblem> {
    Ok(DemoFile { name: format!("{on} {title}.pdf"), bytes: typeset(document)?.pdf })
}

const CHILDREN: &str = "Northmoor Children's Services";

/// Everything that is a PDF.
pub fn files() -> Result<Vec<DemoFile>, PaperProblem> {
    let mut files = Vec::new();
    for n in 0..26 {
        files.push(case_notes(n)?);
    }
    for n in 0..8 {
        files.push(diary_of_the_carers(n)?);
        files.push(review(n)?);
    }
    for n in 0..6 {
        files.push(school_report(n)?);
    }
    for n in 0..4 {
        files.push(police_report(n)?);
        files.push(assessment(n)?);
    }
    for n in 0..3 {
        files.push(strategy(n)?);
    }
    files.push(legal_advice()?);
    files.push(court_order()?);
    files.push(closing_summary()?);
    // The same file found in two places, as happens.
    if let Some(report) = files.iter().find(|f| f.name.contains("School report")).cloned() {
        files.push(DemoFile { name: format!("Copy of {}", report.name), ..report });
    }
    Ok(files)
}

fn case_notes(n: usize) -> Result<DemoFile, PaperProblem> {
    let start = after(date(2007, 3, 5), n * 165);
    let worker = pick(&["Priya Nair", "Tom Ellery", "Priya Nair", "Joanne Webb"], n);
    let mut blocks = vec![
        heading(Level::One, "Case notes"),
        Block::Facts(vec![
            Fact::new("Child", "Jordan Hale, born 14 June 2001"),
            Fact::new("Social worker", worker),
            Fact::new("Team", "Looked After Children East"),
        ]),
    ];
    for entry in 0..24 {
        let (on, k) = (after(start, entry * 8), n * 24 + entry);
        blocks.push(heading(
            Level::Three,
            format!(
                "{}, {}",
                day(on),
                pick(
                    &[
                        "home visit",
                        "telephone call",
                        "visit to school",
                        "supervised contact",
                        "office"
                    ],
                    k
                )
            ),
        ));
        blocks.push(paragraph(format!("{} {}", pick(&SEEN, k), pick(&SEEN, k * 5 + 3))));
        blocks.push(paragraph(pick(&OTHERS, k * 3 + 1)));
        blocks.push(paragraph(format!("{} {}", pick(&THOUGHT, k * 7 + 2), pick(&NEXT, k))));
        blocks.push(Block::Paragraph(vec![Run::italic(format!(
            "Recorded by {worker} on {}.",
            day(after(on, 1 + k % 9))
        ))]));
    }
    pdf(start, "Case notes", &page_of("Case notes", CHILDREN, blocks))
}

fn diary_of_the_carers(n: usize) -> Result<DemoFile, PaperProblem> {
    let start = after(date(2009, 9, 1), n * 400);
    let mut blocks = vec![
        heading(Level::One, "Foster carer's daily diary"),
        paragraph("Kept by Sue and Martin Appleby, for the child's record."),
    ];
    for entry in 0..92 {
        let k = n * 92 + entry;
        blocks.push(Block::Paragraph(vec![
            Run::bold(format!("{}. ", day(after(start, entry)))),
            Run::plain(format!(
                "{} {} {}",
                pick(&DAYS, k),
                pick(&DAYS, k * 5 + 7),
                if k.is_multiple_of(6) { pick(&OTHERS, k / 6) } else { "" }
            )),
        ]));
    }
    pdf(
        start,
        "Placement diary of the foster carers",
        &page_of("Placement diary", "Placement record", blocks),
    )
}

fn review(n: usize) -> Result<DemoFile, PaperProblem> {
    let on = after(date(2008, 1, 22), n * 430);
    let people = [
        ("Jordan Hale", "for the first half"),
        ("Stacey Hale", "mother"),
        ("Sue Appleby", "foster carer"),
        ("Priya Nair", "social worker"),
        ("Michael Stern", "independent reviewing officer"),
        ("Femi Oduya", "class teacher"),
        ("Bethan Rees", "health visitor"),
    ];
    let rows = people.iter().map(|(who, role)| vec![plain(*who), plain(*role)]).collect();
    let mut blocks = vec![
        heading(Level::One, "Minutes of the looked after child review"),
        Block::Facts(vec![
            Fact::new("Held", format!("{} at the Civic Centre", day(on))),
            Fact::new("Chair", "Michael Stern, IRO"),
        ]),
        Block::Table(Table {
            caption: Some("Present".into()),
            columns: vec![Column::new("Name", 50), Column::new("Role", 50)],
            rows,
        }),
    ];
    for (k, part) in [
        "Jordan's wishes and feelings",
        "The placement",
        "Education",
        "Health",
        "Family and contact",
        "What was decided",
    ]
    .iter()
    .enumerate()
    {
        blocks.push(heading(Level::Two, *part));
        for line in 0..4 {
            let at = n * 31 + k * 7 + line * 3;
            blocks.push(paragraph(format!(
                "{} {} {}",
                pick(&SEEN, at),
                pick(&OTHERS, at + 1),
                pick(&THOUGHT, at + 2)
            )));
        }
    }
    blocks.push(Block::Numbered((0..4).map(|k| plain(pick(&NEXT, n + k))).collect()));
    pdf(on, "Looked after child review minutes", &page_of("Review minutes", CHILDREN, blocks))
}

fn school_report(n: usize) -> Result<DemoFile, PaperProblem> {
    let on = after(date(2008, 7, 11), n * 365);
    let mut blocks = vec![
        Block::Letterhead(Letterhead {
            name: "Riverside Primary School".into(),
            lines: vec!["Weir Lane".into(), "Northmoor NM1 4ZZ".into(), "01632 960140".into()],
            mark: None,
        }),
        heading(Level::One, format!("School report, summer {}", on.year())),
        Block::Facts(vec![Fact::new("Pupil", "Jordan Hale"), Fact::new("Teacher", "Femi Oduya")]),
    ];
    for (k, subject) in
        ["Reading and writing", "Mathematics", "Science", "Behaviour and friendships", "Attendance"]
            .iter()
            .enumerate()
    {
        blocks.push(heading(Level::Two, *subject));
        blocks.push(paragraph(format!(
            "{} {} {}",
            pick(&SCHOOL, n + k),
            pick(&SCHOOL, n + k * 3 + 2),
            pick(&SCHOOL, n * 2 + k + 5)
        )));
    }
    pdf(on, "School report", &page_of("School report", "Riverside Primary School", blocks))
}

fn police_report(n: usize) -> Result<DemoFile, PaperProblem> {
    let on = after(date(2007, 2, 17), n * 210);
    let mut blocks = vec![
        heading(Level::One, "Public protection notice"),
        Block::Facts(vec![
            Fact::new("Force", "Northmoor Constabulary"),
            Fact::new("Reference", format!("PPN/{}/{:05}", on.year(), 4_410 + n * 37)),
            Fact::new("Officer", "PC 2214 Anita Rao"),
            Fact::new("Address", "11 Tanner Street, Northmoor NM2 3ZZ"),
            Fact::new(
                "Caller",
                "Diane Kershaw, 14 Tanner Street, 01632 960114. Does not wish to be named.",
            ),
        ]),
    ];
    for k in 0..6 {
        blocks.push(paragraph(format!("{} {}", pick(&OTHERS, n * 5 + k), pick(&SEEN, n + k * 2))));
    }
    blocks.push(paragraph("Darren Pike, born 2 November 1974, is known to the force. Vehicle NM04 PKE. Jordan was asleep and was not disturbed."));
    pdf(
        on,
        "Police report",
        &page_of("Public protection notice", "Restricted when complete", blocks),
    )
}

fn assessment(n: usize) -> Result<DemoFile, PaperProblem> {
    let on = after(date(2007, 4, 2), n * 800);
    let title = pick(
        &["Core assessment", "Single assessment", "Placement assessment", "Pathway assessment"],
        n,
    );
    let mut blocks = vec![
        heading(Level::One, title),
        Block::Facts(vec![
            Fact::new("Completed", day(on)),
            Fact::new("By", "Priya Nair"),
            Fact::new("Agreed by", "Helen Marsh, team manager"),
        ]),
    ];
    for (k, part) in [
        "Why this assessment",
        "Jordan",
        "Health",
        "Education",
        "Parenting",
        "Wider family and neighbours",
        "What Jordan says",
        "Analysis",
        "Recommendation",
    ]
    .iter()
    .enumerate()
    {
        blocks.push(heading(Level::Two, *part));
        for line in 0..5 {
            let at = n * 41 + k * 11 + line * 5;
            blocks.push(paragraph(format!(
                "{} {} {}",
                pick(&SEEN, at),
                pick(&THOUGHT, at + 3),
                pick(&OTHERS, at + 1)
            )));
        }
    }
    pdf(on, title, &page_of(title, CHILDREN, blocks))
}

fn strategy(n: usize) -> Result<DemoFile, PaperProblem> {
    let on = after(date(2007, 2, 20), n * 95);
    let mut blocks = vec![
        heading(Level::One, "Strategy discussion"),
        Block::Facts(vec![
            Fact::new("Held", format!("{} by telephone", day(on))),
            Fact::new(
                "Present",
                "Helen Marsh (chair), Priya Nair, DS Colin Frame (police), Bethan Rees (health), Femi Oduya (school)",
            ),
        ]),
    ];
    for k in 0..9 {
        blocks.push(paragraph(format!("{} {}", pick(&OTHERS, n * 4 + k), pick(&THOUGHT, n + k))));
    }
    blocks.push(heading(Level::Two, "Decision"));
    blocks.push(paragraph(
        "Section 47 enquiries, by the council alone. The caller is not to be named to the family.",
    ));
    pdf(on, "Strategy discussion minutes", &page_of("Strategy discussion", "Confidential", blocks))
}

fn legal_advice() -> Result<DemoFile, PaperProblem> {
    let blocks = vec![
        heading(Level::One, "Legal advice contact sheet"),
        Block::Facts(vec![
            Fact::new("Advice of", "Rosalind Teague, solicitor, Legal Services"),
            Fact::new("Given to", "Helen Marsh"),
            Fact::new("On", "6 March 2007"),
        ]),
        paragraph(
            "Asked whether the threshold is met on what is known today. Advice: it is, on neglect; on harm by Mr Pike the evidence of the neighbour would be needed and she should be asked again.",
        ),
        paragraph(
            "This sheet is privileged. It is kept apart and is not disclosed without Legal Services.",
        ),
    ];
    pdf(
        date(2007, 3, 6),
        "Legal advice contact sheet",
        &page_of("Legal advice", "Legal privilege", blocks),
    )
}

fn court_order() -> Result<DemoFile, PaperProblem> {
    let blocks = vec![
        heading(Level::One, "Care order"),
        paragraph(
            "In the Northmoor Family Proceedings Court, 19 June 2007. Children Act 1989 section 31.",
        ),
        paragraph(
            "It is ordered that the child Jordan Hale, born 14 June 2001, be placed in the care of Northmoor Council.",
        ),
    ];
    pdf(
        date(2007, 6, 19),
        "Care order",
        &page_of("Care order", "Northmoor Family Proceedings Court", blocks),
    )
}

fn closing_summary() -> Result<DemoFile, PaperProblem> {
    let mut blocks = vec![
        heading(Level::One, "Closing summary"),
        paragraph(
            "Jordan was looked after from 19 June 2007 to 14 June 2019: one emergency placement, then the Applebys.",
        ),
    ];
    for k in 0..10 {
        blocks.push(paragraph(format!("{} {}", pick(&THOUGHT, k), pick(&SEEN, k * 3))));
    }
    pdf(date(2019, 7, 1), "Closing summary", &page_of("Closing summary", CHILDREN, blocks))
}
