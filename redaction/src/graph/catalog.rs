//! The frame around the pages: page tree, catalogue, outline, structure. Made anew.

use hayro_syntax::object::{Array, Dict, Name, Object as Source, String as Text};
use hayro_syntax::page::Page;
use lopdf::{Dictionary, Object, ObjectId, dictionary};

use super::keep::Role;
use super::{Graph, real};
use crate::refusal::Refusal;

/// What a page takes from the nodes above it (ISO 32000-2, 7.7.3.4).
const INHERITED: [&str; 4] = ["Resources", "MediaBox", "CropBox", "Rotate"];
const OWN: [(&str, Role); 8] = [
    ("Contents", Role::Content),
    ("Group", Role::Group),
    ("UserUnit", Role::Plain),
    ("StructParents", Role::Plain),
    ("Tabs", Role::Plain),
    ("BleedBox", Role::Plain),
    ("TrimBox", Role::Plain),
    ("ArtBox", Role::Plain),
];
/// More entries than any outline or tree of names has; ends loops.
const MOST_ENTRIES: usize = 100_000;

impl<'a> Graph<'a> {
    pub(super) fn bring_pages(&mut self) -> Result<(), Refusal> {
        let pages = self.pdf.pages();
        let tree = self.new_id();
        for page in pages.iter() {
            let new = self.new_id();
            if let Some(id) = page.raw().obj_id() {
                self.ids.entry(id).or_insert(new);
            }
            self.pages.push(new);
        }
        for (index, page) in pages.iter().enumerate() {
            let dict = self.page(page, tree)?;
            let Some(new) = self.pages.get(index).copied() else { continue };
            self.doc.objects.insert(new, Object::Dictionary(dict));
            self.bring_annotations(page.raw(), new)?;
        }
        self.drain()?;
        let kids: Vec<Object> = self.pages.iter().map(|id| Object::Reference(*id)).collect();
        let count = kids.len() as i64;
        self.doc.objects.insert(
            tree,
            dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count }.into(),
        );
        let catalog =
            self.add(dictionary! { "Type" => "Catalog", "Pages" => Object::Reference(tree) });
        self.doc.trailer.set("Root", Object::Reference(catalog));
        Ok(())
    }

    fn page(&mut self, page: &'a Page<'a>, tree: ObjectId) -> Result<Dictionary, Refusal> {
        let (source, sheet) = (page.raw(), page.media_box());
        let mut page = dictionary! { "Type" => "Page", "Parent" => Object::Reference(tree) };
        for key in INHERITED {
            let role = if key == "Resources" { Role::Resources } else { Role::Plain };
            let mut node = Some(source.clone());
            for _ in 0..self.limits.depth {
                let Some(dict) = node else { break };
                if let Some(value) = dict.get_raw::<Source<'a>>(key) {
                    if let Some(value) = self.value(value, role, 0)? {
                        page.set(key, value);
                    }
                    break;
                }
                node = dict.get::<Dict<'a>>("Parent");
            }
        }
        if !page.has(b"MediaBox") {
            // As large as the reader that proves it takes a page that does not say.
            page.set("MediaBox", [sheet.x0, sheet.y0, sheet.x1, sheet.y1].map(real).to_vec());
        }
        for (key, role) in OWN {
            if let Some(value) = source.get_raw::<Source<'a>>(key)
                && let Some(value) = self.value(value, role, 0)?
            {
                page.set(key, value);
            }
        }
        for (key, what) in
            [("Thumb", "thumbnail"), ("PieceInfo", "private data"), ("Metadata", "XMP")]
        {
            self.count(what, usize::from(source.contains_key(key)));
        }
        Ok(page)
    }

    /// What the catalogue of the source has that a reader may keep.
    pub(super) fn bring_frame(&mut self) -> Result<(), Refusal> {
        let Some(source) = self.pdf.xref().get::<Dict<'a>>(self.pdf.xref().root_id()) else {
            return Ok(());
        };
        let mut frame = Dictionary::new();
        if let Some(lang) = source.get::<Text<'_>>("Lang") {
            frame.set("Lang", Object::string_literal(lang.as_bytes().to_vec()));
        }
        if let Some(labels) = source.get::<Source<'a>>("PageLabels")
            && let Some(labels) = self.convert(&labels, Role::Plain, 0)?
        {
            frame.set("PageLabels", labels);
        }
        if let Some(root) = source.get::<Dict<'a>>("StructTreeRoot") {
            let tree = match source.get_ref("StructTreeRoot") {
                Some(id) => self.refer(id.into(), Role::StructureRoot),
                None => self
                    .convert(&Source::Dict(root), Role::StructureRoot, 0)?
                    .unwrap_or(Object::Null),
            };
            self.drain()?;
            frame.set("StructTreeRoot", tree);
            frame.set("MarkInfo", dictionary! { "Marked" => true });
        }
        if let Some(outline) = source.get::<Dict<'a>>("Outlines")
            && let Some(outline) = self.outline(&outline)?
        {
            frame.set("Outlines", Object::Reference(outline));
        }
        if let Some(layout) = source.get::<Name<'_>>("PageLayout") {
            frame.set("PageLayout", Object::Name(layout.as_ref().to_vec()));
        }
        self.bring_form(&source, &mut frame)?;
        self.drain()?;
        self.count_left_behind(&source);
        if let Ok(catalog) = self.doc.catalog_mut() {
            catalog.extend(&frame);
        }
        Ok(())
    }

    /// Takes away what stands around the pages and repeats their words.
    pub(crate) fn leave_frame(&mut self) {
        let mut gone = 0;
        if let Ok(catalog) = self.doc.catalog_mut() {
            for key in ["Outlines", "PageLabels", "StructTreeRoot", "MarkInfo"] {
                gone += usize::from(catalog.remove(key.as_bytes()).is_some());
            }
        }
        for (_, id) in self.annotations.clone().iter().flatten() {
            if let Some(dict) = self.dictionary_mut(*id) {
                for key in ["A", "V", "DV", "Opt", "MK", "TU", "Contents"] {
                    gone += usize::from(dict.remove(key.as_bytes()).is_some());
                }
            }
        }
        self.count("bookmarks, structure, or what links and fields say", gone);
        self.notes.push(
            "bookmarks, structure, web links and values of fields were left out: one of them \
             repeated removed words in a way that could not be taken apart"
                .to_owned(),
        );
    }

    fn count_left_behind(&mut self, source: &Dict<'a>) {
        for (key, what) in [
            ("Metadata", "XMP"),
            ("AF", "attachment"),
            ("Collection", "collection"),
            ("Threads", "article thread"),
            ("OpenAction", "action"),
            ("AA", "action"),
            ("PieceInfo", "private data"),
            ("OCProperties", "layer names and rules"),
            ("Dests", "named destinations"),
            ("Perms", "signature"),
            ("DSS", "signature"),
        ] {
            self.count(what, usize::from(source.contains_key(key)));
        }
        if let Some(names) = source.get::<Dict<'_>>("Names") {
            for (key, what) in [
                ("EmbeddedFiles", "attachment"),
                ("JavaScript", "script"),
                ("Dests", "named destinations"),
            ] {
                self.count(what, usize::from(names.contains_key(key)));
            }
        }
    }

    /// Copies an outline with explicit destinations, in one pass without recursion.
    fn outline(&mut self, source: &Dict<'a>) -> Result<Option<ObjectId>, Refusal> {
        let root = self.new_id();
        let mut seen = std::collections::HashSet::new();
        // Parent in the output, and the chain of entries below it.
        let mut open: Vec<(ObjectId, Option<Dict<'a>>)> = vec![(root, source.get("First"))];
        let mut children: Vec<(ObjectId, Vec<ObjectId>)> = Vec::new();
        while let Some((parent, first)) = open.pop() {
            let mut chain = Vec::new();
            let mut next = first;
            while let Some(entry) = next {
                if !seen.insert(entry.data().as_ptr()) || seen.len() > MOST_ENTRIES {
                    break;
                }
                let id = self.new_id();
                let mut out = dictionary! { "Parent" => Object::Reference(parent) };
                let title = entry.get::<Text<'_>>("Title");
                let title = title.map_or_else(Vec::new, |t| t.as_bytes().to_vec());
                out.set("Title", Object::string_literal(title));
                if let Some(to) = self.destination(&entry) {
                    out.set("Dest", to);
                }
                self.doc.objects.insert(id, out.into());
                if let Some(below) = entry.get::<Dict<'a>>("First") {
                    open.push((id, Some(below)));
                }
                chain.push(id);
                next = entry.get::<Dict<'a>>("Next");
            }
            children.push((parent, chain));
        }
        if children.first().is_none_or(|(_, chain)| chain.is_empty()) {
            return Ok(None);
        }
        self.doc.objects.insert(root, dictionary! { "Type" => "Outlines" }.into());
        for (parent, chain) in children {
            self.link(parent, &chain, parent == root);
        }
        Ok(Some(root))
    }

    fn link(&mut self, parent: ObjectId, chain: &[ObjectId], top: bool) {
        let (Some(first), Some(last)) = (chain.first(), chain.last()) else { return };
        if let Some(dict) = self.dictionary_mut(parent) {
            dict.set("First", Object::Reference(*first));
            dict.set("Last", Object::Reference(*last));
            let count = chain.len() as i64;
            // Closed, so that no count of open descendants can be wrong.
            dict.set("Count", if top { count } else { -count });
        }
        for pair in chain.windows(2) {
            let &[before, after] = pair else { continue };
            if let Some(dict) = self.dictionary_mut(before) {
                dict.set("Next", Object::Reference(after));
            }
            if let Some(dict) = self.dictionary_mut(after) {
                dict.set("Prev", Object::Reference(before));
            }
        }
    }

    /// The explicit destination of a link or an outline entry, if it is a page that came over.
    pub(super) fn destination(&self, of: &Dict<'a>) -> Option<Object> {
        let to = of.get::<Source<'a>>("Dest").or_else(|| {
            let action = of.get::<Dict<'a>>("A")?;
            (action.get::<Name<'_>>("S")?.as_ref() == b"GoTo").then(|| action.get("D"))?
        })?;
        self.explicit(to, 0)
    }

    fn explicit(&self, to: Source<'a>, depth: u32) -> Option<Object> {
        match to {
            _ if depth > 4 => None,
            Source::Array(list) => {
                let page = list.raw_iter().next()?.as_obj_ref()?;
                let page = self.place(page.into()).filter(|id| self.pages.contains(id))?;
                let mut out = vec![Object::Reference(page)];
                for item in list.iter::<Source<'a>>().skip(1).take(5) {
                    out.push(match item {
                        Source::Number(n) => super::real(n.as_f64()),
                        Source::Name(n) => Object::Name(n.as_ref().to_vec()),
                        _ => Object::Null,
                    });
                }
                Some(Object::Array(out))
            }
            Source::Dict(dict) => self.explicit(dict.get("D")?, depth + 1),
            Source::Name(name) => {
                let catalog = self.pdf.xref().get::<Dict<'a>>(self.pdf.xref().root_id())?;
                let found = catalog.get::<Dict<'a>>("Dests")?.get(name.as_ref())?;
                self.explicit(found, depth + 1)
            }
            Source::String(name) => {
                let catalog = self.pdf.xref().get::<Dict<'a>>(self.pdf.xref().root_id())?;
                let tree = catalog.get::<Dict<'a>>("Names")?.get::<Dict<'a>>("Dests")?;
                self.explicit(named(&tree, name.as_bytes(), 0)?, depth + 1)
            }
            _ => None,
        }
    }
}

/// Looks a name up in a name tree (ISO 32000-2, 7.9.6).
fn named<'a>(node: &Dict<'a>, name: &[u8], depth: u32) -> Option<Source<'a>> {
    if depth > 16 {
        return None;
    }
    if let Some(limits) = node.get::<Array<'_>>("Limits") {
        let mut ends = limits.iter::<Text<'_>>();
        if let (Some(low), Some(high)) = (ends.next(), ends.next())
            && (name < low.as_bytes() || name > high.as_bytes())
        {
            return None;
        }
    }
    if let Some(names) = node.get::<Array<'a>>("Names") {
        let mut items = names.iter::<Source<'a>>();
        while let (Some(key), Some(value)) = (items.next(), items.next()) {
            if matches!(key, Source::String(k) if k.as_bytes() == name) {
                return Some(value);
            }
        }
    }
    node.get::<Array<'a>>("Kids")?.iter::<Dict<'a>>().find_map(|kid| named(&kid, name, depth + 1))
}
