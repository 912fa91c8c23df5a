//! Objects and operators, byte by byte (ISO 32000-2, 7.2 and 7.3).

use std::collections::HashMap;

/// Deeper nesting is no document, but an attack on the reader.
const DEEPEST: u32 = 64;

pub(super) type Dict = HashMap<Vec<u8>, Value>;

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Null,
    Number(f64),
    Text(Vec<u8>),
    Name(Vec<u8>),
    List(Vec<Value>),
    Dict(Dict),
    Ref(u32),
    /// An operator, or a word of the file's own syntax, as far as it can be told from others.
    Word([u8; 12]),
}

/// A word as [`Value::Word`] holds it.
pub(super) fn word(text: &[u8]) -> [u8; 12] {
    let mut word = [0; 12];
    word.iter_mut().zip(text).for_each(|(to, from)| *to = *from);
    word
}

impl Value {
    pub(super) fn number(&self) -> Option<f64> {
        match self {
            Self::Number(n) => Some(*n),
            _ => None,
        }
    }

    pub(super) fn name(&self) -> Option<&[u8]> {
        match self {
            Self::Name(name) => Some(name),
            _ => None,
        }
    }

    pub(super) fn list(&self) -> &[Value] {
        match self {
            Self::List(list) => list,
            _ => &[],
        }
    }

    fn is(&self, text: &[u8]) -> bool {
        matches!(self, Self::Word(w) if *w == word(text))
    }
}

pub(super) struct Lexer<'d> {
    data: &'d [u8],
    pub(super) at: usize,
}

impl<'d> Lexer<'d> {
    pub(super) fn new(data: &'d [u8], at: usize) -> Self {
        Self { data, at }
    }

    fn peek(&self) -> Option<u8> {
        self.data.get(self.at).copied()
    }

    fn blank(&mut self) {
        while let Some(byte) = self.peek() {
            if byte == b'%' {
                while self.peek().is_some_and(|b| b != b'\n' && b != b'\r') {
                    self.at += 1;
                }
            } else if is_white(byte) {
                self.at += 1;
            } else {
                return;
            }
        }
    }

    /// The next value or word.
    pub(super) fn next(&mut self) -> Option<Value> {
        self.value(0)
    }

    fn value(&mut self, depth: u32) -> Option<Value> {
        self.blank();
        let byte = self.peek()?;
        let second = self.data.get(self.at + 1).copied();
        Some(match (byte, second) {
            (b'/', _) => Value::Name(self.name()),
            (b'(', _) => Value::Text(self.literal()),
            (b'<', Some(b'<')) => {
                self.at += 2;
                Value::Dict(pairs(self.until(b">>", depth)))
            }
            (b'<', _) => Value::Text(self.hexadecimal()),
            (b'[', _) => {
                self.at += 1;
                Value::List(self.until(b"]", depth))
            }
            (b'>', Some(b'>')) => {
                self.at += 2;
                Value::Word(word(b">>"))
            }
            (b'0'..=b'9' | b'+' | b'-' | b'.', _) => Value::Number(self.number()),
            _ => self.word(),
        })
    }

    /// The values up to the word `end`, with references put together.
    fn until(&mut self, end: &[u8], depth: u32) -> Vec<Value> {
        let mut list = Vec::new();
        if depth > DEEPEST {
            self.at = self.data.len();
            return list;
        }
        while let Some(value) = self.value(depth + 1) {
            // Where the end is missing, the object is the most that can be meant.
            if value.is(end) || value.is(b"endobj") || value.is(b"obj") {
                break;
            }
            if value.is(b"R") {
                fold_reference(&mut list);
            } else {
                list.push(value);
            }
        }
        list
    }

    fn name(&mut self) -> Vec<u8> {
        self.at += 1;
        let mut name = Vec::new();
        while let Some(byte) = self.peek().filter(|b| is_regular(*b)) {
            self.at += 1;
            let escaped = (byte == b'#').then(|| {
                let high = hex(self.data.get(self.at).copied()?)?;
                Some(high * 16 + hex(self.data.get(self.at + 1).copied()?)?)
            });
            match escaped.flatten() {
                Some(byte) => {
                    self.at += 2;
                    name.push(byte);
                }
                None => name.push(byte),
            }
        }
        name
    }

    fn literal(&mut self) -> Vec<u8> {
        self.at += 1;
        let mut text = Vec::new();
        let mut open = 0u32;
        while let Some(byte) = self.peek() {
            self.at += 1;
            match byte {
                b'(' => open += 1,
                b')' if open == 0 => break,
                b')' => open -= 1,
                b'\\' => {
                    self.escape(&mut text);
                    continue;
                }
                _ => {}
            }
            text.push(byte);
        }
        text
    }

    fn escape(&mut self, text: &mut Vec<u8>) {
        let Some(byte) = self.peek() else { return };
        self.at += 1;
        match byte {
            b'n' => text.push(b'\n'),
            b'r' => text.push(b'\r'),
            b't' => text.push(b'\t'),
            b'b' => text.push(8),
            b'f' => text.push(12),
            b'\r' if self.peek() == Some(b'\n') => self.at += 1,
            b'\r' | b'\n' => {}
            b'0'..=b'7' => {
                let mut code = u32::from(byte - b'0');
                for _ in 0..2 {
                    let Some(digit @ b'0'..=b'7') = self.peek() else { break };
                    code = code * 8 + u32::from(digit - b'0');
                    self.at += 1;
                }
                text.push((code & 0xFF) as u8);
            }
            other => text.push(other),
        }
    }

    fn hexadecimal(&mut self) -> Vec<u8> {
        self.at += 1;
        let mut digits = Vec::new();
        while let Some(byte) = self.peek() {
            self.at += 1;
            if byte == b'>' {
                break;
            }
            digits.extend(hex(byte));
        }
        digits
            .chunks(2)
            .map(|p| p.iter().fold(0, |n, d| n * 16 + d) << (4 * (2 - p.len())))
            .collect()
    }

    fn number(&mut self) -> f64 {
        let start = self.at;
        let part = |b: u8| matches!(b, b'0'..=b'9' | b'+' | b'-' | b'.');
        while self.peek().is_some_and(part) {
            self.at += 1;
        }
        let text = self.data.get(start..self.at).unwrap_or_default();
        let (mut whole, mut share) = (0.0, 0.0);
        for byte in text {
            match byte {
                b'0'..=b'9' if share == 0.0 => whole = whole * 10.0 + f64::from(byte - b'0'),
                b'0'..=b'9' => {
                    whole += f64::from(byte - b'0') * share;
                    share /= 10.0;
                }
                b'.' if share == 0.0 => share = 0.1,
                _ => {}
            }
        }
        if text.first() == Some(&b'-') { -whole } else { whole }
    }

    fn word(&mut self) -> Value {
        let start = self.at;
        while self.peek().is_some_and(is_regular) {
            self.at += 1;
        }
        // A bracket that belongs to nothing is a word of its own.
        self.at = self.at.max(start + 1);
        let text = self.data.get(start..self.at).unwrap_or_default();
        if text == b"null" { Value::Null } else { Value::Word(word(text)) }
    }
}

/// Two numbers before an `R` are a reference.
pub(super) fn fold_reference(list: &mut Vec<Value>) {
    if let [.., Value::Number(number), Value::Number(_)] = list.as_slice() {
        let number = *number as u32;
        list.truncate(list.len() - 2);
        list.push(Value::Ref(number));
    }
}

fn pairs(list: Vec<Value>) -> Dict {
    let mut dict = Dict::new();
    let mut items = list.into_iter();
    while let Some(key) = items.next() {
        let Value::Name(key) = key else { continue };
        dict.insert(key, items.next().unwrap_or(Value::Null));
    }
    dict
}

pub(super) fn is_white(byte: u8) -> bool {
    matches!(byte, 0 | 9 | 10 | 12 | 13 | 32)
}

fn is_regular(byte: u8) -> bool {
    !is_white(byte)
        && !matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

fn hex(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|d| u8::try_from(d).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &[u8]) -> Vec<Value> {
        let mut lexer = Lexer::new(text, 0);
        std::iter::from_fn(|| lexer.next()).collect()
    }

    #[test]
    fn every_kind_of_object_is_read() {
        let text = b"<< /A [1 0 R -.5 null] /B#20C (a\\(b\\051\\\n) /D <4a4> >> % no\nTj";

        let values = all(text);

        let [Value::Dict(dict), show] = values.as_slice() else {
            unreachable!("a dictionary and a word: {values:?}")
        };
        let list = vec![Value::Ref(1), Value::Number(-0.5), Value::Null];
        assert_eq!(dict.get(b"A".as_slice()), Some(&Value::List(list)));
        assert_eq!(dict.get(b"B C".as_slice()), Some(&Value::Text(b"a(b)".to_vec())));
        assert_eq!(dict.get(b"D".as_slice()), Some(&Value::Text(b"J@".to_vec())));
        assert!(show.is(b"Tj"));
    }

    #[test]
    fn broken_text_ends_and_never_panics() {
        for text in [&b"<< /A"[..], b"(((", b"<4", b"[[[[", b"/", b">> ] } )", b"12 0 R", b"\\"] {
            all(text);
        }
        all(&b"[".repeat(100_000));
    }
}
