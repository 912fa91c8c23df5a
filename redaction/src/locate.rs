//! Where on a page the terms stand: in the order in which glyphs are drawn, and in the order
//! in which a person reads them, since neither finds all.

use std::collections::BTreeSet;

use crate::geometry::Point;
use crate::read::fonts::guess;
use crate::scene::{Glyph, Scene};
use crate::wording::{Needle, is_gap, joined, spread};

/// A glyph without ink or meaning that moves on by more than this, in thousandths, is a space.
const ROOM: f64 = 100.0;
/// Letters that stand further apart than this, in font sizes, belong to two words.
const GAP: f64 = 0.17;
/// Further apart than this they do where nothing within the word is: on a tight line.
const HAIR: f64 = 0.1;

/// One occurrence: its needle and its glyphs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Hit {
    pub(crate) needle: usize,
    pub(crate) glyphs: Vec<usize>,
}

/// What stands between two letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Between {
    Nothing,
    /// As narrow as a space on a tight line, or as wide as letters are spaced.
    Hair,
    Gap,
    /// A space that is a glyph of its own.
    Space,
    Hyphen,
    Line,
}

/// Letters in one order.
#[derive(Default)]
struct Track {
    letters: Vec<char>,
    cased: Vec<char>,
    /// The glyph of each letter, and what stands before it.
    glyphs: Vec<usize>,
    before: Vec<Between>,
    /// Spaces and hyphens, by the letter they precede.
    others: Vec<(usize, usize)>,
}

/// Every occurrence of every needle.
pub(crate) fn locate(scene: &Scene<'_>, needles: &[Needle]) -> Vec<Hit> {
    if needles.is_empty() || scene.glyphs.is_empty() {
        return Vec::new();
    }
    let drawn: Vec<usize> = (0..scene.glyphs.len()).collect();
    let mut found = BTreeSet::new();
    for order in [drawn, reading_order(scene)] {
        let track = Track::of(scene, &order);
        for (index, needle) in needles.iter().enumerate() {
            let text = if needle.match_case { &track.cased } else { &track.letters };
            let mut places = needle.find(text, |i| track.edge(i));
            if let Some(turned) = turned(needle) {
                places.extend(turned.find(text, |i| track.edge(i)));
            }
            for (first, last) in places {
                if track.holds_together(first, last) && track.stands_alone(first, last, needle) {
                    found.insert(Hit { needle: index, glyphs: track.between(first, last) });
                }
            }
        }
    }
    found.into_iter().collect()
}

/// Right-to-left words are often drawn letter by letter from the left.
fn turned(needle: &Needle) -> Option<Needle> {
    let right_to_left = |c: &char| matches!(*c, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FEFC}');
    needle.letters.iter().any(right_to_left).then(|| {
        let mut turned = needle.clone();
        turned.letters.reverse();
        turned
    })
}

impl Track {
    fn of(scene: &Scene<'_>, order: &[usize]) -> Self {
        let mut track = Self::default();
        let mut last: Option<usize> = None;
        let mut between = Between::Line;
        for index in order {
            let Some(glyph) = scene.glyphs.get(*index) else { continue };
            if let Some(before) = last.and_then(|i| scene.glyphs.get(i)) {
                let step = step(before, glyph);
                between = stronger(between, step);
            }
            last = Some(*index);
            let known = &glyph.text.text;
            let mut code = [0u8; 4];
            // Nothing says what it means: readers take the code itself for the character.
            let text: &str = if known.is_empty() {
                guess(glyph.code).map_or("", |c| c.encode_utf8(&mut code))
            } else {
                known
            };
            let mut any = false;
            for c in text.chars() {
                if is_gap(c) {
                    let kind = if c.is_whitespace() { Between::Space } else { Between::Hyphen };
                    between = stronger(between, kind);
                    continue;
                }
                any = true;
                let start = track.letters.len();
                spread(c, true, |c| track.letters.push(c));
                spread(c, false, |c| track.cased.push(c));
                // Folding may lengthen a letter; both rows must keep step.
                while track.cased.len() < track.letters.len() {
                    track.cased.push('\u{0}');
                }
                track.cased.truncate(track.letters.len());
                for at in start..track.letters.len() {
                    track.glyphs.push(*index);
                    let here = if at == start { between } else { Between::Nothing };
                    track.before.push(here);
                }
                between = Between::Nothing;
            }
            if !any {
                // A font may name its space `.notdef`: what draws nothing still sets apart.
                // What nobody can name may be a space as well as a letter.
                if text.is_empty() && glyph.text.advance.abs() > ROOM {
                    let kind = if glyph.is_space() { Between::Space } else { Between::Gap };
                    between = stronger(between, kind);
                }
                track.others.push((track.letters.len(), *index));
            }
        }
        track
    }

    /// Whether a word may end before letter `i`.
    fn edge(&self, i: usize) -> bool {
        let (Some(before), Some(here)) =
            (i.checked_sub(1).and_then(|k| self.letters.get(k)), self.letters.get(i))
        else {
            return true;
        };
        self.before.get(i).is_some_and(|b| *b != Between::Nothing) || !joined(*before, *here)
    }

    /// Whether the word ends on both sides: where only a hair sets it apart, its own letters
    /// must stand closer.
    fn stands_alone(&self, first: usize, last: usize, needle: &Needle) -> bool {
        let sides = [(first, needle.letters.first()), (last + 1, needle.letters.last())];
        let hair = |(i, letter): &(usize, Option<&char>)| {
            self.before.get(*i) == Some(&Between::Hair)
                && letter.is_some_and(|c| c.is_alphanumeric())
        };
        if needle.part_of_word || !sides.iter().any(hair) {
            return true;
        }
        let inner = self.before.get(first + 1..=last).unwrap_or_default();
        let spaced = inner.iter().filter(|b| **b == Between::Hair).count();
        spaced * 2 < inner.len().max(1)
    }

    /// Letters that spaces set apart are one word only if all of them are set apart, as in
    /// s p a c e d type, or where the words of the term are.
    fn holds_together(&self, first: usize, last: usize) -> bool {
        let inner = self.before.get(first + 1..=last).unwrap_or_default();
        let spaces = inner.iter().filter(|b| **b == Between::Space).count();
        // A term of several words has at most one space for every three letters.
        spaces == inner.len() || spaces * 3 <= inner.len() + 2
    }

    /// All glyphs from one letter to another, spaces and hyphens among them.
    fn between(&self, first: usize, last: usize) -> Vec<usize> {
        let mut glyphs: Vec<usize> = self.glyphs.get(first..=last).unwrap_or_default().to_vec();
        let start = self.others.partition_point(|(at, _)| *at <= first);
        let inner = self.others.iter().skip(start).take_while(|(at, _)| *at <= last);
        glyphs.extend(inner.map(|(_, glyph)| *glyph));
        glyphs.sort_unstable();
        glyphs.dedup();
        glyphs
    }
}

fn stronger(a: Between, b: Between) -> Between {
    let rank = |x| match x {
        Between::Nothing => 0,
        Between::Hair => 1,
        Between::Gap => 2,
        Between::Space => 3,
        Between::Hyphen => 4,
        Between::Line => 5,
    };
    if rank(a) >= rank(b) { a } else { b }
}

/// What stands between two glyphs, by where they stand.
fn step(before: &Glyph<'_>, after: &Glyph<'_>) -> Between {
    if before.run != after.run {
        return Between::Line;
    }
    let em = before.em().max(after.em()).max(1e-6);
    let (from, to) = (before.end(), after.origin());
    let Some(along) = direction(before) else {
        let near = (from.x - to.x).hypot(from.y - to.y) < 0.25 * em;
        return if near { Between::Nothing } else { Between::Gap };
    };
    let (dx, dy) = (to.x - from.x, to.y - from.y);
    let forward = dx * along.x + dy * along.y;
    let aside = (dy * along.x - dx * along.y).abs();
    if aside > 0.6 * em || forward < -2.0 * em || forward > 30.0 * em {
        Between::Line
    } else if forward > GAP * em {
        Between::Gap
    } else if forward > HAIR * em {
        Between::Hair
    } else {
        Between::Nothing
    }
}

/// The unit vector along which a glyph is read.
fn direction(glyph: &Glyph<'_>) -> Option<Point> {
    let (a, b) = (glyph.origin(), glyph.end());
    let (dx, dy) = (b.x - a.x, b.y - a.y);
    let length = dx.hypot(dy);
    (length > 1e-6 && length.is_finite()).then(|| Point { x: dx / length, y: dy / length })
}

/// Glyphs in reading order: those on one baseline from its begin to its end.
fn reading_order(scene: &Scene<'_>) -> Vec<usize> {
    lines(scene).concat()
}

/// Glyphs by baseline, each line from its begin to its end.
pub(crate) fn lines(scene: &Scene<'_>) -> Vec<Vec<usize>> {
    struct Placed {
        index: usize,
        turn: i64,
        down: f64,
        along: f64,
        em: f64,
    }
    let mut placed: Vec<Placed> = scene
        .glyphs
        .iter()
        .enumerate()
        .map(|(index, glyph)| {
            let way = direction(glyph).unwrap_or(Point { x: 1.0, y: 0.0 });
            let p = glyph.origin();
            Placed {
                index,
                turn: (way.y.atan2(way.x) * 18.0 / std::f64::consts::PI).round() as i64,
                down: way.y * p.x - way.x * p.y,
                along: p.x * way.x + p.y * way.y,
                em: glyph.em(),
            }
        })
        .collect();
    placed.sort_by(|a, b| {
        a.turn.cmp(&b.turn).then(a.down.total_cmp(&b.down)).then(a.along.total_cmp(&b.along))
    });
    let mut lines: Vec<Vec<usize>> = Vec::new();
    let mut line: Vec<Placed> = Vec::new();
    let flush = |line: &mut Vec<Placed>, lines: &mut Vec<Vec<usize>>| {
        line.sort_by(|a, b| a.along.total_cmp(&b.along).then(a.index.cmp(&b.index)));
        lines.push(line.drain(..).map(|p| p.index).collect());
    };
    for glyph in placed {
        let new = line.first().is_some_and(|first| {
            first.turn != glyph.turn || glyph.down - first.down > 0.35 * first.em.max(glyph.em)
        });
        if new {
            flush(&mut line, &mut lines);
        }
        line.push(glyph);
    }
    flush(&mut line, &mut lines);
    lines
}
