//! Requests as data, for programs that carry a token.

use actix_web::HttpResponse;
use serde::Serialize;

use crate::almanac;
use crate::calendar::Date;
use crate::db::DbError;
use crate::requests::clock::days_left;
use crate::requests::store::{self, Wanted};
use crate::web::{Answer, Desk};

/// Most rows in one answer.
const MOST: i64 = 1_000;

#[derive(Serialize)]
struct Entry {
    reference: String,
    kind: String,
    state: &'static str,
    received_on: Date,
    due_on: Option<Date>,
    days_left: String,
    owner: Option<String>,
}

#[derive(Serialize)]
struct List {
    requests: Vec<Entry>,
    total: i64,
}

/// `GET /api/requests`: the open requests that the token's person may know of, without names of
/// subjects.
pub async fn list_json(desk: Desk) -> Answer {
    let today = desk.today();
    let list = desk
        .work(move |db, actor, _| {
            let wanted = Wanted::default();
            let rows = store::board(db, actor, &wanted, 0, MOST)?;
            let total = store::count(db, actor, &wanted)?;
            let soon = almanac::warnings(db)?.soon();
            let requests = rows
                .into_iter()
                .map(|row| Entry {
                    days_left: days_left(row.state, row.received_on, row.due_on, today, soon).words,
                    reference: row.reference,
                    kind: row.kind,
                    state: row.state.name(),
                    received_on: row.received_on,
                    due_on: row.due_on,
                    owner: row.owner,
                })
                .collect();
            Ok::<_, DbError>(List { requests, total })
        })
        .await?;
    Ok(HttpResponse::Ok().json(list))
}
