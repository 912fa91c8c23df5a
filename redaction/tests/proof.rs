//! What the proof must find: for each way in which a word can survive, a document that hides it.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use candour_redaction::geometry::{Quad, Rect};
use candour_redaction::limits::Limits;
use candour_redaction::plan::{Gap, Mark, Plan, Term};
use candour_redaction::report::Proof;
use candour_redaction::verify;
use common::{page, page_with, pdf, stream};

const LETTER: &str = "BT /F1 12 Tf 20 100 Td (Dear Amara Okafor) Tj ET";
/// The letter without its second and third word, and a box.
const REDACTED: &str = "BT /F1 12 Tf 20 100 Td (Dear ) Tj ET 0 g 49 96 76 16 re f";

fn mark() -> Plan {
    Plan {
        marks: vec![Mark {
            id: "a".to_owned(),
            page: 0,
            quads: vec![Quad::from(Rect::new(49.0, 96.0, 125.0, 112.0))],
            label: String::new(),
            gap: None,
        }],
        ..Plan::default()
    }
}

fn term(text: &str) -> Plan {
    let term = Term {
        text: text.to_owned(),
        label: String::new(),
        match_case: false,
        part_of_word: false,
        gap: None,
    };
    Plan { terms: vec![term], ..Plan::default() }
}

fn prove(source: &[u8], plan: &Plan, output: &[u8]) -> Proof {
    verify(source, plan, output, &Limits::default()).unwrap()
}

fn findings(proof: &Proof) -> Vec<&str> {
    proof.checks.iter().flat_map(|c| &c.findings).map(String::as_str).collect()
}

#[test]
fn a_letter_that_lost_its_name_is_proved() {
    let (source, output) = (page(LETTER, ""), page(REDACTED, ""));

    let proof = prove(&source, &mark(), &output);

    assert!(proof.holds(), "{:?}", findings(&proof));
    assert!(prove(&source, &term("Amara Okafor"), &output).holds());
}

#[test]
fn a_name_that_was_only_covered_is_found() {
    let source = page(LETTER, "");
    let output = page(&format!("{LETTER} 0 g 49 96 76 16 re f"), "");

    let proof = prove(&source, &mark(), &output);

    let said = findings(&proof);
    assert!(said.iter().any(|f| f.contains("characters are left under mark 1")), "{said:?}");
    assert!(!prove(&source, &term("Okafor"), &output).holds());
}

#[test]
fn findings_never_repeat_what_was_removed() {
    let proof = prove(&page(LETTER, ""), &mark(), &page(LETTER, ""));

    assert!(!proof.holds());
    assert!(!serde_json::to_string(&proof).unwrap().to_lowercase().contains("okafor"));
}

#[test]
fn a_name_that_moved_elsewhere_is_found() {
    let output = page(&format!("{REDACTED} BT /F1 4 Tf 3 Tr 10 10 Td (Okafor) Tj ET"), "");

    let proof = prove(&page(LETTER, ""), &mark(), &output);

    let said = findings(&proof);
    assert!(said.iter().any(|f| f.contains("stood only under marks")), "{said:?}");
}

#[test]
fn words_outside_the_marks_may_not_go_or_move() {
    let gone = page("0 g 49 96 76 16 re f", "");
    let moved = page("BT /F1 12 Tf 20.2 100 Td (Dear ) Tj ET 0 g 49 96 76 16 re f", "");

    for output in [gone, moved] {
        let proof = prove(&page(LETTER, ""), &mark(), &output);
        let said = findings(&proof);
        assert!(said.iter().any(|f| f.contains("gone or moved")), "{said:?}");
    }
}

#[test]
fn on_a_neutral_line_words_may_move_but_not_go() {
    let source = page("BT /F1 12 Tf 20 100 Td (Dear Amara Okafor, hello) Tj ET", "");
    let moved = page("BT /F1 12 Tf 20 100 Td (Dear , hello) Tj ET", "");
    let gone = page("BT /F1 12 Tf 20 100 Td (Dear , hell) Tj ET", "");
    let plan = Plan { gap: Gap::Neutral, ..mark() };

    assert!(prove(&source, &plan, &moved).holds());
    assert!(!prove(&source, &plan, &gone).holds());
}

#[test]
fn a_term_is_found_in_every_place_that_can_spell_it() {
    let okafor_wide = b"<FEFF004F006B00610066006F0072>";
    let catalogs: &[&[u8]] = &[
        b"/Outlines << /First << /Title (Okafor) >> >>",
        b"/Names << /Dests << /Names [(Okafor) [3 0 R /Fit]] >> >>",
        b"/Dests << /Okafor [3 0 R /Fit] >>",
        b"/PageLabels << /Nums [0 << /P (Okafor-) >>] >>",
        b"/StructTreeRoot << /K << /S /P /P 1 0 R /ActualText <FEFF004F006B00610066006F0072> >> >>",
        b"/OCProperties << /OCGs [] /D << /Name (Okafor) >> >>",
    ];
    let source = page(LETTER, "");
    for extra in catalogs {
        let mut catalog = b"<< /Type /Catalog /Pages 2 0 R ".to_vec();
        catalog.extend(*extra);
        catalog.extend(b" >>");
        let proof = prove(&source, &term("okafor"), &with_catalog(&catalog));
        assert!(
            findings(&proof).iter().any(|f| f.contains("removed words are left in")),
            "{}",
            String::from_utf8_lossy(extra)
        );
    }
    let mut note = b"<< /Type /Annot /Subtype /Text /Rect [1 1 9 9] /Contents ".to_vec();
    note.extend(okafor_wide);
    note.extend(b" >>");
    let output = page_with(REDACTED, "/Annots [6 0 R]", "", &[note]);
    assert!(!prove(&source, &term("okafor"), &output).holds());
}

fn with_catalog(catalog: &[u8]) -> Vec<u8> {
    let original = page(REDACTED, "");
    let text = String::from_utf8(original).unwrap();
    let plain = "<< /Type /Catalog /Pages 2 0 R >>";
    let parts: Vec<_> = text.split("endobj").take(5).collect();
    let objects = parts.iter().map(|p| {
        let body = p.split_once(" obj\n").unwrap().1.trim_end_matches('\n');
        if body == plain { catalog.to_vec() } else { body.as_bytes().to_vec() }
    });
    pdf(&objects.collect::<Vec<_>>())
}

#[test]
fn a_term_is_found_in_streams_nobody_draws() {
    let form =
        stream("/Type /XObject /Subtype /Form /BBox [0 0 9 9]", b"BT /F1 12 Tf (Okafor) Tj ET");
    let unused = page_with(REDACTED, "", "/XObject << /Fm 6 0 R >>", &[form]);

    let proof = prove(&page(LETTER, ""), &term("okafor"), &unused);

    assert!(!proof.holds());
}

#[test]
fn an_object_that_belongs_to_nothing_is_found() {
    let output = page_with(REDACTED, "", "", &[b"<< /Left /Over >>".to_vec()]);

    let proof = prove(&page(LETTER, ""), &mark(), &output);

    assert_eq!(findings(&proof), ["1 objects belong to nothing"]);
}

#[test]
fn what_no_redacted_document_carries_is_found() {
    for more in [
        "/AA << /O << /S /JavaScript /JS (x) >> >>",
        "/PieceInfo << >>",
        "/Thumb 4 0 R",
        "/Annots [<< /Type /Annot /Subtype /Widget /Rect [0 0 1 1] >>]",
        "/Metadata 4 0 R",
    ] {
        let proof = prove(&page(LETTER, ""), &mark(), &page(REDACTED, more));
        assert!(!proof.holds(), "{more}");
    }
}

#[test]
fn an_earlier_revision_is_found() {
    let mut output = page(REDACTED, "");
    output.extend(page(REDACTED, ""));

    assert!(!prove(&page(LETTER, ""), &mark(), &output).holds());
}

#[test]
fn a_page_more_or_less_is_found() {
    let output = pdf(&[
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R 3 0 R] /Count 2 >>".to_vec(),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 250] >>".to_vec(),
    ]);

    let proof = prove(&page(LETTER, ""), &mark(), &output);

    let said = findings(&proof);
    assert!(said.iter().any(|f| f.contains("changed its size")), "{said:?}");
}
