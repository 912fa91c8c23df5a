//! Whether the content of a page leaves behind what it opened.
//!
//! A stamp is drawn after the page's own content; an unclosed graphics state, text object or marked
//! content of that would move, hide or swallow it.

/// What is open at the end of some content, and how far below its beginning it went.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Balance {
    pub states: i32,
    pub lowest: i32,
    pub marks: i32,
    pub in_text: bool,
}

impl Balance {
    /// Reads a content stream on; operators never go over the end of one.
    pub(super) fn read(&mut self, content: &[u8]) {
        let mut at = 0;
        while let Some(&byte) = content.get(at) {
            at = match byte {
                b'%' => line_end(content, at),
                b'(' => string_end(content, at),
                b'/' => word_end(content, at + 1),
                byte if is_space(byte) || is_delimiter(byte) => at + 1,
                _ => {
                    let end = word_end(content, at);
                    let word = &content[at..end];
                    self.operator(word);
                    if word == b"ID" { inline_end(content, end) } else { end }
                }
            };
        }
    }

    fn operator(&mut self, word: &[u8]) {
        match word {
            b"q" => self.states += 1,
            b"Q" => {
                self.states -= 1;
                self.lowest = self.lowest.min(self.states);
            }
            b"BT" => self.in_text = true,
            b"ET" => self.in_text = false,
            b"BMC" | b"BDC" => self.marks += 1,
            b"EMC" => self.marks -= 1,
            _ => {}
        }
    }

    /// What goes before the content, so that it cannot close what it did not open.
    pub(super) fn before(&self) -> String {
        "q\n".repeat((1 - self.lowest) as usize)
    }

    /// What goes after it, so that all it opened is closed.
    pub(super) fn after(&self) -> String {
        let text = if self.in_text { "ET\n" } else { "" };
        let marks = "EMC\n".repeat(self.marks.max(0) as usize);
        format!("\n{text}{marks}{}", "Q\n".repeat((1 - self.lowest + self.states) as usize))
    }
}

fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | 9 | 10 | 12 | 13 | 32)
}

fn is_delimiter(byte: u8) -> bool {
    matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

fn word_end(content: &[u8], from: usize) -> usize {
    let rest = content.iter().skip(from);
    from + rest.take_while(|byte| !is_space(**byte) && !is_delimiter(**byte)).count()
}

fn line_end(content: &[u8], from: usize) -> usize {
    from + content.iter().skip(from).take_while(|byte| !matches!(byte, 10 | 13)).count()
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
    at
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

#[cfg(test)]
mod tests {
    use super::*;

    fn of(content: &[u8]) -> Balance {
        let mut balance = Balance::default();
        balance.read(content);
        balance
    }

    #[test]
    fn what_is_balanced_is_framed_once() {
        let balance = of(b"q 1 0 0 1 0 0 cm (q (q) \\( q) Tj /q gs % q\n[<51>] Q");
        assert_eq!(balance, Balance::default());
        assert_eq!((balance.before().as_str(), balance.after().as_str()), ("q\n", "\nQ\n"));
    }

    #[test]
    fn what_is_left_open_is_closed() {
        let balance = of(b"q q /P <</MCID 0>> BDC BT (x) Tj");
        assert_eq!(balance.after(), "\nET\nEMC\nQ\nQ\nQ\n");
    }

    #[test]
    fn content_that_closes_too_much_does_not_reach_the_stamp() {
        let balance = of(b"Q Q q");
        assert_eq!(balance.before().matches('q').count(), 3);
        assert_eq!(balance.after().matches('Q').count(), 2);
    }

    #[test]
    fn an_inline_image_is_not_read_as_operators() {
        assert_eq!(of(b"q BI /W 1 /H 1 ID q q Q EIq EI Q"), Balance::default());
    }
}
