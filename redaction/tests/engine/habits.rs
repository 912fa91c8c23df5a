//! Habits of programs that write text and fonts: each was met in a real file, and was refused,
//! redrawn or missed before.

use crate::common::{page, page_with, pdf, stream};
use crate::tools::{holds, mark, proved, redacted, surgically, term, texts, unpacked};
use candour_redaction::limits::Limits;
use candour_redaction::verify;

#[test]
fn a_word_on_a_line_so_tight_that_its_spaces_are_a_seventh_of_the_letters() {
    // A space of 0.14 em is 140 thousandths.
    let source = page("BT /F1 10 Tf 20 100 Td [(also) -140 (detected) -140 (by)] TJ ET", "");

    let output = surgically(&source, &term("detected"));

    assert_eq!(texts(&output).concat(), "alsoby");
    // Left as it is, the proof sees it.
    let plan = term("detected");
    assert!(!verify(&source, &plan, &source, &Limits::default()).unwrap().holds());
}

#[test]
fn a_word_within_spaced_letters_is_no_word() {
    // Every letter of `written` stands as far from the next.
    let letters = "[(w) -140 (r) -140 (i) -140 (t) -140 (t) -140 (e) -140 (n)] TJ";
    let source = page(&format!("BT /F1 10 Tf 20 100 Td {letters} ET"), "");

    let output = redacted(&source, &term("ten"));

    assert_eq!(output.report.terms[0].occurrences, 0);
    assert!(proved(&source, &term("ten"), &output.pdf));
}

#[test]
fn spaces_that_are_written_as_the_spacing_of_the_letter_before() {
    let source = page(
        "BT /F1 12 Tf 20 100 Td 3 Tc (n) Tj -0.1 Tc 10 0 Td (e) Tj 6.6 0 Td (x) Tj 5.9 0 Td (a) Tj \
         6.6 0 Td 3 Tc (m) Tj -0.1 Tc 13 0 Td (o) Tj 6.6 0 Td (f) Tj ET",
        "",
    );

    let output = surgically(&source, &term("exam"));

    assert_eq!(texts(&output).concat(), "nof");
}

#[test]
fn a_term_in_slanted_letters() {
    let source = page("BT /F1 14 Tf 1 0 0.35 1 40 100 Tm (Modo Access Point) Tj ET", "");

    let output = surgically(&source, &term("Access"));

    assert_eq!(texts(&output), ["Modo", "Point"]);
}

#[test]
fn what_is_stamped_across_a_term_does_not_stay_beneath_its_box() {
    let source = page(
        "BT /F1 20 Tf 20 100 Td (Okafor) Tj ET BT /F1 8 Tf 40 104 Td (PAID) Tj ET \
         BT /F1 8 Tf 40 60 Td (below) Tj ET",
        "",
    );

    let output = surgically(&source, &term("Okafor"));

    assert_eq!(texts(&output), ["below"]);
}

/// A simple font that is called a subset and says what its codes mean.
fn subset(map: &str) -> Vec<Vec<u8>> {
    let map = format!(
        "/CIDInit /ProcSet findresource begin 1 dict begin begincmap\n1 begincodespacerange <00> \
         <FF> endcodespacerange\n{map}\nendcmap end end"
    );
    vec![
        b"<< /Type /Font /Subtype /Type1 /BaseFont /AAAAAA+Helvetica /Encoding /WinAnsiEncoding \
          /ToUnicode 7 0 R >>"
            .to_vec(),
        stream("", map.as_bytes()),
    ]
}

#[test]
fn letters_that_a_field_still_offers_stay_in_the_font_it_is_drawn_with() {
    let mut objects = vec![
        b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [8 0 R] /DR << /Font << /F2 6 0 R >> \
          >> >> >>"
            .to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R /Annots [8 0 R] \
          /Resources << /Font << /F2 6 0 R >> >> >>"
            .to_vec(),
        stream("", b"BT /F2 12 Tf 20 100 Td (Zoe Kay) Tj ET"),
        b"null".to_vec(),
    ];
    objects.extend(subset(
        "7 beginbfchar <5A> <005A> <6F> <006F> <65> <0065> <4B> <004B> <61> <0061> <79> <0079> \
         <20> <0020> endbfchar",
    ));
    objects.push(
        b"<< /Type /Annot /Subtype /Widget /FT /Ch /T (c) /Opt [(Zealand)] /DA (/F2 9 Tf) \
          /Rect [100 20 140 40] >>"
            .to_vec(),
    );
    let source = pdf(&objects);

    let output = surgically(&source, &term("Zoe"));

    // `Z` and `e` may be drawn for the field; `o` was in the removed word alone.
    let held = String::from_utf8_lossy(&unpacked(&output)).into_owned();
    assert!(held.contains("<5A> <005A>") && !held.contains("<6F> <006F>"), "{held}");
}

#[test]
fn a_font_is_not_made_to_say_more_than_it_did() {
    // Nothing is said of the apostrophe.
    let source = page_with(
        "BT /F2 12 Tf 20 100 Td (Kay's Zoe) Tj ET",
        "",
        "/Font << /F1 5 0 R /F2 6 0 R >>",
        &subset(
            "6 beginbfchar <5A> <005A> <6F> <006F> <65> <0065> <4B> <004B> <61> <0061> <79> \
             <0079> endbfchar",
        ),
    );

    let output = surgically(&source, &term("Zoe"));

    let held = String::from_utf8_lossy(&unpacked(&output)).into_owned();
    assert!(held.contains("<4B> <004B>") && !held.contains("<27>"), "{held}");
}

#[test]
fn control_characters_take_the_room_that_most_readers_give_them() {
    // Two line feeds of 278 thousandths: `Okafor` stands from 62 to 98 where most readers draw it,
    // and not from 55 on.
    let source = page("BT /F1 12 Tf 20 100 Td (Amara\\n\\nOkafor\\n\\nhere) Tj ET", "");
    let words = crate::tools::words(&source);
    assert_eq!(
        words.iter().map(|(text, _)| text.as_str()).collect::<Vec<_>>(),
        ["Amara", "Okafor", "here"]
    );
    assert!((words[1].1 - 62.0).abs() < 0.1, "{words:?}");

    let output = surgically(&source, &mark(61.5, 97.0, 98.3, 112.0));

    assert_eq!(texts(&output), ["Amara", "here"]);
}

#[test]
fn control_characters_in_a_form_keep_whatever_width_a_reader_gives_them() {
    let form = stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 300 200] /Resources << /Font << /F1 5 0 R >> >>",
        b"BT /F1 12 Tf 20 100 Td (Amara\\n\\nOkafor\\n\\nhere) Tj ET",
    );
    let source = page_with("/Fm Do", "", "/XObject << /Fm 6 0 R >>", &[form]);

    let output = surgically(&source, &mark(19.0, 97.0, 91.0, 112.0));

    // Two went with the words, and are left behind their gap.
    assert!(holds(&output, r"(\n\n\n\nhere)"));
    assert_eq!(texts(&output), ["here"]);
}

#[test]
fn a_remark_in_a_character_map_that_holds_a_marked_word_within_another() {
    let map = "%%DocumentNeededResources: ProcSet (CIDInit)\n\
               5 beginbfchar <4E> <004E> <65> <0065> <64> <0064> <41> <0041> <6C> <006C> endbfchar";
    let source = page_with(
        "BT /F1 12 Tf 20 100 Td (Needed) Tj /F2 12 Tf 60 0 Td (Ad) Tj ET",
        "",
        "/Font << /F1 5 0 R /F2 6 0 R >>",
        &subset(map),
    );

    let output = surgically(&source, &mark(18.0, 97.0, 66.0, 112.0));

    assert!(!holds(&output, "Needed") && holds(&output, "<41> <0041>"));
}

#[test]
fn a_subset_that_stands_in_the_file_twice_does_not_tell_what_went_from_the_other() {
    let map = "4 beginbfchar <4B> <004B> <61> <0061> <79> <0079> <5A> <005A> endbfchar";
    let mut fonts = subset(map);
    fonts.push(String::from_utf8(fonts[0].clone()).unwrap().replace("7 0 R", "9 0 R").into_bytes());
    fonts.push(fonts[1].clone());
    let source = page_with(
        "BT /F2 12 Tf 20 100 Td (Za) Tj ET BT /F3 12 Tf 20 60 Td (Kay) Tj ET",
        "",
        "/Font << /F1 5 0 R /F2 6 0 R /F3 8 0 R >>",
        &fonts,
    );

    let output = surgically(&source, &term("Za"));

    assert!(!holds(&output, "<5A> <005A>") && holds(&output, "<4B> <004B>"));
}

/// A Type 3 font that says its widths and boxes in units of its own, upside down.
fn drawn_upside_down(bounds: &str) -> Vec<Vec<u8>> {
    let letter = |c: char| format!("/{c} 7 0 R");
    let letters: String = "Okafr".chars().map(letter).collect::<Vec<_>>().join(" ");
    let mut codes = vec!["0"; 256];
    "Okafr".chars().for_each(|c| codes[c as usize] = "50");
    let names: Vec<String> = "Okafr".chars().map(|c| format!("{} /{c}", c as u32)).collect();
    vec![
        format!(
            "<< /Type /Font /Subtype /Type3 /FontBBox [{bounds}] /FontMatrix [1 0 0 -1 0 0] \
             /FirstChar 0 /LastChar 255 /Widths [{}] /Encoding << /Differences [{}] >> \
             /CharProcs << {letters} >> /Resources << >> >>",
            codes.join(" "),
            names.join(" ")
        )
        .into_bytes(),
        stream("", b"50 0 4 -57 46 18 d1 4 -57 42 75 re f"),
    ]
}

#[test]
fn a_term_in_letters_that_a_font_draws_in_units_of_its_own() {
    for bounds in ["0 -57 50 18", "0 0 0 0"] {
        let source = page_with(
            "BT /F2 0.2 Tf 20 100 Td (Okafor) Tj ET BT /F1 12 Tf 20 40 Td (below) Tj ET",
            "",
            "/Font << /F1 5 0 R /F2 6 0 R >>",
            &drawn_upside_down(bounds),
        );

        let output = surgically(&source, &term("Okafor"));

        assert_eq!(texts(&output).concat(), "below", "{bounds}");
    }
}

#[test]
fn a_marked_word_within_the_name_of_a_family_of_fonts() {
    let font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /FontDescriptor 7 0 R >>";
    let descriptor = b"<< /Type /FontDescriptor /FontName /Helvetica /Flags 32 \
                       /FontFamily (OkaforSansPro) >>";
    let source = page_with(
        "BT /F2 12 Tf 20 100 Td (Okafor) Tj ET",
        "",
        "/Font << /F1 5 0 R /F2 6 0 R >>",
        &[font.to_vec(), descriptor.to_vec()],
    );

    let output = surgically(&source, &mark(15.0, 95.0, 70.0, 114.0));

    assert!(!holds(&output, "OkaforSans"));
}

#[test]
fn a_map_to_unicode_that_is_not_written_as_it_should_be() {
    let map = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CIDSystemInfo \
               <</Registry (Adobe) /Ordering (UC>) /Supplement 0 >> def\n\
               1 begincodespacerange <00> <FF> endcodespacerange\n\
               6 beginbfchar <41> <004F> <42> <006B> <43> <0061> <44> <0066> <45> <006F> \
               <46> <0072> endbfchar\nendcmap end end";
    let mut font = subset("");
    font[1] = stream("", map.as_bytes());
    let source = page_with(
        "BT /F2 12 Tf 20 100 Td (ABCDEF) Tj ET BT /F1 12 Tf 20 40 Td (below) Tj ET",
        "",
        "/Font << /F1 5 0 R /F2 6 0 R >>",
        &font,
    );
    assert_eq!(texts(&source), ["Okafor", "below"]);

    let output = surgically(&source, &term("Okafor"));

    assert_eq!(texts(&output), ["below"]);
}

#[test]
fn a_name_with_the_number_of_a_footnote() {
    let source = page(
        "BT /F1 12 Tf 20 100 Td (Okafor) Tj /F1 8 Tf 4 Ts (2) Tj 0 Ts /F1 12 Tf ( said) Tj ET",
        "",
    );

    let output = surgically(&source, &term("Okafor"));

    assert_eq!(texts(&output), ["2", "said"]);
}
