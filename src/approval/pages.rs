//! The manager's queue, and the page on which a pack is checked and signed.

use std::collections::HashMap;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use chrono::{NaiveDate, NaiveDateTime};
use serde::Deserialize;

use super::actions::{self, Back, NotSigned};
use super::heard::Heard;
use super::queue::{self, Queue};
use super::store::{self, CommentRow};
use crate::access::{Action, may};
use crate::db::{DbError, Id};
use crate::pack::{self, PackRow, VolumeRow};
use crate::problem::Kind;
use crate::records;
use crate::requests::{self, Reference, RequestHead, RequestRow, State};
use crate::review;
use crate::web::{Answer, Desk, HttpProblem, NoFields, Sent, Shell, day, moment, number};

#[derive(Template)]
#[template(path = "approval/queue.html")]
struct QueuePage {
    shell: Shell,
    waiting: Queue,
    today: NaiveDate,
}

impl QueuePage {
    fn due(&self, due: &Option<NaiveDate>) -> String {
        match due {
            None => "The clock has not started".into(),
            Some(date) => {
                let left = (*date - self.today).num_days();
                match left {
                    l if l < 0 => format!("{} ({} days late)", day(date), -l),
                    0 => format!("{} (today)", day(date)),
                    1 => format!("{} (1 day left)", day(date)),
                    l => format!("{} ({l} days left)", day(date)),
                }
            }
        }
    }
}

/// `GET /sign-off`
pub async fn queue(desk: Desk) -> Answer {
    let waiting = desk.work(|db, actor, _| queue::queue(db, actor)).await?;
    let shell = desk.shell().crumb("To decide", "/sign-off");
    desk.page(&QueuePage { shell, waiting, today: desk.today() })
}

struct Marked {
    id: Id,
    page: i64,
    label: String,
    ground: String,
    reason: String,
    by: String,
}

struct ItemMarks {
    number: i64,
    title: String,
    marks: Vec<Marked>,
}

struct Withheld {
    number: i64,
    title: String,
    pages: i64,
    ground: String,
    reason: String,
}

#[derive(Deserialize)]
struct Checked {
    claim: String,
    documents: usize,
    looked_at: usize,
}

/// A page drawn for checking: file, page of the file, page of the pack.
struct Sample {
    volume: i64,
    page: i64,
    of_pack: i64,
}

#[derive(Template)]
#[template(path = "approval/show.html")]
struct SignPage {
    shell: Shell,
    head: RequestHead,
    request: RequestRow,
    pack: Option<PackRow>,
    volumes: Vec<VolumeRow>,
    items: Vec<ItemMarks>,
    withheld: Vec<Withheld>,
    released: usize,
    checks: Vec<Checked>,
    samples: Vec<Sample>,
    comments: Vec<CommentRow>,
    heard: Heard,
    words: String,
    /// Why this person may not sign, if so.
    barred: Option<String>,
    may_settle: bool,
}

impl SignPage {
    fn number(&self, n: &i64) -> String {
        number(n)
    }

    fn moment(&self, at: &NaiveDateTime) -> String {
        moment(at)
    }

    fn marks(&self) -> usize {
        self.items.iter().map(|i| i.marks.len()).sum()
    }
}

async fn page(
    desk: &Desk,
    reference: Reference,
    shell: Shell,
    words: String,
) -> Result<SignPage, HttpProblem> {
    let today = desk.today();
    let shell = shell
        .crumb("Requests", "/requests")
        .crumb(reference.as_str(), format!("/requests/{reference}"))
        .crumb("Sign-off", format!("/requests/{reference}/sign-off"));
    desk.work(move |db, actor, _| {
        let request = requests::seen_by(db, actor, &reference)?
            .ok_or_else(|| NotSigned::Unknown(reference.clone()))?;
        let head = requests::head(db, actor, &request, today)?.at("pack");
        let pack = pack::current(db, request.id)?;
        let sight = records::sight(db, request.id, actor)?;
        let in_sight = pack::in_sight(db, &request, actor)?;
        let volumes = match &pack {
            Some(pack) if in_sight => pack::volumes(db, pack.id)?,
            Some(_) | None => Vec::new(),
        };
        let names: HashMap<Id, String> =
            store::names(db).map_err(DbError::from)?.into_iter().collect();
        let grounds: HashMap<String, String> =
            review::grounds_for(&request.nation, &request.requester_kind)
                .into_iter()
                .map(|g| (g.id, g.name))
                .chain([(review::SHOWN_ONCE.to_owned(), "Copy: not given twice".to_owned())])
                .collect();
        let ground = |id: &str| grounds.get(id).cloned().unwrap_or_else(|| id.to_owned());
        let reasons: HashMap<Id, String> = review::decisions_of(db, request.id)?
            .into_iter()
            .map(|d| (d.item_id, d.reason))
            .collect();
        let mut sources = pack::sources(db, &request)?;
        sources.items.retain(|item| sight.sees(item.id));
        let released = sources.items.iter().filter(|i| i.is_released()).count();
        let (mut items, mut withheld) = (Vec::new(), Vec::new());
        for item in sources.items {
            if !item.is_released() {
                withheld.push(Withheld {
                    number: item.number,
                    ground: item.ground.as_deref().map(ground).unwrap_or_default(),
                    reason: reasons.get(&item.id).cloned().unwrap_or_default(),
                    pages: item.pages,
                    title: item.title,
                });
            } else if !item.marks.is_empty() {
                let marks = item
                    .marks
                    .iter()
                    .map(|m| Marked {
                        id: m.id,
                        page: m.page,
                        label: m.label.clone(),
                        ground: ground(&m.ground),
                        reason: m.reason.clone(),
                        by: names.get(&m.made_by).cloned().unwrap_or_default(),
                    })
                    .collect();
                items.push(ItemMarks { number: item.number, title: item.title, marks });
            }
        }
        let mut makers = review::markers_of(db, request.id)?;
        makers.extend(pack.as_ref().map(|p| p.made_by));
        let barred = match crate::access::allow(actor, Action::SignPack, &makers) {
            Err(e) => Some(e.to_string()),
            Ok(()) if !in_sight => Some(NotSigned::NotNamed.to_string()),
            Ok(()) => None,
        };
        let samples = pack.as_ref().map(|p| samples(p, &volumes)).unwrap_or_default();
        let checks =
            pack.as_ref().and_then(|p| serde_json::from_str(&p.report).ok()).unwrap_or_default();
        let comments = store::open_comments(db, request.id, &sight).map_err(DbError::from)?;
        let heard = Heard::of(db, &request, &sight)?;
        let may_settle = may(actor, Action::MarkPages) && request.state == State::Reviewing;
        Ok::<_, NotSigned>(SignPage {
            shell,
            head,
            request,
            pack,
            volumes,
            items,
            withheld,
            released,
            checks,
            samples,
            comments,
            heard,
            words,
            barred,
            may_settle,
        })
    })
    .await
}

/// Pages to look at, drawn by lot: by the pack's own fingerprint, so that everybody who checks this
/// pack is shown the same ones, and nobody can choose them.
fn samples(pack: &PackRow, volumes: &[VolumeRow]) -> Vec<Sample> {
    let mut lot =
        pack.fingerprint.bytes().fold(7_u64, |lot, b| lot.wrapping_mul(31).wrapping_add(b.into()));
    let mut drawn = Vec::new();
    let pages = u64::try_from(pack.pages).unwrap_or(0);
    for _ in 0..pages.min(6) {
        lot = lot.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        drawn.push(i64::try_from((lot >> 33) % pages.max(1)).unwrap_or(0) + 1);
    }
    drawn.sort_unstable();
    drawn.dedup();
    drawn
        .into_iter()
        .filter_map(|of_pack| {
            let volume = volumes
                .iter()
                .find(|v| (v.first_page..v.first_page + v.pages).contains(&of_pack))?;
            Some(Sample { volume: volume.number, page: of_pack - volume.first_page + 1, of_pack })
        })
        .collect()
}

/// `GET /requests/{reference}/sign-off`
pub async fn show(desk: Desk, path: web::Path<Reference>) -> Answer {
    let page = page(&desk, path.into_inner(), desk.shell(), String::new()).await?;
    desk.page(&page)
}

/// `GET /requests/{reference}/sign-off/pages/{volume}/{page}`: a page of the pack as it will go.
pub async fn pack_page(desk: Desk, path: web::Path<(Reference, i64, usize)>) -> Answer {
    let (reference, volume, page) = path.into_inner();
    let sha256 = desk
        .work(move |db, actor, _| {
            let request = requests::seen_by(db, actor, &reference)?
                .ok_or_else(|| NotSigned::Unknown(reference.clone()))?;
            let pack = pack::current(db, request.id)?.ok_or(NotSigned::NoPack)?;
            if !pack::in_sight(db, &request, actor)? {
                return Err(NotSigned::NoPage);
            }
            let volumes = pack::volumes(db, pack.id)?;
            volumes
                .into_iter()
                .find(|v| v.number == volume)
                .map(|v| v.sha256)
                .ok_or(NotSigned::NoPack)
        })
        .await?;
    let file: crate::vault::Fingerprint = sha256.parse().map_err(|_| HttpProblem::missing())?;
    let at = page.checked_sub(1).ok_or_else(HttpProblem::missing)?;
    let png =
        desk.services.documents.draw(file, at, 1_000).await.map_err(|e| HttpProblem::from(&e))?;
    Ok(HttpResponse::Ok().content_type("image/png").body(png))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signature {
    fingerprint: String,
}

/// `POST /requests/{reference}/signature`
pub async fn sign(desk: Desk, path: web::Path<Reference>, form: Sent<Signature>) -> Answer {
    let reference = path.into_inner();
    let at = reference.clone();
    desk.work(move |db, actor, now| actions::sign(db, actor, &at, &form.0.fingerprint, now))
        .await?;
    desk.said(&format!("/requests/{reference}/pack"), "The pack is signed. It is being sealed.")
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SentBack {
    #[serde(default)]
    words: String,
    #[serde(default)]
    mark: Vec<Id>,
    #[serde(default)]
    comment: Vec<String>,
}

/// `POST /requests/{reference}/sending-back`
pub async fn send_back(desk: Desk, path: web::Path<Reference>, form: Sent<SentBack>) -> Answer {
    let (reference, form) = (path.into_inner(), form.0);
    let on_marks: Vec<(Id, String)> = form
        .mark
        .into_iter()
        .zip(form.comment)
        .filter(|(_, words)| !words.trim().is_empty())
        .collect();
    let (at, back) = (reference.clone(), Back { words: form.words.clone(), on_marks });
    match desk.work(move |db, actor, now| actions::send_back(db, actor, &at, &back, now)).await {
        Ok(()) => {
            desk.said("/sign-off", "The pack is sent back. The reviewer sees what you wrote.")
        }
        Err(problem) if problem.kind == Kind::Invalid => {
            let shell = desk.shell().error(&problem.words, "words");
            let page = page(&desk, reference, shell, form.words).await?;
            desk.page_as(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(problem) => Err(problem),
    }
}

/// `POST /requests/{reference}/comments/{id}/settlement`
pub async fn settle(desk: Desk, path: web::Path<(Reference, Id)>, _: Sent<NoFields>) -> Answer {
    let (reference, comment) = path.into_inner();
    let at = reference.clone();
    desk.work(move |db, actor, now| actions::settle(db, actor, &at, comment, now)).await?;
    desk.said(&format!("/requests/{reference}/sign-off"), "The comment is settled.")
}
