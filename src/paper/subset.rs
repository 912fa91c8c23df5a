//! A face with only the letters a document uses. Glyphs keep their numbers, so that what was written
//! with the whole face still fits; those not used become empty.
//!
//! Source: OpenType 1.9, tables `glyf`, `loca`, `hmtx`.

use std::collections::BTreeSet;

/// What a TrueType program embedded in a PDF needs (ISO 32000-1, 9.9).
const KEPT: [&[u8; 4]; 6] = [b"glyf", b"head", b"hhea", b"hmtx", b"loca", b"maxp"];

/// The face reduced to `used`; `None` where the font is not as expected, and then it is used whole.
pub(super) fn subset(font: &[u8], used: &BTreeSet<u16>) -> Option<Vec<u8>> {
    let old = Tables { font };
    let (glyf, loca, head) = (old.table(b"glyf")?, old.table(b"loca")?, old.table(b"head")?);
    let long = short(head, 50)? == 1;
    let glyphs = usize::from(short(old.table(b"maxp")?, 4)?);
    let start = |glyph: usize| {
        if long { long_at(loca, glyph * 4) } else { Some(usize::from(short(loca, glyph * 2)?) * 2) }
    };
    let outline = |glyph: usize| glyf.get(start(glyph)?..start(glyph + 1)?);
    let mut keep: BTreeSet<u16> = used.clone();
    keep.insert(0);
    let mut open: Vec<u16> = keep.iter().copied().collect();
    while let Some(glyph) = open.pop() {
        for part in parts(outline(usize::from(glyph))?) {
            if keep.insert(part) {
                open.push(part);
            }
        }
    }
    let mut new_glyf = Vec::new();
    let mut new_loca = Vec::new();
    for glyph in 0..glyphs {
        new_loca.extend_from_slice(&u32::try_from(new_glyf.len()).ok()?.to_be_bytes());
        if keep.contains(&u16::try_from(glyph).ok()?) {
            new_glyf.extend_from_slice(outline(glyph)?);
            new_glyf.resize(new_glyf.len().next_multiple_of(4), 0);
        }
    }
    new_loca.extend_from_slice(&u32::try_from(new_glyf.len()).ok()?.to_be_bytes());
    let mut new_head = head.to_vec();
    new_head.get_mut(50..52)?.copy_from_slice(&[0, 1]);
    new_head.get_mut(8..12)?.fill(0); // the checksum of the whole, set below
    let wide = usize::from(short(old.table(b"hhea")?, 34)?);
    let mut new_hmtx = old.table(b"hmtx")?.to_vec();
    for glyph in (0..wide).filter(|glyph| !keep.contains(&(*glyph as u16))) {
        new_hmtx.get_mut(glyph * 4..glyph * 4 + 4)?.fill(0);
    }
    let tables: Vec<(&[u8; 4], Vec<u8>)> = KEPT
        .iter()
        .map(|name| {
            Some((
                *name,
                match *name {
                    b"glyf" => std::mem::take(&mut new_glyf),
                    b"loca" => std::mem::take(&mut new_loca),
                    b"head" => std::mem::take(&mut new_head),
                    b"hmtx" => std::mem::take(&mut new_hmtx),
                    name => old.table(name)?.to_vec(),
                },
            ))
        })
        .collect::<Option<_>>()?;
    Some(bound(&tables))
}

struct Tables<'f> {
    font: &'f [u8],
}

impl<'f> Tables<'f> {
    fn table(&self, name: &[u8; 4]) -> Option<&'f [u8]> {
        let entries = self.font.get(12..)?.chunks_exact(16).take(usize::from(short(self.font, 4)?));
        let entry = entries.into_iter().find(|entry| entry.starts_with(name))?;
        let from = long_at(entry, 8)?;
        self.font.get(from..from.checked_add(long_at(entry, 12)?)?)
    }
}

fn short(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn long_at(bytes: &[u8], at: usize) -> Option<usize> {
    Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?) as usize)
}

/// The glyphs an accented letter is put together from.
fn parts(outline: &[u8]) -> Vec<u16> {
    const WORDS: u16 = 0x0001;
    const SCALE: u16 = 0x0008;
    const MORE: u16 = 0x0020;
    const SCALES: u16 = 0x0040;
    const MATRIX: u16 = 0x0080;
    let mut found = Vec::new();
    if short(outline, 0).is_none_or(|contours| contours < 0x8000) {
        return found;
    }
    let mut at = 10;
    while let (Some(flags), Some(glyph)) = (short(outline, at), short(outline, at + 2)) {
        found.push(glyph);
        let scale = match flags {
            flags if flags & SCALE != 0 => 2,
            flags if flags & SCALES != 0 => 4,
            flags if flags & MATRIX != 0 => 8,
            _ => 0,
        };
        at += 4 + if flags & WORDS != 0 { 4 } else { 2 } + scale;
        if flags & MORE == 0 {
            break;
        }
    }
    found
}

fn bound(tables: &[(&[u8; 4], Vec<u8>)]) -> Vec<u8> {
    let count = tables.len() as u16;
    let power = count.ilog2() as u16;
    let range = 16 << power;
    let mut out = vec![0, 1, 0, 0];
    for number in [count, range, power, count * 16 - range] {
        out.extend_from_slice(&number.to_be_bytes());
    }
    let mut from = 12 + tables.len() * 16;
    for (name, table) in tables {
        out.extend_from_slice(*name);
        for number in [checksum(table), from as u32, table.len() as u32] {
            out.extend_from_slice(&number.to_be_bytes());
        }
        from += table.len().next_multiple_of(4);
    }
    let head = tables.iter().position(|(name, _)| *name == b"head");
    for (_, table) in tables {
        out.extend_from_slice(table);
        out.resize(out.len().next_multiple_of(4), 0);
    }
    let adjust = 0xb1b0_afba_u32.wrapping_sub(checksum(&out)).to_be_bytes();
    let place = head.and_then(|at| long_at(&out, 12 + at * 16 + 8));
    if let Some(slot) = place.and_then(|at| out.get_mut(at + 8..at + 12)) {
        slot.copy_from_slice(&adjust);
    }
    out
}

fn checksum(bytes: &[u8]) -> u32 {
    let four = |part: &[u8]| {
        part.iter().enumerate().fold(0, |sum, (at, byte)| sum | u32::from(*byte) << (24 - 8 * at))
    };
    bytes.chunks(4).map(four).fold(0, u32::wrapping_add)
}
