//! The page in front of what a link and a code open.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use crate::disclosure::door::{self, Door};
use crate::links;
use crate::problem::Kind;
use crate::web::{Answer, HttpProblem, Sent, Shell, Visitor, cookie};

/// A door as its visitor sees it.
pub struct DoorWords {
    pub door: Door,
    /// The part of the address before the token.
    pub place: &'static str,
    pub title: &'static str,
    pub button: &'static str,
    /// Before the telephone number, and after it.
    pub help: (&'static str, &'static str),
    /// What others are doing where somebody has to wait.
    pub doing: &'static str,
    pub cookie: &'static str,
    pub leads_to: &'static str,
}

#[derive(Template)]
#[template(path = "disclosure/door.html")]
struct DoorPage {
    shell: Shell,
    token: String,
    phone: String,
    door: &'static DoorWords,
}

/// A page with a field for the code. Looking at it changes nothing.
pub async fn show(visitor: Visitor, token: String, words: &'static DoorWords) -> Answer {
    let looked = token.clone();
    visitor.work(move |db, now| links::look(db, words.door.purpose, &looked, now)).await?;
    let phone = visitor.services.settings.controller.phone.clone();
    visitor.page(&DoorPage { shell: visitor.shell(), token, phone, door: words })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Code {
    #[serde(default)]
    code: String,
}

/// The code is looked at; the right one opens a visit, which the browser keeps as a cookie.
pub async fn enter_by(
    visitor: Visitor,
    token: String,
    form: Sent<Code>,
    words: &'static DoorWords,
) -> Answer {
    let services = visitor.services.clone();
    let looked = token.clone();
    let link =
        visitor.work(move |db, now| links::look(db, words.door.purpose, &looked, now)).await?;
    let slot = services.hash_slot(words.doing).await?;
    let right = web::block(move || door::is_right(&link, &form.0.code))
        .await
        .map_err(|e| HttpProblem::bug(&e.to_string()))?;
    drop(slot);
    let (settings, spent) = (services.settings.clone(), token.clone());
    let entered = visitor
        .work(move |db, now| door::enter(db, &words.door, (&spent, right), &settings, now))
        .await;
    match entered {
        Ok(visit) => Ok(HttpResponse::SeeOther()
            .insert_header((header::LOCATION, words.leads_to))
            .cookie(cookie(words.cookie, visit).finish())
            .finish()),
        Err(problem) if problem.kind == Kind::Invalid => {
            let shell = visitor.shell().error(&problem.words, "code");
            let phone = services.settings.controller.phone.clone();
            let page = DoorPage { shell, token, phone, door: words };
            visitor.page_as(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(problem) => Err(problem),
    }
}
