//! Prints the words and warnings of a page, and draws it: `page FILE [PAGE] [PNG]`.

use std::process::ExitCode;

use candour_redaction::limits::Limits;
use candour_redaction::read::Reading;
use candour_redaction::refusal::Refusal;

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    let Some(file) = args.next() else {
        eprintln!("usage: page FILE [PAGE] [PNG]");
        return ExitCode::from(2);
    };
    let page: usize = args.next().and_then(|n| n.parse().ok()).unwrap_or(1);
    let png = args.next();
    match show(&file, page.saturating_sub(1), png.as_deref()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(refusal) => {
            eprintln!("{refusal}");
            ExitCode::from(3)
        }
    }
}

fn show(file: &str, page: usize, png: Option<&str>) -> Result<(), Refusal> {
    let bytes = std::fs::read(file).map_err(|e| Refusal::Unreadable { detail: e.to_string() })?;
    let reading = Reading::open(bytes, None, &Limits::default())?;
    let facts = reading.page(page)?;
    println!("{} pages, {:.1} × {:.1} points", reading.pages(), facts.width, facts.height);
    let mut line = None;
    for word in reading.words(page)? {
        if line != Some(word.line) {
            println!();
            line = Some(word.line);
        }
        print!("{} ", word.text);
    }
    println!();
    for warning in reading.warnings(page)? {
        println!("! {}", warning.sentence());
    }
    if let Some(path) = png {
        let picture = reading.draw(page, 1200)?.png()?;
        std::fs::write(path, picture).map_err(|e| Refusal::Unreadable { detail: e.to_string() })?;
    }
    Ok(())
}
