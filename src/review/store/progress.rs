//! How far a review is.

use diesel::prelude::*;

use super::mark_counts;
use crate::db::schema::{item_decisions, items, pages_seen};
use crate::db::{Db, Id};
use crate::records::Sight;

/// How far a review is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Progress {
    pub items: i64,
    pub decided: i64,
    pub pages: i64,
    pub seen: i64,
    pub marks: i64,
    /// Items without a decision, by number.
    pub undecided: Vec<i64>,
    /// Items to be released as they are that carry marks, and those "with marks" that carry none.
    pub contradicting: Vec<i64>,
    /// Items with a local restriction and marks that rest on nothing else are found by ground.
    pub waiting: i64,
}

/// How far the review is of what is in sight. Legal advice is set apart: nobody decides about it,
/// so it does not count.
pub fn progress(db: &mut Db, request: Id, sight: &Sight) -> QueryResult<Progress> {
    let all: Vec<(Id, i64, i64, String)> = items::table
        .filter(items::request_id.eq(request))
        .filter(items::privileged.eq(false))
        .filter(items::id.ne_all(sight.hidden()))
        .order(items::number)
        .select((items::id, items::number, items::pages, items::view))
        .load(db)?;
    let decided: std::collections::HashMap<Id, String> = item_decisions::table
        .filter(item_decisions::request_id.eq(request))
        .select((item_decisions::item_id, item_decisions::decision))
        .load::<(Id, String)>(db)?
        .into_iter()
        .collect();
    let counts: std::collections::HashMap<Id, i64> =
        mark_counts(db, request)?.into_iter().collect();
    let seen: i64 = pages_seen::table
        .inner_join(items::table)
        .filter(items::request_id.eq(request))
        .filter(items::privileged.eq(false))
        .filter(items::id.ne_all(sight.hidden()))
        .select(diesel::dsl::count_star())
        .first(db)?;
    let mut progress = Progress { items: all.len() as i64, seen, ..Progress::default() };
    for (id, number, pages, view) in all {
        progress.pages += pages;
        let marks = counts.get(&id).copied().unwrap_or(0);
        progress.marks += marks;
        if view == "waiting" {
            progress.waiting += 1;
        }
        match decided.get(&id).map(String::as_str) {
            None => progress.undecided.push(number),
            Some(decision) => {
                progress.decided += 1;
                if (decision == "release" && marks > 0)
                    || (decision == "release_with_marks" && marks == 0)
                {
                    progress.contradicting.push(number);
                }
            }
        }
    }
    progress.seen = progress.seen.min(progress.pages);
    Ok(progress)
}
