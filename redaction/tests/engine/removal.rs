//! What the remover takes out, and what it leaves alone.

use crate::common::{page, page_with, pdf, stream};
use crate::tools::{holds, mark, proved, redacted, term, texts, unpacked, words};
use candour_redaction::apply::apply;
use candour_redaction::limits::Limits;
use candour_redaction::plan::{Gap, HiddenLayers, Plan};
use candour_redaction::refusal::Refusal;

#[test]
fn a_marked_word_goes_and_its_neighbours_stay_to_the_hundredth() {
    let source = page("BT /F1 12 Tf 20 100 Td [(Dear ) -120 (Brenda) 40 ( Miles)] TJ ET", "");
    let before = words(&source);
    let plan = mark(before[1].1 + 0.5, 95.0, before[2].1 - 4.0, 112.0);

    let output = redacted(&source, &plan);

    let after = words(&output.pdf);
    assert_eq!(after.len(), 2);
    assert!((after[0].1 - before[0].1).abs() < 0.01 && (after[1].1 - before[2].1).abs() < 0.01);
    assert_eq!(output.report.marks[0].glyphs, 6);
    assert!(!holds(&output.pdf, "Brenda"));
    assert!(proved(&source, &plan, &output.pdf));
}

#[test]
fn no_width_of_a_single_letter_is_left_behind() {
    let source = page("BT /F1 12 Tf 20 100 Td [(A) 10 (n) 20 (n) 30 (a)] TJ (!) Tj ET", "");

    let output = redacted(&source, &term("Anna"));

    let content = unpacked(&output.pdf);
    let text = String::from_utf8_lossy(&content);
    let show = text.lines().find(|l| l.contains("]TJ")).unwrap();
    let inside = show.split_once('[').unwrap().1.split_once(']').unwrap().0;
    assert_eq!(inside.split_whitespace().count(), 1, "{show}");
}

#[test]
fn a_term_goes_wherever_it_is_spelt() {
    for contents in [
        "BT /F1 12 Tf 20 100 Td (Kowal) Tj (ski) Tj ET",
        "BT /F1 12 Tf 20 100 Td (Kowal-) Tj 0 -14 Td (ski was here) Tj ET",
        "BT /F1 12 Tf 20 100 Td <4B6F77616C736B69> Tj ET",
        "BT /F1 12 Tf 1 0 0 1 60 100 Tm (ski) Tj 1 0 0 1 29.344 100 Tm (Kowal) Tj ET",
        "BT /F1 12 Tf 0 1 -1 0 100 20 Tm (KOWALSKI) Tj ET",
        "BT /F1 12 Tf 14 TL 20 100 Td (x) ' (Kowalski) ' ET",
    ] {
        let source = page(contents, "");

        let output = redacted(&source, &term("Kowalski"));

        assert_eq!(output.report.terms[0].occurrences, 1, "{contents}");
        assert!(proved(&source, &term("Kowalski"), &output.pdf), "{contents}");
    }
}

#[test]
fn a_form_drawn_twice_is_copied_for_the_place_that_is_marked() {
    let form =
        "/Type /XObject /Subtype /Form /BBox [0 0 100 20] /Resources << /Font << /F1 5 0 R >> >>";
    let source = page_with(
        "q 1 0 0 1 20 150 cm /X Do Q q 1 0 0 1 20 50 cm /X Do Q",
        "",
        "/XObject << /X 6 0 R >>",
        &[stream(form, b"BT /F1 12 Tf 0 5 Td (Secret) Tj ET")],
    );
    let plan = mark(15.0, 145.0, 120.0, 175.0);

    let output = redacted(&source, &plan);

    assert_eq!(texts(&output.pdf), ["Secret"]);
    assert!(proved(&source, &plan, &output.pdf));
}

#[test]
fn pixels_under_a_mark_are_overwritten_and_the_others_kept() {
    let image = "/Type /XObject /Subtype /Image /Width 4 /Height 2 /ColorSpace /DeviceGray /BitsPerComponent 8";
    let source = page_with(
        "q 40 0 0 20 20 100 cm /Im Do Q",
        "",
        "/XObject << /Im 6 0 R >>",
        &[stream(image, &[11, 22, 33, 44, 55, 66, 77, 88])],
    );

    let output = redacted(&source, &mark(30.0, 110.0, 50.0, 120.0));

    let doc = lopdf::Document::load_mem(&output.pdf).unwrap();
    let pixels = doc.objects.values().find_map(|o| match o {
        lopdf::Object::Stream(s) if s.dict.has(b"Width") => Some(s.content.clone()),
        _ => None,
    });
    assert_eq!(pixels.unwrap(), [11, 0, 0, 44, 55, 66, 77, 88]);
    assert_eq!(output.report.marks[0].images, 1);
}

#[test]
fn outlines_of_words_go_and_rules_and_frames_stay() {
    let source =
        page("0 0 0 rg 30 100 m 34 110 l 38 100 l h f 10 104 m 290 104 l S 5 5 290 190 re S", "");
    let plan = mark(25.0, 95.0, 45.0, 115.0);

    let output = redacted(&source, &plan);

    assert!(!holds(&output.pdf, "34 110"));
    assert!(holds(&output.pdf, "10 104 m 290 104 l S"));
    assert!(holds(&output.pdf, "5 5 290 190 re S"));
    assert!(proved(&source, &plan, &output.pdf));
}

#[test]
fn a_neutral_gap_is_as_wide_for_a_short_name_as_for_a_long_one() {
    let mut plan = term("Al");
    plan.gap = Gap::Neutral;
    let line =
        |name: &str| page(&format!("BT /F1 12 Tf 20 100 Td (Dear {name} and all) Tj ET"), "");
    plan.terms[0].text = "Al".to_owned();
    let short = words(&redacted(&line("Al"), &plan).pdf);
    plan.terms[0].text = "Bartholomew".to_owned();
    let long = words(&redacted(&line("Bartholomew"), &plan).pdf);

    assert_eq!(short.len(), 3);
    for (a, b) in short.iter().zip(&long) {
        assert!(a.0 == b.0 && (a.1 - b.1).abs() < 0.01, "{a:?} {b:?}");
    }
}

#[test]
fn a_neutral_gap_leaves_the_next_column_where_it_was() {
    let source =
        page("BT /F1 12 Tf 20 100 Td (To Bartholomew by) Tj 1 0 0 1 200 100 Tm (Total) Tj ET", "");
    let mut plan = term("Bartholomew");
    plan.gap = Gap::Neutral;

    let after = words(&redacted(&source, &plan).pdf);

    let total = after.iter().find(|(text, _)| text == "Total").unwrap();
    assert!((total.1 - 200.0).abs() < 0.01);
}

#[test]
fn a_hidden_layer_goes_unless_it_is_to_be_shown() {
    let mut objects = vec![
        b"<< /Type /Catalog /Pages 2 0 R /OCProperties << /OCGs [6 0 R] /D << /OFF [6 0 R] >> >> >>"
            .to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R /Resources \
          << /Font << /F1 5 0 R >> /Properties << /L 6 0 R >> >> >>"
            .to_vec(),
    ];
    objects.push(stream(
        "",
        b"BT /F1 12 Tf 20 100 Td (seen) Tj ET /OC /L BDC BT /F1 12 Tf 20 50 Td (notes) Tj ET EMC",
    ));
    objects.push(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_vec());
    objects.push(b"<< /Type /OCG /Name (drafts) >>".to_vec());
    let source = pdf(&objects);

    let removed = redacted(&source, &Plan::default());
    let shown = Plan { hidden_layers: HiddenLayers::Show, ..Plan::default() };
    let shown = redacted(&source, &shown);

    assert_eq!(texts(&removed.pdf), ["seen"]);
    assert_eq!(texts(&shown.pdf), ["seen", "notes"]);
    assert!(!holds(&removed.pdf, "drafts") && !holds(&shown.pdf, "drafts"));
}

#[test]
fn the_same_source_and_plan_give_the_same_bytes() {
    let source = page("BT /F1 12 Tf 20 100 Td (Dear Brenda Miles) Tj ET", "");

    assert_eq!(redacted(&source, &term("Brenda")).pdf, redacted(&source, &term("Brenda")).pdf);
}

#[test]
fn a_mark_on_no_page_is_a_wrong_plan() {
    let source = page("", "");
    let mut plan = mark(0.0, 0.0, 10.0, 10.0);
    plan.marks[0].page = 1;

    let refusal = apply(&source, &plan, &Limits::default()).unwrap_err();

    assert!(matches!(refusal, Refusal::BadPlan { .. }));
}

#[test]
fn damage_ends_in_a_document_or_a_reason_never_in_a_panic() {
    let source = page_with(
        "q 1 0 0 1 5 5 cm BT /F1 12 Tf 20 100 Td [(Dear) 3 (Brenda)] TJ ET Q /X Do BI /W 2 /H 1 /BPC 8 /CS /G ID ab EI",
        "/Annots [<< /Subtype /Link /Rect [0 0 9 9] >>]",
        "/XObject << /X 6 0 R >>",
        &[stream("/Subtype /Form /BBox [0 0 9 9]", b"/X Do (")],
    );
    let plan = Plan { marks: mark(0.0, 0.0, 200.0, 200.0).marks, ..term("Brenda") };
    for at in (0..source.len()).step_by(7) {
        let mut broken = source.clone();
        broken[at] = broken[at].wrapping_add(13);
        let _ = apply(&broken, &plan, &Limits::default());
        let _ = apply(&source[..at], &plan, &Limits::default());
    }
}

#[test]
fn a_letter_that_only_the_name_used_leaves_its_font() {
    let map = "1 begincodespacerange <00> <FF> endcodespacerange 3 beginbfchar \
               <41> <0041> <51> <0051> <5A> <005A> endbfchar";
    let mut objects = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R \
          /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_vec(),
        stream("", b"BT /F1 12 Tf 20 100 Td (AZA) Tj 60 0 Td (QQQQ) Tj ET"),
    ];
    let widths = vec!["700"; 26].join(" ");
    objects.push(
        format!(
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /FirstChar 65 /LastChar 90 \
             /Widths [{widths}] /ToUnicode 6 0 R \
             /Encoding << /Type /Encoding /Differences [81 /Q 90 /Z] >> >>"
        )
        .into_bytes(),
    );
    objects.push(stream("", map.as_bytes()));
    let source = pdf(&objects);

    let output = redacted(&source, &term("QQQQ"));

    assert_eq!(texts(&output.pdf), ["AZA"]);
    assert!(holds(&output.pdf, "<5A> <005A>") && !holds(&output.pdf, "<0051>"));
    let doc = lopdf::Document::load_mem(&output.pdf).unwrap();
    let font = doc
        .objects
        .values()
        .find_map(|o| o.as_dict().ok().filter(|d| d.has(b"Differences") || d.has(b"Widths")));
    let widths = font.unwrap().get(b"Widths").unwrap().as_array().unwrap();
    assert_eq!(widths[16].as_i64().unwrap(), 0);
    assert_eq!(widths[25].as_i64().unwrap(), 700);
}

#[test]
fn what_was_cropped_away_goes_and_the_rest_of_the_sheet_stays() {
    let source = page(
        "BT /F1 12 Tf 20 180 Td (kept) Tj 0 -160 Td (cropped) Tj ET",
        "/CropBox [0 100 300 200]",
    );

    let output = redacted(&source, &Plan::default());

    assert_eq!(texts(&output.pdf), ["kept"]);
    assert!(!holds(&output.pdf, "cropped"));
}

#[test]
fn a_label_stands_on_its_box() {
    let source = page("BT /F1 12 Tf 20 100 Td (Bartholomew) Tj ET", "");
    let mut plan = term("Bartholomew");
    plan.terms[0].label = "Name".to_owned();

    let output = redacted(&source, &plan);

    assert_eq!(texts(&output.pdf), ["Name"]);
    assert!(proved(&source, &plan, &output.pdf));
}

#[test]
fn a_file_without_its_table_is_repaired() {
    let source = page("BT /F1 12 Tf 20 100 Td (Dear Brenda Miles) Tj ET", "");
    let at = source.windows(5).position(|w| w == b"xref\n").unwrap();

    let output = redacted(&source[..at], &term("Brenda"));

    assert_eq!(texts(&output.pdf), ["Dear", "Miles"]);
}

#[test]
fn a_form_that_draws_itself_keeps_nothing() {
    let form = |of: u8| {
        format!(
            "/Type /XObject /Subtype /Form /BBox [0 0 300 200] /Resources \
             << /Font << /F1 5 0 R >> /XObject << /X {of} 0 R >> >>"
        )
    };
    let content = b"BT /F1 12 Tf 20 100 Td (Brenda) Tj ET .5 0 0 .5 0 0 cm /X Do";
    let source = page_with(
        "/X Do",
        "",
        "/XObject << /X 6 0 R >>",
        &[stream(&form(7), content), stream(&form(6), content)],
    );

    let output = redacted(&source, &term("Brenda"));

    assert!(!holds(&output.pdf, "Brenda"));
}
