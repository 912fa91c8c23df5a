//! Whether a path draws something within an area, or only passes through it.

use hayro::kurbo::{Affine, BezPath, PathEl, Point as KurboPoint};

use crate::geometry::Point;

use super::area::Area;

/// How far from the edge of an area a drawing may end, in points: the ends of rules that stop
/// at a box, and the box's own edges.
const EDGE: f64 = 0.75;

/// Whether any corner, end or bend of the path lies within the area. A straight edge that
/// crosses from side to side, or a fill around the whole, tells nothing of what stood there.
pub(crate) fn turns_within(path: &BezPath, transform: Affine, area: &Area) -> bool {
    let (mx, my) = area.margins(EDGE);
    let inside = |p: KurboPoint| {
        let p = transform * p;
        let u = area.unit(Point { x: p.x, y: p.y });
        u.x > mx && u.x < 1.0 - mx && u.y > my && u.y < 1.0 - my
    };
    let mut found = false;
    hayro::kurbo::flatten(path.elements().iter().copied(), 0.05, |step| match step {
        PathEl::MoveTo(p) | PathEl::LineTo(p) => found |= inside(p),
        _ => {}
    });
    found
}

/// Four straight sides, each at a right angle to the next.
pub(crate) fn is_rectangle(path: &BezPath) -> bool {
    let mut corners: Vec<KurboPoint> = Vec::with_capacity(5);
    for step in path.elements() {
        match step {
            PathEl::MoveTo(p) if corners.is_empty() => corners.push(*p),
            PathEl::LineTo(p) if corners.len() < 5 => corners.push(*p),
            PathEl::ClosePath => {}
            _ => return false,
        }
    }
    if corners.len() == 5 && corners.first() == corners.last() {
        corners.pop();
    }
    let [a, b, c, d] = corners.as_slice() else { return false };
    let (ab, bc, cd) = (*b - *a, *c - *b, *d - *c);
    let tolerance = 1e-3 * (ab.hypot() * bc.hypot()).max(1e-9);
    ab.dot(bc).abs() <= tolerance && (ab + cd).hypot() <= 1e-3 * ab.hypot().max(1e-9)
}

#[cfg(test)]
mod tests {
    use hayro::kurbo::{Circle, Rect as KurboRect, Shape};

    use super::*;
    use crate::geometry::{Quad, Rect};
    use crate::plan::Gap;

    fn area() -> Area {
        let quad = Quad::from(Rect::new(10.0, 10.0, 60.0, 22.0));
        Area::new(quad, "", Gap::Exact, "mark 1".to_owned())
    }

    fn turns(path: &BezPath) -> bool {
        turns_within(path, Affine::IDENTITY, &area())
    }

    #[test]
    fn a_drawing_within_the_area_is_seen_and_a_rule_through_it_is_not() {
        assert!(turns(&Circle::new((30.0, 16.0), 3.0).to_path(0.1)));

        let mut rule = BezPath::new();
        rule.move_to((0.0, 15.0));
        rule.line_to((100.0, 15.0));
        assert!(!turns(&rule));
        assert!(!turns(&KurboRect::new(0.0, 0.0, 100.0, 100.0).to_path(0.1)));
        assert!(!turns(&KurboRect::new(10.0, 10.0, 60.0, 22.0).to_path(0.1)));
    }

    #[test]
    fn only_four_right_angles_make_a_box() {
        assert!(is_rectangle(&KurboRect::new(1.0, 2.0, 3.0, 4.0).to_path(0.1)));
        assert!(!is_rectangle(&Circle::new((1.0, 1.0), 2.0).to_path(0.1)));
        let skewed = Affine::skew(0.4, 0.0) * KurboRect::new(0.0, 0.0, 3.0, 4.0).to_path(0.1);
        assert!(!is_rectangle(&skewed));
    }
}
