//! Emptying glyphs of a CFF program in place (Adobe Technical Note 5176): a charstring becomes
//! `endchar` and nothing else, at the length it had.

use std::collections::BTreeSet;

/// Where the items of an INDEX stand, and where it ends.
fn index(data: &[u8], at: usize) -> Option<(Vec<(usize, usize)>, usize)> {
    let count = usize::from(u16::from_be_bytes([*data.get(at)?, *data.get(at + 1)?]));
    if count == 0 {
        return Some((Vec::new(), at + 2));
    }
    let size = usize::from(*data.get(at + 2)?);
    if !(1..=4).contains(&size) {
        return None;
    }
    let offset = |i: usize| {
        let bytes = data.get(at + 3 + i * size..at + 3 + (i + 1) * size)?;
        Some(bytes.iter().fold(0usize, |n, b| n << 8 | usize::from(*b)))
    };
    let base = at + 2 + (count + 1) * size;
    let mut items = Vec::with_capacity(count);
    for i in 0..count {
        let (from, to) = (base.checked_add(offset(i)?)?, base.checked_add(offset(i + 1)?)?);
        if from > to || to > data.len() {
            return None;
        }
        items.push((from, to));
    }
    Some((items, base.checked_add(offset(count)?)?))
}

/// Operands of a DICT by operator; only those of one byte are needed here.
fn operand(dict: &[u8], wanted: u8) -> Option<i64> {
    let mut last = None;
    let mut at = 0;
    while let Some(b) = dict.get(at).copied() {
        at += 1;
        match b {
            0..=21 => {
                if b == 12 {
                    at += 1;
                } else if b == wanted {
                    return last;
                }
                last = None;
            }
            28 => {
                last = Some(i64::from(i16::from_be_bytes([*dict.get(at)?, *dict.get(at + 1)?])));
                at += 2;
            }
            29 => {
                let bytes: [u8; 4] = dict.get(at..at + 4)?.try_into().ok()?;
                last = Some(i64::from(i32::from_be_bytes(bytes)));
                at += 4;
            }
            30 => {
                while dict.get(at).is_some_and(|b| b & 0x0F != 0x0F && b >> 4 != 0x0F) {
                    at += 1;
                }
                at += 1;
            }
            32..=246 => last = Some(i64::from(b) - 139),
            247..=250 => {
                last = Some((i64::from(b) - 247) * 256 + i64::from(*dict.get(at)?) + 108);
                at += 1;
            }
            251..=254 => {
                last = Some(-(i64::from(b) - 251) * 256 - i64::from(*dict.get(at)?) - 108);
                at += 1;
            }
            _ => {}
        }
    }
    None
}

/// Empties the glyphs in `gone`; tells whether anything changed.
pub(super) fn empty(data: &mut [u8], gone: &BTreeSet<u32>) -> bool {
    const ENDCHAR: u8 = 14;
    const CHARSTRINGS: u8 = 17;
    let find = || {
        let header = usize::from(*data.get(2)?);
        let (_, after_names) = index(data, header)?;
        let (tops, _) = index(data, after_names)?;
        let (from, to) = tops.first().copied()?;
        let at = usize::try_from(operand(data.get(from..to)?, CHARSTRINGS)?).ok()?;
        Some(index(data, at)?.0)
    };
    let Some(glyphs) = find() else { return false };
    let mut changed = false;
    for (number, (from, to)) in glyphs.iter().enumerate() {
        if gone.contains(&(number as u32))
            && let Some(glyph) = data.get_mut(*from..*to)
        {
            glyph.fill(ENDCHAR);
            changed = true;
        }
    }
    changed
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing)]
    use super::*;

    #[test]
    fn an_emptied_glyph_keeps_its_place_and_its_length() {
        // Header; names: "A"; one top DICT: CharStrings at 18; no strings; two charstrings.
        let mut font = vec![1, 0, 4, 1];
        font.extend([0, 1, 1, 1, 2, b'A']);
        font.extend([0, 1, 1, 1, 3, 139 + 18, 17]);
        font.push(0);
        font.extend([0, 2, 1, 1, 4, 6, 50, 60, 14, 70, 14]);
        let before = font.clone();

        assert!(empty(&mut font, &BTreeSet::from([0])));
        assert_eq!(font[24..], [14, 14, 14, 70, 14]);
        assert_eq!(font[..24], before[..24]);
    }

    #[test]
    fn a_broken_program_is_left_alone() {
        for length in 0..24 {
            let mut font = vec![1u8; length];
            assert!(!empty(&mut font, &BTreeSet::from([0, 1])));
        }
    }
}
