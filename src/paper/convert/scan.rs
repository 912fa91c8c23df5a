//! Scans and photographs: a page a picture, in the shape of the picture.

use std::borrow::Cow;
use std::io::Cursor;

use image::codecs::tiff::TiffDecoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder};
use lopdf::{Document as Pdf, Object, ObjectId, Stream, dictionary};

use super::super::picture::{self, Data, Ready};
use super::super::sizes::{PAGE_HEIGHT, PAGE_WIDTH};
use super::super::{MOST_PAGES, PaperProblem, papers};
use super::Drawn;

/// Draws a PNG, a JPEG or the pages of a TIFF up as a PDF, turned upright as the camera noted. A JPEG
/// is taken over without loss, but without what it says about its camera and place.
///
/// # Errors
/// Where it is none of these, cannot be read, or has more pixels or pages than can be drawn.
pub fn from_image(bytes: &[u8], title: &str) -> Result<Drawn, PaperProblem> {
    let mut sheets = Sheets::new();
    match bytes {
        [0xff, 0xd8, ..] => sheets.add(&picture::jpeg(bytes)?),
        [0x89, b'P', b'N', b'G', ..] => sheets.add(&picture::png(bytes)?),
        [b'I', b'I', 42, 0, ..] | [b'M', b'M', 0, 42, ..] => tiff(bytes, &mut sheets)?,
        _ => return Err(PaperProblem::Picture("it is neither PNG nor JPEG nor TIFF".into())),
    }
    sheets.finish(title)
}

/// Every page of a TIFF. The decoder reads only the first, so each page is made the first in turn.
fn tiff(bytes: &[u8], sheets: &mut Sheets) -> Result<(), PaperProblem> {
    let mut file = bytes.to_vec();
    for start in directories(bytes)? {
        let pointer = if bytes[0] == b'I' { start.to_le_bytes() } else { start.to_be_bytes() };
        file[4..8].copy_from_slice(&pointer);
        let mut decoder = TiffDecoder::new(Cursor::new(&file)).map_err(picture::unreadable)?;
        let (width, height) = decoder.dimensions();
        picture::allowed(width, height)?;
        decoder.set_limits(picture::limits()).map_err(picture::unreadable)?;
        let turned = decoder.orientation().unwrap_or(Orientation::NoTransforms);
        let image = DynamicImage::from_decoder(decoder).map_err(picture::unreadable)?;
        sheets.add(&picture::upright(width, height, turned, picture::raw(image)));
    }
    Ok(())
}

/// Where the directories of a TIFF begin. Source: TIFF 6.0, section 2.
fn directories(bytes: &[u8]) -> Result<Vec<u32>, PaperProblem> {
    let damaged = || PaperProblem::Picture("its directory of pages is damaged".into());
    let little = bytes[0] == b'I';
    let part = |at: usize, length: usize| bytes.get(at..at.checked_add(length)?);
    let short = |at: usize| {
        let pair: [u8; 2] = part(at, 2)?.try_into().ok()?;
        Some(if little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) })
    };
    let long = |at: usize| {
        let four: [u8; 4] = part(at, 4)?.try_into().ok()?;
        Some(if little { u32::from_le_bytes(four) } else { u32::from_be_bytes(four) })
    };
    let mut starts = Vec::new();
    let mut next = long(4).ok_or_else(damaged)?;
    while next != 0 {
        // A chain that comes back to itself has no end; no honest one is so long.
        if starts.contains(&next) || starts.len() >= MOST_PAGES {
            return Err(damaged());
        }
        starts.push(next);
        let entries = short(next as usize).ok_or_else(damaged)?;
        next = long(next as usize + 2 + usize::from(entries) * 12).ok_or_else(damaged)?;
    }
    if starts.is_empty() { Err(damaged()) } else { Ok(starts) }
}

struct Sheets {
    pdf: Pdf,
    tree: ObjectId,
    pages: Vec<Object>,
}

impl Sheets {
    fn new() -> Sheets {
        let mut pdf = Pdf::with_version("1.7");
        let tree = pdf.new_object_id();
        Sheets { pdf, tree, pages: Vec::new() }
    }

    fn add(&mut self, picture: &Ready<'_>) {
        let (page, place) = sheet_for(picture);
        let matrix = picture.matrix(place);
        let content = format!("q {} cm /Picture Do Q", matrix.map(|n| n.to_string()).join(" "));
        let content = self.pdf.add_object(Stream::new(dictionary! {}, content.into_bytes()));
        let image = embed(&mut self.pdf, picture);
        let resources = dictionary! { "XObject" => dictionary! { "Picture" => image } };
        let id = self.pdf.add_object(dictionary! {
            "Type" => "Page",
            "Parent" => self.tree,
            "MediaBox" => [0.0, 0.0, page.0, page.1].map(Object::Real).to_vec(),
            "Resources" => resources,
            "Contents" => content,
        });
        self.pages.push(id.into());
    }

    fn finish(mut self, title: &str) -> Result<Drawn, PaperProblem> {
        let pages = self.pages.len();
        let tree = dictionary! {
            "Type" => "Pages", "Count" => pages as i64, "Kids" => self.pages,
        };
        self.pdf.objects.insert(self.tree, tree.into());
        let catalog =
            self.pdf.add_object(dictionary! { "Type" => "Catalog", "Pages" => self.tree });
        self.pdf.trailer.set("Root", catalog);
        papers::name(&mut self.pdf, title, "en-GB")?;
        Ok(Drawn { pdf: papers::save(self.pdf)?, pages })
    }
}

/// The page for a picture, and where on it the picture stands. A large one fills a sheet of its own
/// shape no larger than A4; a small one stands at the head of an A4 page, at 96 pixels an inch.
fn sheet_for(picture: &Ready<'_>) -> ((f32, f32), [f32; 4]) {
    const MARGIN: f32 = 56.7; // 20 mm
    let natural = (picture.width as f32 * 0.75, picture.height as f32 * 0.75);
    let (long, short) = (PAGE_HEIGHT, PAGE_WIDTH);
    if natural.0 <= short - 2.0 * MARGIN && natural.1 <= long * 0.6 {
        let place = [MARGIN, long - MARGIN - natural.1, natural.0, natural.1];
        return ((short, long), place);
    }
    let lies = picture.width > picture.height;
    let frame = if lies { (long, short) } else { (short, long) };
    let (width, height) = picture.within(frame.0, frame.1);
    // A strip of one pixel would be no page.
    let page = (width.max(72.0), height.max(72.0));
    (page, [0.0, page.1 - height, width, height])
}

fn embed(pdf: &mut Pdf, picture: &Ready<'_>) -> ObjectId {
    let (width, height) = picture.stored();
    let mut dict = dictionary! {
        "Type" => "XObject",
        "Subtype" => "Image",
        "Width" => i64::from(width),
        "Height" => i64::from(height),
        "BitsPerComponent" => 8,
    };
    let content = match &picture.data {
        Data::Jpeg { bytes, colours } => {
            dict.set("ColorSpace", if *colours == 1 { "DeviceGray" } else { "DeviceRGB" });
            dict.set("Filter", "DCTDecode");
            return pdf.add_object(Stream::new(dict, bytes.clone()).with_compression(false));
        }
        Data::Raw { bytes, channels: channels @ (2 | 4) } => {
            let step = usize::from(*channels);
            let opacity: Vec<u8> = bytes.chunks_exact(step).map(|pixel| pixel[step - 1]).collect();
            if opacity.iter().any(|level| *level != 255) {
                let mut mask = dict.clone();
                mask.set("ColorSpace", "DeviceGray");
                dict.set("SMask", add_compressed(pdf, mask, opacity));
            }
            let colours = bytes.chunks_exact(step).flat_map(|pixel| &pixel[..step - 1]);
            dict.set("ColorSpace", if step == 2 { "DeviceGray" } else { "DeviceRGB" });
            colours.copied().collect()
        }
        Data::Raw { bytes, channels: 1 } => {
            dict.set("ColorSpace", "DeviceGray");
            if bytes.iter().all(|level| matches!(level, 0 | 255)) {
                dict.set("BitsPerComponent", 1);
                bits(bytes, width as usize)
            } else {
                bytes.to_vec()
            }
        }
        Data::Raw { bytes, .. } => {
            dict.set("ColorSpace", "DeviceRGB");
            Cow::clone(bytes).into_owned()
        }
    };
    add_compressed(pdf, dict, content)
}

/// Compressed at once: a scan of fifty pages would not fit in memory otherwise.
fn add_compressed(pdf: &mut Pdf, dict: lopdf::Dictionary, content: Vec<u8>) -> ObjectId {
    let mut stream = Stream::new(dict, content);
    // Where it cannot be made smaller it stays as it is, which is no error.
    let _ = stream.compress();
    pdf.add_object(stream)
}

/// Eight black or white pixels a byte, each row from a new one.
fn bits(levels: &[u8], width: usize) -> Vec<u8> {
    let byte = |eight: &[u8]| {
        let bit = |(at, level): (usize, &u8)| (level & 1) << (7 - at);
        eight.iter().enumerate().map(bit).sum::<u8>()
    };
    levels.chunks(width.max(1)).flat_map(|row| row.chunks(8).map(byte)).collect()
}
