//! One volume while it grows.

use lopdf::{Dictionary, Document as Pdf, Object, ObjectId, dictionary};

use super::super::{PaperProblem, outline, papers, sizes};
use super::content::Content;
use super::import::{Import, Keys, Shelf};
use super::layers::Layers;
use super::stamp::{self, Shown, StampPlace, Stamps};
use super::tree::{self, Tree};
use super::{Bookmark, Options, Part, notes};

pub(super) struct Binder<'o> {
    options: &'o Options,
    /// The place in the pack of the next page, and how many the pack has.
    next_page: usize,
    of: usize,
    pdf: Pdf,
    pages: ObjectId,
    kids: Vec<ObjectId>,
    shelf: Shelf,
    next_key: i64,
    tree: Tree,
    layers: Layers,
    stamps: Stamps,
    face: ObjectId,
    bookmarks: outline::Shelf,
    group: Option<String>,
    labels: Vec<Object>,
}

impl<'o> Binder<'o> {
    pub(super) fn new(options: &'o Options, first_page: usize, of: usize) -> Binder<'o> {
        let mut pdf = Pdf::with_version("1.7");
        let (pages, face) = (pdf.new_object_id(), pdf.new_object_id());
        let tree = Tree::new(&mut pdf);
        Binder {
            options,
            next_page: first_page,
            of,
            pdf,
            pages,
            kids: Vec::new(),
            shelf: Shelf::new(),
            next_key: 0,
            tree,
            layers: Layers::default(),
            stamps: Stamps::default(),
            face,
            bookmarks: outline::Shelf::default(),
            group: None,
            labels: Vec::new(),
        }
    }

    pub(super) fn add(&mut self, part: Part) -> Result<(), PaperProblem> {
        let Part { source, bookmark, group, label, stamps } = part;
        let named = |problem: String| PaperProblem::Pdf(format!("{}: {problem}", bookmark.title));
        let from = Pdf::load_mem(&source.read()?).map_err(|error| named(error.to_string()))?;
        if from.is_encrypted() {
            return Err(named("it is locked with a password".into()));
        }
        let old: Vec<ObjectId> = from.get_pages().into_values().collect();
        if old.len() != stamps.len() {
            let (pages, stamps) = (old.len(), stamps.len());
            return Err(named(format!("it has {pages} pages, and {stamps} were expected")));
        }
        let tagged = tree::source(&from).is_some();
        let keys = Keys { tagged, next: self.next_key, given: Default::default() };
        let first = self.kids.len();
        let new: Vec<ObjectId> = old.iter().map(|_| self.pdf.new_object_id()).collect();
        let mut import = Import::new(from, &mut self.pdf, &mut self.shelf, keys);
        import.moved.extend(old.iter().copied().zip(new.iter().copied()));
        for ((old, new), text) in old.iter().zip(&new).zip(&stamps) {
            let (mut page, shown) =
                taken(&mut import, *old, *new).ok_or_else(|| named("a page is damaged".into()))?;
            page.set("Parent", self.pages);
            if self.options.stamp != StampPlace::Nowhere {
                let text = stamped(text, &self.options.language, self.next_page, self.of);
                let content = Content::of(import.into, &page, &shown);
                let drawing = self.stamps.draw(&text, &shown, self.options.stamp, &content);
                content.frame(import.into, &mut page, &drawing);
                add_face(import.into, &mut page, self.face);
            }
            import.into.objects.insert(*new, page.into());
            self.next_page += 1;
        }
        self.layers.add(&import);
        self.tree.graft(&mut import, &bookmark.title);
        self.next_key = import.keys.next;
        self.kids.extend(&new);
        self.label(&label, first);
        self.bookmark(group, &bookmark, &new);
        Ok(())
    }

    fn label(&mut self, prefix: &str, first: usize) {
        let label = dictionary! { "S" => "D", "P" => lopdf::text_string(prefix) };
        self.labels.extend([(first as i64).into(), Object::Dictionary(label)]);
    }

    fn bookmark(&mut self, group: Option<String>, bookmark: &Bookmark, pages: &[ObjectId]) {
        let Some(first) = pages.first().copied() else { return };
        let rank = usize::from(group.is_some());
        if group != self.group {
            if let Some(group) = &group {
                self.bookmarks.put(0, group, first);
            }
            self.group = group;
        }
        let mut open: Vec<(usize, &Bookmark)> = vec![(rank, bookmark)];
        while let Some((rank, mark)) = open.pop() {
            let page = pages.get(mark.page.saturating_sub(1)).copied().unwrap_or(first);
            self.bookmarks.put(rank, &mark.title, page);
            open.extend(mark.children.iter().rev().map(|child| (rank + 1, child)));
        }
    }

    /// The finished file and how many pages it has.
    pub(super) fn finish(mut self, title: &str) -> Result<(Vec<u8>, usize), PaperProblem> {
        let count = self.kids.len();
        let pages = branched(&mut self.pdf, self.pages, self.kids);
        let face = self.stamps.write_face(&mut self.pdf);
        self.pdf.objects.insert(self.face, face);
        let mut catalog = dictionary! {
            "Type" => "Catalog",
            "Pages" => pages,
            "MarkInfo" => dictionary! { "Marked" => true },
            "PageLabels" => dictionary! { "Nums" => self.labels },
        };
        catalog.set("StructTreeRoot", self.tree.write(&mut self.pdf, self.next_key));
        if let Some(layers) = self.layers.write(&mut self.pdf) {
            catalog.set("OCProperties", layers);
        }
        if let Some(bookmarks) = self.bookmarks.write(&mut self.pdf) {
            catalog.set("Outlines", bookmarks);
            catalog.set("PageMode", "UseOutlines");
        }
        let catalog = self.pdf.add_object(catalog);
        self.pdf.trailer.set("Root", catalog);
        papers::name(&mut self.pdf, title, &self.options.language)?;
        Ok((papers::save(self.pdf)?, count))
    }
}

fn stamped(text: &str, language: &str, page: usize, of: usize) -> String {
    match language.split('-').next() {
        Some("cy") => format!("{text} · tudalen {page} o {of}"),
        _ => format!("{text} · page {page} of {of}"),
    }
}

/// A page with what it inherits, and how it is shown.
fn taken(import: &mut Import<'_>, old: ObjectId, new: ObjectId) -> Option<(Dictionary, Shown)> {
    let source = import.from.get_dictionary(old).ok()?.clone();
    let inherited = |key: &[u8]| {
        let mut dict = Some(&source);
        // Deeper than any honest tree; one that goes in a circle ends here.
        for _ in 0..64 {
            let here = dict?;
            if let Ok(value) = here.get(key) {
                return Some(value.clone());
            }
            let parent = here.get(b"Parent").and_then(Object::as_reference).ok();
            dict = parent.and_then(|id| import.from.get_dictionary(id).ok());
        }
        None
    };
    let numbers = |key: &[u8]| frame(&import.from, &inherited(key)?);
    let media = numbers(b"MediaBox").unwrap_or([0.0, 0.0, sizes::PAGE_WIDTH, sizes::PAGE_HEIGHT]);
    let crop = numbers(b"CropBox").map_or(media, |crop| common(media, crop));
    let turned = inherited(b"Rotate")
        .and_then(|turned| import.from.dereference(&turned).ok()?.1.as_i64().ok())
        .unwrap_or(0)
        .rem_euclid(360);
    let unit = source.get(b"UserUnit").and_then(Object::as_float).unwrap_or(1.0);
    let unit = if (0.001..1000.0).contains(&unit) { unit } else { 1.0 };
    let mut page = dictionary! { "Type" => "Page" };
    page.set("MediaBox", media.map(Object::Real).to_vec());
    if crop != media {
        page.set("CropBox", crop.map(Object::Real).to_vec());
    }
    if turned % 90 == 0 && turned != 0 {
        page.set("Rotate", turned);
    }
    page.set("Resources", inherited(b"Resources").unwrap_or_else(|| Dictionary::new().into()));
    for key in ["Contents", "Group", "UserUnit", "StructParents"] {
        if let Ok(value) = source.get(key.as_bytes()) {
            page.set(key, value.clone());
        }
    }
    let mut whole = Object::Dictionary(page);
    import.adopt(&mut whole);
    let Object::Dictionary(mut page) = whole else { return None };
    if import.keys.tagged {
        page.set("Tabs", "S");
    }
    if let Ok(annotations) = source.get(b"Annots") {
        let notes = notes::kept(import, annotations, new);
        if !notes.is_empty() {
            page.set("Annots", notes);
        }
    }
    Some((page, Shown { frame: crop, turned, unit }))
}

fn frame(pdf: &Pdf, object: &Object) -> Option<[f32; 4]> {
    let list = pdf.dereference(object).ok()?.1.as_array().ok()?;
    let number = |object: &Object| pdf.dereference(object).ok()?.1.as_float().ok();
    let four: Vec<f32> = list.iter().filter_map(number).collect();
    let [one, two, three, four] = four.try_into().ok()?;
    let frame = [one.min(three), two.min(four), one.max(three), two.max(four)];
    let sane = frame.iter().all(|edge| edge.abs() < 1e6);
    (sane && frame[2] - frame[0] > 0.5 && frame[3] - frame[1] > 0.5).then_some(frame)
}

fn common(media: [f32; 4], crop: [f32; 4]) -> [f32; 4] {
    let both = [
        media[0].max(crop[0]),
        media[1].max(crop[1]),
        media[2].min(crop[2]),
        media[3].min(crop[3]),
    ];
    if both[2] > both[0] && both[3] > both[1] { both } else { media }
}

/// Adds the stamp's face to the page's resources, which may be shared with other pages.
fn add_face(pdf: &mut Pdf, page: &mut Dictionary, face: ObjectId) {
    let resources = match page.get_mut(b"Resources") {
        Ok(Object::Dictionary(dict)) => Some(dict),
        Ok(Object::Reference(id)) => {
            let id = *id;
            return match pdf.objects.get_mut(&id) {
                Some(Object::Dictionary(dict)) => {
                    let mut dict = std::mem::take(dict);
                    add_face_to(pdf, &mut dict, face);
                    pdf.objects.insert(id, dict.into());
                }
                _ => {
                    let fonts = dictionary! { stamp::FACE => face };
                    page.set("Resources", dictionary! { "Font" => fonts });
                }
            };
        }
        _ => None,
    };
    match resources {
        Some(dict) => add_face_to(pdf, dict, face),
        None => {
            let fonts = dictionary! { stamp::FACE => face };
            page.set("Resources", dictionary! { "Font" => fonts });
        }
    }
}

fn add_face_to(pdf: &mut Pdf, resources: &mut Dictionary, face: ObjectId) {
    match resources.get_mut(b"Font") {
        Ok(Object::Dictionary(fonts)) => fonts.set(stamp::FACE, face),
        Ok(Object::Reference(id)) if matches!(pdf.objects.get(id), Some(Object::Dictionary(_))) => {
            if let Some(Object::Dictionary(fonts)) = pdf.objects.get_mut(id) {
                fonts.set(stamp::FACE, face);
            }
        }
        _ => resources.set("Font", dictionary! { stamp::FACE => face }),
    }
}

/// The tree of pages: viewers open the last of 5,000 sooner when it has branches.
fn branched(pdf: &mut Pdf, root: ObjectId, kids: Vec<ObjectId>) -> ObjectId {
    const BRANCH: usize = 64;
    let count = kids.len() as i64;
    let references =
        |kids: &[ObjectId]| kids.iter().map(|id| (*id).into()).collect::<Vec<Object>>();
    let mut branches = Vec::new();
    if kids.len() <= BRANCH {
        branches = references(&kids);
    } else {
        for part in kids.chunks(BRANCH) {
            let branch = pdf.add_object(dictionary! {
                "Type" => "Pages",
                "Parent" => root,
                "Count" => part.len() as i64,
                "Kids" => references(part),
            });
            for kid in part {
                if let Ok(page) = pdf.get_dictionary_mut(*kid) {
                    page.set("Parent", branch);
                }
            }
            branches.push(branch.into());
        }
    }
    let dict = dictionary! { "Type" => "Pages", "Count" => count, "Kids" => branches };
    pdf.objects.insert(root, dict.into());
    root
}
