//! Inline images: their data follow no syntax, so their end has to be found.

use super::token::{Operand, Span, Token, Tokens, is_space};

/// Reads what follows `BI`: leaves a dictionary and the place of the data in `operands`, and
/// returns the end of `EI`.
pub(super) fn image<'d>(tokens: &mut Tokens<'d>, operands: &mut Vec<Operand<'d>>) -> usize {
    operands.clear();
    let start = tokens.at;
    let mut entries = Vec::new();
    loop {
        let Some(key) = tokens.next() else { return tokens.at };
        match key.token {
            Token::Operator(b"ID") => break,
            Token::Name(name) => {
                let Some(value) = tokens.next() else { return tokens.at };
                if value.token == Token::Operator(b"ID") {
                    break;
                }
                entries.push((name, value));
            }
            _ => {}
        }
    }
    operands
        .push(Operand { token: Token::Dictionary(entries), span: Span { start, end: tokens.at } });
    if tokens.peek(0).is_some_and(is_space) {
        tokens.at += 1;
    }
    let from = tokens.at;
    let (to, after) = end(tokens.data, from);
    operands.push(Operand { token: Token::Pixels, span: Span { start: from, end: to } });
    tokens.at = after;
    after
}

/// Where the data end and where `EI` ends: the first `EI` that stands alone and is followed by
/// what looks like content.
fn end(data: &[u8], from: usize) -> (usize, usize) {
    let mut at = from;
    loop {
        let Some(found) = find(data, at) else { return (data.len(), data.len()) };
        let after = found + 2;
        let before = found.checked_sub(1).and_then(|i| data.get(i)).copied();
        let stands_alone = data.get(after).is_none_or(|b| is_space(*b))
            && (found == from || before.is_some_and(|b| is_space(b) || b == b'>'));
        if stands_alone && looks_like_content(data.get(after..).unwrap_or_default()) {
            let to = if before.is_some_and(is_space) && found > from { found - 1 } else { found };
            return (to, after);
        }
        at = after;
    }
}

fn find(data: &[u8], from: usize) -> Option<usize> {
    data.get(from..)?.windows(2).position(|w| w == b"EI").map(|i| from + i)
}

/// Content is text up to its first string; image data are not.
fn looks_like_content(rest: &[u8]) -> bool {
    const LOOK: usize = 24;
    rest.iter()
        .take(LOOK)
        .take_while(|b| **b != b'(')
        .all(|b| is_space(*b) && *b != 0 || (0x20..0x7F).contains(b))
}
