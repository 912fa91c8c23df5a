//! Showing text without some of its glyphs, so that all others stay where they are.

use crate::content::{Span, Steps, Token, number, string};
use crate::scene::Glyph;

enum Item {
    /// Part of the source, as it is.
    Kept(Span),
    Bytes(Vec<u8>),
    Move(f64),
}

/// What replaces the operator at `span`, once the glyphs that `gone` names have left it.
/// `glyphs` are all that it shows, in order; `free_end` says that nothing depends on where
/// it ends.
pub(crate) fn without(
    data: &[u8],
    span: Span,
    glyphs: &[Glyph<'_>],
    gone: &[bool],
    free_end: bool,
) -> Vec<u8> {
    let mut steps = Steps::within(data, span);
    let Some(step) = steps.next() else { return Vec::new() };
    let mut out = Vec::new();
    match step.operator {
        b"'" => out.extend(b"T* "),
        b"\"" => {
            let word = number(steps.number(0).unwrap_or(0.0));
            let letter = number(steps.number(1).unwrap_or(0.0));
            out.extend(format!("{word} Tw {letter} Tc T* ").into_bytes());
        }
        _ => {}
    }
    let shown =
        steps.operands.iter().find(|o| matches!(o.token, Token::Array(_) | Token::String(_)));
    let parts = match shown.map(|o| (&o.token, o)) {
        Some((Token::Array(parts), _)) => parts.as_slice(),
        Some((_, one)) => std::slice::from_ref(one),
        None => &[],
    };

    let mut items: Vec<Item> = Vec::new();
    let mut part = 0;
    for operand in parts {
        match &operand.token {
            Token::Number(n) => shift(&mut items, *n),
            Token::String(bytes) => {
                let of_part = glyphs.iter().zip(gone).filter(|(g, _)| g.part == part);
                if of_part.clone().all(|(_, gone)| !gone) {
                    items.push(Item::Kept(operand.span));
                } else {
                    for (glyph, gone) in of_part {
                        if *gone {
                            shift(&mut items, glyph.moves);
                        } else {
                            let at = glyph.at as usize;
                            let code = bytes.get(at..at + usize::from(glyph.length));
                            keep(&mut items, code.unwrap_or_default());
                        }
                    }
                }
                part += 1;
            }
            _ => {}
        }
    }
    if free_end && matches!(items.last(), Some(Item::Move(_))) {
        items.pop();
    }
    if items.is_empty() {
        return out;
    }
    out.push(b'[');
    for item in &items {
        match item {
            Item::Kept(span) => out.extend_from_slice(span.of(data)),
            Item::Bytes(bytes) => out.extend(string(bytes)),
            Item::Move(by) => {
                out.push(b' ');
                out.extend(number(*by).into_bytes());
                out.push(b' ');
            }
        }
    }
    out.extend(b"]TJ");
    out
}

/// Moves next to one another become one: the widths of single letters must not be left.
fn shift(items: &mut Vec<Item>, by: f64) {
    match items.last_mut() {
        Some(Item::Move(so_far)) => *so_far += by,
        _ => items.push(Item::Move(by)),
    }
}

fn keep(items: &mut Vec<Item>, code: &[u8]) {
    match items.last_mut() {
        Some(Item::Bytes(bytes)) => bytes.extend_from_slice(code),
        _ => items.push(Item::Bytes(code.to_vec())),
    }
}
