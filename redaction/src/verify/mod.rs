//! Proves that a redacted document holds nothing of what it should have lost, and everything
//! else. Nothing here is used to remove. Three readers look at the output: one follows operators
//! over hayro's parser, one follows what hayro's drawing engine draws, and one (`second`)
//! shares nothing with `apply` at all, not even the parser of objects.

mod area;
mod canvas;
mod drawn;
mod eye;
mod file;
mod hygiene;
mod images;
mod joined;
mod lone;
mod outlines;
mod pages;
mod places;
mod reread;
mod residue;
mod second;
mod secrets;
mod text;
mod unchanged;
mod walk;

use std::sync::Arc;

use hayro_syntax::Pdf;

use crate::limits::Limits;
use crate::plan::Plan;
use crate::read::budget::Budget;
use crate::read::{mended, open_shared, sheltered};
use crate::refusal::Refusal;
use crate::report::{Check, Proof};

use hygiene::{Hygiene, Trailer};
use pages::{Both, Pages};
use places::Places;
use residue::Residue;
use secrets::Secrets;
use walk::Met;

/// No check lists more findings than this; a document that fails twenty times has failed.
const MOST_FINDINGS: usize = 20;

/// Compares `output` with `source` and the plan it was made by.
///
/// # Errors
/// Where either document cannot be read, or reading it passes a limit. What was found wrong is
/// no error, but in the [`Proof`].
pub fn verify(
    source: &[u8],
    plan: &Plan,
    output: &[u8],
    limits: &Limits,
) -> Result<Proof, Refusal> {
    let budget = Budget::new(limits);
    let password = plan.password.clone().unwrap_or_default();
    sheltered(|| {
        let source = mended(&Arc::new(source.to_vec()), &password, limits)?;
        let both = Both { source, output: Arc::new(output.to_vec()), password };
        prove(&both, plan, &budget)
    })
}

fn prove(both: &Both, plan: &Plan, budget: &Budget) -> Result<Proof, Refusal> {
    let output = open_shared(&both.output, "")?;
    let mut pages = Pages::new(plan);
    pages.read(both, budget)?;
    let secrets = Secrets::new(&plan.terms, &pages.lone.words(plan))?;

    let mut residue = std::mem::take(&mut pages.residue);
    residue.note_forms(&output);

    let places = std::mem::take(&mut pages.places);
    let mut proof = Proof { checks: pages.checks(&secrets), places };
    proof.checks.extend(whole_file(&output, both, &secrets, &residue, budget)?);
    for check in &mut proof.checks {
        check.findings.truncate(MOST_FINDINGS);
    }
    Ok(proof)
}

/// What is asked of the file as a whole.
fn whole_file(
    output: &Pdf,
    both: &Both,
    secrets: &Secrets,
    residue: &Residue,
    budget: &Budget,
) -> Result<Vec<Check>, Refusal> {
    let root = output.xref().root_id();
    let mut places = Places::default();
    let mut hygiene = Hygiene::default();
    let (mut fonts, mut betraying) = (0, 0);
    let mut failed = None;
    let trailer = Trailer::of(&both.output);
    let starts = [Some(root), trailer.info()];
    let reached = walk::walk(output, starts.into_iter().flatten(), |met: Met<'_, '_>| {
        hygiene.meet(&met, Some(root));
        if failed.is_none() && !secrets.is_empty() {
            failed = places.meet(&met, secrets, budget).err();
        }
        if let Met::Dict(dict) = met
            && dict.contains_key("ToUnicode")
        {
            fonts += 1;
            match residue.betrays(dict, budget) {
                Ok(betrays) => betraying += usize::from(betrays),
                Err(refusal) => failed = Some(refusal),
            }
        }
    });
    if let Some(refusal) = failed {
        return Err(refusal);
    }

    let (objects, unreached) = hygiene::unreached(output, &reached);
    let mut left_over = Vec::new();
    if unreached > 0 {
        left_over.push(format!("{unreached} objects belong to nothing"));
    }
    let mut telling = Vec::new();
    if betraying > 0 {
        telling.push(format!("{betraying} fonts hold characters that only removed words used"));
    }
    let mut file = file::stray(&both.output);
    file.extend(trailer.findings());
    let mut left = hygiene.findings();
    left.extend(hygiene::information(output, trailer.info()));
    Ok(vec![
        check("Removed words stand nowhere in the file", places.looked_at, places.findings),
        check(
            "No script, attachment, signature, thumbnail, metadata of an object or private data is \
             left",
            hygiene.looked_at,
            left,
        ),
        check("No font tells which characters are gone", fonts, telling),
        check("Every object belongs to the document", objects, left_over),
        check("The file holds one revision and nothing beside its objects", 1, file),
    ])
}

fn check(claim: &str, looked_at: usize, findings: Vec<String>) -> Check {
    Check { claim: claim.to_owned(), looked_at, left_out: 0, findings }
}
