//! Pictures that came in JPEG 2000, for which there is no encoder: without loss they would take
//! many times the room. What was coded with loss is coded as JPEG, so finely that no eye tells.

use image::codecs::jpeg::{JpegDecoder, JpegEncoder};
use image::{ExtendedColorType, ImageDecoder};
use lopdf::{Dictionary, Stream};

use super::jpeg::{self, Blanked};
use super::{Samples, encode};
use crate::geometry::Point;

/// From the coarsest on, until one is fine enough.
const QUALITIES: [u8; 5] = [40, 60, 80, 90, 96];
/// Mean difference of a sample, and how many in a million may differ by more than [`VISIBLE`].
const MEAN: f64 = 1.5;
const VISIBLE: u8 = 20;
const MOST_VISIBLE: u64 = 100;
/// What packs without loss into so many times its room was coded with loss.
const LOSSLESS: usize = 4;
/// Growth that is not worth a loss.
const WORTH: (usize, usize) = (3, 2);

/// The picture without what the polygons cover, as a JPEG with `dict`; `None` where it must stay
/// without loss, is small enough so (`plain` bytes), or is not to be coded like that.
pub(super) fn coded(
    dict: &Dictionary,
    samples: &Samples,
    source: &[u8],
    plain: usize,
    polygons: &[[Point; 4]],
    most_pixels: u64,
) -> Option<Stream> {
    let kind = match (samples.bits, samples.components) {
        (8, 1) => ExtendedColorType::L8,
        (8, 3) => ExtendedColorType::Rgb8,
        _ => return None,
    };
    let lossy = is_irreversible(source) || plain > source.len().saturating_mul(LOSSLESS);
    if !lossy || plain.saturating_mul(WORTH.1) <= source.len().saturating_mul(WORTH.0) {
        return None;
    }
    let (width, height) = (u32::try_from(samples.width).ok()?, u32::try_from(samples.height).ok()?);
    for quality in QUALITIES {
        let mut data = Vec::new();
        JpegEncoder::new_with_quality(&mut data, quality)
            .encode(&samples.data, width, height, kind)
            .ok()?;
        if !is_near(&data, &samples.data) {
            continue;
        }
        let size = (samples.width, samples.height);
        let Blanked::By(data) = jpeg::blanked(&data, size, polygons, most_pixels)? else {
            return None;
        };
        if data.len() >= plain {
            return None;
        }
        // Blocks of one colour repeat.
        return Some(encode::jpeg(dict.clone(), data, true));
    }
    None
}

/// Whether a JPEG 2000 stream was coded with the wavelet that loses something (T.800, A.6.1).
fn is_irreversible(source: &[u8]) -> bool {
    const STYLE: [u8; 2] = [0xFF, 0x52];
    const TRANSFORMATION: usize = 13;
    let at = source.windows(2).position(|w| w == STYLE);
    at.and_then(|at| source.get(at + TRANSFORMATION)) == Some(&0)
}

fn is_near(data: &[u8], samples: &[u8]) -> bool {
    let Ok(decoder) = JpegDecoder::new(std::io::Cursor::new(data)) else { return false };
    let mut again = vec![0; samples.len()];
    if decoder.total_bytes() != samples.len() as u64 || decoder.read_image(&mut again).is_err() {
        return false;
    }
    let (mut sum, mut visible) = (0u64, 0u64);
    for (a, b) in samples.iter().zip(&again) {
        let apart = a.abs_diff(*b);
        sum += u64::from(apart);
        visible += u64::from(apart > VISIBLE);
    }
    let count = samples.len().max(1) as u64;
    sum as f64 / count as f64 <= MEAN && visible * 1_000_000 <= count * MOST_VISIBLE
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const LOSSY: [u8; 14] = [0xFF, 0x52, 0, 12, 0, 0, 0, 1, 0, 5, 4, 4, 0, 0];

    fn picture(sample: impl Fn(usize, usize) -> u8) -> Samples {
        let data = (0..128 * 128).map(|i| sample(i % 128, i / 128)).collect();
        Samples::bytes(128, 128, 1, data)
    }

    fn mark() -> [[Point; 4]; 1] {
        [[(0.0, 0.0), (0.5, 0.0), (0.5, 1.0), (0.0, 1.0)].map(|(x, y)| Point { x, y })]
    }

    #[test]
    fn a_photograph_stays_small_and_loses_what_is_marked() {
        let samples = picture(|x, y| (x + y / 2) as u8);

        let made = coded(&Dictionary::new(), &samples, &LOSSY, 9_000, &mark(), 1 << 20).unwrap();

        let filters = made.dict.get(b"Filter").unwrap();
        let packed = filters.as_array().is_ok();
        let data = if packed {
            crate::graph::without_outer(&made.dict, &made.content, 1 << 20).unwrap()
        } else {
            made.content
        };
        let decoder = JpegDecoder::new(std::io::Cursor::new(&data)).unwrap();
        let mut again = vec![0; 128 * 128];
        decoder.read_image(&mut again).unwrap();
        for (row, old) in again.chunks(128).zip(samples.data.chunks(128)) {
            assert!(row.iter().take(60).all(|v| v.abs_diff(*row.first().unwrap()) < 8));
            assert!(row.iter().zip(old).skip(72).all(|(a, b)| a.abs_diff(*b) < 8));
        }
    }

    #[test]
    fn what_was_coded_without_loss_stays_so() {
        let samples = picture(|x, y| (x + y / 2) as u8);
        let mut exact = LOSSY;
        exact[13] = 1;
        assert!(coded(&Dictionary::new(), &samples, &exact, 50, &mark(), 1 << 20).is_none());
        // Small enough without loss, or no smaller with it.
        assert!(coded(&Dictionary::new(), &samples, &LOSSY, 20, &mark(), 1 << 20).is_none());
        assert!(coded(&Dictionary::new(), &samples, &LOSSY, 100, &mark(), 1 << 20).is_none());
    }
}
