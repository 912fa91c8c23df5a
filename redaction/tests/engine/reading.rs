//! What a reviewer is shown of a document.

use crate::common::{page, page_with, stream};
use candour_redaction::geometry::Point;
use candour_redaction::limits::Limits;
use candour_redaction::read::{Reading, Warning};
use candour_redaction::refusal::Refusal;

fn open(bytes: Vec<u8>) -> Reading {
    Reading::open(bytes, None, &Limits::default()).unwrap()
}

#[test]
fn words_stand_where_they_are_drawn() {
    let reading = open(page("BT /F1 12 Tf 20 100 Td (Amara Okafor) Tj 0 -20 Td (lives) Tj ET", ""));

    let words = reading.words(0).unwrap();

    let texts: Vec<_> = words.iter().map(|w| (w.text.as_str(), w.line)).collect();
    assert_eq!(texts, [("Amara", 0), ("Okafor", 0), ("lives", 1)]);
    let amara = words[0].quad.bounds();
    assert!((amara.x0 - 20.0).abs() < 0.01);
    assert!(amara.y0 < 100.0 && amara.y1 > 108.0, "{amara:?}");
    // A M A R A in Helvetica: 667 + 833 + 556 + 333 + 556 thousandths of 12 points.
    assert!((amara.x1 - (20.0 + 2.945 * 12.0)).abs() < 0.01, "{amara:?}");
}

#[test]
fn kerning_does_not_part_a_word_and_a_wide_step_does() {
    let reading =
        open(page("BT /F1 10 Tf 20 100 Td [(Ok) 80 (a) -90 (for) -400 (here)] TJ ET", ""));

    let words: Vec<_> = reading.words(0).unwrap().into_iter().map(|w| w.text).collect();

    assert_eq!(words, ["Okafor", "here"]);
}

#[test]
fn a_turned_and_cropped_page_is_shown_upright() {
    let more = "/Rotate 90 /CropBox [10 10 210 110]";
    let reading = open(page("BT /F1 12 Tf 20 100 Td (Amara) Tj ET", more));

    let facts = reading.page(0).unwrap();

    assert!((facts.width - 100.0).abs() < 1e-6 && (facts.height - 200.0).abs() < 1e-6);
    // The lower left corner of the crop box comes to lie at the upper left.
    let corner = facts.to_display.apply(Point { x: 10.0, y: 10.0 });
    assert!(corner.x.abs() < 1e-6 && corner.y.abs() < 1e-6, "{corner:?}");
    let picture = reading.draw(0, 50).unwrap();
    assert_eq!((picture.width, picture.height), (50, 100));
}

#[test]
fn words_of_forms_and_annotations_are_read_too() {
    let form = stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 100 20] /Matrix [1 0 0 1 30 40]",
        b"BT /F1 10 Tf 0 5 Td (inner) Tj ET",
    );
    let stamp = stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 50 10] \
         /Resources << /Font << /F1 5 0 R >> >>",
        b"BT /F1 10 Tf 0 2 Td (stamp) Tj ET",
    );
    let note = b"<< /Type /Annot /Subtype /Stamp /Rect [100 100 200 120] /AP << /N 7 0 R >> >>";
    let reading = open(page_with(
        "/Fm Do",
        "/Annots [8 0 R]",
        "/XObject << /Fm 6 0 R >>",
        &[form, stamp, note.to_vec()],
    ));

    let words = reading.words(0).unwrap();

    let texts: Vec<_> = words.iter().map(|w| w.text.as_str()).collect();
    assert_eq!(texts, ["inner", "stamp"]);
    let (inner, stamp) = (words[0].quad.bounds(), words[1].quad.bounds());
    assert!((inner.x0 - 30.0).abs() < 0.01 && inner.y0 > 40.0 && inner.y0 < 45.0);
    // The appearance is drawn at twice its size.
    assert!((stamp.x0 - 100.0).abs() < 0.01 && stamp.width() > 40.0, "{stamp:?}");
}

#[test]
fn words_that_cannot_be_seen_are_warned_of() {
    let hidden = open(page("BT /F1 12 Tf 3 Tr 20 100 Td (Amara) Tj ET", ""));
    let shown = open(page("BT /F1 12 Tf 20 100 Td (Amara) Tj ET", ""));

    assert_eq!(hidden.warnings(0).unwrap(), [Warning::TextWithoutInk { words: 1 }]);
    assert!(hidden.words(0).unwrap()[0].invisible);
    assert_eq!(shown.warnings(0).unwrap(), []);
}

#[test]
fn a_field_without_a_picture_of_its_content_is_warned_of() {
    let field = b"<< /Type /Annot /Subtype /Widget /FT /Tx /V (Amara) /Rect [1 1 9 9] >>";
    let reading = open(page_with("", "/Annots [6 0 R]", "", &[field.to_vec()]));

    let warnings = reading.warnings(0).unwrap();

    assert_eq!(warnings, [Warning::FieldWithoutAppearance { fields: 1 }]);
    assert_eq!(
        warnings[0].sentence(),
        "1 form field is filled in, but the file holds no picture of what was entered. Look at \
         the original."
    );
}

#[test]
fn what_is_no_pdf_is_refused_in_words() {
    let refusal = Reading::open(b"Dear Sir".to_vec(), None, &Limits::default()).err();

    assert!(matches!(refusal, Some(Refusal::Unreadable { .. })));
}

#[test]
fn a_page_of_too_many_operators_is_refused() {
    let limits = Limits { operators: 1_000, ..Limits::default() };
    let reading = Reading::open(page(&"q ".repeat(1_001), ""), None, &limits).unwrap();

    let refusal = reading.words(0);

    assert!(matches!(refusal, Err(Refusal::TooLarge { limit, .. }) if limit == "operators"));
}
