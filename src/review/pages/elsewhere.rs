//! What was marked on the same file in another request, to be decided about for this person.

use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;

use super::desk::{Opened, open};
use crate::access::{Action, may};
use crate::db::Id;
use crate::problem::Kind;
use crate::requests::{self, Reference, RequestHead};
use crate::review::actions::NotMarked;
use crate::review::elsewhere::{self, Proposed};
use crate::review::store::ReviewItem;
use crate::web::{Answer, Desk, HttpProblem, Sent};

#[derive(Template)]
#[template(path = "review/elsewhere.html")]
struct ElsewherePage {
    shell: crate::web::Shell,
    head: RequestHead,
    item: ReviewItem,
    proposed: Vec<Proposed>,
    chosen: Vec<Id>,
    reason: String,
    may_mark: bool,
}

impl ElsewherePage {
    fn is_chosen(&self, id: &Id) -> bool {
        self.chosen.contains(id)
    }
}

/// `GET /requests/{reference}/review/{number}/elsewhere`
pub async fn elsewhere(desk: Desk, path: web::Path<(Reference, i64)>) -> Answer {
    let (reference, number) = path.into_inner();
    show(desk, reference, number, (Vec::new(), String::new()), None).await
}

async fn show(
    desk: Desk,
    reference: Reference,
    number: i64,
    (chosen, reason): (Vec<Id>, String),
    problem: Option<HttpProblem>,
) -> Answer {
    let today = desk.today();
    let here = format!("/requests/{reference}/review");
    let mut shell = desk
        .shell()
        .crumb("Requests", "/requests")
        .crumb(reference.as_str(), format!("/requests/{reference}"))
        .crumb("Review", here.clone())
        .crumb(format!("D{number}"), format!("{here}/{number}"))
        .crumb("Marked elsewhere", format!("{here}/{number}/elsewhere"));
    let mut status = StatusCode::OK;
    if let Some(problem) = problem {
        status = StatusCode::UNPROCESSABLE_ENTITY;
        shell = shell.error(&problem.words, problem.field.as_deref().unwrap_or("marks"));
    }
    let page = desk
        .work(move |db, actor, _| {
            let Opened { request, item, .. } = open(db, actor, &reference, number)?;
            let head = requests::head(db, actor, &request, today)?.at("review");
            let proposed = elsewhere::proposals(db, actor, &request, &item)?;
            let may_mark = may(actor, Action::MarkPages);
            Ok::<_, NotMarked>(ElsewherePage {
                shell,
                head,
                item,
                proposed,
                chosen,
                reason,
                may_mark,
            })
        })
        .await?;
    desk.page_as(status, &page)
}

/// `POST /requests/{reference}/review/{number}/elsewhere`: takes chosen marks over, or leaves them out.
pub async fn decide_elsewhere(
    desk: Desk,
    path: web::Path<(Reference, i64)>,
    form: Sent<Vec<(String, String)>>,
) -> Answer {
    let (reference, number) = path.into_inner();
    let (mut chosen, mut reason, mut act) = (Vec::new(), String::new(), String::new());
    for (name, value) in form.0 {
        match name.as_str() {
            "marks" => {
                let words = "that mark is not known";
                chosen.push(value.parse().map_err(|_| HttpProblem::of(Kind::Invalid, words))?);
            }
            "reason" => reason = value,
            "act" => act = value,
            _ => {
                let words = "the form has a field that is not known";
                return Err(HttpProblem::of(Kind::Invalid, words));
            }
        }
    }
    let takes = match act.as_str() {
        "take" => true,
        "leave" => false,
        _ => return Err(HttpProblem::of(Kind::Invalid, "there is no such step")),
    };
    let (at, marks, why) = (reference.clone(), chosen.clone(), reason.clone());
    let done = desk
        .work(move |db, actor, now| {
            if takes {
                elsewhere::take_over(db, actor, &at, number, &marks, now)
            } else {
                elsewhere::leave_out(db, actor, &at, number, (&marks, &why), now)
            }
        })
        .await;
    match done {
        Ok(_) => desk.said(
            &format!("/requests/{reference}/review/{number}"),
            if takes { "The marks stand here too." } else { "The marks are left out here." },
        ),
        Err(problem) if problem.kind == Kind::Invalid => {
            show(desk, reference, number, (chosen, reason), Some(problem)).await
        }
        Err(problem) => Err(problem),
    }
}
