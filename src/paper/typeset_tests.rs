#![allow(clippy::unwrap_used, clippy::panic)]

use super::testing::asked;
use super::*;

fn letter() -> Document {
    let mut document = Document::new("Reply to SAR-2026-00042");
    document.header = Some(Header { left: "Northmoor".into(), ..Header::default() });
    document.blocks = vec![
        Block::Letterhead(Letterhead { name: "Northmoor Council".into(), ..Default::default() }),
        Block::Address(vec!["Siân Łukasz-ŵyn".into()]),
        Block::Heading { level: Level::One, text: "Your records".into() },
        Block::Paragraph(vec![
            Run::plain("We owe you £5 or €6; see "),
            Run::link("our page", "https://northmoor.example/"),
            Run::plain(" for more."),
        ]),
        Block::Bullets(vec![plain("a first thing"), plain("a second thing")]),
        Block::Facts(vec![Fact::new("Reply due", "7 May 2026")]),
    ];
    document
}

fn schedule(rows: usize) -> Document {
    let mut document = Document::new("Schedule");
    let row = |at: usize| vec![plain(format!("D{at}")), plain("A note of a visit")];
    document.blocks = vec![Block::Table(Table {
        caption: None,
        columns: vec![Column::new("Reference", 1), Column::new("Document", 3)],
        rows: (1..=rows).map(row).collect(),
    })];
    document
}

#[test]
fn the_same_document_makes_the_same_file() {
    assert_eq!(typeset(&letter()).unwrap().pdf, typeset(&letter()).unwrap().pdf);
}

#[test]
fn a_letter_is_a_sound_file_that_says_nothing_of_its_making() {
    let pdf = typeset(&letter()).unwrap().pdf;

    assert!(pdf.starts_with(b"%PDF-1.7"));
    let read = lopdf::Document::load_mem(&pdf).unwrap();
    let info = read.trailer.get(b"Info").and_then(|info| info.as_reference()).unwrap();
    assert_eq!(read.get_dictionary(info).unwrap().len(), 1, "only the title");
    let catalog = read.catalog().unwrap();
    assert_eq!(catalog.get(b"Lang").unwrap().as_str().unwrap(), b"en-GB");
    assert!(catalog.has(b"StructTreeRoot") && catalog.has(b"MarkInfo"));
    asked("qpdf --check FILE", &pdf);
}

#[test]
fn every_word_is_read_back_as_it_was_written() {
    let pdf = typeset(&letter()).unwrap().pdf;
    let Some(text) = asked("pdftotext -layout FILE -", &pdf) else { return };
    for words in ["Siân Łukasz-ŵyn", "£5 or €6; see our page for more.", "Page 1 of 1"] {
        assert!(text.contains(words), "{words:?} is not in {text:?}");
    }
}

#[test]
fn a_screen_reader_meets_headings_lists_and_links_in_order() {
    let pdf = typeset(&letter()).unwrap().pdf;
    let Some(text) = asked("pdfinfo -struct-text FILE", &pdf) else { return };
    let heard: Vec<&str> = text.lines().map(str::trim).collect();
    let of = |wanted: &str| heard.iter().position(|line| line.contains(wanted)).unwrap();
    assert!(of("H1") < of("Your records"));
    assert!(of("We owe you") < of("Link") && of("Link") < of("for more."));
    assert!(of("LBody") < of("a first thing"));
    assert!(of("/Scope /Row") < of("Reply due"));
    assert!(!text.contains("Page 1 of 1"), "a footer is an artifact");
}

#[test]
fn a_table_shows_its_head_on_every_page_but_says_it_once() {
    let set = typeset(&schedule(120)).unwrap();
    assert!(set.pages > 2);
    if let Some(text) = asked("pdftotext -layout FILE -", &set.pdf) {
        assert_eq!(text.matches("Reference").count(), set.pages);
        assert!((1..=120).all(|at| text.contains(&format!("D{at} "))));
    }
    if let Some(text) = asked("pdfinfo -struct-text FILE", &set.pdf) {
        assert_eq!(text.matches("\"Reference\"").count(), 1);
        assert_eq!(text.matches("TR").count(), 121);
    }
}

#[test]
fn a_row_that_no_page_can_hold_goes_on_over_the_page() {
    let mut document = schedule(1);
    let long: String = (0..2000).map(|at| format!("word{at} ")).collect();
    if let Block::Table(table) = &mut document.blocks[0] {
        table.rows[0][1] = plain(long);
    }
    let set = typeset(&document).unwrap();
    assert!(set.pages > 1);
    if let Some(text) = asked("pdftotext FILE -", &set.pdf) {
        assert!((0..2000).all(|at| text.contains(&format!("word{at}"))));
    }
}

#[test]
fn a_heading_never_stands_alone_at_the_foot_of_a_page() {
    for above in 20..50 {
        let mut document = Document::new("Headings");
        document.blocks = (0..above).map(|_| Block::Mono("x".into())).collect();
        document.blocks.push(Block::Heading { level: Level::Two, text: "Below".into() });
        document.blocks.push(Block::Paragraph(plain("one\ntwo\nthree")));
        let laid = layout::lay(&document).unwrap();
        let has = |page: &Vec<layout::Mark>, words: &str| {
            page.iter().any(|mark| {
                matches!(&mark.ink, layout::Ink::Letters { text, .. } if text.trim() == words)
            })
        };
        let page = laid.pages.iter().find(|page| has(page, "Below")).unwrap();
        assert!(has(page, "one") && has(page, "two"), "after {above} lines");
    }
}

#[test]
fn nothing_stands_outside_its_page() {
    let mut document = letter();
    document.size = TextSize::Large;
    document.blocks.push(Block::Mono("wide ".repeat(60)));
    document.blocks.push(Block::Note(plain("word ".repeat(900))));
    document.blocks.extend(schedule(60).blocks);
    let laid = layout::lay(&document).unwrap();
    for mark in laid.pages.iter().flatten() {
        if let layout::Ink::Letters { x, baseline, size, text, .. } = &mark.ink {
            let right = x + lines::width_of(text.trim_end(), Style::Plain, *size);
            assert!(*x >= sizes::LEFT - 0.1, "{text}");
            assert!(right < sizes::PAGE_WIDTH && *baseline < sizes::PAGE_HEIGHT - 30.0, "{text}");
        }
    }
}

#[test]
fn a_column_is_never_too_narrow_for_its_words() {
    let mut document = schedule(1);
    document.size = TextSize::Large;
    if let Block::Table(table) = &mut document.blocks[0] {
        table.columns = vec![Column::new("Reference", 1), Column::new("Document", 60)];
    }
    let laid = layout::lay(&document).unwrap();
    let whole = |mark: &layout::Mark| matches!(&mark.ink, layout::Ink::Letters { text, .. } if text == "Reference");
    assert!(laid.pages[0].iter().any(whole));
}

#[test]
fn a_table_that_is_not_rectangular_is_refused() {
    let mut document = schedule(2);
    if let Block::Table(table) = &mut document.blocks[0] {
        table.rows[1].pop();
    }
    let refused = typeset(&document).unwrap_err();
    assert_eq!(refused, PaperProblem::Ragged { columns: 2, cells: 1 });
}

#[test]
fn an_empty_document_is_one_empty_page() {
    assert_eq!(typeset(&Document::new("Empty")).unwrap().pages, 1);
}

#[test]
fn welsh_pages_are_numbered_in_welsh() {
    let mut document = letter();
    document.language = "cy".into();
    let pdf = typeset(&document).unwrap().pdf;
    if let Some(text) = asked("pdftotext FILE -", &pdf) {
        assert!(text.contains("Tudalen 1 o 1"));
    }
}

#[test]
fn only_the_letters_used_are_embedded() {
    let pdf = typeset(&letter()).unwrap().pdf;
    assert!(pdf.len() < 30_000, "{} bytes", pdf.len());
    if let Some(fonts) = asked("pdffonts FILE", &pdf) {
        let lines: Vec<&str> = fonts.lines().skip(2).collect();
        assert!(!lines.is_empty());
        assert!(lines.iter().all(|line| line.contains("+Candour") && line.contains("yes yes yes")));
    }
}
