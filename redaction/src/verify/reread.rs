//! What the second reader finds in the output: the same questions, asked of a text that no part
//! of the first reader gave.

use crate::geometry::Point;
use crate::read::budget::Budget;
use crate::read::glyphs::{Glyph, Meaning};
use crate::refusal::Refusal;
use crate::report::{Check, Place};

use super::area::{Area, labels_near};
use super::lone::Texts;
use super::second::Second;
use super::secrets::Secrets;
use super::text::{PageText, more_than_labels};

/// From the baseline to the height of small letters, as shares of a glyph's room. The fonts
/// are not opened, so that this is where its ink is known to be.
const HEART: (f64, f64) = (0.26, 0.70);

#[derive(Default)]
pub(crate) struct Reread {
    pages: usize,
    looked_at: usize,
    unread: usize,
    findings: Vec<String>,
    texts: Texts,
}

impl Reread {
    pub(crate) fn begin(&mut self, second: &Second<'_>) {
        self.pages = second.pages();
    }

    pub(crate) fn page(
        &mut self,
        index: usize,
        second: &Second<'_>,
        areas: &[Area],
        terms: Option<&Secrets>,
        places: &mut [Place],
        budget: &Budget,
    ) -> Result<(), Refusal> {
        let read = second.read(index, budget)?;
        let page = index + 1;
        self.looked_at += read.scene.glyphs.len();
        self.unread += read.unread;
        let fixed = areas.iter().zip(places).filter(|(area, _)| !area.may_move());
        for (area, place) in fixed {
            // What tells nothing is not asked of the label either.
            let labels: Vec<String> = labels_near(area, areas)
                .into_iter()
                .map(|label| label.chars().filter(|c| c.is_alphanumeric()).collect())
                .collect();
            let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
            let within = read.scene.glyphs.iter().filter(|g| tells(g) && stands_in(g, area));
            let more = more_than_labels(within.map(|g| &g.meaning), &labels);
            place.second_text = Some(!more);
            if more {
                self.findings.push(format!("page {page}: characters are left under {}", area.name));
            }
        }
        let text = PageText::of(&read.scene);
        if terms.is_some_and(|terms| text.holds_any(&read.scene, terms)) {
            self.findings.push(format!("page {page}: a term can still be read"));
        }
        self.texts.push(text.squashed());
        Ok(())
    }

    /// The answer, once it is known which words stood only under marks.
    pub(crate) fn check(mut self, pages: usize, secrets: &Secrets) -> Check {
        if self.pages != pages {
            self.findings.push(format!("it finds {} pages, and the first {pages}", self.pages));
        }
        let left = self.texts.holding(secrets);
        let left = left.map(|n| format!("page {n}: a word that stood only under marks is left"));
        self.findings.extend(left);
        Check {
            claim: "A second reader, which shares no code with the first, finds nothing in a \
                    marked area and no removed word"
                .to_owned(),
            looked_at: self.looked_at,
            left_out: self.unread,
            findings: self.findings,
        }
    }
}

/// A sign that stands beside a word, such as a comma or a quotation mark, tells nothing of it,
/// and may reach out of the room in which it is looked for.
fn tells(glyph: &Glyph) -> bool {
    match &glyph.meaning {
        Meaning::Unknown => true,
        Meaning::Char(c) | Meaning::Guess(c) => c.is_alphanumeric(),
        Meaning::Text(text) => text.chars().any(char::is_alphanumeric),
    }
}

/// Whether most of the glyph's heart lies in the area.
fn stands_in(glyph: &Glyph, area: &Area) -> bool {
    const STEPS: u32 = 5;
    const MOST: u32 = 15;
    if !area.touches(&glyph.quad.bounds()) {
        return false;
    }
    let [a, b, _, d] = glyph.quad.0;
    let mut inside = 0;
    for across in 0..STEPS {
        for up in 0..STEPS {
            let share = |step: u32| (f64::from(step) + 0.5) / f64::from(STEPS);
            let (s, t) = (share(across), HEART.0 + (HEART.1 - HEART.0) * share(up));
            let along =
                |from: f64, end: f64, high: f64| from + (end - from) * s + (high - from) * t;
            let at = Point { x: along(a.x, b.x, d.x), y: along(a.y, b.y, d.y) };
            inside += u32::from(area.holds(at));
        }
    }
    inside >= MOST
}
