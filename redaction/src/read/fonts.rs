//! A font as the reader needs it: codes, advances, meanings, and where its glyphs have ink.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use hayro::hayro_interpret::InterpreterSettings;
use hayro_font::hayro_cmap::BfString;
use hayro_font::kurbo::Shape;
use hayro_font::{Font, FontCache, FontGlyph, GlyphId, StandardFont, Type3Glyph};
use hayro_syntax::object::{Array, Dict, Name, Stream};

use super::collection::Collection;
use super::glyphs::Meaning;
use crate::geometry::{Point, Rect};

/// One font of one document.
pub(crate) struct PageFont<'a> {
    font: Font<'a>,
    pub(crate) name: Rc<str>,
    /// In thousandths of the font size, above and below the baseline.
    pub(crate) ascent: f64,
    pub(crate) descent: f64,
    pub(crate) vertical: bool,
    pub(crate) type3: bool,
    /// Height of a line in multiples of the font size.
    pub(crate) em: f64,
    /// The name of a composite font that is neither in the file nor one every reader has.
    pub(crate) missing: Option<String>,
    /// What its codes mean where it does not say so itself.
    collection: Option<Collection>,
    known: RefCell<HashMap<u32, Rc<Known>>>,
}

/// What a font says of one code. Asked of the font once: the standard ones look it up by name.
pub(crate) struct Known {
    /// How far the next glyph stands, in thousandths.
    pub(crate) advance: f64,
    pub(crate) meaning: Meaning,
    /// The box around its outline, in thousandths from its point on the baseline.
    pub(crate) ink: Option<Rect>,
}

/// All fonts of one document, each loaded once.
pub(crate) struct Fonts<'a> {
    cache: FontCache<'a>,
    settings: InterpreterSettings,
}

impl<'a> Fonts<'a> {
    pub(crate) fn new() -> Self {
        Self { cache: FontCache::new(), settings: InterpreterSettings::default() }
    }

    pub(crate) fn load(&self, dict: &Dict<'a>) -> Option<Rc<PageFont<'a>>> {
        let font =
            self.cache.font(dict, &self.settings.font_resolver, &self.settings.cmap_resolver)?;
        let kind = dict.get::<Name<'_>>("Subtype");
        let kind = kind.as_ref().map_or("", |n| n.as_str());
        let (ascent, descent) = heights(dict, kind);
        Some(Rc::new(PageFont {
            vertical: !font.is_horizontal(),
            type3: kind == "Type3",
            em: if kind == "Type3" { (ascent - descent) / 1000.0 } else { 1.0 },
            missing: missing(dict, kind),
            collection: Collection::of(dict, &self.settings.cmap_resolver),
            name: base_font(dict).into(),
            font,
            ascent,
            descent,
            known: RefCell::default(),
        }))
    }

    /// What readers take where a page names no font, or one that is not there.
    pub(crate) fn fallback(&self) -> Option<Rc<PageFont<'a>>> {
        let font =
            self.cache.standard_font(StandardFont::Helvetica, &self.settings.font_resolver)?;
        Some(Rc::new(PageFont {
            font,
            name: Rc::from(""),
            ascent: 760.0,
            descent: -240.0,
            vertical: false,
            type3: false,
            em: 1.0,
            missing: None,
            collection: None,
            known: RefCell::default(),
        }))
    }
}

impl<'a> PageFont<'a> {
    /// The code at `offset`, and its length in bytes.
    pub(crate) fn read(&self, bytes: &[u8], offset: usize) -> Option<(u32, usize)> {
        if offset >= bytes.len() {
            return None;
        }
        let (code, length) = self.font.read_code(bytes, offset);
        Some((code, length.max(1)))
    }

    pub(crate) fn known(&self, code: u32) -> Rc<Known> {
        if let Some(known) = self.known.borrow().get(&code) {
            return Rc::clone(known);
        }
        let along = self.font.code_advance(code);
        let known = Rc::new(Known {
            advance: if self.vertical { along.y } else { along.x },
            meaning: self.meaning(code),
            ink: self.outline_box(self.font.map_code(code), code),
        });
        self.known.borrow_mut().insert(code, Rc::clone(&known));
        known
    }

    /// From the point on the baseline to the glyph's own origin (vertical writing), in thousandths.
    fn shift(&self, code: u32) -> Point {
        let v = self.font.origin_displacement(code);
        Point { x: v.x, y: v.y }
    }

    fn meaning(&self, code: u32) -> Meaning {
        let text = match self.font.glyph(self.font.map_code(code), code) {
            FontGlyph::Outline(glyph) => glyph.as_unicode(),
            FontGlyph::Type3(glyph) => glyph.as_unicode(),
        };
        let collected = || self.collection.as_ref()?.meaning(code);
        match text.or_else(collected) {
            Some(BfString::Char(c)) => Meaning::Char(c),
            Some(BfString::String(s)) => Meaning::Text(s.into_boxed_str()),
            None => guess(code).map_or(Meaning::Unknown, Meaning::Guess),
        }
    }

    fn outline_box(&self, id: GlyphId, code: u32) -> Option<Rect> {
        let FontGlyph::Outline(glyph) = self.font.glyph(id, code) else { return None };
        let outline = glyph.outline();
        outline.elements().first()?;
        let bounds = outline.bounding_box();
        let stretch = self.font.glyph_stretch(id, code);
        let shift = self.shift(code);
        let ink = Rect::new(
            bounds.x0 * stretch + shift.x,
            bounds.y0 + shift.y,
            bounds.x1 * stretch + shift.x,
            bounds.y1 + shift.y,
        );
        (ink.width() > 0.0 || ink.height() > 0.0).then_some(ink)
    }

    /// The drawing behind a code of a Type 3 font.
    pub(crate) fn drawing(&self, code: u32) -> Option<Type3Glyph<'a>> {
        match self.font.glyph(self.font.map_code(code), code) {
            FontGlyph::Type3(glyph) => Some(glyph),
            FontGlyph::Outline(_) => None,
        }
    }
}

/// What readers take a code for where nothing says what it means: the character of that number.
pub(crate) fn guess(code: u32) -> Option<char> {
    char::from_u32(code).filter(|c| c.is_ascii_graphic() || c.is_alphanumeric())
}

/// Ascent and descent that a mark of a word should span. What fonts claim is kept within what
/// text looks like: some claim none, some claim twice their size.
fn heights(dict: &Dict<'_>, kind: &str) -> (f64, f64) {
    if kind == "Type3" {
        // Such fonts choose how large their glyphs are, and which way is up.
        let scale = dict.get::<[f64; 6]>("FontMatrix").map_or(0.001, |m| m[3]) * 1000.0;
        let said = dict.get::<[f64; 4]>("FontBBox").filter(|b| b[1] != b[3]);
        let bounds = said.or_else(|| of_drawings(dict)).unwrap_or([0.0; 4]);
        let (one, other) = (bounds[1] * scale, bounds[3] * scale);
        let (low, high) = (one.min(other), one.max(other));
        return if (high - low).is_finite() && high - low > 0.0 {
            (high.max(0.3 * (high - low)), low.min(0.0))
        } else {
            (760.0, -240.0)
        };
    }
    let descriptor = descriptor(dict, kind).unwrap_or_default();
    let number = |key: &str| descriptor.get::<f64>(key).filter(|n| n.is_finite());
    let ascent = number("Ascent").filter(|a| *a > 0.0).unwrap_or(760.0).clamp(600.0, 950.0);
    let descent = number("Descent").map(|d| -d.abs()).filter(|d| *d < 0.0).unwrap_or(-240.0);
    (ascent, descent.clamp(-350.0, -150.0))
}

/// The box around the first drawings of a Type 3 font, as far as they say theirs (`d1`).
fn of_drawings(dict: &Dict<'_>) -> Option<[f64; 4]> {
    const MOST: usize = 64;
    const LONGEST: usize = 1 << 16;
    let drawings = dict.get::<Dict<'_>>("CharProcs")?;
    let mut names: Vec<_> = drawings.keys().collect();
    names.sort_unstable();
    let one = |name: &Name<'_>| {
        let drawing = drawings.get::<Stream<'_>>(name.as_ref())?;
        let data = (drawing.raw_data().len() <= LONGEST).then(|| drawing.decoded_data().ok())??;
        let head = String::from_utf8_lossy(data.get(..200.min(data.len()))?).into_owned();
        let (numbers, _) = head.split_once("d1")?;
        let n: Vec<f64> = numbers.split_whitespace().filter_map(|n| n.parse().ok()).collect();
        match n.as_slice() {
            [_, _, x0, y0, x1, y1] if y0 != y1 => Some([*x0, *y0, *x1, *y1]),
            _ => None,
        }
    };
    let union =
        |a: [f64; 4], b: [f64; 4]| [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])];
    names.iter().take(MOST).filter_map(one).reduce(union)
}

fn descendant<'a>(dict: &Dict<'a>) -> Option<Dict<'a>> {
    dict.get::<Array<'_>>("DescendantFonts")?.iter::<Dict<'_>>().next()
}

fn descriptor<'a>(dict: &Dict<'a>, kind: &str) -> Option<Dict<'a>> {
    if kind == "Type0" {
        descendant(dict)?.get("FontDescriptor")
    } else {
        dict.get("FontDescriptor")
    }
}

/// A composite font that is not in the file cannot be drawn: nothing says which glyph a code
/// means. Simple fonts are drawn with a stand-in, which can be read.
fn missing(dict: &Dict<'_>, kind: &str) -> Option<String> {
    if kind != "Type0" {
        return None;
    }
    let descriptor = descriptor(dict, kind).unwrap_or_default();
    let embedded =
        ["FontFile", "FontFile2", "FontFile3"].iter().any(|key| descriptor.contains_key(key));
    (!embedded).then(|| base_font(dict))
}

/// The name of the font as the file gives it; empty where it gives none.
pub(crate) fn base_font(dict: &Dict<'_>) -> String {
    dict.get::<Name<'_>>("BaseFont").map_or_else(String::new, |n| n.as_str().to_owned())
}
