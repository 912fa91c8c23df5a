//! Who may read what is highly sensitive, on the screen.

use actix_web::web;
use serde::Deserialize;

use super::super::named;
use super::items::{Wrong, kept_apart, show};
use crate::db::Id;
use crate::requests::Reference;
use crate::web::{Answer, Desk, NoFields, Sent};

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Named {
    pub reader: String,
    pub named_reason: String,
}

/// `POST /requests/{reference}/items/{number}/readers`
pub async fn name_reader(
    desk: Desk,
    path: web::Path<(Reference, i64)>,
    form: Sent<Named>,
) -> Answer {
    let (reference, number) = path.into_inner();
    let (at, sent) = (reference.clone(), form.0.clone());
    let done = desk
        .work(move |db, actor, now| {
            let to = (sent.reader.as_str(), sent.named_reason.as_str());
            kept_apart(named::name(db, actor, &at, number, to, now))
        })
        .await?;
    match done {
        Ok(()) => {
            let to = format!("/requests/{reference}/items/{number}#readers");
            desk.said(&to, &format!("Somebody more may read D{number}."))
        }
        Err(what) => {
            show(desk, reference, number, Wrong { naming: form.0, what, ..Wrong::default() }).await
        }
    }
}

/// `POST /requests/{reference}/items/{number}/readers/{id}/ending`
pub async fn end_reader(
    desk: Desk,
    path: web::Path<(Reference, i64, Id)>,
    _: Sent<NoFields>,
) -> Answer {
    let (reference, number, reader) = path.into_inner();
    let at = reference.clone();
    desk.work(move |db, actor, now| named::end(db, actor, &at, number, reader, now)).await?;
    // Who ends their own reading can no longer see the item.
    desk.said(&format!("/requests/{reference}/record"), "They may no longer read it.")
}
