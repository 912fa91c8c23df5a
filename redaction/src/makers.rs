//! What the makers of fonts and colour profiles wrote into them: names, notices, descriptions.
//! Where one of the removed words stands in it, it is written over, at the length it had.

use std::collections::BTreeSet;
use std::ops::Range;

use lopdf::{Object, ObjectId};

use crate::bytes::{u16_at, u32_at};
use crate::graph::{Graph, compressed};
use crate::wording::Needle;

/// Most bytes of a program or profile that are unpacked for this.
const MOST: usize = 32 << 20;

/// Writes over descriptions that hold one of the words.
pub(crate) fn forget(graph: &mut Graph<'_>, needles: &[Needle]) {
    let mut count = 0;
    for id in programs_and_profiles(graph) {
        let Some(Object::Stream(stream)) = graph.doc.objects.get(&id) else { continue };
        let Ok(mut data) = stream.decompressed_content_with_limit(MOST) else { continue };
        if written_over(&mut data, needles) {
            let new = compressed(stream.dict.clone(), &data);
            graph.doc.objects.insert(id, Object::Stream(new));
            count += 1;
        }
    }
    graph.count("description in a font or colour profile", count);
}

fn programs_and_profiles(graph: &Graph<'_>) -> BTreeSet<ObjectId> {
    let mut found = BTreeSet::new();
    for object in graph.doc.objects.values() {
        match object {
            Object::Dictionary(dict) => {
                for key in ["FontFile", "FontFile2", "FontFile3"] {
                    found.extend(dict.get(key.as_bytes()).ok().and_then(|o| o.as_reference().ok()));
                }
                for (_, value) in dict.iter() {
                    profiles(value, 0, &mut found);
                }
            }
            Object::Stream(stream) => {
                for (_, value) in stream.dict.iter() {
                    profiles(value, 0, &mut found);
                }
            }
            other => profiles(other, 0, &mut found),
        }
    }
    found
}

/// Streams of `[/ICCBased stream]`, however deep such an array stands.
fn profiles(value: &Object, depth: u32, found: &mut BTreeSet<ObjectId>) {
    const DEEPEST: u32 = 8;
    match value {
        Object::Array(list) if depth < DEEPEST => {
            if let [Object::Name(kind), Object::Reference(id)] = list.as_slice()
                && kind == b"ICCBased"
            {
                found.insert(*id);
            }
            list.iter().for_each(|item| profiles(item, depth + 1, found));
        }
        Object::Dictionary(dict) if depth < DEEPEST => {
            dict.iter().for_each(|(_, item)| profiles(item, depth + 1, found));
        }
        _ => {}
    }
}

/// Whether anything had to be written over.
fn written_over(data: &mut [u8], needles: &[Needle]) -> bool {
    let places = if data.get(36..40) == Some(b"acsp") {
        of_profile(data)
    } else if data.starts_with(b"%!") || data.starts_with(&[0x80, 1]) {
        of_type1(data)
    } else if data.first() == Some(&1) && data.get(1) == Some(&0) && data.get(2) != Some(&0) {
        of_cff(data, 0)
    } else {
        of_font_file(data)
    };
    let mut any = false;
    for place in places.unwrap_or_default() {
        let Some(said) = data.get_mut(place) else { continue };
        if holds(said, needles) {
            said.fill(b'x');
            any = true;
        }
    }
    // A profile's number is made of its bytes; none is better than a wrong one.
    if any
        && data.get(36..40) == Some(b"acsp")
        && let Some(number) = data.get_mut(84..100)
    {
        number.fill(0);
    }
    any
}

fn holds(said: &[u8], needles: &[Needle]) -> bool {
    let latin: String = said.iter().map(|b| char::from(*b)).filter(|c| *c != '\0').collect();
    // Words that are run together in a name are words too.
    let apart: String = latin.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    let squashed: String =
        latin.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    needles.iter().any(|needle| {
        let letters: String = needle.letters.iter().flat_map(|c| c.to_lowercase()).collect();
        needle.is_in(&apart) || (letters.chars().count() >= 6 && squashed.contains(&letters))
    })
}

/// Texts of a colour profile (ICC.1, 7.3 and 10): of each its whole element behind the type.
fn of_profile(data: &[u8]) -> Option<Vec<Range<usize>>> {
    const MOST_TAGS: usize = 200;
    let mut places = Vec::new();
    for tag in 0..u32_at(data, 128)?.min(MOST_TAGS) {
        let entry = 132 + tag * 12;
        let (from, length) = (u32_at(data, entry + 4)?, u32_at(data, entry + 8)?);
        let to = from.checked_add(length)?.min(data.len());
        match data.get(from..from.checked_add(4)?) {
            Some(b"text") => places.push(from + 8..to),
            Some(b"desc") => places.extend(of_description(data, from, to)),
            // Behind the table of languages.
            Some(b"mluc") => {
                let head = 16 + u32_at(data, from + 8)?.min(MOST_TAGS) * 12;
                places.push((from + head).min(to)..to);
            }
            _ => {}
        }
    }
    Some(places)
}

/// A description in letters, in Unicode, and in a script of its own (ICC.1:2001-04, 6.5.17).
fn of_description(data: &[u8], from: usize, to: usize) -> Vec<Range<usize>> {
    const LANGUAGE: usize = 4;
    const SCRIPT: usize = 3;
    let whole = |at: usize, length: usize| at.min(to)..at.saturating_add(length).min(to);
    let letters = from + 12;
    let mut places = Vec::new();
    if let Some(length) = u32_at(data, from + 8) {
        places.push(whole(letters, length));
        let unicode = letters.saturating_add(length).saturating_add(LANGUAGE + 4);
        let length = u32_at(data, unicode - 4).unwrap_or(0).saturating_mul(2);
        places.push(whole(unicode, length));
        places.push(whole(unicode.saturating_add(length).saturating_add(SCRIPT), 67));
    }
    places
}

/// The strings and the name in the readable part of a Type 1 program.
fn of_type1(data: &[u8]) -> Option<Vec<Range<usize>>> {
    let end = data.windows(5).position(|w| w == b"eexec").unwrap_or(data.len());
    let mut places = Vec::new();
    let mut at = 0;
    while let Some(byte) = data.get(at).filter(|_| at < end) {
        let rest = data.get(at + 1..end)?;
        let length = match byte {
            b'%' => rest.iter().position(|b| matches!(b, b'\n' | b'\r')),
            b'(' => rest.iter().position(|b| *b == b')'),
            b'/' if rest.starts_with(b"FontName") => {
                let name = rest.iter().position(|b| *b == b'/')? + 1;
                let to = rest.iter().skip(name).position(|b| b.is_ascii_whitespace())? + name;
                places.push(at + 1 + name..at + 1 + to);
                Some(to)
            }
            _ => Some(0),
        };
        let length = length.unwrap_or(rest.len());
        if matches!(byte, b'(' | b'%') {
            // A program begins by saying what it is, and behind a colon which.
            let said = rest.get(..length)?.iter().position(|b| *b == b':' && at == 0);
            if at > 0 || said.is_some() {
                places.push(at + 1 + said.map_or(0, |colon| colon + 1)..at + 1 + length);
            }
        }
        at += 1 + length;
    }
    Some(places)
}

/// Names, notices and the like of a compact font (Adobe technical note 5176, 7 to 10).
fn of_cff(data: &[u8], from: usize) -> Option<Vec<Range<usize>>> {
    /// Version, notice, full name, family, weight; copyright, PostScript name, base font, name.
    const SAID: [u16; 9] = [0, 1, 2, 3, 4, 0x0C00, 0x0C15, 0x0C16, 0x0C26];
    const OWN: i64 = 391;
    /// Where the fonts stand that a font of a character collection is put together from.
    const FD_ARRAY: u16 = 0x0C24;
    let data = data.get(from..)?;
    let (names, after) = crate::residue::cff_index(data, usize::from(*data.get(2)?))?;
    let (tops, after) = crate::residue::cff_index(data, after)?;
    let (strings, _) = crate::residue::cff_index(data, after)?;
    let mut places: Vec<Range<usize>> = names.iter().map(|(a, b)| from + a..from + b).collect();
    let mut said = crate::residue::cff_operands(data, tops.first().copied()?)?;
    let parts = said.iter().find(|(operator, _)| *operator == FD_ARRAY);
    if let Some(at) = parts.and_then(|(_, at)| usize::try_from(*at).ok()) {
        let (fonts, _) = crate::residue::cff_index(data, at)?;
        for font in fonts {
            said.extend(crate::residue::cff_operands(data, font)?);
        }
    }
    for (operator, value) in said {
        let number = value.checked_sub(OWN).and_then(|n| usize::try_from(n).ok());
        if let Some((a, b)) =
            number.filter(|_| SAID.contains(&operator)).and_then(|n| strings.get(n))
        {
            places.push(from + a..from + b);
        }
    }
    Some(places)
}

/// The texts of the table `name` of a TrueType or OpenType font, each by itself.
fn of_font_file(data: &[u8]) -> Option<Vec<Range<usize>>> {
    let mut places = Vec::new();
    if let Some((from, to)) = crate::residue::sfnt_table(data, b"name") {
        let (count, texts) = (u16_at(data, from + 2)?, from + u16_at(data, from + 4)?);
        for record in 0..count {
            let at = from + 6 + record * 12;
            let (length, offset) = (u16_at(data, at + 8)?, u16_at(data, at + 10)?);
            let (a, b) = (texts + offset, (texts + offset + length).min(to));
            if a < b {
                places.push(a..b);
            }
        }
    }
    if let Some((from, to)) = crate::residue::sfnt_table(data, b"CFF ") {
        places.extend(of_cff(data.get(..to)?, from).unwrap_or_default());
    }
    Some(places)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn needle(word: &str) -> Vec<Needle> {
        Needle::new(None, word, false, false).into_iter().collect()
    }

    fn profile() -> Vec<u8> {
        let mut data = vec![0; 128];
        data.splice(36..40, *b"acsp");
        data.extend(1u32.to_be_bytes());
        data.extend(b"cprt");
        data.extend(144u32.to_be_bytes());
        data.extend(38u32.to_be_bytes());
        data.extend(b"text\0\0\0\0Copyright Okafor Company 1998\0");
        data
    }

    #[test]
    fn what_a_colour_profile_says_of_its_maker_goes_with_the_word() {
        let mut data = profile();
        let length = data.len();

        assert!(!written_over(&mut data, &needle("Amara")));
        assert!(written_over(&mut data, &needle("okafor")));

        assert_eq!(data.len(), length);
        assert!(!data.windows(6).any(|w| w == b"Okafor"));
        assert_eq!(data.get(144..152).unwrap(), b"text\0\0\0\0");
    }

    #[test]
    fn a_description_is_said_three_times() {
        let mut data = vec![0; 128];
        data.splice(36..40, *b"acsp");
        data.extend(1u32.to_be_bytes());
        data.extend(b"desc\0\0\0\x90\0\0\0\x71");
        data.extend(
            b"desc\0\0\0\0\0\0\0\x07Okafor\0\0\0\0\0\0\0\0\x06\0O\0k\0a\0f\0o\0r\0\0\x07Okafor",
        );
        data.resize(144 + 0x71, 0);

        assert!(written_over(&mut data, &needle("Okafor")));

        let letters: Vec<u8> = data.iter().copied().filter(|b| *b != 0).collect();
        assert!(!letters.windows(6).any(|w| w == b"Okafor"));
    }

    #[test]
    fn a_word_of_a_type_1_notice_goes_and_the_program_does_not() {
        let mut data = b"%!PS-AdobeFont-1.0: OkaforSans 001\n/FontInfo begin /Notice (Okafor \
                         Type Co) def\n/FullName (Sans) def end\n/FontName /OkaforSans def\n\
                         /Encoding 256 array dup 65 /Okafor put\ncurrentfile eexec Okafor"
            .to_vec();
        let before = data.clone();

        assert!(written_over(&mut data, &needle("Okafor")));

        let text = String::from_utf8(data).unwrap();
        assert_eq!(text.len(), before.len());
        assert!(
            text.contains("/FullName (Sans) def") && text.contains("/FontName /xxxxxxxxxx def")
        );
        // Names of glyphs and the encrypted part are what the program works with.
        assert!(text.contains("dup 65 /Okafor put") && text.ends_with("eexec Okafor"));
        assert_eq!(text.matches("Okafor").count(), 2);
    }

    #[test]
    fn damage_is_left_alone() {
        let data = profile();
        for cut in 0..data.len() {
            let _ = written_over(&mut data.get(..cut).unwrap().to_vec(), &needle("Okafor"));
        }
        for start in [&b"%!FontType1 ("[..], &[1, 0, 4, 1, 0, 1, 9], b"OTTO\0\x01", &[]] {
            assert!(!written_over(&mut start.to_vec(), &needle("Okafor")));
        }
    }
}
