//! What a font still tells about glyphs that nothing shows any more.

use std::collections::{BTreeMap, BTreeSet};

use hayro_syntax::object::ObjectIdentifier;

/// Which codes of each font were removed somewhere, and which are still shown.
#[derive(Debug, Default)]
pub(crate) struct Usage {
    fonts: BTreeMap<ObjectIdentifier, Codes>,
}

#[derive(Debug, Default)]
pub(crate) struct Codes {
    pub(crate) removed: BTreeSet<u32>,
    pub(crate) shown: BTreeSet<u32>,
}

impl Usage {
    pub(crate) fn note(&mut self, font: ObjectIdentifier, code: u32, gone: bool) {
        let codes = self.fonts.entry(font).or_default();
        if gone {
            codes.removed.insert(code);
        } else {
            codes.shown.insert(code);
        }
    }
}
