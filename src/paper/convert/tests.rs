#![allow(clippy::unwrap_used, clippy::panic)]

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::tiff::TiffEncoder;
use image::{DynamicImage, GrayImage, ImageEncoder, ImageFormat, Luma, Rgb, RgbImage};

use super::super::testing::asked;
use super::super::{PaperProblem, Style, lines};
use super::*;

fn read(pdf: &[u8]) -> String {
    asked("qpdf --check FILE", pdf);
    asked("pdftotext -layout FILE -", pdf).unwrap_or_default()
}

/// Red above, blue below, twice as wide as high.
fn flag() -> RgbImage {
    let paint = |_, y| if y < 300 { Rgb([220, 20, 20]) } else { Rgb([20, 20, 220]) };
    RgbImage::from_fn(1200, 600, paint)
}

/// A JPEG with an EXIF segment that gives an orientation and, as cameras do, a place.
fn photograph(orientation: u8) -> Vec<u8> {
    let mut exif = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".to_vec();
    exif.extend_from_slice(&[orientation, 0, 0, 0, 0, 0, 0, 0]);
    exif.extend_from_slice(b"GPS 51.5N 0.1W");
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, 90);
    encoder.set_exif_metadata(exif).unwrap();
    encoder.encode_image(&DynamicImage::ImageRgb8(flag())).unwrap();
    assert!(contains(&bytes, b"GPS 51.5N"));
    bytes
}

fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

#[test]
fn text_in_an_old_code_page_is_read() {
    assert_eq!(decoded(b"\x93caf\xe9\x94 \x8010"), "“café” €10");
    assert_eq!(decoded("ŵ".as_bytes()), "ŵ");
    assert_eq!(decoded(b"\xff\xfeh\0i\0"), "hi");
    assert_eq!(decoded(b"\xfe\xff\0h\0i"), "hi");
    assert_eq!(decoded(b"\xef\xbb\xbfhi"), "hi");
}

#[test]
fn every_line_of_a_text_is_on_its_pages_and_nothing_else() {
    let text: String = (0..400).map(|at| format!("line {at} of the note\r\n")).collect();
    let drawn = from_text(text.as_bytes(), "D1").unwrap();
    assert!(drawn.pages > 5);
    let read = read(&drawn.pdf);
    if !read.is_empty() {
        assert!((0..400).all(|at| read.contains(&format!("line {at} of the note"))));
        assert!(!read.contains("Page"));
    }
}

#[test]
fn a_file_that_is_one_endless_word_is_drawn_in_good_time() {
    let drawn = from_text(&[b'x'; 300_000], "D1").unwrap();
    assert!((50..200).contains(&drawn.pages), "{}", drawn.pages);
    assert_eq!(from_text(&vec![b'x'; 65 << 20], "D1").unwrap_err(), PaperProblem::TooLong(20_000));
}

#[test]
fn columns_of_a_text_stay_under_each_other() {
    let drawn = from_text(b"Name\tBorn\nAda\t1815\n", "D1").unwrap();
    let read = read(&drawn.pdf);
    if !read.is_empty() {
        let columns: Vec<usize> = read.lines().filter_map(|l| l.find(['B', '1'])).collect();
        assert_eq!(columns[0], columns[1], "{read}");
    }
}

#[test]
fn an_indent_in_a_letter_is_kept() {
    let lines = lines::fill(&super::super::plain("\u{a0}\u{a0}indented"), 10.0, 500.0);
    assert!(lines[0].width > lines::width_of("indented", Style::Plain, 10.0) + 5.0);
}

#[test]
fn an_email_shows_its_head_and_leaves_out_what_it_has_not() {
    let facts = MailFacts {
        from: "Ada <ada@example.org>".into(),
        to: vec!["Bea <bea@example.org>".into(), "Cy <cy@example.org>".into()],
        date: "3 March 2026 at 09:15".into(),
        subject: "Visit on Friday".into(),
        attachments: vec!["note.docx".into()],
        ..MailFacts::default()
    };
    let drawn = from_mail(&facts, "Dear Bea\n\n> quoted\n\nAda", "D2").unwrap();
    let read = read(&drawn.pdf);
    if !read.is_empty() {
        for words in ["Visit on Friday", "Ada <ada@example.org>", "cy@example.org", "> quoted"] {
            assert!(read.contains(words), "{words} is not in {read}");
        }
        assert!(!read.contains("Cc"));
    }
}

#[test]
fn a_photograph_keeps_its_pixels_and_loses_its_place() {
    let original = photograph(1);
    let drawn = from_image(&original, "D3").unwrap();
    assert!(!contains(&drawn.pdf, b"GPS 51.5N"));
    let pdf = lopdf::Document::load_mem(&drawn.pdf).unwrap();
    let image = pdf
        .objects
        .values()
        .filter_map(|object| object.as_stream().ok())
        .find(|stream| stream.filters().is_ok_and(|f| f == [b"DCTDecode"]))
        .unwrap();
    let kept = image::load_from_memory(&image.content).unwrap();
    assert_eq!(kept, image::load_from_memory(&original).unwrap());
    asked("qpdf --check FILE", &drawn.pdf);
}

#[test]
fn a_photograph_taken_sideways_stands_upright() {
    for (orientation, wide, red_at) in
        [(1, true, (300, 75)), (3, true, (300, 225)), (6, false, (225, 300)), (8, false, (75, 300))]
    {
        let drawn = from_image(&photograph(orientation), "D3").unwrap();
        let pdf = lopdf::Document::load_mem(&drawn.pdf).unwrap();
        let page = pdf.get_dictionary(pdf.get_pages()[&1]).unwrap();
        let media = page.get(b"MediaBox").unwrap().as_array().unwrap();
        let (width, height) = (media[2].as_float().unwrap(), media[3].as_float().unwrap());
        assert_eq!(width > height, wide, "orientation {orientation}");
        let length = if wide {
            "-scale-to-x 600 -scale-to-y 300"
        } else {
            "-scale-to-x 300 -scale-to-y 600"
        };
        let command = format!("pdftoppm -png {length} FILE -");
        if let Some(seen) = asked_picture(&command, &drawn.pdf) {
            let Rgb([red, _, blue]) = *seen.get_pixel(red_at.0, red_at.1);
            assert!(red > 150 && blue < 90, "orientation {orientation}: {red} {blue}");
        }
    }
}

fn asked_picture(command: &str, pdf: &[u8]) -> Option<RgbImage> {
    let path = std::env::temp_dir().join(format!("candour-turned-{}.pdf", std::process::id()));
    std::fs::write(&path, pdf).unwrap();
    let command = command.replace("FILE -", &path.display().to_string());
    let mut words = command.split(' ');
    let output = std::process::Command::new(words.next().unwrap()).args(words).output();
    std::fs::remove_file(&path).unwrap();
    Some(image::load_from_memory(&output.ok()?.stdout).unwrap().into_rgb8())
}

#[test]
fn every_page_of_a_fax_is_drawn() {
    let mut bytes = Vec::new();
    let page = GrayImage::from_fn(1700, 2200, |x, y| {
        Luma([if (x / 9 + y / 9) % 2 == 0 { 0 } else { 255 }])
    });
    TiffEncoder::new(Cursor::new(&mut bytes))
        .write_image(&page, 1700, 2200, image::ExtendedColorType::L8)
        .unwrap();
    let two = chained(&bytes);
    assert_eq!(from_image(&bytes, "D4").unwrap().pages, 1);

    let drawn = from_image(&two, "D4").unwrap();

    assert_eq!(drawn.pages, 2);
    assert!(drawn.pdf.len() < 100_000, "black and white takes a bit a pixel");
    asked("qpdf --check FILE", &drawn.pdf);
}

/// The same page twice: a second directory that repeats the first.
fn chained(tiff: &[u8]) -> Vec<u8> {
    let mut bytes = tiff.to_vec();
    let first = u32::from_le_bytes(bytes[4..8].try_into().unwrap()) as usize;
    let entries = usize::from(u16::from_le_bytes(bytes[first..first + 2].try_into().unwrap()));
    let end = first + 2 + entries * 12;
    let directory = bytes[first..end + 4].to_vec();
    let second = bytes.len() as u32;
    bytes.extend_from_slice(&directory);
    bytes[end..end + 4].copy_from_slice(&second.to_le_bytes());
    bytes
}

#[test]
fn a_tiff_whose_pages_go_in_a_circle_is_refused() {
    let mut bytes = Vec::new();
    TiffEncoder::new(Cursor::new(&mut bytes))
        .write_image(&[0; 4], 2, 2, image::ExtendedColorType::L8)
        .unwrap();
    let mut two = chained(&bytes);
    let end = two.len() - 4;
    two[end..].copy_from_slice(&bytes[4..8]);
    assert!(matches!(from_image(&two, "D4"), Err(PaperProblem::Picture(_))));
}

#[test]
fn a_small_picture_stands_on_an_a4_page_and_keeps_its_gaps() {
    let mut bytes = Vec::new();
    let mut picture = image::RgbaImage::new(100, 40);
    picture.put_pixel(5, 5, image::Rgba([1, 2, 3, 255]));
    DynamicImage::ImageRgba8(picture)
        .write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png)
        .unwrap();
    let drawn = from_image(&bytes, "D5").unwrap();
    let pdf = lopdf::Document::load_mem(&drawn.pdf).unwrap();
    let has_mask =
        |object: &lopdf::Object| object.as_stream().is_ok_and(|stream| stream.dict.has(b"SMask"));
    assert!(pdf.objects.values().any(has_mask));
    asked("qpdf --check FILE", &drawn.pdf);
}

#[test]
fn a_picture_of_absurd_size_is_refused_before_it_is_decoded() {
    let mut bytes = Vec::new();
    DynamicImage::new_luma8(1, 1).write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png).unwrap();
    bytes[16..24].copy_from_slice(&[0, 0, 0x9c, 0x40, 0, 0, 0x9c, 0x40]); // 40,000 by 40,000
    assert!(matches!(from_image(&bytes, "D6"), Err(PaperProblem::Picture(_))));
    assert!(matches!(from_image(b"GIF89a", "D6"), Err(PaperProblem::Picture(_))));
    assert!(matches!(from_image(&photograph(1)[..200], "D6"), Err(PaperProblem::Picture(_))));
}
