//! What goes and what stays, thing by thing.

use std::collections::{BTreeMap, HashSet};

use hayro_syntax::page::Page;

use super::Account;
use super::cover::{buried, covered, lines};
use crate::geometry::{Point, Quad, Rect};
use crate::locate::Hit;
use crate::plan::{Gap, HiddenLayers, Plan};
use crate::region::{Area, Region};
use crate::respace::{Owner, respace};
use crate::scene::{Glyph, Kind, Scene};
use crate::wording::Needle;

/// A box to be drawn where something was.
pub(super) struct Box {
    pub(super) quad: Quad,
    pub(super) label: String,
    owner: Owner,
}

/// What takes things away: a mark of the plan, or one occurrence of a term.
struct Taking {
    gap: Gap,
    label: String,
}

pub(super) struct Decisions {
    /// By glyph.
    pub(super) gone: Vec<bool>,
    /// What marks and terms cover, for everything but glyphs.
    pub(super) region: Region,
    /// What can be seen of the page, and the whole of it.
    pub(super) visible: Rect,
    sheet: Rect,
    pub(super) boxes: Vec<Box>,
    pub(super) drop_hidden: bool,
    /// By glyph: how far it moves along its line, in points.
    pub(super) shifts: Vec<f64>,
    /// By glyph: what took it.
    taken: Vec<Option<Owner>>,
    takings: Vec<Taking>,
    /// By glyph: which mark of the plan took it.
    by_mark: Vec<Option<usize>>,
    hits: Vec<(Option<usize>, usize)>,
    /// What is drawn again as pixels: nothing of it stays as anything else.
    pub(super) pixels: Vec<Rect>,
    /// A gap that should be neutral shows the width of what stood there.
    kept_width: bool,
}

impl Decisions {
    #[expect(clippy::too_many_arguments, reason = "the page's parts, each borrowed once")]
    /// `still` keeps every line as it stands: what is drawn again as pixels cannot move.
    pub(super) fn make(
        plan: &Plan,
        needles: &[Needle],
        index: usize,
        page: &Page<'_>,
        scene: &Scene<'_>,
        hits: &[Hit],
        still: bool,
        takes_layers: bool,
    ) -> Self {
        let upright = |r: hayro_syntax::object::Rect| Rect::new(r.x0, r.y0, r.x1, r.y1);
        let visible = upright(page.intersected_crop_box());
        let sheet = upright(page.media_box());
        let mut made = Self {
            gone: vec![false; scene.glyphs.len()],
            region: Region::default(),
            visible,
            sheet,
            boxes: Vec::new(),
            drop_hidden: takes_layers && plan.hidden_layers == HiddenLayers::Remove,
            shifts: vec![0.0; scene.glyphs.len()],
            taken: vec![None; scene.glyphs.len()],
            takings: Vec::new(),
            by_mark: vec![None; scene.glyphs.len()],
            hits: Vec::new(),
            pixels: Vec::new(),
            kept_width: false,
        };
        made.marks(plan, index, scene);
        made.terms(plan, needles, scene, hits);
        made.unseen(scene);
        made.alternative_text(needles, scene);
        if still {
            made.kept_width = made.takings.iter().any(|t| t.gap == Gap::Neutral);
        } else {
            made.neutral_gaps(scene);
        }
        made
    }

    fn marks(&mut self, plan: &Plan, index: usize, scene: &Scene<'_>) {
        for (number, mark) in plan.marks.iter().enumerate().filter(|(_, m)| m.page == index) {
            let region = Region { areas: mark.quads.iter().map(Area::new).collect() };
            let owner = self.take(mark.gap.unwrap_or(plan.gap), &mark.label);
            for (i, glyph) in scene.glyphs.iter().enumerate() {
                if !glyph.elsewhere && covered(glyph, &region) {
                    set(&mut self.gone, i, true);
                    set(&mut self.by_mark, i, Some(number));
                    set(&mut self.taken, i, Some(owner));
                }
            }
            for (k, quad) in mark.quads.iter().enumerate() {
                let label = if k == 0 { mark.label.clone() } else { String::new() };
                self.boxes.push(Box { quad: *quad, label, owner });
            }
            self.region.areas.extend(region.areas);
        }
    }

    fn terms(&mut self, plan: &Plan, needles: &[Needle], scene: &Scene<'_>, hits: &[Hit]) {
        let mut hearts = Region::default();
        for hit in hits {
            let term = needles.get(hit.needle).and_then(|n| n.term);
            let of = term.and_then(|t| plan.terms.get(t));
            let label = of.map_or("", |t| t.label.as_str());
            let owner = self.take(of.and_then(|t| t.gap).unwrap_or(plan.gap), label);
            self.hits.push((term, hit.glyphs.len()));
            for line in lines(scene, &hit.glyphs) {
                let quad = line.whole;
                let bounds = quad.bounds();
                let label = label.to_owned();
                if bounds.overlap(&self.visible).is_some() {
                    self.boxes.push(Box { quad, label, owner });
                }
                self.region.areas.push(Area::new(&quad));
                hearts.areas.push(Area::new(&line.heart));
            }
            for glyph in &hit.glyphs {
                set(&mut self.gone, *glyph, true);
                if self.taken.get(*glyph) == Some(&None) {
                    set(&mut self.taken, *glyph, Some(owner));
                }
            }
        }
        // What stands across a word, such as a stamp, is not left beneath its box.
        for (i, glyph) in scene.glyphs.iter().enumerate() {
            if !glyph.elsewhere && buried(glyph, &hearts) {
                set(&mut self.gone, i, true);
            }
        }
    }

    fn take(&mut self, gap: Gap, label: &str) -> Owner {
        self.takings.push(Taking { gap, label: label.to_owned() });
        self.takings.len() - 1
    }

    /// Sets lines again where their gaps must not tell how wide they were.
    fn neutral_gaps(&mut self, scene: &Scene<'_>) {
        if self.takings.iter().all(|t| t.gap == Gap::Exact) {
            return;
        }
        // What lies over a picture cannot move: the picture shows where it stood.
        let pictures: Vec<Rect> = pictures(scene);
        let held = |quad: &Quad| pictures.iter().any(|p| p.overlap(&quad.bounds()).is_some());
        let mut fixed: Vec<bool> = self.takings.iter().map(|t| t.gap == Gap::Exact).collect();
        for one in self.boxes.iter().filter(|b| held(&b.quad)) {
            set(&mut fixed, one.owner, true);
        }
        let counts = |i: usize| {
            let glyph = scene.glyphs.get(i);
            let taken = self.taken.get(i).copied().flatten().is_some();
            let gone = self.gone.get(i).copied().unwrap_or(true);
            glyph.is_some_and(|g| !g.elsewhere && !g.hidden) && (taken || !gone)
        };
        let neutral = |owner: Owner| fixed.get(owner) == Some(&false);
        let set_again = respace(scene, &self.taken, &neutral, &counts, &self.visible);
        let mut moved: Vec<Owner> =
            self.taken.iter().flatten().copied().filter(|o| neutral(*o)).collect();
        moved.sort_unstable();
        moved.dedup();
        moved.retain(|o| !set_again.exact.contains(o));
        self.kept_width =
            self.takings.iter().filter(|t| t.gap == Gap::Neutral).count() != moved.len();
        self.boxes.retain(|b| moved.binary_search(&b.owner).is_err());
        for (owner, quad) in set_again.gaps {
            let label = self.takings.get(owner).map_or_else(String::new, |t| t.label.clone());
            self.boxes.push(Box { quad, label, owner });
        }
        self.shifts = set_again.shifts;
    }

    /// What no reader of the page sees: beyond its edges, or in a layer that is off.
    fn unseen(&mut self, scene: &Scene<'_>) {
        for (i, glyph) in scene.glyphs.iter().enumerate() {
            let beyond = !glyph.elsewhere && self.is_cropped(&glyph.quad().bounds());
            if beyond || (self.drop_hidden && glyph.hidden) {
                set(&mut self.gone, i, true);
            }
        }
    }

    /// Where a text stands for glyphs and holds a term that they do not spell, they go too.
    fn alternative_text(&mut self, needles: &[Needle], scene: &Scene<'_>) {
        for (number, marked) in scene.marked.iter().enumerate() {
            let Some(text) = &marked.actual else { continue };
            if !needles.iter().any(|n| n.is_in(text)) {
                continue;
            }
            let of = |g: &Glyph<'_>| stands_in(scene, g.marked, number);
            let spelt = scene.glyphs.iter().zip(&self.gone).any(|(g, gone)| *gone && of(g));
            if !spelt {
                for (i, glyph) in scene.glyphs.iter().enumerate().filter(|(_, g)| of(g)) {
                    set(&mut self.gone, i, true);
                    self.region.areas.push(Area::new(&glyph.quad()));
                    let owner = usize::MAX;
                    self.boxes.push(Box { quad: glyph.quad(), label: String::new(), owner });
                }
            }
        }
    }

    /// Whether something with these bounds was cut off with the edges of the page.
    pub(super) fn is_cropped(&self, bounds: &Rect) -> bool {
        let meets = |see: &Rect| {
            bounds.x1 >= see.x0 && bounds.x0 <= see.x1 && bounds.y1 >= see.y0 && bounds.y0 <= see.y1
        };
        !meets(&self.visible) && meets(&self.sheet)
    }

    /// The words that marks took as a person reads them: letters that are drawn twice to look
    /// bold once, and with spaces where there is room between them.
    fn spelt(&self, scene: &Scene<'_>) -> Vec<String> {
        const SAME_PLACE: f64 = 0.3;
        const APART: f64 = 0.2;
        let mut words: BTreeMap<usize, (String, Point)> = BTreeMap::new();
        let mut drawn: HashSet<(usize, &str, i64, i64)> = HashSet::new();
        for (mark, glyph) in self.by_mark.iter().zip(&scene.glyphs) {
            let Some(mark) = *mark else { continue };
            let (at, em) = (glyph.origin(), glyph.em().max(1e-3));
            let cell = |v: f64| (v / (SAME_PLACE * em)).round() as i64;
            let (x, y) = (cell(at.x), cell(at.y));
            let text = &*glyph.text.text;
            let near = |n: i64| n - 1..=n + 1;
            if near(x).any(|x| near(y).any(|y| drawn.contains(&(mark, text, x, y)))) {
                continue;
            }
            drawn.insert((mark, text, x, y));
            let (word, end) = words.entry(mark).or_insert_with(|| (String::new(), at));
            if (at.x - end.x).hypot(at.y - end.y) > APART * em {
                word.push(' ');
            }
            word.push_str(text);
            *end = glyph.end();
        }
        words.into_values().map(|(text, _)| text).collect()
    }

    /// Enters the decisions into the report, and keeps the words that went.
    pub(super) fn tell(&self, account: &mut Account, scene: &Scene<'_>, index: usize) {
        let mut words: Vec<(usize, String, usize)> = Vec::new();
        for (i, mark) in self.by_mark.iter().enumerate() {
            let (Some(mark), Some(glyph)) = (mark, scene.glyphs.get(i)) else { continue };
            if let Some(report) = account.report.marks.get_mut(*mark) {
                report.glyphs += 1;
            }
            match words.last_mut() {
                Some((of, text, last)) if of == mark && *last + 1 == i => {
                    text.push_str(&glyph.text.text);
                    *last = i;
                }
                _ => words.push((*mark, glyph.text.text.to_string(), i)),
            }
        }
        account.removed.extend(words.into_iter().map(|(_, text, _)| text));
        account.removed.extend(self.spelt(scene));
        if self.kept_width {
            account.report.notes.push(format!(
                "a gap on page {} is as wide as what stood there: its line could not be set again",
                index.saturating_add(1)
            ));
        }
        for (term, _) in &self.hits {
            if let Some(report) = term.and_then(|t| account.report.terms.get_mut(t)) {
                report.occurrences += 1;
                if report.pages.last() != Some(&index) {
                    report.pages.push(index);
                }
            }
        }
        for (glyph, gone) in scene.glyphs.iter().zip(&self.gone) {
            let mut marked = glyph.marked.filter(|_| *gone);
            while let Some(here) = marked.and_then(|m| scene.marked.get(m)) {
                if let Some(mcid) = here.mcid
                    && account.touched.last() != Some(&(index, mcid))
                {
                    account.touched.push((index, mcid));
                }
                marked = here.within;
            }
        }
    }
}

/// Where pictures are drawn.
fn pictures(scene: &Scene<'_>) -> Vec<Rect> {
    let unit = Rect::new(0.0, 0.0, 1.0, 1.0);
    let things = scene.runs.iter().flat_map(|run| &run.things);
    things
        .filter_map(|thing| match &thing.kind {
            Kind::Image { ctm, .. } | Kind::InlineImage { ctm } => Some(ctm.quad(&unit).bounds()),
            _ => None,
        })
        .collect()
}

/// Whether marked content `of` is `number` or stands within it.
pub(super) fn stands_in(scene: &Scene<'_>, of: Option<usize>, number: usize) -> bool {
    let mut here = of;
    while let Some(at) = here {
        if at == number {
            return true;
        }
        here = scene.marked.get(at).and_then(|m| m.within);
    }
    false
}

pub(super) fn set<T>(list: &mut [T], index: usize, value: T) {
    if let Some(place) = list.get_mut(index) {
        *place = value;
    }
}
