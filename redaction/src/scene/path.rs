//! Paths: what they cover and how they are painted.

use super::Path;
use crate::content::{Span, Steps};
use crate::geometry::{Matrix, Point, Rect};

/// A path under construction.
#[derive(Debug, Default, Clone)]
pub(super) struct Building {
    start: Option<usize>,
    bounds: Option<Rect>,
    clips: bool,
}

impl Building {
    /// Whether `operator` was one that builds a path.
    pub(super) fn step(&mut self, operator: &[u8], span: Span, steps: &Steps<'_>) -> bool {
        match operator {
            b"m" | b"l" => {
                self.points::<2>(steps);
            }
            b"c" => {
                self.points::<6>(steps);
            }
            b"v" | b"y" => {
                self.points::<4>(steps);
            }
            b"re" => {
                if let Some([x, y, w, h]) = steps.numbers() {
                    for (x, y) in [(x, y), (x + w, y), (x, y + h), (x + w, y + h)] {
                        self.point(Point { x, y });
                    }
                }
            }
            b"h" => {}
            b"W" | b"W*" => {
                self.clips = true;
            }
            _ => return false,
        }
        self.start.get_or_insert(span.start);
        true
    }

    fn points<const N: usize>(&mut self, steps: &Steps<'_>) {
        if let Some(numbers) = steps.numbers::<N>() {
            for pair in numbers.chunks_exact(2) {
                if let &[x, y] = pair {
                    self.point(Point { x, y });
                }
            }
        }
    }

    fn point(&mut self, p: Point) {
        if !p.x.is_finite() || !p.y.is_finite() {
            return;
        }
        let here = Rect { x0: p.x, y0: p.y, x1: p.x, y1: p.y };
        self.bounds = Some(self.bounds.map_or(here, |b| b.union(&here)));
    }

    /// The path as `operator` paints it, and where it begins.
    pub(super) fn paint(
        &mut self,
        operator: &[u8],
        ctm: &Matrix,
        line_width: f64,
    ) -> Option<(Option<usize>, Path)> {
        let (fills, strokes) = match operator {
            b"f" | b"F" | b"f*" => (true, false),
            b"S" | b"s" => (false, true),
            b"B" | b"B*" | b"b" | b"b*" => (true, true),
            b"n" => (false, false),
            _ => return None,
        };
        let built = std::mem::take(self);
        let [a, b, c, d, _, _] = ctm.0;
        let wide = if strokes { line_width * a.hypot(b).max(c.hypot(d)) / 2.0 } else { 0.0 };
        // Readers place a path by the matrix in force when it is painted.
        let bounds = built.bounds.map(|r| ctm.quad(&r).bounds()).map(|r| Rect {
            x0: r.x0 - wide,
            y0: r.y0 - wide,
            x1: r.x1 + wide,
            y1: r.y1 + wide,
        });
        Some((built.start, Path { ctm: *ctm, bounds, fills, strokes, clips: built.clips }))
    }
}
