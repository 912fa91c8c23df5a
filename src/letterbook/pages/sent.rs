//! The letters of a request, as they went, and those that could go.

use actix_web::web;
use askama::Template;
use chrono::NaiveDateTime;

use super::pdf;
use crate::access::{Action, allow};
use crate::db::Id;
use crate::letterbook::preview;
use crate::letters::{
    self, Filled, Language, LetterKind, Part, SentLetter, VersionRow, VersionState,
};
use crate::requests::{NotDone, Reference, RequestHead, head, known};
use crate::web::{Answer, Desk, HttpProblem, Shell, moment};

struct Sent {
    letter: SentLetter,
    read: Filled,
}

impl Sent {
    fn how(&self) -> &'static str {
        match self.letter.channel.as_str() {
            "email" => "By e-mail",
            "letter" => "By post",
            "phone" => "By telephone",
            _ => "On our page",
        }
    }
}

#[derive(Template)]
#[template(path = "letterbook/sent.html")]
struct SentPage {
    shell: Shell,
    head: RequestHead,
    letters: Vec<Sent>,
    /// Each kind with the version in use.
    kinds: Vec<(LetterKind, i64)>,
}

impl SentPage {
    fn moment(&self, at: &NaiveDateTime) -> String {
        moment(at)
    }
}

/// `GET /requests/{reference}/letters`
pub async fn letters_of(desk: Desk, path: web::Path<Reference>) -> Answer {
    let (reference, today) = (path.into_inner(), desk.today());
    let at = reference.clone();
    let (head, letters, standing) = desk
        .work(move |db, actor, _| {
            let request = known(db, actor, &at)?;
            allow(actor, Action::SeeStory, &[])?;
            let head = head(db, actor, &request, today)?.at("letters");
            let mut letters = letters::of_request(db, request.id)?;
            letters.retain(|one| letters::may_read(actor, one.kind.name()));
            Ok::<_, NotDone>((head, letters, letters::standing(db)?))
        })
        .await?;
    let number = |kind: LetterKind| {
        let used = |row: &&VersionRow| {
            row.kind == kind
                && row.language == Language::English
                && row.state == VersionState::Approved
        };
        standing.iter().find(used).map_or(0, |row| row.number)
    };
    let letters = letters
        .into_iter()
        .map(|letter| Sent { read: Filled::read(&letter.subject, &letter.body), letter })
        .collect();
    desk.page(&SentPage {
        shell: desk
            .shell()
            .crumb("Requests", "/requests")
            .crumb(reference.as_str(), format!("/requests/{reference}"))
            .crumb("Letters", format!("/requests/{reference}/letters")),
        head,
        letters,
        kinds: LetterKind::ALL
            .iter()
            .filter(|kind| !kind.goes_to_staff())
            .map(|kind| (*kind, number(*kind)))
            .collect(),
    })
}

/// `GET /requests/{reference}/letters/{id}/letter.pdf`
pub async fn file_of_letter(desk: Desk, path: web::Path<(Reference, Id)>) -> Answer {
    let (reference, id) = path.into_inner();
    let (at, settings) = (reference.clone(), desk.services.settings.clone());
    let found = desk
        .work(move |db, actor, _| {
            let request = known(db, actor, &at)?;
            allow(actor, Action::SeeStory, &[])?;
            let letter = letters::sent(db, id)?;
            Ok::<_, NotDone>(letter.filter(|one| {
                one.request_id == Some(request.id) && letters::may_read(actor, one.kind.name())
            }))
        })
        .await?
        .ok_or_else(HttpProblem::missing)?;
    let name = reference.to_string();
    let made = web::block(move || preview::sent_sheet(&found, &name, &settings))
        .await
        .map_err(|e| HttpProblem::bug(&e.to_string()))?;
    pdf(made.map_err(|e| HttpProblem::bug(&e.to_string()))?, &format!("letter-{reference}"))
}
