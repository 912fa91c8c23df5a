//! Entries of font dictionaries about codes that nothing shows any more.

use std::collections::{BTreeMap, BTreeSet};

use hayro_font::hayro_cmap::CMap;
use lopdf::{Dictionary, Object, ObjectId};

use super::{Codes, descendant};
use crate::graph::{Graph, compressed};

/// Rewrites map, widths, names and drawings of the font at `place`; `words` are what the codes
/// still shown mean; `told` whether the meaning of any that went is known.
pub(super) fn clean(
    graph: &mut Graph<'_>,
    place: ObjectId,
    codes: &Codes,
    orphans: &BTreeSet<u32>,
    words: &BTreeMap<u32, String>,
    told: bool,
) {
    let Some(font) = graph.dictionary(place).cloned() else { return };
    let mut new = font.clone();
    // A name stands for a map that is the same for all, and tells nothing; readers without the
    // font's program may draw by it.
    let named = matches!(font.get(b"ToUnicode"), Ok(Object::Name(_)));
    if font.has(b"ToUnicode") && !named && told {
        let said = said(graph, &font);
        // What only a reader's own guess says of a code is not said of it now.
        let says = |code: u32| said.as_ref().is_none_or(|map| map.lookup_bf_string(code).is_some());
        let words = words.iter().filter(|(code, _)| says(**code));
        let words = words.map(|(code, text)| (*code, text.as_str())).collect();
        let map = graph.add(compressed(Dictionary::new(), &to_unicode(codes, &words)));
        new.set("ToUnicode", Object::Reference(map));
    }
    if let Some(encoding) = names(graph, &font, orphans) {
        new.set("Encoding", encoding);
    }
    if let Some(widths) = simple_widths(graph, &font, orphans) {
        new.set("Widths", widths);
    }
    if let Some(drawings) = drawings(graph, &font, codes) {
        new.set("CharProcs", drawings);
    }
    graph.doc.objects.insert(place, new.into());
}

/// The font's own map.
fn said(graph: &Graph<'_>, font: &Dictionary) -> Option<CMap> {
    let map = graph.source_stream(font.get(b"ToUnicode").ok()?.as_reference().ok()?)?;
    CMap::parse(&map.decoded_data().ok()?, |_| None)
}

/// A CMap from the codes still shown to what they mean (ISO 32000-2, 9.10.3).
fn to_unicode(codes: &Codes, words: &BTreeMap<u32, &str>) -> Vec<u8> {
    const MOST_IN_A_BLOCK: usize = 100;
    let mut out = String::from(
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n\
         /CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n\
         /CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n",
    );
    let lengths: BTreeSet<u8> = codes.shown.values().copied().map(|n| n.clamp(1, 4)).collect();
    let ranges: Vec<String> = if lengths.is_empty() {
        vec![space(1)]
    } else {
        lengths.iter().map(|n| space(*n)).collect()
    };
    out.push_str(&format!("{} begincodespacerange\n", ranges.len()));
    out.push_str(&ranges.concat());
    out.push_str("endcodespacerange\n");
    let entries: Vec<(u32, u8, &str)> = codes
        .shown
        .iter()
        .filter_map(|(code, length)| Some((*code, *length, *words.get(code)?)))
        .filter(|(_, _, text)| !text.is_empty())
        .collect();
    for block in entries.chunks(MOST_IN_A_BLOCK) {
        out.push_str(&format!("{} beginbfchar\n", block.len()));
        for (code, length, text) in block {
            let units: String = text.encode_utf16().map(|u| format!("{u:04X}")).collect();
            let digits = usize::from((*length).clamp(1, 4)) * 2;
            out.push_str(&format!("<{code:0digits$X}> <{units}>\n"));
        }
        out.push_str("endbfchar\n");
    }
    out.push_str("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
    out.into_bytes()
}

fn space(length: u8) -> String {
    let digits = usize::from(length);
    format!("<{}> <{}>\n", "00".repeat(digits), "FF".repeat(digits))
}

/// The encoding without the glyph names of codes that went.
fn names(graph: &Graph<'_>, font: &Dictionary, orphans: &BTreeSet<u32>) -> Option<Object> {
    let encoding = graph.resolve(font.get(b"Encoding").ok()?).as_dict().ok()?;
    let list = graph.resolve(encoding.get(b"Differences").ok()?).as_array().ok()?;
    let mut code = 0u32;
    let mut out = Vec::with_capacity(list.len());
    for item in list {
        match graph.resolve(item) {
            Object::Name(name) => {
                let gone = orphans.contains(&code);
                let name = if gone { b".notdef".to_vec() } else { name.clone() };
                out.push(Object::Name(name));
                code = code.saturating_add(1);
            }
            Object::Integer(n) => {
                code = u32::try_from(*n).unwrap_or(0);
                out.push(Object::Integer(*n));
            }
            _ => {}
        }
    }
    let mut encoding = encoding.clone();
    encoding.set("Differences", out);
    Some(encoding.into())
}

fn simple_widths(graph: &Graph<'_>, font: &Dictionary, orphans: &BTreeSet<u32>) -> Option<Object> {
    let first = graph.resolve(font.get(b"FirstChar").ok()?).as_i64().ok()?;
    let list = graph.resolve(font.get(b"Widths").ok()?).as_array().ok()?;
    let mut out = list.clone();
    for code in orphans {
        let at = i64::from(*code).checked_sub(first).and_then(|i| usize::try_from(i).ok());
        if let Some(width) = at.and_then(|i| out.get_mut(i)) {
            *width = Object::Integer(0);
        }
    }
    Some(out.into())
}

/// The font under a composite one whose codes are its glyphs' numbers. Others may stand on it
/// too.
pub(super) fn numbered(graph: &Graph<'_>, font: ObjectId) -> Option<ObjectId> {
    let encoding = graph.dictionary(font)?.get(b"Encoding").ok()?;
    let identity = matches!(encoding, Object::Name(n) if n.starts_with(b"Identity"));
    descendant(graph, font).filter(|_| identity)
}

/// `W` of such a font, without the glyphs that went.
pub(super) fn composite_widths(
    graph: &Graph<'_>,
    font: ObjectId,
    orphans: &BTreeSet<u32>,
) -> Option<Object> {
    let list = graph.resolve(graph.dictionary(font)?.get(b"W").ok()?).as_array().ok()?;
    let mut out = Vec::with_capacity(list.len());
    let mut items = list.iter().map(|o| graph.resolve(o));
    while let Some(first) = items.next() {
        let start = first.as_i64().ok()?;
        out.push(first.clone());
        match items.next()? {
            Object::Array(widths) => {
                let mut widths = widths.clone();
                for (i, width) in widths.iter_mut().enumerate() {
                    let code = start.saturating_add(i as i64);
                    if u32::try_from(code).is_ok_and(|c| orphans.contains(&c)) {
                        *width = Object::Integer(0);
                    }
                }
                out.push(widths.into());
            }
            last => {
                out.push(last.clone());
                out.push(items.next()?.clone());
            }
        }
    }
    Some(out.into())
}

/// The drawings of a Type 3 font that codes still shown use.
fn drawings(graph: &Graph<'_>, font: &Dictionary, codes: &Codes) -> Option<Object> {
    let all = graph.resolve(font.get(b"CharProcs").ok()?).as_dict().ok()?;
    let encoding = graph.resolve(font.get(b"Encoding").ok()?).as_dict().ok()?;
    let list = graph.resolve(encoding.get(b"Differences").ok()?).as_array().ok()?;
    let mut code = 0u32;
    let mut kept = Dictionary::new();
    for item in list {
        match graph.resolve(item) {
            Object::Name(name) => {
                if codes.shown.contains_key(&code)
                    && let Ok(drawing) = all.get(name)
                {
                    kept.set(name.clone(), drawing.clone());
                }
                code = code.saturating_add(1);
            }
            Object::Integer(n) => code = u32::try_from(*n).unwrap_or(0),
            _ => {}
        }
    }
    Some(kept.into())
}
