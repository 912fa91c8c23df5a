//! The second reader: what it finds by itself, in files that the first may read otherwise.

use crate::common::{page, page_with, pdf, stream};
use crate::tools::{self, term};
use candour_redaction::limits::Limits;
use candour_redaction::plan::Plan;
use candour_redaction::report::Check;
use candour_redaction::verify;

const LETTER: &str = "BT /F1 12 Tf 20 100 Td (Dear Amara Okafor) Tj ET";
const CLEAN: &str = "BT /F1 12 Tf 20 100 Td (Dear ) Tj ET 0 g 49 96 76 16 re f";

fn mark() -> Plan {
    tools::mark(49.0, 96.0, 125.0, 112.0)
}

/// What the second reader says of `output`.
fn reread(plan: &Plan, output: &[u8]) -> Check {
    let proof = verify(&page(LETTER, ""), plan, output, &Limits::default()).unwrap();
    proof.checks.into_iter().find(|c| c.claim.starts_with("A second reader")).unwrap()
}

fn finds(plan: &Plan, output: &[u8]) -> bool {
    !reread(plan, output).findings.is_empty()
}

#[test]
fn a_clean_letter_is_read_through_and_nothing_is_found() {
    let said = reread(&mark(), &page(CLEAN, ""));

    assert_eq!((said.looked_at, said.left_out, said.findings), (5, 0, vec![]));
}

#[test]
fn a_name_left_in_a_marked_area_is_found() {
    assert!(finds(&mark(), &page(LETTER, "")));
    assert!(finds(&mark(), &page(&LETTER.replace("Amara Okafor", "Amara Ok"), "")));
    assert!(!finds(&mark(), &page(&LETTER.replace("Amara Okafor", ""), "")));
}

#[test]
fn a_term_is_found_however_it_is_written() {
    let okafor = term("Amara Okafor");
    // Not where the term stood: that its place is empty is asked elsewhere.
    let ways = [
        "BT /F1 12 Tf 20 40 Td <416D617261204F6B61666F72> Tj ET",
        "BT /F1 12 Tf 20 40 Td [(Am) 20 (ara) -250 (Oka) -10 (for)] TJ ET",
        "BT /F1 12 Tf 20 40 Td (\\101mara Oka\\\nfor) Tj ET",
        "BT /F1 12 Tf 12 TL 20 40 Td (Amara) ' (Okafor) ' ET",
        "BT /F1 12 Tf 3 Tr 20 40 Td 0 0 (Amara Okafor) \" ET",
        "/Span << /ActualText (Amara Okafor) >> BDC EMC",
        "BI /W 1 /H 1 /BPC 8 /CS /G ID x EI BT /F1 12 Tf (Amara Okafor) Tj ET",
        "q q q Q Q Q Q BT /F1 12 Tf % (\n (Amara Okafor) Tj",
    ];

    for way in ways {
        assert!(finds(&okafor, &page(way, "")), "{way}");
    }
    let other = reread(&okafor, &page("BT /F1 12 Tf 20 40 Td (Amara Okaforth) Tj ET", ""));
    assert_eq!(other.findings, Vec::<String>::new());
}

#[test]
fn a_term_is_found_in_forms_and_in_every_appearance_of_a_field() {
    let words = "BT /F1 12 Tf (Amara Okafor) Tj ET";
    let form = stream("/Type /XObject /Subtype /Form /BBox [0 0 300 200]", words.as_bytes());
    let widget = b"<< /Subtype /Widget /Rect [0 0 9 9] /AP << /N << /On 6 0 R >> >> >>".to_vec();

    let drawn = page_with("/X Do", "", "/XObject << /X 6 0 R >>", std::slice::from_ref(&form));
    let shown = page_with("", "/Annots [7 0 R]", "", &[form, widget]);

    assert!(finds(&term("Amara Okafor"), &drawn));
    assert!(finds(&term("Amara Okafor"), &shown));
}

#[test]
fn a_composite_font_is_read_by_its_map() {
    let map = "1 begincodespacerange <0000> <FFFF> endcodespacerange \
               2 beginbfrange <0001> <001A> <0061> <0021> <003A> <0041> endbfrange";
    let font = b"<< /Type /Font /Subtype /Type0 /Encoding /Identity-H /DescendantFonts [7 0 R] \
                 /ToUnicode 8 0 R >>";
    let below = b"<< /Type /Font /Subtype /CIDFontType2 /W [1 58 500] >>";
    let others = [font.to_vec(), below.to_vec(), stream("", map.as_bytes())];
    let codes: String = "Okafor"
        .bytes()
        .map(|b| format!("{:04X}", if b < b'a' { b - b'A' + 0x21 } else { b - b'a' + 1 }))
        .collect();
    let contents = format!("BT /F2 12 Tf 60 100 Td <{codes}> Tj ET");

    // The resources name the font twice: a dictionary's last entry counts.
    let output = page_with(&contents, "", "/Font << /F2 6 0 R >>", &others);

    assert!(finds(&term("Okafor"), &output));
    assert!(finds(&mark(), &output));
}

#[test]
fn an_object_that_the_table_does_not_name_is_read_all_the_same() {
    let clean = page(CLEAN, "");
    assert!(!finds(&term("Amara Okafor"), &clean));

    // The same number a second time, behind the first and before the table.
    let mut second = b"4 0 obj\n".to_vec();
    second.extend(stream("", LETTER.as_bytes()));
    second.extend(b"\nendobj\n");
    let at = clean.windows(5).position(|w| w == b"xref\n").unwrap();
    let mut hiding = clean;
    hiding.splice(at..at, second);

    assert!(finds(&term("Amara Okafor"), &hiding));
}

#[test]
fn text_that_no_file_says_how_to_read_is_counted_as_left_out() {
    let font = b"<< /Type /Font /Subtype /Type0 /Encoding /90ms-RKSJ-H /DescendantFonts [] >>";
    let contents = "BT /F2 12 Tf 20 100 Td (abc) Tj ET";
    let output = page_with(contents, "", "/Font << /F2 6 0 R >>", &[font.to_vec()]);

    let said = reread(&term("Okafor"), &output);

    assert_eq!((said.looked_at, said.left_out), (0, 1));
}

#[test]
fn a_file_without_pages_is_not_proved() {
    let output = pdf(&[b"<< /Type /Catalog /Pages 2 0 R >>".to_vec()]);

    let said = verify(&page(LETTER, ""), &mark(), &output, &Limits::default());

    assert!(said.is_err() || said.is_ok_and(|proof| !proof.holds()));
}

#[test]
fn files_made_to_trap_the_second_reader_end_in_an_answer() {
    let mut own_length = page(CLEAN, "");
    own_length.extend(b"\n9 0 obj << /Length 9 0 R >> stream\nx\nendstream endobj\n");
    let mut own_filter = page(CLEAN, "");
    own_filter.extend(
        b"9 0 obj << /Type /ObjStm /N 1 /First 4 /Filter 8 0 R /Length 18 >> stream\n\
          8 0 /FlateDecode \nendstream endobj\n",
    );
    let mut open_strings = page(CLEAN, "");
    open_strings.extend(b"1 0 obj (".repeat(100_000));
    let mut open_lists = page(CLEAN, "");
    open_lists.extend(b"1 0 obj [<<".repeat(100_000));
    let loops = pdf(&[
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [2 0 R 3 0 R 3 0 R] /Count 3 >>".to_vec(),
        b"<< /Type /Pages /Kids [2 0 R] /Parent 3 0 R >>".to_vec(),
    ]);

    for trap in [own_length, own_filter, open_strings, open_lists, loops] {
        let started = std::time::Instant::now();
        let _answer = verify(&page(LETTER, ""), &mark(), &trap, &Limits::default());
        assert!(started.elapsed().as_secs() < 20);
    }
}

#[test]
fn the_account_says_of_each_place_which_layers_are_clear() {
    let of = |output: &str| {
        let proof = verify(&page(LETTER, ""), &mark(), &page(output, ""), &Limits::default());
        let place = proof.unwrap().places.pop().unwrap();
        (place.text, place.second_text, place.drawn_text, place.shapes, place.one_colour)
    };
    let (clear, left) = (Some(true), Some(false));

    assert_eq!(of(CLEAN), (clear, clear, clear, clear, clear));
    assert_eq!(of(LETTER), (left, left, left, clear, left));
    let beneath = format!("{LETTER} 0 g 49 96 76 16 re f");
    assert_eq!(of(&beneath), (left, left, left, clear, clear));
    let signed = "60 100 m 80 108 l 100 99 l 110 106 l S 0 g 49 96 76 16 re f";
    assert_eq!(of(signed), (clear, clear, clear, left, clear));
}
