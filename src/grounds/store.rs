//! How tests and opinions are kept.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;

use super::actions::NewOpinion;
use super::rules::Says;
use crate::db::schema::{ground_tests, health_items, item_decisions, items, opinions};
use crate::db::{self, Db, Id};
use crate::law::Outcome;
use crate::law::clock::opinion_valid_until;

db::kept_as_text!(Says);

/// A test as it was made.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = ground_tests)]
pub struct TestRow {
    pub ground: String,
    pub facts: String,
    pub outcome: String,
    pub evidence: String,
    pub consulted: String,
    pub consulted_on: Option<NaiveDate>,
    pub silent: bool,
    pub silent_why: String,
}

const OUTCOMES: [Outcome; 7] = [
    Outcome::Available,
    Outcome::NotAvailable,
    Outcome::Barred,
    Outcome::NoBar,
    Outcome::Balance,
    Outcome::DeemedReasonable,
    Outcome::StatutoryRoute,
];

impl TestRow {
    fn came_to(&self) -> Option<Outcome> {
        OUTCOMES.into_iter().find(|outcome| outcome.name() == self.outcome)
    }

    pub fn lets_withhold(&self) -> bool {
        self.came_to().is_some_and(Outcome::lets_withhold)
    }

    pub fn words(&self) -> &'static str {
        self.came_to().map_or("", Outcome::words)
    }
}

pub fn tests(db: &mut Db, request: Id) -> QueryResult<Vec<TestRow>> {
    ground_tests::table
        .filter(ground_tests::request_id.eq(request))
        .order(ground_tests::ground)
        .select(TestRow::as_select())
        .load(db)
}

/// Keeps a test in place of the one before; the diary knows of both.
pub fn keep_test(
    db: &mut Db,
    request: Id,
    row: &TestRow,
    by: Id,
    now: DateTime<Utc>,
) -> QueryResult<usize> {
    let before = ground_tests::table
        .filter(ground_tests::request_id.eq(request))
        .filter(ground_tests::ground.eq(&row.ground));
    diesel::delete(before).execute(db)?;
    diesel::insert_into(ground_tests::table)
        .values((
            ground_tests::id.eq(Id::new()),
            ground_tests::request_id.eq(request),
            ground_tests::ground.eq(&row.ground),
            ground_tests::facts.eq(&row.facts),
            ground_tests::outcome.eq(&row.outcome),
            ground_tests::evidence.eq(&row.evidence),
            ground_tests::consulted.eq(&row.consulted),
            ground_tests::consulted_on.eq(row.consulted_on),
            ground_tests::silent.eq(row.silent),
            ground_tests::silent_why.eq(&row.silent_why),
            ground_tests::made_by.eq(by),
            ground_tests::made_at.eq(now.naive_utc()),
        ))
        .execute(db)
}

/// An opinion as it was given.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = opinions)]
pub struct OpinionRow {
    pub given_by: String,
    pub profession: String,
    pub appropriate: String,
    pub says: Says,
    pub words: String,
    pub given_on: NaiveDate,
}

impl OpinionRow {
    /// The last day on which it may be relied on.
    pub fn valid_until(&self) -> Option<NaiveDate> {
        opinion_valid_until(self.given_on)
    }
}

pub fn opinions(db: &mut Db, request: Id) -> QueryResult<Vec<OpinionRow>> {
    opinions::table
        .filter(opinions::request_id.eq(request))
        .order((opinions::given_on.desc(), opinions::id.desc()))
        .select(OpinionRow::as_select())
        .load(db)
}

pub fn add_opinion(
    db: &mut Db,
    request: Id,
    new: &NewOpinion,
    by: Id,
    now: DateTime<Utc>,
) -> QueryResult<Id> {
    let id = Id::new();
    diesel::insert_into(opinions::table)
        .values((
            opinions::id.eq(id),
            opinions::request_id.eq(request),
            opinions::given_by.eq(&new.given_by),
            opinions::profession.eq(&new.profession),
            opinions::appropriate.eq(&new.appropriate),
            opinions::says.eq(new.says),
            opinions::words.eq(&new.words),
            opinions::given_on.eq(new.given_on),
            opinions::made_by.eq(by),
            opinions::made_at.eq(now.naive_utc()),
        ))
        .execute(db)?;
    Ok(id)
}

/// An item with health data.
#[derive(Debug, Clone)]
pub struct HealthItem {
    pub id: Id,
    pub number: i64,
    pub title: String,
    /// How we know that the person knows it already; empty where they do not.
    pub known_how: String,
    /// Decided to go out, wholly or with marks.
    pub released: bool,
}

pub fn health_items(db: &mut Db, request: Id) -> QueryResult<Vec<HealthItem>> {
    let rows: Vec<(Id, i64, String, String, Option<String>)> = health_items::table
        .inner_join(items::table)
        .left_join(item_decisions::table.on(item_decisions::item_id.eq(items::id)))
        .filter(health_items::request_id.eq(request))
        .filter(items::privileged.eq(false))
        .order(items::number)
        .select((
            items::id,
            items::number,
            items::title,
            health_items::known_how,
            item_decisions::decision.nullable(),
        ))
        .load(db)?;
    Ok(rows
        .into_iter()
        .map(|(id, number, title, known_how, decision)| HealthItem {
            id,
            number,
            title,
            known_how,
            released: decision.is_some_and(|decision| decision != "withhold"),
        })
        .collect())
}

pub fn item(db: &mut Db, request: Id, number: i64) -> QueryResult<Option<Id>> {
    items::table
        .filter(items::request_id.eq(request))
        .filter(items::number.eq(number))
        .select(items::id)
        .first(db)
        .optional()
}

/// Notes health data in an item, or with `None` that there is none.
pub fn set_health(
    db: &mut Db,
    request: Id,
    item: Id,
    known_how: Option<&str>,
    by: Id,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    diesel::delete(health_items::table.find(item)).execute(db)?;
    if let Some(known_how) = known_how {
        diesel::insert_into(health_items::table)
            .values((
                health_items::item_id.eq(item),
                health_items::request_id.eq(request),
                health_items::known_how.eq(known_how),
                health_items::made_by.eq(by),
                health_items::made_at.eq(now.naive_utc()),
            ))
            .execute(db)?;
    }
    Ok(())
}
