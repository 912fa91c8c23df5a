//! Bilevel pictures, coded as fax machines code them (ITU-T T.6), which costs half of deflating.

use fax::encoder::Encoder;
use fax::{Color, VecWriter};
use lopdf::{Dictionary, Object, Stream, dictionary};

use super::Samples;

/// Wider rows pass what the coder counts with.
const WIDEST: usize = 32_000;

/// The samples as group 4; `None` where they are not one bit each, or too wide.
pub(super) fn encoded(mut dict: Dictionary, samples: &Samples) -> Option<Stream> {
    if samples.bits != 1 || samples.components != 1 || samples.width > WIDEST {
        return None;
    }
    let width = u16::try_from(samples.width).ok()?;
    let mut coder = Encoder::new(VecWriter::new());
    for row in samples.data.chunks(samples.stride()).take(samples.height) {
        let pixels = row.iter().flat_map(|byte| (0..8).map(move |bit| byte << bit & 0x80 == 0));
        let colours = pixels.map(|dark| if dark { Color::Black } else { Color::White });
        coder.encode_line(colours.take(samples.width), width).ok()?;
    }
    let data = coder.finish().ok()?.finish();
    dict.set("Filter", "CCITTFaxDecode");
    dict.set(
        "DecodeParms",
        dictionary! {
            "K" => -1,
            "Columns" => samples.width as i64,
            "Rows" => samples.height as i64,
            "BlackIs1" => Object::Boolean(false),
        },
    );
    Some(Stream::new(dict, data).with_compression(false))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_is_coded_is_read_again_bit_for_bit() {
        for width in [1usize, 7, 64, 1000, 2600] {
            let stride = width.div_ceil(8);
            let mut seed = 3u32;
            let mut data = Vec::new();
            for row in 0..40 {
                for _ in 0..stride {
                    seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    // Rows of noise, of one colour, and of long runs.
                    data.push(match row % 4 {
                        0 => (seed >> 16) as u8,
                        1 => 0xFF,
                        2 => 0x00,
                        _ => {
                            if seed >> 29 == 0 {
                                0xF0
                            } else {
                                0xFF
                            }
                        }
                    });
                }
            }
            let samples = Samples {
                width,
                height: 40,
                bits: 1,
                components: 1,
                data,
                alpha: None,
                colour: None,
                bilevel: true,
            };

            let stream = encoded(Dictionary::new(), &samples).unwrap();

            let mut rows = Vec::new();
            fax::decoder::decode_g4(stream.content.into_iter(), width as u16, Some(40), |line| {
                rows.push(fax::decoder::pels(line, width as u16).collect::<Vec<_>>());
            });
            assert_eq!(rows.len(), 40);
            for (row, line) in samples.data.chunks(stride).zip(rows) {
                for (x, colour) in line.into_iter().enumerate() {
                    let dark = row.get(x / 8).unwrap() << (x % 8) & 0x80 == 0;
                    assert_eq!(colour == Color::Black, dark, "{width}: {x}");
                }
            }
        }
    }
}
