//! Looking into it: use restricted, the author heard; and the ways back.

use chrono::{DateTime, Utc};

use super::intake::validate;
use super::{NotCorrected, OpenCorrection, advance, at_work, given};
use crate::access::{Actor, Who};
use crate::db::{self, Db, DbError, Id};
use crate::records::{self, NewNotice, NoticeKind};
use crate::rectification::Event;
use crate::rectification::store::{self, NewStep};
use crate::requests::{self, Reference};

/// Puts the marker of article 18 on every contested item.
fn restrict(
    db: &mut Db,
    correction: &OpenCorrection,
    now: DateTime<Utc>,
) -> Result<(), NotCorrected> {
    for one in &correction.passages {
        if let Some(item) = &one.item {
            let notice = NewNotice {
                original_sha256: &item.original_sha256,
                contested: one.row.id,
                kind: NoticeKind::Restricted,
                page: one.row.page,
                words: "",
                statement: "",
                upload: None,
            };
            records::add_notice(db, &notice, now)?;
        }
    }
    Ok(())
}

/// Takes the marker off again.
pub(super) fn lift(
    db: &mut Db,
    correction: &OpenCorrection,
    now: DateTime<Utc>,
) -> Result<(), NotCorrected> {
    for one in &correction.passages {
        records::end_notices(db, one.row.id, Some(NoticeKind::Restricted), now)?;
    }
    Ok(())
}

/// Begins to look into it: identity and passages are settled, and the use of every contested item is
/// restricted wherever it is shown or sent.
///
/// # Errors
/// Where identity is not proved, or a passage has no item.
pub fn investigate(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    now: DateTime<Utc>,
) -> Result<(), NotCorrected> {
    db::transaction(db, |db| {
        at_work(db, by, at)?;
        validate(db, by, at, now)?;
        let mut correction = at_work(db, by, at)?;
        advance(db, &Who::from(by), &mut correction, Event::UseRestricted, now)?;
        requests::take_if_free(db, by, &correction.request, now)?;
        restrict(db, &correction, now)
    })
}

/// Writes down what the author says about a passage, or which steps were taken to reach them. When
/// that is known of every passage, it can be decided.
///
/// # Errors
/// Where it is not the time for it, or nothing is written.
pub fn hear_author(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    passage: Id,
    words: &str,
    now: DateTime<Utc>,
) -> Result<(), NotCorrected> {
    db::transaction(db, |db| {
        let mut correction = at_work(db, by, at)?;
        let passage = correction.passage(passage)?.row.id;
        correction.state().after(Event::AuthorHeard)?;
        let ask = "write what the author says, or which steps you took to reach them";
        let words = given("author", words, ask)?;
        let step = NewStep {
            passage,
            round: correction.row.round,
            outcome: None,
            words: &words,
            new_words: "",
            by: by.id,
        };
        store::add_step(db, &step, now).map_err(DbError::from)?;
        let all_heard =
            correction.passages.iter().all(|one| one.row.id == passage || one.author.is_some());
        if all_heard {
            advance(db, &Who::from(by), &mut correction, Event::AuthorHeard, now)?;
        }
        Ok(())
    })
}

/// The person takes it back, it lapses for want of proof, or it goes one step back; the reason is
/// kept as a note.
///
/// # Errors
/// Where the event does not fit, or no reason is given.
pub fn leave(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    event: Event,
    reason: &str,
    now: DateTime<Utc>,
) -> Result<(), NotCorrected> {
    db::transaction(db, |db| {
        let mut correction = at_work(db, by, at)?;
        correction.state().after(event)?;
        let reason = given("reason", reason, "say why")?;
        advance(db, &Who::from(by), &mut correction, event, now)?;
        if !correction.row.state.restricts_use() {
            lift(db, &correction, now)?;
        }
        let note = format!("Correction {}: {reason}", event.words());
        Ok(requests::keep_note(db, by, correction.request.id, &note, now)?)
    })
}

/// Decides again, from the hearing on. The old decisions stay readable and what they changed stays
/// said until another is applied; the use is restricted again.
///
/// # Errors
/// Where the person was not told yet, or no reason is given.
pub fn reconsider(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    reason: &str,
    now: DateTime<Utc>,
) -> Result<(), NotCorrected> {
    db::transaction(db, |db| {
        let mut correction = at_work(db, by, at)?;
        correction.state().after(Event::Reconsidered)?;
        let reason = given("reason", reason, "say why it is decided again")?;
        advance(db, &Who::from(by), &mut correction, Event::Reconsidered, now)?;
        store::next_round(db, correction.request.id).map_err(DbError::from)?;
        restrict(db, &correction, now)?;
        let note = format!("Correction to be decided again: {reason}");
        Ok(requests::keep_note(db, by, correction.request.id, &note, now)?)
    })
}
