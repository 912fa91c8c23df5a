//! The words of a content stream, no more understood than needed to see where one ends.

/// What stands in a content stream. A string is known by its length alone.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Token<'c> {
    Number(f32),
    Name(&'c [u8]),
    Text(usize),
    Operator(&'c [u8]),
}

pub(super) fn tokens(content: &[u8]) -> impl Iterator<Item = Token<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let byte = *content.get(at)?;
            let from = at;
            match byte {
                b'%' => at = line_end(content, at),
                b'(' => {
                    at = string_end(content, at);
                    return Some(Token::Text((at - from).saturating_sub(2)));
                }
                b'<' if content.get(at + 1) != Some(&b'<') => {
                    at = content.len().min(at + 1 + run(&content[at + 1..], |byte| byte != b'>'));
                    return Some(Token::Text((at - from) / 2));
                }
                b'/' => {
                    at = word_end(content, at + 1);
                    return Some(Token::Name(&content[from + 1..at]));
                }
                byte if is_space(byte) || is_delimiter(byte) => {
                    at += if content[at..].starts_with(b"<<") { 2 } else { 1 };
                }
                _ => {
                    at = word_end(content, at);
                    let word = &content[from..at];
                    let number = std::str::from_utf8(word).ok().and_then(|word| word.parse().ok());
                    let numeral = matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.');
                    if word == b"ID" {
                        at = inline_end(content, at);
                    }
                    return Some(match number {
                        Some(number) if numeral => Token::Number(number),
                        _ => Token::Operator(word),
                    });
                }
            }
        }
    })
}

fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | 9 | 10 | 12 | 13 | 32)
}

fn is_delimiter(byte: u8) -> bool {
    matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

fn run(content: &[u8], goes_on: impl Fn(u8) -> bool) -> usize {
    content.iter().take_while(|byte| goes_on(**byte)).count()
}

fn word_end(content: &[u8], from: usize) -> usize {
    from + run(&content[from..], |byte| !is_space(byte) && !is_delimiter(byte))
}

fn line_end(content: &[u8], from: usize) -> usize {
    from + run(&content[from..], |byte| !matches!(byte, 10 | 13))
}

fn string_end(content: &[u8], from: usize) -> usize {
    let mut depth = 0;
    let mut at = from;
    while let Some(byte) = content.get(at) {
        at += 1;
        match byte {
            b'\\' => at += 1,
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    at.min(content.len())
}

/// The data of an inline image end with `EI` between spaces (ISO 32000-1, 8.9.7).
fn inline_end(content: &[u8], from: usize) -> usize {
    let ends = |at: usize| {
        let after = content.get(at + 3).copied().unwrap_or(b' ');
        content.get(at).is_some_and(|byte| is_space(*byte))
            && content.get(at + 1..at + 3) == Some(b"EI")
            && (is_space(after) || is_delimiter(after))
    };
    (from..content.len()).find(|at| ends(*at)).map_or(content.len(), |at| at + 3)
}
