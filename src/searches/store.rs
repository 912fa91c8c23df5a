//! How searches are kept.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use diesel::prelude::*;

use super::actions::NewSearch;
use crate::db::schema::{searches, uploads};
use crate::db::{self, Db, Id};
use crate::sight::Sight;

/// Where a search stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SearchState {
    Sent,
    Answered,
    NothingHeld,
    Declined,
    Waived,
}

impl SearchState {
    pub const ALL: [SearchState; 5] = [
        SearchState::Sent,
        SearchState::Answered,
        SearchState::NothingHeld,
        SearchState::Declined,
        SearchState::Waived,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            SearchState::Sent => "sent",
            SearchState::Answered => "answered",
            SearchState::NothingHeld => "nothing_held",
            SearchState::Declined => "declined",
            SearchState::Waived => "waived",
        }
    }

    pub const fn words(self) -> &'static str {
        match self {
            SearchState::Sent => "No answer yet",
            SearchState::Answered => "Answered with files",
            SearchState::NothingHeld => "Nothing held",
            SearchState::Declined => "Not searched",
            SearchState::Waived => "Waived",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

db::kept_as_text!(SearchState);

/// A search as it stands.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = searches)]
pub struct SearchRow {
    pub id: Id,
    pub request_id: Id,
    pub place: String,
    pub custodian_name: String,
    pub custodian_email: String,
    pub asked_for: String,
    pub state: SearchState,
    pub sent_at: NaiveDateTime,
    pub answer_by: NaiveDate,
    pub answered_at: Option<NaiveDateTime>,
    pub answer: String,
}

pub fn add(
    db: &mut Db,
    request: Id,
    new: &NewSearch,
    by: Id,
    answer_by: NaiveDate,
    now: DateTime<Utc>,
) -> QueryResult<Id> {
    let id = Id::new();
    diesel::insert_into(searches::table)
        .values((
            searches::id.eq(id),
            searches::request_id.eq(request),
            searches::place.eq(&new.place),
            searches::custodian_name.eq(&new.custodian_name),
            searches::custodian_email.eq(&new.custodian_email),
            searches::asked_for.eq(&new.asked_for),
            searches::state.eq(SearchState::Sent),
            searches::sent_at.eq(now.naive_utc()),
            searches::sent_by.eq(by),
            searches::answer_by.eq(answer_by),
            searches::answer.eq(""),
        ))
        .execute(db)?;
    Ok(id)
}

pub fn of_request(db: &mut Db, request: Id) -> QueryResult<Vec<SearchRow>> {
    searches::table
        .filter(searches::request_id.eq(request))
        .order((searches::sent_at, searches::id))
        .select(SearchRow::as_select())
        .load(db)
}

pub fn find(db: &mut Db, id: Id) -> QueryResult<Option<SearchRow>> {
    searches::table.find(id).select(SearchRow::as_select()).first(db).optional()
}

/// Keeps an answer, unless the search stands elsewhere by now; then `false`.
pub fn set_answer(
    db: &mut Db,
    id: Id,
    from: &[SearchState],
    to: SearchState,
    words: &str,
    now: DateTime<Utc>,
) -> QueryResult<bool> {
    let standing = searches::table
        .find(id)
        .filter(searches::state.eq_any(from.iter().map(|state| state.name())));
    let changed = diesel::update(standing)
        .set((
            searches::state.eq(to),
            searches::answer.eq(words),
            searches::answered_at.eq(now.naive_utc()),
        ))
        .execute(db)?;
    Ok(changed == 1)
}

pub fn set_answer_by(db: &mut Db, id: Id, day: NaiveDate) -> QueryResult<usize> {
    diesel::update(searches::table.find(id)).set(searches::answer_by.eq(day)).execute(db)
}

/// Names of the files that came in answer to a search, and why one was not taken.
pub fn files_of(db: &mut Db, search: Id) -> QueryResult<Vec<(String, Option<String>)>> {
    uploads::table
        .filter(uploads::search_id.eq(search))
        .order((uploads::made_at, uploads::id))
        .select((uploads::file_name, uploads::problem))
        .load(db)
}

/// How many files in sight each search of a request was answered with.
pub fn file_counts(db: &mut Db, request: Id, sight: &Sight) -> QueryResult<Vec<(Option<Id>, i64)>> {
    uploads::table
        .filter(uploads::request_id.eq(request))
        .filter(uploads::search_id.is_not_null())
        .filter(uploads::id.ne_all(sight.hidden_files()))
        .group_by(uploads::search_id)
        .select((uploads::search_id, diesel::dsl::count_star()))
        .load(db)
}

/// By when the unanswered searches of these requests were to be answered.
pub fn unanswered(db: &mut Db, requests: &[Id]) -> QueryResult<Vec<(Id, NaiveDate)>> {
    searches::table
        .filter(searches::request_id.eq_any(requests))
        .filter(searches::state.eq(SearchState::Sent))
        .order((searches::request_id, searches::answer_by))
        .select((searches::request_id, searches::answer_by))
        .load(db)
}
