//! Cutting paths: what of a path lies in a marked area leaves it.

use crate::content::{Span, Steps, number};
use crate::contours::{Contour, contours};
use crate::geometry::{Matrix, Point, Quad, Rect};
use crate::region::{Area, Region, between, half, side};
use crate::scene::Path;

/// A contour of no more segments than this that reaches well beyond a mark is a rule, a frame
/// or a background: it cannot be the outline of words.
const PLAIN: usize = 16;
/// A corner this close to the edge of an area, in points, is the end of a rule at it.
const RIM: f64 = 0.5;

/// What becomes of a path.
pub(crate) enum Cut {
    /// No edge of it lies in an area.
    Whole,
    By(Vec<u8>),
}

/// The path at `span` without what lies in `region`.
///
/// `above` tells that the path is drawn over the boxes, as annotations are: whatever it paints
/// in an area would be seen on them.
pub(crate) fn cut(data: &[u8], span: Span, path: &Path, region: &Region, above: bool) -> Cut {
    let Some(bounds) = path.bounds else { return Cut::Whole };
    let areas: Vec<&Area> = region.near(&bounds).collect();
    let Some(back) = path.ctm.inverse() else { return Cut::Whole };
    if areas.is_empty() {
        return Cut::Whole;
    }
    let (contours, operators) = contours(data, span, &path.ctm);
    // A filled shape leaves no edge under a box: taking the box off would show it. A line that
    // only passes through stays whole, with its dashes and its fineness.
    let plain_fill = |c: &Contour, area: &Area| is_plain(c, area) && !path.fills && !above;
    let plain_line = |c: &Contour, area: &Area| {
        is_plain(c, area) && !above && !(path.strokes && turns_within(c, area))
    };
    let telling = |c: &Contour| {
        areas.iter().any(|a| {
            let plain = (!(path.fills || path.clips) || plain_fill(c, a))
                && (!path.strokes || plain_line(c, a));
            !plain && (touches(std::slice::from_ref(c), &[*a]) || (above && around(c, a)))
        })
    };
    if !contours.iter().any(telling) {
        return Cut::Whole;
    }
    // What only passes through is told by what is seen of it on both sides.
    let passes = |c: &Contour| {
        let touched = |a: &&&Area| touches(std::slice::from_ref(c), &[**a]);
        c.segments <= PLAIN && !areas.iter().filter(touched).any(|a| turns_within(c, a))
    };
    if !above && !path.strokes && !path.clips && contours.iter().all(passes) {
        return Cut::By(left_out(data, span, &areas, &bounds, &back));
    }
    let even_odd = operators.iter().any(|o| o.ends_with('*'));
    let clip_rule = operators.iter().find(|o| o.starts_with('W')).cloned();

    let mut out = Vec::new();
    let mut line = |text: &str| {
        out.extend_from_slice(text.as_bytes());
        out.push(b' ');
    };
    if path.fills || path.clips {
        let mut left = contours.clone();
        for area in &areas {
            let (plain, others): (Vec<_>, Vec<_>) =
                left.into_iter().partition(|c| plain_fill(c, area));
            left = outside(&others, area);
            left.extend(plain);
        }
        let drawn = write(&left, &back, true);
        let paint = if !path.fills {
            "n"
        } else if even_odd && operators.iter().any(|o| matches!(o.as_str(), "f*" | "B*" | "b*")) {
            "f*"
        } else {
            "f"
        };
        match &clip_rule {
            Some(rule) if drawn.is_empty() => line(&format!("0 0 0 0 re {rule} n")),
            Some(rule) => line(&format!("{drawn} {rule} {paint}")),
            None if drawn.is_empty() => {}
            None => line(&format!("{drawn} {paint}")),
        }
    }
    if path.strokes {
        let single = contours.len() == 1;
        let mut left = contours;
        for area in &areas {
            left = apart(&left, area, &plain_line);
        }
        // A line by itself is drawn finer than one of many, so what is left of it stays so.
        let alone = left.len() > 1 && operators.len() == 1 && single;
        for part in if alone { left.chunks(1) } else { left.chunks(left.len().max(1)) } {
            line(&format!("{} S", write(part, &back, false)));
        }
    }
    Cut::By(out)
}

/// The path as it was, through a window that leaves the areas out: readers draw the edges of a
/// background otherwise than those of its parts.
fn left_out(data: &[u8], span: Span, areas: &[&Area], bounds: &Rect, back: &Matrix) -> Vec<u8> {
    const ROOM: f64 = 10.0;
    let wide = Rect {
        x0: bounds.x0 - ROOM,
        y0: bounds.y0 - ROOM,
        x1: bounds.x1 + ROOM,
        y1: bounds.y1 + ROOM,
    };
    let closed = |points: &[Point]| Contour { points: points.to_vec(), closed: true, segments: 4 };
    let mut out = b"q ".to_vec();
    for area in areas {
        let window = [closed(&Quad::from(wide).0), closed(&area.corners)];
        out.extend(format!("{} W* n ", write(&window, back, true)).into_bytes());
    }
    for own in operators(data, span) {
        out.extend_from_slice(data.get(own.start..own.end).unwrap_or_default());
        out.push(b' ');
    }
    out.extend(b"Q ");
    out
}

/// Whether a contour is too simple and too large to tell anything about what the area hid.
fn is_plain(contour: &Contour, area: &Area) -> bool {
    let mut bounds: Option<Rect> = None;
    for p in &contour.points {
        let here = Rect { x0: p.x, y0: p.y, x1: p.x, y1: p.y };
        bounds = Some(bounds.map_or(here, |b| b.union(&here)));
    }
    let Some(b) = bounds else { return true };
    let a = &area.bounds;
    let out = [a.x0 - b.x0, a.y0 - b.y0, b.x1 - a.x1, b.y1 - a.y1].into_iter().fold(0.0, f64::max);
    contour.segments <= PLAIN && out > a.width().min(a.height())
}

/// Whether a corner, an end or a bend lies in the area: that is where something was drawn, and
/// not only passed through.
fn turns_within(contour: &Contour, area: &Area) -> bool {
    contour.points.iter().any(|p| {
        area.edges().iter().all(|(a, b)| {
            let length = (b.x - a.x).hypot(b.y - a.y).max(1e-9);
            side(*a, *b, *p) / length > RIM
        })
    })
}

/// Whether the contour goes around the whole area, or much of it.
fn around(contour: &Contour, area: &Area) -> bool {
    area.clip(&contour.points).len() > 2
}

/// The spans of the operators that build and paint the path at `span`; others may stand among
/// them.
pub(crate) fn operators(data: &[u8], span: Span) -> Vec<Span> {
    let mut steps = Steps::within(data, span);
    let mut own = Vec::new();
    while let Some(step) = steps.next() {
        if is_own(step.operator) {
            own.push(step.span);
        }
    }
    own
}

fn is_own(operator: &[u8]) -> bool {
    matches!(
        operator,
        b"m" | b"l"
            | b"c"
            | b"v"
            | b"y"
            | b"h"
            | b"re"
            | b"W"
            | b"W*"
            | b"f"
            | b"F"
            | b"f*"
            | b"S"
            | b"s"
            | b"B"
            | b"B*"
            | b"b"
            | b"b*"
            | b"n"
    )
}

/// Whether any edge runs through the inside of an area.
fn touches(contours: &[Contour], areas: &[&Area]) -> bool {
    contours.iter().any(|contour| {
        let edges = contour.points.windows(2).filter_map(|pair| match pair {
            &[a, b] => Some((a, b)),
            _ => None,
        });
        let back = contour.points.last().copied().zip(contour.points.first().copied());
        edges.chain(back).any(|(a, b)| areas.iter().any(|area| inside(a, b, area).is_some()))
    })
}

/// From where to where the line from `a` to `b` is inside `area`, as shares of its length.
fn inside(a: Point, b: Point, area: &Area) -> Option<(f64, f64)> {
    // So thin a slice at the edge is the edge itself.
    const EDGE: f64 = 1e-6;
    let (mut from, mut to) = (0.0f64, 1.0f64);
    for (p, q) in area.edges() {
        let length = (q.x - p.x).hypot(q.y - p.y).max(1e-9);
        let (before, after) = (side(p, q, a) / length - EDGE, side(p, q, b) / length - EDGE);
        if before < 0.0 && after < 0.0 {
            return None;
        }
        if before < 0.0 {
            from = from.max(before / (before - after));
        } else if after < 0.0 {
            to = to.min(before / (before - after));
        }
    }
    (from <= to).then_some((from, to))
}

/// Filled contours without the area: the parts beyond each of its four edges in turn, drawn
/// as one path, so that no seam shows between them.
fn outside(contours: &[Contour], area: &Area) -> Vec<Contour> {
    let mut out = Vec::new();
    let mut rest: Vec<Contour> = contours.to_vec();
    for (a, b) in area.edges() {
        for contour in &rest {
            let points = half(&contour.points, b, a);
            if points.len() > 2 {
                out.push(Contour { points, closed: true, segments: usize::MAX });
            }
        }
        for contour in &mut rest {
            contour.points = half(&contour.points, a, b);
        }
    }
    out
}

/// Stroked contours without the area: lines end where it begins.
fn apart(
    contours: &[Contour],
    area: &Area,
    plain: &dyn Fn(&Contour, &Area) -> bool,
) -> Vec<Contour> {
    let mut out = Vec::new();
    for contour in contours {
        if plain(contour, area) || !touches(std::slice::from_ref(contour), &[area]) {
            out.push(contour.clone());
            continue;
        }
        let mut points = contour.points.clone();
        if contour.closed {
            points.extend(contour.points.first().copied());
        }
        let mut open: Vec<Point> = points.first().copied().into_iter().collect();
        for pair in points.windows(2) {
            let &[a, b] = pair else { continue };
            match inside(a, b, area) {
                None => open.push(b),
                Some((from, to)) => {
                    if from > 0.0 {
                        open.push(between(a, b, from));
                    } else {
                        open.clear();
                    }
                    finish(&mut open, &mut out);
                    if to < 1.0 {
                        open = vec![between(a, b, to), b];
                    }
                }
            }
        }
        finish(&mut open, &mut out);
    }
    out
}

fn finish(open: &mut Vec<Point>, out: &mut Vec<Contour>) {
    let points = std::mem::take(open);
    if points.len() > 1 {
        out.push(Contour { points, closed: false, segments: usize::MAX });
    }
}

/// The contours as path operators, in the user space that `back` leads to.
fn write(contours: &[Contour], back: &Matrix, fills: bool) -> String {
    let mut out = String::new();
    for contour in contours {
        for (i, point) in contour.points.iter().enumerate() {
            let p = back.apply(*point);
            let operator = if i == 0 { "m" } else { "l" };
            out.push_str(&format!("{} {} {operator} ", number(p.x), number(p.y)));
        }
        if contour.closed || fills {
            out.push_str("h ");
        }
    }
    out.trim_end().to_owned()
}
