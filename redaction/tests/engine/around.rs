//! Habits of programs that write what stands around text: annotations, pictures, layers, pages.

use crate::common::{page, page_with, pdf, stream};
use crate::tools::{holds, mark, surgically, term, texts, unpacked};
use candour_redaction::limits::Limits;
use candour_redaction::redact;

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
