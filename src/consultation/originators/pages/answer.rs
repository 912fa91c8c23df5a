//! The page behind the link of somebody consulted. Looking changes nothing.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use super::super::answer::{self, NotTaken, Opened, Said};
use super::super::state::{Opinion, Standing};
use super::picture::{self, Cut};
use crate::calendar::words;
use crate::db::DbError;
use crate::links::DeadLink;
use crate::problem::Kind;
use crate::web::{Answer, HttpProblem, NoFields, Sent, Shell, Visitor, see_other};

struct Shown {
    number: i64,
    words: Vec<Option<String>>,
    answer: &'static str,
    answer_words: &'static str,
    views: String,
}

#[derive(Template)]
#[template(path = "consultation/answer.html")]
struct AnswerPage {
    shell: Shell,
    token: String,
    name: String,
    question: String,
    asks: Option<String>,
    until: String,
    passages: Vec<Shown>,
    answered: bool,
    /// Whether they are asked as somebody the record also speaks of.
    third_party: bool,
    opinions: Vec<(String, String)>,
}

/// `GET /consultations/{token}`
pub async fn answer_form(visitor: Visitor, token: web::Path<String>) -> Answer {
    show(visitor, token.into_inner(), None, &[]).await
}

async fn show(
    visitor: Visitor,
    token: String,
    problem: Option<HttpProblem>,
    wanting: &[i64],
) -> Answer {
    let looked = token.clone();
    let shows = visitor.services.settings.access.consult_shows_requester;
    let (opened, cuts) = visitor
        .work(move |db, now| {
            let opened = answer::open(db, &looked, now)?;
            let cuts = opened
                .passages
                .iter()
                .map(|p| picture::cut(db, &opened.request, &opened.row, p.clone(), shows))
                .collect::<Result<Vec<Cut>, DbError>>()?;
            Ok::<_, DeadLink>((opened, cuts))
        })
        .await?;
    let mut passages = Vec::new();
    for (passage, cut) in opened.passages.iter().zip(&cuts) {
        passages.push(Shown {
            number: passage.number,
            words: cut.words(&visitor.services).await?,
            answer: passage.answer.map_or("", Opinion::name),
            answer_words: passage.answer.map_or("Not answered yet", Opinion::words),
            views: passage.views.clone(),
        });
    }
    let mut shell = visitor.shell();
    let mut status = StatusCode::OK;
    if let Some(problem) = &problem {
        status = StatusCode::UNPROCESSABLE_ENTITY;
        if wanting.is_empty() {
            shell = shell.error(&problem.words, "views_1");
        }
    }
    for number in wanting {
        let words = format!("choose an answer for passage {number}");
        shell = shell.error(&words, &format!("answer_{number}"));
    }
    let Opened { request, row, .. } = opened;
    let page = AnswerPage {
        shell,
        token,
        name: row.person_name,
        question: row.question,
        asks: shows.then_some(request.requester_name),
        until: row.answer_by.map(words).unwrap_or_default(),
        passages,
        third_party: row.third_party_id.is_some(),
        answered: row.state == Standing::Responded,
        opinions: Opinion::ALL.iter().map(|o| (o.name().into(), o.words().into())).collect(),
    };
    visitor.page_as(status, &page)
}

/// `GET /consultations/{token}/passages/{number}`: the picture of one passage.
pub async fn passage_seen(visitor: Visitor, path: web::Path<(String, i64)>) -> Answer {
    let (token, number) = path.into_inner();
    let shows = visitor.services.settings.access.consult_shows_requester;
    let cut = visitor
        .work(move |db, now| {
            let Opened { request, row, passages } = answer::open(db, &token, now)?;
            let passage =
                passages.into_iter().find(|p| p.number == number).ok_or(DeadLink::Unknown)?;
            Ok::<_, DeadLink>(picture::cut(db, &request, &row, passage, shows)?)
        })
        .await?;
    let png = cut.draw(&visitor.services).await?;
    Ok(HttpResponse::Ok().content_type("image/png").body(png))
}

/// The fields of the form, by the number of their passage.
fn said(fields: &[(String, String)]) -> Result<(Vec<Said>, bool), HttpProblem> {
    let unknown = || HttpProblem::of(Kind::Invalid, "the form has a field that is not known");
    let mut all: Vec<Said> = Vec::new();
    let mut sends = false;
    for (name, value) in fields {
        if name == "do" {
            sends = value == "send";
            continue;
        }
        let (what, number) = name.split_once('_').ok_or_else(unknown)?;
        let number: i64 = number.parse().map_err(|_| unknown())?;
        let at = match all.iter().position(|one| one.number == number) {
            Some(at) => at,
            None => {
                all.push(Said { number, answer: None, views: String::new() });
                all.len() - 1
            }
        };
        let Some(one) = all.get_mut(at) else { return Err(unknown()) };
        match what {
            "answer" => one.answer = Some(Opinion::from_name(value).ok_or_else(unknown)?),
            "views" => one.views = value.clone(),
            _ => return Err(unknown()),
        }
    }
    Ok((all, sends))
}

/// `POST /consultations/{token}`: keeps what was written, or sends it.
pub async fn answer_send(
    visitor: Visitor,
    token: web::Path<String>,
    form: Sent<Vec<(String, String)>>,
) -> Answer {
    let token = token.into_inner();
    let (said, sends) = said(&form.0)?;
    let (used, services) = (token.clone(), visitor.services.clone());
    let done: Result<Vec<i64>, HttpProblem> = visitor
        .work(move |db, now| {
            let done = if sends {
                answer::send(db, &used, &said, &services.settings, now)
            } else {
                answer::save(db, &used, &said, now)
            };
            match done {
                Err(NotTaken::Unanswered(numbers)) => Ok(numbers),
                Err(other) => Err(other),
                Ok(()) => Ok(Vec::new()),
            }
        })
        .await;
    match done {
        Ok(wanting) if !wanting.is_empty() => {
            let problem = HttpProblem::of(Kind::Invalid, "some passages have no answer yet");
            show(visitor, token, Some(problem), &wanting).await
        }
        Ok(_) if sends => Ok(see_other("/consulted")),
        Ok(_) => {
            let words = "What you wrote is saved. Nobody reads it before you send it.";
            visitor.said(&format!("/consultations/{token}"), words)
        }
        Err(problem) if problem.kind == Kind::Invalid => {
            show(visitor, token, Some(problem), &[]).await
        }
        Err(problem) => Err(problem),
    }
}

/// `POST /consultations/{token}/withdrawal`: takes the answer back.
pub async fn answer_take_back(
    visitor: Visitor,
    token: web::Path<String>,
    _: Sent<NoFields>,
) -> Answer {
    let token = token.into_inner();
    let used = token.clone();
    visitor.work(move |db, now| answer::take_back(db, &used, now)).await?;
    let words = "Your answer is taken back. You can change it and send it again.";
    visitor.said(&format!("/consultations/{token}"), words)
}

#[derive(Template)]
#[template(path = "consultation/sent.html")]
struct SentPage {
    shell: Shell,
}

/// `GET /consulted`
pub async fn answer_sent(visitor: Visitor) -> Answer {
    let shell = visitor.shell();
    visitor.page(&SentPage { shell })
}
