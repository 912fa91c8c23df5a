//! The points of a shading made of triangles or patches (ISO 32000-2, 8.7.4.5.5 to 8.7.4.5.8).

use hayro_syntax::object::{Array, Dict};

use crate::geometry::{Matrix, Point};

/// More points than any drawing has.
const MOST: usize = 500_000;

/// Numbers of so many bits each, one after the other.
struct Bits<'d> {
    data: &'d [u8],
    at: usize,
}

impl Bits<'_> {
    fn take(&mut self, count: usize) -> Option<u64> {
        if self.at + count > self.data.len() * 8 {
            return None;
        }
        let mut value = 0u64;
        for at in self.at..self.at + count {
            let bit = self.data.get(at / 8).map_or(0, |byte| byte >> (7 - at % 8) & 1);
            value = value << 1 | u64::from(bit);
        }
        self.at += count;
        Some(value)
    }

    /// Passes over so many, and over the rest of the byte where `whole` bytes are wished.
    fn skip(&mut self, count: usize, whole: bool) -> Option<()> {
        let at = self.at.checked_add(count)?;
        self.at = if whole { at.next_multiple_of(8) } else { at };
        (self.at < self.data.len() * 8).then_some(())
    }
}

/// Where the points stand once `ctm` has carried them there; `None` where the shading is not
/// made of points, or does not say how.
pub(super) fn points(dict: &Dict<'_>, data: &[u8], ctm: &Matrix) -> Option<Vec<Point>> {
    let kind = dict.get::<i64>("ShadingType").filter(|kind| (4..=7).contains(kind))?;
    let bits = |key: &str| usize::try_from(dict.get::<i64>(key)?).ok().filter(|n| *n <= 32);
    let (size, colour) = (bits("BitsPerCoordinate")?, bits("BitsPerComponent")?);
    let flag = if kind == 5 { 0 } else { bits("BitsPerFlag")? };
    let decode: Vec<f64> = dict.get::<Array<'_>>("Decode")?.iter::<f64>().collect();
    let &[x0, x1, y0, y1, ..] = decode.as_slice() else { return None };
    let colours = (decode.len() - 4) / 2;
    let most = ((1u64 << size.max(1)) - 1) as f64;

    let mut bits = Bits { data, at: 0 };
    let mut found = Vec::new();
    while let Some(flag) = bits.take(flag) {
        let (points, corners) = match (kind, flag) {
            (4 | 5, _) => (1, 1),
            (6, 0) => (12, 4),
            (6, _) => (8, 2),
            (_, 0) => (16, 4),
            _ => (12, 2),
        };
        for _ in 0..points {
            let (Some(x), Some(y)) = (bits.take(size), bits.take(size)) else {
                return Some(found);
            };
            let (x, y) = (x as f64 / most * (x1 - x0), y as f64 / most * (y1 - y0));
            found.push(ctm.apply(Point { x: x0 + x, y: y0 + y }));
        }
        let colours = corners * colours * colour;
        if found.len() > MOST || bits.skip(colours, matches!(kind, 4 | 5)).is_none() {
            break;
        }
    }
    (found.len() <= MOST).then_some(found)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use hayro_syntax::object::FromBytes;

    #[test]
    fn points_stand_where_they_are_decoded_to() {
        let dict = b"<< /ShadingType 4 /BitsPerCoordinate 8 /BitsPerComponent 8 /BitsPerFlag 8 \
                     /Decode [0 255 0 510 0 1] >>";
        let dict = Dict::from_bytes(dict).unwrap();
        let data = [0, 0, 0, 7, 0, 100, 50, 7, 0, 255, 255, 7, 0, 1];

        let found = points(&dict, &data, &Matrix::IDENTITY).unwrap();

        let places: Vec<(f64, f64)> = found.iter().map(|p| (p.x, p.y)).collect();
        assert_eq!(places, [(0.0, 0.0), (100.0, 100.0), (255.0, 510.0)]);
    }

    #[test]
    fn a_shading_that_does_not_say_how_is_not_known() {
        for dict in ["<< /ShadingType 1 >>", "<< /ShadingType 6 /BitsPerCoordinate 99 >>"] {
            let dict = Dict::from_bytes(dict.as_bytes()).unwrap();
            assert!(points(&dict, &[0; 99], &Matrix::IDENTITY).is_none());
        }
    }
}
