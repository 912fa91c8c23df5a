//! The restriction of an item, on one page.

use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;
use chrono::NaiveDate;
use serde::Deserialize;

use super::actions::{self, Fate, Verdict};
use super::state::{Event, Standing};
use super::store::RestrictionRow;
use crate::access::{Action, may};
use crate::calendar::words as day_words;
use crate::consultation::originators::{concluded_about, crumbs};
use crate::law::exemptions::LocalGround;
use crate::problem::Kind;
use crate::records::describe::GROUNDS;
use crate::requests::{NotDone, Reference, RequestHead, head};
use crate::review;
use crate::web::{Answer, Desk, HttpProblem, Sent, Shell};

/// The fields of every form on the page; each form sends its own.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RestrictionForm {
    ground: String,
    reason: String,
    verdict: String,
    advice: String,
    review_on_day: String,
    review_on_month: String,
    review_on_year: String,
    fate: String,
    exemption: String,
    outcome: String,
}

impl RestrictionForm {
    fn day(&self) -> Option<NaiveDate> {
        let year = self.review_on_year.trim().parse().ok()?;
        let month = self.review_on_month.trim().parse().ok()?;
        NaiveDate::from_ymd_opt(year, month, self.review_on_day.trim().parse().ok()?)
    }

    fn verdict(&self) -> Verdict<'_> {
        let holds = self.verdict == "holds";
        Verdict { holds, words: &self.advice, review_on: self.day() }
    }
}

#[derive(Template)]
#[template(path = "consultation/restriction.html")]
struct RestrictionPage {
    shell: Shell,
    head: RequestHead,
    number: i64,
    title: String,
    row: Option<RestrictionRow>,
    form: RestrictionForm,
    grounds: Vec<(String, String)>,
    exemptions: Vec<(String, String)>,
    consulted: bool,
    may_prepare: bool,
    may_decide: bool,
}

impl RestrictionPage {
    fn standing(&self) -> Standing {
        self.row.as_ref().map_or(Standing::Open, |row| row.state)
    }

    fn takes(&self, event: Event) -> bool {
        self.standing().after(event).is_ok()
    }

    fn may_propose(&self) -> bool {
        self.may_prepare && self.takes(Event::Proposed)
    }

    fn may_advise(&self) -> bool {
        self.may_decide && self.takes(Event::Supported)
    }

    fn may_review(&self) -> bool {
        self.may_decide && self.takes(Event::Reaffirmed)
    }

    fn may_settle(&self) -> bool {
        self.may_decide && self.takes(Event::Consulted)
    }

    fn ground(&self, name: &str) -> &'static str {
        LocalGround::from_name(name).map_or("", LocalGround::words)
    }

    fn until(&self, day: &NaiveDate) -> String {
        day_words(*day)
    }

    fn fates(&self) -> Vec<(String, String)> {
        Fate::ALL.iter().map(|f| (f.name().to_owned(), f.words().to_owned())).collect()
    }

    fn verdicts(&self) -> Vec<(String, String)> {
        vec![
            ("holds".to_owned(), "The reason holds: restrict it".to_owned()),
            ("does_not".to_owned(), "The reason does not hold: it is shareable".to_owned()),
        ]
    }
}

/// `GET /requests/{reference}/items/{number}/restriction`
pub async fn show_restriction(desk: Desk, path: web::Path<(Reference, i64)>) -> Answer {
    let (reference, number) = path.into_inner();
    show(desk, reference, number, RestrictionForm::default(), None).await
}

async fn show(
    desk: Desk,
    reference: Reference,
    number: i64,
    form: RestrictionForm,
    problem: Option<HttpProblem>,
) -> Answer {
    let today = desk.today();
    let place = format!("/requests/{reference}/items/{number}/restriction");
    let mut shell = crumbs(desk.shell(), reference.as_str()).crumb(format!("D{number}"), place);
    let mut status = StatusCode::OK;
    if let Some(problem) = problem {
        status = StatusCode::UNPROCESSABLE_ENTITY;
        shell = shell.error(&problem.words, problem.field.as_deref().unwrap_or("reason"));
    }
    let page = desk
        .work(move |db, actor, _| {
            let (request, item, row) = actions::known(db, actor, &reference, number)?;
            let head = head(db, actor, &request, today)?.at("consultations");
            let mut exemptions = vec![(String::new(), "Choose, if you retain it".to_owned())];
            exemptions.extend(
                review::grounds_for(&request.nation, &request.requester_kind)
                    .into_iter()
                    .map(|ground| (ground.id, ground.name)),
            );
            Ok::<_, NotDone>(RestrictionPage {
                consulted: concluded_about(db, item.id)?,
                may_prepare: may(actor, Action::Consult),
                may_decide: may(actor, Action::DecideConsultation),
                grounds: GROUNDS.map(|g| (g.name().to_owned(), sentence(g.words()))).to_vec(),
                title: item.title,
                exemptions,
                shell,
                head,
                number,
                row,
                form,
            })
        })
        .await?;
    desk.page_as(status, &page)
}

fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|c| c.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

async fn after(
    desk: Desk,
    (reference, number): (Reference, i64),
    done: Result<(), HttpProblem>,
    words: &str,
    form: RestrictionForm,
) -> Answer {
    match done {
        Ok(()) => desk.said(&format!("/requests/{reference}/items/{number}/restriction"), words),
        Err(problem) if problem.kind == Kind::Invalid => {
            show(desk, reference, number, form, Some(problem)).await
        }
        Err(problem) => Err(problem),
    }
}

/// `POST /requests/{reference}/items/{number}/restriction`
pub async fn propose_send(
    desk: Desk,
    path: web::Path<(Reference, i64)>,
    form: Sent<RestrictionForm>,
) -> Answer {
    let (at, form) = (path.into_inner(), form.0);
    let ((reference, number), sent) = (at.clone(), form.clone());
    let done = desk
        .work(move |db, actor, now| {
            let why = (sent.ground.as_str(), sent.reason.as_str());
            actions::propose(db, actor, &reference, number, why, now)
        })
        .await;
    after(desk, at, done, "It is proposed. It now waits for a manager's advice.", form).await
}

/// `POST /requests/{reference}/items/{number}/restriction/advice`
pub async fn advise_send(
    desk: Desk,
    path: web::Path<(Reference, i64)>,
    form: Sent<RestrictionForm>,
) -> Answer {
    let (at, form) = (path.into_inner(), form.0);
    let ((reference, number), sent) = (at.clone(), form.clone());
    let done = desk
        .work(move |db, actor, now| {
            actions::advise(db, actor, &reference, number, &sent.verdict(), now)
        })
        .await;
    after(desk, at, done, "Your advice is on file.", form).await
}

/// `POST /requests/{reference}/items/{number}/restriction/review`
pub async fn review_send(
    desk: Desk,
    path: web::Path<(Reference, i64)>,
    form: Sent<RestrictionForm>,
) -> Answer {
    let (at, form) = (path.into_inner(), form.0);
    let ((reference, number), sent) = (at.clone(), form.clone());
    let done = desk
        .work(move |db, actor, now| {
            actions::review(db, actor, &reference, number, &sent.verdict(), now)
        })
        .await;
    after(desk, at, done, "The review is on file.", form).await
}

/// `POST /requests/{reference}/items/{number}/restriction/outcome`
pub async fn decide_send(
    desk: Desk,
    path: web::Path<(Reference, i64)>,
    form: Sent<RestrictionForm>,
) -> Answer {
    let (at, form) = (path.into_inner(), form.0);
    let ((reference, number), sent) = (at.clone(), form.clone());
    let done = desk
        .work(move |db, actor, now| {
            let fate = Fate::ALL.into_iter().find(|fate| fate.name() == sent.fate);
            let decided = (fate, sent.exemption.as_str(), sent.outcome.as_str());
            actions::decide(db, actor, &reference, number, decided, now)
        })
        .await;
    after(desk, at, done, "It is decided.", form).await
}
