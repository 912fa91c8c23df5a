//! A problem becomes an answer in one place: `application/problem+json` (RFC 9457), or the same
//! words as a page.

use actix_web::body::BoxBody;
use actix_web::dev::ServiceResponse;
use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, ResponseError};
use askama::Template;
use serde_json::json;

use super::shell::Shell;
use super::way::OwnPath;
use crate::db::Id;
use crate::letters::capital;
use crate::problem::{Kind, Problem};

/// A problem on its way to the reader.
#[derive(Debug, Clone)]
pub struct HttpProblem {
    pub kind: Kind,
    pub words: String,
    pub field: Option<String>,
    /// Whether to sign in first.
    sign_in: bool,
    /// The page on which something has to be said first.
    first: Option<String>,
}

impl HttpProblem {
    pub fn of(kind: Kind, words: impl Into<String>) -> Self {
        Self { kind, words: words.into(), field: None, sign_in: false, first: None }
    }

    pub fn missing() -> Self {
        Self::of(Kind::Missing, "there is no such page, or not for you")
    }

    pub fn sign_in() -> Self {
        Self { sign_in: true, ..Self::of(Kind::NotAllowed, "sign in first") }
    }

    /// Something has to be said or done on another page first.
    pub fn first(page: String, why: &str) -> Self {
        Self { first: Some(page), ..Self::of(Kind::Conflict, why) }
    }

    /// Something is ours to mend: the words go to the log, with a reference that the reader gets.
    pub fn bug(words: &str) -> Self {
        let reference = Id::new();
        tracing::error!(%reference, problem = words, "a request could not be answered");
        Self::of(
            Kind::Bug,
            format!(
                "something went wrong on our side; nothing was changed. If it happens again, tell us {reference}"
            ),
        )
    }

    fn status(&self) -> StatusCode {
        match self.kind {
            Kind::Missing => StatusCode::NOT_FOUND,
            Kind::NotAllowed if self.sign_in => StatusCode::UNAUTHORIZED,
            Kind::NotAllowed => StatusCode::FORBIDDEN,
            Kind::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
            Kind::Conflict => StatusCode::CONFLICT,
            Kind::Busy => StatusCode::TOO_MANY_REQUESTS,
            Kind::Bug => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The bare answer; the gate dresses it.
    pub fn answer(self) -> HttpResponse {
        let mut answer = HttpResponse::build(self.status()).finish();
        answer.extensions_mut().insert(self);
        answer
    }
}

impl<P: Problem> From<&P> for HttpProblem {
    fn from(problem: &P) -> Self {
        match problem.kind() {
            Kind::Bug => Self::bug(&full_words(problem)),
            kind @ (Kind::Missing
            | Kind::NotAllowed
            | Kind::Invalid
            | Kind::Conflict
            | Kind::Busy) => Self {
                field: problem.field().map(str::to_owned),
                ..Self::of(kind, problem.to_string())
            },
        }
    }
}

fn full_words(problem: &dyn std::error::Error) -> String {
    let mut words = problem.to_string();
    let mut source = problem.source();
    while let Some(deeper) = source {
        words = format!("{words}: {deeper}");
        source = deeper.source();
    }
    words
}

impl std::fmt::Display for HttpProblem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.words)
    }
}

impl ResponseError for HttpProblem {
    fn status_code(&self) -> StatusCode {
        self.status()
    }

    fn error_response(&self) -> HttpResponse {
        self.clone().answer()
    }
}

#[derive(Template)]
#[template(path = "web/problem.html")]
struct ProblemPage {
    shell: Shell,
    heading: &'static str,
    words: String,
}

/// Gives a bare problem its page or its JSON.
pub(super) fn dress(answer: ServiceResponse<BoxBody>) -> ServiceResponse<BoxBody> {
    let problem = answer.response().extensions().get::<HttpProblem>().cloned();
    let status = answer.status();
    let problem = match problem {
        Some(problem) => problem,
        // What actix itself turned away: an unknown method, a body too large, a broken form.
        None if status.is_client_error()
            && answer.headers().get(header::CONTENT_TYPE).is_none() =>
        {
            return plain(answer, status);
        }
        None => return answer,
    };
    let (http, _) = answer.into_parts();
    let status = problem.status();
    let wants_json = http
        .headers()
        .get(header::ACCEPT)
        .and_then(|v| v.to_str().ok())
        .is_some_and(|accept| accept.contains("json") && !accept.contains("text/html"))
        || http.path().starts_with("/api/");
    let response = if wants_json {
        let mut body = json!({ "title": problem.words, "status": status.as_u16() });
        if let Some(field) = &problem.field {
            body["field"] = json!(field);
        }
        if let Some(page) = &problem.first {
            body["first"] = json!(page);
        }
        HttpResponse::build(status).content_type("application/problem+json").body(body.to_string())
    } else if let Some(page) = &problem.first {
        let page = OwnPath::after(page, &http);
        HttpResponse::SeeOther().insert_header((header::LOCATION, page)).finish()
    } else if problem.sign_in {
        let page = OwnPath::after("/sign-in", &http);
        HttpResponse::SeeOther().insert_header((header::LOCATION, page)).finish()
    } else {
        let heading = match problem.kind {
            Kind::Missing => "Page not found",
            Kind::NotAllowed => "You cannot do this",
            Kind::Invalid => "This could not be taken",
            Kind::Conflict => "Someone or something was first",
            Kind::Busy => "Please wait a moment",
            Kind::Bug => "Sorry, there is a problem with the service",
        };
        let page =
            ProblemPage { shell: Shell::of(&http), heading, words: sentence(&problem.words) };
        let body = page.render().unwrap_or_else(|_| heading.to_owned());
        HttpResponse::build(status).content_type("text/html; charset=utf-8").body(body)
    };
    ServiceResponse::new(http, response)
}

fn plain(answer: ServiceResponse<BoxBody>, status: StatusCode) -> ServiceResponse<BoxBody> {
    let (http, _) = answer.into_parts();
    let words = status.canonical_reason().unwrap_or("This could not be taken").to_owned();
    ServiceResponse::new(
        http,
        HttpResponse::build(status).content_type("text/plain; charset=utf-8").body(words),
    )
}

/// A message of ours as a sentence: first letter large, a stop at the end.
pub(super) fn sentence(words: &str) -> String {
    let mut sentence = capital(words);
    if !sentence.ends_with(['.', '?', '!']) {
        sentence.push('.');
    }
    sentence
}
