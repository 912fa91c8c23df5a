//! The text of a page in one piece, and the way back from a place in it to a glyph.

use crate::geometry::Point;
use crate::read::glyphs::Scene;
use crate::read::words::Word;

use super::secrets::{Prepared, Secrets, fold, goes_on, single_spaced};

/// Text of a page, and which glyph gave which part of it.
pub(crate) struct Joined {
    pub(crate) text: Prepared,
    /// The same with letters and their accents put together, where they are drawn apart.
    composed: Option<Prepared>,
    /// Where each glyph's text begins as it is written and as it is folded, in rising order.
    starts: Vec<(usize, usize, usize)>,
}

/// How words are put together.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Joining {
    /// Words parted by spaces, as they are drawn.
    Plain,
    /// Words hyphenated at the end of a line are put together.
    Hyphens,
    /// Runs of single letters are put together.
    Letters,
}

impl Joined {
    pub(crate) fn new(scene: &Scene, words: &[(Word, Vec<usize>)], joining: Joining) -> Self {
        let (mut exact, mut folded) = (String::new(), String::new());
        let mut starts = Vec::new();
        let mut glued = true;
        for (index, (word, glyphs)) in words.iter().enumerate() {
            if !glued {
                exact.push(' ');
                folded.push(' ');
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
                starts.push((exact.len(), folded.len(), *glyph));
                let mut meant = String::new();
                if let Some(glyph) = scene.glyphs.get(*glyph) {
                    glyph.meaning.push_to(&mut meant);
                }
                // Made plain glyph by glyph, so that a place in the text is still a glyph.
                let plain = single_spaced(&meant);
                folded.push_str(&fold(&plain));
                exact.push_str(&plain);
            }
        }
        let composed = Prepared::new(&exact);
        let composed = (!composed.is_written(&exact)).then_some(composed);
        Self { text: Prepared::of(exact, folded), composed, starts }
    }

    /// Whether one of the secrets stands here.
    pub(crate) fn holds_any(&self, secrets: &Secrets) -> bool {
        secrets.in_text(&self.text) || self.composed.as_ref().is_some_and(|t| secrets.in_text(t))
    }

    /// The glyphs of each occurrence of a term.
    pub(crate) fn occurrences(&self, secrets: &Secrets, term: usize) -> Vec<Vec<usize>> {
        let exact = secrets.minds_case(term);
        let spans = secrets.occurrences(term, &self.text).into_iter();
        spans.map(|(from, to)| self.glyphs(from, to, exact)).collect()
    }

    fn glyphs(&self, from: usize, to: usize, exact: bool) -> Vec<usize> {
        let at = |start: &(usize, usize, usize)| if exact { start.0 } else { start.1 };
        // A glyph of several letters begins before a span within it.
        let first = self.starts.partition_point(|s| at(s) <= from).saturating_sub(1);
        let end = self.starts.partition_point(|s| at(s) < to);
        self.starts.get(first..end).unwrap_or_default().iter().map(|(.., glyph)| *glyph).collect()
    }

    /// The glyphs of a term that spaces and hyphens may interrupt anywhere, as long as it
    /// begins and ends with a word.
    pub(crate) fn loosely(&self, term: &str) -> Vec<Vec<usize>> {
        let needle: Vec<char> =
            fold(&single_spaced(term)).chars().filter(|c| !is_between(*c)).collect();
        let folded = self.text.folded();
        if needle.is_empty() {
            return Vec::new();
        }
        let letters: Vec<(usize, char)> =
            folded.char_indices().filter(|(_, c)| !is_between(*c)).collect();
        let mut found = Vec::new();
        for run in letters.windows(needle.len()) {
            let spelt = run.iter().map(|(_, c)| c).eq(needle.iter());
            if let (true, Some((from, _)), Some((last, c))) = (spelt, run.first(), run.last()) {
                let to = last + c.len_utf8();
                let before = folded.get(..*from).and_then(|t| t.chars().next_back());
                let behind = folded.get(to..).and_then(|t| t.chars().next());
                let first = run.first().map(|(_, c)| *c);
                if !goes_on(first, before) && !goes_on(Some(*c), behind) {
                    found.push(self.glyphs(*from, to, false));
                }
            }
        }
        found
    }
}

/// Signs that typesetting puts between the letters of a word.
fn is_between(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '\u{AD}' | '\u{2010}' | '\u{2011}')
}

/// Glyphs line by line, from left to right, whatever the order in which they were drawn;
/// `None` where that is the order already.
pub(crate) fn reading_order(scene: &Scene) -> Option<Vec<usize>> {
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
