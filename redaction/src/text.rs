//! Showing text without some of its glyphs, so that all others stay where they are.

use crate::content::{Span, Steps, Token, number, string};
use crate::scene::Glyph;

enum Item {
    /// Part of the source, as it is.
    Kept(Span),
    Bytes(Vec<u8>),
    Move(f64),
}

/// What replaces the operator at `span`, once the glyphs that `gone` names have left it and the
/// others have moved along the line by `shifts`, in points. `glyphs` are all that it shows, in
/// order; `free_end` says that nothing depends on where it ends.
pub(crate) fn without(
    data: &[u8],
    span: Span,
    glyphs: &[Glyph<'_>],
    gone: &[bool],
    shifts: &[f64],
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
    // How far what is written now stands from where it stood, in thousandths.
    let mut shifted = 0.0;
    // Codes that went but stay, behind the gap they belong to.
    let mut held: Vec<u8> = Vec::new();
    for operand in parts {
        match &operand.token {
            Token::Number(n) => shift(&mut items, *n),
            Token::String(bytes) => {
                let all = glyphs.iter().zip(gone).zip(shifts);
                let of_part = all.filter(|((g, _), _)| g.part == part);
                let stays = |g: &Glyph<'_>, by: f64| (thousandths(g, by) - shifted).abs() < 1e-6;
                if of_part.clone().all(|((g, gone), by)| !gone && stays(g, *by)) {
                    keep(&mut items, &std::mem::take(&mut held));
                    items.push(Item::Kept(operand.span));
                } else {
                    for ((glyph, gone), by) in of_part {
                        let at = glyph.at as usize;
                        let code = bytes.get(at..at + usize::from(glyph.length));
                        if *gone && glyph.is_of_no_known_width() && *by == 0.0 {
                            held.extend_from_slice(code.unwrap_or_default());
                        } else if *gone {
                            shift(&mut items, glyph.moves);
                        } else {
                            keep(&mut items, &std::mem::take(&mut held));
                            let by = thousandths(glyph, *by);
                            if (by - shifted).abs() > 1e-6 {
                                shift(&mut items, shifted - by);
                                shifted = by;
                            }
                            keep(&mut items, code.unwrap_or_default());
                        }
                    }
                }
                part += 1;
            }
            _ => {}
        }
    }
    if shifted.abs() > 1e-6 {
        shift(&mut items, shifted);
    }
    if free_end && matches!(items.last(), Some(Item::Move(_))) {
        items.pop();
    } else if !free_end {
        keep(&mut items, &held);
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

/// A shift on the page in the units of `TJ`.
fn thousandths(glyph: &Glyph<'_>, by: f64) -> f64 {
    let [a, b, _, _, _, _] = glyph.to_page.0;
    let unit = a.hypot(b);
    if unit < 1e-12 { 0.0 } else { by / unit }
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
        _ if code.is_empty() => {}
        Some(Item::Bytes(bytes)) => bytes.extend_from_slice(code),
        _ => items.push(Item::Bytes(code.to_vec())),
    }
}
