//! How printers' files hold Type 1 programs: in segments, and in digits.

/// The program without the heads of its segments, as printers' files have them (Adobe technical
/// note 5040, 3.3), and the lengths of its readable and its encrypted part.
pub(super) fn joined(data: &[u8]) -> Option<(Vec<u8>, (usize, usize))> {
    const MARK: u8 = 0x80;
    const READABLE: u8 = 1;
    const ENCRYPTED: u8 = 2;
    let mut out = Vec::with_capacity(data.len());
    let (mut clear, mut encrypted) = (0, 0);
    let mut at = 0;
    while let Some([MARK, kind @ (READABLE | ENCRYPTED)]) = data.get(at..at + 2) {
        let length: [u8; 4] = data.get(at + 2..at + 6)?.try_into().ok()?;
        let length = usize::try_from(u32::from_le_bytes(length)).ok()?;
        let segment = data.get(at + 6..(at + 6).checked_add(length)?)?;
        match *kind {
            ENCRYPTED => encrypted += length,
            _ if encrypted == 0 => clear += length,
            _ => {}
        }
        out.extend_from_slice(segment);
        at += 6 + length;
    }
    (!out.is_empty()).then_some((out, (clear, encrypted)))
}

pub(super) fn from_digits(text: &[u8]) -> Vec<u8> {
    let digits: Vec<u8> = text
        .iter()
        .filter_map(|b| char::from(*b).to_digit(16))
        .filter_map(|digit| u8::try_from(digit).ok())
        .collect();
    digits.chunks_exact(2).map(|pair| pair.iter().fold(0, |n, digit| n << 4 | digit)).collect()
}

/// In lines of 64, as these programs are written.
pub(super) fn to_digits(bytes: &[u8]) -> Vec<u8> {
    let lines = bytes.chunks(32);
    let line = |line: &[u8]| line.iter().map(|b| format!("{b:02x}")).collect::<String>() + "\n";
    lines.flat_map(|l| line(l).into_bytes()).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_program_in_segments_is_joined() {
        let segment = |kind: u8, bytes: &[u8]| {
            [&[0x80, kind][..], &(bytes.len() as u32).to_le_bytes(), bytes].concat()
        };
        let parts = [segment(1, b"%!PS eexec\n"), segment(2, b"secret"), segment(1, b"0000")];
        let parts = [parts.concat().as_slice(), &[0x80, 3]].concat();

        assert_eq!(joined(&parts).unwrap(), (b"%!PS eexec\nsecret0000".to_vec(), (11, 6)));
        assert!(joined(b"%!PS").is_none() && joined(&[0x80, 1, 9, 0, 0, 0, 1]).is_none());
    }

    #[test]
    fn digits_are_read_as_they_are_written() {
        let bytes: Vec<u8> = (0..=255).collect();
        assert_eq!(from_digits(&to_digits(&bytes)), bytes);
    }
}
