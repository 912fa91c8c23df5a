//! How preferences are kept.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use crate::db::schema::preferences;
use crate::db::{self, Db, Id};
use crate::requests::preferences::{Format, Preferences, Spoken};

db::kept_as_text!(Spoken, Format);

#[derive(Queryable, Selectable)]
#[diesel(table_name = preferences)]
struct Row {
    language: Spoken,
    other_language: String,
    format: Format,
    interpreter: bool,
    reader: bool,
    staged: bool,
    childs_language: String,
    carers_language: String,
}

pub fn preferences(db: &mut Db, request: Id) -> QueryResult<Option<Preferences>> {
    let row: Option<Row> =
        preferences::table.find(request).select(Row::as_select()).first(db).optional()?;
    Ok(row.map(|row| Preferences {
        language: row.language,
        other_language: row.other_language,
        format: row.format,
        interpreter: row.interpreter,
        reader: row.reader,
        staged: row.staged,
        childs_language: row.childs_language,
        carers_language: row.carers_language,
    }))
}

/// Keeps them in the place of those before.
pub fn set_preferences(
    db: &mut Db,
    request: Id,
    wishes: &Preferences,
    by: Option<Id>,
    now: DateTime<Utc>,
) -> QueryResult<usize> {
    diesel::delete(preferences::table.find(request)).execute(db)?;
    diesel::insert_into(preferences::table)
        .values((
            preferences::request_id.eq(request),
            preferences::language.eq(wishes.language),
            preferences::other_language.eq(&wishes.other_language),
            preferences::format.eq(wishes.format),
            preferences::interpreter.eq(wishes.interpreter),
            preferences::reader.eq(wishes.reader),
            preferences::staged.eq(wishes.staged),
            preferences::childs_language.eq(&wishes.childs_language),
            preferences::carers_language.eq(&wishes.carers_language),
            preferences::changed_by.eq(by),
            preferences::changed_at.eq(now.naive_utc()),
        ))
        .execute(db)
}
