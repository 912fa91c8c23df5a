//! The words that may stand nowhere in the output, and how they are looked for.

use std::collections::{BTreeSet, HashSet};
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use unicode_normalization::UnicodeNormalization;

use crate::plan::Term;
use crate::refusal::Refusal;

/// Shorter words turn up by chance in any file.
const SHORTEST_LONE: usize = 4;
/// In bytes that are no text, chance needs more letters to be ruled out.
const SHORTEST_RAW: usize = 6;
/// Shorter terms could be operators of a content stream.
const SHORTEST_CODE: usize = 4;

/// Words that PDF itself is written in. A mark over one of them proves nothing by its bytes.
static PDF_WORDS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| include_str!("pdf_words.txt").split_whitespace().collect());

/// Whether PDF itself is written in this word, folded.
pub(crate) fn is_pdf_word(folded: &str) -> bool {
    PDF_WORDS.contains(folded)
}

pub(crate) struct Secrets {
    terms: Vec<Needle>,
    lone: Finder,
    raw: Finder,
}

/// Looks for many words at once, in folded text without white space.
struct Finder(Option<AhoCorasick>);

struct Needle {
    text: String,
    /// Right-to-left words are often drawn letter by letter from the left.
    turned: Option<String>,
    match_case: bool,
    part_of_word: bool,
}

/// One reading of a piece of text, prepared for search.
#[derive(Debug, Default)]
pub(crate) struct Prepared {
    /// Case folded, white space single.
    folded: String,
    /// As `folded`, but as it was written.
    exact: String,
    /// As `folded`, without white space.
    squashed: String,
}

impl Prepared {
    pub(crate) fn new(text: &str) -> Self {
        let exact = single_spaced(text);
        let folded = fold(&exact);
        Self::of(exact, folded)
    }

    pub(crate) fn squashed(&self) -> &str {
        &self.squashed
    }

    /// Text that is single spaced already, and the same text folded.
    pub(crate) fn of(exact: String, folded: String) -> Self {
        let squashed = folded.chars().filter(|c| *c != ' ').collect();
        Self { folded, exact, squashed }
    }

    pub(crate) fn folded(&self) -> &str {
        &self.folded
    }

    /// Whether the text is written like this.
    pub(crate) fn is_written(&self, text: &str) -> bool {
        self.exact == text
    }
}

impl Secrets {
    /// `lone` are words that stood under marks and nowhere else.
    pub(crate) fn new(terms: &[Term], lone: &BTreeSet<String>) -> Result<Self, Refusal> {
        let needles = terms
            .iter()
            .map(|term| {
                let exact = single_spaced(&term.text);
                let text = if term.match_case { exact } else { fold(&exact) };
                let turned =
                    text.chars().any(is_right_to_left).then(|| text.chars().rev().collect());
                Needle {
                    text,
                    turned,
                    match_case: term.match_case,
                    part_of_word: term.part_of_word,
                }
            })
            .collect();
        let words = lone.iter().filter(|w| is_telling(w));
        let terms = terms.iter().map(|term| fold(&single_spaced(&term.text)));
        let raw = words.clone().cloned().chain(terms);
        let raw = raw.filter(|w| w.len() >= SHORTEST_RAW && w.is_ascii());
        let raw: BTreeSet<String> = raw.flat_map(|w| [wide(&w), w]).collect();
        Ok(Self { terms: needles, lone: Finder::new(words)?, raw: Finder::new(raw.iter())? })
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.terms.iter().all(|needle| needle.text.is_empty()) && self.lone.0.is_none()
    }

    /// Whether the text holds a term or a word that stood only under marks.
    pub(crate) fn in_text(&self, text: &Prepared) -> bool {
        self.terms_in(text) || self.lone.finds(text.squashed.as_bytes())
    }

    /// Whether program text, such as a content stream, holds one of the words.
    pub(crate) fn in_code(&self, text: &Prepared) -> bool {
        let long = self.terms.iter().filter(|needle| needle.text.len() >= SHORTEST_CODE);
        long.clone().any(|needle| needle.is_named(text))
            || self.lone.finds(without_names(&text.folded).as_bytes())
    }

    /// Whether squashed text holds a word that stood only under marks.
    pub(crate) fn lone_in(&self, squashed: &str) -> bool {
        self.lone.finds(squashed.as_bytes())
    }

    /// Whether a name that a program gave holds a term as a word: numbers belong to such words.
    pub(crate) fn terms_named(&self, name: &Prepared) -> bool {
        self.terms.iter().any(|needle| needle.is_named(name))
    }

    pub(crate) fn terms_in(&self, text: &Prepared) -> bool {
        self.terms.iter().any(|needle| !needle.spans(text).is_empty())
    }

    /// Whether bytes that are not known to be text hold one of the words as they are.
    pub(crate) fn in_raw(&self, bytes: &[u8]) -> bool {
        self.raw.finds(bytes)
    }

    /// Whether such bytes hold one of the words by itself, and not as the name of something.
    pub(crate) fn in_description(&self, bytes: &[u8]) -> bool {
        let Some(words) = &self.raw.0 else { return false };
        words.find_overlapping_iter(bytes).any(|found| {
            let before = found.start().checked_sub(1).and_then(|at| bytes.get(at));
            let behind = bytes.get(found.end());
            let sets_apart = |b: Option<&u8>| b.is_none_or(|b| !b.is_ascii_alphanumeric());
            sets_apart(before) && sets_apart(behind) && before != Some(&b'/')
        })
    }

    pub(crate) fn minds_case(&self, term: usize) -> bool {
        self.terms.get(term).is_some_and(|needle| needle.match_case)
    }

    /// Byte spans of the term's occurrences in the prepared text, as [`Prepared::new`] folds it.
    pub(crate) fn occurrences(&self, term: usize, text: &Prepared) -> Vec<(usize, usize)> {
        self.terms.get(term).map(|needle| needle.spans(text)).unwrap_or_default()
    }
}

impl Finder {
    fn new<'w>(words: impl Iterator<Item = &'w String>) -> Result<Self, Refusal> {
        let words: Vec<_> = words.collect();
        if words.is_empty() {
            return Ok(Self(None));
        }
        AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .build(words)
            .map(|found| Self(Some(found)))
            .map_err(|e| Refusal::TooLarge {
                limit: "marks".to_owned(),
                detail: format!("too many words to look for: {e}"),
            })
    }

    fn finds(&self, text: &[u8]) -> bool {
        self.0.as_ref().is_some_and(|words| words.is_match(text))
    }
}

impl Needle {
    fn is_named(&self, text: &Prepared) -> bool {
        let within = if self.match_case { &text.exact } else { &text.folded };
        let alone = |(from, to): (usize, usize)| {
            let before = within.get(..from).and_then(|t| t.chars().next_back());
            let behind = within.get(to..).and_then(|t| t.chars().next());
            !before.is_some_and(char::is_alphanumeric) && !behind.is_some_and(char::is_alphanumeric)
        };
        self.spans(text).into_iter().any(|span| self.part_of_word || alone(span))
    }

    fn spans(&self, text: &Prepared) -> Vec<(usize, usize)> {
        if self.text.is_empty() {
            return Vec::new();
        }
        let within = if self.match_case { &text.exact } else { &text.folded };
        let turned = self.turned.iter().flat_map(|turned| within.match_indices(turned));
        within
            .match_indices(&self.text)
            .chain(turned)
            .map(|(at, found)| (at, at + found.len()))
            .filter(|(from, to)| self.part_of_word || is_whole(within, *from, *to))
            .collect()
    }
}

/// Letters of the Hebrew and Arabic scripts.
fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FEFC}')
}

/// Program text without its names, which say what a thing is and not what a text says.
fn without_names(code: &str) -> String {
    let mut within = false;
    code.chars()
        .map(|c| {
            let part = c.is_alphanumeric() || matches!(c, '_' | '.' | '+' | '-' | '#');
            within = c == '/' || (within && part);
            if within { ' ' } else { c }
        })
        .collect()
}

/// Whether the word does not go on before or behind.
fn is_whole(text: &str, from: usize, to: usize) -> bool {
    let word = text.get(from..to).unwrap_or_default();
    let before = text.get(..from).and_then(|t| t.chars().next_back());
    let behind = text.get(to..).and_then(|t| t.chars().next());
    !goes_on(word.chars().next(), before) && !goes_on(word.chars().next_back(), behind)
}

/// Whether a letter stands next to a letter, or a digit next to a digit: the number of a footnote
/// is no part of the word that it follows.
pub(crate) fn goes_on(edge: Option<char>, beside: Option<char>) -> bool {
    match (edge, beside) {
        (Some(a), Some(b)) => {
            b.is_alphanumeric() && (!a.is_alphanumeric() || a.is_numeric() == b.is_numeric())
        }
        _ => false,
    }
}

/// Whether a word under a mark says enough to be looked for as such.
pub(crate) fn is_telling(word: &str) -> bool {
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    // Numbers stand all over a PDF; only long ones are somebody's.
    let telling = letters >= SHORTEST_LONE || (letters == 0 && word.chars().count() >= 8);
    telling && !PDF_WORDS.iter().any(|known| known.contains(word))
}

pub(crate) fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    text.chars().flat_map(char::to_lowercase).collect()
}

/// Compatibility characters resolved, invisible ones left out, white space made single.
pub(crate) fn single_spaced(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    let mut push = |c: char| {
        if c.is_whitespace() || c == '\0' {
            gap = !out.is_empty();
        } else if !is_invisible(c) {
            if std::mem::take(&mut gap) {
                out.push(' ');
            }
            out.push(c);
        }
    };
    if text.is_ascii() {
        text.chars().for_each(&mut push);
    } else {
        text.nfkc().for_each(&mut push);
    }
    out
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{1}'..='\u{8}')
}

/// A word in UTF-16 without its first zero, so that both byte orders hold it.
fn wide(word: &str) -> String {
    let mut out = String::new();
    for (index, c) in word.chars().enumerate() {
        if index > 0 {
            out.push('\0');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn term(text: &str) -> Term {
        Term {
            text: text.to_owned(),
            label: String::new(),
            match_case: false,
            part_of_word: false,
            gap: None,
        }
    }

    fn finds(terms: &[Term], text: &str) -> bool {
        Secrets::new(terms, &BTreeSet::new()).is_ok_and(|s| s.terms_in(&Prepared::new(text)))
    }

    #[test]
    fn a_term_is_found_as_a_whole_word_in_any_case_and_spacing() {
        let anna = [term("Anna Ward")];

        assert!(finds(&anna, "to ANNA\n  Ward's flat"));
        assert!(!finds(&anna, "Hanna Ward"));
        assert!(!finds(&anna, "Anna Wardle"));
    }

    #[test]
    fn a_term_is_found_through_ligatures_and_soft_hyphens() {
        assert!(finds(&[term("Griffiths")], "Mrs Gri\u{FB03}ths"));
        assert!(finds(&[term("Okafor")], "Oka\u{AD}for"));
        assert!(finds(&[term("José")], "Jose\u{301}"));
    }

    #[test]
    fn a_term_is_found_that_is_drawn_from_the_left_though_read_from_the_right() {
        assert!(finds(&[term("כהן")], "מר כהן"));
        assert!(finds(&[term("כהן")], "ןהכ רמ"));
        assert!(!finds(&[term("nahoc")], "cohan"));
    }

    #[test]
    fn a_term_may_ask_for_its_case_and_for_parts_of_words() {
        let exact = Term { match_case: true, ..term("May") };
        let part = Term { part_of_word: true, ..term("smith") };

        assert!(!finds(std::slice::from_ref(&exact), "it may be"));
        assert!(finds(&[exact], "Mrs May said"));
        assert!(finds(&[part], "Smithson"));
    }

    #[test]
    fn a_lone_word_is_found_without_its_spaces_and_in_wide_bytes() {
        let lone = BTreeSet::from(["okafor".to_owned()]);
        let secrets = Secrets::new(&[], &lone).ok();

        let found = |text: &str| secrets.as_ref().is_some_and(|s| s.in_text(&Prepared::new(text)));
        assert!(found("see O k a f o r"));
        assert!(!found("see Oka"));
        assert!(secrets.as_ref().is_some_and(|s| s.in_raw(b"x\0O\0k\0a\0f\0o\0r\0")));
    }
}
