//! What becomes of an item.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use crate::problem::Kind;
use crate::requests::Reference;
use crate::review::actions::Because;
use crate::review::decisions::{self, Decision};
use crate::web::{Answer, Desk, HttpProblem, NoFields, Sent};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decided {
    decision: String,
    #[serde(default)]
    ground: String,
    #[serde(default)]
    reason: String,
    /// The next undecided item, to go on to.
    #[serde(default)]
    next: Option<i64>,
}

/// `POST /requests/{reference}/items/{number}/decision`
pub async fn decide_item(
    desk: Desk,
    path: web::Path<(Reference, i64)>,
    form: Sent<Decided>,
) -> Answer {
    let ((reference, number), form) = (path.into_inner(), form.0);
    let decision = Decision::from_name(&form.decision)
        .ok_or_else(|| HttpProblem::of(Kind::Invalid, "choose what becomes of the item"))?;
    let (at, because) = (reference.clone(), Because { ground: form.ground, reason: form.reason });
    desk.work(move |db, actor, now| {
        decisions::decide(db, actor, &at, number, decision, &because, now)
    })
    .await?;
    let words = format!("D{number}: {}", decision.words().to_lowercase());
    if desk.wants_json() {
        return Ok(HttpResponse::Ok().json(serde_json::json!({ "said": words })));
    }
    let to = form.next.map_or_else(
        || format!("/requests/{reference}/review"),
        |next| format!("/requests/{reference}/review/{next}"),
    );
    desk.said(&to, &words)
}

/// `POST /requests/{reference}/items/{number}/reconsideration`
pub async fn reconsider_item(
    desk: Desk,
    path: web::Path<(Reference, i64)>,
    _: Sent<NoFields>,
) -> Answer {
    let (reference, number) = path.into_inner();
    let at = reference.clone();
    desk.work(move |db, actor, now| decisions::reconsider(db, actor, &at, number, now)).await?;
    desk.said(
        &format!("/requests/{reference}/review/{number}"),
        &format!("D{number} is undecided again"),
    )
}
