//! Reports, minutes, case notes and daily records, set as pages.

use chrono::Datelike as _;

use crate::calendar::{self, Date};
use crate::paper::{
    self, Block, Colour, Column, Document, Fact, Footer, Header, Letterhead, Level, Table, plain,
};

use super::plan::{NotWritten, Sheet};
use super::teller::{Teller, carer, school, teacher, worker};

const FORMS: &str = include_str!("texts/forms.txt");

pub(super) fn written(sheet: &Sheet, teller: &mut Teller) -> Result<Vec<u8>, NotWritten> {
    let mut document = Document::new(sheet.title());
    document.header = Some(Header {
        left: sheet.provider.clone(),
        right: "OFFICIAL-SENSITIVE  Jordan Hale  14/03/2001".into(),
        on_first_page: false,
    });
    document.footer = Footer::Words("Case number 4471902".into());
    document.accent = Some(match sheet.provider.as_str() {
        "Northmoor Council" => Colour(17, 76, 94),
        "Northmoor Police" => Colour(28, 44, 94),
        "Family" => Colour::BLACK,
        _ => Colour(84, 40, 92),
    });
    document.blocks = vec![Block::Letterhead(head(sheet))];
    match sheet.form.as_str() {
        "notes" => notes(&mut document, sheet, teller),
        "log" => log(&mut document, sheet, teller),
        "minutes" => minutes(&mut document, sheet, teller),
        "order" => order(&mut document, sheet),
        "letter" => letter(&mut document),
        _ => form(&mut document, sheet, teller)?,
    }
    Ok(paper::typeset(&document)?.pdf)
}

fn head(sheet: &Sheet) -> Letterhead {
    let lines = match sheet.provider.as_str() {
        "Northmoor Council" => {
            ["Children's services", "Civic Centre, Northmoor NM1 1AA", "01632 960100"]
        }
        "Northmoor Police" => {
            ["Public protection unit", "Fore Street, Northmoor NM1 2PD", "01632 960140"]
        }
        _ => ["Northmoor", "", "01632 960170"],
    };
    let lines = lines.iter().filter(|line| !line.is_empty()).map(|line| (*line).into()).collect();
    Letterhead { name: sheet.provider.clone(), lines, mark: None }
}

fn heading(level: Level, text: impl Into<String>) -> Block {
    Block::Heading { level, text: text.into() }
}

fn facts(sheet: &Sheet) -> Block {
    Block::Facts(vec![
        Fact::new("Child", "Jordan Hale"),
        Fact::new("Date of birth", "14 March 2001"),
        Fact::new("Address at the time", address(sheet.on)),
        Fact::new("Date", calendar::words(sheet.on)),
        Fact::new("Written by", sheet.author.as_str()),
        Fact::new("Social worker", worker(sheet.on)),
    ])
}

fn address(on: Date) -> &'static str {
    match (on.year(), on.month()) {
        (..=2006, _) | (2007, ..=6) => "18 Tanner's Court, Northmoor NM1 4TC",
        (..=2010, _) | (2011, ..=3) => "5 Orchard Rise, Northmoor NM3 7QD",
        _ => "Hollin Cottage, Mill Lane, Northmoor NM6 2HB",
    }
}

fn signed(sheet: &Sheet) -> Block {
    Block::Together(vec![
        Block::Space,
        Block::Paragraph(plain(format!("Signed: {}", sheet.author))),
        Block::Paragraph(plain(format!("Date: {}", calendar::words(sheet.recorded)))),
    ])
}

/// A form of named sections, as `texts/forms.txt` describes it.
fn form(document: &mut Document, sheet: &Sheet, teller: &mut Teller) -> Result<(), NotWritten> {
    let missing = || NotWritten::Plan(format!("there is no form {}", sheet.form));
    let mut lines = FORMS.lines().skip_while(|line| {
        line.strip_prefix("# ").and_then(|name| name.split(' ').next()) != Some(&sheet.form)
    });
    let title = lines.next().ok_or_else(missing)?;
    let title = title.trim_start_matches("# ").split_once(' ').ok_or_else(missing)?.1;
    document.blocks.push(heading(Level::One, title));
    document.blocks.push(facts(sheet));
    for line in lines.take_while(|line| !line.starts_with('#')) {
        let (name, what) = line.split_once(" = ").ok_or_else(missing)?;
        let mut what = what.split(' ');
        let theme = what.next().ok_or_else(missing)?;
        let count: usize = what.next().and_then(|n| n.parse().ok()).ok_or_else(missing)?;
        document.blocks.push(heading(Level::Two, name));
        if theme == "plan" {
            let steps = (0..count + sheet.size).map(|_| plain(teller.one("plan", sheet.on)));
            document.blocks.push(Block::Numbered(steps.collect()));
            continue;
        }
        for _ in 0..sheet.size {
            let words = teller.paragraph(theme, count, sheet.on);
            document.blocks.push(Block::Paragraph(plain(words)));
        }
    }
    document.blocks.push(signed(sheet));
    Ok(())
}

fn minutes(document: &mut Document, sheet: &Sheet, teller: &mut Teller) {
    document.blocks.push(heading(Level::One, sheet.title()));
    document.blocks.push(facts(sheet));
    document.blocks.push(heading(Level::Two, "Present"));
    let row = |name: &str, role: &str, from: &str| vec![plain(name), plain(role), plain(from)];
    let mut rows = vec![
        row(&sheet.author, "Chair", "Northmoor Council"),
        row(worker(sheet.on), "Social worker", "Northmoor Council"),
        row(teacher(sheet.on), "Designated teacher", school(sheet.on)),
        row("Debbie Firth", "Nurse for looked-after children", "Northmoor Community Health"),
    ];
    if sheet.on.year() < 2009 {
        rows.push(row("DS Karen Lomax", "Public protection unit", "Northmoor Police"));
        rows.push(row("Sue Pendleton", "Health visitor", "Northmoor Community Health"));
    }
    if sheet.kind != "strategy_discussion" {
        rows.push(row("Kerry Hale", "Mother", "Family"));
        rows.push(row("Sheila Hale", "Grandmother", "Family"));
    }
    if sheet.on.year() > 2007 || sheet.on.month() > 7 {
        rows.push(row(carer(sheet.on), "Foster carer", "Northmoor fostering service"));
    }
    let columns = vec![Column::new("Name", 3), Column::new("Role", 4), Column::new("From", 4)];
    document.blocks.push(Block::Table(Table { caption: None, columns, rows }));
    let parts = [
        ("Welcome and purpose", "meeting", 3),
        ("What has happened since the last meeting", "contact", 4),
        ("Home and placement", "visit", 4),
        ("Health", "health", 3),
        ("School", "school", 3),
        ("What is working well", "strength", 3),
        ("What we are worried about", "concern", 3),
        ("Discussion", "meeting", 5),
        ("Analysis and decision of the chair", "analysis", 4),
    ];
    for (name, theme, count) in parts {
        document.blocks.push(heading(Level::Two, name));
        for _ in 0..sheet.size {
            let words = teller.paragraph(theme, count, sheet.on);
            document.blocks.push(Block::Paragraph(plain(words)));
        }
    }
    document.blocks.push(heading(Level::Two, "Actions"));
    let rows = (1..=4 + sheet.size).map(|number| {
        let days = 7 * (1 + teller.dice.below(6)) as i64;
        let by = sheet.on + chrono::Duration::days(days);
        vec![
            plain(number.to_string()),
            plain(teller.one("plan", sheet.on)),
            plain(by.format("%d/%m/%Y").to_string()),
        ]
    });
    let rows = rows.collect();
    let columns =
        vec![Column::right("No", 1), Column::new("What, and who", 8), Column::new("By", 2)];
    document.blocks.push(Block::Table(Table { caption: None, columns, rows }));
    document.blocks.push(signed(sheet));
}

/// Two to the page, from the beginning of the year that the name speaks of to its end.
fn notes(document: &mut Document, sheet: &Sheet, teller: &mut Teller) {
    document.blocks.push(heading(Level::One, sheet.title()));
    document.blocks.push(Block::Paragraph(plain(
        "Printed from the case system. Entries stand in the order in which things happened.",
    )));
    let first = sheet.title().split(' ').find_map(|word| word.parse().ok()).unwrap_or(2007);
    let Some(start) = Date::from_ymd_opt(first, 1, 8) else { return };
    let count = sheet.size * 2;
    let span = (sheet.on - start).num_days();
    for number in 0..count {
        let away = span * number as i64 / count as i64 + teller.dice.below(5) as i64;
        let on = start + chrono::Duration::days(away);
        let (kind, theme, more) = match teller.dice.below(6) {
            0 => ("Telephone call", "contact", "contact"),
            1 => ("Home visit", "visit", "strength"),
            2 => ("E-mail received", "school", "contact"),
            3 => ("Statutory visit", "visit", "health"),
            4 => ("Discussion with manager", "contact", "analysis"),
            _ => ("Contact with professional", "school", "plan"),
        };
        let seen = if theme == "visit" { "Yes, and spoken to alone" } else { "No" };
        let mut entry = vec![
            heading(Level::Three, format!("{}: {kind}", calendar::words(on))),
            Block::Facts(vec![Fact::new("Recorded by", worker(on)), Fact::new("Child seen", seen)]),
            Block::Paragraph(plain(teller.paragraph(theme, 3, on))),
            Block::Paragraph(plain(teller.paragraph(more, 2, on))),
        ];
        if teller.dice.below(4) == 0 {
            entry.push(Block::Note(plain(format!("Action: {}", teller.one("plan", on)))));
        }
        document.blocks.push(Block::Together(entry));
    }
}

/// A sheet a day, as carers fill them in.
fn log(document: &mut Document, sheet: &Sheet, teller: &mut Teller) {
    document.blocks.clear();
    for day in 0..sheet.size {
        let back = (sheet.size - day) * 7 / 2;
        let on = sheet.on - chrono::Duration::days(back as i64);
        if day > 0 {
            document.blocks.push(Block::PageBreak);
        }
        let title = format!("Daily record: {}", calendar::words(on));
        document.blocks.push(heading(Level::One, title));
        document.blocks.push(Block::Facts(vec![
            Fact::new("Child", "Jordan Hale"),
            Fact::new("Carer", carer(on)),
            Fact::new("Address", address(on)),
            Fact::new("Day", on.format("%A").to_string()),
        ]));
        for part in ["Morning", "School or daytime", "Afternoon and evening", "Night"] {
            document.blocks.push(heading(Level::Two, part));
            let count = 1 + teller.dice.below(2);
            let words = teller.paragraph("carerlog", count, on);
            document.blocks.push(Block::Paragraph(plain(words)));
        }
        document.blocks.push(heading(Level::Two, "Health, accidents, medicines"));
        let health = match teller.dice.below(5) {
            0 => "Paracetamol, 5 ml, at four for a headache. Gone by tea.",
            1 => "Grazed knee, washed and a plaster. Entered in the book.",
            _ => "Nothing to report.",
        };
        document.blocks.push(Block::Paragraph(plain(health)));
        document.blocks.push(Block::Rule);
        let read = on + chrono::Duration::days(9);
        document.blocks.push(Block::Paragraph(plain(format!(
            "Signed: {}        Read by {}: {}",
            carer(on),
            worker(on),
            read.format("%d/%m/%Y")
        ))));
    }
}

fn order(document: &mut Document, sheet: &Sheet) {
    let interim = sheet.title().contains("Interim");
    let (section, name) = if interim { ("38", "Interim care order") } else { ("31", "Care order") };
    let text = |words: &str| Block::Paragraph(plain(words));
    document.blocks.push(heading(Level::One, name));
    document.blocks.push(Block::Facts(vec![
        Fact::new("Case number", "NM07C00219"),
        Fact::new("Children", "Callum Hale, born 2 November 1998; Jordan Hale, born 14 March 2001; Mia Pritchard, born 20 February 2006"),
        Fact::new("Made by", "District Judge A. Pemberton"),
        Fact::new("Made on", calendar::words(sheet.on)),
    ]));
    document.blocks.push(text("Having heard counsel for the local authority, solicitors for the mother, Kerry Hale, and the children's guardian, Hilary Stone, and the father of the youngest child, Dean Pritchard, not attending,"));
    document.blocks.push(heading(Level::Two, "The court orders"));
    document.blocks.push(Block::Numbered(vec![
        plain(format!("that the children be placed in the care of Northmoor Council under section {section} of the Children Act 1989;")),
        plain("that the local authority file the care plans as approved today;"),
        plain("that there be such contact between the children and their mother as the plans set out;"),
        plain("that there be no order as to costs, save detailed assessment of publicly funded costs."),
    ]));
    document.blocks.push(Block::Note(plain("It is an offence to take a child who is the subject of a care order from the person who has care of them, without lawful authority.")));
    document.blocks.push(signed(sheet));
}

fn letter(document: &mut Document) {
    document.blocks.push(Block::Address(vec![
        "Jordan Hale".into(),
        "Hollin Cottage, Mill Lane".into(),
        "Northmoor NM6 2HB".into(),
    ]));
    for words in include_str!("texts/later_life.txt").split("\n\n") {
        document.blocks.push(Block::Paragraph(plain(words.replace('\n', " ").trim())));
    }
}
