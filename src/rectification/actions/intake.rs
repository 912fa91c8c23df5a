//! How a correction comes in, and what it is about.

use chrono::{DateTime, Utc};

use super::{NotCorrected, advance, at_work, known};
use crate::access::{Action, Actor, Who, allow};
use crate::audit::{self, About, Act};
use crate::calendar::local_day;
use crate::db::{self, Db, DbError, Id};
use crate::problem::Invalid;
use crate::records;
use crate::rectification::store::{self, NewFile};
use crate::rectification::{Event, Passage, State};
use crate::requests::{self, Asked, AskedFields, Opened, Reference, RequestRow};
use crate::settings::Settings;
use crate::vault::Sealed;

/// What is contested, and where it stands as far as that is known already.
#[derive(Debug, Clone, Default)]
pub struct Contested {
    pub passage: Passage,
    /// The request whose record it is, with the person the record is about.
    pub record: Option<(Id, Id)>,
    pub item: Option<Id>,
    pub page: Option<i64>,
    pub wants_recipients: bool,
}

/// Takes a correction in, within the transaction of the act that brings it.
///
/// # Errors
/// Where the database refuses.
pub fn ask(
    db: &mut Db,
    who: &Who,
    owner: Option<Id>,
    asked: Asked,
    contested: &Contested,
    settings: &Settings,
    now: DateTime<Utc>,
) -> Result<Opened, NotCorrected> {
    let subject = contested.record.map(|(_, subject)| subject);
    let opened = requests::open_correction(db, who, owner, asked, subject, settings, now)?;
    let record = contested.record.map(|(record, _)| record);
    store::open(db, opened.id, record, contested.wants_recipients).map_err(DbError::from)?;
    let at = (contested.item, contested.page);
    store::add_passage(db, opened.id, &contested.passage, at, now).map_err(DbError::from)?;
    Ok(opened)
}

/// Registers a correction that came by letter, mail, telephone or in person.
///
/// # Errors
/// Where the role may not, or fields cannot be taken.
pub fn register(
    db: &mut Db,
    by: &Actor,
    fields: &AskedFields,
    contested: &Contested,
    settings: &Settings,
    now: DateTime<Utc>,
) -> Result<Reference, NotCorrected> {
    allow(by, Action::RegisterRequest, &[])?;
    let asked = fields.read(local_day(now)).map_err(NotCorrected::InvalidFields)?;
    db::transaction(db, |db| {
        let opened = ask(db, &Who::from(by), Some(by.id), asked, contested, settings, now)?;
        Ok(opened.reference)
    })
}

/// What may still be changed about what is contested: nothing once it is looked into.
fn not_looked_into(state: State, what: &'static str) -> Result<(), NotCorrected> {
    match state {
        State::Received | State::AwaitingIdentity | State::Validated => Ok(()),
        State::Investigating
        | State::AuthorConsulted
        | State::Decided
        | State::NotChanged
        | State::Applied
        | State::RecipientsNotified
        | State::Informed
        | State::Closed
        | State::Withdrawn
        | State::Lapsed => Err(NotCorrected::InTheWay(what.to_owned())),
    }
}

const TOO_LATE: &str = "take the correction back to where its passages are settled";

/// Says in the record of which request the contested items lie. Only one that this person may know
/// of can be named; the correction is about the same person then.
///
/// # Errors
/// Where there is no such request for them, or it is looked into already.
pub fn set_record(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    record: &str,
    now: DateTime<Utc>,
) -> Result<(), NotCorrected> {
    db::transaction(db, |db| {
        let correction = at_work(db, by, at)?;
        not_looked_into(correction.state(), TOO_LATE)?;
        let wrong =
            || Invalid::new("record", "there is no such request for access that you work on");
        let reference: Reference = record.parse().map_err(|_| wrong())?;
        let found = requests::seen_by(db, by, &reference)?.filter(|one| !one.is_correction());
        let found = found.ok_or_else(wrong)?;
        store::set_record(db, correction.request.id, found.id).map_err(DbError::from)?;
        if correction.row.record_request_id.is_some_and(|before| before != found.id) {
            store::unlink_items(db, correction.request.id).map_err(DbError::from)?;
        }
        let about = About::request(correction.request.id)
            .object(found.id)
            .words(format!("said that it is about the record of {reference}"));
        Ok(audit::tell(db, &Who::from(by), Act::CorrectionChanged, about, now)?)
    })
}

/// Adds another contested passage.
///
/// # Errors
/// Where it is looked into already.
pub fn add_passage(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    passage: &Passage,
    now: DateTime<Utc>,
) -> Result<(), NotCorrected> {
    db::transaction(db, |db| {
        let correction = at_work(db, by, at)?;
        not_looked_into(correction.state(), TOO_LATE)?;
        let id = store::add_passage(db, correction.request.id, passage, (None, None), now)
            .map_err(DbError::from)?;
        let about =
            About::request(correction.request.id).object(id).words("added a contested passage");
        Ok(audit::tell(db, &Who::from(by), Act::CorrectionChanged, about, now)?)
    })
}

/// Says in which item a contested passage stands.
///
/// # Errors
/// Where there is no such item or page in the record for this person.
pub fn set_item(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    passage: Id,
    (number, page): (&str, &str),
    now: DateTime<Utc>,
) -> Result<(), NotCorrected> {
    db::transaction(db, |db| {
        let correction = at_work(db, by, at)?;
        not_looked_into(correction.state(), TOO_LATE)?;
        let passage = correction.passage(passage)?;
        let record = correction.row.record_request_id.ok_or_else(|| {
            Invalid::new("item", "say first in the record of which request it stands")
        })?;
        let number: i64 = number
            .trim()
            .trim_start_matches(['D', 'd'])
            .parse()
            .map_err(|_| Invalid::new("item", "enter the number of the item, such as D12"))?;
        // Whoever may not see an item learns nothing of it here.
        let seen = requests::by_id(db, record)?
            .and_then(|record| record.reference.parse::<Reference>().ok())
            .and_then(|record| records::find(db, by, &record, number).ok());
        let (_, item) =
            seen.ok_or_else(|| Invalid::new("item", "there is no such item in that record"))?;
        let page = match page.trim() {
            "" => None,
            page => {
                let page = page.parse().ok().filter(|page| (1..=item.pages.max(1)).contains(page));
                Some(page.ok_or_else(|| Invalid::new("page", "the item has no such page"))?)
            }
        };
        store::set_item(db, passage.row.id, item.id, page).map_err(DbError::from)?;
        let about = About::request(correction.request.id)
            .object(passage.row.id)
            .words(format!("said that it stands in D{number}"));
        Ok(audit::tell(db, &Who::from(by), Act::CorrectionChanged, about, now)?)
    })
}

/// Keeps the person's own statement, word for word; it goes with the item from when the decision is
/// applied. It can be handed in until then.
///
/// # Errors
/// Where the decision is applied already.
pub fn set_statement(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    passage: Id,
    statement: &str,
    now: DateTime<Utc>,
) -> Result<(), NotCorrected> {
    db::transaction(db, |db| {
        let correction = at_work(db, by, at)?;
        let passage = correction.passage(passage)?;
        let open = correction.state().after(Event::Withdrawn).is_ok()
            || correction.state() == State::Decided;
        if !open {
            return Err(NotCorrected::InTheWay("the correction has to be reconsidered".into()));
        }
        let statement = statement.replace("\r\n", "\n");
        if statement.trim().is_empty() || statement.chars().count() > 10_000 {
            let words = "enter the person's own words, in 10,000 letters or fewer";
            return Err(Invalid::new("statement", words).into());
        }
        store::set_statement(db, passage.row.id, &statement).map_err(DbError::from)?;
        let about = About::request(correction.request.id)
            .object(passage.row.id)
            .words("kept the person's own statement");
        Ok(audit::tell(db, &Who::from(by), Act::CorrectionChanged, about, now)?)
    })
}

/// Keeps a file that shows what is right.
///
/// # Errors
/// Where the correction is over.
pub fn hand_in(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    (name, sealed): (&str, &Sealed),
    now: DateTime<Utc>,
) -> Result<(), NotCorrected> {
    db::transaction(db, |db| {
        let correction = at_work(db, by, at)?;
        if correction.state().is_ended() {
            return Err(NotCorrected::InTheWay("the correction has to be reconsidered".into()));
        }
        let file = NewFile {
            request: correction.request.id,
            purpose: "evidence",
            name,
            sha256: &sealed.sha256.to_string(),
            bytes: i64::try_from(sealed.bytes).unwrap_or(i64::MAX),
            by: &by.name,
        };
        let id = store::hand_in(db, &file, now).map_err(DbError::from)?;
        let about = About::request(correction.request.id).object(id);
        Ok(audit::tell(db, &Who::from(by), Act::EvidenceReceived, about, now)?)
    })
}

/// Keeps a file that the person sends from their own page, within the transaction of their act.
///
/// # Errors
/// Where it is decided already: then it can be looked at again, for which they say why.
pub fn keep_evidence(
    db: &mut Db,
    by: &Who,
    request: &RequestRow,
    (name, sealed): (&str, &Sealed),
    now: DateTime<Utc>,
) -> Result<(), NotCorrected> {
    let correction = store::find(db, request.id).map_err(DbError::from)?;
    let open = correction.is_some_and(|one| takes_evidence(one.state.beside(request.state)));
    if !open {
        let words = "it is decided; call us, and we look at it again".to_owned();
        return Err(NotCorrected::InTheWay(words));
    }
    let file = NewFile {
        request: request.id,
        purpose: "evidence",
        name,
        sha256: &sealed.sha256.to_string(),
        bytes: i64::try_from(sealed.bytes).unwrap_or(i64::MAX),
        by: by.name(),
    };
    let id = store::hand_in(db, &file, now).map_err(DbError::from)?;
    let about = About::request(request.id).object(id);
    Ok(audit::tell(db, by, Act::EvidenceReceived, about, now)?)
}

/// Whether the person can still send what shows that they are right: until it is decided.
pub fn takes_evidence(state: State) -> bool {
    state.after(Event::Withdrawn).is_ok()
}

/// Identity and passages are settled: from here on it can be looked into.
pub(super) fn validate(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    now: DateTime<Utc>,
) -> Result<(), NotCorrected> {
    let mut correction = known(db, by, at)?;
    if correction.state() != State::Received {
        return Ok(());
    }
    if correction.request.state != requests::State::Scoping {
        return Err(NotCorrected::InTheWay("decide whether identity is proved".into()));
    }
    if let Some(loose) = correction.passages.iter().find(|one| one.item.is_none()) {
        let words = format!("say in which item passage {} stands", loose.row.number);
        return Err(NotCorrected::InTheWay(words));
    }
    advance(db, &Who::from(by), &mut correction, Event::Validated, now)
}
