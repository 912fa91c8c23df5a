//! Sealed files: each under the fingerprint of its content, in a local folder or an S3-compatible
//! store, readable only with the master key.
//!
//! The same content is stored once, whoever stores it; so whoever removes a file must know that
//! nobody else still names it.

mod config;
mod fingerprint;
mod hex;
mod keys;
mod problem;
mod rotation;
mod sealing;
mod store;
mod streams;
#[cfg(test)]
mod tests;

use std::sync::{Arc, mpsc};

use bytes::Bytes;
use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use tokio::runtime::Runtime;
use zeroize::Zeroizing;

pub use config::VaultConfig;
pub use fingerprint::{Fingerprint, NotAFingerprint};
pub use keys::{KeyFrom, KeyId, make_key_file, new_key};
pub use problem::VaultProblem;
pub use rotation::Rewrapped;
pub use store::StoreAt;
pub use streams::{Reader, Writer};

use keys::{Keys, MasterKey};
use store::Store;

/// What came of storing a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sealed {
    pub sha256: Fingerprint,
    /// Size of the content, not of the sealed file.
    pub bytes: u64,
}

/// The open vault. Cheap to clone.
///
/// Its work runs on threads of its own, so the `…_blocking` verbs may be called from anywhere
/// but would hold up the caller's thread: web handlers `await` the others.
#[derive(Clone)]
pub struct Vault {
    inner: Arc<Inner>,
}

struct Inner {
    desk: Arc<Desk>,
    /// `None` only while it is being shut down.
    runtime: Option<Runtime>,
}

/// What every task of the vault needs.
struct Desk {
    store: Store,
    keys: Keys,
}

impl Drop for Inner {
    fn drop(&mut self) {
        // Waiting here would panic where the last vault is dropped by a web handler.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

impl Vault {
    /// Opens the vault, or says what is wrong with its key or its store.
    ///
    /// # Errors
    /// Where a key is missing, loose or not the one the store was sealed with, or the store
    /// cannot be reached.
    pub fn open(config: &VaultConfig) -> Result<Self, VaultProblem> {
        let current = MasterKey::read(&config.key)?;
        let retired = config.retired_keys.iter().map(MasterKey::read).collect::<Result<_, _>>()?;
        let store = Store::open(&config.store)?;
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .thread_name("vault")
            .enable_all()
            .build()
            .map_err(|e| VaultProblem::BadSetting(format!("its threads did not start: {e}")))?;
        let desk = Arc::new(Desk { store, keys: Keys { current, retired } });
        let vault = Self { inner: Arc::new(Inner { desk, runtime: Some(runtime) }) };
        vault.wait(|desk| async move { rotation::check_note(&desk).await })?;
        Ok(vault)
    }

    /// Stores content that is held whole.
    ///
    /// # Errors
    /// Where the store refuses or cannot be reached.
    pub async fn put(&self, content: impl Into<Bytes>) -> Result<Sealed, VaultProblem> {
        let content = content.into();
        self.run(|desk| async move { desk.put(content).await }).await
    }

    /// As [`Vault::put`].
    pub fn put_blocking(&self, content: impl Into<Bytes>) -> Result<Sealed, VaultProblem> {
        let content = content.into();
        self.wait(|desk| async move { desk.put(content).await })
    }

    /// The content, once it is proved to be unchanged.
    ///
    /// # Errors
    /// Where there is none, it was changed, its key is not known, or the store refuses.
    pub async fn get(&self, file: Fingerprint) -> Result<Bytes, VaultProblem> {
        self.run(move |desk| async move { desk.get(&file).await }).await
    }

    /// As [`Vault::get`].
    pub fn get_blocking(&self, file: Fingerprint) -> Result<Bytes, VaultProblem> {
        self.wait(move |desk| async move { desk.get(&file).await })
    }

    /// Whether there is such a file.
    ///
    /// # Errors
    /// Where the store refuses or cannot be reached.
    pub async fn has(&self, file: Fingerprint) -> Result<bool, VaultProblem> {
        self.run(move |desk| async move { Ok(desk.store.size(&file).await?.is_some()) }).await
    }

    /// As [`Vault::has`].
    pub fn has_blocking(&self, file: Fingerprint) -> Result<bool, VaultProblem> {
        self.wait(move |desk| async move { Ok(desk.store.size(&file).await?.is_some()) })
    }

    /// Takes a file away for good; `false` where there was none.
    ///
    /// # Errors
    /// Where the store refuses or cannot be reached.
    pub async fn remove(&self, file: Fingerprint) -> Result<bool, VaultProblem> {
        self.run(move |desk| async move { desk.store.remove(&file).await }).await
    }

    /// As [`Vault::remove`].
    pub fn remove_blocking(&self, file: Fingerprint) -> Result<bool, VaultProblem> {
        self.wait(move |desk| async move { desk.store.remove(&file).await })
    }

    /// Begins to store content that comes in pieces, such as an upload.
    pub fn write(&self) -> Writer {
        Writer::begin(self.runtime(), self.inner.desk.clone())
    }

    /// Begins to read a file piece by piece, such as for a download.
    ///
    /// # Errors
    /// As [`Vault::get`], but for changes further on: those end the reading.
    pub async fn read(&self, file: Fingerprint) -> Result<Reader, VaultProblem> {
        self.run(move |desk| async move { Reader::begin(desk, file).await }).await
    }

    /// As [`Vault::read`].
    pub fn read_blocking(&self, file: Fingerprint) -> Result<Reader, VaultProblem> {
        self.wait(move |desk| async move { Reader::begin(desk, file).await })
    }

    /// Calls `each` with every file of the store and the size of its content.
    ///
    /// # Errors
    /// Where the store refuses or cannot be reached.
    pub fn each_blocking(
        &self,
        mut each: impl FnMut(Fingerprint, u64),
    ) -> Result<(), VaultProblem> {
        let (sender, receiver) = mpsc::sync_channel(1024);
        let desk = self.inner.desk.clone();
        self.runtime().spawn(async move { rotation::list(&desk, &sender).await });
        for found in receiver {
            let (file, bytes) = found?;
            each(file, bytes);
        }
        Ok(())
    }

    /// Wraps the key of every file anew with the current master key; the content is not touched.
    /// Reading and storing go on meanwhile. What could not be done is named in the answer.
    ///
    /// # Errors
    /// Where the store refuses or cannot be reached.
    pub fn rewrap_all(&self) -> Result<Rewrapped, VaultProblem> {
        self.wait(|desk| async move { rotation::rewrap_all(&desk).await })
    }

    /// Takes away what processes that died left behind, if they began it before `before`; says
    /// how many there were. A day ago is long enough: no upload takes longer.
    ///
    /// # Errors
    /// Where the store refuses or cannot be reached.
    pub fn clear_left_behind(&self, before: DateTime<Utc>) -> Result<u64, VaultProblem> {
        self.wait(move |desk| async move { desk.store.clear(before).await })
    }

    /// The master key that new files are sealed with.
    pub fn key_id(&self) -> KeyId {
        self.inner.desk.keys.current.id
    }

    /// A secret of the installation for one `purpose`, such as signing. It changes with the
    /// master key.
    pub fn secret_for(&self, purpose: &str) -> Zeroizing<[u8; 32]> {
        let key = self.inner.desk.keys.current.key.as_slice();
        let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
        mac.update(b"candour secret for ");
        mac.update(purpose.as_bytes());
        Zeroizing::new(mac.finalize().into_bytes().into())
    }

    fn runtime(&self) -> &Runtime {
        self.inner.runtime.as_ref().expect("it is taken only when the last vault is dropped")
    }

    async fn run<T, F>(&self, task: impl FnOnce(Arc<Desk>) -> F) -> Result<T, VaultProblem>
    where
        T: Send + 'static,
        F: Future<Output = Result<T, VaultProblem>> + Send + 'static,
    {
        let running = self.runtime().spawn(task(self.inner.desk.clone()));
        running.await.unwrap_or(Err(VaultProblem::GivenUp))
    }

    fn wait<T, F>(&self, task: impl FnOnce(Arc<Desk>) -> F) -> Result<T, VaultProblem>
    where
        T: Send + 'static,
        F: Future<Output = Result<T, VaultProblem>> + Send + 'static,
    {
        // Not `block_on`: that panics where another runtime's thread calls it.
        let (sender, receiver) = mpsc::sync_channel(1);
        let task = task(self.inner.desk.clone());
        self.runtime().spawn(async move {
            let _ = sender.send(task.await);
        });
        receiver.recv().unwrap_or(Err(VaultProblem::GivenUp))
    }
}

impl Desk {
    async fn put(&self, content: Bytes) -> Result<Sealed, VaultProblem> {
        let file = Fingerprint::of(&content);
        let sealed = Sealed { sha256: file, bytes: content.len() as u64 };
        if !self.store.holds(&sealed).await? {
            let pieces = sealing::seal(&content, &file, &self.keys.current);
            drop(content);
            self.store.put(&file, pieces).await?;
        }
        Ok(sealed)
    }

    async fn get(&self, file: &Fingerprint) -> Result<Bytes, VaultProblem> {
        let sealed = self.store.get(file).await?;
        sealing::open(&sealed, file, &self.keys).map(Bytes::from)
    }
}
