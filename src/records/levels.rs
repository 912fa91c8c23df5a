//! Which level fits what an item is about.
//!
//! Source: the three levels of confidentiality of the children's recording policy, with their
//! lists of examples. Some topics stand in both upper lists, so somebody chooses and says why.

use super::{Category, Level, Topic, Trait};
use crate::problem::Invalid;

/// Which upper levels a topic may stand in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Home {
    Sensitive,
    Either,
    HighlySensitive,
}

impl Topic {
    const fn home(self) -> Home {
        match self {
            Topic::Relationships | Topic::Wishes | Topic::ThirdParty => Home::Sensitive,
            Topic::Health
            | Topic::Sexuality
            | Topic::Abuse
            | Topic::Parenthood
            | Topic::ParentageUnknown => Home::Either,
            Topic::Locating | Topic::AdoptionAddress => Home::HighlySensitive,
        }
    }

    /// What the name of a file gives away; only where its level follows from it.
    pub fn guess(file_name: &str) -> Option<Self> {
        let name = file_name.to_lowercase().replace(['_', '-', '.'], " ");
        let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
        let whereabouts = has(&["address", "whereabouts", "placement details", "location"]);
        if has(&["adopt"]) && whereabouts {
            return Some(Topic::AdoptionAddress);
        }
        let at_risk = has(&[
            "refuge",
            "protected",
            "confidential",
            "secret",
            "safe",
            "undisclosed",
            "new address",
        ]);
        (has(&["refuge", "marac"]) || (whereabouts && at_risk)).then_some(Topic::Locating)
    }
}

/// The topics as they are kept in one column.
pub fn kept<T: Copy>(all: &[T], name: fn(T) -> &'static str) -> String {
    all.iter().map(|one| name(*one)).collect::<Vec<_>>().join(",")
}

/// What was kept by [`kept`].
pub fn read<T>(kept: &str, from_name: fn(&str) -> Option<T>) -> Vec<T> {
    kept.split(',').filter_map(from_name).collect()
}

/// What a reader of the item must look out for, in words.
pub fn look_out(kind: Category, topics: &str, traits: &str) -> Vec<&'static str> {
    let (topics, traits) = (read(topics, Topic::from_name), read(traits, Trait::from_name));
    let mut flags = Vec::new();
    if topics.contains(&Topic::ParentageUnknown) {
        flags.push("Parentage the child does not know");
    }
    if kind == Category::Genogram || traits.contains(&Trait::NamesSiblings) {
        flags.push("Look for third parties");
    }
    if traits.iter().any(|one| one.protects_source()) {
        flags.push("Protected source");
    }
    if traits.contains(&Trait::BelongsToChild) {
        flags.push("Return to the child");
    }
    if traits.contains(&Trait::Historic) {
        flags.push("Historic");
    }
    flags
}

/// Whether a level fits the topics, with the reason that some choices need.
pub fn wrong_with(level: Level, topics: &[Topic], reason: &str) -> Option<Invalid> {
    let about = |home: Home| topics.iter().any(|topic| topic.home() == home);
    let silent = reason.is_empty();
    let wrong = |field, words: &str| Some(Invalid::new(field, words));
    if topics.contains(&Topic::AdoptionAddress) && level != Level::HighlySensitive {
        return wrong(
            "level",
            "choose highly sensitive: an address protected by adoption rules always is",
        );
    }
    match level {
        Level::Confidential if about(Home::Sensitive) || about(Home::Either) => {
            wrong("level", "choose sensitive or highly sensitive, or untick what it is about")
        }
        Level::Sensitive if topics.is_empty() => wrong("topics", "choose what makes it sensitive"),
        Level::Confidential | Level::Sensitive if about(Home::HighlySensitive) && silent => wrong(
            "level_reason",
            "say why it puts nobody at risk that this level lets more people see where somebody can be found",
        ),
        Level::Sensitive if about(Home::Either) && silent => wrong(
            "level_reason",
            "what it is about can be sensitive or highly sensitive: say why sensitive is enough",
        ),
        Level::HighlySensitive if !about(Home::HighlySensitive) && silent => wrong(
            "level_reason",
            "say what harm or distress it would do if the wrong person saw it",
        ),
        Level::Confidential | Level::Sensitive | Level::HighlySensitive => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(level: Level, topics: &[Topic], reason: &str) -> Option<&'static str> {
        wrong_with(level, topics, reason).map(|invalid| invalid.field)
    }

    #[test]
    fn confidential_needs_no_topic_and_sensitive_needs_one() {
        assert_eq!(field(Level::Confidential, &[], ""), None);
        assert_eq!(field(Level::Sensitive, &[], "because"), Some("topics"));
        assert_eq!(field(Level::Sensitive, &[Topic::Wishes], ""), None);
        assert_eq!(field(Level::Confidential, &[Topic::Wishes], "because"), Some("level"));
    }

    #[test]
    fn a_topic_of_both_upper_levels_forces_a_reasoned_choice() {
        for topic in [Topic::Health, Topic::Sexuality, Topic::Abuse, Topic::Parenthood] {
            assert_eq!(field(Level::Confidential, &[topic], "because"), Some("level"));
            for level in [Level::Sensitive, Level::HighlySensitive] {
                assert_eq!(field(level, &[topic], ""), Some("level_reason"));
                assert_eq!(field(level, &[topic], "because"), None);
            }
        }
    }

    #[test]
    fn an_address_protected_by_adoption_rules_is_always_highly_sensitive() {
        let topics = [Topic::AdoptionAddress];

        assert_eq!(field(Level::Sensitive, &topics, "because"), Some("level"));
        assert_eq!(field(Level::HighlySensitive, &topics, ""), None);
    }

    #[test]
    fn where_somebody_can_be_found_is_highly_sensitive_unless_a_reason_says_otherwise() {
        assert_eq!(field(Level::HighlySensitive, &[Topic::Locating], ""), None);
        assert_eq!(field(Level::Confidential, &[Topic::Locating], ""), Some("level_reason"));
        assert_eq!(field(Level::Confidential, &[Topic::Locating], "an old address"), None);
    }

    #[test]
    fn a_files_name_tells_of_an_address_that_is_kept_secret() {
        for (name, topic) in [
            ("Adopters' address.pdf", Some(Topic::AdoptionAddress)),
            ("Refuge placement.pdf", Some(Topic::Locating)),
            ("new_address-2019.txt", Some(Topic::Locating)),
            ("Change of address.pdf", None),
            ("Adoption panel minutes.pdf", None),
        ] {
            assert_eq!(Topic::guess(name), topic, "{name}");
        }
    }

    #[test]
    fn topics_are_read_as_they_were_kept() {
        let column = kept(Topic::ALL, Topic::name);

        assert_eq!(read(&column, Topic::from_name), Topic::ALL);
        assert!(read("", Topic::from_name).is_empty());
    }
}
