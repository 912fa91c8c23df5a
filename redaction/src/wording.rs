//! Words as the remover compares them: letters without what typesetting puts between them.

use crate::plan::Term;

/// A term ready to be looked for.
#[derive(Debug, Clone)]
pub(crate) struct Needle {
    /// Its position in the plan; `None` for words that a mark removed.
    pub(crate) term: Option<usize>,
    /// Letters and digits and other signs, without spaces and hyphens; folded unless the case
    /// counts.
    pub(crate) letters: Vec<char>,
    pub(crate) match_case: bool,
    pub(crate) part_of_word: bool,
}

impl Needle {
    pub(crate) fn of(index: usize, term: &Term) -> Option<Self> {
        Self::new(Some(index), &term.text, term.match_case, term.part_of_word)
    }

    pub(crate) fn new(
        term: Option<usize>,
        text: &str,
        match_case: bool,
        part_of_word: bool,
    ) -> Option<Self> {
        let mut letters = Vec::new();
        for c in text.chars().filter(|c| !is_gap(*c)) {
            spread(c, !match_case, |c| letters.push(c));
        }
        (!letters.is_empty()).then_some(Self { term, letters, match_case, part_of_word })
    }

    /// Where in `text` it stands: for each occurrence the first and the last letter.
    /// `edge(i)` tells whether a word ends before letter `i`.
    pub(crate) fn find(&self, text: &[char], edge: impl Fn(usize) -> bool) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        let Some(first) = self.letters.first() else { return found };
        let length = self.letters.len();
        for (at, c) in text.iter().enumerate() {
            if c != first || text.get(at..at + length) != Some(self.letters.as_slice()) {
                continue;
            }
            let starts = self.part_of_word || !first.is_alphanumeric() || edge(at);
            let ends = self.part_of_word
                || self.letters.last().is_some_and(|c| !c.is_alphanumeric())
                || edge(at + length);
            if starts && ends {
                found.push((at, at + length - 1));
            }
        }
        found
    }

    /// Whether it stands in a string that is not drawn.
    pub(crate) fn is_in(&self, text: &str) -> bool {
        let mut letters = Vec::new();
        // Whether a word may end before the letter of the same index.
        let mut edges = vec![true];
        let mut gap = false;
        for c in text.chars() {
            if is_gap(c) {
                gap = true;
                continue;
            }
            spread(c, !self.match_case, |c| {
                let apart = match letters.last() {
                    Some(last) => gap || !joined(*last, c),
                    None => true,
                };
                if let Some(edge) = edges.last_mut() {
                    *edge = apart;
                }
                letters.push(c);
                edges.push(true);
                gap = false;
            });
        }
        !self.find(&letters, |i| edges.get(i).copied().unwrap_or(true)).is_empty()
    }
}

/// Whether two letters next to one another belong to one word. A number that follows a name, as
/// that of a footnote does, is no part of it.
pub(crate) fn joined(a: char, b: char) -> bool {
    a.is_alphanumeric() && b.is_alphanumeric() && a.is_numeric() == b.is_numeric()
}

/// Spaces, hyphens and signs without width: what typesetting adds or drops within words.
pub(crate) fn is_gap(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(
            c,
            '-' | '\u{AD}' | '\u{2010}' | '\u{2011}' | '\u{2012}' | '\u{200B}'
                ..='\u{200F}' | '\u{FEFF}' | '\u{2060}'
        )
}

/// Gives `c` as people type it: ligatures apart, quotes straight, case folded if wished.
pub(crate) fn spread(c: char, fold: bool, mut give: impl FnMut(char)) {
    let apart = match c {
        'ﬀ' => "ff",
        'ﬁ' => "fi",
        'ﬂ' => "fl",
        'ﬃ' => "ffi",
        'ﬄ' => "ffl",
        'ﬅ' | 'ﬆ' => "st",
        'ß' if fold => "ss",
        'Æ' if fold => "ae",
        'æ' => "ae",
        'œ' => "oe",
        '’' | '‘' | 'ʼ' | '`' | '´' => "'",
        '“' | '”' => "\"",
        _ => "",
    };
    if !apart.is_empty() {
        apart.chars().for_each(give);
    } else if fold {
        c.to_lowercase().for_each(give);
    } else {
        give(c);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn found(term: &str, text: &str) -> bool {
        let term = Term {
            text: term.to_owned(),
            label: String::new(),
            match_case: false,
            part_of_word: false,
            gap: None,
        };
        Needle::of(0, &term).unwrap().is_in(text)
    }

    #[test]
    fn words_are_found_however_they_are_set() {
        for text in ["Smith", "a SMITH, b", "Smi-\nth", "o(smith)", "Smi\u{AD}th", "Smith-Jones"] {
            assert!(found("smith", text), "{text}");
        }
        assert!(found("Officer", "O\u{FB03}cer"));
        assert!(found("O'Brien", "O’Brien"));
        assert!(found("Anna Lee", "anna\nlee"));
    }

    #[test]
    fn words_within_words_are_others() {
        for text in ["Smithson", "blacksmith", "Smi 1 th"] {
            assert!(!found("smith", text), "{text}");
        }
    }
}
