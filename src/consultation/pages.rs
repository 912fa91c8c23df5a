//! Everybody who is heard about a request, on one page.

use actix_web::web;
use askama::Template;

use super::originators::{self, ConsultationRow, crumbs};
use super::restrictions::{self, RestrictionRow};
use super::third_parties::{self, Standing};
use crate::access::{Action, allow, may};
use crate::people::Person;
use crate::records;
use crate::requests::{NotDone, Reference, RequestHead, head, known};
use crate::web::{Answer, Desk, Shell, day};

struct Asked {
    row: ConsultationRow,
    /// "D3-p2, D7-p1".
    passages: String,
}

#[derive(Template)]
#[template(path = "consultation/index.html")]
struct ConsultationsPage {
    shell: Shell,
    head: RequestHead,
    asked: Vec<Asked>,
    people: Vec<(Person, Standing)>,
    restrictions: Vec<(RestrictionRow, i64)>,
    may_prepare: bool,
}

impl ConsultationsPage {
    fn until(&self, row: &ConsultationRow) -> String {
        row.answer_by.map(|by| format!("by {}", day(&by))).unwrap_or_default()
    }
}

/// `GET /requests/{reference}/consultations`
pub async fn index(desk: Desk, path: web::Path<Reference>) -> Answer {
    let (reference, today) = (path.into_inner(), desk.today());
    let shell = crumbs(desk.shell(), reference.as_str());
    let page = desk
        .work(move |db, actor, _| {
            let request = known(db, actor, &reference)?;
            allow(actor, Action::SeeRecord, &[])?;
            let head = head(db, actor, &request, today)?.at("consultations");
            let sight = records::sight(db, request.id, actor)?;
            let passages = originators::passages_of_request(db, request.id)?;
            let asked = originators::of_request(db, request.id)?
                .into_iter()
                .map(|row| Asked {
                    passages: passages
                        .iter()
                        .filter(|(p, _)| p.consultation_id == row.id && sight.sees(p.item_id))
                        .map(|(p, number)| format!("D{number}-p{}", p.page))
                        .collect::<Vec<_>>()
                        .join(", "),
                    row,
                })
                .collect();
            Ok::<_, NotDone>(ConsultationsPage {
                may_prepare: may(actor, Action::Consult),
                people: third_parties::of_request(db, &request)?,
                restrictions: restrictions::of_request(db, request.id)?
                    .into_iter()
                    .filter(|(row, _)| sight.sees(row.item_id))
                    .collect(),
                shell,
                head,
                asked,
            })
        })
        .await?;
    desk.page(&page)
}
