//! The restriction of an item, on one page.

use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;
use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;

use super::actions::{self, Fate, Verdict};
use super::state::{Event, Standing};
use super::store::RestrictionRow;
use crate::access::{Action, Actor, may};
use crate::calendar::words as day_words;
use crate::consultation::originators::{concluded_about, crumbs};
use crate::db::Db;
use crate::law::exemptions::LocalGround;
use crate::letters::capital;
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
                grounds: GROUNDS.map(|g| (g.name().to_owned(), capital(g.words()))).to_vec(),
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

/// Does a verb about the item of the page; what was wrong with the form is shown beside it.
async fn act(
    desk: Desk,
    at: At,
    form: Sent<RestrictionForm>,
    words: &str,
    verb: impl FnOnce(
        &mut Db,
        &Actor,
        (&Reference, i64),
        &RestrictionForm,
        DateTime<Utc>,
    ) -> Result<(), NotDone>
    + Send
    + 'static,
) -> Answer {
    let ((reference, number), form) = (at.into_inner(), form.0);
    let (place, sent) = (reference.clone(), form.clone());
    let done = desk.work(move |db, actor, now| verb(db, actor, (&place, number), &sent, now)).await;
    match done {
        Ok(()) => desk.said(&format!("/requests/{reference}/items/{number}/restriction"), words),
        Err(problem) if problem.kind == Kind::Invalid => {
            show(desk, reference, number, form, Some(problem)).await
        }
        Err(problem) => Err(problem),
    }
}

type At = web::Path<(Reference, i64)>;

/// `POST /requests/{reference}/items/{number}/restriction`
pub async fn propose_send(desk: Desk, at: At, form: Sent<RestrictionForm>) -> Answer {
    let words = "It is proposed. It now waits for a manager's advice.";
    act(desk, at, form, words, |db, actor, (at, number), sent, now| {
        actions::propose(db, actor, at, number, (&sent.ground, &sent.reason), now)
    })
    .await
}

/// `POST /requests/{reference}/items/{number}/restriction/advice`
pub async fn advise_send(desk: Desk, at: At, form: Sent<RestrictionForm>) -> Answer {
    act(desk, at, form, "Your advice is on file.", |db, actor, (at, number), sent, now| {
        actions::advise(db, actor, at, number, &sent.verdict(), now)
    })
    .await
}

/// `POST /requests/{reference}/items/{number}/restriction/review`
pub async fn review_send(desk: Desk, at: At, form: Sent<RestrictionForm>) -> Answer {
    act(desk, at, form, "The review is on file.", |db, actor, (at, number), sent, now| {
        actions::review(db, actor, at, number, &sent.verdict(), now)
    })
    .await
}

/// `POST /requests/{reference}/items/{number}/restriction/outcome`
pub async fn decide_send(desk: Desk, at: At, form: Sent<RestrictionForm>) -> Answer {
    act(desk, at, form, "It is decided.", |db, actor, (at, number), sent, now| {
        let fate = Fate::ALL.into_iter().find(|fate| fate.name() == sent.fate);
        let decided = (fate, sent.exemption.as_str(), sent.outcome.as_str());
        actions::decide(db, actor, at, number, decided, now)
    })
    .await
}
