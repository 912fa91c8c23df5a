//! What a path is made of, as straight lines on the page.

use crate::content::{Span, Steps};
use crate::geometry::{Matrix, Point};
use crate::region::between;

/// How far a curve may stray from the lines that stand for it, in points.
const FLATNESS: f64 = 0.01;

/// One contour on the page.
#[derive(Debug, Clone, Default)]
pub(crate) struct Contour {
    pub(crate) points: Vec<Point>,
    pub(crate) closed: bool,
    /// Lines and curves it was drawn with.
    pub(crate) segments: usize,
}

/// The path's contours on the page, and the names of the operators that paint or clip.
pub(crate) fn contours(data: &[u8], span: Span, ctm: &Matrix) -> (Vec<Contour>, Vec<String>) {
    let mut steps = Steps::within(data, span);
    let mut all: Vec<Contour> = Vec::new();
    let mut operators = Vec::new();
    let mut now = Point { x: 0.0, y: 0.0 };
    let at = |x: f64, y: f64| ctm.apply(Point { x, y });
    while let Some(step) = steps.next() {
        match step.operator {
            b"m" => {
                if let Some([x, y]) = steps.numbers() {
                    now = at(x, y);
                    all.push(Contour { points: vec![now], ..Contour::default() });
                }
            }
            b"l" => {
                if let Some([x, y]) = steps.numbers() {
                    let before = now;
                    now = at(x, y);
                    let contour = continued(&mut all, before);
                    contour.points.push(now);
                    contour.segments += 1;
                }
            }
            b"c" | b"v" | b"y" => {
                let bend = match step.operator {
                    b"c" => steps
                        .numbers::<6>()
                        .map(|[a, b, c, d, e, f]| (at(a, b), at(c, d), at(e, f))),
                    b"v" => steps.numbers::<4>().map(|[c, d, e, f]| (now, at(c, d), at(e, f))),
                    _ => steps.numbers::<4>().map(|[a, b, e, f]| (at(a, b), at(e, f), at(e, f))),
                };
                if let Some((one, two, end)) = bend {
                    let contour = continued(&mut all, now);
                    flatten(now, one, two, end, &mut contour.points);
                    contour.segments += 1;
                    now = end;
                }
            }
            b"h" => {
                if let Some(last) = all.last_mut() {
                    last.closed = true;
                    now = last.points.first().copied().unwrap_or(now);
                }
            }
            b"re" => {
                if let Some([x, y, w, h]) = steps.numbers() {
                    let points = vec![at(x, y), at(x + w, y), at(x + w, y + h), at(x, y + h)];
                    now = at(x, y);
                    all.push(Contour { points, closed: true, segments: 4 });
                }
            }
            operator @ (b"W" | b"W*" | b"f" | b"F" | b"f*" | b"S" | b"s" | b"B" | b"B*" | b"b"
            | b"b*" | b"n") => {
                if matches!(operator, b"s" | b"b" | b"b*")
                    && let Some(last) = all.last_mut()
                {
                    last.closed = true;
                }
                operators.push(String::from_utf8_lossy(operator).into_owned());
            }
            _ => {}
        }
    }
    (all, operators)
}

/// The contour that a line or curve goes on with.
fn continued(all: &mut Vec<Contour>, now: Point) -> &mut Contour {
    if all.last().is_none_or(|last| last.closed) {
        all.push(Contour { points: vec![now], ..Contour::default() });
    }
    let last = all.len() - 1;
    #[expect(clippy::indexing_slicing, reason = "one was pushed if there was none")]
    &mut all[last]
}

fn flatten(from: Point, one: Point, two: Point, to: Point, points: &mut Vec<Point>) {
    // Wang's bound on how many lines keep a cubic within the flatness.
    let bend = |a: Point, b: Point, c: Point| (a.x - 2.0 * b.x + c.x).hypot(a.y - 2.0 * b.y + c.y);
    let most = bend(from, one, two).max(bend(one, two, to));
    let steps = (most * 0.75 / FLATNESS).sqrt().ceil().clamp(1.0, 400.0) as usize;
    for i in 1..=steps {
        let t = i as f64 / steps as f64;
        let (a, b, c) = (between(from, one, t), between(one, two, t), between(two, to, t));
        points.push(between(between(a, b, t), between(b, c, t), t));
    }
}
