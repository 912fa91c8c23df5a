//! What the pages before the documents say of those that are contested, corrected or added to.

use super::letters::{Front, bold, count, paragraph};
use crate::paper::{Block, Level, plain};

/// Somebody's own words, a block a paragraph.
fn quoted(words: &str) -> impl Iterator<Item = Block> {
    words.split('\n').filter(|line| !line.trim().is_empty()).map(|line| Block::Note(plain(line)))
}

impl Front<'_> {
    /// What is contested, corrected or added, each with the words that belong to it: statements
    /// stand as the person wrote them.
    pub(super) fn contested(&self) -> Vec<Block> {
        let noticed = || self.listed.iter().filter(|l| !l.notices.is_empty());
        if noticed().next().is_none() {
            return Vec::new();
        }
        let mut blocks = vec![Block::Heading {
            level: Level::One,
            text: "Contested, corrected or added to".into(),
        }];
        for listed in noticed() {
            for notice in &listed.notices {
                let name = format!("D{}.", listed.number);
                blocks.push(Block::Paragraph(bold(&name, &format!("{}.", notice.sentence()))));
                if !notice.words.is_empty() {
                    blocks.push(paragraph("It is to be read like this:"));
                    blocks.extend(quoted(&notice.words));
                }
                if !notice.statement.is_empty() {
                    blocks.push(paragraph("The person's own statement about it:"));
                    blocks.extend(quoted(&notice.statement));
                }
            }
        }
        blocks
    }

    /// The sentence of the letter that points there (article 18(1)(a)).
    pub(super) fn about_contested(&self) -> Option<Block> {
        let noticed = self.listed.iter().filter(|l| !l.notices.is_empty()).count();
        (noticed > 0).then(|| {
            paragraph(format!(
                "What {} says is contested, or was corrected or added to. The list of documents says which, and in what words. Where it says that use is restricted, nobody may rely on the document until that is settled.",
                count(noticed, "document")
            ))
        })
    }
}
