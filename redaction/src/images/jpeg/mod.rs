//! JPEG pictures without what lies under a mark, in the coding they have: blocks that no mark
//! reaches keep their coefficients bit for bit, so that nothing is coded lossily twice.

mod bits;
mod cosine;
mod frame;
mod scan;
mod write;
#[cfg(test)]
mod tests;

use self::cosine::Cosine;
use self::frame::{Component, Frame};
use super::burn;
use crate::geometry::Point;

/// What became of a picture.
pub(super) enum Blanked {
    /// No sample lies under a polygon.
    Whole,
    By(Vec<u8>),
}

/// The picture in `data` without the samples that polygons (in its unit square) cover; `None`
/// where it is not coded as most are, not of this size, or damaged past coding it again.
pub(super) fn blanked(
    data: &[u8],
    size: (usize, usize),
    polygons: &[[Point; 4]],
    most_pixels: u64,
) -> Option<Blanked> {
    let mut frame = frame::read(data, most_pixels)?;
    if (frame.width, frame.height) != size {
        return None;
    }
    let cosine = Cosine::new();
    let mut any = false;
    for number in 0..frame.components.len() {
        let covered = Covered::of(&frame, number, polygons)?;
        any |= covered.any;
        blank(frame.components.get_mut(number)?, &covered, &cosine)?;
    }
    if !any {
        return Some(Blanked::Whole);
    }
    write::write(&frame).map(Blanked::By)
}

/// Which samples of a component lie under a polygon, even in part.
struct Covered {
    width: usize,
    height: usize,
    samples: Vec<bool>,
    any: bool,
}

impl Covered {
    fn of(frame: &Frame, number: usize, polygons: &[[Point; 4]]) -> Option<Self> {
        let component = frame.components.get(number)?;
        // A component of fewer samples may end in the middle of one (T.81, A.1.1).
        let fine = (
            (frame.width * component.h) as f64 / frame.h as f64,
            (frame.height * component.v) as f64 / frame.v as f64,
        );
        let (width, height) = (fine.0.ceil() as usize, fine.1.ceil() as usize);
        let mut covered = Self { width, height, samples: vec![false; width * height], any: false };
        for polygon in polygons {
            burn::spans(polygon, fine, (width, height), |row, from, to| {
                covered.any = true;
                let line = covered.samples.get_mut(row * width + from..row * width + to);
                line.into_iter().for_each(|line| line.fill(true));
            });
        }
        Some(covered)
    }

    /// Beyond the rim, samples repeat those at it.
    fn holds(&self, x: usize, y: usize) -> bool {
        let place = y.min(self.height - 1) * self.width + x.min(self.width - 1);
        self.samples.get(place).copied().unwrap_or(true)
    }

    fn block(&self, column: usize, row: usize) -> [bool; 64] {
        let mut inside = [false; 64];
        for (place, inside) in inside.iter_mut().enumerate() {
            *inside = self.holds(column * 8 + place % 8, row * 8 + place / 8);
        }
        inside
    }
}

/// Puts one colour, that of what stays around the marks, into every covered sample.
fn blank(component: &mut Component, covered: &Covered, cosine: &Cosine) -> Option<()> {
    if !covered.any {
        return Some(());
    }
    let steps = component.steps?;
    let mut whole = Vec::new();
    let mut parts = Vec::new();
    let (mut sum, mut count) = (0.0, 0u32);
    for (place, block) in component.blocks.iter().enumerate() {
        let (column, row) = (place % component.across, place / component.across);
        let inside = covered.block(column, row);
        if inside.iter().all(|c| *c) {
            whole.push(place);
        } else if inside.iter().any(|c| *c) {
            let samples = cosine.samples(block, &steps);
            for (sample, _) in samples.iter().zip(inside).filter(|(_, covered)| !covered) {
                sum += sample.clamp(-128.0, 127.0);
                count += 1;
            }
            parts.push((place, inside, samples));
        }
    }
    // The nearer the colour to its surroundings, the less of its rim the coding smears.
    let colour = if count > 0 { sum / f64::from(count) } else { 0.0 };
    let flat = cosine.block(&[colour; 64], &steps);
    let colour = cosine.samples(&flat, &steps).first().copied().unwrap_or_default();
    for place in whole {
        *component.blocks.get_mut(place)? = flat;
    }
    for (place, inside, mut samples) in parts {
        for (sample, _) in samples.iter_mut().zip(inside).filter(|(_, covered)| *covered) {
            *sample = colour;
        }
        *component.blocks.get_mut(place)? = cosine.block(&samples, &steps);
    }
    Some(())
}
