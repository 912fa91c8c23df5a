//! Deciding, by somebody who did not write it; and applying what was decided.

use chrono::{DateTime, Utc};

use super::{NotCorrected, OpenCorrection, OpenPassage, advance, at_work, given};
use crate::access::{Actor, Who};
use crate::audit::{self, About, Act};
use crate::calendar::local_day;
use crate::db::{self, Db, DbError, Id};
use crate::problem::Invalid;
use crate::records::{self, NewFile, NewNotice, NoticeKind};
use crate::rectification::asked::wrote;
use crate::rectification::note::Note;
use crate::rectification::outcome::Tell;
use crate::rectification::store::{self, NewStep, StepRow};
use crate::rectification::{Event, Outcome, recipients_of};
use crate::requests::Reference;
use crate::vault::Sealed;

/// What somebody decides about a passage.
#[derive(Debug, Clone)]
pub struct Decision {
    pub outcome: Option<Outcome>,
    /// As the person will read it.
    pub reason: String,
    /// How the record is to be read from now on.
    pub new_words: String,
}

/// Decides about one passage. When all are decided, the correction goes on.
///
/// # Errors
/// Where this person wrote the item, the author was not heard, or a reason is missing.
pub fn decide(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    passage: Id,
    decision: &Decision,
    now: DateTime<Utc>,
) -> Result<(), NotCorrected> {
    db::transaction(db, |db| {
        let mut correction = at_work(db, by, at)?;
        let passage = correction.passage(passage)?.clone();
        if let Some(item) = passage.item.as_ref().filter(|item| wrote(&item.author, &by.name)) {
            return Err(NotCorrected::OwnWords(item.number));
        }
        correction.state().after(Event::DecidedToChange)?;
        let outcome =
            decision.outcome.ok_or_else(|| Invalid::new("outcome", "choose what is decided"))?;
        let ask = "give the reason, as the person will read it";
        let reason = given("decision_reason", &decision.reason, ask)?;
        let new_words = new_words(outcome, &decision.new_words, &passage)?;
        let step = NewStep {
            passage: passage.row.id,
            round: correction.row.round,
            outcome: Some(outcome),
            words: &reason,
            new_words: &new_words,
            by: by.id,
        };
        store::add_step(db, &step, now).map_err(DbError::from)?;
        let about = About::request(correction.request.id).object(passage.row.id).words(format!(
            "passage {}: {}",
            passage.row.number,
            outcome.name()
        ));
        audit::tell(db, &Who::from(by), Act::PassageDecided, about, now)?;
        let outcomes: Vec<Option<Outcome>> = correction
            .passages
            .iter()
            .map(|one| if one.row.id == passage.row.id { Some(outcome) } else { decided(one) })
            .collect();
        if outcomes.iter().all(Option::is_some) {
            let changes = outcomes.iter().flatten().any(|one| one.changes_the_record());
            let event = if changes { Event::DecidedToChange } else { Event::DecidedToRefuse };
            advance(db, &Who::from(by), &mut correction, event, now)?;
        }
        Ok(())
    })
}

fn decided(passage: &OpenPassage) -> Option<Outcome> {
    passage.decision.as_ref().and_then(|step| step.outcome)
}

/// What a decision that changes something has to say: an opinion that stays may be answered by the
/// person's own statement alone.
fn new_words(outcome: Outcome, words: &str, passage: &OpenPassage) -> Result<String, Invalid> {
    match outcome {
        Outcome::Rectified => given("new_words", words, "write how it is to be read from now on"),
        Outcome::Completed => given("new_words", words, "write what is added"),
        Outcome::MistakeExplained => given("new_words", words, "write what went wrong"),
        Outcome::OpinionDisputed if passage.row.statement.is_empty() => {
            given("new_words", words, "write what stands beside the opinion, or keep a statement")
        }
        Outcome::OpinionDisputed => Ok(words.trim().replace("\r\n", "\n")),
        Outcome::Refused => Ok(String::new()),
    }
}

/// The passages whose decision changes the record.
fn changed(correction: &OpenCorrection) -> impl Iterator<Item = (&OpenPassage, &StepRow, Outcome)> {
    correction.passages.iter().filter_map(|one| {
        let decision = one.decision.as_ref()?;
        let outcome = decision.outcome.filter(|outcome| outcome.changes_the_record())?;
        Some((one, decision, outcome))
    })
}

/// A note to be put into the vault before a decision is applied: passage, file name, text.
pub type ToWrite = (Id, String, String);

/// The notes that applying the decision adds to the record.
///
/// # Errors
/// Where it is not decided to change anything.
pub fn notes_to_write(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
) -> Result<Vec<ToWrite>, NotCorrected> {
    let correction = at_work(db, by, at)?;
    correction.state().after(Event::Applied)?;
    Ok(changed(&correction)
        .filter_map(|(one, decision, outcome)| {
            let item = one.item.as_ref()?;
            let note = Note {
                reference: &correction.request.reference,
                item: item.number,
                title: &item.title,
                page: one.row.page,
                outcome,
                says: &one.row.says,
                should_say: &one.row.should_say,
                new_words: &decision.new_words,
                statement: &one.row.statement,
                reason: &decision.words,
                decided_by: &decision.by,
                decided_on: local_day(decision.at.and_utc()),
            };
            Some((one.row.id, note.file_name(), note.text()))
        })
        .collect())
}

const fn notice_of(outcome: Outcome) -> Option<NoticeKind> {
    match outcome {
        Outcome::Rectified => Some(NoticeKind::Superseded),
        Outcome::Completed => Some(NoticeKind::Completed),
        Outcome::OpinionDisputed => Some(NoticeKind::Disputed),
        Outcome::MistakeExplained => Some(NoticeKind::Explained),
        Outcome::Refused => None,
    }
}

/// Applies what was decided: each correction becomes an item of the record, the original is kept,
/// marked and linked to it, and whoever was given the old words is listed, to be told.
///
/// # Errors
/// Where it is not decided to change anything, or a note was not written.
pub fn apply(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    mut notes: Vec<(Id, String, Sealed)>,
    now: DateTime<Utc>,
) -> Result<(), NotCorrected> {
    db::transaction(db, |db| {
        let mut correction = at_work(db, by, at)?;
        correction.state().after(Event::Applied)?;
        let record = correction
            .row
            .record_request_id
            .ok_or_else(|| NotCorrected::InTheWay("say whose record it is".into()))?;
        for (one, decision, outcome) in changed(&correction) {
            let place = notes.iter().position(|(passage, ..)| *passage == one.row.id);
            let (Some(place), Some(item)) = (place, one.item.as_ref()) else {
                return Err(NotCorrected::Overtaken(correction.request.reference.clone()));
            };
            let (_, file_name, sealed) = notes.swap_remove(place);
            let file = NewFile {
                request: record,
                search: None,
                batch: Id::new(),
                file_name,
                source: format!("Correction {}", correction.request.reference),
            };
            let upload = records::take_in(db, &Who::from(by), &file, sealed, now)?;
            for kind in NoticeKind::ALL.iter().filter(|kind| **kind != NoticeKind::Restricted) {
                records::end_notices(db, one.row.id, Some(*kind), now)?;
            }
            if let Some(kind) = notice_of(outcome) {
                let notice = NewNotice {
                    original_sha256: &item.original_sha256,
                    contested: one.row.id,
                    kind,
                    page: one.row.page,
                    words: &decision.new_words,
                    statement: &one.row.statement,
                    upload: Some(upload),
                };
                records::add_notice(db, &notice, now)?;
            }
        }
        let left = list_recipients(db, &correction)?;
        advance(db, &Who::from(by), &mut correction, Event::Applied, now)?;
        if left == 0 {
            advance(db, &Who::from(by), &mut correction, Event::RecipientsSettled, now)?;
        }
        Ok(())
    })
}

/// Lists everybody whom the register of disclosures names for the changed items; gives how many there
/// are to be told. The person who asked is told by the reply.
fn list_recipients(db: &mut Db, correction: &OpenCorrection) -> Result<usize, NotCorrected> {
    let request = correction.request.id;
    let originals: Vec<&str> = changed(correction)
        .filter(|(.., outcome)| outcome.tell() != Tell::Nobody)
        .filter_map(|(one, ..)| one.item.as_ref())
        .map(|item| item.original_sha256.as_str())
        .collect();
    store::tell_again(db, request).map_err(DbError::from)?;
    let listed = store::listed(db, request).map_err(DbError::from)?;
    let person = correction.request.requester_name.to_lowercase();
    for (id, name, address, at) in recipients_of(db, &originals)? {
        if name.to_lowercase() != person && !listed.contains(&Some(id)) {
            store::add_recipient(db, request, Some(id), (&name, &address), Some(at))
                .map_err(DbError::from)?;
        }
    }
    Ok(store::listed(db, request).map_err(DbError::from)?.len())
}
