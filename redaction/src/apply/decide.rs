//! What goes and what stays, thing by thing.

use hayro_syntax::page::Page;

use super::Account;
use crate::geometry::{Quad, Rect};
use crate::locate::Hit;
use crate::plan::{HiddenLayers, Plan};
use crate::region::{Area, Region};
use crate::scene::{Glyph, Scene};
use crate::wording::Needle;

/// A glyph goes when this much of its ink lies under a mark, or this much of its room.
const INK: f64 = 0.2;
const ROOM: f64 = 0.5;

/// A box to be drawn where something was.
pub(super) struct Box {
    pub(super) quad: Quad,
    pub(super) label: String,
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
    /// By glyph: which mark of the plan took it.
    by_mark: Vec<Option<usize>>,
    hits: Vec<(Option<usize>, usize)>,
}

impl Decisions {
    pub(super) fn make(
        plan: &Plan,
        needles: &[Needle],
        index: usize,
        page: &Page<'_>,
        scene: &Scene<'_>,
        hits: &[Hit],
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
            drop_hidden: plan.hidden_layers == HiddenLayers::Remove,
            by_mark: vec![None; scene.glyphs.len()],
            hits: Vec::new(),
        };
        made.marks(plan, index, scene);
        made.terms(plan, needles, scene, hits);
        made.unseen(scene);
        made.alternative_text(needles, scene);
        made
    }

    fn marks(&mut self, plan: &Plan, index: usize, scene: &Scene<'_>) {
        for (number, mark) in plan.marks.iter().enumerate().filter(|(_, m)| m.page == index) {
            let region = Region { areas: mark.quads.iter().map(Area::new).collect() };
            for (i, glyph) in scene.glyphs.iter().enumerate() {
                if !glyph.elsewhere && covered(glyph, &region) {
                    set(&mut self.gone, i, true);
                    set(&mut self.by_mark, i, Some(number));
                }
            }
            for (k, quad) in mark.quads.iter().enumerate() {
                let label = if k == 0 { mark.label.clone() } else { String::new() };
                self.boxes.push(Box { quad: *quad, label });
            }
            self.region.areas.extend(region.areas);
        }
    }

    fn terms(&mut self, plan: &Plan, needles: &[Needle], scene: &Scene<'_>, hits: &[Hit]) {
        for hit in hits {
            let term = needles.get(hit.needle).and_then(|n| n.term);
            let label = term.and_then(|t| plan.terms.get(t)).map_or("", |t| t.label.as_str());
            self.hits.push((term, hit.glyphs.len()));
            for quad in lines(scene, &hit.glyphs) {
                let bounds = quad.bounds();
                let label = label.to_owned();
                if bounds.overlap(&self.visible).is_some() {
                    self.boxes.push(Box { quad, label });
                }
                self.region.areas.push(Area::new(&quad));
            }
            for glyph in &hit.glyphs {
                set(&mut self.gone, *glyph, true);
            }
        }
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
                    self.boxes.push(Box { quad: glyph.quad(), label: String::new() });
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

fn set<T>(list: &mut [T], index: usize, value: T) {
    if let Some(place) = list.get_mut(index) {
        *place = value;
    }
}

fn covered(glyph: &Glyph<'_>, region: &Region) -> bool {
    let room = glyph.quad();
    // Ink may reach beyond the room by as much as the glyph is high.
    let reach = glyph.em() * 1.5;
    let bounds = room.bounds();
    let wide = Rect {
        x0: bounds.x0 - reach,
        y0: bounds.y0 - reach,
        x1: bounds.x1 + reach,
        y1: bounds.y1 + reach,
    };
    if region.near(&wide).next().is_none() {
        return false;
    }
    if region.share(&room) > ROOM {
        return true;
    }
    let ink = glyph.face.ink(glyph.code);
    ink.is_some_and(|ink| region.share(&glyph.to_page.quad(&ink)) > INK)
}

/// The areas of a hit: one for every line it runs over.
fn lines(scene: &Scene<'_>, glyphs: &[usize]) -> Vec<Quad> {
    let mut lines: Vec<Vec<&Glyph<'_>>> = Vec::new();
    let mut shown: Vec<&Glyph<'_>> =
        glyphs.iter().filter_map(|i| scene.glyphs.get(*i)).filter(|g| !g.elsewhere).collect();
    shown.retain(|g| !g.is_space());
    for glyph in shown {
        let p = glyph.origin();
        let same = lines.iter_mut().find(|line| {
            line.last().is_some_and(|last| {
                let [a, b, _, _, _, _] = last.to_page.0;
                let (q, length) = (last.origin(), a.hypot(b).max(1e-12));
                let aside = ((p.y - q.y) * a - (p.x - q.x) * b).abs() / length;
                let far = (p.x - q.x).hypot(p.y - q.y);
                aside < 0.5 * last.em() && far < 4.0 * last.em()
            })
        });
        match same {
            Some(line) => line.push(glyph),
            None => lines.push(vec![glyph]),
        }
    }
    lines.iter().filter_map(|line| around(line)).collect()
}

/// The box around glyphs of one line, in the line's own direction.
fn around(line: &[&Glyph<'_>]) -> Option<Quad> {
    let first = line.first()?;
    let back = first.to_page.inverse()?;
    let mut whole: Option<Rect> = None;
    for glyph in line {
        let to_first = glyph.to_page.then(&back);
        let mut room = glyph.cell();
        if let Some(ink) = glyph.face.ink(glyph.code) {
            room = Rect {
                y0: room.y0.max(ink.y0 - 20.0).min(0.0),
                y1: room.y1.min(ink.y1.max(300.0) + 20.0),
                ..room.union(&ink)
            };
        }
        let here = to_first.quad(&room).bounds();
        whole = Some(whole.map_or(here, |w| w.union(&here)));
    }
    whole.map(|w| first.to_page.quad(&w))
}
