//! What every page may need, made once at start.

use std::sync::Mutex;
use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::timeout;

use super::HttpProblem;
use crate::db::Pool;
use crate::documents;
use crate::problem::Kind;
use crate::settings::Settings;
use crate::vault::Vault;

/// What time it is: the real one, or one that tests move on.
#[derive(Debug)]
pub enum Clock {
    Real,
    Held(Mutex<DateTime<Utc>>),
}

impl Clock {
    pub fn now(&self) -> DateTime<Utc> {
        match self {
            Clock::Real => Utc::now(),
            Clock::Held(at) => *at.lock().unwrap_or_else(std::sync::PoisonError::into_inner),
        }
    }

    pub fn held(at: DateTime<Utc>) -> Self {
        Clock::Held(Mutex::new(at))
    }

    /// Moves a held clock on; the real one is not ours to move.
    pub fn advance(&self, by: chrono::Duration) {
        if let Clock::Held(at) = self {
            let mut at = at.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            *at += by;
        }
    }
}

/// Settings, connections and keys, shared by all pages of one process.
pub struct Services {
    pub settings: Settings,
    pub pool: Pool,
    pub clock: Clock,
    /// Originals, working copies and packs, sealed.
    pub vault: Vault,
    /// Reads, draws and redacts documents, in children that can do nothing else.
    pub documents: documents::Pool,
    /// Signs anti-forgery tokens and tokens for programs; made from the master key.
    pub signing_key: [u8; 32],
    /// Lets so many passwords be hashed at a time, and no more.
    hash_slots: Semaphore,
}

impl Services {
    pub fn new(
        settings: Settings,
        pool: Pool,
        clock: Clock,
        vault: Vault,
        documents: documents::Pool,
    ) -> Self {
        let hash_slots = Semaphore::new(settings.access.hash_slots);
        let signing_key = *vault.secret_for("signing");
        Self { settings, pool, clock, vault, documents, signing_key, hash_slots }
    }

    /// Waits for its turn at a hash, which costs memory and time; who waits too long is told to come
    /// back (AUTH-02). `doing` is what the others are at, as the page words it.
    ///
    /// # Errors
    /// Where no turn came within ten seconds.
    pub async fn hash_slot(&self, doing: &str) -> Result<SemaphorePermit<'_>, HttpProblem> {
        let busy = |_| {
            let words = format!("many people are {doing}; try again in a minute");
            HttpProblem::of(Kind::Busy, &words)
        };
        timeout(Duration::from_secs(10), self.hash_slots.acquire())
            .await
            .map_err(busy)?
            .map_err(|e| HttpProblem::bug(&e.to_string()))
    }
}
