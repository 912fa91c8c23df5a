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
