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

mod content;
mod fonts;
mod graph;
mod region;
mod scene;
mod wording;

mod hidden;
mod images;
mod locate;
mod properties;
mod residue;
mod respace;
mod text;
mod vectors;

pub mod apply;

pub mod verify;

pub mod cli;

pub use verify::verify;

/// The calls that the crate's own page shows must compile.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

use limits::Limits;
use plan::Plan;
use refusal::Refusal;
use report::Redacted;

/// Takes out of `source` what `plan` names, and proves it. Where the proof does not hold, the
/// pages that lost something are drawn again as pixels and the proof is tried once more.
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
    let first = apply::apply(source, plan, limits)?;
    let mut pages: Vec<usize> = first.report.marks.iter().map(|m| m.page).collect();
    pages.extend(first.report.terms.iter().flat_map(|t| t.pages.iter().copied()));
    pages.sort_unstable();
    pages.dedup();
    let refusal = match proved(source, plan, first, limits) {
        Err(refusal @ Refusal::NotProved { .. }) if !pages.is_empty() => refusal,
        settled => return settled,
    };
    let second = apply::apply_redrawing(source, plan, limits, &pages)?;
    // What the first attempt left is what the reader has to know.
    proved(source, plan, second, limits).map_err(|_| refusal)
}

fn proved(
    source: &[u8],
    plan: &Plan,
    mut redacted: Redacted,
    limits: &Limits,
) -> Result<Redacted, Refusal> {
    let proof = verify(source, plan, &redacted.pdf, limits)?;
    if !proof.holds() {
        let findings: Vec<_> = proof.checks.into_iter().flat_map(|c| c.findings).collect();
        return Err(Refusal::NotProved { detail: findings.join("; ") });
    }
    redacted.report.proof = Some(proof);
    Ok(redacted)
}
