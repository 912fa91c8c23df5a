//! From coefficients to samples and back (ITU-T T.81, A.3.3).

use super::frame::Block;

/// Where each coefficient of the zigzag stands, row by row.
const ZIGZAG: [usize; 64] = [
    0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20,
    13, 6, 7, 14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59,
    52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
];

/// cos(kπ/16) for k from 0 to 8, written out, so that every machine reckons alike.
const COSINES: [f64; 9] = [
    1.0,
    0.980_785_280_403_230_4,
    0.923_879_532_511_286_7,
    0.831_469_612_302_545_2,
    std::f64::consts::FRAC_1_SQRT_2,
    0.555_570_233_019_602_2,
    0.382_683_432_365_089_8,
    0.195_090_322_016_128_27,
    0.0,
];

pub(super) struct Cosine {
    /// Of frequency `u` (eight to a row) its share in place `x`.
    basis: [[f64; 8]; 8],
}

impl Cosine {
    pub(super) fn new() -> Self {
        let mut basis = [[0.0; 8]; 8];
        for (u, row) in basis.iter_mut().enumerate() {
            for (x, share) in row.iter_mut().enumerate() {
                // The cosine of (2x + 1)uπ/16, brought back to a quarter of its period.
                let turn = (2 * x + 1) * u % 32;
                let turn = if turn > 16 { 32 - turn } else { turn };
                let (place, sign) = if turn > 8 { (16 - turn, -1.0) } else { (turn, 1.0) };
                let cosine = COSINES.get(place).copied().unwrap_or_default();
                let scale = if u == 0 { 0.125f64.sqrt() } else { 0.5 };
                *share = sign * cosine * scale;
            }
        }
        Self { basis }
    }

    /// The samples of a block, around 0.
    pub(super) fn samples(&self, block: &Block, steps: &[u16; 64]) -> [f64; 64] {
        let mut plain = [0.0; 64];
        for ((value, step), place) in block.iter().zip(steps).zip(ZIGZAG) {
            if let Some(to) = plain.get_mut(place) {
                *to = f64::from(*value) * f64::from(*step);
            }
        }
        let rows = self
            .turned(&plain, |row, x| self.basis.iter().zip(row).map(|(b, v)| at(b, x) * v).sum());
        self.turned(&rows, |row, x| self.basis.iter().zip(row).map(|(b, v)| at(b, x) * v).sum())
    }

    /// The block whose samples come closest to these.
    pub(super) fn block(&self, samples: &[f64; 64], steps: &[u16; 64]) -> Block {
        let forward = |row: &[f64], u: usize| {
            let basis = self.basis.get(u).into_iter().flatten();
            basis.zip(row).map(|(b, v)| b * v).sum()
        };
        let rows = self.turned(samples, forward);
        let plain = self.turned(&rows, forward);
        let mut block = [0; 64];
        for (index, ((to, step), place)) in block.iter_mut().zip(steps).zip(ZIGZAG).enumerate() {
            let value = plain.get(place).copied().unwrap_or_default() / f64::from(*step);
            // What a sequential JPEG of eight bits can code.
            let most = if index == 0 { 1024.0 } else { 1023.0 };
            *to = value.round().clamp(-most, 1023.0) as i16;
        }
        block
    }

    /// Each row by `with`, and rows turned into columns.
    fn turned(&self, values: &[f64; 64], with: impl Fn(&[f64], usize) -> f64) -> [f64; 64] {
        let mut out = [0.0; 64];
        for (y, row) in values.chunks_exact(8).enumerate() {
            for x in 0..8 {
                if let Some(to) = out.get_mut(x * 8 + y) {
                    *to = with(row, x);
                }
            }
        }
        out
    }
}

fn at(row: &[f64; 8], place: usize) -> f64 {
    row.get(place).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_goes_to_samples_and_back() {
        let cosine = Cosine::new();
        let steps = [3u16; 64];
        let mut block = [0i16; 64];
        for (i, value) in block.iter_mut().enumerate() {
            *value = ((i * 37) % 21) as i16 - 10;
        }
        assert_eq!(cosine.block(&cosine.samples(&block, &steps), &steps), block);
    }

    #[test]
    fn the_first_coefficient_is_the_mean() {
        let mut block = [0i16; 64];
        block[0] = 8;
        let samples = Cosine::new().samples(&block, &[2; 64]);
        assert!(samples.iter().all(|s| (s - 2.0).abs() < 1e-9));
    }
}
