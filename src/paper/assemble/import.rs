//! Objects of a part taken over into a volume, with what they refer to and under new numbers. They
//! are moved, not copied.

use std::collections::HashMap;

use lopdf::{Dictionary, Document as Pdf, Object, ObjectId};
use sha2::{Digest, Sha256};

/// Streams already in the volume, so that a face or profile every part brings is kept once.
pub(super) type Shelf = HashMap<[u8; 32], ObjectId>;

pub(super) struct Import<'v> {
    pub from: Pdf,
    pub into: &'v mut Pdf,
    pub shelf: &'v mut Shelf,
    /// Old numbers and new ones.
    pub moved: HashMap<ObjectId, ObjectId>,
    waiting: Vec<(ObjectId, ObjectId)>,
    pub keys: Keys,
}

/// The numbers under which content names its place in the structure tree. Those of a part are given
/// out anew; without tags they are left out.
pub(super) struct Keys {
    pub tagged: bool,
    pub next: i64,
    pub given: HashMap<i64, i64>,
}

impl Keys {
    pub(super) fn of(&mut self, old: i64) -> i64 {
        *self.given.entry(old).or_insert_with(|| {
            self.next += 1;
            self.next - 1
        })
    }
}

/// Smaller ones are not worth a fingerprint.
const WORTH_SHARING: usize = 1024;

/// How deep arrays and dictionaries may lie in each other.
const DEEPEST: usize = 100;

impl<'v> Import<'v> {
    pub(super) fn new(
        from: Pdf,
        into: &'v mut Pdf,
        shelf: &'v mut Shelf,
        keys: Keys,
    ) -> Import<'v> {
        Import { from, into, shelf, moved: HashMap::new(), waiting: Vec::new(), keys }
    }

    /// Takes over what `object` refers to, and makes it refer to that. What must not be taken over
    /// becomes null.
    pub(super) fn adopt(&mut self, object: &mut Object) {
        self.rewrite(object, 0);
        while let Some((old, new)) = self.waiting.pop() {
            if let Some(mut object) = self.from.objects.remove(&old) {
                self.rewrite(&mut object, 0);
                self.into.objects.insert(new, object);
            }
        }
    }

    /// A copy of what a reference leads to, in the part.
    pub(super) fn resolved(&self, object: &Object) -> Option<Object> {
        self.from.dereference(object).ok().map(|(_, object)| object.clone())
    }

    /// Whether it leads to a stream, moved or not.
    pub(super) fn is_stream(&self, object: &Object) -> bool {
        let Ok(old) = object.as_reference() else { return false };
        let found = match self.moved.get(&old) {
            Some(new) => self.into.objects.get(new),
            None => self.from.objects.get(&old),
        };
        matches!(found, Some(Object::Stream(_)))
    }

    fn rewrite(&mut self, object: &mut Object, depth: usize) {
        if depth > DEEPEST {
            *object = Object::Null;
            return;
        }
        match object {
            Object::Reference(id) => *object = self.reference(*id),
            Object::Array(items) => {
                for item in items {
                    self.rewrite(item, depth + 1);
                }
            }
            Object::Dictionary(dict) => self.rewrite_dict(dict, depth),
            Object::Stream(stream) => {
                for key in ["Metadata", "PieceInfo", "LastModified", "OPI", "AF", "F", "FFilter"] {
                    stream.dict.remove(key.as_bytes());
                }
                self.rewrite_dict(&mut stream.dict, depth);
            }
            Object::Null
            | Object::Boolean(_)
            | Object::Integer(_)
            | Object::Real(_)
            | Object::Name(_)
            | Object::String(..) => {}
        }
    }

    fn rewrite_dict(&mut self, dict: &mut Dictionary, depth: usize) {
        for key in [&b"StructParents"[..], b"StructParent"] {
            if let Ok(old) = dict.get(key).and_then(Object::as_i64) {
                if self.keys.tagged {
                    let new = self.keys.of(old);
                    dict.set(key, new);
                } else {
                    dict.remove(key);
                }
            }
        }
        for (_, value) in dict.iter_mut() {
            self.rewrite(value, depth + 1);
        }
    }

    fn reference(&mut self, old: ObjectId) -> Object {
        if let Some(new) = self.moved.get(&old) {
            return (*new).into();
        }
        let shared = match self.from.objects.get(&old) {
            None => return Object::Null,
            Some(Object::Dictionary(dict)) if is_no_content(dict) => return Object::Null,
            Some(Object::Stream(stream)) if stream.content.len() >= WORTH_SHARING => {
                fingerprint(&stream.dict, &stream.content)
            }
            Some(_) => None,
        };
        let known = shared.and_then(|print| self.shelf.get(&print).copied());
        let new = known.unwrap_or_else(|| self.into.new_object_id());
        self.moved.insert(old, new);
        if known.is_none() {
            self.waiting.push((old, new));
            shared.map(|print| self.shelf.insert(print, new));
        }
        new.into()
    }
}

/// What holds the file together or makes it act, and no page shows.
fn is_no_content(dict: &Dictionary) -> bool {
    let kind = |key: &[u8]| dict.get(key).and_then(Object::as_name).unwrap_or(b"");
    matches!(kind(b"Type"), b"Catalog" | b"Pages" | b"StructTreeRoot" | b"Filespec" | b"Action")
        || matches!(kind(b"S"), b"JavaScript" | b"Launch" | b"SubmitForm" | b"GoToR" | b"Rendition")
}

/// Of a stream that refers to nothing else.
fn fingerprint(dict: &Dictionary, content: &[u8]) -> Option<[u8; 32]> {
    let mut entries: Vec<_> = dict.iter().collect();
    entries.sort_by(|one, other| one.0.cmp(other.0));
    let mut hash = Sha256::new();
    for (key, value) in entries {
        if refers(value, 0) {
            return None;
        }
        hash.update(format!("{key:?}{value:?}"));
    }
    hash.update(content);
    Some(hash.finalize().into())
}

fn refers(object: &Object, depth: usize) -> bool {
    match object {
        Object::Reference(_) => true,
        _ if depth > DEEPEST => true,
        Object::Array(items) => items.iter().any(|item| refers(item, depth + 1)),
        Object::Dictionary(dict) => dict.iter().any(|(_, value)| refers(value, depth + 1)),
        _ => false,
    }
}
