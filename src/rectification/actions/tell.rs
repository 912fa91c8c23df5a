//! Telling: the recipients (article 19), then the person; then it can be closed.

use chrono::{DateTime, Utc};

use super::investigate::lift;
use super::{NotCorrected, OpenCorrection, advance, at_work, given};
use crate::access::{Actor, Who};
use crate::audit::{self, About, Act};
use crate::calendar::local_day;
use crate::db::{self, Db, DbError, Id};
use crate::mail::{self, Channel, Message};
use crate::problem::Invalid;
use crate::records::{self, NewNotice, NoticeKind};
use crate::rectification::letters::{self, Corrected, Told};
use crate::rectification::store::{self, RecipientRow};
use crate::rectification::{Event, Outcome, State};
use crate::requests::{self, Reference};
use crate::settings::Controller;

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
    from: &Controller,
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
            write_to(db, &correction, one, from, now)?;
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
    from: &Controller,
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
    let by_mail = mail::is_address(&to.address);
    let body = if by_mail {
        letters::notice_by_mail(&to.name, given_on, from)
    } else {
        letters::notice(&to.name, given_on, &corrected, from)
    };
    let message = Message {
        request: Some(correction.request.id),
        purpose: "correction_notice",
        channel: if by_mail { Channel::Email } else { Channel::Letter },
        to_name: to.name.clone(),
        to_address: to.address.clone(),
        subject: "Correction of documents you received from us".into(),
        body,
    };
    mail::send(db, &message, now)?;
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
/// ends. The reply goes by post; a mail says only that it is on its way.
///
/// # Errors
/// Where recipients are still to be told, or the reply is late without a reason.
pub fn inform(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    reply: &Reply,
    from: &Controller,
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
        let recipients: Vec<String> = if correction.row.wants_recipients {
            let all = store::recipients_of(db, request.id).map_err(DbError::from)?;
            all.into_iter().filter(|one| one.state == "told").map(|one| one.name).collect()
        } else {
            Vec::new()
        };
        let body = letters::reply(
            &request.requester_name,
            &request.reference,
            &told(&correction),
            &recipients,
            &reply.words,
            from,
        );
        send(db, &correction, Channel::Letter, "correction_reply", body, now)?;
        if !request.requester_email.is_empty() {
            let body = letters::reply_is_ready(&request.requester_name, &request.reference, from);
            send(db, &correction, Channel::Email, "correction_ready", body, now)?;
        }
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

fn send(
    db: &mut Db,
    correction: &OpenCorrection,
    channel: Channel,
    purpose: &'static str,
    body: String,
    now: DateTime<Utc>,
) -> Result<(), NotCorrected> {
    let request = &correction.request;
    let address = match channel {
        Channel::Email => &request.requester_email,
        Channel::Letter => &request.requester_address,
        Channel::Phone => &request.requester_phone,
    };
    let message = Message {
        request: Some(request.id),
        purpose,
        channel,
        to_name: request.requester_name.clone(),
        to_address: address.clone(),
        subject: format!("Our decision about your request {}", request.reference),
        body,
    };
    mail::send(db, &message, now)?;
    Ok(())
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
