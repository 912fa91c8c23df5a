//! The command line.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use candour::access::{Role, Who};
use candour::app::{demo, import, process};
use candour::requests::Reference;
use candour::settings::Settings;
use candour::staff::{self, NewMember};
use candour::{audit, db, documents};
use clap::{Parser, Subcommand};

/// As in the engine's own program: long files leave no holes behind in memory.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Answers people who ask an organisation what it holds about them.
#[derive(Parser)]
#[command(name = "candour", version)]
struct Cli {
    /// The settings file; CANDOUR_… variables override its lines.
    #[arg(long, global = true, env = "CANDOUR_CONFIG")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the pages, and do the work beside them unless work_in_serve is off.
    Serve,
    /// Fill an empty store with made-up people and records, print who to sign in as, and serve.
    Demo,
    /// Do the work that waits, without pages.
    Work,
    /// Bring the database up to date.
    Migrate,
    /// Take a folder's files into the record of a request.
    Import {
        /// The request's reference, such as SAR-2026-00042.
        #[arg(long)]
        request: Reference,
        /// Where the files were kept: "Case system", "School".
        #[arg(long, default_value = "")]
        source: String,
        folder: PathBuf,
    },
    /// Accounts.
    #[command(subcommand)]
    User(UserCommand),
    /// The master key that files are sealed with.
    #[command(subcommand)]
    Key(KeyCommand),
    /// Settings.
    #[command(subcommand)]
    Config(ConfigCommand),
    /// The diary.
    #[command(subcommand)]
    Diary(DiaryCommand),
    /// The law's rules.
    #[command(subcommand)]
    Law(LawCommand),
    /// Take words and areas out of a PDF, and prove that they are gone.
    #[command(disable_help_flag = true)]
    Redact {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<OsString>,
    },
    /// Prove that a PDF has lost what was to be taken out of it, and nothing else.
    #[command(disable_help_flag = true)]
    Verify {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<OsString>,
    },
    /// Read documents for the service that started this process.
    #[command(hide = true)]
    DocumentWorker,
}

#[derive(Subcommand)]
enum UserCommand {
    /// Make an account and print its one-use link.
    Add {
        #[arg(long)]
        email: String,
        #[arg(long)]
        name: String,
        #[arg(long, default_value = "")]
        job_title: String,
        /// handler, reviewer, manager, auditor or administrator
        #[arg(long)]
        role: String,
    },
}

#[derive(Subcommand)]
enum KeyCommand {
    /// Write a new master key where there is none yet.
    Make,
    /// Wrap the key of every file anew, so that retired master keys are no longer needed.
    Rewrap,
}

#[derive(Subcommand)]
enum ConfigCommand {
    /// Say whether the settings can be used.
    Check,
    /// Print the settings in force, secrets as stars.
    Show,
}

#[derive(Subcommand)]
enum DiaryCommand {
    /// Read the whole diary and say where, if anywhere, its chain is broken.
    Verify,
}

#[derive(Subcommand)]
enum LawCommand {
    /// Run a file of deadline or exemption vectors and print what differs.
    Check { file: PathBuf },
    /// Import newer bank holidays, such as https://www.gov.uk/bank-holidays.json, and reckon every open
    /// request again.
    Holidays { file: PathBuf },
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    // Before there is a runtime: a worker must hold nothing open.
    if matches!(cli.command, Command::DocumentWorker) {
        return documents::worker::main();
    }
    // Nor does the engine on its own need one, or any settings.
    let alone = match &cli.command {
        Command::Redact { args } => Some(("redact", args)),
        Command::Verify { args } => Some(("verify", args)),
        _ => None,
    };
    if let Some((name, args)) = alone {
        let args = std::iter::once(OsString::from(name)).chain(args.iter().cloned());
        return ExitCode::from(u8::try_from(candour_redaction::cli::main(args)).unwrap_or(1));
    }
    match process::block_on(run(cli)) {
        Ok(code) => code,
        Err(problem) => {
            eprintln!("candour: {problem:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    let settings = || Settings::read(cli.config.as_deref(), std::env::vars());
    match cli.command {
        // Answered before there is a runtime.
        Command::DocumentWorker | Command::Redact { .. } | Command::Verify { .. } => {}
        Command::Serve => {
            process::log();
            process::serve(settings()?).await?;
        }
        Command::Demo => {
            let demonstration = ("CANDOUR_DEMONSTRATION".to_owned(), "true".to_owned());
            // So that its short packs have parts to show.
            let few_pages = [("CANDOUR_PACK__PART_PAGES".to_owned(), "4".to_owned())];
            let few_pages = few_pages.into_iter().chain(std::env::vars());
            let said = few_pages.chain([demonstration]);
            let settings = Settings::read(cli.config.as_deref(), said)?;
            demo::fill(settings.clone()).await?;
            demo::print_sign_ins(&settings);
            process::log();
            process::serve(settings).await?;
        }
        Command::Work => {
            process::log();
            process::work(settings()?).await?;
        }
        Command::Migrate => {
            process::log();
            process::database(&settings()?)?;
        }
        Command::User(UserCommand::Add { email, name, job_title, role }) => {
            let settings = settings()?;
            let role = Role::from_name(&role).ok_or_else(|| {
                anyhow::anyhow!(
                    "{role} is no role: handler, reviewer, manager, auditor or administrator"
                )
            })?;
            let pool = process::database(&settings)?;
            let mut db = db::connection(&pool)?;
            let member = NewMember { email, name, job_title, role };
            let (_, token) =
                staff::invite(&mut db, &Who::System, member, &settings.access, chrono::Utc::now())?;
            println!("{}", settings.link(&format!("/first-sign-in/{token}")));
            eprintln!("The link works once, for {} minutes.", settings.access.first_link_minutes);
        }
        Command::Import { request, source, folder } => {
            let done = import::import(settings()?, &request, &folder, &source).await?;
            println!("{} in the record, {} not taken.", done.taken, done.refused);
            if done.refused > 0 {
                return Ok(ExitCode::FAILURE);
            }
        }
        Command::Key(KeyCommand::Make) => {
            let file = settings()?.master_key_file();
            if !candour::vault::make_key_file(&file)? {
                anyhow::bail!("there is a master key at {} already; it stays", file.display());
            }
            println!("The master key is at {}.", file.display());
            eprintln!("Keep a copy apart from the backups: nothing can be read without it.");
        }
        Command::Key(KeyCommand::Rewrap) => {
            let vault = process::vault(&settings()?)?;
            let done = vault.rewrap_all()?;
            println!(
                "Looked at {} files: {} now have the master key {}.",
                done.looked_at,
                done.rewrapped,
                vault.key_id()
            );
            for (file, why) in &done.left {
                eprintln!("{file}: {why}");
            }
            if !done.left.is_empty() {
                anyhow::bail!("{} files keep their old key; keep it too", done.left.len());
            }
        }
        Command::Config(ConfigCommand::Check) => {
            settings()?;
            println!("The settings can be used.");
        }
        Command::Config(ConfigCommand::Show) => print!("{}", settings()?.shown()?),
        Command::Diary(DiaryCommand::Verify) => {
            let pool = process::database(&settings()?)?;
            let found = audit::verify(&mut *db::connection(&pool)?)?;
            match found.broken {
                None => println!("The diary holds: {} lines, one chain.", found.lines),
                Some(broken) => {
                    println!("The diary is broken: {broken}.");
                    return Ok(ExitCode::FAILURE);
                }
            }
        }
        Command::Law(LawCommand::Holidays { file }) => {
            let pool = process::database(&settings()?)?;
            let json = std::fs::read_to_string(file)?;
            let mut db = db::connection(&pool)?;
            let now = chrono::Utc::now();
            let moved = candour::reminders::import_holidays(&mut db, &Who::System, &json, now)?;
            println!("The holidays are imported. Dates that moved: {moved}.");
        }
        Command::Law(LawCommand::Check { file }) => {
            let report = candour::law::check::check(&std::fs::read_to_string(file)?)?;
            println!("{report}");
            if !report.agrees() {
                return Ok(ExitCode::FAILURE);
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}
