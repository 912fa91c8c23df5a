//! The page of timescales, and the same as a spreadsheet.

use std::collections::HashSet;

use actix_web::{HttpResponse, web};
use askama::Template;
use chrono::{Datelike as _, NaiveDate};
use serde::Deserialize;

use super::store;
use super::tally::{self, FellDue, Month, Tally};
use crate::calendar::{Date, words};
use crate::db::{Db, DbError, Id};
use crate::requests;
use crate::web::{Answer, Desk, HttpProblem, Shell};

#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(default)]
pub struct Year {
    pub year: Option<i32>,
}

impl Year {
    /// The year asked for, or this one.
    fn or(self, today: Date) -> i32 {
        self.year.filter(|year| (1998..=2200).contains(year)).unwrap_or_else(|| today.year())
    }
}

fn first_of(year: i32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or(NaiveDate::MIN)
}

fn of_year(db: &mut Db, year: i32) -> Result<Vec<FellDue>, DbError> {
    Ok(store::due_between(db, first_of(year), first_of(year + 1))?)
}

/// Those whose date was not kept, and how they stand.
fn late_in(all: &[FellDue], today: Date) -> impl Iterator<Item = (&FellDue, &'static str)> {
    all.iter().filter_map(move |one| Some((one, one.outcome(today).late_words()?)))
}

/// A late one that the reader may know of.
struct Late {
    reference: String,
    due: String,
    how: &'static str,
    reason: Option<String>,
}

#[derive(Template)]
#[template(path = "timescales/show.html")]
struct TimescalesPage {
    shell: Shell,
    year: i32,
    before: Option<i32>,
    after: Option<i32>,
    months: Vec<Month>,
    all: Tally,
    late: Vec<Late>,
    /// Late ones that are not the reader's to know of.
    others_late: usize,
    without_a_date: i64,
}

impl TimescalesPage {
    fn month(&self, month: &NaiveDate) -> String {
        month.format("%B %Y").to_string()
    }
}

/// `GET /timescales`
pub async fn show(desk: Desk, asked: web::Query<Year>) -> Answer {
    let today = desk.today();
    let year = asked.or(today);
    let (all, theirs, without_a_date, span) = desk
        .work(move |db, actor, _| {
            let all = of_year(db, year)?;
            let late: Vec<Id> = late_in(&all, today).map(|(one, _)| one.id).collect();
            let theirs: HashSet<Id> =
                requests::known_among(db, actor, &late)?.into_iter().collect();
            Ok::<_, DbError>((all, theirs, store::without_a_date(db)?, store::span(db)?))
        })
        .await?;
    let others_late = late_in(&all, today).filter(|(one, _)| !theirs.contains(&one.id)).count();
    let late = late_in(&all, today)
        .filter(|(one, _)| theirs.contains(&one.id))
        .map(|(one, how)| Late {
            reference: one.reference.clone(),
            due: words(one.due_on),
            how,
            reason: one.late_reason.clone(),
        })
        .collect();
    let years = span.map(|(first, last)| (first.year(), last.year()));
    desk.page(&TimescalesPage {
        shell: desk.shell().crumb("Requests", "/requests").crumb("Timescales", "/timescales"),
        year,
        before: years.filter(|(first, _)| *first < year).map(|_| year - 1),
        after: years.filter(|(_, last)| *last > year).map(|_| year + 1),
        months: tally::by_month(&all, today),
        all: tally::together(&all, today),
        late,
        others_late,
        without_a_date,
    })
}

/// `GET /timescales.csv`
pub async fn export(desk: Desk, asked: web::Query<Year>) -> Answer {
    let today = desk.today();
    let year = asked.or(today);
    let all = desk.work(move |db, _, _| of_year(db, year)).await?;
    let body =
        tally::csv(&tally::by_month(&all, today)).map_err(|e| HttpProblem::bug(&e.to_string()))?;
    let name = format!("attachment; filename=\"timescales-{year}.csv\"");
    Ok(HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8")
        .insert_header(("content-disposition", name))
        .body(body))
}
