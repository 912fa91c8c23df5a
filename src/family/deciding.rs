//! One item of a family file: looked at once, decided for each person.

use chrono::{DateTime, Utc};

use super::actions::{NotJoined, known, relatives};
use super::store::{self, Held};
use crate::access::Actor;
use crate::db::{self, Db, Id};
use crate::problem::Invalid;
use crate::records;
use crate::requests::{Reference, RequestRow};
use crate::review::{self, Because, Decision, Ground, NotMarked};

/// One person of the family, and the item in their record.
#[derive(Debug, Clone)]
pub struct Person {
    pub request: RequestRow,
    pub held: Held,
    /// Marks that stand for the others on the same file and nobody decided about for this person.
    pub proposed: Vec<Id>,
    /// Those of them whose ground this person's request does not know.
    pub not_open: usize,
    /// What may stand behind withholding the item from this person.
    pub grounds: Vec<Ground>,
}

/// Everybody of the family in whose record the file of this item is, as far as this person may know
/// of it; whose request it was asked from comes first.
///
/// # Errors
/// Where there is no such item for them, or it is set apart as legal advice.
pub fn people_of(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    number: i64,
) -> Result<Vec<Person>, NotJoined> {
    let here = known(db, by, at)?;
    let item = review::item(db, here.id, number)?.ok_or(NotMarked::NoItem)?;
    if item.privileged || !records::sight(db, here.id, by)?.sees(item.id) {
        return Err(NotMarked::NoItem.into());
    }
    let family = relatives(db, by, here.id)?;
    let elsewhere = review::same_file_elsewhere(db, item.id)?;
    let mut ids = vec![item.id];
    for request in &family {
        let sight = records::sight(db, request.id, by)?;
        let theirs = elsewhere.iter().filter(|(_, of)| *of == request.id);
        ids.extend(theirs.map(|(id, _)| *id).filter(|id| sight.sees(*id)));
    }
    let mut held = store::held(db, &ids)?;
    held.sort_by_key(|one| one.item != item.id);
    let mut people = Vec::new();
    for held in held {
        let all = std::iter::once(&here).chain(&family);
        let Some(request) = all.into_iter().find(|one| one.id == held.request).cloned() else {
            continue;
        };
        let Some(theirs) = review::item(db, request.id, held.number)? else { continue };
        let proposed = review::proposals(db, by, &request, &theirs)?;
        people.push(Person {
            not_open: proposed.iter().filter(|one| one.ground.is_none()).count(),
            proposed: proposed.into_iter().map(|one| one.shown.mark.id).collect(),
            grounds: review::grounds_for(&request.nation, &request.requester_kind),
            request,
            held,
        });
    }
    Ok(people)
}

/// What is decided for one person.
#[derive(Debug, Clone)]
pub struct Chosen {
    /// The reference of their request.
    pub of: String,
    pub decision: Decision,
    /// Whether the marks that stand for the others are drawn here too, first.
    pub marks_too: bool,
    pub because: Because,
}

/// Decides about an item for each of these people, all of it or nothing. Nobody else's decision is
/// changed.
///
/// # Errors
/// Where nothing is chosen, somebody is no person of this item, or a decision does not fit what stands
/// on it in their record.
pub fn decide_for_each(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    number: i64,
    chosen: &[Chosen],
    now: DateTime<Utc>,
) -> Result<usize, NotJoined> {
    db::transaction(db, |db| {
        let people = people_of(db, by, at, number)?;
        if chosen.is_empty() {
            return Err(Invalid::new("decisions", "decide for at least one person").into());
        }
        for one in chosen {
            let wrong = |_| Invalid::new("decisions", "that is no reference of a request");
            let of: Reference = one.of.parse().map_err(wrong)?;
            let person = people
                .iter()
                .find(|person| person.request.reference == one.of)
                .ok_or_else(|| NotJoined::NoFamily(of.clone()))?;
            let place = person.held.number;
            if one.marks_too && !person.proposed.is_empty() {
                review::take_over_within(db, by, &of, place, &person.proposed, now)?;
            }
            review::decide_within(db, by, &of, place, one.decision, &one.because, now)
                .map_err(|problem| named(problem, &one.of))?;
        }
        Ok(chosen.len())
    })
}

/// What does not fit, with whose it is: there are several on the page.
fn named(problem: NotMarked, of: &str) -> NotJoined {
    match problem {
        NotMarked::Invalid(e) => Invalid::new("decisions", format!("{of}: {}", e.words)).into(),
        other => other.into(),
    }
}
