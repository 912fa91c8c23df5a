//! What of a record somebody may know of: one answer that every list, count, search, page and story asks.

mod store;

use std::collections::{HashMap, HashSet};

pub use store::{HIGHLY_SENSITIVE, named_for};

use crate::db::{Db, DbError, Id};

/// What of a request's record is kept from one person. Everything else is in their sight.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sight {
    /// With their numbers.
    hidden: HashMap<Id, i64>,
    /// Files that hidden items came in.
    files: HashSet<Id>,
}

/// An item that not everybody on the request may know of.
#[derive(Debug, Clone, Copy)]
pub struct KeptApart {
    pub item: Id,
    pub number: i64,
    pub file: Option<Id>,
    pub highly_sensitive: bool,
    /// Set apart as legal advice.
    pub privileged: bool,
}

/// What ties somebody to a request.
#[derive(Debug, Clone, Default)]
pub struct Ties {
    pub leads: bool,
    /// Works on it by name: not by their role alone, nor only because they opened it with a reason.
    pub assigned: bool,
    /// Items they are named for.
    pub named: HashSet<Id>,
}

impl Sight {
    pub fn of(kept_apart: &[KeptApart], ties: &Ties) -> Self {
        let seen = |one: &&KeptApart| {
            let by_advice = !one.privileged || ties.leads || ties.assigned;
            let by_level = !one.highly_sensitive || ties.leads || ties.named.contains(&one.item);
            !(by_advice && by_level)
        };
        Self::without(kept_apart.iter().filter(seen))
    }

    fn without<'a>(hidden: impl Iterator<Item = &'a KeptApart> + Clone) -> Self {
        Self {
            files: hidden.clone().filter_map(|one| one.file).collect(),
            hidden: hidden.map(|one| (one.item, one.number)).collect(),
        }
    }

    pub fn sees(&self, item: Id) -> bool {
        !self.hidden.contains_key(&item)
    }

    pub fn is_whole(&self) -> bool {
        self.hidden.is_empty()
    }

    /// For the `WHERE` of a query.
    pub fn hidden(&self) -> Vec<String> {
        self.hidden.keys().map(Id::to_string).collect()
    }

    /// Files that hidden items came in, for the `WHERE` of a query.
    pub fn hidden_files(&self) -> Vec<String> {
        self.files.iter().map(Id::to_string).collect()
    }

    /// Whether something that was said, about this object and in these words, gives nothing of a
    /// hidden item away.
    pub fn hears(&self, object: Option<Id>, words: &str) -> bool {
        self.is_whole()
            || (object.is_none_or(|it| !self.hidden.contains_key(&it) && !self.files.contains(&it))
                && self.hidden.values().all(|number| !names(words, *number)))
    }
}

/// Whether `D17` stands in the words: as it is, or before a page as in `D17-p3`.
fn names(words: &str, number: i64) -> bool {
    let name = format!("D{number}");
    words.match_indices(&name).any(|(at, _)| {
        let edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        edge(words[..at].chars().next_back()) && edge(words[at + name.len()..].chars().next())
    })
}

/// What of a request's record this person may know of.
///
/// # Errors
/// Where the database cannot be read.
pub fn of(db: &mut Db, request: Id, person: Id) -> Result<Sight, DbError> {
    let kept_apart = store::kept_apart(db, &[request])?;
    if kept_apart.is_empty() {
        return Ok(Sight::default());
    }
    let kept_apart: Vec<KeptApart> = kept_apart.into_iter().map(|(_, one)| one).collect();
    Ok(Sight::of(&kept_apart, &store::ties(db, request, person)?))
}

/// What somebody may know of who works on none of these requests.
///
/// # Errors
/// Where the database cannot be read.
pub fn from_outside(db: &mut Db, requests: &[Id]) -> Result<HashMap<Id, Sight>, DbError> {
    let kept_apart = store::kept_apart(db, requests)?;
    let of = |request: Id| {
        let theirs = kept_apart.iter().filter(move |(of, _)| *of == request);
        (request, Sight::without(theirs.map(|(_, one)| one)))
    };
    Ok(requests.iter().copied().map(of).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept_apart(highly_sensitive: bool, privileged: bool) -> KeptApart {
        let (item, file) = (Id::new(), Some(Id::new()));
        KeptApart { item, number: 7, file, highly_sensitive, privileged }
    }

    #[test]
    fn what_is_highly_sensitive_is_seen_by_whoever_leads_and_by_those_named_for_it() {
        let one = kept_apart(true, false);
        let sees = |ties: Ties| Sight::of(&[one], &ties).sees(one.item);

        assert!(sees(Ties { leads: true, ..Ties::default() }));
        assert!(sees(Ties { named: [one.item].into(), ..Ties::default() }));
        assert!(!sees(Ties { assigned: true, ..Ties::default() }));
        assert!(!sees(Ties { named: [Id::new()].into(), assigned: true, ..Ties::default() }));
    }

    #[test]
    fn legal_advice_is_seen_by_those_who_work_on_the_request() {
        let one = kept_apart(false, true);
        let sees = |ties: Ties| Sight::of(&[one], &ties).sees(one.item);

        assert!(sees(Ties { assigned: true, ..Ties::default() }));
        assert!(sees(Ties { leads: true, ..Ties::default() }));
        assert!(!sees(Ties::default()));
    }

    #[test]
    fn highly_sensitive_legal_advice_needs_both() {
        let one = kept_apart(true, true);
        let sees = |ties: Ties| Sight::of(&[one], &ties).sees(one.item);

        assert!(!sees(Ties { named: [one.item].into(), ..Ties::default() }));
        assert!(sees(Ties { named: [one.item].into(), assigned: true, ..Ties::default() }));
    }

    #[test]
    fn nothing_is_told_of_a_hidden_item_by_its_name_its_file_or_its_number() {
        let one = kept_apart(false, true);
        let sight = Sight::of(&[one], &Ties::default());

        assert!(!sight.hears(Some(one.item), ""));
        assert!(!sight.hears(one.file, ""));
        assert!(!sight.hears(None, "passage 1 added, on D7-p2"));
        assert!(!sight.hears(None, "D7: confidential"));
        assert!(sight.hears(Some(Id::new()), "D70, D17 and MD7"));
        assert!(Sight::default().hears(Some(one.item), "D7"));
    }
}
