//! What was removed, what replaced it, and what independent readers found afterwards.

mod sheet;

use serde::{Deserialize, Serialize};

pub use sheet::sheet;

/// A redacted document and the account of it.
#[derive(Debug, Clone)]
pub struct Redacted {
    /// The bytes of the new file.
    pub pdf: Vec<u8>,
    /// The account of how it came about.
    pub report: Report,
}

/// The account of one redaction. Data, so that it can be kept and drawn as a page.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// SHA-256 of the source, lower-case hex.
    pub source_sha256: String,
    /// Of the output.
    pub output_sha256: String,
    /// Pages of the document.
    pub pages: usize,
    /// In the order of the plan's marks.
    pub marks: Vec<MarkReport>,
    /// In the order of the plan's terms.
    pub terms: Vec<TermReport>,
    /// What left the file as a whole: `document information`, `XMP`, `attachment`, …, with counts.
    pub scrubbed: Vec<Scrubbed>,
    /// Where pixels had to stand in for text or drawings, and why.
    pub redrawn: Vec<Redrawn>,
    /// What the reader of the report should know, such as "a signature was removed".
    pub notes: Vec<String>,
    /// Filled by [`crate::verify()`].
    pub proof: Option<Proof>,
}

/// What one mark removed.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct MarkReport {
    /// The caller's own name for the mark.
    pub id: String,
    /// Counted from 0.
    pub page: usize,
    /// Characters that went.
    pub glyphs: usize,
    /// Pictures whose pixels were overwritten.
    pub images: usize,
    /// Lines and shapes that were cut or went.
    pub paths: usize,
    /// Annotations that went.
    pub annotations: usize,
}

/// What one term removed.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TermReport {
    /// Position in the plan; the words themselves are never repeated here.
    pub term: usize,
    /// How often it stood on a page.
    pub occurrences: usize,
    /// On which, counted from 0.
    pub pages: Vec<usize>,
}

/// Something that left the file as a whole.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Scrubbed {
    /// Its kind, such as `attachment`.
    pub what: String,
    /// How many there were.
    pub count: usize,
}

/// A place where pixels stand in for what was drawn.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Redrawn {
    /// Counted from 0.
    pub page: usize,
    /// The area redrawn; `None` for the whole page.
    pub area: Option<crate::geometry::Rect>,
    /// In words that follow "because".
    pub why: String,
}

/// What the second set of readers found.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Proof {
    /// Every question that was asked.
    pub checks: Vec<Check>,
    /// What was asked of each marked place, layer by layer.
    #[serde(default)]
    pub places: Vec<Place>,
}

/// One marked place, and for each layer whether it is clear; `None` where the question does not
/// arise, because words of a line that was set again may have come to stand there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The mark or term of the plan, such as `mark 2`, counted from 1.
    pub of: String,
    /// Counted from 0.
    pub page: usize,
    /// Text, as the first reader finds it.
    pub text: Option<bool>,
    /// Text, as the second reader finds it.
    pub second_text: Option<bool>,
    /// Text, as it is drawn beneath the box.
    pub drawn_text: Option<bool>,
    /// Decoded pixels of images and their masks, beneath the box.
    pub pixels: Option<bool>,
    /// Lines, shapes and outlined letters, beneath the box.
    pub shapes: Option<bool>,
    /// Text and images painted by patterns, beneath the box.
    pub patterns: Option<bool>,
    /// The box itself.
    pub one_colour: Option<bool>,
}

impl Proof {
    /// Whether every check passed, and there was at least one.
    pub fn holds(&self) -> bool {
        !self.checks.is_empty() && self.checks.iter().all(|c| c.findings.is_empty())
    }
}

/// One question asked of the output, and every place where the answer was wrong.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Check {
    /// A sentence that is true when there are no findings.
    pub claim: String,
    /// How many places were looked at.
    pub looked_at: usize,
    /// How many this reader could not read, and left to the others.
    #[serde(default)]
    pub left_out: usize,
    /// Where the claim is not true. Never the words themselves.
    pub findings: Vec<String>,
}

/// The account as plain sentences, one a line, for a person who signs it off.
pub fn page(report: &Report) -> String {
    let mut page: String = sentences(report).iter().map(|line| format!("{line}\n")).collect();
    if let Some(proof) = &report.proof {
        page.push_str(&proof_page(proof));
    }
    page
}

/// What was removed, replaced and noted.
fn sentences(report: &Report) -> Vec<String> {
    let mut lines = Vec::new();
    let mut say = |line: String| lines.push(line);
    for (number, mark) in report.marks.iter().enumerate() {
        let removed = [
            (mark.glyphs, "character", "characters"),
            (mark.images, "image changed", "images changed"),
            (mark.paths, "drawing cut", "drawings cut"),
            (mark.annotations, "annotation removed", "annotations removed"),
        ];
        let removed: Vec<_> =
            removed.iter().filter(|(n, ..)| *n > 0).map(|(n, o, m)| counted(*n, o, m)).collect();
        let removed =
            if removed.is_empty() { "nothing stood there".to_owned() } else { removed.join(", ") };
        say(format!("Mark {} on page {}: {removed}.", number + 1, mark.page + 1));
    }
    for term in &report.terms {
        let times = counted(term.occurrences, "time", "times");
        let on = match term.pages.as_slice() {
            [] => String::new(),
            [one] => format!(", on page {}", one.saturating_add(1)),
            more => format!(", on pages {}", runs(more)),
        };
        say(format!("Term {}: removed {times}{on}.", term.term + 1));
    }
    for scrubbed in &report.scrubbed {
        say(format!("Removed from the file: {} ({}).", scrubbed.what, scrubbed.count));
    }
    for redrawn in &report.redrawn {
        let what = if redrawn.area.is_some() { "Part of page" } else { "Page" };
        say(format!("{what} {} was redrawn as a picture: {}.", redrawn.page + 1, redrawn.why));
    }
    for note in &report.notes {
        say(format!("Note: {note}."));
    }
    lines
}

/// What the second set of readers found, one claim a line, each followed by what speaks
/// against it.
pub fn proof_page(proof: &Proof) -> String {
    let mut page = String::new();
    for check in &proof.checks {
        let sign = if check.findings.is_empty() { "Proved" } else { "NOT PROVED" };
        let left_out = match check.left_out {
            0 => String::new(),
            n => format!(", {n} it could not read"),
        };
        let looked_at = check.looked_at;
        page.push_str(&format!("{sign}: {} ({looked_at} looked at{left_out}).\n", check.claim));
        for finding in &check.findings {
            page.push_str(&format!("  - {finding}\n"));
        }
    }
    page
}

/// Page numbers in rising order, with those that follow each other put together.
fn runs(pages: &[usize]) -> String {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for page in pages.iter().map(|p| p.saturating_add(1)) {
        match runs.last_mut() {
            Some((_, last)) if last.checked_add(1) == Some(page) => *last = page,
            _ => runs.push((page, page)),
        }
    }
    let said = runs.iter().map(|(from, to)| match to - from {
        0 => from.to_string(),
        1 => format!("{from}, {to}"),
        _ => format!("{from} to {to}"),
    });
    said.collect::<Vec<_>>().join(", ")
}

fn counted(n: usize, one: &str, more: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {more}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_that_follow_each_other_are_put_together() {
        assert_eq!(runs(&[0, 2, 3, 5, 6, 7, 9]), "1, 3, 4, 6 to 8, 10");
    }

    #[test]
    fn a_report_reads_as_sentences() {
        let report = Report {
            marks: vec![MarkReport { page: 2, glyphs: 14, images: 1, ..MarkReport::default() }],
            terms: vec![TermReport { term: 0, occurrences: 2, pages: vec![0, 2] }],
            proof: Some(Proof {
                checks: vec![Check {
                    claim: "The pages are as many as before".to_owned(),
                    looked_at: 3,
                    left_out: 0,
                    findings: vec!["3 pages went in, 2 came out".to_owned()],
                }],
                places: Vec::new(),
            }),
            ..Report::default()
        };

        assert_eq!(
            page(&report),
            "Mark 1 on page 3: 14 characters, 1 image changed.\n\
             Term 1: removed 2 times, on pages 1, 3.\n\
             NOT PROVED: The pages are as many as before (3 looked at).\n  \
             - 3 pages went in, 2 came out\n"
        );
    }
}
