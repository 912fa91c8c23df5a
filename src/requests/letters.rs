//! What goes to the person who asked, on the way to the answer, in the way and the form they asked for.

use chrono::{DateTime, Utc};

use super::RequestRow;
use crate::calendar::Date;
use crate::db::{Db, Id};
use crate::letters::{self, Addressee, Field, LetterKind, NotWritten, Outgoing, Values};
use crate::mail::Channel;
use crate::settings::Settings;

/// A letter to the requester before it has an address.
pub struct Letter {
    kind: LetterKind,
    values: Values,
}

impl Letter {
    pub fn new(kind: LetterKind, values: Values) -> Self {
        Self { kind, values }
    }
}

pub fn acknowledgement(due: Option<Date>) -> Letter {
    Letter::new(LetterKind::Acknowledgement, Values::default().on(Field::Due, due))
}

pub fn identity(what: &str) -> Letter {
    Letter::new(LetterKind::Identity, Values::default().with(Field::What, what))
}

pub fn clarification(question: &str) -> Letter {
    Letter::new(LetterKind::Clarification, Values::default().with(Field::Question, question))
}

pub fn extension(reason: &str, due: Option<Date>) -> Letter {
    let values = Values::default().with(Field::Reason, reason).on(Field::Due, due);
    Letter::new(LetterKind::Extension, values)
}

pub fn refusal(reason: &str) -> Letter {
    Letter::new(LetterKind::Refusal, Values::default().with(Field::Reason, reason))
}

/// What a request itself tells a letter.
pub fn of_request(request: &RequestRow) -> Values {
    Values::default()
        .with(Field::Name, &request.requester_name)
        .with(Field::Reference, &request.reference)
        .on(Field::Received, Some(request.received_on))
        .on(Field::Due, request.due_on)
}

/// The requester, as letters reach them.
///
/// # Errors
/// Where the database cannot be read.
pub fn requester(db: &mut Db, request: &RequestRow) -> Result<Addressee, crate::db::DbError> {
    let wishes = super::preferences(db, request)?;
    Ok(Addressee {
        name: request.requester_name.clone(),
        email: request.requester_email.clone(),
        phone: request.requester_phone.clone(),
        address: request.requester_address.clone(),
        language: wishes.letters_in(),
        large_print: wishes.large_print(),
        prefers_post: request.receive_by == super::ReceiveBy::Post.name(),
    })
}

/// Sends it the way the requester can be reached.
///
/// # Errors
/// Where no wording may be used, the address cannot be, or the database refuses.
pub fn send(
    db: &mut Db,
    request: &RequestRow,
    letter: Letter,
    settings: &Settings,
    now: DateTime<Utc>,
) -> Result<Id, NotWritten> {
    send_by(db, request, letter, Channel::Letter, settings, now)
}

/// The same, for a second proof: by post, or by telephone.
///
/// # Errors
/// As for [`send`].
pub fn send_by(
    db: &mut Db,
    request: &RequestRow,
    letter: Letter,
    by: Channel,
    settings: &Settings,
    now: DateTime<Utc>,
) -> Result<Id, NotWritten> {
    let outgoing = Outgoing {
        kind: letter.kind,
        to: requester(db, request)?,
        request: Some(request.id),
        by,
        values: letter.values.or(of_request(request)),
    };
    letters::send(db, outgoing, settings, now)
}
