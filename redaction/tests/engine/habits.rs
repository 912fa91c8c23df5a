//! Habits of programs that write PDFs: each was met in a real file, and was refused, redrawn or
//! missed before.

use crate::common::{page, page_with, pdf, stream};
use crate::tools::{holds, mark, proved, redacted, term, texts, unpacked};
use candour_redaction::limits::Limits;
use candour_redaction::plan::Plan;
use candour_redaction::{redact, verify};

/// Redacted by whatever it takes, proved, and nothing drawn again as pixels.
fn surgically(source: &[u8], plan: &Plan) -> Vec<u8> {
    let output = redact(source, plan, &Limits::default()).unwrap();
    assert_eq!(output.report.redrawn, []);
    output.pdf
}

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

#[test]
fn redaction_marks_that_nobody_carried_out_come_over_as_pictures() {
    let source = page_with(
        "BT /F1 12 Tf 20 100 Td (Amara Okafor) Tj ET",
        "/Annots [<< /Type /Annot /Subtype /Redact /Rect [100 20 140 40] /AP << /N 6 0 R >> >> \
         << /Type /Annot /Subtype /Redact /Rect [150 20 180 40] /OverlayText (gone) >>]",
        "",
        &[stream("/Type /XObject /Subtype /Form /BBox [0 0 40 20]", b"1 0 0 RG 1 1 38 18 re S")],
    );

    let output = redact(&source, &term("Okafor"), &Limits::default()).unwrap();

    assert_eq!(output.report.redrawn, []);
    assert!(output.report.notes.iter().any(|note| note.contains("not carried out")));
    assert!(!holds(&output.pdf, "Redact") && holds(&output.pdf, "Stamp"));
}

#[test]
fn the_picture_of_a_signature_stays_a_field_that_nobody_can_press() {
    let source = page_with(
        "BT /F1 12 Tf 20 100 Td (Amara Okafor) Tj ET",
        "/Annots [<< /Type /Annot /Subtype /Widget /FT /Sig /T (Okafor) /V << /ByteRange [0 1] >> \
         /Rect [100 20 140 40] /AP << /N 6 0 R >> >>]",
        "",
        &[stream("/Type /XObject /Subtype /Form /BBox [0 0 40 20]", b"1 0 0 RG 1 1 38 18 re S")],
    );

    let output = redact(&source, &term("Okafor"), &Limits::default()).unwrap();

    let held = String::from_utf8_lossy(&unpacked(&output.pdf)).into_owned();
    assert!(held.contains("Widget") && held.contains("Btn") && !held.contains("Sig"), "{held}");
    assert!(output.report.notes.iter().any(|note| note.contains("signature")));
}

#[test]
fn a_page_that_does_not_say_how_large_it_is() {
    let source = pdf(&[
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_vec(),
        stream("", b"BT /F1 12 Tf 20 100 Td (Amara Okafor) Tj ET"),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_vec(),
    ]);

    let output = surgically(&source, &term("Okafor"));

    assert_eq!(texts(&output), ["Amara"]);
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
fn a_word_in_what_a_colour_profile_says_of_its_maker() {
    let mut profile = vec![0u8; 128];
    profile.splice(36..40, *b"acsp");
    profile.extend(1u32.to_be_bytes());
    profile.extend(b"cprt\0\0\0\x90\0\0\0\x26text\0\0\0\0Copyright Okafor Company 1998\0");
    let source = page_with(
        "/C1 cs 0.1 0.2 0.3 sc 5 5 9 9 re f BT /F1 12 Tf 20 100 Td (Okafor was here) Tj ET",
        "",
        "/ColorSpace << /C1 [/ICCBased 6 0 R] >>",
        &[stream("/N 3 /Alternate /DeviceRGB", &profile)],
    );

    let output = surgically(&source, &term("Okafor"));

    assert!(!holds(&output, "Okafor") && holds(&output, "acsp"));
}

#[test]
fn inline_images_within_the_look_ahead_of_others_are_refused_at_once() {
    let tangle = "BI /W 2 ID 0EI  EEI  EI 240 cm ".repeat(60);
    let plan = mark(10.0, 10.0, 20.0, 20.0);

    let refusal = redact(&page(&tangle, ""), &plan, &Limits::default()).unwrap_err();

    assert!(refusal.to_string().contains("inline images"), "{refusal}");
}

#[test]
fn what_shows_only_while_a_layer_is_off_is_not_drawn_beside_it() {
    // The layer is on, so that what takes its place is not shown.
    for rule in ["/OCGs [7 0 R] /P /AllOff", "/OCGs 7 0 R /P /AnyOff"] {
        let source = pdf(&[
            b"<< /Type /Catalog /Pages 2 0 R /OCProperties << /OCGs [7 0 R] /D << >> >> >>"
                .to_vec(),
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R /Resources << \
              /Font << /F1 5 0 R >> /Properties << /On 7 0 R /Off 6 0 R >> >> >>"
                .to_vec(),
            stream(
                "",
                b"BT /F1 12 Tf 20 100 Td (Okafor) Tj ET /OC /On BDC 0 0 9 9 re f EMC \
                  /OC /Off BDC BT /F1 12 Tf 20 60 Td (instead) Tj ET EMC",
            ),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_vec(),
            format!("<< /Type /OCMD {rule} >>").into_bytes(),
            b"<< /Type /OCG /Name (Text) >>".to_vec(),
        ]);

        let output = surgically(&source, &term("Okafor"));

        assert!(!holds(&output, "instead"), "{rule}");
    }
}

/// Four bits to a sign.
fn hexadecimal(data: &[u8]) -> Vec<u8> {
    let mut out: Vec<u8> = data.iter().flat_map(|b| format!("{b:02X}").into_bytes()).collect();
    out.push(b'>');
    out
}

#[test]
fn a_photograph_within_other_codings_stays_one() {
    let photograph = include_bytes!("../pictures/sequential.jpg");
    let deflated = |data: &[u8]| {
        let mut coder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
        std::io::Write::write_all(&mut coder, data).unwrap();
        coder.finish().unwrap()
    };
    let (width, height) = image::ImageReader::new(std::io::Cursor::new(photograph))
        .with_guessed_format()
        .unwrap()
        .into_dimensions()
        .unwrap();
    for (filter, data) in [
        ("[/DCTDecode]", photograph.to_vec()),
        ("[/FlateDecode /DCTDecode]", deflated(photograph)),
        ("[/ASCIIHexDecode /DCTDecode]", hexadecimal(photograph)),
    ] {
        let dict = format!(
            "/Type /XObject /Subtype /Image /Width {width} /Height {height} /BitsPerComponent 8 \
             /ColorSpace /DeviceRGB /Filter {filter}"
        );
        let source = page_with(
            "q 200 0 0 100 20 20 cm /Im Do Q",
            "",
            "/XObject << /Im 6 0 R >>",
            &[stream(&dict, &data)],
        );

        let output = surgically(&source, &mark(50.0, 40.0, 90.0, 70.0));

        assert!(holds(&output, "DCTDecode"), "{filter}");
        assert!(output.len() < source.len() * 11 / 10, "{filter}: {}", output.len());
    }
}

#[test]
fn a_background_whose_edge_passes_beneath_a_mark_stays_one_piece() {
    // Its upper edge runs through the marked word, and far beyond it on both sides.
    let source = page("0.9 g 20 40 260 64 re f 0 g BT /F1 12 Tf 120 98 Td (Okafor) Tj ET", "");

    let output = surgically(&source, &mark(118.0, 96.0, 160.0, 110.0));

    let held = String::from_utf8_lossy(&unpacked(&output)).into_owned();
    assert!(held.contains("20 40 260 64 re"), "{held}");
}

#[test]
fn a_line_through_text_ends_at_the_box() {
    // Corners as most programs give them, and the other way around.
    for quad in ["20 112 120 112 20 98 120 98", "20 98 120 98 120 112 20 112"] {
        let source = page(
            "BT /F1 12 Tf 20 100 Td (Dear Okafor and all) Tj ET",
            &format!(
                "/Annots [<< /Type /Annot /Subtype /StrikeOut /Rect [20 98 120 112] /C [1 0 0] \
                 /QuadPoints [{quad}] >>]"
            ),
        );

        let output = surgically(&source, &mark(50.0, 97.0, 90.0, 113.0));

        let doc = lopdf::Document::load_mem(&output).unwrap();
        let left = doc.objects.values().find_map(|o| o.as_dict().ok()?.get(b"QuadPoints").ok());
        let left: Vec<f32> =
            left.unwrap().as_array().unwrap().iter().map(|n| n.as_float().unwrap()).collect();
        let ends: Vec<f32> = left.iter().step_by(2).copied().collect();
        assert_eq!(left.len(), 16, "{left:?}");
        assert!(ends.iter().all(|x| *x <= 50.1 || *x >= 89.9), "{left:?}");
    }
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
        "BT /F2 12 Tf 20 100 Td (Needed) Tj 60 0 Td (All) Tj ET",
        "",
        "/Font << /F1 5 0 R /F2 6 0 R >>",
        &subset(map),
    );

    let output = surgically(&source, &mark(18.0, 97.0, 66.0, 112.0));

    assert!(!holds(&output, "Needed") && holds(&output, "<6C> <006C>"));
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

#[test]
fn a_link_whose_corners_are_objects_of_their_own_leads_nowhere_beneath_a_mark() {
    let source = page_with(
        "BT /F1 12 Tf 20 100 Td (Okafor) Tj ET",
        "/Annots [<< /Type /Annot /Subtype /Link /Rect [6 0 R 7 0 R 8 0 R 9 0 R] \
         /A << /S /URI /URI (http://okafor.example) >> >>]",
        "",
        &[b"20".to_vec(), b"97".to_vec(), b"60".to_vec(), b"112".to_vec()],
    );

    let output = surgically(&source, &mark(15.0, 95.0, 70.0, 114.0));

    assert!(!holds(&output, "URI"));
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
