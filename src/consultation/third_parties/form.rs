//! The balancing form as it is filled in and kept.

use serde::{Deserialize, Serialize};

use crate::law::balancing::{
    Balance, Capable, Confidence, ConsentResult, ConsentSought, Decision, Worker,
};
use crate::problem::Invalid;

/// The form as it was sent; what was asked and answered is known already.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct BalanceForm {
    pub identifiable: String,
    pub worker: String,
    pub official_capacity: String,
    pub duty_of_confidence: String,
    pub consent_sought: String,
    pub consent_result: String,
    pub refusal_reasons: String,
    pub capable_of_consent: String,
    pub importance_to_requester: String,
    pub harm_to_other_person: String,
    pub decision: String,
    pub reasons: String,
}

fn chosen<T>(field: &'static str, found: Option<T>) -> Result<T, Invalid> {
    found.ok_or_else(|| Invalid::new(field, "choose one of the answers"))
}

impl BalanceForm {
    /// The form as the law weighs it. A manager signs what somebody else prepared, so a second
    /// person has always checked it.
    pub fn balance(&self, consent_reason: &str) -> Result<Balance, Vec<Invalid>> {
        let read = || -> Result<Balance, Invalid> {
            Ok(Balance {
                identifiable_after_redaction: self.identifiable == "yes",
                worker: chosen("worker", Worker::from_name(&self.worker))?,
                official_capacity: self.official_capacity == "yes",
                duty_of_confidence: chosen(
                    "duty_of_confidence",
                    Confidence::from_name(&self.duty_of_confidence),
                )?,
                consent_sought: chosen(
                    "consent_sought",
                    ConsentSought::from_name(&self.consent_sought),
                )?,
                consent_reason: consent_reason.to_owned(),
                consent_result: chosen(
                    "consent_result",
                    ConsentResult::from_name(&self.consent_result),
                )?,
                refusal_reasons: self.refusal_reasons.trim().to_owned(),
                capable_of_consent: chosen(
                    "capable_of_consent",
                    Capable::from_name(&self.capable_of_consent),
                )?,
                importance_to_requester: self.importance_to_requester.trim().to_owned(),
                harm_to_other_person: self.harm_to_other_person.trim().to_owned(),
                decision: chosen("decision", Decision::from_name(&self.decision))?,
                reasons: self.reasons.trim().to_owned(),
                checked_by_another: true,
            })
        };
        let balance = read().map_err(|wrong| vec![wrong])?;
        let wanting: Vec<Invalid> = balance
            .wanting()
            .into_iter()
            .map(|why| Invalid::new(field_of(why), why.to_string()))
            .collect();
        if wanting.is_empty() { Ok(balance) } else { Err(wanting) }
    }
}

fn field_of(why: crate::law::balancing::NotBalanced) -> &'static str {
    use crate::law::balancing::NotBalanced::*;
    match why {
        TheyAgreed | Worker | NotIdentifiable => "decision",
        AskedAndAnswerDisagree => "consent_result",
        NoReasonForAsking => "consent_sought",
        NoReasonsForRefusal => "refusal_reasons",
        NoImportance => "importance_to_requester",
        NoHarm => "harm_to_other_person",
        ReasonsTooShort | NotChecked => "reasons",
    }
}
