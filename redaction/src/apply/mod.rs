//! Takes out what the plan names, and writes what is left as a new file.

mod beneath;
mod boxes;
mod change;
mod cover;
mod decide;
mod edit;
mod markup;
mod page;
mod pixels;
mod redraw;
mod remedy;
mod removals;
mod save;
mod structure;

use hayro_syntax::Pdf;
use sha2::{Digest, Sha256};

use crate::fonts::Fonts;
use crate::graph::Graph;
use crate::hidden;
use crate::limits::Limits;
use crate::makers;
use crate::plan::Plan;
use crate::read::budget::Budget;
use crate::read::layers::Layers;
use crate::read::{mended, open_shared, sheltered};
use crate::refusal::Refusal;
use crate::report::{MarkReport, Redacted, Report, Scrubbed, TermReport};
use crate::wording::Needle;

pub use remedy::{Remedies, Remedy};
#[doc(hidden)]
pub use removals::Removals;

/// The document without what `plan` names. Nothing is proved yet.
///
/// # Errors
/// Where the bytes are no PDF, need another password, pass a limit, or the plan names a page
/// that is not there.
pub fn apply(source: &[u8], plan: &Plan, limits: &Limits) -> Result<Redacted, Refusal> {
    sheltered(|| Work::new(source, plan, limits)?.run())
}

/// As [`apply`], with other means for what could not be proved without.
///
/// # Errors
/// As [`apply`].
pub fn apply_with(
    source: &[u8],
    plan: &Plan,
    limits: &Limits,
    remedies: &Remedies,
) -> Result<Redacted, Refusal> {
    sheltered(|| {
        let mut work = Work::new(source, plan, limits)?;
        work.remedies = remedies.clone();
        work.run()
    })
}

/// As [`apply`], but with only some of its steps: for the tests that show that the proof notices
/// each of them.
///
/// # Errors
/// As [`apply`].
#[doc(hidden)]
pub fn apply_only(
    source: &[u8],
    plan: &Plan,
    limits: &Limits,
    removals: Removals,
) -> Result<Redacted, Refusal> {
    sheltered(|| {
        let mut work = Work::new(source, plan, limits)?;
        work.removals = removals;
        work.run()
    })
}

/// One document under redaction.
struct Work<'w> {
    source: std::sync::Arc<Vec<u8>>,
    plan: &'w Plan,
    limits: &'w Limits,
    pdf: Pdf,
    needles: Vec<Needle>,
    remedies: Remedies,
    removals: Removals,
}

/// What the pages told, for the report and for what repeats their words.
pub(crate) struct Account {
    pub(crate) report: Report,
    /// Words that marks removed, as they stood.
    pub(crate) removed: Vec<String>,
    /// Glyph codes that were removed, and all that were kept, by font.
    pub(crate) fonts: crate::residue::Usage,
    /// Marked content that lost glyphs, by page and number.
    pub(crate) touched: Vec<(usize, i64)>,
}

impl<'w> Work<'w> {
    fn new(source: &[u8], plan: &'w Plan, limits: &'w Limits) -> Result<Self, Refusal> {
        if source.len() as u64 > limits.source_bytes {
            return Err(Refusal::TooLarge {
                limit: "source bytes".to_owned(),
                detail: format!("the file holds {} bytes", source.len()),
            });
        }
        let source = std::sync::Arc::new(source.to_vec());
        let password = plan.password.as_deref().unwrap_or_default();
        let pdf = open_shared(&mended(&source, password, limits)?, password)?;
        if pdf.len() as u64 > limits.objects {
            return Err(Refusal::TooLarge {
                limit: "objects".to_owned(),
                detail: format!("the file holds {} objects", pdf.len()),
            });
        }
        let pages = pdf.pages().len();
        if pages == 0 {
            return Err(Refusal::NoPages);
        }
        if let Some(mark) = plan.marks.iter().find(|m| m.page >= pages) {
            return Err(Refusal::BadPlan {
                detail: format!("mark {:?} is on page {}, of {pages}", mark.id, mark.page + 1),
            });
        }
        let needles = plan.terms.iter().enumerate();
        let needles = needles.filter_map(|(i, term)| Needle::of(i, term)).collect();
        Ok(Self {
            source,
            plan,
            limits,
            pdf,
            needles,
            remedies: Remedies::default(),
            removals: Removals::default(),
        })
    }

    fn run(&self) -> Result<Redacted, Refusal> {
        let mut graph = Graph::new(&self.pdf, self.limits, self.removals.picture_notes)?;
        let fonts = Fonts::new();
        let layers = Layers::of(&self.pdf);
        let budget = Budget::new(self.limits);
        let mut account = Account::new(&self.source, self.plan, self.pdf.pages().len());
        let mut editor = edit::Editor::new(self.removals);
        for index in 0..self.pdf.pages().len() {
            budget.clock()?;
            budget.new_page();
            page::redact(
                self,
                &mut graph,
                &mut editor,
                &mut account,
                index,
                &fonts,
                &layers,
                &budget,
            )?;
        }
        editor.prune_shared(&mut graph);
        editor.beneath.finish(&mut graph);
        if self.remedies.bare {
            graph.leave_frame();
        }
        let needles = hidden::needles(&self.needles, &account.removed);
        if self.removals.strings {
            hidden::scrub(&mut graph, &needles, &account.touched);
        }
        // What is left in the fields may be drawn again, with the fonts.
        if self.removals.fonts {
            crate::residue::clean(&mut graph, &self.pdf, &account.fonts, &fonts);
        }
        if self.removals.strings {
            makers::forget(&mut graph, &needles);
        }
        let pdf = save::save(&mut graph, self.plan, &needles, self.removals.leftovers)?;
        account.finish(&graph, pdf)
    }
}

impl Account {
    fn new(source: &[u8], plan: &Plan, pages: usize) -> Self {
        let marks = plan.marks.iter();
        let report = Report {
            source_sha256: hex(&Sha256::digest(source)),
            pages,
            marks: marks
                .map(|m| MarkReport { id: m.id.clone(), page: m.page, ..MarkReport::default() })
                .collect(),
            terms: (0..plan.terms.len())
                .map(|term| TermReport { term, ..TermReport::default() })
                .collect(),
            ..Report::default()
        };
        Self {
            report,
            removed: Vec::new(),
            fonts: crate::residue::Usage::default(),
            touched: Vec::new(),
        }
    }

    fn finish(mut self, graph: &Graph<'_>, pdf: Vec<u8>) -> Result<Redacted, Refusal> {
        self.report.output_sha256 = hex(&Sha256::digest(&pdf));
        self.report.scrubbed = graph
            .scrubbed
            .iter()
            .map(|(what, count)| Scrubbed { what: (*what).to_owned(), count: *count })
            .collect();
        for note in &graph.notes {
            if !self.report.notes.contains(note) {
                self.report.notes.push(note.clone());
            }
        }
        Ok(Redacted { pdf, report: self.report })
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}
