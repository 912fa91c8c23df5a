//! Visits every object that can be reached from the catalogue, each once.

use std::collections::HashSet;

use hayro_syntax::Pdf;
use hayro_syntax::object::String as PdfString;
use hayro_syntax::object::{Dict, MaybeRef, Name, Object, ObjectIdentifier, Stream};

/// What the walk meets. All but dictionaries come with the key under which they stand.
pub(crate) enum Met<'v, 'a> {
    Dict(&'v Dict<'a>),
    Stream { key: &'v [u8], stream: &'v Stream<'a> },
    String { key: &'v [u8], text: &'v PdfString<'a> },
    Name { key: &'v [u8], name: &'v Name<'a> },
}

type Todo<'a> = Vec<(Vec<u8>, MaybeRef<Object<'a>>)>;

/// Walks from `starts`, calls `visit`, and answers which indirect objects were reached.
pub(crate) fn walk<'a>(
    pdf: &'a Pdf,
    starts: impl Iterator<Item = ObjectIdentifier>,
    mut visit: impl FnMut(Met<'_, 'a>),
) -> HashSet<ObjectIdentifier> {
    let mut seen = HashSet::new();
    let mut todo: Todo<'a> = Vec::new();
    for start in starts {
        seen.insert(start);
        if let Some(object) = pdf.xref().get::<Object<'_>>(start) {
            meet(&[], &object, &mut todo, &mut visit);
        }
    }
    while let Some((key, object)) = todo.pop() {
        match object {
            MaybeRef::NotRef(object) => meet(&key, &object, &mut todo, &mut visit),
            MaybeRef::Ref(id) => {
                let id = id.into();
                if seen.insert(id)
                    && let Some(object) = pdf.xref().get::<Object<'_>>(id)
                {
                    meet(&key, &object, &mut todo, &mut visit);
                }
            }
        }
    }
    seen
}

/// Calls `visit` for one object and puts what it holds on the list.
fn meet<'a>(
    key: &[u8],
    object: &Object<'a>,
    todo: &mut Todo<'a>,
    visit: &mut impl FnMut(Met<'_, 'a>),
) {
    match object {
        Object::Dict(dict) => {
            visit(Met::Dict(dict));
            todo.extend(dict.entries().map(|(key, value)| (key.as_ref().to_vec(), value)));
        }
        Object::Stream(stream) => {
            visit(Met::Dict(stream.dict()));
            visit(Met::Stream { key, stream });
            let entries = stream.dict().entries();
            todo.extend(entries.map(|(key, value)| (key.as_ref().to_vec(), value)));
        }
        Object::Array(array) => todo.extend(array.raw_iter().map(|item| (key.to_vec(), item))),
        Object::String(text) => visit(Met::String { key, text }),
        Object::Name(name) => visit(Met::Name { key, name }),
        Object::Null(_) | Object::Boolean(_) | Object::Number(_) => {}
    }
}
