//! The objects of a file, found by looking for them: neither cross-reference table nor stream is
//! believed, so that an object no table mentions is read as well.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use aho_corasick::AhoCorasick;

use super::filters;
use super::lexer::{Dict, Lexer, Value, fold_reference, is_white, word};

/// One object: its value, and where its stream's bytes stand.
#[derive(Debug, Clone)]
pub(super) struct Object {
    pub(super) value: Value,
    stream: Option<(usize, usize)>,
}

/// Where an object begins.
#[derive(Clone, Copy)]
enum Place {
    File(usize),
    /// Within the unpacked object stream of this number.
    Packed(u32, usize),
}

/// A file that makes the search read itself over this many times is an attack on the reader.
const MOST_TIMES: usize = 16;

pub(super) struct File<'f> {
    data: &'f [u8],
    places: HashMap<u32, Place>,
    root: Option<u32>,
    most: u64,
    /// The object stream that was unpacked last: objects are asked for in about its order.
    unpacked: RefCell<Option<(u32, Rc<Vec<u8>>)>>,
    /// An object stream is being unpacked: what it needs for that cannot stand within one.
    unpacking: Cell<bool>,
}

impl<'f> File<'f> {
    /// `most` bytes are unpacked of any stream.
    pub(super) fn new(data: &'f [u8], most: u64) -> Self {
        let mut file = Self {
            data,
            places: HashMap::new(),
            root: None,
            most,
            unpacked: RefCell::new(None),
            unpacking: Cell::new(false),
        };
        file.look();
        file
    }

    /// The catalogue.
    pub(super) fn root(&self) -> Option<Object> {
        self.object(self.root?)
    }

    fn look(&mut self) {
        let Ok(finder) = AhoCorasick::new(["obj", "trailer"]) else { return };
        let mut packs = Vec::new();
        let mut from = 0;
        let mut catalog = None;
        let mut left = self.data.len().saturating_mul(MOST_TIMES);
        for found in finder.find_iter(self.data) {
            if found.start() < from {
                continue;
            }
            if found.pattern().as_usize() == 1 {
                if let Some(Value::Dict(dict)) = Lexer::new(self.data, found.end()).next() {
                    self.note_root(&dict);
                }
                continue;
            }
            let Some((number, start)) = self.number_before(found.start()) else { continue };
            let (object, read) = self.parse(found.end());
            let Some(rest) = left.checked_sub(read) else { break };
            left = rest;
            self.places.insert(number, Place::File(start));
            // What stands in a stream is no object of this file.
            from = object.stream.map_or(found.end(), |(_, end)| end);
            let Value::Dict(dict) = &object.value else { continue };
            match dict.get(b"Type".as_slice()).and_then(Value::name) {
                Some(b"ObjStm") => packs.push(number),
                Some(b"Catalog") => catalog = Some(number),
                Some(b"XRef") => self.note_root(dict),
                _ => {}
            }
        }
        for pack in packs {
            self.unpack(pack, &mut catalog);
        }
        self.root = self.root.filter(|id| self.places.contains_key(id)).or(catalog);
    }

    fn note_root(&mut self, dict: &Dict) {
        if let Some(Value::Ref(id)) = dict.get(b"Root".as_slice()) {
            self.root = Some(*id);
        }
    }

    /// The number of the object whose `obj` stands at `at`, and where its value begins.
    fn number_before(&self, at: usize) -> Option<(u32, usize)> {
        let before = self.data.get(at.saturating_sub(24)..at)?;
        let (rest, generation) = last_number(before)?;
        let (_, number) = last_number(rest)?;
        (generation <= 65_535).then_some((u32::try_from(number).ok()?, at + 3))
    }

    /// Notes what stands in an object stream, where nothing of that number stands beside it.
    fn unpack(&mut self, pack: u32, catalog: &mut Option<u32>) {
        let Some(object) = self.object(pack) else { return };
        let Some(data) = self.text_of(&object) else { return };
        let Value::Dict(dict) = &object.value else { return };
        let count = |key: &[u8]| dict.get(key).and_then(Value::number).unwrap_or(0.0) as usize;
        let (objects, first) = (count(b"N"), count(b"First"));
        let mut heads = Lexer::new(&data, 0);
        for _ in 0..objects.min(data.len()) {
            let (Some(Value::Number(id)), Some(Value::Number(at))) = (heads.next(), heads.next())
            else {
                break;
            };
            let (id, at) = (id as u32, first + at as usize);
            self.places.entry(id).or_insert(Place::Packed(pack, at));
            if let Some(Value::Dict(dict)) = Lexer::new(&data, at).next()
                && dict.get(b"Type".as_slice()).and_then(Value::name) == Some(b"Catalog")
            {
                *catalog = Some(id);
            }
        }
    }

    pub(super) fn object(&self, id: u32) -> Option<Object> {
        match self.places.get(&id)? {
            Place::File(start) => Some(self.parse(*start).0),
            Place::Packed(_, _) if self.unpacking.get() => None,
            Place::Packed(pack, at) => {
                let known = self.unpacked.borrow().clone().filter(|(of, _)| of == pack);
                let data = match known {
                    Some((_, data)) => data,
                    None => {
                        self.unpacking.set(true);
                        let data = self.object(*pack).and_then(|pack| self.text_of(&pack));
                        self.unpacking.set(false);
                        let data = Rc::new(data?);
                        self.unpacked.replace(Some((*pack, Rc::clone(&data))));
                        data
                    }
                };
                let value = Lexer::new(&data, *at).next()?;
                Some(Object { value, stream: None })
            }
        }
    }

    /// The object whose value begins at `start`, and how many bytes were read for it.
    fn parse(&self, start: usize) -> (Object, usize) {
        let mut lexer = Lexer::new(self.data, start);
        let mut values = Vec::new();
        let mut stream = None;
        while let Some(value) = lexer.next() {
            match value {
                Value::Word(w) if w == word(b"R") => fold_reference(&mut values),
                Value::Word(w) if w == word(b"stream") => {
                    stream = Some(self.extent(lexer.at, values.last()));
                    break;
                }
                // `endobj`, or something that should not be here.
                Value::Word(w) if w != word(b"true") && w != word(b"false") => break,
                value => values.push(value),
            }
        }
        let object = Object { value: values.pop().unwrap_or(Value::Null), stream };
        (object, lexer.at.saturating_sub(start))
    }

    /// Where the bytes of a stream begin and end: by its length where that is right, by looking
    /// for its end where not.
    fn extent(&self, keyword_end: usize, dict: Option<&Value>) -> (usize, usize) {
        let rest = self.data.get(keyword_end..).unwrap_or_default();
        let start = keyword_end
            + match rest {
                [b'\r', b'\n', ..] => 2,
                [b'\r' | b'\n', ..] => 1,
                _ => 0,
            };
        let length = match dict {
            Some(Value::Dict(dict)) => dict.get(b"Length".as_slice()),
            _ => None,
        };
        let length = match length {
            Some(Value::Number(n)) => Some(*n),
            // Not any object: one that is a stream may ask for its own length.
            Some(Value::Ref(id)) => match self.places.get(id) {
                Some(Place::File(start)) => {
                    Lexer::new(self.data, *start).next().and_then(|value| value.number())
                }
                _ => None,
            },
            _ => None,
        };
        let end = length.map(|n| start.saturating_add(n as usize)).filter(|end| {
            let behind = self.data.get(*end..).unwrap_or_default();
            let behind = behind.get(..32.min(behind.len())).unwrap_or_default();
            behind.trim_ascii_start().starts_with(b"endstream")
        });
        let found = || {
            let rest = self.data.get(start..)?;
            rest.windows(9).position(|w| w == b"endstream").map(|at| start + at)
        };
        (start, end.or_else(found).unwrap_or(self.data.len()))
    }

    /// A value, or the object that it refers to.
    pub(super) fn resolved(&self, value: &Value) -> Option<Object> {
        let mut object = Object { value: value.clone(), stream: None };
        for _ in 0..8 {
            match object.value {
                Value::Ref(id) => object = self.object(id)?,
                Value::Null => return None,
                _ => return Some(object),
            }
        }
        None
    }

    pub(super) fn get(&self, dict: &Dict, key: &[u8]) -> Option<Object> {
        self.resolved(dict.get(key)?)
    }

    pub(super) fn dict(&self, dict: &Dict, key: &[u8]) -> Option<Dict> {
        match self.get(dict, key)?.value {
            Value::Dict(dict) => Some(dict),
            _ => None,
        }
    }

    pub(super) fn number(&self, dict: &Dict, key: &[u8]) -> Option<f64> {
        self.get(dict, key)?.value.number()
    }

    pub(super) fn numbers(&self, dict: &Dict, key: &[u8]) -> Option<Vec<f64>> {
        let list = self.get(dict, key)?;
        let numbers = list.value.list().iter();
        numbers.map(|v| self.resolved(v).and_then(|o| o.value.number())).collect()
    }

    pub(super) fn list(&self, dict: &Dict, key: &[u8]) -> Vec<Value> {
        match self.get(dict, key).map(|o| o.value) {
            Some(Value::List(list)) => list,
            _ => Vec::new(),
        }
    }

    /// The unpacked bytes of a stream; `None` where it is a picture, or no stream.
    pub(super) fn text_of(&self, object: &Object) -> Option<Vec<u8>> {
        let (start, end) = object.stream?;
        let Value::Dict(dict) = &object.value else { return None };
        let mut data = self.data.get(start..end)?.to_vec();
        let filters = self.one_or_more(dict, [b"Filter", b"F"]);
        let settings = self.one_or_more(dict, [b"DecodeParms", b"DP"]);
        for (nth, filter) in filters.iter().enumerate() {
            let filter = self.resolved(filter)?;
            data = filters::undo(filter.value.name()?, &data, self.most)?;
            let settings = settings.get(nth).and_then(|s| self.resolved(s));
            if let Some(Object { value: Value::Dict(settings), .. }) = settings {
                let of = |key: &[u8], default| self.number(&settings, key).unwrap_or(default);
                if of(b"Predictor", 1.0) >= 10.0 {
                    let bits = of(b"Colors", 1.0) * of(b"BitsPerComponent", 8.0);
                    let each = ((bits / 8.0) as usize).max(1);
                    data = filters::unpredict(&data, each, of(b"Columns", 1.0) as usize);
                }
            }
        }
        Some(data)
    }

    fn one_or_more(&self, dict: &Dict, keys: [&[u8]; 2]) -> Vec<Value> {
        let found = keys.iter().find_map(|key| self.get(dict, key));
        match found.map(|o| o.value) {
            Some(Value::List(list)) => list,
            Some(value) => vec![value],
            None => Vec::new(),
        }
    }
}

impl Object {
    pub(super) fn dict(&self) -> Option<&Dict> {
        match &self.value {
            Value::Dict(dict) => Some(dict),
            _ => None,
        }
    }
}

/// The number that ends `text`, and what stands before it.
fn last_number(text: &[u8]) -> Option<(&[u8], u64)> {
    let end = text.iter().rposition(|b| !is_white(*b))? + 1;
    let digits = text.get(..end)?.iter().rev().take_while(|b| b.is_ascii_digit()).count();
    let (before, number) = text.get(..end)?.split_at(end - digits);
    Some((before, std::str::from_utf8(number).ok()?.parse().ok()?))
}
