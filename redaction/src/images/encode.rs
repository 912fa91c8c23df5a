//! Writing samples back, without loss.

use hayro_syntax::object::{Dict, Object as Source};
use lopdf::{Dictionary, Object, Stream, dictionary};

use super::Samples;
use crate::graph::{compressed, real};

/// Deflated, each row as its difference from its neighbours where samples are bytes.
pub(super) fn deflated(mut dict: Dictionary, samples: &Samples) -> Stream {
    if samples.bits != 8 {
        return compressed(dict, &samples.data);
    }
    let (stride, near) = (samples.stride(), samples.components);
    let mut rows = Vec::with_capacity(samples.data.len() + samples.height);
    let mut above = vec![0u8; stride];
    let mut best = Vec::with_capacity(stride);
    let mut trial = Vec::with_capacity(stride);
    for row in samples.data.chunks(stride.max(1)) {
        let (mut tag, mut least) = (0u8, u64::MAX);
        for candidate in [0u8, 1, 2, 4] {
            trial.clear();
            filtered(candidate, row, &above, near, &mut trial);
            // The usual guess: small differences pack best.
            let cost = trial.iter().map(|b| u64::from(b.cast_signed().unsigned_abs())).sum();
            if cost < least {
                (tag, least) = (candidate, cost);
                std::mem::swap(&mut best, &mut trial);
            }
        }
        rows.push(tag);
        rows.extend_from_slice(&best);
        above.clear();
        above.extend_from_slice(row);
        above.resize(stride, 0);
    }
    let parms = dictionary! {
        "Predictor" => 15,
        "Colors" => samples.components as i64,
        "BitsPerComponent" => 8,
        "Columns" => samples.width as i64,
    };
    dict.remove(b"DecodeParms");
    let mut stream = compressed(dict, &rows);
    if stream.dict.has(b"Filter") {
        stream.dict.set("DecodeParms", parms);
        stream
    } else {
        compressed(stream.dict, &samples.data)
    }
}

/// A JPEG; deflated once more where it came so and that makes it smaller.
pub(super) fn jpeg(mut dict: Dictionary, data: Vec<u8>, packed: bool) -> Stream {
    if packed {
        let mut deflated = compressed(dict.clone(), &data);
        if deflated.dict.has(b"Filter") {
            let filters = ["FlateDecode", "DCTDecode"].map(|f| Object::Name(f.into()));
            deflated.dict.set("Filter", filters.to_vec());
            if let Ok(parms) = dict.get(b"DecodeParms") {
                deflated.dict.set("DecodeParms", vec![Object::Null, parms.clone()]);
            }
            return deflated;
        }
    }
    dict.set("Filter", "DCTDecode");
    Stream::new(dict, data).with_compression(false)
}

/// One row under a PNG filter (PNG specification, section 9).
fn filtered(kind: u8, row: &[u8], above: &[u8], near: usize, out: &mut Vec<u8>) {
    for (i, byte) in row.iter().enumerate() {
        let left = i.checked_sub(near).and_then(|k| row.get(k)).copied().unwrap_or(0);
        let up = above.get(i).copied().unwrap_or(0);
        let corner = i.checked_sub(near).and_then(|k| above.get(k)).copied().unwrap_or(0);
        let guess = match kind {
            1 => left,
            2 => up,
            4 => paeth(left, up, corner),
            _ => 0,
        };
        out.push(byte.wrapping_sub(guess));
    }
}

fn paeth(left: u8, up: u8, corner: u8) -> u8 {
    let (a, b, c) = (i32::from(left), i32::from(up), i32::from(corner));
    let guess = a + b - c;
    let (da, db, dc) = ((guess - a).abs(), (guess - b).abs(), (guess - c).abs());
    if da <= db && da <= dc {
        left
    } else if db <= dc {
        up
    } else {
        corner
    }
}

/// An inline image's dictionary as an image object has it (ISO 32000-2, tables 91 and 92).
pub(super) fn full_names(dict: &Dict<'_>) -> Dictionary {
    let mut out = Dictionary::new();
    out.set("Type", "XObject");
    out.set("Subtype", "Image");
    for (short, long) in [
        ("W", "Width"),
        ("H", "Height"),
        ("BPC", "BitsPerComponent"),
        ("CS", "ColorSpace"),
        ("D", "Decode"),
        ("IM", "ImageMask"),
        ("I", "Interpolate"),
    ] {
        let value = dict.get::<Source<'_>>(short).or_else(|| dict.get::<Source<'_>>(long));
        if let Some(value) = value.and_then(|v| plain(&v, 0)) {
            out.set(long, value);
        }
    }
    out
}

fn plain(value: &Source<'_>, depth: u32) -> Option<Object> {
    Some(match value {
        _ if depth > 4 => return None,
        Source::Boolean(b) => Object::Boolean(*b),
        Source::Number(n) => real(n.as_f64()),
        Source::Name(name) => Object::Name(match name.as_ref() {
            b"G" => b"DeviceGray".to_vec(),
            b"RGB" => b"DeviceRGB".to_vec(),
            b"CMYK" => b"DeviceCMYK".to_vec(),
            b"I" => b"Indexed".to_vec(),
            other => other.to_vec(),
        }),
        Source::String(s) => {
            Object::String(s.as_bytes().to_vec(), lopdf::StringFormat::Hexadecimal)
        }
        Source::Array(list) => Object::Array(
            list.iter::<Source<'_>>().filter_map(|item| plain(&item, depth + 1)).collect(),
        ),
        _ => return None,
    })
}
