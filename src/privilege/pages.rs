//! "Is this legal advice?": what is asked, what was answered, and the test as a form.

use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;
use chrono::NaiveDateTime;

use super::actions::{self, NotAnswered};
use super::claim::{Answer as Answered, ClaimForm};
use super::words::Sentence;
use super::{Question, store, unanswered};
use crate::access::{Action, allow, may};
use crate::db::DbError;
use crate::problem::Invalid;
use crate::records;
use crate::requests::{self, Reference, RequestHead};
use crate::web::{Answer, Desk, Sent, Shell, moment};

/// An item that was answered about.
struct Settled {
    number: i64,
    title: String,
    answered: store::Answered,
}

#[derive(Template)]
#[template(path = "privilege/index.html")]
struct IndexPage {
    shell: Shell,
    head: RequestHead,
    questions: Vec<Question>,
    apart: Vec<Settled>,
    ordinary: Vec<Settled>,
}

impl IndexPage {
    fn moment(&self, at: &NaiveDateTime) -> String {
        moment(at)
    }
}

fn crumbs(desk: &Desk, at: &Reference) -> Shell {
    desk.shell()
        .crumb("Requests", "/requests")
        .crumb(at.as_str(), format!("/requests/{at}"))
        .crumb("Legal advice", format!("/requests/{at}/legal-advice"))
}

/// `GET /requests/{reference}/legal-advice`
pub async fn index(desk: Desk, path: web::Path<Reference>) -> Answer {
    let (reference, today) = (path.into_inner(), desk.today());
    let shell = crumbs(&desk, &reference);
    let page = desk
        .work(move |db, actor, _| {
            let request = requests::known(db, actor, &reference)
                .map_err(|_| records::NotRecorded::Unknown)?;
            allow(actor, Action::SeeRecord, &[])?;
            let head = requests::head(db, actor, &request, today)?.at("record");
            let sight = records::sight(db, request.id, actor)?;
            let mut questions = unanswered(db, request.id)?;
            questions.retain(|question| sight.sees(question.item));
            let mut answers = store::answers(db, request.id).map_err(DbError::from)?;
            let asked = store::asked(db, request.id, &answers).map_err(DbError::from)?;
            let (apart, ordinary) = asked
                .into_iter()
                .filter(|item| sight.sees(item.id))
                .filter_map(|item| {
                    let answered = answers.remove(&item.id)?;
                    Some(Settled { number: item.number, title: item.title, answered })
                })
                .partition(|one: &Settled| one.answered.answer.sets_apart());
            Ok::<_, NotAnswered>(IndexPage { shell, head, questions, apart, ordinary })
        })
        .await?;
    desk.page(&page)
}

#[derive(Template)]
#[template(path = "privilege/claim.html")]
struct ClaimPage {
    shell: Shell,
    head: RequestHead,
    number: i64,
    title: String,
    set_apart: bool,
    sentences: Vec<Sentence>,
    answered: Option<store::Answered>,
    answers: Vec<(&'static str, &'static str)>,
    yes_or_no: Vec<(&'static str, &'static str)>,
    form: ClaimForm,
    may_answer: bool,
}

impl ClaimPage {
    fn moment(&self, at: &NaiveDateTime) -> String {
        moment(at)
    }
}

/// `GET /requests/{reference}/items/{number}/legal-advice`
pub async fn claim_form(desk: Desk, path: web::Path<(Reference, i64)>) -> Answer {
    let (reference, number) = path.into_inner();
    show(desk, reference, number, ClaimForm::default(), Vec::new()).await
}

async fn show(
    desk: Desk,
    reference: Reference,
    number: i64,
    form: ClaimForm,
    wrong: Vec<Invalid>,
) -> Answer {
    let today = desk.today();
    let status = if wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let here = format!("/requests/{reference}/items/{number}/legal-advice");
    let shell = crumbs(&desk, &reference).crumb(format!("D{number}"), here);
    let shell = wrong.iter().fold(shell, |shell, one| shell.error(&one.words, one.field));
    let page = desk
        .work(move |db, actor, _| {
            let (request, item) = records::find(db, actor, &reference, number)?;
            let head = requests::head(db, actor, &request, today)?.at("record");
            let answered = store::answers(db, request.id).map_err(DbError::from)?.remove(&item.id);
            Ok::<_, NotAnswered>(ClaimPage {
                sentences: store::hint(db, item.id).map_err(DbError::from)?,
                may_answer: may(actor, Action::DecideItem) && records::takes_files(request.state),
                answers: Answered::ALL.iter().map(|one| (one.name(), one.words())).collect(),
                yes_or_no: vec![("no", "No"), ("yes", "Yes")],
                title: item.title,
                set_apart: item.privileged,
                shell,
                head,
                number,
                answered,
                form,
            })
        })
        .await?;
    desk.page_as(status, &page)
}

/// `POST /requests/{reference}/items/{number}/legal-advice`
pub async fn claim_send(
    desk: Desk,
    path: web::Path<(Reference, i64)>,
    form: Sent<ClaimForm>,
) -> Answer {
    let (reference, number) = path.into_inner();
    let (at, sent) = (reference.clone(), form.0.clone());
    let done = desk
        .work(move |db, actor, now| match actions::answer(db, actor, &at, number, &sent, now) {
            Ok(answer) => Ok(Ok(answer)),
            Err(NotAnswered::Invalid(wrong)) => Ok(Err(wrong)),
            Err(other) => Err(other),
        })
        .await?;
    match done {
        Ok(answer) if answer.sets_apart() => desk.said(
            &format!("/requests/{reference}/legal-advice"),
            "It is set apart: it goes to nobody, and is seen only by those who work on the request.",
        ),
        Ok(_) => desk.said(
            &format!("/requests/{reference}/legal-advice"),
            "It is an ordinary part of the record, to be decided like any other.",
        ),
        Err(wrong) => show(desk, reference, number, form.0, wrong).await,
    }
}
