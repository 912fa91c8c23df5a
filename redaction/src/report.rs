//! What was removed, what replaced it, and what independent readers found afterwards.

use serde::{Deserialize, Serialize};

/// A redacted document and the account of it.
#[derive(Debug, Clone)]
pub struct Redacted {
    pub pdf: Vec<u8>,
    pub report: Report,
}

/// The account of one redaction. Data, so that it can be kept and drawn as a page.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// SHA-256 of source and output, lower-case hex.
    pub source_sha256: String,
    pub output_sha256: String,
    pub pages: usize,
    /// In the order of the plan's marks, then of its terms.
    pub marks: Vec<MarkReport>,
    pub terms: Vec<TermReport>,
    /// What left the file as a whole: `document information`, `XMP`, `attachment`, …, with counts.
    pub scrubbed: Vec<Scrubbed>,
    /// Where pixels had to stand in for text or drawings, and why.
    pub redrawn: Vec<Redrawn>,
    /// What the reader of the report should know, such as "a signature was removed".
    pub notes: Vec<String>,
    /// Filled by [`crate::verify`].
    pub proof: Option<Proof>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct MarkReport {
    pub id: String,
    pub page: usize,
    pub glyphs: usize,
    pub images: usize,
    pub paths: usize,
    pub annotations: usize,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TermReport {
    /// Position in the plan; the words themselves are never repeated here.
    pub term: usize,
    pub occurrences: usize,
    pub pages: Vec<usize>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Scrubbed {
    pub what: String,
    pub count: usize,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Redrawn {
    pub page: usize,
    /// The area redrawn; `None` for the whole page.
    pub area: Option<crate::geometry::Rect>,
    pub why: String,
}

/// What the second set of readers found.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Proof {
    pub checks: Vec<Check>,
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
    pub findings: Vec<String>,
}
