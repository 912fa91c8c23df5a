//! Takes words, pixels and shapes out of a PDF, and proves that they are gone.
//!
//! [`redact`] takes bytes and a [`Plan`] and gives bytes and a [`report::Report`], or a
//! [`Refusal`]. It opens no file, asks no date, calls no network, and the same input gives the
//! same output. Nothing leaves it that [`verify()`] has not read again with readers that share
//! no code with what removed the words.
//!
//! Modules stand in building order: each uses only those above it.

pub mod geometry;
pub mod limits;
pub mod plan;
pub mod refusal;
pub mod report;

pub mod read;

mod bytes;
mod content;
mod fonts;
mod graph;
mod region;
mod scene;
mod wording;

mod contours;
mod hidden;
mod images;
mod locate;
mod properties;
mod residue;
mod respace;
mod text;
mod vectors;

mod makers;

pub mod apply;

pub mod verify;

pub mod cli;

pub use verify::verify;

/// The calls that the crate's own page shows must compile.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

use apply::Remedies;
use limits::Limits;
use plan::Plan;
use refusal::Refusal;
use report::Redacted;

/// Takes out of `source` what `plan` names, and proves it. Where the proof does not hold, the
/// surroundings of the marks are drawn again as pixels, then whole pages, until it does; the
/// report says where and why.
///
/// ```no_run
/// use candour_redaction::limits::Limits;
/// use candour_redaction::plan::Plan;
///
/// let plan: Plan = serde_json::from_str(r#"{ "terms": [{ "text": "Amara Okafor" }] }"#)?;
/// let redacted = candour_redaction::redact(&std::fs::read("in.pdf")?, &plan, &Limits::default())?;
/// std::fs::write("out.pdf", &redacted.pdf)?;
/// print!("{}", candour_redaction::report::page(&redacted.report));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// Where the source cannot be read or passes a limit, where the plan does not fit it, or where
/// the proof does not hold: what is not proved is not given out.
pub fn redact(source: &[u8], plan: &Plan, limits: &Limits) -> Result<Redacted, Refusal> {
    let mut remedies = Remedies::default();
    let mut first = None;
    loop {
        let mut made = apply::apply_with(source, plan, limits, &remedies)?;
        let proof = verify(source, plan, &made.pdf, limits)?;
        if proof.holds() {
            made.report.proof = Some(proof);
            return Ok(made);
        }
        let findings: Vec<_> = proof.checks.into_iter().flat_map(|c| c.findings).collect();
        let marked = made.report.marks.iter().map(|m| m.page);
        let losing = marked.chain(made.report.terms.iter().flat_map(|t| t.pages.iter().copied()));
        let more = remedies.grow(&findings, &losing.collect());
        // What the first attempt left is what the reader has to know.
        let detail = first.get_or_insert_with(|| findings.join("; "));
        if !more {
            return Err(Refusal::NotProved { detail: detail.clone() });
        }
    }
}
