//! Coefficients as a sequential JPEG, with codes made for them (ITU-T T.81, annexes F and K.2).

use super::bits::Written;
use super::frame::{Block, Frame};

/// How often each symbol occurs, and its code once that is known.
struct Codes {
    often: [u32; 256],
    /// Of each symbol: its code and length.
    codes: Vec<(u32, u32)>,
    counts: [u8; 16],
    symbols: Vec<u8>,
}

/// One table for the first component (and black), one for the others.
fn table_of(component: usize) -> usize {
    usize::from(matches!(component, 1 | 2))
}

/// `None` where a damaged source gave numbers that have no code.
pub(super) fn write(frame: &Frame) -> Option<Vec<u8>> {
    let mut out = vec![0xFF, 0xD8];
    out.extend_from_slice(&frame.colours);
    let mut tables: Vec<[u16; 64]> = Vec::new();
    let mut chosen = Vec::new();
    for component in &frame.components {
        let steps = component.steps?;
        let known = tables.iter().position(|t| *t == steps);
        chosen.push(known.unwrap_or(tables.len()));
        if known.is_none() {
            tables.push(steps);
        }
    }
    for (number, steps) in tables.iter().enumerate() {
        quantisation(&mut out, number as u8, steps);
    }
    size(&mut out, frame, &chosen, tables.iter().flatten().any(|step| *step > 255));

    let scans = scans(frame);
    let mut codes = [Codes::new(), Codes::new(), Codes::new(), Codes::new()];
    for scan in &scans {
        each_symbol(frame, scan, &mut |kind, symbol, _, _| {
            let table: &mut Codes = codes.get_mut(kind)?;
            *table.often.get_mut(usize::from(symbol))? += 1;
            Some(())
        })?;
    }
    for (kind, table) in codes.iter_mut().enumerate() {
        table.assign()?;
        if !table.symbols.is_empty() {
            let class = if kind < 2 { kind as u8 } else { 0x10 | (kind as u8 - 2) };
            segment(&mut out, 0xC4, &[&[class][..], &table.counts, &table.symbols].concat());
        }
    }
    for scan in &scans {
        let mut body = vec![scan.len() as u8];
        for number in scan {
            let table = table_of(*number) as u8;
            body.extend([frame.components.get(*number)?.id, table << 4 | table]);
        }
        body.extend([0, 63, 0]);
        segment(&mut out, 0xDA, &body);
        let mut bits = Written::default();
        each_symbol(frame, scan, &mut |kind, symbol, value, size| {
            let (code, length) = *codes.get(kind)?.codes.get(usize::from(symbol))?;
            bits.put(code, length);
            bits.put(value, size);
            Some(())
        })?;
        out.extend(bits.finish());
    }
    out.extend([0xFF, 0xD9]);
    Some(out)
}

/// All components in one scan where a unit of them has ten blocks at most (T.81, B.2.3).
fn scans(frame: &Frame) -> Vec<Vec<usize>> {
    let blocks: usize = frame.components.iter().map(|c| c.h * c.v).sum();
    let all = 0..frame.components.len();
    if blocks <= 10 { vec![all.collect()] } else { all.map(|n| vec![n]).collect() }
}

/// What codes a scan: the table (two for first coefficients, two for the others), the symbol, and
/// the bits behind it with their number.
fn each_symbol(
    frame: &Frame,
    scan: &[usize],
    tell: &mut dyn FnMut(usize, u8, u32, u32) -> Option<()>,
) -> Option<()> {
    let mut before = [0i32; 4];
    let mut block =
        |number: usize, block: &Block, tell: &mut dyn FnMut(usize, u8, u32, u32) -> Option<()>| {
            let table = table_of(number);
            let last = before.get_mut(number)?;
            let first = i32::from(*block.first()?);
            let (size, value) = magnitude(first - *last);
            *last = first;
            tell(table, (size <= 11).then_some(size as u8)?, value, size)?;
            let mut zeros = 0u8;
            for coefficient in block.get(1..)? {
                if *coefficient == 0 {
                    zeros += 1;
                    continue;
                }
                while zeros > 15 {
                    tell(2 + table, 0xF0, 0, 0)?;
                    zeros -= 16;
                }
                let (size, value) = magnitude(i32::from(*coefficient));
                tell(2 + table, zeros << 4 | (size <= 10).then_some(size as u8)?, value, size)?;
                zeros = 0;
            }
            if zeros > 0 { tell(2 + table, 0, 0, 0) } else { Some(()) }
        };
    if let [only] = scan {
        let component = frame.components.get(*only)?;
        for row in component.blocks.chunks(component.across).take(component.own_down) {
            for one in row.iter().take(component.own_across) {
                block(*only, one, tell)?;
            }
        }
        return Some(());
    }
    let (across, down) = (frame.width.div_ceil(8 * frame.h), frame.height.div_ceil(8 * frame.v));
    for unit in 0..across * down {
        let (column, row) = (unit % across, unit / across);
        for number in scan {
            let component = frame.components.get(*number)?;
            for y in 0..component.v {
                let start = (row * component.v + y) * component.across + column * component.h;
                for one in component.blocks.get(start..start + component.h)? {
                    block(*number, one, tell)?;
                }
            }
        }
    }
    Some(())
}

/// How many bits a number takes, and those bits (T.81, F.1.2.1).
fn magnitude(value: i32) -> (u32, u32) {
    let size = 32 - value.unsigned_abs().leading_zeros();
    let bits = if value < 0 { value - 1 } else { value };
    (size, bits.cast_unsigned() & ((1u32 << size) - 1))
}

impl Codes {
    fn new() -> Self {
        Self { often: [0; 256], codes: vec![(0, 0); 256], counts: [0; 16], symbols: Vec::new() }
    }

    /// Shorter codes for what is more frequent, none longer than 16 bits, none all ones.
    fn assign(&mut self) -> Option<()> {
        // One symbol that never occurs takes the code of ones only.
        let mut often: Vec<u64> = self.often.iter().map(|n| u64::from(*n)).collect();
        often.push(u64::from(often.iter().any(|n| *n > 0)));
        let mut sizes = [0usize; 257];
        let mut next: Vec<Option<usize>> = vec![None; 257];
        loop {
            let rarest = |but: Option<usize>| {
                let left = often.iter().enumerate().filter(|(i, n)| **n > 0 && Some(*i) != but);
                // Of equals the last, so that the one that never occurs goes deepest.
                left.min_by_key(|(i, n)| (**n, usize::MAX - i)).map(|(i, _)| i)
            };
            let Some(first) = rarest(None) else { break };
            let Some(second) = rarest(Some(first)) else { break };
            *often.get_mut(first)? += *often.get(second)?;
            *often.get_mut(second)? = 0;
            let mut at = first;
            loop {
                *sizes.get_mut(at)? += 1;
                match *next.get(at)? {
                    Some(further) => at = further,
                    None => break,
                }
            }
            *next.get_mut(at)? = Some(second);
            at = second;
            loop {
                *sizes.get_mut(at)? += 1;
                match *next.get(at)? {
                    Some(further) => at = further,
                    None => break,
                }
            }
        }
        let mut counts = [0u32; 258];
        for size in sizes.iter().filter(|s| **s > 0) {
            *counts.get_mut(*size)? += 1;
        }
        shorten(&mut counts)?;
        let mut order: Vec<usize> =
            (0..256).filter(|i| sizes.get(*i).is_some_and(|s| *s > 0)).collect();
        order.sort_by_key(|i| (sizes.get(*i).copied(), *i));
        let (mut code, mut given) = (0u32, order.iter());
        for (length, count) in (1u32..).zip(counts.iter().skip(1).take(16)) {
            for _ in 0..*count {
                let symbol = *given.next()?;
                *self.codes.get_mut(symbol)? = (code, length);
                self.symbols.push(symbol as u8);
                code += 1;
            }
            *self.counts.get_mut(length as usize - 1)? = *count as u8;
            code <<= 1;
        }
        Some(())
    }
}

/// No code longer than 16 bits (T.81, figure K.3), and the one of ones only given up.
fn shorten(counts: &mut [u32; 258]) -> Option<()> {
    for length in (17..258).rev() {
        while *counts.get(length)? > 0 {
            let shorter = (1..length - 1).rev().find(|j| counts.get(*j).is_some_and(|n| *n > 0))?;
            *counts.get_mut(length)? -= 2;
            *counts.get_mut(length - 1)? += 1;
            *counts.get_mut(shorter + 1)? += 2;
            *counts.get_mut(shorter)? -= 1;
        }
    }
    if let Some(longest) = counts.iter_mut().rev().find(|n| **n > 0) {
        *longest -= 1;
    }
    Some(())
}

fn segment(out: &mut Vec<u8>, marker: u8, body: &[u8]) {
    out.extend([0xFF, marker]);
    out.extend((body.len() as u16 + 2).to_be_bytes());
    out.extend_from_slice(body);
}

fn quantisation(out: &mut Vec<u8>, number: u8, steps: &[u16; 64]) {
    let wide = steps.iter().any(|step| *step > 255);
    let mut body = vec![u8::from(wide) << 4 | number];
    for step in steps {
        let [high, low] = step.to_be_bytes();
        if wide {
            body.push(high);
        }
        body.push(low);
    }
    segment(out, 0xDB, &body);
}

fn size(out: &mut Vec<u8>, frame: &Frame, chosen: &[usize], wide: bool) {
    let mut body = vec![8];
    body.extend((frame.height as u16).to_be_bytes());
    body.extend((frame.width as u16).to_be_bytes());
    body.push(frame.components.len() as u8);
    for (component, table) in frame.components.iter().zip(chosen) {
        body.extend([component.id, (component.h << 4 | component.v) as u8, *table as u8]);
    }
    // Steps of two bytes are not baseline (T.81, B.2.4.1).
    segment(out, if wide { 0xC1 } else { 0xC0 }, &body);
}
