//! The last touches, and the bytes.

use lopdf::{Dictionary, Object, dictionary};

use crate::graph::Graph;
use crate::plan::Plan;
use crate::refusal::Refusal;
use crate::wording::Needle;

/// Says nothing about the document; the first that no term is in.
const NEUTRAL_TITLES: [&str; 3] = ["Document", "Record", "Untitled"];

pub(super) fn save(
    graph: &mut Graph<'_>,
    plan: &Plan,
    needles: &[Needle],
    sweep: bool,
) -> Result<Vec<u8>, Refusal> {
    let neutral = NEUTRAL_TITLES.iter().find(|t| !needles.iter().any(|n| n.is_in(t)));
    let title = if plan.title.is_empty() { neutral.copied().unwrap_or("-") } else { &plan.title };
    let info = graph.add(dictionary! { "Title" => text(title) });
    graph.doc.trailer.set("Info", Object::Reference(info));
    if let Ok(catalog) = graph.doc.catalog_mut() {
        let named = matches!(catalog.get(b"Lang"), Ok(Object::String(lang, _)) if !lang.is_empty());
        if !named && !plan.language.is_empty() {
            catalog.set("Lang", text(&plan.language));
        }
        catalog.set("ViewerPreferences", dictionary! { "DisplayDocTitle" => true });
    }
    if sweep {
        graph.sweep();
    }
    let mut out = Vec::new();
    graph.doc.save_modern(&mut out).map_err(|e| Refusal::NotProved {
        detail: format!("the output could not be written: {e}"),
    })?;
    Ok(out)
}

/// A text string: as it is where ASCII suffices, UTF-16 otherwise.
pub(super) fn text(words: &str) -> Object {
    if words.is_ascii() {
        return Object::string_literal(words);
    }
    let mut bytes = vec![0xFE, 0xFF];
    bytes.extend(words.encode_utf16().flat_map(u16::to_be_bytes));
    Object::string_literal(bytes)
}

impl Graph<'_> {
    /// Drops every object that nothing refers to, and numbers the rest without gaps.
    fn sweep(&mut self) {
        let trailer: Dictionary = self.doc.trailer.clone();
        let mut order = Vec::new();
        let mut new = std::collections::HashMap::new();
        let mut open: Vec<lopdf::ObjectId> = Vec::new();
        let meet = |object: &Object, open: &mut Vec<lopdf::ObjectId>| {
            references(object, &mut |id| open.push(id));
        };
        meet(&Object::Dictionary(trailer.clone()), &mut open);
        open.reverse();
        while let Some(id) = open.pop() {
            if new.contains_key(&id) {
                continue;
            }
            let Some(object) = self.doc.objects.get(&id) else { continue };
            order.push(id);
            new.insert(id, (order.len() as u32, 0u16));
            let start = open.len();
            meet(object, &mut open);
            if let Some(added) = open.get_mut(start..) {
                added.reverse();
            }
        }
        let mut objects = std::collections::BTreeMap::new();
        for id in order {
            if let (Some(mut object), Some(to)) = (self.doc.objects.remove(&id), new.get(&id)) {
                renumber(&mut object, &new);
                objects.insert(*to, object);
            }
        }
        let mut trailer = Object::Dictionary(trailer);
        renumber(&mut trailer, &new);
        if let Object::Dictionary(trailer) = trailer {
            self.doc.trailer = trailer;
        }
        self.doc.max_id = objects.len() as u32;
        self.doc.objects = objects;
    }
}

fn references(object: &Object, give: &mut impl FnMut(lopdf::ObjectId)) {
    match object {
        Object::Reference(id) => give(*id),
        Object::Array(list) => list.iter().for_each(|o| references(o, give)),
        Object::Dictionary(dict) => dict.iter().for_each(|(_, o)| references(o, give)),
        Object::Stream(stream) => stream.dict.iter().for_each(|(_, o)| references(o, give)),
        _ => {}
    }
}

type Renumbered = std::collections::HashMap<lopdf::ObjectId, (u32, u16)>;

fn renumber(object: &mut Object, new: &Renumbered) {
    match object {
        Object::Reference(id) => match new.get(id) {
            Some(to) => *id = *to,
            None => *object = Object::Null,
        },
        Object::Array(list) => list.iter_mut().for_each(|o| renumber(o, new)),
        Object::Dictionary(dict) => dict.iter_mut().for_each(|(_, o)| renumber(o, new)),
        Object::Stream(stream) => stream.dict.iter_mut().for_each(|(_, o)| renumber(o, new)),
        _ => {}
    }
}
