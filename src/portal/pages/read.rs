//! The pack, page by page: its picture, its words, and beside it why each gap is there.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use candour_redaction::read::Word;
use serde::Deserialize;

use super::visit_of;
use crate::disclosure::{self, PACK_COOKIE};
use crate::portal::actions::{self, NotTaken};
use crate::portal::reading::{self, Gap, Listed, Placed};
use crate::problem::Kind;
use crate::rectification::{CorrectionForm, Passage};
use crate::requests::Reference;
use crate::settings::Controller;
use crate::web::{Answer, HttpProblem, Sent, Shell, Visitor, see_other};

/// Pixels across a page's picture: sharp on a wide screen, and when enlarged on a small one.
const WIDTH: u32 = 1_200;

#[derive(Template)]
#[template(path = "portal/page.html")]
struct ReadPage {
    shell: Shell,
    page: i64,
    pages: i64,
    first: i64,
    last: i64,
    name: String,
    lines: Vec<String>,
    gaps: Vec<Gap>,
    contents: Vec<Listed>,
    controller: Controller,
    contestable: bool,
}

impl ReadPage {
    fn is_here(&self, first: &i64, pages: &i64) -> bool {
        (*first..*first + *pages).contains(&self.page)
    }
}

/// A page of the pack with all that its reader is shown.
struct Opened {
    placed: Placed,
    gaps: Vec<Gap>,
    contents: Vec<Listed>,
    pages: i64,
    /// The first and the last page that are open: of the whole pack, or of a part.
    open: (i64, i64),
}

async fn opened(visitor: &Visitor, page: i64) -> Result<Opened, HttpProblem> {
    let (visit, settings) = (visit_of(visitor, PACK_COOKIE)?, visitor.services.settings.clone());
    visitor
        .work(move |db, now| {
            let pack = disclosure::open(db, &visit, &settings, now)?;
            let placed = reading::place(db, &pack, page)?;
            Ok::<_, NotTaken>(Opened {
                gaps: reading::gaps(db, &pack, &placed)?,
                contents: reading::contents(db, &pack)?,
                pages: pack.pages,
                open: pack
                    .part
                    .as_ref()
                    .map_or((1, pack.pages), |(part, _)| (part.first_page, part.last_page())),
                placed,
            })
        })
        .await
}

/// "Document D12, page 3".
fn name_of(placed: &Placed) -> String {
    match placed.item {
        Some((_, number, page)) => format!("Document D{number}, page {page}"),
        None => "Before the documents".to_owned(),
    }
}

/// The words of a page, line by line.
fn lines(words: &[Word]) -> Vec<String> {
    let mut lines: Vec<(u32, String)> = Vec::new();
    for word in words {
        match lines.last_mut() {
            Some((line, text)) if *line == word.line => {
                text.push(' ');
                text.push_str(&word.text);
            }
            Some(_) | None => lines.push((word.line, word.text.clone())),
        }
    }
    lines.into_iter().map(|(_, text)| text).collect()
}

/// `GET /pack/read/{page}`: counted through the whole pack, from 1.
pub async fn read_page(visitor: Visitor, page: web::Path<i64>) -> Answer {
    let page = page.into_inner();
    let Opened { placed, gaps, contents, pages, open: (first, last) } =
        opened(&visitor, page).await?;
    let read = visitor.services.documents.inspect_page(placed.file, placed.at).await;
    let lines = match read.map_err(|e| HttpProblem::from(&e))? {
        Some(read) => read.content.map(|content| lines(&content.words)).unwrap_or_default(),
        None => Vec::new(),
    };
    if page < last {
        visitor.services.documents.draw_ahead(placed.file, placed.at + 1, WIDTH);
    }
    visitor.page(&ReadPage {
        shell: visitor
            .shell()
            .crumb("Your records", "/pack")
            .crumb(format!("Page {page}"), format!("/pack/read/{page}")),
        page,
        pages,
        first,
        last,
        name: name_of(&placed),
        lines,
        gaps,
        contents,
        controller: visitor.services.settings.controller.clone(),
        contestable: placed.item.is_some(),
    })
}

/// `GET /pack/pages/{page}.png`: a picture of the sealed page, drawn by a worker.
pub async fn page_picture(visitor: Visitor, page: web::Path<i64>) -> Answer {
    let placed = opened(&visitor, page.into_inner()).await?.placed;
    let png = visitor.services.documents.draw(placed.file, placed.at, WIDTH).await;
    let png = png.map_err(|e| HttpProblem::from(&e))?;
    Ok(HttpResponse::Ok().content_type("image/png").body(png))
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ContestForm {
    says: String,
    should_say: String,
    statement: String,
    wants_recipients: bool,
}

impl ContestForm {
    fn read(&self, place: String) -> Result<Passage, Vec<crate::problem::Invalid>> {
        let Self { says, should_say, statement, .. } = self.clone();
        CorrectionForm { place, says, should_say, statement }.read()
    }
}

#[derive(Template)]
#[template(path = "portal/contest.html")]
struct ContestPage {
    shell: Shell,
    page: i64,
    name: String,
    form: ContestForm,
}

fn contest_page(shell: Shell, page: i64, name: String, form: ContestForm) -> ContestPage {
    let shell = shell
        .crumb("Your records", "/pack")
        .crumb(format!("Page {page}"), format!("/pack/read/{page}"))
        .crumb("Something here is wrong", format!("/pack/read/{page}/correction"));
    ContestPage { shell, page, name, form }
}

/// `GET /pack/read/{page}/correction`
pub async fn contest_form(visitor: Visitor, page: web::Path<i64>) -> Answer {
    let page = page.into_inner();
    let name = name_of(&opened(&visitor, page).await?.placed);
    visitor.page(&contest_page(visitor.shell(), page, name, ContestForm::default()))
}

/// `POST /pack/read/{page}/correction`
pub async fn contest_send(
    visitor: Visitor,
    page: web::Path<i64>,
    form: Sent<ContestForm>,
) -> Answer {
    let (page, form) = (page.into_inner(), form.0);
    let name = name_of(&opened(&visitor, page).await?.placed);
    let passage = match form.read(format!("Page {page} of the pack: {name}")) {
        Ok(passage) => passage,
        Err(wrong) => {
            let shell = wrong.iter().fold(visitor.shell(), |s, w| s.error(&w.words, w.field));
            let page = contest_page(shell, page, name, form);
            return visitor.page_as(StatusCode::UNPROCESSABLE_ENTITY, &page);
        }
    };
    let (visit, settings) = (visit_of(&visitor, PACK_COOKIE)?, visitor.services.settings.clone());
    let wants = form.wants_recipients;
    let done = visitor
        .work(move |db, now| actions::contest(db, &visit, page, (&passage, wants), &settings, now))
        .await;
    match done {
        Ok(reference) => Ok(see_other(&format!("/pack/correction/{reference}"))),
        Err(problem) if problem.kind == Kind::Invalid => {
            let shell = visitor.shell().error(&problem.words, "says");
            let page = contest_page(shell, page, name, form);
            visitor.page_as(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(problem) => Err(problem),
    }
}

#[derive(Template)]
#[template(path = "portal/contested.html")]
struct ContestedPage {
    shell: Shell,
    reference: Reference,
    controller: Controller,
}

/// `GET /pack/correction/{reference}`: looks nothing up, so it tells nobody anything they did not
/// bring.
pub async fn contested_sent(visitor: Visitor, reference: web::Path<Reference>) -> Answer {
    visitor.page(&ContestedPage {
        shell: visitor.shell().crumb("Your records", "/pack"),
        reference: reference.into_inner(),
        controller: visitor.services.settings.controller.clone(),
    })
}
