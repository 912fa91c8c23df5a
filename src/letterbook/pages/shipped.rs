//! The wordings that came with the program and that no manager has approved yet, to be read one after
//! another and taken into use together.

use actix_web::http::StatusCode;
use askama::Template;
use serde::Deserialize;

use crate::access::{Action, may};
use crate::letterbook::preview;
use crate::letters::{self, Filled, Language, LetterKind, Part, VersionOf};
use crate::problem::Kind;
use crate::web::{Answer, Desk, Sent, Shell};

#[derive(Template)]
#[template(path = "letterbook/shipped.html")]
struct ShippedPage {
    shell: Shell,
    letters: Vec<(LetterKind, Filled)>,
    /// The letters on this page, so that nothing is approved that was not on it.
    names: String,
    may_approve: bool,
}

async fn page(desk: &Desk) -> Result<ShippedPage, crate::web::HttpProblem> {
    let kinds = desk.work(|db, _, _| letters::unapproved(db)).await?;
    let settings = &desk.services.settings;
    let read = |kind: &LetterKind| {
        let at = VersionOf { kind: *kind, language: Language::English, number: 0 };
        (*kind, preview::filled(at, &letters::shipped(*kind), None, settings))
    };
    let names: Vec<&str> = kinds.iter().map(|kind| kind.name()).collect();
    Ok(ShippedPage {
        shell: desk
            .shell()
            .crumb("Letters", "/letters")
            .crumb("Wordings to approve", "/letters/shipped"),
        letters: kinds.iter().map(read).collect(),
        names: names.join(" "),
        may_approve: may(&desk.actor, Action::ApproveWording),
    })
}

/// `GET /letters/shipped`
pub async fn show_shipped(desk: Desk) -> Answer {
    let page = page(&desk).await?;
    desk.page(&page)
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Approval {
    letters: String,
    read: String,
}

/// `POST /letters/shipped`
pub async fn approve_shipped(desk: Desk, form: Sent<Approval>) -> Answer {
    let Approval { letters: names, read } = form.0;
    let kinds: Vec<LetterKind> =
        names.split_whitespace().filter_map(LetterKind::from_name).collect();
    let read = read == "true";
    let done =
        desk.work(move |db, actor, now| letters::adopt_all(db, actor, &kinds, read, now)).await;
    match done {
        Ok(1) => desk.said("/letters", "1 wording is approved and in use from now on."),
        Ok(count) => {
            desk.said("/letters", &format!("{count} wordings are approved and in use from now on."))
        }
        Err(problem) if problem.kind == Kind::Invalid => {
            let mut page = page(&desk).await?;
            page.shell = page.shell.error(&problem.words, "read");
            desk.page_as(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(problem) => Err(problem),
    }
}
