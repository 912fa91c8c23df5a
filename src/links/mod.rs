//! Links with one purpose, for one person, to one object, until a day.
//!
//! Only the hash of a link's token is kept. Looking at a link changes nothing: the page behind it
//! has a button, and the button spends it, so that a mail scanner does no harm.

pub mod code;
mod store;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Duration, Utc};
use rand::Rng as _;
use sha2::{Digest, Sha256};

pub use store::LinkRow;

use crate::db::{Db, DbError, Id};
use crate::problem::{Kind, Problem};
use crate::settings::Access;

/// What a link is for. It opens nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    FirstSignIn,
    Search,
    /// The passages somebody is asked about, and nothing else.
    Consultation,
    Pack,
    /// A requester's own page about their request.
    Portal,
    /// What the button behind a pack's link gives: a visit of a browser, kept in its cookie.
    Visit,
    /// A letter whose words are not in the mail that leads to it.
    Letter,
}

impl Purpose {
    pub const fn name(self) -> &'static str {
        match self {
            Purpose::FirstSignIn => "first_sign_in",
            Purpose::Search => "search",
            Purpose::Consultation => "consultation",
            Purpose::Pack => "pack",
            Purpose::Portal => "portal",
            Purpose::Visit => "visit",
            Purpose::Letter => "letter",
        }
    }
}

/// A link to be made.
#[derive(Debug, Clone)]
pub struct NewLink {
    pub purpose: Purpose,
    pub object: Id,
    pub request: Option<Id>,
    pub person: String,
    pub lives: Duration,
    /// How often its button may be used.
    pub max_uses: i64,
    /// The Argon2id hash of a code that travels another way.
    pub code_hash: Option<String>,
}

/// Why a link opens nothing. All read alike to whoever holds it, but for a blocked one.
#[derive(Debug, thiserror::Error)]
pub enum DeadLink {
    #[error("this link does not work, or no longer; ask whoever sent it for a new one")]
    Unknown,
    #[error(
        "this link is closed because of too many wrong codes; we have been told and will be in touch"
    )]
    Blocked,
    #[error("the database refused or could not be reached")]
    Database(#[from] DbError),
}

impl Problem for DeadLink {
    fn kind(&self) -> Kind {
        match self {
            DeadLink::Unknown => Kind::Missing,
            DeadLink::Blocked => Kind::NotAllowed,
            DeadLink::Database(_) => Kind::Bug,
        }
    }
}

/// 256 random bits as text for an address or a cookie.
pub fn random_token() -> String {
    let mut bytes = [0_u8; 32];
    rand::rng().fill_bytes(&mut bytes);
    URL_SAFE_NO_PAD.encode(bytes)
}

/// How a token is kept: SHA-256 suffices, since nobody can guess 256 random bits.
pub fn hash_of(token: &str) -> String {
    Sha256::digest(token.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Makes a link and gives its token, which is kept nowhere else.
///
/// # Errors
/// Where the database refuses.
pub fn make(db: &mut Db, link: &NewLink, now: DateTime<Utc>) -> Result<(Id, String), DbError> {
    let token = random_token();
    let id = store::add(db, link, &hash_of(&token), now)?;
    Ok((id, token))
}

/// The link a token stands for, if it still opens something. Changes nothing.
///
/// # Errors
/// Where it is unknown, spent, past its day, withdrawn or of another purpose.
pub fn look(
    db: &mut Db,
    purpose: Purpose,
    token: &str,
    now: DateTime<Utc>,
) -> Result<LinkRow, DeadLink> {
    let found = store::by_hash(db, &hash_of(token)).map_err(DbError::from)?;
    let link = found.filter(|link| link.purpose == purpose.name()).ok_or(DeadLink::Unknown)?;
    if link.blocked_at.is_some() {
        return Err(DeadLink::Blocked);
    }
    let over = link.withdrawn_at.is_some()
        || link.uses >= link.max_uses
        || link.expires_at <= now.naive_utc();
    if over { Err(DeadLink::Unknown) } else { Ok(link) }
}

/// Uses a link once; the second of two clicks finds it spent.
///
/// # Errors
/// As for [`look`].
pub fn spend(
    db: &mut Db,
    purpose: Purpose,
    token: &str,
    now: DateTime<Utc>,
) -> Result<LinkRow, DeadLink> {
    let link = look(db, purpose, token, now)?;
    if store::use_once(db, link.id, now).map_err(DbError::from)? {
        Ok(link)
    } else {
        Err(DeadLink::Unknown)
    }
}

/// Keeps a visit open while somebody is there: for the idle time from now, and never longer than a
/// day of work after it began.
///
/// # Errors
/// Where the database refuses.
pub fn stay(
    db: &mut Db,
    visit: &LinkRow,
    access: &Access,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    let until = (now + Duration::minutes(access.idle_minutes)).naive_utc();
    let latest = visit.made_at + Duration::hours(access.max_hours);
    Ok(store::extend(db, visit.id, until.min(latest)).map(drop)?)
}

/// Closes every link to an object.
///
/// # Errors
/// Where the database refuses.
pub fn withdraw(db: &mut Db, object: Id, now: DateTime<Utc>) -> Result<usize, DbError> {
    Ok(store::withdraw(db, object, now)?)
}

/// Counts a wrong code; `true` where it was the last one allowed and the link is now blocked.
///
/// # Errors
/// Where the database refuses.
pub fn wrong_code(db: &mut Db, link: Id, now: DateTime<Utc>) -> Result<bool, DbError> {
    Ok(store::wrong_code(db, link, WRONG_CODES, now)?)
}

/// Wrong codes a link bears, over all sources (LINK-03).
pub const WRONG_CODES: i64 = 5;
