//! What the operator decides about the vault.

use zeroize::Zeroizing;

use super::keys::KeyFrom;
use super::store::StoreAt;
use crate::settings::Settings;

/// Where sealed files lie, and what they are sealed with.
#[derive(Debug, Clone)]
pub struct VaultConfig {
    pub store: StoreAt,
    /// Seals new files.
    pub key: KeyFrom,
    /// Still open what was sealed before, until [`super::Vault::rewrap_all`] has passed.
    pub retired_keys: Vec<KeyFrom>,
}

impl VaultConfig {
    pub fn of(settings: &Settings) -> Self {
        let vault = &settings.vault;
        let store = if vault.s3_bucket.is_empty() {
            StoreAt::Folder(settings.vault_folder())
        } else {
            StoreAt::S3 {
                endpoint: (!vault.s3_endpoint.is_empty()).then(|| vault.s3_endpoint.clone()),
                bucket: vault.s3_bucket.clone(),
                region: vault.s3_region.clone(),
                access_key: vault.s3_access_key.reveal().to_owned(),
                secret_key: Zeroizing::new(vault.s3_secret_key.reveal().to_owned()),
                // Whoever writes http:// means it; what travels is sealed.
                allow_http: vault.s3_endpoint.starts_with("http://"),
            }
        };
        let key = if vault.master_key.is_empty() {
            KeyFrom::File(settings.master_key_file())
        } else {
            KeyFrom::Value(Zeroizing::new(vault.master_key.reveal().to_owned()))
        };
        let retired_keys = vault.retired_key_files.iter().cloned().map(KeyFrom::File).collect();
        Self { store, key, retired_keys }
    }
}
