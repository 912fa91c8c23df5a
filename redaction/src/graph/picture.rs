//! What cameras, scanners and editors write into pictures beside their pixels.

use lopdf::{Dictionary, Object, Stream};

use super::write::compressed;
use crate::bytes::{u16_at, u32_at};

/// The picture without it; `None` where there is none, or where the coding has no room for it.
/// `most` is the most bytes that the filters around the coding may unpack to.
pub(super) fn stripped(dict: &Dictionary, data: &[u8], most: u64) -> Option<Stream> {
    let filters: Vec<&[u8]> = match dict.get(b"Filter").ok()? {
        Object::Name(name) => vec![name],
        Object::Array(list) => list.iter().filter_map(|o| o.as_name().ok()).collect(),
        _ => return None,
    };
    let (coding, outer) = filters.split_last()?;
    let strip = match *coding {
        b"DCTDecode" | b"DCT" => jpeg,
        b"JPXDecode" => jpx,
        b"JBIG2Decode" => jbig2,
        _ => return None,
    };
    if outer.is_empty() {
        return strip(data).map(|data| Stream::new(dict.clone(), data).with_compression(false));
    }
    let inner = without_outer(dict, data, most)?;
    let data = strip(&inner)?;
    let mut dict = dict.clone();
    let parms = match dict.get(b"DecodeParms") {
        Ok(Object::Array(list)) => list.last().cloned(),
        _ => None,
    };
    let mut made = compressed(dict.clone(), &data);
    if made.dict.has(b"Filter") {
        let filters = [b"FlateDecode".to_vec(), coding.to_vec()].map(Object::Name);
        made.dict.set("Filter", filters.to_vec());
        if let Some(parms) = parms {
            made.dict.set("DecodeParms", vec![Object::Null, parms]);
        }
        return Some(made);
    }
    dict.set("Filter", Object::Name(coding.to_vec()));
    match parms {
        Some(parms) => dict.set("DecodeParms", parms),
        None => drop(dict.remove(b"DecodeParms")),
    }
    Some(Stream::new(dict, data).with_compression(false))
}

/// What lies in all filters but the last.
pub(crate) fn without_outer(dict: &Dictionary, data: &[u8], most: u64) -> Option<Vec<u8>> {
    let all_but_last = |key: &[u8]| match dict.get(key).ok()? {
        Object::Array(list) => list.split_last().map(|(_, rest)| Object::Array(rest.to_vec())),
        _ => None,
    };
    let mut outer = Dictionary::new();
    outer.set("Filter", all_but_last(b"Filter")?);
    if let Some(parms) = all_but_last(b"DecodeParms") {
        outer.set("DecodeParms", parms);
    }
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    Stream::new(outer, data.to_vec()).decompressed_content_with_limit(most).ok()
}

/// Without application segments (but Adobe's, which says what the colours mean) and comments,
/// also between its scans, and without anything after the end (T.81, B.1).
fn jpeg(data: &[u8]) -> Option<Vec<u8>> {
    const SCAN: u8 = 0xDA;
    const END: u8 = 0xD9;
    let mut out = Vec::with_capacity(data.len());
    let mut at = data.windows(2).position(|w| w == [0xFF, 0xD8])? + 2;
    out.extend([0xFF, 0xD8]);
    loop {
        while data.get(at) == Some(&0xFF) && data.get(at + 1) == Some(&0xFF) {
            at += 1;
        }
        let (&0xFF, &marker) = (data.get(at)?, data.get(at + 1)?) else { return None };
        if marker == END {
            out.extend([0xFF, END]);
            return Some(out);
        }
        if matches!(marker, 0x01 | 0xD0..=0xD8) {
            at += 2;
            continue;
        }
        let end = at + 2 + u16_at(data, at + 2)?;
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
        if marker == SCAN {
            let coded = data.get(at..)?;
            let next = coded.windows(2).position(
                |w| matches!(w, [0xFF, next] if !matches!(next, 0x00 | 0xFF | 0xD0..=0xD7)),
            );
            out.extend_from_slice(coded.get(..next.unwrap_or(coded.len()))?);
            let Some(next) = next else { return Some(out) };
            at += next;
        }
    }
}

/// Without boxes of text, of the maker, or of anything that is not needed to decode, and without
/// the comments of its codestream (T.800, A.9.2 and annex I).
fn jpx(data: &[u8]) -> Option<Vec<u8>> {
    if data.starts_with(&[0xFF, 0x4F]) {
        return codestream(data);
    }
    let mut out = Vec::with_capacity(data.len());
    let mut at = 0;
    while at + 8 <= data.len() {
        let (head, length) = match u32_at(data, at)? {
            0 => (8, data.len() - at),
            1 => {
                let long: [u8; 8] = data.get(at + 8..at + 16)?.try_into().ok()?;
                (16, usize::try_from(u64::from_be_bytes(long)).ok()?)
            }
            n => (8, n),
        };
        if length < head {
            return None;
        }
        let end = at.checked_add(length)?.min(data.len());
        let whole = data.get(at..end)?;
        match whole.get(4..8)? {
            b"jp2c" => {
                let inside = whole.get(head..)?;
                let stream = codestream(inside).unwrap_or_else(|| inside.to_vec());
                out.extend(u32::try_from(stream.len() + 8).ok()?.to_be_bytes());
                out.extend(b"jp2c");
                out.extend(stream);
            }
            b"jP  " | b"ftyp" | b"jp2h" | b"jpch" | b"jplh" => out.extend_from_slice(whole),
            _ => {}
        }
        at = end;
    }
    Some(out)
}

/// Without comments in the main header, and without anything after the end.
fn codestream(data: &[u8]) -> Option<Vec<u8>> {
    const COMMENT: u8 = 0x64;
    const TILE: u8 = 0x90;
    let mut out = data.get(..2)?.to_vec();
    let mut at = 2;
    loop {
        let (&0xFF, &marker) = (data.get(at)?, data.get(at + 1)?) else { return None };
        if marker == TILE {
            let rest = data.get(at..)?;
            let end = rest.windows(2).rposition(|w| w == [0xFF, 0xD9]);
            out.extend_from_slice(rest.get(..end.map_or(rest.len(), |end| end + 2))?);
            return Some(out);
        }
        let end = at + 2 + u16_at(data, at + 2)?;
        let segment = data.get(at..end)?;
        if marker != COMMENT {
            out.extend_from_slice(segment);
        }
        at = end;
    }
}

/// Without extension segments, which hold comments (T.88, 7.2 and 7.4.15).
fn jbig2(data: &[u8]) -> Option<Vec<u8>> {
    const EXTENSION: u8 = 62;
    let mut out = Vec::with_capacity(data.len());
    let mut at = 0;
    while at < data.len() {
        let number = u32_at(data, at)?;
        let flags = *data.get(at + 4)?;
        let few = usize::from(*data.get(at + 5)? >> 5);
        let (referred, after) = if few == 7 {
            let many = u32_at(data, at + 5)? & 0x1FFF_FFFF;
            (many, at + 9 + many.checked_add(8)? / 8)
        } else {
            (few, at + 6)
        };
        let size = match number {
            0..=256 => 1,
            257..=65_536 => 2,
            _ => 4,
        };
        let page = if flags & 0x40 == 0 { 1 } else { 4 };
        let length = after.checked_add(referred.checked_mul(size)?)?.checked_add(page)?;
        // A length that is not known is found by decoding.
        let data_length = u32_at(data, length).filter(|n| *n != 0xFFFF_FFFF)?;
        let end = (length + 4).checked_add(data_length)?;
        let segment = data.get(at..end)?;
        if flags & 0x3F != EXTENSION {
            out.extend_from_slice(segment);
        }
        at = end;
    }
    (out.len() < data.len()).then_some(out)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const PHOTOGRAPH: &[u8] = include_bytes!("../../tests/pictures/progressive.jpg");

    fn holds(data: &[u8], word: &str) -> bool {
        data.windows(word.len()).any(|w| w == word.as_bytes())
    }

    #[test]
    fn remarks_of_a_jpeg_go_wherever_they_stand() {
        let remark = [&[0xFF, 0xFE, 0, 8][..], b"Okafor"].concat();
        let last_scan = PHOTOGRAPH.windows(2).rposition(|w| w == [0xFF, 0xDA]).unwrap();
        // Its tables stand before a scan: the remark goes before the first marker of theirs.
        let between = PHOTOGRAPH.get(..last_scan).unwrap();
        let data = [
            PHOTOGRAPH.get(..2).unwrap(),
            &remark,
            between.get(2..).unwrap(),
            &remark,
            PHOTOGRAPH.get(last_scan..).unwrap(),
            b"Okafor behind the end",
        ]
        .concat();

        let out = jpeg(&data).unwrap();

        assert!(!holds(&out, "Okafor"));
        assert_eq!(out, jpeg(PHOTOGRAPH).unwrap());
        assert!(image::load_from_memory(&out).is_ok());
    }

    #[test]
    fn a_picture_within_another_filter_is_stripped_too() {
        let remark = [&[0xFF, 0xFE, 0, 8][..], b"Okafor"].concat();
        let (first, rest) = PHOTOGRAPH.split_at(2);
        let packed = compressed(Dictionary::new(), &[first, &remark, rest].concat());
        let mut dict = packed.dict.clone();
        dict.set("Filter", vec![Object::Name(b"FlateDecode".into()), "DCTDecode".into()]);

        let made = stripped(&dict, &packed.content, 1 << 20).unwrap();

        let inner = without_outer(&made.dict, &made.content, 1 << 20).unwrap_or(made.content);
        assert_eq!(inner, jpeg(PHOTOGRAPH).unwrap());
    }

    #[test]
    fn comments_of_jpeg_2000_go() {
        let stream = [
            &[0xFF, 0x4F, 0xFF, 0x51, 0, 4, 1, 2][..],
            &[0xFF, 0x64, 0, 10, 0, 1],
            b"Okafor",
            &[0xFF, 0x90, 0, 4, 0, 0, 0xFF, 0x93, 7, 7, 0xFF, 0xD9],
            b"Okafor",
        ]
        .concat();
        let plain = [
            0xFF, 0x4F, 0xFF, 0x51, 0, 4, 1, 2, 0xFF, 0x90, 0, 4, 0, 0, 0xFF, 0x93, 7, 7, 0xFF,
            0xD9,
        ];
        let boxes = |stream: &[u8], more: &[u8]| {
            let length = (stream.len() as u32 + 8).to_be_bytes();
            [&[0, 0, 0, 12][..], b"jP  \r\n\x87\n", more, &length, b"jp2c", stream].concat()
        };
        let note = [&[0, 0, 0, 14][..], b"xml Okafor"].concat();

        assert_eq!(jpx(&stream).unwrap(), plain);
        assert_eq!(jpx(&boxes(&stream, &note)).unwrap(), boxes(&plain, &[]));
    }

    #[test]
    fn comments_of_jbig2_go() {
        let segment = |kind: u8, data: &[u8]| {
            let length = (data.len() as u32).to_be_bytes();
            [&[0, 0, 0, 1, kind, 0, 1][..], &length, data].concat()
        };
        let (page, comment) = (segment(48, &[9; 19]), segment(62, b"Okafor"));

        assert_eq!(
            jbig2(&[page.clone(), comment, page.clone()].concat()).unwrap(),
            [page.clone(), page.clone()].concat()
        );
        assert!(jbig2(&page).is_none());
    }

    #[test]
    fn damage_is_left_alone() {
        for cut in 0..PHOTOGRAPH.len().min(900) {
            let data = PHOTOGRAPH.get(..cut).unwrap();
            let _ = (jpeg(data), jpx(data), jbig2(data), codestream(data));
        }
    }
}
