//! On what a request may be refused or charged for, and where it may be sent. Pure.

use crate::closed::closed_list;
use crate::law::RequesterKind;
use crate::problem::Invalid;

closed_list! {
    /// What is proposed.
    ProposalKind {
        Refuse, "refuse", "Refuse the request";
        Charge, "charge", "Ask for a reasonable fee";
    }
}

closed_list! {
    /// Where a proposal stands.
    ProposalState {
        Proposed, "proposed", "waits for a second person";
        Agreed, "agreed", "agreed";
        TurnedDown, "turned_down", "turned down";
        TakenBack, "taken_back", "taken back";
    }
}

closed_list! {
    /// Why a request may be refused.
    Ground {
        Unfounded, "unfounded", "It is manifestly unfounded";
        Excessive, "excessive", "It is manifestly excessive";
        NotIdentified, "not_identified", "We cannot tell who asks";
        NotEntitled, "not_entitled", "Whoever asks may not ask for this person";
        AllExempt, "all_exempt", "Everything we hold is exempt";
    }
}

/// A sign that a request is manifestly unfounded or excessive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Criterion {
    pub name: &'static str,
    pub words: &'static str,
}

const fn sign(name: &'static str, words: &'static str) -> Criterion {
    Criterion { name, words }
}

/// Source: Information Commissioner's guidance on the right of access, "When can we refuse to
/// comply with a request?".
const UNFOUNDED: [Criterion; 4] = [
    sign("bargains", "They offer to withdraw it in return for something"),
    sign("disrupts", "They say that they want to cause disruption, and nothing else"),
    sign("accuses", "It makes unsubstantiated or false accusations, out of malice"),
    sign("targets", "It targets a member of staff against whom they have a grudge"),
];
const EXCESSIVE: [Criterion; 3] = [
    sign("repeats", "It repeats an earlier request, and too little time has passed"),
    sign("overlaps", "It overlaps with other requests of theirs"),
    sign("burdens", "The work is out of all proportion to what they could gain from it"),
];

impl Ground {
    /// Where the law allows it.
    pub const fn law(self) -> &'static str {
        match self {
            Ground::Unfounded | Ground::Excessive => "UK GDPR Article 12(5)",
            Ground::NotIdentified => "UK GDPR Articles 11(2) and 12(6)",
            Ground::NotEntitled => "UK GDPR Article 15(1): the right is the data subject's",
            Ground::AllExempt => "Data Protection Act 2018 Schedules 2 to 4",
        }
    }

    /// The signs of which at least one has to be there.
    pub const fn criteria(self) -> &'static [Criterion] {
        match self {
            Ground::Unfounded => &UNFOUNDED,
            Ground::Excessive => &EXCESSIVE,
            Ground::NotIdentified | Ground::NotEntitled | Ground::AllExempt => &[],
        }
    }

    /// Whether a fee may be asked for instead of refusing.
    pub const fn may_charge(self) -> bool {
        match self {
            Ground::Unfounded | Ground::Excessive => true,
            Ground::NotIdentified | Ground::NotEntitled | Ground::AllExempt => false,
        }
    }

    /// The signs among `named`, or why they do not carry the ground.
    pub fn carried_by(self, named: &[String]) -> Result<Vec<Criterion>, Invalid> {
        let known = self.criteria();
        let found: Vec<Criterion> =
            known.iter().copied().filter(|one| named.iter().any(|n| n == one.name)).collect();
        if found.is_empty() && !known.is_empty() {
            let words =
                format!("tick at least one sign that fits: {}", self.words().to_lowercase());
            return Err(Invalid::new("criteria", words));
        }
        Ok(found)
    }
}

/// The words of signs kept by their names.
pub fn words_of(ground: Ground, names: &str) -> Vec<&'static str> {
    let kept: Vec<&str> = names.split(',').collect();
    ground.criteria().iter().filter(|one| kept.contains(&one.name)).map(|one| one.words).collect()
}

closed_list! {
    /// Where a request, or a part of it, may be sent.
    Destination {
        Adoption, "adoption", "The adoption procedure";
        Controller, "controller", "Another organisation, which holds the records";
        Court, "court", "The court";
        Records, "records", "The law on records of people who have died";
    }
}

impl Destination {
    /// What the requester reads about it, before the handler's own words.
    pub const fn explains(self) -> &'static str {
        match self {
            Destination::Adoption => {
                "The right to see your own information does not reach adoption records. Another law gives \
                 adopted adults their own way to them, with somebody to talk to before and after. The \
                 adoption agency, or the registrar, starts it with you."
            }
            Destination::Controller => {
                "The records are held by another organisation, and it answers for them itself."
            }
            Destination::Court => {
                "These papers belong to a court, and the court decides who may see them."
            }
            Destination::Records => {
                "Data protection law protects the living. Another law says who may see the records of \
                 somebody who has died."
            }
        }
    }
}

/// What a request that came under another name may be taken as.
///
/// Source: `law/data/case_rules.json`, "Own data: treat as subject access from the day of receipt".
pub fn may_become(from: RequesterKind, to: RequesterKind) -> bool {
    let another_name = matches!(
        from,
        RequesterKind::FoiRequester
            | RequesterKind::OtherLocalAuthority
            | RequesterKind::ParentNoPr
    );
    another_name && to.standing().is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_calls_a_request_excessive_without_a_sign_of_it() {
        let none = Ground::Excessive.carried_by(&["bargains".into()]);
        let one = Ground::Excessive.carried_by(&["repeats".into()]);

        assert_eq!(none.map_err(|e| e.field).err(), Some("criteria"));
        assert_eq!(one.map(|signs| signs.len()).ok(), Some(1));
    }

    #[test]
    fn a_fee_is_asked_only_where_the_law_knows_one() {
        let charged: Vec<Ground> =
            Ground::ALL.iter().copied().filter(|ground| ground.may_charge()).collect();

        assert_eq!(charged, [Ground::Unfounded, Ground::Excessive]);
    }

    #[test]
    fn a_freedom_of_information_request_becomes_an_access_request_and_never_the_reverse() {
        assert!(may_become(RequesterKind::FoiRequester, RequesterKind::AdultSelf));
        assert!(!may_become(RequesterKind::AdultSelf, RequesterKind::FoiRequester));
        assert!(!may_become(RequesterKind::FoiRequester, RequesterKind::Police));
    }
}
