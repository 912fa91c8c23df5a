//! The marked areas of one page, and how much of a thing lies in them.

use crate::geometry::{Matrix, Point, Quad, Rect};

/// A convex area with its corners anticlockwise.
#[derive(Debug, Clone)]
pub(crate) struct Area {
    pub(crate) corners: [Point; 4],
    pub(crate) bounds: Rect,
}

/// All areas of one page.
#[derive(Debug, Clone, Default)]
pub(crate) struct Region {
    pub(crate) areas: Vec<Area>,
}

impl Area {
    /// The area of `quad`; its upright box where the corners do not go around a convex shape.
    pub(crate) fn new(quad: &Quad) -> Self {
        let bounds = quad.bounds();
        let mut corners = quad.0;
        if signed_area(&corners) < 0.0 {
            corners.reverse();
        }
        let convex = (0..4).all(|i| {
            let at =
                |k: usize| corners.get((i + k) % 4).copied().unwrap_or(Point { x: 0.0, y: 0.0 });
            side(at(0), at(1), at(2)) > -1e-9
        });
        if !convex || signed_area(&corners) < 1e-9 {
            corners = Quad::from(bounds).0;
        }
        Self { corners, bounds }
    }

    /// Its four edges, the inside to the left.
    pub(crate) fn edges(&self) -> [(Point, Point); 4] {
        let [a, b, c, d] = self.corners;
        [(a, b), (b, c), (c, d), (d, a)]
    }

    pub(crate) fn contains(&self, p: Point) -> bool {
        self.edges().iter().all(|(a, b)| side(*a, *b, p) >= 0.0)
    }

    /// What of `polygon` lies inside.
    pub(crate) fn clip(&self, polygon: &[Point]) -> Vec<Point> {
        let mut inside = polygon.to_vec();
        for (a, b) in self.edges() {
            inside = half(&inside, a, b);
        }
        inside
    }

    /// The corners after `to`, as a polygon.
    pub(crate) fn moved(&self, to: &Matrix) -> [Point; 4] {
        self.corners.map(|p| to.apply(p))
    }
}

impl Region {
    pub(crate) fn is_empty(&self) -> bool {
        self.areas.is_empty()
    }

    /// The areas whose upright boxes meet `bounds`.
    pub(crate) fn near<'r>(&'r self, bounds: &'r Rect) -> impl Iterator<Item = &'r Area> + 'r {
        self.areas.iter().filter(move |area| {
            area.bounds.x0 < bounds.x1
                && bounds.x0 < area.bounds.x1
                && area.bounds.y0 < bounds.y1
                && bounds.y0 < area.bounds.y1
        })
    }

    /// How much of `shape` lies in one area, at most: 0 to 1.
    pub(crate) fn share(&self, shape: &Quad) -> f64 {
        let bounds = shape.bounds();
        let grown = Rect {
            x0: bounds.x0 - 1e-6,
            y0: bounds.y0 - 1e-6,
            x1: bounds.x1 + 1e-6,
            y1: bounds.y1 + 1e-6,
        };
        let whole = signed_area(&shape.0).abs();
        let mut most = 0.0f64;
        for area in self.near(&grown) {
            if whole < 1e-9 {
                let middle =
                    Point { x: (bounds.x0 + bounds.x1) / 2.0, y: (bounds.y0 + bounds.y1) / 2.0 };
                most = most.max(if area.contains(middle) { 1.0 } else { 0.0 });
            } else {
                most = most.max(signed_area(&area.clip(&shape.0)).abs() / whole);
            }
        }
        most
    }
}

pub(crate) fn signed_area(polygon: &[Point]) -> f64 {
    let next = polygon.iter().cycle().skip(1);
    polygon.iter().zip(next).map(|(a, b)| a.x * b.y - b.x * a.y).sum::<f64>() / 2.0
}

/// Positive where `p` is to the left of the line from `a` to `b`.
pub(crate) fn side(a: Point, b: Point, p: Point) -> f64 {
    (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x)
}

/// What of `polygon` lies to the left of the line from `a` to `b` (Sutherland and Hodgman).
/// Winding on that side stays what it was, so holes stay holes.
pub(crate) fn half(polygon: &[Point], a: Point, b: Point) -> Vec<Point> {
    let mut out = Vec::with_capacity(polygon.len() + 2);
    let next = polygon.iter().cycle().skip(1);
    for (from, to) in polygon.iter().zip(next) {
        let (before, after) = (side(a, b, *from), side(a, b, *to));
        if before >= 0.0 {
            out.push(*from);
        }
        if (before > 0.0 && after < 0.0) || (before < 0.0 && after > 0.0) {
            out.push(between(*from, *to, before / (before - after)));
        }
    }
    out
}

pub(crate) fn between(a: Point, b: Point, t: f64) -> Point {
    Point { x: a.x + (b.x - a.x) * t, y: a.y + (b.y - a.y) * t }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn region(x0: f64, y0: f64, x1: f64, y1: f64) -> Region {
        Region { areas: vec![Area::new(&Rect::new(x0, y0, x1, y1).into())] }
    }

    #[test]
    fn a_share_is_what_lies_inside() {
        let shape = Quad::from(Rect::new(0.0, 0.0, 10.0, 10.0));

        assert_eq!(region(20.0, 0.0, 30.0, 10.0).share(&shape), 0.0);
        assert!((region(5.0, 0.0, 30.0, 10.0).share(&shape) - 0.5).abs() < 1e-9);
        assert!((region(-5.0, -5.0, 30.0, 30.0).share(&shape) - 1.0).abs() < 1e-9);
    }

    #[test]
    fn a_clockwise_or_crossed_mark_is_still_an_area() {
        let p = |x, y| Point { x, y };
        let clockwise = Area::new(&Quad([p(0.0, 0.0), p(0.0, 4.0), p(4.0, 4.0), p(4.0, 0.0)]));
        let crossed = Area::new(&Quad([p(0.0, 0.0), p(4.0, 4.0), p(4.0, 0.0), p(0.0, 4.0)]));

        for area in [clockwise, crossed] {
            assert!(area.contains(p(1.0, 2.0)) && !area.contains(p(5.0, 2.0)));
        }
    }
}
