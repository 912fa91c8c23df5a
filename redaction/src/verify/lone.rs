//! Words that stood under marks and nowhere else, so that they may stand nowhere at all.

use std::collections::BTreeSet;

use crate::plan::Plan;
use crate::read::glyphs::Scene;

use super::area::Area;
use super::secrets::{Prepared, Secrets, fold, single_spaced};
use super::text::{PageText, body};

/// What every output says of its boxes and of itself.
const SAID_ANYWAY: [&str; 2] = ["redacted", "document"];

/// Texts of many pages in one piece: thousands of short strings, each kept between the large
/// ones that a page needs for a moment, tear the memory to shreds.
#[derive(Default)]
pub(crate) struct Texts {
    all: String,
    ends: Vec<usize>,
}

impl Texts {
    pub(crate) fn push(&mut self, text: &str) {
        self.all.push_str(text);
        // No word runs on from one text into the next.
        self.all.push('\0');
        self.ends.push(self.all.len());
    }

    fn contains(&self, word: &str) -> bool {
        self.all.contains(word)
    }

    /// The texts that hold one of the words, counted from 1.
    pub(crate) fn holding<'l>(&'l self, secrets: &'l Secrets) -> impl Iterator<Item = usize> + 'l {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        let texts = starts.zip(&self.ends).filter_map(|(from, to)| self.all.get(from..*to));
        texts.enumerate().filter(|(_, text)| secrets.lone_in(text)).map(|(index, _)| index + 1)
    }
}

/// Words under marks; text of the source outside of them; text of the output, page by page.
#[derive(Default)]
pub(crate) struct Lone {
    marked: BTreeSet<String>,
    outside: Texts,
    left: Texts,
}

impl Lone {
    /// Keeps the words under marks, and the text of the page without them.
    pub(crate) fn note_source(&mut self, scene: &Scene, text: &PageText, areas: &[Area]) {
        if areas.is_empty() {
            self.outside.push(text.squashed());
            return;
        }
        let mut rest = Scene::default();
        for (_, glyphs) in &text.words {
            let mut marked = String::new();
            for glyph in glyphs.iter().filter_map(|g| scene.glyphs.get(*g)) {
                if areas.iter().any(|a| a.holds_most_of(&body(glyph))) {
                    glyph.meaning.push_to(&mut marked);
                } else {
                    rest.glyphs.push(glyph.clone());
                }
            }
            let words = fold(&single_spaced(&marked));
            let words = words.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
            self.marked.extend(words.map(str::to_owned));
        }
        self.outside.push(PageText::of(&rest).squashed());
    }

    pub(crate) fn note_output(&mut self, text: &PageText) {
        self.left.push(text.squashed());
    }

    /// Words under marks that stand nowhere else, so that they may stand nowhere at all.
    pub(crate) fn words(&self, plan: &Plan) -> BTreeSet<String> {
        let said = plan.marks.iter().map(|m| &m.label);
        let said = said.chain(plan.terms.iter().map(|t| &t.label)).chain([&plan.title]);
        let said = said.map(String::as_str).chain(SAID_ANYWAY);
        let said: Vec<_> = said.map(|text| Prepared::new(text).squashed().to_owned()).collect();
        let elsewhere = |word: &String| {
            self.outside.contains(word) || said.iter().any(|text| text.contains(word.as_str()))
        };
        self.marked.iter().filter(|word| !elsewhere(word)).cloned().collect()
    }

    /// The pages of the output on which one of the words is left, counted from 1.
    pub(crate) fn left_on<'l>(&'l self, secrets: &'l Secrets) -> impl Iterator<Item = usize> + 'l {
        self.left.holding(secrets)
    }
}
