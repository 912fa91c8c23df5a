//! A font as the remover needs it: codes, advances, meanings, and where its glyphs have ink.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use hayro::hayro_interpret::InterpreterSettings;
use hayro_font::hayro_cmap::BfString;
use hayro_font::kurbo::Shape;
use hayro_font::{Font, FontCache, FontGlyph, StandardFont};
use hayro_syntax::object::{Array, Dict, Name, ObjectIdentifier, Stream};

use crate::content::Steps;
use crate::geometry::{Matrix, Point, Rect};
use crate::read::collection::Collection;

/// What one character code of a font does.
#[derive(Debug)]
pub(crate) struct Code {
    /// To the next glyph, in thousandths, along the direction of writing.
    pub(crate) advance: f64,
    /// From the point on the baseline to the glyph's own origin (vertical writing).
    pub(crate) shift: Point,
    /// What it means; empty where nothing says so.
    pub(crate) text: Box<str>,
}

/// One font of one document.
pub(crate) struct Face<'a> {
    font: Font<'a>,
    /// Where the font stands in the source, if it is an object of its own.
    pub(crate) object: Option<ObjectIdentifier>,
    pub(crate) vertical: bool,
    /// A Type 3 font that draws with what its page offers.
    pub(crate) borrows_resources: bool,
    /// In thousandths of the font size, above and below the baseline.
    pub(crate) ascent: f64,
    pub(crate) descent: f64,
    /// What its codes mean where it does not say so itself.
    collection: Option<Collection>,
    codes: RefCell<HashMap<u32, Rc<Code>>>,
    inks: RefCell<HashMap<u32, Option<Rect>>>,
    /// Size of a letter in multiples of the font size: Type 3 fonts choose their own.
    pub(crate) em: f64,
    /// For a Type 3 font: from its glyph space to thousandths, and the box of all its glyphs.
    type3: Option<(Matrix, Option<Rect>)>,
}

/// All fonts of one document, each loaded once.
pub(crate) struct Fonts<'a> {
    cache: FontCache<'a>,
    settings: InterpreterSettings,
    /// By where the font's dictionary stands in the source.
    known: RefCell<HashMap<*const u8, Option<Rc<Face<'a>>>>>,
}

impl<'a> Fonts<'a> {
    pub(crate) fn new() -> Self {
        Self {
            cache: FontCache::new(),
            settings: InterpreterSettings::default(),
            known: RefCell::default(),
        }
    }

    /// The font `dict` describes; `object` where it is an object of its own.
    pub(crate) fn load(
        &self,
        dict: &Dict<'a>,
        object: Option<ObjectIdentifier>,
    ) -> Option<Rc<Face<'a>>> {
        let place = dict.data().as_ptr();
        if let Some(known) = self.known.borrow().get(&place) {
            return known.clone();
        }
        let face = self.read(dict, object);
        self.known.borrow_mut().insert(place, face.clone());
        face
    }

    fn read(&self, dict: &Dict<'a>, object: Option<ObjectIdentifier>) -> Option<Rc<Face<'a>>> {
        let font =
            self.cache.font(dict, &self.settings.font_resolver, &self.settings.cmap_resolver)?;
        let kind = dict.get::<Name<'_>>("Subtype");
        let kind = kind.as_ref().map_or("", |n| n.as_str());
        let type3 = (kind == "Type3").then(|| type3_frame(dict));
        let (ascent, descent) = match &type3 {
            Some((_, Some(bounds))) => (bounds.y1.max(1.0), bounds.y0.min(0.0)),
            _ => heights(dict, kind),
        };
        let em = if type3.is_some() { (ascent - descent) / 1000.0 } else { 1.0 };
        Some(Rc::new(Face {
            vertical: !font.is_horizontal(),
            borrows_resources: type3.is_some() && !dict.contains_key("Resources"),
            object,
            font,
            ascent,
            descent,
            collection: Collection::of(dict, &self.settings.cmap_resolver),
            codes: RefCell::default(),
            inks: RefCell::default(),
            em,
            type3,
        }))
    }

    /// What readers take where a page names no font, or one that is not there.
    pub(crate) fn fallback(&self) -> Option<Rc<Face<'a>>> {
        let font =
            self.cache.standard_font(StandardFont::Helvetica, &self.settings.font_resolver)?;
        Some(Rc::new(Face {
            font,
            object: None,
            vertical: false,
            borrows_resources: false,
            ascent: 760.0,
            descent: -240.0,
            collection: None,
            codes: RefCell::default(),
            inks: RefCell::default(),
            em: 1.0,
            type3: None,
        }))
    }
}

impl Face<'_> {
    /// The code at `offset`, and its length in bytes.
    pub(crate) fn read(&self, bytes: &[u8], offset: usize) -> Option<(u32, usize)> {
        if offset >= bytes.len() {
            return None;
        }
        let (code, length) = self.font.read_code(bytes, offset);
        Some((code, length.clamp(1, bytes.len() - offset)))
    }

    pub(crate) fn code(&self, code: u32) -> Rc<Code> {
        if let Some(known) = self.codes.borrow().get(&code) {
            return known.clone();
        }
        let advance = self.font.code_advance(code);
        let shift = self.font.origin_displacement(code);
        let found = Rc::new(Code {
            advance: if self.vertical { advance.y } else { advance.x },
            shift: Point { x: shift.x, y: shift.y },
            text: self.text(code).into_boxed_str(),
        });
        self.codes.borrow_mut().insert(code, found.clone());
        found
    }

    fn text(&self, code: u32) -> String {
        let text = match self.font.glyph(self.font.map_code(code), code) {
            FontGlyph::Outline(glyph) => glyph.as_unicode(),
            FontGlyph::Type3(glyph) => glyph.as_unicode(),
        };
        let collected = || self.collection.as_ref()?.meaning(code);
        match text.or_else(collected) {
            Some(BfString::Char(c)) => c.to_string(),
            Some(BfString::String(s)) => s,
            None => String::new(),
        }
    }

    /// The glyph a code stands for, as the font program numbers it.
    pub(crate) fn glyph(&self, code: u32) -> u32 {
        self.font.map_code(code).to_u32()
    }

    /// The box around the glyph's outline, in thousandths from its point on the baseline.
    pub(crate) fn ink(&self, code: u32) -> Option<Rect> {
        if let Some(known) = self.inks.borrow().get(&code) {
            return *known;
        }
        let found = self.outline_box(code);
        self.inks.borrow_mut().insert(code, found);
        found
    }

    fn outline_box(&self, code: u32) -> Option<Rect> {
        let id = self.font.map_code(code);
        let outline = match self.font.glyph(id, code) {
            FontGlyph::Outline(glyph) => glyph.outline(),
            FontGlyph::Type3(glyph) => {
                let (matrix, bounds) = self.type3.as_ref()?;
                let own = glyph.program().and_then(said_box);
                return own.map(|b| matrix.quad(&b).bounds()).or(*bounds);
            }
        };
        outline.elements().first()?;
        let bounds = outline.bounding_box();
        let stretch = self.font.glyph_stretch(id, code);
        let shift = self.code(code).shift;
        let ink = Rect::new(
            bounds.x0 * stretch + shift.x,
            bounds.y0 + shift.y,
            bounds.x1 * stretch + shift.x,
            bounds.y1 + shift.y,
        );
        (ink.width() > 0.0 || ink.height() > 0.0).then_some(ink)
    }
}

/// From the glyph space of a Type 3 font to thousandths, and the box of all its glyphs: what it
/// says, or what its drawings say where it says nothing.
fn type3_frame(dict: &Dict<'_>) -> (Matrix, Option<Rect>) {
    const MOST_DRAWINGS: usize = 64;
    let m = dict.get::<[f64; 6]>("FontMatrix").unwrap_or([0.001, 0.0, 0.0, 0.001, 0.0, 0.0]);
    let matrix = Matrix(m.map(|n| n * 1000.0));
    let said = dict.get::<[f64; 4]>("FontBBox").map(Rect::from);
    let said = said.filter(|b| b.width() > 0.0 && b.height() > 0.0);
    let bounds = said.or_else(|| {
        let drawings = dict.get::<Dict<'_>>("CharProcs")?;
        let mut names: Vec<_> = drawings.keys().collect();
        names.sort_unstable();
        let boxes = names.iter().take(MOST_DRAWINGS).filter_map(|name| {
            drawings.get::<Stream<'_>>(name.as_ref()).as_ref().and_then(said_box)
        });
        boxes.reduce(|a, b| a.union(&b))
    });
    (matrix, bounds.map(|b| matrix.quad(&b).bounds()))
}

/// The box that a Type 3 drawing begins with, if it does (`d1`).
fn said_box(drawing: &Stream<'_>) -> Option<Rect> {
    const LONGEST: usize = 1 << 16;
    if drawing.raw_data().len() > LONGEST {
        return None;
    }
    let data = drawing.decoded_data().ok()?;
    let mut steps = Steps::new(data.get(..256.min(data.len()))?);
    let step = steps.next()?;
    let [_, _, x0, y0, x1, y1] = steps.numbers::<6>()?;
    let bounds = Rect::new(x0, y0, x1, y1);
    (step.operator == b"d1" && bounds.width() > 0.0 && bounds.height() > 0.0).then_some(bounds)
}

/// Ascent and descent of a line of text, kept within what text looks like.
fn heights(dict: &Dict<'_>, kind: &str) -> (f64, f64) {
    const USUAL: (f64, f64) = (760.0, -240.0);
    let descriptor = if kind == "Type0" {
        dict.get::<Array<'_>>("DescendantFonts")
            .and_then(|list| list.iter::<Dict<'_>>().next())
            .and_then(|font| font.get::<Dict<'_>>("FontDescriptor"))
    } else {
        dict.get::<Dict<'_>>("FontDescriptor")
    };
    let descriptor = descriptor.unwrap_or_default();
    let number = |key: &str| descriptor.get::<f64>(key).filter(|n| n.is_finite());
    let ascent = number("Ascent").filter(|a| *a > 0.0).unwrap_or(USUAL.0).clamp(600.0, 950.0);
    let descent = number("Descent").map(|d| -d.abs()).filter(|d| *d < 0.0).unwrap_or(USUAL.1);
    (ascent, descent.clamp(-350.0, -150.0))
}
