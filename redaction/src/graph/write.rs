//! Small things about writing objects.

use std::io::Write;

use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use lopdf::{Dictionary, Object, Stream};

/// A number, whole where it is whole.
pub(crate) fn real(n: f64) -> Object {
    const WHOLE: f64 = 9_007_199_254_740_992.0;
    if n.fract() == 0.0 && n.abs() < WHOLE {
        Object::Integer(n as i64)
    } else {
        Object::Real(n as f32)
    }
}

/// A stream of `content`, deflated.
pub(crate) fn compressed(mut dict: Dictionary, content: &[u8]) -> Stream {
    let mut encoder = ZlibEncoder::new(Vec::with_capacity(content.len() / 2), Compression::new(6));
    dict.remove(b"DecodeParms");
    dict.remove(b"Filter");
    let deflated = encoder.write_all(content).and_then(|()| encoder.finish());
    let data = match deflated {
        Ok(data) if data.len() < content.len() => {
            dict.set("Filter", "FlateDecode");
            data
        }
        _ => content.to_vec(),
    };
    Stream::new(dict, data).with_compression(false)
}

/// Whether deflated data can be unpacked to the end, as strict readers do; what is coded in
/// another way is not looked at.
pub(super) fn inflates(dict: &Dictionary, data: &[u8]) -> bool {
    let filter = match dict.get(b"Filter") {
        Ok(Object::Array(list)) if list.len() == 1 => list.first(),
        Ok(filter) => Some(filter),
        Err(_) => None,
    };
    match filter {
        Some(Object::Name(name)) if name == b"FlateDecode" || name == b"Fl" => {
            std::io::copy(&mut ZlibDecoder::new(data), &mut std::io::sink()).is_ok()
        }
        _ => true,
    }
}

/// Takes what a camera or an editor wrote into a picture out of it.
pub(super) fn strip_picture(dict: &Dictionary, data: &mut Vec<u8>) {
    let filter = match dict.get(b"Filter") {
        Ok(Object::Name(n)) => Some(n.as_slice()),
        Ok(Object::Array(list)) if list.len() == 1 => match list.first() {
            Some(Object::Name(n)) => Some(n.as_slice()),
            _ => None,
        },
        _ => None,
    };
    let stripped = match filter {
        Some(b"DCTDecode") => stripped_jpeg(data),
        Some(b"JPXDecode") => stripped_jpx(data),
        _ => None,
    };
    if let Some(stripped) = stripped {
        *data = stripped;
    }
}

/// Without application segments (but Adobe's, which says what the colours mean) and comments,
/// and without anything after the end.
fn stripped_jpeg(data: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(data.len());
    let mut at = data.windows(2).position(|w| w == [0xFF, 0xD8])? + 2;
    out.extend([0xFF, 0xD8]);
    loop {
        while data.get(at) == Some(&0xFF) && data.get(at + 1) == Some(&0xFF) {
            at += 1;
        }
        let (&0xFF, &marker) = (data.get(at)?, data.get(at + 1)?) else { return None };
        if marker == 0xDA {
            // Entropy-coded data follow; further scans may too.
            out.extend_from_slice(data.get(at..)?);
            return Some(out);
        }
        if matches!(marker, 0x01 | 0xD0..=0xD9) {
            at += 2;
            continue;
        }
        let &[high, low] = data.get(at + 2..at + 4)? else { return None };
        let end = at + 2 + usize::from(u16::from_be_bytes([high, low]));
        let segment = data.get(at..end)?;
        let adobe = marker == 0xEE && segment.get(4..9) == Some(b"Adobe");
        let jfif = marker == 0xE0 && segment.get(4..8) == Some(b"JFIF");
        if jfif {
            // Its optional thumbnail goes.
            out.extend([0xFF, 0xE0, 0, 16]);
            out.extend_from_slice(segment.get(4..16)?);
            out.extend([0, 0]);
        } else if adobe || !matches!(marker, 0xE0..=0xEF | 0xFE) {
            out.extend_from_slice(segment);
        }
        at = end;
    }
}

/// Without boxes of text, of the maker, or of anything that is not needed to decode.
fn stripped_jpx(data: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(data.len());
    let mut at = 0;
    if data.starts_with(&[0xFF, 0x4F]) {
        return None;
    }
    while at + 8 <= data.len() {
        let &[a, b, c, d] = data.get(at..at + 4)? else { return None };
        let short = u32::from_be_bytes([a, b, c, d]) as usize;
        let length = match short {
            0 => data.len() - at,
            1 => {
                let long: [u8; 8] = data.get(at + 8..at + 16)?.try_into().ok()?;
                usize::try_from(u64::from_be_bytes(long)).ok()?
            }
            n => n,
        };
        if length < 8 {
            return None;
        }
        let end = at.checked_add(length)?.min(data.len());
        let whole = data.get(at..end)?;
        if matches!(whole.get(4..8)?, b"jP  " | b"ftyp" | b"jp2h" | b"jp2c" | b"jpch" | b"jplh") {
            out.extend_from_slice(whole);
        }
        at = end;
    }
    Some(out)
}
