//! Telling: the recipients (article 19), then the person; then it can be closed.

use chrono::{DateTime, Utc};

use super::investigate::lift;
use super::{NotCorrected, OpenCorrection, advance, at_work, given};
use crate::access::{Actor, Who};
use crate::audit::{self, About, Act};
use crate::calendar::local_day;
use crate::db::{self, Db, DbError, Id};
use crate::letters::{self as book, Addressee, Field, LetterKind, Outgoing, Values};
use crate::mail::{self, Channel};
use crate::problem::Invalid;
use crate::records::{self, NewNotice, NoticeKind};
use crate::rectification::letters::{self, Corrected, Told};
use crate::rectification::store::{self, RecipientRow};
use crate::rectification::{Event, Outcome, State};
use crate::requests::{self, Reference};
use crate::settings::Settings;

/// What became of telling somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settled {
    Told,
    /// Article 19 lets these two stand, with a reason.
    Impossible,
    Disproportionate,
    /// The passage was left out of what they were given.
    NotGiven,
}

impl Settled {
    pub const ALL: [Settled; 4] =
        [Settled::Told, Settled::Impossible, Settled::Disproportionate, Settled::NotGiven];

    pub const fn name(self) -> &'static str {
        match self {
            Settled::Told => "told",
            Settled::Impossible => "impossible",
            Settled::Disproportionate => "disproportionate",
            Settled::NotGiven => "not_given",
        }
    }

    pub const fn words(self) -> &'static str {
        match self {
            Settled::Told => "Write to them",
            Settled::Impossible => "Impossible to tell them",
            Settled::Disproportionate => "Out of all proportion",
            Settled::NotGiven => "The passage was left out of what they were given",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name)
    }
}

/// Adds somebody who was given the old words outside the register, such as by telephone.
///
/// # Errors
/// Where it is not the time for it, or name or address are missing.
pub fn add_recipient(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    (name, address): (&str, &str),
    now: DateTime<Utc>,
) -> Result<(), NotCorrected> {
    db::transaction(db, |db| {
        let correction = at_work(db, by, at)?;
        if !matches!(correction.state(), State::Decided | State::Applied) {
            let words = "recipients are listed between the decision and the reply".to_owned();
            return Err(NotCorrected::InTheWay(words));
        }
        let name = given("name", name, "enter their name")?;
        let address = given("address", address, "enter a postal or an e-mail address")?;
        if name.contains('\n') {
            return Err(Invalid::new("name", "use one line").into());
        }
        let id = store::add_recipient(db, correction.request.id, None, (&name, &address), None)
            .map_err(DbError::from)?;
        let about = About::request(correction.request.id).object(id).words("added a recipient");
        Ok(audit::tell(db, &Who::from(by), Act::CorrectionChanged, about, now)?)
    })
}

/// Tells a recipient, or writes down why that is not done. When the last is settled, the correction
/// goes on.
///
/// # Errors
/// Where it is not the time for it, or a reason is missing.
pub fn settle(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    id: Id,
    (how, reason): (Option<Settled>, &str),
    settings: &Settings,
    now: DateTime<Utc>,
) -> Result<(), NotCorrected> {
    db::transaction(db, |db| {
        let mut correction = at_work(db, by, at)?;
        let all = store::recipients_of(db, correction.request.id).map_err(DbError::from)?;
        let one = all.iter().find(|one| one.id == id).ok_or(NotCorrected::NoRecipient)?;
        correction.state().after(Event::RecipientsSettled)?;
        let how = how.ok_or_else(|| Invalid::new("how", "choose what becomes of it"))?;
        let reason = match how {
            Settled::Told => String::new(),
            Settled::Impossible | Settled::Disproportionate | Settled::NotGiven => {
                given("why", reason, "say why they are not told")?
            }
        };
        if !store::settle(db, id, (how.name(), &reason), by.id, now).map_err(DbError::from)? {
            return Err(NotCorrected::Overtaken(correction.request.reference.clone()));
        }
        if how == Settled::Told {
            write_to(db, &correction, one, settings, now)?;
        }
        let about = About::request(correction.request.id).object(id).words(how.name());
        audit::tell(db, &Who::from(by), Act::RecipientSettled, about, now)?;
        let left = all.iter().filter(|one| one.state == "to_tell" && one.id != id).count();
        if left == 0 {
            advance(db, &Who::from(by), &mut correction, Event::RecipientsSettled, now)?;
        }
        Ok(())
    })
}

/// The notice to a recipient: about the items that they were given, and no others.
fn write_to(
    db: &mut Db,
    correction: &OpenCorrection,
    to: &RecipientRow,
    settings: &Settings,
    now: DateTime<Utc>,
) -> Result<(), NotCorrected> {
    let theirs = match to.disclosure_id {
        Some(disclosure) => Some(store::originals_of(db, disclosure).map_err(DbError::from)?),
        None => None,
    };
    let corrected: Vec<Corrected<'_>> = correction
        .passages
        .iter()
        .filter_map(|one| {
            let (item, decision) = (one.item.as_ref()?, one.decision.as_ref()?);
            let outcome = decision.outcome.filter(|outcome| outcome.changes_the_record())?;
            let given = theirs.as_ref().is_none_or(|all| all.contains(&item.original_sha256));
            given.then_some(Corrected {
                title: &item.title,
                page: one.row.page,
                says: &one.row.says,
                new_words: &decision.new_words,
                outcome,
            })
        })
        .collect();
    let given_on = to.given_at.map(|at| local_day(at.and_utc()));
    let mut addressee = Addressee { name: to.name.clone(), ..Addressee::default() };
    if mail::is_address(&to.address) {
        addressee.email.clone_from(&to.address);
    } else {
        addressee.address.clone_from(&to.address);
    }
    let outgoing = Outgoing {
        kind: LetterKind::NoticeToRecipient,
        to: addressee,
        request: Some(correction.request.id),
        by: Channel::Letter,
        values: Values::default()
            .with(Field::Reference, &correction.request.reference)
            .on(Field::Given, given_on)
            .with(Field::Correction, letters::correction(&corrected)),
    };
    book::send(db, outgoing, settings, now)?;
    Ok(())
}

/// What is said with the reply.
#[derive(Debug, Clone, Default)]
pub struct Reply {
    /// A paragraph of the writer's own.
    pub words: String,
    pub late_reason: String,
}

/// Writes to the person: what was decided and why, what else they can do, and that the restriction
/// ends. Its words are read on paper or on our page, never in a mail.
///
/// # Errors
/// Where recipients are still to be told, or the reply is late without a reason.
pub fn inform(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    reply: &Reply,
    settings: &Settings,
    now: DateTime<Utc>,
) -> Result<(), NotCorrected> {
    db::transaction(db, |db| {
        let mut correction = at_work(db, by, at)?;
        correction.state().after(Event::PersonInformed)?;
        let request = correction.request.clone();
        let late = request.due_on.is_some_and(|due| due < local_day(now));
        if late && request.late_reason.is_none() {
            let reason = given(
                "late_reason",
                &reply.late_reason,
                "the reply is late; say why before it goes",
            )?;
            requests::set_late_reason(db, request.id, &reason)?;
        }
        let all = store::recipients_of(db, request.id).map_err(DbError::from)?;
        let names: Vec<String> =
            all.into_iter().filter(|one| one.state == "told").map(|one| one.name).collect();
        let told = told(&correction);
        let recipients = letters::recipients(&told, correction.row.wants_recipients, &names);
        let values = Values::default()
            .with(Field::Outcome, letters::outcome(&told))
            .with(Field::Added, &reply.words)
            .with(Field::Recipients, recipients);
        let letter = requests::Letter::new(LetterKind::RectificationOutcome, values);
        requests::send_letter(db, &request, letter, settings, now)?;
        keep_statements(db, &correction, now)?;
        lift(db, &correction, now)?;
        advance(db, &Who::from(by), &mut correction, Event::PersonInformed, now)
    })
}

/// A statement stays with its document also where the record is right (article 16, last sentence).
fn keep_statements(
    db: &mut Db,
    correction: &OpenCorrection,
    now: DateTime<Utc>,
) -> Result<(), NotCorrected> {
    for one in correction.passages.iter().filter(|one| !one.row.statement.is_empty()) {
        let refused = one.decision.as_ref().is_some_and(|d| d.outcome == Some(Outcome::Refused));
        if let Some(item) = one.item.as_ref().filter(|_| refused) {
            records::end_notices(db, one.row.id, Some(NoticeKind::Disputed), now)?;
            let notice = NewNotice {
                original_sha256: &item.original_sha256,
                contested: one.row.id,
                kind: NoticeKind::Disputed,
                page: one.row.page,
                words: "",
                statement: &one.row.statement,
                upload: None,
            };
            records::add_notice(db, &notice, now)?;
        }
    }
    Ok(())
}

fn told(correction: &OpenCorrection) -> Vec<Told<'_>> {
    correction
        .passages
        .iter()
        .filter_map(|one| {
            let decision = one.decision.as_ref()?;
            Some(Told {
                item: one.item.as_ref().map(|item| item.number),
                page: one.row.page,
                should_say: &one.row.should_say,
                outcome: decision.outcome?,
                reason: &decision.words,
                new_words: &decision.new_words,
                has_statement: !one.row.statement.is_empty(),
            })
        })
        .collect()
}

/// Closes the correction. Every recipient is settled by then: the person is told only after them.
///
/// # Errors
/// Where the person was not told.
pub fn close(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    now: DateTime<Utc>,
) -> Result<(), NotCorrected> {
    db::transaction(db, |db| {
        let mut correction = at_work(db, by, at)?;
        advance(db, &Who::from(by), &mut correction, Event::Closed, now)
    })
}
