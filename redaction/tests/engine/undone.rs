//! Every step that removes something is undone in turn; each time the proof must fail. A step
//! that could be left out without being noticed would be no step.

use crate::common::{page_with, stream};
use candour_redaction::geometry::{Quad, Rect};
use candour_redaction::limits::Limits;
use candour_redaction::plan::{Mark, Plan, Term};
use candour_redaction::{redact, verify};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

const CONTENTS: &str = "BT /F1 12 Tf 20 160 Td (Dear Amara Okafor, hello) Tj ET \
    q 200 0 0 40 20 84 cm /Im Do Q \
    1 w 60 64 m 70 70 80 55 90 64 c 100 68 110 59 v S \
    BT /F1 12 Tf 20 20 Td (Okafor is well) Tj ET";

/// A letter with a name in text, a scan and a signature.
fn source() -> Vec<u8> {
    let scan: String = (0..200).map(|n| if n % 4 < 2 { "00" } else { "FF" }).collect();
    let image = stream(
        "/Type /XObject /Subtype /Image /Width 200 /Height 1 /BitsPerComponent 8 \
         /ColorSpace /DeviceGray /Filter /ASCIIHexDecode",
        scan.as_bytes(),
    );
    page_with(CONTENTS, "", "/XObject << /Im 6 0 R >>", &[image])
}

fn plan() -> Plan {
    let areas = [
        Rect::new(49.0, 156.0, 87.0, 172.0),
        Rect::new(60.0, 80.0, 160.0, 128.0),
        Rect::new(55.0, 50.0, 120.0, 75.0),
    ];
    let marks = areas.iter().map(|area| Mark {
        id: String::new(),
        page: 0,
        quads: vec![Quad::from(*area)],
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

/// What was found wrong with the redacted letter after `undo` had its way with it.
fn found(undo: impl FnOnce(&mut Document)) -> Vec<String> {
    let (source, plan) = (source(), plan());
    let redacted = redact(&source, &plan, &Limits::default()).unwrap();
    let mut document = Document::load_mem(&redacted.pdf).unwrap();
    undo(&mut document);
    let mut output = Vec::new();
    document.save_modern(&mut output).unwrap();
    let proof = verify(&source, &plan, &output, &Limits::default()).unwrap();
    proof.checks.into_iter().flat_map(|c| c.findings).collect()
}

fn page(document: &Document) -> ObjectId {
    document.get_pages()[&1]
}

fn page_dict(document: &mut Document) -> &mut Dictionary {
    let id = page(document);
    document.get_dictionary_mut(id).unwrap()
}

/// Sets `text` before the page's own instructions, so that the boxes still come last.
fn draw_first(document: &mut Document, text: &str) {
    let id = page(document);
    let mut contents = text.as_bytes().to_vec();
    contents.push(b'\n');
    contents.extend(document.get_page_content(id));
    document.change_page_content(id, contents).unwrap();
}

fn in_catalog(document: &mut Document, key: &str, value: impl Into<Object>) {
    document.catalog_mut().unwrap().set(key, value);
}

#[test]
fn with_every_step_taken_the_proof_holds() {
    assert_eq!(found(|_| ()), Vec::<String>::new());
}

#[test]
fn a_glyph_left_under_a_mark_is_noticed() {
    let found = found(|d| draw_first(d, "BT /F1 12 Tf 50 160 Td (Am) Tj ET"));

    assert!(found.iter().any(|f| f.contains("text: characters are left under mark 1")));
    assert!(found.iter().any(|f| f.contains("something is drawn under mark 1")), "{found:?}");
}

#[test]
fn a_glyph_left_in_an_unnamed_font_is_noticed_by_its_ink() {
    // No reader knows what it means, but it can be seen.
    let found = found(|d| draw_first(d, "BT /F9 12 Tf 50 160 Td (A) Tj ET"));

    assert!(found.iter().any(|f| f.contains("under mark 1")), "{found:?}");
}

#[test]
fn pixels_left_in_an_image_are_noticed() {
    let found = found(|d| {
        let scan: Vec<u8> = (0..200).map(|n| if n % 4 < 2 { 0 } else { 255 }).collect();
        for object in d.objects.values_mut() {
            if let Object::Stream(stream) = object
                && stream.dict.get(b"Subtype").and_then(Object::as_name).ok() == Some(b"Image")
            {
                stream.dict.remove(b"Filter");
                stream.dict.remove(b"DecodeParms");
                stream.set_content(scan.clone());
            }
        }
    });

    assert!(found.iter().any(|f| f.contains("pixels differ under mark 2")), "{found:?}");
}

#[test]
fn a_signature_left_as_a_path_is_noticed() {
    let found = found(|d| draw_first(d, "1 w 60 64 m 70 70 80 55 90 64 c S"));

    assert!(found.iter().any(|f| f.contains("lines or shapes end under mark 3")), "{found:?}");
}

#[test]
fn a_term_left_elsewhere_on_the_page_is_noticed() {
    let found = found(|d| draw_first(d, "BT /F1 12 Tf 3 Tr 200 20 Td (Okafor) Tj 0 Tr ET"));

    assert!(found.iter().any(|f| f.contains("a term can still be read")), "{found:?}");
}

#[test]
fn a_box_left_out_is_noticed() {
    let found = found(|d| {
        let id = page(d);
        let text = String::from_utf8(d.get_page_content(id)).unwrap();
        let boxes = text.find("/Span").unwrap();
        d.change_page_content(id, text.as_bytes()[..boxes].to_vec()).unwrap();
    });

    assert!(found.iter().any(|f| f.contains("is not one colour")), "{found:?}");
}

#[test]
fn a_word_lost_beside_the_marks_is_noticed() {
    let found = found(|d| {
        let id = page(d);
        let text = String::from_utf8(d.get_page_content(id)).unwrap();
        assert!(text.contains("is well"));
        let less = text.replace("is well", "");
        d.change_page_content(id, less.into_bytes()).unwrap();
    });

    assert!(found.iter().any(|f| f.contains("outside the marks are gone")), "{found:?}");
}

#[test]
fn words_left_beside_the_pages_are_noticed() {
    let name = || Object::string_literal("Okafor");
    let wide = || {
        let units = "\u{FEFF}Okafor".encode_utf16().flat_map(u16::to_be_bytes);
        Object::String(units.collect(), lopdf::StringFormat::Hexadecimal)
    };
    type Undo = Box<dyn Fn(&mut Document)>;
    let steps: Vec<(&str, Undo)> = vec![
        (
            "outline",
            Box::new(move |d| {
                in_catalog(
                    d,
                    "Outlines",
                    dictionary! { "First" => dictionary! { "Title" => name() } },
                );
            }),
        ),
        (
            "destination",
            Box::new(|d| {
                in_catalog(d, "Dests", dictionary! { "Okafor" => dictionary! {} });
            }),
        ),
        (
            "page label",
            Box::new(move |d| {
                let label = dictionary! { "P" => wide() };
                in_catalog(d, "PageLabels", dictionary! { "Nums" => vec![0.into(), label.into()] });
            }),
        ),
        (
            "structure",
            Box::new(move |d| {
                let element = dictionary! { "S" => "P", "P" => 1, "ActualText" => wide() };
                in_catalog(d, "StructTreeRoot", dictionary! { "K" => element });
            }),
        ),
        (
            "layer name",
            Box::new(move |d| {
                in_catalog(
                    d,
                    "OCProperties",
                    dictionary! { "D" => dictionary! { "Name" => name() } },
                );
            }),
        ),
        (
            "annotation",
            Box::new(move |d| {
                let note = dictionary! {
                    "Type" => "Annot", "Subtype" => "Text", "Contents" => wide(),
                    "Rect" => vec![250.into(), 180.into(), 260.into(), 190.into()],
                };
                page_dict(d).set("Annots", vec![note.into()]);
            }),
        ),
        (
            "form value",
            Box::new(move |d| {
                let field = dictionary! {
                    "Type" => "Annot", "Subtype" => "Widget", "FT" => "Tx", "V" => name(),
                    "Rect" => vec![250.into(), 180.into(), 260.into(), 190.into()],
                };
                page_dict(d).set("Annots", vec![field.into()]);
            }),
        ),
        (
            "link",
            Box::new(|d| {
                let to = dictionary! {
                    "S" => "URI",
                    "URI" => Object::string_literal("https://example.org/okafor"),
                };
                let link = dictionary! {
                    "Type" => "Annot", "Subtype" => "Link", "A" => to,
                    "Rect" => vec![250.into(), 180.into(), 260.into(), 190.into()],
                };
                page_dict(d).set("Annots", vec![link.into()]);
            }),
        ),
        (
            "title",
            Box::new(move |d| {
                let info = d.add_object(dictionary! { "Title" => name() });
                d.trailer.set("Info", info);
            }),
        ),
        (
            "metadata",
            Box::new(|d| {
                let xmp = b"<x:xmpmeta><dc:title>On Okafor</dc:title></x:xmpmeta>".to_vec();
                let xmp =
                    Stream::new(dictionary! { "Type" => "Metadata", "Subtype" => "XML" }, xmp);
                let xmp = d.add_object(xmp);
                in_catalog(d, "Metadata", xmp);
            }),
        ),
        (
            "marked content",
            Box::new(|d| {
                draw_first(d, "/Span << /ActualText <FEFF004F006B00610066006F0072> >> BDC EMC");
            }),
        ),
        (
            "form never drawn",
            Box::new(|d| {
                let form = dictionary! {
                    "Type" => "XObject", "Subtype" => "Form",
                    "BBox" => vec![0.into(), 0.into(), 9.into(), 9.into()],
                };
                let form = d.add_object(Stream::new(form, b"BT (Okafor) Tj ET".to_vec()));
                page_dict(d).set("Keep", form);
            }),
        ),
    ];
    for (step, undo) in steps {
        let found = found(|d| undo(d));
        assert!(
            found
                .iter()
                .any(|f| f.contains("removed words are left") || f.contains("still be read")),
            "{step}: {found:?}"
        );
    }
}

#[test]
fn what_travels_with_a_document_is_noticed() {
    type Undo = Box<dyn Fn(&mut Document)>;
    let steps: Vec<(&str, Undo)> = vec![
        (
            "an author",
            Box::new(|d| {
                let info = dictionary! { "Author" => Object::string_literal("A clerk") };
                let info = d.add_object(info);
                d.trailer.set("Info", info);
            }),
        ),
        (
            "a script",
            Box::new(|d| {
                let run = dictionary! { "S" => "JavaScript", "JS" => Object::string_literal("x") };
                in_catalog(d, "OpenAction", run);
            }),
        ),
        (
            "an attachment",
            Box::new(|d| {
                in_catalog(d, "Names", dictionary! { "EmbeddedFiles" => dictionary! {} });
            }),
        ),
        ("an associated file", Box::new(|d| in_catalog(d, "AF", Vec::<Object>::new()))),
        ("a thumbnail", Box::new(|d| page_dict(d).set("Thumb", dictionary! {}))),
        ("private data", Box::new(|d| page_dict(d).set("PieceInfo", dictionary! {}))),
        ("a private key", Box::new(|d| in_catalog(d, "Acme", 1))),
        (
            "an XFA form",
            Box::new(|d| {
                in_catalog(d, "AcroForm", dictionary! { "XFA" => Vec::<Object>::new() });
            }),
        ),
        ("a signature", Box::new(|d| in_catalog(d, "Perms", dictionary! {}))),
        (
            "an object of nobody's",
            Box::new(|d| {
                d.add_object(dictionary! { "Left" => "Over" });
            }),
        ),
        ("a key in the trailer", Box::new(|d| d.trailer.set("Acme", 1))),
        (
            "a page more",
            Box::new(|d| {
                let (id, tree) = (page(d), d.catalog().unwrap().get(b"Pages").unwrap().clone());
                let tree = tree.as_reference().unwrap();
                let pages = d.get_dictionary_mut(tree).unwrap();
                pages.set(
                    "Kids",
                    vec![Object::Reference(id), dictionary! { "Type" => "Page" }.into()],
                );
                pages.set("Count", 2);
            }),
        ),
    ];
    for (step, undo) in steps {
        assert_ne!(found(|d| undo(d)), Vec::<String>::new(), "{step}");
    }
}

#[test]
fn an_earlier_revision_is_noticed() {
    let (source, plan) = (source(), plan());
    let redacted = redact(&source, &plan, &Limits::default()).unwrap();
    let mut output = source.clone();
    output.extend(&redacted.pdf);

    let proof = verify(&source, &plan, &output, &Limits::default());

    assert!(!proof.is_ok_and(|p| p.holds()));
}
