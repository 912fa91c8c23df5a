//! Words that stand in two items are shown once: left out of one by a reviewer's decision, under a
//! label that names the other, and only where that one goes.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use super::actions::{NotMarked, Wanted, make, reviewing};
use super::grounds::SHOWN_ONCE;
use super::mark::{Change, MarkState};
use super::store::{self, MarkRow};
use crate::access::{Action, Actor};
use crate::db::{self, Db, DbError, Id};
use crate::problem::Invalid;
use crate::records;
use crate::requests::Reference;

/// What stands on the mark: "See D12".
fn label(number: i64) -> String {
    format!("See D{number}")
}

/// The item that such a mark leads to.
fn led_to(mark: &MarkRow) -> Option<i64> {
    let label = mark.label.strip_prefix("See D").filter(|_| mark.ground == SHOWN_ONCE);
    label?.parse().ok()
}

/// Whether these words are shown elsewhere in the pack, so that nothing of them is kept secret.
pub fn is_shown_elsewhere(mark: &MarkRow) -> bool {
    mark.ground == SHOWN_ONCE
}

/// Leaves messages out of an item that stand in another one.
///
/// # Errors
/// Where the request is not in review, or the other item leaves words out for this one.
pub fn leave_out(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    (number, shown_in): (i64, i64),
    wanted: Vec<Wanted>,
    now: DateTime<Utc>,
) -> Result<(), NotMarked> {
    db::transaction(db, |db| {
        let request = reviewing(db, by, at, Action::MarkPages)?;
        let sight = records::sight(db, request.id, by)?;
        let other = store::item(db, request.id, shown_in).map_err(DbError::from)?;
        let other = other.filter(|other| sight.sees(other.id)).ok_or(NotMarked::NoItem)?;
        let leading = leaves_words_out(db, request.id)?;
        if leading.iter().any(|(from, _)| *from == other.id) {
            let words = format!("D{shown_in} leaves words out itself; they would stand nowhere");
            return Err(Invalid::new("trail", words).into());
        }
        if leading.iter().any(|(_, shown_in)| *shown_in == number) {
            let words = format!("another item leaves words out because they stand in D{number}");
            return Err(Invalid::new("trail", words).into());
        }
        let wanted = wanted.into_iter().filter(|wanted| !wanted.quads.0.is_empty());
        let marks: Vec<MarkState> = wanted
            .map(|wanted| MarkState {
                id: Id::new(),
                item: wanted.item,
                page: wanted.page,
                quads: wanted.quads,
                ground: SHOWN_ONCE.into(),
                reason: String::new(),
                label: label(shown_in),
                removed: false,
            })
            .collect();
        if marks.is_empty() {
            return Err(NotMarked::NoItem);
        }
        let words = format!("messages left out of D{number}, shown in D{shown_in}");
        make(db, by, &request, Change::drawing(words, marks), now)
    })
}

/// Every item that leaves words or all of itself to another, with the number of that one.
pub(super) fn leaves_words_out(db: &mut Db, request: Id) -> Result<Vec<(Id, i64)>, DbError> {
    let marks = store::marks_of_request(db, request)?;
    let by_marks = marks.iter().filter_map(|mark| Some((mark.item_id, led_to(mark)?)));
    let wholly = store::copies(db, request)?.into_iter().map(|copy| (copy.item, copy.number));
    Ok(by_marks.chain(wholly).collect())
}

/// Items that leave out what another shows, where that other does not go, or leaves it out too:
/// both numbers.
///
/// # Errors
/// Where the database cannot be read.
pub fn astray(db: &mut Db, request: Id) -> Result<Vec<(i64, i64)>, DbError> {
    let leading = leaves_words_out(db, request)?;
    if leading.is_empty() {
        return Ok(Vec::new());
    }
    let numbers: HashMap<Id, i64> =
        records::items_of(db, request)?.into_iter().map(|item| (item.id, item.number)).collect();
    let decisions: HashMap<Id, String> =
        store::decisions_of(db, request)?.into_iter().map(|d| (d.item_id, d.decision)).collect();
    let goes = |number: i64| {
        let item = numbers.iter().find(|(_, n)| **n == number).map(|(id, _)| id);
        let leads_on = |item: &Id| leading.iter().any(|(from, _)| from == item);
        item.is_some_and(|item| {
            decisions.get(item).is_some_and(|d| d.starts_with("release")) && !leads_on(item)
        })
    };
    let mut astray: Vec<(i64, i64)> = leading
        .iter()
        .filter(|(_, shown_in)| !goes(*shown_in))
        .filter_map(|(item, shown_in)| Some((*numbers.get(item)?, *shown_in)))
        .collect();
    astray.sort_unstable();
    astray.dedup();
    Ok(astray)
}
