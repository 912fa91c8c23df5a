//! The parts of an entry, on the page of its item.

use actix_web::web;

use super::super::entries::{self, EntryForm};
use super::items::{Wrong, kept_apart, show};
use crate::requests::Reference;
use crate::web::{Answer, Desk, Sent};

/// `POST /requests/{reference}/items/{number}/entry`
pub async fn state_entry(
    desk: Desk,
    path: web::Path<(Reference, i64)>,
    form: Sent<EntryForm>,
) -> Answer {
    let (reference, number) = path.into_inner();
    let (at, sent) = (reference.clone(), form.0.clone());
    let done = desk
        .work(move |db, actor, now| kept_apart(entries::state(db, actor, &at, number, &sent, now)))
        .await?;
    match done {
        Ok(()) => {
            let to = format!("/requests/{reference}/items/{number}#entry");
            desk.said(&to, &format!("The parts of D{number} are kept."))
        }
        Err(what) => {
            let wrong = Wrong { entry: Some(form.0), what, ..Wrong::default() };
            show(desk, reference, number, wrong).await
        }
    }
}
