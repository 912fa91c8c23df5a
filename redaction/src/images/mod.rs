//! Pixels under a mark: overwritten in the decoded picture, so that none is left in the file.

mod burn;
mod colours;
mod encode;
mod fax;
mod jpeg;
mod photograph;

use hayro_syntax::Filter;
use hayro_syntax::content::UntypedIter;
use hayro_syntax::object::stream::{ImageColorSpace, ImageDecodeParams};
use hayro_syntax::object::{Array, Dict, Name, Object as Source, Stream as SourceStream};
use lopdf::{Dictionary, Object, Stream, dictionary};

use crate::geometry::{Matrix, Point, Rect};
use crate::graph::{Graph, without_outer};
use crate::limits::Limits;
use crate::region::Region;
use jpeg::Blanked;

pub(crate) use colours::components;

/// What becomes of a picture.
pub(crate) enum Burnt {
    /// No pixel of it lies under a mark.
    Whole,
    /// Nothing of it is left to see.
    Gone,
    /// The picture without those pixels, and its masks likewise.
    By(Box<Picture>),
    /// It cannot be decoded, and why.
    Unreadable(&'static str),
}

/// A picture and what goes with it.
pub(crate) struct Picture {
    pub(crate) image: Stream,
    /// `SMask` or `Mask`.
    pub(crate) masks: Vec<(&'static str, Stream)>,
}

/// Decoded samples, packed as PDF packs them.
pub(crate) struct Samples {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) bits: usize,
    pub(crate) components: usize,
    pub(crate) data: Vec<u8>,
    alpha: Option<Vec<u8>>,
    colour: Option<ImageColorSpace>,
    /// It came in a coding for pictures of two colours.
    bilevel: bool,
}

impl Samples {
    /// Of one byte each.
    fn bytes(width: usize, height: usize, components: usize, data: Vec<u8>) -> Self {
        let (alpha, colour, bilevel) = (None, None, false);
        Self { width, height, bits: 8, components, data, alpha, colour, bilevel }
    }

    pub(crate) fn stride(&self) -> usize {
        (self.width * self.components * self.bits).div_ceil(8)
    }
}

/// The image drawn through `ctm`, without what lies in `region`. `dict` is its dictionary as it
/// came over.
pub(crate) fn burn(
    graph: &Graph<'_>,
    source: &SourceStream<'_>,
    dict: &Dictionary,
    ctm: &Matrix,
    region: &Region,
    limits: &Limits,
) -> Burnt {
    let unit = ctm.quad(&Rect::new(0.0, 0.0, 1.0, 1.0));
    let bounds = unit.bounds();
    if region.near(&bounds).next().is_none() || region.share(&unit) <= 0.0 {
        return Burnt::Whole;
    }
    if region.share(&unit) > 0.9999 {
        return Burnt::Gone;
    }
    let Some(back) = ctm.inverse() else { return Burnt::Gone };
    let polygons: Vec<[Point; 4]> = region.near(&bounds).map(|area| area.moved(&back)).collect();

    let stencil = is_stencil(graph, dict);
    let blank = if stencil { unpainted(graph, dict) } else { 0x00 };
    let (mut image, alpha) = match without(graph, source, dict, &polygons, blank, limits) {
        Ok(Some(image)) => image,
        Ok(None) => return Burnt::Whole,
        Err(why) => return Burnt::Unreadable(why),
    };

    let mut masks = Vec::new();
    if let Some(alpha) = alpha {
        masks.push(("SMask", alpha));
        image.dict.remove(b"SMaskInData");
    }
    for key in ["SMask", "Mask"] {
        let Some(id) = dict.get(key.as_bytes()).ok().and_then(|o| o.as_reference().ok()) else {
            continue;
        };
        let (Some(mask), Some(of)) = (graph.source_stream(id), graph.dictionary(id)) else {
            continue;
        };
        let blank = if key == "Mask" { unpainted(graph, of) } else { 0x00 };
        match without(graph, &mask, of, &polygons, blank, limits) {
            Ok(Some((mask, _))) => masks.push((key, mask)),
            Ok(None) => {}
            Err(why) => return Burnt::Unreadable(why),
        }
    }
    Burnt::By(Box::new(Picture { image, masks }))
}

/// An image of drawn pixels (four bytes each) without what the polygons cover.
pub(crate) fn raster(rgba: &[u8], width: usize, height: usize, areas: &[[Point; 4]]) -> Stream {
    let grey = rgba.chunks_exact(4).all(|p| matches!(p, [r, g, b, _] if r == g && g == b));
    let components = if grey { 1 } else { 3 };
    let data = rgba.chunks_exact(4).flat_map(|p| p.iter().copied().take(components)).collect();
    let mut samples = Samples::bytes(width, height, components, data);
    burn::blank(&mut samples, areas, 0x00);
    let mut dict = Dictionary::new();
    dict.set("Type", "XObject");
    dict.set("Subtype", "Image");
    dict.set("Width", width as i64);
    dict.set("Height", height as i64);
    dict.set("ColorSpace", if grey { "DeviceGray" } else { "DeviceRGB" });
    dict.set("BitsPerComponent", 8);
    encode::deflated(dict, &samples)
}

fn is_stencil(graph: &Graph<'_>, dict: &Dictionary) -> bool {
    matches!(dict.get(b"ImageMask").map(|o| graph.resolve(o)), Ok(Object::Boolean(true)))
}

/// The sample of a stencil that leaves no colour: 1, unless `Decode` turns it over.
fn unpainted(graph: &Graph<'_>, dict: &Dictionary) -> u8 {
    let turned = match dict.get(b"Decode").map(|o| graph.resolve(o)) {
        Ok(Object::Array(list)) => list.first().and_then(|o| o.as_float().ok()) == Some(1.0),
        _ => false,
    };
    if turned { 0x00 } else { 0xFF }
}

/// The picture without what the polygons cover, and the mask that its coding brought with it;
/// `None` where they cover nothing.
fn without(
    graph: &Graph<'_>,
    source: &SourceStream<'_>,
    dict: &Dictionary,
    polygons: &[[Point; 4]],
    blank: u8,
    limits: &Limits,
) -> Result<Option<(Stream, Option<Stream>)>, &'static str> {
    match in_its_coding(graph, source, dict, polygons, limits) {
        Some((_, Blanked::Whole)) => return Ok(None),
        Some((dict, Blanked::By(data))) => {
            let packed = source.filters().contains(&Filter::FlateDecode);
            return Ok(Some((encode::jpeg(dict, data, packed), None)));
        }
        None => {}
    }
    let samples = decode(graph, source, dict, limits)?;
    let indexed = dict.get(b"ColorSpace").is_ok_and(|o| colours::is_indexed(graph.resolve(o)));
    let lossy = source.filters().as_slice() == [Filter::JpxDecode] && !indexed;
    let photograph = lossy.then(|| source.raw_data());
    Ok(finish(samples, dict, polygons, blank, photograph.as_deref(), limits.pixels))
}

/// A JPEG stays one: with its dictionary but for the filters.
fn in_its_coding(
    graph: &Graph<'_>,
    source: &SourceStream<'_>,
    dict: &Dictionary,
    polygons: &[[Point; 4]],
    limits: &Limits,
) -> Option<(Dictionary, Blanked)> {
    let raw = source.raw_data();
    let data = match source.filters().as_slice() {
        [Filter::DctDecode] => raw,
        [.., Filter::DctDecode] => {
            without_outer(&own_filters(source)?, &raw, limits.stream_bytes)?.into()
        }
        _ => return None,
    };
    let whole = |key: &str| graph.resolve(dict.get(key.as_bytes()).ok()?).as_i64().ok();
    let side = |key: &str| whole(key).and_then(|n| usize::try_from(n).ok());
    let blanked = jpeg::blanked(&data, (side("Width")?, side("Height")?), polygons, limits.pixels)?;
    let mut out = dict.clone();
    for key in ["Filter", "DecodeParms", "Length"] {
        out.remove(key.as_bytes());
    }
    let parms = dict.get(b"DecodeParms").ok().map(|o| graph.resolve(o));
    let parms = match parms {
        Some(Object::Array(list)) => list.last().map(|o| graph.resolve(o)),
        one => one,
    };
    if let Some(Object::Dictionary(parms)) = parms
        && let Ok(transform) = parms.get(b"ColorTransform")
    {
        out.set("DecodeParms", dictionary! { "ColorTransform" => transform.clone() });
    }
    out.has(b"ColorSpace").then_some((out, blanked))
}

/// The filters as the source has them, where none of them needs to be told more.
fn own_filters(source: &SourceStream<'_>) -> Option<Dictionary> {
    let names: Vec<Object> = source
        .dict()
        .get::<Array<'_>>("Filter")?
        .iter::<Name<'_>>()
        .map(|name| Object::Name(name.as_ref().to_vec()))
        .collect();
    let told = source.dict().get::<Array<'_>>("DecodeParms");
    let told = told.is_some_and(|list| list.iter::<Dict<'_>>().next().is_some());
    (!told).then(|| dictionary! { "Filter" => names })
}

/// The samples without what the polygons cover, as a stream; `None` where they cover nothing.
/// `photograph` is the coding with loss that they came in.
fn finish(
    mut samples: Samples,
    dict: &Dictionary,
    polygons: &[[Point; 4]],
    blank: u8,
    photograph: Option<&[u8]>,
    most_pixels: u64,
) -> Option<(Stream, Option<Stream>)> {
    let whole = photograph.map(|source| (source, samples.data.clone()));
    if !burn::blank(&mut samples, polygons, blank) {
        return None;
    }
    let mut out = dict.clone();
    for key in ["Filter", "DecodeParms", "Length", "SMaskInData"] {
        out.remove(key.as_bytes());
    }
    out.set("Width", samples.width as i64);
    out.set("Height", samples.height as i64);
    if !matches!(out.get(b"ImageMask"), Ok(Object::Boolean(true))) {
        out.set("BitsPerComponent", samples.bits as i64);
        if !out.has(b"ColorSpace") {
            out.set("ColorSpace", colours::device(samples.colour, samples.components));
        }
    }
    let alpha = samples.alpha.take().map(|data| {
        let mut alpha = Samples::bytes(samples.width, samples.height, 1, data);
        burn::blank(&mut alpha, polygons, 0x00);
        let mut dict = Dictionary::new();
        dict.set("Type", "XObject");
        dict.set("Subtype", "Image");
        dict.set("Width", alpha.width as i64);
        dict.set("Height", alpha.height as i64);
        dict.set("ColorSpace", "DeviceGray");
        dict.set("BitsPerComponent", 8);
        encode::deflated(dict, &alpha)
    });
    let fax = samples.bilevel.then(|| fax::encoded(out.clone(), &samples)).flatten();
    let image = encode::deflated(out, &samples);
    let mut image = fax.filter(|f| f.content.len() < image.content.len()).unwrap_or(image);
    if let Some((source, data)) = whole {
        let mut dict = image.dict.clone();
        for key in ["Filter", "DecodeParms"] {
            dict.remove(key.as_bytes());
        }
        samples.data = data;
        let plain = image.content.len();
        image = photograph::coded(&dict, &samples, source, plain, polygons, most_pixels)
            .unwrap_or(image);
    }
    Some((image, alpha))
}

/// Decodes whatever coding the picture has.
fn decode(
    graph: &Graph<'_>,
    source: &SourceStream<'_>,
    dict: &Dictionary,
    limits: &Limits,
) -> Result<Samples, &'static str> {
    let number =
        |key: &str| dict.get(key.as_bytes()).ok().and_then(|o| graph.resolve(o).as_i64().ok());
    let width = number("Width").and_then(|n| usize::try_from(n).ok()).unwrap_or(0);
    let height = number("Height").and_then(|n| usize::try_from(n).ok()).unwrap_or(0);
    if (width as u64).saturating_mul(height as u64) > limits.pixels {
        return Err("the image has too many pixels");
    }
    let stencil = is_stencil(graph, dict);
    let space = dict.get(b"ColorSpace").ok().map(|o| graph.resolve(o).clone());
    let indexed = space.as_ref().is_some_and(colours::is_indexed);
    let said = space.as_ref().and_then(|space| components(graph, space, 0));
    let coding = source.filters().last().copied();
    let bilevel = matches!(coding, Some(Filter::Jbig2Decode | Filter::CcittFaxDecode));
    let bits = if stencil { 1 } else { number("BitsPerComponent").map_or(8, |n| n.clamp(1, 16)) };

    let params = ImageDecodeParams {
        // Asks for samples as they are, not widened to bytes.
        is_indexed: indexed || bilevel,
        bpc: u8::try_from(bits).ok(),
        num_components: said.and_then(|n| u8::try_from(n).ok()),
        target_dimension: None,
        width: width as u32,
        height: height as u32,
    };
    let result = source.decoded_image(&params).map_err(|_| "the image cannot be decoded")?;
    let mut samples = match result.image_data {
        Some(found) => {
            let (width, height) = (found.width as usize, found.height as usize);
            let bits = usize::from(found.bits_per_component);
            let row = (result.data.len() / height.max(1)) * 8 / bits.max(1);
            let components = match found.color_space {
                _ if bilevel => 1,
                Some(ImageColorSpace::Gray) => 1,
                Some(ImageColorSpace::Rgb) => 3,
                Some(ImageColorSpace::Cmyk) => 4,
                Some(ImageColorSpace::Unknown(n)) => usize::from(n),
                None => row / width.max(1),
            };
            Samples {
                width,
                height,
                bits,
                components,
                data: result.data.into_owned(),
                alpha: found.alpha,
                colour: found.color_space,
                bilevel,
            }
        }
        None => Samples {
            width,
            height,
            bits: bits as usize,
            components: if stencil { 1 } else { said.ok_or("its colours are not known")? },
            data: result.data.into_owned(),
            alpha: None,
            colour: None,
            bilevel: false,
        },
    };
    if samples.width == 0 || samples.height == 0 || samples.components == 0 {
        return Err("the image has no size");
    }
    let size = samples.stride().checked_mul(samples.height).ok_or("the image is too large")?;
    if size as u64 > limits.stream_bytes.max(limits.pixels.saturating_mul(4)) {
        return Err("the image is too large");
    }
    samples.data.resize(size, 0);
    Ok(samples)
}

/// The dictionary, with full names, and the stream of the inline image in `bytes`, which begin
/// with `BI`. Runs `with` on them.
pub(crate) fn with_inline<T>(
    bytes: &[u8],
    with: impl FnOnce(Dictionary, &SourceStream<'_>) -> T,
) -> Option<T> {
    let mut steps = UntypedIter::new(bytes);
    let step = steps.next()?;
    let Source::Stream(stream) = step.operands().last()? else { return None };
    let dict = encode::full_names(stream.dict());
    Some(with(dict, stream))
}
