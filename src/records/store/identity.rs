//! How it is kept whom an item names.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::super::identity::Seen;
use super::super::{Sight, View};
use super::items;
use crate::db::schema::{item_identity, item_variants, spelling_verdicts};
use crate::db::{Db, Id};

/// On an item without name, day of birth and number.
pub const NOBODY: &str = "Nothing here names the person";

/// Readable items that nobody has looked through yet, with the layer of their words.
pub fn not_looked_through(db: &mut Db, request: Id) -> QueryResult<Vec<(Id, String)>> {
    let rows: Vec<(Id, Option<String>)> = items::table
        .left_join(item_identity::table)
        .filter(items::request_id.eq(request))
        .filter(items::view.eq(View::Shown))
        .filter(item_identity::item_id.nullable().is_null())
        .order(items::number)
        .select((items::id, items::words_sha256))
        .load(db)?;
    Ok(rows.into_iter().filter_map(|(item, layer)| Some((item, layer?))).collect())
}

pub fn set_identity(db: &mut Db, request: Id, item: Id, seen: &Seen) -> QueryResult<()> {
    let known: i64 =
        item_identity::table.filter(item_identity::item_id.eq(item)).count().get_result(db)?;
    if known > 0 {
        return Ok(());
    }
    diesel::insert_into(item_identity::table)
        .values((
            item_identity::item_id.eq(item),
            item_identity::request_id.eq(request),
            item_identity::named.eq(seen.named),
            item_identity::born.eq(seen.born),
            item_identity::numbered.eq(seen.numbered),
        ))
        .execute(db)?;
    for spelling in &seen.variants {
        diesel::insert_into(item_variants::table)
            .values((
                item_variants::item_id.eq(item),
                item_variants::spelling.eq(spelling),
                item_variants::request_id.eq(request),
            ))
            .execute(db)?;
    }
    Ok(())
}

/// Forgets what was seen; what people said of spellings stays.
pub fn forget_identity(db: &mut Db, request: Id) -> QueryResult<()> {
    diesel::delete(item_variants::table.filter(item_variants::request_id.eq(request)))
        .execute(db)?;
    diesel::delete(item_identity::table.filter(item_identity::request_id.eq(request)))
        .execute(db)?;
    Ok(())
}

/// A spelling in an item, and whether somebody said that it is the same person.
#[derive(Debug, Clone, Queryable)]
pub struct Variant {
    pub item: Id,
    pub number: i64,
    pub spelling: String,
    pub same: Option<bool>,
}

/// Spellings nearly alike, in the items that may be known of.
pub fn variants(db: &mut Db, request: Id, sight: &Sight) -> QueryResult<Vec<Variant>> {
    item_variants::table
        .inner_join(items::table)
        .left_join(
            spelling_verdicts::table.on(spelling_verdicts::request_id
                .eq(item_variants::request_id)
                .and(spelling_verdicts::spelling.eq(item_variants::spelling))),
        )
        .filter(item_variants::request_id.eq(request))
        .filter(items::id.ne_all(sight.hidden()))
        .order((item_variants::spelling, items::number))
        .select((
            items::id,
            items::number,
            item_variants::spelling,
            spelling_verdicts::same.nullable(),
        ))
        .load(db)
}

/// Items that name nobody of the name, day of birth or number: the item and its number. One that
/// holds a spelling which is the same person names them.
pub fn naming_nobody(db: &mut Db, request: Id, sight: &Sight) -> QueryResult<Vec<(Id, i64)>> {
    let nobody: Vec<(Id, i64)> = item_identity::table
        .inner_join(items::table)
        .filter(item_identity::request_id.eq(request))
        .filter(item_identity::named.eq(false))
        .filter(item_identity::born.eq(false))
        .filter(item_identity::numbered.eq(false))
        .filter(items::id.ne_all(sight.hidden()))
        .order(items::number)
        .select((items::id, items::number))
        .load(db)?;
    let named: Vec<Id> = variants(db, request, sight)?
        .into_iter()
        .filter(|variant| variant.same == Some(true))
        .map(|variant| variant.item)
        .collect();
    Ok(nobody.into_iter().filter(|(item, _)| !named.contains(item)).collect())
}

/// What stands out about these items: flags in words, by item.
pub fn identity_flags(db: &mut Db, of: &[Id]) -> QueryResult<Vec<(Id, String)>> {
    let of: Vec<&str> = of.iter().map(Id::as_str).collect();
    let spelt: Vec<(Id, String, Option<bool>)> = item_variants::table
        .left_join(
            spelling_verdicts::table.on(spelling_verdicts::request_id
                .eq(item_variants::request_id)
                .and(spelling_verdicts::spelling.eq(item_variants::spelling))),
        )
        .filter(item_variants::item_id.eq_any(of.iter().copied()))
        .order((item_variants::item_id, item_variants::spelling))
        .select((
            item_variants::item_id,
            item_variants::spelling,
            spelling_verdicts::same.nullable(),
        ))
        .load(db)?;
    let nobody: Vec<Id> = item_identity::table
        .filter(item_identity::item_id.eq_any(of))
        .filter(item_identity::named.eq(false))
        .filter(item_identity::born.eq(false))
        .filter(item_identity::numbered.eq(false))
        .select(item_identity::item_id)
        .load(db)?;
    let named: Vec<Id> =
        spelt.iter().filter(|(_, _, same)| *same == Some(true)).map(|(item, _, _)| *item).collect();
    let unnamed = nobody.into_iter().filter(|item| !named.contains(item));
    let flags = spelt.into_iter().filter_map(|(item, spelling, same)| match same {
        None => Some((item, format!("Spelling variant: {spelling}"))),
        Some(false) => Some((item, format!("Names somebody else: {spelling}"))),
        Some(true) => None,
    });
    Ok(flags.chain(unnamed.map(|item| (item, NOBODY.to_owned()))).collect())
}

pub fn set_verdict(
    db: &mut Db,
    request: Id,
    spelling: &str,
    same: bool,
    by: Id,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    diesel::delete(spelling_verdicts::table.find((request, spelling))).execute(db)?;
    diesel::insert_into(spelling_verdicts::table)
        .values((
            spelling_verdicts::request_id.eq(request),
            spelling_verdicts::spelling.eq(spelling),
            spelling_verdicts::same.eq(same),
            spelling_verdicts::made_by.eq(by),
            spelling_verdicts::made_at.eq(now.naive_utc()),
        ))
        .execute(db)?;
    Ok(())
}
