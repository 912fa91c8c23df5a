#![allow(clippy::unwrap_used, clippy::panic)]

use lopdf::{Document as Pdf, LoadOptions, Object, Stream, dictionary};

use super::super::testing::asked;
use super::super::*;
use super::*;

fn options() -> Options {
    let (title, language) = ("Your records".into(), "en-GB".into());
    Options { title, language, volume_bytes: None, volume_pages: None, stamp: StampPlace::Foot }
}

fn part(name: &str, pdf: Vec<u8>, pages: usize) -> Part {
    Part {
        source: Source::Pdf(pdf),
        bookmark: Bookmark::new(format!("Document {name}")),
        group: None,
        label: format!("{name}-p"),
        stamps: (1..=pages).map(|page| format!("SAR-2026-00042 · {name}-p{page}")).collect(),
    }
}

fn note(words: &str, pages: usize) -> Vec<u8> {
    let mut document = Document::new("A note");
    document.footer = Footer::Nothing;
    for page in 1..=pages {
        let text = format!("{words} {page}");
        document.blocks.push(Block::Heading { level: Level::One, text });
        document.blocks.push(Block::Paragraph(plain(format!("The {words} says this."))));
        document.blocks.push(Block::PageBreak);
    }
    document.blocks.pop();
    typeset(&document).unwrap().pdf
}

/// A page as a scanner or another program leaves it: untagged, turned, cropped, and with content that
/// does not close what it opened.
fn foreign(turned: i64) -> Vec<u8> {
    let mut pdf = Pdf::with_version("1.4");
    let pages = pdf.new_object_id();
    let font = pdf.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica",
    });
    let content = b"q 0.5 0 0 0.5 0 0 cm BT /F1 40 Tf 200 600 Td (Scanned words) Tj ET".to_vec();
    let content = pdf.add_object(Stream::new(dictionary! {}, content));
    let script = pdf.add_object(dictionary! {
        "S" => "JavaScript", "JS" => Object::string_literal("app.alert('secret script')"),
    });
    let look = pdf.add_object(Stream::new(
        dictionary! { "Type" => "XObject", "Subtype" => "Form",
        "BBox" => vec![0.into(), 0.into(), 100.into(), 20.into()] },
        b"0.8 g 0 0 100 20 re f".to_vec(),
    ));
    let field = |secret: &str| {
        dictionary! {
            "Type" => "Annot", "Subtype" => "Widget", "FT" => "Tx",
            "V" => Object::string_literal(secret),
            "Rect" => vec![100.into(), 100.into(), 200.into(), 120.into()],
            "AP" => dictionary! { "N" => look },
            "A" => script,
        }
    };
    let fields = [field("secret value one"), field("secret value two")];
    let fields: Vec<Object> = fields.into_iter().map(|f| pdf.add_object(f).into()).collect();
    let page = pdf.add_object(dictionary! {
        "Type" => "Page",
        "Parent" => pages,
        "Contents" => content,
        "Annots" => fields.clone(),
        "AA" => dictionary! { "O" => script },
        "PieceInfo" => dictionary! { "Maker" => Object::string_literal("secret maker") },
    });
    pdf.objects.insert(
        pages,
        Object::Dictionary(dictionary! {
            "Type" => "Pages", "Count" => 1, "Kids" => vec![page.into()],
            "MediaBox" => vec![0.into(), 0.into(), 700.into(), 900.into()],
            "CropBox" => vec![50.into(), 20.into(), 650.into(), 800.into()],
            "Rotate" => turned,
            "Resources" => dictionary! { "Font" => dictionary! { "F1" => font } },
        }),
    );
    let info = pdf.add_object(dictionary! { "Author" => Object::string_literal("secret author") });
    let catalog = pdf.add_object(dictionary! {
        "Type" => "Catalog", "Pages" => pages, "OpenAction" => script,
        "AcroForm" => dictionary! { "Fields" => fields },
    });
    pdf.trailer.set("Root", catalog);
    pdf.trailer.set("Info", info);
    let mut out = Vec::new();
    pdf.save_to(&mut out).unwrap();
    out
}

fn bound(parts: Vec<Part>) -> Volume {
    let mut volumes = assemble(parts, &options()).unwrap();
    assert_eq!(volumes.len(), 1);
    asked("qpdf --check FILE", &volumes[0].pdf);
    volumes.remove(0)
}

/// Everything in the file, out of its wrappings.
fn opened(pdf: &[u8]) -> String {
    let mut pdf = Pdf::load_mem(pdf).unwrap();
    pdf.decompress();
    let mut out = Vec::new();
    pdf.save_to(&mut out).unwrap();
    String::from_utf8_lossy(&out).into_owned()
}

#[test]
fn every_page_says_which_it_is_of_all() {
    let volume = bound(vec![part("D1", note("letter", 2), 2), part("D2", note("memo", 1), 1)]);
    assert_eq!((volume.pages, volume.first_page, volume.of), (3, 1, 1));
    let Some(text) = asked("pdftotext -layout FILE -", &volume.pdf) else { return };
    let pages: Vec<&str> = text.split('\u{c}').collect();
    for (at, words) in ["letter 1", "letter 2", "memo 1"].iter().enumerate() {
        assert!(pages[at].contains(words), "{}", pages[at]);
    }
    assert!(pages[1].contains("SAR-2026-00042 · D1-p2 · page 2 of 3"), "{}", pages[1]);
    assert!(pages[2].contains("SAR-2026-00042 · D2-p1 · page 3 of 3"), "{}", pages[2]);
}

#[test]
fn one_tree_says_all_parts_in_order_and_no_stamp() {
    let volume = bound(vec![part("D1", note("letter", 2), 2), part("D2", note("memo", 1), 1)]);
    let Some(text) = asked("pdfinfo -struct-text FILE", &volume.pdf) else { return };
    let of = |words: &str| text.find(words).unwrap_or_else(|| panic!("{words} not in {text}"));
    assert!(of("letter 1") < of("letter 2") && of("letter 2") < of("memo 1"));
    assert_eq!(text.matches("H1").count(), 3);
    assert!(!text.contains("SAR-2026"));
}

#[test]
fn an_untagged_part_between_tagged_ones_is_bound_too() {
    let parts = vec![
        part("D1", note("letter", 1), 1),
        part("D2", foreign(0), 1),
        part("D3", note("memo", 1), 1),
    ];
    let volume = bound(parts);
    if let Some(text) = asked("pdfinfo -struct-text FILE", &volume.pdf) {
        assert!(text.contains("letter 1") && text.contains("memo 1"));
        assert!(!text.contains("Scanned words"));
    }
    if let Some(text) = asked("pdftotext FILE -", &volume.pdf) {
        assert!(text.contains("Scanned words") && text.contains("D2-p1 · page 2 of 3"));
    }
}

#[test]
fn what_a_page_does_not_show_stays_behind() {
    let text = opened(&bound(vec![part("D1", foreign(0), 1)]).pdf);
    assert!(text.contains("Scanned words"));
    for left in ["secret", "JavaScript", "OpenAction", "AcroForm", "Widget"] {
        assert!(!text.contains(left), "{left} was taken over");
    }
    // Two fields share one appearance, and both are seen.
    assert_eq!(text.matches("/Subtype/Stamp").count(), 2);
}

#[test]
fn a_stamp_is_upright_at_the_foot_of_the_page_as_it_is_shown() {
    for turned in [0, 90, 180, 270, -90] {
        let volume = bound(vec![part("D1", foreign(turned), 1)]);
        let pdf = Pdf::load_mem(&volume.pdf).unwrap();
        let page = pdf.get_dictionary(pdf.get_pages()[&1]).unwrap();
        let kept = page.get(b"Rotate").and_then(Object::as_i64).unwrap_or(0);
        assert_eq!(kept, turned.rem_euclid(360));
        let crop = page.get(b"CropBox").unwrap().as_array().unwrap();
        assert_eq!(crop[0].as_float().unwrap(), 50.0);
        // Poppler gives places on the page as shown, from its top.
        let Some(boxes) = asked("pdftotext -cropbox -bbox FILE -", &volume.pdf) else { continue };
        let line = boxes.lines().find(|line| line.contains("SAR-2026-00042")).unwrap();
        let at = |name: &str| {
            let from = line.find(&format!("{name}=\"")).unwrap() + name.len() + 2;
            line[from..].split('"').next().unwrap().parse::<f32>().unwrap()
        };
        let (wide, high) = if turned % 180 == 0 { (600.0, 780.0) } else { (780.0, 600.0) };
        assert!(at("yMax") > high - 30.0 && at("yMax") < high, "{turned}: {line}");
        assert!(at("xMin") > 0.0 && at("xMax") < wide, "{turned}: {line}");
        assert!(at("xMax") - at("xMin") > at("yMax") - at("yMin"), "{turned}: {line}");
    }
}

#[test]
fn a_stamp_makes_way_for_what_stands_at_the_foot_of_a_page() {
    let at = |own: &str| {
        let mut pdf = Pdf::load_mem(&foreign(0)).unwrap();
        let content = format!("BT /F1 10 Tf {own} Tm (Printed elsewhere, page 1) Tj ET");
        let content = pdf.add_object(Stream::new(dictionary! {}, content.into_bytes()));
        let page = pdf.get_pages()[&1];
        pdf.get_dictionary_mut(page).unwrap().set("Contents", content);
        let mut bytes = Vec::new();
        pdf.save_to(&mut bytes).unwrap();
        let text = opened(&bound(vec![part("D1", bytes, 1)]).pdf);
        let drawing = &text[text.find("/Pagination").unwrap()..];
        let line = drawing[..drawing.find(" Tm").unwrap()].lines().last().unwrap();
        let numbers: Vec<f32> = line.split(' ').map(|n| n.parse().unwrap()).collect();
        (numbers[4], numbers[5])
    };

    let clear = at("1 0 0 1 100 500");
    let in_the_middle = at("1 0 0 1 300 40");
    let all_along = at("5 0 0 5 60 30");

    assert!(clear.1 < 50.0 && in_the_middle.1 == clear.1, "at the foot");
    assert!(in_the_middle.0 > clear.0 + 50.0, "beside it");
    assert!(all_along.1 > 700.0 && all_along.0 == clear.0, "at the head");
}

#[test]
fn a_stamp_is_outlined_on_a_scan_and_nowhere_else() {
    let scan =
        image::DynamicImage::ImageLuma8(image::GrayImage::from_pixel(1240, 1754, [9].into()));
    let mut png = std::io::Cursor::new(Vec::new());
    scan.write_to(&mut png, image::ImageFormat::Png).unwrap();
    let scan = convert::from_image(&png.into_inner(), "D1").unwrap().pdf;

    assert!(opened(&bound(vec![part("D1", scan, 1)]).pdf).contains("1 Tr"));
    assert!(!opened(&bound(vec![part("D2", note("letter", 1), 1)]).pdf).contains("1 Tr"));
}

#[test]
fn bookmarks_and_labels_lead_to_their_parts() {
    let mut first = part("D1", note("letter", 2), 2);
    first.group = Some("Housing".into());
    first.bookmark.children =
        vec![Bookmark { title: "Second leaf".into(), page: 2, children: vec![] }];
    let mut second = part("D2", note("memo", 1), 1);
    second.group = Some("Housing".into());
    let third = part("D3", note("index", 1), 1);

    let volume = bound(vec![first, second, third]);

    let pdf = Pdf::load_mem(&volume.pdf).unwrap();
    let pages = pdf.get_pages();
    let mut outline = Vec::new();
    let root = pdf.get_dict_in_dict(pdf.catalog().unwrap(), b"Outlines").unwrap();
    walk(&pdf, root, 0, &mut outline);
    let at = |page: u32| pages[&page];
    let wanted = [
        (0, "Housing", at(1)),
        (1, "Document D1", at(1)),
        (2, "Second leaf", at(2)),
        (1, "Document D2", at(3)),
        (0, "Document D3", at(4)),
    ];
    assert_eq!(outline, wanted.map(|(depth, title, page)| (depth, title.to_owned(), page)));
    let labels = pdf.get_dict_in_dict(pdf.catalog().unwrap(), b"PageLabels").unwrap();
    let numbers = labels.get(b"Nums").unwrap().as_array().unwrap();
    assert_eq!(numbers[2], Object::Integer(2));
    assert_eq!(numbers[3].as_dict().unwrap().get(b"P").unwrap().as_str().unwrap(), b"D2-p");
}

type Entry = (usize, String, lopdf::ObjectId);

fn walk(pdf: &Pdf, node: &lopdf::Dictionary, depth: usize, out: &mut Vec<Entry>) {
    let mut next = node.get(b"First").and_then(Object::as_reference).ok();
    while let Some(id) = next {
        let entry = pdf.get_dictionary(id).unwrap();
        let title = lopdf::decode_text_string(entry.get(b"Title").unwrap()).unwrap();
        let aim = entry.get(b"Dest").unwrap().as_array().unwrap();
        out.push((depth, title, aim[0].as_reference().unwrap()));
        walk(pdf, entry, depth + 1, out);
        next = entry.get(b"Next").and_then(Object::as_reference).ok();
    }
}

#[test]
fn a_pack_too_large_for_one_volume_counts_its_pages_through() {
    let parts: Vec<Part> =
        (1..=6).map(|at| part(&format!("D{at}"), note("letter", 3), 3)).collect();
    let bytes = parts[0].source.bytes();
    let options = Options { volume_bytes: Some(bytes * 3), ..options() };
    let mut read = 0;

    for (at, volume) in volumes(parts, &options).enumerate() {
        let volume = volume.unwrap();
        assert_eq!((volume.number, volume.of, volume.first_page), (at + 1, 6 / 2, read + 1));
        assert!(volume.pdf.len() as u64 <= bytes * 3);
        asked("qpdf --check FILE", &volume.pdf);
        if let Some(text) = asked("pdftotext FILE -", &volume.pdf) {
            assert!(text.contains(&format!("page {} of 18", read + 1)));
        }
        read += volume.pages;
    }
    assert_eq!(read, 18);
}

#[test]
fn what_many_parts_bring_is_kept_once() {
    let one = bound(vec![part("D1", note("letter", 1), 1)]).pdf.len();
    let ten = bound((0..10).map(|_| part("D1", note("letter", 1), 1)).collect()).pdf.len();
    assert!(ten < one * 5, "{one} and {ten} bytes");
}

#[test]
fn a_stream_that_was_not_compressed_is_read_the_same_when_it_is() {
    let mut pdf = Pdf::load_mem(&foreign(0)).unwrap();
    let pixels: Vec<u8> = (0..40 * 40).map(|at| (at / 40) as u8).collect();
    let parameters = dictionary! { "Predictor" => 12, "Columns" => 40 };
    let picture = dictionary! {
        "Type" => "XObject", "Subtype" => "Image", "Width" => 40, "Height" => 40,
        "BitsPerComponent" => 8, "ColorSpace" => "DeviceGray", "DecodeParms" => parameters,
    };
    let picture = pdf.add_object(Stream::new(picture, pixels.clone()));
    let resources = dictionary! { "XObject" => dictionary! { "I" => picture } };
    let page = pdf.get_pages()[&1];
    pdf.get_dictionary_mut(page).unwrap().set("Resources", resources);
    let mut bytes = Vec::new();
    pdf.save_to(&mut bytes).unwrap();

    let volume = bound(vec![part("D1", bytes, 1)]);

    let pdf = Pdf::load_mem(&volume.pdf).unwrap();
    let streams = pdf.objects.values().filter_map(|object| object.as_stream().ok());
    let mut pictures = streams.filter(|stream| stream.dict.has(b"Width"));
    assert_eq!(pictures.next().unwrap().get_plain_content().unwrap(), pixels);
}

#[test]
fn a_layer_that_was_off_stays_off() {
    let mut pdf = Pdf::load_mem(&foreign(0)).unwrap();
    let layer = pdf.add_object(dictionary! {
        "Type" => "OCG", "Name" => Object::string_literal("Draft"),
    });
    let page = pdf.get_pages()[&1];
    let properties = dictionary! { "Properties" => dictionary! { "L1" => layer } };
    pdf.get_dictionary_mut(page).unwrap().set("Resources", properties);
    let all: Vec<Object> = vec![layer.into()];
    let view = dictionary! { "BaseState" => "OFF" };
    pdf.catalog_mut().unwrap().set("OCProperties", dictionary! { "OCGs" => all, "D" => view });
    let mut bytes = Vec::new();
    pdf.save_to(&mut bytes).unwrap();

    let volume = bound(vec![part("D1", note("letter", 1), 1), part("D2", bytes, 1)]);

    let pdf = Pdf::load_mem(&volume.pdf).unwrap();
    let layers = pdf.get_dict_in_dict(pdf.catalog().unwrap(), b"OCProperties").unwrap();
    let view = layers.get(b"D").unwrap().as_dict().unwrap();
    assert_eq!(view.get(b"OFF").unwrap().as_array().unwrap().len(), 1);
}

#[test]
fn a_part_with_other_pages_than_stamps_is_refused() {
    let refused = assemble(vec![part("D1", note("letter", 2), 3)], &options()).unwrap_err();
    assert!(refused.to_string().contains("Document D1: it has 2 pages, and 3 were expected"));
    assert!(assemble(vec![part("D1", b"no PDF".to_vec(), 1)], &options()).is_err());
}

#[test]
fn the_same_parts_make_the_same_volume() {
    let parts = || vec![part("D1", note("letter", 2), 2), part("D2", foreign(90), 1)];
    assert_eq!(bound(parts()).pdf, bound(parts()).pdf);
}

#[test]
fn a_locked_file_opens_with_its_password_only() {
    let password = "Llanfair-ŵyn 7£";
    let pdf = bound(vec![part("D1", note("letter", 1), 1)]).pdf;

    let locked = encrypt(&pdf, password).unwrap();

    assert!(!opened_bytes_contain(&locked, b"Your records"));
    if let Some(said) =
        asked_with(&locked, &["--show-encryption", &format!("--password={password}")])
    {
        assert!(said.contains("R = 6") && said.contains("AESv3"), "{said}");
    }
    assert!(Pdf::load_mem_with_options(&locked, LoadOptions::with_password("another")).is_err());
    let read = Pdf::load_mem_with_options(&locked, LoadOptions::with_password(password)).unwrap();
    assert_eq!(read.get_pages().len(), 1);
    assert!(assemble(vec![part("D1", locked, 1)], &options()).is_err());
}

fn opened_bytes_contain(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

fn asked_with(pdf: &[u8], arguments: &[&str]) -> Option<String> {
    let path = std::env::temp_dir().join(format!("candour-locked-{}.pdf", std::process::id()));
    std::fs::write(&path, pdf).unwrap();
    let output = std::process::Command::new("qpdf").args(arguments).arg(&path).output();
    std::fs::remove_file(&path).unwrap();
    Some(String::from_utf8_lossy(&output.ok()?.stdout).into_owned())
}

#[test]
fn a_volume_of_so_many_pages_cuts_no_document_and_parts_nothing_before_them() {
    let document = |n| Part { group: Some("Documents".into()), ..part("D", note("note", n), n) };
    let before = [part("F1", note("list", 3), 3), part("F2", note("list", 3), 3)];
    let parts = before.into_iter().chain([2, 2, 2, 2, 7].map(document)).collect();
    let options = Options { volume_pages: Some(5), ..options() };

    let pages: Vec<usize> = volumes(parts, &options).map(|v| v.unwrap().pages).collect();

    assert_eq!(pages, [3 + 3 + 2 + 2, 2 + 2, 7]);
}
