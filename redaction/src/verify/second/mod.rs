//! A reader that shares no code with what removed the words: its own parser of objects, filters,
//! fonts and operators, written from the standard. It draws nothing and opens no font program;
//! where a file does not say how a text is to be read or how wide it is, that text is counted as
//! unread and left to the first reader.

mod cmap;
mod encodings;
mod file;
mod filters;
mod fonts;
mod lexer;
mod page;

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use crate::read::budget::Budget;
use crate::read::glyphs::Scene;
use crate::refusal::Refusal;

pub(crate) use filters::undo;

use file::File;
use fonts::Font;
use lexer::{Dict, Value};

/// Nodes of a page tree; more are an attack on the reader.
const MOST_NODES: usize = 1_000_000;

/// A document, open for this reader.
pub(crate) struct Second<'f> {
    file: File<'f>,
    pages: Vec<PageNode>,
    fonts: RefCell<HashMap<u32, Rc<Font>>>,
}

struct PageNode {
    id: u32,
    /// From the nodes above, where the page has none of its own.
    resources: Option<Value>,
}

/// What this reader found on one page.
pub(crate) struct Read {
    pub(crate) scene: Scene,
    /// Pieces of text that nothing in the file says how to read.
    pub(crate) unread: usize,
}

impl<'f> Second<'f> {
    pub(crate) fn open(data: &'f [u8], budget: &Budget) -> Self {
        let file = File::new(data, budget.limits().stream_bytes);
        let pages = page_tree(&file);
        Self { file, pages, fonts: RefCell::default() }
    }

    pub(crate) fn pages(&self) -> usize {
        self.pages.len()
    }

    /// Everything the page shows through its contents, forms and annotations, hidden or not.
    pub(crate) fn read(&self, page: usize, budget: &Budget) -> Result<Read, Refusal> {
        let mut reader = page::Reader::new(self, budget);
        if let Some(node) = self.pages.get(page) {
            reader.page(node)?;
        }
        Ok(reader.read)
    }

    /// The font that a resource names; read once where it is an object of its own.
    fn font(&self, value: &Value) -> Option<Rc<Font>> {
        let load = || {
            let object = self.file.resolved(value)?;
            Some(Rc::new(Font::new(&self.file, object.dict()?)))
        };
        let Value::Ref(id) = value else { return load() };
        if let Some(known) = self.fonts.borrow().get(id) {
            return Some(Rc::clone(known));
        }
        let font = load()?;
        self.fonts.borrow_mut().insert(*id, Rc::clone(&font));
        Some(font)
    }
}

fn page_tree(file: &File<'_>) -> Vec<PageNode> {
    let mut pages = Vec::new();
    let root = file.root();
    let top = root.as_ref().and_then(|r| r.dict()?.get(b"Pages".as_slice()));
    let Some(Value::Ref(top)) = top else { return pages };
    let mut open: Vec<(u32, Option<Value>)> = vec![(*top, None)];
    let mut seen = HashSet::new();
    while let Some((id, above)) = open.pop() {
        if !seen.insert(id) || seen.len() > MOST_NODES {
            continue;
        }
        let Some(object) = file.object(id) else { continue };
        let Some(dict) = object.dict() else { continue };
        let resources = own_or(dict, above);
        if dict.contains_key(b"Kids".as_slice()) {
            let kids = file.list(dict, b"Kids");
            let kids = kids.iter().rev().filter_map(|kid| match kid {
                Value::Ref(id) => Some((*id, resources.clone())),
                _ => None,
            });
            open.extend(kids);
        } else {
            pages.push(PageNode { id, resources });
        }
    }
    pages
}

fn own_or(dict: &Dict, above: Option<Value>) -> Option<Value> {
    dict.get(b"Resources".as_slice()).cloned().or(above)
}
