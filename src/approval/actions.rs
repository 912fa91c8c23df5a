//! Signing, and sending back.

use chrono::{DateTime, Utc};

use super::store;
use crate::access::{Action, Actor, NotAllowed, Who, allow};
use crate::audit::{self, About, Act};
use crate::db::{self, Db, DbError, Id};
use crate::pack;
use crate::privilege;
use crate::problem::{Invalid, Kind, Problem};
use crate::requests::{self, Event, NotMoved, Reference};
use crate::review;

/// Why nothing was signed or sent back.
#[derive(Debug, thiserror::Error)]
pub enum NotSigned {
    #[error("there is no request {0}, or it is not for you")]
    Unknown(Reference),
    #[error("there is no such comment, or it is settled")]
    NoComment,
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    #[error(transparent)]
    NotMoved(#[from] NotMoved),
    #[error(
        "this pack holds something that is kept for named people; ask whoever leads the request to name you before you check and sign it"
    )]
    NotNamed,
    #[error("there is no such page")]
    NoPage,
    #[error("there is no pack to sign")]
    NoPack,
    #[error(
        "something was changed after you looked at this pack; look at the new one before you sign"
    )]
    Changed,
    #[error(transparent)]
    Invalid(#[from] Invalid),
    #[error(
        "D{0} speaks of legal advice, and nobody has said whether it is any; send the pack back"
    )]
    AdviceAsked(i64),
    #[error("the database refused or could not be reached")]
    Database(#[from] DbError),
}

impl Problem for NotSigned {
    fn kind(&self) -> Kind {
        match self {
            Self::Unknown(_) | Self::NoComment | Self::NoPage => Kind::Missing,
            Self::NotAllowed(e) => e.kind(),
            Self::NotMoved(e) => e.kind(),
            Self::Invalid(e) => e.kind(),
            Self::NoPack | Self::Changed | Self::NotNamed | Self::AdviceAsked(_) => Kind::Conflict,
            Self::Database(_) => Kind::Bug,
        }
    }

    fn field(&self) -> Option<&str> {
        match self {
            Self::Invalid(e) => e.field(),
            Self::Unknown(_)
            | Self::NoComment
            | Self::NotAllowed(_)
            | Self::NotMoved(_)
            | Self::NoPack
            | Self::Changed
            | Self::NotNamed
            | Self::AdviceAsked(_)
            | Self::NoPage
            | Self::Database(_) => None,
        }
    }
}

/// Signs the pack that was looked at: known, allowed, in turn, the same, saved, told.
///
/// # Errors
/// Where the actor marked something in it, it is not its turn, or it is not what was looked at.
pub fn sign(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    looked_at: &str,
    now: DateTime<Utc>,
) -> Result<(), NotSigned> {
    db::transaction(db, |db| {
        let request =
            requests::seen_by(db, by, at)?.ok_or_else(|| NotSigned::Unknown(at.clone()))?;
        let pack = pack::current(db, request.id)?;
        let mut makers = review::markers_of(db, request.id)?;
        makers.extend(pack.as_ref().map(|pack| pack.made_by));
        allow(by, Action::SignPack, &makers)?;
        request.state.after(Event::Signed).map_err(NotMoved::from)?;
        let pack = pack.ok_or(NotSigned::NoPack)?;
        if !pack::in_sight(db, &request, by)? {
            return Err(NotSigned::NotNamed);
        }
        if pack.fingerprint != looked_at || pack::fingerprint(db, &request)? != looked_at {
            return Err(NotSigned::Changed);
        }
        // What came before anything was looked for may be looked through only now.
        if let Some(question) = privilege::unanswered(db, request.id)?.first() {
            return Err(NotSigned::AdviceAsked(question.number));
        }
        if !pack::sign(db, &pack, by, now)? {
            return Err(NotSigned::Changed);
        }
        requests::advance(db, &Who::from(by), &request, Event::Signed, "", now)?;
        let about =
            About::request(request.id).object(pack.id).words(format!("fingerprint {looked_at}"));
        Ok(audit::tell(db, &Who::from(by), Act::PackSigned, about, now)?)
    })
}

/// What to change, in words, and about which marks.
#[derive(Debug, Clone, Default)]
pub struct Back {
    pub words: String,
    pub on_marks: Vec<(Id, String)>,
}

/// Sends the pack back to review; it is void.
///
/// # Errors
/// Where no words say why.
pub fn send_back(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    back: &Back,
    now: DateTime<Utc>,
) -> Result<(), NotSigned> {
    db::transaction(db, |db| {
        let request =
            requests::seen_by(db, by, at)?.ok_or_else(|| NotSigned::Unknown(at.clone()))?;
        allow(by, Action::SignPack, &[])?;
        let words = back.words.trim();
        if words.is_empty() && back.on_marks.is_empty() {
            return Err(Invalid::new("words", "say what is to be changed").into());
        }
        if words.len() > 5_000 || back.on_marks.iter().any(|(_, w)| w.len() > 2_000) {
            return Err(
                Invalid::new("words", "that is more than 5,000 characters; shorten it").into()
            );
        }
        requests::advance(db, &Who::from(by), &request, Event::SentBack, "", now)?;
        pack::void(db, request.id)?;
        if !words.is_empty() {
            store::comment(db, request.id, None, words, by.id, now).map_err(DbError::from)?;
        }
        let marks = review::marks_of(db, request.id)?;
        for (mark, words) in &back.on_marks {
            if marks.iter().any(|m| m.id == *mark) {
                store::comment(db, request.id, Some(*mark), words.trim(), by.id, now)
                    .map_err(DbError::from)?;
            }
        }
        let said = format!(
            "with {} on marks",
            crate::pack::letters::count(back.on_marks.len(), "comment")
        );
        Ok(audit::tell(
            db,
            &Who::from(by),
            Act::PackSentBack,
            About::request(request.id).words(said),
            now,
        )?)
    })
}

/// Settles what a manager said.
///
/// # Errors
/// Where there is no such open comment.
pub fn settle(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    comment: Id,
    now: DateTime<Utc>,
) -> Result<(), NotSigned> {
    db::transaction(db, |db| {
        let request =
            requests::seen_by(db, by, at)?.ok_or_else(|| NotSigned::Unknown(at.clone()))?;
        allow(by, Action::MarkPages, &[])?;
        if store::settle(db, request.id, comment, by.id, now).map_err(DbError::from)? == 0 {
            return Err(NotSigned::NoComment);
        }
        let about = About::request(request.id).object(comment).words("a manager's comment settled");
        Ok(audit::tell(db, &Who::from(by), Act::MarksChanged, about, now)?)
    })
}
