//! The same picture without what a JPEG file says about itself.

/// The file without comments and application segments (camera, place, thumbnail, edits) and without
/// anything behind its end, and how many colours it has. `None` where it is not a JPEG that a PDF can
/// hold as it is.
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
            at += 1; // a fill byte
            continue;
        }
        if marker == 0xd9 {
            out.extend_from_slice(&[0xff, 0xd9]);
            return Some((out, colours?));
        }
        let length = usize::from(u16::from_be_bytes([*bytes.get(at + 2)?, *bytes.get(at + 3)?]));
        let segment = bytes.get(at..at + 2 + length)?;
        at += segment.len();
        match marker {
            // Baseline, extended and progressive frames of eight bits; PDF has no others.
            0xc0..=0xc2 => {
                if *segment.get(4)? != 8 {
                    return None;
                }
                colours = Some(*segment.get(9)?);
                out.extend_from_slice(segment);
            }
            0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf => return None,
            0xe1..=0xed | 0xef | 0xfe => {}
            0xda => {
                let end = at + scan_length(bytes.get(at..)?)?;
                out.extend_from_slice(segment);
                out.extend_from_slice(bytes.get(at..end)?);
                at = end;
            }
            _ => out.extend_from_slice(segment),
        }
    }
}

/// How long the coded data are: up to a marker that is neither a stuffed byte nor a restart.
fn scan_length(data: &[u8]) -> Option<usize> {
    data.windows(2)
        .position(|pair| pair[0] == 0xff && !matches!(pair[1], 0x00 | 0xd0..=0xd7 | 0xff))
}
