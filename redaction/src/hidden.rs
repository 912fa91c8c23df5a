//! Words that are not drawn but stand in the file: outline titles, alternate texts, addresses,
//! values of fields, labels of pages.

use std::collections::HashSet;

use lopdf::{Dictionary, Object, ObjectId};

use crate::graph::Graph;
use crate::scene::words;
use crate::wording::Needle;

/// A removed word shorter than this says too little to be looked for elsewhere.
const SHORTEST: usize = 4;

/// The plan's terms, and the words that its marks removed.
pub(crate) fn needles(terms: &[Needle], removed: &[String]) -> Vec<Needle> {
    let mut all = terms.to_vec();
    let mut known = HashSet::new();
    for text in removed {
        let whole = Needle::new(None, text, false, false).into_iter();
        let single = text.split_whitespace().filter_map(|w| {
            let word = w.trim_matches(|c: char| !c.is_alphanumeric());
            Needle::new(None, word, false, false)
        });
        // The parts of a double name are names.
        let parts = text
            .split(|c: char| !c.is_alphanumeric())
            .filter_map(|part| Needle::new(None, part, false, false));
        for needle in whole.chain(single).chain(parts) {
            if needle.letters.len() >= SHORTEST && known.insert(needle.letters.clone()) {
                all.push(needle);
            }
        }
    }
    all
}

/// Empties every string that holds one of the words; elements whose content lost glyphs lose
/// their alternate texts too.
pub(crate) fn scrub(graph: &mut Graph<'_>, needles: &[Needle], touched: &[(usize, i64)]) {
    structure(graph, touched);
    if needles.is_empty() {
        return;
    }
    let mut count = 0;
    let ids: Vec<ObjectId> = graph.doc.objects.keys().copied().collect();
    for id in ids {
        if let Some(object) = graph.doc.objects.get_mut(&id) {
            visit(object, needles, &mut count);
        }
    }
    graph.count("string with removed words", count);
    names(graph, needles);
    remarks(graph, needles);
}

/// Remarks in character maps, where one of the words stands in them, be it within another.
fn remarks(graph: &mut Graph<'_>, needles: &[Needle]) {
    let mut maps: HashSet<ObjectId> = HashSet::new();
    for (id, object) in &graph.doc.objects {
        match object {
            Object::Stream(s) if matches!(s.dict.get(b"Type"), Ok(Object::Name(n)) if n == b"CMap") =>
            {
                maps.insert(*id);
            }
            Object::Dictionary(font) => {
                let named =
                    ["ToUnicode", "Encoding"].iter().filter_map(|k| font.get(k.as_bytes()).ok());
                maps.extend(named.filter_map(|o| o.as_reference().ok()));
            }
            _ => {}
        }
    }
    let mut maps: Vec<ObjectId> = maps.into_iter().collect();
    maps.sort_unstable();
    for id in maps {
        let Some(Ok(data)) =
            graph.source_stream(id).map(|s| s.decoded_data().map(|d| d.into_owned()))
        else {
            continue;
        };
        let is_remark = |line: &&[u8]| line.first() == Some(&b'%');
        let lines = || data.split(|b| *b == b'\n' || *b == b'\r');
        if !lines().filter(is_remark).any(|line| holds_within(line, needles)) {
            continue;
        }
        let kept: Vec<&[u8]> = lines().filter(|line| !is_remark(line)).collect();
        let Some(dict) = graph.dictionary(id).cloned() else { continue };
        let stream = crate::graph::compressed(dict, &kept.join(&b'\n'));
        graph.doc.objects.insert(id, Object::Stream(stream));
        graph.count("remark in a character map", 1);
    }
}

fn holds_within(line: &[u8], needles: &[Needle]) -> bool {
    let letters: Vec<char> =
        words(line).chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect();
    needles.iter().any(|needle| {
        let word: Vec<char> = needle.letters.iter().flat_map(|c| c.to_lowercase()).collect();
        letters.windows(word.len().max(1)).any(|run| run == word)
    })
}

/// Names that hold one of the words and that nothing needs as they are: of fonts that are in
/// the file, and of inks.
fn names(graph: &mut Graph<'_>, needles: &[Needle]) {
    let held = |name: &[u8]| {
        // A subset's tag and the style are set off by signs.
        let text: String = name
            .iter()
            .map(|b| char::from(*b))
            .map(|c| if c.is_alphanumeric() { c } else { ' ' })
            .collect();
        needles.iter().any(|n| n.is_in(&text))
    };
    let embedded: HashSet<ObjectId> = graph
        .doc
        .objects
        .iter()
        .filter(|(_, object)| match object {
            Object::Dictionary(dict) => descriptor(graph, dict).is_some_and(|d| {
                ["FontFile", "FontFile2", "FontFile3"].iter().any(|k| d.has(k.as_bytes()))
            }),
            _ => false,
        })
        .map(|(id, _)| *id)
        .collect();
    let mut count = 0;
    for (id, object) in &mut graph.doc.objects {
        match object {
            Object::Dictionary(dict) => {
                if matches!(dict.get(b"FontFamily"), Ok(Object::String(said, _)) if holds_within(said, needles))
                {
                    dict.remove(b"FontFamily");
                    count += 1;
                }
                for key in ["BaseFont", "FontName"] {
                    let free = key == "FontName" || embedded.contains(id);
                    if let Ok(Object::Name(name)) = dict.get_mut(key.as_bytes())
                        && free
                        && held(name)
                    {
                        *name = format!("Font{}", id.0).into_bytes();
                        count += 1;
                    }
                }
            }
            Object::Array(list) => ink(list, &held, &mut count),
            _ => {}
        }
    }
    graph.count("name with removed words", count);
}

/// The font descriptor of a font, or of the one that stands under it.
fn descriptor<'g>(graph: &'g Graph<'_>, font: &'g Dictionary) -> Option<&'g Dictionary> {
    if let Ok(own) = font.get(b"FontDescriptor") {
        return graph.resolve(own).as_dict().ok();
    }
    let list = graph.resolve(font.get(b"DescendantFonts").ok()?).as_array().ok()?;
    let below = graph.resolve(list.first()?).as_dict().ok()?;
    graph.resolve(below.get(b"FontDescriptor").ok()?).as_dict().ok()
}

/// The name of a separate ink (ISO 32000-2, 8.6.6.4), which only a printing press asks for.
fn ink(space: &mut [Object], held: &dyn Fn(&[u8]) -> bool, count: &mut usize) {
    if let [Object::Name(kind), Object::Name(name), ..] = space
        && kind == b"Separation"
        && held(name)
    {
        *name = b"Spot".to_vec();
        *count += 1;
    }
}

fn visit(object: &mut Object, needles: &[Needle], count: &mut usize) {
    match object {
        Object::String(bytes, _) if holds(bytes, needles) => {
            bytes.clear();
            *count += 1;
        }
        Object::Array(list) => list.iter_mut().for_each(|o| visit(o, needles, count)),
        Object::Dictionary(dict) => visit_dict(dict, needles, count),
        Object::Stream(stream) => visit_dict(&mut stream.dict, needles, count),
        _ => {}
    }
}

fn visit_dict(dict: &mut Dictionary, needles: &[Needle], count: &mut usize) {
    dict.iter_mut().for_each(|(_, o)| visit(o, needles, count));
    for key in ["ActualText", "Alt", "E", "URI"] {
        if matches!(dict.get(key.as_bytes()), Ok(Object::String(bytes, _)) if bytes.is_empty()) {
            dict.remove(key.as_bytes());
        }
    }
}

fn holds(bytes: &[u8], needles: &[Needle]) -> bool {
    if bytes.len() < 2 {
        return false;
    }
    let text = words(bytes);
    let address = text.contains('%').then(|| unquoted(&text));
    let utf8 = std::str::from_utf8(bytes).ok().filter(|t| *t != text);
    needles.iter().any(|n| {
        n.is_in(&text)
            || utf8.is_some_and(|t| n.is_in(t))
            || address.as_ref().is_some_and(|t| n.is_in(t))
    })
}

/// An address without percent signs (RFC 3986, 2.1).
fn unquoted(text: &str) -> String {
    let mut out = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        let code = after.get(..2).and_then(|h| std::str::from_utf8(h).ok());
        match code.and_then(|h| u8::from_str_radix(h, 16).ok()) {
            Some(byte) if *first == b'%' => {
                out.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            _ => out.push(*first),
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// Elements of the structure tree whose marked content lost glyphs, and all above them: their
/// words may be the removed ones.
fn structure(graph: &mut Graph<'_>, touched: &[(usize, i64)]) {
    let touched: HashSet<(ObjectId, i64)> =
        touched.iter().filter_map(|(page, mcid)| Some((*graph.pages.get(*page)?, *mcid))).collect();
    if touched.is_empty() {
        return;
    }
    let mut gone: Vec<ObjectId> = Vec::new();
    for (id, object) in &graph.doc.objects {
        if let Object::Dictionary(dict) = object
            && dict.has(b"S")
            && dict.has(b"P")
            && holds_content(graph, dict, &touched)
        {
            gone.push(*id);
        }
    }
    let mut seen = HashSet::new();
    let mut count = 0;
    while let Some(id) = gone.pop() {
        if !seen.insert(id) {
            continue;
        }
        let Some(dict) = graph.dictionary_mut(id) else { continue };
        for key in ["ActualText", "Alt", "E", "T"] {
            count += usize::from(dict.remove(key.as_bytes()).is_some());
        }
        gone.extend(dict.get(b"P").ok().and_then(|p| p.as_reference().ok()));
    }
    graph.count("alternate text", count);
}

fn holds_content(
    graph: &Graph<'_>,
    element: &Dictionary,
    touched: &HashSet<(ObjectId, i64)>,
) -> bool {
    let page = element.get(b"Pg").ok().and_then(|p| p.as_reference().ok());
    let here = |page: Option<ObjectId>, n: i64| page.is_some_and(|p| touched.contains(&(p, n)));
    let one = |kid: &Object| match graph.resolve(kid) {
        Object::Integer(n) => here(page, *n),
        Object::Dictionary(content) => {
            let of = content.get(b"Pg").ok().and_then(|p| p.as_reference().ok()).or(page);
            content.get(b"MCID").ok().and_then(|n| n.as_i64().ok()).is_some_and(|n| here(of, n))
        }
        _ => false,
    };
    match element.get(b"K").map(|k| graph.resolve(k)) {
        Ok(Object::Array(kids)) => kids.iter().any(one),
        Ok(kid) => one(kid),
        Err(_) => false,
    }
}
