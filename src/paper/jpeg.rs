//! What a JPEG file says about itself, and the same picture without it.

/// The file without comments and application segments (camera, place, thumbnail, edits), and how
/// many colours it has. `None` where it is not a JPEG a PDF can hold as it is.
///
/// Source: ITU-T T.81 annex B. Kept are APP0 (JFIF) and APP14 (Adobe), which say how the colours are
/// meant.
pub(super) fn stripped(bytes: &[u8]) -> Option<(Vec<u8>, u8)> {
    if bytes.get(..2)? != [0xff, 0xd8] {
        return None;
    }
    let mut out = vec![0xff, 0xd8];
    let mut at = 2;
    let mut colours = None;
    loop {
        if *bytes.get(at)? != 0xff {
            return None;
        }
        let marker = *bytes.get(at + 1)?;
        if marker == 0xff {
            at += 1;
            continue;
        }
        let length = usize::from(u16::from_be_bytes([*bytes.get(at + 2)?, *bytes.get(at + 3)?]));
        let segment = bytes.get(at..at + 2 + length)?;
        match marker {
            // Baseline, extended and progressive frames of eight bits; no other is in PDF.
            0xc0..=0xc2 => {
                if *segment.get(4)? != 8 {
                    return None;
                }
                colours = Some(*segment.get(9)?);
            }
            0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf => return None,
            0xda => {
                let end = bytes.windows(2).rposition(|pair| pair == [0xff, 0xd9])?;
                out.extend_from_slice(bytes.get(at..end + 2)?);
                return Some((out, colours?));
            }
            _ => {}
        }
        if !matches!(marker, 0xe1..=0xed | 0xef | 0xfe) {
            out.extend_from_slice(segment);
        }
        at += 2 + length;
    }
}
