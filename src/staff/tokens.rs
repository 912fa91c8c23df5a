//! Tokens for programs: JWT with one pinned algorithm, type, audience and key (AUTH-09).

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};

use crate::db::Id;

const AUDIENCE: &str = "candour-api";
const KIND: &str = "at+jwt";
const KEY_ID: &str = "candour-1";

#[derive(Debug, Serialize, Deserialize)]
struct Claims {
    jti: String,
    sub: String,
    aud: String,
    iat: i64,
    nbf: i64,
    exp: i64,
}

/// A signed token that lives until `until`.
///
/// # Errors
/// Where it cannot be signed.
pub fn sign(
    key: &[u8; 32],
    id: Id,
    staff: Id,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<String, jsonwebtoken::errors::Error> {
    let header = Header {
        typ: Some(KIND.into()),
        kid: Some(KEY_ID.into()),
        ..Header::new(Algorithm::HS256)
    };
    let claims = Claims {
        jti: id.to_string(),
        sub: staff.to_string(),
        aud: AUDIENCE.into(),
        iat: now.timestamp(),
        nbf: now.timestamp(),
        exp: until.timestamp(),
    };
    jsonwebtoken::encode(&header, &claims, &EncodingKey::from_secret(key))
}

/// The identity of a token that we signed, of the right kind and within its time. Whether it was
/// revoked is the database's to say. Keys named in the token's own header are never looked at.
pub fn read(key: &[u8; 32], token: &str, now: DateTime<Utc>) -> Option<(Id, Id)> {
    let header = jsonwebtoken::decode_header(token).ok()?;
    if header.typ.as_deref() != Some(KIND) || header.kid.as_deref() != Some(KEY_ID) {
        return None;
    }
    let mut validation = Validation::new(Algorithm::HS256);
    validation.set_audience(&[AUDIENCE]);
    validation.required_spec_claims = HashSet::from(["exp", "nbf", "aud", "sub"].map(String::from));
    // The service's own clock decides, below: tests move it.
    validation.validate_exp = false;
    validation.validate_nbf = false;
    let claims = jsonwebtoken::decode::<Claims>(token, &DecodingKey::from_secret(key), &validation)
        .ok()?
        .claims;
    let within = claims.nbf <= now.timestamp() && now.timestamp() < claims.exp;
    let short = claims.exp - claims.iat <= 15 * 60;
    (within && short).then(|| Some((claims.jti.parse().ok()?, claims.sub.parse().ok()?)))?
}

#[cfg(test)]
mod tests {
    use chrono::Duration;

    use super::*;

    const KEY: [u8; 32] = [7; 32];

    fn forged(header: &Header, exp_minutes: i64, aud: &str, key: &[u8]) -> String {
        let now = DateTime::UNIX_EPOCH + Duration::days(20_000);
        let claims = Claims {
            jti: Id::new().to_string(),
            sub: Id::new().to_string(),
            aud: aud.into(),
            iat: now.timestamp(),
            nbf: now.timestamp(),
            exp: (now + Duration::minutes(exp_minutes)).timestamp(),
        };
        jsonwebtoken::encode(header, &claims, &EncodingKey::from_secret(key)).expect("signs")
    }

    #[test]
    fn a_token_of_ours_is_read_until_its_end() {
        let now = DateTime::UNIX_EPOCH + Duration::days(20_000);
        let (id, staff) = (Id::new(), Id::new());
        let token = sign(&KEY, id, staff, now, now + Duration::minutes(15)).expect("signs");

        assert_eq!(read(&KEY, &token, now), Some((id, staff)));
        assert_eq!(read(&KEY, &token, now + Duration::minutes(15)), None);
        assert_eq!(read(&KEY, &token, now - Duration::minutes(1)), None);
        assert_eq!(read(&[8; 32], &token, now), None);
    }

    #[test]
    fn forged_tokens_are_refused() {
        let now = DateTime::UNIX_EPOCH + Duration::days(20_000);
        let good = Header {
            typ: Some(KIND.into()),
            kid: Some(KEY_ID.into()),
            ..Header::new(Algorithm::HS256)
        };
        let none = "eyJhbGciOiJub25lIiwidHlwIjoiYXQrand0Iiwia2lkIjoiY2FuZG91ci0xIn0.e30.";
        let table = [
            (
                "another algorithm",
                forged(&Header { alg: Algorithm::HS512, ..good.clone() }, 10, AUDIENCE, &KEY),
            ),
            (
                "another type",
                forged(&Header { typ: Some("JWT".into()), ..good.clone() }, 10, AUDIENCE, &KEY),
            ),
            (
                "an unknown key",
                forged(&Header { kid: Some("other".into()), ..good.clone() }, 10, AUDIENCE, &KEY),
            ),
            ("another audience", forged(&good, 10, "elsewhere", &KEY)),
            ("too long a life", forged(&good, 60, AUDIENCE, &KEY)),
            ("another's signature", forged(&good, 10, AUDIENCE, &[9; 32])),
            ("no signature", none.to_owned()),
            ("no token", "a.b.c".to_owned()),
        ];

        for (what, token) in table {
            assert_eq!(read(&KEY, &token, now), None, "{what}");
        }
    }
}
