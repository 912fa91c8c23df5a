//! Graphics and text state (ISO 32000-2, 8.4 and 9.3), as far as it decides where things stand.

use std::rc::Rc;

use crate::fonts::Face;
use crate::geometry::{Matrix, Rect};

#[derive(Clone)]
pub(super) struct State<'a> {
    pub(super) ctm: Matrix,
    pub(super) line_width: f64,
    /// The upright box around what may be drawn on.
    pub(super) clip: Option<Rc<Rect>>,
    pub(super) face: Option<Rc<Face<'a>>>,
    pub(super) size: f64,
    pub(super) char_space: f64,
    pub(super) word_space: f64,
    /// 1.0 where `Tz` says 100.
    pub(super) scale: f64,
    pub(super) leading: f64,
    pub(super) rise: f64,
    pub(super) mode: i64,
    pub(super) text: Matrix,
    pub(super) line: Matrix,
}

impl<'a> State<'a> {
    pub(super) fn new(ctm: Matrix) -> Self {
        Self {
            ctm,
            line_width: 1.0,
            clip: None,
            face: None,
            size: 1.0,
            char_space: 0.0,
            word_space: 0.0,
            scale: 1.0,
            leading: 0.0,
            rise: 0.0,
            mode: 0,
            text: Matrix::IDENTITY,
            line: Matrix::IDENTITY,
        }
    }

    /// Nothing outside `bounds` is drawn any more.
    pub(super) fn clip_to(&mut self, bounds: &Rect) {
        let empty = Rect { x0: bounds.x0, y0: bounds.y0, x1: bounds.x0, y1: bounds.y0 };
        let both = self.clip.as_ref().map_or(Some(*bounds), |c| c.overlap(bounds));
        self.clip = Some(Rc::new(both.unwrap_or(empty)));
    }

    pub(super) fn next_line(&mut self, tx: f64, ty: f64) {
        self.line = Matrix([1.0, 0.0, 0.0, 1.0, tx, ty]).then(&self.line);
        self.text = self.line;
    }

    /// A number within `TJ`: thousandths, against the direction of writing.
    pub(super) fn adjust(&mut self, thousandths: f64) {
        self.advance(-thousandths / 1000.0 * self.size);
    }

    /// Moves on along the line by `by`, in units of text space before `Tz`.
    pub(super) fn advance(&mut self, by: f64) {
        let (tx, ty) = if self.face.as_ref().is_some_and(|f| f.vertical) {
            (0.0, by)
        } else {
            (by * self.scale, 0.0)
        };
        self.text = Matrix([1.0, 0.0, 0.0, 1.0, tx, ty]).then(&self.text);
    }

    /// From thousandths of the font to the page, at the current place.
    pub(super) fn glyph_matrix(&self) -> Matrix {
        let size = self.size / 1000.0;
        Matrix([size * self.scale, 0.0, 0.0, size, 0.0, self.rise]).then(&self.text).then(&self.ctm)
    }
}
