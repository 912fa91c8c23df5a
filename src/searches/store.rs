//! How searches are kept.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use diesel::prelude::*;

use super::actions::NewSearch;
use super::rule::Waiting;
use crate::calendar::local_day;
use crate::db::schema::{requests, searches, uploads};
use crate::db::{self, Db, Id};
use crate::requests::State;
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
    /// To whom it goes where nobody answers; empty where nobody is named.
    pub manager_name: String,
    pub manager_email: String,
    pub steps_taken: i64,
    pub escalated_on: Option<NaiveDate>,
}

impl SearchRow {
    /// As the rule of chasing sees it.
    pub fn waiting(&self) -> Waiting {
        Waiting {
            sent_on: local_day(self.sent_at.and_utc()),
            answer_by: self.answer_by,
            taken: usize::try_from(self.steps_taken).unwrap_or(0),
        }
    }

    /// Who answers by a link that was made for this address.
    pub fn person_at(&self, address: &str) -> &str {
        if !self.manager_email.is_empty() && address == self.manager_email {
            &self.manager_name
        } else {
            &self.custodian_name
        }
    }
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
            searches::manager_name.eq(&new.manager_name),
            searches::manager_email.eq(&new.manager_email),
            searches::steps_taken.eq(0),
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

/// Sets another day of answer, from which the rule counts anew.
pub fn set_answer_by(db: &mut Db, id: Id, day: NaiveDate) -> QueryResult<usize> {
    diesel::update(searches::table.find(id))
        .set((searches::answer_by.eq(day), searches::steps_taken.eq(0)))
        .execute(db)
}

/// Searches without an answer, of requests that go on.
pub fn without_answer(db: &mut Db) -> QueryResult<Vec<Id>> {
    searches::table
        .inner_join(requests::table)
        .filter(searches::state.eq(SearchState::Sent))
        .filter(requests::state.ne_all(State::ENDED.map(State::name)))
        .order((searches::answer_by, searches::id))
        .select(searches::id)
        .load(db)
}

/// Keeps that the rule went on, unless the search was answered, or asked again, by now; then `false`.
pub fn take_step(db: &mut Db, search: &SearchRow, taken: usize) -> QueryResult<bool> {
    let standing = searches::table
        .find(search.id)
        .filter(searches::state.eq(SearchState::Sent))
        .filter(searches::answer_by.eq(search.answer_by))
        .filter(searches::steps_taken.eq(search.steps_taken));
    let taken = i64::try_from(taken).unwrap_or(i64::MAX);
    let changed = diesel::update(standing).set(searches::steps_taken.eq(taken)).execute(db)?;
    Ok(changed == 1)
}

pub fn set_escalated(db: &mut Db, id: Id, day: NaiveDate) -> QueryResult<usize> {
    diesel::update(searches::table.find(id)).set(searches::escalated_on.eq(day)).execute(db)
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
