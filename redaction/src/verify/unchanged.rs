//! Whether what was not marked still stands where it stood.

use std::collections::hash_map::DefaultHasher;
use std::collections::{HashMap, HashSet};
use std::hash::{Hash, Hasher};

use crate::geometry::{Point, Rect};
use crate::read::glyphs::Scene;
use crate::read::glyphs::{Glyph, Meaning, Place};
use crate::read::state::blank;
use crate::read::words::Word;

use super::area::Area;
use super::text::{PageText, body};

/// Nothing that stays may move further than this, in points.
const STILL: f64 = 0.1;
/// Words laid back beneath a redrawn region, in points.
const LAID_BACK: f64 = 2.0;

/// How many glyphs were compared, and what is wrong with the page as a whole.
#[derive(Default)]
pub(crate) struct Compared {
    pub(crate) looked_at: usize,
    pub(crate) lost: usize,
}

pub(crate) struct Page<'p> {
    pub(crate) scene: &'p Scene,
    pub(crate) text: &'p PageText,
}

/// Compares the glyphs of a page before and after, away from `areas`.
pub(crate) fn compare(
    before: &Page<'_>,
    after: &Page<'_>,
    areas: &[Area],
    hits: &HashSet<usize>,
    shown: &Rect,
) -> Compared {
    let grid = Grid::of(after.scene);
    let mut compared = Compared::default();
    for (word, glyphs) in &before.text.words {
        let glyphs: Vec<_> = glyphs
            .iter()
            .filter(|g| !hits.contains(g))
            .filter_map(|g| before.scene.glyphs.get(*g))
            .filter(|g| must_stay(g, areas, shown))
            .collect();
        compared.looked_at += glyphs.len();
        let lost = glyphs.iter().filter(|g| !grid.holds(g)).count();
        if lost > 0 && !laid_back(word, after.text) {
            compared.lost += lost;
        }
    }
    for area in areas.iter().filter(|a| a.may_move()) {
        compared.lost += differing(before.scene, after.scene, area, areas, hits);
    }
    compared
}

/// Text of the page that is shown, that no area touches, and that stands on no line which is
/// set again.
fn must_stay(glyph: &Glyph, areas: &[Area], shown: &Rect) -> bool {
    let drawn = matches!(glyph.place, Place::Page | Place::Form);
    let body = body(glyph);
    if !drawn || glyph.hidden || blank(glyph) || shown.overlap(&body).is_none() {
        return false;
    }
    // A hair of its ink may reach under a mark without the glyph going.
    let heart = shrunk(&body, 0.15);
    !areas.iter().any(|area| area.touches(&heart) || (area.may_move() && in_band(area, glyph)))
}

fn shrunk(r: &Rect, share: f64) -> Rect {
    let (dx, dy) = (r.width() * share, r.height() * share);
    Rect { x0: r.x0 + dx, y0: r.y0 + dy, x1: r.x1 - dx, y1: r.y1 - dy }
}

/// Whether the glyph stands on the line of the area. Its room decides, not its ink: commas and
/// quotation marks stand on the line too.
fn in_band(area: &Area, glyph: &Glyph) -> bool {
    let [a, b, c, d] = glyph.quad.0;
    let middle = Point { x: (a.x + b.x + c.x + d.x) / 4.0, y: (a.y + b.y + c.y + d.y) / 4.0 };
    area.on_line(middle)
}

/// On a line that is set again, words may move, but not come or go: how many characters did,
/// labels aside.
fn differing(
    before: &Scene,
    after: &Scene,
    area: &Area,
    areas: &[Area],
    hits: &HashSet<usize>,
) -> usize {
    // Of each character: how many must be left at least and may be left at most.
    let mut expected: HashMap<&Meaning, (i64, i64)> = HashMap::new();
    let mut left: HashMap<&Meaning, i64> = HashMap::new();
    let on_line = |g: &&Glyph| {
        matches!(g.place, Place::Page | Place::Form) && !g.hidden && !blank(g) && in_band(area, g)
    };
    let before = before.glyphs.iter().enumerate().filter(|(i, _)| !hits.contains(i));
    for glyph in before.map(|(_, g)| g).filter(on_line) {
        let body = body(glyph);
        if areas.iter().any(|a| a.holds_most_of(&body)) {
            continue;
        }
        // A mark that cuts through a letter, or through its room, may take it or not.
        let room = glyph.quad.bounds();
        let cut = |a: &Area| a.touches(&shrunk(&body, 0.15)) || a.holds_most_of(&room);
        let (least, most) = expected.entry(&glyph.meaning).or_default();
        *least += i64::from(!areas.iter().any(cut));
        *most += 1;
    }
    for glyph in after.glyphs.iter().filter(on_line) {
        *left.entry(&glyph.meaning).or_default() += 1;
    }
    let labels: String = areas.iter().map(|a| a.label.as_str()).collect();
    let is_label = |meaning: &Meaning| match meaning {
        Meaning::Char(c) | Meaning::Guess(c) => labels.contains(*c) || *c == '…' || *c == '.',
        Meaning::Text(_) | Meaning::Unknown => false,
    };
    let gone = expected
        .iter()
        .map(|(meaning, (least, _))| (least - left.get(meaning).copied().unwrap_or(0)).max(0));
    let come = left
        .iter()
        .filter(|(meaning, _)| !is_label(meaning))
        .map(|(meaning, n)| (n - expected.get(meaning).map_or(0, |(_, most)| *most)).max(0));
    gone.chain(come).sum::<i64>().unsigned_abs() as usize
}

/// Whether a word came back beneath a region that was redrawn as pixels.
fn laid_back(word: &Word, after: &PageText) -> bool {
    let at = word.quad.bounds();
    after.words.iter().any(|(w, _)| {
        let b = w.quad.bounds();
        w.invisible
            && w.text.contains(&word.text)
            && (b.x0 - at.x0).abs() <= LAID_BACK + b.width() - at.width()
            && (b.y0 - at.y0).abs() <= 2.0 * LAID_BACK
    })
}

/// Glyphs by what they mean and where they stand.
struct Grid(HashMap<(u64, i64, i64), Vec<Point>>);

impl Grid {
    fn of(scene: &Scene) -> Self {
        let mut cells: HashMap<_, Vec<Point>> = HashMap::with_capacity(scene.glyphs.len());
        for glyph in scene.glyphs.iter().filter(|g| !g.hidden) {
            let at = glyph.start();
            cells.entry((key(&glyph.meaning), cell(at.x), cell(at.y))).or_default().push(at);
        }
        Self(cells)
    }

    fn holds(&self, glyph: &Glyph) -> bool {
        let at = glyph.start();
        let meaning = key(&glyph.meaning);
        (-1..=1).any(|dx| {
            (-1..=1).any(|dy| {
                let near = self.0.get(&(meaning, cell(at.x) + dx, cell(at.y) + dy));
                near.is_some_and(|points| {
                    points
                        .iter()
                        .any(|p| (p.x - at.x).abs() <= STILL && (p.y - at.y).abs() <= STILL)
                })
            })
        })
    }
}

fn cell(points: f64) -> i64 {
    (points / (2.0 * STILL)).floor() as i64
}

fn key(meaning: &Meaning) -> u64 {
    let mut text = String::new();
    meaning.push_to(&mut text);
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}
