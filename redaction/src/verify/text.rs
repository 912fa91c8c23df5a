//! The text of a page: joined for search, and glyph by glyph against its areas.

use crate::geometry::{Point, Quad, Rect};
use crate::plan::Plan;
use crate::read::glyphs::Scene;
use crate::read::glyphs::{Glyph, Meaning};
use crate::read::state::blank;
use crate::read::words::{Word, grouped};

use super::area::Area;
use super::secrets::{Prepared, Secrets, single_spaced};

/// A page's words, and its text in the ways in which a word may be spread over it.
pub(crate) struct PageText {
    pub(crate) words: Vec<(Word, Vec<usize>)>,
    joined: Vec<Joined>,
}

/// Text of a page, and which glyph gave which part of it.
struct Joined {
    text: Prepared,
    raw: String,
    /// Where each glyph's text begins, in rising order.
    starts: Vec<(usize, usize)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Joining {
    /// Words parted by spaces, as they are drawn.
    Plain,
    /// Words hyphenated at the end of a line are put together.
    Hyphens,
    /// Runs of single letters are put together.
    Letters,
}

impl PageText {
    /// Of all glyphs, also those that are not shown.
    pub(crate) fn of(scene: &Scene) -> Self {
        let words = grouped(scene.glyphs.iter().enumerate());
        let mut joined = vec![Joined::new(scene, &words, Joining::Plain)];
        if let Some(order) = reading_order(scene) {
            let glyphs = order.into_iter().filter_map(|i| Some((i, scene.glyphs.get(i)?)));
            joined.push(Joined::new(scene, &grouped(glyphs), Joining::Plain));
        }
        let ends_in_hyphen = |w: &Word| w.text.ends_with(['-', '\u{AD}', '\u{2010}']);
        if words.iter().any(|(w, _)| ends_in_hyphen(w)) {
            joined.push(Joined::new(scene, &words, Joining::Hyphens));
        }
        let single = |w: &Word| w.text.chars().count() == 1;
        if words.windows(3).any(|run| run.iter().all(|(w, _)| single(w))) {
            joined.push(Joined::new(scene, &words, Joining::Letters));
        }
        Self { words, joined }
    }

    pub(crate) fn holds_any(&self, secrets: &Secrets) -> bool {
        self.joined.iter().any(|j| secrets.in_text(&j.text))
    }

    /// The text without white space, folded.
    pub(crate) fn squashed(&self) -> &str {
        self.joined.first().map_or("", |j| j.text.squashed())
    }

    /// The areas on which the terms of the plan stand.
    pub(crate) fn areas_of_terms(
        &self,
        scene: &Scene,
        plan: &Plan,
        secrets: &Secrets,
    ) -> Vec<Area> {
        let mut areas = Vec::new();
        for (index, term) in plan.terms.iter().enumerate() {
            let gap = term.gap.unwrap_or(plan.gap);
            for joined in &self.joined {
                for (from, to) in secrets.occurrences(index, &joined.text) {
                    let glyphs = joined.glyphs(from, to);
                    let glyphs: Vec<_> =
                        glyphs.iter().filter_map(|g| scene.glyphs.get(*g)).collect();
                    for quad in runs(&glyphs) {
                        let name = format!("term {}", index + 1);
                        areas.push(Area::new(quad, &term.label, gap, name));
                    }
                }
            }
        }
        areas
    }
}

impl Joined {
    fn new(scene: &Scene, words: &[(Word, Vec<usize>)], joining: Joining) -> Self {
        let mut raw = String::new();
        let mut starts = Vec::new();
        let mut glued = true;
        for (index, (word, glyphs)) in words.iter().enumerate() {
            if !glued {
                raw.push(' ');
            }
            let next = words.get(index + 1).map(|(w, _)| w);
            let drops_hyphen = joining == Joining::Hyphens
                && word.text.ends_with(['-', '\u{AD}', '\u{2010}'])
                && next.is_some_and(|n| n.line != word.line);
            glued = drops_hyphen
                || (joining == Joining::Letters
                    && word.text.chars().count() == 1
                    && next.is_some_and(|n| n.text.chars().count() == 1));
            for (nth, glyph) in glyphs.iter().enumerate() {
                if drops_hyphen && nth + 1 == glyphs.len() {
                    break;
                }
                starts.push((raw.len(), *glyph));
                let mut meant = String::new();
                if let Some(glyph) = scene.glyphs.get(*glyph) {
                    glyph.meaning.push_to(&mut meant);
                }
                // Made plain glyph by glyph, so that a place in the text is still a glyph.
                raw.push_str(&single_spaced(&meant));
            }
        }
        Self { text: Prepared::new(&raw), raw, starts }
    }

    /// The glyphs of a span of the prepared text. Folding may change lengths; then the span
    /// cannot be led back, and the page is only searched.
    fn glyphs(&self, from: usize, to: usize) -> Vec<usize> {
        if !self.text.keeps_offsets_of(&self.raw) {
            return Vec::new();
        }
        let first = self.starts.partition_point(|(at, _)| *at < from);
        let end = self.starts.partition_point(|(at, _)| *at < to);
        self.starts.get(first..end).unwrap_or_default().iter().map(|(_, glyph)| *glyph).collect()
    }
}

/// Glyphs line by line, from left to right, whatever the order in which they were drawn;
/// `None` where that is the order already.
fn reading_order(scene: &Scene) -> Option<Vec<usize>> {
    let places: Vec<_> = scene
        .glyphs
        .iter()
        .map(|glyph| {
            let along = glyph.direction().unwrap_or(Point { x: 1.0, y: 0.0 });
            let at = glyph.start();
            let turn = (along.y.atan2(along.x) * 10.0).round() as i64;
            let down = along.y * at.x - along.x * at.y;
            // Small steps off the baseline stay on the line.
            let line = (down / (0.4 * glyph.em).max(0.5)).round() as i64;
            (turn, line, at.x * along.x + at.y * along.y)
        })
        .collect();
    let mut order: Vec<usize> = (0..places.len()).collect();
    order.sort_by(|a, b| match (places.get(*a), places.get(*b)) {
        (Some(a), Some(b)) => (a.0, a.1).cmp(&(b.0, b.1)).then(a.2.total_cmp(&b.2)),
        _ => std::cmp::Ordering::Equal,
    });
    (!order.is_sorted()).then_some(order)
}

/// The areas of glyphs that follow each other, one for each line they stand on.
fn runs(glyphs: &[&Glyph]) -> Vec<Quad> {
    let mut quads = Vec::new();
    let mut run: Vec<&Glyph> = Vec::new();
    for glyph in glyphs {
        let follows = run.last().is_some_and(|last| {
            let (a, b) = (last.end(), glyph.start());
            (a.x - b.x).hypot(a.y - b.y) <= 1.5 * glyph.em
        });
        if !follows {
            quads.extend(around(&run));
            run.clear();
        }
        run.push(glyph);
    }
    quads.extend(around(&run));
    quads
}

/// The quad around glyphs of one line, turned as the first of them is.
fn around(run: &[&Glyph]) -> Option<Quad> {
    let first = run.first()?;
    let along = first.direction()?;
    let origin = first.start();
    let (mut from, mut to) = (f64::INFINITY, f64::NEG_INFINITY);
    let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
    for corner in run.iter().flat_map(|glyph| glyph.quad.0) {
        let (dx, dy) = (corner.x - origin.x, corner.y - origin.y);
        let (s, t) = (dx * along.x + dy * along.y, -dx * along.y + dy * along.x);
        (from, to) = (from.min(s), to.max(s));
        (low, high) = (low.min(t), high.max(t));
    }
    let at = |s: f64, t: f64| Point {
        x: origin.x + s * along.x - t * along.y,
        y: origin.y + s * along.y + t * along.x,
    };
    Some(Quad([at(from, low), at(to, low), at(to, high), at(from, high)]))
}

/// The box that decides whether a glyph stands in an area: its ink, else its room.
pub(crate) fn body(glyph: &Glyph) -> Rect {
    glyph.ink.filter(|ink| ink.area() > 0.0).unwrap_or_else(|| glyph.quad.bounds())
}

/// Whether the characters found in an area are more than the labels that were put there. A
/// label may stand there more than once, on each part of a mark, and may have been cut short
/// where there is no room.
pub(crate) fn more_than_labels<'g>(
    found: impl Iterator<Item = &'g Meaning>,
    labels: &[&str],
) -> bool {
    let mut text = String::new();
    for meaning in found {
        meaning.push_to(&mut text);
    }
    let squashed = |s: &str| Prepared::new(s).squashed().to_owned();
    let labels: Vec<_> = labels.iter().map(|l| squashed(l)).filter(|l| !l.is_empty()).collect();
    let mut rest = squashed(&text);
    while let Some(behind) = labels.iter().find_map(|label| rest.strip_prefix(label.as_str())) {
        rest = behind.to_owned();
    }
    let cut = rest.trim_end_matches(['…', '.']);
    !cut.is_empty() && !labels.iter().any(|label| label.starts_with(cut))
}

/// The glyphs of a page that stand in `area` and leave something to read or see.
pub(crate) fn within<'s>(scene: &'s Scene, area: &'s Area) -> impl Iterator<Item = &'s Glyph> {
    scene.glyphs.iter().filter(|glyph| !blank(glyph) && area.holds_most_of(&body(glyph)))
}
