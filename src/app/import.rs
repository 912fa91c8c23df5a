//! `candour import`: a folder's files into the record of a request.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use actix_web::web::Data;
use anyhow::Context as _;

use super::process;
use crate::access::Who;
use crate::db::{self, Id};
use crate::records::{self, NewFile, UploadState};
use crate::requests::{self, Reference};
use crate::settings::Settings;
use crate::web::Services;

const PIECE: usize = 1 << 20;

/// How an import ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Imported {
    pub taken: usize,
    pub refused: usize,
}

/// Takes every file of `folder` into the record and waits until all are read. What becomes of each
/// is printed as soon as it is known.
///
/// # Errors
/// Where there is no such request or folder, or something of ours fails.
pub async fn import(
    settings: Settings,
    request: &Reference,
    folder: &Path,
    source: &str,
) -> anyhow::Result<Imported> {
    let services = Data::new(process::services(settings)?);
    let row = requests::by_reference(&mut *db::connection(&services.pool)?, request)?
        .with_context(|| format!("there is no request {request}"))?;
    anyhow::ensure!(
        records::takes_files(row.state),
        "{request} is at the step \"{}\" and takes no files now",
        row.state.words()
    );
    let files = files_in(folder)?;
    anyhow::ensure!(!files.is_empty(), "{} holds no files", folder.display());
    let batch = Id::new();
    for (count, path) in files.iter().enumerate() {
        let name = path.strip_prefix(folder).unwrap_or(path).to_string_lossy().into_owned();
        println!("{} of {}: {name}", count + 1, files.len());
        let file = NewFile {
            request: row.id,
            search: None,
            batch,
            file_name: records::shown_name(&name),
            source: source.to_owned(),
        };
        bring(&services, &file, path).await.with_context(|| format!("{name} was not taken"))?;
    }
    read_all(&services, row.id, batch)
}

/// Files below `folder`, in the order of their names. Links lead elsewhere and are left out.
fn files_in(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        let entries = std::fs::read_dir(&next)
            .with_context(|| format!("the folder {} cannot be read", next.display()))?;
        for entry in entries {
            let entry = entry?;
            let kind = entry.file_type()?;
            if kind.is_dir() {
                folders.push(entry.path());
            } else if kind.is_file() && !records::is_litter(&entry.file_name().to_string_lossy()) {
                files.push(entry.path());
            }
        }
    }
    files.sort();
    Ok(files)
}

async fn bring(services: &Services, file: &NewFile, path: &Path) -> anyhow::Result<()> {
    let (by, now) = (Who::System, services.clock.now());
    let mut db = db::connection(&services.pool)?;
    let mib = services.settings.uploads.file_mib;
    let bytes = std::fs::metadata(path)?.len();
    let too_large = bytes > mib << 20;
    if too_large || bytes == 0 {
        let why = if too_large {
            format!("“{}” is larger than {mib} MiB; split it", file.file_name)
        } else {
            format!("“{}” is empty; ask for another copy", file.file_name)
        };
        records::turn_away(&mut db, &by, file, bytes, &why, now)?;
        return Ok(());
    }
    let mut from = std::fs::File::open(path)?;
    let mut writer = services.vault.write();
    let mut piece = vec![0; PIECE];
    loop {
        let read = from.read(&mut piece)?;
        if read == 0 {
            break;
        }
        writer.write(piece[..read].to_vec()).await;
    }
    let sealed = writer.finish().await?;
    records::receive(&mut db, &by, file, sealed, now)?;
    Ok(())
}

/// Does the work that waits, beside whoever else does, until every file of the batch is told.
fn read_all(services: &Data<Services>, request: Id, batch: Id) -> anyhow::Result<Imported> {
    let runner = Arc::new(process::runner(services)?);
    let threads = runner.start(services.settings.workers);
    let mut told = std::collections::HashSet::new();
    let mut imported = Imported { taken: 0, refused: 0 };
    loop {
        let uploads = records::uploads_of(&mut *db::connection(&services.pool)?, request, batch)?;
        for upload in &uploads {
            let given_up = upload.job_state.as_deref() == Some("failed");
            let why = match upload.state {
                UploadState::Waiting if given_up => Some("could not be read; see the log"),
                UploadState::Waiting => continue,
                UploadState::Imported => None,
                UploadState::Refused => Some(upload.problem.as_deref().unwrap_or("not taken")),
            };
            if !told.insert(upload.id) {
                continue;
            }
            match why {
                None => imported.taken += 1,
                Some(_) => imported.refused += 1,
            }
            let words = why.or(upload.problem.as_deref()).unwrap_or("in the record");
            println!("{} of {} read: {}: {words}", told.len(), uploads.len(), upload.file_name);
        }
        if told.len() == uploads.len() {
            break;
        }
        std::thread::sleep(Duration::from_millis(300));
    }
    runner.stop();
    for thread in threads {
        let _ = thread.join();
    }
    Ok(imported)
}
