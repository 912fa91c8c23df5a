//! E-mail trails pasted into items: which messages an item consists of, and where the same ones
//! stand a second time.
//!
//! Source: the recording policies ask that trails are not pasted into notes; where they are, each
//! message is to be shown once.

mod split;

use std::collections::HashMap;

use candour_redaction::read::Word;
use sha2::{Digest as _, Sha256};

/// Fewer letters than this are said too often to be the same message: "Thank you. Kind regards".
const FEWEST_LETTERS: i64 = 40;

/// A message of an item, and where its words stand. Pages count from 1, words from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrailMessage {
    pub hash: String,
    pub letters: i64,
    pub from: (i64, i64),
    pub to: (i64, i64),
}

/// Takes the lines of an item page by page.
#[derive(Debug, Default)]
pub struct Lines(Vec<Line>);

#[derive(Debug)]
struct Line {
    page: i64,
    first: i64,
    last: i64,
    text: String,
}

impl Lines {
    pub fn add(&mut self, page: i64, words: &[Word]) {
        let mut number = None;
        for (at, word) in words.iter().enumerate() {
            let at = at as i64;
            match self.0.last_mut() {
                Some(line) if line.page == page && number == Some(word.line) => {
                    line.last = at;
                    line.text.push(' ');
                    line.text.push_str(&word.text);
                }
                _ => self.0.push(Line { page, first: at, last: at, text: word.text.clone() }),
            }
            number = Some(word.line);
        }
    }

    /// The messages, in their order. What is not a trail is one message.
    pub fn messages(&self) -> Vec<TrailMessage> {
        let texts: Vec<&str> = self.0.iter().map(|line| line.text.as_str()).collect();
        let messages = split::split(&texts).into_iter();
        messages
            .filter_map(|message| {
                let (first, last) =
                    (self.0.get(message.lines.start)?, self.0.get(message.lines.end - 1)?);
                let words = split::normalised(texts.get(message.body)?.iter().copied());
                (!words.is_empty()).then(|| TrailMessage {
                    hash: Sha256::digest(&words).iter().map(|b| format!("{b:02x}")).collect(),
                    letters: words.chars().count() as i64,
                    from: (first.page, first.first),
                    to: (last.page, last.last),
                })
            })
            .collect()
    }
}

/// Messages of an item that stand in another one too, one after the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Same {
    /// Counted from 1.
    pub first: i64,
    pub last: i64,
    /// How many the item has.
    pub of: i64,
    /// The number of the other item.
    pub number: i64,
    pub from: (i64, i64),
    pub to: (i64, i64),
}

impl Same {
    /// "Messages 2 to 4 of the 5 in this trail are also D12".
    pub fn sentence(&self) -> String {
        let also = format!("also D{}", self.number);
        match (self.first, self.last, self.of) {
            (_, _, 1) => format!("The words of this item are {also}"),
            (1, last, of) if last == of => format!("All {of} messages of this trail are {also}"),
            (first, last, of) if first == last => {
                format!("Message {first} of the {of} in this trail is {also}")
            }
            (first, last, of) => {
                format!("Messages {first} to {last} of the {of} in this trail are {also}")
            }
        }
    }
}

/// Where messages of other items stand: by hash, the item's number and the message's place in it.
pub type Elsewhere = HashMap<String, Vec<(i64, i64)>>;

/// Which messages stand elsewhere too: of each, the longest run that contains it, the item with
/// the lowest number where two are as long.
pub fn same(own: &[TrailMessage], elsewhere: &Elsewhere) -> Vec<Same> {
    let of = own.len() as i64;
    let mut found: Vec<Same> = Vec::new();
    let mut at = 0;
    while let Some(message) = own.get(at) {
        let runs = elsewhere.get(&message.hash).into_iter().flatten();
        let longest = runs
            .map(|(number, place)| (run(own, at, elsewhere, (*number, *place)), *number))
            .max_by_key(|(length, number)| (*length, std::cmp::Reverse(*number)));
        let Some((length, number)) = longest else {
            at += 1;
            continue;
        };
        let messages = own.get(at..at + length).unwrap_or_default();
        let letters: i64 = messages.iter().map(|m| m.letters).sum();
        if let (true, [first, ..], [.., last]) = (letters >= FEWEST_LETTERS, messages, messages) {
            let (first_at, last_at) = (at as i64 + 1, (at + length) as i64);
            let (from, to) = (first.from, last.to);
            found.push(Same { first: first_at, last: last_at, of, number, from, to });
        }
        at += length;
    }
    found
}

/// How many messages from `at` on follow each other in the other item too.
fn run(own: &[TrailMessage], at: usize, elsewhere: &Elsewhere, other: (i64, i64)) -> usize {
    let (number, place) = other;
    let stands = |(n, message): (usize, &TrailMessage)| {
        let place = place + n as i64;
        elsewhere.get(&message.hash).is_some_and(|all| all.contains(&(number, place)))
    };
    own.iter().skip(at).enumerate().take_while(|one| stands(*one)).count()
}

/// The words of a page, of those from one place to another; `count` words stand on it.
pub fn words_on(
    from: (i64, i64),
    to: (i64, i64),
    page: i64,
    count: usize,
) -> Option<(usize, usize)> {
    let whole = (0, count.checked_sub(1)?);
    let number = |n: i64| usize::try_from(n).ok();
    let first = if page == from.0 { number(from.1)? } else { whole.0 };
    let last = if page == to.0 { number(to.1)? } else { whole.1 };
    ((from.0..=to.0).contains(&page) && first <= last && last <= whole.1).then_some((first, last))
}

#[cfg(test)]
mod tests {
    use candour_redaction::geometry::Rect;

    use super::*;

    fn lines(text: &str) -> Lines {
        let mut lines = Lines::default();
        for (page, text) in text.split('\u{c}').enumerate() {
            let words: Vec<Word> = text
                .lines()
                .enumerate()
                .flat_map(|(line, text)| {
                    text.split_whitespace().map(move |word| Word {
                        text: word.into(),
                        quad: Rect::new(0.0, 0.0, 1.0, 1.0).into(),
                        line: line as u32,
                        invisible: false,
                    })
                })
                .collect();
            lines.add(page as i64 + 1, &words);
        }
        lines
    }

    fn message(hash: &str, letters: i64) -> TrailMessage {
        TrailMessage { hash: hash.into(), letters, from: (1, 0), to: (1, 9) }
    }

    fn elsewhere(items: &[(i64, &[&str])]) -> Elsewhere {
        let mut all = Elsewhere::new();
        for (number, hashes) in items {
            for (place, hash) in hashes.iter().enumerate() {
                all.entry((*hash).into()).or_default().push((*number, place as i64));
            }
        }
        all
    }

    #[test]
    fn a_message_is_the_same_however_it_was_quoted_and_broken_over_pages() {
        let sent = lines("Rhys was late again today,\nand would not say why.").messages();
        let pasted = lines("See below.\nOn 4 March 2019 Ann wrote:\n> Rhys was late again today, and\u{c}> would not say why.").messages();

        assert_eq!(sent[0].hash, pasted[1].hash);
        assert_eq!((pasted[1].from, pasted[1].to), ((1, 2), (2, 4)));
    }

    #[test]
    fn messages_that_follow_each_other_in_another_item_are_one_run() {
        let own = ["a", "b", "c", "d"].map(|hash| message(hash, 50));
        let others = elsewhere(&[(7, &["c"]), (12, &["x", "b", "c", "d"])]);

        let same = same(&own, &others);

        let found: Vec<String> = same.iter().map(Same::sentence).collect();
        assert_eq!(found, ["Messages 2 to 4 of the 4 in this trail are also D12"]);
    }

    #[test]
    fn what_everybody_writes_is_no_message_that_stands_twice() {
        let own = [message("thanks", 16), message("long", 90)];
        let others = elsewhere(&[(3, &["thanks"]), (4, &["long"])]);

        let found: Vec<i64> = same(&own, &others).iter().map(|same| same.number).collect();

        assert_eq!(found, [4]);
    }

    #[test]
    fn a_run_over_pages_takes_what_lies_between_whole() {
        let on = |page| words_on((1, 5), (3, 2), page, 10);

        assert_eq!([on(1), on(2), on(3), on(4)], [Some((5, 9)), Some((0, 9)), Some((0, 2)), None]);
        assert_eq!(words_on((1, 0), (2, 4), 1, 0), None);
    }
}
