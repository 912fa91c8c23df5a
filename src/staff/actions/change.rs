//! Changing one's own password.

use chrono::{DateTime, Utc};

use super::{NotDone, in_turn};
use crate::access::{Actor, Who};
use crate::audit::{self, About, Act};
use crate::db::{self, Db, DbError};
use crate::links;
use crate::problem::Invalid;
use crate::staff::{hashing, password, store, throttle};

/// What somebody enters to change their password, and where they do.
pub struct Change<'a> {
    pub now: &'a str,
    pub new: &'a str,
    pub browser: &'a str,
    pub council: &'a str,
    /// Shortest password taken, in characters.
    pub least: usize,
}

/// Puts a new password in the place of the one in use, and gives the value of a new session cookie.
/// Whoever else knew the old one is out: every sign-in and token of the account ends.
///
/// # Errors
/// Where the password in use is wrong, tries came too fast, or the new one cannot be taken.
pub fn change_password(
    db: &mut Db,
    by: &Actor,
    change: &Change,
    now: DateTime<Utc>,
) -> Result<String, NotDone> {
    let key = format!("change:{}", by.id);
    in_turn(db, &[&key], now)?;
    let kept = store::password_hash(db, by.id).map_err(DbError::from)?;
    if !hashing::is(change.now, kept.as_deref()) {
        db::transaction(db, |db| {
            store::note_failure(db, &key, now).map_err(DbError::from)?;
            audit::tell(db, &Who::from(by), Act::SignInRefused, About::nothing(), now)
        })?;
        return Err(Invalid::new("now", "this is not the password you sign in with").into());
    }
    if change.new == change.now {
        return Err(Invalid::new("password", "choose another password than the one before").into());
    }
    password::accept(change.new, change.least, &[&by.name, &by.email, change.council])?;
    let hash = hashing::hash(change.new).map_err(|e| NotDone::Hash(e.to_string()))?;
    db::transaction(db, |db| {
        if store::set_password(db, by.id, &hash, now).map_err(DbError::from)? != 1 {
            return Err(NotDone::Unknown);
        }
        store::forget_failures(db, &key, now - throttle::WINDOW).map_err(DbError::from)?;
        store::end_all(db, by.id, now).map_err(DbError::from)?;
        store::revoke_every_token(db, by.id, now).map_err(DbError::from)?;
        let token = links::random_token();
        store::start_session(db, by.id, &links::hash_of(&token), change.browser, now)
            .map_err(DbError::from)?;
        let about = About::nothing().words("in the place of the one before");
        audit::tell(db, &Who::from(by), Act::PasswordChosen, about, now)?;
        Ok(token)
    })
}
