//! Taking glyphs out of a CFF program (Adobe Technical Note 5176): a charstring becomes `endchar`
//! and nothing else, the room it had closes, and its name and code go. No glyph is renumbered.

use std::collections::BTreeSet;

use super::cff_names;

const ENDCHAR: u8 = 14;
const CHARSET: u16 = 15;
const ENCODING: u16 = 16;
const CHARSTRINGS: u16 = 17;
const PRIVATE: u16 = 18;
const SUBRS: u16 = 19;
const FD_ARRAY: u16 = 0x0C24;
const FD_SELECT: u16 = 0x0C25;
pub(super) const ROS: u16 = 0x0C1E;

/// Where the items of an INDEX stand, and where it ends.
pub(super) fn index(data: &[u8], at: usize) -> Option<(Vec<(usize, usize)>, usize)> {
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

/// A number in a DICT, and the bytes it takes.
#[derive(Clone, Copy)]
pub(super) struct Operand {
    pub(super) value: i64,
    at: usize,
    length: usize,
}

impl Operand {
    fn place(self) -> Option<usize> {
        usize::try_from(self.value).ok()
    }

    /// Puts another number in its place, in as many bytes.
    pub(super) fn put(self, data: &mut [u8], value: usize) -> Option<()> {
        let small = i64::try_from(value).ok()?;
        let bytes = match self.length {
            1 if (0..=107).contains(&small) => vec![(small + 139) as u8],
            2 if (108..=1131).contains(&small) => {
                let rest = small - 108;
                vec![(rest >> 8) as u8 + 247, rest as u8]
            }
            3 => [&[28][..], &i16::try_from(small).ok()?.to_be_bytes()].concat(),
            5 => [&[29][..], &i32::try_from(small).ok()?.to_be_bytes()].concat(),
            _ => return None,
        };
        data.get_mut(self.at..self.at + self.length)?.copy_from_slice(&bytes);
        Some(())
    }
}

/// Operators of the DICT in a part of the data, each with its operands.
pub(super) fn operators(
    data: &[u8],
    (from, to): (usize, usize),
) -> Option<Vec<(u16, Vec<Operand>)>> {
    let dict = data.get(..to)?;
    let mut found = Vec::new();
    let mut operands = Vec::new();
    let mut at = from;
    while let Some(b) = dict.get(at).copied() {
        let byte = |i: usize| dict.get(at + i).copied().map(i64::from);
        let (value, length) = match b {
            0..=21 => {
                let escaped = b == 12;
                let operator = if escaped { 0x0C00 | byte(1)? as u16 } else { u16::from(b) };
                found.push((operator, std::mem::take(&mut operands)));
                at += if escaped { 2 } else { 1 };
                continue;
            }
            28 => (i64::from(i16::from_be_bytes([*dict.get(at + 1)?, *dict.get(at + 2)?])), 3),
            29 => {
                let bytes: [u8; 4] = dict.get(at + 1..at + 5)?.try_into().ok()?;
                (i64::from(i32::from_be_bytes(bytes)), 5)
            }
            30 => {
                let digits = dict.get(at + 1..)?;
                let last = digits.iter().position(|b| b & 0x0F == 0x0F || b >> 4 == 0x0F)?;
                (0, last + 2)
            }
            32..=246 => (i64::from(b) - 139, 1),
            247..=250 => ((i64::from(b) - 247) * 256 + byte(1)? + 108, 2),
            251..=254 => (-(i64::from(b) - 251) * 256 - byte(1)? - 108, 2),
            _ => return None,
        };
        operands.push(Operand { value, at, length });
        at += length;
    }
    Some(found)
}

pub(super) fn operand(dict: &[(u16, Vec<Operand>)], operator: u16) -> Option<Operand> {
    dict.iter().find(|(op, _)| *op == operator)?.1.last().copied()
}

/// Where things stand in a program.
pub(super) struct Layout {
    pub(super) top: Vec<(u16, Vec<Operand>)>,
    pub(super) strings: Vec<(usize, usize)>,
    pub(super) glyphs: Vec<(usize, usize)>,
    /// Begin and end of the charstrings with their offsets.
    span: (usize, usize),
}

impl Layout {
    fn of(data: &[u8]) -> Option<Self> {
        let (_, after_names) = index(data, usize::from(*data.get(2)?))?;
        let (tops, after_tops) = index(data, after_names)?;
        let top = operators(data, tops.first().copied()?)?;
        let (strings, _) = index(data, after_tops)?;
        let start = operand(&top, CHARSTRINGS)?.place()?;
        let (glyphs, end) = index(data, start)?;
        Some(Self { top, strings, glyphs, span: (start, end) })
    }
}

/// The program without the glyphs in `gone`; `None` where nothing changes.
pub(super) fn without(data: &[u8], gone: &BTreeSet<u32>) -> Option<Vec<u8>> {
    let layout = Layout::of(data)?;
    let is_gone = |number: usize| u32::try_from(number).is_ok_and(|n| gone.contains(&n));
    let mut out = data.to_vec();
    let mut changed = false;
    for (number, (from, to)) in layout.glyphs.iter().enumerate() {
        if is_gone(number)
            && let Some(glyph) = out.get_mut(*from..*to)
        {
            glyph.fill(ENDCHAR);
            changed = true;
        }
    }
    if !changed {
        return None;
    }
    cff_names::forget(
        &mut out,
        &layout,
        operand(&layout.top, CHARSET),
        operand(&layout.top, ENCODING),
        gone,
    );
    // What was appended moves with the rest.
    let closed = Layout::of(&out).and_then(|layout| closed_up(&out, &layout, &is_gone));
    Some(closed.unwrap_or(out))
}

/// The program with no room left where charstrings were; `None` where an offset cannot be put
/// right.
fn closed_up(data: &[u8], layout: &Layout, is_gone: &dyn Fn(usize) -> bool) -> Option<Vec<u8>> {
    let (start, end) = layout.span;
    let size = usize::from(*data.get(start + 2)?);
    let mut offsets = Vec::new();
    let mut drawings = Vec::new();
    let tell = |offsets: &mut Vec<u8>, at: usize| {
        let bytes = (at as u32 + 1).to_be_bytes();
        offsets.extend(bytes.iter().skip(4 - size));
    };
    for (number, (from, to)) in layout.glyphs.iter().enumerate() {
        tell(&mut offsets, drawings.len());
        if is_gone(number) {
            drawings.push(ENDCHAR);
        } else {
            drawings.extend_from_slice(data.get(*from..*to)?);
        }
    }
    tell(&mut offsets, drawings.len());
    let new = [data.get(start..start + 3)?, &offsets, &drawings].concat();
    let less = (end - start).checked_sub(new.len())?;

    let mut out = data.to_vec();
    let mut moved = |operand: Option<Operand>| match operand {
        Some(operand) if operand.place()? >= end => operand.put(&mut out, operand.place()? - less),
        _ => Some(()),
    };
    for operator in [CHARSET, ENCODING, FD_ARRAY, FD_SELECT, PRIVATE] {
        moved(operand(&layout.top, operator))?;
    }
    let mut privates = vec![layout.top.iter().find(|(op, _)| *op == PRIVATE)];
    let below = match operand(&layout.top, FD_ARRAY) {
        Some(fonts) => {
            let (fonts, _) = index(data, fonts.place()?)?;
            fonts.into_iter().map(|font| operators(data, font)).collect::<Option<Vec<_>>>()?
        }
        None => Vec::new(),
    };
    for font in &below {
        moved(operand(font, PRIVATE))?;
        privates.push(font.iter().find(|(op, _)| *op == PRIVATE));
    }
    for (_, operands) in privates.into_iter().flatten() {
        let [size, at] = operands.as_slice() else { return None };
        let (size, at) = (size.place()?, at.place()?);
        let dict = operators(data, (at, at.checked_add(size)?))?;
        // Its subroutines are found from where it stands.
        if let Some(subrs) = operand(&dict, SUBRS)
            && at < start
            && at + subrs.place()? >= end
        {
            subrs.put(&mut out, subrs.place()? - less)?;
        }
    }
    out.splice(start..end, new);
    Some(out)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    /// Names "A"; one top DICT; one string "Zed"; no subroutines; three charstrings; behind them
    /// an encoding, a charset in ranges, and a private DICT.
    fn font() -> Vec<u8> {
        let mut font = vec![1, 0, 4, 1];
        font.extend([0, 1, 1, 1, 2, b'A']);
        let top = |at: [u16; 4]| {
            let [charset, encoding, drawings, private] = at.map(u16::to_be_bytes);
            let mut dict = Vec::new();
            dict.extend([28, charset[0], charset[1], 15, 28, encoding[0], encoding[1], 16]);
            dict.extend([
                28,
                drawings[0],
                drawings[1],
                17,
                139 + 1,
                28,
                private[0],
                private[1],
                18,
            ]);
            dict
        };
        let length = top([0; 4]).len() as u8;
        let after = font.len() + 5 + usize::from(length) + 8 + 2;
        let drawings = [0, 3, 1, 1, 2, 6, 9, 14, 60, 61, 62, 14, 70, 71, 14];
        let encoding = after + drawings.len();
        let charset = encoding + 4;
        let private = charset + 4;
        font.extend([0, 1, 1, 1, 1 + length]);
        font.extend(top([charset, encoding, after, private].map(|n| n as u16)));
        font.extend([0, 1, 1, 1, 4, b'Z', b'e', b'd']);
        font.extend([0, 0]);
        font.extend(drawings);
        font.extend([0, 2, b'Z', b'A']);
        // Glyph 1 is string 391, glyph 2 the one after it: a range.
        font.extend([1, 1, 0x87, 1]);
        font.push(139);
        font
    }

    #[test]
    fn a_glyph_leaves_with_its_length_its_name_and_its_code() {
        let before = font();
        let (old, new) =
            (Layout::of(&before).unwrap(), without(&before, &BTreeSet::from([1])).unwrap());
        let layout = Layout::of(&new).unwrap();

        let drawn = |data: &[u8], l: &Layout, i: usize| data[l.glyphs[i].0..l.glyphs[i].1].to_vec();
        assert_eq!(drawn(&new, &layout, 1), [14]);
        assert_eq!(drawn(&new, &layout, 0), drawn(&before, &old, 0));
        assert_eq!(drawn(&new, &layout, 2), drawn(&before, &old, 2));
        assert!(!new.windows(3).any(|w| w == b"Zed"));
        let encoding = operand(&layout.top, ENCODING).unwrap().place().unwrap();
        assert_eq!(new[encoding..encoding + 4], [0, 2, 0, b'A']);
        let charset = operand(&layout.top, CHARSET).unwrap().place().unwrap();
        assert_eq!(new[charset..charset + 5], [0, 0, 0, 0x01, 0x88]);
        let private = operand(&layout.top, PRIVATE).unwrap().place().unwrap();
        assert_eq!(new[private], 139);
    }

    #[test]
    fn a_broken_program_is_left_alone_or_shortened() {
        let font = font();
        for length in 0..font.len() {
            let _ = without(&font[..length], &BTreeSet::from([0, 1, 2]));
        }
        for (at, byte) in (0..font.len()).flat_map(|at| [(at, 0), (at, 255), (at, 28)]) {
            let mut font = font.clone();
            font[at] = byte;
            let _ = without(&font, &BTreeSet::from([0, 1]));
        }
        assert!(without(&[1; 20], &BTreeSet::from([0, 1])).is_none());
    }
}
