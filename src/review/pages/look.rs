//! The page as the requester will see it: the real redacted one, made by the engine.

use actix_web::{HttpResponse, web};

use super::desk::open;
use crate::db::DbError;
use crate::problem::Kind;
use crate::requests::Reference;
use crate::review::actions::NotMarked;
use crate::review::plan::plan_of;
use crate::review::store::{self, MarkShown};
use crate::vault::Fingerprint;
use crate::web::{Answer, Desk, HttpProblem};

/// `GET /requests/{reference}/review/{number}/as-sent/{page}`
pub async fn as_sent(desk: Desk, path: web::Path<(Reference, i64, i64)>) -> Answer {
    let (reference, number, page) = path.into_inner();
    let (opened, marks) = desk
        .work(move |db, actor, _| {
            let opened = open(db, actor, &reference, number)?;
            crate::access::allow(actor, crate::access::Action::SeeRecord, &[])?;
            let marks = store::marks_of_item(db, opened.item.id).map_err(DbError::from)?;
            Ok::<_, NotMarked>((opened, marks))
        })
        .await?;
    let working = opened.item.working_sha256.ok_or_else(|| {
        HttpProblem::of(Kind::Missing, "this file cannot be shown, so there is no page to look at")
    })?;
    let marks: Vec<_> = marks.into_iter().map(|MarkShown { mark, .. }| mark).collect();
    let at = usize::try_from(page - 1).map_err(|_| HttpProblem::missing())?;
    let working: Fingerprint = working.parse().map_err(|_| HttpProblem::missing())?;
    let png = desk
        .services
        .documents
        .preview(working, opened.pages.len(), plan_of("", &marks), at, 1_200)
        .await
        .map_err(|e| HttpProblem::from(&e))?;
    Ok(HttpResponse::Ok().content_type("image/png").body(png))
}
