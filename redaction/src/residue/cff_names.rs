//! What a CFF program calls its glyphs, and by which codes it finds them (Adobe Technical Note
//! 5176, chapters 10, 12 and 13).

use std::collections::BTreeSet;

use super::cff::{Layout, Operand, ROS};

/// The first string that is the program's own.
const OWN: u16 = 391;
/// Lists of more glyphs are left as ranges: as large a font is no subset.
const MOST: usize = 5_000;

/// Makes the glyphs in `gone` nameless, and codes lead nowhere instead of to them.
pub(super) fn forget(
    data: &mut Vec<u8>,
    layout: &Layout,
    charset: Option<Operand>,
    encoding: Option<Operand>,
    gone: &BTreeSet<u32>,
) {
    let is_gone = |number: usize| u32::try_from(number).is_ok_and(|n| gone.contains(&n));
    let count = layout.glyphs.len();
    // The smallest values stand for lists that every reader knows.
    let own = |operand: Option<Operand>, from: i64| operand.filter(|o| o.value >= from);
    if let Some(operand) = own(charset, 3)
        && let Some(old) = charset_of(data, operand.value as usize, count)
    {
        let name = |(i, name): (usize, &u16)| if is_gone(i + 1) { 0 } else { *name };
        let new: Vec<u16> = old.names.iter().enumerate().map(name).collect();
        let bytes = new.iter().flat_map(|name| name.to_be_bytes());
        let list: Vec<u8> = std::iter::once(0).chain(bytes).collect();
        if instead(data, operand, (old.from, old.to), &list).is_some()
            && !layout.top.iter().any(|(op, _)| *op == ROS)
        {
            let kept: BTreeSet<u16> = new.into_iter().collect();
            let said = layout.top.iter().flat_map(|(_, operands)| operands).map(|o| o.value);
            let said: BTreeSet<i64> = said.collect();
            let lost =
                old.names.iter().filter(|n| !kept.contains(n) && !said.contains(&i64::from(**n)));
            for name in lost.filter_map(|n| n.checked_sub(OWN)) {
                if let Some((from, to)) = layout.strings.get(usize::from(name))
                    && let Some(string) = data.get_mut(*from..*to)
                {
                    string.fill(b'x');
                }
            }
        }
    }
    if let Some(operand) = own(encoding, 2)
        && let Some(old) = encoding_of(data, operand.value as usize)
    {
        let kept: BTreeSet<u8> =
            (1..).zip(&old.codes).filter(|(i, _)| !is_gone(*i)).map(|(_, c)| *c).collect();
        let Some(free) = (0..=255u8).find(|code| !kept.contains(code)) else { return };
        let code = |(i, code): (usize, &u8)| if is_gone(i + 1) { free } else { *code };
        let codes = old.codes.iter().enumerate().map(code);
        let list: Vec<u8> = [0, old.codes.len() as u8].into_iter().chain(codes).collect();
        let _ = instead(data, operand, (old.from, old.to), &list);
    }
}

/// Puts a list in the place of another, or at the end and the operand to it.
fn instead(
    data: &mut Vec<u8>,
    operand: Operand,
    (from, to): (usize, usize),
    list: &[u8],
) -> Option<()> {
    if to - from < list.len() {
        let end = data.len();
        operand.put(data, end)?;
        data.extend_from_slice(list);
        data.get_mut(from..to)?.fill(0);
    } else {
        let place = data.get_mut(from..to)?;
        place.fill(0);
        place.get_mut(..list.len())?.copy_from_slice(list);
    }
    Some(())
}

struct Charset {
    names: Vec<u16>,
    from: usize,
    to: usize,
}

/// The names of all glyphs but the first.
fn charset_of(data: &[u8], from: usize, count: usize) -> Option<Charset> {
    let count = count.checked_sub(1).filter(|n| *n <= MOST)?;
    let word = |at: usize| Some(u16::from_be_bytes([*data.get(at)?, *data.get(at + 1)?]));
    let mut names = Vec::new();
    let mut at = from + 1;
    let format = *data.get(from)?;
    while names.len() < count {
        let first = word(at)?;
        let more = match format {
            0 => 0,
            1 => u16::from(*data.get(at + 2)?),
            2 => word(at + 2)?,
            _ => return None,
        };
        names.extend((0..=more).map(|n| first.saturating_add(n)));
        at += 2 + usize::from(format);
    }
    names.truncate(count);
    Some(Charset { names, from, to: at })
}

struct Encoding {
    codes: Vec<u8>,
    from: usize,
    to: usize,
}

/// The codes of the glyphs from the second on; none where some have several.
fn encoding_of(data: &[u8], from: usize) -> Option<Encoding> {
    let (format, count) = (*data.get(from)?, usize::from(*data.get(from + 1)?));
    let (codes, to) = match format {
        0 => (data.get(from + 2..from + 2 + count)?.to_vec(), from + 2 + count),
        1 => {
            let ranges = data.get(from + 2..from + 2 + 2 * count)?;
            let each = ranges.chunks_exact(2).filter_map(|r| Some((*r.first()?, *r.get(1)?)));
            let codes =
                each.flat_map(|(first, more)| (0..=more).map(move |n| first.saturating_add(n)));
            (codes.collect(), from + 2 + 2 * count)
        }
        _ => return None,
    };
    (codes.len() <= 255).then_some(Encoding { codes, from, to })
}
