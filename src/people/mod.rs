//! The person a record is about, and the people around them: third parties and professionals, with
//! every name they go by.

mod actions;
mod store;

pub use actions::{
    NewSubject, NotKept, Stranger, add_person, add_subject, change_person, change_subject,
    remove_person, restore_person,
};
pub use store::{Person, PersonKind, Subject};

use crate::db::{Db, DbError, Id};

/// The person a record is about.
///
/// # Errors
/// Where the database cannot be read.
pub fn subject(db: &mut Db, id: Id) -> Result<Option<Subject>, DbError> {
    Ok(store::subject(db, id)?)
}

/// The people around a subject, by name, with their other names. Those removed are left out.
///
/// # Errors
/// Where the database cannot be read.
pub fn circle(db: &mut Db, subject: Id) -> Result<Vec<Person>, DbError> {
    Ok(store::circle(db, subject)?)
}

/// One of the people around a subject, also after removal.
///
/// # Errors
/// Where the database cannot be read.
pub fn person(db: &mut Db, subject: Id, id: Id) -> Result<Option<Person>, DbError> {
    Ok(store::person(db, subject, id)?)
}
