//! Reads both documents page by page, side by side, and keeps what was found wrong.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use hayro::RenderCache;
use hayro::hayro_interpret::InterpreterCache;
use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, Rect as PdfRect};
use hayro_syntax::page::Page as PdfPage;

use crate::geometry::Rect;
use crate::plan::Plan;
use crate::read::budget::Budget;
use crate::read::fonts::Fonts;
use crate::read::glyphs::Glyph;
use crate::read::glyphs::Scene;
use crate::read::interpret::read_page;
use crate::read::layers::Layers;
use crate::read::open_shared;
use crate::refusal::Refusal;
use crate::report::{Check, Place};

use super::area::{Area, labels_near};
use super::canvas::Canvas;
use super::check;
use super::drawn::{self, Drawn};
use super::eye;
use super::lone::Lone;
use super::reread::Reread;
use super::residue::Residue;
use super::second::Second;
use super::secrets::Secrets;
use super::text::{PageText, body, more_than_labels, within};
use super::unchanged::{self, Compared};

/// Pages read before both documents are opened anew, so that what the reader keeps of a page
/// does not add up over thousands of them.
const PAGES_AT_ONCE: usize = 256;

/// Source and output, shared so that opening them again copies nothing.
pub(crate) struct Both {
    pub(crate) source: Arc<Vec<u8>>,
    pub(crate) output: Arc<Vec<u8>>,
    pub(crate) password: String,
}

/// What the pages told.
pub(crate) struct Pages<'p> {
    plan: &'p Plan,
    terms: Option<Secrets>,
    pages: (usize, usize),
    sizes: Vec<String>,
    text: (usize, Vec<String>),
    terms_left: Vec<String>,
    unchanged: (usize, Vec<String>),
    layers: (usize, Vec<String>),
    boxes: (usize, Vec<String>),
    around: (usize, Vec<String>),
    pub(crate) residue: Residue,
    canvas: Canvas,
    reread: Reread,
    pub(crate) lone: Lone,
    pub(crate) places: Vec<Place>,
}

/// One document, open for a run of pages.
struct Open<'a> {
    pdf: &'a Pdf,
    fonts: Fonts<'a>,
    layers: Layers,
    seen: InterpreterCache<'a>,
    drawn: RenderCache<'a>,
}

impl<'a> Open<'a> {
    fn new(pdf: &'a Pdf) -> Self {
        Self {
            pdf,
            fonts: Fonts::new(),
            layers: Layers::of(pdf),
            seen: InterpreterCache::new(),
            drawn: RenderCache::new(),
        }
    }

    fn page(&self, index: usize) -> Option<&'a PdfPage<'a>> {
        self.pdf.pages().get(index)
    }
}

impl<'p> Pages<'p> {
    pub(crate) fn new(plan: &'p Plan) -> Self {
        Self {
            plan,
            terms: Secrets::new(&plan.terms, &BTreeSet::new()).ok(),
            pages: (0, 0),
            sizes: Vec::new(),
            text: (0, Vec::new()),
            terms_left: Vec::new(),
            unchanged: (0, Vec::new()),
            layers: (0, Vec::new()),
            boxes: (0, Vec::new()),
            around: (0, Vec::new()),
            residue: Residue::default(),
            canvas: Canvas::default(),
            reread: Reread::default(),
            lone: Lone::default(),
            places: Vec::new(),
        }
    }

    pub(crate) fn read(&mut self, both: &Both, budget: &Budget) -> Result<(), Refusal> {
        let mut index = 0;
        let second = Second::open(&both.output, budget);
        self.reread.begin(&second);
        loop {
            let source = open_shared(&both.source, &both.password)?;
            let output = open_shared(&both.output, "")?;
            self.pages = (source.pages().len(), output.pages().len());
            let (before, after) = (Open::new(&source), Open::new(&output));
            let end = (index + PAGES_AT_ONCE).min(self.pages.0);
            while index < end {
                budget.clock()?;
                self.page(index, &before, &after, &second, budget)?;
                index += 1;
            }
            if index >= self.pages.0 {
                return Ok(());
            }
        }
    }

    fn page<'a>(
        &mut self,
        index: usize,
        before: &Open<'a>,
        after: &Open<'a>,
        second: &Second<'_>,
        budget: &Budget,
    ) -> Result<(), Refusal> {
        let (Some(old), Some(new)) = (before.page(index), after.page(index)) else {
            return Ok(());
        };
        if !same_size(old, new) {
            self.sizes.push(format!("page {} changed its size or its turn", index + 1));
        }
        let old_scene = read_page(old, &before.fonts, &before.layers, budget)?;
        let new_scene = read_page(new, &after.fonts, &after.layers, budget)?;
        let (old_text, new_text) = (PageText::of(&old_scene), PageText::of(&new_scene));

        let mut areas = Area::of_marks(self.plan, index);
        let mut hits = HashSet::new();
        let mut boxes = Vec::new();
        if !self.plan.marks.is_empty() {
            self.lone.note_source(&old_scene, &old_text, &areas);
            self.lone.note_output(&new_text);
        }
        if let Some(terms) = &self.terms
            && !self.plan.terms.is_empty()
        {
            let found = old_text.hits(&old_scene, self.plan, terms);
            areas.extend(found.areas);
            hits = found.glyphs;
            boxes = found.boxes;
            if new_text.holds_any(&new_scene, terms) {
                self.terms_left.push(format!("page {}: a term can still be read", index + 1));
            }
        }
        let mut places: Vec<_> = areas.iter().map(|a| place(index, a)).collect();
        self.emptied(index, &new_scene, &areas, &mut places);
        self.silent(index, new, &areas);
        let terms = self.terms.as_ref().filter(|_| !self.plan.terms.is_empty());
        self.reread.page(index, second, &areas, terms, &mut places, budget)?;
        if !areas.is_empty() {
            let gone = |(i, g): &(usize, &Glyph)| {
                hits.contains(i) || areas.iter().any(|a| a.holds_most_of(&body(g)))
            };
            let gone = old_scene.glyphs.iter().enumerate().filter(gone);
            gone.for_each(|(_, g)| self.residue.went(g));
        }
        new_scene.glyphs.iter().for_each(|g| self.residue.stayed(g));
        let (old_page, new_page) = (
            unchanged::Page { scene: &old_scene, text: &old_text },
            unchanged::Page { scene: &new_scene, text: &new_text },
        );
        let compared = unchanged::compare(&old_page, &new_page, &areas, &hits, &shown(old));
        self.note_compared(index, &compared);
        if !areas.is_empty() {
            self.look(index, new, after, &areas, &mut places, budget);
        }
        if !areas.is_empty() || old_scene.fingerprint != new_scene.fingerprint {
            let mut apart = apart(old, &areas);
            apart.extend(cut_through(&old_scene, &areas));
            apart.extend(boxes.iter().map(|b| Rect {
                x0: b.x0 - 2.0,
                y0: b.y0 - 2.0,
                x1: b.x1 + 2.0,
                y1: b.y1 + 2.0,
            }));
            let sides = ((old, &before.drawn), (new, &after.drawn));
            let canvas = &mut self.canvas;
            let drawn = drawn::compare(canvas, sides.0, sides.1, &areas, &apart, budget.limits());
            self.note_drawn(index, &areas, &drawn, &mut places);
        }
        self.places.extend(places);
        Ok(())
    }

    /// What the drawing engine sees in the areas, beneath the boxes.
    fn look<'a>(
        &mut self,
        index: usize,
        page: &'a PdfPage<'a>,
        open: &Open<'a>,
        areas: &[Area],
        places: &mut [Place],
        budget: &Budget,
    ) {
        let seen = eye::look(page, &open.seen, areas, budget.limits().pixels);
        for ((area, seen), place) in areas.iter().zip(seen).zip(places) {
            self.layers.0 += 1;
            let mut clear = |layer: &str, found: bool| {
                if found {
                    let name = &area.name;
                    self.layers.1.push(format!("page {}, {layer} under {name}", index + 1));
                }
                Some(!found)
            };
            if !area.may_move() {
                let labels = labels_near(area, areas);
                let more = more_than_labels(seen.text.iter(), &labels);
                place.drawn_text = clear("characters: something is drawn", more);
            }
            place.pixels = clear("images: pixels differ", seen.images > 0);
            place.shapes = clear("drawings: lines or shapes end", seen.drawings > 0);
            place.patterns = clear("patterns: text or images are painted", seen.patterns > 0);
        }
    }

    fn note_drawn(&mut self, index: usize, areas: &[Area], drawn: &Drawn, places: &mut [Place]) {
        self.boxes.0 += areas.len();
        for (nth, (area, place)) in areas.iter().zip(places).enumerate() {
            place.one_colour = (!area.may_move()).then(|| !drawn.uneven.contains(&nth));
        }
        for area in drawn.uneven.iter().filter_map(|i| areas.get(*i)) {
            let name = &area.name;
            self.boxes.1.push(format!("page {}, picture: {name} is not one colour", index + 1));
        }
        self.around.0 += drawn.squares;
        // A few squares at the rims of letters may differ by how they were rounded.
        if drawn.changed > 4 + drawn.squares / 2_000 {
            self.around.1.push(format!(
                "page {}, picture: {} of {} squares changed outside the marks",
                index + 1,
                drawn.changed,
                drawn.squares
            ));
        }
    }

    /// No annotation that lies under a mark says or does anything: a reader may show its words
    /// in a way of its own, whatever is drawn.
    fn silent(&mut self, index: usize, page: &PdfPage<'_>, areas: &[Area]) {
        const SAYS: [&str; 7] = ["Contents", "V", "DV", "Opt", "TU", "A", "Dest"];
        let list = page.raw().get::<Array<'_>>("Annots");
        for annotation in list.into_iter().flat_map(|l| l.iter::<Dict<'_>>()) {
            let Some(r) = annotation.get::<PdfRect>("Rect") else { continue };
            let rect = Rect::new(r.x0, r.y0, r.x1, r.y1);
            let under = areas.iter().find(|a| a.holds_most_of(&rect));
            if let Some(area) = under
                && SAYS.iter().any(|key| annotation.contains_key(key))
            {
                let name = &area.name;
                self.text.1.push(format!(
                    "page {}, annotation: one under {name} still says or does something",
                    index + 1
                ));
            }
        }
    }

    /// Nothing to read stands in an area, save its label. Where the gap is neutral, words that
    /// follow may have come to stand there; that none is left over is shown by the line.
    fn emptied(&mut self, index: usize, scene: &Scene, areas: &[Area], places: &mut [Place]) {
        for (area, place) in areas.iter().zip(places) {
            self.text.0 += 1;
            if area.may_move() {
                continue;
            }
            let labels = labels_near(area, areas);
            let more = more_than_labels(within(scene, area).map(|g| &g.meaning), &labels);
            place.text = Some(!more);
            if more {
                self.text.1.push(format!(
                    "page {}, text: characters are left under {}",
                    index + 1,
                    area.name
                ));
            }
        }
    }

    fn note_compared(&mut self, index: usize, compared: &Compared) {
        self.unchanged.0 += compared.looked_at;
        if compared.lost > 0 {
            self.unchanged.1.push(format!(
                "page {}, text: {} characters outside the marks are gone or moved",
                index + 1,
                compared.lost
            ));
        }
    }

    pub(crate) fn checks(self, secrets: &Secrets) -> Vec<Check> {
        let mut count = Vec::new();
        if self.pages.0 != self.pages.1 {
            count.push(format!("{} pages went in, {} came out", self.pages.0, self.pages.1));
        }
        count.extend(self.sizes);
        let mut words = self.terms_left;
        for page in self.lone.left_on(secrets) {
            words.push(format!("page {page}: a word that stood only under marks is left"));
        }
        let reread = self.reread.check(self.pages.1, secrets);
        vec![
            check("The pages are as many as before, and of the same size", self.pages.0, count),
            check("No character stands in a marked area", self.text.0, self.text.1),
            check(
                "Nothing is drawn beneath a box: no characters, images, shapes or patterns",
                self.layers.0,
                self.layers.1,
            ),
            check("Every box is of one colour", self.boxes.0, self.boxes.1),
            check("No removed word can be read on a page", self.pages.1, words),
            reread,
            check(
                "Every character outside the marks stands where it stood",
                self.unchanged.0,
                self.unchanged.1,
            ),
            check("The picture outside the marks is what it was", self.around.0, self.around.1),
        ]
    }
}

/// An area of which nothing has been asked yet.
fn place(page: usize, area: &Area) -> Place {
    Place { of: area.name.clone(), page, ..Place::default() }
}

/// Where the picture may change besides the areas: lines that are set again, and annotations
/// that an area touches, which go as a whole.
fn apart(page: &PdfPage<'_>, areas: &[Area]) -> Vec<Rect> {
    let lines = areas.iter().filter(|a| a.may_move()).map(Area::line);
    let annotations = page.raw().get::<Array<'_>>("Annots");
    let annotations = annotations.into_iter().flat_map(|list| list.iter::<Dict<'_>>());
    let annotations = annotations.filter_map(|a| a.get::<PdfRect>("Rect"));
    let annotations = annotations.map(|r| Rect::new(r.x0, r.y0, r.x1, r.y1));
    lines.chain(annotations.filter(|r| areas.iter().any(|a| a.touches(r)))).collect()
}

/// What letters that a mark only cuts through show outside of it: they go as a whole.
fn cut_through(scene: &Scene, areas: &[Area]) -> Vec<Rect> {
    let bodies = scene.glyphs.iter().map(body);
    let bodies = bodies.filter(|b| areas.iter().any(|area| area.touches(b)));
    bodies
        .map(|b| Rect { x0: b.x0 - 1.0, y0: b.y0 - 1.0, x1: b.x1 + 1.0, y1: b.y1 + 1.0 })
        .collect()
}

fn same_size(old: &PdfPage<'_>, new: &PdfPage<'_>) -> bool {
    let (a, b) = (old.render_dimensions(), new.render_dimensions());
    let turned = old.initial_transform(true).as_coeffs();
    let now = new.initial_transform(true).as_coeffs();
    (a.0 - b.0).abs() < 0.01
        && (a.1 - b.1).abs() < 0.01
        && turned.iter().zip(now).all(|(a, b)| (a - b).abs() < 0.01)
}

/// The part of the page that is shown.
fn shown(page: &PdfPage<'_>) -> Rect {
    let r = page.intersected_crop_box();
    Rect::new(r.x0, r.y0, r.x1, r.y1)
}
