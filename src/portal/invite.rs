//! The link by which somebody follows their request. It goes with the acknowledgement; its code goes
//! another way (LINK-03), so that nobody who only reads their mail can follow it.

use chrono::Duration;

use crate::db;
use crate::jobs::{Setback, Work};
use crate::letters::{Field, LetterKind, Values};
use crate::links::{self, NewLink, Purpose, code};
use crate::mail::Channel;
use crate::requests::{self, Letter, RequestRow};
use crate::staff::hashing;
use crate::web::Services;

/// The job that writes the invitation.
pub const INVITE: &str = requests::INVITE;

/// The way of the code: by post, or read out over a number that was checked before.
fn second_way(request: &RequestRow) -> Option<Channel> {
    if !request.requester_address.trim().is_empty() {
        Some(Channel::Letter)
    } else if !request.requester_phone.trim().is_empty() {
        Some(Channel::Phone)
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
        let Some(way) = second_way(&request) else { return Ok(()) };
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
        let by = if way == Channel::Letter { "by post" } else { "by telephone" };
        let values = Values::default()
            .with(Field::Link, services.settings.link(&format!("/follow/{token}")))
            .with(Field::CodeWay, by);
        let link = Letter::new(LetterKind::PortalLink, values);
        requests::send_letter(db, &request, link, &services.settings, now)?;
        let code = Letter::new(LetterKind::PortalCode, Values::default().with(Field::Code, &code));
        requests::send_letter_by(db, &request, code, way, &services.settings, now)?;
        Ok(())
    })
}

/// Long enough for a request that is extended, and its answer read.
const DAYS: i64 = 180;
