//! Finding words that legal advice uses, in an item that was not set apart. Pure, and linear in the
//! words. What is found is a question to the reviewer, never an answer.
//!
//! Source: the children's recording policy: legal advice belongs on contact sheets and on notes of
//! legal gateway or planning meetings, "not diary sheets", where it is found all the same.

use serde::{Deserialize, Serialize};

/// A sentence that speaks of legal advice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sentence {
    /// Counted from 1.
    pub page: i64,
    pub words: String,
}

/// Words in a row, without case; what stands between them does not matter.
const PHRASES: [&[&str]; 19] = [
    &["legal", "advice"],
    &["legal", "opinion"],
    &["legal", "gateway"],
    &["legal", "planning"],
    &["legal", "privilege"],
    &["legal", "professional", "privilege"],
    &["litigation", "privilege"],
    &["privileged"],
    &["counsel"],
    &["legal", "advised"],
    &["legal", "services", "advised"],
    &["legal", "services", "advise"],
    &["advice", "from", "legal"],
    &["solicitor", "advised"],
    &["solicitor", "advises"],
    &["solicitor", "s", "advice"],
    &["lawyer", "advised"],
    &["barrister", "advised"],
    &["proceedings", "in", "contemplation"],
];

/// What makes a phrase say something else: counsel *for* a party is named in every court order, and
/// people are privileged *to* know each other. A note of either is no advice because of it.
const NOT_BEFORE: [(&str, &str); 3] =
    [("counsel", "for"), ("privileged", "to"), ("privileged", "background")];

/// Sentences kept of one item at most: one is enough to ask.
const MOST: usize = 5;
/// Words of a sentence kept on each side of what was found.
const AROUND: usize = 30;

/// The sentences of a page that speak of legal advice. `words` in their reading order.
pub fn found_on(page: i64, words: &[&str]) -> Vec<Sentence> {
    // Each part of a word with the word it stands in: "counsel's" has two.
    let parts: Vec<(usize, String)> = words
        .iter()
        .enumerate()
        .flat_map(|(at, word)| {
            let parts = word.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
            parts.map(move |part| (at, part.to_lowercase()))
        })
        .collect();
    let mut sentences: Vec<Sentence> = Vec::new();
    let mut told = 0;
    for at in 0..parts.len() {
        let Some(length) = phrase_at(&parts[at..]) else { continue };
        let first = parts[at].0;
        if first < told {
            continue; // In the sentence before.
        }
        let last = parts[at + length - 1].0;
        let begins = (first.saturating_sub(AROUND)..first)
            .rev()
            .find(|before| ends_sentence(words[*before]))
            .map_or(first.saturating_sub(AROUND), |before| before + 1);
        let most = (last + AROUND).min(words.len() - 1);
        let ends = (last..most).find(|word| ends_sentence(words[*word])).unwrap_or(most);
        sentences.push(Sentence { page, words: words[begins..=ends].join(" ") });
        told = ends + 1;
    }
    sentences
}

fn phrase_at(parts: &[(usize, String)]) -> Option<usize> {
    PHRASES.iter().find_map(|phrase| {
        let here = parts.get(..phrase.len())?;
        let stands = here.iter().zip(*phrase).all(|((_, part), word)| part == word);
        let next = parts.get(phrase.len()).map(|(_, part)| part.as_str());
        let otherwise =
            NOT_BEFORE.iter().any(|(last, not)| phrase.last() == Some(last) && next == Some(not));
        (stands && !otherwise).then_some(phrase.len())
    })
}

fn ends_sentence(word: &str) -> bool {
    word.trim_end_matches(['"', '\'', ')', '”', '’']).ends_with(['.', '!', '?'])
}

/// The first sentences of a document that speak of legal advice.
pub fn found_in<'a>(pages: impl IntoIterator<Item = Vec<&'a str>>) -> Vec<Sentence> {
    let numbered = (1_i64..).zip(pages);
    numbered.flat_map(|(page, words)| found_on(page, &words)).take(MOST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let words: Vec<&str> = text.split_whitespace().collect();
        found_on(1, &words).into_iter().map(|sentence| sentence.words).collect()
    }

    #[test]
    fn advice_on_an_ordinary_note_is_found_with_its_sentence() {
        let note = "Visited at four. Our solicitor advised that the threshold is met. He ate well.";

        assert_eq!(found(note), ["Our solicitor advised that the threshold is met."]);
        for text in [
            "Counsel's opinion is awaited",
            "Legally speaking: LEGAL\nADVICE below",
            "marked (privileged)",
            "a Legal Planning Meeting was held",
            "Legal Services advised caution",
        ] {
            assert_eq!(found(text).len(), 1, "{text}");
        }
    }

    #[test]
    fn a_lawyer_who_is_only_named_asks_no_question() {
        for text in [
            "Having heard counsel for the local authority, the court orders",
            "Marcus Thwaite, solicitor, was at the conference",
            "The counsellor saw him. It has been privileged to know her",
            "The mother's solicitor rang to ask for the dates",
            "illegal advice",
        ] {
            assert_eq!(found(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn one_sentence_is_told_once_and_a_long_one_is_cut() {
        assert_eq!(found("Legal advice, privileged, from counsel. Legal advice.").len(), 2);

        let long = format!("{} legal advice {}", "word ".repeat(200), "word ".repeat(200));
        let [sentence] = found(&long).try_into().expect("one sentence");
        assert_eq!(sentence.split(' ').count(), 2 * AROUND + 2);
    }

    #[test]
    fn few_sentences_of_a_long_document_are_kept() {
        let pages = (0..100).map(|_| vec!["Legal", "advice."]);

        let kept = found_in(pages);

        assert_eq!(kept.len(), MOST);
        assert_eq!(kept[4].page, 5);
    }

    #[test]
    fn what_is_kept_reads_back() {
        let kept = vec![Sentence { page: 2, words: "Legal advice.".into() }];
        let json = serde_json::to_string(&kept).expect("words have a form in JSON");

        assert_eq!(serde_json::from_str::<Vec<Sentence>>(&json).expect("as written"), kept);
    }
}
