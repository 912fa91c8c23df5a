//! Who received what: of one request, and of all.

use actix_web::{HttpResponse, web};
use askama::Template;
use chrono::NaiveDateTime;

use crate::access::{Action, may, policy};
use crate::audit::{self, About, Act};
use crate::db::{self, DbError, Id};
use crate::disclosure::actions::{DeliveredFile, NotReleased};
use crate::disclosure::collect::{self, Told};
use crate::disclosure::how::How;
use crate::disclosure::register::csv;
use crate::disclosure::store::{self, DisclosureRow, Entry, ReadingRow};
use crate::requests::{self, Reference, RequestHead, State};
use crate::web::{Answer, Desk, HttpProblem, Shell, moment};

fn how_words(how: &str) -> &'static str {
    How::from_name(how).map_or("", How::words)
}

fn state_words(state: &str) -> &'static str {
    match state {
        "released" => "Released, not opened yet",
        "opened" => "Opened",
        "delivered" => "Received",
        "expired" => "Expired",
        "revoked" => "Revoked",
        _ => "",
    }
}

#[derive(Template)]
#[template(path = "disclosure/of_request.html")]
struct OfRequestPage {
    shell: Shell,
    head: RequestHead,
    entries: Vec<(DisclosureRow, Vec<DeliveredFile>, Vec<ReadingRow>)>,
    /// Where the pack goes in parts: each, and whether it went.
    parts: Vec<Told>,
    may_release: bool,
    may_change: bool,
    may_close: bool,
}

impl OfRequestPage {
    fn moment(&self, at: &NaiveDateTime) -> String {
        moment(at)
    }

    fn how(&self, how: &str) -> &'static str {
        how_words(how)
    }

    fn state(&self, state: &str) -> &'static str {
        state_words(state)
    }
}

/// `GET /requests/{reference}/disclosures`
pub async fn of_request(desk: Desk, path: web::Path<Reference>) -> Answer {
    let (reference, today) = (path.into_inner(), desk.today());
    let shell = desk
        .shell()
        .crumb("Requests", "/requests")
        .crumb(reference.as_str(), format!("/requests/{reference}"))
        .crumb("Disclosures", format!("/requests/{reference}/disclosures"));
    let page = desk
        .work(move |db, actor, _| {
            let request = requests::seen_by(db, actor, &reference)?
                .ok_or_else(|| NotReleased::Unknown(reference.clone()))?;
            let head = requests::head(db, actor, &request, today)?.at("disclosures");
            let rows = store::of_request(db, request.id).map_err(DbError::from)?;
            let ids: Vec<Id> = rows.iter().map(|d| d.id).collect();
            let readings = store::readings(db, &ids).map_err(DbError::from)?;
            let entries = rows
                .into_iter()
                .map(|d| {
                    let files = collect::files_of(&d);
                    let of_it = readings.iter().filter(|r| r.disclosure_id == d.id);
                    let readings = of_it.cloned().collect();
                    (d, files, readings)
                })
                .collect();
            let parts = collect::parts_of(db, request.id)?;
            let may_change = may(actor, Action::ReleasePack);
            let may_close = may_change && request.state == State::Disclosed;
            let may_release = may_change && request.state == State::PartDisclosed;
            Ok::<_, NotReleased>(OfRequestPage {
                shell,
                head,
                entries,
                parts,
                may_release,
                may_change,
                may_close,
            })
        })
        .await?;
    desk.page(&page)
}

#[derive(Template)]
#[template(path = "disclosure/index.html")]
struct RegisterPage {
    shell: Shell,
    entries: Vec<Entry>,
}

impl RegisterPage {
    fn moment(&self, at: &NaiveDateTime) -> String {
        moment(at)
    }

    fn how(&self, how: &str) -> &'static str {
        how_words(how)
    }

    fn state(&self, state: &str) -> &'static str {
        state_words(state)
    }
}

/// `GET /disclosures`
pub async fn index(desk: Desk) -> Answer {
    let entries = desk
        .work(|db, actor, _| {
            store::register(db, actor.id, policy::reads_every_request(actor)).map_err(DbError::from)
        })
        .await?;
    desk.page(&RegisterPage { shell: desk.shell().crumb("Disclosures", "/disclosures"), entries })
}

/// `GET /disclosures.csv`
pub async fn export(desk: Desk) -> Answer {
    let who = desk.who();
    let entries = desk
        .work(move |db, actor, now| {
            db::transaction(db, |db| {
                let entries = store::register(db, actor.id, policy::reads_every_request(actor))
                    .map_err(DbError::from)?;
                let words = format!("{} entries", entries.len());
                audit::tell(db, &who, Act::RegisterExported, About::nothing().words(words), now)?;
                Ok::<_, DbError>(entries)
            })
        })
        .await?;
    let body = csv(&entries).map_err(|e| HttpProblem::bug(&e.to_string()))?;
    Ok(HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8")
        .insert_header(("content-disposition", "attachment; filename=\"disclosures.csv\""))
        .body(body))
}
