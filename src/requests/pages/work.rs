//! What is sent from a request's first page.

use actix_web::web;
use serde::Deserialize;

use super::show::{Draft, show_with};
use crate::db::Id;
use crate::problem::Kind;
use crate::requests::asked::day_of;
use crate::requests::{Event, Reference, actions};
use crate::web::{Answer, Desk, HttpProblem, Sent};

/// Done: back to the request. Not taken as it is: the page again, with what was typed.
async fn after(
    desk: Desk,
    reference: Reference,
    done: Result<(), HttpProblem>,
    words: &str,
    draft: Draft,
) -> Answer {
    match done {
        Ok(()) => desk.said(&format!("/requests/{reference}"), words),
        Err(problem) if problem.kind == Kind::Invalid => {
            show_with(desk, reference, Some(problem), draft).await
        }
        Err(problem) => Err(problem),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Owner {
    /// Empty: the sender takes it.
    #[serde(default)]
    owner: String,
}

/// `POST /requests/{reference}/owner`
pub async fn set_owner(desk: Desk, path: web::Path<Reference>, form: Sent<Owner>) -> Answer {
    let (reference, to) = (path.into_inner(), form.0.owner);
    let at = reference.clone();
    let done = desk
        .work(move |db, actor, now| match to.parse::<Id>() {
            _ if to.is_empty() => actions::take(db, actor, &at, now),
            Ok(to) => actions::assign_owner(db, actor, &at, to, now),
            Err(_) => Err(actions::NotDone::NoColleague),
        })
        .await;
    after(desk, reference, done, "The request is handed over.", Draft::default()).await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Assignment {
    staff: String,
    #[serde(default)]
    end: bool,
}

/// `POST /requests/{reference}/assignments`
pub async fn assign(desk: Desk, path: web::Path<Reference>, form: Sent<Assignment>) -> Answer {
    let (reference, form) = (path.into_inner(), form.0);
    let at = reference.clone();
    let words =
        if form.end { "Their access is ended." } else { "They can work on this request now." };
    let done = desk
        .work(move |db, actor, now| {
            let to: Id = form.staff.parse().map_err(|_| actions::NotDone::NoColleague)?;
            if form.end {
                actions::take_access_back(db, actor, &at, to, now)
            } else {
                actions::give_access(db, actor, &at, to, now)
            }
        })
        .await;
    after(desk, reference, done, words, Draft::default()).await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Note {
    #[serde(default)]
    note: String,
}

/// `POST /requests/{reference}/notes`
pub async fn note(desk: Desk, path: web::Path<Reference>, form: Sent<Note>) -> Answer {
    let (reference, note) = (path.into_inner(), form.0.note);
    let draft = Draft { note: note.clone(), ..Draft::default() };
    let at = reference.clone();
    let done =
        desk.work(move |db, actor, now| actions::write_note(db, actor, &at, &note, now)).await;
    after(desk, reference, done, "The note is kept.", draft).await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StepTaken {
    event: String,
    #[serde(default)]
    reason: String,
}

/// `POST /requests/{reference}/steps`
pub async fn step_on(desk: Desk, path: web::Path<Reference>, form: Sent<StepTaken>) -> Answer {
    let (reference, form) = (path.into_inner(), form.0);
    let Some(event) = Event::from_name(&form.event) else {
        return Err(HttpProblem::of(Kind::Invalid, "there is no such step"));
    };
    let draft = Draft { reason: form.reason.clone(), ..Draft::default() };
    let at = reference.clone();
    let done = desk
        .work(move |db, actor, now| actions::step(db, actor, &at, event, &form.reason, now))
        .await;
    let words = format!("The request is {}.", event.words());
    after(desk, reference, done, &words, draft).await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scope {
    #[serde(default)]
    scope: String,
}

/// `POST /requests/{reference}/scope`
pub async fn scope(desk: Desk, path: web::Path<Reference>, form: Sent<Scope>) -> Answer {
    let (reference, scope) = (path.into_inner(), form.0.scope);
    let draft = Draft { scope: Some(scope.clone()), ..Draft::default() };
    let at = reference.clone();
    let done =
        desk.work(move |db, actor, now| actions::settle_scope(db, actor, &at, &scope, now)).await;
    after(desk, reference, done, "The scope is written down.", draft).await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
#[derive(Default)]
pub struct Clarification {
    question: String,
    answer: String,
    declined: bool,
    on_day: String,
    on_month: String,
    on_year: String,
    /// `ask` or `answer`.
    act: String,
}

/// `POST /requests/{reference}/clarification`
pub async fn ask_clarification(
    desk: Desk,
    path: web::Path<Reference>,
    form: Sent<Clarification>,
) -> Answer {
    let (reference, form) = (path.into_inner(), form.0);
    let draft =
        Draft { question: form.question.clone(), answer: form.answer.clone(), ..Draft::default() };
    let (at, settings) = (reference.clone(), desk.services.settings.clone());
    let answers = form.act == "answer";
    let done = desk
        .work(move |db, actor, now| {
            if !answers {
                return actions::ask_clarification(db, actor, &at, &form.question, &settings, now);
            }
            let on = day_of("on", [&*form.on_day, &*form.on_month, &*form.on_year])?;
            actions::clarified(db, actor, &at, &form.answer, on, form.declined, now)
        })
        .await;
    let words = if answers {
        "The answer is recorded and the clock goes on."
    } else {
        "The question is on its way. The clock stands still until the answer comes."
    };
    after(desk, reference, done, words, draft).await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    #[serde(default)]
    reason: String,
}

/// `POST /requests/{reference}/extension`
pub async fn extend(desk: Desk, path: web::Path<Reference>, form: Sent<Reason>) -> Answer {
    let (reference, reason) = (path.into_inner(), form.0.reason);
    let draft = Draft { reason: reason.clone(), ..Draft::default() };
    let (at, settings) = (reference.clone(), desk.services.settings.clone());
    let done = desk
        .work(move |db, actor, now| actions::extend(db, actor, &at, &reason, &settings, now))
        .await;
    after(desk, reference, done, "The extension is on its way to the requester.", draft).await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Late {
    #[serde(default)]
    late_reason: String,
}

/// `POST /requests/{reference}/lateness`
pub async fn explain_lateness(desk: Desk, path: web::Path<Reference>, form: Sent<Late>) -> Answer {
    let (reference, reason) = (path.into_inner(), form.0.late_reason);
    let draft = Draft { late_reason: reason.clone(), ..Draft::default() };
    let at = reference.clone();
    let done = desk
        .work(move |db, actor, now| actions::explain_lateness(db, actor, &at, &reason, now))
        .await;
    after(desk, reference, done, "The reason is kept.", draft).await
}
