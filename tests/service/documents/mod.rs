//! Documents, good ones and those made to do harm, through real workers.

mod archives;
pub mod bombs;
mod corpus;
mod good;
mod hostile;

use std::time::Duration;

use candour::documents::{Pool, PoolConfig, UnpackLimits};
use candour::vault::{KeyFrom, StoreAt, Vault, VaultConfig, new_key};

/// A vault and workers of their own, gone with the test.
pub struct Desk {
    pub pool: Pool,
    pub vault: Vault,
    _folder: tempfile::TempDir,
}

pub fn limits() -> UnpackLimits {
    UnpackLimits { members: 10_000, bytes: 2 << 30, ratio: 100, levels: 3 }
}

impl Desk {
    pub fn open() -> Self {
        Self::with(|_| {})
    }

    pub fn with(change: impl FnOnce(&mut PoolConfig)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let vault = Vault::open(&VaultConfig {
            store: StoreAt::Folder(folder.path().join("vault")),
            key: KeyFrom::Value(new_key()),
            retired_keys: Vec::new(),
        })
        .unwrap();
        let mut config = PoolConfig {
            program: env!("CARGO_BIN_EXE_candour").into(),
            workers: 2,
            memory_bytes: 1024 << 20,
            shelf_bytes: 64 << 20,
            pictures_bytes: 16 << 20,
            file_time: Duration::from_secs(20),
            page_time: Duration::from_secs(10),
            unpack: limits(),
            sandbox_required: true,
        };
        change(&mut config);
        let pool = Pool::start(config, Some(vault.clone())).unwrap();
        Self { pool, vault, _folder: folder }
    }
}
