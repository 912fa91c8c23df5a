//! How consultations and their passages are kept.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use diesel::prelude::*;

use super::actions::NewConsultation;
use super::state::{Opinion, Outcome, Standing};
use crate::db::schema::{
    assignments, consultation_passages as passages, consultations, item_pages, items, marks,
    requests, subjects,
};
use crate::db::{Db, Id};
use crate::review::Quads;

/// A consultation as it stands.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = consultations)]
pub struct ConsultationRow {
    pub id: Id,
    pub request_id: Id,
    pub person_name: String,
    pub person_email: String,
    pub circle_id: Option<Id>,
    pub question: String,
    pub state: Standing,
    pub drafted_by: Id,
    pub drafted_at: NaiveDateTime,
    pub sent_at: Option<NaiveDateTime>,
    pub answer_by: Option<NaiveDate>,
    pub reminders: i64,
    pub responded_at: Option<NaiveDateTime>,
    /// What was tried to reach them, a step a line.
    pub steps: String,
    pub outcome: Option<Outcome>,
    pub reasons: String,
    pub concluded_at: Option<NaiveDateTime>,
    /// The question about a third party that this asks, where it is about them.
    pub third_party_id: Option<Id>,
}

/// A passage somebody is asked about.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = passages)]
pub struct PassageRow {
    pub id: Id,
    pub consultation_id: Id,
    pub number: i64,
    pub item_id: Id,
    /// Counted from 1.
    pub page: i64,
    pub quads: String,
    pub answer: Option<Opinion>,
    pub views: String,
    /// What the manager answers to the point that was raised.
    pub reply: String,
}

impl PassageRow {
    pub fn quads(&self) -> Quads {
        Quads::from_json(&self.quads)
    }

    /// Whether something was said that the decision must speak to.
    pub fn raises_a_point(&self) -> bool {
        self.answer.is_some_and(Opinion::raises_a_point) || !self.views.trim().is_empty()
    }
}

/// What a passage stands on: the item's files, and the page's size and matrix.
#[derive(Debug, Clone, Queryable)]
pub struct Ground {
    pub pages: i64,
    pub working: Option<String>,
    pub words: Option<String>,
    pub width: f64,
    pub height: f64,
    pub to_display: String,
}

pub fn add(
    db: &mut Db,
    request: Id,
    (new, third_party): (&NewConsultation, Option<Id>),
    by: Id,
    now: DateTime<Utc>,
) -> QueryResult<Id> {
    let id = Id::new();
    diesel::insert_into(consultations::table)
        .values((
            consultations::id.eq(id),
            consultations::request_id.eq(request),
            consultations::person_name.eq(&new.name),
            consultations::person_email.eq(&new.email),
            consultations::circle_id.eq(new.circle),
            consultations::question.eq(&new.question),
            consultations::state.eq(Standing::Drafted),
            consultations::drafted_by.eq(by),
            consultations::drafted_at.eq(now.naive_utc()),
            consultations::reminders.eq(0),
            consultations::steps.eq(""),
            consultations::reasons.eq(""),
            consultations::third_party_id.eq(third_party),
        ))
        .execute(db)?;
    Ok(id)
}

pub fn find(db: &mut Db, id: Id) -> QueryResult<Option<ConsultationRow>> {
    consultations::table.find(id).select(ConsultationRow::as_select()).first(db).optional()
}

pub fn of_request(db: &mut Db, request: Id) -> QueryResult<Vec<ConsultationRow>> {
    consultations::table
        .filter(consultations::request_id.eq(request))
        .order((consultations::drafted_at, consultations::id))
        .select(ConsultationRow::as_select())
        .load(db)
}

/// The newest consultation of a third party that stands in one of these states.
pub fn about_third_party(
    db: &mut Db,
    third_party: Id,
    states: &[Standing],
) -> QueryResult<Option<ConsultationRow>> {
    consultations::table
        .filter(consultations::third_party_id.eq(third_party))
        .filter(consultations::state.eq_any(states.iter().map(|state| state.name())))
        .order((consultations::drafted_at.desc(), consultations::id.desc()))
        .select(ConsultationRow::as_select())
        .first(db)
        .optional()
}

pub fn concluded_about(db: &mut Db, item: Id) -> QueryResult<i64> {
    passages::table
        .inner_join(consultations::table)
        .filter(passages::item_id.eq(item))
        .filter(consultations::state.eq(Standing::Concluded))
        // Whom it is also about has not given it.
        .filter(consultations::third_party_id.is_null())
        .count()
        .get_result(db)
}

/// A consultation that waits for a manager: which, of which request, about whom.
pub type Waiting = (Id, String, String, Standing);

/// Consultations that wait for this manager, in the requests assigned to them.
pub fn waiting_for(db: &mut Db, manager: Id) -> QueryResult<Vec<Waiting>> {
    const FOR_A_MANAGER: [Standing; 4] =
        [Standing::Drafted, Standing::Responded, Standing::NoResponse, Standing::Unlocatable];
    consultations::table
        .inner_join(requests::table.inner_join(subjects::table))
        .inner_join(assignments::table.on(assignments::request_id.eq(consultations::request_id)))
        .filter(assignments::staff_id.eq(manager))
        .filter(consultations::drafted_by.ne(manager))
        .filter(consultations::state.eq_any(FOR_A_MANAGER.map(Standing::name)))
        // What a third party said is weighed with the question about them.
        .filter(
            consultations::third_party_id.is_null().or(consultations::state.eq(Standing::Drafted)),
        )
        .order((requests::reference, consultations::drafted_at, consultations::id))
        .select((consultations::id, requests::reference, subjects::name, consultations::state))
        .load(db)
}

/// Moves a consultation on, unless it stands elsewhere by now; then `false`.
pub fn advance(db: &mut Db, id: Id, from: Standing, to: Standing) -> QueryResult<bool> {
    let standing = consultations::table.find(id).filter(consultations::state.eq(from));
    let moved = diesel::update(standing).set(consultations::state.eq(to)).execute(db)?;
    Ok(moved == 1)
}

pub fn set_approved(db: &mut Db, id: Id, by: Id) -> QueryResult<usize> {
    diesel::update(consultations::table.find(id)).set(consultations::approved_by.eq(by)).execute(db)
}

pub fn set_sent(
    db: &mut Db,
    id: Id,
    answer_by: NaiveDate,
    now: DateTime<Utc>,
) -> QueryResult<usize> {
    diesel::update(consultations::table.find(id))
        .set((consultations::sent_at.eq(now.naive_utc()), consultations::answer_by.eq(answer_by)))
        .execute(db)
}

pub fn count_reminder(db: &mut Db, id: Id) -> QueryResult<usize> {
    diesel::update(consultations::table.find(id))
        .set(consultations::reminders.eq(consultations::reminders + 1))
        .execute(db)
}

pub fn set_responded(db: &mut Db, id: Id, at: Option<DateTime<Utc>>) -> QueryResult<usize> {
    diesel::update(consultations::table.find(id))
        .set(consultations::responded_at.eq(at.map(|at| at.naive_utc())))
        .execute(db)
}

pub fn set_steps(db: &mut Db, id: Id, steps: &str) -> QueryResult<usize> {
    diesel::update(consultations::table.find(id)).set(consultations::steps.eq(steps)).execute(db)
}

pub fn set_concluded(
    db: &mut Db,
    id: Id,
    from: Standing,
    (outcome, reasons): (Outcome, &str),
    by: Id,
    now: DateTime<Utc>,
) -> QueryResult<bool> {
    let standing = consultations::table.find(id).filter(consultations::state.eq(from));
    let changed = diesel::update(standing)
        .set((
            consultations::state.eq(Standing::Concluded),
            consultations::outcome.eq(outcome),
            consultations::reasons.eq(reasons),
            consultations::concluded_by.eq(by),
            consultations::concluded_at.eq(now.naive_utc()),
        ))
        .execute(db)?;
    Ok(changed == 1)
}

/// What is asked about. An item that was set apart as legal advice since is asked about no more.
pub fn passages_of(db: &mut Db, consultation: Id) -> QueryResult<Vec<PassageRow>> {
    passages::table
        .inner_join(items::table)
        .filter(passages::consultation_id.eq(consultation))
        .filter(items::privileged.eq(false))
        .order(passages::number)
        .select(PassageRow::as_select())
        .load(db)
}

pub fn passages_of_request(db: &mut Db, request: Id) -> QueryResult<Vec<(PassageRow, i64)>> {
    passages::table
        .inner_join(consultations::table)
        .inner_join(items::table)
        .filter(consultations::request_id.eq(request))
        .filter(items::privileged.eq(false))
        .order((passages::consultation_id, passages::number))
        .select((PassageRow::as_select(), items::number))
        .load(db)
}

pub fn add_passage(
    db: &mut Db,
    consultation: Id,
    item: Id,
    page: i64,
    quads: &Quads,
) -> QueryResult<i64> {
    let last: Option<i64> = passages::table
        .filter(passages::consultation_id.eq(consultation))
        .select(diesel::dsl::max(passages::number))
        .first(db)?;
    let number = last.unwrap_or(0) + 1;
    diesel::insert_into(passages::table)
        .values((
            passages::id.eq(Id::new()),
            passages::consultation_id.eq(consultation),
            passages::number.eq(number),
            passages::item_id.eq(item),
            passages::page.eq(page),
            passages::quads.eq(quads.to_json()),
            passages::views.eq(""),
            passages::reply.eq(""),
        ))
        .execute(db)?;
    Ok(number)
}

pub fn remove_passage(db: &mut Db, consultation: Id, number: i64) -> QueryResult<usize> {
    let one = passages::table
        .filter(passages::consultation_id.eq(consultation))
        .filter(passages::number.eq(number));
    diesel::delete(one).execute(db)
}

pub fn set_answer(
    db: &mut Db,
    passage: Id,
    answer: Option<Opinion>,
    views: &str,
) -> QueryResult<usize> {
    diesel::update(passages::table.find(passage))
        .set((passages::answer.eq(answer), passages::views.eq(views)))
        .execute(db)
}

pub fn set_reply(db: &mut Db, passage: Id, reply: &str) -> QueryResult<usize> {
    diesel::update(passages::table.find(passage)).set(passages::reply.eq(reply)).execute(db)
}

/// An item of a request by its number: its identity and its files.
pub fn item(
    db: &mut Db,
    request: Id,
    number: i64,
) -> QueryResult<Option<(Id, bool, Option<String>)>> {
    items::table
        .filter(items::request_id.eq(request))
        .filter(items::number.eq(number))
        .select((items::id, items::privileged, items::words_sha256))
        .first(db)
        .optional()
}

pub fn page_size(db: &mut Db, item: Id, page: i64) -> QueryResult<Option<(f64, f64, String)>> {
    item_pages::table
        .find((item, page))
        .select((item_pages::width, item_pages::height, item_pages::to_display))
        .first(db)
        .optional()
}

pub fn ground_of(db: &mut Db, item: Id, page: i64) -> QueryResult<Option<Ground>> {
    items::table
        .inner_join(item_pages::table)
        .filter(items::id.eq(item))
        .filter(item_pages::page.eq(page))
        .select((
            items::pages,
            items::working_sha256,
            items::words_sha256,
            item_pages::width,
            item_pages::height,
            item_pages::to_display,
        ))
        .first(db)
        .optional()
}

/// The marks drawn on a page, as they are kept.
pub fn marks_on(db: &mut Db, item: Id, page: i64) -> QueryResult<Vec<String>> {
    marks::table
        .filter(marks::item_id.eq(item))
        .filter(marks::page.eq(page))
        .filter(marks::removed.eq(false))
        .order(marks::id)
        .select(marks::quads)
        .load(db)
}
