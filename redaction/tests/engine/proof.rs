//! What the proof must find: for each way in which a word can survive, a document that hides it.

use crate::common::{page, page_with, pdf, stream};
use crate::tools::{self, term};
use candour_redaction::geometry::{Quad, Rect};
use candour_redaction::limits::Limits;
use candour_redaction::plan::{Gap, Plan};
use candour_redaction::report::Proof;
use candour_redaction::verify;

const LETTER: &str = "BT /F1 12 Tf 20 100 Td (Dear Amara Okafor) Tj ET";
/// The letter without its second and third word, and a box.
const REDACTED: &str = "BT /F1 12 Tf 20 100 Td (Dear ) Tj ET 0 g 49 96 76 16 re f";

fn mark() -> Plan {
    tools::mark(49.0, 96.0, 125.0, 112.0)
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
        "/Annots [<< /Type /Annot /Subtype /FileAttachment /Rect [0 0 1 1] >>]",
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

/// Four by one pixels: two black, two white, drawn over the name.
fn picture(pixels: &str) -> Vec<u8> {
    let image = stream(
        "/Type /XObject /Subtype /Image /Width 4 /Height 1 /BitsPerComponent 8 \
         /ColorSpace /DeviceGray /Filter /ASCIIHexDecode",
        pixels.as_bytes(),
    );
    page_with(
        "q 200 0 0 40 20 84 cm /Im Do Q 0 g 49 96 76 16 re f",
        "",
        "/XObject << /Im 6 0 R >>",
        &[image],
    )
}

#[test]
fn pixels_left_beneath_a_box_are_found() {
    let scan: String = (0..200).map(|n| if n % 4 < 2 { "00" } else { "FF" }).collect();
    let wide = |hex: &str| {
        let text = String::from_utf8_lossy(&picture(hex)).into_owned();
        text.replace("/Width 4", "/Width 200").into_bytes()
    };
    let burnt: String =
        (0..200).map(|n| if (28..=106).contains(&n) || n % 4 < 2 { "00" } else { "FF" }).collect();

    let covered = prove(&wide(&scan), &mark(), &wide(&scan));
    let removed = prove(&wide(&scan), &mark(), &wide(&burnt));

    let said = findings(&covered);
    assert!(said.iter().any(|f| f.contains("pixels differ under mark 1")), "{said:?}");
    let said = findings(&removed);
    assert!(!said.iter().any(|f| f.contains("pixels differ")), "{said:?}");
}

#[test]
fn a_signature_left_beneath_a_box_is_found() {
    let ink = "1 w 60 100 m 70 110 80 95 90 104 c 100 108 110 99 v S";
    let source = page(ink, "");
    let output = page(&format!("{ink} 0 g 49 96 76 16 re f"), "");

    let proof = prove(&source, &mark(), &output);

    let said = findings(&proof);
    assert!(said.iter().any(|f| f.contains("lines or shapes end under mark 1")), "{said:?}");
}

#[test]
fn text_painted_by_a_pattern_or_through_a_mask_is_found() {
    let cell = stream(
        "/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 300 200] \
         /XStep 300 /YStep 200 /Resources << /Font << /F1 5 0 R >> >>",
        b"BT /F1 12 Tf 50 100 Td (Amara) Tj ET",
    );
    let painted = page_with(
        "/Pattern cs /P scn 0 0 300 200 re f 0 g 49 96 76 16 re f",
        "",
        "/Pattern << /P 6 0 R >>",
        &[cell],
    );
    let group = stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 300 200] \
         /Group << /S /Transparency /CS /DeviceGray >> /Resources << /Font << /F1 5 0 R >> >>",
        b"1 g BT /F1 12 Tf 50 100 Td (Amara) Tj ET",
    );
    let masked = page_with(
        "q /G gs 0 0 300 200 re f Q 0 g 49 96 76 16 re f",
        "",
        "/ExtGState << /G << /SMask << /S /Luminosity /G 6 0 R >> >> >>",
        &[group],
    );
    for output in [painted, masked] {
        let proof = prove(&output, &mark(), &output);
        let said = findings(&proof);
        assert!(said.iter().any(|f| f.contains("under mark 1")), "{said:?}");
    }
}

#[test]
fn a_box_that_shows_something_is_found() {
    let output = page("BT /F1 12 Tf 20 100 Td (Dear ) Tj ET 0 g 49 96 30 16 re f", "");

    let proof = prove(&page(LETTER, ""), &mark(), &output);

    let said = findings(&proof);
    assert!(said.iter().any(|f| f.contains("mark 1 is not one colour")), "{said:?}");
}

#[test]
fn a_picture_that_changed_elsewhere_is_found() {
    let source = page(&format!("{LETTER} 200 20 60 60 re f"), "");

    let proof = prove(&source, &mark(), &page(REDACTED, ""));

    let said = findings(&proof);
    assert!(said.iter().any(|f| f.contains("changed outside the marks")), "{said:?}");
}

#[test]
fn a_label_may_stand_on_its_box_and_nothing_else() {
    let labelled = |label: &str| {
        let mut plan = mark();
        plan.marks[0].label = label.to_owned();
        plan
    };
    let output =
        |text: &str| page(&format!("{REDACTED} 1 g BT /F1 8 Tf 55 101 Td ({text}) Tj ET"), "");
    let source = page(LETTER, "");

    let proof = prove(&source, &labelled("Third party"), &output("Third party"));
    assert!(proof.holds(), "{:?}", findings(&proof));
    assert!(!prove(&source, &labelled("Third party"), &output("A. Okaf")).holds());
    assert!(!prove(&source, &labelled(""), &output("Third party")).holds());
}

#[test]
fn a_term_is_found_however_its_letters_are_drawn() {
    let spaced = "BT /F1 12 Tf 20 100 Td [(O) -300 (k) -300 (a) -300 (f) -300 (o) -300 (r)] TJ ET";
    let shuffled = "BT /F1 12 Tf 1 0 0 1 29.33 100 Tm (kaf) Tj 1 0 0 1 45.4 100 Tm (or) Tj \
                    1 0 0 1 20 100 Tm (O) Tj ET";
    let hyphened = "BT /F1 12 Tf 20 100 Td (Oka-) Tj 0 -14 Td (for) Tj ET";

    for output in [spaced, shuffled, hyphened] {
        let proof = prove(&page(LETTER, ""), &term("Okafor"), &page(output, ""));
        let said = findings(&proof);
        assert!(said.iter().any(|f| f.contains("a term can still be read")), "{output}: {said:?}");
    }
}

#[test]
fn a_term_is_led_back_to_its_glyphs_whatever_folding_does_to_its_length() {
    let font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding << /Differences \
                [1 /Idotaccent] >> >>";
    let letter = |text: &str| {
        let contents = format!("BT /F1 12 Tf 20 100 Td ({text}) Tj ET 0 g 20 96 60 16 re f");
        let page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R \
                    /Resources << /Font << /F1 5 0 R >> >> >>";
        pdf(&[
            b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
            page.as_bytes().to_vec(),
            stream("", contents.as_bytes()),
            font.as_bytes().to_vec(),
        ])
    };
    let source = letter("\\001letisim");

    let covered = prove(&source, &term("\u{130}letisim"), &source);
    let removed = prove(&source, &term("\u{130}letisim"), &letter(""));

    let said = findings(&covered);
    assert!(said.iter().any(|f| f.contains("characters are left under term 1")), "{said:?}");
    assert!(removed.holds(), "{:?}", findings(&removed));
}

#[test]
fn letters_that_a_mark_cuts_through_may_go_as_a_whole() {
    let source = page("BT /F1 30 Tf 20 100 Td (Dear Amara) Tj ET", "");
    let plan = {
        let mut plan = mark();
        plan.marks[0].quads = vec![Quad::from(Rect::new(90.0, 96.0, 200.0, 111.0))];
        plan
    };
    let output = page("BT /F1 30 Tf 20 100 Td (Dear ) Tj ET 0 g 90 96 110 15 re f", "");

    let proof = prove(&source, &plan, &output);

    assert!(proof.holds(), "{:?}", findings(&proof));
}
