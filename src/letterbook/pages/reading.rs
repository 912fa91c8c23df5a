//! The page on which a letter is read by whom it is to. Looking changes nothing; its button opens the
//! letter, so that a mail scanner does no harm.

use actix_web::web;
use askama::Template;
use chrono::NaiveDateTime;

use super::pdf;
use crate::letterbook::{preview, reading};
use crate::letters::{Filled, Part, SentLetter};
use crate::web::{Answer, HttpProblem, NoFields, Sent, Shell, Visitor, moment};

#[derive(Template)]
#[template(path = "letterbook/door.html")]
struct DoorPage {
    shell: Shell,
    token: String,
    phone: String,
}

/// `GET /read/{token}`
pub async fn read_door(visitor: Visitor, token: web::Path<String>) -> Answer {
    let token = token.into_inner();
    let link = token.clone();
    visitor.work(move |db, now| reading::look(db, &link, now)).await?;
    let phone = visitor.services.settings.controller.phone.clone();
    visitor.page(&DoorPage { shell: visitor.shell(), token, phone })
}

#[derive(Template)]
#[template(path = "letterbook/letter.html")]
struct LetterPage {
    shell: Shell,
    token: String,
    letter: Filled,
    sent: SentLetter,
    reference: String,
    phone: String,
    email: String,
}

impl LetterPage {
    fn moment(&self, at: &NaiveDateTime) -> String {
        moment(at)
    }
}

/// `POST /read/{token}`
pub async fn read_letter(visitor: Visitor, token: web::Path<String>, _: Sent<NoFields>) -> Answer {
    let token = token.into_inner();
    let link = token.clone();
    let (sent, reference) = visitor.work(move |db, now| reading::open(db, &link, now)).await?;
    let from = &visitor.services.settings.controller;
    visitor.page(&LetterPage {
        shell: visitor.shell(),
        token,
        letter: Filled::read(&sent.subject, &sent.body),
        sent,
        reference,
        phone: from.phone.clone(),
        email: from.email.clone(),
    })
}

/// `POST /read/{token}/file`
pub async fn read_file(visitor: Visitor, token: web::Path<String>, _: Sent<NoFields>) -> Answer {
    let (link, settings) = (token.into_inner(), visitor.services.settings.clone());
    let (letter, reference) = visitor.work(move |db, now| reading::open(db, &link, now)).await?;
    let made = web::block(move || preview::sent_sheet(&letter, &reference, &settings))
        .await
        .map_err(|e| HttpProblem::bug(&e.to_string()))?;
    pdf(made.map_err(|e| HttpProblem::bug(&e.to_string()))?, "letter")
}
