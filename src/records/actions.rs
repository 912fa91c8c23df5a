//! What people do with the record.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::describe::{Described, Description};
use super::store::{self, ItemRow};
use super::{IMPORT, Level, UploadState, View};
use crate::access::{Action, Actor, NotAllowed, Who, allow};
use crate::audit::{self, About, Act};
use crate::calendar::local_day;
use crate::db::{self, Db, DbError, Id};
use crate::jobs::{self, Job};
use crate::law::exemptions;
use crate::problem::{Invalid, Kind, Problem};
use crate::requests::{self, Reference, RequestRow, State};
use crate::vault::Sealed;

/// A file that came in.
#[derive(Debug, Clone)]
pub struct NewFile {
    pub request: Id,
    /// The search it answers, if it answers one.
    pub search: Option<Id>,
    /// Files that came together.
    pub batch: Id,
    /// As whoever sent it called it: text, never a path.
    pub file_name: String,
    /// Where it was kept: "School", "Case system".
    pub source: String,
}

/// Why nothing was done to the record.
#[derive(Debug, thiserror::Error)]
pub enum NotRecorded {
    #[error("there is no such item, or not for you")]
    Unknown,
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    #[error("this request is at the step \"{}\": {}", .0.words(), what_now(*.0))]
    NotNow(State),
    #[error("D{0} can be looked at; decide about it on its review page")]
    CanBeShown(i64),
    #[error("D{0} is still being read; wait a moment and load the page again")]
    BeingRead(i64),
    #[error("D{0} is not highly sensitive, so everybody who works on the request may read it")]
    ForEverybody(i64),
    #[error("this filter shows {} now: look at them, then change them", count(*.0))]
    ShowsOthers(usize),
    #[error("{0} changed since: change what is wrong there item by item")]
    ChangedSince(String),
    #[error("this was undone already")]
    UndoneAlready,
    #[error("{}", .0.first().map_or("", |invalid| &invalid.words))]
    Invalid(Vec<Invalid>),
    #[error("the database refused or could not be reached")]
    Database(#[from] DbError),
}

fn count(items: usize) -> String {
    if items == 1 { "1 item".to_owned() } else { format!("{items} items") }
}

fn what_now(state: State) -> &'static str {
    if state.is_ended() {
        "reopen it before you change its record"
    } else {
        "send it back to review before you change its record"
    }
}

impl Problem for NotRecorded {
    fn kind(&self) -> Kind {
        match self {
            Self::Unknown => Kind::Missing,
            Self::NotAllowed(e) => e.kind(),
            Self::NotNow(_)
            | Self::CanBeShown(_)
            | Self::BeingRead(_)
            | Self::ForEverybody(_)
            | Self::ShowsOthers(_)
            | Self::ChangedSince(_)
            | Self::UndoneAlready => Kind::Conflict,
            Self::Invalid(_) => Kind::Invalid,
            Self::Database(_) => Kind::Bug,
        }
    }

    fn field(&self) -> Option<&str> {
        match self {
            Self::Invalid(wrong) => wrong.first().map(|invalid| invalid.field),
            Self::Unknown
            | Self::NotAllowed(_)
            | Self::NotNow(_)
            | Self::CanBeShown(_)
            | Self::BeingRead(_)
            | Self::ForEverybody(_)
            | Self::ShowsOthers(_)
            | Self::ChangedSince(_)
            | Self::UndoneAlready
            | Self::Database(_) => None,
        }
    }
}

/// Whether files may come into the record and be described: until a pack is put together.
pub fn takes_files(state: State) -> bool {
    match state {
        State::Received
        | State::Validating
        | State::AwaitingIdentity
        | State::AwaitingFee
        | State::Scoping
        | State::AwaitingClarification
        | State::Gathering
        | State::Reviewing
        | State::Reopened => true,
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
        | State::Lapsed => false,
    }
}

/// Takes a file that lies in the vault into a request, and asks for its import.
///
/// # Errors
/// Where the database refuses; then nothing was taken in.
pub fn receive(
    db: &mut Db,
    by: &Who,
    file: &NewFile,
    sealed: Sealed,
    now: DateTime<Utc>,
) -> Result<Id, DbError> {
    db::transaction(db, |db| take_in(db, by, file, sealed, now))
}

/// [`receive`], within the transaction of the act that brings the file.
///
/// # Errors
/// Where the database refuses; then the act must not happen either.
pub fn take_in(
    db: &mut Db,
    by: &Who,
    file: &NewFile,
    sealed: Sealed,
    now: DateTime<Utc>,
) -> Result<Id, DbError> {
    let sha256 = sealed.sha256.to_string();
    let bytes = i64::try_from(sealed.bytes).unwrap_or(i64::MAX);
    let kept = (UploadState::Waiting, None);
    let id = store::add_upload(db, by.id(), file, (&sha256, bytes), kept, now)?;
    let job = Job::new(IMPORT, json!({ "upload": id })).once(id.to_string()).of(file.request);
    jobs::enqueue(db, job, now)?;
    let about = About::request(file.request).object(id);
    audit::tell(db, by, Act::FileReceived, about, now)?;
    Ok(id)
}

/// Writes down that a file was not taken, and why.
///
/// # Errors
/// Where the database refuses.
pub fn turn_away(
    db: &mut Db,
    by: &Who,
    file: &NewFile,
    bytes: u64,
    why: &str,
    now: DateTime<Utc>,
) -> Result<Id, DbError> {
    let bytes = i64::try_from(bytes).unwrap_or(i64::MAX);
    db::transaction(db, |db| {
        let kept = (UploadState::Refused, Some(why));
        let id = store::add_upload(db, by.id(), file, ("", bytes), kept, now)?;
        let about = About::request(file.request).object(id);
        audit::tell(db, by, Act::FileRefused, about, now)?;
        Ok(id)
    })
}

/// The request, where this person may add files to it now.
///
/// # Errors
/// Where it is not theirs to know of, not their role, or not the time.
pub fn open_for_files(
    db: &mut Db,
    by: &Actor,
    reference: &Reference,
) -> Result<RequestRow, NotRecorded> {
    let request = requests::seen_by(db, by, reference)?.ok_or(NotRecorded::Unknown)?;
    allow(by, Action::AddRecords, &[])?;
    if takes_files(request.state) { Ok(request) } else { Err(NotRecorded::NotNow(request.state)) }
}

/// An item that this person needs to know of. What is highly sensitive or legal advice is seen
/// only by those the request is assigned to.
///
/// # Errors
/// Where there is none, or none for them.
pub fn find(
    db: &mut Db,
    by: &Actor,
    reference: &Reference,
    number: i64,
) -> Result<(RequestRow, ItemRow), NotRecorded> {
    let request = requests::seen_by(db, by, reference)?.ok_or(NotRecorded::Unknown)?;
    allow(by, Action::SeeRecord, &[])?;
    let item =
        store::item(db, request.id, number).map_err(DbError::from)?.ok_or(NotRecorded::Unknown)?;
    if !store::sight(db, request.id, by.id)?.sees(item.id) {
        return Err(NotRecorded::Unknown);
    }
    Ok((request, item))
}

/// Says what an item is.
///
/// # Errors
/// Where the item is not theirs, it is not the time, or a field cannot be taken.
pub fn describe(
    db: &mut Db,
    by: &Actor,
    reference: &Reference,
    number: i64,
    form: &Described,
    now: DateTime<Utc>,
) -> Result<Description, NotRecorded> {
    db::transaction(db, |db| {
        let (request, item) = find(db, by, reference, number)?;
        allow(by, Action::DescribeItem, &[])?;
        let as_now = form.checked(local_day(now)).map_err(NotRecorded::Invalid)?;
        if !takes_files(request.state) {
            return Err(NotRecorded::NotNow(request.state));
        }
        store::describe(db, item.id, &as_now).map_err(DbError::from)?;
        // Set apart from here on, until somebody says who says so, or that it is none.
        let becomes_advice = as_now.kind.is_legal_advice() && !item.kind.is_legal_advice();
        if becomes_advice && !item.privileged {
            store::set_apart(db, item.id).map_err(DbError::from)?;
        }
        if as_now.level == Level::HighlySensitive {
            // Whoever read it and said so knows it; the next one must be named.
            let reason = "described it";
            store::name_reader(db, item.id, by.id, reason, by.id, now).map_err(DbError::from)?;
        }
        let mut words = format!("D{number}: {}", as_now.level.words().to_lowercase());
        if becomes_advice {
            words += "; set apart as legal advice";
        }
        let about = About::request(request.id).object(item.id).words(words);
        audit::tell(db, &Who::from(by), Act::ItemDescribed, about, now)?;
        Ok(as_now)
    })
}

/// Opens the page of an item, which the diary is told.
///
/// # Errors
/// As [`find`].
pub fn open(
    db: &mut Db,
    by: &Actor,
    reference: &Reference,
    number: i64,
    now: DateTime<Utc>,
) -> Result<(RequestRow, ItemRow), NotRecorded> {
    told(db, by, reference, number, Act::ItemOpened, now)
}

/// Takes the original out, which the diary is told first.
///
/// # Errors
/// As [`find`].
pub fn export_original(
    db: &mut Db,
    by: &Actor,
    reference: &Reference,
    number: i64,
    now: DateTime<Utc>,
) -> Result<(RequestRow, ItemRow), NotRecorded> {
    told(db, by, reference, number, Act::OriginalExported, now)
}

fn told(
    db: &mut Db,
    by: &Actor,
    reference: &Reference,
    number: i64,
    act: Act,
    now: DateTime<Utc>,
) -> Result<(RequestRow, ItemRow), NotRecorded> {
    db::transaction(db, |db| {
        let (request, item) = find(db, by, reference, number)?;
        let about = About::request(request.id).object(item.id).words(format!("D{number}"));
        audit::tell(db, &Who::from(by), act, about, now)?;
        Ok((request, item))
    })
}

/// The ground of what the right of access never reached: nothing in it is about the person.
pub const NOT_THEIRS: &str = "not-personal-data";

/// Leaves an item that cannot be shown out of the pack.
///
/// # Errors
/// Where it can be shown, it is not the time, or a ground or reason is missing.
pub fn leave_out(
    db: &mut Db,
    by: &Actor,
    reference: &Reference,
    number: i64,
    (ground, reason): (&str, &str),
    now: DateTime<Utc>,
) -> Result<(), NotRecorded> {
    db::transaction(db, |db| {
        let (request, item) = find(db, by, reference, number)?;
        allow(by, Action::DecideItem, &[])?;
        let mut wrong = Vec::new();
        let known = ground == NOT_THEIRS
            || exemptions::find(ground).is_some_and(|e| e.effect.can_stand_behind_a_mark());
        if !known {
            wrong.push(Invalid::new("ground", "choose why it is left out"));
        }
        let reason = reason.trim();
        if reason.is_empty() || reason.chars().count() > 2_000 {
            let words = "say how you know, in up to 2,000 characters";
            wrong.push(Invalid::new("reason", words));
        }
        if !wrong.is_empty() {
            return Err(NotRecorded::Invalid(wrong));
        }
        match item.view {
            View::Shown => return Err(NotRecorded::CanBeShown(number)),
            View::Waiting => return Err(NotRecorded::BeingRead(number)),
            View::NotShown => {}
        }
        if !takes_files(request.state) {
            return Err(NotRecorded::NotNow(request.state));
        }
        store::leave_out(db, &item, (ground, reason), by.id, now).map_err(DbError::from)?;
        let words = format!("D{number}, which cannot be shown, is left out");
        let about = About::request(request.id).object(item.id).words(words);
        audit::tell(db, &Who::from(by), Act::ItemDecided, about, now)?;
        Ok(())
    })
}
