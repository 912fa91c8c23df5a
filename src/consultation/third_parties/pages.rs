//! The question about one person, and where the record names them.

use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;
use candour_redaction::geometry::Quad;
use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::actions::{self, Contact};
use super::by_link::{ask_by_link, asked_in};
use super::form::BalanceForm;
use super::state::{Event, Standing};
use super::store::{self, ThirdPartyRow};
use crate::access::{Action, Actor, allow, may};
use crate::consultation::originators::crumbs;
use crate::db::{Db, DbError, Id};
use crate::law::balancing::{Capable, Confidence, ConsentResult, ConsentSought, Decision, Worker};
use crate::letters::capital;
use crate::people::Person;
use crate::problem::Kind;
use crate::records;
use crate::requests::{NotDone, Reference, RequestHead, head};
use crate::review::{self, find};
use crate::web::{Answer, Desk, HttpProblem, NoFields, Sent, Shell};

type Options = Vec<(String, String)>;

/// What the short forms of the page send.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ThirdPartyForm {
    sorting: String,
    contact: String,
    reason: String,
    answer: String,
    words: String,
    email: String,
    question: String,
}

/// Where the record names somebody, and where it masks them.
#[derive(Debug, Clone, Default)]
struct Places {
    named: Vec<(i64, i64)>,
    masked: Vec<(i64, i64)>,
}

#[derive(Template)]
#[template(path = "consultation/third_party.html")]
struct ThirdPartyPage {
    shell: Shell,
    head: RequestHead,
    person: Person,
    standing: Standing,
    row: Option<ThirdPartyRow>,
    earlier: Option<(ThirdPartyRow, String)>,
    /// The consultation by which they are being asked.
    asked_in: Option<Id>,
    places: Places,
    form: ThirdPartyForm,
    balance: BalanceForm,
    may_prepare: bool,
    may_decide: bool,
    own: bool,
}

macro_rules! options {
    ($($name:ident: $type:ty;)+) => {$(
        fn $name(&self) -> Options {
            <$type>::ALL.iter().map(|o| (o.name().to_owned(), capital(o.words()))).collect()
        }
    )+};
}

impl ThirdPartyPage {
    options! {
        workers: Worker;
        confidences: Confidence;
        sought: ConsentSought;
        results: ConsentResult;
        capables: Capable;
        decisions: Decision;
    }

    fn takes(&self, event: &str) -> bool {
        Event::from_name(event).is_some_and(|event| self.standing.after(event).is_ok())
    }

    fn yes_no(&self) -> Options {
        vec![("yes".into(), "Yes".into()), ("no".into(), "No".into())]
    }

    fn sortings(&self) -> Options {
        vec![
            ("presumed".into(), "Named for their work: presumed reasonable to name".into()),
            ("parted".into(), "Can be taken out without loss to what is about the subject".into()),
            ("raised".into(), "Needs a decision: taken out, too little of it would be left".into()),
        ]
    }

    fn contacts(&self) -> Options {
        vec![
            ("ask".into(), "They are asked in another way: by letter, by telephone".into()),
            ("spare".into(), "They are not asked".into()),
        ]
    }

    fn answers(&self) -> Options {
        vec![
            ("consented".into(), "They agreed".into()),
            ("refused".into(), "They refused".into()),
            ("silent".into(), "They did not answer".into()),
        ]
    }

    fn written(&self, places: &[(i64, i64)]) -> String {
        let all: Vec<String> = places.iter().map(|(n, p)| format!("D{n}-p{p}")).collect();
        all.join(", ")
    }

    /// Pages that disagree with what was decided, or with each other where nothing was.
    fn disagreement(&self) -> Option<String> {
        let (named, masked) = (self.written(&self.places.named), self.written(&self.places.masked));
        match self.standing.names_them() {
            Some(false) if !named.is_empty() => {
                Some(format!("Decided to be masked, and named on {named}"))
            }
            Some(true) if !masked.is_empty() => {
                Some(format!("Decided to be named, and masked on {masked}"))
            }
            None if !named.is_empty() && !masked.is_empty() => {
                Some(format!("Named on {named}, masked on {masked}"))
            }
            _ => None,
        }
    }
}

/// `GET /requests/{reference}/third-parties/{id}`
pub async fn show_third_party(desk: Desk, path: web::Path<(Reference, Id)>) -> Answer {
    let (reference, id) = path.into_inner();
    show(desk, reference, id, ThirdPartyForm::default(), None, None).await
}

async fn show(
    desk: Desk,
    reference: Reference,
    id: Id,
    form: ThirdPartyForm,
    balance: Option<BalanceForm>,
    problem: Option<HttpProblem>,
) -> Answer {
    let today = desk.today();
    let here = format!("/requests/{reference}/third-parties/{id}");
    let mut shell = crumbs(desk.shell(), reference.as_str()).crumb("Third party", here);
    let mut status = StatusCode::OK;
    if let Some(problem) = problem {
        status = StatusCode::UNPROCESSABLE_ENTITY;
        shell = shell.error(&problem.words, problem.field.as_deref().unwrap_or("reasons"));
    }
    let (page, items, marks) = desk
        .work(move |db, actor, _| {
            let (request, person, row) = actions::known(db, actor, &reference, id)?;
            allow(actor, Action::SeeRecord, &[])?;
            let head = head(db, actor, &request, today)?.at("consultations");
            let kept = row.as_ref().and_then(|row| serde_json::from_str(&row.form).ok());
            let page = ThirdPartyPage {
                standing: row.as_ref().map_or(super::presumed(&person), |row| row.state),
                asked_in: asked_in(db, row.as_ref())?,
                earlier: store::earlier(db, request.id, id).map_err(DbError::from)?,
                places: Places::default(),
                balance: balance.or(kept).unwrap_or_default(),
                may_prepare: may(actor, Action::Consult),
                may_decide: may(actor, Action::DecideConsultation),
                own: row.as_ref().is_some_and(|row| row.sorted_by == actor.id),
                shell,
                head,
                person,
                row,
                form,
            };
            let mut items = records::items_of(db, request.id)?;
            items.retain(|item| !item.privileged && item.level != records::Level::HighlySensitive);
            Ok::<_, NotDone>((page, items, review::marks_of(db, request.id)?))
        })
        .await?;
    let mut places = Places::default();
    for item in items {
        let Some(layer) = &item.words_sha256 else { continue };
        let pages = records::words_of(&desk.services, layer).await?;
        for (number, words) in (1_i64..).zip(&pages) {
            let masks: Vec<Quad> = marks
                .iter()
                .filter(|mark| mark.item_id == item.id && mark.page == number)
                .flat_map(|mark| mark.quads().0)
                .collect();
            let hits: Vec<Quad> = page
                .person
                .names()
                .into_iter()
                .flat_map(|name| find::hits(words, name))
                .flat_map(|hit| hit.quads)
                .collect();
            let (masked, named): (Vec<&Quad>, Vec<&Quad>) =
                hits.iter().partition(|hit| masks.iter().any(|mask| review::covers(mask, hit)));
            if !named.is_empty() {
                places.named.push((item.number, number));
            }
            if !masked.is_empty() {
                places.masked.push((item.number, number));
            }
        }
    }
    desk.page_as(status, &ThirdPartyPage { places, ..page })
}

/// Does a verb about the person of the page; what was wrong with a form is shown beside it.
async fn act(
    desk: Desk,
    at: (Reference, Id),
    (form, balance): (ThirdPartyForm, Option<BalanceForm>),
    words: &str,
    verb: impl FnOnce(&mut Db, &Actor, &Reference, Id, DateTime<Utc>) -> Result<(), NotDone>
    + Send
    + 'static,
) -> Answer {
    let (reference, id) = at.clone();
    let done = desk.work(move |db, actor, now| verb(db, actor, &reference, id, now)).await;
    let (reference, id) = at;
    match done {
        Ok(()) => desk.said(&format!("/requests/{reference}/third-parties/{id}"), words),
        Err(problem) if problem.kind == Kind::Invalid => {
            show(desk, reference, id, form, balance, Some(problem)).await
        }
        Err(problem) => Err(problem),
    }
}

type At = web::Path<(Reference, Id)>;

/// `POST /requests/{reference}/third-parties/{id}/sorting`
pub async fn sort_third_party(desk: Desk, path: At, form: Sent<ThirdPartyForm>) -> Answer {
    let event = Event::from_name(&form.0.sorting);
    act(desk, path.into_inner(), (form.0, None), "It is kept.", move |db, actor, at, id, now| {
        actions::raise(db, actor, at, id, event, now)
    })
    .await
}

/// `POST /requests/{reference}/third-parties/{id}/contact`
pub async fn contact_third_party(desk: Desk, path: At, form: Sent<ThirdPartyForm>) -> Answer {
    let sent = form.0.clone();
    act(desk, path.into_inner(), (form.0, None), "It is kept.", move |db, actor, at, id, now| {
        let contact = match sent.contact.as_str() {
            "ask" => Some(Contact::Ask),
            "spare" => Some(Contact::Spare),
            _ => None,
        };
        actions::contact(db, actor, at, id, (contact, &sent.reason), now)
    })
    .await
}

/// `POST /requests/{reference}/third-parties/{id}/asking`: drafts what they are asked by a link.
pub async fn ask_third_party(desk: Desk, path: At, form: Sent<ThirdPartyForm>) -> Answer {
    let ((reference, id), form) = (path.into_inner(), form.0);
    let (at, sent) = (reference.clone(), form.clone());
    let done = desk
        .work(move |db, actor, now| {
            ask_by_link(db, actor, &at, id, (&sent.email, &sent.question), now)
        })
        .await;
    match done {
        Ok(asked) => desk.said(
            &format!("/requests/{reference}/consultations/{asked}"),
            "It is drafted. Now choose the passages that speak of them.",
        ),
        Err(problem) if problem.kind == Kind::Invalid => {
            show(desk, reference, id, form, None, Some(problem)).await
        }
        Err(problem) => Err(problem),
    }
}

/// `POST /requests/{reference}/third-parties/{id}/answer`
pub async fn answer_third_party(desk: Desk, path: At, form: Sent<ThirdPartyForm>) -> Answer {
    let sent = form.0.clone();
    let words = "Their answer is kept. A manager weighs it.";
    act(desk, path.into_inner(), (form.0, None), words, move |db, actor, at, id, now| {
        let said = (Event::from_name(&sent.answer), sent.words.as_str());
        actions::answered(db, actor, at, id, said, now)
    })
    .await
}

/// `POST /requests/{reference}/third-parties/{id}/weighing`
pub async fn weigh_third_party(desk: Desk, path: At, form: Sent<BalanceForm>) -> Answer {
    let sent = form.0.clone();
    let shown = (ThirdPartyForm::default(), Some(form.0));
    let words = "It is decided, for every page.";
    act(desk, path.into_inner(), shown, words, move |db, actor, at, id, now| {
        actions::weigh(db, actor, at, id, &sent, now)
    })
    .await
}

/// `POST /requests/{reference}/third-parties/{id}/earlier`
pub async fn hold_decision(desk: Desk, path: At, _: Sent<NoFields>) -> Answer {
    let words = "The earlier decision holds here too.";
    act(desk, path.into_inner(), Default::default(), words, actions::hold).await
}

/// `POST /requests/{reference}/third-parties/{id}/reopening`
pub async fn reopen_third_party(desk: Desk, path: At, _: Sent<NoFields>) -> Answer {
    let words = "It is to be decided again.";
    act(desk, path.into_inner(), Default::default(), words, actions::reopen).await
}
