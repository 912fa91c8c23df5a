//! The requester collects the pack: link, code, files.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use crate::disclosure::collect::{self, OpenPack};
use crate::links::{self, Purpose};
use crate::problem::Kind;
use crate::settings::Controller;
use crate::vault::Fingerprint;
use crate::web::{Answer, HttpProblem, NoFields, Sent, Shell, Visitor, cookie, gone, number};

/// Holds a visit to a pack.
pub const PACK_COOKIE: &str = "__Host-candour-pack";

#[derive(Template)]
#[template(path = "disclosure/door.html")]
struct DoorPage {
    shell: Shell,
    token: String,
    controller: Controller,
}

/// `GET /packs/{token}`: a page with a field for the code. Looking at it changes nothing.
pub async fn door(visitor: Visitor, token: web::Path<String>) -> Answer {
    let looked = token.clone();
    visitor.work(move |db, now| links::look(db, Purpose::Pack, &looked, now)).await?;
    let controller = visitor.services.settings.controller.clone();
    visitor.page(&DoorPage { shell: visitor.shell(), token: token.into_inner(), controller })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Code {
    code: String,
}

/// `POST /packs/{token}`
pub async fn enter(visitor: Visitor, token: web::Path<String>, form: Sent<Code>) -> Answer {
    let services = visitor.services.clone();
    let looked = token.clone();
    let link = visitor.work(move |db, now| links::look(db, Purpose::Pack, &looked, now)).await?;
    let slot = services.hash_slot("opening packs").await?;
    let right = web::block(move || collect::is_right(&link, &form.0.code))
        .await
        .map_err(|e| HttpProblem::bug(&e.to_string()))?;
    drop(slot);
    let (settings, spent) = (services.settings.clone(), token.clone());
    match visitor.work(move |db, now| collect::enter(db, &spent, right, &settings, now)).await {
        Ok(visit) => Ok(HttpResponse::SeeOther()
            .insert_header((header::LOCATION, "/pack"))
            .cookie(cookie(PACK_COOKIE, visit).finish())
            .finish()),
        Err(problem) if problem.kind == Kind::Invalid => {
            let shell = visitor.shell().error(&problem.words, "code");
            let controller = services.settings.controller.clone();
            let page = DoorPage { shell, token: token.into_inner(), controller };
            visitor.page_as(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(problem) => Err(problem),
    }
}

#[derive(Template)]
#[template(path = "disclosure/reading.html")]
struct ReadingPage {
    shell: Shell,
    pack: OpenPack,
    controller: Controller,
}

impl ReadingPage {
    fn number(&self, n: &i64) -> String {
        number(n)
    }

    fn mb(&self, bytes: &i64) -> String {
        format!("{:.1} MB", *bytes as f64 / 1_000_000.0)
    }
}

fn visit_of(visitor: &Visitor) -> Result<String, HttpProblem> {
    visitor.http().cookie(PACK_COOKIE).map(|c| c.value().to_owned()).ok_or_else(|| {
        HttpProblem::of(Kind::Missing, "open the link in our e-mail again, and give the code")
    })
}

/// `GET /pack`
pub async fn reading(visitor: Visitor) -> Answer {
    let (visit, settings) = (visit_of(&visitor)?, visitor.services.settings.clone());
    let controller = settings.controller.clone();
    let pack = visitor.work(move |db, now| collect::open(db, &visit, &settings, now)).await?;
    visitor.page(&ReadingPage { shell: visitor.shell(), pack, controller })
}

/// `POST /pack/files/{volume}`: counted, entered, never kept by the browser's cache.
pub async fn file(visitor: Visitor, volume: web::Path<i64>, _: Sent<NoFields>) -> Answer {
    let (visit, settings, browser) =
        (visit_of(&visitor)?, visitor.services.settings.clone(), visitor.browser());
    let number = *volume;
    // The bytes are at hand before the download is counted; what cannot be given is not counted.
    let wanted = {
        let (visit, settings) = (visit.clone(), settings.clone());
        visitor.work(move |db, now| collect::open(db, &visit, &settings, now)).await?
    };
    let sha256 = wanted.volumes.into_iter().find(|v| v.number == number).map(|v| v.sha256);
    let file: Fingerprint = sha256
        .and_then(|s| s.parse().ok())
        .ok_or_else(|| HttpProblem::from(&collect::NotOpened::NoFile))?;
    let bytes = visitor.services.vault.get(file).await.map_err(|e| HttpProblem::from(&e))?;
    visitor
        .work(move |db, now| collect::download(db, &visit, number, &browser, &settings, now))
        .await?;
    Ok(HttpResponse::Ok()
        .content_type("application/pdf")
        .insert_header((
            "content-disposition",
            format!("attachment; filename=\"records-{number}.pdf\""),
        ))
        .body(bytes))
}

#[derive(Template)]
#[template(path = "disclosure/wrong_person.html")]
struct WrongPersonPage {
    shell: Shell,
    controller: Controller,
}

/// `POST /pack/wrong-person`
pub async fn wrong_person(visitor: Visitor, _: Sent<NoFields>) -> Answer {
    let (visit, settings) = (visit_of(&visitor)?, visitor.services.settings.clone());
    let controller = settings.controller.clone();
    visitor.work(move |db, now| collect::wrong_person(db, &visit, &settings, now)).await?;
    let mut answer = visitor.page(&WrongPersonPage { shell: visitor.shell(), controller })?;
    answer.add_cookie(&gone(PACK_COOKIE)).map_err(|e| HttpProblem::bug(&e.to_string()))?;
    Ok(answer)
}
