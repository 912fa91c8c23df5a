//! The objects of the output. Built by bringing over what the pages need, so that whatever
//! nothing refers to, and whatever has no business in a page, is never in it.
//!
//! hayro reads (it repairs, decrypts, and takes the last revision); lopdf holds and writes.

mod annotations;
mod catalog;
mod keep;
mod picture;
mod write;

use std::collections::{HashMap, VecDeque};

use hayro_syntax::Pdf;
use hayro_syntax::object::{Dict, MaybeRef, Name, Object as Source, ObjectIdentifier, Stream};
use lopdf::{Dictionary, Document, Object, ObjectId, StringFormat};

use crate::limits::Limits;
use crate::refusal::Refusal;
use keep::{NEVER, Role, keys};

pub(crate) use picture::without_outer;
pub(crate) use write::{compressed, real};

/// The output in the making.
pub(crate) struct Graph<'a> {
    pdf: &'a Pdf,
    limits: Limits,
    pub(crate) doc: Document,
    /// In page order.
    pub(crate) pages: Vec<ObjectId>,
    /// Where an object of the source went.
    ids: HashMap<ObjectIdentifier, ObjectId>,
    /// Where an object of the output came from.
    sources: HashMap<ObjectId, ObjectIdentifier>,
    /// Objects given a number but not yet brought over.
    waiting: VecDeque<(ObjectIdentifier, ObjectId, Role)>,
    /// Annotations of each page: in the source, and in the output.
    pub(crate) annotations: Vec<Vec<(Dict<'a>, ObjectId)>>,
    /// What stayed behind, by kind.
    pub(crate) scrubbed: Vec<(&'static str, usize)>,
    pub(crate) notes: Vec<String>,
    /// Pictures come over without what a camera or an editor wrote into them.
    strips_pictures: bool,
}

impl<'a> Graph<'a> {
    /// Brings over all pages and the frame around them.
    pub(crate) fn new(
        pdf: &'a Pdf,
        limits: &Limits,
        strips_pictures: bool,
    ) -> Result<Self, Refusal> {
        let mut doc = Document::new();
        doc.version = "1.7".to_owned();
        let mut graph = Self {
            pdf,
            limits: *limits,
            doc,
            pages: Vec::new(),
            ids: HashMap::new(),
            sources: HashMap::new(),
            waiting: VecDeque::new(),
            annotations: Vec::new(),
            scrubbed: Vec::new(),
            notes: Vec::new(),
            strips_pictures,
        };
        graph.bring_pages()?;
        graph.bring_frame()?;
        Ok(graph)
    }

    pub(crate) fn add(&mut self, object: impl Into<Object>) -> ObjectId {
        self.doc.add_object(object)
    }

    /// The stream of the source that came to stand at `place`.
    pub(crate) fn source_stream(&self, place: ObjectId) -> Option<Stream<'a>> {
        self.pdf.xref().get::<Stream<'a>>(*self.sources.get(&place)?)
    }

    /// A direct object of the source, as it would come over.
    pub(crate) fn direct(&self, source: &Source<'a>) -> Option<Object> {
        match source {
            Source::Name(name) => Some(Object::Name(name.as_ref().to_vec())),
            Source::Array(list) => {
                let items = list.raw_iter().map(|item| match item {
                    MaybeRef::Ref(id) => Some(Object::Reference(self.place(id.into())?)),
                    MaybeRef::NotRef(Source::Number(n)) => Some(real(n.as_f64())),
                    MaybeRef::NotRef(Source::String(s)) => {
                        Some(Object::String(s.as_bytes().to_vec(), StringFormat::Hexadecimal))
                    }
                    MaybeRef::NotRef(direct) => self.direct(&direct),
                });
                items.collect::<Option<Vec<_>>>().map(Object::Array)
            }
            _ => None,
        }
    }

    /// Takes annotations off a page, and out of the form.
    pub(crate) fn drop_annotations(&mut self, page: usize, gone: &[ObjectId]) {
        if gone.is_empty() {
            return;
        }
        if let Some(list) = self.annotations.get_mut(page) {
            list.retain(|(_, id)| !gone.contains(id));
            let left: Vec<Object> = list.iter().map(|(_, id)| Object::Reference(*id)).collect();
            let id = self.pages.get(page).copied();
            if let Some(dict) = id.and_then(|id| self.dictionary_mut(id)) {
                dict.set("Annots", left);
            }
        }
        let is_gone = |o: &Object| matches!(o, Object::Reference(id) if gone.contains(id));
        if let Ok(catalog) = self.doc.catalog_mut()
            && let Ok(Object::Dictionary(form)) = catalog.get_mut(b"AcroForm")
            && let Ok(Object::Array(fields)) = form.get_mut(b"Fields")
        {
            fields.retain(|field| !is_gone(field));
        }
        for id in gone {
            self.doc.objects.remove(id);
        }
    }

    /// Where `id` of the source went, if it came over.
    pub(crate) fn place(&self, id: ObjectIdentifier) -> Option<ObjectId> {
        self.ids.get(&id).copied()
    }

    pub(crate) fn dictionary_mut(&mut self, id: ObjectId) -> Option<&mut Dictionary> {
        match self.doc.objects.get_mut(&id)? {
            Object::Dictionary(dict) => Some(dict),
            Object::Stream(stream) => Some(&mut stream.dict),
            _ => None,
        }
    }

    pub(crate) fn dictionary(&self, id: ObjectId) -> Option<&Dictionary> {
        match self.doc.objects.get(&id)? {
            Object::Dictionary(dict) => Some(dict),
            Object::Stream(stream) => Some(&stream.dict),
            _ => None,
        }
    }

    /// `object`, or what it refers to.
    pub(crate) fn resolve<'o>(&'o self, object: &'o Object) -> &'o Object {
        let mut object = object;
        for _ in 0..8 {
            match object {
                Object::Reference(id) => match self.doc.objects.get(id) {
                    Some(found) => object = found,
                    None => return &Object::Null,
                },
                _ => return object,
            }
        }
        &Object::Null
    }

    pub(crate) fn count(&mut self, what: &'static str, count: usize) {
        if count == 0 {
            return;
        }
        match self.scrubbed.iter_mut().find(|(known, _)| *known == what) {
            Some((_, n)) => *n += count,
            None => self.scrubbed.push((what, count)),
        }
    }

    fn new_id(&mut self) -> ObjectId {
        self.doc.new_object_id()
    }

    /// Gives `id` a number, and has it brought over once.
    fn refer(&mut self, id: ObjectIdentifier, role: Role) -> Object {
        if let Some(known) = self.ids.get(&id) {
            return Object::Reference(*known);
        }
        if role == Role::Weak {
            return Object::Null;
        }
        let new = self.new_id();
        self.ids.insert(id, new);
        self.sources.insert(new, id);
        self.waiting.push_back((id, new, role));
        Object::Reference(new)
    }

    /// Brings over everything referred to so far.
    fn drain(&mut self) -> Result<(), Refusal> {
        while let Some((id, new, role)) = self.waiting.pop_front() {
            if self.doc.objects.len() as u64 > self.limits.objects {
                return Err(Refusal::TooLarge {
                    limit: "objects".to_owned(),
                    detail: "the pages need too many objects".to_owned(),
                });
            }
            let object = match self.pdf.xref().get::<Source<'a>>(id) {
                Some(source) => self.convert(&source, role, 0)?,
                None => None,
            };
            self.doc.objects.insert(new, object.unwrap_or(Object::Null));
        }
        Ok(())
    }

    /// `None` where nothing of it may come over.
    fn convert(
        &mut self,
        source: &Source<'a>,
        role: Role,
        depth: u32,
    ) -> Result<Option<Object>, Refusal> {
        if depth > self.limits.depth {
            return Err(Refusal::TooLarge {
                limit: "nesting".to_owned(),
                detail: "arrays and dictionaries stand within one another too deeply".to_owned(),
            });
        }
        Ok(Some(match source {
            Source::Null(_) => return Ok(None),
            Source::Boolean(b) => Object::Boolean(*b),
            Source::Number(n) => real(n.as_f64()),
            Source::String(s) => Object::String(s.as_bytes().to_vec(), StringFormat::Literal),
            Source::Name(name) => Object::Name(name.as_ref().to_vec()),
            Source::Array(list) => {
                let mut items = Vec::new();
                for item in list.raw_iter() {
                    items.push(self.value(item, role, depth + 1)?.unwrap_or(Object::Null));
                }
                Object::Array(items)
            }
            Source::Dict(dict) => match self.convert_dict(dict, role, depth)? {
                Some(dict) => Object::Dictionary(dict),
                None => return Ok(None),
            },
            Source::Stream(stream) => match self.convert_stream(stream, role, depth)? {
                Some(stream) => Object::Stream(stream),
                None => return Ok(None),
            },
        }))
    }

    fn convert_stream(
        &mut self,
        stream: &Stream<'a>,
        role: Role,
        depth: u32,
    ) -> Result<Option<lopdf::Stream>, Refusal> {
        let role = match role {
            Role::Named(below) => *below,
            role => role,
        };
        let Some(mut dict) = self.convert_dict(stream.dict(), role, depth)? else {
            return Ok(None);
        };
        let content = stream.raw_data().into_owned();
        without_crypt(&mut dict);
        dict.remove(b"Length");
        if role == Role::Picture
            && self.strips_pictures
            && let Some(stripped) = picture::stripped(&dict, &content, self.limits.stream_bytes)
        {
            return Ok(Some(stripped));
        }
        if (role == Role::Content || is_form(&dict)) && !write::inflates(&dict, &content) {
            // Damaged instructions come over as far as they can be read, and sound.
            let data = stream.decoded_data().map(|d| d.into_owned()).unwrap_or_default();
            self.notes.push("damaged instructions were kept as far as they can be read".to_owned());
            return Ok(Some(compressed(dict, &data)));
        }
        Ok(Some(lopdf::Stream::new(dict, content).with_compression(false)))
    }

    fn convert_dict(
        &mut self,
        dict: &Dict<'a>,
        role: Role,
        depth: u32,
    ) -> Result<Option<Dictionary>, Refusal> {
        let kind = dict.get::<Name<'_>>("Type");
        let kind = kind.as_ref().map_or(&b""[..], |n| n.as_ref());
        // A page reached as anything else would bring a second page tree with it; a layer's
        // name and rules are no business of the reader.
        if matches!(kind, b"Page" | b"Pages" | b"Catalog" | b"OCG" | b"OCMD" | b"Filespec") {
            return Ok(None);
        }
        let mut out = Dictionary::new();
        if let Some(known) = keys(role) {
            for (key, below) in known {
                if let Some(value) = dict.get_raw::<Source<'a>>(key)
                    && let Some(value) = self.value(value, *below, depth + 1)?
                {
                    out.set(*key, value);
                }
            }
            return Ok(Some(out));
        }
        let below = match role {
            Role::Named(below) => *below,
            _ => Role::Plain,
        };
        let mut entries: Vec<_> = dict.entries().collect();
        entries.sort_by(|(a, _), (b, _)| a.as_ref().cmp(b.as_ref()));
        for (key, value) in entries {
            if role == Role::Plain && NEVER.iter().any(|never| never.as_bytes() == key.as_ref()) {
                continue;
            }
            if let Some(value) = self.value(value, below, depth + 1)? {
                out.set(key.as_ref().to_vec(), value);
            }
        }
        Ok(Some(out))
    }

    fn value(
        &mut self,
        value: MaybeRef<Source<'a>>,
        role: Role,
        depth: u32,
    ) -> Result<Option<Object>, Refusal> {
        match value {
            MaybeRef::Ref(id) => Ok(Some(self.refer(id.into(), role))),
            MaybeRef::NotRef(direct) => self.convert(&direct, role, depth),
        }
    }
}

fn is_form(dict: &Dictionary) -> bool {
    matches!(dict.get(b"Subtype"), Ok(Object::Name(n)) if n == b"Form")
}

/// Takes the `Crypt` filter off: what it did is already undone.
fn without_crypt(dict: &mut Dictionary) {
    let is_crypt = |o: &Object| matches!(o, Object::Name(n) if n == b"Crypt");
    match dict.get(b"Filter") {
        Ok(filter) if is_crypt(filter) => {
            dict.remove(b"Filter");
            dict.remove(b"DecodeParms");
        }
        Ok(Object::Array(list)) if list.first().is_some_and(is_crypt) => {
            let rest: Vec<Object> = list.iter().skip(1).cloned().collect();
            dict.set("Filter", rest);
            if let Ok(Object::Array(parms)) = dict.get(b"DecodeParms") {
                let rest: Vec<Object> = parms.iter().skip(1).cloned().collect();
                dict.set("DecodeParms", rest);
            }
        }
        _ => {}
    }
}
