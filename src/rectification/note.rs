//! The item that a decision adds to the record: the corrected version of a passage, beside which the
//! original is kept, superseded and linked. Text, so that it is read, marked and packed as any other.

use super::outcome::Outcome;
use crate::calendar::{Date, words};

/// What a note is made of.
pub struct Note<'a> {
    pub reference: &'a str,
    /// The number of the item, and its title.
    pub item: i64,
    pub title: &'a str,
    pub page: Option<i64>,
    pub outcome: Outcome,
    pub says: &'a str,
    pub should_say: &'a str,
    pub new_words: &'a str,
    pub statement: &'a str,
    pub reason: &'a str,
    pub decided_by: &'a str,
    pub decided_on: Date,
}

impl Note<'_> {
    pub fn file_name(&self) -> String {
        let what = match self.outcome {
            Outcome::Rectified => "Correction of",
            Outcome::Completed => "Addition to",
            Outcome::OpinionDisputed => "Statement on",
            Outcome::MistakeExplained => "Explanation of",
            Outcome::Refused => "Decision about",
        };
        format!("{what} D{} ({}).txt", self.item, self.reference)
    }

    pub fn text(&self) -> String {
        let page = self.page.map_or_else(String::new, |page| format!(", page {page}"));
        let mut text = format!(
            "{}\n\nThis belongs to D{}{page}: {}\nDecided on {} by {} ({})\n\nWhat the record said, as the person quotes it:\n\n{}\n\nWhat the person says it should say, in their own words:\n\n{}\n",
            self.outcome.words(),
            self.item,
            self.title,
            words(self.decided_on),
            self.decided_by,
            self.reference,
            self.says,
            self.should_say,
        );
        let heading = match self.outcome {
            Outcome::Rectified => "From now on it is to be read like this:",
            Outcome::Completed => "This is added:",
            Outcome::OpinionDisputed => "This stands beside the opinion:",
            Outcome::MistakeExplained => "What went wrong:",
            Outcome::Refused => "",
        };
        if !self.new_words.is_empty() {
            text += &format!("\n{heading}\n\n{}\n", self.new_words);
        }
        if !self.statement.is_empty() {
            text += &format!("\nThe person's own statement:\n\n{}\n", self.statement);
        }
        text + &format!(
            "\nWhy it was decided so:\n\n{}\n\nThe original is kept unchanged.\n",
            self.reason
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_holds_the_old_words_the_new_ones_and_the_persons_own() {
        let note = Note {
            reference: "RCT-2026-00001",
            item: 12,
            title: "Visit",
            page: Some(3),
            outcome: Outcome::Rectified,
            says: "born in 1997",
            should_say: "i was born in 1998",
            new_words: "Rowan was born in 1998.",
            statement: "It matters to me.",
            reason: "The birth certificate was seen.",
            decided_by: "Mona Carr",
            decided_on: Date::from_ymd_opt(2026, 12, 3).expect("a day of December"),
        };

        let text = note.text();

        assert_eq!(note.file_name(), "Correction of D12 (RCT-2026-00001).txt");
        for part in [
            "born in 1997",
            "i was born in 1998",
            "Rowan was born in 1998.",
            "It matters to me.",
            "D12, page 3",
            "3 December 2026 by Mona Carr",
            "kept unchanged",
        ] {
            assert!(text.contains(part), "{part} not in {text}");
        }
    }
}
