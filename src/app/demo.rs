//! `candour demo`: an empty store becomes a demonstration.

use std::io::Write as _;
use std::sync::Arc;

use actix_web::web::Data;

use super::process;
use crate::demo::{self, Filled};
use crate::settings::Settings;

/// Fills an empty store and does the work that comes of it; one that holds the demonstration
/// already stays as it is.
///
/// # Errors
/// Where the store holds something else, this is no demonstration, or something of ours fails.
pub async fn fill(settings: Settings) -> anyhow::Result<()> {
    // Before anything is made: a key, a folder or a database.
    anyhow::ensure!(settings.demonstration, demo::NotFilled::NotADemonstration);
    let services = Data::new(process::services(settings)?);
    let runner = Arc::new(process::runner(&services)?);
    // One at a time: items are numbered in the order of the record.
    let threads = runner.start(1);
    let filled = demo::fill(&services, &|words| {
        print!("\r\x1b[2KMaking the demonstration: {words} …");
        let _ = std::io::stdout().flush();
    })
    .await;
    runner.stop();
    for thread in threads {
        let _ = thread.join();
    }
    match filled? {
        Filled::Now => println!("\r\x1b[2KThe demonstration is ready."),
        Filled::Before => println!("The demonstration is there already."),
    }
    Ok(())
}

/// Prints where to click and who to be.
pub fn print_sign_ins(settings: &Settings) {
    println!("\nCandour is running: {}\n", settings.link("/"));
    println!(
        "Sign in at {}: role, address and password, one of each:\n",
        settings.link("/sign-in")
    );
    for (_, email, _, role) in demo::STAFF {
        println!("  {:<14} {email:<34} {}", role.words(), demo::PASSWORD);
    }
    println!("\nOutgoing mail, letters and codes: {}", settings.link("/outbox"));
    println!("The public form:                  {}\n", settings.link("/ask"));
}
