//! Glyphs into words and lines, in the order in which they were drawn.

use serde::{Deserialize, Serialize};

use super::glyphs::{Glyph, Place};
use super::state::blank;
use crate::geometry::{Point, Quad};

/// A word and where it stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Word {
    /// With ligatures taken apart.
    pub text: String,
    /// In the page's user space, turned as the text is.
    pub quad: Quad,
    /// Counted from 0; words of one line follow each other.
    pub line: u32,
    /// Takes room but leaves no colour, as the text under a scan does.
    pub invisible: bool,
}

/// A wider gap than this parts words, in shares of the font size.
pub(crate) const WORD_GAP: f64 = 0.18;
/// On a tight line this much does.
pub(crate) const TIGHT_GAP: f64 = 0.1;
/// A larger step off the baseline begins a new line.
const LINE_STEP: f64 = 0.5;

/// The words that a person sees or can copy.
pub(crate) fn words(glyphs: &[Glyph]) -> Vec<Word> {
    let shown = |glyph: &Glyph| {
        !glyph.hidden && matches!(glyph.place, Place::Page | Place::Form | Place::Appearance)
    };
    let shown = glyphs.iter().enumerate().filter(|(_, glyph)| shown(glyph));
    without_doubles(grouped(shown, WORD_GAP).into_iter().map(|(word, _)| word).collect())
}

/// The words of the glyphs in the order given, with the numbers of their glyphs. `gap`, in font
/// sizes, is the widest that does not part them.
pub(crate) fn grouped<'g>(
    glyphs: impl Iterator<Item = (usize, &'g Glyph)>,
    gap: f64,
) -> Vec<(Word, Vec<usize>)> {
    let mut words = Vec::new();
    let mut open: Option<Open> = None;
    let mut lines = Lines::default();
    for (index, glyph) in glyphs {
        if blank(glyph) {
            close(&mut open, &mut lines, &mut words);
            continue;
        }
        match &mut open {
            Some(word) if word.takes(glyph, gap) => word.push(index, glyph),
            _ => {
                close(&mut open, &mut lines, &mut words);
                open = Open::begin(index, glyph);
            }
        }
    }
    close(&mut open, &mut lines, &mut words);
    words
}

fn close(open: &mut Option<Open>, lines: &mut Lines, words: &mut Vec<(Word, Vec<usize>)>) {
    if let Some(mut word) = open.take() {
        let glyphs = std::mem::take(&mut word.glyphs);
        words.push((word.finish(lines), glyphs));
    }
}

/// A word that may still grow, measured along its own direction.
struct Open {
    text: String,
    glyphs: Vec<usize>,
    along: Point,
    origin: Point,
    em: f64,
    invisible: bool,
    vertical: bool,
    spacing: f64,
    /// Extent along and across the direction of writing, from `origin`.
    from: f64,
    to: f64,
    low: f64,
    high: f64,
    /// Where the last glyph ended.
    pen: f64,
}

impl Open {
    fn begin(index: usize, glyph: &Glyph) -> Option<Self> {
        let mut word = Self {
            text: String::new(),
            glyphs: Vec::new(),
            along: glyph.direction()?,
            origin: glyph.start(),
            em: glyph.em.max(1e-3),
            invisible: glyph.invisible,
            vertical: glyph.vertical,
            spacing: glyph.spacing,
            from: f64::INFINITY,
            to: f64::NEG_INFINITY,
            low: f64::INFINITY,
            high: f64::NEG_INFINITY,
            pen: 0.0,
        };
        word.push(index, glyph);
        Some(word)
    }

    fn project(&self, p: Point) -> (f64, f64) {
        let (dx, dy) = (p.x - self.origin.x, p.y - self.origin.y);
        let Point { x, y } = self.along;
        (dx * x + dy * y, -dx * y + dy * x)
    }

    fn takes(&self, glyph: &Glyph, gap: f64) -> bool {
        // A mark without width, such as an accent, belongs to what it stands on.
        let along = glyph.direction().unwrap_or(self.along);
        let same_way = along.x * self.along.x + along.y * self.along.y > 0.99;
        let same_kind = glyph.invisible == self.invisible && glyph.vertical == self.vertical;
        if !same_way || !same_kind {
            return false;
        }
        let (start, off) = self.project(glyph.start());
        let (end, _) = self.project(glyph.end());
        if off.abs() > LINE_STEP * self.em {
            return false;
        }
        // Spaced type sets every letter apart; some programs write a space as the spacing of one.
        let most = gap * self.em.max(glyph.em) + self.spacing.min(glyph.spacing).max(0.0);
        let step = start - self.pen;
        let follows = step <= most && step >= -0.5 * self.em;
        follows || (is_rtl(glyph) && (end - self.from).abs() <= most)
    }

    fn push(&mut self, index: usize, glyph: &Glyph) {
        self.glyphs.push(index);
        glyph.meaning.push_to(&mut self.text);
        for corner in glyph.quad.0 {
            let (s, t) = self.project(corner);
            self.from = self.from.min(s);
            self.to = self.to.max(s);
            self.low = self.low.min(t);
            self.high = self.high.max(t);
        }
        self.spacing = glyph.spacing;
        self.pen = self.project(glyph.end()).0;
    }

    fn finish(self, lines: &mut Lines) -> Word {
        let Point { x, y } = self.along;
        let at = |s: f64, t: f64| Point {
            x: self.origin.x + s * x - t * y,
            y: self.origin.y + s * y + t * x,
        };
        let quad = Quad([
            at(self.from, self.low),
            at(self.to, self.low),
            at(self.to, self.high),
            at(self.from, self.high),
        ]);
        let line = lines.of(&self, at(self.to, 0.0));
        Word { text: self.text, quad, line, invisible: self.invisible }
    }
}

fn is_rtl(glyph: &Glyph) -> bool {
    let mut text = String::new();
    glyph.meaning.push_to(&mut text);
    text.chars().any(|c| matches!(u32::from(c), 0x590..=0x8FF | 0xFB1D..=0xFDFF | 0xFE70..=0xFEFF))
}

/// Counts lines: a word goes on with the line of the word before where it stands on the same
/// baseline and not behind it.
#[derive(Default)]
struct Lines {
    count: u32,
    last: Option<(Point, Point, f64)>,
}

impl Lines {
    fn of(&mut self, word: &Open, end: Point) -> u32 {
        let goes_on = self.last.is_some_and(|(along, pen, em)| {
            let (dx, dy) = (word.origin.x - pen.x, word.origin.y - pen.y);
            let same_way = along.x * word.along.x + along.y * word.along.y > 0.99;
            let ahead = dx * along.x + dy * along.y;
            let off = -dx * along.y + dy * along.x;
            same_way && off.abs() <= LINE_STEP * em.max(word.em) && ahead > -2.0 * em
        });
        if self.last.is_some() && !goes_on {
            self.count += 1;
        }
        self.last = Some((word.along, end, word.em));
        self.count
    }
}

/// Bold is often made by drawing the same word twice, a hair apart.
fn without_doubles(words: Vec<Word>) -> Vec<Word> {
    const LOOK_BACK: usize = 40;
    let mut kept: Vec<Word> = Vec::with_capacity(words.len());
    for word in words {
        let b = word.quad.bounds();
        let hair = 0.08 * b.height().max(b.width().min(20.0) * 0.1);
        let double = kept.iter().rev().take(LOOK_BACK).any(|k| {
            let a = k.quad.bounds();
            k.text == word.text
                && k.invisible == word.invisible
                && (a.x0 - b.x0).abs() <= hair
                && (a.y0 - b.y0).abs() <= hair
        });
        if !double {
            kept.push(word);
        }
    }
    kept
}
