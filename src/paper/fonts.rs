//! The faces pages are set in, and how wide their letters are.

use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

use printpdf::ParsedFont;
use unicode_normalization::UnicodeNormalization;

use super::model::Style;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Face {
    Regular,
    Bold,
    Italic,
    Mono,
    /// Ticks, boxes, arrows and letters that the others lack.
    Symbols,
}

impl Face {
    pub(super) const ALL: [Face; 5] =
        [Face::Regular, Face::Bold, Face::Italic, Face::Mono, Face::Symbols];

    pub(super) fn of(style: Style) -> Face {
        match style {
            Style::Plain => Face::Regular,
            Style::Bold => Face::Bold,
            Style::Italic => Face::Italic,
            Style::Mono => Face::Mono,
        }
    }

    /// Its name in the PDF.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Face::Regular => "CandourSans-Regular",
            Face::Bold => "CandourSans-Bold",
            Face::Italic => "CandourSans-Italic",
            Face::Mono => "CandourMono-Regular",
            Face::Symbols => "CandourSymbols-Regular",
        }
    }

    pub(super) const fn bytes(self) -> &'static [u8] {
        match self {
            Face::Regular => include_bytes!("fonts/sans-regular.ttf"),
            Face::Bold => include_bytes!("fonts/sans-bold.ttf"),
            Face::Italic => include_bytes!("fonts/sans-italic.ttf"),
            Face::Mono => include_bytes!("fonts/mono-regular.ttf"),
            Face::Symbols => include_bytes!("fonts/symbols.ttf"),
        }
    }

    fn loaded(self) -> &'static Loaded {
        &FACES[self as usize]
    }

    pub(super) fn parsed(self) -> &'static ParsedFont {
        &self.loaded().font
    }

    /// Its number for a letter it has.
    pub(super) fn glyph(self, c: char) -> Option<u16> {
        self.parsed().lookup_glyph_index(c.into())
    }

    /// The letter as this face draws it: what stands for it, and its advance in 1/1000 em.
    fn letter(self, c: char) -> Option<(char, u16)> {
        self.loaded().letters.get(&c).copied()
    }
}

struct Loaded {
    font: ParsedFont,
    letters: HashMap<char, (char, u16)>,
}

static FACES: LazyLock<[Loaded; 5]> = LazyLock::new(|| Face::ALL.map(load));

fn load(face: Face) -> Loaded {
    let mut font = ParsedFont::from_bytes(face.bytes(), 0, &mut Vec::new())
        .expect("the faces are compiled in, and a test reads each");
    font.font_name = Some(face.name().to_owned());
    // Two characters drawn by one glyph (a space and a hard space) would both be read back as the
    // last one used, so the lowest stands for all of them.
    let mut first: HashMap<u16, char> = HashMap::new();
    let mut letters = HashMap::new();
    for (&code, &glyph) in &font.codepoint_to_glyph {
        let Some(c) = char::from_u32(code) else { continue };
        if glyph == 0 || c.is_control() {
            continue;
        }
        let stands = *first.entry(glyph).or_insert(c);
        let units = u32::from(font.get_glyph_width(glyph).unwrap_or(0));
        // Cut, not rounded: it is what printpdf writes to /W, and what a viewer advances by.
        let advance = units * 1000 / u32::from(font.units_per_em);
        letters.insert(c, (stands, advance as u16));
    }
    Loaded { font, letters }
}

/// Six letters before the name of a face that is not embedded whole (ISO 32000-1, 9.6.4), drawn from
/// what is left of it, so that two subsets are never taken for one.
pub(super) fn subset_name(face: Face, used: &BTreeSet<u16>) -> String {
    let mut sum = 0xcbf2_9ce4_8422_2325_u64; // FNV-1a
    for byte in used.iter().flat_map(|glyph| glyph.to_be_bytes()) {
        sum = (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    let letter = |at: u32| char::from(b'A' + (sum >> (at * 8)) as u8 % 26);
    format!("{}+{}", String::from_iter((0..6).map(letter)), face.name())
}

/// A stretch of letters of one face.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Stretch {
    pub face: Face,
    pub text: String,
    /// In 1/1000 em.
    pub advance: u32,
}

/// The letters of `text` as `face` shows them, another face standing in where it lacks one. What no
/// face has is shown by its number, so that nothing disappears from a record unseen.
pub(super) fn stretches(text: &str, face: Face) -> Vec<Stretch> {
    let mut out: Vec<Stretch> = Vec::new();
    let mut push = |face: Face, c: char, advance: u16| match out.last_mut() {
        Some(last) if last.face == face => {
            last.text.push(c);
            last.advance += u32::from(advance);
        }
        _ => out.push(Stretch { face, text: c.into(), advance: advance.into() }),
    };
    // Composed: the faces have "ŵ", but could only set "w" and a circumflex side by side.
    for c in text.nfc().filter(|c| !is_invisible(*c)) {
        let c = match c {
            '\u{2011}' => '-',
            // The lines are broken by now, and "Mary\u{a0}Jones" is to be found as "Mary Jones".
            '\u{a0}' | '\u{202f}' | '\u{2007}' => ' ',
            other => other,
        };
        match [face, Face::Regular, Face::Symbols].iter().find_map(|f| Some((*f, f.letter(c)?))) {
            Some((face, (stands, advance))) => push(face, stands, advance),
            None => {
                for c in format!("[U+{:04X}]", u32::from(c)).chars() {
                    if let Some((stands, advance)) = face.letter(c) {
                        push(face, stands, advance);
                    }
                }
            }
        }
    }
    out
}

/// Characters that only steer others: joiners, marks of direction, choices of variant, controls.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}')
        || matches!(c, '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_face_is_read_and_can_spell_its_stand_in() {
        for face in Face::ALL {
            assert!(face.parsed().units_per_em > 0);
        }
        for face in [Face::Regular, Face::Bold, Face::Italic, Face::Mono] {
            for c in "[]U+0123456789ABCDEF".chars() {
                assert!(face.letter(c).is_some(), "{face:?} lacks {c}");
            }
        }
    }

    #[test]
    fn welsh_polish_and_money_are_set_in_the_face_asked_for() {
        for c in "ŵŷŴŶâêîôûłśżŁ€£–—‘’“”…•§".chars() {
            for face in [Face::Regular, Face::Bold, Face::Italic, Face::Mono] {
                assert!(face.letter(c).is_some(), "{face:?} lacks {c}");
            }
        }
        assert_eq!(stretches("✓", Face::Regular)[0].face, Face::Symbols);
    }

    #[test]
    fn a_letter_no_face_has_is_shown_by_its_number() {
        let shown: String =
            stretches("a王b", Face::Bold).into_iter().map(|stretch| stretch.text).collect();
        assert_eq!(shown, "a[U+738B]b");
    }

    #[test]
    fn a_letter_written_in_two_parts_is_set_as_one() {
        assert_eq!(stretches("Sia\u{302}n w\u{302}yn", Face::Regular)[0].text, "Siân ŵyn");
    }

    #[test]
    fn a_hard_space_is_read_back_as_a_space() {
        assert_eq!(stretches("a\u{a0}b\u{202f}c", Face::Regular)[0].text, "a b c");
    }
}
