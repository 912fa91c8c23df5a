//! Inline images whose end nobody can tell. A reader that looks ahead for the end of one may
//! meet another, and look ahead for that in turn: a few hundred bytes keep it busy for minutes.

/// Operators that a reader looks at to tell content from image data.
const LOOKS_AHEAD: usize = 20;
/// Ends that may be tried in all, and images within the look ahead of others.
const MOST_TRIES: u64 = 50_000;
const DEEPEST: u32 = 100;

/// Whether the ends of the inline images in `data` (ISO 32000-2, 8.9.7) take too long to find.
pub(crate) fn is_tangled(data: &[u8]) -> bool {
    let begins = begins(data);
    if begins.len() < 3 {
        return false;
    }
    let ends = places(data, b"EI");
    // From the last image to the first, for each depends on those behind it.
    let mut costs: Vec<(u64, u32)> = vec![(1, 1); begins.len()];
    for (index, begin) in begins.iter().enumerate().rev() {
        let (mut tries, mut depth) = (1u64, 1u32);
        let first = ends.partition_point(|e| e < begin);
        for (nth, end) in ends.iter().enumerate().skip(first) {
            if !data.get(end + 2).is_none_or(|b| is_white(*b)) {
                continue;
            }
            tries = tries.saturating_add(1);
            let next = begins.partition_point(|b| b <= end);
            let next_image = begins.get(next).copied().unwrap_or(data.len());
            let Some(other) = ends.get(nth + 1).filter(|other| **other < next_image) else { break };
            let between = data.get(end + 2..*other).unwrap_or_default();
            if is_binary(between) {
                continue;
            }
            // Content from here on, if a text is shown.
            let shown = first_text(data, *end);
            let looked = begins.iter().zip(&costs).skip(next).take(LOOKS_AHEAD);
            for (_, cost) in looked.take_while(|(begin, _)| **begin < shown) {
                tries = tries.saturating_add(cost.0);
                depth = depth.max(cost.1.saturating_add(1));
            }
        }
        if tries > MOST_TRIES || depth > DEEPEST {
            return true;
        }
        if let Some(cost) = costs.get_mut(index) {
            *cost = (tries, depth);
        }
    }
    false
}

/// Where images begin: `BI` before a name or `ID`.
fn begins(data: &[u8]) -> Vec<usize> {
    let mut found = places(data, b"BI");
    found.retain(|at| {
        let rest = data.get(at + 2..).unwrap_or_default();
        let rest = rest.trim_ascii_start();
        rest.starts_with(b"/") || rest.starts_with(b"ID")
    });
    found
}

fn places(data: &[u8], word: &[u8; 2]) -> Vec<usize> {
    data.windows(2).enumerate().filter(|(_, w)| w == word).map(|(at, _)| at).collect()
}

fn is_white(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 0x0C | b'\r' | b' ')
}

/// Content holds other than plain signs within strings only.
fn is_binary(data: &[u8]) -> bool {
    data.iter().take_while(|b| **b != b'(').any(|b| !b.is_ascii())
}

fn first_text(data: &[u8], from: usize) -> usize {
    let rest = data.get(from..).unwrap_or_default();
    let found = rest.windows(2).position(|w| w == b"Tj" || w == b"TJ");
    found.map_or(data.len(), |at| from + at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn images_that_follow_each_other_are_plain() {
        let mut rows = Vec::new();
        for n in 0..2_000u32 {
            rows.extend(b"q 1 0 0 1 0 0 cm BI /W 4 /H 1 /BPC 8 /CS /G ID ");
            rows.extend(n.to_be_bytes());
            rows.extend(b"\xFF EI Q\n");
            if n % 3 == 0 {
                rows.extend(b"BT (THEIR NEIGHBOURS EI ) Tj ET\n");
            }
        }
        assert!(!is_tangled(&rows));
    }

    #[test]
    fn images_within_the_look_ahead_of_others_are_not() {
        let rows = b"BI /W 2 ID 0EI  EEI  EI 240 cm ".repeat(40);
        assert!(is_tangled(&rows));
        assert!(!is_tangled(&b"BI /W 2 ID 0EI  EEI  EI 240 cm ".repeat(2)));
    }
}
