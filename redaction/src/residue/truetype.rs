//! Emptying glyphs of a TrueType program in place: no table moves, no glyph is renumbered
//! (OpenType specification, `glyf`, `loca`, `hmtx`, `cmap`, `post`).

use std::collections::BTreeSet;

fn u16_at(data: &[u8], at: usize) -> Option<u16> {
    match data.get(at..at.checked_add(2)?) {
        Some(&[a, b]) => Some(u16::from_be_bytes([a, b])),
        _ => None,
    }
}

fn u32_at(data: &[u8], at: usize) -> Option<u32> {
    match data.get(at..at.checked_add(4)?) {
        Some(&[a, b, c, d]) => Some(u32::from_be_bytes([a, b, c, d])),
        _ => None,
    }
}

fn put(data: &mut [u8], at: usize, bytes: &[u8]) {
    if let Some(place) = data.get_mut(at..at + bytes.len()) {
        place.copy_from_slice(bytes);
    }
}

/// Begin and end of a table.
pub(crate) fn table(data: &[u8], tag: &[u8; 4]) -> Option<(usize, usize)> {
    let tables = usize::from(u16_at(data, 4)?);
    (0..tables).find_map(|i| {
        let entry = 12 + i * 16;
        if data.get(entry..entry + 4)? != tag {
            return None;
        }
        let from = u32_at(data, entry + 8)? as usize;
        let to = from.checked_add(u32_at(data, entry + 12)? as usize)?;
        (to <= data.len()).then_some((from, to))
    })
}

/// The program without the outlines of the glyphs in `gone`; none is renumbered. Their room goes
/// too: how long an outline was tells which letter it drew.
pub(super) fn without(mut data: Vec<u8>, gone: &BTreeSet<u32>, by_number: bool) -> Option<Vec<u8>> {
    let places = places(&data)?;
    let mut gone = gone.clone();
    // A glyph that others are put together from must stay.
    for (number, (from, to)) in places.iter().enumerate() {
        if !gone.contains(&(number as u32)) {
            for part in parts(data.get(*from..*to).unwrap_or_default()) {
                gone.remove(&part);
            }
        }
    }
    let mut changed = false;
    for (number, (from, to)) in places.iter().enumerate() {
        if gone.contains(&(number as u32))
            && let Some(glyph) = data.get_mut(*from..*to)
            && !glyph.is_empty()
        {
            glyph.fill(0);
            changed = true;
        }
    }
    widths(&mut data, &gone);
    if by_number {
        nothing_by_name(&mut data);
    } else {
        unmap(&mut data, &gone);
    }
    changed.then(|| closed_up(&data, &places, &gone).unwrap_or(data))
}

/// The program with no room left where glyphs were; `None` where its glyphs do not follow each
/// other.
fn closed_up(data: &[u8], places: &[(usize, usize)], gone: &BTreeSet<u32>) -> Option<Vec<u8>> {
    if places.windows(2).any(|pair| matches!(pair, [(_, end), (next, _)] if end != next)) {
        return None;
    }
    let (head, _) = table(data, b"head")?;
    let long = u16_at(data, head + 50)? != 0;
    let (mut outlines, mut offsets) = (Vec::new(), Vec::new());
    let tell = |offsets: &mut Vec<u8>, at: usize| {
        if long {
            offsets.extend((at as u32).to_be_bytes());
        } else {
            offsets.extend(((at / 2) as u16).to_be_bytes());
        }
    };
    for (number, (from, to)) in places.iter().enumerate() {
        tell(&mut offsets, outlines.len());
        if !gone.contains(&(number as u32)) {
            outlines.extend_from_slice(data.get(*from..*to)?);
        }
    }
    tell(&mut offsets, outlines.len());
    replaced(data, &[(*b"glyf", outlines), (*b"loca", offsets)])
}

/// The font file with other tables in place of some.
pub(super) fn replaced(data: &[u8], by: &[([u8; 4], Vec<u8>)]) -> Option<Vec<u8>> {
    let count = usize::from(u16_at(data, 4)?);
    let mut out = data.get(..12 + count * 16)?.to_vec();
    let mut order: Vec<(usize, usize)> =
        (0..count).filter_map(|i| Some((u32_at(data, 12 + i * 16 + 8)? as usize, i))).collect();
    order.sort_unstable();
    for (from, entry) in order {
        let at = 12 + entry * 16;
        let tag: [u8; 4] = data.get(at..at + 4)?.try_into().ok()?;
        let new = by.iter().find(|(t, _)| *t == tag);
        let bytes = match new {
            Some((_, bytes)) => bytes.as_slice(),
            // Tables that end beyond the file are cut where it ends.
            None => {
                let to = from.checked_add(u32_at(data, at + 12)? as usize)?.min(data.len());
                data.get(from.min(to)..to)?
            }
        };
        let start = out.len() as u32;
        put(&mut out, at + 4, &sum(bytes).to_be_bytes());
        put(&mut out, at + 8, &start.to_be_bytes());
        put(&mut out, at + 12, &(bytes.len() as u32).to_be_bytes());
        out.extend_from_slice(bytes);
        out.resize(out.len().next_multiple_of(4), 0);
    }
    Some(out)
}

/// A table's checksum: its words added up.
fn sum(bytes: &[u8]) -> u32 {
    let word = |four: &[u8]| {
        (0..4).fold(0u32, |word, i| word << 8 | u32::from(four.get(i).copied().unwrap_or(0)))
    };
    bytes.chunks(4).fold(0u32, |total, four| total.wrapping_add(word(four)))
}

/// Begin and end of every glyph in the file.
fn places(data: &[u8]) -> Option<Vec<(usize, usize)>> {
    let (head, _) = table(data, b"head")?;
    let (loca, loca_end) = table(data, b"loca")?;
    let (glyf, glyf_end) = table(data, b"glyf")?;
    let long = u16_at(data, head + 50)? != 0;
    let offset = |i: usize| {
        if long {
            u32_at(data, loca + i * 4).map(|n| n as usize)
        } else {
            u16_at(data, loca + i * 2).map(|n| usize::from(n) * 2)
        }
    };
    let count = (loca_end - loca) / if long { 4 } else { 2 };
    let mut all = Vec::with_capacity(count);
    for i in 0..count.saturating_sub(1) {
        let (from, to) = (glyf.checked_add(offset(i)?)?, glyf.checked_add(offset(i + 1)?)?);
        all.push((from.min(glyf_end), to.clamp(from.min(glyf_end), glyf_end)));
    }
    Some(all)
}

/// The glyphs that a composite glyph is put together from.
fn parts(glyph: &[u8]) -> Vec<u32> {
    const WORDS: u16 = 1;
    const SCALE: u16 = 8;
    const MORE: u16 = 0x20;
    const TWO_SCALES: u16 = 0x40;
    const MATRIX: u16 = 0x80;
    let mut parts = Vec::new();
    if glyph.first().is_none_or(|b| *b < 0x80) {
        return parts;
    }
    let mut at = 10;
    while let (Some(flags), Some(part)) = (u16_at(glyph, at), u16_at(glyph, at + 2)) {
        parts.push(u32::from(part));
        at += if flags & WORDS != 0 { 8 } else { 6 };
        at += match flags {
            f if f & SCALE != 0 => 2,
            f if f & TWO_SCALES != 0 => 4,
            f if f & MATRIX != 0 => 8,
            _ => 0,
        };
        if flags & MORE == 0 {
            break;
        }
    }
    parts
}

fn widths(data: &mut [u8], gone: &BTreeSet<u32>) {
    let Some((hhea, _)) = table(data, b"hhea") else { return };
    let Some((hmtx, end)) = table(data, b"hmtx") else { return };
    let Some(full) = u16_at(data, hhea + 34).map(u32::from) else { return };
    // The last full entry serves all glyphs after it.
    for glyph in gone.iter().filter(|g| **g + 1 < full) {
        let at = hmtx + *glyph as usize * 4;
        if at + 4 <= end {
            put(data, at, &[0; 4]);
        }
    }
}

/// Composite fonts never look glyphs up by character or name.
fn nothing_by_name(data: &mut [u8]) {
    if let Some((from, to)) = table(data, b"post")
        && u32_at(data, from) == Some(0x0002_0000)
    {
        put(data, from, &[0, 3, 0, 0]);
        if let Some(names) = data.get_mut((from + 32).min(to)..to) {
            names.fill(0);
        }
    }
    if let Some((from, to)) = table(data, b"cmap")
        && let Some(table) = data.get_mut((from + 2).min(to)..to)
    {
        // No subtables.
        table.fill(0);
    }
}

/// Makes characters that lead to a glyph in `gone` lead nowhere.
fn unmap(data: &mut [u8], gone: &BTreeSet<u32>) {
    let Some((cmap, _)) = table(data, b"cmap") else { return };
    let count = usize::from(u16_at(data, cmap + 2).unwrap_or(0));
    for i in 0..count {
        let Some(offset) = u32_at(data, cmap + 4 + i * 8 + 4) else { return };
        let at = cmap.saturating_add(offset as usize);
        match u16_at(data, at) {
            Some(0) => {
                for code in 0..256 {
                    let glyph = data.get(at + 6 + code).copied().unwrap_or(0);
                    if gone.contains(&u32::from(glyph)) {
                        put(data, at + 6 + code, &[0]);
                    }
                }
            }
            Some(4) => segments(data, at, gone),
            Some(6) => {
                let entries = usize::from(u16_at(data, at + 8).unwrap_or(0));
                for k in 0..entries {
                    let glyph = u16_at(data, at + 10 + k * 2).unwrap_or(0);
                    if gone.contains(&u32::from(glyph)) {
                        put(data, at + 10 + k * 2, &[0, 0]);
                    }
                }
            }
            _ => {}
        }
    }
}

/// Format 4: segments of characters, each with a difference or a list of glyphs.
fn segments(data: &mut [u8], at: usize, gone: &BTreeSet<u32>) {
    let count = usize::from(u16_at(data, at + 6).unwrap_or(0)) / 2;
    for i in 0..count {
        let (ends, starts) = (at + 14 + i * 2, at + 16 + count * 2 + i * 2);
        let (deltas, ranges) = (starts + count * 2, starts + count * 4);
        let (Some(end), Some(start), Some(delta), Some(range)) =
            (u16_at(data, ends), u16_at(data, starts), u16_at(data, deltas), u16_at(data, ranges))
        else {
            return;
        };
        if range == 0 {
            if start == end && gone.contains(&u32::from(start.wrapping_add(delta))) {
                put(data, deltas, &0u16.wrapping_sub(start).to_be_bytes());
            }
            continue;
        }
        for code in start..=end.min(0xFFFE) {
            let entry = ranges + usize::from(range) + usize::from(code - start) * 2;
            let glyph = u16_at(data, entry).unwrap_or(0);
            if glyph != 0 && gone.contains(&u32::from(glyph.wrapping_add(delta))) {
                put(data, entry, &[0, 0]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    /// Tables `head` (short offsets), `loca`, `glyf` with three glyphs, and `tail`.
    fn font() -> Vec<u8> {
        let tables: [(&[u8; 4], Vec<u8>); 4] = [
            (b"glyf", vec![0, 1, 2, 2, 0, 1, 3, 3, 3, 3, 0, 1, 4, 4]),
            (b"head", vec![0; 54]),
            (b"loca", [0u16, 2, 5, 7].iter().flat_map(|n| n.to_be_bytes()).collect()),
            (b"tail", b"kept".to_vec()),
        ];
        let mut out = vec![0, 1, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0];
        let mut at = 12 + 16 * tables.len();
        for (tag, bytes) in &tables {
            out.extend_from_slice(*tag);
            out.extend([0; 4]);
            out.extend((at as u32).to_be_bytes());
            out.extend((bytes.len() as u32).to_be_bytes());
            at += bytes.len().next_multiple_of(4);
        }
        for (_, bytes) in &tables {
            out.extend(bytes);
            out.resize(out.len().next_multiple_of(4), 0);
        }
        out
    }

    #[test]
    fn a_glyph_leaves_no_room_behind() {
        let new = without(font(), &BTreeSet::from([1]), false).unwrap();

        assert_eq!(places(&new).unwrap().iter().map(|(a, b)| b - a).collect::<Vec<_>>(), [4, 0, 4]);
        let (from, to) = table(&new, b"glyf").unwrap();
        assert_eq!(new[from..to], [0, 1, 2, 2, 0, 1, 4, 4]);
        let (from, to) = table(&new, b"tail").unwrap();
        assert_eq!(&new[from..to], b"kept");
        assert_eq!(new.len(), font().len() - 8);
    }

    #[test]
    fn damage_is_left_alone_or_shortened() {
        let font = font();
        for length in 0..font.len() {
            let _ = without(font[..length].to_vec(), &BTreeSet::from([0, 1]), true);
        }
    }
}
