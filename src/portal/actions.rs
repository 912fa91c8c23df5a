//! What the requester does on their own pages. Each verb is one transaction: the visit, in turn, saved,
//! told.

use chrono::{DateTime, Utc};

use super::store;
use crate::access::Who;
use crate::audit::{self, About, Act};
use crate::calendar::local_day;
use crate::db::{self, Db, DbError};
use crate::disclosure::{self, Door};
use crate::identity;
use crate::links::{self, DeadLink, LinkRow, Purpose};
use crate::problem::{Invalid, Kind, Problem};
use crate::rectification::{self, Contested, NotCorrected, Passage};
use crate::requests::{self, AskedFields, NotDone, RequestRow, State};
use crate::settings::Settings;
use crate::vault::Sealed;

/// Why something was not done on the requester's pages.
#[derive(Debug, thiserror::Error)]
pub enum NotTaken {
    #[error(transparent)]
    Link(#[from] DeadLink),
    #[error(transparent)]
    Invalid(#[from] Invalid),
    #[error("{0}")]
    NotNow(&'static str),
    #[error(transparent)]
    Request(#[from] NotDone),
    #[error(transparent)]
    Pack(#[from] disclosure::NotOpened),
    #[error(transparent)]
    Correction(#[from] NotCorrected),
    #[error("there is no such page")]
    NoPage,
    #[error("the database refused or could not be reached")]
    Database(#[from] DbError),
}

impl Problem for NotTaken {
    fn kind(&self) -> Kind {
        match self {
            Self::Link(e) => e.kind(),
            Self::Invalid(e) => e.kind(),
            Self::NotNow(_) => Kind::Conflict,
            Self::Request(e) => e.kind(),
            Self::Pack(e) => e.kind(),
            Self::Correction(e) => e.kind(),
            Self::NoPage => Kind::Missing,
            Self::Database(_) => Kind::Bug,
        }
    }

    fn field(&self) -> Option<&str> {
        match self {
            Self::Invalid(e) => e.field(),
            Self::Request(e) => e.field(),
            Self::Pack(e) => e.field(),
            Self::Correction(e) => e.field(),
            Self::Link(_) | Self::NotNow(_) | Self::NoPage | Self::Database(_) => None,
        }
    }
}

/// The door of a request.
pub const DOOR: Door = Door {
    purpose: Purpose::Portal,
    about: about_link,
    closed: "A requester's link was closed after five wrong codes",
    place: "",
    opened: request_opened,
};

fn about_link(link: &LinkRow) -> About {
    About::request(link.object_id).object(link.id)
}

fn request_opened(
    db: &mut Db,
    link: &LinkRow,
    by: &Who,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    let about = about_link(link).words("through their own page");
    audit::tell(db, by, Act::RequestOpened, about, now)
}

/// A request that is open in its requester's browser.
#[derive(Debug, Clone)]
pub struct OpenRequest {
    pub visit: LinkRow,
    pub request: RequestRow,
}

impl OpenRequest {
    fn who(&self) -> Who {
        Who::Requester(self.visit.person.clone())
    }
}

/// The request behind a visit's cookie. Being there keeps the visit open.
///
/// # Errors
/// Where the visit is over.
pub fn open(
    db: &mut Db,
    cookie: &str,
    settings: &Settings,
    now: DateTime<Utc>,
) -> Result<OpenRequest, NotTaken> {
    let visit = links::look(db, Purpose::Visit, cookie, now)?;
    let request = requests::by_id(db, visit.object_id)?.ok_or(DeadLink::Unknown)?;
    links::stay(db, &visit, &settings.access, now)?;
    Ok(OpenRequest { visit, request })
}

fn words_of(field: &'static str, words: &str, ask: &str) -> Result<String, Invalid> {
    let words = words.replace("\r\n", "\n");
    if words.trim().is_empty() {
        return Err(Invalid::new(field, ask));
    }
    if words.chars().count() > 10_000 || words.contains('\0') {
        return Err(Invalid::new(field, "use 10,000 letters or fewer"));
    }
    Ok(words)
}

/// Takes the answer to our question; the clock goes on from today.
///
/// # Errors
/// Where nothing was asked, or nothing is answered.
pub fn answer(
    db: &mut Db,
    cookie: &str,
    words: &str,
    settings: &Settings,
    now: DateTime<Utc>,
) -> Result<(), NotTaken> {
    db::transaction(db, |db| {
        let open = open(db, cookie, settings, now)?;
        if open.request.state != State::AwaitingClarification {
            return Err(NotTaken::NotNow("we are not waiting for an answer from you"));
        }
        let words = words_of("answer", words, "write your answer, or that you want everything")?;
        requests::answered(db, &open.who(), &open.request, now)?;
        store::say(db, open.request.id, "answer", &words, now).map_err(DbError::from)?;
        Ok(())
    })
}

/// Keeps what matters most to the person, so that it is looked for and sent first.
///
/// # Errors
/// Where the request is over, or nothing is written.
pub fn priorities(
    db: &mut Db,
    cookie: &str,
    words: &str,
    settings: &Settings,
    now: DateTime<Utc>,
) -> Result<(), NotTaken> {
    db::transaction(db, |db| {
        let open = open(db, cookie, settings, now)?;
        if open.request.state.is_ended() || open.request.state == State::Disclosed {
            return Err(NotTaken::NotNow("your request is answered already"));
        }
        let words = words_of("priorities", words, "write what matters most to you")?;
        store::say(db, open.request.id, "priorities", &words, now).map_err(DbError::from)?;
        let about = About::request(open.request.id).words("said what matters first");
        Ok(audit::tell(db, &open.who(), Act::RequestChanged, about, now)?)
    })
}

/// Takes a proof of identity. Whoever decides about identity looks at it.
///
/// # Errors
/// Where identity is decided already.
pub fn identity(
    db: &mut Db,
    cookie: &str,
    files: &[(String, Sealed)],
    settings: &Settings,
    now: DateTime<Utc>,
) -> Result<(), NotTaken> {
    db::transaction(db, |db| {
        let open = open(db, cookie, settings, now)?;
        if !takes_identity(open.request.state) {
            return Err(NotTaken::NotNow("we know already who you are; nothing more is needed"));
        }
        if files.is_empty() {
            return Err(Invalid::new("files", "choose at least one file").into());
        }
        for (name, sealed) in files {
            identity::hand_in(db, &open.request, &open.who(), (name, sealed), now)?;
        }
        Ok(())
    })
}

/// Takes files that show what is right, for a correction.
///
/// # Errors
/// Where it is decided already, or the request asks for none.
pub fn evidence(
    db: &mut Db,
    cookie: &str,
    files: &[(String, Sealed)],
    settings: &Settings,
    now: DateTime<Utc>,
) -> Result<(), NotTaken> {
    db::transaction(db, |db| {
        let open = open(db, cookie, settings, now)?;
        if files.is_empty() {
            return Err(Invalid::new("evidence", "choose at least one file").into());
        }
        for (name, sealed) in files {
            rectification::keep_evidence(db, &open.who(), &open.request, (name, sealed), now)?;
        }
        Ok(())
    })
}

/// Whether proof of identity may still be sent.
pub fn takes_identity(state: State) -> bool {
    matches!(state, State::Received | State::Reopened | State::Validating | State::AwaitingIdentity)
}

/// Asks for a correction of what stands on a page of the pack.
///
/// # Errors
/// Where the visit is over, there is no such page, or the passage is not described.
pub fn contest(
    db: &mut Db,
    cookie: &str,
    page: i64,
    (passage, wants_recipients): (&Passage, bool),
    settings: &Settings,
    now: DateTime<Utc>,
) -> Result<requests::Reference, NotTaken> {
    db::transaction(db, |db| {
        let pack = disclosure::open(db, cookie, settings, now)?;
        let placed = super::reading::place(db, &pack, page)?;
        let request = &pack.request;
        let subject = crate::people::subject(db, request.subject_id)?;
        let fields = AskedFields {
            subject_name: subject.as_ref().map(|s| s.name.clone()).unwrap_or_default(),
            born_on: subject.and_then(|s| s.born_on),
            requester_kind: request.requester_kind.clone(),
            requester_name: request.requester_name.clone(),
            email: request.requester_email.clone(),
            phone: request.requester_phone.clone(),
            address: request.requester_address.clone(),
            asked_for: format!("A correction: {}", passage.place),
            receive_by: request.receive_by.clone(),
            needs: request.needs.clone(),
            received_on: Some(local_day(now)),
            received_how: "form".into(),
            nation: request.nation.clone(),
            ..AskedFields::default()
        };
        let asked = fields.read(local_day(now)).map_err(NotDone::InvalidFields)?;
        let contested = Contested {
            passage: passage.clone(),
            record: Some((request.id, request.subject_id)),
            item: placed.item.map(|(item, ..)| item),
            page: placed.item.map(|(.., page)| page),
            wants_recipients,
        };
        let who = Who::Requester(pack.visit.person.clone());
        let opened = rectification::ask(db, &who, None, asked, &contested, settings, now)?;
        Ok(opened.reference)
    })
}
