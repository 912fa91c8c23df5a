//! What a mark may rest on: the law's exemptions, and that something is not this person's.

use crate::calendar::Nation;
use crate::law::exemptions::{self, Silence};
use crate::law::requesters::{RequesterKind, Standing};

/// A ground as the reviewer chooses it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ground {
    pub id: String,
    pub name: String,
    /// Stands on the box, in white.
    pub label: String,
    /// In the few that nearly every page needs.
    pub short_list: bool,
    pub citation: String,
    pub test: String,
}

/// The ground of what is not the subject's own data at all: the right of access never reached it.
pub const NOT_THEIRS: &str = "not-personal-data";

/// The ground of words that stand in another document of the pack: nothing is withheld, they are
/// shown once. No reviewer chooses it; it comes from saying where the same words stand.
pub const SHOWN_ONCE: &str = "shown-once";

/// The grounds open to this office against this requester, the short list first.
pub fn grounds_for(nation: &str, requester: &str) -> Vec<Ground> {
    let nation = Nation::from_name(nation).unwrap_or(Nation::England);
    let standing = RequesterKind::from_name(requester)
        .and_then(RequesterKind::standing)
        .unwrap_or(Standing::DataSubject);
    let short: Vec<&str> =
        exemptions::short_list(nation, standing).iter().map(|e| e.id.as_str()).collect();
    let mut grounds: Vec<Ground> = exemptions::offered(nation, standing)
        .into_iter()
        .map(|e| Ground {
            id: e.id.clone(),
            name: e.short_name.clone(),
            label: label_of(&e.id),
            short_list: short.contains(&e.id.as_str()),
            citation: e.citation.clone(),
            test: e.test.clone(),
        })
        .collect();
    let not_theirs = Ground {
        id: NOT_THEIRS.into(),
        name: "Not about this person".into(),
        label: "NP".into(),
        short_list: true,
        citation: "UK GDPR Article 15(1) and Article 4(1)".into(),
        test:
            "The words are not the person's own data: they concern only somebody else, or nobody."
                .into(),
    };
    let at = grounds.iter().take_while(|g| g.short_list).count();
    grounds.insert(at, not_theirs);
    grounds
}

/// The ground of that name, where it is open here.
pub fn ground(nation: &str, requester: &str, id: &str) -> Option<Ground> {
    grounds_for(nation, requester).into_iter().find(|g| g.id == id)
}

/// Whether what this ground withholds is somebody: a name, or words that lead to one.
pub fn hides_a_person(id: &str) -> bool {
    matches!(id, NOT_THEIRS | "s2p3-16-third-party" | "a15-4-rights-of-others")
}

/// What stands on a box of this ground. Where the law wants silence, the label tells nothing either.
pub fn label_of(id: &str) -> String {
    match exemptions::find(id) {
        Some(exemption) if exemption.silent.level == Silence::Yes => "W".into(),
        Some(exemption) => exemption.legend_code.clone(),
        None => "NP".into(),
    }
}

/// What the requester reads about a ground.
pub fn words_for_the_requester(id: &str) -> String {
    if id == SHOWN_ONCE {
        return "The same words stand in another document of this pack, which the label names."
            .into();
    }
    match exemptions::find(id) {
        Some(exemption) => exemption.words_for_the_requester(false).to_owned(),
        None => "This part is not about you. It is about somebody else, or about nobody in particular, so the right to see your own information does not reach it.".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_grounds_that_hide_a_person_are_grounds() {
        let kept = |id: &&str| ground("england", "adult_self", id).is_some() && hides_a_person(id);

        let known = [NOT_THEIRS, "s2p3-16-third-party", "a15-4-rights-of-others"];

        assert_eq!(known.iter().filter(|id| kept(id)).count(), 3);
        assert!(!hides_a_person("s2p4-19-lpp"));
    }

    #[test]
    fn the_short_list_comes_first_and_every_ground_has_its_label() {
        let grounds = grounds_for("england", "adult_self");

        let first_long = grounds.iter().position(|g| !g.short_list).unwrap_or(grounds.len());
        assert!(first_long >= 3, "{first_long} in the short list");
        assert!(grounds[first_long..].iter().all(|g| !g.short_list));
        assert!(grounds.iter().all(|g| !g.label.is_empty()));
    }

    #[test]
    fn a_ground_that_is_not_open_here_is_not_found() {
        assert!(ground("england", "adult_self", "no-such-exemption").is_none());
        assert!(ground("england", "adult_self", NOT_THEIRS).is_some());
    }
}
