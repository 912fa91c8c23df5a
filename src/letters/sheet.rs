//! A letter on paper: tagged, with our head and the address where a window envelope has it.

use super::field::Field;
use super::language::Language;
use super::wording::{Filled, Part};
use crate::paper::{
    Block, Colour, Document, Fact, Footer, Letterhead, Level, Run, Text, TextSize, plain,
};
use crate::settings::Controller;

/// What stands around the words of a letter.
#[derive(Debug, Clone)]
pub struct Sheet<'a> {
    pub from: &'a Controller,
    pub language: Language,
    pub large_print: bool,
    /// Name and address, a line each.
    pub to: Vec<String>,
    /// "Our reference", "Date" and the like.
    pub facts: Vec<(String, String)>,
}

impl Sheet<'_> {
    /// The letter as a document; `section` makes the sections that are not words.
    pub fn document(&self, letter: &Filled, section: impl Fn(Field) -> Vec<Block>) -> Document {
        let mut lines = self.from.address.clone();
        lines.extend([self.from.phone.clone(), self.from.email.clone()]);
        let head = Letterhead { name: self.from.name.clone(), lines, mark: None };
        let mut blocks = vec![Block::Letterhead(head)];
        if !self.to.is_empty() {
            blocks.push(Block::Address(self.to.clone()));
        }
        blocks.push(Block::Facts(self.facts.iter().map(|(n, v)| Fact::new(n, v)).collect()));
        blocks.push(Block::Heading { level: Level::One, text: letter.subject.clone() });
        let signed = signature(&letter.parts);
        for part in &letter.parts[..signed] {
            blocks.extend(block(part, &section));
        }
        let closing = letter.parts[signed..].iter().flat_map(|part| block(part, &section));
        blocks.push(Block::Together(closing.collect()));
        Document {
            language: self.language.tag().into(),
            size: if self.large_print { TextSize::Large } else { TextSize::Normal },
            accent: colour(&self.from.colour),
            footer: Footer::PageNumbers,
            blocks,
            ..Document::new(letter.subject.clone())
        }
    }
}

/// Where the closing begins: the last two paragraphs stay together on one page.
fn signature(parts: &[Part]) -> usize {
    let words = parts.iter().rev().take_while(|part| matches!(part, Part::Paragraph(_))).count();
    parts.len() - words.min(2)
}

fn block(part: &Part, section: &impl Fn(Field) -> Vec<Block>) -> Vec<Block> {
    match part {
        Part::Heading(words) => vec![Block::Heading { level: Level::Two, text: words.clone() }],
        Part::Paragraph(words) => {
            words.lines().map(|line| Block::Paragraph(plain(line.trim()))).collect()
        }
        Part::Bullets(points) => vec![Block::Bullets(points.iter().map(|p| point(p)).collect())],
        Part::Section(field) => section(*field),
    }
}

/// A point whose first sentence is short begins with it in bold: "Tell us. You have the right …".
fn point(words: &str) -> Text {
    match words.split_once(". ") {
        Some((first, rest)) if first.split_whitespace().count() <= 4 => {
            vec![Run::bold(format!("{first}. ")), Run::plain(rest)]
        }
        _ => plain(words),
    }
}

pub(crate) fn colour(hex: &str) -> Option<Colour> {
    let part = |at: usize| u8::from_str_radix(hex.get(at..at + 2)?, 16).ok();
    Some(Colour(part(1)?, part(3)?, part(5)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paper;

    fn letter(large_print: bool) -> paper::Typeset {
        let from = Controller::default();
        let sheet = Sheet {
            from: &from,
            language: Language::English,
            large_print,
            to: vec!["Jordan Hale".into(), "4 Mill Lane".into()],
            facts: vec![("Our reference".into(), "SAR-2026-00042".into())],
        };
        let paragraph = |words: &str| Part::Paragraph(words.into());
        let parts = vec![
            paragraph(&"Some words that fill the page. ".repeat(120)),
            Part::Bullets(vec!["Tell us. You may.".into()]),
            paragraph("Yours sincerely"),
            paragraph("The officer\nNorthmoor Council"),
        ];
        let filled = Filled { subject: "A letter".into(), parts };
        paper::typeset(&sheet.document(&filled, |_| Vec::new())).expect("a letter can be set")
    }

    #[test]
    fn large_print_takes_more_pages() {
        assert!(letter(true).pages > letter(false).pages);
    }
}
