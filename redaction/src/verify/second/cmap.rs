//! CMaps: which bytes make a code, what a code stands for, and which glyph it is (ISO 32000-2,
//! 9.7.5 and 9.10.3).

use std::collections::HashMap;

use super::lexer::{Lexer, Value, word};

/// Ranges of codes that one map may name; those in use name a dozen.
const MOST_SPACES: usize = 64;

#[derive(Debug, Default)]
pub(super) struct CMap {
    /// Length in bytes, first and last code.
    spaces: Vec<(usize, u32, u32)>,
    texts: HashMap<u32, String>,
    /// First and last code, and the text of the first; sorted.
    ranges: Vec<(u32, u32, Vec<u16>)>,
    /// First and last code, and the glyph of the first; sorted.
    glyphs: Vec<(u32, u32, u32)>,
}

impl CMap {
    pub(super) fn read(data: &[u8]) -> Self {
        let mut map = Self::default();
        let mut lexer = Lexer::new(data, 0);
        let mut held = Vec::new();
        while let Some(value) = lexer.next() {
            let Value::Word(operator) = value else {
                held.push(value);
                continue;
            };
            if operator == word(b"endcodespacerange") {
                map.spaces.extend(held.chunks_exact(2).filter_map(space));
            } else if operator == word(b"endbfchar") {
                map.texts.extend(held.chunks_exact(2).filter_map(|pair| match pair {
                    [Value::Text(code), Value::Text(text)] => {
                        Some((number(code), said(&units(text))))
                    }
                    _ => None,
                }));
            } else if operator == word(b"endbfrange") {
                held.chunks_exact(3).for_each(|three| map.range(three));
            } else if operator == word(b"endcidrange") {
                map.glyphs.extend(held.chunks_exact(3).filter_map(|three| match three {
                    [Value::Text(from), Value::Text(to), Value::Number(glyph)] => {
                        Some((number(from), number(to), *glyph as u32))
                    }
                    _ => None,
                }));
            } else if operator == word(b"endcidchar") {
                map.glyphs.extend(held.chunks_exact(2).filter_map(|pair| match pair {
                    [Value::Text(code), Value::Number(glyph)] => {
                        Some((number(code), number(code), *glyph as u32))
                    }
                    _ => None,
                }));
            }
            held.clear();
        }
        map.ranges.sort_by_key(|(from, ..)| *from);
        map.glyphs.sort_by_key(|(from, ..)| *from);
        map.spaces.truncate(MOST_SPACES);
        map
    }

    fn range(&mut self, three: &[Value]) {
        match three {
            [Value::Text(from), Value::Text(to), Value::Text(text)] => {
                self.ranges.push((number(from), number(to), units(text)));
            }
            [Value::Text(from), Value::Text(_), Value::List(texts)] => {
                for (code, text) in (number(from)..).zip(texts) {
                    if let Value::Text(text) = text {
                        self.texts.insert(code, said(&units(text)));
                    }
                }
            }
            _ => {}
        }
    }

    /// What a code stands for.
    pub(super) fn text(&self, code: u32) -> Option<String> {
        if let Some(text) = self.texts.get(&code) {
            return Some(text.clone());
        }
        let at = self.ranges.partition_point(|(from, ..)| *from <= code).checked_sub(1)?;
        let (from, to, text) = self.ranges.get(at)?;
        let mut text = text.clone();
        let last = text.last_mut().filter(|_| code <= *to)?;
        *last = last.wrapping_add(u16::try_from(code - from).ok()?);
        Some(said(&text))
    }

    /// The glyph of a code; `None` where the map does not say.
    pub(super) fn glyph(&self, code: u32) -> Option<u32> {
        let at = self.glyphs.partition_point(|(from, ..)| *from <= code).checked_sub(1)?;
        let (from, to, glyph) = self.glyphs.get(at)?;
        (code <= *to).then(|| glyph.saturating_add(code - from))
    }

    /// The code that `bytes` begin with, and its length; `None` where the map names no codes.
    pub(super) fn code(&self, bytes: &[u8]) -> Option<(u32, usize)> {
        let longest = self.spaces.iter().map(|(length, ..)| *length).max()?;
        for length in 1..=longest.min(bytes.len()) {
            let code = number(bytes.get(..length)?);
            let within = |(n, from, to): &(usize, u32, u32)| {
                *n == length
                    && (0..length).all(|byte| {
                        let of = |code: u32| code >> (8 * byte) & 0xFF;
                        (of(*from)..=of(*to)).contains(&of(code))
                    })
            };
            if self.spaces.iter().any(within) {
                return Some((code, length));
            }
        }
        let shortest = self.spaces.iter().map(|(length, ..)| *length).min()?;
        let length = shortest.min(bytes.len());
        Some((number(bytes.get(..length)?), length))
    }
}

fn space(pair: &[Value]) -> Option<(usize, u32, u32)> {
    match pair {
        [Value::Text(from), Value::Text(to)] if (1..=4).contains(&from.len()) => {
            Some((from.len(), number(from), number(to)))
        }
        _ => None,
    }
}

fn number(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |n, byte| n << 8 | u32::from(*byte))
}

fn units(bytes: &[u8]) -> Vec<u16> {
    bytes.chunks(2).map(|pair| pair.iter().fold(0, |n, byte| n << 8 | u16::from(*byte))).collect()
}

fn said(units: &[u16]) -> String {
    char::decode_utf16(units.iter().copied()).map(|c| c.unwrap_or('\u{FFFD}')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_map_is_read_with_its_ranges_and_lists() {
        let map = CMap::read(
            b"1 begincodespacerange <00> <7F> <8140> <FEFE> endcodespacerange \
              2 beginbfchar <0001> <0041> <0002> <006600660069> endbfchar \
              1 beginbfrange <0003> <0004> <0062> endbfrange \
              1 beginbfrange <0005> <0006> [<0063> <0064>] endbfrange \
              1 begincidrange <0010> <0020> 7 endcidrange",
        );

        let texts: Vec<_> = (0..8).map(|code| map.text(code).unwrap_or_default()).collect();
        assert_eq!(texts, ["", "A", "ffi", "b", "c", "c", "d", ""]);
        assert_eq!((map.glyph(0x12), map.glyph(0x21)), (Some(9), None));
        assert_eq!(map.code(&[0x41, 0x81]), Some((0x41, 1)));
        assert_eq!(map.code(&[0x81, 0x41]), Some((0x8141, 2)));
    }
}
