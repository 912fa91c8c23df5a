//! The names a content stream may use, and what they stand for.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use hayro_syntax::object::{Dict, Object, ObjectIdentifier, Stream};

use crate::fonts::{Face, Fonts};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Category {
    Font,
    XObject,
    ExtGState,
    ColorSpace,
    Pattern,
    Shading,
    Properties,
}

impl Category {
    pub(crate) const ALL: [Category; 7] = [
        Category::Font,
        Category::XObject,
        Category::ExtGState,
        Category::ColorSpace,
        Category::Pattern,
        Category::Shading,
        Category::Properties,
    ];

    pub(crate) fn key(self) -> &'static str {
        match self {
            Category::Font => "Font",
            Category::XObject => "XObject",
            Category::ExtGState => "ExtGState",
            Category::ColorSpace => "ColorSpace",
            Category::Pattern => "Pattern",
            Category::Shading => "Shading",
            Category::Properties => "Properties",
        }
    }
}

/// Whose `Resources` entry a scope is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Owner {
    Page,
    Stream(ObjectIdentifier),
}

/// The resources of a page, form, pattern or appearance.
pub(crate) struct Scope<'a> {
    pub(crate) owner: Owner,
    resources: Dict<'a>,
    categories: RefCell<HashMap<Category, Option<Dict<'a>>>>,
    faces: RefCell<HashMap<Vec<u8>, Option<Rc<Face<'a>>>>>,
    /// Something uses names here that was not followed.
    pub(crate) all_used: std::cell::Cell<bool>,
}

impl<'a> Scope<'a> {
    pub(crate) fn new(owner: Owner, resources: Dict<'a>) -> Rc<Self> {
        Rc::new(Self {
            owner,
            resources,
            categories: RefCell::default(),
            faces: RefCell::default(),
            all_used: std::cell::Cell::new(false),
        })
    }

    fn category(&self, category: Category) -> Option<Dict<'a>> {
        self.categories
            .borrow_mut()
            .entry(category)
            .or_insert_with(|| super::category(&self.resources, category))
            .clone()
    }

    pub(crate) fn category_dict(&self, category: Category) -> Option<Dict<'a>> {
        self.category(category)
    }

    pub(crate) fn object(&self, category: Category, name: &[u8]) -> Option<Object<'a>> {
        self.category(category)?.get(name)
    }

    pub(crate) fn dict(&self, category: Category, name: &[u8]) -> Option<Dict<'a>> {
        match self.object(category, name)? {
            Object::Dict(dict) => Some(dict),
            Object::Stream(stream) => Some(stream.dict().clone()),
            _ => None,
        }
    }

    pub(crate) fn stream(&self, category: Category, name: &[u8]) -> Option<Stream<'a>> {
        match self.object(category, name)? {
            Object::Stream(stream) => Some(stream),
            _ => None,
        }
    }

    /// The object a name refers to, where it is one of its own.
    pub(crate) fn reference(&self, category: Category, name: &[u8]) -> Option<ObjectIdentifier> {
        self.category(category)?.get_ref(name).map(Into::into)
    }

    pub(crate) fn face(&self, fonts: &Fonts<'a>, name: &[u8]) -> Option<Rc<Face<'a>>> {
        if let Some(known) = self.faces.borrow().get(name) {
            return known.clone();
        }
        let face = match self.dict(Category::Font, name) {
            Some(dict) => fonts.load(&dict, self.reference(Category::Font, name)),
            None => fonts.fallback(),
        };
        self.faces.borrow_mut().insert(name.to_vec(), face.clone());
        face
    }
}
