//! What a custodian does through their link. The link shows one search and nothing else.

use chrono::{DateTime, Utc};

use super::store::{self, SearchRow, SearchState};
use crate::access::Who;
use crate::audit::{self, About, Act};
use crate::calendar::local_day;
use crate::db::{self, Db, DbError, Id};
use crate::links::{self, DeadLink, Purpose};
use crate::people::{self, Subject};
use crate::problem::{Invalid, Kind, Problem};
use crate::records::{self, NewFile};
use crate::requests::{self, RequestRow};
use crate::vault::Sealed;

/// Why an answer was not taken.
#[derive(Debug, thiserror::Error)]
pub enum NotTaken {
    #[error(transparent)]
    Link(#[from] DeadLink),
    #[error("this search was settled a moment ago; nothing more is needed")]
    Settled,
    #[error(transparent)]
    Invalid(#[from] Invalid),
    #[error(transparent)]
    Database(#[from] DbError),
}

impl Problem for NotTaken {
    fn kind(&self) -> Kind {
        match self {
            Self::Link(e) => e.kind(),
            Self::Settled => Kind::Conflict,
            Self::Invalid(e) => e.kind(),
            Self::Database(_) => Kind::Bug,
        }
    }

    fn field(&self) -> Option<&str> {
        match self {
            Self::Invalid(e) => e.field(),
            Self::Link(_) | Self::Settled | Self::Database(_) => None,
        }
    }
}

/// An answer without files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    NothingHeld,
    Declined,
}

/// The search behind a link, while it can still be answered, and who answers it there. Changes nothing.
///
/// # Errors
/// Where the link opens nothing any more.
pub fn open(
    db: &mut Db,
    token: &str,
    now: DateTime<Utc>,
) -> Result<(SearchRow, RequestRow, Who), DeadLink> {
    let link = links::look(db, Purpose::Search, token, now)?;
    let search =
        store::find(db, link.object_id).map_err(DbError::from)?.ok_or(DeadLink::Unknown)?;
    let request = requests::by_id(db, search.request_id)?.ok_or(DeadLink::Unknown)?;
    let over = match search.state {
        SearchState::Sent => false,
        // More may be sent until the day the answer was due.
        SearchState::Answered => local_day(now) > search.answer_by,
        SearchState::NothingHeld | SearchState::Declined | SearchState::Waived => true,
    };
    if over || request.state.is_ended() {
        Err(DeadLink::Unknown)
    } else {
        let who = Who::Custodian(search.person_at(&link.person).to_owned());
        Ok((search, request, who))
    }
}

/// The search, the request's reference, whose records, and each file with the reason it was refused.
pub type Opened = (SearchRow, String, Option<Subject>, Vec<(String, Option<String>)>);

/// What the custodian's page shows: the search, whose records, and what came in so far.
///
/// # Errors
/// Where the link opens nothing any more.
pub fn opened(db: &mut Db, token: &str, now: DateTime<Utc>) -> Result<Opened, DeadLink> {
    let (search, request, _) = open(db, token, now)?;
    let subject = people::subject(db, request.subject_id)?;
    let files = store::files_of(db, search.id).map_err(DbError::from)?;
    Ok((search, request.reference, subject, files))
}

/// Takes a file that lies in the vault already, in answer to a search.
///
/// # Errors
/// Where the link opens nothing any more.
pub fn take_file(
    db: &mut Db,
    token: &str,
    batch: Id,
    file_name: &str,
    sealed: Sealed,
    now: DateTime<Utc>,
) -> Result<(), NotTaken> {
    db::transaction(db, |db| {
        let (search, request, who) = open(db, token, now)?;
        let file = NewFile {
            request: request.id,
            search: Some(search.id),
            batch,
            file_name: file_name.to_owned(),
            source: search.place.clone(),
        };
        records::take_in(db, &who, &file, sealed, now)?;
        let open = [SearchState::Sent, SearchState::Answered];
        let kept =
            store::set_answer(db, search.id, &open, SearchState::Answered, &search.answer, now)
                .map_err(DbError::from)?;
        if !kept {
            return Err(NotTaken::Settled);
        }
        if search.state == SearchState::Sent {
            let about = About::request(request.id)
                .object(search.id)
                .words(format!("at {}, with files", search.place));
            audit::tell(db, &who, Act::SearchAnswered, about, now)?;
        }
        Ok(())
    })
}

/// Answers without files; the link ends with that.
///
/// # Errors
/// Where the link opens nothing any more, or a reason is missing.
pub fn finish(
    db: &mut Db,
    token: &str,
    outcome: Outcome,
    words: &str,
    now: DateTime<Utc>,
) -> Result<(), NotTaken> {
    db::transaction(db, |db| {
        let (search, request, who) = open(db, token, now)?;
        let words = words.trim();
        let (to, told) = match outcome {
            Outcome::NothingHeld => (SearchState::NothingHeld, "nothing held"),
            Outcome::Declined => (SearchState::Declined, "not searched, with a reason"),
        };
        if outcome == Outcome::Declined && words.is_empty() {
            return Err(Invalid::new("words", "say why the search cannot be made").into());
        }
        if words.chars().count() > 2_000 || words.contains('\0') {
            return Err(Invalid::new("words", "use 2,000 letters or fewer").into());
        }
        let kept = store::set_answer(db, search.id, &[SearchState::Sent], to, words, now)
            .map_err(DbError::from)?;
        if !kept {
            return Err(NotTaken::Settled);
        }
        links::withdraw(db, search.id, now)?;
        let about = About::request(request.id)
            .object(search.id)
            .words(format!("at {}: {told}", search.place));
        Ok(audit::tell(db, &who, Act::SearchAnswered, about, now)?)
    })
}
