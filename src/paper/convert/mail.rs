//! An email as it is printed: who wrote to whom, when and on what, then what it says.

use super::super::model::{Block, Document, Fact, Footer, Level};
use super::super::{PaperProblem, typeset};
use super::{Drawn, text};

/// The head of an email. What is empty is left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MailFacts {
    pub from: String,
    pub to: Vec<String>,
    pub cc: Vec<String>,
    pub bcc: Vec<String>,
    /// As the reader is to see it.
    pub date: String,
    pub subject: String,
    /// Their names; each attachment is a record of its own.
    pub attachments: Vec<String>,
}

/// Draws an email up as pages.
///
/// # Errors
/// Where it would have more pages than anyone could read.
pub fn from_mail(facts: &MailFacts, body: &str, title: &str) -> Result<Drawn, PaperProblem> {
    let mut document = Document::new(title);
    document.footer = Footer::Nothing;
    let rows = [
        ("From", facts.from.clone()),
        ("To", facts.to.join(";\n")),
        ("Cc", facts.cc.join(";\n")),
        ("Bcc", facts.bcc.join(";\n")),
        ("Date", facts.date.clone()),
        ("Attachments", facts.attachments.join("\n")),
    ];
    if !facts.subject.trim().is_empty() {
        document.blocks.push(Block::Heading { level: Level::Two, text: facts.subject.clone() });
    }
    let rows = rows.into_iter().filter(|(_, value)| !value.trim().is_empty());
    document.blocks.push(Block::Facts(rows.map(|(name, value)| Fact::new(name, value)).collect()));
    document.blocks.extend(text::blocks(body));
    let set = typeset(&document)?;
    Ok(Drawn { pdf: set.pdf, pages: set.pages })
}
