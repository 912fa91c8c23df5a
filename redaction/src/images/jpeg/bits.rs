//! Huffman codes and the bits they are made of (ITU-T T.81, annexes C and F).

/// A code table, as a decoder walks it.
pub(super) struct Table {
    /// Of each eight bits that a code may begin with: its length and symbol; length 0 if longer.
    short: Vec<(u8, u8)>,
    /// Of each length: the largest code, and what to add to it for the place of its symbol.
    largest: [i32; 17],
    offset: [i32; 17],
    symbols: Vec<u8>,
}

impl Table {
    /// Of each length from 1 to 16 how many codes there are, and the symbols in their order.
    pub(super) fn new(counts: &[u8; 16], symbols: &[u8]) -> Option<Self> {
        let mut table = Self {
            short: vec![(0, 0); 256],
            largest: [-1; 17],
            offset: [0; 17],
            symbols: symbols.to_vec(),
        };
        let (mut code, mut place) = (0i32, 0i32);
        for (length, count) in (1usize..).zip(counts) {
            let count = i32::from(*count);
            *table.offset.get_mut(length)? = place - code;
            for _ in 0..count {
                let symbol = *symbols.get(usize::try_from(place).ok()?)?;
                if length <= 8 {
                    let first = usize::try_from(code).ok()? << (8 - length);
                    let all = table.short.get_mut(first..first + (1 << (8 - length)))?;
                    all.fill((length as u8, symbol));
                }
                code += 1;
                place += 1;
            }
            if count > 0 {
                *table.largest.get_mut(length)? = code - 1;
            }
            if code > 1 << length {
                return None;
            }
            code <<= 1;
        }
        Some(table)
    }
}

/// Reads entropy-coded data. Where a marker or the end comes too early, zeros follow.
pub(super) struct Bits<'d> {
    data: &'d [u8],
    at: usize,
    held: u64,
    count: u32,
}

impl<'d> Bits<'d> {
    pub(super) fn new(data: &'d [u8], at: usize) -> Self {
        Self { data, at, held: 0, count: 0 }
    }

    /// Where the data ends: at the next marker.
    pub(super) fn end(&self) -> usize {
        let mut at = self.at;
        while let Some(&byte) = self.data.get(at) {
            if byte == 0xFF && !matches!(self.data.get(at + 1), Some(0x00 | 0xFF | 0xD0..=0xD7)) {
                break;
            }
            at += 1;
        }
        at
    }

    /// Begins anew behind a restart marker, if one is next.
    pub(super) fn restart(&mut self) {
        (self.held, self.count) = (0, 0);
        let rest = self.data.get(self.at..).unwrap_or_default();
        let marker = rest
            .windows(2)
            .position(|w| matches!(w, [0xFF, second] if !matches!(second, 0x00 | 0xFF)));
        if let Some(found) = marker {
            if matches!(rest.get(found + 1), Some(0xD0..=0xD7)) {
                self.at += found + 2;
            } else {
                self.at += found;
            }
        }
    }

    fn fill(&mut self) {
        while self.count <= 48 {
            let byte = match (self.data.get(self.at), self.data.get(self.at + 1)) {
                (Some(0xFF), Some(0x00)) => {
                    self.at += 2;
                    0xFF
                }
                // A marker is not passed; zeros stand for what is missing.
                (Some(0xFF) | None, _) => 0,
                (Some(byte), _) => {
                    self.at += 1;
                    *byte
                }
            };
            self.held = self.held << 8 | u64::from(byte);
            self.count += 8;
        }
    }

    fn peek(&mut self, n: u32) -> u32 {
        if self.count < n {
            self.fill();
        }
        (self.held >> (self.count - n)) as u32 & ((1u32 << n) - 1)
    }

    /// The next `n` bits, 16 at most.
    pub(super) fn take(&mut self, n: u32) -> i32 {
        if n == 0 {
            return 0;
        }
        let value = self.peek(n);
        self.count -= n;
        value.cast_signed()
    }

    /// A number of `n` bits, negative where its first is 0 (T.81, F.2.2.1).
    pub(super) fn signed(&mut self, n: u32) -> i32 {
        let value = self.take(n);
        if n > 0 && value < 1 << (n - 1) { value - (1 << n) + 1 } else { value }
    }

    pub(super) fn symbol(&mut self, table: &Table) -> Option<u8> {
        let next = self.peek(16);
        if let Some((length @ 1.., symbol)) = table.short.get((next >> 8) as usize) {
            self.count -= u32::from(*length);
            return Some(*symbol);
        }
        for length in 9..=16u32 {
            let code = (next >> (16 - length)).cast_signed();
            if code <= *table.largest.get(length as usize)? {
                self.count -= length;
                let place = code + table.offset.get(length as usize)?;
                return table.symbols.get(usize::try_from(place).ok()?).copied();
            }
        }
        None
    }
}

/// Writes entropy-coded data.
#[derive(Default)]
pub(super) struct Written {
    pub(super) data: Vec<u8>,
    held: u64,
    count: u32,
}

impl Written {
    pub(super) fn put(&mut self, value: u32, n: u32) {
        self.held = self.held << n | u64::from(value & ((1u32 << n) - 1));
        self.count += n;
        while self.count >= 8 {
            self.count -= 8;
            let byte = (self.held >> self.count) as u8;
            self.data.push(byte);
            if byte == 0xFF {
                self.data.push(0);
            }
        }
    }

    /// Fills the last byte with ones.
    pub(super) fn finish(mut self) -> Vec<u8> {
        let rest = self.count % 8;
        if rest > 0 {
            self.put(0x7F, 8 - rest);
        }
        self.data
    }
}
