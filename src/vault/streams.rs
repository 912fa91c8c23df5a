//! Files that come in or go out piece by piece, so that a gigabyte costs a few megabytes of memory.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_util::{Stream, StreamExt};
use sha2::{Digest, Sha256};
use tokio::runtime::Runtime;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use super::fingerprint::Fingerprint;
use super::problem::VaultProblem;
use super::sealing::{CHUNK, Chunks, MAGIC, TAG, TRAILER};
use super::store::{SealedStream, Upload};
use super::{Desk, Sealed};

/// Pieces on their way between the caller and the store.
const AHEAD: usize = 4;

enum Piece {
    More(Bytes),
    End,
}

/// Stores content that comes in pieces. Dropped before [`Writer::finish`], nothing is kept.
pub struct Writer {
    pieces: mpsc::Sender<Piece>,
    task: JoinHandle<Result<Sealed, VaultProblem>>,
}

impl Writer {
    pub(super) fn begin(runtime: &Runtime, desk: Arc<Desk>) -> Self {
        let (sender, receiver) = mpsc::channel(AHEAD);
        Self { pieces: sender, task: runtime.spawn(store(desk, receiver)) }
    }

    /// Waits while the store is behind. What the store refuses, [`Writer::finish`] says.
    pub async fn write(&mut self, piece: impl Into<Bytes>) {
        let _ = self.pieces.send(Piece::More(piece.into())).await;
    }

    /// As [`Writer::write`], from a thread that may wait.
    pub fn write_blocking(&mut self, piece: impl Into<Bytes>) {
        let _ = self.pieces.blocking_send(Piece::More(piece.into()));
    }

    /// The file's name and size, once it is stored.
    ///
    /// # Errors
    /// Where the store refused or could not be reached.
    pub async fn finish(self) -> Result<Sealed, VaultProblem> {
        let _ = self.pieces.send(Piece::End).await;
        self.task.await.unwrap_or(Err(VaultProblem::GivenUp))
    }
}

async fn store(desk: Arc<Desk>, mut pieces: mpsc::Receiver<Piece>) -> Result<Sealed, VaultProblem> {
    let at = desk.store.incoming();
    let mut upload = desk.store.begin(&at).await?;
    match seal_into(&mut upload, &desk, &mut pieces).await {
        Ok(sealed) => {
            upload.finish().await?;
            if desk.store.holds(&sealed).await? {
                desk.store.drop_at(&at).await?;
            } else {
                desk.store.name(&at, &sealed.sha256).await?;
            }
            Ok(sealed)
        }
        Err(problem) => {
            let _ = upload.abort().await;
            Err(problem)
        }
    }
}

async fn seal_into(
    upload: &mut Upload,
    desk: &Desk,
    pieces: &mut mpsc::Receiver<Piece>,
) -> Result<Sealed, VaultProblem> {
    let (mut chunks, mut hasher, mut bytes) = (Chunks::fresh(), Sha256::new(), 0u64);
    let mut chunk = Vec::with_capacity(CHUNK + TAG);
    send(upload, MAGIC.to_vec()).await?;
    loop {
        match pieces.recv().await.ok_or(VaultProblem::GivenUp)? {
            Piece::More(mut piece) => {
                hasher.update(&piece);
                bytes += piece.len() as u64;
                // A full chunk waits until more comes: only then it is known not to be the last.
                while chunk.len() + piece.len() > CHUNK {
                    chunk.extend_from_slice(&piece.split_to(CHUNK - chunk.len()));
                    let mut full = std::mem::replace(&mut chunk, Vec::with_capacity(CHUNK + TAG));
                    chunks.seal(&mut full, false);
                    send(upload, full).await?;
                }
                chunk.extend_from_slice(&piece);
            }
            Piece::End => {
                chunks.seal(&mut chunk, true);
                send(upload, chunk).await?;
                let sha256 = Fingerprint::finish(hasher);
                send(upload, chunks.trailer(&sha256, &desk.keys.current).to_vec()).await?;
                return Ok(Sealed { sha256, bytes });
            }
        }
    }
}

/// Waits while too much is on its way.
pub(super) async fn send(upload: &mut Upload, bytes: Vec<u8>) -> Result<(), VaultProblem> {
    upload.wait_for_capacity(AHEAD).await?;
    upload.put(bytes.into());
    Ok(())
}

/// Gives a file piece by piece; each piece is proved before it is given. An error is the last
/// thing it gives, and what came before it must then not be used as a whole file.
pub struct Reader {
    pieces: mpsc::Receiver<Result<Bytes, VaultProblem>>,
    bytes: u64,
}

impl Reader {
    pub(super) async fn begin(desk: Arc<Desk>, file: Fingerprint) -> Result<Self, VaultProblem> {
        let sealed = desk.store.stream(&file).await?;
        let chunks = Chunks::from_trailer(&sealed.trailer, &file, &desk.keys)?;
        let body = sealed
            .bytes
            .checked_sub((MAGIC.len() + TRAILER + TAG) as u64)
            .ok_or(VaultProblem::Damaged(file))?
            + TAG as u64;
        let bytes = body - body.div_ceil((CHUNK + TAG) as u64) * TAG as u64;
        let (sender, receiver) = mpsc::channel(AHEAD);
        tokio::spawn(async move {
            if let Err(problem) = open_into(&sender, sealed, chunks, body, file).await {
                let _ = sender.send(Err(problem)).await;
            }
        });
        Ok(Self { pieces: receiver, bytes })
    }

    /// Size of the whole content.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// As the stream's next piece, from a thread that may wait.
    pub fn next_blocking(&mut self) -> Option<Result<Bytes, VaultProblem>> {
        self.pieces.blocking_recv()
    }
}

impl Stream for Reader {
    type Item = Result<Bytes, VaultProblem>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.pieces.poll_recv(cx)
    }
}

async fn open_into(
    to: &mpsc::Sender<Result<Bytes, VaultProblem>>,
    mut sealed: SealedStream,
    mut chunks: Chunks,
    body: u64,
    file: Fingerprint,
) -> Result<(), VaultProblem> {
    let (mut hasher, mut held) = (Sha256::new(), Vec::with_capacity(2 * CHUNK));
    let (mut begun, mut left) = (false, body);
    loop {
        if !begun && held.len() >= MAGIC.len() {
            if !held.starts_with(MAGIC) {
                return Err(VaultProblem::Damaged(file));
            }
            held.drain(..MAGIC.len());
            begun = true;
        }
        while begun && left > 0 {
            let size = left.min((CHUNK + TAG) as u64);
            if (held.len() as u64) < size {
                break;
            }
            left -= size;
            // At most a chunk, so it fits every `usize`.
            let rest = held.split_off(size as usize);
            let mut chunk = std::mem::replace(&mut held, rest);
            chunks.open(&mut chunk, left == 0).map_err(|_| VaultProblem::Damaged(file))?;
            hasher.update(&chunk);
            if left == 0 && Fingerprint::finish(hasher.clone()) != file {
                return Err(VaultProblem::Damaged(file));
            }
            if to.send(Ok(chunk.into())).await.is_err() {
                return Ok(()); // Nobody reads on.
            }
        }
        if begun && left == 0 {
            return Ok(());
        }
        match sealed.pieces.next().await {
            Some(piece) => held.extend_from_slice(&piece?),
            None => return Err(VaultProblem::Damaged(file)),
        }
    }
}
