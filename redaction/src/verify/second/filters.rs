//! The filters that text may stand behind (ISO 32000-2, 7.4).

use std::io::Read;

/// Undoes one filter; `None` for those of pictures, and for unknown ones. What is damaged is
/// given as far as it goes.
pub(crate) fn undo(filter: &[u8], data: &[u8], most: u64) -> Option<Vec<u8>> {
    match filter {
        b"FlateDecode" | b"Fl" => Some(inflate(data, most)),
        b"LZWDecode" | b"LZW" => Some(lzw(data, most)),
        b"ASCIIHexDecode" | b"AHx" => Some(ascii_hex(data)),
        b"ASCII85Decode" | b"A85" => Some(ascii_85(data)),
        b"RunLengthDecode" | b"RL" => Some(run_length(data, most)),
        _ => None,
    }
}

fn inflate(data: &[u8], most: u64) -> Vec<u8> {
    let mut out = Vec::new();
    // An error is a damaged tail; what came before it is text all the same.
    let _damaged = flate2::read::ZlibDecoder::new(data).take(most).read_to_end(&mut out);
    if out.is_empty() && !data.is_empty() {
        let _damaged = flate2::read::DeflateDecoder::new(data).take(most).read_to_end(&mut out);
    }
    out
}

/// With `EarlyChange` as it is by default.
fn lzw(data: &[u8], most: u64) -> Vec<u8> {
    const CLEAR: usize = 256;
    const END: usize = 257;
    let mut out: Vec<u8> = Vec::new();
    // Each entry stands in what was written: where it first did, and how long it is.
    let mut spans: Vec<(usize, usize)> = Vec::new();
    let (mut held, mut bits, mut width) = (0u32, 0u32, 9u32);
    let mut last: Option<(usize, usize)> = None;
    for byte in data {
        held = held << 8 | u32::from(*byte);
        bits += 8;
        if bits < width {
            continue;
        }
        bits -= width;
        let code = (held >> bits) as usize & ((1 << width) - 1);
        held &= (1 << bits) - 1;
        match code {
            CLEAR => {
                spans.clear();
                (width, last) = (9, None);
                continue;
            }
            END => break,
            _ => {}
        }
        let start = out.len();
        match code.checked_sub(258) {
            None => out.push((code & 0xFF) as u8),
            Some(entry) => match spans.get(entry).copied().or(last.map(|(at, n)| (at, n + 1))) {
                // Byte by byte: the entry may be the one that is being written.
                Some((from, length)) => {
                    for at in from..from + length {
                        let byte = out.get(at).copied().unwrap_or_default();
                        out.push(byte);
                    }
                }
                None => break,
            },
        }
        if let Some((at, length)) = last {
            spans.push((at, length + 1));
        }
        last = Some((start, out.len() - start));
        // Codes grow one entry early.
        width = match spans.len() + 258 + 1 {
            ..512 => 9,
            512..1024 => 10,
            1024..2048 => 11,
            _ => 12,
        };
        if out.len() as u64 > most || spans.len() > 4096 {
            break;
        }
    }
    out
}

fn ascii_hex(data: &[u8]) -> Vec<u8> {
    let digits: Vec<u8> = data
        .iter()
        .take_while(|b| **b != b'>')
        .filter_map(|b| char::from(*b).to_digit(16))
        .filter_map(|d| u8::try_from(d).ok())
        .collect();
    digits.chunks(2).map(|p| p.iter().fold(0, |n, d| n * 16 + d) << (4 * (2 - p.len()))).collect()
}

fn ascii_85(data: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut group: Vec<u32> = Vec::with_capacity(5);
    let data = data.strip_prefix(b"<~").unwrap_or(data);
    for byte in data.iter().take_while(|b| **b != b'~') {
        match byte {
            b'z' if group.is_empty() => out.extend([0; 4]),
            b'!'..=b'u' => group.push(u32::from(byte - b'!')),
            _ => {}
        }
        if group.len() == 5 {
            flush(&mut group, &mut out);
        }
    }
    if group.len() > 1 {
        flush(&mut group, &mut out);
    }
    out
}

fn flush(group: &mut Vec<u32>, out: &mut Vec<u8>) {
    let bytes = group.len() - 1;
    group.resize(5, 84);
    let value = group.iter().fold(0u32, |n, d| n.wrapping_mul(85).wrapping_add(*d));
    out.extend(value.to_be_bytes().into_iter().take(bytes));
    group.clear();
}

fn run_length(data: &[u8], most: u64) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = data;
    while let Some((length, tail)) = rest.split_first() {
        if *length == 128 || out.len() as u64 > most {
            break;
        }
        let length = usize::from(*length);
        if length < 128 {
            let end = (length + 1).min(tail.len());
            out.extend(tail.get(..end).unwrap_or_default());
            rest = tail.get(end..).unwrap_or_default();
        } else {
            out.extend(std::iter::repeat_n(
                tail.first().copied().unwrap_or_default(),
                257 - length,
            ));
            rest = tail.get(1..).unwrap_or_default();
        }
    }
    out
}

/// Undoes what PNG's filters did to rows (ISO 32000-2, 7.4.4.4); TIFF's stands in pictures only.
pub(super) fn unpredict(data: &[u8], bytes_a_pixel: usize, columns: usize) -> Vec<u8> {
    let row = columns.saturating_mul(bytes_a_pixel).max(1);
    let mut out: Vec<u8> = Vec::with_capacity(data.len());
    let mut above = vec![0u8; row];
    for line in data.chunks(row + 1) {
        let Some((kind, line)) = line.split_first() else { break };
        let mut now: Vec<u8> = Vec::with_capacity(row);
        for (at, byte) in line.iter().enumerate() {
            let back = at.checked_sub(bytes_a_pixel);
            let left = back.and_then(|b| now.get(b)).copied().unwrap_or(0);
            let up = above.get(at).copied().unwrap_or(0);
            let corner = back.and_then(|b| above.get(b)).copied().unwrap_or(0);
            now.push(byte.wrapping_add(match kind {
                1 => left,
                2 => up,
                3 => left.midpoint(up),
                4 => paeth(left, up, corner),
                _ => 0,
            }));
        }
        out.extend(&now);
        now.resize(row, 0);
        above = now;
    }
    out
}

fn paeth(left: u8, up: u8, corner: u8) -> u8 {
    let (a, b, c) = (i16::from(left), i16::from(up), i16::from(corner));
    let (da, db, dc) = ((b - c).abs(), (a - c).abs(), (a + b - 2 * c).abs());
    if da <= db && da <= dc {
        left
    } else if db <= dc {
        up
    } else {
        corner
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_filter_is_undone() {
        // The example of ISO 32000-2, 7.4.4.2.
        let lzw = [0x80, 0x0B, 0x60, 0x50, 0x22, 0x0C, 0x0C, 0x85, 0x01];
        let plain = [45, 45, 45, 45, 45, 65, 45, 45, 45, 66];

        assert_eq!(undo(b"LZWDecode", &lzw, 1 << 20), Some(plain.to_vec()));
        assert_eq!(undo(b"AHx", b"41 4 2 5>", 1 << 20), Some(b"ABP".to_vec()));
        assert_eq!(undo(b"A85", b"87cURDZ~>", 1 << 20), Some(b"Hello".to_vec()));
        assert_eq!(
            undo(b"RL", &[2, b'a', b'b', b'c', 254, b'd', 128], 9),
            Some(b"abcddd".to_vec())
        );
        assert_eq!(undo(b"DCTDecode", b"", 9), None);
    }

    #[test]
    fn rows_are_put_back() {
        let filtered = [1, 1, 1, 1, 2, 1, 1, 1, 4, 1, 0, 0];

        assert_eq!(unpredict(&filtered, 1, 3), [1, 2, 3, 2, 3, 4, 3, 3, 4]);
    }
}
