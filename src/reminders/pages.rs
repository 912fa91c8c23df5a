//! The page of days: bank holidays, and when the office is warned.

use actix_web::http::StatusCode;
use askama::Template;
use chrono::{NaiveDate, NaiveDateTime};
use serde::Deserialize;

use super::actions;
use crate::access::Who;
use crate::almanac::{self, ListRow};
use crate::db::DbError;
use crate::problem::Kind;
use crate::web::{Answer, Desk, HttpProblem, Sent, Shell, day, moment};

#[derive(Template)]
#[template(path = "reminders/clock.html")]
struct ClockPage {
    shell: Shell,
    /// Each calendar: from when to when it is known, and how many holidays it has.
    calendars: Vec<(String, NaiveDate, NaiveDate, usize)>,
    imports: Vec<ListRow>,
    days: String,
    list: String,
    digest_hour: u32,
}

impl ClockPage {
    fn day(&self, date: &NaiveDate) -> String {
        day(date)
    }

    fn moment(&self, at: &NaiveDateTime) -> String {
        moment(at)
    }
}

async fn page(desk: &Desk) -> Result<ClockPage, HttpProblem> {
    let (holidays, imports, warnings) = desk
        .work(|db, _, _| {
            let holidays = almanac::holidays(db)?;
            Ok::<_, DbError>((holidays, almanac::imports(db)?, almanac::warnings(db)?))
        })
        .await?;
    Ok(ClockPage {
        shell: desk.shell().crumb("Days", "/clock"),
        calendars: holidays.summary(),
        imports,
        days: warnings.words(),
        list: String::new(),
        digest_hour: desk.services.settings.clock.digest_hour,
    })
}

/// `GET /clock`
pub async fn clock(desk: Desk) -> Answer {
    let page = page(&desk).await?;
    desk.page(&page)
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct HolidaysForm {
    list: String,
}

/// `POST /clock/holidays`
pub async fn clock_holidays(desk: Desk, form: Sent<HolidaysForm>) -> Answer {
    let list = form.0.list;
    let sent = list.clone();
    let done = desk
        .work(move |db, actor, now| actions::import_holidays(db, &Who::from(actor), &sent, now))
        .await;
    match done {
        Ok(0) => desk.said("/clock", "The holidays are imported. No date of a request moved."),
        Ok(1) => desk.said("/clock", "The holidays are imported. The date of 1 request moved."),
        Ok(moved) => {
            let words = format!("The holidays are imported. The dates of {moved} requests moved.");
            desk.said("/clock", &words)
        }
        Err(problem) if problem.kind == Kind::Invalid => {
            let mut page = ClockPage { list, ..page(&desk).await? };
            page.shell = page.shell.error(&problem.words, "list");
            desk.page_as(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(problem) => Err(problem),
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct WarningsForm {
    days: String,
}

/// `POST /clock/warnings`
pub async fn clock_warnings(desk: Desk, form: Sent<WarningsForm>) -> Answer {
    let days = form.0.days;
    let sent = days.clone();
    let done = desk.work(move |db, actor, now| actions::set_warnings(db, actor, &sent, now)).await;
    match done {
        Ok(()) => desk.said("/clock", "The board and the digest warn at these days from now on."),
        Err(problem) if problem.kind == Kind::Invalid => {
            let mut page = ClockPage { days, ..page(&desk).await? };
            page.shell = page.shell.error(&problem.words, "days");
            desk.page_as(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(problem) => Err(problem),
    }
}
