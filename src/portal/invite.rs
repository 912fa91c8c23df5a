//! The link by which somebody follows their request. It goes with the acknowledgement; its code goes
//! another way (LINK-03), so that nobody who only reads their mail can follow it.

use chrono::Duration;

use crate::db;
use crate::jobs::{Setback, Work};
use crate::links::{self, NewLink, Purpose, code};
use crate::mail::{self, Channel, Message};
use crate::requests::{self, RequestRow};
use crate::staff::hashing;
use crate::web::Services;

/// The job that writes the invitation.
pub const INVITE: &str = requests::INVITE;

/// The way of the code: by post, or read out over a number that was checked before.
fn second_way(request: &RequestRow) -> Option<(Channel, &str)> {
    if !request.requester_address.trim().is_empty() {
        Some((Channel::Letter, request.requester_address.as_str()))
    } else if !request.requester_phone.trim().is_empty() {
        Some((Channel::Phone, request.requester_phone.as_str()))
    } else {
        None
    }
}

/// Sends link and code. Who gave no mail address, or no other way to be reached, follows the request
/// by telephone as before.
///
/// # Errors
/// Where something passes, such as a database out of reach.
pub fn invite(services: &Services, work: &Work) -> Result<(), Setback> {
    let id = work.id_in("request")?;
    let code = code::code();
    let hash = hashing::hash(&code::plain(&code)).map_err(|e| Setback::Passing(e.to_string()))?;
    let now = work.now();
    let mut db = work.db()?;
    db::transaction(&mut db, |db| {
        let request = requests::by_id(db, id)?
            .ok_or_else(|| Setback::Final("the request is not there any more".into()))?;
        let Some((way, address)) = second_way(&request) else { return Ok(()) };
        if request.requester_email.is_empty() {
            return Ok(());
        }
        let link = NewLink {
            purpose: Purpose::Portal,
            object: request.id,
            request: Some(request.id),
            person: request.requester_name.clone(),
            lives: Duration::days(DAYS),
            max_uses: 1_000,
            code_hash: Some(hash),
        };
        let (_, token) = links::make(db, &link, now)?;
        let from = &services.settings.controller;
        let by = if way == Channel::Letter { "by post" } else { "by phone" };
        let body = format!(
            "Dear {name}\n\nYou can follow your request {reference} here, and send us what we ask for:\n{link}\n\nYou will be asked for a code. It comes to you {by}.\n\nYou need not do anything: we write to you whenever we need something. To reach us, call {phone}.\n\n{council}\n",
            name = request.requester_name,
            reference = request.reference,
            link = services.settings.link(&format!("/follow/{token}")),
            phone = from.phone,
            council = from.name,
        );
        let message = Message {
            request: Some(request.id),
            purpose: "portal_link",
            channel: Channel::Email,
            to_name: request.requester_name.clone(),
            to_address: request.requester_email.clone(),
            subject: format!("Follow your request {}", request.reference),
            body,
        };
        sent(mail::send(db, &message, now))?;
        let body = format!(
            "Dear {name}\n\nYour code is: {code}\n\nWith it and the link in our e-mail you can follow your request {reference}. Do not give it to anybody. After five wrong tries the link closes and we are told.\n\n{council}\n",
            name = request.requester_name,
            reference = request.reference,
            council = from.name,
        );
        let message = Message {
            purpose: "portal_code",
            channel: way,
            to_address: address.to_owned(),
            subject: "Your code to follow your request".into(),
            body,
            ..message
        };
        sent(mail::send(db, &message, now))
    })
}

/// Long enough for a request that is extended, and its answer read.
const DAYS: i64 = 180;

fn sent<T>(done: Result<T, mail::NotTaken>) -> Result<(), Setback> {
    match done {
        Ok(_) => Ok(()),
        Err(mail::NotTaken::Database(e)) => Err(Setback::from(e)),
        Err(problem @ (mail::NotTaken::LineBreak | mail::NotTaken::Address(_))) => {
            Err(Setback::Final(problem.to_string()))
        }
    }
}
