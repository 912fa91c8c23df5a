//! The same file in another request: what was marked there is proposed here, and nothing is marked by
//! itself, since each person of a family is somebody else in the other's record.

use std::collections::HashSet;

use chrono::{DateTime, Utc};

use super::actions::{NotMarked, make, reviewing, tell};
use super::grounds::{self, Ground};
use super::mark::{Change, MarkState, covers};
use super::store::{self, MarkShown, ReviewItem};
use crate::access::{Action, Actor};
use crate::db::{self, Db, DbError, Id};
use crate::problem::Invalid;
use crate::records;
use crate::requests::{self, Reference, RequestRow};

/// A mark that stands on the same file in another request, and nobody has decided about here.
#[derive(Debug, Clone)]
pub struct Proposed {
    /// The other request, and whose records it asks for.
    pub reference: String,
    pub whose: String,
    pub shown: MarkShown,
    /// The ground as it is called here; `None` where it is not open in this request.
    pub ground: Option<Ground>,
}

/// The marks of other requests on the file of this item, as far as this person may know of them.
///
/// # Errors
/// Where the database cannot be read.
pub fn proposals(
    db: &mut Db,
    by: &Actor,
    request: &RequestRow,
    item: &ReviewItem,
) -> Result<Vec<Proposed>, DbError> {
    let mut siblings = store::siblings(db, item.id)?;
    // One reading a request that holds the same file: a family, not the whole office.
    let mut known = HashSet::new();
    for (there, request, reference, _) in &siblings {
        let Ok(at) = reference.parse::<Reference>() else { continue };
        if requests::seen_by(db, by, &at)?.is_some()
            && records::sight(db, *request, by)?.sees(*there)
        {
            known.insert(*there);
        }
    }
    siblings.retain(|(there, ..)| known.contains(there));
    if siblings.is_empty() {
        return Ok(Vec::new());
    }
    let there: Vec<Id> = siblings.iter().map(|(id, ..)| *id).collect();
    let here = store::marks_of_item(db, item.id)?;
    let left = store::marks_left(db, item.id)?;
    let wanted = |shown: &MarkShown| {
        let decided = left.contains(&(shown.mark.id, shown.mark.version));
        !decided && !is_covered(shown, &here)
    };
    let proposed = |shown: MarkShown| {
        let (_, _, reference, whose) =
            siblings.iter().find(|(id, ..)| *id == shown.mark.item_id)?;
        Some(Proposed {
            reference: reference.clone(),
            whose: whose.clone(),
            ground: grounds::ground(&request.nation, &request.requester_kind, &shown.mark.ground),
            shown,
        })
    };
    let marks = store::marks_of_items(db, &there)?;
    Ok(marks.into_iter().filter(wanted).filter_map(proposed).collect())
}

/// Whether everything that a mark hides there is hidden here already.
fn is_covered(there: &MarkShown, here: &[MarkShown]) -> bool {
    let on_the_page = here.iter().filter(|one| one.mark.page == there.mark.page);
    let hiding: Vec<_> = on_the_page.flat_map(|one| one.mark.quads().0).collect();
    there.mark.quads().0.iter().all(|quad| hiding.iter().any(|mark| covers(mark, quad)))
}

/// The item, and what is proposed for it, for somebody who marks.
fn at_hand(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    number: i64,
    chosen: &[Id],
) -> Result<(RequestRow, ReviewItem, Vec<Proposed>), NotMarked> {
    let request = reviewing(db, by, at, Action::MarkPages)?;
    let sight = records::sight(db, request.id, by)?;
    let item = store::item(db, request.id, number)
        .map_err(DbError::from)?
        .filter(|item| sight.sees(item.id) && !item.privileged)
        .ok_or(NotMarked::NoItem)?;
    if chosen.is_empty() {
        return Err(Invalid::new("marks", "choose the marks you decide about").into());
    }
    let mut proposed = proposals(db, by, &request, &item)?;
    proposed.retain(|one| chosen.contains(&one.shown.mark.id));
    if proposed.len() != chosen.len() {
        return Err(NotMarked::Overtaken);
    }
    Ok((request, item, proposed))
}

/// Draws the chosen marks here too, each with its ground and reason, in one go that can be undone.
///
/// # Errors
/// Where a ground is not open here, or a mark was changed or decided a moment ago.
pub fn take_over(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    number: i64,
    chosen: &[Id],
    now: DateTime<Utc>,
) -> Result<usize, NotMarked> {
    db::transaction(db, |db| take_over_within(db, by, at, number, chosen, now))
}

/// [`take_over`], within the transaction of an act that does more.
///
/// # Errors
/// As [`take_over`]; then that act must not happen either.
pub fn take_over_within(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    number: i64,
    chosen: &[Id],
    now: DateTime<Utc>,
) -> Result<usize, NotMarked> {
    let (request, item, proposed) = at_hand(db, by, at, number, chosen)?;
    let mut marks = Vec::new();
    for one in proposed {
        let Some(ground) = one.ground else {
            let words = format!(
                "the ground of the mark on page {} is not open in this request; mark it anew",
                one.shown.mark.page
            );
            return Err(Invalid::new("marks", words).into());
        };
        marks.push(MarkState {
            id: Id::new(),
            item: item.id,
            page: one.shown.mark.page,
            quads: one.shown.mark.quads(),
            ground: ground.id,
            reason: one.shown.mark.reason,
            label: ground.label,
            removed: false,
        });
    }
    let count = marks.len();
    let words = format!("{} taken over from another request", marks_in_words(count));
    make(db, by, &request, Change::drawing(words, marks), now)?;
    Ok(count)
}

/// Leaves the chosen marks out here, with the reason. They are proposed again only if they change.
///
/// # Errors
/// Where no reason is given, or a mark was changed or decided a moment ago.
pub fn leave_out(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    number: i64,
    (chosen, reason): (&[Id], &str),
    now: DateTime<Utc>,
) -> Result<usize, NotMarked> {
    db::transaction(db, |db| {
        let (request, item, proposed) = at_hand(db, by, at, number, chosen)?;
        let reason = reason.trim();
        if reason.is_empty() || reason.chars().count() > 2_000 || reason.contains('\0') {
            let ask = "say why it is otherwise for this person, in 2,000 letters or fewer";
            return Err(Invalid::new("reason", ask).into());
        }
        for one in &proposed {
            let mark = (one.shown.mark.id, one.shown.mark.version);
            store::leave_mark(db, item.id, mark, reason, by.id, now).map_err(DbError::from)?;
        }
        // Who judged what stays open for somebody judged the pack.
        store::add_marker(db, request.id, by.id).map_err(DbError::from)?;
        let count = proposed.len();
        let words = format!("{} of another request left out", marks_in_words(count));
        tell(db, by, &request, words, now)?;
        Ok(count)
    })
}

fn marks_in_words(count: usize) -> String {
    if count == 1 { "one mark".into() } else { format!("{count} marks") }
}

#[cfg(test)]
mod tests {
    use candour_redaction::geometry::{Quad, Rect};
    use chrono::NaiveDateTime;

    use super::*;
    use crate::review::mark::Quads;
    use crate::review::store::MarkRow;

    fn mark(page: i64, boxes: &[(f64, f64)]) -> MarkShown {
        let quads = boxes.iter().map(|(x0, x1)| Quad::from(Rect::new(*x0, 700.0, *x1, 710.0)));
        let mark = MarkRow {
            id: Id::new(),
            item_id: Id::new(),
            page,
            quads: Quads(quads.collect()).to_json(),
            ground: String::new(),
            reason: String::new(),
            label: String::new(),
            made_by: Id::new(),
            made_at: NaiveDateTime::default(),
            version: 1,
            removed: false,
        };
        MarkShown { mark, by: String::new() }
    }

    #[test]
    fn a_mark_is_proposed_until_all_that_it_hides_is_hidden_here() {
        let there = mark(1, &[(50.0, 90.0), (100.0, 140.0)]);

        assert!(!is_covered(&there, &[]));
        assert!(!is_covered(&there, &[mark(1, &[(45.0, 95.0)])]), "one half is open");
        assert!(!is_covered(&there, &[mark(2, &[(45.0, 145.0)])]), "on another page");
        assert!(is_covered(&there, &[mark(1, &[(45.0, 95.0)]), mark(1, &[(95.0, 145.0)])]));
    }
}
