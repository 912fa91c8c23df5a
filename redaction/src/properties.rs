//! The property lists of marked content: numbers stay, words go where what they stand for went.

use crate::content::{Operand, Span, Steps, Token};
use crate::scene::Scene;

/// Whether glyphs that stand within marked content `number` were removed.
pub(crate) fn touched(scene: &Scene<'_>, gone: &[bool], number: usize) -> bool {
    scene.glyphs.iter().zip(gone).filter(|(_, gone)| **gone).any(|(glyph, _)| {
        let mut here = glyph.marked;
        while let Some(at) = here {
            if at == number {
                return true;
            }
            here = scene.marked.get(at).and_then(|m| m.within);
        }
        false
    })
}

/// What replaces the `BDC` or `DP` at `span`; `None` where it may stay. `without_words` takes
/// the alternate texts out.
pub(crate) fn clean(data: &[u8], span: Span, without_words: bool) -> Option<Vec<u8>> {
    let mut steps = Steps::within(data, span);
    let step = steps.next()?;
    let tag = steps.operands.first()?;
    let Some(Operand { token: Token::Dictionary(entries), .. }) = steps.operands.get(1) else {
        // A named list is an object: its words are scrubbed there, all or none.
        return (without_words && step.operator == b"BDC")
            .then(|| [tag.span.of(data), b" BMC"].concat());
    };
    let allowed = |key: &[u8]| match key {
        b"MCID" | b"Lang" | b"Type" | b"Subtype" | b"BBox" | b"Attached" => true,
        b"ActualText" | b"Alt" | b"E" => !without_words,
        _ => false,
    };
    if entries.iter().all(|(key, _)| allowed(key)) {
        return None;
    }
    let mut out = tag.span.of(data).to_vec();
    out.extend(b" <<");
    for (key, value) in entries.iter().filter(|(key, _)| allowed(key)) {
        out.extend(b" /");
        out.extend_from_slice(key);
        out.push(b' ');
        out.extend_from_slice(value.span.of(data));
    }
    out.extend(b" >> ");
    out.extend_from_slice(step.operator);
    Some(out)
}

/// The operator at `span` with another name in place of `old`.
pub(crate) fn renamed(data: &[u8], span: Span, old: &[u8], new: &[u8]) -> Vec<u8> {
    let mut steps = Steps::within(data, span);
    let mut out = Vec::new();
    let Some(step) = steps.next() else { return out };
    for operand in &steps.operands {
        match &operand.token {
            Token::Name(name) if name.as_ref() == old => {
                out.push(b'/');
                out.extend_from_slice(new);
            }
            _ => out.extend_from_slice(operand.span.of(data)),
        }
        out.push(b' ');
    }
    out.extend_from_slice(step.operator);
    out
}
