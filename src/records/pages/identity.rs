//! Whom the items of a record name.

use actix_web::web;
use askama::Template;
use serde::Deserialize;

use super::super::actions::{NotRecorded, takes_files};
use super::super::identity::{self, Verdict};
use super::super::store;
use super::crumbs;
use crate::access::{Action, allow, may};
use crate::calendar::local_day;
use crate::people;
use crate::requests::{self, Reference, RequestHead};
use crate::web::{Answer, Desk, NoFields, Sent, Shell, day};

/// A spelling with the items it stands in.
struct Spelling {
    words: String,
    items: Vec<i64>,
    same: Option<bool>,
}

#[derive(Template)]
#[template(path = "records/names.html")]
struct NamesPage {
    shell: Shell,
    head: RequestHead,
    names: String,
    born: Option<String>,
    number: String,
    spellings: Vec<Spelling>,
    nobody: Vec<i64>,
    /// Items whose words have not been looked through yet.
    waiting: usize,
    may_judge: bool,
}

/// `GET /requests/{reference}/record/names`
pub async fn names(desk: Desk, path: web::Path<Reference>) -> Answer {
    let reference = path.into_inner();
    let shell = desk.shell();
    let page = desk
        .work(move |db, actor, now| {
            let request = requests::seen_by(db, actor, &reference)?.ok_or(NotRecorded::Unknown)?;
            allow(actor, Action::SeeRecord, &[])?;
            let head = requests::head(db, actor, &request, local_day(now))?.at("record");
            let sight = store::sight(db, request.id, actor.id)?;
            let subject = people::subject(db, request.subject_id)?.ok_or(NotRecorded::Unknown)?;
            let here = format!("/requests/{reference}/record/names");
            Ok::<_, NotRecorded>(NamesPage {
                shell: crumbs(shell, &head).crumb("Who it names", here),
                names: subject.names().join(", "),
                born: subject.born_on.as_ref().map(day),
                number: subject.number,
                spellings: spellings(store::variants(db, request.id, &sight)?),
                nobody: store::naming_nobody(db, request.id, &sight)?
                    .into_iter()
                    .map(|(_, number)| number)
                    .collect(),
                waiting: store::not_looked_through(db, request.id)?
                    .iter()
                    .filter(|(item, _)| sight.sees(*item))
                    .count(),
                may_judge: takes_files(request.state) && may(actor, Action::DescribeItem),
                head,
            })
        })
        .await?;
    desk.page(&page)
}

/// `rows` in the order of their spellings; what nobody has judged stands first.
fn spellings(rows: Vec<store::Variant>) -> Vec<Spelling> {
    let mut found: Vec<Spelling> = Vec::new();
    for row in rows {
        match found.last_mut() {
            Some(spelling) if spelling.words == row.spelling => spelling.items.push(row.number),
            _ => found.push(Spelling {
                words: row.spelling,
                items: vec![row.number],
                same: row.same,
            }),
        }
    }
    found.sort_by_key(|spelling| spelling.same.is_some());
    found
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Judged {
    /// In the form, never in the address: it is a name.
    spelling: String,
    verdict: String,
}

/// `POST /requests/{reference}/record/names`
pub async fn judge_spelling(desk: Desk, path: web::Path<Reference>, form: Sent<Judged>) -> Answer {
    let (reference, form) = (path.into_inner(), form.0);
    let at = reference.clone();
    let verdict = desk
        .work(move |db, actor, now| {
            let says = (form.spelling.as_str(), form.verdict.as_str());
            identity::judge(db, actor, &at, says, now)
        })
        .await?;
    let words = match verdict {
        Verdict::Same => "This spelling is the same person.",
        Verdict::Another => "This spelling is somebody else. Check that those items belong here.",
    };
    desk.said(&format!("/requests/{reference}/record/names"), words)
}

/// `POST /requests/{reference}/record/names/look`
pub async fn look_for_names(desk: Desk, path: web::Path<Reference>, _: Sent<NoFields>) -> Answer {
    let reference = path.into_inner();
    let at = reference.clone();
    desk.work(move |db, actor, now| identity::look_again(db, actor, &at, now)).await?;
    let words = "The record is looked through again. This takes a moment.";
    desk.said(&format!("/requests/{reference}/record/names"), words)
}
