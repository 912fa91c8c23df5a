//! What comes as a picture: a letter on a scanner, a photograph, a drawing of the family.

use std::ops::Range;

use candour_redaction::limits::Limits;
use candour_redaction::read::Reading;
use image::codecs::jpeg::JpegEncoder;
use image::{GrayImage, ImageFormat, Luma, Rgb, RgbImage};

use super::plan::NotWritten;
use super::teller::Dice;
use crate::paper::{self, Block, Document, Fact, Footer, Level, Picture, Pixels, plain};

/// A page as grey pixels.
fn drawn(document: &Document, width: u32) -> Result<GrayImage, NotWritten> {
    let pdf = paper::typeset(document)?.pdf;
    let reading = Reading::open(pdf, None, &Limits::default())
        .map_err(|e| NotWritten::Drawn(e.to_string()))?;
    let page = reading.draw(0, width).map_err(|e| NotWritten::Drawn(e.to_string()))?;
    let grey = page.rgba.chunks_exact(4).map(|p| p.first().copied().unwrap_or(255)).collect();
    GrayImage::from_raw(page.width, page.height, grey)
        .ok_or_else(|| NotWritten::Drawn("the page has another size than it says".into()))
}

/// A grandmother's letter, laid on the glass a little askew.
pub(super) fn scanned_letter() -> Result<Vec<u8>, NotWritten> {
    let mut letter = Document::new("Letter");
    letter.footer = Footer::Nothing;
    for words in include_str!("texts/grandmother.txt").split("\n\n") {
        for line in words.lines() {
            letter.blocks.push(Block::Paragraph(vec![paper::Run::italic(line)]));
        }
        letter.blocks.push(Block::Space);
    }
    let page = drawn(&letter, 1240)?;
    let mut dice = Dice::new("scanner");
    let (width, height) = page.dimensions();
    let (sine, cosine) = 0.9_f32.to_radians().sin_cos();
    let scanned = GrayImage::from_fn(width, height, |x, y| {
        let (dx, dy) = (x as f32 - width as f32 / 2.0, y as f32 - height as f32 / 2.0);
        let (fx, fy) = (
            dx * cosine + dy * sine + width as f32 / 2.0 + 6.0,
            dy * cosine - dx * sine + height as f32 / 2.0,
        );
        let inside = fx >= 0.0 && fy >= 0.0 && fx < width as f32 && fy < height as f32;
        let ink = if inside { page.get_pixel(fx as u32, fy as u32).0[0] } else { 70 };
        // Grey paper, two folds, dust, and the shadow where the lid did not close.
        let fold = [0.36, 0.68].iter().any(|at| (fy / height as f32 - at).abs() < 0.0012);
        let shadow = (x as f32 / width as f32 * 14.0) as i32;
        let dust = if dice.below(9_000) == 0 { 90 } else { dice.below(4) as i32 * 3 };
        let level = i32::from(ink) * 225 / 255 + 12 - shadow - dust - if fold { 26 } else { 0 };
        Luma([level.clamp(0, 255) as u8])
    });
    let mut png = std::io::Cursor::new(Vec::new());
    scanned.write_to(&mut png, ImageFormat::Png)?;
    Ok(png.into_inner())
}

/// A back garden in the low sun of November: hutch, shed, apple tree, somebody's football.
pub(super) fn photograph() -> Result<Vec<u8>, NotWritten> {
    const WIDTH: u32 = 1200;
    const HEIGHT: u32 = 800;
    let mut dice = Dice::new("garden");
    let leaves: Vec<(f32, f32, f32)> = (0..190)
        .map(|_| {
            let (turn, far) = (dice.below(628) as f32 / 100.0, dice.below(100) as f32 / 100.0);
            (
                300.0 + turn.cos() * far * 190.0,
                250.0 + turn.sin() * far * 120.0,
                12.0 + dice.below(16) as f32,
            )
        })
        .collect();
    let photo = RgbImage::from_fn(WIDTH, HEIGHT, |px, py| {
        let (x, y) = (px as f32, py as f32);
        let grain = dice.below(17) as f32 - 8.0;
        let near = |cx: f32, cy: f32, r: f32| ((x - cx).powi(2) + (y - cy).powi(2)).sqrt() < r;
        let within = |l: f32, t: f32, r: f32, b: f32| x >= l && x < r && y >= t && y < b;
        let hill = 400.0 + (x / 190.0).sin() * 16.0;
        // No leaf reaches farther; most of the picture need not ask each of them.
        let crown = within(80.0, 100.0, 520.0, 400.0);
        let leaf =
            if crown { leaves.iter().position(|&(cx, cy, r)| near(cx, cy, r)) } else { None };
        let roof = y > 330.0 - (110.0 - (x - 920.0).abs() * 0.55).max(0.0) && y < 340.0;
        let colour = if near(668.0, 655.0, 27.0) {
            let panel = ((x / 11.0).sin() * (y / 12.0).cos()) > 0.35;
            if panel { [52.0, 50.0, 54.0] } else { [226.0, 222.0, 212.0] }
        } else if within(860.0, 470.0, 980.0, 590.0) {
            if (px / 7).is_multiple_of(2) && within(872.0, 484.0, 968.0, 560.0) {
                [70.0, 52.0, 38.0]
            } else {
                [146.0, 104.0, 66.0]
            }
        } else if let Some(at) = leaf {
            let warm = at as f32 % 5.0 * 13.0;
            [132.0 + warm, 104.0 + warm * 0.5, 44.0]
        } else if within(284.0, 250.0, 316.0 + (y - 250.0) * 0.04, 590.0) {
            [82.0, 62.0, 46.0]
        } else if within(770.0, 330.0, 1070.0, 520.0) || (roof && (x - 920.0).abs() < 200.0) {
            if within(890.0, 390.0, 950.0, 520.0) {
                [74.0, 98.0, 84.0]
            } else if y < 335.0 {
                [92.0, 64.0, 58.0]
            } else {
                let plank = if (px / 15).is_multiple_of(2) { 8.0 } else { 0.0 };
                [128.0 + plank, 100.0 + plank, 74.0 + plank]
            }
        } else if y > hill {
            let blades = ((x * 0.9 + y * 0.31).sin() + (x * 0.23 - y * 0.7).sin()) * 8.0;
            let deep = (y - hill) * 0.06;
            [104.0 + blades + deep, 126.0 + blades - deep * 0.3, 58.0 + blades * 0.5]
        } else if y > hill - 78.0 {
            let board = if px % 40 < 3 { -26.0 } else { 0.0 };
            [138.0 + board, 112.0 + board, 88.0 + board]
        } else {
            let up = y / hill;
            [168.0 + up * 70.0, 190.0 + up * 26.0, 216.0 - up * 22.0]
        };
        // The sun stands low at the right, and the corners of a cheap lens are dark.
        let sun = 1.0 + 0.28 * (1.0 - ((x - 1150.0).powi(2) + (y - 120.0).powi(2)).sqrt() / 1300.0);
        let (dx, dy) = (x / 600.0 - 1.0, y / 400.0 - 1.0);
        let light = sun * (1.0 - 0.17 * (dx * dx + dy * dy));
        Rgb(colour.map(|part| ((part + grain) * light).clamp(0.0, 255.0) as u8))
    });
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, 82).encode_image(&photo)?;
    Ok(jpeg)
}

/// Squares are men, circles women; a line through two joins a couple, one between waves is at odds.
pub(super) fn genogram() -> Result<Vec<u8>, NotWritten> {
    let mut sheet = GrayImage::from_pixel(1500, 1120, Luma([255]));
    let people: [(&str, &str, i64, i64, bool); 9] = [
        ("Sheila Hale", "born 1953", 520, 130, false),
        ("Roy Hale", "1950 to 1998", 260, 130, true),
        ("Kerry Hale", "born 1978", 520, 470, false),
        ("Neil Barrow", "born 1975", 220, 470, true),
        ("Dean Pritchard", "born 1974", 930, 470, true),
        ("Callum Hale", "born 1998", 230, 850, true),
        ("Jordan Hale", "born 2001", 500, 850, true),
        ("Mia Pritchard", "born 2006", 760, 850, false),
        ("Wayne Pritchard", "born 1979", 1230, 470, true),
    ];
    let lines = [
        (260, 130, 520, 130),
        (390, 130, 390, 300),
        (390, 300, 520, 300),
        (520, 300, 520, 470),
        (220, 470, 520, 470),
        (520, 470, 930, 470),
        (930, 470, 930, 330),
        (930, 330, 1230, 330),
        (1230, 330, 1230, 470),
        (365, 470, 365, 690),
        (230, 690, 500, 690),
        (230, 690, 230, 850),
        (500, 690, 500, 850),
        (760, 470, 760, 850),
    ];
    for (x1, y1, x2, y2) in lines {
        rule(&mut sheet, (x1, y1), (x2, y2));
    }
    // Separated: two strokes through the line between Kerry and Neil.
    for away in [0, 14] {
        rule(&mut sheet, (278 + away, 490), (294 + away, 450));
    }
    let words: Vec<&str> = people.iter().flat_map(|(name, born, ..)| [*name, *born]).collect();
    let page = listed(&words)?;
    let mut lines = lines_of(&page).into_iter();
    for (name, _, x, y, man) in people {
        shape(&mut sheet, (x, y), 52, man, name == "Jordan Hale");
        for row in 0..2 {
            let missing = || NotWritten::Drawn("a name was not drawn".into());
            let line = lines.next().ok_or_else(missing)?;
            label(&mut sheet, (&page, line), (x, y + 68 + row * 34));
        }
    }
    let mut png = std::io::Cursor::new(Vec::new());
    sheet.write_to(&mut png, ImageFormat::Png)?;
    let mut document = Document::new("Genogram of Jordan Hale");
    document.footer = Footer::Words("Case number 4471902".into());
    document.blocks = vec![
        Block::Heading { level: Level::One, text: "Genogram".into() },
        Block::Facts(vec![
            Fact::new("Child", "Jordan Hale, born 14 March 2001"),
            Fact::new("Drawn by", "Tom Ashworth, with Kerry and Sheila Hale, 20 April 2007"),
        ]),
        Block::Image(Picture {
            pixels: Pixels::Png(png.into_inner()),
            alt: "Three generations of the family of Jordan Hale, as squares and circles".into(),
            width: None,
        }),
        Block::Paragraph(plain(
            "Sheila gave the dates from her own papers. Kerry did not wish Neil Barrow, the father \
             of Callum and Jordan, to be asked; he has not seen the boys since 2002. Wayne \
             Pritchard is Dean's brother and lives at 3 Canal Row.",
        )),
    ];
    Ok(paper::typeset(&document)?.pdf)
}

fn dot(sheet: &mut GrayImage, x: i64, y: i64, level: u8) {
    if let (Ok(x), Ok(y)) = (u32::try_from(x), u32::try_from(y))
        && let Some(pixel) = sheet.get_pixel_mut_checked(x, y)
    {
        *pixel = Luma([level]);
    }
}

fn rule(sheet: &mut GrayImage, (x1, y1): (i64, i64), (x2, y2): (i64, i64)) {
    let steps = (x2 - x1).abs().max((y2 - y1).abs()).max(1);
    for step in 0..=steps {
        let (x, y) = (x1 + (x2 - x1) * step / steps, y1 + (y2 - y1) * step / steps);
        for (dx, dy) in [(0, 0), (1, 0), (0, 1), (1, 1), (2, 1), (1, 2)] {
            dot(sheet, x + dx, y + dy, 40);
        }
    }
}

fn shape(sheet: &mut GrayImage, (x, y): (i64, i64), half: i64, square: bool, twice: bool) {
    for dy in -half..=half {
        for dx in -half..=half {
            let far = if square {
                dx.abs().max(dy.abs())
            } else {
                ((dx * dx + dy * dy) as f64).sqrt() as i64
            };
            if far > half {
                continue;
            }
            let edge = far > half - 4 || (twice && (half - 12..half - 8).contains(&far));
            dot(sheet, x + dx, y + dy, if edge { 40 } else { 255 });
        }
    }
}

/// These words, each on a line of one page that was set and drawn.
fn listed(words: &[&str]) -> Result<GrayImage, NotWritten> {
    let mut document = Document::new("Labels");
    document.footer = Footer::Nothing;
    document.blocks = words.iter().map(|words| Block::Paragraph(plain(*words))).collect();
    drawn(&document, 1240)
}

/// The rows of each line of a page, from the top: those between rows without ink.
fn lines_of(page: &GrayImage) -> Vec<Range<u32>> {
    let mut lines: Vec<Range<u32>> = Vec::new();
    for (y, row) in (0..).zip(page.rows()) {
        if row.into_iter().all(|pixel| pixel.0[0] >= 240) {
            continue;
        }
        match lines.last_mut() {
            Some(line) if line.end == y => line.end = y + 1,
            _ => lines.push(y..y + 1),
        }
    }
    lines
}

/// A line of a page, in the middle below a point.
fn label(sheet: &mut GrayImage, (page, line): (&GrayImage, Range<u32>), (x, y): (i64, i64)) {
    let ink = || {
        let rows = line.clone().flat_map(|row| (0..page.width()).map(move |column| (column, row)));
        rows.map(|(px, py)| (px, py, page.get_pixel(px, py).0[0]))
            .filter(|(.., level)| *level < 240)
    };
    let left = ink().map(|(px, ..)| px).min().unwrap_or(0);
    let right = ink().map(|(px, ..)| px).max().unwrap_or(0);
    let middle = i64::from((left + right) / 2);
    for (px, py, level) in ink() {
        dot(sheet, x + i64::from(px) - middle, y + i64::from(py - line.start), level);
    }
}
