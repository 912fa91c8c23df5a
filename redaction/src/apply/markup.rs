//! Lines through or under text, and highlights: without a picture of their own they are drawn by
//! each reader, over the boxes.

use lopdf::{Dictionary, Object};

use crate::geometry::{Point, Quad};
use crate::graph::real;
use crate::region::Region;

/// As finely as the text beneath is cut, in shares of its length.
const SLICES: u32 = 200;

/// Ends the quads of an annotation (ISO 32000-2, 12.5.6.10) at the marks; `true` where none of
/// them is left.
pub(super) fn nothing_beside(dict: &mut Dictionary, region: &Region) -> bool {
    let Ok(Object::Array(list)) = dict.get(b"QuadPoints") else { return false };
    let n: Vec<f64> = list.iter().filter_map(|o| o.as_float().ok()).map(f64::from).collect();
    let bands: Vec<Band> = n.as_chunks::<8>().0.iter().map(Band::new).collect();
    if !bands.iter().any(|band| region.share(&band.part(0, SLICES)) > 0.0) {
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
}

impl Band {
    /// Whichever way around the corners are given.
    fn new(&[ax, ay, bx, by, cx, cy, dx, dy]: &[f64; 8]) -> Self {
        let point = |x, y| Point { x, y };
        let one = (point(ax, ay), point(bx, by));
        let other = (point(cx, cy), point(dx, dy));
        let same_way = (bx - ax) * (dx - cx) + (by - ay) * (dy - cy) >= 0.0;
        Self { one, other: if same_way { other } else { (other.1, other.0) } }
    }

    fn part(&self, from: u32, to: u32) -> Quad {
        let at = |(a, b): (Point, Point), slice: u32| {
            let t = f64::from(slice) / f64::from(SLICES);
            Point { x: a.x + (b.x - a.x) * t, y: a.y + (b.y - a.y) * t }
        };
        Quad([at(self.one, from), at(self.one, to), at(self.other, to), at(self.other, from)])
    }

    /// The parts of it that no mark covers.
    fn beside(&self, region: &Region) -> Vec<[Point; 4]> {
        let mut parts = Vec::new();
        let mut from = None;
        for slice in 0..=SLICES {
            let free = slice < SLICES && region.share(&self.part(slice, slice + 1)) <= 0.0;
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
