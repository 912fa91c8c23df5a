//! One version: its words, what they are like, the letter it makes, and a manager's decision.

use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;
use chrono::NaiveDateTime;
use serde::Deserialize;

use super::{named, pdf};
use crate::access::{Action, may};
use crate::letterbook::preview;
use crate::letters::{
    self, Filled, Findings, Language, LetterKind, NotWorded, Part, Signed, VersionOf, VersionState,
    Wording,
};
use crate::problem::Kind;
use crate::requests::{self, Reference, RequestRow};
use crate::web::{Answer, Desk, HttpProblem, NoFields, Sent, Shell, moment};

/// With which request's data a letter is looked at.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct With {
    #[serde(default)]
    request: String,
    #[serde(default)]
    large: bool,
}

#[derive(Template)]
#[template(path = "letterbook/version.html")]
struct VersionPage {
    shell: Shell,
    kind: LetterKind,
    language: Language,
    number: i64,
    wording: Wording,
    signed: Option<Signed>,
    findings: Findings,
    letter: Filled,
    request: String,
    /// The reference that was asked for is not one the reader may know of.
    unknown: bool,
    most: u32,
    may_decide: bool,
    own_work: bool,
    may_adopt: bool,
    words: String,
}

impl VersionPage {
    fn moment(&self, at: &NaiveDateTime) -> String {
        moment(at)
    }
}

type Place = web::Path<(String, String, i64)>;

fn at(path: &Place) -> Result<VersionOf, HttpProblem> {
    let (kind, language) = named(&path.0, &path.1)?;
    Ok(VersionOf { kind, language, number: path.2 })
}

fn place(at: VersionOf) -> String {
    format!("/letters/{}/{}/{}", at.kind.name(), at.language.name(), at.number)
}

/// The wording, what is known of it, and the request that was named, if the reader may know of it.
async fn found(
    desk: &Desk,
    at: VersionOf,
    request: &str,
) -> Result<(Wording, Option<Signed>, Option<RequestRow>), HttpProblem> {
    let reference: Option<Reference> = request.trim().parse().ok();
    desk.work(move |db, actor, _| {
        let (wording, signed) = preview::version(db, at)?;
        let request = match &reference {
            Some(reference) => requests::seen_by(db, actor, reference)?,
            None => None,
        };
        Ok::<_, NotWorded>((wording, signed, request))
    })
    .await
}

async fn page(desk: &Desk, at: VersionOf, with: &With) -> Result<VersionPage, HttpProblem> {
    let (wording, signed, request) = found(desk, at, &with.request).await?;
    let settings = &desk.services.settings;
    let state = signed.as_ref().map(|(row, ..)| row.state);
    let waits = state == Some(VersionState::Proposed);
    let own = signed.as_ref().is_some_and(|(row, ..)| row.written_by == Some(desk.actor.id));
    let approves = may(&desk.actor, Action::ApproveWording);
    let kind = at.kind;
    let used = desk.work(move |db, _, _| letters::versions(db, kind, at.language)).await?;
    let in_use = used.iter().any(|(row, ..)| row.state == VersionState::Approved);
    let name = if at.number == 0 {
        "As it came with the program".to_owned()
    } else {
        format!("Version {}", at.number)
    };
    Ok(VersionPage {
        shell: desk
            .shell()
            .crumb("Letters", "/letters")
            .crumb(kind.words(), format!("/letters/{}/{}", kind.name(), at.language.name()))
            .crumb(name, place(at)),
        kind,
        language: at.language,
        number: at.number,
        findings: letters::findings(&wording, at.language),
        letter: preview::filled(at, &wording, request.as_ref(), settings),
        unknown: request.is_none() && !with.request.trim().is_empty(),
        request: request.map(|one| one.reference).unwrap_or_default(),
        most: settings.letters.reading_age,
        may_decide: approves && waits && !own,
        own_work: approves && waits && own,
        may_adopt: approves && at.number == 0 && !in_use,
        words: String::new(),
        wording,
        signed,
    })
}

/// `GET /letters/{kind}/{language}/{number}`
pub async fn show_version(desk: Desk, path: Place, with: web::Query<With>) -> Answer {
    let page = page(&desk, at(&path)?, &with).await?;
    desk.page(&page)
}

/// `GET /letters/{kind}/{language}/{number}/preview.pdf`
pub async fn preview_file(desk: Desk, path: Place, with: web::Query<With>) -> Answer {
    let at = at(&path)?;
    let (wording, _, request) = found(&desk, at, &with.request).await?;
    let (settings, today, large) = (desk.services.settings.clone(), desk.today(), with.large);
    let made = web::block(move || {
        let letter = preview::filled(at, &wording, request.as_ref(), &settings);
        preview::sheet(at, &letter, request.as_ref(), large, &settings, today)
    })
    .await
    .map_err(|e| HttpProblem::bug(&e.to_string()))?;
    pdf(made.map_err(|e| HttpProblem::bug(&e.to_string()))?, "preview")
}

/// `POST /letters/{kind}/{language}/{number}/approval`
pub async fn approve_wording(desk: Desk, path: Place, _: Sent<NoFields>) -> Answer {
    let at = at(&path)?;
    desk.work(move |db, actor, now| letters::approve(db, actor, at, now)).await?;
    let to = format!("/letters/{}/{}", at.kind.name(), at.language.name());
    desk.said(&to, "The wording is approved. Letters of this kind use it from now on.")
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Back {
    words: String,
}

/// `POST /letters/{kind}/{language}/{number}/return`
pub async fn return_wording(desk: Desk, path: Place, form: Sent<Back>) -> Answer {
    let (at, words) = (at(&path)?, form.0.words);
    let sent = words.clone();
    let done = desk.work(move |db, actor, now| letters::send_back(db, actor, at, &sent, now)).await;
    match done {
        Ok(()) => desk.said(&place(at), "The version is sent back to whoever wrote it."),
        Err(problem) if problem.kind == Kind::Invalid => {
            let mut page = VersionPage { words, ..page(&desk, at, &With::default()).await? };
            page.shell =
                page.shell.error(&problem.words, problem.field.as_deref().unwrap_or("words"));
            desk.page_as(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(problem) => Err(problem),
    }
}
