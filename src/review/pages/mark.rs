//! Marks drawn, changed, removed, undone; words found.

use actix_web::{HttpResponse, web};
use askama::Template;
use candour_redaction::geometry::{Point, Quad, Rect};
use candour_redaction::read::Word;
use serde::{Deserialize, Serialize};

use super::desk::{Opened, matrix, open, standing, words_of};
use crate::db::{DbError, Id};
use crate::problem::{Invalid, Kind};
use crate::requests::{Reference, RequestHead};
use crate::review::actions::{self, Because, NewLook, NotMarked, Wanted, Way};
use crate::review::find;
use crate::review::grounds::{Ground, grounds_for};
use crate::review::mark::Quads;
use crate::review::store::{self, PageRow, ReviewItem};
use crate::web::{Answer, Desk, HttpProblem, Sent, Shell};

/// Words of a page, by their numbers.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Span {
    page: i64,
    first: usize,
    last: usize,
}

/// A box on a page as displayed: points from the left and the top.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Area {
    page: i64,
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewMarks {
    number: i64,
    #[serde(default)]
    find: String,
    /// `item` or `request`, for words to find.
    #[serde(default)]
    scope: String,
    #[serde(default)]
    spans: Vec<Span>,
    #[serde(default)]
    areas: Vec<Area>,
    /// A box by numbers, from the form that needs no script: millimetres from the left and top.
    #[serde(default)]
    page: String,
    #[serde(default)]
    left: String,
    #[serde(default)]
    top: String,
    #[serde(default)]
    right: String,
    #[serde(default)]
    bottom: String,
    #[serde(default)]
    ground: String,
    #[serde(default)]
    reason: String,
}

/// Points in a millimetre.
const POINTS: f64 = 72.0 / 25.4;

impl NewMarks {
    fn area_by_numbers(&self) -> Result<Option<Area>, Invalid> {
        let sides = [&self.left, &self.top, &self.right, &self.bottom];
        if sides.iter().all(|s| s.trim().is_empty()) {
            return Ok(None);
        }
        let page = self
            .page
            .trim()
            .parse()
            .map_err(|_| Invalid::new("page", "enter the page's number"))?;
        let side = |text: &str, name: &'static str| {
            text.trim()
                .parse::<f64>()
                .ok()
                .filter(|mm| mm.is_finite())
                .map(|mm| mm * POINTS)
                .ok_or_else(|| Invalid::new(name, "enter millimetres as a number, such as 25"))
        };
        Ok(Some(Area {
            page,
            left: side(&self.left, "left")?,
            top: side(&self.top, "top")?,
            right: side(&self.right, "right")?,
            bottom: side(&self.bottom, "bottom")?,
        }))
    }
}

/// A box on the displayed page as a shape of the page's user space.
fn quad_of(area: &Area, row: &PageRow) -> Option<Quad> {
    let back = matrix(row).inverse()?;
    let clamp = |v: f64, most: f64| v.clamp(0.0, most);
    let shown = Rect::new(
        clamp(area.left, row.width),
        clamp(area.top, row.height),
        clamp(area.right, row.width),
        clamp(area.bottom, row.height),
    );
    if shown.width() < 0.5 || shown.height() < 0.5 {
        return None;
    }
    let Rect { x0, y0, x1, y1 } = shown;
    let corners = [(x0, y0), (x1, y0), (x1, y1), (x0, y1)];
    Some(Quad(corners.map(|(x, y)| back.apply(Point { x, y }))).bounds().into())
}

fn row(pages: &[PageRow], page: i64) -> Option<&PageRow> {
    pages.iter().find(|p| p.page == page)
}

fn wanted_in(
    opened: &Opened,
    words: &[Vec<Word>],
    form: &NewMarks,
) -> Result<Vec<Wanted>, Invalid> {
    let item = opened.item.id;
    let mut wanted = Vec::new();
    for span in &form.spans {
        let on_page = usize::try_from(span.page - 1).ok().and_then(|at| words.get(at));
        let quads = on_page.map(|w| find::lines(w, span.first, span.last)).unwrap_or_default();
        wanted.push(Wanted { item, page: span.page, quads: Quads(quads) });
    }
    let by_numbers = form.area_by_numbers()?;
    for area in form.areas.iter().copied().chain(by_numbers) {
        let quad = row(&opened.pages, area.page).and_then(|row| quad_of(&area, row));
        wanted.push(Wanted { item, page: area.page, quads: Quads(quad.into_iter().collect()) });
    }
    Ok(wanted)
}

fn hits_in(item: &ReviewItem, words: &[Vec<Word>], text: &str) -> Vec<Wanted> {
    let mut wanted = Vec::new();
    for (at, page) in words.iter().enumerate() {
        for hit in find::hits(page, text) {
            wanted.push(Wanted { item: item.id, page: at as i64 + 1, quads: Quads(hit.quads) });
        }
    }
    wanted
}

/// `POST /requests/{reference}/marks`
pub async fn draw_marks(desk: Desk, path: web::Path<Reference>, form: Sent<NewMarks>) -> Answer {
    let (reference, form) = (path.into_inner(), form.0);
    let (at, number) = (reference.clone(), form.number);
    let (opened, items) = desk
        .work(move |db, actor, _| {
            let opened = open(db, actor, &at, number)?;
            let items =
                store::items_of(db, opened.request.id, &opened.sight).map_err(DbError::from)?;
            Ok::<_, NotMarked>((opened, items))
        })
        .await?;
    let words = words_of(&desk, &opened.item).await?;
    let mut wanted = wanted_in(&opened, &words, &form).map_err(|e| HttpProblem::from(&e))?;
    if !form.find.trim().is_empty() {
        let searched = if form.scope == "request" { items } else { vec![opened.item.clone()] };
        for item in searched {
            let words = words_of(&desk, &item).await?;
            wanted.extend(hits_in(&item, &words, &form.find));
        }
    }
    let (at, because) = (reference.clone(), Because { ground: form.ground, reason: form.reason });
    let drawn = desk
        .work(move |db, actor, now| actions::draw(db, actor, &at, wanted, &because, now))
        .await?
        .len();
    let said = match drawn {
        1 => "One mark drawn".to_owned(),
        n => format!("{n} marks drawn"),
    };
    answer(&desk, reference, number, said).await
}

/// The item's marks for the script, or the item's page for the browser alone.
async fn answer(desk: &Desk, reference: Reference, number: i64, said: String) -> Answer {
    if !desk.wants_json() {
        return desk.said(&format!("/requests/{reference}/review/{number}"), &said);
    }
    let standing =
        desk.work(move |db, actor, _| standing(db, actor, &reference, number, said)).await?;
    Ok(HttpResponse::Ok().json(standing))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Changed {
    number: i64,
    version: i64,
    #[serde(default)]
    areas: Vec<Area>,
    #[serde(default)]
    ground: String,
    #[serde(default)]
    reason: String,
}

/// `POST /requests/{reference}/marks/{id}`
pub async fn change_mark(
    desk: Desk,
    path: web::Path<(Reference, Id)>,
    form: Sent<Changed>,
) -> Answer {
    let ((reference, id), form) = (path.into_inner(), form.0);
    let (at, number) = (reference.clone(), form.number);
    desk.work(move |db, actor, now| {
        let opened = open(db, actor, &at, number)?;
        let quads: Vec<Quad> = form
            .areas
            .iter()
            .filter_map(|area| quad_of(area, row(&opened.pages, area.page)?))
            .collect();
        let look = NewLook {
            quads: (!form.areas.is_empty()).then_some(Quads(quads)),
            because: (!form.ground.is_empty())
                .then_some(Because { ground: form.ground, reason: form.reason }),
        };
        actions::change(db, actor, &at, id, form.version, look, now)
    })
    .await?;
    answer(&desk, reference, number, "Mark changed".into()).await
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Removed {
    number: i64,
    version: i64,
}

/// `POST /requests/{reference}/marks/{id}/removal`
pub async fn remove_mark(
    desk: Desk,
    path: web::Path<(Reference, Id)>,
    form: Sent<Removed>,
) -> Answer {
    let ((reference, id), form) = (path.into_inner(), form.0);
    let at = reference.clone();
    desk.work(move |db, actor, now| actions::remove(db, actor, &at, id, form.version, now)).await?;
    answer(&desk, reference, form.number, "Mark removed; you can undo this".into()).await
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct From {
    number: i64,
}

/// `POST /requests/{reference}/marks/undo`
pub async fn undo(desk: Desk, path: web::Path<Reference>, form: Sent<From>) -> Answer {
    step(desk, path.into_inner(), form.0.number, Way::Undo).await
}

/// `POST /requests/{reference}/marks/redo`
pub async fn redo(desk: Desk, path: web::Path<Reference>, form: Sent<From>) -> Answer {
    step(desk, path.into_inner(), form.0.number, Way::Redo).await
}

async fn step(desk: Desk, reference: Reference, number: i64, way: Way) -> Answer {
    let at = reference.clone();
    let words = desk.work(move |db, actor, now| actions::step(db, actor, &at, way, now)).await?;
    let said =
        if way == Way::Undo { format!("Undone: {words}") } else { format!("Done again: {words}") };
    answer(&desk, reference, number, said).await
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sought {
    #[serde(default)]
    text: String,
    /// `item` or `request`.
    #[serde(default)]
    scope: String,
    number: i64,
}

#[derive(Debug, Serialize)]
struct Found {
    number: i64,
    title: String,
    page: i64,
    before: String,
    found: String,
    after: String,
}

#[derive(Template)]
#[template(path = "review/find.html")]
struct FindPage {
    shell: Shell,
    head: RequestHead,
    number: i64,
    text: String,
    scope: String,
    found: Vec<Found>,
    items: usize,
    grounds: Vec<Ground>,
    more: bool,
}

/// Hits shown of one search; all of them are marked all the same.
const MOST_SHOWN: usize = 500;

/// `POST /requests/{reference}/find`: a question that may hold a name, so it stands in no address.
pub async fn find_words(desk: Desk, path: web::Path<Reference>, form: Sent<Sought>) -> Answer {
    let (reference, sought) = (path.into_inner(), form.0);
    if sought.text.trim().is_empty() {
        return Err(HttpProblem::of(Kind::Invalid, "type the words to find"));
    }
    let (at, number) = (reference.clone(), sought.number);
    let today = desk.today();
    let (opened, items, head) = desk
        .work(move |db, actor, _| {
            let opened = open(db, actor, &at, number)?;
            let head = crate::requests::head(db, actor, &opened.request, today)?.at("review");
            let items =
                store::items_of(db, opened.request.id, &opened.sight).map_err(DbError::from)?;
            Ok::<_, NotMarked>((opened, items, head))
        })
        .await?;
    let searched = if sought.scope == "request" { items } else { vec![opened.item.clone()] };
    let mut found = Vec::new();
    let mut with_hits = 0;
    for item in &searched {
        let before = found.len();
        for (page, words) in words_of(&desk, item).await?.iter().enumerate() {
            for hit in find::hits(words, &sought.text) {
                found.push(Found {
                    number: item.number,
                    title: item.title.clone(),
                    page: page as i64 + 1,
                    before: hit.before,
                    found: hit.found,
                    after: hit.after,
                });
            }
        }
        with_hits += usize::from(found.len() > before);
    }
    if desk.wants_json() {
        return Ok(HttpResponse::Ok().json(found));
    }
    let more = found.len() > MOST_SHOWN;
    found.truncate(MOST_SHOWN);
    let shell = desk
        .shell()
        .crumb("Requests", "/requests")
        .crumb(reference.as_str(), format!("/requests/{reference}"))
        .crumb("Review", format!("/requests/{reference}/review"))
        .crumb(format!("D{number}"), format!("/requests/{reference}/review/{number}"));
    desk.page(&FindPage {
        shell,
        head,
        number,
        text: sought.text,
        scope: sought.scope,
        found,
        items: with_hits,
        grounds: grounds_for(&opened.request.nation, &opened.request.requester_kind),
        more,
    })
}
