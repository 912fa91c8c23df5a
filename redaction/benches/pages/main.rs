//! Processor time a page, beside public tools in the same run, and what 5,000 pages take.
//!
//! `cargo bench -p candour-redaction` measures letters that it makes itself. Real files tell
//! more: `cargo bench -p candour-redaction -- FOLDER` takes every PDF in a folder. A tool that
//! is not installed is left out; PyMuPDF is looked for in `$CANDOUR_BENCH_PYTHON`, or `python3`.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod machine;
mod material;
mod peers;

use std::path::PathBuf;

use candour_redaction::limits::Limits;
use candour_redaction::{apply, redact};
use machine::{cpu, peak_mib};
use material::Case;

/// Pages of the long document, and of the one it is compared with.
const LONG: usize = 5_000;
const SHORT: usize = 1_000;
/// Every case is measured this often, and the fastest counts: other programs only ever add.
const TIMES: usize = 3;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with("--")).collect();
    match args.as_slice() {
        [word, pages] if word == "long" => long(pages.parse().unwrap()),
        _ => measure(args.first().map(PathBuf::from)),
    }
}

fn measure(folder: Option<PathBuf>) {
    let cases = folder.map_or_else(material::letters, |folder| material::of_folder(&folder));
    let pages: usize = cases.iter().map(|c| c.pages).sum();
    println!("{} files, {pages} pages; processor time in ms a page", cases.len());
    println!("{:<34} {:>8} {:>8} {:>8}", "", "median", "mean", "p99");

    let limits = Limits::default();
    let bare = times(&cases, |case| apply::apply(&case.source, &case.plan, &limits).is_ok());
    let proved = times(&cases, |case| redact(&case.source, &case.plan, &limits).is_ok());
    let ours = print("candour: redact, save", &cases, &bare);
    let ours_proved = print("candour: redact, save, prove", &cases, &proved);
    if let Some(times) = peers::pymupdf(&cases) {
        let peer = print("PyMuPDF: redact, scrub, save", &cases, &times);
        println!(
            "  candour takes {:.2} of it, {:.2} with the proof",
            ours / peer,
            ours_proved / peer
        );
    }
    for (name, command) in peers::REWRITERS {
        if let Some(mean) = peers::rewrite(command, &cases) {
            println!("{name:<34} {:>8} {mean:>8.2}   start included", "");
        }
    }

    println!("\npages in one file    ms a page    peak MiB above the file");
    for pages in [SHORT, LONG] {
        let itself = std::env::current_exe().unwrap();
        let done = std::process::Command::new(itself).args(["long", &pages.to_string()]).output();
        print!("{}", String::from_utf8_lossy(&done.unwrap().stdout));
    }
}

/// Milliseconds a page of each case; `None` where it was refused.
fn times(cases: &[Case], run: impl Fn(&Case) -> bool) -> Vec<Option<f64>> {
    let once = |case: &Case| {
        let before = cpu();
        let done = run(case);
        let ms = (cpu() - before).as_secs_f64() * 1000.0 / case.pages as f64;
        done.then_some(ms)
    };
    let best = |case| (0..TIMES).filter_map(|_| once(case)).min_by(f64::total_cmp);
    cases.iter().map(best).collect()
}

/// Prints a line, and answers with its median.
fn print(name: &str, cases: &[Case], times: &[Option<f64>]) -> f64 {
    let mut sorted: Vec<f64> = times.iter().flatten().copied().collect();
    sorted.sort_by(f64::total_cmp);
    let at = |share: f64| {
        let last = sorted.len().saturating_sub(1);
        sorted.get((last as f64 * share).round() as usize).copied().unwrap_or(f64::NAN)
    };
    let (mut spent, mut pages) = (0.0, 0);
    for (case, ms) in cases.iter().zip(times).filter_map(|(c, t)| Some((c, (*t)?))) {
        spent += ms * case.pages as f64;
        pages += case.pages;
    }
    let refused = match cases.len() - sorted.len() {
        0 => String::new(),
        n => format!("   {n} refused"),
    };
    let mean = spent / f64::from(u32::try_from(pages).unwrap().max(1));
    println!("{name:<34} {:>8.2} {mean:>8.2} {:>8.1}{refused}", at(0.5), at(0.99));
    at(0.5)
}

/// In a process of its own, so that its peak is its own.
fn long(pages: usize) {
    let case = material::long(pages);
    let size = case.source.len() as f64 / f64::from(1 << 20);
    let before = cpu();
    redact(&case.source, &case.plan, &Limits::default()).unwrap();
    let ms = (cpu() - before).as_secs_f64() * 1000.0 / pages as f64;
    println!("{pages:>17}    {ms:>9.2}    {:>9.0}", peak_mib() - size);
}
