//! What people do with accounts.

mod change;

pub use change::{Change, change_password};

use chrono::{DateTime, Duration, Utc};

use super::store::{self, Colleague};
use super::{hashing, password, throttle, tokens};
use crate::access::{Action, Actor, NotAllowed, Role, Who, allow};
use crate::audit::{self, About, Act};
use crate::db::{self, Db, DbError, Id};
use crate::links::{self, DeadLink, NewLink, Purpose};
use crate::mail;
use crate::problem::{Invalid, Kind, Problem};
use crate::settings::Access;

/// Why something about accounts was not done.
#[derive(Debug, thiserror::Error)]
pub enum NotDone {
    #[error("the address or the password is wrong")]
    WrongPassword,
    #[error("too many tries; wait {0} and try again")]
    Wait(String),
    #[error("there is no such account")]
    Unknown,
    #[error(transparent)]
    Invalid(#[from] Invalid),
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    #[error(transparent)]
    Link(#[from] DeadLink),
    #[error("the password could not be hashed: {0}")]
    Hash(String),
    #[error(transparent)]
    Database(#[from] DbError),
}

impl Problem for NotDone {
    fn kind(&self) -> Kind {
        match self {
            Self::WrongPassword => Kind::Invalid,
            Self::Wait(_) => Kind::Busy,
            Self::Unknown => Kind::Missing,
            Self::Invalid(e) => e.kind(),
            Self::NotAllowed(e) => e.kind(),
            Self::Link(e) => e.kind(),
            Self::Hash(_) | Self::Database(_) => Kind::Bug,
        }
    }

    fn field(&self) -> Option<&str> {
        match self {
            Self::Invalid(e) => e.field(),
            Self::WrongPassword => Some("email"),
            Self::Wait(_)
            | Self::Unknown
            | Self::NotAllowed(_)
            | Self::Link(_)
            | Self::Hash(_)
            | Self::Database(_) => None,
        }
    }
}

/// A colleague to be.
#[derive(Debug, Clone)]
pub struct NewMember {
    pub email: String,
    pub name: String,
    pub job_title: String,
    pub role: Role,
}

impl NewMember {
    fn checked(self) -> Result<Self, Invalid> {
        let email = self.email.trim().to_lowercase();
        let name = self.name.trim().to_owned();
        if !mail::is_address(&email) {
            return Err(Invalid::new("email", "enter an e-mail address, like name@example.org"));
        }
        if name.is_empty() || name.len() > 200 {
            return Err(Invalid::new("name", "enter the person's full name"));
        }
        Ok(Self { email, name, job_title: self.job_title.trim().to_owned(), ..self })
    }
}

/// Makes an account and gives the token of its one-use link. `by`: an administrator, or the
/// command line for the first one.
///
/// # Errors
/// Where the address is taken or no address, or the role may not.
pub fn invite(
    db: &mut Db,
    by: &Who,
    member: NewMember,
    access: &Access,
    now: DateTime<Utc>,
) -> Result<(Colleague, String), NotDone> {
    if let Who::Staff(actor) = by {
        allow(actor, Action::ManageStaff, &[])?;
    }
    let member = member.checked()?;
    db::transaction(db, |db| {
        let colleague = Colleague {
            id: Id::new(),
            email: member.email,
            name: member.name,
            job_title: member.job_title,
            role: member.role,
            state: "invited".into(),
        };
        store::add(db, &colleague, None, now).map_err(|e| taken(DbError::from(e)))?;
        let link = NewLink {
            purpose: Purpose::FirstSignIn,
            object: colleague.id,
            request: None,
            person: colleague.email.clone(),
            lives: Duration::minutes(access.first_link_minutes),
            max_uses: 1,
            code_hash: None,
        };
        let (_, token) = links::make(db, &link, now)?;
        let words = format!("{}, {}", colleague.name, colleague.role.words().to_lowercase());
        audit::tell(
            db,
            by,
            Act::AccountMade,
            About::nothing().object(colleague.id).words(words),
            now,
        )?;
        Ok((colleague, token))
    })
}

fn taken(e: DbError) -> NotDone {
    if e.is_taken() {
        Invalid::new("email", "somebody has an account with this address already").into()
    } else {
        e.into()
    }
}

/// Makes an account that can be used at once: for demonstration data and tests.
///
/// # Errors
/// Where the address is taken, or the database refuses.
pub fn make_active(
    db: &mut Db,
    member: NewMember,
    secret: &str,
    now: DateTime<Utc>,
) -> Result<Colleague, NotDone> {
    let member = member.checked()?;
    let hash = hashing::hash(secret).map_err(|e| NotDone::Hash(e.to_string()))?;
    db::transaction(db, |db| {
        let colleague = Colleague {
            id: Id::new(),
            email: member.email,
            name: member.name,
            job_title: member.job_title,
            role: member.role,
            state: "active".into(),
        };
        store::add(db, &colleague, Some(&hash), now).map_err(|e| taken(DbError::from(e)))?;
        let about = About::nothing().object(colleague.id).words(colleague.name.clone());
        audit::tell(db, &Who::System, Act::AccountMade, about, now)?;
        Ok(colleague)
    })
}

/// Spends the one-use link and sets the first password.
///
/// # Errors
/// Where the link is dead or the password is none.
pub fn choose_password(
    db: &mut Db,
    token: &str,
    secret: &str,
    council: &str,
    least: usize,
    now: DateTime<Utc>,
) -> Result<Colleague, NotDone> {
    let link = links::look(db, Purpose::FirstSignIn, token, now)?;
    let colleague =
        store::find(db, link.object_id).map_err(DbError::from)?.ok_or(DeadLink::Unknown)?;
    password::accept(secret, least, &[&colleague.name, &colleague.email, council])?;
    let hash = hashing::hash(secret).map_err(|e| NotDone::Hash(e.to_string()))?;
    db::transaction(db, |db| {
        links::spend(db, Purpose::FirstSignIn, token, now)?;
        if store::set_password(db, colleague.id, &hash, now).map_err(DbError::from)? != 1 {
            return Err(DeadLink::Unknown.into());
        }
        store::end_all(db, colleague.id, now).map_err(DbError::from)?;
        let by = Who::Staff(colleague.clone().into());
        audit::tell(db, &by, Act::PasswordChosen, About::nothing(), now)?;
        Ok(colleague)
    })
}

/// What a browser brings when somebody signs in.
pub struct Attempt<'a> {
    pub email: &'a str,
    pub password: &'a str,
    pub browser: &'a str,
    /// Where it came from.
    pub source: &'a str,
    /// Whether this account has signed in from this browser before.
    pub known_device: bool,
}

/// Lets somebody in and gives the value of their session cookie.
///
/// # Errors
/// Where the password is wrong, or tries came too fast. Known and unknown people are answered alike.
pub fn sign_in(
    db: &mut Db,
    attempt: &Attempt,
    now: DateTime<Utc>,
) -> Result<(Colleague, String), NotDone> {
    let email = attempt.email.trim().to_lowercase();
    // A stranger's guesses must not lock out the owner at their own machine: the two are
    // counted apart.
    let account =
        if attempt.known_device { format!("own:{email}") } else { format!("account:{email}") };
    let source = format!("source:{}", attempt.source);
    in_turn(db, &[&account, &source], now)?;
    let found = store::by_email(db, &email).map_err(DbError::from)?;
    let kept = found.as_ref().and_then(|(c, hash)| hash.as_deref().filter(|_| c.state == "active"));
    let right = hashing::is(attempt.password, kept);
    let rehashed = match kept {
        Some(kept) if right && hashing::is_weak(kept) => hashing::hash(attempt.password).ok(),
        _ => None,
    };
    db::transaction(db, |db| {
        let Some((colleague, _)) = found.filter(|_| right) else {
            store::note_failure(db, &account, now).map_err(DbError::from)?;
            store::note_failure(db, &source, now).map_err(DbError::from)?;
            audit::tell(db, &Who::Visitor, Act::SignInRefused, About::nothing(), now)?;
            return Ok(None);
        };
        store::forget_failures(db, &account, now - throttle::WINDOW).map_err(DbError::from)?;
        if let Some(hash) = rehashed {
            store::rehash(db, colleague.id, &hash).map_err(DbError::from)?;
        }
        let token = links::random_token();
        store::start_session(db, colleague.id, &links::hash_of(&token), attempt.browser, now)
            .map_err(DbError::from)?;
        audit::tell(
            db,
            &Who::Staff(colleague.clone().into()),
            Act::SignedIn,
            About::nothing(),
            now,
        )?;
        Ok(Some((colleague, token)))
    })
    .and_then(|let_in: Option<_>| let_in.ok_or(NotDone::WrongPassword))
}

/// Turns away whoever tried too often under one of these keys and comes again too soon.
fn in_turn(db: &mut Db, keys: &[&str], now: DateTime<Utc>) -> Result<(), NotDone> {
    for key in keys {
        let failures = store::failures(db, key, now - throttle::WINDOW).map_err(DbError::from)?;
        if let Some(at) = throttle::next_try(&failures).filter(|at| *at > now) {
            let seconds = (at - now).num_seconds() + 1;
            let wait = if seconds > 90 {
                format!("{} minutes", seconds / 60 + 1)
            } else {
                format!("{seconds} seconds")
            };
            return Err(NotDone::Wait(wait));
        }
    }
    Ok(())
}

/// Ends a sign-in; the next request with its cookie is nobody's.
///
/// # Errors
/// Where the database refuses.
pub fn sign_out(db: &mut Db, by: &Actor, cookie: &str, now: DateTime<Utc>) -> Result<(), NotDone> {
    db::transaction(db, |db| {
        store::end_by_hash(db, &links::hash_of(cookie), now).map_err(DbError::from)?;
        Ok(audit::tell(db, &Who::from(by), Act::SignedOut, About::nothing(), now)?)
    })
}

/// Ends one of one's own sign-ins, in another browser.
///
/// # Errors
/// Where it is none of one's own.
pub fn end_session(
    db: &mut Db,
    by: &Actor,
    session: Id,
    now: DateTime<Utc>,
) -> Result<(), NotDone> {
    db::transaction(db, |db| {
        if store::end_one(db, by.id, session, now).map_err(DbError::from)? == 0 {
            return Err(NotDone::Unknown);
        }
        Ok(audit::tell(
            db,
            &Who::from(by),
            Act::SignedOut,
            About::nothing().words("in another browser"),
            now,
        )?)
    })
}

/// Suspends an account, or lets it work again; every sign-in of it ends at once.
///
/// # Errors
/// Where the role may not, the account is one's own, or it does not stand as expected.
pub fn suspend(
    db: &mut Db,
    by: &Actor,
    id: Id,
    to: bool,
    now: DateTime<Utc>,
) -> Result<(), NotDone> {
    db::transaction(db, |db| {
        allow(by, Action::ManageStaff, &[])?;
        if id == by.id {
            return Err(Invalid::new("account", "nobody can suspend their own account").into());
        }
        let (from, state) = if to { ("active", "suspended") } else { ("suspended", "active") };
        if store::set_state(db, id, from, state).map_err(DbError::from)? == 0 {
            return Err(NotDone::Unknown);
        }
        store::end_all(db, id, now).map_err(DbError::from)?;
        let words = if to { "suspended" } else { "back at work" };
        Ok(audit::tell(
            db,
            &Who::from(by),
            Act::AccountChanged,
            About::nothing().object(id).words(words),
            now,
        )?)
    })
}

/// A token for programs that acts for this person.
///
/// # Errors
/// Where no purpose is given.
pub fn issue_token(
    db: &mut Db,
    by: &Actor,
    purpose: &str,
    key: &[u8; 32],
    minutes: i64,
    now: DateTime<Utc>,
) -> Result<String, NotDone> {
    allow(by, Action::IssueApiToken, &[])?;
    let purpose = purpose.trim();
    if purpose.is_empty() || purpose.len() > 200 {
        return Err(Invalid::new("purpose", "say what the token is for").into());
    }
    let (id, until) = (Id::new(), now + Duration::minutes(minutes));
    let token =
        tokens::sign(key, id, by.id, now, until).map_err(|e| NotDone::Hash(e.to_string()))?;
    db::transaction(db, |db| {
        store::add_token(db, id, by.id, purpose, now, until).map_err(DbError::from)?;
        audit::tell(db, &Who::from(by), Act::ApiTokenIssued, About::nothing().object(id), now)?;
        Ok(token)
    })
}

/// Takes a token back; it fails on the next call.
///
/// # Errors
/// Where it is none of one's own.
pub fn revoke_token(db: &mut Db, by: &Actor, id: Id, now: DateTime<Utc>) -> Result<(), NotDone> {
    db::transaction(db, |db| {
        if store::revoke_token(db, by.id, id, now).map_err(DbError::from)? == 0 {
            return Err(NotDone::Unknown);
        }
        Ok(audit::tell(db, &Who::from(by), Act::ApiTokenRevoked, About::nothing().object(id), now)?)
    })
}
