//! Writing streams anew: only the spans that changed, in copies where others share them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use lopdf::{Dictionary, Object, ObjectId, Stream};
use sha2::{Digest, Sha256};

use super::Account;
use super::decide::Decisions;
use crate::content::Splices;
use crate::graph::{Graph, compressed};
use crate::images::{self, Burnt};
use crate::limits::Limits;
use crate::refusal::Refusal;
use crate::scene::{Category, Kind, Owner, Run, Scene, Thing};
use crate::vectors::{self, Cut};
use crate::{properties, text};

/// Names that stayed in use, by whose resources they are.
type Uses = BTreeSet<(Category, Vec<u8>)>;

/// Knows, over all pages, which streams were copied and which names are still used.
#[derive(Default)]
pub(super) struct Editor {
    /// Copies by source and content, so that equal ones are written once.
    copies: HashMap<(ObjectId, [u8; 32]), ObjectId>,
    images: HashMap<[u8; 32], ObjectId>,
    /// Streams that stay as they are, and the names they use of their own resources.
    kept: BTreeMap<ObjectId, Option<Uses>>,
}

/// What changes in one run.
#[derive(Default)]
struct Change {
    splices: Splices,
    added: Vec<(Category, Vec<u8>, Object)>,
    dropped: Uses,
}

/// What a page draws over what it lost.
pub(super) struct Drawn {
    pub(super) content: Vec<u8>,
    pub(super) fonts: Vec<(Vec<u8>, Object)>,
}

impl Editor {
    /// Writes page `index` without what `decisions` take from it.
    #[expect(clippy::too_many_arguments, reason = "the page's parts, each borrowed once")]
    pub(super) fn page(
        &mut self,
        graph: &mut Graph<'_>,
        scene: &Scene<'_>,
        decisions: &Decisions,
        account: &mut Account,
        index: usize,
        drawn: &Drawn,
        limits: &Limits,
    ) -> Result<(), Refusal> {
        let Some(page) = graph.pages.get(index).copied() else { return Ok(()) };
        // A child is always read after the stream that draws it.
        let mut replaced: Vec<Option<ObjectId>> = vec![None; scene.runs.len()];
        let mut lent: Uses = BTreeSet::new();
        for number in (0..scene.runs.len()).rev() {
            let Some(run) = scene.runs.get(number) else { continue };
            let change =
                self.change(graph, scene, number, decisions, account, &replaced, index, limits);
            let uses: Uses =
                run.uses.iter().filter(|u| !change.dropped.contains(u)).cloned().collect();
            let place = run.stream.and_then(|id| graph.place(id));
            let Some(place) = place else {
                if run.stream.is_none() {
                    lent.extend(uses);
                    self.write_page(graph, page, run, change, &lent, drawn);
                }
                continue;
            };
            let own = run.stream.map(Owner::Stream) == Some(run.scope.owner);
            if change.splices.is_empty() && change.added.is_empty() {
                if own {
                    self.keep(place, uses, run.scope.all_used.get());
                } else {
                    lent.extend(uses);
                    self.kept.entry(place).or_insert_with(|| Some(BTreeSet::new()));
                }
                continue;
            }
            let keys = if own { uses } else { run.uses.iter().cloned().collect() };
            let base = if own { place } else { page };
            let resources = resources(graph, base, &keys, run.scope.all_used.get(), &change.added);
            let content = change.splices.apply(&run.data);
            replaced.insert_at(number, self.copy(graph, place, &content, resources));
        }
        self.appearances(graph, scene, index, &replaced);
        Ok(())
    }

    fn keep(&mut self, place: ObjectId, uses: Uses, all: bool) {
        let known = self.kept.entry(place).or_insert_with(|| Some(BTreeSet::new()));
        match known {
            Some(known) if !all => known.extend(uses),
            known => *known = None,
        }
    }

    #[expect(clippy::too_many_arguments, reason = "as above")]
    fn change(
        &mut self,
        graph: &mut Graph<'_>,
        scene: &Scene<'_>,
        number: usize,
        decisions: &Decisions,
        account: &mut Account,
        replaced: &[Option<ObjectId>],
        index: usize,
        limits: &Limits,
    ) -> Change {
        let mut change = Change::default();
        let Some(run) = scene.runs.get(number) else { return change };
        for span in &run.litter {
            change.splices.replace(*span, "");
        }
        // A name stays in use while one operator with it is left.
        let mut objects_left: Uses = BTreeSet::new();
        let mut objects_gone: Uses = BTreeSet::new();
        for thing in &run.things {
            let hidden = thing.hidden && decisions.drop_hidden;
            match &thing.kind {
                Kind::Show { first, count, free_end, .. } => {
                    let range = *first..*first + *count;
                    let gone = decisions.gone.get(range.clone()).unwrap_or_default();
                    let shifts = decisions.shifts.get(range.clone()).unwrap_or_default();
                    if gone.iter().any(|g| *g) || shifts.iter().any(|s| *s != 0.0) {
                        let glyphs = scene.glyphs.get(range).unwrap_or_default();
                        let by =
                            text::without(&run.data, thing.span, glyphs, gone, shifts, *free_end);
                        change.splices.replace(thing.span, by);
                    }
                }
                Kind::Path(path) => {
                    let beyond = path.bounds.is_some_and(|b| decisions.is_cropped(&b));
                    let by = if (hidden || beyond) && !path.clips {
                        Vec::new()
                    } else {
                        match vectors::cut(&run.data, thing.span, path, &decisions.region) {
                            Cut::Whole => continue,
                            Cut::By(by) => {
                                note_path(account, index, decisions, path.bounds);
                                by
                            }
                        }
                    };
                    let mut own = vectors::operators(&run.data, thing.span);
                    if let Some(paint) = own.pop() {
                        change.splices.replace(paint, by);
                    }
                    own.into_iter().for_each(|span| change.splices.replace(span, ""));
                }
                Kind::Image { .. } | Kind::InlineImage { .. } if hidden => {
                    change.splices.replace(thing.span, "");
                    objects_gone.extend(name_of(run, thing));
                }
                Kind::Image { object, ctm } => {
                    let used = name_of(run, thing);
                    let burnt = object.and_then(|id| {
                        let place = graph.place(id)?;
                        let dict = graph.dictionary(place)?.clone();
                        let source = graph.source_stream(place)?;
                        Some(images::burn(graph, &source, &dict, ctm, &decisions.region, limits))
                    });
                    let name = self.image(graph, burnt, thing, &mut change, number, account, index);
                    match name {
                        true => objects_gone.extend(used),
                        false => objects_left.extend(used),
                    }
                }
                Kind::InlineImage { ctm } => {
                    let bytes = thing.span.of(&run.data);
                    let burnt = images::with_inline(bytes, |mut dict, source| {
                        name_colours(graph, run, number, scene, &mut dict);
                        images::burn(graph, source, &dict, ctm, &decisions.region, limits)
                    });
                    self.image(graph, burnt, thing, &mut change, number, account, index);
                }
                Kind::Child { via: Category::XObject, .. } if hidden => {
                    change.splices.replace(thing.span, "");
                    objects_gone.extend(name_of(run, thing));
                }
                Kind::Child { via, name, run: child } => {
                    let used = (*via, name.clone());
                    match replaced.get(*child).copied().flatten() {
                        None => {
                            objects_left.insert(used);
                        }
                        Some(new) => {
                            self.rename(graph, run, thing, *via, name, new, &mut change);
                            objects_gone.insert(used);
                        }
                    }
                }
                Kind::Shading { .. } if hidden => change.splices.replace(thing.span, ""),
                Kind::Shading { .. } => {}
                Kind::Properties { marked } => {
                    let touched = properties::touched(scene, &decisions.gone, *marked);
                    if let Some(by) = properties::clean(&run.data, thing.span, touched) {
                        change.splices.replace(thing.span, by);
                    }
                }
                Kind::Layer => change.splices.replace(thing.span, "/OC BMC"),
            }
        }
        change.dropped = objects_gone.difference(&objects_left).cloned().collect();
        change
    }

    /// Puts what became of an image in its place; tells whether its name is used no more.
    #[expect(clippy::too_many_arguments, reason = "as above")]
    fn image(
        &mut self,
        graph: &mut Graph<'_>,
        burnt: Option<Burnt>,
        thing: &Thing,
        change: &mut Change,
        number: usize,
        account: &mut Account,
        index: usize,
    ) -> bool {
        let marks = account.report.marks.iter_mut().filter(|m| m.page == index);
        match burnt {
            None | Some(Burnt::Whole) => return false,
            Some(Burnt::Gone) => change.splices.replace(thing.span, ""),
            Some(Burnt::Unreadable(why)) => {
                graph.notes.push(format!(
                    "an image on page {} was left out: {why}",
                    index.saturating_add(1)
                ));
                change.splices.replace(thing.span, "");
            }
            Some(Burnt::By(picture)) => {
                let mut image = picture.image;
                for (key, mask) in picture.masks {
                    let id = self.share(graph, mask);
                    image.dict.set(key, Object::Reference(id));
                }
                let id = self.share(graph, image);
                let name = new_name(number, change.added.len());
                change.splices.replace(thing.span, [b"/", name.as_slice(), b" Do"].concat());
                change.added.push((Category::XObject, name, Object::Reference(id)));
            }
        }
        marks.for_each(|m| m.images += 1);
        true
    }

    fn share(&mut self, graph: &mut Graph<'_>, stream: Stream) -> ObjectId {
        let key: [u8; 32] = Sha256::new()
            .chain_update(format!("{:?}", stream.dict))
            .chain_update(&stream.content)
            .finalize()
            .into();
        *self.images.entry(key).or_insert_with(|| graph.add(stream))
    }

    /// Has `thing` draw `new` in place of what `name` stands for.
    #[expect(clippy::too_many_arguments, reason = "as above")]
    fn rename(
        &mut self,
        graph: &mut Graph<'_>,
        run: &Run<'_>,
        thing: &Thing,
        via: Category,
        name: &[u8],
        new: ObjectId,
        change: &mut Change,
    ) {
        let fresh = new_name(new.0 as usize, 0);
        let by = match via {
            Category::ExtGState => [b"/", fresh.as_slice(), b" gs"].concat(),
            Category::Pattern => properties::renamed(&run.data, thing.span, name, &fresh),
            _ => [b"/", fresh.as_slice(), b" Do"].concat(),
        };
        change.splices.replace(thing.span, by);
        let object = if via == Category::ExtGState {
            let Some(settings) = run.scope.reference(via, name).and_then(|id| graph.place(id))
            else {
                // A direct dictionary: without its mask rather than with the old one.
                let mut settings = Dictionary::new();
                settings.set("SMask", "None");
                change.added.push((via, fresh, settings.into()));
                return;
            };
            let mut settings = graph.dictionary(settings).cloned().unwrap_or_default();
            let mask = settings.get(b"SMask").map(|o| graph.resolve(o));
            let mut mask = match mask {
                Ok(Object::Dictionary(mask)) => mask.clone(),
                _ => Dictionary::new(),
            };
            mask.set("G", Object::Reference(new));
            settings.set("SMask", mask);
            settings.into()
        } else {
            Object::Reference(new)
        };
        change.added.push((via, fresh, object));
    }

    /// A copy of the stream at `place` with other content, or the same copy as before.
    fn copy(
        &mut self,
        graph: &mut Graph<'_>,
        place: ObjectId,
        content: &[u8],
        resources: Dictionary,
    ) -> ObjectId {
        let digest: [u8; 32] = Sha256::new()
            .chain_update(content)
            .chain_update(format!("{resources:?}"))
            .finalize()
            .into();
        if let Some(known) = self.copies.get(&(place, digest)) {
            return *known;
        }
        let mut dict = graph.dictionary(place).cloned().unwrap_or_default();
        dict.set("Resources", resources);
        let new = graph.add(compressed(dict, content));
        self.copies.insert((place, digest), new);
        new
    }

    fn write_page(
        &mut self,
        graph: &mut Graph<'_>,
        page: ObjectId,
        run: &Run<'_>,
        change: Change,
        uses: &Uses,
        drawn: &Drawn,
    ) {
        let mut added = change.added;
        for (name, font) in &drawn.fonts {
            added.push((Category::Font, name.clone(), font.clone()));
        }
        let resources = resources(graph, page, uses, run.scope.all_used.get(), &added);
        let changed = !change.splices.is_empty();
        let mut content = None;
        if changed || !drawn.content.is_empty() {
            let mut data = change.splices.apply(&run.data);
            if !drawn.content.is_empty() {
                // The page's own state must not move or clip the boxes.
                let mut whole = b"q\n".to_vec();
                whole.append(&mut data);
                whole.extend_from_slice(if run.open_text { b"\nET\n" } else { b"\n" });
                for _ in 0..run.open_saves {
                    whole.extend_from_slice(b"Q ");
                }
                whole.extend_from_slice(b"Q\n");
                whole.extend_from_slice(&drawn.content);
                data = whole;
            }
            content = Some(graph.add(compressed(Dictionary::new(), &data)));
        }
        if let Some(page) = graph.dictionary_mut(page) {
            page.set("Resources", resources);
            if let Some(content) = content {
                page.set("Contents", Object::Reference(content));
            }
        }
    }

    fn appearances(
        &mut self,
        graph: &mut Graph<'_>,
        scene: &Scene<'_>,
        index: usize,
        replaced: &[Option<ObjectId>],
    ) {
        for (annotation, state, run) in &scene.appearances {
            let Some(new) = replaced.get(*run).copied().flatten() else { continue };
            let id =
                graph.annotations.get(index).and_then(|l| l.get(*annotation)).map(|(_, id)| *id);
            let Some(id) = id else { continue };
            let normal = match state {
                None => Object::Reference(new),
                Some(state) => {
                    let states = graph
                        .dictionary(id)
                        .and_then(|d| d.get(b"AP").ok())
                        .and_then(|ap| graph.resolve(ap).as_dict().ok())
                        .and_then(|ap| ap.get(b"N").ok())
                        .and_then(|n| graph.resolve(n).as_dict().ok());
                    let mut states = states.cloned().unwrap_or_default();
                    states.set(state.clone(), Object::Reference(new));
                    states.into()
                }
            };
            if let Some(dict) = graph.dictionary_mut(id) {
                let mut pictures = Dictionary::new();
                pictures.set("N", normal);
                dict.set("AP", pictures);
            }
        }
    }

    /// Takes names out of the resources of streams that stayed, where nothing uses them.
    pub(super) fn prune_shared(&mut self, graph: &mut Graph<'_>) {
        for (place, uses) in std::mem::take(&mut self.kept) {
            let has = graph.dictionary(place).is_some_and(|d| d.has(b"Resources"));
            if let (true, Some(uses)) = (has, uses) {
                let resources = resources(graph, place, &uses, false, &[]);
                if let Some(dict) = graph.dictionary_mut(place) {
                    dict.set("Resources", resources);
                }
            }
        }
    }
}

trait InsertAt {
    fn insert_at(&mut self, index: usize, id: ObjectId);
}

impl InsertAt for Vec<Option<ObjectId>> {
    fn insert_at(&mut self, index: usize, id: ObjectId) {
        if let Some(place) = self.get_mut(index) {
            *place = Some(id);
        }
    }
}

fn new_name(run: usize, number: usize) -> Vec<u8> {
    format!("Rd{run}x{number}").into_bytes()
}

fn name_of(run: &Run<'_>, thing: &Thing) -> Option<(Category, Vec<u8>)> {
    let mut steps = crate::content::Steps::within(&run.data, thing.span);
    steps.next()?;
    steps.name().map(|name| (Category::XObject, name.to_vec()))
}

/// A colour space that an inline image names is one of the stream's resources.
fn name_colours(
    graph: &Graph<'_>,
    run: &Run<'_>,
    _number: usize,
    _scene: &Scene<'_>,
    dict: &mut Dictionary,
) {
    let Ok(Object::Name(name)) = dict.get(b"ColorSpace") else { return };
    if let Some(space) =
        run.scope.reference(Category::ColorSpace, name).and_then(|id| graph.place(id))
    {
        dict.set("ColorSpace", Object::Reference(space));
    } else if let Some(space) =
        run.scope.object(Category::ColorSpace, name).and_then(|o| graph.direct(&o))
    {
        dict.set("ColorSpace", space);
    }
}

/// The resources of a page or stream, with only the names in `uses`, and `added`.
fn resources(
    graph: &Graph<'_>,
    of: ObjectId,
    uses: &Uses,
    all: bool,
    added: &[(Category, Vec<u8>, Object)],
) -> Dictionary {
    let source = graph
        .dictionary(of)
        .and_then(|d| d.get(b"Resources").ok())
        .and_then(|o| graph.resolve(o).as_dict().ok());
    let mut out = Dictionary::new();
    for category in Category::ALL {
        let names = source
            .and_then(|s| s.get(category.key().as_bytes()).ok())
            .and_then(|o| graph.resolve(o).as_dict().ok());
        let mut kept = Dictionary::new();
        for (name, object) in names.into_iter().flat_map(Dictionary::iter) {
            // Default colour spaces are used without being named (ISO 32000-2, 8.6.5.6).
            let default = category == Category::ColorSpace && name.starts_with(b"Default");
            if all || default || uses.contains(&(category, name.clone())) {
                kept.set(name.clone(), object.clone());
            }
        }
        for (_, name, object) in added.iter().filter(|(c, _, _)| *c == category) {
            kept.set(name.clone(), object.clone());
        }
        if !kept.is_empty() {
            out.set(category.key(), kept);
        }
    }
    out
}

fn note_path(
    account: &mut Account,
    index: usize,
    decisions: &Decisions,
    bounds: Option<crate::geometry::Rect>,
) {
    let Some(bounds) = bounds else { return };
    if decisions.region.near(&bounds).next().is_some() {
        account.report.marks.iter_mut().filter(|m| m.page == index).for_each(|m| m.paths += 1);
    }
}
