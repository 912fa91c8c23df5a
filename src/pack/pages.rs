//! The pack of a request: what stands in its way, how far it is, what it is.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use chrono::NaiveDateTime;
use serde::Deserialize;

use super::actions::{self, Hindrance, NotPacked, hindrances};
use super::store::{self, PackRow, VolumeRow};
use crate::access::{Action, may};
use crate::db::DbError;
use crate::jobs::{self, JobRow};
use crate::problem::Kind;
use crate::requests::{self, Reference, RequestHead, State};
use crate::web::{Answer, Desk, HttpProblem, NoFields, Sent, Shell, moment, number};

#[derive(Template)]
#[template(path = "pack/show.html")]
struct PackPage {
    shell: Shell,
    head: RequestHead,
    pack: Option<PackRow>,
    volumes: Vec<VolumeRow>,
    job: Option<JobRow>,
    hindrances: Vec<Hindrance>,
    letter: String,
    may_build: bool,
    may_write: bool,
    may_sign: bool,
    may_release: bool,
    /// Whether a part of it went already.
    in_parts: bool,
}

impl PackPage {
    fn moment(&self, at: &NaiveDateTime) -> String {
        moment(at)
    }

    fn number(&self, n: &i64) -> String {
        number(n)
    }

    fn mib(&self, bytes: &i64) -> String {
        format!("{:.1} MB", *bytes as f64 / 1_000_000.0)
    }

    /// "3 of 12" of the job under way, in hundredths for the bar.
    fn percent(&self) -> i64 {
        self.job.as_ref().map_or(0, |j| j.progress_done * 100 / j.progress_total.max(1))
    }
}

async fn page(desk: &Desk, reference: Reference, shell: Shell) -> Result<PackPage, HttpProblem> {
    let today = desk.today();
    let shell = shell
        .crumb("Requests", "/requests")
        .crumb(reference.as_str(), format!("/requests/{reference}"))
        .crumb("Pack", format!("/requests/{reference}/pack"));
    desk.work(move |db, actor, _| {
        let request = requests::seen_by(db, actor, &reference)?
            .ok_or_else(|| NotPacked::Unknown(reference.clone()))?;
        let head = requests::head(db, actor, &request, today)?.at("pack");
        let pack = store::newest(db, request.id).map_err(DbError::from)?;
        let volumes = match &pack {
            Some(pack) if super::in_sight(db, &request, actor)? => {
                store::volumes(db, pack.id).map_err(DbError::from)?
            }
            Some(_) | None => Vec::new(),
        };
        let job = jobs::newest_of(db, request.id, "pack.build")?.filter(|j| j.state != "done");
        let letter = store::letter(db, request.id).map_err(DbError::from)?.unwrap_or_default();
        let in_review =
            matches!(request.state, State::Scoping | State::Gathering | State::Reviewing);
        Ok::<_, NotPacked>(PackPage {
            hindrances: if request.state.is_ended() {
                Vec::new()
            } else {
                hindrances(db, actor, &request, today)?
            },
            may_build: may(actor, Action::BuildPack) && request.state == State::Reviewing,
            may_write: may(actor, Action::WriteLetter) && in_review,
            may_sign: may(actor, Action::SignPack) && request.state == State::AwaitingSignoff,
            in_parts: request.state == State::PartDisclosed,
            may_release: may(actor, Action::ReleasePack)
                && [State::Sealed, State::PartDisclosed].contains(&request.state),
            shell,
            head,
            pack,
            volumes,
            job,
            letter,
        })
    })
    .await
}

/// `GET /requests/{reference}/pack`
pub async fn show_pack(desk: Desk, path: web::Path<Reference>) -> Answer {
    let page = page(&desk, path.into_inner(), desk.shell()).await?;
    if desk.wants_json() {
        let state = page.pack.as_ref().map_or("none", |p| p.state.as_str());
        let words = page.job.as_ref().map_or("", |j| j.progress_words.as_str());
        return Ok(HttpResponse::Ok().json(serde_json::json!({
            "state": state, "percent": page.percent(), "words": words
        })));
    }
    desk.page(&page)
}

/// `POST /requests/{reference}/pack`
pub async fn ask_for_pack(desk: Desk, path: web::Path<Reference>, _: Sent<NoFields>) -> Answer {
    let reference = path.into_inner();
    let at = reference.clone();
    desk.work(move |db, actor, now| actions::ask(db, actor, &at, now)).await?;
    desk.said(
        &format!("/requests/{reference}/pack"),
        "The pack is being built. You can leave this page.",
    )
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Letter {
    words: String,
}

/// `POST /requests/{reference}/letter`
pub async fn write_letter(desk: Desk, path: web::Path<Reference>, form: Sent<Letter>) -> Answer {
    let reference = path.into_inner();
    let (at, words) = (reference.clone(), form.0.words.clone());
    match desk.work(move |db, actor, now| actions::write_letter(db, actor, &at, &words, now)).await
    {
        Ok(()) => desk.said(&format!("/requests/{reference}/pack"), "The letter is saved."),
        Err(problem) if problem.kind == Kind::Invalid => {
            let shell = desk.shell().error(&problem.words, "words");
            let page = PackPage { letter: form.0.words, ..page(&desk, reference, shell).await? };
            desk.page_as(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(problem) => Err(problem),
    }
}

/// `GET /requests/{reference}/pack/{volume}`: the exact bytes, for those who check and sign.
pub async fn volume(desk: Desk, path: web::Path<(Reference, i64)>) -> Answer {
    let (reference, wanted) = path.into_inner();
    let name = format!("{reference}-{wanted}.pdf");
    let sha256 = desk
        .work(move |db, actor, _| {
            let request = requests::seen_by(db, actor, &reference)?
                .ok_or_else(|| NotPacked::Unknown(reference.clone()))?;
            let pack =
                store::current(db, request.id).map_err(DbError::from)?.ok_or(NotPacked::NoPack)?;
            if !super::in_sight(db, &request, actor)? {
                return Err(NotPacked::NoPack);
            }
            let volumes = store::volumes(db, pack.id).map_err(DbError::from)?;
            volumes
                .into_iter()
                .find(|v| v.number == wanted)
                .map(|v| v.sha256)
                .ok_or(NotPacked::NoPack)
        })
        .await?;
    let file = sha256.parse().map_err(|_| HttpProblem::missing())?;
    let bytes = desk.services.vault.get(file).await.map_err(|e| HttpProblem::from(&e))?;
    Ok(HttpResponse::Ok()
        .content_type("application/pdf")
        .insert_header(("content-disposition", format!("attachment; filename=\"{name}\"")))
        .body(bytes))
}
