//! What every page may need, made once at start.

use std::sync::Mutex;

use chrono::{DateTime, Utc};

use crate::db::Pool;
use crate::documents;
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
    pub hash_slots: tokio::sync::Semaphore,
}

impl Services {
    pub fn new(
        settings: Settings,
        pool: Pool,
        clock: Clock,
        vault: Vault,
        documents: documents::Pool,
    ) -> Self {
        let hash_slots = tokio::sync::Semaphore::new(settings.access.hash_slots);
        let signing_key = *vault.secret_for("signing");
        Self { settings, pool, clock, vault, documents, signing_key, hash_slots }
    }
}
