//! A file that came in becomes items: unpacked, drawn up as pages, its words read.
//!
//! It may run twice where a process dies: numbers are given once, in the transaction that makes
//! the items; an item that was read is not read again; files lie under their fingerprints.

mod pieces;
mod plain;
mod reading;

use chrono::{DateTime, Utc};

use self::pieces::{Piece, pieces};
use super::store::{self, ItemRow, NewItem};
use super::{Category, Hand, Level, Trait, UploadState, View, identity, naming};
use crate::access::Who;
use crate::audit::{self, About, Act};
use crate::db::{self, Db, DbError, Id};
use crate::documents::{FIRST_BYTES, Pool};
use crate::jobs::{Setback, Work};
use crate::vault::{Fingerprint, Vault, VaultProblem};

/// What an import works with.
#[derive(Clone)]
pub struct Desk {
    pub vault: Vault,
    pub documents: Pool,
    /// Pages of one document at most.
    pub most_pages: usize,
}

impl From<VaultProblem> for Setback {
    fn from(problem: VaultProblem) -> Self {
        Setback::Passing(problem.to_string())
    }
}

/// Does the job `records.import`.
///
/// # Errors
/// Where something of ours fails; what lies in the file is told at its upload or item.
pub fn import(desk: &Desk, work: &Work) -> Result<(), Setback> {
    let id = work.id_in("upload")?;
    let mut db = work.db()?;
    let upload = store::upload(&mut db, id)
        .map_err(DbError::from)?
        .ok_or_else(|| Setback::Final("the file it is about is gone".to_owned()))?;
    match upload.state {
        UploadState::Waiting => {}
        UploadState::Imported | UploadState::Refused => return Ok(()),
    }
    let made = store::items_of_upload(&mut db, id).map_err(DbError::from)?;
    let (items, left_out) = if made.is_empty() {
        match pieces(desk, &upload)? {
            Ok((pieces, left_out)) => {
                (make_items(&mut db, &upload, &pieces, work.now())?, left_out)
            }
            Err(why) => return refuse(&mut db, &upload, &why, work.now()),
        }
    } else {
        (made, None)
    };
    drop(db);
    let many = items.len();
    for (done, item) in items.iter().enumerate() {
        let before =
            if many > 1 { format!("file {} of {many}, ", done + 1) } else { String::new() };
        reading::read(desk, work, item, &before)?;
    }
    db::transaction(&mut *work.db()?, |db| {
        store::end_upload(db, id, UploadState::Imported, left_out.as_deref())?;
        identity::ask(db, upload.request_id, id.as_str(), work.now())
    })?;
    Ok(())
}

fn refuse(
    db: &mut Db,
    upload: &store::Upload,
    why: &str,
    now: DateTime<Utc>,
) -> Result<(), Setback> {
    db::transaction(db, |db| {
        if store::end_upload(db, upload.id, UploadState::Refused, Some(why))? {
            let about = About::request(upload.request_id).object(upload.id);
            audit::tell(db, &Who::System, Act::FileRefused, about, now)?;
        }
        Ok::<_, DbError>(())
    })?;
    Ok(())
}

/// Gives the pieces their numbers, in one transaction.
fn make_items(
    db: &mut Db,
    upload: &store::Upload,
    pieces: &[Piece],
    now: DateTime<Utc>,
) -> Result<Vec<ItemRow>, DbError> {
    db::transaction(db, |db| {
        let first = store::number_from(db, upload.request_id, pieces.len() as i64)?;
        let files: Vec<String> = pieces.iter().map(|piece| piece.file.to_string()).collect();
        let mut known = store::first_of(db, upload.request_id, &files)?;
        let ids: Vec<Id> = pieces.iter().map(|_| Id::new()).collect();
        let mut new = Vec::with_capacity(pieces.len());
        for (((piece, id), file), number) in pieces.iter().zip(&ids).zip(files).zip(first..) {
            let duplicate_of = known.get(&file).copied();
            known.entry(file.clone()).or_insert(*id);
            let kind = piece.category();
            let topic = crate::records::Topic::guess(&piece.name);
            new.push(NewItem {
                id: *id,
                request_id: upload.request_id,
                number,
                parent_id: piece.parent.and_then(|at| ids.get(at).copied()),
                upload_id: Some(upload.id),
                duplicate_of,
                title: naming::title(&piece.name),
                file_name: naming::shown(&piece.name),
                source: upload.source.clone(),
                kind,
                author: String::new(),
                provider: String::new(),
                event_on: naming::day(&piece.name),
                level: if topic.is_some() { Level::HighlySensitive } else { Level::Confidential },
                topics: topic.map_or_else(String::new, |topic| topic.name().to_owned()),
                traits: if kind == Category::AnonymousConcern {
                    Trait::Anonymous.name().to_owned()
                } else {
                    String::new()
                },
                hand: Hand::FirstHand,
                privileged: kind.is_legal_advice(),
                original_sha256: file,
                original_bytes: i64::try_from(piece.bytes).unwrap_or(i64::MAX),
                pages: 0,
                view: View::Waiting,
                made_at: now.naive_utc(),
            });
        }
        store::add_items(db, &new)?;
        Ok(store::items_of_upload(db, upload.id)?)
    })
}

/// The beginning of a file, enough to tell its kind.
fn first_bytes(vault: &Vault, file: Fingerprint) -> Result<Vec<u8>, Setback> {
    let mut reader = vault.read_blocking(file)?;
    let mut first = Vec::new();
    while first.len() < FIRST_BYTES {
        match reader.next_blocking() {
            Some(piece) => first.extend_from_slice(&piece?),
            None => break,
        }
    }
    first.truncate(FIRST_BYTES);
    Ok(first)
}

fn fingerprint(text: &str) -> Result<Fingerprint, Setback> {
    text.parse().map_err(|_| Setback::Final("the file's fingerprint is written wrong".to_owned()))
}

impl Piece {
    fn category(&self) -> Category {
        match (self.is_mail, Category::guess(naming::last_part(&self.name))) {
            (true, Category::Other) => Category::Correspondence,
            (_, guessed) => guessed,
        }
    }
}
