//! The diary, background work, messages, and the demonstration's outbox.

use actix_web::web;
use askama::Template;
use chrono::NaiveDateTime;
use serde::Deserialize;

use super::{actions, discretion};
use crate::audit::{self, Line, Verified};
use crate::db::{DbError, Id};
use crate::jobs::{self, JobRow};
use crate::mail::{self, MessageRow};
use crate::web::{Answer, Desk, HttpProblem, NoFields, Sent, Shell, Visitor, moment, number};

const A_PAGE: i64 = 100;

#[derive(Template)]
#[template(path = "oversight/diary.html")]
struct DiaryPage {
    shell: Shell,
    lines: Vec<Line>,
    verified: Option<Verified>,
    older: Option<i64>,
    newest: bool,
}

impl DiaryPage {
    fn moment(&self, at: &chrono::DateTime<chrono::Utc>) -> String {
        moment(&at.naive_utc())
    }

    fn number(&self, n: &i64) -> String {
        number(n)
    }
}

#[derive(Deserialize)]
pub struct Before {
    before: Option<i64>,
}

/// `GET /diary`
pub async fn diary(desk: Desk, before: web::Query<Before>) -> Answer {
    show_diary(desk, before.before, false).await
}

/// `POST /diary/verification`: reads the whole chain now.
pub async fn verify_diary(desk: Desk, _: Sent<NoFields>) -> Answer {
    show_diary(desk, None, true).await
}

async fn show_diary(desk: Desk, before: Option<i64>, verify: bool) -> Answer {
    let (lines, verified) = desk
        .work(move |db, _, _| {
            let mut lines = audit::latest(db, before, A_PAGE)?;
            discretion::keep_back(db, &mut lines)?;
            let verified = if verify { Some(audit::verify(db)?) } else { None };
            Ok::<_, DbError>((lines, verified))
        })
        .await?;
    let older = lines.last().map(|line| line.seq).filter(|seq| *seq > 1);
    let shell = desk.shell().crumb("Diary", "/diary");
    desk.page(&DiaryPage { shell, lines, verified, older, newest: before.is_none() })
}

#[derive(Template)]
#[template(path = "oversight/jobs.html")]
struct JobsPage {
    shell: Shell,
    jobs: Vec<JobRow>,
    failed: usize,
}

impl JobsPage {
    fn moment(&self, at: &NaiveDateTime) -> String {
        moment(at)
    }

    fn what(&self, kind: &str) -> String {
        match kind {
            "mail.deliver" => "Send a message".to_owned(),
            "records.import" => "Read a file into the record".to_owned(),
            "reminders.digest" => "Write the daily digest".to_owned(),
            "pack.build" => "Build a pack".to_owned(),
            other => other.replace(['.', '_'], " "),
        }
    }

    fn state(&self, state: &str) -> &'static str {
        match state {
            "waiting" => "Waiting",
            "running" => "Under way",
            "done" => "Done",
            "failed" => "Given up",
            _ => "Not known",
        }
    }
}

/// `GET /jobs`
pub async fn jobs(desk: Desk) -> Answer {
    let jobs = desk.work(|db, _, _| jobs::listed(db, 200)).await?;
    let failed = jobs.iter().filter(|job| job.state == "failed").count();
    let shell = desk.shell().crumb("Background work", "/jobs");
    desk.page(&JobsPage { shell, jobs, failed })
}

/// `POST /jobs/{id}/retry`
pub async fn retry_job(desk: Desk, id: web::Path<Id>, _: Sent<NoFields>) -> Answer {
    desk.work(move |db, actor, now| actions::retry(db, actor, *id, now)).await?;
    desk.said("/jobs", "The work will be tried again.")
}

#[derive(Template)]
#[template(path = "oversight/messages.html")]
struct MessagesPage {
    shell: Shell,
    messages: Vec<MessageRow>,
    /// Their words are shown: only in a demonstration, where all of them are made up.
    open: bool,
}

impl MessagesPage {
    fn moment(&self, at: &NaiveDateTime) -> String {
        moment(at)
    }

    fn channel(&self, channel: &str) -> &'static str {
        match channel {
            "email" => "E-mail",
            "letter" => "Letter",
            "phone" => "Telephone",
            _ => "Message",
        }
    }
}

/// `GET /messages`: who was written to, when, and whether it went; not what it said.
pub async fn messages(desk: Desk) -> Answer {
    let messages = desk.work(|db, _, _| mail::latest(db, 200)).await?;
    let shell = desk.shell().crumb("Messages", "/messages");
    desk.page(&MessagesPage { shell, messages, open: false })
}

/// `GET /outbox`: everything that goes out of a demonstration.
pub async fn outbox(visitor: Visitor) -> Answer {
    if !visitor.services.settings.demonstration {
        return Err(HttpProblem::missing());
    }
    let messages = visitor.work(|db, _| mail::latest(db, 200)).await?;
    let shell = visitor.shell().crumb("Outgoing mail", "/outbox");
    visitor.page(&MessagesPage { shell, messages, open: true })
}

#[derive(Template)]
#[template(path = "oversight/message.html")]
struct MessagePage {
    shell: Shell,
    message: MessageRow,
    pieces: Vec<Piece>,
}

/// A part of a message: words, or a link into this service.
struct Piece {
    words: String,
    href: Option<String>,
}

impl MessagePage {
    fn moment(&self, at: &NaiveDateTime) -> String {
        moment(at)
    }
}

/// Words and the addresses of our own among them, so that a demonstration's links can be followed.
fn pieces(body: &str, own: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = body;
    while let Some(at) = rest.find(own) {
        let (before, from) = rest.split_at(at);
        let end = from.find(char::is_whitespace).unwrap_or(from.len());
        let (address, after) = from.split_at(end);
        let path = address.strip_prefix(own).unwrap_or_default();
        pieces.push(Piece { words: before.to_owned(), href: None });
        let href = if path.starts_with('/') { path.to_owned() } else { "/".to_owned() };
        pieces.push(Piece { words: address.to_owned(), href: Some(href) });
        rest = after;
    }
    pieces.push(Piece { words: rest.to_owned(), href: None });
    pieces
}

/// `GET /outbox/{id}`
pub async fn outbox_message(visitor: Visitor, id: web::Path<Id>) -> Answer {
    let settings = &visitor.services.settings;
    if !settings.demonstration {
        return Err(HttpProblem::missing());
    }
    let own = settings.public_url.trim_end_matches('/').to_owned();
    let id = id.into_inner();
    let message =
        visitor.work(move |db, _| mail::find(db, id)).await?.ok_or_else(HttpProblem::missing)?;
    let shell = visitor
        .shell()
        .crumb("Outgoing mail", "/outbox")
        .crumb("A message", format!("/outbox/{id}"));
    let pieces = pieces(&message.body, &own);
    visitor.page(&MessagePage { shell, message, pieces })
}

#[cfg(test)]
mod tests {
    use super::pieces;

    #[test]
    fn a_link_of_ours_in_a_message_can_be_followed() {
        let found = pieces("Open http://localhost:1/answers/abc now", "http://localhost:1");

        let hrefs: Vec<_> = found.iter().map(|piece| piece.href.as_deref()).collect();
        assert_eq!(hrefs, [None, Some("/answers/abc"), None]);
    }
}
