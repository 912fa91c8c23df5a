//! Starting and stopping: the database brought up to date, the pages served, the work done.

use std::sync::Arc;
use std::time::Duration;

use actix_web::{HttpServer, web as actix};
use anyhow::Context as _;

use crate::app;
use crate::consultation::{originators, restrictions};
use crate::db::{self, Pool};
use crate::documents::{self, PoolConfig};
use crate::endings;
use crate::jobs::Runner;
use crate::portal;
use crate::privilege;
use crate::records;
use crate::reminders;
use crate::requests;
use crate::searches;
use crate::settings::Settings;
use crate::vault::{self, Vault, VaultConfig};
use crate::web::{Clock, CspReports, Services};

/// Runs what the command line asks for on the runtime that the pages are served by.
pub fn block_on<F: Future>(work: F) -> F::Output {
    actix_web::rt::System::new().block_on(work)
}

/// Structured lines on standard error; `CANDOUR_LOG` is not a setting, `RUST_LOG` is the usual one.
pub fn log() {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| "info,actix_server=warn".into());
    // A second start in one process keeps the first one's log.
    let _ = tracing_subscriber::fmt()
        .json()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .try_init();
}

/// Opens the database and brings it up to date.
///
/// # Errors
/// Where it cannot be reached or a migration fails.
pub fn database(settings: &Settings) -> anyhow::Result<Pool> {
    std::fs::create_dir_all(&settings.data_dir)
        .with_context(|| format!("the folder {} cannot be made", settings.data_dir.display()))?;
    let pool = db::pool(&settings.database(), settings.database_connections)?;
    let mut connection = db::connection(&pool)?;
    for step in db::migrate(&mut connection)? {
        tracing::info!(step, "the database was brought up to date");
    }
    drop(connection);
    Ok(pool)
}

/// Everything the pages need.
///
/// # Errors
/// Where the database, the vault or the mail carrier cannot be used.
pub fn services(settings: Settings) -> anyhow::Result<Services> {
    services_at(settings, Clock::Real)
}

/// The same, with a clock that tests hold.
///
/// # Errors
/// As for [`services`].
pub fn services_at(settings: Settings, clock: Clock) -> anyhow::Result<Services> {
    let vault = vault(&settings)?;
    let cleared = vault.clear_left_behind(clock.now() - chrono::Duration::days(1))?;
    if cleared > 0 {
        tracing::info!(files = cleared, "what a process that died left in the vault was cleared");
    }
    let pool = database(&settings)?;
    let documents = documents::Pool::start(PoolConfig::of(&settings), Some(vault.clone()))?;
    Ok(Services::new(settings, pool, clock, vault, documents))
}

/// The store of sealed files. A demonstration makes itself a key; whoever keeps real records makes
/// theirs knowingly, since without it nothing can be read again.
///
/// # Errors
/// Where there is no master key, or the store cannot be used.
pub fn vault(settings: &Settings) -> anyhow::Result<Vault> {
    let file = settings.master_key_file();
    if settings.vault.master_key.is_empty() && !file.exists() {
        if !settings.demonstration {
            anyhow::bail!(
                "there is no master key at {}: make one with `candour key make`, and keep a copy of it \
                 apart from the backups",
                file.display()
            );
        }
        vault::make_key_file(&file)?;
    }
    Ok(Vault::open(&VaultConfig::of(settings))?)
}

/// Serves pages, and does the work beside them where the settings say so, until it is told to
/// stop: then it answers what was asked and ends the jobs it holds.
///
/// # Errors
/// Where the address is taken, or nothing can be reached.
pub async fn serve(settings: Settings) -> anyhow::Result<()> {
    let listen = settings.listen.clone();
    let also_work = settings.work_in_serve.then_some(settings.workers);
    let services = actix::Data::new(services(settings)?);
    let runner = Arc::new(runner(&services)?);
    let threads = also_work.map(|count| runner.start(count)).unwrap_or_default();

    let (gatekeeper, reports) = (app::gatekeeper(), actix::Data::new(CspReports::default()));
    let shared = services.clone();
    let server =
        HttpServer::new(move || app::app(shared.clone(), gatekeeper.clone(), reports.clone()))
            .client_request_timeout(Duration::from_secs(30))
            .shutdown_timeout(20)
            .bind(&listen)
            .with_context(|| {
                format!("the address {listen} cannot be listened on; is Candour running already?")
            })?
            .run();
    tracing::info!(address = listen, "serving");
    server.await?;

    runner.stop();
    for thread in threads {
        let _ = thread.join();
    }
    tracing::info!("stopped");
    Ok(())
}

/// Does the work that waits, without pages.
///
/// # Errors
/// Where nothing can be reached.
pub async fn work(settings: Settings) -> anyhow::Result<()> {
    let count = settings.workers;
    let services = actix::Data::new(services(settings)?);
    let runner = Arc::new(runner(&services)?);
    let threads = runner.start(count);
    tracing::info!(threads = count, "working");
    let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
    runner.stop();
    tokio::task::spawn_blocking(move || threads.into_iter().for_each(|t| drop(t.join()))).await?;
    tracing::info!("stopped");
    Ok(())
}

/// Who does which kind of job.
///
/// # Errors
/// Where mail cannot be carried at all.
pub fn runner(services: &actix::Data<Services>) -> anyhow::Result<Runner> {
    let settings = &services.settings;
    let carrier = crate::mail::Carrier::new(
        &settings.mail.from,
        settings.mail.smtp_url.reveal(),
        settings.outbox(),
    )?;
    let importing = records::import::Desk {
        vault: services.vault.clone(),
        documents: services.documents.clone(),
        most_pages: usize::try_from(settings.uploads.pages)?,
    };
    let looking = importing.clone();
    let clock = services.clone();
    let (building, sealing) = (services.clone(), services.clone());
    let looking_back = services.clone();
    let (inviting, reminding, waiting) = (services.clone(), services.clone(), services.clone());
    let (consulting, searching) = (services.clone(), services.clone());
    Ok(Runner::new(services.pool.clone())
        .by(move || clock.clock.now())
        .doing(originators::CHASE, move |work| originators::chase(&consulting.settings, work))
        .doing(restrictions::REVIEW, restrictions::review_due)
        .doing("pack.build", move |work| crate::pack::build(&building, work))
        .doing("pack.seal", move |work| crate::pack::seal_job(&sealing, work))
        .doing(portal::INVITE, move |work| portal::invite(&inviting, work))
        .doing(reminders::DIGEST, move |work| reminders::daily(&reminding, work))
        .every_day(reminders::DIGEST, settings.clock.digest_hour)
        .doing(searches::CHASE, move |work| searches::chase_by_rule(&searching.settings, work))
        .every_day(searches::CHASE, settings.clock.digest_hour)
        .doing(requests::WAIT, move |work| endings::watch(&waiting.settings, work))
        .doing("mail.deliver", move |work| crate::mail::deliver(&carrier, work))
        .doing(records::identity::LOOK, move |work| records::identity::look(&looking, work))
        .doing(privilege::LOOK_BACK, move |work| {
            privilege::look_back(&looking_back.vault, &looking_back.settings, work)
        })
        .every_day(privilege::LOOK_BACK, settings.clock.digest_hour)
        .doing(records::IMPORT, move |work| {
            records::import::import(&importing, work)?;
            privilege::look(&importing.vault, work)
        }))
}
