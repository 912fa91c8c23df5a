//! Lines through and under text: without a picture of their own they are drawn by each reader, over the
//! boxes. Highlights are too, but black stays black beneath them.

use lopdf::{Dictionary, Object};

use crate::geometry::{Point, Quad};
use crate::graph::real;
use crate::region::Region;

/// As finely as the text beneath is cut, in shares of its length.
const SLICES: u32 = 200;

/// Ends the quads of such a line (ISO 32000-2, 12.5.6.10) at the marks; `true` where none of them
/// is left.
pub(super) fn nothing_beside(dict: &mut Dictionary, region: &Region) -> bool {
    let through = match dict.get(b"Subtype").and_then(Object::as_name) {
        Ok(b"StrikeOut") => true,
        Ok(b"Underline" | b"Squiggly") => false,
        _ => return false,
    };
    let Ok(Object::Array(list)) = dict.get(b"QuadPoints") else { return false };
    let n: Vec<f64> = list.iter().filter_map(|o| o.as_float().ok()).map(f64::from).collect();
    let bands: Vec<Band> = n.as_chunks::<8>().0.iter().map(|n| Band::new(n, through)).collect();
    if !bands.iter().any(|band| region.share(&band.line(0, SLICES)) > 0.0) {
        return false;
    }
    let left: Vec<[Point; 4]> = bands.iter().flat_map(|band| band.beside(region)).collect();
    let nothing = left.is_empty();
    // Written as readers expect them: both upper corners first.
    let order = left.into_iter().flat_map(|[a, b, c, d]| [a, b, d, c]);
    dict.set("QuadPoints", order.flat_map(|p| [real(p.x), real(p.y)]).collect::<Vec<_>>());
    nothing
}

/// A stretch of text between two sides that run along it.
struct Band {
    one: (Point, Point),
    other: (Point, Point),
    /// The line is drawn between the sides, and not at the lower one.
    through: bool,
}

impl Band {
    /// Whichever way around the corners are given.
    fn new(&[ax, ay, bx, by, cx, cy, dx, dy]: &[f64; 8], through: bool) -> Self {
        let point = |x, y| Point { x, y };
        let one = (point(ax, ay), point(bx, by));
        let other = (point(cx, cy), point(dx, dy));
        let same_way = (bx - ax) * (dx - cx) + (by - ay) * (dy - cy) >= 0.0;
        Self { one, other: if same_way { other } else { (other.1, other.0) }, through }
    }

    fn part(&self, from: u32, to: u32) -> Quad {
        let at = |(a, b): (Point, Point), slice: u32| {
            let t = f64::from(slice) / f64::from(SLICES);
            Point { x: a.x + (b.x - a.x) * t, y: a.y + (b.y - a.y) * t }
        };
        Quad([at(self.one, from), at(self.one, to), at(self.other, to), at(self.other, from)])
    }

    /// Where the line is drawn: halfway between the sides, or at the lower one, which either may be.
    fn line(&self, from: u32, to: u32) -> Quad {
        const NEAR: f64 = 0.45;
        if !self.through {
            return self.part(from, to);
        }
        let [a, b, c, d] = self.part(from, to).0;
        let between = |p: Point, q: Point, t: f64| Point {
            x: p.x + (q.x - p.x) * t,
            y: p.y + (q.y - p.y) * t,
        };
        Quad([
            between(a, d, NEAR),
            between(b, c, NEAR),
            between(b, c, 1.0 - NEAR),
            between(a, d, 1.0 - NEAR),
        ])
    }

    /// The parts of it whose line no mark covers.
    fn beside(&self, region: &Region) -> Vec<[Point; 4]> {
        let mut parts = Vec::new();
        let mut from = None;
        for slice in 0..=SLICES {
            let free = slice < SLICES && region.share(&self.line(slice, slice + 1)) <= 0.0;
            match from {
                None if free => from = Some(slice),
                Some(begin) if !free => {
                    parts.push(self.part(begin, slice).0);
                    from = None;
                }
                _ => {}
            }
        }
        parts
    }
}
