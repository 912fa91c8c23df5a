//! How earlier requests of the same people are found, and who may know of them.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use diesel::prelude::*;

use super::RequestRow;
use super::board::among;
use crate::access::Actor;
use crate::db::schema::{interests, requests, staff, subjects};
use crate::db::{Db, Id, MultiBackend};
use crate::requests::earlier::Given;
use crate::requests::interests::Standing;

/// A firm asks often from one address: its newest requests are enough.
const MOST: i64 = 50;

diesel::define_sql_function! { fn lower(x: diesel::sql_types::Text) -> diesel::sql_types::Text; }

/// A request with what is known of its subject, and who leads it.
#[derive(Debug, Clone)]
pub struct Sought {
    pub request: RequestRow,
    pub subject_name: String,
    pub born_on: Option<NaiveDate>,
    pub owner: Option<String>,
}

impl Sought {
    pub fn given(&self) -> Given<'_> {
        Given {
            subject: self.request.subject_id,
            subject_name: &self.subject_name,
            born_on: self.born_on,
            requester_kind: &self.request.requester_kind,
            requester_name: &self.request.requester_name,
            requester_email: &self.request.requester_email,
        }
    }
}

type Row = (RequestRow, String, Option<NaiveDate>, Option<String>);

impl From<Row> for Sought {
    fn from((request, subject_name, born_on, owner): Row) -> Self {
        Self { request, subject_name, born_on, owner }
    }
}

macro_rules! rows {
    () => {
        requests::table
            .inner_join(subjects::table)
            .left_join(staff::table.on(requests::owner_id.eq(staff::id.nullable())))
            .select((
                RequestRow::as_select(),
                subjects::name,
                subjects::born_on,
                staff::name.nullable(),
            ))
            .into_boxed::<MultiBackend>()
    };
}

pub fn with_subject(db: &mut Db, request: Id) -> QueryResult<Option<Sought>> {
    let row: Option<Row> = rows!().filter(requests::id.eq(request)).first(db).optional()?;
    Ok(row.map(Sought::from))
}

/// Requests made before `now` that share an address, a date of birth or the subject with it, newest
/// first: names are compared by whoever asks, for the databases fold letters differently.
pub fn sought(db: &mut Db, now: &Sought) -> QueryResult<Vec<Sought>> {
    let (made, id) = (now.request.created_at, now.request.id);
    let before = || {
        rows!()
            .filter(
                requests::created_at
                    .lt(made)
                    .or(requests::created_at.eq(made).and(requests::id.lt(id))),
            )
            .order((requests::created_at.desc(), requests::id.desc()))
            .limit(MOST)
    };
    let of_subject = requests::subject_id.eq(now.request.subject_id);
    let about = match now.born_on {
        Some(day) => before().filter(of_subject.or(subjects::born_on.eq(day))),
        None => before().filter(of_subject),
    };
    let mut found: Vec<Row> = about.load(db)?;
    if !now.request.requester_email.is_empty() {
        let email = now.request.requester_email.to_lowercase();
        let by_address: Vec<Row> =
            before().filter(lower(requests::requester_email).eq(email)).load(db)?;
        let there: HashSet<Id> = found.iter().map(|one| one.0.id).collect();
        found.extend(by_address.into_iter().filter(|one| !there.contains(&one.0.id)));
    }
    found.sort_by_key(|(request, ..)| std::cmp::Reverse((request.created_at, request.id)));
    Ok(found.into_iter().map(Sought::from).collect())
}

/// What one colleague may know of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    Known,
    Unopened,
    Elsewhere,
    Barred,
}

/// The same for several requests.
pub struct Reaches {
    theirs: HashSet<Id>,
    said: HashMap<Id, Standing>,
}

impl Reaches {
    pub fn of(&self, request: Id) -> Reach {
        match (self.said.get(&request), self.theirs.contains(&request)) {
            (Some(Standing::Conflict), _) => Reach::Barred,
            (Some(Standing::None | Standing::Cleared), true) => Reach::Known,
            (None, true) => Reach::Unopened,
            (Some(Standing::None | Standing::Cleared) | None, false) => Reach::Elsewhere,
        }
    }
}

pub fn reach(db: &mut Db, by: &Actor, ids: &[Id]) -> QueryResult<Reaches> {
    let said: Vec<(Id, Standing)> = interests::table
        .filter(interests::staff_id.eq(by.id))
        .filter(interests::request_id.eq_any(ids))
        .select((interests::request_id, interests::standing))
        .load(db)?;
    let theirs = among(db, by, ids)?;
    Ok(Reaches { theirs: theirs.into_iter().collect(), said: said.into_iter().collect() })
}
