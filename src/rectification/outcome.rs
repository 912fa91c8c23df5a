//! How a contested passage ends.

use crate::closed::closed_list;

closed_list! {
    /// What was decided about the contested words.
    Outcome {
        Rectified, "rectified", "The fact was wrong and is corrected";
        Completed, "completed", "Something was missing and is added";
        OpinionDisputed, "opinion_disputed", "The opinion stays, with the person's disagreement beside it";
        MistakeExplained, "mistake_explained", "The record of the mistake stays, with an explanation";
        Refused, "refused", "The record is right and stays as it is";
    }
}

/// Whether those who were given the old words have to be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tell {
    /// Unless it is impossible or out of proportion (article 19).
    Everybody,
    /// Where they relied on it.
    ThoseWhoReliedOnIt,
    /// The law does not ask for it; good practice does.
    GoodPractice,
    Nobody,
}

impl Outcome {
    /// Whether a new version of the item, or something beside it, is written.
    pub const fn changes_the_record(self) -> bool {
        match self {
            Self::Rectified | Self::Completed | Self::OpinionDisputed | Self::MistakeExplained => {
                true
            }
            Self::Refused => false,
        }
    }

    /// Source: UK GDPR article 19; `law/data/case_rules.json`, `rectification.outcomes`.
    pub const fn tell(self) -> Tell {
        match self {
            Self::Rectified | Self::Completed => Tell::Everybody,
            Self::OpinionDisputed => Tell::GoodPractice,
            Self::MistakeExplained => Tell::ThoseWhoReliedOnIt,
            Self::Refused => Tell::Nobody,
        }
    }

    /// What it means, as the table of the law words it.
    pub fn means(self) -> &'static str {
        let outcomes = &crate::law::case_rules::rules().rectification.outcomes;
        let found = outcomes.iter().find(|outcome| outcome.id == self.name());
        found.map_or("", |outcome| outcome.means.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_outcomes_are_those_of_the_law() {
        let listed: Vec<&str> = crate::law::case_rules::rules()
            .rectification
            .outcomes
            .iter()
            .map(|outcome| outcome.id.as_str())
            .collect();

        assert_eq!(listed, Outcome::ALL.iter().map(|outcome| outcome.name()).collect::<Vec<_>>());
        assert!(Outcome::ALL.iter().all(|outcome| !outcome.means().is_empty()));
    }

    #[test]
    fn only_what_changed_is_told_to_others() {
        for outcome in Outcome::ALL {
            assert_eq!(outcome.changes_the_record(), outcome.tell() != Tell::Nobody, "{outcome:?}");
        }
    }
}
