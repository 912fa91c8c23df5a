//! How wordings and letters are kept.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

use super::kind::LetterKind;
use super::language::Language;
use super::wording::Wording;
use crate::db::schema::{letter_versions, sent_letters, staff};
use crate::db::{self, Db, Id};

db::kept_as_text!(LetterKind, Language, VersionState);

/// Where a version stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum VersionState {
    Proposed,
    /// In use.
    Approved,
    /// Was in use.
    Superseded,
    SentBack,
    /// Its author wrote another one before it was decided.
    Withdrawn,
}

impl VersionState {
    pub const ALL: [VersionState; 5] = [
        VersionState::Proposed,
        VersionState::Approved,
        VersionState::Superseded,
        VersionState::SentBack,
        VersionState::Withdrawn,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            VersionState::Proposed => "proposed",
            VersionState::Approved => "approved",
            VersionState::Superseded => "superseded",
            VersionState::SentBack => "sent_back",
            VersionState::Withdrawn => "withdrawn",
        }
    }

    pub const fn words(self) -> &'static str {
        match self {
            VersionState::Proposed => "Waiting for a manager",
            VersionState::Approved => "In use",
            VersionState::Superseded => "No longer in use",
            VersionState::SentBack => "Sent back",
            VersionState::Withdrawn => "Taken back",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name)
    }
}

/// A version of a wording.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = letter_versions)]
pub struct VersionRow {
    pub id: Id,
    pub kind: LetterKind,
    pub language: Language,
    pub number: i64,
    pub subject: String,
    pub body: String,
    pub reading_age: Option<i64>,
    pub reason: String,
    pub state: VersionState,
    /// Nobody: the wording came with the program.
    pub written_by: Option<Id>,
    pub written_at: NaiveDateTime,
    pub decided_by: Option<Id>,
    pub decided_at: Option<NaiveDateTime>,
    pub decided_words: String,
}

impl VersionRow {
    pub fn wording(&self) -> Wording {
        Wording { subject: self.subject.clone(), body: self.body.clone() }
    }
}

pub struct NewVersion<'a> {
    pub kind: LetterKind,
    pub language: Language,
    pub wording: &'a Wording,
    pub reading_age: Option<u32>,
    pub reason: &'a str,
    pub state: VersionState,
    pub written_by: Option<Id>,
    pub decided_by: Option<Id>,
}

pub fn add(db: &mut Db, new: &NewVersion<'_>, now: DateTime<Utc>) -> QueryResult<(Id, i64)> {
    let last: Option<i64> = letter_versions::table
        .filter(letter_versions::kind.eq(new.kind))
        .filter(letter_versions::language.eq(new.language))
        .select(diesel::dsl::max(letter_versions::number))
        .first(db)?;
    let (id, number) = (Id::new(), last.unwrap_or(0) + 1);
    diesel::insert_into(letter_versions::table)
        .values((
            letter_versions::id.eq(id),
            letter_versions::kind.eq(new.kind),
            letter_versions::language.eq(new.language),
            letter_versions::number.eq(number),
            letter_versions::subject.eq(&new.wording.subject),
            letter_versions::body.eq(&new.wording.body),
            letter_versions::reading_age.eq(new.reading_age.map(i64::from)),
            letter_versions::reason.eq(new.reason),
            letter_versions::state.eq(new.state),
            letter_versions::written_by.eq(new.written_by),
            letter_versions::written_at.eq(now.naive_utc()),
            letter_versions::decided_by.eq(new.decided_by),
            letter_versions::decided_at.eq(new.decided_by.map(|_| now.naive_utc())),
            letter_versions::decided_words.eq(""),
        ))
        .execute(db)?;
    Ok((id, number))
}

/// What stands in `from` for a kind stands in `to` from now on.
pub fn move_all(
    db: &mut Db,
    kind: LetterKind,
    language: Language,
    from: VersionState,
    to: VersionState,
) -> QueryResult<usize> {
    let standing = letter_versions::table
        .filter(letter_versions::kind.eq(kind))
        .filter(letter_versions::language.eq(language))
        .filter(letter_versions::state.eq(from));
    diesel::update(standing).set(letter_versions::state.eq(to)).execute(db)
}

/// Decides a proposed version; `false` where it was decided before.
pub fn decide(
    db: &mut Db,
    id: Id,
    to: VersionState,
    by: Id,
    words: &str,
    now: DateTime<Utc>,
) -> QueryResult<bool> {
    let proposed =
        letter_versions::table.find(id).filter(letter_versions::state.eq(VersionState::Proposed));
    let changed = diesel::update(proposed)
        .set((
            letter_versions::state.eq(to),
            letter_versions::decided_by.eq(by),
            letter_versions::decided_at.eq(now.naive_utc()),
            letter_versions::decided_words.eq(words),
        ))
        .execute(db)?;
    Ok(changed == 1)
}

pub fn in_use(
    db: &mut Db,
    kind: LetterKind,
    language: Language,
) -> QueryResult<Option<VersionRow>> {
    letter_versions::table
        .filter(letter_versions::kind.eq(kind))
        .filter(letter_versions::language.eq(language))
        .filter(letter_versions::state.eq(VersionState::Approved))
        .select(VersionRow::as_select())
        .first(db)
        .optional()
}

/// Every version of a kind, newest first, with the names of who wrote and who decided it.
pub type Signed = (VersionRow, Option<String>, Option<String>);

pub fn versions(db: &mut Db, kind: LetterKind, language: Language) -> QueryResult<Vec<Signed>> {
    let rows: Vec<VersionRow> = letter_versions::table
        .filter(letter_versions::kind.eq(kind))
        .filter(letter_versions::language.eq(language))
        .order(letter_versions::number.desc())
        .select(VersionRow::as_select())
        .load(db)?;
    let ids: Vec<Id> = rows.iter().flat_map(|r| [r.written_by, r.decided_by]).flatten().collect();
    let names: Vec<(Id, String)> =
        staff::table.filter(staff::id.eq_any(ids)).select((staff::id, staff::name)).load(db)?;
    let name = |id: Option<Id>| {
        names.iter().find(|(known, _)| Some(*known) == id).map(|(_, name)| name.clone())
    };
    Ok(rows
        .into_iter()
        .map(|row| {
            let (by, decided) = (name(row.written_by), name(row.decided_by));
            (row, by, decided)
        })
        .collect())
}

/// The kinds with an approved wording in English, which every other language falls back to.
pub fn approved_kinds(db: &mut Db) -> QueryResult<Vec<LetterKind>> {
    letter_versions::table
        .filter(letter_versions::language.eq(Language::English))
        .filter(letter_versions::state.eq(VersionState::Approved))
        .select(letter_versions::kind)
        .load(db)
}

/// What counts today: versions in use and versions that wait.
pub fn standing(db: &mut Db) -> QueryResult<Vec<VersionRow>> {
    letter_versions::table
        .filter(
            letter_versions::state
                .eq_any([VersionState::Approved.name(), VersionState::Proposed.name()]),
        )
        .order((letter_versions::kind, letter_versions::language, letter_versions::number))
        .select(VersionRow::as_select())
        .load(db)
}

/// A letter as it went.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = sent_letters)]
pub struct SentLetter {
    pub id: Id,
    pub request_id: Option<Id>,
    pub kind: LetterKind,
    pub language: Language,
    /// 0 for the wording that came with the program.
    pub version: i64,
    /// How it travelled: `email`, `letter`, `phone` or `page`.
    pub channel: String,
    pub to_name: String,
    pub to_address: String,
    pub subject: String,
    pub body: String,
    pub large_print: bool,
    pub sent_at: NaiveDateTime,
    /// When it was first read on our page.
    pub opened_at: Option<NaiveDateTime>,
}

pub fn keep(db: &mut Db, letter: &SentLetter) -> QueryResult<usize> {
    diesel::insert_into(sent_letters::table)
        .values((
            sent_letters::id.eq(letter.id),
            sent_letters::request_id.eq(letter.request_id),
            sent_letters::kind.eq(letter.kind),
            sent_letters::language.eq(letter.language),
            sent_letters::version.eq(letter.version),
            sent_letters::channel.eq(&letter.channel),
            sent_letters::to_name.eq(&letter.to_name),
            sent_letters::to_address.eq(&letter.to_address),
            sent_letters::subject.eq(&letter.subject),
            sent_letters::body.eq(&letter.body),
            sent_letters::large_print.eq(letter.large_print),
            sent_letters::sent_at.eq(letter.sent_at),
            sent_letters::opened_at.eq(letter.opened_at),
        ))
        .execute(db)
}

pub fn sent(db: &mut Db, id: Id) -> QueryResult<Option<SentLetter>> {
    sent_letters::table.find(id).select(SentLetter::as_select()).first(db).optional()
}

/// The letters of a request, newest first.
pub fn of_request(db: &mut Db, request: Id) -> QueryResult<Vec<SentLetter>> {
    sent_letters::table
        .filter(sent_letters::request_id.eq(request))
        .order((sent_letters::sent_at.desc(), sent_letters::id.desc()))
        .select(SentLetter::as_select())
        .load(db)
}

/// `true` where it had not been opened before.
pub fn mark_opened(db: &mut Db, id: Id, now: DateTime<Utc>) -> QueryResult<bool> {
    let unread = sent_letters::table.find(id).filter(sent_letters::opened_at.is_null());
    Ok(diesel::update(unread).set(sent_letters::opened_at.eq(now.naive_utc())).execute(db)? == 1)
}
