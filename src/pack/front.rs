//! The pages before the documents, from what the pack is made of.

use std::collections::HashSet;

use super::build::Made;
use super::copies::Copy;
use super::discreet::Covered;
use super::entries::EntryTold;
use super::guide::Told;
use super::letters::{Case, Front, LeftOut, Listed, Used, count};
use super::store::{self, Sources};
use super::voices::Voices;
use crate::calendar::local_day;
use crate::db::DbError;
use crate::grounds;
use crate::jobs::{Setback, Work};
use crate::law::exemptions;
use crate::letters::{self, Field, LetterKind};
use crate::paper::{self, Document, Typeset};
use crate::people::{self, Person};
use crate::records::{self, Notice};
use crate::requests::{self, RequestRow};
use crate::review;
use crate::web::Services;

/// What was left out, in the words the requester reads: those of a ground that is kept silent name it not.
fn left_out(sources: &Sources, silent: &HashSet<String>, covered: &Covered) -> LeftOut {
    let words_of = |ground: &str| match exemptions::find(ground) {
        Some(exemption) => exemption.words_for_the_requester(silent.contains(ground)).to_owned(),
        None => review::words_for_the_requester(ground),
    };
    let mut left_out = LeftOut::default();
    for item in &sources.items {
        if item.is_released() {
            for mark in &item.marks {
                let used = Used { label: mark.label.clone(), words: words_of(&mark.ground) };
                *left_out.marks.entry(used).or_default() += 1;
            }
        } else if !item.shown_in.is_empty() {
            left_out.copies.push(Copy {
                number: item.number,
                title: covered.discreet(&item.title),
                pages: usize::try_from(item.pages).unwrap_or(0),
                shown_in: item.shown_in.clone(),
            });
        } else if let Some(ground) = &item.ground {
            let used = Used { label: review::label_of(ground), words: words_of(ground) };
            let (documents, pages) = left_out.withheld.entry(used).or_default();
            *documents += 1;
            *pages += usize::try_from(item.pages).unwrap_or(0);
        }
    }
    left_out
}

/// The pages before the documents. They name pages of the pack, and how many there are of
/// themselves moves those; so they are set again until nothing moves any more.
pub(super) fn front_matter(
    services: &Services,
    work: &Work,
    request: &RequestRow,
    sources: &Sources,
    made: &[Made],
    covered: &Covered,
    (told, circle, voices): (&Told, &[Person], &Voices),
) -> Result<Vec<(&'static str, Typeset)>, Setback> {
    let mut db = work.db()?;
    let subject = people::subject(&mut db, request.subject_id)?;
    let searches = store::searched(&mut db, request.id).map_err(DbError::from)?;
    let wishes = requests::preferences(&mut db, request)?;
    let whose = match subject.as_ref().filter(|subject| subject.name != sources.name) {
        Some(subject) => format!("what we hold about {}", subject.name),
        None => "what we hold about you".to_owned(),
    };
    let pages: usize = made.iter().map(|m| m.pages).sum();
    let values = requests::letter_values(request)
        .with(Field::Whose, whose)
        .with(Field::Documents, count(made.len(), "document"))
        .with(Field::Pages, count(pages, "page"));
    let kind = if made.is_empty() { LetterKind::NothingToGive } else { LetterKind::Response };
    let language = wishes.letters_in();
    let cover = letters::write(&mut db, kind, language, &values, &services.settings)
        .map_err(|e| Setback::Final(e.to_string()))?;
    let silent = grounds::silent(&mut db, request.id)?;
    drop(db);
    let places = |held: bool| {
        let mut places: Vec<String> = searches
            .iter()
            .filter(|(_, s)| (s != "nothing_held") == held)
            .map(|(p, _)| p.clone())
            .collect();
        places.dedup();
        places
    };
    let case = Case {
        reference: sources.reference.clone(),
        today: local_day(work.now()),
        received: request.received_on,
        requester: sources.name.clone(),
        address: sources
            .address
            .lines()
            .map(str::trim)
            .filter(|l| !l.is_empty())
            .map(String::from)
            .collect(),
        large_print: wishes.large_print(),
        own_words: sources.letter.clone(),
        searched: places(true),
        nothing_held: places(false),
    };
    let left_out = left_out(sources, &silent, covered);
    let mut pages_before = 5;
    loop {
        let mut at = pages_before + 1;
        let listed: Vec<Listed> = made
            .iter()
            .map(|m| {
                let listed = Listed {
                    number: m.item.number,
                    date: m.item.event_on,
                    title: covered.discreet(&m.item.title),
                    kind: records::kind_words(&m.item.kind).to_owned(),
                    pages: m.pages,
                    at,
                    entry: EntryTold::of(m.item.entry.as_ref(), !m.item.marks.is_empty(), covered),
                    notices: m
                        .item
                        .notices
                        .iter()
                        .map(|n| Notice { words: covered.discreet(&n.words), ..n.clone() })
                        .collect(),
                };
                at += m.pages;
                listed
            })
            .collect();
        let front = Front {
            controller: &services.settings.controller,
            case: &case,
            listed: &listed,
            left_out: &left_out,
            cover: &cover,
        };
        let mut documents: Vec<(&str, Document)> = vec![
            ("Covering letter", front.letter()),
            ("How to read this pack", front.explanation()),
            ("Documents in this pack", front.index()),
            ("What happened, by date", front.chronology()),
            ("Who is who, and short words explained", front.guide(told, circle, covered)),
        ];
        if !voices.is_empty() {
            documents.push(("Whose words these are", front.voices(voices, covered)));
        }
        let mut set = Vec::new();
        for (title, document) in documents {
            set.push((
                title,
                paper::typeset(&document).map_err(|e| Setback::Final(e.to_string()))?,
            ));
        }
        let pages: usize = set.iter().map(|(_, t)| t.pages).sum();
        if pages == pages_before {
            return Ok(set);
        }
        // A longer list only ever makes larger numbers, so this ends.
        pages_before = pages;
    }
}
