//! The page on which staff see what is held of the people of a request.

use actix_web::web;
use askama::Template;
use chrono::NaiveDateTime;
use serde::Deserialize;

use super::actions::{self, Choice, Held};
use super::details::Detail;
use crate::access::{Action, allow};
use crate::problem::Invalid;
use crate::requests::{NotDone, Reference, RequestHead, head, known, note_reading};
use crate::web::{Answer, Desk, Sent, Shell, day, moment};

#[derive(Template)]
#[template(path = "held/show.html")]
struct HeldPage {
    shell: Shell,
    head: RequestHead,
    held: Held,
    over: bool,
}

impl HeldPage {
    fn moment(&self, at: &NaiveDateTime) -> String {
        moment(at)
    }

    fn received(&self, at: &chrono::NaiveDate) -> String {
        day(at)
    }
}

/// `GET /requests/{reference}/held`
pub async fn show(desk: Desk, path: web::Path<Reference>) -> Answer {
    let (reference, today) = (path.into_inner(), desk.today());
    let at = reference.clone();
    let (head, held, over) = desk
        .work(move |db, actor, now| {
            let request = known(db, actor, &at)?;
            allow(actor, Action::ManageRequest, &[])?;
            let head = head(db, actor, &request, today)?;
            let held = actions::held(db, actor, &request)?;
            // What stands here was read in those requests: the diary says so there.
            for earlier in &held.from {
                note_reading(db, actor, earlier, now)?;
            }
            Ok::<_, NotDone>((head, held, request.state.is_ended()))
        })
        .await?;
    let shell = desk
        .shell()
        .crumb("Requests", "/requests")
        .crumb(reference.as_str(), format!("/requests/{reference}"))
        .crumb("Held from before", format!("/requests/{reference}/held"));
    desk.page(&HeldPage { shell, head, held, over })
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChoiceForm {
    detail: String,
    from: String,
    take: bool,
}

/// `POST /requests/{reference}/held`
pub async fn decide_send(desk: Desk, path: web::Path<Reference>, form: Sent<ChoiceForm>) -> Answer {
    let (reference, form) = (path.into_inner(), form.0);
    let (at, take) = (reference.clone(), form.take);
    desk.work(move |db, actor, now| {
        // Those who may not know of the request learn nothing from their mistakes in its form.
        known(db, actor, &at)?;
        let detail = Detail::from_name(&form.detail)
            .ok_or_else(|| Invalid::new("detail", "say what is taken over"))?;
        let choice = Choice { detail, from: form.from, take };
        actions::decide(db, actor, &at, &choice, now)
    })
    .await?;
    let words = if take { "It is taken over." } else { "It is left aside." };
    desk.said(&format!("/requests/{reference}/held"), words)
}
