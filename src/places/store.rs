//! How places and paper volumes are kept.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;

use super::actions::{NewPlace, NewVolume};
use crate::db::schema::{paper_volumes, places};
use crate::db::{Db, Id};

/// A place where a record may lie.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = places)]
pub struct PlaceRow {
    pub id: Id,
    pub name: String,
    pub searched: bool,
    /// Why it is not searched.
    pub reason: String,
}

/// A paper volume and the days its entries cover, both counted.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = paper_volumes)]
pub struct VolumeRow {
    pub id: Id,
    pub place_id: Id,
    pub label: String,
    pub from_on: NaiveDate,
    pub to_on: NaiveDate,
    /// It is here; otherwise it is known to have been and is missing.
    pub held: bool,
    pub note: String,
}

pub fn of_request(db: &mut Db, request: Id) -> QueryResult<Vec<PlaceRow>> {
    places::table
        .filter(places::request_id.eq(request))
        .order((places::made_at, places::id))
        .select(PlaceRow::as_select())
        .load(db)
}

pub fn volumes(db: &mut Db, request: Id) -> QueryResult<Vec<VolumeRow>> {
    paper_volumes::table
        .inner_join(places::table)
        .filter(places::request_id.eq(request))
        .filter(paper_volumes::removed_at.is_null())
        .order((paper_volumes::from_on, paper_volumes::id))
        .select(VolumeRow::as_select())
        .load(db)
}

pub fn add(
    db: &mut Db,
    request: Id,
    new: &NewPlace,
    by: Id,
    now: DateTime<Utc>,
) -> QueryResult<Id> {
    let id = Id::new();
    diesel::insert_into(places::table)
        .values((
            places::id.eq(id),
            places::request_id.eq(request),
            places::name.eq(&new.name),
            places::searched.eq(new.searched),
            places::reason.eq(&new.reason),
            places::made_by.eq(by),
            places::made_at.eq(now.naive_utc()),
        ))
        .execute(db)?;
    Ok(id)
}

pub fn change(db: &mut Db, id: Id, new: &NewPlace, by: Id) -> QueryResult<usize> {
    diesel::update(places::table.find(id))
        .set((
            places::searched.eq(new.searched),
            places::reason.eq(&new.reason),
            places::made_by.eq(by),
        ))
        .execute(db)
}

pub fn add_volume(
    db: &mut Db,
    place: Id,
    new: &NewVolume,
    by: Id,
    now: DateTime<Utc>,
) -> QueryResult<Id> {
    let id = Id::new();
    diesel::insert_into(paper_volumes::table)
        .values((
            paper_volumes::id.eq(id),
            paper_volumes::place_id.eq(place),
            paper_volumes::label.eq(&new.label),
            paper_volumes::from_on.eq(new.from),
            paper_volumes::to_on.eq(new.to),
            paper_volumes::held.eq(new.held),
            paper_volumes::note.eq(&new.note),
            paper_volumes::made_by.eq(by),
            paper_volumes::made_at.eq(now.naive_utc()),
        ))
        .execute(db)?;
    Ok(id)
}

/// Takes a volume of this request off the list; `false` where it is not on it.
pub fn remove_volume(db: &mut Db, request: Id, id: Id, now: DateTime<Utc>) -> QueryResult<bool> {
    let of_request = places::table.filter(places::request_id.eq(request)).select(places::id);
    let listed = paper_volumes::table
        .filter(paper_volumes::id.eq(id))
        .filter(paper_volumes::removed_at.is_null())
        .filter(paper_volumes::place_id.eq_any(of_request));
    let gone =
        diesel::update(listed).set(paper_volumes::removed_at.eq(now.naive_utc())).execute(db)?;
    Ok(gone == 1)
}
