//! Boxes in the structure tree of a tagged document (ISO 32000-2, 14.7): each an element with
//! its label as alternate text, so that a screen reader says that something was removed.

use lopdf::{Dictionary, Object, ObjectId, dictionary};

use super::decide::Box;
use crate::graph::Graph;
use crate::scene::{Kind, Scene};

/// Nodes of a number tree above one another, at most.
const DEEPEST: usize = 16;

/// The number that the first box on a page may have as marked content; `None` where the page
/// is not tagged.
pub(super) fn first_number(graph: &Graph<'_>, index: usize, scene: &Scene<'_>) -> Option<i64> {
    let page = graph.dictionary(*graph.pages.get(index)?)?;
    page.get(b"StructParents").ok()?.as_i64().ok()?;
    root(graph)?;
    let used = scene.marked.iter().filter_map(|m| m.mcid).max().unwrap_or(-1);
    Some(used.max(-1) + 1)
}

/// Of each glyph the number of the marked content of the page it stands in. Forms number theirs
/// by themselves, and theirs are not given; nor are any where they are too many to be written
/// one by one.
pub(super) fn numbers(scene: &Scene<'_>) -> Vec<Option<i64>> {
    const MOST: usize = 1_000;
    let mut numbers = vec![None; scene.glyphs.len()];
    let own = scene.runs.iter().filter(|run| run.stream.is_none()).flat_map(|run| &run.things);
    for thing in own {
        let Kind::Show { first, count, .. } = &thing.kind else { continue };
        for index in *first..*first + *count {
            let mut within = scene.glyphs.get(index).and_then(|glyph| glyph.marked);
            while let Some(marked) = within.and_then(|at| scene.marked.get(at)) {
                if let (Some(number), Some(place)) = (marked.mcid, numbers.get_mut(index)) {
                    *place = Some(number);
                    break;
                }
                within = marked.within;
            }
        }
    }
    let different: std::collections::BTreeSet<_> = numbers.iter().collect();
    if different.len() > MOST {
        numbers.fill(None);
    }
    numbers
}

/// Enters the boxes of page `index`, numbered from `first` on, into the tree.
pub(super) fn enter(graph: &mut Graph<'_>, index: usize, boxes: &[Box], first: i64) {
    let Some((page, root)) = graph.pages.get(index).copied().zip(root(graph)) else { return };
    let key = graph
        .dictionary(page)
        .and_then(|d| d.get(b"StructParents").ok())
        .and_then(|n| n.as_i64().ok());
    let Some(key) = key else { return };
    let top = top(graph, root);
    let mut entered = Vec::new();
    for (n, one) in boxes.iter().enumerate() {
        let said = if one.label.is_empty() { "redacted" } else { &one.label };
        let element = graph.add(dictionary! {
            "Type" => "StructElem",
            "S" => "Span",
            "P" => Object::Reference(top),
            "Pg" => Object::Reference(page),
            "K" => first + n as i64,
            "Alt" => super::save::text(said),
        });
        entered.push(element);
    }
    append(graph, top, &entered);
    let Some(list) = parents(graph, root, key) else { return };
    let Some(Object::Array(list)) = graph.doc.objects.get_mut(&list) else { return };
    for (n, element) in entered.into_iter().enumerate() {
        let at = usize::try_from(first).unwrap_or(0) + n;
        if list.len() <= at {
            list.resize(at + 1, Object::Null);
        }
        if let Some(place) = list.get_mut(at) {
            *place = Object::Reference(element);
        }
    }
}

fn root(graph: &Graph<'_>) -> Option<ObjectId> {
    graph.doc.catalog().ok()?.get(b"StructTreeRoot").ok()?.as_reference().ok()
}

/// The element that holds the document, or the root itself.
fn top(graph: &Graph<'_>, root: ObjectId) -> ObjectId {
    let Some(kids) = graph.dictionary(root).and_then(|d| d.get(b"K").ok()) else { return root };
    match kids {
        Object::Reference(id) if graph.dictionary(*id).is_some_and(|d| d.has(b"S")) => *id,
        kids => match graph.resolve(kids) {
            Object::Array(list) => match list.as_slice() {
                [Object::Reference(only)] => *only,
                _ => root,
            },
            _ => root,
        },
    }
}

/// Adds children to an element, whatever shape its list of them has.
fn append(graph: &mut Graph<'_>, to: ObjectId, children: &[ObjectId]) {
    let known = graph.dictionary(to).and_then(|d| d.get(b"K").ok()).cloned();
    let mut kids = match known {
        None => Vec::new(),
        Some(Object::Array(list)) => list,
        Some(Object::Reference(id)) => match graph.doc.objects.get(&id) {
            Some(Object::Array(list)) => list.clone(),
            _ => vec![Object::Reference(id)],
        },
        Some(one) => vec![one],
    };
    kids.extend(children.iter().map(|id| Object::Reference(*id)));
    if let Some(dict) = graph.dictionary_mut(to) {
        dict.set("K", kids);
    }
}

/// The list of what the marked content of a page belongs to, as an object of its own.
fn parents(graph: &mut Graph<'_>, root: ObjectId, key: i64) -> Option<ObjectId> {
    let tree = graph.dictionary(root)?.get(b"ParentTree").ok()?.as_reference().ok()?;
    let mut open = vec![(tree, 0)];
    while let Some((node, depth)) = open.pop() {
        let dict = graph.dictionary(node)?.clone();
        if let Some(list) = number(graph, &dict, node, key) {
            return Some(list);
        }
        if let Ok(kids) = dict.get(b"Kids")
            && let Object::Array(kids) = graph.resolve(kids)
            && depth < DEEPEST
        {
            open.extend(kids.iter().filter_map(|k| k.as_reference().ok()).map(|k| (k, depth + 1)));
        }
    }
    None
}

/// The list under `key` in one node of the tree.
fn number(graph: &mut Graph<'_>, dict: &Dictionary, node: ObjectId, key: i64) -> Option<ObjectId> {
    let Object::Array(entries) = graph.resolve(dict.get(b"Nums").ok()?) else { return None };
    let mut entries = entries.clone();
    let at = entries.chunks(2).position(|pair| match pair {
        [Object::Integer(n), _] => *n == key,
        _ => false,
    })?;
    let place = entries.get_mut(at * 2 + 1)?;
    let list = match place {
        Object::Reference(id) => *id,
        Object::Array(list) => {
            let id = graph.add(std::mem::take(list));
            *place = Object::Reference(id);
            graph.dictionary_mut(node)?.set("Nums", entries);
            id
        }
        _ => return None,
    };
    Some(list)
}
