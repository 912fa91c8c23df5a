//! The page of the check.

use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;
use serde::Deserialize;

use super::actions::{self, Statement, Verdict};
use super::entries::{ENTRIES, Entry, Held, SUMMARY, found_in, is_old, is_scanned};
use super::store::{self, Said};
use crate::access::{Action, allow, may};
use crate::calendar::Date;
use crate::db::DbError;
use crate::people;
use crate::problem::{Invalid, Kind};
use crate::requests::{NotDone, Reference, RequestHead, head, known};
use crate::web::{Answer, Desk, HttpProblem, Sent, Shell, day};

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct StatementForm {
    entry: String,
    verdict: String,
    words: String,
}

/// An entry with where it was found and what was said of it.
struct Checked {
    entry: &'static Entry,
    items: Vec<i64>,
    said: Option<Said>,
}

impl Checked {
    fn is_open(&self) -> bool {
        self.items.is_empty() && self.said.is_none()
    }
}

#[derive(Template)]
#[template(path = "completeness/show.html")]
struct CheckPage {
    shell: Shell,
    head: RequestHead,
    /// What of name, date of birth and number the record of people lacks.
    unnamed: Vec<&'static str>,
    old_summary: Option<Date>,
    checked: Vec<Checked>,
    open: usize,
    unscanned: Vec<(String, String, Date, Date)>,
    options: Vec<(String, String)>,
    verdicts: Vec<(String, String)>,
    form: StatementForm,
    may_state: bool,
}

impl CheckPage {
    fn day(&self, date: &Date) -> String {
        day(date)
    }
}

/// `GET /requests/{reference}/completeness`
pub async fn show(desk: Desk, path: web::Path<Reference>) -> Answer {
    page(desk, path.into_inner(), None, StatementForm::default()).await
}

fn checked(items: &[Held], said: Vec<Said>) -> Vec<Checked> {
    ENTRIES
        .iter()
        .map(|entry| Checked {
            entry,
            items: found_in(entry, items),
            said: said.iter().find(|s| s.entry == entry.name).cloned(),
        })
        .collect()
}

/// The day of the newest summary, where that is too long ago.
fn old_summary(items: &[Held], today: Date) -> Option<Date> {
    let summary = ENTRIES.iter().find(|e| e.name == SUMMARY)?;
    let of_kind = items.iter().filter(|i| summary.kinds.contains(&i.kind));
    of_kind.filter_map(Held::day).max().filter(|day| is_old(*day, today))
}

async fn page(
    desk: Desk,
    reference: Reference,
    problem: Option<HttpProblem>,
    form: StatementForm,
) -> Answer {
    let (today, at) = (desk.today(), reference.clone());
    let mut shell = desk
        .shell()
        .crumb("Requests", "/requests")
        .crumb(reference.as_str(), format!("/requests/{reference}"))
        .crumb("Record", format!("/requests/{reference}/record"))
        .crumb("Is it whole?", format!("/requests/{reference}/completeness"));
    let status = match &problem {
        Some(problem) => {
            shell = shell.error(&problem.words, problem.field.as_deref().unwrap_or("words"));
            StatusCode::UNPROCESSABLE_ENTITY
        }
        None => StatusCode::OK,
    };
    let may_state = may(&desk.actor, Action::DescribeItem);
    let page = desk
        .work(move |db, actor, _| {
            let request = known(db, actor, &at)?;
            allow(actor, Action::SeeRecord, &[])?;
            let head = head(db, actor, &request, today)?.at("record");
            let items = store::held(db, request.id).map_err(DbError::from)?;
            let said = store::said(db, request.id).map_err(DbError::from)?;
            let volumes = store::volumes(db, request.id).map_err(DbError::from)?;
            let subject = people::subject(db, request.subject_id)?;
            let mut unnamed = Vec::new();
            if subject.as_ref().is_none_or(|s| s.born_on.is_none()) {
                unnamed.push("their date of birth");
            }
            if subject.as_ref().is_none_or(|s| s.number.trim().is_empty()) {
                unnamed.push("our number for them");
            }
            let checked = checked(&items, said);
            let named = |v: Verdict| (v.name().to_owned(), v.words().to_owned());
            Ok::<_, NotDone>(CheckPage {
                shell,
                head,
                unnamed,
                old_summary: old_summary(&items, today),
                open: checked.iter().filter(|c| c.is_open()).count(),
                unscanned: volumes
                    .into_iter()
                    .filter(|(place, _, from, to)| !is_scanned(place, *from, *to, &items))
                    .collect(),
                options: checked
                    .iter()
                    .map(|c| (c.entry.name.to_owned(), c.entry.words.to_owned()))
                    .collect(),
                verdicts: Verdict::ALL.into_iter().map(named).collect(),
                checked,
                form,
                may_state,
            })
        })
        .await?;
    desk.page_as(status, &page)
}

/// `POST /requests/{reference}/completeness`
pub async fn send(desk: Desk, path: web::Path<Reference>, form: Sent<StatementForm>) -> Answer {
    let (reference, form) = (path.into_inner(), form.0);
    let (at, sent) = (reference.clone(), form.clone());
    let done = desk
        .work(move |db, actor, now| {
            known(db, actor, &at)?;
            let verdict = Verdict::from_name(&sent.verdict)
                .ok_or_else(|| Invalid::new("verdict", "say how it is with this part"))?;
            let statement = Statement { entry: sent.entry, verdict, words: sent.words };
            actions::state(db, actor, &at, statement, now)
        })
        .await;
    match done {
        Ok(()) => desk.said(&format!("/requests/{reference}/completeness"), "That is kept."),
        Err(problem) if problem.kind == Kind::Invalid => {
            page(desk, reference, Some(problem), form).await
        }
        Err(problem) => Err(problem),
    }
}
