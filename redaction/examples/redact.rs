//! Takes words out of a file and keeps the account of it: `redact FILE OUT WORDS...` writes
//! `OUT`, and beside it the account as data and as a page.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use candour_redaction::limits::Limits;
use candour_redaction::plan::{Gap, Plan, Term};
use candour_redaction::redact;
use candour_redaction::report::sheet;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [file, out, words @ ..] = args.as_slice() else {
        eprintln!("usage: redact FILE OUT WORDS...");
        return ExitCode::from(2);
    };
    match run(file.as_ref(), out.as_ref(), words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::from(3)
        }
    }
}

fn run(file: &Path, out: &Path, words: &[String]) -> Result<(), Box<dyn std::error::Error>> {
    // Neutral: every gap on a line is equally wide, so that it tells nothing of the name.
    let terms = words.iter().map(|text| Term {
        text: text.clone(),
        label: "Third party".to_owned(),
        match_case: false,
        part_of_word: false,
        gap: None,
    });
    let plan = Plan { terms: terms.collect(), gap: Gap::Neutral, ..Plan::default() };
    // Nothing comes back that was not proved.
    let redacted = redact(&std::fs::read(file)?, &plan, &Limits::default())?;
    std::fs::write(out, &redacted.pdf)?;
    let beside = |ending: &str| -> PathBuf { out.with_extension(ending) };
    std::fs::write(beside("json"), serde_json::to_vec_pretty(&redacted.report)?)?;
    std::fs::write(beside("html"), sheet(&redacted.report))?;
    Ok(())
}
