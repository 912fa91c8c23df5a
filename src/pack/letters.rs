//! The pages before the documents: covering letter, how to read the pack and what was left out,
//! index, chronology. Pure: facts in, a document to typeset out.

use std::collections::BTreeMap;

use super::copies::Copy;
use super::entries::EntryTold;
use crate::calendar::{Date, words as day};
use crate::letters::{self, Field, Sheet, Written};
use crate::paper::{
    Block, Column, Document, Fact, Footer, Header, Level, Run, Table, Text, TextSize, plain,
};
use crate::records::Notice;
use crate::settings::Controller;

/// What the letters need to know of a request.
#[derive(Debug, Clone)]
pub struct Case {
    pub reference: String,
    pub today: Date,
    pub received: Date,
    pub requester: String,
    pub address: Vec<String>,
    pub large_print: bool,
    pub own_words: String,
    pub searched: Vec<String>,
    pub nothing_held: Vec<String>,
}

/// A document of the pack, as the index lists it.
#[derive(Debug, Clone)]
pub struct Listed {
    pub number: i64,
    pub date: Option<Date>,
    pub title: String,
    pub kind: String,
    pub pages: usize,
    /// Of its first page, in the whole pack, counted from 1.
    pub at: usize,
    /// What is contested, corrected or added to it.
    pub notices: Vec<Notice>,
    pub entry: EntryTold,
}

/// A ground that was used, in the requester's words.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Used {
    pub label: String,
    pub words: String,
}

/// What was left out, by ground.
#[derive(Debug, Clone, Default)]
pub struct LeftOut {
    pub marks: BTreeMap<Used, usize>,
    /// Whole documents, with their pages.
    pub withheld: BTreeMap<Used, (usize, usize)>,
    /// Documents that are not given twice.
    pub copies: Vec<Copy>,
}

/// The pages before the documents.
pub struct Front<'a> {
    pub controller: &'a Controller,
    pub case: &'a Case,
    pub listed: &'a [Listed],
    pub left_out: &'a LeftOut,
    /// The covering letter's words.
    pub cover: &'a Written,
}

pub(super) fn bold(label: &str, words: &str) -> Text {
    vec![Run::bold(format!("{label} ")), Run::plain(words)]
}

fn heading(text: &str) -> Block {
    Block::Heading { level: Level::Two, text: text.into() }
}

pub(super) fn paragraph(text: impl Into<String>) -> Block {
    Block::Paragraph(plain(text))
}

/// "1 document", "3 documents".
pub fn count(n: usize, one: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {one}s") }
}

impl Front<'_> {
    pub(super) fn document(&self, title: &str, blocks: Vec<Block>) -> Document {
        Document {
            size: if self.case.large_print { TextSize::Large } else { TextSize::Normal },
            accent: letters::colour(&self.controller.colour),
            header: Some(Header {
                left: self.controller.name.clone(),
                right: self.case.reference.clone(),
                on_first_page: true,
            }),
            // The stamp of the pack numbers every page.
            footer: Footer::Nothing,
            blocks,
            ..Document::new(title)
        }
    }

    /// The covering letter: its wording as approved, with what Article 15 asks in the sections.
    pub fn letter(&self) -> Document {
        let case = self.case;
        let mut to = vec![case.requester.clone()];
        to.extend(case.address.clone());
        let sheet = Sheet {
            from: self.controller,
            language: self.cover.language,
            large_print: case.large_print,
            to,
            facts: vec![
                ("Our reference".into(), case.reference.clone()),
                ("Date".into(), self.cover.language.day(case.today)),
            ],
        };
        // The stamp of the pack numbers every page.
        let set = sheet.document(&self.cover.letter, |field| self.section(field));
        Document { footer: Footer::Nothing, ..set }
    }

    fn section(&self, field: Field) -> Vec<Block> {
        let own = self.case.own_words.split("\n\n").map(str::trim);
        match field {
            Field::OwnWords => own.filter(|p| !p.is_empty()).map(paragraph).collect(),
            Field::WhereWeLooked => self.what_we_did(),
            Field::WhatTheLawAsks => self.what_the_law_asks(),
            Field::IfSomethingIsWrong => self.if_something_is_wrong(),
            _ => Vec::new(),
        }
    }

    fn what_we_did(&self) -> Vec<Block> {
        let mut blocks = vec![heading("Where we looked and what we left out")];
        if !self.case.searched.is_empty() {
            blocks.push(paragraph("We asked these places for everything they hold:"));
            blocks.push(Block::Bullets(self.case.searched.iter().map(plain).collect()));
        }
        if !self.case.nothing_held.is_empty() {
            let places = self.case.nothing_held.join(", ");
            blocks.push(paragraph(format!("These told us that they hold nothing: {places}.")));
        }
        let marks: usize = self.left_out.marks.values().sum();
        let documents: usize = self.left_out.withheld.values().map(|(d, _)| d).sum();
        let said = match (marks, documents) {
            (0, 0) => "We left nothing out.".to_owned(),
            (marks, 0) => format!(
                "In {} we had to leave out words. Each gap carries a short label; the pages after this letter say what each label means and why.",
                count(marks, "place")
            ),
            (0, documents) => format!(
                "We had to leave out {}. The pages after this letter say why.",
                count(documents, "whole document")
            ),
            (marks, documents) => format!(
                "In {} we had to leave out words, and we left out {}. Each gap carries a short label; the pages after this letter say what each label means and why.",
                count(marks, "place"),
                count(documents, "whole document")
            ),
        };
        blocks.push(paragraph(said));
        blocks.extend(self.about_copies());
        blocks.extend(self.about_contested());
        blocks
    }

    /// Article 15(1) and (2), in the order of the law.
    fn what_the_law_asks(&self) -> Vec<Block> {
        let us = self.controller;
        let facts = vec![
            Fact::new("Why we hold it", &us.purposes),
            Fact::new("What kinds there are", self.kinds()),
            Fact::new("Who sees it", &us.recipients),
            Fact::new("How long we keep it", &us.retention),
            Fact::new(
                "Where it came from",
                "From you, from people who know you, and from those who worked with you or your family. Each document says who wrote it, where we know.",
            ),
            Fact::new("Decisions by machine", &us.automated),
            Fact::new("Abroad", &us.transfers),
        ];
        vec![heading("What the law asks us to tell you"), Block::Facts(facts)]
    }

    fn kinds(&self) -> String {
        let mut kinds: Vec<String> = self.listed.iter().map(|l| l.kind.to_lowercase()).collect();
        kinds.sort();
        kinds.dedup();
        if kinds.is_empty() {
            "None that we can give you.".into()
        } else {
            format!("Records of these kinds: {}.", kinds.join(", "))
        }
    }

    fn if_something_is_wrong(&self) -> Vec<Block> {
        let us = self.controller;
        vec![
            heading("If something is wrong"),
            paragraph(
                "You can ask us to correct what is wrong or incomplete, to erase something, to stop using it for a time, and you can object to how we use it. Tell us which page you mean.",
            ),
            Block::Bullets(vec![
                bold(
                    "Tell us.",
                    &format!(
                        "You have the right to complain to us. Write to {} at the address above, or to {}. We answer that we have your complaint within 30 days.",
                        us.officer.to_lowercase(),
                        us.email
                    ),
                ),
                bold(
                    "Tell the regulator.",
                    &format!(
                        "You have the right to complain to the {}: {}.",
                        us.regulator, us.regulator_address
                    ),
                ),
                bold("Go to court.", "You can ask a court to order us to do what the law says."),
            ]),
        ]
    }

    /// How to read the pack, and what each label in a gap means.
    pub fn explanation(&self) -> Document {
        let mut blocks = vec![
            Block::Heading { level: Level::One, text: "How to read this pack".into() },
            Block::Bullets(vec![
                bold(
                    "Pages.",
                    "Every page says at its edge which document it belongs to and where it stands in the pack: D17-p3 is page 3 of document 17.",
                ),
                bold(
                    "Black boxes.",
                    "What stood under a black box is gone from this file; it cannot be brought back from it. The label in the box stands in the list below.",
                ),
                bold(
                    "Order.",
                    "First comes a list of the documents, then what happened by date, who is who and what short words mean, then the documents themselves.",
                ),
            ]),
            Block::Heading { level: Level::One, text: "What was left out, and why".into() },
        ];
        if self.left_out.marks.is_empty() && self.left_out.withheld.is_empty() {
            blocks.push(paragraph("Nothing was left out."));
        }
        if !self.left_out.marks.is_empty() {
            blocks.push(heading("Words left out of documents"));
            blocks.push(Block::Table(Table {
                caption: None,
                columns: vec![
                    Column::new("Label", 12),
                    Column::new("Why", 76),
                    Column::right("Places", 12),
                ],
                rows: rows(&self.left_out.marks, |places| places.to_string()),
            }));
        }
        if !self.left_out.withheld.is_empty() {
            blocks.push(heading("Whole documents left out"));
            blocks.push(Block::Table(Table {
                caption: None,
                columns: vec![
                    Column::new("Label", 12),
                    Column::new("Why", 60),
                    Column::right("Documents and pages", 28),
                ],
                rows: rows(&self.left_out.withheld, |(documents, pages)| {
                    format!("{}, {}", count(*documents, "document"), count(*pages, "page"))
                }),
            }));
        }
        blocks.extend(self.about_copies());
        // Said in every pack, so that it tells of no advice and hides none.
        blocks.push(paragraph("Advice between us and our lawyers, where there is any, is kept apart from what we hold about you. The law does not ask us to share it, and it is not counted here."));
        blocks.push(paragraph("If you think that something should not have been left out, tell us. The letter says how, and who else you can turn to."));
        self.document("How to read this pack", blocks)
    }

    /// The list of documents, with the page of the pack each begins on.
    pub fn index(&self) -> Document {
        let rows = self
            .listed
            .iter()
            .map(|l| {
                let mut title = plain(&l.title);
                for notice in &l.notices {
                    title.push(Run::bold(format!(" {}.", notice.kind.words())));
                }
                vec![
                    plain(format!("D{}", l.number)),
                    plain(l.date.map(day).unwrap_or_else(|| "No date".into())),
                    title,
                    plain(&l.kind),
                    plain(l.pages.to_string()),
                    plain(l.at.to_string()),
                ]
            })
            .collect();
        let columns = vec![
            Column::new("No.", 8),
            Column::new("Date", 27),
            Column::new("Document", 30),
            Column::new("Kind", 19),
            Column::right("Pages", 8),
            Column::right("At page", 8),
        ];
        let table = Table { caption: None, columns, rows };
        let heading = Block::Heading { level: Level::One, text: "Documents in this pack".into() };
        let body =
            if self.listed.is_empty() { paragraph("There are none.") } else { Block::Table(table) };
        let mut blocks = vec![heading, body];
        blocks.extend(self.copies());
        blocks.extend(self.contested());
        self.document("Documents in this pack", blocks)
    }

    /// The documents by the day of what they tell.
    pub fn chronology(&self) -> Document {
        let mut dated: Vec<(&Listed, Date)> =
            self.listed.iter().filter_map(|l| Some((l, l.date?))).collect();
        dated.sort_by_key(|(l, date)| (*date, l.entry.time.clone(), l.number));
        let undated = self.listed.len() - dated.len();
        let rows = dated
            .into_iter()
            .map(|(l, date)| {
                let when = match l.entry.time.as_str() {
                    "" => day(date),
                    time => format!("{}, {time}", day(date)),
                };
                let mut what = plain(&l.title);
                for (name, words) in &l.entry.parts {
                    what.extend([Run::bold(format!(" {name} ")), Run::plain(words)]);
                }
                let number = plain(format!("D{}", l.number));
                vec![plain(when), what, number, plain(l.at.to_string())]
            })
            .collect::<Vec<_>>();
        let columns = vec![
            Column::new("Date", 27),
            Column::new("What", 51),
            Column::new("Document", 12),
            Column::right("At page", 10),
        ];
        let mut blocks =
            vec![Block::Heading { level: Level::One, text: "What happened, by date".into() }];
        if rows.is_empty() {
            blocks.push(paragraph("No document of this pack has a date."));
        } else {
            blocks.push(Block::Table(Table { caption: None, columns, rows }));
        }
        if undated > 0 && !self.listed.is_empty() {
            blocks.push(paragraph(format!(
                "{} without a date: see the list of documents.",
                count(undated, "more document")
            )));
        }
        self.document("What happened, by date", blocks)
    }
}

fn rows<N>(used: &BTreeMap<Used, N>, shown: impl Fn(&N) -> String) -> Vec<Vec<Text>> {
    used.iter()
        .map(|(ground, n)| {
            vec![vec![Run::bold(&ground.label)], plain(&ground.words), plain(shown(n))]
        })
        .collect()
}

#[cfg(test)]
#[path = "letters_tests.rs"]
mod tests;
