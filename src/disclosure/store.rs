//! How disclosures are kept.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use diesel::prelude::*;

use crate::db::schema::{
    assignments, disclosures, downloads, pack_volumes, readings, requests, staff, subjects,
};
use crate::db::{Db, Id};
use crate::disclosure::meeting::Meeting;
use crate::requests::barred_from;

/// An entry of the register.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = disclosures)]
pub struct DisclosureRow {
    pub id: Id,
    pub request_id: Id,
    pub pack_id: Id,
    pub recipient_kind: String,
    pub recipient_name: String,
    pub recipient_address: String,
    pub how: String,
    pub page_ranges: String,
    pub link_id: Option<Id>,
    pub files: String,
    pub state: String,
    pub released_by: Id,
    pub released_at: NaiveDateTime,
    pub received_at: Option<NaiveDateTime>,
    pub proof: String,
    /// The part of the pack that went; without one the whole of it.
    pub part: Option<i64>,
}

pub struct NewDisclosure<'a> {
    pub id: Id,
    pub request: Id,
    pub pack: Id,
    pub recipient_kind: &'a str,
    pub recipient_name: &'a str,
    pub recipient_address: &'a str,
    pub how: &'a str,
    pub page_ranges: &'a str,
    pub link: Option<Id>,
    /// The files as they went, JSON: number, SHA-256, bytes.
    pub files: &'a str,
    pub part: Option<i64>,
    pub by: Id,
}

pub fn add(db: &mut Db, new: &NewDisclosure, now: DateTime<Utc>) -> QueryResult<usize> {
    diesel::insert_into(disclosures::table)
        .values((
            disclosures::id.eq(new.id),
            disclosures::request_id.eq(new.request),
            disclosures::pack_id.eq(new.pack),
            disclosures::recipient_kind.eq(new.recipient_kind),
            disclosures::recipient_name.eq(new.recipient_name),
            disclosures::recipient_address.eq(new.recipient_address),
            disclosures::how.eq(new.how),
            disclosures::page_ranges.eq(new.page_ranges),
            disclosures::link_id.eq(new.link),
            disclosures::files.eq(new.files),
            disclosures::state.eq("released"),
            disclosures::released_by.eq(new.by),
            disclosures::released_at.eq(now.naive_utc()),
            disclosures::proof.eq(""),
            disclosures::part.eq(new.part),
        ))
        .execute(db)
}

pub fn find(db: &mut Db, id: Id) -> QueryResult<Option<DisclosureRow>> {
    disclosures::table.find(id).select(DisclosureRow::as_select()).first(db).optional()
}

pub fn of_request(db: &mut Db, request: Id) -> QueryResult<Vec<DisclosureRow>> {
    disclosures::table
        .filter(disclosures::request_id.eq(request))
        .order((disclosures::released_at.desc(), disclosures::id.desc()))
        .select(DisclosureRow::as_select())
        .load(db)
}

/// The parts of a pack that went and were not taken back, and when.
pub fn gone(db: &mut Db, pack: Id) -> QueryResult<Vec<(i64, NaiveDateTime)>> {
    let gone: Vec<(Option<i64>, NaiveDateTime)> = disclosures::table
        .filter(disclosures::pack_id.eq(pack))
        .filter(disclosures::part.is_not_null())
        .filter(disclosures::state.ne("revoked"))
        .order(disclosures::part)
        .select((disclosures::part, disclosures::released_at))
        .load(db)?;
    Ok(gone.into_iter().filter_map(|(part, at)| Some((part?, at))).collect())
}

/// A reading as it was arranged, or moved.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = readings)]
pub struct ReadingRow {
    pub disclosure_id: Id,
    pub companion: String,
    pub on_day: NaiveDate,
    pub at_time: String,
    pub place: String,
    /// Why it was moved; empty for the first.
    pub reason: String,
}

impl ReadingRow {
    pub fn words(&self) -> String {
        let Self { companion, on_day, at_time, place, .. } = self;
        format!("with {companion} on {} at {at_time}, {place}", crate::calendar::words(*on_day))
    }
}

pub fn add_reading(
    db: &mut Db,
    disclosure: Id,
    meeting: &Meeting,
    reason: &str,
    by: Id,
    now: DateTime<Utc>,
) -> QueryResult<usize> {
    diesel::insert_into(readings::table)
        .values((
            readings::id.eq(Id::new()),
            readings::disclosure_id.eq(disclosure),
            readings::companion.eq(&meeting.companion),
            readings::on_day.eq(meeting.on),
            readings::at_time.eq(&meeting.at),
            readings::place.eq(&meeting.place),
            readings::reason.eq(reason),
            readings::made_by.eq(by),
            readings::made_at.eq(now.naive_utc()),
        ))
        .execute(db)
}

/// The readings of these entries, the one that holds first.
pub fn readings(db: &mut Db, of: &[Id]) -> QueryResult<Vec<ReadingRow>> {
    readings::table
        .filter(readings::disclosure_id.eq_any(of))
        .order((readings::made_at.desc(), readings::id.desc()))
        .select(ReadingRow::as_select())
        .load(db)
}

pub fn set_late_reason(db: &mut Db, request: Id, reason: &str) -> QueryResult<usize> {
    diesel::update(requests::table.find(request)).set(requests::late_reason.eq(reason)).execute(db)
}

pub fn close(db: &mut Db, request: Id, now: DateTime<Utc>) -> QueryResult<usize> {
    diesel::update(requests::table.find(request))
        .set(requests::closed_at.eq(now.naive_utc()))
        .execute(db)
}

/// Moves an entry on from any of the states named; `false` where it stands otherwise.
pub fn advance(db: &mut Db, id: Id, from: &[&str], to: &str) -> QueryResult<bool> {
    let standing = disclosures::table.find(id).filter(disclosures::state.eq_any(from));
    Ok(diesel::update(standing).set(disclosures::state.eq(to)).execute(db)? == 1)
}

pub fn received(db: &mut Db, id: Id, proof: &str, at: DateTime<Utc>) -> QueryResult<bool> {
    let standing = disclosures::table.find(id).filter(disclosures::state.eq_any([
        "released",
        "opened",
        "delivered",
    ]));
    let changed = diesel::update(standing)
        .set((
            disclosures::state.eq("delivered"),
            disclosures::received_at.eq(at.naive_utc()),
            disclosures::proof.eq(proof),
        ))
        .execute(db)?;
    Ok(changed == 1)
}

pub fn downloaded(db: &mut Db, disclosure: Id) -> QueryResult<i64> {
    downloads::table.filter(downloads::disclosure_id.eq(disclosure)).count().get_result(db)
}

pub fn add_download(
    db: &mut Db,
    disclosure: Id,
    volume: i64,
    sha256: &str,
    browser: &str,
    now: DateTime<Utc>,
) -> QueryResult<usize> {
    diesel::insert_into(downloads::table)
        .values((
            downloads::id.eq(Id::new()),
            downloads::disclosure_id.eq(disclosure),
            downloads::volume.eq(volume),
            downloads::sha256.eq(sha256),
            downloads::at.eq(now.naive_utc()),
            downloads::browser.eq(browser),
        ))
        .execute(db)
}

/// An entry as the register lists it.
#[derive(Debug, Clone)]
pub struct Entry {
    pub disclosure: DisclosureRow,
    pub reference: String,
    pub subject: String,
    pub by: String,
    pub sha256: Vec<String>,
    pub reading: Option<ReadingRow>,
}

/// The register as far as this person may see it, newest first. `every`: all requests.
pub fn register(db: &mut Db, reader: Id, every: bool) -> QueryResult<Vec<Entry>> {
    let mut query = disclosures::table
        .inner_join(requests::table.on(requests::id.eq(disclosures::request_id)))
        .inner_join(subjects::table.on(subjects::id.eq(requests::subject_id)))
        .inner_join(staff::table.on(staff::id.eq(disclosures::released_by)))
        .order((disclosures::released_at.desc(), disclosures::id.desc()))
        .select((DisclosureRow::as_select(), requests::reference, subjects::name, staff::name))
        .into_boxed::<crate::db::MultiBackend>();
    if !every {
        let mine = assignments::table
            .filter(assignments::staff_id.eq(reader))
            .select(assignments::request_id);
        query = query.filter(disclosures::request_id.eq_any(mine));
    }
    query = query.filter(disclosures::request_id.ne_all(barred_from(reader)));
    let rows: Vec<(DisclosureRow, String, String, String)> = query.load(db)?;
    let packs: Vec<Id> = rows.iter().map(|(d, ..)| d.pack_id).collect();
    let volumes: Vec<(Id, i64, String)> = pack_volumes::table
        .filter(pack_volumes::pack_id.eq_any(packs))
        .order((pack_volumes::pack_id, pack_volumes::number))
        .select((pack_volumes::pack_id, pack_volumes::number, pack_volumes::sha256))
        .load(db)?;
    let read: Vec<Id> =
        rows.iter().filter(|(d, ..)| d.how == "reading").map(|(d, ..)| d.id).collect();
    let readings = readings(db, &read)?;
    Ok(rows
        .into_iter()
        .map(|(disclosure, reference, subject, by)| Entry {
            sha256: volumes
                .iter()
                .filter(|(pack, ..)| *pack == disclosure.pack_id)
                .filter(|(_, number, _)| disclosure.part.is_none_or(|part| part == *number))
                .map(|(.., sha256)| sha256.clone())
                .collect(),
            reading: readings.iter().find(|r| r.disclosure_id == disclosure.id).cloned(),
            disclosure,
            reference,
            subject,
            by,
        })
        .collect())
}
