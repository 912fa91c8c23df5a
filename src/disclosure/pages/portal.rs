//! The requester collects the pack: link, code, files.

use actix_web::{HttpResponse, web};
use askama::Template;
use chrono::NaiveDateTime;

use super::door::{Code, DoorWords, enter_by, show as show_door};
use crate::disclosure::collect::{self, OpenPack};
use crate::problem::Kind;
use crate::settings::Controller;
use crate::vault::Fingerprint;
use crate::web::{Answer, HttpProblem, NoFields, Sent, Shell, Visitor, gone, moment, number};

/// Holds a visit to a pack.
pub const PACK_COOKIE: &str = "__Host-candour-pack";

static DOOR: DoorWords = DoorWords {
    door: collect::DOOR,
    place: "packs",
    title: "Collect your records",
    button: "Open my records",
    help: ("No code yet, or not your records? Call", "."),
    doing: "opening packs",
    cookie: PACK_COOKIE,
    leads_to: "/pack",
};

/// `GET /packs/{token}`
pub async fn door(visitor: Visitor, token: web::Path<String>) -> Answer {
    show_door(visitor, token.into_inner(), &DOOR).await
}

/// `POST /packs/{token}`
pub async fn enter(visitor: Visitor, token: web::Path<String>, form: Sent<Code>) -> Answer {
    enter_by(visitor, token.into_inner(), form, &DOOR).await
}

#[derive(Template)]
#[template(path = "disclosure/reading.html")]
struct ReadingPage {
    shell: Shell,
    pack: OpenPack,
    controller: Controller,
}

impl ReadingPage {
    fn moment(&self, at: &NaiveDateTime) -> String {
        moment(at)
    }

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
