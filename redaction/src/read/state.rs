//! Graphics and text state of a content stream (ISO 32000-2, 8.4 and 9.3), as far as it
//! decides where something stands.

use std::rc::Rc;

use hayro_syntax::object::Stream;

use super::fonts::PageFont;
use super::glyphs::{Glyph, Meaning, Place, moved};
use crate::geometry::{Matrix, Point, Quad, Rect};

#[derive(Clone)]
pub(crate) struct State<'a> {
    pub(crate) ctm: Matrix,
    pub(crate) font: Option<Rc<PageFont<'a>>>,
    pub(crate) size: f64,
    pub(crate) char_space: f64,
    pub(crate) word_space: f64,
    /// 1.0 where `Tz` says 100.
    pub(crate) scale: f64,
    pub(crate) leading: f64,
    pub(crate) rise: f64,
    pub(crate) mode: i64,
    pub(crate) text: Matrix,
    pub(crate) line: Matrix,
    /// The tiling pattern set for filling, if any.
    pub(crate) pattern: Option<Stream<'a>>,
}

impl<'a> State<'a> {
    pub(crate) fn new(ctm: Matrix) -> Self {
        Self {
            ctm,
            font: None,
            size: 1.0,
            char_space: 0.0,
            word_space: 0.0,
            scale: 1.0,
            leading: 0.0,
            rise: 0.0,
            mode: 0,
            text: Matrix::IDENTITY,
            line: Matrix::IDENTITY,
            pattern: None,
        }
    }

    pub(crate) fn next_line(&mut self, tx: f64, ty: f64) {
        self.line = Matrix([1.0, 0.0, 0.0, 1.0, tx, ty]).then(&self.line);
        self.text = self.line;
    }

    /// A number within `TJ`: thousandths, against the direction of writing.
    pub(crate) fn adjust(&mut self, thousandths: f64) {
        let by = -thousandths / 1000.0 * self.size;
        if self.font.as_ref().is_some_and(|f| f.vertical) {
            self.advance(0.0, by);
        } else {
            self.advance(by * self.scale, 0.0);
        }
    }

    fn advance(&mut self, tx: f64, ty: f64) {
        self.text = Matrix([1.0, 0.0, 0.0, 1.0, tx, ty]).then(&self.text);
    }

    /// From thousandths of the font to the page, at the current place.
    pub(crate) fn glyph_matrix(&self) -> Matrix {
        let size = self.size / 1000.0;
        Matrix([size * self.scale, 0.0, 0.0, size, 0.0, self.rise]).then(&self.text).then(&self.ctm)
    }

    /// The glyph of `code`, then moves on behind it.
    pub(crate) fn show(
        &mut self,
        font: &PageFont<'a>,
        code: u32,
        length: usize,
        place: Place,
        hidden: bool,
    ) -> Glyph {
        let matrix = self.glyph_matrix();
        let known = font.known(code);
        let advance = known.advance;
        let cell = cell(font, advance);
        let to = |x, y| matrix.apply(Point { x, y });
        let quad = if font.vertical {
            Quad([
                to(cell.x0, cell.y1),
                to(cell.x0, cell.y0),
                to(cell.x1, cell.y0),
                to(cell.x1, cell.y1),
            ])
        } else {
            // Not `Rect`'s order: a negative advance reads from right to left.
            Quad([to(0.0, cell.y0), to(advance, cell.y0), to(advance, cell.y1), to(0.0, cell.y1)])
        };
        let [_, _, c, d, _, _] = matrix.0;
        let [a, b, _, _, _, _] = self.text.then(&self.ctm).0;
        let glyph = Glyph {
            meaning: known.meaning.clone(),
            quad,
            ink: known.ink.map(|ink| moved(&ink, &matrix)),
            em: c.hypot(d) * 1000.0 * font.em,
            spacing: self.char_space.max(0.0) * self.scale.abs() * a.hypot(b),
            invisible: matches!(self.mode, 3 | 7),
            hidden,
            vertical: font.vertical,
            place,
            font: Rc::clone(&font.name),
        };

        let mut by = advance / 1000.0 * self.size + self.char_space;
        if code == 32 && length == 1 {
            by += self.word_space;
        }
        if font.vertical {
            self.advance(0.0, by);
        } else {
            self.advance(by * self.scale, 0.0);
        }
        glyph
    }
}

/// The room a glyph takes, in thousandths from its point on the baseline.
fn cell(font: &PageFont<'_>, advance: f64) -> Rect {
    if font.vertical {
        Rect::new(-500.0, advance, 500.0, 0.0)
    } else {
        Rect::new(0.0, font.descent, advance, font.ascent)
    }
}

/// Whether the code means a character that is only room.
pub(crate) fn blank(glyph: &Glyph) -> bool {
    glyph.meaning.is_space() || (glyph.meaning == Meaning::Unknown && glyph.ink.is_none())
}
