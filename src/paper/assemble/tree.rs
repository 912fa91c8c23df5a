//! The structure trees of the parts grafted into one (ISO 32000-1, 14.7).

use std::collections::{BTreeMap, HashMap, HashSet};

use lopdf::{Dictionary, Document as Pdf, Object, ObjectId, dictionary};

use super::import::Import;

/// The tree of a volume while its parts are added.
#[derive(Debug)]
pub(super) struct Tree {
    root: ObjectId,
    document: ObjectId,
    parts: Vec<Object>,
    /// From the numbers content goes by to the elements it belongs to.
    parents: BTreeMap<i64, Object>,
}

/// How deep elements may lie in each other.
const DEEPEST: usize = 200;

/// What is taken over of an element. Its identifier, its class and its files are not.
const KEPT: [&str; 7] = ["Alt", "ActualText", "E", "Lang", "A", "Pg", "Type"];

impl Tree {
    pub(super) fn new(pdf: &mut Pdf) -> Tree {
        let (root, document) = (pdf.new_object_id(), pdf.new_object_id());
        Tree { root, document, parts: Vec::new(), parents: BTreeMap::new() }
    }

    /// Grafts the tree of a part whose pages are already taken over.
    pub(super) fn graft(&mut self, import: &mut Import<'_>, title: &str) {
        let Some(source) = source(&import.from) else { return };
        let id = import.into.new_object_id();
        let mut graft = Graft {
            roles: roles(&import.from, &source),
            elements: HashMap::new(),
            seen: HashSet::new(),
        };
        let kids = match source.get(b"K") {
            Ok(kids) => graft.kids(import, kids, id, 0),
            Err(_) => Vec::new(),
        };
        for (old, value) in parent_tree(&import.from, &source) {
            // Content that was not taken over asks for nothing.
            let Some(new) = import.keys.given.get(&old).copied() else { continue };
            let value = match value {
                Object::Array(list) => {
                    list.iter().map(|element| graft.element_of(element)).collect::<Vec<_>>().into()
                }
                element => graft.element_of(&element),
            };
            self.parents.insert(new, value);
        }
        let part = dictionary! {
            "Type" => "StructElem",
            "S" => "Part",
            "P" => self.document,
            "T" => lopdf::text_string(title),
            "K" => kids,
        };
        import.into.objects.insert(id, part.into());
        self.parts.push(id.into());
    }

    pub(super) fn write(self, pdf: &mut Pdf, next: i64) -> ObjectId {
        let numbers: Vec<Object> =
            self.parents.into_iter().flat_map(|(key, value)| [key.into(), value]).collect();
        let parents = pdf.add_object(dictionary! { "Nums" => numbers });
        let document = dictionary! {
            "Type" => "StructElem", "S" => "Document", "P" => self.root, "K" => self.parts,
        };
        pdf.objects.insert(self.document, document.into());
        let root = dictionary! {
            "Type" => "StructTreeRoot",
            "K" => vec![self.document.into()],
            "ParentTree" => parents,
            "ParentTreeNextKey" => next,
        };
        pdf.objects.insert(self.root, root.into());
        self.root
    }
}

/// The root of a part's tree, if it says that it is to be trusted.
pub(super) fn source(pdf: &Pdf) -> Option<Dictionary> {
    let catalog = pdf.catalog().ok()?;
    let marks = pdf.get_dict_in_dict(catalog, b"MarkInfo").ok()?;
    let marked = marks.get(b"Marked").and_then(Object::as_bool).unwrap_or(false);
    let root = pdf.get_dict_in_dict(catalog, b"StructTreeRoot").ok()?;
    marked.then(|| root.clone())
}

struct Graft {
    roles: HashMap<Vec<u8>, Vec<u8>>,
    /// Old elements and what became of them.
    elements: HashMap<ObjectId, ObjectId>,
    seen: HashSet<ObjectId>,
}

impl Graft {
    fn element_of(&self, element: &Object) -> Object {
        let new = element.as_reference().ok().and_then(|old| self.elements.get(&old));
        new.map_or(Object::Null, |new| (*new).into())
    }

    fn kids(
        &mut self,
        import: &mut Import<'_>,
        kids: &Object,
        parent: ObjectId,
        depth: usize,
    ) -> Vec<Object> {
        let list = match import.resolved(kids) {
            Some(Object::Array(list)) => list,
            Some(_) => vec![kids.clone()],
            None => return Vec::new(),
        };
        list.iter().filter_map(|kid| self.kid(import, kid, parent, depth)).collect()
    }

    fn kid(
        &mut self,
        import: &mut Import<'_>,
        kid: &Object,
        parent: ObjectId,
        depth: usize,
    ) -> Option<Object> {
        if depth > DEEPEST {
            return None;
        }
        let mut dict = match import.resolved(kid)? {
            Object::Integer(mcid) => return Some(mcid.into()),
            Object::Dictionary(dict) => dict,
            _ => return None,
        };
        match dict.get(b"Type").and_then(Object::as_name) {
            Ok(b"MCR") => {
                let moved = |key: &[u8]| dict.get(key).and_then(Object::as_reference).ok();
                let (page, stream) = (moved(b"Pg"), moved(b"Stm"));
                dict.remove(b"StmOwn");
                for (key, old) in [("Pg", page), ("Stm", stream)] {
                    if let Some(old) = old {
                        dict.set(key, *import.moved.get(&old)?);
                    }
                }
                Some(dict.into())
            }
            Ok(b"OBJR") => {
                let object = dict.get(b"Obj").and_then(Object::as_reference).ok()?;
                let object = *import.moved.get(&object)?;
                let page = dict.get(b"Pg").and_then(Object::as_reference).ok();
                let mut kept = dictionary! { "Type" => "OBJR", "Obj" => object };
                if let Some(page) = page.and_then(|page| import.moved.get(&page)) {
                    kept.set("Pg", *page);
                }
                Some(kept.into())
            }
            _ => {
                let old = kid.as_reference().ok();
                if old.is_some_and(|old| !self.seen.insert(old)) {
                    return None; // an element has one place
                }
                let id = import.into.new_object_id();
                old.map(|old| self.elements.insert(old, id));
                let element = self.element(import, &dict, id, parent, depth)?;
                import.into.objects.insert(id, element.into());
                Some(id.into())
            }
        }
    }

    fn element(
        &mut self,
        import: &mut Import<'_>,
        dict: &Dictionary,
        id: ObjectId,
        parent: ObjectId,
        depth: usize,
    ) -> Option<Dictionary> {
        let role = dict.get(b"S").and_then(Object::as_name).ok()?;
        let mut element = Dictionary::new();
        for key in KEPT {
            if let Ok(value) = dict.get(key.as_bytes()) {
                element.set(key, value.clone());
            }
        }
        let mut whole = Object::Dictionary(element);
        import.adopt(&mut whole);
        let Object::Dictionary(mut element) = whole else { return None };
        element.set("S", Object::Name(self.standard(role)));
        element.set("P", parent);
        if let Ok(kids) = dict.get(b"K") {
            let kids = self.kids(import, kids, id, depth + 1);
            element.set("K", kids);
        }
        Some(element)
    }

    /// The role as every reader knows it; a part's own names mean nothing outside it.
    fn standard(&self, role: &[u8]) -> Vec<u8> {
        let mut role = role;
        for _ in 0..10 {
            match self.roles.get(role) {
                Some(next) => role = next,
                None => break,
            }
        }
        role.to_vec()
    }
}

fn roles(pdf: &Pdf, root: &Dictionary) -> HashMap<Vec<u8>, Vec<u8>> {
    let Ok(map) = pdf.get_dict_in_dict(root, b"RoleMap") else { return HashMap::new() };
    let name = |value: &Object| Some(pdf.dereference(value).ok()?.1.as_name().ok()?.to_vec());
    map.iter().filter_map(|(role, means)| Some((role.clone(), name(means)?))).collect()
}

/// The leaves of a number tree, arrays resolved.
fn parent_tree(pdf: &Pdf, root: &Dictionary) -> Vec<(i64, Object)> {
    let mut leaves = Vec::new();
    let mut seen = HashSet::new();
    let mut open: Vec<Object> = root.get(b"ParentTree").ok().cloned().into_iter().collect();
    while let Some(node) = open.pop() {
        if node.as_reference().is_ok_and(|id| !seen.insert(id)) {
            continue;
        }
        let Ok((_, Object::Dictionary(node))) = pdf.dereference(&node) else { continue };
        let list = |key| {
            let list = node.get(key).and_then(|list| pdf.dereference(list));
            list.ok().and_then(|(_, list)| list.as_array().ok())
        };
        open.extend(list(b"Kids").into_iter().flatten().cloned());
        for pair in list(b"Nums").map_or(&[][..], Vec::as_slice).chunks_exact(2) {
            let (Ok(key), value) = (pair[0].as_i64(), &pair[1]) else { continue };
            let value = match pdf.dereference(value) {
                Ok((_, array @ Object::Array(_))) => array.clone(),
                _ => value.clone(),
            };
            leaves.push((key, value));
        }
    }
    leaves
}
