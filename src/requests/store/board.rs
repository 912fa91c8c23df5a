//! Lists of requests, each in one query: only what the reader may know of.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::access::{Action, Actor, may, policy};
use crate::calendar;
use crate::db::schema::{
    assignments, corrections, identity_decisions, item_decisions, items, paper_volumes, places,
    requests, searches, staff, subjects, waits,
};
use crate::db::{Db, Id, MultiBackend};
use crate::requests::interests::{barred_from, cleared_for};
use crate::requests::next::Standing;
use crate::requests::{State, correction};

diesel::define_sql_function! { fn lower(x: diesel::sql_types::Text) -> diesel::sql_types::Text; }

/// A row of the board.
#[derive(Debug, Clone, Queryable)]
pub struct BoardRow {
    pub reference: String,
    pub state: State,
    pub kind: String,
    pub received_on: NaiveDate,
    pub due_on: Option<NaiveDate>,
    pub person: String,
    pub owner: Option<String>,
    pub correction: Option<correction::State>,
}

/// What a reader wants to see of the board.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    pub mine: bool,
    pub unassigned: bool,
    pub ended: bool,
    /// Open and ended alike.
    pub any: bool,
    pub state: Option<State>,
    /// Part of a reference or of a name.
    pub words: String,
}

/// Every request with its subject and owner that the reader may know of, narrowed to what they want.
macro_rules! seen {
    ($by:expr, $wanted:expr) => {{
        let (by, wanted): (&Actor, &Wanted) = ($by, $wanted);
        let mut query =
            requests::table
                .inner_join(subjects::table)
                .left_join(corrections::table.on(corrections::request_id.eq(requests::id)))
                .left_join(staff::table.on(requests::owner_id.eq(staff::id.nullable())))
                .left_join(assignments::table.on(
                    assignments::request_id.eq(requests::id).and(assignments::staff_id.eq(by.id)),
                ))
                .into_boxed::<MultiBackend>();
        if !policy::reads_every_request(by) {
            let theirs = assignments::id.nullable().is_not_null();
            query = if may(by, Action::TakeUnassigned) {
                query.filter(theirs.or(requests::owner_id.is_null()))
            } else {
                query.filter(theirs)
            };
        }
        // Kept away from whoever has an interest, and from whoever is asked about or asks, before they
        // could say so.
        let (name, email) = (by.name.to_lowercase(), by.email.to_lowercase());
        query = query.filter(requests::id.ne_all(barred_from(by.id))).filter(
            requests::id.eq_any(cleared_for(by.id)).or(lower(subjects::name)
                .ne(name.clone())
                .and(lower(requests::requester_name).ne(name))
                .and(lower(requests::requester_email).ne(email))),
        );
        if wanted.mine {
            query = query.filter(requests::owner_id.eq(by.id));
        }
        if wanted.unassigned {
            query = query.filter(requests::owner_id.is_null());
        }
        if let Some(state) = wanted.state {
            query = query.filter(requests::state.eq(state.name()));
        } else if wanted.any {
            // Every state is wanted.
        } else if wanted.ended {
            query = query.filter(requests::state.eq_any(State::ENDED.map(State::name)));
        } else {
            query = query.filter(requests::state.ne_all(State::ENDED.map(State::name)));
        }
        if !wanted.words.is_empty() {
            let like = format!("%{}%", wanted.words.to_lowercase().replace(['%', '_', '\\'], ""));
            query = query.filter(
                lower(requests::reference).like(like.clone()).or(lower(subjects::name).like(like)),
            );
        }
        query
    }};
}

/// A page of the board, soonest due first; requests without a date stand last.
pub fn board(
    db: &mut Db,
    by: &Actor,
    wanted: &Wanted,
    skip: i64,
    most: i64,
) -> QueryResult<Vec<BoardRow>> {
    seen!(by, wanted)
        .order((requests::due_on.is_null(), requests::due_on, requests::reference))
        .offset(skip)
        .limit(most)
        .select((
            requests::reference,
            requests::state,
            requests::kind,
            requests::received_on,
            requests::due_on,
            subjects::name,
            staff::name.nullable(),
            corrections::state.nullable(),
        ))
        .load(db)
}

pub fn count(db: &mut Db, by: &Actor, wanted: &Wanted) -> QueryResult<i64> {
    seen!(by, wanted).count().get_result(db)
}

/// Those of these requests that the reader may know of.
pub fn among(db: &mut Db, by: &Actor, ids: &[Id]) -> QueryResult<Vec<Id>> {
    let wanted = Wanted { any: true, ..Wanted::default() };
    seen!(by, &wanted).filter(requests::id.eq_any(ids)).select(requests::id).load(db)
}

/// State, date and owner of an open request.
pub type OpenOne = (State, Option<NaiveDate>, Option<Id>);

/// State, date and owner of every open request the reader may know of: for the sums above the board.
pub fn open_ones(db: &mut Db, by: &Actor) -> QueryResult<Vec<OpenOne>> {
    let wanted = Wanted::default();
    seen!(by, &wanted).select((requests::state, requests::due_on, requests::owner_id)).load(db)
}

/// An open request, for reminders.
#[derive(Debug, Clone, Queryable)]
pub struct OpenRow {
    pub id: Id,
    pub reference: String,
    pub state: State,
    pub due_on: Option<NaiveDate>,
    pub owner_id: Option<Id>,
    pub late_reason: Option<String>,
}

/// Every open request the reader may know of, soonest due first.
pub fn open_for(db: &mut Db, by: &Actor) -> QueryResult<Vec<OpenRow>> {
    let wanted = Wanted::default();
    seen!(by, &wanted)
        .order((requests::due_on.is_null(), requests::due_on, requests::reference))
        .select((
            requests::id,
            requests::reference,
            requests::state,
            requests::due_on,
            requests::owner_id,
            requests::late_reason,
        ))
        .load(db)
}

/// What the next step of a request depends on, beside its row.
pub fn standing(db: &mut Db, request: Id) -> QueryResult<Standing> {
    let decision: Option<String> = identity_decisions::table
        .filter(identity_decisions::request_id.eq(request))
        .order((identity_decisions::decided_at.desc(), identity_decisions::id.desc()))
        .select(identity_decisions::decision)
        .first(db)
        .optional()?;
    let searches_made = searches::table.filter(searches::request_id.eq(request)).count();
    let searches_open = searches::table
        .filter(searches::request_id.eq(request))
        .filter(searches::state.eq_any(["sent", "declined"]))
        .count();
    // Legal advice is set apart: nobody decides it, and nobody counts it.
    let of = || items::request_id.eq(request).and(items::privileged.eq(false));
    let items_held = items::table.filter(of()).count();
    let undecided = items::table
        .left_join(item_decisions::table)
        .filter(of())
        .filter(items::duplicate_of.is_null())
        .filter(item_decisions::item_id.nullable().is_null())
        .count();
    let lapses: Option<Option<NaiveDate>> = waits::table
        .filter(waits::request_id.eq(request))
        .order((waits::asked_on.desc(), waits::id.desc()))
        .select(waits::proposed_on)
        .first(db)
        .optional()?;
    let (places_open, volume_gaps) = planned(db, request)?;
    Ok(Standing {
        places_open,
        volume_gaps,
        lapse_proposed: lapses.flatten().is_some(),
        identity_proved: decision.as_deref() == Some("proved"),
        searches: searches_made.get_result(db)?,
        searches_open: searches_open.get_result(db)?,
        items: items_held.get_result(db)?,
        items_undecided: undecided.get_result(db)?,
        ..Standing::default()
    })
}

/// How many planned places nobody was asked at, and how many stretches no paper volume covers.
fn planned(db: &mut Db, request: Id) -> QueryResult<(i64, i64)> {
    let planned: Vec<(Id, String, bool)> = places::table
        .filter(places::request_id.eq(request))
        .select((places::id, places::name, places::searched))
        .load(db)?;
    if planned.is_empty() {
        return Ok((0, 0));
    }
    let asked: Vec<String> = searches::table
        .filter(searches::request_id.eq(request))
        .select(searches::place)
        .load(db)?;
    let asked: HashSet<String> = asked.iter().map(|place| place.trim().to_lowercase()).collect();
    let open = planned
        .iter()
        .filter(|(_, name, searched)| *searched && !asked.contains(&name.trim().to_lowercase()));
    let volumes: Vec<(Id, NaiveDate, NaiveDate)> = paper_volumes::table
        .filter(paper_volumes::place_id.eq_any(planned.iter().map(|(id, ..)| *id)))
        .filter(paper_volumes::removed_at.is_null())
        .select((paper_volumes::place_id, paper_volumes::from_on, paper_volumes::to_on))
        .load(db)?;
    let mut by_place: HashMap<Id, Vec<(NaiveDate, NaiveDate)>> = HashMap::new();
    for (place, from, to) in volumes {
        by_place.entry(place).or_default().push((from, to));
    }
    let gaps: usize = by_place.values().map(|spans| calendar::gaps(spans).len()).sum();
    Ok((open.count() as i64, gaps as i64))
}
