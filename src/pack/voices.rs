//! What passages of the pack are: whose voice, who decided and why, what is fact and what opinion.
//! Only of words that the requester will read: what stands under a mark is not repeated.

use candour_redaction::geometry::Quad;
use candour_redaction::read::Word;

use super::discreet::{Covered, GONE};
use super::letters::{Front, bold, paragraph};
use crate::paper::{Block, Document, Level, Run, Text};
use crate::records::{PassageRow, Tag};
use crate::review::covers;

/// Words of a passage that are repeated before the documents; its page shows them all.
const MOST_WORDS: usize = 60;

/// A passage in the words that are released.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Voiced {
    tag: Tag,
    place: (i64, i64),
    words: String,
    basis: String,
    maker: String,
}

/// The tagged passages of the released documents.
#[derive(Debug, Clone, Default)]
pub struct Voices(Vec<Voiced>);

impl Voices {
    /// Takes in the passages of a page, but for what its marks cover. Of a passage that is wholly
    /// covered not even the tag is told: that there was an opinion says something of it.
    pub fn take(
        &mut self,
        (number, page): (i64, i64),
        passages: &[PassageRow],
        words: &[Word],
        marks: &[Quad],
    ) {
        let number_of = |n: i64| usize::try_from(n).unwrap_or(usize::MAX);
        for passage in passages.iter().filter(|passage| passage.page == page) {
            let (first, last) = (number_of(passage.first_word), number_of(passage.last_word));
            let standing = words.iter().take(last.saturating_add(1)).skip(first);
            let mut shown: Vec<&str> = Vec::new();
            let mut told = false;
            for word in standing {
                if !marks.iter().any(|mark| covers(mark, &word.quad)) {
                    told = true;
                    shown.push(&word.text);
                } else if shown.last() != Some(&GONE) {
                    shown.push(GONE);
                }
            }
            if !told {
                continue;
            }
            if shown.len() > MOST_WORDS {
                shown.truncate(MOST_WORDS);
                shown.push("…");
            }
            self.0.push(Voiced {
                tag: passage.tag,
                place: (number, page),
                words: shown.join(" "),
                basis: passage.basis.clone(),
                maker: passage.maker.clone(),
            });
        }
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Whose voice it is stands first: a person looks for their own.
const ORDER: [Tag; 9] = [
    Tag::ChildsVoice,
    Tag::Decision,
    Tag::Fact,
    Tag::Opinion,
    Tag::Hypothesis,
    Tag::Assessment,
    Tag::Judgement,
    Tag::ManagementOversight,
    Tag::IroOversight,
];

const fn heading_of(tag: Tag) -> &'static str {
    match tag {
        Tag::ChildsVoice => "What you said and felt, as it was written down",
        Tag::Decision => "Decisions",
        Tag::Fact => "Facts",
        Tag::Opinion => "Opinions",
        Tag::Hypothesis => "What somebody thought possible",
        Tag::Assessment => "Assessments",
        Tag::Judgement => "Professional judgements",
        Tag::ManagementOversight => "What managers wrote when they checked the work",
        Tag::IroOversight => "What independent reviewing officers wrote",
    }
}

impl Front<'_> {
    /// What the people who read the record for this request say of its passages.
    pub fn voices(&self, voices: &Voices, covered: &Covered) -> Document {
        let mut blocks = vec![
            Block::Heading { level: Level::One, text: "Whose words these are".into() },
            paragraph(
                "Those who prepared this pack marked some passages: what is fact and what is opinion, who decided and why, and where you speak yourself. What they did not mark is none of these less.",
            ),
        ];
        for tag in ORDER {
            let of_tag: Vec<Text> = voices
                .0
                .iter()
                .filter(|voiced| voiced.tag == tag)
                .map(|voiced| line(voiced, covered))
                .collect();
            if !of_tag.is_empty() {
                let text = heading_of(tag).into();
                blocks.push(Block::Heading { level: Level::Two, text });
                blocks.push(Block::Bullets(of_tag));
            }
        }
        self.document("Whose words these are", blocks)
    }
}

fn line(voiced: &Voiced, covered: &Covered) -> Text {
    let (number, page) = voiced.place;
    let words = format!("“{}”", covered.discreet(&voiced.words));
    let mut line = bold(&format!("D{number}-p{page}"), &words);
    for (what, said) in [("Decided by", &voiced.maker), ("It rests on:", &voiced.basis)] {
        if !said.is_empty() {
            line.push(Run::italic(format!(" {what} {}", covered.discreet(said))));
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use candour_redaction::geometry::Rect;

    use super::*;
    use crate::db::Id;

    fn passage(tag: Tag, first_word: i64, last_word: i64) -> PassageRow {
        PassageRow {
            id: Id::new(),
            item_id: Id::new(),
            page: 1,
            first_word,
            last_word,
            tag,
            basis: String::new(),
            maker: String::new(),
            by: "Rita Moss".into(),
        }
    }

    fn page(text: &str) -> Vec<Word> {
        text.split(' ')
            .enumerate()
            .map(|(n, word)| Word {
                text: word.into(),
                quad: Rect::new(n as f64 * 10.0, 0.0, n as f64 * 10.0 + 9.0, 10.0).into(),
                line: 0,
                invisible: false,
            })
            .collect()
    }

    fn over(first: usize, last: usize) -> Quad {
        Rect::new(first as f64 * 10.0, 0.0, last as f64 * 10.0 + 9.0, 10.0).into()
    }

    fn told(passages: &[PassageRow], marks: &[Quad]) -> Vec<String> {
        let mut voices = Voices::default();
        voices.take((4, 1), passages, &page("I miss Uncle Lee Marsh most."), marks);
        voices.0.into_iter().map(|voiced| voiced.words).collect()
    }

    #[test]
    fn a_passage_is_told_without_what_a_mark_covers() {
        let voice = [passage(Tag::ChildsVoice, 0, 5)];

        assert_eq!(told(&voice, &[]), ["I miss Uncle Lee Marsh most."]);
        assert_eq!(told(&voice, &[over(3, 4)]), ["I miss Uncle [removed] most."]);
    }

    #[test]
    fn of_a_passage_that_is_wholly_covered_nothing_is_told() {
        let opinion = [passage(Tag::Opinion, 3, 4)];

        assert!(told(&opinion, &[over(2, 5)]).is_empty());
    }

    #[test]
    fn passages_of_another_page_are_not_told_here() {
        let other = [PassageRow { page: 2, ..passage(Tag::Fact, 0, 1) }];

        assert!(told(&other, &[]).is_empty());
    }

    #[test]
    fn every_tag_has_its_place_in_the_pack() {
        for tag in Tag::ALL {
            assert!(ORDER.contains(tag), "{}", tag.name());
        }
    }
}
