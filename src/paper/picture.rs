//! Pictures made ready to be embedded.

use std::borrow::Cow;
use std::io::Cursor;

use image::codecs::jpeg::JpegDecoder;
use image::codecs::png::PngDecoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, Limits};

use super::PaperProblem;
use super::model::{Picture, Pixels};

/// A page at 600 dots an inch has 35 million; a hostile file claims any number.
pub(super) const MOST_PIXELS: u64 = 120_000_000;

/// A picture as it is to be seen: `width` and `height` after turning it upright.
#[derive(Debug)]
pub(super) struct Ready<'a> {
    pub width: u32,
    pub height: u32,
    pub turned: Orientation,
    pub data: Data<'a>,
}

#[derive(Debug)]
pub(super) enum Data<'a> {
    /// Taken over as it is, but for what it says about its maker and place.
    Jpeg { bytes: Vec<u8>, colours: u8 },
    /// Rows of pixels: one (grey), two (with opacity), three or four bytes each.
    Raw { bytes: Cow<'a, [u8]>, channels: u8 },
}

impl Ready<'_> {
    /// The largest size of the same shape within a frame that is no wider than `width`.
    pub(super) fn within(&self, width: f32, height: f32) -> (f32, f32) {
        let shape = self.height as f32 / self.width.max(1) as f32;
        if width * shape <= height { (width, width * shape) } else { (height / shape, height) }
    }

    /// Pixels as they lie in the file, before they are turned.
    pub(super) fn stored(&self) -> (u32, u32) {
        if is_lying(self.turned) { (self.height, self.width) } else { (self.width, self.height) }
    }

    /// The matrix that draws the unit square of a PDF image upright at a place on the page.
    pub(super) fn matrix(&self, [x, y, width, height]: [f32; 4]) -> [f32; 6] {
        let (left, right, bottom, top) = (x, x + width, y, y + height);
        // Where the lower left, lower right and upper left corner of the stored picture go.
        let (origin, across, up) = match self.turned {
            Orientation::NoTransforms => ((left, bottom), (right, bottom), (left, top)),
            Orientation::FlipHorizontal => ((right, bottom), (left, bottom), (right, top)),
            Orientation::Rotate180 => ((right, top), (left, top), (right, bottom)),
            Orientation::FlipVertical => ((left, top), (right, top), (left, bottom)),
            Orientation::Rotate90FlipH => ((right, top), (right, bottom), (left, top)),
            Orientation::Rotate90 => ((left, top), (left, bottom), (right, top)),
            Orientation::Rotate270FlipH => ((left, bottom), (left, top), (right, bottom)),
            Orientation::Rotate270 => ((right, bottom), (right, top), (left, bottom)),
        };
        [
            across.0 - origin.0,
            across.1 - origin.1,
            up.0 - origin.0,
            up.1 - origin.1,
            origin.0,
            origin.1,
        ]
    }
}

fn is_lying(turned: Orientation) -> bool {
    match turned {
        Orientation::Rotate90
        | Orientation::Rotate270
        | Orientation::Rotate90FlipH
        | Orientation::Rotate270FlipH => true,
        Orientation::NoTransforms
        | Orientation::Rotate180
        | Orientation::FlipHorizontal
        | Orientation::FlipVertical => false,
    }
}

pub(super) fn ready(picture: &Picture) -> Result<Ready<'_>, PaperProblem> {
    match &picture.pixels {
        Pixels::Rgba { width, height, bytes } => {
            allowed(*width, *height)?;
            if bytes.len() as u64 != u64::from(*width) * u64::from(*height) * 4 {
                return Err(PaperProblem::Picture("it has not four bytes a pixel".into()));
            }
            let turned = Orientation::NoTransforms;
            let data = Data::Raw { bytes: Cow::Borrowed(bytes), channels: 4 };
            Ok(Ready { width: *width, height: *height, turned, data })
        }
        Pixels::Jpeg(bytes) => jpeg(bytes),
        Pixels::Png(bytes) => png(bytes),
    }
}

pub(super) fn jpeg(bytes: &[u8]) -> Result<Ready<'static>, PaperProblem> {
    let mut decoder = JpegDecoder::new(Cursor::new(bytes)).map_err(unreadable)?;
    let (width, height) = decoder.dimensions();
    allowed(width, height)?;
    let turned = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let data = match super::jpeg::stripped(bytes) {
        Some((bytes, colours @ (1 | 3))) => Data::Jpeg { bytes, colours },
        // Four inks come in two conventions; decoded, there is only one.
        _ => {
            decoder.set_limits(limits()).map_err(unreadable)?;
            raw(DynamicImage::from_decoder(decoder).map_err(unreadable)?)
        }
    };
    Ok(upright(width, height, turned, data))
}

pub(super) fn png(bytes: &[u8]) -> Result<Ready<'static>, PaperProblem> {
    let mut decoder = PngDecoder::with_limits(Cursor::new(bytes), limits()).map_err(unreadable)?;
    let (width, height) = decoder.dimensions();
    allowed(width, height)?;
    let turned = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let data = raw(DynamicImage::from_decoder(decoder).map_err(unreadable)?);
    Ok(upright(width, height, turned, data))
}

pub(super) fn upright<'a>(
    width: u32,
    height: u32,
    turned: Orientation,
    data: Data<'a>,
) -> Ready<'a> {
    if is_lying(turned) {
        Ready { width: height, height: width, turned, data }
    } else {
        Ready { width, height, turned, data }
    }
}

pub(super) fn raw(image: DynamicImage) -> Data<'static> {
    let grey = !image.color().has_color();
    let (bytes, channels) = match (grey, image.color().has_alpha()) {
        (true, false) => (image.into_luma8().into_raw(), 1),
        (true, true) => (image.into_luma_alpha8().into_raw(), 2),
        (false, false) => (image.into_rgb8().into_raw(), 3),
        (false, true) => (image.into_rgba8().into_raw(), 4),
    };
    Data::Raw { bytes: Cow::Owned(bytes), channels }
}

pub(super) fn limits() -> Limits {
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_PIXELS * 8);
    limits
}

pub(super) fn allowed(width: u32, height: u32) -> Result<(), PaperProblem> {
    match u64::from(width) * u64::from(height) {
        0 => Err(PaperProblem::Picture("it has no pixels".into())),
        n if n > MOST_PIXELS => Err(PaperProblem::Picture(format!(
            "it has {width} by {height} pixels, which is more than can be drawn"
        ))),
        _ => Ok(()),
    }
}

pub(super) fn unreadable(error: image::ImageError) -> PaperProblem {
    use image::ImageError::{Decoding, Encoding, IoError, Limits, Parameter, Unsupported};
    let why = match error {
        Unsupported(_) => "its colours or its compression are of a rare kind",
        Limits(_) => "it is larger than can be drawn",
        Decoding(_) | Encoding(_) | IoError(_) | Parameter(_) => "it is damaged or incomplete",
    };
    PaperProblem::Picture(why.into())
}
