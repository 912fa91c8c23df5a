//! What somebody consulted does through their link. It shows the passages asked about and the
//! question, and nothing else of the request.

use chrono::{DateTime, Utc};

use super::actions::{advance, barred};
use super::letters::{self, Letter};
use super::state::{Event, Opinion, Standing};
use super::store::{self, ConsultationRow, PassageRow};
use crate::access::Who;
use crate::db::{self, Db, DbError};
use crate::links::{self, DeadLink, Purpose};
use crate::problem::{Invalid, Kind, Problem};
use crate::requests::{self, NotDone, RequestRow};
use crate::settings::Settings;

/// Why an answer was not taken.
#[derive(Debug, thiserror::Error)]
pub enum NotTaken {
    #[error(transparent)]
    Link(#[from] DeadLink),
    #[error("your answer was sent; take it back first if you want to change it")]
    Answered,
    #[error("say something about each passage; \"I am not sure\" is an answer too")]
    Unanswered(Vec<i64>),
    #[error(transparent)]
    Invalid(#[from] Invalid),
    #[error(transparent)]
    NotDone(#[from] NotDone),
    #[error(transparent)]
    Database(#[from] DbError),
}

impl Problem for NotTaken {
    fn kind(&self) -> Kind {
        match self {
            Self::Link(e) => e.kind(),
            Self::Answered => Kind::Conflict,
            Self::Unanswered(_) => Kind::Invalid,
            Self::Invalid(e) => e.kind(),
            Self::NotDone(e) => e.kind(),
            Self::Database(_) => Kind::Bug,
        }
    }

    fn field(&self) -> Option<&str> {
        match self {
            Self::Invalid(e) => e.field(),
            Self::Link(_)
            | Self::Answered
            | Self::Unanswered(_)
            | Self::NotDone(_)
            | Self::Database(_) => None,
        }
    }
}

/// What a link opens.
#[derive(Debug, Clone)]
pub struct Opened {
    pub request: RequestRow,
    pub row: ConsultationRow,
    pub passages: Vec<PassageRow>,
}

/// The consultation behind a link, until its last day. Changes nothing.
///
/// # Errors
/// Where the link opens nothing any more.
pub fn open(db: &mut Db, token: &str, now: DateTime<Utc>) -> Result<Opened, DeadLink> {
    let link = links::look(db, Purpose::Consultation, token, now)?;
    let row = store::find(db, link.object_id).map_err(DbError::from)?.ok_or(DeadLink::Unknown)?;
    let request = requests::by_id(db, row.request_id)?.ok_or(DeadLink::Unknown)?;
    let answerable = matches!(row.state, Standing::Sent | Standing::Reminded | Standing::Responded);
    if !answerable || request.state.is_ended() || barred(db, &request, &row)? {
        return Err(DeadLink::Unknown);
    }
    let passages = store::passages_of(db, row.id).map_err(DbError::from)?;
    Ok(Opened { request, row, passages })
}

/// What was said of one passage so far.
#[derive(Debug, Clone)]
pub struct Said {
    pub number: i64,
    pub answer: Option<Opinion>,
    pub views: String,
}

/// Keeps what was written so far; nobody acts on it yet.
///
/// # Errors
/// Where the link is dead, the answer was sent, or the views are too long.
pub fn save(db: &mut Db, token: &str, said: &[Said], now: DateTime<Utc>) -> Result<(), NotTaken> {
    db::transaction(db, |db| {
        let opened = open(db, token, now)?;
        keep(db, &opened, said)
    })
}

fn keep(db: &mut Db, opened: &Opened, said: &[Said]) -> Result<(), NotTaken> {
    if opened.row.state == Standing::Responded {
        return Err(NotTaken::Answered);
    }
    for passage in &opened.passages {
        let Some(one) = said.iter().find(|one| one.number == passage.number) else { continue };
        let views = one.views.trim().replace("\r\n", "\n");
        if views.chars().count() > 4_000 || views.contains('\0') {
            return Err(Invalid::new("views", "use 4,000 letters or fewer for each passage").into());
        }
        store::set_answer(db, passage.id, one.answer, &views).map_err(DbError::from)?;
    }
    Ok(())
}

/// Sends the answer; it can be taken back until the last day.
///
/// # Errors
/// As for [`save`], and where a passage has no answer; what was written is kept all the same.
pub fn send(
    db: &mut Db,
    token: &str,
    said: &[Said],
    settings: &Settings,
    now: DateTime<Utc>,
) -> Result<(), NotTaken> {
    save(db, token, said, now)?;
    db::transaction(db, |db| {
        let Opened { request, row, passages } = open(db, token, now)?;
        let silent: Vec<i64> =
            passages.iter().filter(|p| p.answer.is_none()).map(|p| p.number).collect();
        if !silent.is_empty() {
            return Err(NotTaken::Unanswered(silent));
        }
        store::set_responded(db, row.id, Some(now)).map_err(DbError::from)?;
        let row = advance(db, &originator(), &request, row, Event::Answered, now)?;
        Ok(letters::write(db, &request, &row, Letter::Thanks, settings, now)?)
    })
}

/// Takes the answer back; what was written stays, and can be changed and sent again.
///
/// # Errors
/// Where the link is dead, or no answer was sent.
pub fn take_back(db: &mut Db, token: &str, now: DateTime<Utc>) -> Result<(), NotTaken> {
    db::transaction(db, |db| {
        let Opened { request, row, .. } = open(db, token, now)?;
        let row = advance(db, &originator(), &request, row, Event::TakenBack, now)?;
        store::set_responded(db, row.id, None).map_err(DbError::from)?;
        Ok(())
    })
}

/// Who answers is a case word where their name is protected, so the diary never says it.
fn originator() -> Who {
    Who::Originator("the person consulted".into())
}
