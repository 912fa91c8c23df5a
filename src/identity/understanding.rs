//! Whether a child understands what it means to ask, what they wish, and what follows from it. Pure.
//!
//! Source: Data Protection Act 2018 s.208 (Scotland); Gillick elsewhere; `law/data/case_rules.json`,
//! `parent_pr`: "If the child understands, the child must agree or there must be a clear
//! best-interests reason".

use crate::closed::closed_list;
use crate::law::RequesterKind;
use crate::law::requesters::Understanding;
use crate::problem::Invalid;
use crate::requests::given;

closed_list! {
    /// What the child says to it.
    Wishes {
        Agrees, "agrees", "The child agrees";
        Objects, "objects", "The child objects";
        NotAsked, "not_asked", "The child was not asked";
    }
}

closed_list! {
    /// Whether the parents were consulted.
    Parents {
        Consulted, "consulted", "The parents were consulted";
        Exception, "exception", "They were not, for a reason";
        ChildRefuses, "child_refuses", "The child does not want it, and we decided about that";
        CouldNot, "could_not", "We tried, and it came to nothing";
    }
}

/// What somebody found out.
#[derive(Debug, Clone)]
pub struct Found {
    pub understands: bool,
    /// By whom and how it was judged: age, maturity, what was said.
    pub how: String,
    pub wishes: Wishes,
    pub wishes_words: String,
    pub parents: Parents,
    pub parents_words: String,
    /// Who speaks beside the child, or that nobody was wanted.
    pub advocate: String,
    /// Whom we told, when and how, where consulting came to nothing.
    pub told: String,
    /// Why answering is in the child's interests though they were not asked.
    pub interests: String,
}

impl Found {
    /// The same, where what has to be said is said.
    ///
    /// # Errors
    /// The first field that is missing.
    pub fn checked(self) -> Result<Self, Invalid> {
        let how = given("how", &self.how, "say who judged it and how, with age and maturity")?;
        match self.wishes {
            Wishes::Agrees | Wishes::Objects => {
                given("wishes_words", &self.wishes_words, "write down what the child said")?;
            }
            Wishes::NotAsked => {}
        }
        match self.parents {
            Parents::Consulted => {}
            Parents::Exception => {
                given(
                    "parents_words",
                    &self.parents_words,
                    "say why the parents were not consulted",
                )?;
            }
            Parents::ChildRefuses => {
                let ask = "say what was decided about the child's refusal, and why";
                given("parents_words", &self.parents_words, ask)?;
            }
            Parents::CouldNot => {
                given("parents_words", &self.parents_words, "say what was tried")?;
                let ask =
                    "say who was told that it failed, with the reasons and how they can comment";
                given("told", &self.told, ask)?;
            }
        }
        Ok(Self { how, ..self })
    }
}

/// What keeps us from answering this requester, as far as a child's understanding goes.
pub fn in_the_way(
    kind: RequesterKind,
    law: Option<Understanding>,
    found: Option<&Found>,
) -> Option<&'static str> {
    match (kind, law, found) {
        (RequesterKind::ParentPr, Some(Understanding::OfAge), _) => {
            Some("the person is of age: nobody asks for them as a parent any more")
        }
        (RequesterKind::ParentPr, _, None) => {
            Some("record first what the child understands and wishes")
        }
        (RequesterKind::ParentPr, _, Some(found)) if found.understands => match found.wishes {
            Wishes::Objects => Some(
                "the child understands what it means and objects: the parent cannot be answered",
            ),
            Wishes::NotAsked if found.interests.trim().is_empty() => {
                Some("the child understands: ask them, or say why answering is in their interests")
            }
            Wishes::NotAsked | Wishes::Agrees => None,
        },
        (RequesterKind::ChildCompetent, Some(Understanding::ToBeJudged) | None, None) => {
            Some("record first how the child's understanding was judged, and by whom")
        }
        (RequesterKind::ChildCompetent, _, Some(found)) if !found.understands => Some(
            "a child who does not understand what it means cannot ask alone; somebody with parental \
             responsibility can",
        ),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(understands: bool, wishes: Wishes) -> Found {
        Found {
            understands,
            how: "Her social worker, in two talks; she is 13 and speaks of it clearly".into(),
            wishes,
            wishes_words: "She said so".into(),
            parents: Parents::Consulted,
            parents_words: String::new(),
            advocate: String::new(),
            told: String::new(),
            interests: String::new(),
        }
    }

    fn parent(law: Understanding, found: &Found) -> bool {
        in_the_way(RequesterKind::ParentPr, Some(law), Some(found)).is_none()
    }

    #[test]
    fn a_parent_is_not_answered_where_a_child_with_understanding_objects() {
        use Understanding::ToBeJudged;

        assert!(!parent(ToBeJudged, &found(true, Wishes::Objects)));
        assert!(parent(ToBeJudged, &found(true, Wishes::Agrees)));
        assert!(parent(ToBeJudged, &found(false, Wishes::Objects)));
    }

    #[test]
    fn a_child_with_understanding_is_asked_unless_their_interests_say_otherwise() {
        let silent = found(true, Wishes::NotAsked);
        let reasoned = Found { interests: "Asking would put her at risk".into(), ..silent.clone() };

        assert!(!parent(Understanding::Presumed, &silent));
        assert!(parent(Understanding::Presumed, &reasoned));
    }

    #[test]
    fn nobody_asks_as_a_parent_for_somebody_of_age() {
        assert!(!parent(Understanding::OfAge, &found(false, Wishes::Agrees)));
    }

    #[test]
    fn scotland_presumes_what_is_judged_elsewhere() {
        let child = RequesterKind::ChildCompetent;

        assert_eq!(in_the_way(child, Some(Understanding::Presumed), None), None);
        assert!(in_the_way(child, Some(Understanding::ToBeJudged), None).is_some());
        assert!(in_the_way(child, None, None).is_some(), "no day of birth is known");
    }

    #[test]
    fn what_was_tried_in_vain_is_told_to_those_it_concerns() {
        let vain = Found {
            parents: Parents::CouldNot,
            parents_words: "Three letters".into(),
            ..found(true, Wishes::Agrees)
        };

        assert_eq!(vain.clone().checked().map_err(|e| e.field).err(), Some("told"));
        assert!(Found { told: "Her aunt, by letter".into(), ..vain }.checked().is_ok());
    }

    #[test]
    fn an_exception_to_consulting_the_parents_has_its_reason() {
        let except = Found { parents: Parents::Exception, ..found(true, Wishes::Agrees) };

        assert_eq!(except.checked().map_err(|e| e.field).err(), Some("parents_words"));
    }
}
