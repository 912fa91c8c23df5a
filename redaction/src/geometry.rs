//! Points, boxes and matrices in a page's own user space: points (1/72 inch), origin at the
//! bottom left as the MediaBox has it, before `/Rotate`, not moved by the CropBox and not
//! scaled by `/UserUnit` (ISO 32000-2, 8.3.2.3).

use serde::{Deserialize, Serialize};

/// A place on a page, in points.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// To the right.
    pub x: f64,
    /// Upwards.
    pub y: f64,
}

/// An upright box: `x0 <= x1`, `y0 <= y1`, in points.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(from = "[f64; 4]", into = "[f64; 4]")]
pub struct Rect {
    /// Left.
    pub x0: f64,
    /// Bottom.
    pub y0: f64,
    /// Right.
    pub x1: f64,
    /// Top.
    pub y1: f64,
}

impl Rect {
    /// The box between two opposite corners, whichever they are.
    pub fn new(x0: f64, y0: f64, x1: f64, y1: f64) -> Self {
        Self { x0: x0.min(x1), y0: y0.min(y1), x1: x0.max(x1), y1: y0.max(y1) }
    }

    /// From left to right.
    pub fn width(&self) -> f64 {
        self.x1 - self.x0
    }

    /// From bottom to top.
    pub fn height(&self) -> f64 {
        self.y1 - self.y0
    }

    /// In square points.
    pub fn area(&self) -> f64 {
        self.width() * self.height()
    }

    /// What both boxes cover, if anything.
    pub fn overlap(&self, other: &Rect) -> Option<Rect> {
        let (x0, y0) = (self.x0.max(other.x0), self.y0.max(other.y0));
        let (x1, y1) = (self.x1.min(other.x1), self.y1.min(other.y1));
        (x0 < x1 && y0 < y1).then_some(Rect { x0, y0, x1, y1 })
    }

    /// The smallest box around both.
    pub fn union(&self, other: &Rect) -> Rect {
        Rect {
            x0: self.x0.min(other.x0),
            y0: self.y0.min(other.y0),
            x1: self.x1.max(other.x1),
            y1: self.y1.max(other.y1),
        }
    }
}

impl From<[f64; 4]> for Rect {
    fn from([x0, y0, x1, y1]: [f64; 4]) -> Self {
        Self::new(x0, y0, x1, y1)
    }
}

impl From<Rect> for [f64; 4] {
    fn from(r: Rect) -> Self {
        [r.x0, r.y0, r.x1, r.y1]
    }
}

/// Four corners, in order around the shape: a box that may be turned or skewed.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Quad(pub [Point; 4]);

impl Quad {
    /// The upright box around the four corners.
    pub fn bounds(&self) -> Rect {
        let [a, b, c, d] = self.0;
        Rect {
            x0: a.x.min(b.x).min(c.x).min(d.x),
            y0: a.y.min(b.y).min(c.y).min(d.y),
            x1: a.x.max(b.x).max(c.x).max(d.x),
            y1: a.y.max(b.y).max(c.y).max(d.y),
        }
    }
}

impl From<Rect> for Quad {
    fn from(r: Rect) -> Self {
        let point = |x, y| Point { x, y };
        Self([point(r.x0, r.y0), point(r.x1, r.y0), point(r.x1, r.y1), point(r.x0, r.y1)])
    }
}

/// `[a b c d e f]` as PDF writes it: x' = a·x + c·y + e, y' = b·x + d·y + f.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Matrix(pub [f64; 6]);

impl Matrix {
    /// Leaves everything where it is.
    pub const IDENTITY: Matrix = Matrix([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// First this matrix, then `next`.
    pub fn then(&self, next: &Matrix) -> Matrix {
        let [a, b, c, d, e, f] = self.0;
        let [a2, b2, c2, d2, e2, f2] = next.0;
        Matrix([
            a * a2 + b * c2,
            a * b2 + b * d2,
            c * a2 + d * c2,
            c * b2 + d * d2,
            e * a2 + f * c2 + e2,
            e * b2 + f * d2 + f2,
        ])
    }

    /// Where the matrix carries a point.
    pub fn apply(&self, p: Point) -> Point {
        let [a, b, c, d, e, f] = self.0;
        Point { x: a * p.x + c * p.y + e, y: b * p.x + d * p.y + f }
    }

    /// The matrix that undoes this one; `None` where it flattens the page.
    pub fn inverse(&self) -> Option<Matrix> {
        let [a, b, c, d, e, f] = self.0;
        let det = a * d - b * c;
        if !det.is_finite() || det.abs() < 1e-12 {
            return None;
        }
        Some(Matrix([
            d / det,
            -b / det,
            -c / det,
            a / det,
            (c * f - d * e) / det,
            (b * e - a * f) / det,
        ]))
    }

    /// Where the corners of `r` come to lie.
    pub fn quad(&self, r: &Rect) -> Quad {
        Quad(Quad::from(*r).0.map(|p| self.apply(p)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_matrix_and_its_inverse_cancel() {
        let turn = Matrix([0.0, 2.0, -3.0, 0.5, 10.0, -4.0]);
        let there = turn.apply(Point { x: 3.0, y: 7.0 });

        let back = turn.inverse().map(|m| m.apply(there));

        assert!(back.is_some_and(|p| (p.x - 3.0).abs() < 1e-9 && (p.y - 7.0).abs() < 1e-9));
    }

    #[test]
    fn boxes_that_only_touch_do_not_overlap() {
        let left = Rect::new(0.0, 0.0, 10.0, 10.0);

        assert_eq!(left.overlap(&Rect::new(10.0, 0.0, 20.0, 10.0)), None);
        assert_eq!(
            left.overlap(&Rect::new(9.0, 9.0, 20.0, 20.0)),
            Some(Rect::new(9.0, 9.0, 10.0, 10.0))
        );
    }
}
