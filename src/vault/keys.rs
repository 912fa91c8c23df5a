//! Master keys: where they come from, and how one is told from another.

use std::fmt;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::hex;
use super::problem::VaultProblem;

/// Where a master key is kept.
#[derive(Clone)]
pub enum KeyFrom {
    /// A file that only its owner may read.
    File(PathBuf),
    /// The key itself, from the environment: 32 bytes in hex or base64.
    Value(Zeroizing<String>),
}

impl fmt::Debug for KeyFrom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => write!(f, "File({})", path.display()),
            Self::Value(_) => f.write_str("Value(…)"),
        }
    }
}

/// Tells one master key from another, and nothing of the key itself.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct KeyId(pub(super) [u8; 8]);

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(&self.0))
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// What wraps the key of each file.
pub struct MasterKey {
    pub(super) id: KeyId,
    pub(super) key: Zeroizing<[u8; 32]>,
}

impl MasterKey {
    pub(super) fn new(key: Zeroizing<[u8; 32]>) -> Self {
        let digest = Sha256::new().chain_update("candour vault key ").chain_update(*key).finalize();
        let mut id = [0; 8];
        id.copy_from_slice(&digest[..8]);
        Self { id: KeyId(id), key }
    }

    /// # Errors
    /// Where there is no key, others could read it, or it is not 32 bytes.
    pub fn read(from: &KeyFrom) -> Result<Self, VaultProblem> {
        match from {
            KeyFrom::File(path) => {
                let text = read_private(path)?;
                parse(&text)
                    .ok_or_else(|| VaultProblem::BadKey(format!("the key in {}", path.display())))
            }
            KeyFrom::Value(text) => {
                parse(text).ok_or_else(|| VaultProblem::BadKey("the vault key given".to_owned()))
            }
        }
    }
}

/// A new master key, as it is to be written into its file.
pub fn new_key() -> Zeroizing<String> {
    let mut key = Zeroizing::new([0u8; 32]);
    rand::fill(key.as_mut_slice());
    Zeroizing::new(hex::encode(key.as_slice()))
}

/// Writes a new master key where there is no file yet; `false` where there is one.
///
/// # Errors
/// Where the file cannot be written.
pub fn make_key_file(path: &Path) -> Result<bool, VaultProblem> {
    use std::io::Write;
    let failed = |source| VaultProblem::NoKey { path: path.to_owned(), source };
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(mut file) => {
            file.write_all(new_key().as_bytes()).and_then(|()| file.sync_all()).map_err(failed)?;
            Ok(true)
        }
        Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists => Ok(false),
        Err(e) => Err(failed(e)),
    }
}

/// The key new files are sealed with, and those that older ones may still be sealed with.
pub(super) struct Keys {
    pub(super) current: MasterKey,
    pub(super) retired: Vec<MasterKey>,
}

impl Keys {
    pub(super) fn with_id(&self, id: KeyId) -> Option<&MasterKey> {
        std::iter::once(&self.current).chain(&self.retired).find(|key| key.id == id)
    }
}

fn parse(text: &str) -> Option<MasterKey> {
    let text = text.trim();
    if let Some(key) = hex::decode(text) {
        return Some(MasterKey::new(Zeroizing::new(key)));
    }
    let bytes = Zeroizing::new(STANDARD.decode(text).ok()?);
    let key: [u8; 32] = bytes.as_slice().try_into().ok()?;
    Some(MasterKey::new(Zeroizing::new(key)))
}

fn read_private(path: &Path) -> Result<Zeroizing<String>, VaultProblem> {
    let unread = |source| VaultProblem::NoKey { path: path.to_owned(), source };
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(path).map_err(unread)?.permissions().mode();
        if mode & 0o077 != 0 {
            return Err(VaultProblem::LooseKey(path.to_owned()));
        }
    }
    std::fs::read_to_string(path).map(Zeroizing::new).map_err(unread)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_key_reads_alike_from_hex_and_base64() {
        let hex = parse(&"0f".repeat(32)).unwrap();
        let base64 = parse(&format!("{}\n", STANDARD.encode([0x0f; 32]))).unwrap();

        assert_eq!(hex.key, base64.key);
        assert_eq!(hex.id, base64.id);
    }

    #[test]
    fn a_key_of_another_length_is_refused() {
        for text in ["", "secret", &"0f".repeat(31), &STANDARD.encode([1; 33])] {
            assert!(parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn a_new_key_is_a_key_and_never_the_same() {
        let (one, other) = (new_key(), new_key());

        assert!(parse(&one).is_some());
        assert_ne!(*one, *other);
    }

    #[test]
    fn a_key_value_is_never_printed() {
        let value = KeyFrom::Value(Zeroizing::new("canary".to_owned()));

        assert!(!format!("{value:?}").contains("canary"));
    }
}
