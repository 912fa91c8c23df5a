//! The text of a page: joined for search, and glyph by glyph against its areas.

use std::collections::HashSet;

use crate::geometry::{Point, Quad, Rect};
use crate::plan::Plan;
use crate::read::glyphs::Scene;
use crate::read::glyphs::{Glyph, Meaning};
use crate::read::state::blank;
use crate::read::words::{TIGHT_GAP, WORD_GAP, Word, grouped};

use super::area::Area;
use super::joined::{Joined, Joining, reading_order};
use super::secrets::{Prepared, Secrets};

/// A page's words, and its text in the ways in which a word may be spread over it.
pub(crate) struct PageText {
    pub(crate) words: Vec<(Word, Vec<usize>)>,
    joined: Vec<Joined>,
}

impl PageText {
    /// Of all glyphs, also those that are not shown.
    pub(crate) fn of(scene: &Scene) -> Self {
        let words = grouped(scene.glyphs.iter().enumerate(), WORD_GAP);
        let mut joined = vec![Joined::new(scene, &words, Joining::Plain)];
        // Readers differ in how wide a gap must be to part words.
        let mut tighter = |glyphs: &mut dyn Iterator<Item = (usize, &Glyph)>, words: usize| {
            let tight = grouped(glyphs, TIGHT_GAP);
            if tight.len() != words {
                joined.push(Joined::new(scene, &tight, Joining::Plain));
            }
        };
        tighter(&mut scene.glyphs.iter().enumerate(), words.len());
        if let Some(order) = reading_order(scene) {
            let glyphs = || order.iter().filter_map(|i| Some((*i, scene.glyphs.get(*i)?)));
            let words = grouped(glyphs(), WORD_GAP);
            tighter(&mut glyphs(), words.len());
            joined.push(Joined::new(scene, &words, Joining::Plain));
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

    pub(crate) fn holds_any(&self, scene: &Scene, secrets: &Secrets) -> bool {
        self.joined.iter().any(|j| j.holds_any(secrets))
            || scene.spoken.iter().any(|s| secrets.in_text(&Prepared::new(&s.text)))
    }

    /// The text without white space, folded.
    pub(crate) fn squashed(&self) -> &str {
        self.joined.first().map_or("", |j| j.text.squashed())
    }

    /// Where the terms of the plan stand.
    pub(crate) fn hits(&self, scene: &Scene, plan: &Plan, secrets: &Secrets) -> Hits {
        let mut hits = Hits::default();
        for (index, term) in plan.terms.iter().enumerate() {
            let gap = term.gap.unwrap_or(plan.gap);
            for joined in &self.joined {
                for glyphs in joined.occurrences(secrets, index) {
                    hits.glyphs.extend(&glyphs);
                    let glyphs: Vec<_> =
                        glyphs.iter().filter_map(|g| scene.glyphs.get(*g)).collect();
                    for quad in runs(&glyphs, NEAR) {
                        let name = format!("term {}", index + 1);
                        hits.areas.push(Area::of_text(quad, &term.label, gap, name));
                    }
                }
                for glyphs in joined.loosely(&term.text) {
                    hits.loose(scene, glyphs);
                }
            }
        }
        for spoken in &scene.spoken {
            if secrets.terms_in(&Prepared::new(&spoken.text)) {
                let to = spoken.to.min(scene.glyphs.len());
                hits.loose(scene, (spoken.from..to).collect());
            }
        }
        hits
    }
}

/// Where terms stand on a page: the areas, and the glyphs, also those that only a wider notion
/// of a word finds.
#[derive(Default)]
pub(crate) struct Hits {
    pub(crate) areas: Vec<Area>,
    pub(crate) glyphs: HashSet<usize>,
    /// Where boxes may stand beyond the areas.
    pub(crate) boxes: Vec<Rect>,
}

impl Hits {
    /// Glyphs that may go with a term without spelling it letter by letter.
    fn loose(&mut self, scene: &Scene, glyphs: Vec<usize>) {
        let drawn: Vec<_> = glyphs.iter().filter_map(|g| scene.glyphs.get(*g)).collect();
        self.boxes.extend(runs(&drawn, FAR).iter().map(Quad::bounds));
        self.glyphs.extend(glyphs);
    }
}

/// Glyphs of a word follow each other within this, in font sizes.
const NEAR: f64 = 1.5;
/// Spaced letters and words of one line do within this.
const FAR: f64 = 4.0;

/// The areas of glyphs that follow each other, one for each line they stand on.
fn runs(glyphs: &[&Glyph], reach: f64) -> Vec<Quad> {
    let mut quads = Vec::new();
    let mut run: Vec<&Glyph> = Vec::new();
    for glyph in glyphs {
        let follows = run.last().is_some_and(|last| {
            let (a, b) = (last.end(), glyph.start());
            (a.x - b.x).hypot(a.y - b.y) <= reach * glyph.em
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

/// The quad around glyphs of one line, turned and leaning as the first of them is.
fn around(run: &[&Glyph]) -> Option<Quad> {
    let first = run.first()?;
    let along = first.direction()?;
    let [origin, _, _, top] = first.quad.0;
    let (ux, uy) = (top.x - origin.x, top.y - origin.y);
    let tall = along.x * uy - along.y * ux;
    // Without height nothing leans.
    let (ux, uy) = if tall.abs() > 1e-6 { (ux / tall, uy / tall) } else { (-along.y, along.x) };
    let (mut from, mut to) = (f64::INFINITY, f64::NEG_INFINITY);
    let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
    for corner in run.iter().flat_map(|glyph| glyph.quad.0) {
        let (dx, dy) = (corner.x - origin.x, corner.y - origin.y);
        let t = along.x * dy - along.y * dx;
        let s = (dx - t * ux) * along.x + (dy - t * uy) * along.y;
        (from, to) = (from.min(s), to.max(s));
        (low, high) = (low.min(t), high.max(t));
    }
    let at = |s: f64, t: f64| Point {
        x: origin.x + s * along.x + t * ux,
        y: origin.y + s * along.y + t * uy,
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
    let squashed = |s: &str| Prepared::new(s).squashed().chars().collect::<Vec<_>>();
    let labels: Vec<_> = labels.iter().map(|l| squashed(l)).filter(|l| !l.is_empty()).collect();
    let text = squashed(&text);
    let mut rest = text.as_slice();
    while let Some(label) = labels.iter().find(|label| begins(rest, label)) {
        rest = rest.get(label.len()..).unwrap_or_default();
    }
    let cut = rest.iter().rposition(|c| !matches!(c, '…' | '.')).map_or(0, |last| last + 1);
    let rest = rest.get(..cut).unwrap_or_default();
    !rest.is_empty() && !labels.iter().any(|label| begins(label, rest))
}

/// Whether `text` begins with `start`. A label's font may have no sign for a letter, and show
/// a question mark for it.
fn begins(text: &[char], start: &[char]) -> bool {
    let like = |(a, b): (&char, &char)| a == b || *a == '?' || *b == '?';
    text.len() >= start.len() && text.iter().zip(start).all(like)
}

/// The glyphs of a page that stand in `area` and leave something to read or see.
pub(crate) fn within<'s>(scene: &'s Scene, area: &'s Area) -> impl Iterator<Item = &'s Glyph> {
    scene.glyphs.iter().filter(|glyph| !blank(glyph) && area.holds_most_of(&body(glyph)))
}
