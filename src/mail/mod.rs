//! What goes out: kept with the act that sends it, then delivered by a job, once.

mod deliver;
mod store;

use chrono::{DateTime, Utc};
use serde_json::json;

pub use deliver::{Carrier, NotDelivered, deliver};
pub use store::MessageRow;

use crate::db::{Db, DbError, Id};
use crate::jobs::{self, Job};
use crate::problem::{Kind, Problem};

/// How a message travels. A second proof never travels as the first one did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Channel {
    Email,
    /// Printed and posted by staff.
    Letter,
    /// Read out by staff over a number that was checked before.
    Phone,
}

impl Channel {
    pub const fn name(self) -> &'static str {
        match self {
            Channel::Email => "email",
            Channel::Letter => "letter",
            Channel::Phone => "phone",
        }
    }
}

/// A message to one person. It never holds case detail.
#[derive(Debug, Clone)]
pub struct Message {
    pub request: Option<Id>,
    pub purpose: &'static str,
    pub channel: Channel,
    pub to_name: String,
    pub to_address: String,
    pub subject: String,
    pub body: String,
}

/// Why a message was not taken.
#[derive(Debug, thiserror::Error)]
pub enum NotTaken {
    #[error("a name, subject or address may not hold a line break")]
    LineBreak,
    #[error("{0} is not an e-mail address; it should look like name@example.org")]
    Address(String),
    #[error("the database refused or could not be reached")]
    Database(#[from] DbError),
}

impl Problem for NotTaken {
    fn kind(&self) -> Kind {
        match self {
            NotTaken::LineBreak | NotTaken::Address(_) => Kind::Invalid,
            NotTaken::Database(_) => Kind::Bug,
        }
    }
}

/// Keeps a message and, for mail, enqueues its delivery, in the transaction of the act.
///
/// # Errors
/// Where a header would hold a line break, or the address is none.
pub fn send(db: &mut Db, message: &Message, now: DateTime<Utc>) -> Result<Id, NotTaken> {
    let headers = [&message.to_name, &message.to_address, &message.subject];
    if message.channel != Channel::Letter
        && headers.iter().any(|header| header.contains(['\r', '\n', '\0']))
    {
        return Err(NotTaken::LineBreak);
    }
    if message.channel == Channel::Email && !is_address(&message.to_address) {
        return Err(NotTaken::Address(message.to_address.clone()));
    }
    let id = store::add(db, message, now).map_err(DbError::from)?;
    if message.channel == Channel::Email {
        let job = Job::new("mail.deliver", json!({ "message": id })).once(format!("mail {id}"));
        jobs::enqueue(db, Job { request: message.request, ..job.attempts(8) }, now)?;
    }
    Ok(id)
}

/// Whether mail can be sent there.
pub fn is_address(text: &str) -> bool {
    text.len() <= 254 && text.parse::<lettre::Address>().is_ok()
}

/// Everything sent about a request, oldest first.
///
/// # Errors
/// Where the database cannot be read.
pub fn of_request(db: &mut Db, request: Id) -> Result<Vec<MessageRow>, DbError> {
    Ok(store::of_request(db, request)?)
}

/// One message.
///
/// # Errors
/// Where the database cannot be read.
pub fn find(db: &mut Db, id: Id) -> Result<Option<MessageRow>, DbError> {
    Ok(store::find(db, id)?)
}

/// The newest messages, newest first.
///
/// # Errors
/// Where the database cannot be read.
pub fn latest(db: &mut Db, most: i64) -> Result<Vec<MessageRow>, DbError> {
    Ok(store::latest(db, most)?)
}
