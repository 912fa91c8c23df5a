//! Leaving out of an item the messages that another one shows.

use actix_web::web;
use serde::Deserialize;

use super::desk::{open, words_of};
use crate::problem::Kind;
use crate::records;
use crate::requests::Reference;
use crate::review::actions::{NotMarked, Wanted};
use crate::review::mark::Quads;
use crate::review::{copies, find, whole};
use crate::web::{Answer, Desk, HttpProblem, NoFields, Sent};

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LeftToAnother {
    /// The first of the messages, counted from 1.
    first: i64,
    /// The item that shows them.
    shown_in: i64,
}

/// `POST /requests/{reference}/items/{number}/shown-once`
pub async fn show_once(
    desk: Desk,
    path: web::Path<(Reference, i64)>,
    form: Sent<LeftToAnother>,
) -> Answer {
    let ((reference, number), form) = (path.into_inner(), form.0);
    let at = reference.clone();
    let (opened, same) = desk
        .work(move |db, actor, _| {
            let opened = open(db, actor, &at, number)?;
            let same =
                records::same_elsewhere(db, opened.request.id, opened.item.id, &opened.sight)?;
            let same =
                same.into_iter().find(|s| s.first == form.first && s.number == form.shown_in);
            Ok::<_, NotMarked>((opened, same))
        })
        .await?;
    let same = same.ok_or_else(|| {
        HttpProblem::of(Kind::Conflict, "these messages do not stand there any more; look again")
    })?;
    let words = words_of(&desk, &opened.item).await?;
    let item = opened.item.id;
    let wanted: Vec<Wanted> = (1_i64..)
        .zip(&words)
        .filter_map(|(page, words)| {
            let (first, last) = records::words_of_trail(same.from, same.to, page, words.len())?;
            Some(Wanted { item, page, quads: Quads(find::lines(words, first, last)) })
        })
        .collect();
    let (at, shown_in) = (reference.clone(), same.number);
    desk.work(move |db, actor, now| {
        copies::leave_out(db, actor, &at, (number, shown_in), wanted, now)
    })
    .await?;
    let words = format!("Left out here, shown once in D{shown_in}; you can undo this.");
    desk.said(&format!("/requests/{reference}/review/{number}"), &words)
}

/// `POST /requests/{reference}/items/{number}/given-once`
pub async fn give_once(desk: Desk, path: web::Path<(Reference, i64)>, _: Sent<NoFields>) -> Answer {
    let (reference, number) = path.into_inner();
    let at = reference.clone();
    desk.work(move |db, actor, now| whole::give_once(db, actor, &at, number, now)).await?;
    let words = format!("D{number} is not given twice; the pack says where its words are.");
    desk.said(&format!("/requests/{reference}/review/{number}"), &words)
}
