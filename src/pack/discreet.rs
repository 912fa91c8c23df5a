//! What stands around the documents must not say what was taken out of them: titles, authors and
//! bookmarks lose the names that a mark covers anywhere in the pack (RED-05).

use std::collections::HashSet;

use candour_redaction::geometry::Quad;
use candour_redaction::read::Word;

use crate::review::covers;

/// Stands where a name stood.
pub(super) const GONE: &str = "[removed]";

/// The names and numbers under the marks of a pack.
#[derive(Debug, Clone, Default)]
pub struct Covered(HashSet<String>);

impl Covered {
    /// Takes in the words of a page that lie under these marks. Everyday words, written small
    /// wherever they stand, say nothing by themselves and are left out.
    pub fn take(&mut self, words: &[Word], quads: &[Quad]) {
        for word in words {
            if quads.iter().any(|quad| covers(quad, &word.quad)) {
                for part in parts(&word.text) {
                    let telling =
                        part.chars().next().is_some_and(|c| c.is_uppercase() || c.is_numeric());
                    if telling && part.chars().count() >= 3 {
                        self.0.insert(part.to_lowercase());
                    }
                }
            }
        }
    }

    /// The words without what is covered elsewhere.
    pub fn discreet(&self, text: &str) -> String {
        let mut kept = String::new();
        let mut rest = text;
        while let Some(start) = rest.find(|c: char| c.is_alphanumeric()) {
            let end = rest[start..]
                .find(|c: char| !c.is_alphanumeric())
                .map_or(rest.len(), |n| start + n);
            kept.push_str(&rest[..start]);
            let part = &rest[start..end];
            if self.0.contains(&part.to_lowercase()) {
                if !kept.trim_end().ends_with(GONE) {
                    kept.push_str(GONE);
                }
            } else {
                kept.push_str(part);
            }
            rest = &rest[end..];
        }
        kept.push_str(rest);
        kept
    }
}

fn parts(word: &str) -> impl Iterator<Item = &str> {
    word.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty())
}

#[cfg(test)]
mod tests {
    use candour_redaction::geometry::Rect;

    use super::*;

    fn covered(text: &str) -> Covered {
        let quad = Quad::from(Rect::new(0.0, 0.0, 10.0, 10.0));
        let words: Vec<Word> = text
            .split(' ')
            .map(|w| Word { text: w.into(), quad, line: 0, invisible: false })
            .collect();
        let mut covered = Covered::default();
        covered.take(&words, &[quad]);
        covered
    }

    #[test]
    fn a_marked_name_leaves_the_titles_too() {
        let covered = covered("Mrs Diane Kershaw,");

        assert_eq!(
            covered.discreet("Letter from Diane Kershaw, 3 May"),
            "Letter from [removed] , 3 May"
        );
        assert_eq!(covered.discreet("KERSHAW.pdf"), "[removed].pdf");
    }

    #[test]
    fn everyday_words_stay() {
        assert_eq!(covered("she said the report").discreet("The report"), "The report");
    }
}
