//! What goes to the requester beside the pack itself: the link and its code, a password, what is still
//! to come, where the reading is.

use chrono::{DateTime, Duration, Utc};

use super::actions::NotReleased;
use super::meeting::Meeting;
use super::parts::Part;
use crate::db::{Db, Id};
use crate::letters::{Field, LetterKind, NotWritten, Values};
use crate::links::{self, NewLink, Purpose, code};
use crate::mail::Channel;
use crate::requests::{self, Letter, RequestRow};
use crate::settings::Settings;
use crate::staff::hashing;
use crate::web::number;

/// What a letter says of a part, and of what is left after it. With the last part there is no next one.
fn of_part(part: &Part, left: &[Part]) -> Values {
    let next = left.first().map(|next| next.number.to_string()).unwrap_or_default();
    Values::default()
        .with(Field::Part, part.number.to_string())
        .with(Field::Parts, part.of.to_string())
        .with(Field::ToCome, left.len().to_string())
        .with(Field::NextPart, next)
        .with(Field::FirstPage, number(&part.first_page))
        .with(Field::LastPage, number(&part.last_page()))
}

/// The link of a pack or of a part of it by e-mail, and its code another way.
pub(super) fn portal(
    db: &mut Db,
    request: &RequestRow,
    (disclosure, part): (Id, Option<(&Part, &[Part])>),
    way: Channel,
    settings: &Settings,
    now: DateTime<Utc>,
) -> Result<Id, NotReleased> {
    let code = code::code();
    let hash = hashing::hash(&code::plain(&code)).map_err(|e| NotReleased::Hash(e.to_string()))?;
    let days = settings.access.pack_link_days;
    let new = NewLink {
        purpose: Purpose::Pack,
        object: disclosure,
        request: Some(request.id),
        person: request.requester_name.clone(),
        lives: Duration::days(days),
        max_uses: 1_000,
        code_hash: Some(hash),
    };
    let (link, token) = links::make(db, &new, now)?;
    let values = Values::default()
        .with(Field::Link, settings.link(&format!("/packs/{token}")))
        .with(Field::CodeWay, if way == Channel::Letter { "by post" } else { "by telephone" })
        .with(Field::Days, days.to_string());
    let letter = match part {
        Some((part, left)) => Letter::new(LetterKind::PackPart, values.or(of_part(part, left))),
        None => Letter::new(LetterKind::PackLink, values),
    };
    requests::send_letter(db, request, letter, settings, now)?;
    let letter = Letter::new(LetterKind::PackCode, Values::default().with(Field::Code, code));
    requests::send_letter_by(db, request, letter, way, settings, now)?;
    Ok(link)
}

/// The password of a file, another way than the file.
pub(super) fn passphrase(
    db: &mut Db,
    request: &RequestRow,
    way: Channel,
    words: &str,
    settings: &Settings,
    now: DateTime<Utc>,
) -> Result<(), NotReleased> {
    let values = Values::default().with(Field::Password, words);
    let letter = Letter::new(LetterKind::PackPassword, values);
    requests::send_letter_by(db, request, letter, way, settings, now)?;
    Ok(())
}

/// The letter that goes with a part that is printed, handed over or encrypted.
pub(super) fn enclosed(
    db: &mut Db,
    request: &RequestRow,
    (part, left): (&Part, &[Part]),
    settings: &Settings,
    now: DateTime<Utc>,
) -> Result<(), NotReleased> {
    let letter = Letter::new(LetterKind::PartEnclosed, of_part(part, left));
    Ok(unless_unreachable(requests::send_letter(db, request, letter, settings, now))?)
}

/// Who sits with them, when and where.
pub(super) fn arranged(
    db: &mut Db,
    request: &RequestRow,
    meeting: &Meeting,
    settings: &Settings,
    now: DateTime<Utc>,
) -> Result<(), NotReleased> {
    let values = Values::default()
        .with(Field::Companion, &meeting.companion)
        .on(Field::ReadingDay, Some(meeting.on))
        .with(Field::ReadingTime, &meeting.at)
        .with(Field::Place, &meeting.place);
    let letter = Letter::new(LetterKind::ReadingArranged, values);
    Ok(unless_unreachable(requests::send_letter(db, request, letter, settings, now))?)
}

/// Somebody without an address of either kind is told by whoever hands the pack over.
fn unless_unreachable(sent: Result<Id, NotWritten>) -> Result<(), NotWritten> {
    match sent {
        Ok(_) | Err(NotWritten::NoAddress) => Ok(()),
        Err(other) => Err(other),
    }
}
