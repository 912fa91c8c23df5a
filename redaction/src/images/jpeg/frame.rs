//! The segments of a JPEG: its size, components, tables and scans (ITU-T T.81, annex B).

use super::bits::{Bits, Table};
use super::scan;

/// 64 coefficients, quantised, in zigzag order.
pub(super) type Block = [i16; 64];

pub(super) struct Component {
    pub(super) id: u8,
    /// Sampling factors.
    pub(super) h: usize,
    pub(super) v: usize,
    table: usize,
    /// The quantisation in force when its first scan began, in zigzag order.
    pub(super) steps: Option<[u16; 64]>,
    /// Blocks, row by row, whole units of all components together.
    pub(super) blocks: Vec<Block>,
    pub(super) across: usize,
    /// Blocks that hold samples of the picture: what a scan of this component alone codes.
    pub(super) own_across: usize,
    pub(super) own_down: usize,
}

pub(super) struct Frame {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) progressive: bool,
    pub(super) h: usize,
    pub(super) v: usize,
    pub(super) components: Vec<Component>,
    /// Application segments that say what the colours mean, without anything else.
    pub(super) colours: Vec<u8>,
}

/// What a scan is decoded with.
#[derive(Default)]
pub(super) struct Tables {
    pub(super) dc: [Option<Table>; 4],
    pub(super) ac: [Option<Table>; 4],
    pub(super) interval: usize,
}

/// All coefficients of a picture; `None` where it is coded in a way that is not known here.
pub(super) fn read(data: &[u8], most_pixels: u64) -> Option<Frame> {
    let mut at = data.windows(2).position(|w| w == [0xFF, 0xD8])? + 2;
    let mut frame: Option<Frame> = None;
    let mut colours = Vec::new();
    let mut steps: [Option<[u16; 64]>; 4] = [None; 4];
    let mut tables = Tables::default();
    let mut scans = 0;
    loop {
        // Between segments, anything but a marker is passed over.
        while data.get(at).is_some_and(|b| *b != 0xFF)
            || matches!(data.get(at + 1), Some(0x00 | 0x01 | 0xFF | 0xD0..=0xD8))
        {
            at += 1;
        }
        let Some(&marker) = data.get(at + 1) else { break };
        if marker == 0xD9 {
            break;
        }
        let Some(&[high, low]) = data.get(at + 2..at + 4) else { break };
        let end = at + 2 + usize::from(u16::from_be_bytes([high, low]));
        let Some(body) = data.get(at + 4..end) else { break };
        at = end;
        match marker {
            0xC0..=0xC2 if frame.is_none() => frame = Some(start(body, marker, most_pixels)?),
            0xC4 => huffman(body, &mut tables)?,
            0xDB => quantisation(body, &mut steps)?,
            0xDD => tables.interval = usize::from(u16::from_be_bytes(body.try_into().ok()?)),
            0xDA => {
                let frame = frame.as_mut()?;
                let mut bits = Bits::new(data, end);
                scan::read(body, frame, &tables, &steps, &mut bits)?;
                at = bits.end();
                scans += 1;
                // A hostile file could name thousands of scans of nothing.
                if scans > 200 {
                    return None;
                }
            }
            0xE0 if body.starts_with(b"JFIF\0") => {
                // Its optional thumbnail goes.
                colours.extend([0xFF, 0xE0, 0, 16]);
                colours.extend_from_slice(body.get(..12)?);
                colours.extend([0, 0]);
            }
            0xEE if body.starts_with(b"Adobe") => {
                colours.extend([0xFF, 0xEE, 0, 14]);
                colours.extend_from_slice(body.get(..12)?);
            }
            // Lossless, hierarchical or arithmetic coding, and a height that comes later.
            0xC0..=0xCF | 0xDC..=0xDF => return None,
            _ => {}
        }
    }
    let mut frame =
        frame.filter(|f| scans > 0 && f.components.iter().all(|c| c.steps.is_some()))?;
    frame.colours = colours;
    Some(frame)
}

fn start(body: &[u8], marker: u8, most_pixels: u64) -> Option<Frame> {
    let &[8, h1, h0, w1, w0, count, ref rest @ ..] = body else { return None };
    let (width, height) =
        (usize::from(u16::from_be_bytes([w1, w0])), usize::from(u16::from_be_bytes([h1, h0])));
    if width == 0 || height == 0 || !(1..=4).contains(&count) {
        return None;
    }
    let each: Vec<&[u8]> = rest.chunks_exact(3).take(usize::from(count)).collect();
    let factors = || each.iter().filter_map(|c| c.get(1)).map(|f| (f >> 4, f & 15));
    if each.len() != usize::from(count)
        || factors().any(|(h, v)| !(1..=4).contains(&h) || !(1..=4).contains(&v))
    {
        return None;
    }
    let h = usize::from(factors().map(|(h, _)| h).max()?);
    let v = usize::from(factors().map(|(_, v)| v).max()?);
    let (units_across, units_down) = (width.div_ceil(8 * h), height.div_ceil(8 * v));
    let most = usize::try_from(most_pixels).ok()?.checked_mul(4)?;
    let mut components = Vec::new();
    for component in each {
        let &[id, factor, table] = component else { return None };
        let (own_h, own_v) = (usize::from(factor >> 4), usize::from(factor & 15));
        let (across, down) = (units_across * own_h, units_down * own_v);
        if across * down * 64 > most {
            return None;
        }
        components.push(Component {
            id,
            h: own_h,
            v: own_v,
            table: usize::from(table),
            steps: None,
            blocks: vec![[0; 64]; across * down],
            across,
            own_across: (width * own_h).div_ceil(8 * h),
            own_down: (height * own_v).div_ceil(8 * v),
        });
    }
    let progressive = marker == 0xC2;
    Some(Frame { width, height, progressive, h, v, components, colours: Vec::new() })
}

fn huffman(mut body: &[u8], tables: &mut Tables) -> Option<()> {
    while let Some((&kind, rest)) = body.split_first() {
        let counts: &[u8; 16] = rest.first_chunk()?;
        let total: usize = counts.iter().map(|c| usize::from(*c)).sum();
        let symbols = rest.get(16..16 + total)?;
        let into = if kind >> 4 == 0 { &mut tables.dc } else { &mut tables.ac };
        *into.get_mut(usize::from(kind & 15))? = Some(Table::new(counts, symbols)?);
        body = rest.get(16 + total..)?;
    }
    Some(())
}

fn quantisation(mut body: &[u8], steps: &mut [Option<[u16; 64]>; 4]) -> Option<()> {
    while let Some((&kind, rest)) = body.split_first() {
        let wide = kind >> 4 == 1;
        let size = if wide { 128 } else { 64 };
        let values = rest.get(..size)?;
        let mut table = [0u16; 64];
        for (i, step) in table.iter_mut().enumerate() {
            *step = if wide {
                u16::from_be_bytes([*values.get(2 * i)?, *values.get(2 * i + 1)?])
            } else {
                u16::from(*values.get(i)?)
            };
            if *step == 0 {
                return None;
            }
        }
        *steps.get_mut(usize::from(kind & 15))? = Some(table);
        body = rest.get(size..)?;
    }
    Some(())
}

impl Component {
    /// Keeps the quantisation that holds when the first scan of this component begins.
    pub(super) fn latch(&mut self, steps: &[Option<[u16; 64]>; 4]) -> Option<()> {
        if self.steps.is_none() {
            self.steps = Some((*steps.get(self.table)?)?);
        }
        Some(())
    }
}
