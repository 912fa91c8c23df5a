//! The third-party form: what must be written down before information about somebody else is
//! withheld, and which outcomes the law leaves open.
//!
//! Source: Data Protection Act 2018 Schedule 2 paragraphs 16 and 17; `data/case_rules.json`,
//! `third_party_form`.

use crate::closed::closed_list;
use crate::problem::{Kind, Problem};

closed_list! {
    /// Whether the other person is a worker whose part in the record is shown.
    Worker {
        No, "no", "no";
        Health, "health", "a health worker";
        SocialWork, "social_work", "a social work worker";
        Education, "education", "an education worker";
    }
}

closed_list! {
    /// Whether they were asked.
    ConsentSought {
        Yes, "yes", "asked";
        NotAppropriate, "no_not_appropriate", "not asked: not appropriate";
        Unsafe, "no_unsafe", "not asked: it would not be safe";
        CannotTrace, "no_cannot_trace", "not asked: cannot be traced";
        Disproportionate, "no_disproportionate", "not asked: out of proportion";
    }
}

closed_list! {
    /// What they said. Silence is no refusal.
    ConsentResult {
        Given, "given", "agreed";
        GivenInPart, "given_in_part", "agreed in part";
        Refused, "refused", "refused";
        NoReply, "no_reply", "no answer";
        NotSought, "not_sought", "not asked";
    }
}

closed_list! {
    Confidence {
        None, "none", "none";
        Express, "express", "expressly promised";
        Implied, "implied", "to be understood";
    }
}

closed_list! {
    Capable {
        Yes, "yes", "yes";
        ChildNotCompetent, "child_not_competent", "a child who does not understand it yet";
        LacksCapacity, "lacks_capacity", "lacks capacity";
        Deceased, "deceased", "has died";
        Unknown, "unknown", "not known";
    }
}

closed_list! {
    Decision {
        DiscloseAll, "disclose_all", "share all of it";
        DiscloseRedacted, "disclose_redacted", "share it with parts masked";
        DiscloseSummary, "disclose_summary", "share a summary";
        Withhold, "withhold", "withhold it";
    }
}

/// The form as filled in, as far as the outcome depends on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Balance {
    pub identifiable_after_redaction: bool,
    pub worker: Worker,
    /// The passage is about them, or from them, in that work.
    pub official_capacity: bool,
    pub duty_of_confidence: Confidence,
    pub consent_sought: ConsentSought,
    /// Why they were or were not asked.
    pub consent_reason: String,
    pub consent_result: ConsentResult,
    pub refusal_reasons: String,
    pub capable_of_consent: Capable,
    pub importance_to_requester: String,
    pub harm_to_other_person: String,
    pub decision: Decision,
    pub reasons: String,
    pub checked_by_another: bool,
}

/// The least that reasons can be said in.
pub const MIN_WORDS: usize = 15;

/// Why a form cannot be signed as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotBalanced {
    #[error("they agreed, so it cannot be withheld because it is about them")]
    TheyAgreed,
    #[error(
        "they are a worker and this is about their work, so it cannot be withheld because it is about them"
    )]
    Worker,
    #[error("nobody could tell who it is once the names are gone, so the rest must be shared")]
    NotIdentifiable,
    #[error("say whether they were asked and what they answered so that both fit together")]
    AskedAndAnswerDisagree,
    #[error("say why they were or were not asked")]
    NoReasonForAsking,
    #[error("write down the reasons they gave for refusing, or that they gave none")]
    NoReasonsForRefusal,
    #[error("say what it means to the person who asks")]
    NoImportance,
    #[error("say what harm it could do to the other person, or that there is none")]
    NoHarm,
    #[error("give the reasons in {MIN_WORDS} words or more")]
    ReasonsTooShort,
    #[error("somebody else must check a decision to withhold")]
    NotChecked,
}

impl Problem for NotBalanced {
    fn kind(&self) -> Kind {
        Kind::Invalid
    }

    fn field(&self) -> Option<&str> {
        Some(match self {
            Self::TheyAgreed | Self::Worker | Self::NotIdentifiable => "decision",
            Self::AskedAndAnswerDisagree => "consent_result",
            Self::NoReasonForAsking => "consent_reason",
            Self::NoReasonsForRefusal => "refusal_reasons",
            Self::NoImportance => "importance_to_requester",
            Self::NoHarm => "harm_to_other_person",
            Self::ReasonsTooShort => "reasons",
            Self::NotChecked => "checked_by",
        })
    }
}

impl Balance {
    /// Everything that stands in the way of signing, so that a form shows it all at once. A refusal
    /// by itself decides nothing, and silence is no refusal.
    pub fn wanting(&self) -> Vec<NotBalanced> {
        let asked = self.consent_sought == ConsentSought::Yes;
        let withholds = self.decision == Decision::Withhold;
        let agreed = self.consent_result == ConsentResult::Given;
        let refused =
            matches!(self.consent_result, ConsentResult::Refused | ConsentResult::GivenInPart);
        let written = |text: &str| !text.trim().is_empty();
        [
            (agreed && !shares_documents(self.decision), NotBalanced::TheyAgreed),
            (withholds && self.worker != Worker::No && self.official_capacity, NotBalanced::Worker),
            (withholds && !self.identifiable_after_redaction, NotBalanced::NotIdentifiable),
            (
                asked == (self.consent_result == ConsentResult::NotSought),
                NotBalanced::AskedAndAnswerDisagree,
            ),
            (!written(&self.consent_reason), NotBalanced::NoReasonForAsking),
            (refused && !written(&self.refusal_reasons), NotBalanced::NoReasonsForRefusal),
            (!written(&self.importance_to_requester), NotBalanced::NoImportance),
            (!written(&self.harm_to_other_person), NotBalanced::NoHarm),
            (self.reasons.split_whitespace().count() < MIN_WORDS, NotBalanced::ReasonsTooShort),
            (withholds && !self.checked_by_another, NotBalanced::NotChecked),
        ]
        .into_iter()
        .filter_map(|(wanting, why)| wanting.then_some(why))
        .collect()
    }
}

const fn shares_documents(decision: Decision) -> bool {
    match decision {
        Decision::DiscloseAll | Decision::DiscloseRedacted => true,
        Decision::DiscloseSummary | Decision::Withhold => false,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]

    use super::*;
    use crate::law::case_rules::rules;

    fn withheld() -> Balance {
        Balance {
            identifiable_after_redaction: true,
            worker: Worker::No,
            official_capacity: false,
            duty_of_confidence: Confidence::Implied,
            consent_sought: ConsentSought::Yes,
            consent_reason: "she lives nearby and is well".into(),
            consent_result: ConsentResult::Refused,
            refusal_reasons: "fears for her children".into(),
            capable_of_consent: Capable::Yes,
            importance_to_requester: "little: it is not about him".into(),
            harm_to_other_person: "she would be found".into(),
            decision: Decision::Withhold,
            reasons: "The passage is only about her home and would let him find her, and it says nothing of his life.".into(),
            checked_by_another: true,
        }
    }

    #[test]
    fn a_whole_form_can_be_signed() {
        assert_eq!(withheld().wanting(), []);
    }

    #[test]
    fn consent_leaves_no_reason_to_withhold() {
        let form = Balance { consent_result: ConsentResult::Given, ..withheld() };
        assert_eq!(form.wanting(), [NotBalanced::TheyAgreed]);

        let form = Balance { decision: Decision::DiscloseRedacted, ..form };
        assert_eq!(form.wanting(), []);
    }

    #[test]
    fn a_worker_is_shown_in_that_work_and_not_beyond_it() {
        let form = Balance { worker: Worker::SocialWork, official_capacity: true, ..withheld() };
        assert_eq!(form.wanting(), [NotBalanced::Worker]);

        let form = Balance { official_capacity: false, ..form };
        assert_eq!(form.wanting(), []);
    }

    #[test]
    fn a_refusal_decides_nothing_and_silence_is_none() {
        let form = Balance { decision: Decision::DiscloseAll, ..withheld() };
        assert_eq!(form.wanting(), []);

        let form = Balance {
            consent_result: ConsentResult::NoReply,
            refusal_reasons: String::new(),
            ..withheld()
        };
        assert_eq!(form.wanting(), []);
    }

    #[test]
    fn an_empty_form_is_told_all_it_lacks_at_once() {
        let form = Balance {
            identifiable_after_redaction: false,
            consent_reason: String::new(),
            consent_result: ConsentResult::NotSought,
            importance_to_requester: " ".into(),
            harm_to_other_person: String::new(),
            reasons: "private".into(),
            checked_by_another: false,
            ..withheld()
        };

        let wanting = form.wanting();

        assert_eq!(wanting.len(), 7, "{wanting:?}");
        assert!(wanting.iter().all(|why| why.field().is_some()));
    }

    #[test]
    fn the_answers_are_those_of_the_form() {
        let options = |field: &str| -> Vec<String> {
            let form = &rules().third_party_form;
            form.fields.iter().find(|known| known.id == field).unwrap().options.clone()
        };

        assert_eq!(
            options("worker_within_para_17"),
            Worker::ALL.iter().map(|a| a.name()).collect::<Vec<_>>()
        );
        assert_eq!(
            options("consent_sought"),
            ConsentSought::ALL.iter().map(|a| a.name()).collect::<Vec<_>>()
        );
        assert_eq!(
            options("consent_result"),
            ConsentResult::ALL.iter().map(|a| a.name()).collect::<Vec<_>>()
        );
        assert_eq!(
            options("duty_of_confidence"),
            Confidence::ALL.iter().map(|a| a.name()).collect::<Vec<_>>()
        );
        assert_eq!(
            options("capable_of_consent"),
            Capable::ALL.iter().map(|a| a.name()).collect::<Vec<_>>()
        );
        assert_eq!(options("outcome"), Decision::ALL.iter().map(|a| a.name()).collect::<Vec<_>>());
    }
}
