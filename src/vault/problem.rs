//! What can go wrong with sealed files.

use std::path::PathBuf;

use super::fingerprint::Fingerprint;
use super::keys::KeyId;
use crate::problem::{Kind, Problem};

#[derive(Debug, thiserror::Error)]
pub enum VaultProblem {
    #[error("there is no file with the fingerprint {0}")]
    Missing(Fingerprint),
    #[error(
        "the sealed file {0} was changed or cut short after it was stored; restore it from a backup"
    )]
    Damaged(Fingerprint),
    #[error("the sealed file {file} needs the vault key {key}, which was not given")]
    UnknownKey { file: Fingerprint, key: KeyId },
    #[error("no vault key could be read from {path}: {source}")]
    NoKey { path: PathBuf, source: std::io::Error },
    #[error(
        "the vault key {0} can be read by others than its owner; allow only the owner (chmod 600)"
    )]
    LooseKey(PathBuf),
    #[error("{0} is not 32 bytes in hex or base64")]
    BadKey(String),
    #[error(
        "this store was sealed with the vault key {needed}, but the key given is {given}; give the right key, or the old one as a retired key"
    )]
    WrongKey { needed: KeyId, given: KeyId },
    #[error("the note that tells the vault's key was changed; restore it from a backup")]
    DamagedNote,
    #[error("the store of sealed files is set up wrongly: {0}")]
    BadSetting(String),
    #[error("what was being stored was given up before its end")]
    GivenUp,
    #[error("the store of sealed files refused or could not be reached")]
    Store(#[from] object_store::Error),
}

impl Problem for VaultProblem {
    fn kind(&self) -> Kind {
        match self {
            Self::Missing(_) => Kind::Missing,
            Self::Damaged(_)
            | Self::UnknownKey { .. }
            | Self::NoKey { .. }
            | Self::LooseKey(_)
            | Self::BadKey(_)
            | Self::WrongKey { .. }
            | Self::DamagedNote
            | Self::BadSetting(_)
            | Self::GivenUp
            | Self::Store(_) => Kind::Bug,
        }
    }
}
