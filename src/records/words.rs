//! The words of an item with their places, as they are kept: a part a page, each squeezed on its
//! own, so that one page is read without the others.

use std::io::{Read as _, Write as _};

use candour_redaction::geometry::{Point, Quad};
use candour_redaction::read::Word;
use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use serde::{Deserialize, Serialize};

const MAGIC: &[u8; 4] = b"CWL1";
/// One page of words, opened. A page of a phone book has less than a tenth.
const MOST_PAGE: u64 = 64 << 20;

/// The words of every page, in order.
pub type PagesOfWords = Vec<Vec<Word>>;

/// The layer cannot be read; the vault proves that it was not changed, so it was written wrong.
#[derive(Debug, thiserror::Error)]
#[error("the words of this document cannot be read")]
pub struct Damaged;

/// A word on its way into the file: places in hundredths of a point.
#[derive(Serialize, Deserialize)]
struct Kept(String, u32, bool, [i64; 8]);

impl From<&Word> for Kept {
    fn from(word: &Word) -> Self {
        let hundredths = |n: f64| (n * 100.0).round() as i64;
        let mut places = [0; 8];
        for (pair, point) in places.chunks_exact_mut(2).zip(&word.quad.0) {
            pair.copy_from_slice(&[hundredths(point.x), hundredths(point.y)]);
        }
        Self(word.text.clone(), word.line, word.invisible, places)
    }
}

impl From<Kept> for Word {
    fn from(Kept(text, line, invisible, p): Kept) -> Self {
        let point = |at: usize| Point { x: p[at] as f64 / 100.0, y: p[at + 1] as f64 / 100.0 };
        Self { text, line, invisible, quad: Quad([point(0), point(2), point(4), point(6)]) }
    }
}

/// Takes the words of a document page by page.
#[derive(Default)]
pub struct Layer {
    lengths: Vec<u32>,
    parts: Vec<u8>,
}

impl Layer {
    pub fn add(&mut self, words: &[Word]) {
        let kept: Vec<Kept> = words.iter().map(Kept::from).collect();
        let json = serde_json::to_vec(&kept).expect("strings and numbers have a form in JSON");
        let mut squeezed = DeflateEncoder::new(Vec::new(), Compression::default());
        squeezed.write_all(&json).expect("memory takes what is written");
        let part = squeezed.finish().expect("memory takes what is written");
        self.lengths.push(u32::try_from(part.len()).expect("a page is read within limits"));
        self.parts.extend_from_slice(&part);
    }

    pub fn finish(self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(8 + self.lengths.len() * 4 + self.parts.len());
        bytes.extend_from_slice(MAGIC);
        bytes.extend_from_slice(&(self.lengths.len() as u32).to_le_bytes());
        self.lengths.iter().for_each(|length| bytes.extend_from_slice(&length.to_le_bytes()));
        bytes.extend_from_slice(&self.parts);
        bytes
    }
}

/// The words of every page.
///
/// # Errors
/// Where the layer was written wrong.
pub fn read_all(layer: &[u8]) -> Result<PagesOfWords, Damaged> {
    parts(layer)?.into_iter().map(open).collect()
}

/// The words of one page, counted from 0; `None` where there is no such page.
///
/// # Errors
/// Where the layer was written wrong.
pub fn read_page(layer: &[u8], page: usize) -> Result<Option<Vec<Word>>, Damaged> {
    parts(layer)?.get(page).map(|part| open(part)).transpose()
}

fn parts(layer: &[u8]) -> Result<Vec<&[u8]>, Damaged> {
    let number = |at: usize| -> Result<usize, Damaged> {
        let four = layer.get(at..at + 4).and_then(|b| b.try_into().ok()).ok_or(Damaged)?;
        Ok(u32::from_le_bytes(four) as usize)
    };
    if !layer.starts_with(MAGIC) {
        return Err(Damaged);
    }
    let pages = number(4)?;
    let mut at = 8 + pages * 4;
    let mut parts = Vec::new();
    for page in 0..pages {
        let length = number(8 + page * 4)?;
        parts.push(layer.get(at..at + length).ok_or(Damaged)?);
        at += length;
    }
    Ok(parts)
}

fn open(part: &[u8]) -> Result<Vec<Word>, Damaged> {
    let mut json = Vec::new();
    DeflateDecoder::new(part).take(MOST_PAGE).read_to_end(&mut json).map_err(|_| Damaged)?;
    let kept: Vec<Kept> = serde_json::from_slice(&json).map_err(|_| Damaged)?;
    Ok(kept.into_iter().map(Word::from).collect())
}

#[cfg(test)]
mod tests {
    use candour_redaction::geometry::Rect;

    use super::*;

    fn word(text: &str, line: u32) -> Word {
        let quad = Rect::new(10.126, 20.0, 35.5, 31.25).into();
        Word { text: text.into(), quad, line, invisible: false }
    }

    #[test]
    fn words_come_back_with_their_places() {
        let mut layer = Layer::default();
        layer.add(&[word("Llŷr", 0), word("o'Neill", 1)]);
        layer.add(&[]);
        layer.add(&[word("end", 7)]);
        let bytes = layer.finish();

        let pages = read_all(&bytes).expect("it was written a moment ago");
        let second = read_page(&bytes, 1).expect("it was written a moment ago");
        let beyond = read_page(&bytes, 3).expect("it was written a moment ago");

        assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [2, 0, 1]);
        assert_eq!(pages[0][0].text, "Llŷr");
        assert!((pages[0][0].quad.0[0].x - 10.126).abs() <= 0.005);
        assert_eq!((pages[0][1].line, second, beyond), (1, Some(Vec::new()), None));
    }

    #[test]
    fn a_layer_cut_short_is_refused() {
        let mut layer = Layer::default();
        layer.add(&[word("one", 0)]);
        let bytes = layer.finish();

        for cut in 0..bytes.len() {
            assert!(read_all(&bytes[..cut]).is_err(), "cut at {cut}");
        }
    }
}
