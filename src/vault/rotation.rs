//! Which master key a store was sealed with, and how it gets another.

use std::sync::mpsc::SyncSender;

use bytes::Bytes;
use futures_util::{StreamExt, TryStreamExt};

use super::Desk;
use super::fingerprint::Fingerprint;
use super::problem::VaultProblem;
use super::sealing::{self, CHUNK, Chunks, MAGIC, TAG, TRAILER};
use super::store::{SealedStream, Upload};
use super::streams::send;

/// Sealed once when a store is first opened, so that a wrong key is found at the next start and
/// not with the first file somebody needs.
const NOTE: &[u8] = b"This store belongs to Candour.";

/// Files at once.
const SIDE_BY_SIDE: usize = 4;

/// What [`super::Vault::rewrap_all`] did.
#[derive(Debug, Default)]
pub struct Rewrapped {
    pub looked_at: u64,
    pub rewrapped: u64,
    /// Files that keep their old key, and why.
    pub left: Vec<(Fingerprint, VaultProblem)>,
}

pub(super) async fn check_note(desk: &Desk) -> Result<(), VaultProblem> {
    let file = Fingerprint::of(NOTE);
    if desk.store.note().await?.is_none() {
        let pieces = sealing::seal(NOTE, &file, &desk.keys.current);
        desk.store.create_note(pieces).await?;
    }
    // Read again: another process may have been first, with another key.
    let note = desk.store.note().await?.ok_or(VaultProblem::DamagedNote)?;
    match sealing::open(&note, &file, &desk.keys) {
        Ok(_) => Ok(()),
        Err(VaultProblem::UnknownKey { key, .. }) => {
            Err(VaultProblem::WrongKey { needed: key, given: desk.keys.current.id })
        }
        Err(_) => Err(VaultProblem::DamagedNote),
    }
}

pub(super) async fn list(desk: &Desk, to: &SyncSender<Result<(Fingerprint, u64), VaultProblem>>) {
    let mut files = desk.store.list();
    while let Some(found) = files.next().await {
        let found = found.map(|(file, size)| (file, content_len(size)));
        if to.send(found).is_err() {
            return;
        }
    }
}

/// Size of the content of a sealed file of `size` bytes; 0 where it was cut too short for any.
fn content_len(size: u64) -> u64 {
    let body = size.saturating_sub((MAGIC.len() + TRAILER) as u64);
    body.saturating_sub(body.div_ceil((CHUNK + TAG) as u64) * TAG as u64)
}

pub(super) async fn rewrap_all(desk: &Desk) -> Result<Rewrapped, VaultProblem> {
    let done = desk
        .store
        .list()
        .map_ok(|(file, _)| async move { Ok((file, rewrap(desk, &file).await)) })
        .try_buffer_unordered(SIDE_BY_SIDE)
        .try_fold(Rewrapped::default(), |mut done, (file, outcome)| async move {
            done.looked_at += 1;
            match outcome {
                Ok(rewrapped) => done.rewrapped += u64::from(rewrapped),
                // Removed since it was listed.
                Err(VaultProblem::Missing(_)) => {}
                Err(problem) => done.left.push((file, problem)),
            }
            Ok(done)
        })
        .await?;
    if done.left.is_empty() {
        let pieces = sealing::seal(NOTE, &Fingerprint::of(NOTE), &desk.keys.current);
        desk.store.replace_note(pieces).await?;
    }
    Ok(done)
}

/// `false` where the file has the current key already.
async fn rewrap(desk: &Desk, file: &Fingerprint) -> Result<bool, VaultProblem> {
    let sealed = desk.store.stream(file).await?;
    if sealing::key_of(&sealed.trailer) == desk.keys.current.id {
        return Ok(false);
    }
    let chunks = Chunks::from_trailer(&sealed.trailer, file, &desk.keys)?;
    let trailer = chunks.trailer(file, &desk.keys.current);
    let copy = desk.store.rewrapped(file);
    let mut upload = desk.store.begin(&copy).await?;
    if let Err(problem) = copy_into(&mut upload, sealed, &trailer, file).await {
        let _ = upload.abort().await;
        return Err(problem);
    }
    upload.finish().await?;
    // Removed meanwhile: then it stays so (see `Store::remove`).
    if desk.store.size(file).await?.is_none() {
        desk.store.drop_at(&copy).await?;
        return Err(VaultProblem::Missing(*file));
    }
    desk.store.name(&copy, file).await?;
    Ok(true)
}

async fn copy_into(
    upload: &mut Upload,
    mut sealed: SealedStream,
    trailer: &[u8; TRAILER],
    file: &Fingerprint,
) -> Result<(), VaultProblem> {
    let mut left = sealed.bytes - TRAILER as u64;
    while left > 0 {
        let mut piece: Bytes = sealed.pieces.next().await.ok_or(VaultProblem::Damaged(*file))??;
        piece.truncate(usize::try_from(left).unwrap_or(usize::MAX));
        left -= piece.len() as u64;
        send(upload, piece.into()).await?;
    }
    send(upload, trailer.to_vec()).await
}
