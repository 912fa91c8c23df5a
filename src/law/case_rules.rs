//! Who may ask and what each must prove; what a reply, a refusal and the letters in between must
//! hold; what is to be recorded. The texts are data (`data/case_rules.json`).

use std::sync::OnceLock;

use serde::Deserialize;

use super::matter::Regime;
use super::requesters::RequesterKind;
use super::versions;
use crate::calendar::Date;

const DATA: &str = include_str!("data/case_rules.json");

/// A kind of requester as the table describes it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct RequesterRules {
    pub id: String,
    pub label: String,
    pub route: Route,
    pub legal_basis: String,
    /// What they show to prove who they are.
    pub identity_evidence: String,
    /// What they show to prove that they may ask for somebody else.
    pub authority_evidence: String,
    pub clock: String,
    /// What is different in a case of theirs.
    pub what_changes: Vec<String>,
    pub exemptions_that_become_possible: Vec<String>,
    pub exemptions_that_are_not_possible: Vec<String>,
    /// What is to be ticked before going on.
    pub checks: Vec<String>,
    pub source_check: String,
}

impl RequesterRules {
    /// Whether they have to show that they may ask for the person the record is about.
    pub fn must_show_authority(&self) -> bool {
        !matches!(self.authority_evidence.as_str(), "none" | "n/a")
    }
}

/// Where a request of this kind goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Route {
    UkSar,
    RefuseOrAuthority,
    StatutoryOther,
    DiscretionaryDisclosure,
    CompulsoryDisclosure,
    Foi,
    Refuse,
}

impl Route {
    pub const fn words(self) -> &'static str {
        match self {
            Self::UkSar => "subject access",
            Self::RefuseOrAuthority => "no right to ask without the person's authority",
            Self::StatutoryOther => "another law has its own way to ask",
            Self::DiscretionaryDisclosure => "we may share, and decide whether to",
            Self::CompulsoryDisclosure => "we must share, within the order or power",
            Self::Foi => "freedom of information",
            Self::Refuse => "to be refused",
        }
    }
}

/// Something a letter has to say, and the law that wants it said.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Clause {
    pub id: String,
    pub law: String,
    pub text: String,
}

/// What the letters hold.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Response {
    always: Vec<Clause>,
    /// How an answer is to be given.
    pub form: Vec<Clause>,
    refusal_letter: Vec<Clause>,
    pub extension_notice: Vec<String>,
    pub clarification_request: Vec<String>,
    pub identity_request: Vec<String>,
}

impl Response {
    /// What a reply sent on `day` must hold. The right to complain to us is part of it since the
    /// duty to take complaints began.
    pub fn contents(&self, day: Date) -> impl Iterator<Item = &Clause> {
        in_force(&self.always, day)
    }

    /// What a refusal sent on `day` must hold.
    pub fn refusal(&self, day: Date) -> impl Iterator<Item = &Clause> {
        in_force(&self.refusal_letter, day)
    }
}

/// Article 15(1)(ea) and its line in article 12(4): Data (Use and Access) Act 2025 Schedule 10.
fn in_force(clauses: &[Clause], day: Date) -> impl Iterator<Item = &Clause> {
    clauses
        .iter()
        .filter(move |clause| clause.id != "complain_to_us" || day >= versions::COMPLAINTS)
}

/// A field of the third-party form, as data for the page that asks.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct FormField {
    pub id: String,
    #[serde(rename = "type")]
    pub kind: String,
    #[serde(default)]
    pub options: Vec<String>,
    #[serde(default)]
    pub required: bool,
    pub note: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct ThirdPartyForm {
    pub law: String,
    pub fields: Vec<FormField>,
    pub hard_rules: Vec<String>,
}

/// How a correction can end.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct RectificationOutcome {
    pub id: String,
    pub means: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Rectification {
    pub law: String,
    pub on_receipt: Vec<String>,
    pub outcomes: Vec<RectificationOutcome>,
    pub notify_recipients: String,
    pub lift_restriction: String,
}

/// What the regulator expects to find written down.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct EvidenceLog {
    pub law: String,
    pub request_log: Vec<String>,
    pub search_log: Vec<String>,
    pub decision_log: Vec<String>,
    pub disclosure_log: Vec<String>,
    pub after: Vec<String>,
}

/// A provision and the day it began to bind.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Commencement {
    pub provision: String,
    /// A date, or why none is known.
    pub in_force: String,
    pub applies_to: Option<String>,
    pub source: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct CaseRules {
    /// The day as at which the law was read.
    pub as_at: Date,
    pub commencement: Vec<Commencement>,
    requesters: Vec<RequesterRules>,
    pub response: Response,
    pub third_party_form: ThirdPartyForm,
    pub rectification: Rectification,
    pub evidence_log: EvidenceLog,
}

/// The rules of every case.
pub fn rules() -> &'static CaseRules {
    static READ: OnceLock<CaseRules> = OnceLock::new();
    READ.get_or_init(|| serde_json::from_str(DATA).expect("a test reads the case rules we ship"))
}

/// What the table says of a kind of requester.
pub fn requester(kind: RequesterKind) -> &'static RequesterRules {
    let found = rules().requesters.iter().find(|rules| rules.id == kind.name());
    found.expect("a test finds every kind of requester in the table")
}

/// The time limit that a request of this kind runs under; `None` where no law of ours sets one.
pub fn regime_of(kind: RequesterKind, scotland: bool) -> Option<Regime> {
    match requester(kind).clock.as_str() {
        "uk_sar" => Some(Regime::UkSar),
        "ahra" => Some(Regime::Ahra),
        "foia" | "foia or foisa" => Some(if scotland { Regime::Foisa } else { Regime::Foia }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]

    use super::*;
    use crate::law::exemptions;

    #[test]
    fn every_kind_of_requester_has_its_rules() {
        assert_eq!(rules().requesters.len(), RequesterKind::ALL.len());
        for kind in RequesterKind::ALL {
            let rules = requester(*kind);
            for id in rules
                .exemptions_that_become_possible
                .iter()
                .chain(&rules.exemptions_that_are_not_possible)
            {
                assert!(exemptions::find(id).is_some(), "{id} is no exemption");
            }
        }
    }

    #[test]
    fn what_the_table_says_of_a_requester_agrees_with_the_exemptions() {
        for kind in RequesterKind::ALL {
            let standing =
                kind.standing().map_or("nobody", super::super::requesters::Standing::name);
            for id in &requester(*kind).exemptions_that_are_not_possible {
                let exemption = exemptions::find(id).unwrap();
                assert!(!exemption.stands_against(standing), "{id} against {standing}");
            }
            for id in &requester(*kind).exemptions_that_become_possible {
                assert!(exemptions::find(id).unwrap().stands_against(standing), "{id}, {standing}");
            }
        }
    }

    #[test]
    fn the_right_to_complain_to_us_is_told_since_it_exists() {
        let told = |day: &str| {
            let day = day.parse().unwrap();
            let response = &rules().response;
            (
                response.contents(day).any(|clause| clause.id == "complain_to_us"),
                response.refusal(day).any(|clause| clause.id == "complain_to_us"),
            )
        };

        assert_eq!(told("2026-06-18"), (false, false));
        assert_eq!(told("2026-06-19"), (true, true));
    }

    #[test]
    fn those_who_ask_for_somebody_else_show_that_they_may() {
        assert!(!requester(RequesterKind::AdultSelf).must_show_authority());
        assert!(!requester(RequesterKind::CareLeaver).must_show_authority());
        assert!(requester(RequesterKind::ParentPr).must_show_authority());
        assert!(requester(RequesterKind::Solicitor).must_show_authority());
    }

    #[test]
    fn a_request_runs_under_the_law_of_its_kind() {
        assert_eq!(regime_of(RequesterKind::CareLeaver, false), Some(Regime::UkSar));
        assert_eq!(regime_of(RequesterKind::FoiRequester, true), Some(Regime::Foisa));
        assert_eq!(regime_of(RequesterKind::DeceasedHealth, false), Some(Regime::Ahra));
        assert_eq!(regime_of(RequesterKind::Police, false), None);
    }

    #[test]
    fn the_days_on_which_the_law_changed_are_those_of_the_table() {
        let listed: Vec<&str> = rules().commencement.iter().map(|c| c.in_force.as_str()).collect();

        assert!(listed.contains(&versions::ARTICLE_12A.to_string().as_str()));
        assert!(listed.contains(&versions::COMPLAINTS.to_string().as_str()));
    }
}
