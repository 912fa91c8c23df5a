//! The command line: `redact` and `verify`.
//!
//! Exit codes: 0 written (or proved), 3 refused (or not proved), 2 wrongly called, 1 where a
//! file cannot be read or written.

mod args;

use std::ffi::OsString;
use std::path::Path;

use crate::limits::Limits;
use crate::plan::Plan;
use crate::refusal::Refusal;
use crate::report::{self, Report};
use args::{Command, Rest};

const HELP: &str = "\
Takes words, pixels and shapes out of a PDF, and proves that they are gone.

  redact IN.pdf -o OUT.pdf [--plan PLAN.json] [--term WORDS]... [--area PAGE:x0,y0,x1,y1]...
  verify BEFORE.pdf AFTER.pdf [--plan PLAN.json] [--term WORDS]... [--area ...]...

  --plan FILE      a plan in JSON: marks, terms, gap, hidden_layers, title, language
  --term WORDS     remove these words wherever they stand; may be given more than once
  --area AREA      empty this area: page from 1, corners in points from the bottom left
  --label TEXT     stands on the boxes of --term and --area
  --gap KIND       exact (nothing else moves) or neutral (widths tell nothing)
  --title TEXT     the title of the output
  --show-layers    keep layers that are switched off, and show them
  --password TEXT  for an encrypted source
  --report FILE    write the account of it, as JSON
  --page FILE      write it as a page for a person, as HTML (redact)

Exit code 0: written, or proved. 3: refused, or not proved. 2: wrongly called. 1: a file
cannot be read or written.
";

/// Why a command ended without success.
enum Failure {
    Usage(String),
    File(String),
    Refused(Refusal),
    NotProved,
}

/// Runs one command; `args` begins with `redact` or `verify`. Answers with the exit code.
pub fn main(args: impl Iterator<Item = OsString>) -> i32 {
    let done = args::parse(args).map_err(Failure::Usage).and_then(|command| match command {
        Command::Help => {
            print!("{HELP}");
            Ok(())
        }
        Command::Redact { source, output, rest } => redact(&source, &output, rest),
        Command::Verify { source, output, rest } => verify(&source, &output, rest),
    });
    match done {
        Ok(()) => 0,
        Err(Failure::Usage(wrong)) => {
            eprintln!("{wrong}\n\n{HELP}");
            2
        }
        Err(Failure::File(wrong)) => {
            eprintln!("{wrong}");
            1
        }
        Err(Failure::Refused(refusal)) => {
            eprintln!("{refusal}");
            3
        }
        Err(Failure::NotProved) => 3,
    }
}

fn redact(source: &Path, output: &Path, rest: Rest) -> Result<(), Failure> {
    let (report_file, page_file) = (rest.report_file.clone(), rest.page_file.clone());
    let plan = plan(rest)?;
    let redacted =
        crate::redact(&read(source)?, &plan, &Limits::default()).map_err(Failure::Refused)?;
    write(output, &redacted.pdf)?;
    write_report(report_file.as_deref(), &redacted.report)?;
    if let Some(file) = page_file {
        write(&file, report::sheet(&redacted.report).as_bytes())?;
    }
    print!("{}", report::page(&redacted.report));
    Ok(())
}

fn verify(source: &Path, output: &Path, rest: Rest) -> Result<(), Failure> {
    let report_file = rest.report_file.clone();
    let plan = plan(rest)?;
    let proof = crate::verify(&read(source)?, &plan, &read(output)?, &Limits::default())
        .map_err(Failure::Refused)?;
    print!("{}", report::proof_page(&proof));
    let holds = proof.holds();
    if let Some(file) = report_file {
        write(&file, &json(&proof)?)?;
    }
    if holds { Ok(()) } else { Err(Failure::NotProved) }
}

fn plan(rest: Rest) -> Result<Plan, Failure> {
    let file = rest.plan_file.as_deref().map(read).transpose()?;
    rest.plan(file.as_deref()).map_err(Failure::Usage)
}

fn write_report(file: Option<&Path>, report: &Report) -> Result<(), Failure> {
    match file {
        Some(file) => write(file, &json(report)?),
        None => Ok(()),
    }
}

fn json(what: &impl serde::Serialize) -> Result<Vec<u8>, Failure> {
    serde_json::to_vec_pretty(what).map_err(|e| Failure::File(e.to_string()))
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    std::fs::read(path)
        .map_err(|e| Failure::File(format!("{} cannot be read: {e}", path.display())))
}

/// Beside its place first, so that nobody meets half a file under its name.
fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".part");
    std::fs::write(&beside, bytes)
        .and_then(|()| std::fs::rename(&beside, path))
        .map_err(|e| Failure::File(format!("{} cannot be written: {e}", path.display())))
}
