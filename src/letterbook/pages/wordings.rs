//! All letters, and one of them: the wording in use, what waits, what was, and a new version.

use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;
use chrono::NaiveDateTime;
use serde::Deserialize;

use super::named;
use crate::access::{Action, allow, may};
use crate::letters::{
    self, Field, Findings, Language, LetterKind, Proposal, Signed, VersionRow, VersionState,
    Wording,
};
use crate::problem::Kind;
use crate::web::{Answer, Desk, HttpProblem, Sent, Shell, moment};

struct Row {
    kind: LetterKind,
    /// The version in use in English; `None` for the wording that came with the program.
    in_use: Option<VersionRow>,
    welsh: Option<VersionRow>,
}

#[derive(Template)]
#[template(path = "letterbook/index.html")]
struct IndexPage {
    shell: Shell,
    rows: Vec<Row>,
    waiting: Vec<VersionRow>,
    sends_unapproved: bool,
    may_approve: bool,
}

impl IndexPage {
    fn unapproved(&self) -> usize {
        self.rows.iter().filter(|row| row.in_use.is_none()).count()
    }
}

/// `GET /letters`
pub async fn index(desk: Desk) -> Answer {
    let standing = desk.work(|db, _, _| letters::standing(db)).await?;
    let (in_use, waiting): (Vec<_>, Vec<_>) =
        standing.into_iter().partition(|row| row.state == VersionState::Approved);
    let found = |kind: LetterKind, language: Language| {
        in_use.iter().find(|row| row.kind == kind && row.language == language).cloned()
    };
    let rows = LetterKind::ALL
        .iter()
        .map(|kind| Row {
            kind: *kind,
            in_use: found(*kind, Language::English),
            welsh: found(*kind, Language::Welsh),
        })
        .collect();
    desk.page(&IndexPage {
        shell: desk.shell().crumb("Letters", "/letters"),
        rows,
        waiting,
        sends_unapproved: desk.services.settings.sends_unapproved(),
        may_approve: may(&desk.actor, Action::ApproveWording),
    })
}

struct Blank {
    field: Field,
    required: bool,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct WordingForm {
    subject: String,
    body: String,
    reason: String,
    /// `check`: only say what the words are like.
    act: String,
}

#[derive(Template)]
#[template(path = "letterbook/kind.html")]
struct KindPage {
    shell: Shell,
    kind: LetterKind,
    language: Language,
    other: Language,
    versions: Vec<Signed>,
    /// The number of the version in use; `None` where it is the one that came with the program.
    in_use: Option<i64>,
    blanks: Vec<Blank>,
    form: WordingForm,
    findings: Option<Findings>,
    most: u32,
    may_write: bool,
}

impl KindPage {
    fn moment(&self, at: &NaiveDateTime) -> String {
        moment(at)
    }
}

async fn page(
    desk: &Desk,
    (kind, language): (LetterKind, Language),
    sent: Option<WordingForm>,
    findings: Option<Findings>,
) -> Result<KindPage, HttpProblem> {
    let versions = desk.work(move |db, _, _| letters::versions(db, kind, language)).await?;
    let required = kind.required();
    let in_use = versions.iter().find(|(row, ..)| row.state == VersionState::Approved);
    let newest = versions
        .iter()
        .find(|(row, ..)| row.state == VersionState::Proposed)
        .or(in_use)
        .map(|(row, ..)| row.wording());
    let start = newest.unwrap_or_else(|| letters::shipped(kind));
    Ok(KindPage {
        shell: desk
            .shell()
            .crumb("Letters", "/letters")
            .crumb(kind.words(), format!("/letters/{}/{}", kind.name(), language.name())),
        kind,
        language,
        other: match language {
            Language::English => Language::Welsh,
            Language::Welsh => Language::English,
        },
        in_use: in_use.map(|(row, ..)| row.number),
        blanks: kind
            .fields()
            .into_iter()
            .map(|field| Blank { field, required: required.contains(&field) })
            .collect(),
        form: sent.unwrap_or(WordingForm {
            subject: start.subject,
            body: start.body,
            ..WordingForm::default()
        }),
        findings,
        most: desk.services.settings.letters.reading_age,
        may_write: may(&desk.actor, Action::WordLetters),
        versions,
    })
}

/// `GET /letters/{kind}/{language}`
pub async fn show_kind(desk: Desk, path: web::Path<(String, String)>) -> Answer {
    let at = named(&path.0, &path.1)?;
    let page = page(&desk, at, None, None).await?;
    desk.page(&page)
}

/// `POST /letters/{kind}/{language}`
pub async fn write_wording(
    desk: Desk,
    path: web::Path<(String, String)>,
    form: Sent<WordingForm>,
) -> Answer {
    let (kind, language) = named(&path.0, &path.1)?;
    let form = form.0;
    let wording = Wording { subject: form.subject.clone(), body: form.body.clone() };
    if form.act == "check" {
        allow(&desk.actor, Action::WordLetters, &[]).map_err(|e| HttpProblem::from(&e))?;
        return match wording.checked(kind) {
            Ok(wording) => {
                let found = letters::findings(&wording, language);
                let page = page(&desk, (kind, language), Some(form), Some(found)).await?;
                desk.page(&page)
            }
            Err(invalid) => again(&desk, (kind, language), form, HttpProblem::from(&invalid)).await,
        };
    }
    let most = desk.services.settings.letters.reading_age;
    let proposal = Proposal { kind, language, wording, reason: form.reason.clone() };
    let done =
        desk.work(move |db, actor, now| letters::propose(db, actor, proposal, most, now)).await;
    match done {
        Ok(number) => desk.said(
            &format!("/letters/{}/{}/{number}", kind.name(), language.name()),
            "The version is kept. A manager who did not write it approves it before it is used.",
        ),
        Err(problem) if problem.kind == Kind::Invalid => {
            again(&desk, (kind, language), form, problem).await
        }
        Err(problem) => Err(problem),
    }
}

/// The page with what was typed, what is wrong with it, and what its words are like.
async fn again(
    desk: &Desk,
    at: (LetterKind, Language),
    form: WordingForm,
    problem: HttpProblem,
) -> Answer {
    let wording = Wording { subject: form.subject.clone(), body: form.body.clone() };
    let found = letters::findings(&wording, at.1);
    let mut page = page(desk, at, Some(form), Some(found)).await?;
    page.shell = page.shell.error(&problem.words, problem.field.as_deref().unwrap_or("body"));
    desk.page_as(StatusCode::UNPROCESSABLE_ENTITY, &page)
}
