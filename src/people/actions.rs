//! What people do with a subject and their circle. Whoever calls has made sure that the request,
//! through which the subject is known, is theirs to know of.

use chrono::{DateTime, NaiveDate, Utc};

use super::store::{self, PersonKind};
use crate::access::{Action, Actor, NotAllowed, Who, allow};
use crate::audit::{self, About, Act};
use crate::calendar::Date;
use crate::db::{self, Db, DbError, Id};
use crate::problem::{Invalid, Kind, Problem};

/// Why nothing was kept.
#[derive(Debug, thiserror::Error)]
pub enum NotKept {
    #[error("there is no such person around this subject")]
    Unknown,
    #[error("{0} stands like that already; load the page again")]
    Overtaken(String),
    #[error(transparent)]
    Invalid(#[from] Invalid),
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    #[error(transparent)]
    Database(#[from] DbError),
}

impl Problem for NotKept {
    fn kind(&self) -> Kind {
        match self {
            Self::Unknown => Kind::Missing,
            Self::Overtaken(_) => Kind::Conflict,
            Self::Invalid(e) => e.kind(),
            Self::NotAllowed(e) => e.kind(),
            Self::Database(_) => Kind::Bug,
        }
    }

    fn field(&self) -> Option<&str> {
        match self {
            Self::Invalid(e) => e.field(),
            Self::Unknown | Self::Overtaken(_) | Self::NotAllowed(_) | Self::Database(_) => None,
        }
    }
}

/// What is known of somebody a record is about.
#[derive(Debug, Clone)]
pub struct NewSubject {
    pub name: String,
    pub born_on: Option<NaiveDate>,
    pub number: String,
    /// One a line.
    pub other_names: String,
}

const LONGEST_NAME: usize = 200;
const LONGEST_NOTE: usize = 2_000;

fn line(field: &'static str, text: &str, most: usize) -> Result<String, Invalid> {
    let text = text.trim();
    if text.chars().count() > most {
        return Err(Invalid::new(field, format!("use {most} letters or fewer")));
    }
    if text.contains(['\r', '\n', '\0']) {
        return Err(Invalid::new(field, "write this on one line"));
    }
    Ok(text.to_owned())
}

/// Names, one a line, each once.
fn names(field: &'static str, text: &str) -> Result<Vec<String>, Invalid> {
    let mut names: Vec<String> = Vec::new();
    for name in text.lines().map(str::trim).filter(|name| !name.is_empty()) {
        let name = line(field, name, LONGEST_NAME)?;
        if !names.contains(&name) {
            names.push(name);
        }
    }
    if names.len() > 50 {
        return Err(Invalid::new(field, "give 50 other names or fewer"));
    }
    Ok(names)
}

impl NewSubject {
    fn checked(self, today: Date) -> Result<Self, Invalid> {
        let name = line("subject_name", &self.name, LONGEST_NAME)?;
        if name.is_empty() {
            return Err(Invalid::new("subject_name", "enter the full name of the person"));
        }
        if self.born_on.is_some_and(|born| born > today) {
            return Err(Invalid::new("born_on", "a date of birth lies in the past"));
        }
        let number = line("number", &self.number, LONGEST_NAME)?;
        let other_names = names("other_names", &self.other_names)?.join("\n");
        Ok(Self { name, number, other_names, born_on: self.born_on })
    }
}

/// Keeps a person whose record is asked for, in the transaction of the act that asks.
///
/// # Errors
/// Where the name is missing or the day of birth lies ahead.
pub fn add_subject(db: &mut Db, subject: NewSubject, now: DateTime<Utc>) -> Result<Id, NotKept> {
    let subject = subject.checked(crate::calendar::local_day(now))?;
    Ok(store::add_subject(db, &subject, now).map_err(DbError::from)?)
}

/// Changes what is known of the subject of `request`.
///
/// # Errors
/// Where the role may not, or a field cannot be taken.
pub fn change_subject(
    db: &mut Db,
    by: &Actor,
    request: Id,
    id: Id,
    subject: NewSubject,
    now: DateTime<Utc>,
) -> Result<(), NotKept> {
    db::transaction(db, |db| {
        allow(by, Action::ManageCircle, &[])?;
        let subject = subject.checked(crate::calendar::local_day(now))?;
        if store::change_subject(db, id, &subject).map_err(DbError::from)? == 0 {
            return Err(NotKept::Unknown);
        }
        Ok(told(db, by, request, id, "the subject's own facts", now)?)
    })
}

/// Somebody around the subject, as a form gives them.
#[derive(Debug, Clone)]
pub struct Stranger {
    pub kind: PersonKind,
    pub name: String,
    pub relation: String,
    pub organisation: String,
    pub safeguarding: bool,
    pub note: String,
    pub aliases: Vec<String>,
}

impl Stranger {
    fn checked(self) -> Result<Self, Invalid> {
        let name = line("name", &self.name, LONGEST_NAME)?;
        if name.is_empty() {
            return Err(Invalid::new("name", "enter the person's name"));
        }
        let relation = line("relation", &self.relation, LONGEST_NAME)?;
        if relation.is_empty() {
            return Err(Invalid::new(
                "relation",
                "say who they are to the subject, such as mother or social worker",
            ));
        }
        if self.note.chars().count() > LONGEST_NOTE {
            return Err(Invalid::new("note", format!("use {LONGEST_NOTE} letters or fewer")));
        }
        let mut aliases = names("aliases", &self.aliases.join("\n"))?;
        aliases.retain(|alias| *alias != name);
        Ok(Self {
            name,
            relation,
            organisation: line("organisation", &self.organisation, LONGEST_NAME)?,
            note: self.note.trim().to_owned(),
            aliases,
            ..self
        })
    }
}

/// Adds somebody to the circle.
///
/// # Errors
/// Where the role may not, or a field cannot be taken.
pub fn add_person(
    db: &mut Db,
    by: &Actor,
    request: Id,
    subject: Id,
    person: Stranger,
    now: DateTime<Utc>,
) -> Result<Id, NotKept> {
    db::transaction(db, |db| {
        allow(by, Action::ManageCircle, &[])?;
        let person = person.checked()?;
        let id = store::add_person(db, subject, &person, now).map_err(DbError::from)?;
        told(db, by, request, id, "added somebody", now)?;
        Ok(id)
    })
}

/// Changes what is known of somebody in the circle.
///
/// # Errors
/// Where there is no such person, the role may not, or a field cannot be taken.
pub fn change_person(
    db: &mut Db,
    by: &Actor,
    request: Id,
    subject: Id,
    id: Id,
    person: Stranger,
    now: DateTime<Utc>,
) -> Result<(), NotKept> {
    db::transaction(db, |db| {
        let known = store::person(db, subject, id).map_err(DbError::from)?;
        known.ok_or(NotKept::Unknown)?;
        allow(by, Action::ManageCircle, &[])?;
        let person = person.checked()?;
        store::change_person(db, id, &person).map_err(DbError::from)?;
        Ok(told(db, by, request, id, "changed what is known of somebody", now)?)
    })
}

/// Whether somebody leaves the circle or comes back to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Removal {
    Remove,
    Restore,
}

/// Takes somebody out of the circle; nothing is forgotten, and [`restore_person`] undoes it.
///
/// # Errors
/// Where there is no such person, or they were removed before.
pub fn remove_person(
    db: &mut Db,
    by: &Actor,
    request: Id,
    subject: Id,
    id: Id,
    now: DateTime<Utc>,
) -> Result<(), NotKept> {
    set_removed(db, by, (request, subject, id), Removal::Remove, now)
}

/// Puts somebody back into the circle, as they were.
///
/// # Errors
/// Where there is no such person, or they were not removed.
pub fn restore_person(
    db: &mut Db,
    by: &Actor,
    request: Id,
    subject: Id,
    id: Id,
    now: DateTime<Utc>,
) -> Result<(), NotKept> {
    set_removed(db, by, (request, subject, id), Removal::Restore, now)
}

fn set_removed(
    db: &mut Db,
    by: &Actor,
    (request, subject, id): (Id, Id, Id),
    to: Removal,
    now: DateTime<Utc>,
) -> Result<(), NotKept> {
    db::transaction(db, |db| {
        let person = store::person(db, subject, id).map_err(DbError::from)?;
        let person = person.ok_or(NotKept::Unknown)?;
        allow(by, Action::ManageCircle, &[])?;
        let (at, words) = match to {
            Removal::Remove => (Some(now), "removed somebody"),
            Removal::Restore => (None, "put somebody back"),
        };
        if !store::set_removed(db, id, at).map_err(DbError::from)? {
            return Err(NotKept::Overtaken(person.name));
        }
        Ok(told(db, by, request, id, words, now)?)
    })
}

fn told(
    db: &mut Db,
    by: &Actor,
    request: Id,
    object: Id,
    words: &str,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    let about = About::request(request).object(object).words(words);
    audit::tell(db, &Who::from(by), Act::PersonChanged, about, now)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mother() -> Stranger {
        Stranger {
            kind: PersonKind::ThirdParty,
            name: " Dana Price ".into(),
            relation: "mother".into(),
            organisation: String::new(),
            safeguarding: false,
            note: String::new(),
            aliases: vec!["D. Price".into(), "Dana Price".into(), "D. Price".into(), "".into()],
        }
    }

    #[test]
    fn a_persons_other_names_are_kept_once_each_and_without_the_main_one() {
        let kept = mother().checked().expect("all fields can be taken");

        assert_eq!((kept.name.as_str(), kept.aliases), ("Dana Price", vec!["D. Price".to_owned()]));
    }

    #[test]
    fn somebody_without_a_relation_is_not_taken() {
        let refused = Stranger { relation: " ".into(), ..mother() }.checked();

        assert_eq!(refused.map_err(|e| e.field).err(), Some("relation"));
    }

    #[test]
    fn nobody_is_born_tomorrow() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 21).expect("a day");
        let subject = NewSubject {
            name: "Rowan Price".into(),
            born_on: today.succ_opt(),
            number: String::new(),
            other_names: String::new(),
        };

        assert_eq!(subject.checked(today).map_err(|e| e.field).err(), Some("born_on"));
    }
}
