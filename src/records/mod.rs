//! What was found: files as they came, sealed; the items made of them; their pages and words.

mod actions;
pub mod bulk;
mod category;
pub mod describe;
mod entries;
mod facets;
pub mod identity;
mod levels;
mod looked;
mod named;
pub mod import;
mod naming;
mod notices;
mod page_reference;
mod pages;
mod passages;
mod store;
mod trails;
pub mod words;

pub use actions::{
    NOT_THEIRS, NewFile, NotRecorded, describe as describe_item, export_original, find, leave_out,
    open_for_files, receive, take_in, takes_files, turn_away,
};
pub use category::{Category, Group};
pub use entries::Entry;
pub use facets::{Hand, Level, Tag, Topic, Trait, UploadState, View};
pub use named::name as let_read;
pub use naming::{is_litter, shown as shown_name};
pub use notices::{Notice, NoticeKind};
pub use page_reference::{NotAPage, PageRef};
pub use pages::*;
pub use passages::{Span, Tagged, tag, untag};
pub use store::{ItemRow, NewNotice, PageRow, PassageRow, Standing, UploadRow};
pub use trails::{Same, words_on as words_of_trail};
pub use words::{PagesOfWords, read_all as read_words};

pub use crate::sight::Sight;

pub(crate) use store::{entries_of as kept_entries, number_from};
pub(crate) use store::{notices_of as kept_notices, passages_of_request as kept_passages};

use chrono::{DateTime, Utc};

use crate::access::Actor;
use crate::db::{Db, DbError, Id};

/// The job that makes items of a file that came in.
pub const IMPORT: &str = "records.import";

/// What of a record this person may know of. Whatever lists, counts, finds or shows items asks
/// this; only the building of a pack sees everything.
///
/// # Errors
/// Where the database cannot be read.
pub fn sight(db: &mut Db, request: Id, by: &Actor) -> Result<Sight, DbError> {
    crate::sight::of(db, request, by.id)
}

/// Every item of a request, by number. What somebody may see of it is [`sight`]'s question.
///
/// # Errors
/// Where the database cannot be read.
pub fn items_of(db: &mut Db, request: Id) -> Result<Vec<ItemRow>, DbError> {
    Ok(store::items_of(db, request)?)
}

/// One item, by its number.
///
/// # Errors
/// Where the database cannot be read.
pub fn item(db: &mut Db, request: Id, number: i64) -> Result<Option<ItemRow>, DbError> {
    Ok(store::item(db, request, number)?)
}

/// The pages of an item, as they are displayed.
///
/// # Errors
/// Where the database cannot be read.
pub fn pages_of(db: &mut Db, item: Id) -> Result<Vec<PageRow>, DbError> {
    Ok(store::pages_of(db, item)?)
}

/// One page of an item, counted from 1.
///
/// # Errors
/// Where the database cannot be read.
pub fn page(db: &mut Db, item: Id, page: i64) -> Result<Option<PageRow>, DbError> {
    Ok(store::page(db, item, page)?)
}

/// What is ready of a whole record, and what stands in the way of its pack.
///
/// # Errors
/// Where the database cannot be read.
pub fn standing(db: &mut Db, request: Id) -> Result<Standing, DbError> {
    Ok(store::standing(db, request, &Sight::default())?)
}

/// What became of the files that came together.
///
/// # Errors
/// Where the database cannot be read.
pub fn uploads_of(db: &mut Db, request: Id, batch: Id) -> Result<Vec<UploadRow>, DbError> {
    Ok(store::uploads_listed(db, request, Some(batch), i64::MAX, &Sight::default())?)
}

/// What a reader must look out for in an item of this kind, with these topics and traits as kept.
pub fn look_out(kind: &str, topics: &str, traits: &str) -> Vec<&'static str> {
    levels::look_out(Category::from_name(kind).unwrap_or(Category::Other), topics, traits)
}

/// A level as it is kept, in words.
pub fn level_words(kept: &str) -> &'static str {
    Level::from_name(kept).map_or("Confidential", Level::words)
}

/// A kind as it is kept, in words.
pub fn kind_words(kept: &str) -> &'static str {
    Category::from_name(kept).map_or("Any other relevant information", Category::words)
}

/// What is said of the items of a request because of corrections, by item.
///
/// # Errors
/// Where the database cannot be read.
pub fn notices_of(db: &mut Db, request: Id) -> Result<Vec<Notice>, DbError> {
    Ok(store::notices_of(db, request)?)
}

/// The tagged passages of an item, in the order of its words.
///
/// # Errors
/// Where the database cannot be read.
pub fn passages_of(db: &mut Db, item: Id) -> Result<Vec<PassageRow>, DbError> {
    Ok(store::passages_of_item(db, item)?)
}

/// Which messages of an item stand in others that this person may know of.
///
/// # Errors
/// Where the database cannot be read.
pub fn same_elsewhere(
    db: &mut Db,
    request: Id,
    item: Id,
    sight: &Sight,
) -> Result<Vec<Same>, DbError> {
    let own = store::messages_of(db, item)?;
    let hashes: Vec<&str> = own.iter().map(|message| message.hash.as_str()).collect();
    let elsewhere = store::elsewhere(db, request, item, &hashes, sight)?;
    Ok(trails::same(&own, &elsewhere))
}

/// Names somebody for an item that is highly sensitive, where an act of theirs made them know it.
///
/// # Errors
/// Where the database refuses.
pub fn name_for(
    db: &mut Db,
    item: Id,
    reader: Id,
    reason: &str,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    store::name_reader(db, item, reader, reason, reader, now)?;
    Ok(())
}

/// Says something of a file wherever it is shown or sent.
///
/// # Errors
/// Where the database refuses.
pub fn add_notice(db: &mut Db, new: &NewNotice<'_>, now: DateTime<Utc>) -> Result<(), DbError> {
    store::add_notice(db, new, now)?;
    Ok(())
}

/// Ends what is said because of a contested passage; of one kind, or all of it.
///
/// # Errors
/// Where the database refuses.
pub fn end_notices(
    db: &mut Db,
    contested: Id,
    kind: Option<NoticeKind>,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    store::end_notices(db, contested, kind, now)?;
    Ok(())
}
