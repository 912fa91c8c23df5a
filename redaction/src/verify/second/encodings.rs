//! What the codes of simple fonts stand for where the file has no map to Unicode (ISO 32000-2,
//! annex D).

use unicode_normalization::UnicodeNormalization;

/// WinAnsiEncoding from 0x80 to 0x9F; the rest agrees with Latin-1.
const WIN: &str = "€•‚ƒ„…†‡ˆ‰Š‹Œ•Ž••‘’“”•–—˜™š›œ•žŸ";
/// MacRomanEncoding from 0x80.
const MAC: &str = "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø¿¡¬√ƒ≈∆«»… ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\u{F8FF}ÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ";

/// A code in one of the encodings that PDF names.
pub(super) fn in_encoding(encoding: &[u8], code: u8) -> Option<char> {
    match code {
        0..32 | 127 => None,
        // Where Standard and the others differ below 0x80, it is a quotation mark.
        32..127 => Some(char::from(code)),
        128.. if encoding == b"MacRomanEncoding" => MAC.chars().nth(usize::from(code) - 128),
        128..160 => WIN.chars().nth(usize::from(code) - 128),
        160.. => Some(char::from(code)),
    }
}

/// Names of glyphs that are neither a letter, nor a letter and an accent, nor a code.
const NAMES: &[(&str, &str)] = &[
    ("space", " "),
    ("nbspace", " "),
    ("zero", "0"),
    ("one", "1"),
    ("two", "2"),
    ("three", "3"),
    ("four", "4"),
    ("five", "5"),
    ("six", "6"),
    ("seven", "7"),
    ("eight", "8"),
    ("nine", "9"),
    ("hyphen", "-"),
    ("minus", "-"),
    ("endash", "–"),
    ("emdash", "—"),
    ("period", "."),
    ("comma", ","),
    ("colon", ":"),
    ("semicolon", ";"),
    ("quoteright", "’"),
    ("quoteleft", "‘"),
    ("quotesingle", "'"),
    ("quotedbl", "\""),
    ("quotedblleft", "“"),
    ("quotedblright", "”"),
    ("parenleft", "("),
    ("parenright", ")"),
    ("slash", "/"),
    ("at", "@"),
    ("ampersand", "&"),
    ("underscore", "_"),
    ("ff", "ff"),
    ("fi", "fi"),
    ("fl", "fl"),
    ("ffi", "ffi"),
    ("ffl", "ffl"),
    ("germandbls", "ß"),
    ("ae", "æ"),
    ("AE", "Æ"),
    ("oe", "œ"),
    ("OE", "Œ"),
    ("oslash", "ø"),
    ("Oslash", "Ø"),
    ("lslash", "ł"),
    ("Lslash", "Ł"),
    ("eth", "ð"),
    ("Eth", "Ð"),
    ("thorn", "þ"),
    ("Thorn", "Þ"),
    ("dotlessi", "ı"),
];

const ACCENTS: &[(&str, char)] = &[
    ("acute", '\u{301}'),
    ("grave", '\u{300}'),
    ("circumflex", '\u{302}'),
    ("dieresis", '\u{308}'),
    ("tilde", '\u{303}'),
    ("ring", '\u{30A}'),
    ("cedilla", '\u{327}'),
    ("caron", '\u{30C}'),
    ("macron", '\u{304}'),
    ("breve", '\u{306}'),
    ("ogonek", '\u{328}'),
    ("dotaccent", '\u{307}'),
    ("hungarumlaut", '\u{30B}'),
];

/// What a glyph of this name stands for; `None` where the name does not say.
pub(super) fn named(name: &[u8]) -> Option<String> {
    let name = std::str::from_utf8(name).ok()?;
    // A variant, such as `a.sc`, stands for the same.
    let name = name.split('.').next().filter(|n| !n.is_empty())?;
    if let Some((_, text)) = NAMES.iter().find(|(known, _)| *known == name) {
        return Some((*text).to_owned());
    }
    let mut chars = name.chars();
    let (first, rest) = (chars.next()?, chars.as_str());
    if rest.is_empty() {
        return Some(name.to_owned());
    }
    if let Some((_, accent)) = ACCENTS.iter().find(|(known, _)| *known == rest) {
        return Some([first, *accent].into_iter().nfc().collect());
    }
    let code = name.strip_prefix("uni").or(name.strip_prefix('u'))?;
    let code = u32::from_str_radix(code.get(..4.max(code.len().min(6)))?, 16).ok()?;
    char::from_u32(code).map(String::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_glyphs_are_read() {
        let said = |name: &str| named(name.as_bytes()).unwrap_or_default();

        assert_eq!(
            ["A", "eacute", "uni0141", "u1F600", "a.sc"].map(said),
            ["A", "é", "Ł", "😀", "a"]
        );
        assert_eq!(["fi", "seven", "g23", "", ".notdef"].map(said), ["fi", "7", "", "", ""]);
    }

    #[test]
    fn codes_are_read() {
        assert_eq!(in_encoding(b"WinAnsiEncoding", 0x80), Some('€'));
        assert_eq!(in_encoding(b"WinAnsiEncoding", 0xE9), Some('é'));
        assert_eq!(in_encoding(b"MacRomanEncoding", 0x8E), Some('é'));
        assert_eq!(in_encoding(b"MacRomanEncoding", 0xFF), Some('ˇ'));
    }
}
