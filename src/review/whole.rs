//! An item that says nothing of its own is not given twice: everything in it stands in others that
//! go. The pack names it and says where its words are.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use super::actions::{NotMarked, reviewing};
use super::copies::leaves_words_out;
use super::decisions::{Decision, in_sight};
use super::grounds::SHOWN_ONCE;
use super::store::{self, DecisionRow, ReviewItem};
use crate::access::{Action, Actor, Who};
use crate::audit::{self, About, Act};
use crate::db::{self, Db, DbError, Id};
use crate::problem::Invalid;
use crate::records::{self, Same, Sight};
use crate::requests::Reference;

/// How an item stands to those that hold everything in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Whole {
    /// Numbers of the items that together hold all of it; none where something stands in it alone.
    pub in_others: Vec<i64>,
    /// Those it was left to by a decision.
    pub left_to: Vec<i64>,
}

impl Whole {
    /// "D3" or "D3 and D7".
    pub fn named(&self, numbers: &[i64]) -> String {
        let names: Vec<String> = numbers.iter().map(|number| format!("D{number}")).collect();
        match names.split_last() {
            Some((last, [])) => last.clone(),
            Some((last, first)) => format!("{} and {last}", first.join(", ")),
            None => "another document".to_owned(),
        }
    }
}

/// # Errors
/// Where the database cannot be read.
pub fn whole(
    db: &mut Db,
    request: Id,
    item: Id,
    same: &[Same],
    sight: &Sight,
) -> Result<Whole, DbError> {
    let of_item = store::copies(db, request)?.into_iter();
    let left_to = of_item.filter(|copy| copy.item == item && sight.sees(copy.shown_in));
    Ok(Whole {
        in_others: in_others(db, item, same, sight)?,
        left_to: left_to.map(|copy| copy.number).collect(),
    })
}

fn in_others(db: &mut Db, item: Id, same: &[Same], sight: &Sight) -> Result<Vec<i64>, DbError> {
    if let Some((first, number)) = store::first_of_copies(db, item)? {
        return Ok(if sight.sees(first) { vec![number] } else { Vec::new() });
    }
    Ok(together(same))
}

/// The items that together hold every message, by number; none where one message is missing.
fn together(same: &[Same]) -> Vec<i64> {
    let Some(of) = same.first().map(|run| run.of) else { return Vec::new() };
    let held = |message: i64| same.iter().any(|run| (run.first..=run.last).contains(&message));
    if !(1..=of).all(held) {
        return Vec::new();
    }
    let mut numbers: Vec<i64> = same.iter().map(|run| run.number).collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

/// Leaves an item to those that hold everything in it.
///
/// # Errors
/// Where the request is not in review, something stands in the item alone, or one of the others does
/// not go itself.
pub fn give_once(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    number: i64,
    now: DateTime<Utc>,
) -> Result<(), NotMarked> {
    db::transaction(db, |db| {
        let request = reviewing(db, by, at, Action::DecideItem)?;
        let item = in_sight(db, by, &request, number)?;
        let sight = records::sight(db, request.id, by)?;
        let same = records::same_elsewhere(db, request.id, item.id, &sight)?;
        let numbers = in_others(db, item.id, &same, &sight)?;
        let mut others = Vec::new();
        for number in &numbers {
            let other = store::item(db, request.id, *number).map_err(DbError::from)?;
            others.push(other.ok_or(NotMarked::NoItem)?);
        }
        fits(db, request.id, &item, &others)?;
        let row = DecisionRow {
            item_id: item.id,
            decision: Decision::Withhold.name().into(),
            ground: Some(SHOWN_ONCE.into()),
            reason: String::new(),
            decided_by: by.id,
            decided_at: now.naive_utc(),
        };
        store::decide(db, request.id, &row).map_err(DbError::from)?;
        let shown_in: Vec<Id> = others.iter().map(|other| other.id).collect();
        store::set_copy(db, request.id, item.id, &shown_in).map_err(DbError::from)?;
        store::add_marker(db, request.id, by.id).map_err(DbError::from)?;
        let words = format!("D{number}, not given twice: {}", Whole::default().named(&numbers));
        let about = About::request(request.id).object(item.id).words(words);
        Ok(audit::tell(db, &Who::from(by), Act::ItemDecided, about, now)?)
    })
}

fn fits(
    db: &mut Db,
    request: Id,
    item: &ReviewItem,
    others: &[ReviewItem],
) -> Result<(), NotMarked> {
    let refuse = |words: String| Err(Invalid::new("decision", words).into());
    let number = item.number;
    if item.privileged {
        return refuse(format!("D{number} is set apart as legal advice: it goes to nobody"));
    }
    if others.is_empty() {
        return refuse(format!(
            "something in D{number} stands in no other document, so it cannot be left to one"
        ));
    }
    let decisions: HashMap<Id, String> = store::decisions_of(db, request)
        .map_err(DbError::from)?
        .into_iter()
        .map(|decision| (decision.item_id, decision.decision))
        .collect();
    let leading = leaves_words_out(db, request)?;
    if leading.iter().any(|(_, shown_in)| *shown_in == number) {
        return refuse(format!(
            "another document is left out, or words of it are, because they stand in D{number}"
        ));
    }
    for other in others {
        let named = other.number;
        if other.privileged {
            return refuse(format!("D{named} is set apart as legal advice: it goes to nobody"));
        }
        if decisions.get(&other.id).is_some_and(|name| name == Decision::Withhold.name()) {
            return refuse(format!(
                "D{named} is withheld itself, so what stands in D{number} would stand nowhere"
            ));
        }
        if leading.iter().any(|(from, _)| *from == other.id) {
            return refuse(format!("D{named} leaves words out itself; they would stand nowhere"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(first: i64, last: i64, of: i64, number: i64) -> Same {
        Same { first, last, of, number, from: (1, 0), to: (1, 9) }
    }

    #[test]
    fn a_trail_is_whole_elsewhere_only_if_every_message_of_it_is() {
        assert_eq!(together(&[run(1, 3, 3, 12)]), [12]);
        assert_eq!(together(&[run(3, 4, 4, 7), run(1, 2, 4, 12)]), [7, 12]);
        assert_eq!(together(&[run(1, 1, 1, 5)]), [5]);
        assert!(together(&[run(2, 3, 3, 12)]).is_empty());
        assert!(together(&[run(1, 1, 3, 12), run(3, 3, 3, 12)]).is_empty());
        assert!(together(&[]).is_empty());
    }

    #[test]
    fn items_are_named_in_a_sentence() {
        let named = |numbers: &[i64]| Whole::default().named(numbers);

        assert_eq!(named(&[3]), "D3");
        assert_eq!(named(&[3, 7, 9]), "D3, D7 and D9");
    }
}
