//! Following a request: where it is, by when, what we wrote, and what we wait for.

use actix_multipart::Multipart;
use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;
use chrono::NaiveDateTime;
use serde::Deserialize;

use super::visit_of;
use crate::calendar::words;
use crate::db::DbError;
use crate::disclosure::{self, Code, DoorWords, Told, enter_by, show_door};
use crate::letters::{self, Filled, SentLetter};
use crate::mail::{self, MessageRow};
use crate::portal::actions::{self, NotTaken};
use crate::portal::plain::{self, Plain};
use crate::portal::store;
use crate::problem::Kind;
use crate::rectification;
use crate::requests::{RequestRow, State};
use crate::settings::Controller;
use crate::web::{Answer, HttpProblem, Sent, Shell, Visitor, moment, take_files};

const COOKIE: &str = "__Host-candour-follow";

static DOOR: DoorWords = DoorWords {
    door: actions::DOOR,
    place: "follow",
    title: "Follow your request",
    button: "Show my request",
    help: ("No code yet? Call", ", and we tell you how far your request is."),
    doing: "opening their pages",
    cookie: COOKIE,
    leads_to: "/my-request",
};

/// `GET /follow/{token}`
pub async fn door(visitor: Visitor, token: web::Path<String>) -> Answer {
    show_door(visitor, token.into_inner(), &DOOR).await
}

/// `POST /follow/{token}`
pub async fn enter(visitor: Visitor, token: web::Path<String>, form: Sent<Code>) -> Answer {
    enter_by(visitor, token.into_inner(), form, &DOOR).await
}

#[derive(Template)]
#[template(path = "portal/request.html")]
struct MyRequestPage {
    shell: Shell,
    request: RequestRow,
    plain: Plain,
    received: String,
    due: Option<String>,
    late: bool,
    answered: bool,
    asks_identity: bool,
    asks_answer: bool,
    asks_priorities: bool,
    asks_evidence: bool,
    written: Vec<Written>,
    said: Vec<(String, String, NaiveDateTime)>,
    parts: Vec<Told>,
    controller: Controller,
    typed: String,
}

impl MyRequestPage {
    fn moment(&self, at: &NaiveDateTime) -> String {
        moment(at)
    }

    fn what(&self, kind: &str) -> &'static str {
        if kind == "answer" { "You answered our question" } else { "You said what matters first" }
    }
}

/// Something we wrote to the person.
struct Written {
    subject: String,
    body: String,
    at: NaiveDateTime,
}

/// What only opens or announces something, or is written to somebody else, is none of our letters.
const NO_LETTERS: [&str; 8] = [
    "pack_link",
    "pack_part",
    "pack_code",
    "pack_password",
    "portal_link",
    "portal_code",
    "letter_waiting",
    "alert",
];

/// What we wrote to the person, newest first: what went by mail or post, and the letters that a mail
/// only led to.
fn written(messages: Vec<MessageRow>, letters: Vec<SentLetter>, to: &str) -> Vec<Written> {
    let sent = messages
        .into_iter()
        .filter(|m| m.to_name == to && !NO_LETTERS.contains(&m.purpose.as_str()))
        .map(|m| Written { subject: m.subject, body: m.body, at: m.made_at });
    let on_our_page =
        letters.into_iter().filter(|l| l.to_name == to && l.channel == "page").map(|l| Written {
            body: Filled::read(&l.subject, &l.body).text(),
            subject: l.subject,
            at: l.sent_at,
        });
    let mut all: Vec<Written> = sent.chain(on_our_page).collect();
    all.sort_by_key(|one| std::cmp::Reverse(one.at));
    all
}

async fn show(visitor: Visitor, problem: Option<HttpProblem>, typed: String) -> Answer {
    let (visit, settings) = (visit_of(&visitor, COOKIE)?, visitor.services.settings.clone());
    let (controller, today) = (settings.controller.clone(), visitor.today());
    let (request, correction, (messages, letters), said, parts) = visitor
        .work(move |db, now| {
            let open = actions::open(db, &visit, &settings, now)?;
            let correction = rectification::state_of(db, &open.request)?;
            let messages = mail::of_request(db, open.request.id)?;
            let letters = letters::of_request(db, open.request.id)?;
            let said = store::said(db, open.request.id).map_err(DbError::from)?;
            let parts = disclosure::parts_of(db, open.request.id)?;
            Ok::<_, NotTaken>((open.request, correction, (messages, letters), said, parts))
        })
        .await?;
    let mut shell = visitor.shell();
    let status = match &problem {
        Some(problem) => {
            shell = shell.error(&problem.words, problem.field.as_deref().unwrap_or("main"));
            StatusCode::UNPROCESSABLE_ENTITY
        }
        None => StatusCode::OK,
    };
    let answered = request.state.is_ended() || request.state == State::Disclosed;
    let page = MyRequestPage {
        shell,
        plain: correction.map_or_else(|| plain::of_request(request.state), plain::of_correction),
        received: words(request.received_on),
        due: request.due_on.filter(|_| !answered).map(words),
        late: !answered && request.due_on.is_some_and(|due| due < today),
        answered,
        asks_identity: actions::takes_identity(request.state),
        asks_answer: request.state == State::AwaitingClarification,
        asks_priorities: !answered && correction.is_none(),
        asks_evidence: correction.is_some_and(rectification::takes_evidence),
        written: written(messages, letters, &request.requester_name),
        said,
        parts,
        controller,
        typed,
        request,
    };
    visitor.page_as(status, &page)
}

/// `GET /my-request`
pub async fn my_request(visitor: Visitor) -> Answer {
    show(visitor, None, String::new()).await
}

async fn after(
    visitor: Visitor,
    done: Result<(), HttpProblem>,
    words: &str,
    typed: String,
) -> Answer {
    match done {
        Ok(()) => visitor.said("/my-request", words),
        Err(problem) if problem.kind == Kind::Invalid => show(visitor, Some(problem), typed).await,
        Err(problem) => Err(problem),
    }
}

/// `POST /my-request/identity`: any number of files, up to ten.
pub async fn identity_send(visitor: Visitor, form: Multipart) -> Answer {
    let (visit, settings) = (visit_of(&visitor, COOKIE)?, visitor.services.settings.clone());
    let (looked, known) = (visit.clone(), settings.clone());
    visitor.work(move |db, now| actions::open(db, &looked, &known, now)).await?;
    let done = match take_files(&visitor.services, visitor.http(), form).await {
        Ok(handed) => {
            visitor
                .work(move |db, now| actions::identity(db, &visit, &handed.files, &settings, now))
                .await
        }
        Err(problem) => Err(problem),
    };
    let words = "Thank you. We look at it, and write to you if we need anything else.";
    after(visitor, done, words, String::new()).await
}

/// `POST /my-request/evidence`: any number of files, up to ten.
pub async fn evidence_send(visitor: Visitor, form: Multipart) -> Answer {
    let (visit, settings) = (visit_of(&visitor, COOKIE)?, visitor.services.settings.clone());
    let (looked, known) = (visit.clone(), settings.clone());
    visitor.work(move |db, now| actions::open(db, &looked, &known, now)).await?;
    let done = match take_files(&visitor.services, visitor.http(), form).await {
        Ok(handed) => {
            visitor
                .work(move |db, now| actions::evidence(db, &visit, &handed.files, &settings, now))
                .await
        }
        Err(mut problem) if problem.field.is_some() => {
            problem.field = Some("evidence".into());
            Err(problem)
        }
        Err(problem) => Err(problem),
    };
    after(visitor, done, "Thank you. Whoever looks into it sees it.", String::new()).await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answered {
    #[serde(default)]
    answer: String,
}

/// `POST /my-request/answer`
pub async fn answer_send(visitor: Visitor, form: Sent<Answered>) -> Answer {
    let (visit, settings) = (visit_of(&visitor, COOKIE)?, visitor.services.settings.clone());
    let typed = form.0.answer;
    let said = typed.clone();
    let done =
        visitor.work(move |db, now| actions::answer(db, &visit, &said, &settings, now)).await;
    after(visitor, done, "Thank you. We go on with your request.", typed).await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Priorities {
    #[serde(default)]
    priorities: String,
}

/// `POST /my-request/priorities`
pub async fn priorities_send(visitor: Visitor, form: Sent<Priorities>) -> Answer {
    let (visit, settings) = (visit_of(&visitor, COOKIE)?, visitor.services.settings.clone());
    let typed = form.0.priorities;
    let said = typed.clone();
    let done =
        visitor.work(move |db, now| actions::priorities(db, &visit, &said, &settings, now)).await;
    after(visitor, done, "Thank you. Whoever works on your request sees it.", typed).await
}
