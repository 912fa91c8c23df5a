//! Anti-forgery tokens: made from the browser's own cookie and a key it does not have.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use subtle::ConstantTimeEq as _;

/// The form field that carries the token; the header is `X-CSRF-Token`.
pub const FIELD: &str = "_csrf";

/// The token that this browser's forms must carry.
#[derive(Debug, Clone)]
pub struct Csrf(String);

impl Csrf {
    /// `cookie`: of the session, or of the visit where nobody is signed in.
    pub fn of(key: &[u8; 32], cookie: &str) -> Self {
        let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
        mac.update(b"anti-forgery");
        mac.update(cookie.as_bytes());
        Self(URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn is(&self, sent: &str) -> bool {
        self.0.as_bytes().ct_eq(sent.as_bytes()).into()
    }
}
