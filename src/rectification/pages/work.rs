//! What is sent from a correction's page.

use actix_multipart::Multipart;
use actix_web::web;
use serde::Deserialize;

use super::show::{Typed, show_with};
use crate::access::{Action, allow};
use crate::db::Id;
use crate::problem::{Invalid, Kind};
use crate::rectification::actions::{self, Decision, NotCorrected, Reply, Settled};
use crate::rectification::{CorrectionForm, Event, Outcome};
use crate::requests::Reference;
use crate::web::{Answer, Desk, HttpProblem, Sent, take_files};

/// Done: the page says so. Not taken as it is: the page again, with what was typed.
async fn after(
    desk: Desk,
    reference: Reference,
    done: Result<(), HttpProblem>,
    words: &str,
    typed: Typed,
) -> Answer {
    match done {
        Ok(()) => desk.said(&format!("/requests/{reference}/correction"), words),
        Err(problem) if problem.kind == Kind::Invalid => {
            let field = problem.field.clone().unwrap_or_else(|| "main".to_owned());
            show_with(desk, reference, vec![(problem.words, field)], typed).await
        }
        Err(problem) => Err(problem),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    #[serde(default)]
    record: String,
}

/// `POST /requests/{reference}/correction/record`
pub async fn name_record(desk: Desk, path: web::Path<Reference>, form: Sent<Record>) -> Answer {
    let (reference, record) = (path.into_inner(), form.0.record);
    let typed = Typed { record: record.clone(), ..Typed::default() };
    let at = reference.clone();
    let done = desk.work(move |db, by, now| actions::set_record(db, by, &at, &record, now)).await;
    after(desk, reference, done, "The record is named.", typed).await
}

/// `POST /requests/{reference}/correction/passages`
pub async fn add_contested(
    desk: Desk,
    path: web::Path<Reference>,
    form: Sent<CorrectionForm>,
) -> Answer {
    let (reference, form) = (path.into_inner(), form.0);
    let at = reference.clone();
    let read = form.read();
    let wrong: Vec<Invalid> = read.as_ref().err().cloned().unwrap_or_default();
    let typed = Typed { passage: form, ..Typed::default() };
    let done = desk
        .work(move |db, by, now| {
            // Those who may not know of it learn nothing from their mistakes in its form.
            actions::known(db, by, &at)?;
            let passage = read.map_err(NotCorrected::InvalidFields)?;
            actions::add_passage(db, by, &at, &passage, now)
        })
        .await;
    match done {
        Err(problem) if problem.kind == Kind::Invalid && !wrong.is_empty() => {
            let wrong = wrong.into_iter().map(|w| (w.words, w.field.to_owned())).collect();
            show_with(desk, reference, wrong, typed).await
        }
        done => after(desk, reference, done, "The passage is added.", typed).await,
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    #[serde(default)]
    item: String,
    #[serde(default)]
    page: String,
}

/// `POST /requests/{reference}/correction/passages/{id}/item`
pub async fn name_item(desk: Desk, path: web::Path<(Reference, Id)>, form: Sent<Item>) -> Answer {
    let ((reference, id), form) = (path.into_inner(), form.0);
    let at = reference.clone();
    let typed = Typed {
        of: Some(id),
        item: form.item.clone(),
        page: form.page.clone(),
        ..Typed::default()
    };
    let done = desk
        .work(move |db, by, now| actions::set_item(db, by, &at, id, (&form.item, &form.page), now))
        .await;
    after(desk, reference, done, "The item is named.", typed).await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    #[serde(default)]
    statement: String,
}

/// `POST /requests/{reference}/correction/passages/{id}/statement`
pub async fn keep_statement(
    desk: Desk,
    path: web::Path<(Reference, Id)>,
    form: Sent<Statement>,
) -> Answer {
    let ((reference, id), words) = (path.into_inner(), form.0.statement);
    let at = reference.clone();
    let typed = Typed { of: Some(id), text: words.clone(), ..Typed::default() };
    let done =
        desk.work(move |db, by, now| actions::set_statement(db, by, &at, id, &words, now)).await;
    after(desk, reference, done, "The statement is kept, word for word.", typed).await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Author {
    #[serde(default)]
    author: String,
}

/// `POST /requests/{reference}/correction/passages/{id}/author`
pub async fn hear_author(
    desk: Desk,
    path: web::Path<(Reference, Id)>,
    form: Sent<Author>,
) -> Answer {
    let ((reference, id), words) = (path.into_inner(), form.0.author);
    let at = reference.clone();
    let typed = Typed { of: Some(id), text: words.clone(), ..Typed::default() };
    let done =
        desk.work(move |db, by, now| actions::hear_author(db, by, &at, id, &words, now)).await;
    after(desk, reference, done, "What the author says is kept.", typed).await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decided {
    #[serde(default)]
    outcome: String,
    #[serde(default)]
    decision_reason: String,
    #[serde(default)]
    new_words: String,
}

/// `POST /requests/{reference}/correction/passages/{id}/decision`
pub async fn decide_passage(
    desk: Desk,
    path: web::Path<(Reference, Id)>,
    form: Sent<Decided>,
) -> Answer {
    let ((reference, id), form) = (path.into_inner(), form.0);
    let at = reference.clone();
    let typed = Typed {
        of: Some(id),
        text: form.decision_reason.clone(),
        new_words: form.new_words.clone(),
        outcome: form.outcome.clone(),
        ..Typed::default()
    };
    let done = desk
        .work(move |db, by, now| {
            let decision = Decision {
                outcome: Outcome::from_name(&form.outcome),
                reason: form.decision_reason,
                new_words: form.new_words,
            };
            actions::decide(db, by, &at, id, &decision, now)
        })
        .await;
    after(desk, reference, done, "The decision is kept.", typed).await
}

/// `POST /requests/{reference}/correction/evidence`
pub async fn hand_in_evidence(desk: Desk, path: web::Path<Reference>, form: Multipart) -> Answer {
    let reference = path.into_inner();
    let at = reference.clone();
    desk.work(move |db, by, _| {
        actions::known(db, by, &at)?;
        Ok::<_, NotCorrected>(allow(by, Action::ManageRequest, &[])?)
    })
    .await?;
    let done = match take_files(&desk.services, desk.http(), form).await {
        Ok(handed) if handed.files.is_empty() => {
            Err(HttpProblem::from(&Invalid::new("files", "choose at least one file")))
        }
        Ok(handed) => {
            let at = reference.clone();
            desk.work(move |db, by, now| {
                for (name, sealed) in &handed.files {
                    actions::hand_in(db, by, &at, (name, sealed), now)?;
                }
                Ok::<_, NotCorrected>(())
            })
            .await
        }
        Err(problem) => Err(problem),
    };
    after(desk, reference, done, "The evidence is kept.", Typed::default()).await
}

#[derive(Deserialize, Default, Clone)]
#[serde(deny_unknown_fields, default)]
pub struct Step {
    event: String,
    reason: String,
    words: String,
    late_reason: String,
}

/// `POST /requests/{reference}/correction/steps`
pub async fn take_step(desk: Desk, path: web::Path<Reference>, form: Sent<Step>) -> Answer {
    let (reference, form) = (path.into_inner(), form.0);
    let Some(event) = Event::from_name(&form.event) else {
        return Err(HttpProblem::of(Kind::Invalid, "there is no such step"));
    };
    let typed = Typed {
        reason: form.reason.clone(),
        words: form.words.clone(),
        late_reason: form.late_reason.clone(),
        ..Typed::default()
    };
    let notes =
        if event == Event::Applied { write_notes(&desk, &reference).await? } else { Vec::new() };
    let (at, services) = (reference.clone(), desk.services.clone());
    let done = desk
        .work(move |db, by, now| match event {
            Event::UseRestricted => actions::investigate(db, by, &at, now),
            Event::Applied => actions::apply(db, by, &at, notes, now),
            Event::PersonInformed => {
                let reply = Reply { words: form.words, late_reason: form.late_reason };
                actions::inform(db, by, &at, &reply, &services.settings, now)
            }
            Event::Closed => actions::close(db, by, &at, now),
            Event::Reconsidered => actions::reconsider(db, by, &at, &form.reason, now),
            Event::Withdrawn | Event::Lapsed | Event::SteppedBack => {
                actions::leave(db, by, &at, event, &form.reason, now)
            }
            Event::IdentityAsked
            | Event::IdentityReceived
            | Event::Validated
            | Event::AuthorHeard
            | Event::DecidedToChange
            | Event::DecidedToRefuse
            | Event::RecipientsSettled => {
                actions::known(db, by, &at)?;
                Err(NotCorrected::InTheWay("this step is taken by another form of the page".into()))
            }
        })
        .await;
    let words = match event {
        Event::UseRestricted => "It is being looked into. The use of the items is restricted.",
        Event::Applied => "The decision is applied. The original is kept and linked.",
        Event::PersonInformed => "The reply is written. The restriction has ended.",
        Event::Closed => "The correction is closed.",
        Event::Reconsidered => "It is to be decided again.",
        Event::Withdrawn => "The correction is withdrawn.",
        Event::Lapsed => "The correction has lapsed.",
        Event::SteppedBack
        | Event::IdentityAsked
        | Event::IdentityReceived
        | Event::Validated
        | Event::AuthorHeard
        | Event::DecidedToChange
        | Event::DecidedToRefuse
        | Event::RecipientsSettled => "The correction is one step back.",
    };
    after(desk, reference, done, words, typed).await
}

/// Puts the notes of a decision into the vault before it is applied; one that is not applied leaves
/// files that no item names.
async fn write_notes(
    desk: &Desk,
    reference: &Reference,
) -> Result<Vec<(Id, String, crate::vault::Sealed)>, HttpProblem> {
    let at = reference.clone();
    let notes = desk.work(move |db, by, _| actions::notes_to_write(db, by, &at)).await?;
    let mut written = Vec::new();
    for (passage, name, text) in notes {
        let kept = desk.services.vault.put(text.into_bytes()).await;
        written.push((passage, name, kept.map_err(|e| HttpProblem::from(&e))?));
    }
    Ok(written)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Added {
    #[serde(default)]
    name: String,
    #[serde(default)]
    address: String,
}

/// `POST /requests/{reference}/correction/recipients`
pub async fn add_recipient(desk: Desk, path: web::Path<Reference>, form: Sent<Added>) -> Answer {
    let (reference, form) = (path.into_inner(), form.0);
    let at = reference.clone();
    let typed =
        Typed { name: form.name.clone(), address: form.address.clone(), ..Typed::default() };
    let done = desk
        .work(move |db, by, now| {
            actions::add_recipient(db, by, &at, (&form.name, &form.address), now)
        })
        .await;
    after(desk, reference, done, "The recipient is added.", typed).await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settling {
    #[serde(default)]
    how: String,
    #[serde(default)]
    why: String,
}

/// `POST /requests/{reference}/correction/recipients/{id}`
pub async fn settle_recipient(
    desk: Desk,
    path: web::Path<(Reference, Id)>,
    form: Sent<Settling>,
) -> Answer {
    let ((reference, id), form) = (path.into_inner(), form.0);
    let (at, services) = (reference.clone(), desk.services.clone());
    let typed = Typed { of: Some(id), text: form.why.clone(), ..Typed::default() };
    let done = desk
        .work(move |db, by, now| {
            let how = (Settled::from_name(&form.how), form.why.as_str());
            actions::settle(db, by, &at, id, how, &services.settings, now)
        })
        .await;
    after(desk, reference, done, "The recipient is settled.", typed).await
}
