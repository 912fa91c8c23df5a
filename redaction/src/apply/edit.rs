//! Writing streams anew: only the spans that changed, in copies where others share them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use lopdf::{Dictionary, Object, ObjectId};
use sha2::{Digest, Sha256};

use super::Account;
use super::beneath::Beneath;
use super::decide::Decisions;
use super::removals::Removals;
use crate::content::Splices;
use crate::graph::{Graph, compressed};
use crate::limits::Limits;
use crate::refusal::Refusal;
use crate::scene::{Category, Owner, Run, Scene};

/// Names that stayed in use, by whose resources they are.
pub(super) type Uses = BTreeSet<(Category, Vec<u8>)>;

/// Knows, over all pages, which streams were copied and which names are still used.
#[derive(Default)]
pub(super) struct Editor {
    /// Copies by source and content, so that equal ones are written once.
    copies: HashMap<(ObjectId, [u8; 32]), ObjectId>,
    pub(super) images: HashMap<[u8; 32], ObjectId>,
    pub(super) beneath: Beneath,
    pub(super) removals: Removals,
    /// Streams that stay as they are, and the names they use of their own resources.
    kept: BTreeMap<ObjectId, Option<Uses>>,
}

/// What changes in one run.
#[derive(Default)]
pub(super) struct Change {
    pub(super) splices: Splices,
    pub(super) added: Vec<(Category, Vec<u8>, Object)>,
    pub(super) dropped: Uses,
}

/// What a page draws over what it lost.
pub(super) struct Drawn {
    pub(super) content: Vec<u8>,
    /// What that draws with.
    pub(super) named: Vec<(Category, Vec<u8>, Object)>,
}

impl Editor {
    pub(super) fn new(removals: Removals) -> Self {
        Self { removals, ..Self::default() }
    }

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
                    let incomplete = scene.incomplete;
                    self.write_page(graph, page, run, change, &lent, drawn, incomplete);
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

    #[expect(clippy::too_many_arguments, reason = "as above")]
    fn write_page(
        &mut self,
        graph: &mut Graph<'_>,
        page: ObjectId,
        run: &Run<'_>,
        change: Change,
        uses: &Uses,
        drawn: &Drawn,
        incomplete: bool,
    ) {
        let mut added = change.added;
        added.extend(drawn.named.iter().cloned());
        let resources = resources(graph, page, uses, run.scope.all_used.get(), &added);
        let changed = incomplete || !change.splices.is_empty();
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
