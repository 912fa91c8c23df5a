//! The exemptions: what may or must be withheld, under which words of the law, who is to be asked
//! first and what the requester reads. The texts are data (`data/exemptions.json`); whether one is
//! open on given facts is a rule (`rules`).
//!
//! A local restriction ground is another thing: a working flag of the recording procedures, which
//! never lets anything be withheld by itself.

mod facts;
mod rules;

use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

pub use facts::{ALL_FACTS, Answer, Fact, Facts, FactsRefused};
pub use rules::{Condition, Outcome, Ruling};

use super::requesters::Standing;
use crate::calendar::Nation;

const DATA: &str = include_str!("../data/exemptions.json");

/// What an exemption does to the right of access.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    PermitsWithholding,
    ProhibitsDisclosure,
    StatutoryRouteInstead,
    DeemsReasonable,
    DefersTime,
    LimitsScope,
    PermitsRefusalOrFee,
    EnablesDisclosureToOthers,
}

impl Effect {
    pub const fn words(self) -> &'static str {
        match self {
            Self::PermitsWithholding => "may be withheld",
            Self::ProhibitsDisclosure => "must not be given until a condition is met",
            Self::StatutoryRouteInstead => "has to be asked for another way",
            Self::DeemsReasonable => "is to be shown",
            Self::DefersTime => "comes later",
            Self::LimitsScope => "limits what the right reaches",
            Self::PermitsRefusalOrFee => "lets us refuse or charge",
            Self::EnablesDisclosureToOthers => "allows giving it to others",
        }
    }

    /// Whether a mark on a page can rest on it.
    pub const fn can_stand_behind_a_mark(self) -> bool {
        match self {
            Self::PermitsWithholding | Self::ProhibitsDisclosure | Self::StatutoryRouteInstead => {
                true
            }
            Self::DeemsReasonable
            | Self::DefersTime
            | Self::LimitsScope
            | Self::PermitsRefusalOrFee
            | Self::EnablesDisclosureToOthers => false,
        }
    }
}

/// How often social care meets it. In this order the short list begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Likelihood {
    Common,
    Occasional,
    Rare,
    NotForCouncilCopies,
    NotAvailableToCouncils,
}

/// What kind of test the law sets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TestType {
    Prejudice,
    Class,
    Balancing,
    Expectation,
    SeriousHarm,
    PriorOpinion,
    BestInterests,
    StatutoryBar,
    Other,
}

/// Whether the requester is told which exemption it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Silence {
    /// Tell them.
    No,
    /// Tell them, unless naming it would reveal or harm what is protected; say why not.
    IfRevealingWouldDefeat,
    /// Use the neutral words.
    Yes,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Silent {
    pub level: Silence,
    pub note: String,
}

/// Somebody to be asked before deciding.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Consult {
    pub who: String,
    pub when: String,
    pub mandatory: bool,
    pub time_limit: Option<String>,
}

/// The grounds of the recording procedures on which an item is restricted. A flag to work with,
/// never an exemption.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LocalGround {
    SeriousHarm,
    ExpectationOfNonDisclosure,
    ThirdPartyExpresslyRefused,
    LegalPrivilege,
}

impl LocalGround {
    pub const ALL: [Self; 4] = [
        Self::SeriousHarm,
        Self::ExpectationOfNonDisclosure,
        Self::ThirdPartyExpresslyRefused,
        Self::LegalPrivilege,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::SeriousHarm => "serious_harm",
            Self::ExpectationOfNonDisclosure => "expectation_of_non_disclosure",
            Self::ThirdPartyExpresslyRefused => "third_party_expressly_refused",
            Self::LegalPrivilege => "legal_privilege",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ground| ground.name() == name)
    }

    pub const fn words(self) -> &'static str {
        match self {
            Self::SeriousHarm => "serious harm to the person or somebody else",
            Self::ExpectationOfNonDisclosure => {
                "given in the expectation that it would not be shared"
            }
            Self::ThirdPartyExpresslyRefused => "a third party has expressly refused",
            Self::LegalPrivilege => "legal advice",
        }
    }

    /// What the procedures say of it, and what the law asks beyond that.
    pub fn explained(self) -> &'static LocalGroundText {
        let texts = &data().local_grounds;
        match self {
            Self::SeriousHarm => &texts.serious_harm,
            Self::ExpectationOfNonDisclosure => &texts.expectation_of_non_disclosure,
            Self::ThirdPartyExpresslyRefused => &texts.third_party_expressly_refused,
            Self::LegalPrivilege => &texts.legal_privilege,
        }
    }

    /// The exemptions worth testing where an item is restricted on this ground.
    pub fn leads_to(self) -> impl Iterator<Item = &'static Exemption> {
        all().iter().filter(move |exemption| exemption.local_grounds.contains(&self))
    }
}

/// A local ground in words.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct LocalGroundText {
    /// How the procedures word it.
    pub local_wording: String,
    /// What the statute asks that the procedures do not.
    pub gap: String,
    pub product_rule: String,
}

/// One exemption or limit, as the table has it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Exemption {
    pub id: String,
    pub citation: String,
    pub short_name: String,
    /// The letters printed in a gap; "--" where it is never behind one.
    pub legend_code: String,
    pub effect: Effect,
    pub test_type: TestType,
    pub likely_in_social_care: Likelihood,
    pub nations: Vec<Nation>,
    /// "any", or the requesters against whom alone it stands.
    pub requesters: Vec<String>,
    pub withholds: String,
    pub test: String,
    pub only_to_the_extent: bool,
    pub uk_gdpr_articles_disapplied: Vec<String>,
    pub who_decides: String,
    pub must_consult: Vec<Consult>,
    pub evidence_to_record: Vec<String>,
    pub silent: Silent,
    pub plain_english: String,
    pub plain_english_neutral: Option<String>,
    pub local_grounds: Vec<LocalGround>,
    pub traps: Vec<String>,
    pub source_check: String,
}

impl Exemption {
    /// What the requester reads where this one was used. Kept silent, it says no more than that
    /// the law allows it; where the table forbids silence, there is none.
    pub fn words_for_the_requester(&self, silent: bool) -> &str {
        let neutral = self.plain_english_neutral.as_deref().unwrap_or(NEUTRAL);
        match self.silent.level {
            Silence::Yes => neutral,
            Silence::IfRevealingWouldDefeat if silent => neutral,
            Silence::IfRevealingWouldDefeat | Silence::No => &self.plain_english,
        }
    }

    /// Whether it exists where the office answers.
    pub fn is_law_in(&self, nation: Nation) -> bool {
        self.nations.contains(&nation)
    }

    /// Whether it can stand against somebody of this standing (`Standing::name`).
    pub fn stands_against(&self, requester: &str) -> bool {
        self.requesters.iter().any(|who| who == "any" || who == requester)
    }

    /// Whether somebody must be asked before it may be relied on.
    pub fn needs_consultation(&self) -> bool {
        self.must_consult.iter().any(|consult| consult.mandatory)
    }

    /// Whether it is open on these facts, condition by condition. What is not stated is unknown
    /// and never helps withholding.
    pub fn test_on(&self, facts: &Facts) -> Ruling {
        rules::test(self, facts)
    }

    /// The facts its test turns on, for the form that asks for them.
    pub fn asks_for(&self) -> Vec<&'static Fact> {
        rules::asks_for(self)
    }
}

/// The words of every exemption that is not to be named, so that one cannot be told from another.
pub const NEUTRAL: &str = "Some information has not been included because the law allows or requires us to withhold it. \
     We cannot say more about it. You can complain to us or to the regulator.";

#[derive(Deserialize)]
struct LocalGrounds {
    serious_harm: LocalGroundText,
    expectation_of_non_disclosure: LocalGroundText,
    third_party_expressly_refused: LocalGroundText,
    legal_privilege: LocalGroundText,
}

#[derive(Deserialize)]
struct Data {
    exemptions: Vec<Exemption>,
    local_grounds: LocalGrounds,
}

fn data() -> &'static Data {
    static READ: OnceLock<Data> = OnceLock::new();
    READ.get_or_init(|| serde_json::from_str(DATA).expect("a test reads the exemptions we ship"))
}

/// Every exemption and limit, as the table lists them.
pub fn all() -> &'static [Exemption] {
    &data().exemptions
}

pub fn find(id: &str) -> Option<&'static Exemption> {
    all().iter().find(|exemption| exemption.id == id)
}

/// What a mark may rest on, for this office and this requester; what social care meets most comes
/// first, each group in the order of the table.
pub fn offered(nation: Nation, requester: Standing) -> Vec<&'static Exemption> {
    let mut offered: Vec<_> = all()
        .iter()
        .filter(|exemption| exemption.effect.can_stand_behind_a_mark())
        .filter(|exemption| exemption.likely_in_social_care < Likelihood::NotForCouncilCopies)
        .filter(|exemption| {
            exemption.is_law_in(nation) && exemption.stands_against(requester.name())
        })
        .collect();
    offered.sort_by_key(|exemption| exemption.likely_in_social_care);
    offered
}

/// The first part of `offered`: what a reviewer needs on nearly every page.
pub fn short_list(nation: Nation, requester: Standing) -> Vec<&'static Exemption> {
    let mut offered = offered(nation, requester);
    offered.retain(|exemption| exemption.likely_in_social_care == Likelihood::Common);
    offered
}

#[cfg(test)]
mod tests;
