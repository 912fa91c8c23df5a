//! How the messages of items are kept.

use diesel::prelude::*;

use super::super::Sight;
use super::super::trails::{Elsewhere, TrailMessage};
use super::{ItemRow, items};
use crate::db::schema::trail_messages;
use crate::db::{Db, Id};

pub fn add_messages(db: &mut Db, item: &ItemRow, messages: &[TrailMessage]) -> QueryResult<()> {
    // An import that is done again finds those of the first time.
    diesel::delete(trail_messages::table.filter(trail_messages::item_id.eq(item.id)))
        .execute(db)?;
    for (place, message) in (1_i64..).zip(messages) {
        diesel::insert_into(trail_messages::table)
            .values((
                trail_messages::item_id.eq(item.id),
                trail_messages::place.eq(place),
                trail_messages::request_id.eq(item.request_id),
                trail_messages::hash.eq(&message.hash),
                trail_messages::letters.eq(message.letters),
                trail_messages::first_page.eq(message.from.0),
                trail_messages::first_word.eq(message.from.1),
                trail_messages::last_page.eq(message.to.0),
                trail_messages::last_word.eq(message.to.1),
            ))
            .execute(db)?;
    }
    Ok(())
}

/// The messages of an item, in their order.
pub fn messages_of(db: &mut Db, item: Id) -> QueryResult<Vec<TrailMessage>> {
    type Row = (String, i64, i64, i64, i64, i64);
    let rows: Vec<Row> = trail_messages::table
        .filter(trail_messages::item_id.eq(item))
        .order(trail_messages::place)
        .select((
            trail_messages::hash,
            trail_messages::letters,
            trail_messages::first_page,
            trail_messages::first_word,
            trail_messages::last_page,
            trail_messages::last_word,
        ))
        .load(db)?;
    let message = |(hash, letters, page, word, last_page, last_word)| TrailMessage {
        hash,
        letters,
        from: (page, word),
        to: (last_page, last_word),
    };
    Ok(rows.into_iter().map(message).collect())
}

/// Where these messages stand in other items that may be known of. Exact copies of a file are told
/// apart from trails, so they are left out.
pub fn elsewhere(
    db: &mut Db,
    request: Id,
    item: Id,
    hashes: &[&str],
    sight: &Sight,
) -> QueryResult<Elsewhere> {
    let mut found = Elsewhere::new();
    for part in hashes.chunks(500) {
        let rows: Vec<(String, i64, i64)> = trail_messages::table
            .inner_join(items::table)
            .filter(trail_messages::request_id.eq(request))
            .filter(trail_messages::hash.eq_any(part.iter().copied()))
            .filter(trail_messages::item_id.ne(item))
            .filter(items::duplicate_of.is_null())
            .filter(items::id.ne_all(sight.hidden()))
            .order((items::number, trail_messages::place))
            .select((trail_messages::hash, items::number, trail_messages::place))
            .load(db)?;
        for (hash, number, place) in rows {
            found.entry(hash).or_default().push((number, place));
        }
    }
    Ok(found)
}
