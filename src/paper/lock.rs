//! A file only its reader opens.

use std::collections::BTreeMap;
use std::sync::Arc;

use lopdf::encryption::crypt_filters::{Aes256CryptFilter, CryptFilter};
use lopdf::{Document as Pdf, EncryptionState, EncryptionVersion, Permissions};

use super::{PaperProblem, papers};

/// Locks a file with a password: AES-256, revision 6 (ISO 32000-2, 7.6.4.4). Who opens it may do
/// everything with it; it is their own. The one function here whose result differs each time.
///
/// # Errors
/// Where the file is locked already or cannot be read, or the password has letters that no
/// keyboard could repeat.
pub fn encrypt(pdf: &[u8], password: &str) -> Result<Vec<u8>, PaperProblem> {
    let mut pdf = Pdf::load_mem(pdf).map_err(papers::broken)?;
    let mut keys = [0_u8; 64];
    rand::fill(&mut keys[..]);
    let (key, owner) = keys.split_at(32);
    // Nobody is to have the owner's password: it opens what the reader's opens, and no more.
    let owner: String = owner.iter().map(|byte| format!("{byte:02x}")).collect();
    let filter: Arc<dyn CryptFilter> = Arc::new(Aes256CryptFilter);
    let version = EncryptionVersion::V5 {
        encrypt_metadata: true,
        crypt_filters: BTreeMap::from([(b"StdCF".to_vec(), filter)]),
        file_encryption_key: key,
        stream_filter: b"StdCF".to_vec(),
        string_filter: b"StdCF".to_vec(),
        owner_password: &owner,
        user_password: password,
        permissions: Permissions::all(),
    };
    let state = EncryptionState::try_from(version).map_err(papers::broken)?;
    pdf.encrypt(&state).map_err(papers::broken)?;
    let mut out = Vec::new();
    pdf.save_modern(&mut out).map_err(|error| PaperProblem::Pdf(error.to_string()))?;
    Ok(out)
}
