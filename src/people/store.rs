//! How subjects and their circle are kept.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use diesel::prelude::*;

use super::{NewSubject, Stranger};
use crate::db::schema::{circle, circle_aliases, subjects};
use crate::db::{self, Db, Id};

/// Somebody a record is about.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = subjects)]
pub struct Subject {
    pub id: Id,
    pub name: String,
    pub born_on: Option<NaiveDate>,
    /// The number by which our own systems know them.
    pub number: String,
    /// Other names, one a line.
    pub other_names: String,
}

impl Subject {
    /// Every name of theirs, the main one first.
    pub fn names(&self) -> Vec<&str> {
        std::iter::once(self.name.as_str())
            .chain(self.other_names.lines().map(str::trim).filter(|name| !name.is_empty()))
            .collect()
    }
}

/// What somebody around the subject is to the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PersonKind {
    /// Family, friends, neighbours: their names are protected unless somebody decides otherwise.
    ThirdParty,
    /// Named for their work; presumed reasonable to name.
    Professional,
}

impl PersonKind {
    pub const ALL: [PersonKind; 2] = [PersonKind::ThirdParty, PersonKind::Professional];

    pub const fn name(self) -> &'static str {
        match self {
            PersonKind::ThirdParty => "third_party",
            PersonKind::Professional => "professional",
        }
    }

    pub const fn words(self) -> &'static str {
        match self {
            PersonKind::ThirdParty => "Third party",
            PersonKind::Professional => "Professional",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

db::kept_as_text!(PersonKind);

#[derive(Queryable, Selectable)]
#[diesel(table_name = circle)]
struct Row {
    id: Id,
    kind: PersonKind,
    name: String,
    relation: String,
    organisation: String,
    safeguarding: bool,
    note: String,
    removed_at: Option<NaiveDateTime>,
}

/// Somebody around the subject.
#[derive(Debug, Clone)]
pub struct Person {
    pub id: Id,
    pub kind: PersonKind,
    pub name: String,
    pub relation: String,
    pub organisation: String,
    /// Asking them, or naming them, could put somebody at risk.
    pub safeguarding: bool,
    pub note: String,
    pub aliases: Vec<String>,
    pub removed_at: Option<NaiveDateTime>,
}

impl Person {
    /// Every name of theirs, the main one first.
    pub fn names(&self) -> Vec<&str> {
        std::iter::once(self.name.as_str()).chain(self.aliases.iter().map(String::as_str)).collect()
    }

    fn of(row: Row, aliases: Vec<String>) -> Self {
        Self {
            id: row.id,
            kind: row.kind,
            name: row.name,
            relation: row.relation,
            organisation: row.organisation,
            safeguarding: row.safeguarding,
            note: row.note,
            aliases,
            removed_at: row.removed_at,
        }
    }
}

pub fn subject(db: &mut Db, id: Id) -> QueryResult<Option<Subject>> {
    subjects::table.find(id).select(Subject::as_select()).first(db).optional()
}

pub fn add_subject(db: &mut Db, new: &NewSubject, now: DateTime<Utc>) -> QueryResult<Id> {
    let id = Id::new();
    diesel::insert_into(subjects::table)
        .values((
            subjects::id.eq(id),
            subjects::name.eq(&new.name),
            subjects::born_on.eq(new.born_on),
            subjects::number.eq(&new.number),
            subjects::other_names.eq(&new.other_names),
            subjects::created_at.eq(now.naive_utc()),
        ))
        .execute(db)?;
    Ok(id)
}

pub fn change_subject(db: &mut Db, id: Id, new: &NewSubject) -> QueryResult<usize> {
    diesel::update(subjects::table.find(id))
        .set((
            subjects::name.eq(&new.name),
            subjects::born_on.eq(new.born_on),
            subjects::number.eq(&new.number),
            subjects::other_names.eq(&new.other_names),
        ))
        .execute(db)
}

pub fn circle(db: &mut Db, subject: Id) -> QueryResult<Vec<Person>> {
    let rows: Vec<Row> = circle::table
        .filter(circle::subject_id.eq(subject))
        .filter(circle::removed_at.is_null())
        .order((circle::name, circle::id))
        .select(Row::as_select())
        .load(db)?;
    let mut aliases: HashMap<Id, Vec<String>> = HashMap::new();
    let pairs: Vec<(Id, String)> = circle_aliases::table
        .inner_join(circle::table)
        .filter(circle::subject_id.eq(subject))
        .order(circle_aliases::alias)
        .select((circle_aliases::circle_id, circle_aliases::alias))
        .load(db)?;
    for (id, alias) in pairs {
        aliases.entry(id).or_default().push(alias);
    }
    Ok(rows
        .into_iter()
        .map(|row| {
            let names = aliases.remove(&row.id).unwrap_or_default();
            Person::of(row, names)
        })
        .collect())
}

pub fn person(db: &mut Db, subject: Id, id: Id) -> QueryResult<Option<Person>> {
    let row: Option<Row> = circle::table
        .find(id)
        .filter(circle::subject_id.eq(subject))
        .select(Row::as_select())
        .first(db)
        .optional()?;
    let Some(row) = row else { return Ok(None) };
    let aliases = circle_aliases::table
        .filter(circle_aliases::circle_id.eq(id))
        .order(circle_aliases::alias)
        .select(circle_aliases::alias)
        .load(db)?;
    Ok(Some(Person::of(row, aliases)))
}

pub fn add_person(db: &mut Db, subject: Id, new: &Stranger, now: DateTime<Utc>) -> QueryResult<Id> {
    let id = Id::new();
    diesel::insert_into(circle::table)
        .values((
            circle::id.eq(id),
            circle::subject_id.eq(subject),
            circle::kind.eq(new.kind),
            circle::name.eq(&new.name),
            circle::relation.eq(&new.relation),
            circle::organisation.eq(&new.organisation),
            circle::safeguarding.eq(new.safeguarding),
            circle::note.eq(&new.note),
            circle::created_at.eq(now.naive_utc()),
        ))
        .execute(db)?;
    set_aliases(db, id, &new.aliases)?;
    Ok(id)
}

pub fn change_person(db: &mut Db, id: Id, new: &Stranger) -> QueryResult<usize> {
    set_aliases(db, id, &new.aliases)?;
    diesel::update(circle::table.find(id))
        .set((
            circle::kind.eq(new.kind),
            circle::name.eq(&new.name),
            circle::relation.eq(&new.relation),
            circle::organisation.eq(&new.organisation),
            circle::safeguarding.eq(new.safeguarding),
            circle::note.eq(&new.note),
        ))
        .execute(db)
}

fn set_aliases(db: &mut Db, id: Id, aliases: &[String]) -> QueryResult<()> {
    diesel::delete(circle_aliases::table.filter(circle_aliases::circle_id.eq(id))).execute(db)?;
    // One statement a name: the two databases share no form of several rows at once.
    for alias in aliases {
        diesel::insert_into(circle_aliases::table)
            .values((
                circle_aliases::id.eq(Id::new()),
                circle_aliases::circle_id.eq(id),
                circle_aliases::alias.eq(alias),
            ))
            .execute(db)?;
    }
    Ok(())
}

/// `false` where it stands removed, or not removed, already.
pub fn set_removed(db: &mut Db, id: Id, at: Option<DateTime<Utc>>) -> QueryResult<bool> {
    let changed = match at {
        Some(at) => diesel::update(circle::table.find(id).filter(circle::removed_at.is_null()))
            .set(circle::removed_at.eq(at.naive_utc()))
            .execute(db)?,
        None => diesel::update(circle::table.find(id).filter(circle::removed_at.is_not_null()))
            .set(circle::removed_at.eq(None::<NaiveDateTime>))
            .execute(db)?,
    };
    Ok(changed == 1)
}
