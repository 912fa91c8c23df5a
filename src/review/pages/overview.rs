//! How far the review is, and where to go on.

use std::collections::HashMap;

use actix_web::web;
use askama::Template;
use serde::Deserialize;

use crate::db::{DbError, Id};
use crate::records;
use crate::requests::{self, Reference, RequestHead};
use crate::review::actions::NotMarked;
use crate::review::decisions::Decision;
use crate::review::store::{self, Progress};
use crate::web::{Answer, Desk, Shell};

/// Items on one page of the overview, and beside the pages of an item.
pub(super) const A_PAGE: usize = 100;

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct At {
    page: usize,
}

struct Row {
    number: i64,
    title: String,
    pages: i64,
    marks: i64,
    decision: Option<&'static str>,
    problem: Option<String>,
}

#[derive(Template)]
#[template(path = "review/overview.html")]
struct OverviewPage {
    shell: Shell,
    head: RequestHead,
    progress: Progress,
    rows: Vec<Row>,
    next: Option<i64>,
    from: usize,
    to: usize,
    before: Option<usize>,
    after: Option<usize>,
}

/// `GET /requests/{reference}/review`
pub async fn overview(desk: Desk, path: web::Path<Reference>, at: web::Query<At>) -> Answer {
    let reference = path.into_inner();
    let shell = desk
        .shell()
        .crumb("Requests", "/requests")
        .crumb(reference.as_str(), format!("/requests/{reference}"))
        .crumb("Review", format!("/requests/{reference}/review"));
    let today = desk.today();
    let page = desk
        .work(move |db, actor, _| {
            let request = requests::seen_by(db, actor, &reference)?
                .ok_or_else(|| NotMarked::Unknown(reference.clone()))?;
            let head = requests::head(db, actor, &request, today)?.at("review");
            let sight = records::sight(db, request.id, actor)?;
            let progress = store::progress(db, request.id, &sight).map_err(DbError::from)?;
            let decisions: HashMap<Id, String> = store::decisions_of(db, request.id)
                .map_err(DbError::from)?
                .into_iter()
                .map(|d| (d.item_id, d.decision))
                .collect();
            let counts: HashMap<Id, i64> =
                store::mark_counts(db, request.id).map_err(DbError::from)?.into_iter().collect();
            let last = usize::try_from(progress.items).unwrap_or(0).div_ceil(A_PAGE).max(1);
            let at = at.page.clamp(1, last);
            let skip = (at - 1) * A_PAGE;
            let rows: Vec<Row> = store::items_of(db, request.id, &sight)
                .map_err(DbError::from)?
                .into_iter()
                .skip(skip)
                .take(A_PAGE)
                .map(|i| Row {
                    decision: decisions
                        .get(&i.id)
                        .and_then(|name| Decision::from_name(name))
                        .map(Decision::words),
                    marks: counts.get(&i.id).copied().unwrap_or(0),
                    number: i.number,
                    title: i.title,
                    pages: i.pages,
                    problem: i.problem,
                })
                .collect();
            let next = progress.undecided.first().copied();
            Ok::<_, NotMarked>(OverviewPage {
                shell,
                head,
                progress,
                next,
                from: skip + 1,
                to: skip + rows.len(),
                before: (at > 1).then(|| at - 1),
                after: (at < last).then(|| at + 1),
                rows,
            })
        })
        .await?;
    desk.page(&page)
}
