//! Argon2id, as AUTH-02 asks: 19 MiB, 2 passes, 1 lane at least.

use argon2::{Config, ThreadMode, Variant, Version};
use rand::Rng as _;

const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;

fn config() -> Config<'static> {
    Config {
        variant: Variant::Argon2id,
        version: Version::Version13,
        mem_cost: MEMORY_KIB,
        time_cost: PASSES,
        lanes: 1,
        thread_mode: ThreadMode::Sequential,
        ..Config::default()
    }
}

/// The PHC string of a password or code.
///
/// # Errors
/// Where the machine cannot spare the memory.
pub fn hash(secret: &str) -> Result<String, argon2::Error> {
    let mut salt = [0_u8; 16];
    rand::rng().fill_bytes(&mut salt);
    argon2::hash_encoded(secret.as_bytes(), &salt, &config())
}

/// Whether `secret` is the one that was hashed. Takes as long where there is nothing to compare
/// with, so that nobody learns who has an account.
pub fn is(secret: &str, kept: Option<&str>) -> bool {
    match kept {
        Some(kept) => argon2::verify_encoded(kept, secret.as_bytes()).unwrap_or(false),
        None => {
            let _ = argon2::hash_raw(secret.as_bytes(), b"nobody has this salt", &config());
            false
        }
    }
}

/// Whether a kept hash is weaker than today's.
pub fn is_weak(kept: &str) -> bool {
    !kept.starts_with(&format!("$argon2id$v=19$m={MEMORY_KIB},t={PASSES},p=1$"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_of_a_password_counts() {
        let long = "x".repeat(80);
        let kept = hash(&long).expect("19 MiB are to be had");

        assert!(is(&long, Some(&kept)));
        assert!(!is(&format!("{}y", "x".repeat(79)), Some(&kept)));
        assert!(!is(&format!("{long} "), Some(&kept)));
        assert!(!is_weak(&kept));
    }
}
