//! What a font tells about words that are gone: a subset holds the characters of its text, so
//! a character that only the removed words used betrays them.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, Object, Stream};

use crate::read::budget::Budget;
use crate::read::fonts::base_font;
use crate::read::glyphs::{Glyph, Meaning};
use crate::read::text_string;
use crate::refusal::Refusal;

/// By the name of a font: the characters that left the text, and those that stayed.
#[derive(Default)]
pub(crate) struct Residue {
    fonts: HashMap<Rc<str>, Characters>,
    /// Fonts that fields are drawn with, and the letters of what the fields hold and offer.
    of_forms: HashSet<String>,
    typed: HashSet<char>,
}

#[derive(Default)]
struct Characters {
    gone: HashSet<Meaning>,
    kept: HashSet<Meaning>,
}

impl Residue {
    pub(crate) fn went(&mut self, glyph: &Glyph) {
        let of_font = self.fonts.entry(Rc::clone(&glyph.font)).or_default();
        if !of_font.gone.contains(&glyph.meaning) {
            of_font.gone.insert(glyph.meaning.clone());
        }
    }

    pub(crate) fn stayed(&mut self, glyph: &Glyph) {
        let of_font = self.fonts.entry(Rc::clone(&glyph.font)).or_default();
        if !of_font.kept.contains(&glyph.meaning) {
            of_font.kept.insert(glyph.meaning.clone());
        }
    }

    /// Notes what the fields of the output may still be drawn with.
    pub(crate) fn note_forms(&mut self, output: &Pdf) {
        let catalog = output.xref().get::<Dict<'_>>(output.xref().root_id());
        let Some(form) = catalog.and_then(|c| c.get::<Dict<'_>>("AcroForm")) else { return };
        let fonts = form.get::<Dict<'_>>("DR").and_then(|r| r.get::<Dict<'_>>("Font"));
        if let Some(fonts) = fonts {
            let each = fonts.keys().filter_map(|key| fonts.get::<Dict<'_>>(key.as_ref()));
            self.of_forms.extend(each.map(|font| base_font(&font)));
        }
        let fields = form.get::<Array<'_>>("Fields");
        // The fields of an output stand side by side.
        for field in fields.iter().flat_map(|fields| fields.iter::<Dict<'_>>()) {
            for key in ["V", "DV", "Opt"] {
                if let Some(value) = field.get::<Object<'_>>(key) {
                    note_letters(&value, &mut self.typed, 0);
                }
            }
        }
    }

    /// The characters of a font that only removed words used.
    fn only_removed(&self, font: &str) -> HashSet<String> {
        let Some(of_font) = self.fonts.get(font) else { return HashSet::new() };
        of_font
            .gone
            .difference(&of_font.kept)
            .filter(|m| !m.is_space() && m.is_said())
            .map(|meaning| match meaning {
                Meaning::Char(c) => c.to_string(),
                Meaning::Text(s) => s.to_string(),
                Meaning::Unknown | Meaning::Guess(_) => String::new(),
            })
            .filter(|text| {
                !self.of_forms.contains(font) || !text.chars().any(|c| self.typed.contains(&c))
            })
            .collect()
    }

    /// Whether `font` is a subset that still maps a code to a character that only removed
    /// words used.
    pub(crate) fn betrays(&self, font: &Dict<'_>, budget: &Budget) -> Result<bool, Refusal> {
        let name = base_font(font);
        let characters = self.only_removed(&name);
        if characters.is_empty() || !is_subset(&name) {
            return Ok(false);
        }
        let Some(map) = font.get::<Stream<'_>>("ToUnicode") else { return Ok(false) };
        let Some(map) = budget.decode(&map)? else { return Ok(false) };
        Ok(mapped(&map).any(|text| characters.contains(&text)))
    }
}

fn note_letters(value: &Object<'_>, letters: &mut HashSet<char>, depth: u32) {
    match value {
        Object::String(text) => letters.extend(text_string(text).chars()),
        Object::Array(list) if depth < 4 => {
            list.iter::<Object<'_>>().for_each(|item| note_letters(&item, letters, depth + 1));
        }
        _ => {}
    }
}

/// A subset is named with six letters and a plus sign (ISO 32000-2, 9.9.2).
fn is_subset(name: &str) -> bool {
    name.split_once('+').is_some_and(|(tag, _)| tag.len() == 6)
}

/// What the codes of a ToUnicode map stand for; of a range only its begin.
fn mapped(map: &[u8]) -> impl Iterator<Item = String> {
    let map = String::from_utf8_lossy(map).into_owned();
    let chars = blocks(&map, "beginbfchar", "endbfchar", 2);
    let ranges = blocks(&map, "beginbfrange", "endbfrange", 3);
    chars.into_iter().chain(ranges)
}

/// The last of every `each` hexadecimal strings between the two words.
fn blocks(map: &str, begin: &str, end: &str, each: usize) -> Vec<String> {
    let mut texts = Vec::new();
    for block in map.split(begin).skip(1) {
        let block = block.split(end).next().unwrap_or_default();
        if block.contains('[') {
            // A range that lists its texts one by one.
            let lists = block.split('[').skip(1).filter_map(|l| l.split(']').next());
            texts.extend(lists.flat_map(hex_strings).map(|h| utf16(&h)));
            continue;
        }
        let strings: Vec<String> = hex_strings(block).collect();
        texts.extend(strings.chunks_exact(each).filter_map(|c| c.last()).map(|h| utf16(h)));
    }
    texts
}

fn hex_strings(text: &str) -> impl Iterator<Item = String> {
    let parts = text.split('<').skip(1).filter_map(|p| p.split('>').next());
    parts
        .map(|p| p.chars().filter(char::is_ascii_hexdigit).collect())
        .collect::<Vec<_>>()
        .into_iter()
}

fn utf16(hex: &str) -> String {
    let digits: Vec<u16> =
        hex.chars().filter_map(|c| c.to_digit(16)).filter_map(|d| u16::try_from(d).ok()).collect();
    let units = digits.chunks(4).map(|four| four.iter().fold(0, |unit, digit| unit * 16 + digit));
    char::decode_utf16(units).map(|c| c.unwrap_or('\u{FFFD}')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_map_is_read_with_its_ranges_and_lists() {
        let map = "2 beginbfchar <0001> <0041> <0002> <006600660069> endbfchar \
                   1 beginbfrange <0003> <0004> <0062> endbfrange \
                   1 beginbfrange <0005> <0006> [<0063> <0064>] endbfrange";

        let texts: Vec<_> = mapped(map.as_bytes()).collect();

        assert_eq!(texts, ["A", "ffi", "b", "c", "d"]);
    }
}
