//! One scan of a JPEG: sequential or progressive, of one component or of several.

use super::bits::{Bits, Table};
use super::frame::{Block, Frame, Tables};

/// What a scan says of itself.
struct Scan {
    /// Component, DC table, AC table.
    parts: Vec<(usize, usize, usize)>,
    /// The first and last coefficient it codes.
    first: usize,
    last: usize,
    /// Bits of the coefficients already known, and how many are left after it.
    high: u32,
    low: u32,
}

/// What runs from block to block.
#[derive(Default)]
struct Running {
    dc: [i32; 4],
    /// Blocks that end here without a word more.
    ended: u32,
}

pub(super) fn read(
    body: &[u8],
    frame: &mut Frame,
    tables: &Tables,
    steps: &[Option<[u16; 64]>; 4],
    bits: &mut Bits<'_>,
) -> Option<()> {
    let scan = header(body, frame)?;
    for (component, _, _) in &scan.parts {
        frame.components.get_mut(*component)?.latch(steps)?;
    }
    // One component alone is coded in blocks, several in units of all (T.81, A.2).
    let alone = scan.parts.len() == 1;
    let (across, down) = match scan.parts.first() {
        Some((only, _, _)) if alone => {
            let only = frame.components.get(*only)?;
            (only.own_across, only.own_down)
        }
        _ => (frame.width.div_ceil(8 * frame.h), frame.height.div_ceil(8 * frame.v)),
    };
    let mut running = Running::default();
    for unit in 0..across * down {
        if tables.interval > 0 && unit > 0 && unit % tables.interval == 0 {
            bits.restart();
            running = Running::default();
        }
        let (column, row) = (unit % across, unit / across);
        for (number, dc, ac) in &scan.parts {
            let component = frame.components.get_mut(*number)?;
            let (h, v) = if alone { (1, 1) } else { (component.h, component.v) };
            for y in 0..v {
                for x in 0..h {
                    let place = (row * v + y) * component.across + column * h + x;
                    let block = component.blocks.get_mut(place)?;
                    let dc = tables.dc.get(*dc).and_then(Option::as_ref);
                    let ac = tables.ac.get(*ac).and_then(Option::as_ref);
                    let before = running.dc.get_mut(*number)?;
                    match (frame.progressive, scan.first, scan.high) {
                        (false, _, _) => sequential(block, bits, dc?, ac?, before)?,
                        (true, 0, 0) => {
                            *before = before.saturating_add(difference(bits, dc?)?);
                            *block.first_mut()? = (*before << scan.low) as i16;
                        }
                        (true, 0, _) => *block.first_mut()? |= (bits.take(1) << scan.low) as i16,
                        (true, _, 0) => scan.begin(block, bits, ac?, &mut running.ended)?,
                        (true, _, _) => scan.refine(block, bits, ac?, &mut running.ended)?,
                    }
                }
            }
        }
    }
    Some(())
}

fn header(body: &[u8], frame: &Frame) -> Option<Scan> {
    let (&count, rest) = body.split_first()?;
    let count = usize::from(count);
    let parts = rest.get(..2 * count)?.chunks_exact(2).map(|pair| {
        let &[id, table] = pair else { return None };
        let number = frame.components.iter().position(|c| c.id == id)?;
        Some((number, usize::from(table >> 4), usize::from(table & 15)))
    });
    let parts = parts.collect::<Option<Vec<_>>>()?;
    let &[first, last, bits, ..] = rest.get(2 * count..)? else { return None };
    let scan = Scan {
        parts,
        first: usize::from(first),
        last: usize::from(last).min(63),
        high: u32::from(bits >> 4),
        low: u32::from(bits & 15),
    };
    // Coefficients beside the first are coded one component at a time (T.81, G.1.1.1.1).
    let sound = (1..=4).contains(&count)
        && scan.first <= scan.last
        && scan.low <= 13
        && (!frame.progressive || scan.first == 0 || count == 1);
    sound.then_some(scan)
}

fn difference(bits: &mut Bits<'_>, table: &Table) -> Option<i32> {
    let size = bits.symbol(table)?;
    (size <= 11).then(|| bits.signed(u32::from(size)))
}

fn sequential(
    block: &mut Block,
    bits: &mut Bits<'_>,
    dc: &Table,
    ac: &Table,
    before: &mut i32,
) -> Option<()> {
    *before = before.saturating_add(difference(bits, dc)?);
    *block.first_mut()? = *before as i16;
    let mut k = 1;
    while k < 64 {
        let symbol = bits.symbol(ac)?;
        let (run, size) = (usize::from(symbol >> 4), u32::from(symbol & 15));
        match (run, size) {
            (15, 0) => k += 16,
            (_, 0) => break,
            _ => {
                k += run;
                let value = bits.signed(size);
                // Beyond the last place a damaged file says nothing.
                if let Some(place) = block.get_mut(k) {
                    *place = value as i16;
                }
                k += 1;
            }
        }
    }
    Some(())
}

impl Scan {
    /// The first bits of a band of coefficients (T.81, G.1.2.2).
    fn begin(
        &self,
        block: &mut Block,
        bits: &mut Bits<'_>,
        ac: &Table,
        ended: &mut u32,
    ) -> Option<()> {
        if *ended > 0 {
            *ended -= 1;
            return Some(());
        }
        let mut k = self.first;
        while k <= self.last {
            let symbol = bits.symbol(ac)?;
            let (run, size) = (usize::from(symbol >> 4), u32::from(symbol & 15));
            match (run, size) {
                (15, 0) => k += 16,
                (_, 0) => {
                    *ended = end_run(bits, run) - 1;
                    break;
                }
                _ => {
                    k += run;
                    let value = bits.signed(size) << self.low;
                    if let Some(place) = block.get_mut(k) {
                        *place = value as i16;
                    }
                    k += 1;
                }
            }
        }
        Some(())
    }

    /// One bit more of a band of coefficients (T.81, G.1.2.3).
    fn refine(
        &self,
        block: &mut Block,
        bits: &mut Bits<'_>,
        ac: &Table,
        ended: &mut u32,
    ) -> Option<()> {
        let bit = 1i16 << self.low;
        let mut k = self.first;
        if *ended == 0 {
            while k <= self.last {
                let symbol = bits.symbol(ac)?;
                let (mut run, size) = (i32::from(symbol >> 4), symbol & 15);
                let mut new = 0;
                if size == 0 {
                    if run < 15 {
                        *ended = end_run(bits, run.unsigned_abs() as usize);
                        break;
                    }
                } else {
                    new = if bits.take(1) == 1 { bit } else { -bit };
                }
                while k <= self.last {
                    let place = block.get_mut(k)?;
                    if *place != 0 {
                        correct(place, bits, bit);
                    } else if run == 0 {
                        *place = new;
                        k += 1;
                        break;
                    } else {
                        run -= 1;
                    }
                    k += 1;
                }
            }
        }
        if *ended > 0 {
            for place in block.get_mut(k..=self.last).unwrap_or_default() {
                if *place != 0 {
                    correct(place, bits, bit);
                }
            }
            *ended -= 1;
        }
        Some(())
    }
}

/// How many blocks end: itself and those that follow.
fn end_run(bits: &mut Bits<'_>, size: usize) -> u32 {
    (1u32 << size) + bits.take(size as u32).cast_unsigned()
}

fn correct(place: &mut i16, bits: &mut Bits<'_>, bit: i16) {
    if bits.take(1) == 1 && *place & bit == 0 {
        *place = place.saturating_add(if *place >= 0 { bit } else { -bit });
    }
}
