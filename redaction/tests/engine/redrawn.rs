//! What is drawn again, found by its codes, tagged or mended.

use crate::common::{page, page_with, pdf, stream};
use crate::tools::{holds, proved, redacted, term, texts};
use candour_redaction::apply::{Remedies, Remedy, apply_with};
use candour_redaction::limits::Limits;
use candour_redaction::plan::Plan;

#[test]
fn a_part_of_a_page_drawn_again_leaves_the_rest_as_it_was() {
    let source = page(
        "BT /F1 12 Tf 20 160 Td (A heading far above) Tj 0 -60 Td (Dear Brenda Miles) Tj ET",
        "",
    );
    let plan = term("Brenda");

    let parts = Remedies::redrawing(&[0], Remedy::Parts);
    let output = apply_with(&source, &plan, &Limits::default(), &parts).unwrap();

    assert_eq!(texts(&output.pdf), ["A", "heading", "far", "above", "Dear", "Miles"]);
    let [redrawn] = output.report.redrawn.as_slice() else { panic!("one part was redrawn") };
    assert!(redrawn.area.is_some_and(|a| a.y1 < 150.0 && a.x1 < 150.0), "{redrawn:?}");
    assert!(!holds(&output.pdf, "Brenda"));
    assert!(proved(&source, &plan, &output.pdf));
}

#[test]
fn words_of_any_script_lie_beneath_a_page_drawn_again() {
    // Codes that mean Greek letters and a ligature.
    let map = "1 begincodespacerange <00> <FF> endcodespacerange 3 beginbfchar <41> <03A9> \
               <42> <03C0> <43> <00660066> endbfchar";
    let font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 7 0 R >>".to_vec();
    let source = page_with(
        "BT /F2 12 Tf 20 100 Td (ABC) Tj /F1 12 Tf ( Brenda) Tj ET",
        "",
        "/Font << /F1 5 0 R /F2 6 0 R >>",
        &[font, stream("", map.as_bytes())],
    );
    let plan = term("Brenda");

    let whole = Remedies::redrawing(&[0], Remedy::Page);
    let output = apply_with(&source, &plan, &Limits::default(), &whole).unwrap();

    assert_eq!(texts(&output.pdf), ["Ωπff"]);
    assert!(proved(&source, &plan, &output.pdf));
}

#[test]
fn a_space_that_its_font_calls_nothing_still_parts_words() {
    let font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /FirstChar 32 /LastChar 32 \
                 /Widths [278] /Encoding << /Differences [32 /.notdef] >> >>";
    let source = page_with(
        "BT /F2 12 Tf 20 100 Td (Dear Brenda Miles) Tj ET",
        "",
        "/Font << /F1 5 0 R /F2 6 0 R >>",
        &[font.to_vec()],
    );

    let output = redacted(&source, &term("Brenda"));

    assert!(!holds(&output.pdf, "Brenda"));
    assert_eq!(output.report.terms[0].occurrences, 1);
}

#[test]
fn a_word_in_a_font_that_names_no_character_is_found_by_its_codes() {
    let font = b"<< /Type /Font /Subtype /Type0 /BaseFont /Odd /Encoding /Identity-H \
                 /DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Odd /DW 600 \
                 /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> \
                 /FontDescriptor << /Type /FontDescriptor /FontName /Odd /Flags 4 >> >>] >>";
    let codes: String = "to Brenda now".bytes().map(|b| format!("{b:04X}")).collect();
    let source = page_with(
        &format!("BT /F2 12 Tf 20 100 Td <{codes}> Tj ET"),
        "",
        "/Font << /F1 5 0 R /F2 6 0 R >>",
        &[font.to_vec()],
    );

    let output = redacted(&source, &term("Brenda"));

    assert_eq!(output.report.terms[0].occurrences, 1);
    assert!(proved(&source, &term("Brenda"), &output.pdf));
}

#[test]
fn a_name_in_a_predefined_encoding_is_found() {
    // Codes of 90ms-RKSJ-H are Shift-JIS; the font says nothing else of them.
    let font = b"<< /Type /Font /Subtype /Type0 /BaseFont /Gothic /Encoding /90ms-RKSJ-H \
                 /DescendantFonts [<< /Type /Font /Subtype /CIDFontType0 /BaseFont /Gothic \
                 /CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 2 >> \
                 /FontDescriptor << /Type /FontDescriptor /FontName /Gothic /Flags 4 >> >>] >>";
    let source = page_with(
        "BT /F2 12 Tf 20 100 Td <8E529363> Tj 0 -30 Td <8E52> Tj ET",
        "",
        "/Font << /F1 5 0 R /F2 6 0 R >>",
        &[font.to_vec()],
    );

    let output = redacted(&source, &term("山田"));

    assert_eq!(output.report.terms[0].occurrences, 1);
    assert!(proved(&source, &term("山田"), &output.pdf));
}

/// A page whose one paragraph is in the structure tree.
fn tagged() -> Vec<u8> {
    let mut objects = vec![
        b"<< /Type /Catalog /Pages 2 0 R /Lang (en) /MarkInfo << /Marked true >> \
          /StructTreeRoot 6 0 R >>"
            .to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R /StructParents 0 \
          /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_vec(),
    ];
    objects.push(stream(
        "",
        b"/P << /MCID 0 >> BDC BT /F1 12 Tf 20 100 Td (Dear Brenda Miles) Tj ET EMC",
    ));
    objects.push(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_vec());
    objects
        .push(b"<< /Type /StructTreeRoot /K 7 0 R /ParentTree << /Nums [0 [8 0 R]] >> >>".to_vec());
    objects.push(b"<< /Type /StructElem /S /Document /P 6 0 R /K [8 0 R] >>".to_vec());
    objects.push(b"<< /Type /StructElem /S /P /P 7 0 R /Pg 3 0 R /K 0 >>".to_vec());
    pdf(&objects)
}

#[test]
fn a_box_on_a_tagged_page_is_an_element_that_says_its_label() {
    let source = tagged();
    let mut plan = term("Brenda");
    plan.terms[0].label = "Third party".to_owned();

    let output = redacted(&source, &plan);

    assert_eq!(boxes(&output.pdf), [(b"Third party".to_vec(), 1)]);
    assert!(holds(&output.pdf, "/Span <</MCID 1>> BDC"));
    assert!(proved(&source, &plan, &output.pdf));
}

/// What boxes say in the structure tree, and the number of their marked content.
fn boxes(output: &[u8]) -> Vec<(Vec<u8>, i64)> {
    let said = |d: &lopdf::Dictionary| {
        let alt = d.get(b"Alt").and_then(lopdf::Object::as_str).ok()?;
        let number = d.get(b"K").and_then(lopdf::Object::as_i64).ok()?;
        Some((alt.to_vec(), number))
    };
    let doc = lopdf::Document::load_mem(output).unwrap();
    doc.objects.values().filter_map(|o| o.as_dict().ok()).filter_map(said).collect()
}

#[test]
fn a_page_drawn_again_keeps_its_place_in_the_structure_tree() {
    let source = tagged();
    let mut plan = term("Brenda");
    plan.terms[0].label = "Third party".to_owned();

    let whole = Remedies::redrawing(&[0], Remedy::Page);
    let output = apply_with(&source, &plan, &Limits::default(), &whole).unwrap();

    assert_eq!(boxes(&output.pdf), [(b"Third party".to_vec(), 1)]);
    assert!(holds(&output.pdf, "/Artifact BMC q"), "the picture is said by the words beneath it");
    assert!(holds(&output.pdf, "/Span <</MCID 0>> BDC\nBT 3 Tr"));
    assert!(holds(&output.pdf, "StructParents"));
    assert_eq!(texts(&output.pdf)[..2], ["Dear", "Miles"]);
    assert!(proved(&source, &plan, &output.pdf));
}

#[test]
fn damaged_instructions_come_over_sound() {
    let whole = {
        use std::io::Write;
        let mut encoder =
            flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
        let words = "BT /F1 12 Tf 20 100 Td (Dear reader) Tj ET\n".repeat(200);
        encoder.write_all(words.as_bytes()).unwrap();
        encoder.finish().unwrap()
    };
    let mut objects = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R \
          /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_vec(),
    ];
    objects.push(stream("/Filter /FlateDecode", &whole[..whole.len() - 9]));
    objects.push(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_vec());

    let output = redacted(&pdf(&objects), &Plan::default());

    let doc = lopdf::Document::load_mem(&output.pdf).unwrap();
    let page = doc.get_pages()[&1];
    let contents = doc.get_page_contents(page);
    let stream = doc.get_object(contents[0]).unwrap().as_stream().unwrap();
    let mut read = flate2::read::ZlibDecoder::new(stream.content.as_slice());
    let mut text = String::new();
    std::io::Read::read_to_string(&mut read, &mut text).unwrap();
    assert!(text.starts_with("BT /F1"));
}

#[test]
fn a_page_drawn_again_keeps_its_other_words_beneath_the_picture() {
    let source = page("BT /F1 12 Tf 20 100 Td (Dear Brenda Miles) Tj ET", "");
    let plan = term("Brenda");

    let whole = Remedies::redrawing(&[0], Remedy::Page);
    let output = apply_with(&source, &plan, &Limits::default(), &whole).unwrap();

    assert_eq!(texts(&output.pdf), ["Dear", "Miles"]);
    assert_eq!(output.report.redrawn.len(), 1);
    assert!(!holds(&output.pdf, "Brenda"));
    assert!(proved(&source, &plan, &output.pdf));
}
