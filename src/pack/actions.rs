//! Asking for a pack, and the words of its letter.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::{fingerprint, letters, store};
use crate::access::{Action, Actor, NotAllowed, Who, allow};
use crate::audit::{self, About, Act};
use crate::calendar::{Date, local_day};
use crate::consultation;
use crate::db::{self, Db, DbError, Id};
use crate::grounds;
use crate::jobs::{self, Job};
use crate::privilege::{self, Question};
use crate::problem::{Invalid, Kind, Problem};
use crate::records;
use crate::requests::{self, Event, NotMoved, Reference, RequestRow, State};
use crate::review;
use crate::sources;

/// Why nothing was packed.
#[derive(Debug, thiserror::Error)]
pub enum NotPacked {
    #[error("there is no request {0}, or it is not for you")]
    Unknown(Reference),
    #[error("there is no such pack, or no such file in it")]
    NoPack,
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    #[error(transparent)]
    NotMoved(#[from] NotMoved),
    #[error("the pack cannot be made yet: {}", .0.words)]
    Hindered(Hindrance),
    #[error(
        "the letter can be changed while the request is in review; take it one step back first"
    )]
    NotReviewing,
    #[error(transparent)]
    Invalid(#[from] Invalid),
    #[error("the database refused or could not be reached")]
    Database(#[from] DbError),
}

impl Problem for NotPacked {
    fn kind(&self) -> Kind {
        match self {
            Self::Unknown(_) | Self::NoPack => Kind::Missing,
            Self::NotAllowed(e) => e.kind(),
            Self::NotMoved(e) => e.kind(),
            Self::Invalid(e) => e.kind(),
            Self::Hindered(_) | Self::NotReviewing => Kind::Conflict,
            Self::Database(_) => Kind::Bug,
        }
    }

    fn field(&self) -> Option<&str> {
        match self {
            Self::Invalid(e) => e.field(),
            Self::Unknown(_)
            | Self::NoPack
            | Self::NotAllowed(_)
            | Self::NotMoved(_)
            | Self::Hindered(_)
            | Self::NotReviewing
            | Self::Database(_) => None,
        }
    }
}

/// Something that stands in the way of the pack, and the place that mends it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hindrance {
    pub words: String,
    /// Within the request: `review/17`.
    pub place: String,
}

/// What stands in the way of the pack.
///
/// # Errors
/// Where the database cannot be read.
pub fn hindrances(
    db: &mut Db,
    by: &Actor,
    request: &RequestRow,
    today: Date,
) -> Result<Vec<Hindrance>, DbError> {
    let mut found = Vec::new();
    let mut add = |words: String, place: String| found.push(Hindrance { words, place });
    match request.state {
        State::Reviewing => {}
        State::Received
        | State::Validating
        | State::AwaitingIdentity
        | State::AwaitingFee
        | State::Scoping
        | State::AwaitingClarification
        | State::Gathering
        | State::Reopened => {
            add("the request is not in review yet".into(), String::new());
        }
        State::Checking
        | State::AwaitingSignoff
        | State::Approved
        | State::Sealed
        | State::PartDisclosed
        | State::Disclosed
        | State::Closed
        | State::Refused
        | State::Redirected
        | State::Withdrawn
        | State::Lapsed => {
            add(format!("the request is at the step \"{}\"", request.state.words()), String::new())
        }
    }
    let progress = review::progress(db, request.id)?;
    if progress.items == 0 {
        add("the record is empty".into(), "record".into());
    }
    if progress.waiting > 0 {
        add(format!("{} items are still being made ready", progress.waiting), "record".into());
    }
    let unread = records::standing(db, request.id)?.uploads_waiting;
    if unread > 0 {
        let words = letters::count(usize::try_from(unread).unwrap_or(usize::MAX), "file");
        add(format!("{words} that arrived must still be read"), "record".into());
    }
    let seen = review::progress_for(db, request.id, by)?;
    if let Some(first) = seen.undecided.first() {
        let words = match seen.undecided.len() {
            1 => format!("D{first} is undecided"),
            n => format!("{n} items are undecided, the first is D{first}"),
        };
        add(words, format!("review/{first}"));
    }
    if let Some(first) = seen.contradicting.first() {
        add(format!("D{first} is decided one way and marked another"), format!("review/{first}"));
    }
    let fewer = |all: &[i64], seen: &[i64]| all.len() > seen.len();
    let mut unheard = fewer(&progress.undecided, &seen.undecided)
        || fewer(&progress.contradicting, &seen.contradicting);
    let sight = records::sight(db, request.id, by)?;
    let open = consultation::unsettled(db, request)?.into_iter().map(|one| (one.words, one.place));
    let asked = privilege::unanswered(db, request.id)?.into_iter().map(Question::hindrance);
    let lacks = grounds::lacking(db, request, today)?.into_iter().map(|one| (one.words, one.place));
    let astray = review::astray(db, request.id)?.into_iter().map(|(number, shown_in)| {
        let words = format!(
            "D{number} leaves words out because D{shown_in} shows them, but D{shown_in} does not go or leaves words out too"
        );
        (words, format!("review/{number}"))
    });
    let given = sources::unsettled(db, request.id)?;
    for (words, place) in open.chain(asked).chain(given).chain(lacks).chain(astray) {
        if sight.hears(None, &words) {
            add(words, place);
        } else {
            unheard = true;
        }
    }
    if unheard {
        add("whoever leads the request has something left to decide".into(), String::new());
    }
    Ok(found)
}

/// Asks for the pack of a reviewed request: the request goes on to checking, a job builds it.
///
/// # Errors
/// Where something stands in the way, or the role may not.
pub fn ask(db: &mut Db, by: &Actor, at: &Reference, now: DateTime<Utc>) -> Result<Id, NotPacked> {
    db::transaction(db, |db| {
        let request =
            requests::seen_by(db, by, at)?.ok_or_else(|| NotPacked::Unknown(at.clone()))?;
        allow(by, Action::BuildPack, &[])?;
        if let Some(first) = hindrances(db, by, &request, local_day(now))?.into_iter().next() {
            return Err(NotPacked::Hindered(first));
        }
        let who = Who::from(by);
        requests::advance(db, &who, &request, Event::SentForChecking, "", now)?;
        if store::void(db, request.id).map_err(DbError::from)? > 0 {
            audit::tell(db, &who, Act::PackVoided, About::request(request.id), now)?;
        }
        let sources = store::sources(db, &request).map_err(DbError::from)?;
        let pack = store::add(db, request.id, &fingerprint::of(&sources), by.id, now)
            .map_err(DbError::from)?;
        let job = Job::new("pack.build", json!({ "pack": pack }))
            .once(format!("pack {pack}"))
            .of(request.id);
        jobs::enqueue(db, job, now)?;
        audit::tell(db, &who, Act::PackAsked, About::request(request.id).object(pack), now)?;
        Ok(pack)
    })
}

/// Writes the handler's own words of the covering letter.
///
/// # Errors
/// Where the request is past review, or the words are too long.
pub fn write_letter(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    words: &str,
    now: DateTime<Utc>,
) -> Result<(), NotPacked> {
    db::transaction(db, |db| {
        let request =
            requests::seen_by(db, by, at)?.ok_or_else(|| NotPacked::Unknown(at.clone()))?;
        allow(by, Action::WriteLetter, &[])?;
        if !matches!(request.state, State::Scoping | State::Gathering | State::Reviewing) {
            return Err(NotPacked::NotReviewing);
        }
        let words = words.replace("\r\n", "\n");
        if words.len() > 20_000 {
            return Err(
                Invalid::new("words", "the letter may have 20,000 characters at most").into()
            );
        }
        store::write_letter(db, request.id, words.trim(), by.id, now).map_err(DbError::from)?;
        Ok(audit::tell(db, &Who::from(by), Act::LetterWritten, About::request(request.id), now)?)
    })
}
