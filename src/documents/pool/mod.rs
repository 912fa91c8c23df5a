//! The workers, and what can be asked of them.

mod ask;
mod blocking;
mod child;
mod config;
mod inspect;
mod keeper;
mod previews;
mod queue;
mod task;

use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use tokio::runtime::Runtime;

pub use ask::{Drawn, Member};
pub use config::PoolConfig;
pub use inspect::Inspection;
pub use queue::Lane;

use super::pictures::Pictures;
use super::problem::DocumentProblem;
use crate::vault::{Fingerprint, Vault};
use keeper::Keeper;
use previews::Previews;
use queue::Queue;

/// A document, by what it is made of.
#[derive(Debug, Clone)]
pub struct Doc {
    pub(super) file: Fingerprint,
    password: Option<String>,
    /// `None` where the vault has it.
    held: Option<Bytes>,
}

impl Doc {
    /// One that lies in the vault.
    pub fn kept(file: Fingerprint) -> Self {
        Self { file, password: None, held: None }
    }

    /// One that is held here and lies nowhere yet.
    pub fn held(content: impl Into<Bytes>) -> Self {
        let content = content.into();
        Self { file: Fingerprint::of(&content), password: None, held: Some(content) }
    }

    #[must_use]
    pub fn with_password(self, password: impl Into<String>) -> Self {
        Self { password: Some(password.into()), ..self }
    }

    pub fn file(&self) -> Fingerprint {
        self.file
    }

    async fn content(&self, vault: Option<&Vault>) -> Result<Bytes, DocumentProblem> {
        match (&self.held, vault) {
            (Some(content), _) => Ok(content.clone()),
            (None, Some(vault)) => Ok(vault.get(self.file).await?),
            (None, None) => {
                Err(DocumentProblem::NotTaken("there is no vault to take it from".to_owned()))
            }
        }
    }
}

impl From<Fingerprint> for Doc {
    fn from(file: Fingerprint) -> Self {
        Self::kept(file)
    }
}

/// The workers. Cheap to clone; they end with the last clone.
#[derive(Clone)]
pub struct Pool {
    inner: Arc<Inner>,
}

struct Inner {
    config: Arc<PoolConfig>,
    queue: Arc<Queue>,
    vault: Option<Vault>,
    pictures: Mutex<Pictures>,
    previews: Previews,
    /// `None` only while it is being shut down.
    runtime: Option<Runtime>,
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.queue.close();
        // Waiting here would panic where the last pool is dropped by a web handler.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

impl Pool {
    /// Workers start when there is something to do.
    ///
    /// # Errors
    /// Where the machine gives no threads.
    pub fn start(config: PoolConfig, vault: Option<Vault>) -> Result<Self, DocumentProblem> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .thread_name("documents")
            .enable_all()
            .build()
            .map_err(|e| DocumentProblem::NotStarted(e.to_string()))?;
        let config = Arc::new(config);
        let queue = Queue::new(config.workers.max(1));
        for me in 0..config.workers.max(1) {
            let (queue, config) = (Arc::clone(&queue), Arc::clone(&config));
            let keeper = Keeper { me, queue, config, vault: vault.clone() };
            runtime.spawn(keeper.keep());
        }
        let pictures = Mutex::new(Pictures::new(config.pictures_bytes));
        let previews = Previews::default();
        let inner = Inner { config, queue, vault, pictures, previews, runtime: Some(runtime) };
        Ok(Self { inner: Arc::new(inner) })
    }

    fn runtime(&self) -> &Runtime {
        self.inner.runtime.as_ref().expect("it is taken only when the last pool is dropped")
    }

    fn pictures(&self) -> std::sync::MutexGuard<'_, Pictures> {
        // Nothing in here panics half-way through a change.
        self.inner.pictures.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
