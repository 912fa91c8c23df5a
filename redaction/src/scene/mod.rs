//! What a page draws, each thing with the bytes that draw it.

mod marked;
mod mesh;
mod nested;
mod path;
mod resources;
mod run;
mod state;
mod text;

use std::rc::Rc;

use hayro_syntax::object::{Dict, ObjectIdentifier};

use crate::content::Span;
use crate::fonts::Face;
use crate::geometry::{Matrix, Point, Quad, Rect};

pub(crate) use resources::{Category, Owner, Scope};
pub(crate) use run::{read_page, words};

/// Everything one page draws: its content, forms, patterns, masks and annotations.
#[derive(Default)]
pub(crate) struct Scene<'a> {
    pub(crate) runs: Vec<Run<'a>>,
    pub(crate) glyphs: Vec<Glyph<'a>>,
    /// Marked content (ISO 32000-2, 14.6), each knowing what it stands in.
    pub(crate) marked: Vec<Marked>,
    /// The run of each annotation's appearance: which annotation, which state, which run.
    pub(crate) appearances: Vec<(usize, Option<Vec<u8>>, usize)>,
    /// Part of the page's content could not be unpacked, and must not come over unseen.
    pub(crate) incomplete: bool,
}

impl Scene<'_> {
    /// Whether a run is drawn after the page and whatever the page draws: an annotation.
    pub(crate) fn is_above(&self, run: usize) -> bool {
        // Appearances are read last, each before what it draws.
        self.appearances.iter().any(|(_, _, first)| run >= *first)
    }
}

/// One reading of one content stream.
pub(crate) struct Run<'a> {
    pub(crate) data: Rc<Vec<u8>>,
    /// The stream in the source; `None` for the page's own content.
    pub(crate) stream: Option<ObjectIdentifier>,
    pub(crate) scope: Rc<Scope<'a>>,
    pub(crate) things: Vec<Thing>,
    /// `Q` without `q`, and comments: neither draws.
    pub(crate) litter: Vec<Span>,
    /// How many `q` were left open, and whether a text object was.
    pub(crate) open_saves: usize,
    pub(crate) open_text: bool,
    /// The names used, by what for.
    pub(crate) uses: Vec<(Category, Vec<u8>)>,
}

pub(crate) struct Thing {
    pub(crate) span: Span,
    pub(crate) kind: Kind,
    /// In a layer that is off.
    pub(crate) hidden: bool,
}

#[derive(Debug)]
pub(crate) enum Kind {
    /// `Tj`, `TJ`, `'` or `"`, and the glyphs it shows.
    Show {
        first: usize,
        count: usize,
        /// What follows is placed anew, wherever this ends.
        free_end: bool,
    },
    /// A path, from its first operator to the one that paints it.
    Path(Path),
    Image {
        object: Option<ObjectIdentifier>,
        ctm: Matrix,
    },
    InlineImage {
        ctm: Matrix,
    },
    /// `sh`: what it is made of, and what clips it.
    Shading {
        made_of: Shade,
        clip: Option<Rc<Rect>>,
    },
    /// A form, a soft mask's group or a pattern's cell.
    Child {
        via: Category,
        name: Vec<u8>,
        run: usize,
    },
    /// A form or pattern that cannot be followed: it draws itself, or cannot be unpacked. Nobody
    /// could say what another reader would see in it.
    Blind {
        via: Category,
        name: Vec<u8>,
    },
    /// `BDC` or `DP`: its properties may hold words.
    Properties {
        marked: usize,
    },
    /// `/OC … BDC` of a layer, whose rules do not come over.
    Layer,
}

/// What a shading could draw.
#[derive(Debug)]
pub(crate) enum Shade {
    /// One colour passes into another.
    Smooth,
    /// Triangles or patches between points on the page.
    Points(Vec<Point>),
    /// Anything.
    Unknown,
}

#[derive(Debug, Clone)]
pub(crate) struct Path {
    pub(crate) ctm: Matrix,
    /// On the page, with its stroke; `None` where it has no extent to speak of.
    pub(crate) bounds: Option<Rect>,
    pub(crate) fills: bool,
    pub(crate) strokes: bool,
    pub(crate) clips: bool,
}

#[derive(Debug, Clone)]
pub(crate) struct Marked {
    pub(crate) within: Option<usize>,
    pub(crate) mcid: Option<i64>,
    /// Text that stands for what is drawn.
    pub(crate) actual: Option<String>,
    /// Alternate text and expansion.
    pub(crate) said: Vec<String>,
}

/// A glyph as one operator drew it.
#[derive(Clone)]
pub(crate) struct Glyph<'a> {
    pub(crate) face: Rc<Face<'a>>,
    pub(crate) code: u32,
    pub(crate) text: Rc<crate::fonts::Code>,
    pub(crate) run: u32,
    /// Which string of a `TJ`, and which bytes of it.
    pub(crate) part: u32,
    pub(crate) at: u32,
    pub(crate) length: u8,
    /// From thousandths of the font to the page.
    pub(crate) to_page: Matrix,
    /// What a `TJ` number must be to move on as the glyph did.
    pub(crate) moves: f64,
    pub(crate) marked: Option<usize>,
    pub(crate) hidden: bool,
    /// The upright box of what clips it, on the page.
    pub(crate) clip: Option<Rc<Rect>>,
    /// Drawn by a pattern or a mask: its place on the page is not one place.
    pub(crate) elsewhere: bool,
}

impl Glyph<'_> {
    /// The room it takes, in thousandths from its point on the baseline.
    pub(crate) fn cell(&self) -> Rect {
        let advance = self.text.advance;
        if self.face.vertical {
            Rect::new(-500.0, advance, 500.0, 0.0)
        } else {
            Rect::new(0.0, self.face.descent, advance, self.face.ascent)
        }
    }

    pub(crate) fn quad(&self) -> Quad {
        self.to_page.quad(&self.cell())
    }

    pub(crate) fn origin(&self) -> Point {
        self.to_page.apply(Point { x: 0.0, y: 0.0 })
    }

    /// Where the next glyph would stand without spacing.
    pub(crate) fn end(&self) -> Point {
        let advance = self.text.advance;
        let to = if self.face.vertical {
            Point { x: 0.0, y: advance }
        } else {
            Point { x: advance, y: 0.0 }
        };
        self.to_page.apply(to)
    }

    /// Size of the font on the page, in points.
    pub(crate) fn em(&self) -> f64 {
        let [_, _, c, d, _, _] = self.to_page.0;
        c.hypot(d) * 1000.0 * self.face.em
    }

    /// A control character that the font has no glyph for: each reader gives it a width of its
    /// own, and it shows nothing.
    pub(crate) fn is_of_no_known_width(&self) -> bool {
        let control = self.length == 1 && self.code < 0x20;
        control && self.text.advance == 0.0 && self.face.ink(self.code).is_none()
    }

    pub(crate) fn is_space(&self) -> bool {
        let text = &self.text.text;
        if text.is_empty() {
            return self.face.ink(self.code).is_none();
        }
        text.chars().all(|c| c.is_whitespace() || c.is_control())
    }
}

/// A resource dictionary of a scope by category.
pub(crate) fn category<'a>(resources: &Dict<'a>, category: Category) -> Option<Dict<'a>> {
    resources.get::<Dict<'a>>(category.key())
}
