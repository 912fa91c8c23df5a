//! Text that is painted in less usual ways: each goes from under its mark, its neighbour stays,
//! and the proof would see it if it had not gone.

use crate::common::{page_with, stream};
use crate::tools::{holds, mark, proved, redacted};
use candour_redaction::limits::Limits;
use candour_redaction::plan::Plan;
use candour_redaction::read::Reading;
use candour_redaction::verify;

/// Words of the first page, and the middle of each.
fn places(pdf: &[u8]) -> Vec<(String, f64, f64)> {
    let reading = Reading::open(pdf.to_vec(), None, &Limits::default()).unwrap();
    let words = reading.words(0).unwrap().into_iter().map(|word| {
        let b = word.quad.bounds();
        (word.text, (b.x0 + b.x1) / 2.0, (b.y0 + b.y1) / 2.0)
    });
    words.collect()
}

/// What stands where it stood, to a hundredth of a point.
fn stayed(before: &[u8], after: &[u8], text: &str) -> bool {
    let find = |pdf: &[u8]| places(pdf).into_iter().find(|(t, _, _)| t == text);
    match (find(before), find(after)) {
        (Some((_, x, y)), Some((_, to_x, to_y))) => {
            (x - to_x).abs() < 0.01 && (y - to_y).abs() < 0.01
        }
        _ => false,
    }
}

fn seen_if_left(source: &[u8], plan: &Plan) -> bool {
    !verify(source, plan, source, &Limits::default()).unwrap().holds()
}

#[test]
fn a_sign_written_downwards() {
    let font = b"<< /Type /Font /Subtype /Type0 /BaseFont /Gothic /Encoding /90ms-RKSJ-V \
                 /DescendantFonts [<< /Type /Font /Subtype /CIDFontType0 /BaseFont /Gothic \
                 /CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 2 >> \
                 /FontDescriptor << /Type /FontDescriptor /FontName /Gothic /Flags 4 >> >>] >>";
    // Three signs below each other, from 150 down to 114; the middle one is marked.
    let source = page_with(
        "BT /F2 12 Tf 100 150 Td <8E52936392AC> Tj ET BT /F1 12 Tf 20 40 Td (below) Tj ET",
        "",
        "/Font << /F1 5 0 R /F2 6 0 R >>",
        &[font.to_vec()],
    );
    let plan = mark(92.0, 127.5, 108.0, 136.5);

    let output = redacted(&source, &plan);

    let left: String = places(&output.pdf).into_iter().map(|(text, _, _)| text).collect();
    assert!(left.contains('山') && left.contains('町') && !left.contains('田'), "{left}");
    assert_eq!(output.report.marks[0].glyphs, 1);
    assert!(stayed(&source, &output.pdf, "below"));
    assert!(proved(&source, &plan, &output.pdf) && seen_if_left(&source, &plan));
}

#[test]
fn a_glyph_of_a_type_3_font() {
    let font = b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 600 700] \
                 /FontMatrix [0.001 0 0 0.001 0 0] /FirstChar 97 /LastChar 98 /Widths [600 600] \
                 /Encoding << /Type /Encoding /Differences [97 /a /b] >> \
                 /CharProcs << /a 7 0 R /b 8 0 R >> /Resources << >> >>";
    let source = page_with(
        "BT /F2 20 Tf 50 100 Td (ab) Tj ET",
        "",
        "/Font << /F1 5 0 R /F2 6 0 R >>",
        &[
            font.to_vec(),
            stream("", b"600 0 0 0 600 700 d1 50 0 500 700 re f"),
            stream("", b"600 0 0 0 600 700 d1 37 41 444 555 re f"),
        ],
    );
    let plan = mark(62.5, 98.0, 75.0, 116.0);

    let output = redacted(&source, &plan);

    assert!(stayed(&source, &output.pdf, "a") || places(&output.pdf)[0].0 == "a");
    assert!(!holds(&output.pdf, "37 41 444 555"), "the drawing that only it used is gone");
    assert!(holds(&output.pdf, "50 0 500 700"));
    assert!(proved(&source, &plan, &output.pdf) && seen_if_left(&source, &plan));
}

#[test]
fn a_word_in_a_tiling_pattern() {
    let cell = stream(
        "/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 300 200] \
         /XStep 300 /YStep 200 /Resources << /Font << /F1 5 0 R >> >>",
        b"BT /F1 12 Tf 50 100 Td (Amara) Tj 0 -60 Td (kept) Tj ET",
    );
    let source =
        page_with("/Pattern cs /P scn 0 0 300 200 re f", "", "/Pattern << /P 6 0 R >>", &[cell]);
    let plan = mark(49.0, 96.0, 125.0, 112.0);

    // A cell is drawn in many places: its words are taken out by drawing their surroundings again.
    let output = candour_redaction::redact(&source, &plan, &Limits::default()).unwrap();

    assert!(!holds(&output.pdf, "Amara"));
    assert!(proved(&source, &plan, &output.pdf) && seen_if_left(&source, &plan));
}

#[test]
fn a_word_in_a_soft_mask() {
    let group = stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 300 200] \
         /Group << /S /Transparency /CS /DeviceGray >> /Resources << /Font << /F1 5 0 R >> >>",
        b"1 g BT /F1 12 Tf 50 100 Td (Amara) Tj 0 -60 Td (kept) Tj ET",
    );
    let source = page_with(
        "q /G gs 0 0 300 200 re f Q",
        "",
        "/ExtGState << /G << /SMask << /S /Luminosity /G 6 0 R >> >> >>",
        &[group],
    );
    let plan = mark(49.0, 96.0, 125.0, 112.0);

    let output = redacted(&source, &plan);

    assert!(!holds(&output.pdf, "Amara"));
    assert!(proved(&source, &plan, &output.pdf) && seen_if_left(&source, &plan));
}
