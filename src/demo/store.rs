//! What the store held before.

use diesel::prelude::*;

use crate::db::schema::{requests, staff};
use crate::db::{Db, DbError};

/// The addresses of everybody who has an account, and how many requests there are.
pub(super) fn standing(db: &mut Db) -> Result<(Vec<String>, i64), DbError> {
    let people = staff::table.select(staff::email).order(staff::email).load(db)?;
    Ok((people, requests::table.count().get_result(db)?))
}
