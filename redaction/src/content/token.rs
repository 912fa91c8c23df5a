//! Tokens of a content stream (ISO 32000-2, 7.2 and 7.8.2), each with its span. Broken input
//! gives broken tokens, never an end before the data ends.

use std::borrow::Cow;

/// Arrays and dictionaries within one another, at most.
const DEEPEST: u32 = 32;

/// Bytes from `start` to before `end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl Span {
    pub(crate) fn of<'d>(&self, data: &'d [u8]) -> &'d [u8] {
        data.get(self.start..self.end).unwrap_or_default()
    }
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Token<'d> {
    Number(f64),
    Name(Cow<'d, [u8]>),
    String(Cow<'d, [u8]>),
    Array(Vec<Operand<'d>>),
    Dictionary(Vec<(Cow<'d, [u8]>, Operand<'d>)>),
    /// `true`, `false` and `null`.
    Word(&'d [u8]),
    Operator(&'d [u8]),
    /// An inline image's dictionary is its operand; this is where its data stand.
    Pixels,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Operand<'d> {
    pub(crate) token: Token<'d>,
    pub(crate) span: Span,
}

pub(super) struct Tokens<'d> {
    pub(super) data: &'d [u8],
    pub(super) at: usize,
    pub(super) comments: Vec<Span>,
}

pub(super) fn is_space(b: u8) -> bool {
    matches!(b, 0 | b'\t' | b'\n' | 0x0C | b'\r' | b' ')
}

pub(super) fn is_delimiter(b: u8) -> bool {
    matches!(b, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

fn is_regular(b: u8) -> bool {
    !is_space(b) && !is_delimiter(b)
}

impl<'d> Tokens<'d> {
    pub(super) fn new(data: &'d [u8]) -> Self {
        Self { data, at: 0, comments: Vec::new() }
    }

    pub(super) fn peek(&self, ahead: usize) -> Option<u8> {
        self.data.get(self.at.saturating_add(ahead)).copied()
    }

    pub(super) fn skip_space(&mut self) {
        while let Some(b) = self.peek(0) {
            if is_space(b) {
                self.at += 1;
            } else if b == b'%' {
                let start = self.at;
                while self.peek(0).is_some_and(|b| b != b'\n' && b != b'\r') {
                    self.at += 1;
                }
                self.comments.push(Span { start, end: self.at });
            } else {
                return;
            }
        }
    }

    pub(super) fn next(&mut self) -> Option<Operand<'d>> {
        self.token(0)
    }

    fn token(&mut self, depth: u32) -> Option<Operand<'d>> {
        loop {
            self.skip_space();
            let start = self.at;
            let token = match self.peek(0)? {
                b'0'..=b'9' | b'+' | b'-' | b'.' => self.number(),
                b'/' => Token::Name(self.name()),
                b'(' => Token::String(self.literal()),
                b'<' if self.peek(1) == Some(b'<') => self.dictionary(depth),
                b'<' => Token::String(Cow::Owned(self.hex())),
                b'[' => self.array(depth),
                b if is_regular(b) => self.word(),
                // A closing bracket without its opening one, or a brace.
                _ => {
                    self.at += 1;
                    continue;
                }
            };
            return Some(Operand { token, span: Span { start, end: self.at } });
        }
    }

    fn regular(&mut self) -> &'d [u8] {
        let start = self.at;
        while self.peek(0).is_some_and(is_regular) {
            self.at += 1;
        }
        self.data.get(start..self.at).unwrap_or_default()
    }

    fn word(&mut self) -> Token<'d> {
        match self.regular() {
            word @ (b"true" | b"false" | b"null") => Token::Word(word),
            word => Token::Operator(word),
        }
    }

    /// A number, or an operator that begins like one.
    fn number(&mut self) -> Token<'d> {
        let start = self.at;
        let mut negative = false;
        while let Some(sign @ (b'+' | b'-')) = self.peek(0) {
            negative |= sign == b'-';
            self.at += 1;
        }
        let (mut value, mut scale, mut digits, mut point) = (0.0f64, 1.0f64, 0usize, false);
        while let Some(b) = self.peek(0) {
            match b {
                b'0'..=b'9' if point => {
                    scale *= 0.1;
                    value += f64::from(b - b'0') * scale;
                    digits += 1;
                }
                b'0'..=b'9' => {
                    value = value * 10.0 + f64::from(b - b'0');
                    digits += 1;
                }
                b'.' if !point => point = true,
                // "12-34" and "1.2.3" are seen; what follows the number counts for nothing.
                b'-' | b'.' => {
                    self.regular();
                    break;
                }
                b if is_regular(b) => {
                    if digits == 0 {
                        self.at = start;
                        return Token::Operator(self.regular());
                    }
                    // "0 0 m100 200 l" is not, but "100re" is seen: the number ends here.
                    break;
                }
                _ => break,
            }
            self.at += 1;
        }
        if self.at == start {
            self.at += 1;
        }
        let exact = self.data.get(start..self.at).and_then(|b| std::str::from_utf8(b).ok());
        let exact = exact.and_then(|s| s.parse::<f64>().ok()).filter(|n| n.is_finite());
        Token::Number(exact.unwrap_or(if negative { -value } else { value }))
    }

    fn name(&mut self) -> Cow<'d, [u8]> {
        self.at += 1;
        let raw = self.regular();
        if !raw.contains(&b'#') {
            return Cow::Borrowed(raw);
        }
        let mut name = Vec::with_capacity(raw.len());
        let mut rest = raw;
        while let Some((first, after)) = rest.split_first() {
            rest = after;
            match (first, after) {
                (b'#', [high, low, beyond @ ..]) => match (digit(*high), digit(*low)) {
                    (Some(high), Some(low)) => {
                        name.push(high << 4 | low);
                        rest = beyond;
                    }
                    _ => name.push(*first),
                },
                _ => name.push(*first),
            }
        }
        Cow::Owned(name)
    }

    fn literal(&mut self) -> Cow<'d, [u8]> {
        self.at += 1;
        let start = self.at;
        let (mut depth, mut plain) = (1u32, true);
        while let Some(b) = self.peek(0) {
            match b {
                b'(' => depth = depth.saturating_add(1),
                b')' => {
                    depth -= 1;
                    if depth == 0 {
                        break;
                    }
                }
                b'\\' => {
                    plain = false;
                    self.at += 1;
                }
                b'\r' => plain = false,
                _ => {}
            }
            self.at += 1;
        }
        let end = self.at.min(self.data.len());
        self.at = end.saturating_add(1).min(self.data.len());
        let raw = self.data.get(start..end).unwrap_or_default();
        if plain { Cow::Borrowed(raw) } else { Cow::Owned(unescaped(raw)) }
    }

    fn hex(&mut self) -> Vec<u8> {
        self.at += 1;
        let (mut bytes, mut high) = (Vec::new(), None);
        while let Some(b) = self.peek(0) {
            self.at += 1;
            if b == b'>' {
                break;
            }
            let Some(n) = digit(b) else { continue };
            match high.take() {
                Some(h) => bytes.push(h << 4 | n),
                None => high = Some(n),
            }
        }
        bytes.extend(high.map(|h| h << 4));
        bytes
    }

    fn array(&mut self, depth: u32) -> Token<'d> {
        self.at += 1;
        let mut items = Vec::new();
        loop {
            self.skip_space();
            match self.peek(0) {
                None => break,
                Some(b']') => {
                    self.at += 1;
                    break;
                }
                Some(_) if depth >= DEEPEST => self.at += 1,
                Some(_) => {
                    let before = self.at;
                    let Some(item) = self.token(depth + 1) else { break };
                    // A text operator within an array: the bracket was never closed.
                    if matches!(item.token, Token::Operator(b"TJ" | b"Tj" | b"ET" | b"Tf" | b"Td"))
                    {
                        self.at = before;
                        break;
                    }
                    items.push(item);
                }
            }
        }
        Token::Array(items)
    }

    pub(super) fn dictionary(&mut self, depth: u32) -> Token<'d> {
        self.at += 2;
        let mut entries = Vec::new();
        loop {
            self.skip_space();
            match (self.peek(0), self.peek(1)) {
                (None, _) => break,
                (Some(b'>'), Some(b'>')) => {
                    self.at += 2;
                    break;
                }
                (Some(b'/'), _) if depth < DEEPEST => {
                    let key = self.name();
                    self.skip_space();
                    if self.peek(0) == Some(b'>') && self.peek(1) == Some(b'>') {
                        continue;
                    }
                    let Some(value) = self.token(depth + 1) else { break };
                    entries.push((key, value));
                }
                _ => self.at += 1,
            }
        }
        Token::Dictionary(entries)
    }
}

fn digit(b: u8) -> Option<u8> {
    char::from(b).to_digit(16).and_then(|n| u8::try_from(n).ok())
}

/// The inside of a literal string (ISO 32000-2, 7.3.4.2).
fn unescaped(raw: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((b, after)) = rest.split_first() {
        rest = after;
        match b {
            b'\r' => {
                out.push(b'\n');
                rest = rest.strip_prefix(b"\n").unwrap_or(rest);
            }
            b'\\' => {
                let Some((escaped, after)) = rest.split_first() else { break };
                rest = after;
                match escaped {
                    b'n' => out.push(b'\n'),
                    b'r' => out.push(b'\r'),
                    b't' => out.push(b'\t'),
                    b'b' => out.push(8),
                    b'f' => out.push(12),
                    b'\n' => {}
                    b'\r' => rest = rest.strip_prefix(b"\n").unwrap_or(rest),
                    b'0'..=b'7' => {
                        let mut value = u32::from(escaped - b'0');
                        for _ in 0..2 {
                            let Some((n @ b'0'..=b'7', after)) = rest.split_first() else { break };
                            value = value * 8 + u32::from(n - b'0');
                            rest = after;
                        }
                        out.push((value & 0xFF) as u8);
                    }
                    other => out.push(*other),
                }
            }
            b => out.push(*b),
        }
    }
    out
}
