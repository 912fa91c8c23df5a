//! How corrections are kept. What somebody said or decided is only added to.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

use super::{Outcome, Passage, State};
use crate::db::schema::{
    contested, correction_steps, corrections, disclosures, handed_in, items, pack_items,
    pack_volumes, recipients, requests, staff,
};
use crate::db::{self, Db, Id};

db::kept_as_text!(Outcome);

/// A correction as it stands.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = corrections)]
pub struct CorrectionRow {
    pub request_id: Id,
    pub state: State,
    pub record_request_id: Option<Id>,
    pub round: i64,
    pub wants_recipients: bool,
}

/// A contested passage as the person wrote it.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = contested)]
pub struct PassageRow {
    pub id: Id,
    pub number: i64,
    pub page: Option<i64>,
    pub place: String,
    pub says: String,
    pub should_say: String,
    pub statement: String,
}

/// The item a passage stands in.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = items)]
pub struct ItemOf {
    pub number: i64,
    pub title: String,
    pub author: String,
    pub original_sha256: String,
}

/// What the author said, or what was decided.
#[derive(Debug, Clone, Queryable)]
pub struct StepRow {
    pub contested_id: Id,
    pub round: i64,
    pub kind: String,
    pub outcome: Option<Outcome>,
    pub words: String,
    pub new_words: String,
    pub by: String,
    pub at: NaiveDateTime,
}

/// Somebody who was given the old words.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = recipients)]
pub struct RecipientRow {
    pub id: Id,
    pub disclosure_id: Option<Id>,
    pub name: String,
    pub address: String,
    pub given_at: Option<NaiveDateTime>,
    pub state: String,
    pub reason: String,
}

/// A file that the requester handed in.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = handed_in)]
pub struct HandedIn {
    pub id: Id,
    pub purpose: String,
    pub file_name: String,
    pub sha256: String,
    pub by_name: String,
    pub made_at: NaiveDateTime,
}

pub fn open(db: &mut Db, request: Id, record: Option<Id>, wants: bool) -> QueryResult<usize> {
    diesel::insert_into(corrections::table)
        .values((
            corrections::request_id.eq(request),
            corrections::state.eq(State::Received),
            corrections::record_request_id.eq(record),
            corrections::round.eq(1),
            corrections::wants_recipients.eq(wants),
        ))
        .execute(db)
}

pub fn find(db: &mut Db, request: Id) -> QueryResult<Option<CorrectionRow>> {
    corrections::table.find(request).select(CorrectionRow::as_select()).first(db).optional()
}

/// Moves a correction on, unless someone moved it first; then `false`.
pub fn advance(db: &mut Db, request: Id, from: State, to: State) -> QueryResult<bool> {
    let standing = corrections::table.find(request).filter(corrections::state.eq(from));
    Ok(diesel::update(standing).set(corrections::state.eq(to)).execute(db)? == 1)
}

pub fn next_round(db: &mut Db, request: Id) -> QueryResult<usize> {
    diesel::update(corrections::table.find(request))
        .set(corrections::round.eq(corrections::round + 1))
        .execute(db)
}

/// Says in whose record the items lie; the correction is about the same person.
pub fn set_record(db: &mut Db, request: Id, record: Id) -> QueryResult<()> {
    let subject: Id = requests::table.find(record).select(requests::subject_id).first(db)?;
    diesel::update(corrections::table.find(request))
        .set(corrections::record_request_id.eq(record))
        .execute(db)?;
    diesel::update(requests::table.find(request))
        .set(requests::subject_id.eq(subject))
        .execute(db)?;
    Ok(())
}

/// Items named before lie in another record.
pub fn unlink_items(db: &mut Db, request: Id) -> QueryResult<usize> {
    diesel::update(contested::table.filter(contested::request_id.eq(request)))
        .set((contested::item_id.eq(None::<Id>), contested::page.eq(None::<i64>)))
        .execute(db)
}

pub fn add_passage(
    db: &mut Db,
    request: Id,
    passage: &Passage,
    (item, page): (Option<Id>, Option<i64>),
    now: DateTime<Utc>,
) -> QueryResult<Id> {
    let id = Id::new();
    let before: i64 =
        contested::table.filter(contested::request_id.eq(request)).count().get_result(db)?;
    diesel::insert_into(contested::table)
        .values((
            contested::id.eq(id),
            contested::request_id.eq(request),
            contested::number.eq(before + 1),
            contested::item_id.eq(item),
            contested::page.eq(page),
            contested::place.eq(&passage.place),
            contested::says.eq(&passage.says),
            contested::should_say.eq(&passage.should_say),
            contested::statement.eq(&passage.statement),
            contested::made_at.eq(now.naive_utc()),
        ))
        .execute(db)?;
    Ok(id)
}

pub fn set_item(db: &mut Db, passage: Id, item: Id, page: Option<i64>) -> QueryResult<usize> {
    diesel::update(contested::table.find(passage))
        .set((contested::item_id.eq(item), contested::page.eq(page)))
        .execute(db)
}

pub fn set_statement(db: &mut Db, passage: Id, statement: &str) -> QueryResult<usize> {
    diesel::update(contested::table.find(passage))
        .set(contested::statement.eq(statement))
        .execute(db)
}

/// The passages of a correction in their order, each with its item where that is known.
pub fn passages(db: &mut Db, request: Id) -> QueryResult<Vec<(PassageRow, Option<ItemOf>)>> {
    contested::table
        .left_join(items::table)
        .filter(contested::request_id.eq(request))
        .order(contested::number)
        .select((PassageRow::as_select(), Option::<ItemOf>::as_select()))
        .load(db)
}

/// A step to be kept: a decision where it has an outcome, else what the author said.
pub struct NewStep<'a> {
    pub passage: Id,
    pub round: i64,
    pub outcome: Option<Outcome>,
    pub words: &'a str,
    pub new_words: &'a str,
    pub by: Id,
}

pub fn add_step(db: &mut Db, step: &NewStep<'_>, now: DateTime<Utc>) -> QueryResult<usize> {
    let kind = if step.outcome.is_some() { "decision" } else { "author" };
    diesel::insert_into(correction_steps::table)
        .values((
            correction_steps::id.eq(Id::new()),
            correction_steps::contested_id.eq(step.passage),
            correction_steps::round.eq(step.round),
            correction_steps::kind.eq(kind),
            correction_steps::outcome.eq(step.outcome),
            correction_steps::words.eq(step.words),
            correction_steps::new_words.eq(step.new_words),
            correction_steps::made_by.eq(step.by),
            correction_steps::made_at.eq(now.naive_utc()),
        ))
        .execute(db)
}

/// What was said and decided, oldest first.
pub fn steps(db: &mut Db, request: Id) -> QueryResult<Vec<StepRow>> {
    correction_steps::table
        .inner_join(contested::table)
        .inner_join(staff::table)
        .filter(contested::request_id.eq(request))
        .order((correction_steps::made_at, correction_steps::id))
        .select((
            correction_steps::contested_id,
            correction_steps::round,
            correction_steps::kind,
            correction_steps::outcome,
            correction_steps::words,
            correction_steps::new_words,
            staff::name,
            correction_steps::made_at,
        ))
        .load(db)
}

/// An entry of the register: its id, who received it, where, and when.
pub type Given = (Id, String, String, NaiveDateTime);

/// Where an item stands of what went: the pack, the part of it that went, the item's first page.
type Went = (Id, Option<i64>, i64);

/// Leaves out what is in another part of its pack than the one that went. No document is cut, so its
/// first page says in which part it is.
fn in_their_parts<T>(db: &mut Db, rows: Vec<(T, Went)>) -> QueryResult<Vec<T>> {
    let packs: Vec<Id> = rows
        .iter()
        .filter(|(_, (_, part, _))| part.is_some())
        .map(|(_, (pack, ..))| *pack)
        .collect();
    let volumes: Vec<(Id, i64, i64, i64)> = pack_volumes::table
        .filter(pack_volumes::pack_id.eq_any(packs))
        .select((
            pack_volumes::pack_id,
            pack_volumes::number,
            pack_volumes::first_page,
            pack_volumes::pages,
        ))
        .load(db)?;
    let went = |(pack, part, page): &Went| match part {
        Some(part) => volumes.iter().any(|(of, number, first, pages)| {
            of == pack && number == part && (*first..*first + *pages).contains(page)
        }),
        None => true,
    };
    Ok(rows.into_iter().filter(|(_, at)| went(at)).map(|(row, _)| row).collect())
}

/// Everybody whom the register names for these files, in whichever request they went out.
pub fn given(db: &mut Db, originals: &[&str]) -> QueryResult<Vec<Given>> {
    let rows = disclosures::table
        .inner_join(pack_items::table.on(pack_items::pack_id.eq(disclosures::pack_id)))
        .inner_join(items::table.on(items::id.eq(pack_items::item_id)))
        .filter(items::original_sha256.eq_any(originals))
        .order((disclosures::released_at, disclosures::id))
        .select((
            (
                disclosures::id,
                disclosures::recipient_name,
                disclosures::recipient_address,
                disclosures::released_at,
            ),
            (disclosures::pack_id, disclosures::part, pack_items::first_page),
        ))
        .load::<(Given, Went)>(db)?;
    let mut given = in_their_parts(db, rows)?;
    given.dedup_by_key(|(id, ..)| *id);
    Ok(given)
}

/// The files that went with an entry of the register.
pub fn originals_of(db: &mut Db, disclosure: Id) -> QueryResult<Vec<String>> {
    let rows = disclosures::table
        .inner_join(pack_items::table.on(pack_items::pack_id.eq(disclosures::pack_id)))
        .inner_join(items::table.on(items::id.eq(pack_items::item_id)))
        .filter(disclosures::id.eq(disclosure))
        .select((
            items::original_sha256,
            (disclosures::pack_id, disclosures::part, pack_items::first_page),
        ))
        .load::<(String, Went)>(db)?;
    in_their_parts(db, rows)
}

pub fn add_recipient(
    db: &mut Db,
    request: Id,
    disclosure: Option<Id>,
    (name, address): (&str, &str),
    given_at: Option<NaiveDateTime>,
) -> QueryResult<Id> {
    let id = Id::new();
    diesel::insert_into(recipients::table)
        .values((
            recipients::id.eq(id),
            recipients::request_id.eq(request),
            recipients::disclosure_id.eq(disclosure),
            recipients::name.eq(name),
            recipients::address.eq(address),
            recipients::given_at.eq(given_at),
            recipients::state.eq("to_tell"),
            recipients::reason.eq(""),
        ))
        .execute(db)?;
    Ok(id)
}

/// The entries of the register whose recipients are listed already.
pub fn listed(db: &mut Db, request: Id) -> QueryResult<Vec<Option<Id>>> {
    recipients::table
        .filter(recipients::request_id.eq(request))
        .select(recipients::disclosure_id)
        .load(db)
}

/// Decided again: whoever was told is to be told again.
pub fn tell_again(db: &mut Db, request: Id) -> QueryResult<usize> {
    diesel::update(recipients::table.filter(recipients::request_id.eq(request)))
        .set((recipients::state.eq("to_tell"), recipients::reason.eq("")))
        .execute(db)
}

pub fn recipients_of(db: &mut Db, request: Id) -> QueryResult<Vec<RecipientRow>> {
    recipients::table
        .filter(recipients::request_id.eq(request))
        .order((recipients::name, recipients::id))
        .select(RecipientRow::as_select())
        .load(db)
}

/// Says what became of telling somebody; `false` where that is settled.
pub fn settle(
    db: &mut Db,
    id: Id,
    (state, reason): (&str, &str),
    by: Id,
    now: DateTime<Utc>,
) -> QueryResult<bool> {
    let open = recipients::table.find(id).filter(recipients::state.eq("to_tell"));
    let changed = diesel::update(open)
        .set((
            recipients::state.eq(state),
            recipients::reason.eq(reason),
            recipients::settled_by.eq(by),
            recipients::settled_at.eq(now.naive_utc()),
        ))
        .execute(db)?;
    Ok(changed == 1)
}

/// A file that was handed in, to be kept.
pub struct NewFile<'a> {
    pub request: Id,
    pub purpose: &'a str,
    pub name: &'a str,
    pub sha256: &'a str,
    pub bytes: i64,
    pub by: &'a str,
}

pub fn hand_in(db: &mut Db, file: &NewFile<'_>, now: DateTime<Utc>) -> QueryResult<Id> {
    let id = Id::new();
    diesel::insert_into(handed_in::table)
        .values((
            handed_in::id.eq(id),
            handed_in::request_id.eq(file.request),
            handed_in::purpose.eq(file.purpose),
            handed_in::file_name.eq(file.name),
            handed_in::sha256.eq(file.sha256),
            handed_in::bytes.eq(file.bytes),
            handed_in::by_name.eq(file.by),
            handed_in::made_at.eq(now.naive_utc()),
        ))
        .execute(db)?;
    Ok(id)
}

pub fn handed_in_of(db: &mut Db, request: Id) -> QueryResult<Vec<HandedIn>> {
    handed_in::table
        .filter(handed_in::request_id.eq(request))
        .order((handed_in::made_at, handed_in::id))
        .select(HandedIn::as_select())
        .load(db)
}
