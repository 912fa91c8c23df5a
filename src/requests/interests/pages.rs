//! The pages on which an interest is declared, a conflict cleared, and a request opened unusually.

use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;
use serde::Deserialize;

use super::actions::{self, Declaration};
use crate::db::Id;
use crate::people;
use crate::problem::{Invalid, Kind};
use crate::requests::actions::{NotDone, known};
use crate::requests::{Reference, RequestRow};
use crate::web::{Answer, Desk, HttpProblem, Next, OwnPath, Sent, Shell};

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct InterestForm {
    standing: String,
    words: String,
    next: OwnPath,
}

#[derive(Template)]
#[template(path = "requests/interest.html")]
struct InterestPage {
    shell: Shell,
    request: RequestRow,
    person: String,
    form: InterestForm,
    next: String,
    choices: Vec<(&'static str, &'static str)>,
}

/// `GET /requests/{reference}/interest`
pub async fn interest_form(
    desk: Desk,
    path: web::Path<Reference>,
    next: web::Query<Next>,
) -> Answer {
    let form = InterestForm { next: next.into_inner().next, ..InterestForm::default() };
    show(desk, path.into_inner(), None, form).await
}

async fn show(
    desk: Desk,
    reference: Reference,
    problem: Option<HttpProblem>,
    form: InterestForm,
) -> Answer {
    let at = reference.clone();
    let (request, subject) = desk
        .work(move |db, actor, _| {
            let request = known(db, actor, &at)?;
            let subject = people::subject(db, request.subject_id)?;
            Ok::<_, NotDone>((request, subject))
        })
        .await?;
    let (shell, status) =
        with_problem(desk.shell().crumb("Requests", "/requests"), problem, "standing");
    let page = InterestPage {
        next: form.next.below(&format!("/requests/{}", request.reference)),
        shell,
        request,
        person: subject.map_or_else(String::new, |subject| subject.name),
        form,
        choices: vec![
            ("none", "No: I have no interest in this request"),
            ("conflict", "Yes: keep the request away from me"),
        ],
    };
    desk.page_as(status, &page)
}

fn with_problem(shell: Shell, problem: Option<HttpProblem>, field: &str) -> (Shell, StatusCode) {
    match problem {
        Some(problem) => {
            let field = problem.field.clone().unwrap_or_else(|| field.to_owned());
            (shell.error(&problem.words, &field), StatusCode::UNPROCESSABLE_ENTITY)
        }
        None => (shell, StatusCode::OK),
    }
}

/// `POST /requests/{reference}/interest`
pub async fn interest_send(
    desk: Desk,
    path: web::Path<Reference>,
    form: Sent<InterestForm>,
) -> Answer {
    let (reference, form) = (path.into_inner(), form.0);
    let (at, sent, services) = (reference.clone(), form.clone(), desk.services.clone());
    let done = desk
        .work(move |db, actor, now| {
            known(db, actor, &at)?;
            let declaration = match sent.standing.as_str() {
                "none" => Declaration::None,
                "conflict" => Declaration::Conflict(sent.words),
                _ => {
                    let words = "say whether you have an interest in this request";
                    return Err(NotDone::from(Invalid::new("standing", words)));
                }
            };
            actions::declare(db, actor, &at, declaration, &services.settings, now)
        })
        .await;
    match done {
        Ok(true) => {
            let meant = form.next.below(&format!("/requests/{reference}"));
            desk.said(&meant, "Thank you. That is kept.")
        }
        Ok(false) => {
            let words = "Thank you. The request is kept away from you, and a manager is told.";
            desk.said("/requests", words)
        }
        Err(problem) if problem.kind == Kind::Invalid => {
            show(desk, reference, Some(problem), form).await
        }
        Err(problem) => Err(problem),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clearing {
    #[serde(default)]
    why: String,
}

/// `POST /requests/{reference}/interest/{id}/clearing`
pub async fn clear_conflict(
    desk: Desk,
    path: web::Path<(Reference, Id)>,
    form: Sent<Clearing>,
) -> Answer {
    let (reference, person) = path.into_inner();
    let at = reference.clone();
    desk.work(move |db, actor, now| actions::clear(db, actor, &at, person, &form.0.why, now))
        .await?;
    desk.said(&format!("/requests/{reference}"), "The conflict is cleared.")
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct OpeningForm {
    reference: String,
    reason: String,
}

#[derive(Template)]
#[template(path = "requests/opening.html")]
struct OpeningPage {
    shell: Shell,
    form: OpeningForm,
    hours: i64,
}

/// `GET /requests/opening`
pub async fn opening_form(desk: Desk) -> Answer {
    opening(&desk, None, OpeningForm::default())
}

fn opening(desk: &Desk, problem: Option<HttpProblem>, form: OpeningForm) -> Answer {
    let (shell, status) =
        with_problem(desk.shell().crumb("Requests", "/requests"), problem, "reference");
    let hours = desk.services.settings.access.opening_hours;
    desk.page_as(status, &OpeningPage { shell, form, hours })
}

/// `POST /requests/opening`
pub async fn opening_send(desk: Desk, form: Sent<OpeningForm>) -> Answer {
    let (form, services) = (form.0, desk.services.clone());
    let sent = form.clone();
    let done = desk
        .work(move |db, actor, now| {
            let settings = &services.settings;
            actions::open_unusually(db, actor, &sent.reference, &sent.reason, settings, now)
        })
        .await;
    match done {
        Ok(reference) => {
            let words = "The request is open to you for some hours. This is in the diary.";
            desk.said(&format!("/requests/{reference}"), words)
        }
        Err(problem) if problem.kind == Kind::Invalid => opening(&desk, Some(problem), form),
        Err(problem) => Err(problem),
    }
}
