//! Every step that takes something out is left out in turn; each time the proof must fail. A
//! step that could be left out without being noticed would be no step.

use crate::common::{page_with, pdf, stream};
use candour_redaction::apply::{Removals, apply_only};
use candour_redaction::geometry::Rect;
use candour_redaction::limits::Limits;
use candour_redaction::plan::{Mark, Plan, Term};
use candour_redaction::verify;

/// A letter that holds a name in every place that a step looks after.
fn letter() -> Vec<u8> {
    let contents = "BT /F1 12 Tf 20 160 Td (Dear Amara Okafor, hello) Tj ET \
        q 200 0 0 40 20 84 cm /Im Do Q \
        1 w 60 64 m 70 70 80 55 90 64 c 100 68 110 59 v S \
        /Span << /ActualText (Okafor) >> BDC BT /F1 12 Tf 20 20 Td (Mx) Tj ET EMC \
        BT /F2 12 Tf 150 20 Td (Zq) Tj ET";
    let scan: String = (0..200).map(|n| if n % 4 < 2 { "00" } else { "FF" }).collect();
    let image = stream(
        "/Type /XObject /Subtype /Image /Width 200 /Height 1 /BitsPerComponent 8 \
         /ColorSpace /DeviceGray /Filter /ASCIIHexDecode",
        scan.as_bytes(),
    );
    let font = b"<< /Type /Font /Subtype /Type1 /BaseFont /ABCDEF+Helvetica /ToUnicode 8 0 R >>";
    let map = "1 begincodespacerange <00> <FF> endcodespacerange \
               2 beginbfchar <5A> <005A> <71> <0071> endbfchar";
    let annotations = "/Annots [\
        << /Type /Annot /Subtype /Link /Rect [200 170 290 180] \
           /A << /S /URI /URI (https://example.org/okafor) >> >> \
        << /Type /Annot /Subtype /FreeText /Rect [62 52 118 58] /DA (/F1 6 Tf) \
           /Contents (her sister) >>]";
    page_with(
        contents,
        annotations,
        "/Font << /F1 5 0 R /F2 7 0 R >> /XObject << /Im 6 0 R >>",
        &[image, font.to_vec(), stream("", map.as_bytes())],
    )
}

fn plan() -> Plan {
    let areas = [
        Rect::new(49.0, 156.0, 87.0, 172.0),
        Rect::new(60.0, 80.0, 160.0, 128.0),
        Rect::new(55.0, 50.0, 120.0, 75.0),
        Rect::new(148.0, 15.0, 170.0, 32.0),
    ];
    let marks = areas.iter().map(|area| Mark {
        id: String::new(),
        page: 0,
        quads: vec![(*area).into()],
        label: String::new(),
        gap: None,
    });
    let okafor = Term {
        text: "Okafor".to_owned(),
        label: String::new(),
        match_case: false,
        part_of_word: false,
        gap: None,
    };
    Plan { marks: marks.collect(), terms: vec![okafor], ..Plan::default() }
}

/// What the proof finds where only `removals` were done.
fn found(source: &[u8], plan: &Plan, removals: Removals) -> Vec<String> {
    let output = apply_only(source, plan, &Limits::default(), removals).unwrap();
    let proof = verify(source, plan, &output.pdf, &Limits::default()).unwrap();
    proof.checks.into_iter().flat_map(|c| c.findings).collect()
}

#[track_caller]
fn is_noticed(removals: Removals, as_what: &str) {
    let found = found(&letter(), &plan(), removals);
    assert!(found.iter().any(|f| f.contains(as_what)), "{found:?}");
}

#[test]
fn with_every_step_taken_the_proof_holds() {
    assert_eq!(found(&letter(), &plan(), Removals::default()), Vec::<String>::new());
}

#[test]
fn letters_that_are_not_taken_out_are_noticed() {
    is_noticed(Removals { glyphs: false, ..Removals::default() }, "characters are left under");
}

#[test]
fn pixels_that_are_not_overwritten_are_noticed() {
    is_noticed(Removals { pixels: false, ..Removals::default() }, "pixels differ under");
}

#[test]
fn shapes_that_are_not_cut_are_noticed() {
    is_noticed(Removals { shapes: false, ..Removals::default() }, "lines or shapes end under");
}

#[test]
fn words_left_in_marked_content_are_noticed() {
    is_noticed(Removals { properties: false, ..Removals::default() }, "page 1");
}

#[test]
fn annotations_left_under_a_mark_are_noticed() {
    is_noticed(Removals { annotations: false, ..Removals::default() }, "annotation: one under");
}

#[test]
fn strings_left_beside_the_pages_are_noticed() {
    is_noticed(Removals { strings: false, ..Removals::default() }, "a text under /URI");
}

#[test]
fn what_a_font_tells_of_letters_that_are_gone_is_noticed() {
    is_noticed(Removals { fonts: false, ..Removals::default() }, "fonts hold characters");
}

#[test]
fn objects_left_over_are_noticed() {
    is_noticed(Removals { leftovers: false, ..Removals::default() }, "belong to nothing");
}

#[test]
fn a_layer_that_was_off_and_is_not_taken_out_is_noticed() {
    let source = pdf(&[
        b"<< /Type /Catalog /Pages 2 0 R /OCProperties << /OCGs [6 0 R] /D << /OFF [6 0 R] >> >> >>"
            .to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R /Resources \
          << /Font << /F1 5 0 R >> /Properties << /L 6 0 R >> >> >>"
            .to_vec(),
        stream(
            "",
            b"BT /F1 12 Tf 20 100 Td (seen Okafor) Tj ET \
              /OC /L BDC 0 0 1 rg 20 20 200 60 re f EMC",
        ),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_vec(),
        b"<< /Type /OCG /Name (drafts) >>".to_vec(),
    ]);
    let plan = Plan { marks: Vec::new(), ..plan() };

    assert_eq!(found(&source, &plan, Removals::default()), Vec::<String>::new());
    let found = found(&source, &plan, Removals { layers: false, ..Removals::default() });
    assert!(found.iter().any(|f| f.contains("squares changed")), "{found:?}");
}

#[test]
fn what_a_camera_wrote_into_a_picture_is_noticed() {
    let mut picture = std::io::Cursor::new(Vec::new());
    image::GrayImage::from_pixel(16, 16, image::Luma([200]))
        .write_to(&mut picture, image::ImageFormat::Jpeg)
        .unwrap();
    let picture = picture.into_inner();
    let remark = b"Photo of Okafor";
    let mut jpeg = picture.get(..2).unwrap().to_vec();
    jpeg.extend([0xFF, 0xFE, 0, remark.len() as u8 + 2]);
    jpeg.extend(remark);
    jpeg.extend(picture.get(2..).unwrap());
    let image = stream(
        "/Type /XObject /Subtype /Image /Width 16 /Height 16 /BitsPerComponent 8 \
         /ColorSpace /DeviceGray /Filter /DCTDecode",
        &jpeg,
    );
    let source = page_with(
        "q 40 0 0 40 20 20 cm /Im Do Q BT /F1 12 Tf 20 160 Td (Okafor) Tj ET",
        "",
        "/XObject << /Im 6 0 R >>",
        &[image],
    );
    let plan = Plan { marks: Vec::new(), ..plan() };

    assert_eq!(found(&source, &plan, Removals::default()), Vec::<String>::new());
    let found = found(&source, &plan, Removals { picture_notes: false, ..Removals::default() });
    assert!(found.iter().any(|f| f.contains("the data beside an image")), "{found:?}");
}
