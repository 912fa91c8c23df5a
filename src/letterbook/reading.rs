//! A letter read on our page: the link shows one letter and nothing else.

use chrono::{DateTime, Utc};

use crate::access::Who;
use crate::audit::{self, About, Act};
use crate::db::{self, Db};
use crate::letters::{self, LetterKind, SentLetter};
use crate::links::{self, DeadLink, Purpose};
use crate::requests;

/// Why a letter was not shown.
pub type NotRead = DeadLink;

/// Opens the letter behind a link; the first time is entered in the diary. Gives the letter and our
/// reference.
///
/// # Errors
/// Where the link opens nothing any more.
pub fn open(db: &mut Db, token: &str, now: DateTime<Utc>) -> Result<(SentLetter, String), NotRead> {
    db::transaction(db, |db| {
        let link = links::spend(db, Purpose::Letter, token, now)?;
        let letter = letters::sent(db, link.object_id)?.ok_or(DeadLink::Unknown)?;
        let request = match letter.request_id {
            Some(id) => requests::by_id(db, id)?,
            None => None,
        };
        if letters::opened(db, letter.id, now)? {
            let about = letter.request_id.map_or_else(About::nothing, About::request);
            // Who was given documents once is nobody of the request; their name stays out of its story.
            let by = if letter.kind == LetterKind::NoticeToRecipient {
                Who::Visitor
            } else {
                Who::Requester(link.person)
            };
            let words = format!("\"{}\"", letter.kind.words());
            audit::tell(db, &by, Act::LetterOpened, about.object(letter.id).words(words), now)?;
        }
        Ok::<_, DeadLink>((letter, request.map(|one| one.reference).unwrap_or_default()))
    })
}

/// Whether a link still opens a letter. Changes nothing.
///
/// # Errors
/// Where it opens nothing any more.
pub fn look(db: &mut Db, token: &str, now: DateTime<Utc>) -> Result<(), DeadLink> {
    links::look(db, Purpose::Letter, token, now).map(drop)
}
