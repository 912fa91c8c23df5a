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
    pub(super) fn operator(&mut self, word: &[u8]) {
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

#[cfg(test)]
mod tests {
    use super::super::tokens::{Token, tokens};
    use super::*;

    fn of(content: &[u8]) -> Balance {
        let mut balance = Balance::default();
        for token in tokens(content) {
            if let Token::Operator(word) = token {
                balance.operator(word);
            }
        }
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
