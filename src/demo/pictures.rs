//! What is a picture: a scanned letter, a photograph, a genogram.

use std::io::Cursor;

use candour_redaction::limits::Limits;
use candour_redaction::read::Reading;
use image::{GrayImage, ImageFormat, Luma, Rgb, RgbImage};

use super::DemoFile;
use crate::paper::{Block, Document, Letterhead, PaperProblem, plain, typeset};

pub fn files() -> Result<Vec<DemoFile>, PaperProblem> {
    Ok(vec![
        DemoFile {
            name: "2011-10-04 Letter from the hospital, scanned.png".into(),
            bytes: scanned_letter()?,
        },
        DemoFile { name: "2010-08-12 Photograph of the garden.jpg".into(), bytes: photograph()? },
        DemoFile { name: "2007-05-15 Genogram.png".into(), bytes: genogram()? },
    ])
}

fn cannot(e: impl std::fmt::Display) -> PaperProblem {
    PaperProblem::Picture(e.to_string())
}

fn encoded(picture: &image::DynamicImage, format: ImageFormat) -> Result<Vec<u8>, PaperProblem> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).map_err(cannot)?;
    Ok(bytes.into_inner())
}

/// A number that looks like chance and is none.
fn grain(x: u32, y: u32) -> u32 {
    let mut n = x.wrapping_mul(374_761_393).wrapping_add(y.wrapping_mul(668_265_263));
    n = (n ^ (n >> 13)).wrapping_mul(1_274_126_177);
    n ^ (n >> 16)
}

/// A letter as a scanner sees it: grey, a little askew, with grain and a dark edge.
fn scanned_letter() -> Result<Vec<u8>, PaperProblem> {
    let mut letter = Document::new("Letter");
    letter.blocks = vec![
        Block::Letterhead(Letterhead {
            name: "Northmoor Infirmary".into(),
            lines: vec!["Children's outpatients".into(), "01632 960177".into()],
            mark: None,
        }),
        Block::Address(vec![
            "Priya Nair".into(),
            "Northmoor Council".into(),
            "Civic Centre".into(),
        ]),
        Block::Paragraph(plain("4 October 2011")),
        Block::Paragraph(plain("Jordan Hale, born 14 June 2001")),
        Block::Paragraph(plain(
            "I saw Jordan today with the foster carer, Mrs Appleby. Jordan sleeps better and has grown four centimetres since the spring. Hearing is normal on both sides.",
        )),
        Block::Paragraph(plain(
            "Mrs Appleby mentioned that her husband waits for an operation of his own and that she would be glad of help with the school run.",
        )),
        Block::Paragraph(plain("I would like to see Jordan again in six months.")),
        Block::Paragraph(plain("Dr Elin Pugh, consultant paediatrician")),
    ];
    let pdf = typeset(&letter)?.pdf;
    let reading = Reading::open(pdf, None, &Limits::default()).map_err(cannot)?;
    let page = reading.draw(0, 1_240).map_err(cannot)?;
    let (width, height) = (page.width, page.height);
    let scan = GrayImage::from_fn(width, height, |x, y| {
        let slant = (f64::from(y) * 0.006) as u32;
        let from = ((y * width + (x + slant).min(width - 1)) * 4) as usize;
        let ink = page.rgba.get(from).copied().unwrap_or(255);
        let edge = if x < 14 { 90 } else { 0 };
        Luma([ink.saturating_sub((grain(x, y) % 26) as u8).saturating_sub(edge).max(24)])
    });
    encoded(&scan.into(), ImageFormat::Png)
}

/// A garden on a summer's day: sky, hedge, grass, a ball.
fn photograph() -> Result<Vec<u8>, PaperProblem> {
    let photo = RgbImage::from_fn(1_200, 800, |x, y| {
        let noise = (grain(x, y) % 22) as i32 - 11;
        let hill = 420 + ((f64::from(x) / 180.0).sin() * 30.0) as u32;
        let (ball_x, ball_y) = (i64::from(x) - 820, i64::from(y) - 640);
        let colour = if ball_x * ball_x + ball_y * ball_y < 42 * 42 {
            let light = 40 - ((ball_x + ball_y) / 3) as i32;
            [200 + light, 60 + light, 50 + light]
        } else if y < hill - 90 {
            [140 + y as i32 / 8, 180 + y as i32 / 9, 225]
        } else if y < hill {
            [52, 92 + (grain(x / 6, y / 6) % 40) as i32, 48]
        } else {
            [84, 138 + (grain(x / 3, y / 9) % 30) as i32 - (y as i32 - 420) / 12, 62]
        };
        Rgb(colour.map(|c| (c + noise).clamp(0, 255) as u8))
    });
    encoded(&photo.into(), ImageFormat::Jpeg)
}

/// Squares, circles and lines: who belongs to whom.
fn genogram() -> Result<Vec<u8>, PaperProblem> {
    let people = [
        (300, 120, true),
        (700, 120, false),
        (300, 360, false),
        (700, 360, true),
        (180, 600, false),
        (500, 600, true),
        (820, 600, true),
    ];
    let lines = [
        (300, 120, 700, 120),
        (500, 120, 500, 240),
        (300, 240, 700, 240),
        (300, 240, 300, 360),
        (300, 360, 700, 360),
        (500, 360, 500, 480),
        (180, 480, 820, 480),
        (180, 480, 180, 600),
        (500, 480, 500, 600),
        (820, 480, 820, 600),
    ];
    let drawing = GrayImage::from_fn(1_000, 760, |x, y| {
        let (x, y) = (x as i64, y as i64);
        for (cx, cy, square) in people {
            let (dx, dy) = ((x - cx).abs(), (y - cy).abs());
            let out = if square { dx.max(dy) } else { ((dx * dx + dy * dy) as f64).sqrt() as i64 };
            if out < 44 {
                return Luma([if out > 39 { 20 } else { 250 }]);
            }
        }
        let on_a_line = lines.iter().any(|(x0, y0, x1, y1)| {
            (x0 - 2..=x1 + 2).contains(&x) && (y0 - 2..=y1 + 2).contains(&y)
        });
        Luma([if on_a_line { 40 } else { 255 }])
    });
    encoded(&drawing.into(), ImageFormat::Png)
}
