//! Overwriting samples.

use super::Samples;
use crate::geometry::Point;
use crate::region::half;

/// Samples that only touch a polygon's edge this closely are not under it, in pixels.
const EDGE: f64 = 0.02;

/// Sets every sample that a polygon covers, even in part, to `value`; polygons are in the unit
/// square of the image. Returns whether there was any.
pub(super) fn blank(samples: &mut Samples, polygons: &[[Point; 4]], value: u8) -> bool {
    let size = (samples.width, samples.height);
    let fine = (size.0 as f64, size.1 as f64);
    let mut any = false;
    for polygon in polygons {
        spans(polygon, fine, size, |row, from, to| {
            any = true;
            fill(samples, row, from, to, value);
        });
    }
    any
}

/// Row by row the columns that a polygon of the unit square covers, even in part, of as many
/// samples as `size` says, `fine` of which fill the square.
pub(super) fn spans(
    polygon: &[Point; 4],
    fine: (f64, f64),
    size: (usize, usize),
    mut each: impl FnMut(usize, usize, usize),
) {
    // Rows of samples run from the top.
    let corners = polygon.map(|p| Point { x: p.x * fine.0, y: (1.0 - p.y) * fine.1 });
    let low = corners.iter().map(|p| p.y).fold(f64::INFINITY, f64::min) + EDGE;
    let high = corners.iter().map(|p| p.y).fold(f64::NEG_INFINITY, f64::max) - EDGE;
    if !(low < fine.1 && high > 0.0) {
        return;
    }
    let first = low.max(0.0).floor() as usize;
    let last = (high.ceil() as usize).min(size.1);
    for row in first..last {
        if let Some((from, to)) = span(&corners, row, size.0) {
            each(row, from, to);
        }
    }
}

/// The columns of one row that the polygon reaches.
fn span(corners: &[Point; 4], row: usize, width: usize) -> Option<(usize, usize)> {
    let point = |x: f64, y: f64| Point { x, y };
    let (top, bottom) = (row as f64, row as f64 + 1.0);
    let within = half(corners, point(0.0, top), point(1.0, top));
    let within = half(&within, point(1.0, bottom), point(0.0, bottom));
    let from = within.iter().map(|p| p.x).fold(f64::INFINITY, f64::min) + EDGE;
    let to = within.iter().map(|p| p.x).fold(f64::NEG_INFINITY, f64::max) - EDGE;
    if !(from < to && to > 0.0 && from < width as f64) {
        return None;
    }
    Some((from.max(0.0).floor() as usize, (to.ceil() as usize).min(width)))
}

fn fill(samples: &mut Samples, row: usize, from: usize, to: usize, value: u8) {
    let stride = samples.stride();
    let bits = samples.components * samples.bits;
    let Some(line) = samples.data.get_mut(row * stride..(row + 1) * stride) else { return };
    let (start, end) = (from * bits, to * bits);
    for (index, byte) in line.iter_mut().enumerate().take(end.div_ceil(8)).skip(start / 8) {
        let first = start.saturating_sub(index * 8).min(8);
        let after = end.saturating_sub(index * 8).min(8);
        if first >= after {
            continue;
        }
        let mask = (0xFFu16 >> first) & !(0xFFu16 >> after);
        let mask = (mask & 0xFF) as u8;
        *byte = (*byte & !mask) | (value & mask);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn samples(width: usize, height: usize, bits: usize, byte: u8) -> Samples {
        let stride = (width * bits).div_ceil(8);
        Samples {
            width,
            height,
            bits,
            components: 1,
            data: vec![byte; stride * height],
            alpha: None,
            colour: None,
            bilevel: false,
        }
    }

    fn square(x0: f64, y0: f64, x1: f64, y1: f64) -> [Point; 4] {
        [(x0, y0), (x1, y0), (x1, y1), (x0, y1)].map(|(x, y)| Point { x, y })
    }

    #[test]
    fn only_the_pixels_under_the_mark_change() {
        let mut bytes = samples(4, 2, 8, 9);

        assert!(blank(&mut bytes, &[square(0.25, 0.5, 0.75, 1.0)], 0));
        assert_eq!(bytes.data, [9, 0, 0, 9, 9, 9, 9, 9]);
    }

    #[test]
    fn bits_next_to_the_mark_stay() {
        let mut bits = samples(16, 1, 1, 0xFF);

        assert!(blank(&mut bits, &[square(0.125, 0.0, 0.75, 1.0)], 0));
        assert_eq!(bits.data, [0b1100_0000, 0b0000_1111]);
    }

    #[test]
    fn a_pixel_half_covered_goes() {
        let mut bytes = samples(4, 1, 8, 9);

        assert!(blank(&mut bytes, &[square(0.3, 0.2, 0.6, 0.4)], 0));
        assert_eq!(bytes.data, [9, 0, 0, 9]);
    }
}
