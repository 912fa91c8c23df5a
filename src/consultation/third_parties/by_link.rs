//! Asking somebody by a link: a consultation about what concerns them, whose answer settles the question
//! about them. It shows them nothing else, and nobody with a safeguarding flag is asked.

use chrono::{DateTime, Utc};

use super::actions::{UNSAFE, advance, asked_about, known};
use super::state::{Event, Standing};
use super::store::{self, ThirdPartyRow};
use crate::access::{Action, Actor, Who, allow};
use crate::calendar::local_day;
use crate::consultation::in_time;
use crate::consultation::originators::{
    self, ConsultationRow, Event as Heard, NewConsultation, Opinion, Outcome, PassageRow,
};
use crate::db::{self, Db, DbError, Id};
use crate::law::balancing::Decision;
use crate::problem::Invalid;
use crate::requests::{NotDone, Reference, RequestRow};

/// Drafts what somebody is asked; the passages are chosen next, and a manager lets it be sent.
///
/// # Errors
/// Where the question has gone on, asking them is barred, or a field cannot be taken.
pub fn ask_by_link(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    circle: Id,
    (email, question): (&str, &str),
    now: DateTime<Utc>,
) -> Result<Id, NotDone> {
    db::transaction(db, |db| {
        let (request, person, row) = known(db, by, at, circle)?;
        allow(by, Action::Consult, &[])?;
        in_time(&request)?;
        let row = asked_about(row)?;
        row.state.after(Event::Asked)?;
        if person.safeguarding {
            return Err(Invalid::new("email", UNSAFE).into());
        }
        if email.trim().is_empty() {
            return Err(Invalid::new("email", "enter the e-mail address the link goes to").into());
        }
        if originators::open_ask(db, row.id)?.is_some() {
            return Err(NotDone::NotNow(
                "they are being asked by a link already; go on there, or drop that draft first",
            ));
        }
        let new = NewConsultation {
            name: person.name.clone(),
            email: email.to_owned(),
            question: question.to_owned(),
            circle: Some(person.id),
        };
        originators::draft_to(db, &request, new, Some(row.id), by, now)
    })
}

/// The consultation by which somebody is asked, while it goes on.
///
/// # Errors
/// Where the database cannot be read.
pub fn asked_in(db: &mut Db, row: Option<&ThirdPartyRow>) -> Result<Option<Id>, DbError> {
    match row {
        Some(row) => Ok(originators::open_ask(db, row.id)?.map(|asked| asked.id)),
        None => Ok(None),
    }
}

/// What happened to the consultation happens to the question about the person.
pub(in crate::consultation) fn follow(
    db: &mut Db,
    by: &Who,
    request: &RequestRow,
    consultation: &ConsultationRow,
    heard: Heard,
    now: DateTime<Utc>,
) -> Result<(), NotDone> {
    let Some(id) = consultation.third_party_id else { return Ok(()) };
    let found = store::by_id(db, id).map_err(DbError::from)?;
    let row = found.ok_or_else(|| NotDone::Unknown(request.reference.clone()))?;
    let event = match heard {
        Heard::Sent => {
            let how = "By a link to a page that shows what is asked about, and nothing else";
            let today = Some(local_day(now));
            store::set_contact(db, id, how, today).map_err(DbError::from)?;
            Event::Asked
        }
        Heard::Answered => {
            let passages = originators::passages(db, consultation.id)?;
            store::set_answer(db, id, &said(&passages)).map_err(DbError::from)?;
            if agreed(&passages) { Event::Consented } else { Event::Refused }
        }
        Heard::TakenBack => {
            store::set_answer(db, id, "").map_err(DbError::from)?;
            Event::TakenBack
        }
        Heard::TimeOver => Event::Silent,
        Heard::NotFound if row.state == Standing::Asked => Event::Silent,
        Heard::NotFound => {
            let steps = format!("They could not be found.\n{}", consultation.steps);
            store::set_contact(db, id, &steps, None).map_err(DbError::from)?;
            Event::NotContacted
        }
        Heard::Approved | Heard::Reminded | Heard::Concluded | Heard::Dropped => return Ok(()),
    };
    advance(db, by, request, row, event, now)?;
    Ok(())
}

/// Agreement is to all of it: who is unsure of a passage has not agreed.
fn agreed(passages: &[PassageRow]) -> bool {
    passages.iter().all(|passage| passage.answer == Some(Opinion::NoObjection))
}

/// What somebody said, passage by passage, in their words.
fn said(passages: &[PassageRow]) -> String {
    let one = |passage: &PassageRow| {
        let opinion = passage.answer.map_or("no answer", Opinion::words);
        let views = passage.views.trim();
        let dot = if views.is_empty() { "" } else { ". " };
        format!("Passage {}: {opinion}{dot}{views}", passage.number)
    };
    passages.iter().map(one).collect::<Vec<_>>().join("\n")
}

/// The decision about the person ends the consultation by which they were asked.
pub(super) fn conclude(
    db: &mut Db,
    by: &Actor,
    request: &RequestRow,
    row: &ThirdPartyRow,
    (decision, reasons): (Decision, &str),
    now: DateTime<Utc>,
) -> Result<(), NotDone> {
    let Some(asked) = originators::heard_ask(db, row.id)? else { return Ok(()) };
    allow(by, Action::DecideConsultation, &[asked.drafted_by])?;
    let outcome = match decision {
        Decision::DiscloseAll => Outcome::Disclose,
        Decision::DiscloseRedacted | Decision::DiscloseSummary => Outcome::InPart,
        Decision::Withhold => Outcome::Withhold,
    };
    originators::settle(db, by, request, &asked, (outcome, reasons), now)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passage(number: i64, answer: Opinion, views: &str) -> PassageRow {
        PassageRow {
            id: Id::new(),
            consultation_id: Id::new(),
            number,
            item_id: Id::new(),
            page: 1,
            quads: String::new(),
            answer: Some(answer),
            views: views.into(),
            reply: String::new(),
        }
    }

    #[test]
    fn who_is_unsure_of_one_passage_has_not_agreed() {
        let all = [passage(1, Opinion::NoObjection, ""), passage(2, Opinion::Unsure, "")];

        assert!(agreed(&all[..1]) && !agreed(&all));
    }

    #[test]
    fn what_they_said_is_kept_in_their_words() {
        let all = [passage(1, Opinion::NoObjection, ""), passage(2, Opinion::Objects, "i was 12 ")];

        assert_eq!(said(&all), "Passage 1: I have no objection\nPassage 2: I object. i was 12");
    }
}
