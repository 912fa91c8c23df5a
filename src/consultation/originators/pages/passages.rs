//! Choosing the passages somebody is asked about: what a mark hides, words, or a whole page.

use actix_web::web;
use candour_redaction::geometry::{Matrix, Quad, Rect};
use candour_redaction::read::Word;
use serde::Deserialize;

use super::super::actions::{self, NewPassage};
use super::super::store;
use super::selected::Selected;
use super::show::{Forms, after};
use crate::access::{Action, Actor, allow};
use crate::db::{Db, DbError, Id};
use crate::problem::Invalid;
use crate::records;
use crate::requests::{NotDone, Reference};
use crate::review::{self, Quads, find};
use crate::web::{Answer, Desk, HttpProblem, NoFields, Sent};

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PassageForm {
    pub(super) mark: String,
    pub(super) item: String,
    pub(super) page: String,
    pub(super) from: String,
    pub(super) to: String,
    /// Numbers of the first and last word, where they were selected in the review.
    pub(super) first: String,
    pub(super) last: String,
}

const ADDED: &str = "The passage is added. Look at it as they will see it.";

/// The marks of a request, as one may ask about what they hide.
pub(super) fn marks(
    db: &mut Db,
    request: Id,
    by: &Actor,
) -> Result<Vec<(String, String)>, DbError> {
    let sight = records::sight(db, request, by)?;
    let numbers: std::collections::HashMap<Id, i64> = records::items_of(db, request)?
        .into_iter()
        .filter(|item| !item.privileged && sight.sees(item.id))
        .map(|item| (item.id, item.number))
        .collect();
    let mut all = vec![(String::new(), "No mark: the words below".to_owned())];
    for mark in review::marks_of(db, request)? {
        let Some(number) = numbers.get(&mark.item_id) else { continue };
        let reason =
            if mark.reason.is_empty() { String::new() } else { format!(", {}", mark.reason) };
        all.push((mark.id.to_string(), format!("D{number}-p{} {}{reason}", mark.page, mark.label)));
    }
    Ok(all)
}

/// `POST /requests/{reference}/consultations/{id}/passages`
pub async fn add_passage_send(
    desk: Desk,
    path: web::Path<(Reference, Id)>,
    form: Sent<PassageForm>,
) -> Answer {
    let ((reference, id), form) = (path.into_inner(), form.0);
    let (at, sent) = (reference.clone(), form.clone());
    if !form.first.is_empty() {
        let PassageForm { item, page, first, last, .. } = form.clone();
        let selected = Selected { item, page, first, last };
        let passage = selected.chosen(&desk, &reference).await?.passage;
        let done = desk
            .work(move |db, actor, now| actions::add_passage(db, actor, &at, id, &passage, now))
            .await
            .map(drop);
        return after(desk, reference, id, done, ADDED, Forms::default()).await;
    }
    let found = desk.work(move |db, actor, _| place(db, actor, &at, id, &sent)).await;
    let done = match found {
        Ok(place) => {
            let passage = passage_at(&desk, place, &form).await?;
            let at = reference.clone();
            desk.work(move |db, actor, now| actions::add_passage(db, actor, &at, id, &passage, now))
                .await
                .map(drop)
        }
        Err(problem) => Err(problem),
    };
    let forms = Forms::of(form);
    after(desk, reference, id, done, ADDED, forms).await
}

/// Where a passage is to be found.
struct Place {
    item: i64,
    page: i64,
    /// Shapes that are known already, from a mark.
    quads: Option<Quads>,
    layer: Option<String>,
    size: Option<(f64, f64, String)>,
}

fn place(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    id: Id,
    form: &PassageForm,
) -> Result<Place, NotDone> {
    let (request, _) = actions::known(db, by, at, id)?;
    allow(by, Action::Consult, &[])?;
    if !form.mark.is_empty() {
        let gone = || Invalid::new("mark", "this mark is gone; choose another");
        let mark: Id = form.mark.parse().map_err(|_| gone())?;
        let marks = review::marks_of(db, request.id)?;
        let mark = marks.into_iter().find(|m| m.id == mark).ok_or_else(gone)?;
        let items = records::items_of(db, request.id)?;
        let item = items.iter().find(|i| i.id == mark.item_id).ok_or_else(gone)?.number;
        let quads = Some(mark.quads());
        return Ok(Place { item, page: mark.page, quads, layer: None, size: None });
    }
    let number = |field, text: &str, ask: &str| {
        let digits = text.trim().trim_start_matches(['D', 'd', 'p']);
        digits.parse::<i64>().map_err(|_| Invalid::new(field, ask))
    };
    let item = number("item", &form.item, "enter the item's number, such as D12")?;
    let page = number("page", &form.page, "enter the page's number")?;
    let sight = records::sight(db, request.id, by)?;
    let known = store::item(db, request.id, item)
        .map_err(DbError::from)?
        .filter(|(item, ..)| sight.sees(*item));
    let (known, _, layer) =
        known.ok_or_else(|| Invalid::new("item", "there is no such item in this request"))?;
    let size = store::page_size(db, known, page).map_err(DbError::from)?;
    Ok(Place { item, page, quads: None, layer, size })
}

async fn passage_at(
    desk: &Desk,
    place: Place,
    form: &PassageForm,
) -> Result<NewPassage, HttpProblem> {
    let Place { item, page, quads, layer, size } = place;
    let quads = match (quads, layer) {
        (Some(quads), _) => quads,
        (None, Some(layer)) if !form.from.trim().is_empty() => {
            let at = usize::try_from(page - 1).unwrap_or(usize::MAX);
            let words = records::words_on(&desk.services, &layer, at).await?.unwrap_or_default();
            Quads(between(&words, &form.from, &form.to))
        }
        (None, _) if form.from.trim().is_empty() => whole(size),
        (None, _) => Quads(Vec::new()),
    };
    Ok(NewPassage { item, page, quads })
}

/// The shapes from the first words to the last ones; `to` empty means the first words alone.
fn between(words: &[Word], from: &str, to: &str) -> Vec<Quad> {
    let Some(begins) = find::hits(words, from).into_iter().next() else { return Vec::new() };
    if to.trim().is_empty() {
        return begins.quads;
    }
    let ends = find::hits(words, to).into_iter().find(|hit| hit.first >= begins.first);
    ends.map_or_else(Vec::new, |ends| find::lines(words, begins.first, ends.last))
}

/// The whole page, in its own space.
fn whole(size: Option<(f64, f64, String)>) -> Quads {
    let Some((width, height, to_display)) = size else { return Quads(Vec::new()) };
    let to_display: Matrix = serde_json::from_str(&to_display).unwrap_or(Matrix::IDENTITY);
    let back = to_display.inverse().unwrap_or(Matrix::IDENTITY);
    let shown: Quad = Rect::new(0.0, 0.0, width, height).into();
    Quads(vec![Quad(shown.0.map(|p| back.apply(p))).bounds().into()])
}

/// `POST /requests/{reference}/consultations/{id}/passages/{number}/removal`
pub async fn remove_passage_send(
    desk: Desk,
    path: web::Path<(Reference, Id, i64)>,
    _: Sent<NoFields>,
) -> Answer {
    let (reference, id, number) = path.into_inner();
    let at = reference.clone();
    let done = desk
        .work(move |db, actor, now| actions::remove_passage(db, actor, &at, id, number, now))
        .await;
    after(desk, reference, id, done, "The passage is taken out.", Forms::default()).await
}
