//! Drawn characters and where they stand.

use std::rc::Rc;

use crate::geometry::{Matrix, Point, Quad, Rect};

/// Through what a glyph came onto the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Page,
    Form,
    Appearance,
    Pattern,
    SoftMask,
    Type3,
}

/// What a character code stands for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Meaning {
    Unknown,
    /// Nothing says so, but readers take the code itself for the character.
    Guess(char),
    Char(char),
    Text(Box<str>),
}

impl Meaning {
    pub(crate) fn push_to(&self, text: &mut String) {
        match self {
            Self::Unknown => text.push('\u{FFFD}'),
            Self::Char(c) | Self::Guess(c) => push_apart(*c, text),
            Self::Text(s) => s.chars().for_each(|c| push_apart(c, text)),
        }
    }

    /// Whether the file says what the character is.
    pub(crate) fn is_said(&self) -> bool {
        matches!(self, Self::Char(_) | Self::Text(_))
    }

    pub(crate) fn is_space(&self) -> bool {
        match self {
            Self::Unknown | Self::Guess(_) => false,
            Self::Char(c) => c.is_whitespace() || c.is_control(),
            Self::Text(s) => s.chars().all(|c| c.is_whitespace() || c.is_control()),
        }
    }
}

/// Ligatures come apart, so that a word is found as people type it.
fn push_apart(c: char, text: &mut String) {
    match c {
        'ﬀ' => text.push_str("ff"),
        'ﬁ' => text.push_str("fi"),
        'ﬂ' => text.push_str("fl"),
        'ﬃ' => text.push_str("ffi"),
        'ﬄ' => text.push_str("ffl"),
        'ﬅ' | 'ﬆ' => text.push_str("st"),
        c => text.push(c),
    }
}

/// A glyph as one operator drew it; all places in the page's user space.
#[derive(Debug, Clone)]
pub(crate) struct Glyph {
    pub(crate) meaning: Meaning,
    /// From its origin to where the next one would begin, from descent to ascent:
    /// begin low, end low, end high, begin high.
    pub(crate) quad: Quad,
    /// What it covers with colour; `None` where it has no outline.
    pub(crate) ink: Option<Rect>,
    /// Size of the font on the page, in points.
    pub(crate) em: f64,
    /// Extra space that was asked for after every character, in points.
    pub(crate) spacing: f64,
    /// Rendering mode 3 or 7: it takes room but leaves no colour.
    pub(crate) invisible: bool,
    /// In a layer that is off, or an annotation that is not shown.
    pub(crate) hidden: bool,
    pub(crate) vertical: bool,
    pub(crate) place: Place,
    /// The font's name in the file.
    pub(crate) font: Rc<str>,
}

/// A text that stands for the glyphs `from..to`.
#[derive(Debug, Clone)]
pub(crate) struct Spoken {
    pub(crate) text: String,
    pub(crate) from: usize,
    pub(crate) to: usize,
}

/// What one page draws.
#[derive(Debug, Default)]
pub(crate) struct Scene {
    pub(crate) glyphs: Vec<Glyph>,
    /// The areas of images, whatever they show.
    pub(crate) images: Vec<Rect>,
    /// Composite fonts used without being in the file.
    pub(crate) missing_fonts: Vec<String>,
    /// Something stood in a layer that is off.
    pub(crate) hidden_content: bool,
    /// What is said in place of glyphs.
    pub(crate) spoken: Vec<Spoken>,
    /// Of the page's own content streams, decoded.
    pub(crate) fingerprint: u64,
}

impl Glyph {
    /// The begin of the baseline side of the glyph and the unit vector along which it is read.
    pub(crate) fn start(&self) -> Point {
        let [low, _, _, high] = self.quad.0;
        if self.vertical { middle(low, high) } else { low }
    }

    pub(crate) fn end(&self) -> Point {
        let [_, low, high, _] = self.quad.0;
        if self.vertical { middle(low, high) } else { low }
    }

    pub(crate) fn direction(&self) -> Option<Point> {
        let [a, b, _, _] = self.quad.0;
        unit(Point { x: b.x - a.x, y: b.y - a.y })
    }
}

fn middle(a: Point, b: Point) -> Point {
    Point { x: (a.x + b.x) / 2.0, y: (a.y + b.y) / 2.0 }
}

pub(crate) fn unit(v: Point) -> Option<Point> {
    let length = v.x.hypot(v.y);
    (length.is_finite() && length > 1e-9).then(|| Point { x: v.x / length, y: v.y / length })
}

/// The upright box around `r` once `to` has moved it.
pub(crate) fn moved(r: &Rect, to: &Matrix) -> Rect {
    to.quad(r).bounds()
}
