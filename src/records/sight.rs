//! What of a record somebody may know of: one answer that every list, count, search and page asks.

use std::collections::HashSet;

use super::Level;
use crate::db::Id;

/// What of a request's record is kept from one person. Everything else is in their sight.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sight {
    hidden: HashSet<Id>,
}

/// An item that not everybody on the request may know of.
#[derive(Debug, Clone, Copy)]
pub struct KeptApart {
    pub item: Id,
    pub level: Level,
    pub privileged: bool,
}

/// What ties somebody to a request.
#[derive(Debug, Clone, Default)]
pub struct Ties {
    pub leads: bool,
    /// Works on it by name, not only by their role.
    pub assigned: bool,
    /// Items they are named for.
    pub named: HashSet<Id>,
}

impl Sight {
    pub fn of(kept_apart: &[KeptApart], ties: &Ties) -> Self {
        let seen = |one: &KeptApart| {
            let by_advice = !one.privileged || ties.leads || ties.assigned;
            let by_level = match one.level {
                Level::Confidential | Level::Sensitive => true,
                Level::HighlySensitive => ties.leads || ties.named.contains(&one.item),
            };
            by_advice && by_level
        };
        Self { hidden: kept_apart.iter().filter(|one| !seen(one)).map(|one| one.item).collect() }
    }

    pub fn sees(&self, item: Id) -> bool {
        !self.hidden.contains(&item)
    }

    pub fn is_whole(&self) -> bool {
        self.hidden.is_empty()
    }

    /// For the `WHERE` of a query.
    pub fn hidden(&self) -> Vec<String> {
        self.hidden.iter().map(Id::to_string).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept_apart(level: Level, privileged: bool) -> KeptApart {
        KeptApart { item: Id::new(), level, privileged }
    }

    #[test]
    fn what_is_highly_sensitive_is_seen_by_whoever_leads_and_by_those_named_for_it() {
        let one = kept_apart(Level::HighlySensitive, false);
        let sees = |ties: Ties| Sight::of(&[one], &ties).sees(one.item);

        assert!(sees(Ties { leads: true, ..Ties::default() }));
        assert!(sees(Ties { named: [one.item].into(), ..Ties::default() }));
        assert!(!sees(Ties { assigned: true, ..Ties::default() }));
        assert!(!sees(Ties { named: [Id::new()].into(), assigned: true, ..Ties::default() }));
    }

    #[test]
    fn legal_advice_is_seen_by_those_who_work_on_the_request() {
        let one = kept_apart(Level::Confidential, true);
        let sees = |ties: Ties| Sight::of(&[one], &ties).sees(one.item);

        assert!(sees(Ties { assigned: true, ..Ties::default() }));
        assert!(!sees(Ties::default()));
    }

    #[test]
    fn highly_sensitive_legal_advice_needs_both() {
        let one = kept_apart(Level::HighlySensitive, true);
        let sees = |ties: Ties| Sight::of(&[one], &ties).sees(one.item);

        assert!(!sees(Ties { named: [one.item].into(), ..Ties::default() }));
        assert!(sees(Ties { named: [one.item].into(), assigned: true, ..Ties::default() }));
    }
}
