//! Taking glyphs out of a Type 1 program (Adobe Type 1 Font Format, chapters 2, 6 and 7): their
//! entries leave the encrypted part, name, width and outline together, and the encoding too.

use std::collections::BTreeSet;
use std::ops::Range;

use super::type1_files::{from_digits, to_digits};

const EEXEC: u16 = 55665;
const CHARSTRING: u16 = 4330;

/// The program without glyphs `gone`, and the lengths of its readable and its encrypted part.
pub(super) struct Without {
    pub(super) data: Vec<u8>,
    pub(super) clear: usize,
    pub(super) encrypted: usize,
}

/// One glyph: its name, its encrypted drawing, and all that its entry takes.
struct Entry {
    name: Range<usize>,
    drawing: Range<usize>,
    whole: Range<usize>,
}

/// `clear` and `encrypted` are the lengths that the stream says its first two parts have.
pub(super) fn without(
    data: &[u8],
    gone: &BTreeSet<u32>,
    (clear, encrypted): (usize, usize),
) -> Option<Without> {
    let start = begin(data, clear)?;
    let end = clear.checked_add(encrypted).filter(|end| start < *end && *end <= data.len());
    let end = end.unwrap_or_else(|| trailer(data, start));
    let secret = data.get(start..end)?;
    // Written as digits in files that are meant to be printed (chapter 7.2).
    let digits = secret.iter().take(4).all(u8::is_ascii_hexdigit);
    let decoded = if digits { from_digits(secret) } else { secret.to_vec() };
    let mut plain = crypt(&decoded, EEXEC, false);
    let entries = entries(&plain)?;
    let lead = lead(&plain);

    let mut order: Vec<usize> = (0..entries.len()).collect();
    match entries.iter().position(|e| plain.get(e.name.clone()) == Some(b".notdef")) {
        Some(place) => order.swap(0, place),
        // Readers put one of their own first.
        None => {
            order.push(entries.len());
            let last = entries.len();
            order.swap(0, last);
        }
    }
    let mut leaving: BTreeSet<usize> =
        gone.iter().filter_map(|g| order.get(*g as usize).copied()).collect();
    leaving
        .retain(|i| entries.get(*i).is_some_and(|e| plain.get(e.name.clone()) != Some(b".notdef")));
    let staying: Vec<usize> = (0..entries.len()).filter(|i| !leaving.contains(i)).collect();
    for entry in staying.iter().filter_map(|i| entries.get(*i)) {
        // Accented letters may be put together from two others.
        for part in parts(plain.get(entry.drawing.clone())?, lead) {
            let name = standard_name(part)?;
            leaving.retain(|i| {
                entries.get(*i).is_some_and(|e| plain.get(e.name.clone()) != Some(name.as_slice()))
            });
        }
    }
    if leaving.is_empty() {
        return None;
    }
    let names: Vec<Vec<u8>> = leaving
        .iter()
        .filter_map(|i| Some(plain.get(entries.get(*i)?.name.clone())?.to_vec()))
        .collect();
    for place in leaving.iter().rev() {
        plain.drain(entries.get(*place)?.whole.clone());
    }
    let mut out = data.get(..start)?.to_vec();
    unnamed(&mut out, &names);
    let secret = crypt(&plain, EEXEC, true);
    let secret = if digits { to_digits(&secret) } else { secret };
    out.extend_from_slice(&secret);
    out.extend_from_slice(data.get(end..)?);
    Some(Without { data: out, clear: start, encrypted: secret.len() })
}

/// Where the encrypted part begins: behind `eexec` and one end of line.
fn begin(data: &[u8], clear: usize) -> Option<usize> {
    let word = b"eexec";
    let found = data.windows(word.len()).position(|w| w == word)? + word.len();
    if (found..=found + 2).contains(&clear) {
        return Some(clear);
    }
    match data.get(found..found + 2)? {
        b"\r\n" => Some(found + 2),
        _ => Some(found + 1),
    }
}

/// Where the zeros begin that end a program; the end where there are none.
fn trailer(data: &[u8], start: usize) -> usize {
    let word = b"cleartomark";
    let rest = data.get(start..).unwrap_or_default();
    let Some(found) = rest.windows(word.len()).rposition(|w| w == word) else { return data.len() };
    let filling = |b: &&u8| matches!(b, b'0' | b'\r' | b'\n' | b' ');
    let zeros = rest.get(..found).unwrap_or_default().iter().rev().take_while(filling).count();
    start + found - zeros.min(532)
}

/// Encrypts or decrypts (chapter 7.1).
fn crypt(data: &[u8], key: u16, encrypt: bool) -> Vec<u8> {
    let mut key = key;
    let step = |byte: &u8| {
        let other = byte ^ (key >> 8) as u8;
        let cipher = if encrypt { other } else { *byte };
        key = u16::from(cipher).wrapping_add(key).wrapping_mul(52845).wrapping_add(22719);
        other
    };
    data.iter().map(step).collect()
}

fn find(data: &[u8], word: &[u8], from: usize) -> Option<usize> {
    data.get(from..)?.windows(word.len()).position(|w| w == word).map(|at| from + at)
}

fn number(data: &[u8], at: usize) -> Option<(usize, usize)> {
    let blank = data.get(at..)?.iter().take_while(|b| b.is_ascii_whitespace()).count();
    let digits = data.get(at + blank..)?;
    let length = digits.iter().take(9).take_while(|b| b.is_ascii_digit()).count();
    let text = std::str::from_utf8(digits.get(..length)?).ok()?;
    Some((text.parse().ok()?, at + blank + length))
}

/// Bytes of chance before each drawing.
fn lead(plain: &[u8]) -> usize {
    find(plain, b"/lenIV", 0).and_then(|at| number(plain, at + 6)).map_or(4, |(n, _)| n)
}

fn entries(plain: &[u8]) -> Option<Vec<Entry>> {
    let word = b"/CharStrings";
    let mut at = find(plain, word, 0)? + word.len();
    let mut found = Vec::new();
    loop {
        let rest = plain.get(at..)?;
        let slash = rest.iter().position(|b| *b == b'/');
        let end = rest.windows(3).position(|w| w == b"end");
        let Some(slash) = slash.filter(|s| found.is_empty() || end.is_none_or(|e| *s < e)) else {
            break;
        };
        let begin = at + slash;
        let name = plain.get(begin + 1..)?.iter().position(|b| b.is_ascii_whitespace())?;
        let name = begin + 1..begin + 1 + name;
        let Some((length, after)) = number(plain, name.end) else { break };
        // `RD` or `-|`, and one blank.
        let blank = plain.get(after..)?.iter().take_while(|b| b.is_ascii_whitespace()).count();
        let verb = plain.get(after + blank..)?.iter().position(|b| b.is_ascii_whitespace())?;
        let from = after + blank + verb + 1;
        let to = from.checked_add(length).filter(|to| *to <= plain.len())?;
        // `ND`, `|-` or `noaccess def` ends its line.
        let tail = plain.get(to..)?;
        let next = tail.iter().position(|b| matches!(b, b'\n' | b'\r')).unwrap_or(tail.len());
        let end_of_line = if tail.get(next..next + 2) == Some(b"\r\n") { 2 } else { 1 };
        let close = to + (next + end_of_line).min(tail.len());
        if next > 16 {
            return None;
        }
        found.push(Entry { name, drawing: from..to, whole: begin..close });
        at = close;
    }
    (!found.is_empty()).then_some(found)
}

/// The codes, in the standard encoding, of the two letters that one is put together from.
fn parts(drawing: &[u8], lead: usize) -> Vec<u8> {
    let plain = crypt(drawing, CHARSTRING, false);
    let mut last: Vec<i32> = Vec::new();
    let mut bytes = plain.iter().copied().skip(lead);
    while let Some(byte) = bytes.next() {
        let mut next = || i32::from(bytes.next().unwrap_or_default());
        match byte {
            32..=246 => last.push(i32::from(byte) - 139),
            247..=250 => last.push((i32::from(byte) - 247) * 256 + next() + 108),
            251..=254 => last.push(-(i32::from(byte) - 251) * 256 - next() - 108),
            255 => {
                let _ = (next(), next(), next(), next());
                last.push(0);
            }
            12 => {
                const SEAC: i32 = 6;
                if next() == SEAC {
                    return last
                        .iter()
                        .rev()
                        .take(2)
                        .filter_map(|n| u8::try_from(*n).ok())
                        .collect();
                }
                last.clear();
            }
            _ => last.clear(),
        }
    }
    Vec::new()
}

/// Names of the letters and accents that others are put together from.
fn standard_name(code: u8) -> Option<Vec<u8>> {
    const ACCENTS: [(u8, &str); 15] = [
        (193, "grave"),
        (194, "acute"),
        (195, "circumflex"),
        (196, "tilde"),
        (197, "macron"),
        (198, "breve"),
        (199, "dotaccent"),
        (200, "dieresis"),
        (202, "ring"),
        (203, "cedilla"),
        (205, "hungarumlaut"),
        (206, "ogonek"),
        (207, "caron"),
        (245, "dotlessi"),
        (96, "quoteleft"),
    ];
    if code.is_ascii_alphabetic() {
        return Some(vec![code]);
    }
    ACCENTS.iter().find(|(c, _)| *c == code).map(|(_, name)| name.as_bytes().to_vec())
}

/// Blanks out `dup 90 /Z put` for each of the names, at the length it had.
fn unnamed(clear: &mut [u8], names: &[Vec<u8>]) {
    let mut at = find(clear, b"/Encoding", 0).unwrap_or(clear.len());
    while let Some(begin) = find(clear, b"dup", at) {
        at = begin + 3;
        let Some((_, after)) = number(clear, at) else { continue };
        let rest = clear.get(after..).unwrap_or_default();
        let blank = rest.iter().take_while(|b| b.is_ascii_whitespace()).count();
        let Some(b'/') = rest.get(blank) else { continue };
        let name: Vec<u8> =
            rest.iter().skip(blank + 1).take_while(|b| !b.is_ascii_whitespace()).copied().collect();
        let Some(put) = find(clear, b"put", after) else { break };
        if names.contains(&name)
            && put < after + blank + name.len() + 8
            && let Some(statement) = clear.get_mut(begin..put + 3)
        {
            statement.fill(b' ');
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn drawing(bytes: &[u8]) -> Vec<u8> {
        crypt(&[b"four", bytes].concat(), CHARSTRING, true)
    }

    fn program() -> (Vec<u8>, usize, usize) {
        let mut clear = b"%!PS-AdobeFont-1.0: T\n/Encoding 256 array\ndup 65 /A put\n\
                          dup 90 /Z put\ndup 193 /Agrave put\nreadonly def\ncurrentfile eexec\n"
            .to_vec();
        let mut plain =
            b"rand/Private 5 dict dup begin /lenIV 4 def\n/CharStrings 5 dict dup begin\n".to_vec();
        // Agrave: A and grave, put together.
        let seac = [139, 139, 139, 139, 139 + 65, 247, 193 - 108, 12, 6];
        for (name, bytes) in [
            (".notdef", &[139, 139, 13, 14][..]),
            ("A", &[139, 200, 13, 14]),
            ("Z", &[139, 201, 13, 150, 4, 14]),
            ("grave", &[139, 202, 13, 14]),
            ("Agrave", &seac),
        ] {
            let drawing = drawing(bytes);
            plain.extend(format!("/{name} {} RD ", drawing.len()).into_bytes());
            plain.extend(drawing);
            plain.extend(b" ND\n");
        }
        plain.extend(b"end\nend\nreadonly put\nmark currentfile closefile\n");
        let (first, second) = (clear.len(), plain.len());
        clear.extend(crypt(&plain, EEXEC, true));
        clear.extend(b"0000\n0000\ncleartomark\n");
        (clear, first, second)
    }

    fn names(data: &[u8], lengths: (usize, usize)) -> Vec<String> {
        let plain = crypt(data.get(lengths.0..lengths.0 + lengths.1).unwrap(), EEXEC, false);
        let name =
            |e: &Entry| String::from_utf8_lossy(plain.get(e.name.clone()).unwrap()).into_owned();
        entries(&plain).unwrap().iter().map(name).collect()
    }

    #[test]
    fn a_glyph_leaves_with_its_name_its_outline_and_its_code() {
        let (data, clear, secret) = program();

        let out = without(&data, &BTreeSet::from([2]), (clear, secret)).unwrap();

        assert_eq!(names(&out.data, (clear, out.encrypted)), [".notdef", "A", "grave", "Agrave"]);
        assert!(
            find(&out.data, b"/Z", 0).is_none() && find(&out.data, b"dup 65 /A put", 0).is_some()
        );
        assert!(out.data.ends_with(b"0000\n0000\ncleartomark\n"));
    }

    #[test]
    fn letters_that_others_are_put_together_from_stay() {
        let (data, clear, secret) = program();
        assert!(without(&data, &BTreeSet::from([1, 3]), (clear, secret)).is_none());
        let out = without(&data, &BTreeSet::from([1, 3, 4]), (clear, secret)).unwrap();
        assert_eq!(names(&out.data, (clear, out.encrypted)), [".notdef", "Z"]);
    }

    #[test]
    fn lengths_that_are_wrong_are_found_out() {
        let (data, clear, secret) = program();
        let out = without(&data, &BTreeSet::from([2]), (0, 0)).unwrap();
        assert!(out.encrypted < secret);
        assert_eq!(names(&out.data, (clear, out.encrypted)), [".notdef", "A", "grave", "Agrave"]);
    }

    #[test]
    fn a_glyph_leaves_a_program_written_in_digits() {
        let (data, clear, secret) = program();
        let coded = to_digits(data.get(clear..clear + secret).unwrap());
        let data =
            [data.get(..clear).unwrap(), coded.as_slice(), data.get(clear + secret..).unwrap()]
                .concat();

        let out = without(&data, &BTreeSet::from([2]), (clear, coded.len())).unwrap();

        let left = from_digits(out.data.get(clear..clear + out.encrypted).unwrap());
        let left = [out.data.get(..clear).unwrap(), left.as_slice()].concat();
        let length = left.len() - clear;
        assert_eq!(names(&left, (clear, length)), [".notdef", "A", "grave", "Agrave"]);
        assert!(out.data.ends_with(b"0000\n0000\ncleartomark\n"));
    }

    #[test]
    fn damage_is_left_alone() {
        let (data, clear, secret) = program();
        for cut in (0..data.len()).step_by(7) {
            let _ = without(data.get(..cut).unwrap(), &BTreeSet::from([2]), (clear, secret));
        }
        assert!(without(b"%!PS", &BTreeSet::from([2]), (4, 0)).is_none());
    }
}
