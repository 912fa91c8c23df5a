#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use image::ImageReader;

use super::*;

const ALL: [(&str, &[u8]); 4] = [
    (
        "progressive, colours halved both ways",
        include_bytes!("../../../tests/pictures/progressive.jpg"),
    ),
    ("sequential, with restarts", include_bytes!("../../../tests/pictures/sequential.jpg")),
    ("four colours", include_bytes!("../../../tests/pictures/four_colours.jpg")),
    ("grey, progressive, coarse", include_bytes!("../../../tests/pictures/grey.jpg")),
];
const SIZE: (usize, usize) = (43, 30);

/// From left and top, in samples.
fn area(x0: f64, y0: f64, x1: f64, y1: f64) -> [Point; 4] {
    let (w, h) = (SIZE.0 as f64, SIZE.1 as f64);
    [(x0, y0), (x1, y0), (x1, y1), (x0, y1)].map(|(x, y)| Point { x: x / w, y: 1.0 - y / h })
}

fn without(data: &[u8], polygon: [Point; 4]) -> Vec<u8> {
    match blanked(data, SIZE, &[polygon], 1_000_000) {
        Some(Blanked::By(out)) => out,
        Some(Blanked::Whole) => panic!("nothing was covered"),
        None => panic!("not read"),
    }
}

/// By a decoder that shares nothing with ours.
fn decoded(data: &[u8]) -> image::RgbImage {
    let reader = ImageReader::with_format(std::io::Cursor::new(data), image::ImageFormat::Jpeg);
    reader.decode().unwrap().to_rgb8()
}

#[test]
fn coefficients_away_from_the_mark_stay_bit_for_bit() {
    for (what, data) in ALL {
        let output = without(data, area(3.0, 2.0, 14.0, 7.0));

        let (before, after) =
            (frame::read(data, 9999).unwrap(), frame::read(&output, 9999).unwrap());
        for (old, new) in before.components.iter().zip(&after.components) {
            assert_eq!(old.steps, new.steps, "{what}");
            let mut kept = 0;
            for (place, (a, b)) in old.blocks.iter().zip(&new.blocks).enumerate() {
                // A block holds 8 samples of its component; those right of the mark hold none.
                let left = place % old.across * 8 * before.h / old.h;
                let top = place / old.across * 8 * before.v / old.v;
                let drawn = left < SIZE.0 && top < SIZE.1;
                if drawn && (left >= 14 || top >= 7) {
                    assert!(a == b, "{what}: block {place}");
                    kept += 1;
                }
            }
            assert!(kept > 0);
        }
    }
}

#[test]
fn another_decoder_sees_one_colour_under_the_mark_and_the_rest_as_it_was() {
    for (what, data) in ALL {
        let (before, after) = (decoded(data), decoded(&without(data, area(8.0, 8.0, 32.0, 16.0))));

        let middle = *after.get_pixel(20, 12);
        let mut moved = Vec::new();
        for (x, y, pixel) in after.enumerate_pixels() {
            let far = |a: &image::Rgb<u8>| {
                a.0.iter().zip(pixel.0).map(|(a, b)| a.abs_diff(b)).max().unwrap()
            };
            let (across, down) = ((8..32).contains(&x), (8..16).contains(&y));
            // Halved colours reach over the rim when they are drawn.
            if (10..30).contains(&x) && (10..14).contains(&y) {
                assert!(far(&middle) <= 32, "{what}: {x},{y} {pixel:?} {middle:?}");
            } else if x >= 34 || y >= 18 {
                assert_eq!(far(before.get_pixel(x, y)), 0, "{what}: {x},{y}");
            } else if !(across && down) {
                moved.push(u32::from(far(before.get_pixel(x, y))));
            }
        }
        // Blocks that the mark cuts are coded again, as finely as before.
        let mean = moved.iter().sum::<u32>() / moved.len() as u32;
        assert!(mean <= 12, "{what}: {mean}");
    }
}

#[test]
fn samples_beyond_the_rim_repeat_nothing_that_was_covered() {
    for (what, data) in ALL {
        // The last column and row are covered; padding repeats them.
        let output = without(data, area(16.0, 16.0, 43.0, 30.0));

        let frame = frame::read(&output, 9999).unwrap();
        let cosine = Cosine::new();
        for component in &frame.components {
            let steps = component.steps.unwrap();
            let last = component.blocks.last().unwrap();
            let samples = cosine.samples(last, &steps);
            assert!(samples.iter().all(|s| (s - samples[0]).abs() < 1e-9), "{what}: {samples:?}");
        }
    }
}

#[test]
fn nothing_covered_is_nothing_changed() {
    for (_, data) in ALL {
        let aside = blanked(data, SIZE, &[area(50.0, 2.0, 60.0, 7.0)], 9999);
        assert!(matches!(aside, Some(Blanked::Whole)));
    }
}

#[test]
fn a_picture_of_another_size_or_past_the_limit_is_left_to_others() {
    let (_, data) = ALL[0];
    assert!(blanked(data, (44, 30), &[area(0.0, 0.0, 9.0, 9.0)], 9999).is_none());
    assert!(blanked(data, SIZE, &[area(0.0, 0.0, 9.0, 9.0)], 100).is_none());
}

#[test]
fn damage_ends_in_a_picture_or_in_none() {
    for (_, data) in ALL {
        let mut seed = 7u32;
        for _ in 0..400 {
            let mut damaged = data.to_vec();
            for _ in 0..3 {
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let place = (seed >> 8) as usize % damaged.len();
                damaged[place] = (seed >> 3) as u8;
            }
            damaged.truncate(damaged.len() - (seed >> 28) as usize);
            if let Some(Blanked::By(out)) =
                blanked(&damaged, SIZE, &[area(0.0, 0.0, 9.0, 9.0)], 99_999)
            {
                assert!(frame::read(&out, 99_999).is_some(), "what is written can be read");
            }
        }
    }
}
