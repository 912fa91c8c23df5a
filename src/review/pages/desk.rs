//! The reviewer's page itself, and the data its script asks for.

use std::collections::HashMap;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use candour_redaction::geometry::{Matrix, Quad, Rect};
use candour_redaction::read::{Warning, Word};
use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

use crate::db::{Db, DbError, Id};
use crate::privilege;
use crate::problem::Invalid;
use crate::records::{self, Sight, Tag, TaggedView};
use crate::requests::{self, Reference, RequestHead, RequestRow, State};
use crate::review::actions::{NotMarked, Way};
use crate::review::decisions::Decision;
use crate::review::elsewhere::proposals;
use crate::review::grounds::{Ground, SHOWN_ONCE, grounds_for};
use crate::review::pages::overview::A_PAGE;
use crate::review::pages::passages::PassageForm;
use crate::review::store::{self, DecisionRow, MarkShown, PageRow, ReviewItem};
use crate::review::whole::{Whole, whole};
use crate::web::{Answer, Desk, HttpProblem, Sent, Shell, moment};

/// A mark as the page's script draws it: boxes are left, top, width, height in points as displayed.
#[derive(Debug, Clone, Serialize)]
pub struct MarkView {
    pub id: Id,
    pub page: i64,
    pub version: i64,
    pub boxes: Vec<[f64; 4]>,
    pub ground: String,
    pub ground_name: String,
    pub label: String,
    pub reason: String,
    pub by: String,
    pub at: String,
}

/// Everything about an item that changes while it is reviewed.
#[derive(Debug, Clone, Serialize)]
pub struct Standing {
    pub marks: Vec<MarkView>,
    pub undo: Option<String>,
    pub redo: Option<String>,
    pub said: String,
}

/// A page as displayed.
pub struct PageView {
    pub number: i64,
    pub width: f64,
    pub height: f64,
    pub warnings: Vec<String>,
}

struct Listed {
    number: i64,
    title: String,
    pages: i64,
    decision: Option<String>,
    marks: i64,
    here: bool,
}

#[derive(Template)]
#[template(path = "review/item.html")]
struct ReviewPage {
    shell: Shell,
    head: RequestHead,
    item: ReviewItem,
    /// Those about this one; `all_items` are counted, and listed on `overview_page` of the overview.
    items: Vec<Listed>,
    all_items: usize,
    overview_page: usize,
    pages: Vec<PageView>,
    marks: Vec<MarkView>,
    notices: Vec<records::Notice>,
    grounds: Vec<Ground>,
    decision: Option<DecisionRow>,
    undo: Option<String>,
    redo: Option<String>,
    editable: bool,
    next: Option<i64>,
    previous: Option<i64>,
    following: Option<i64>,
    level: String,
    kind: &'static str,
    /// Sentences that speak of legal advice, while nobody has said whether it is any.
    asked: Option<Vec<privilege::Sentence>>,
    look_out: Vec<&'static str>,
    /// Marks on the same file in other requests, to be decided about.
    elsewhere: usize,
    tagged: Vec<TaggedView>,
    /// Messages that stand in other items too.
    same: Vec<records::Same>,
    may_show_once: bool,
    whole: Whole,
    tags: &'static [Tag],
    form: PassageForm,
    may_tag: bool,
    may_ask: bool,
}

/// A tag that was not taken, and why.
#[derive(Default)]
pub(super) struct Wrong {
    pub form: PassageForm,
    pub what: Vec<Invalid>,
}

impl ReviewPage {
    fn moment(&self, at: &NaiveDateTime) -> String {
        moment(at)
    }

    fn decision_words(&self, name: &str) -> &'static str {
        Decision::from_name(name).map_or("", Decision::words)
    }

    fn last_ground(&self) -> &str {
        self.marks.last().map_or("", |m| m.ground.as_str())
    }
}

/// What there is to read of one item, for whoever may.
pub(super) struct Opened {
    pub request: RequestRow,
    pub item: ReviewItem,
    pub pages: Vec<PageRow>,
    pub sight: Sight,
}

/// The item, where it and its request are this person's to read.
pub(super) fn open(
    db: &mut Db,
    by: &crate::access::Actor,
    at: &Reference,
    number: i64,
) -> Result<Opened, NotMarked> {
    let request = requests::seen_by(db, by, at)?.ok_or_else(|| NotMarked::Unknown(at.clone()))?;
    let sight = records::sight(db, request.id, by)?;
    let item = store::item(db, request.id, number)
        .map_err(DbError::from)?
        .filter(|item| sight.sees(item.id))
        .ok_or(NotMarked::NoItem)?;
    let pages = store::pages_of(db, item.id).map_err(DbError::from)?;
    Ok(Opened { request, item, pages, sight })
}

pub(super) fn matrix(page: &PageRow) -> Matrix {
    serde_json::from_str(&page.to_display).unwrap_or(Matrix::IDENTITY)
}

/// Where a shape of user space lies on the displayed page: left, top, width, height.
fn displayed(quad: &Quad, to_display: &Matrix) -> [f64; 4] {
    let Rect { x0, y0, x1, y1 } = Quad(quad.0.map(|p| to_display.apply(p))).bounds();
    let tidy = |n: f64| (n * 100.0).round() / 100.0;
    [tidy(x0), tidy(y0), tidy(x1 - x0), tidy(y1 - y0)]
}

pub(super) fn views(
    request: &RequestRow,
    marks: Vec<MarkShown>,
    pages: &[PageRow],
) -> Vec<MarkView> {
    let names: HashMap<String, String> = grounds_for(&request.nation, &request.requester_kind)
        .into_iter()
        .map(|g| (g.id, g.name))
        .chain([(SHOWN_ONCE.to_owned(), "Shown once".to_owned())])
        .collect();
    let matrices: HashMap<i64, Matrix> = pages.iter().map(|p| (p.page, matrix(p))).collect();
    marks
        .into_iter()
        .map(|MarkShown { mark, by }| {
            let to_display = matrices.get(&mark.page).copied().unwrap_or(Matrix::IDENTITY);
            MarkView {
                id: mark.id,
                page: mark.page,
                version: mark.version,
                boxes: mark.quads().0.iter().map(|q| displayed(q, &to_display)).collect(),
                ground_name: names
                    .get(&mark.ground)
                    .cloned()
                    .unwrap_or_else(|| mark.ground.clone()),
                ground: mark.ground,
                label: mark.label,
                reason: mark.reason,
                by,
                at: moment(&mark.made_at),
            }
        })
        .collect()
}

/// What the page's script needs after each change.
pub(super) fn standing(
    db: &mut Db,
    by: &crate::access::Actor,
    at: &Reference,
    number: i64,
    said: String,
) -> Result<Standing, NotMarked> {
    let Opened { request, item, pages, .. } = open(db, by, at, number)?;
    let marks = store::marks_of_item(db, item.id).map_err(DbError::from)?;
    let mut at_hand = |way: Way| {
        let found = store::change_at_hand(db, request.id, by.id, way == Way::Redo)
            .map_err(DbError::from)?;
        Ok::<_, NotMarked>(found.map(|(_, change)| change.words))
    };
    let (undo, redo) = (at_hand(Way::Undo)?, at_hand(Way::Redo)?);
    Ok(Standing { marks: views(&request, marks, &pages), undo, redo, said })
}

/// `GET /requests/{reference}/review/{number}`
pub async fn reviewer(desk: Desk, path: web::Path<(Reference, i64)>) -> Answer {
    let (reference, number) = path.into_inner();
    show(desk, reference, number, Wrong::default()).await
}

pub(super) async fn show(desk: Desk, reference: Reference, number: i64, wrong: Wrong) -> Answer {
    let mut shell = desk.shell().wide();
    let today = desk.today();
    let (page, passages) = desk
        .work(move |db, actor, _| {
            let Opened { request, item, pages, sight } = open(db, actor, &reference, number)?;
            let head = requests::head(db, actor, &request, today)?.at("review");
            let all = store::items_of(db, request.id, &sight).map_err(DbError::from)?;
            let decisions: HashMap<Id, String> = store::decisions_of(db, request.id)
                .map_err(DbError::from)?
                .into_iter()
                .map(|d| (d.item_id, d.decision))
                .collect();
            let counts: HashMap<Id, i64> =
                store::mark_counts(db, request.id).map_err(DbError::from)?.into_iter().collect();
            let undecided: Vec<i64> =
                all.iter().filter(|i| !decisions.contains_key(&i.id)).map(|i| i.number).collect();
            let next = undecided
                .iter()
                .find(|n| **n > number)
                .or_else(|| undecided.iter().find(|n| **n != number))
                .copied();
            let previous = undecided.iter().rev().find(|n| **n < number).copied();
            let following = all.iter().map(|i| i.number).find(|n| *n > number);
            let all_items = all.len();
            let overview_page = all.iter().position(|i| i.id == item.id).unwrap_or(0) / A_PAGE + 1;
            let items = all
                .into_iter()
                .skip((overview_page - 1) * A_PAGE)
                .take(A_PAGE)
                .map(|i| Listed {
                    decision: decisions.get(&i.id).cloned(),
                    marks: counts.get(&i.id).copied().unwrap_or(0),
                    here: i.id == item.id,
                    number: i.number,
                    title: i.title,
                    pages: i.pages,
                })
                .collect();
            let mut notices = records::notices_of(db, request.id)?;
            notices.retain(|notice| notice.item == item.id);
            let standing = standing(db, actor, &reference, number, String::new())?;
            let decision = store::decision(db, item.id).map_err(DbError::from)?;
            let editable = matches!(
                request.state,
                State::Validating | State::Scoping | State::Gathering | State::Reviewing
            ) && crate::access::may(actor, crate::access::Action::MarkPages);
            let item_id = item.id;
            let passages = records::passages_of(db, item_id)?;
            let same = records::same_elsewhere(db, request.id, item.id, &sight)?;
            let page = ReviewPage {
                asked: privilege::asked_about(db, request.id, item.id)?,
                level: records::level_words(&item.level).to_owned(),
                kind: records::kind_words(&item.kind),
                elsewhere: proposals(db, actor, &request, &item)?.len(),
                look_out: records::look_out(&item.kind, &item.topics, &item.traits),
                grounds: grounds_for(&request.nation, &request.requester_kind),
                pages: pages.iter().map(view).collect(),
                shell: Shell::default(),
                marks: standing.marks,
                notices,
                undo: standing.undo,
                redo: standing.redo,
                head,
                item,
                items,
                all_items,
                overview_page,
                decision,
                editable,
                next,
                previous,
                following,
                tagged: Vec::new(),
                whole: whole(db, request.id, item_id, &same, &sight)?,
                same,
                may_show_once: editable,
                may_ask: crate::access::may(actor, crate::access::Action::Consult),
                tags: Tag::ALL,
                form: PassageForm::default(),
                may_tag: records::takes_files(request.state)
                    && crate::access::may(actor, crate::access::Action::DescribeItem),
            };
            Ok::<_, NotMarked>((page, passages))
        })
        .await?;
    let layer = page.item.words_sha256.as_deref();
    let tagged = records::tagged(&desk.services, layer, passages).await?;
    let reference = page.head.reference.clone();
    shell = shell
        .crumb("Requests", "/requests")
        .crumb(&reference, format!("/requests/{reference}"))
        .crumb("Review", format!("/requests/{reference}/review"))
        .crumb(format!("D{number}"), format!("/requests/{reference}/review/{number}"));
    let status =
        if wrong.what.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    shell = wrong.what.iter().fold(shell, |shell, wrong| shell.error(&wrong.words, wrong.field));
    desk.page_as(status, &ReviewPage { shell, tagged, form: wrong.form, ..page })
}

fn view(page: &PageRow) -> PageView {
    let warnings: Vec<Warning> = serde_json::from_str(&page.warnings).unwrap_or_default();
    PageView {
        number: page.page,
        width: page.width,
        height: page.height,
        warnings: warnings.iter().map(Warning::sentence).collect(),
    }
}

/// A word as the script lays it over the picture: text, left, top, width, height, line.
#[derive(Serialize)]
struct Laid(String, f64, f64, f64, f64, u32);

/// The words of every page of an item.
pub(super) async fn words_of(
    desk: &Desk,
    item: &ReviewItem,
) -> Result<Vec<Vec<Word>>, HttpProblem> {
    let Some(sha) = &item.words_sha256 else { return Ok(Vec::new()) };
    records::words_of(&desk.services, sha).await
}

/// `GET /requests/{reference}/review/{number}/words/{page}`
pub async fn page_words(desk: Desk, path: web::Path<(Reference, i64, i64)>) -> Answer {
    let (reference, number, page) = path.into_inner();
    let opened = desk.work(move |db, actor, _| open(db, actor, &reference, number)).await?;
    let words = words_of(&desk, &opened.item).await?;
    let at = usize::try_from(page - 1).unwrap_or(usize::MAX);
    let (Some(words), Some(row)) = (words.get(at), opened.pages.get(at)) else {
        return Err(HttpProblem::missing());
    };
    let to_display = matrix(row);
    let laid: Vec<Laid> = words
        .iter()
        .map(|w| {
            let [x, y, width, height] = displayed(&w.quad, &to_display);
            Laid(w.text.clone(), x, y, width, height, w.line)
        })
        .collect();
    Ok(HttpResponse::Ok().json(laid))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seen {
    pages: Vec<i64>,
}

/// `POST /requests/{reference}/review/{number}/seen`: which pages came into view.
pub async fn seen(desk: Desk, path: web::Path<(Reference, i64)>, form: Sent<Seen>) -> Answer {
    let (reference, number) = path.into_inner();
    desk.work(move |db, actor, _| {
        let opened = open(db, actor, &reference, number)?;
        crate::access::allow(actor, crate::access::Action::MarkPages, &[])?;
        for page in
            form.0.pages.into_iter().take(50).filter(|p| (1..=opened.item.pages).contains(p))
        {
            store::see(db, opened.item.id, page, actor.id).map_err(DbError::from)?;
        }
        Ok::<_, NotMarked>(())
    })
    .await?;
    Ok(HttpResponse::NoContent().finish())
}

/// `GET /requests/{reference}/review/{number}/standing`: the marks as they stand.
pub async fn item_standing(desk: Desk, path: web::Path<(Reference, i64)>) -> Answer {
    let (reference, number) = path.into_inner();
    let standing = desk
        .work(move |db, actor, _| standing(db, actor, &reference, number, String::new()))
        .await?;
    Ok(HttpResponse::Ok().json(standing))
}
