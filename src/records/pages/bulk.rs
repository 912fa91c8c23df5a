//! Changing many items together.

use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;

use super::super::actions::NotRecorded;
use super::super::bulk::{self, ChangeForm};
use super::super::looked::Looked;
use super::super::store::Facts;
use super::super::{Category, Group, Hand, Level, Topic};
use super::items::{kept_apart, of_group};
use super::{crumbs, list};
use crate::access::Actor;
use crate::calendar::{Date, local_day};
use crate::db::{Db, Id};
use crate::problem::{Invalid, Kind};
use crate::requests::{self, Reference, RequestHead};
use crate::web::{Answer, Desk, HttpProblem, NoFields, Sent, Shell, number};

/// Items named on the page; the others are counted.
const MOST_NAMED: usize = 20;

#[derive(Template)]
#[template(path = "records/change.html")]
struct ChangePage {
    shell: Shell,
    head: RequestHead,
    form: ChangeForm,
    kinds: Vec<(&'static str, Vec<Category>)>,
    items: Vec<Facts>,
    count: i64,
    more: i64,
}

impl ChangePage {
    fn number(&self, n: &i64) -> String {
        number(n)
    }

    fn ticked(&self, topic: &Topic) -> bool {
        self.form.topics.iter().any(|one| one == topic.name())
    }
}

/// `GET /requests/{reference}/record/changes/new`
pub async fn change_form(desk: Desk, path: web::Path<Reference>) -> Answer {
    let sent: ChangeForm = serde_html_form::from_str(desk.http().query_string())
        .map_err(|_| HttpProblem::of(Kind::Invalid, "the items could not be read; choose again"))?;
    show(desk, path.into_inner(), sent, Vec::new()).await
}

async fn show(desk: Desk, reference: Reference, sent: ChangeForm, wrong: Vec<Invalid>) -> Answer {
    let status = if wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let (shell, at, looked) = (desk.shell(), reference.clone(), Looked::read(&sent.shown));
    let page = desk
        .work(move |db, actor, now| {
            let page = page(db, actor, &reference, shell, sent, local_day(now));
            kept_apart(page.map(|page| {
                let shell = wrong.iter().fold(page.shell, |s, w| s.error(&w.words, w.field));
                ChangePage { shell, ..page }
            }))
        })
        .await?;
    match page {
        Ok(page) => desk.page_as(status, &page),
        // Nothing was chosen: back to the list, which says so.
        Err(wrong) => {
            let problem = wrong.first().map(HttpProblem::from);
            list::show(desk, at, looked, problem).await
        }
    }
}

fn page(
    db: &mut Db,
    actor: &Actor,
    reference: &Reference,
    shell: Shell,
    sent: ChangeForm,
    today: Date,
) -> Result<ChangePage, NotRecorded> {
    let (request, mut items) = bulk::chosen(db, actor, reference, &sent)?;
    let head = requests::head(db, actor, &request, today)?.at("record");
    let here = format!("/requests/{reference}/record");
    let counted = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let count = counted(items.len());
    items.truncate(MOST_NAMED);
    Ok(ChangePage {
        shell: crumbs(shell, &head).crumb("Change items together", here),
        head,
        kinds: kinds(),
        more: count - counted(items.len()),
        form: ChangeForm { expected: count, ..sent },
        count,
        items,
    })
}

/// Every kind but legal advice, which is set apart item by item.
fn kinds() -> Vec<(&'static str, Vec<Category>)> {
    let of = |group: Group| {
        let mut kinds = of_group(group);
        kinds.retain(|kind| !kind.is_legal_advice());
        (group.words(), kinds)
    };
    Group::ALL.iter().map(|group| of(*group)).filter(|(_, kinds)| !kinds.is_empty()).collect()
}

/// `POST /requests/{reference}/record/changes`
pub async fn change_send(desk: Desk, path: web::Path<Reference>, form: Sent<ChangeForm>) -> Answer {
    let reference = path.into_inner();
    let (at, sent) = (reference.clone(), form.0.clone());
    let done = desk
        .work(move |db, actor, now| kept_apart(bulk::change(db, actor, &at, &sent, now)))
        .await?;
    match done {
        Ok(count) => {
            let shown = Looked::read(&form.0.shown).address();
            let words = match count {
                1 => "1 item is changed.".to_owned(),
                many => format!("{many} items are changed."),
            };
            desk.said(&format!("/requests/{reference}/record?{shown}"), &words)
        }
        Err(wrong) => show(desk, reference, form.0, wrong).await,
    }
}

/// `POST /requests/{reference}/record/changes/{id}/undo`
pub async fn change_undo(
    desk: Desk,
    path: web::Path<(Reference, Id)>,
    _: Sent<NoFields>,
) -> Answer {
    let (reference, id) = path.into_inner();
    let at = reference.clone();
    let count = desk.work(move |db, actor, now| bulk::undo(db, actor, &at, id, now)).await?;
    let words = match count {
        1 => "1 item is as it was before.".to_owned(),
        many => format!("{many} items are as they were before."),
    };
    desk.said(&format!("/requests/{reference}/record"), &words)
}
