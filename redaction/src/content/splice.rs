//! Replacing spans of a content stream, and writing what replaces them.

use super::token::Span;

/// What is to be replaced in one stream, in any order of adding.
#[derive(Debug, Default, Clone)]
pub(crate) struct Splices(Vec<(Span, Vec<u8>)>);

impl Splices {
    pub(crate) fn replace(&mut self, span: Span, by: impl Into<Vec<u8>>) {
        self.0.push((span, by.into()));
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// `data` with every span replaced. Of two that overlap the one that begins first wins.
    pub(crate) fn apply(mut self, data: &[u8]) -> Vec<u8> {
        self.0.sort_by_key(|(span, _)| (span.start, std::cmp::Reverse(span.end)));
        let mut out = Vec::with_capacity(data.len());
        let mut at = 0;
        for (span, by) in self.0 {
            if span.start < at {
                continue;
            }
            out.extend_from_slice(data.get(at..span.start).unwrap_or_default());
            // Tokens around must not grow together.
            if !by.is_empty() {
                out.push(b' ');
                out.extend_from_slice(&by);
            }
            out.push(b' ');
            at = span.end;
        }
        out.extend_from_slice(data.get(at..).unwrap_or_default());
        out
    }
}

/// A number as content streams write it: no exponent, no needless digit.
pub(crate) fn number(n: f64) -> String {
    if !n.is_finite() {
        return "0".to_owned();
    }
    let text = format!("{n:.5}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text.is_empty() || text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// A string object holding `bytes`.
pub(crate) fn string(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len() + 2);
    out.push(b'(');
    for b in bytes {
        match b {
            b'(' | b')' | b'\\' => out.extend([b'\\', *b]),
            b'\r' => out.extend(b"\\r"),
            b'\n' => out.extend(b"\\n"),
            b => out.push(*b),
        }
    }
    out.push(b')');
    out
}
