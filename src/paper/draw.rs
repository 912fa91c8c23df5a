//! Laid pages into a PDF by printpdf.

use std::collections::BTreeMap;

use printpdf::{
    Color, CurTransMat, DictItem, ExternalStream, ExternalXObject, FontId, Greyscale, Op,
    PaintMode, PdfDocument, PdfFont, PdfFontHandle, PdfPage, PdfSaveOptions, Pt, RawImage,
    RawImageData, RawImageFormat, Rect, Rgb, TextItem, TextMatrix, XObject, XObjectId,
    XObjectTransform,
};

use super::fonts::Face;
use super::layout::{Content, Ink, Laid, Mark};
use super::model::Colour;
use super::picture::{Data, Ready};
use super::sizes::{PAGE_HEIGHT, PAGE_WIDTH};

pub(super) fn draw(laid: &Laid<'_>, title: &str) -> Vec<u8> {
    let mut pdf = PdfDocument::new(title);
    for face in Face::ALL {
        pdf.resources.fonts.map.insert(handle(face), PdfFont::new(face.parsed().clone()));
    }
    for (at, picture) in laid.pictures.iter().enumerate() {
        pdf.resources.xobjects.map.insert(name_of(at), embedded(picture));
    }
    let a4 = Rect::from_wh(Pt(PAGE_WIDTH), Pt(PAGE_HEIGHT));
    for marks in &laid.pages {
        let ops = ops_of(marks, &laid.pictures);
        let (media_box, trim_box, crop_box) = (a4.clone(), a4.clone(), a4.clone());
        pdf.pages.push(PdfPage { media_box, trim_box, crop_box, ops });
    }
    // Compressed once, when it is finished.
    let options = PdfSaveOptions {
        optimize: false,
        subset_fonts: false,
        secure: true,
        image_optimization: None,
    };
    pdf.save(&options, &mut Vec::new())
}

fn ops_of(marks: &[Mark], pictures: &[Ready<'_>]) -> Vec<Op> {
    let mut ops = Vec::new();
    let mut open: Option<Option<Content>> = None;
    let mut colour = None;
    for mark in marks {
        if open != Some(mark.content) {
            if open.is_some() {
                ops.push(Op::EndMarkedContentWithProperties);
            }
            open = Some(mark.content);
            ops.push(match mark.content {
                None => Op::BeginMarkedContent { tag: "Artifact".into() },
                Some(Content { mcid, role, .. }) => {
                    let map = BTreeMap::from([("MCID".into(), DictItem::Int(mcid as i64))]);
                    let properties = DictItem::Dict { map };
                    Op::BeginMarkedContentWithProperties { tag: role.into(), properties }
                }
            });
        }
        ink(&mut ops, &mark.ink, &mut colour, pictures);
    }
    if open.is_some() {
        ops.push(Op::EndMarkedContentWithProperties);
    }
    ops
}

fn ink(ops: &mut Vec<Op>, ink: &Ink, colour: &mut Option<Colour>, pictures: &[Ready<'_>]) {
    match ink {
        Ink::Letters { x, baseline, size, face, text, colour: wanted } => {
            paint(ops, colour, *wanted);
            let font = PdfFontHandle::External(handle(*face));
            let matrix = TextMatrix::Translate(Pt(round(*x)), Pt(round(PAGE_HEIGHT - baseline)));
            ops.extend([
                Op::StartTextSection,
                Op::SetFont { font, size: Pt(*size) },
                Op::SetTextMatrix { matrix },
                Op::ShowText { items: vec![TextItem::Text(text.clone())] },
                Op::EndTextSection,
            ]);
        }
        Ink::Fill { x, y, width, height, colour: wanted } => {
            paint(ops, colour, *wanted);
            let rectangle = Rect {
                x: Pt(round(*x)),
                y: Pt(round(PAGE_HEIGHT - y - height)),
                width: Pt(round(*width)),
                height: Pt(round(*height)),
                mode: Some(PaintMode::Fill),
                winding_order: None,
            };
            ops.push(Op::DrawRectangle { rectangle });
        }
        Ink::Picture { x, y, width, height, index } => {
            let place = [*x, PAGE_HEIGHT - y - height, *width, *height];
            let matrix = CurTransMat::Raw(pictures[*index].matrix(place));
            let transform = XObjectTransform { no_auto_scale: true, ..Default::default() };
            ops.extend([
                Op::SaveGraphicsState,
                Op::SetTransformationMatrix { matrix },
                Op::UseXobject { id: name_of(*index), transform },
                Op::RestoreGraphicsState,
            ]);
        }
    }
}

/// A thousandth of a point is finer than any printer, and much shorter to write.
fn round(value: f32) -> f32 {
    (value * 1000.0).round() / 1000.0
}

fn paint(ops: &mut Vec<Op>, now: &mut Option<Colour>, wanted: Colour) {
    if *now == Some(wanted) {
        return;
    }
    *now = Some(wanted);
    let part = |part: u8| round(f32::from(part) / 255.0);
    let Colour(red, green, blue) = wanted;
    let col = if red == green && green == blue {
        Color::Greyscale(Greyscale::new(part(red), None))
    } else {
        Color::Rgb(Rgb::new(part(red), part(green), part(blue), None))
    };
    ops.push(Op::SetFillColor { col });
}

fn handle(face: Face) -> FontId {
    FontId(face.name().into())
}

fn name_of(picture: usize) -> XObjectId {
    XObjectId(format!("Picture{picture}"))
}

fn embedded(picture: &Ready<'_>) -> XObject {
    let (width, height) = picture.stored();
    match &picture.data {
        Data::Jpeg { bytes, colours } => {
            let name = |name: &str| DictItem::Name(name.into());
            let space = if *colours == 1 { "DeviceGray" } else { "DeviceRGB" };
            let dict = BTreeMap::from([
                ("Type".into(), name("XObject")),
                ("Subtype".into(), name("Image")),
                ("Width".into(), DictItem::Int(width.into())),
                ("Height".into(), DictItem::Int(height.into())),
                ("BitsPerComponent".into(), DictItem::Int(8)),
                ("ColorSpace".into(), name(space)),
                ("Filter".into(), name("DCTDecode")),
            ]);
            let stream = ExternalStream { dict, content: bytes.clone(), compress: false };
            XObject::External(ExternalXObject { stream, width: None, height: None, dpi: None })
        }
        Data::Raw { bytes, channels } => XObject::Image(RawImage {
            pixels: RawImageData::U8(bytes.to_vec()),
            width: width as usize,
            height: height as usize,
            data_format: match channels {
                1 => RawImageFormat::R8,
                2 => RawImageFormat::RG8,
                3 => RawImageFormat::RGB8,
                _ => RawImageFormat::RGBA8,
            },
            tag: Vec::new(),
        }),
    }
}
