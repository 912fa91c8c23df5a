//! Whether an exemption is open on given facts. Each rule is a list of conditions that must all
//! hold. A condition whose fact is not stated does not hold; only exceptions, which take a ground
//! away again, have to be stated themselves.

mod limits;
mod schedule2;
mod schedule3;
mod schedule4;
mod third_party;

use super::Exemption;
use super::facts::{Fact, Facts, NATION, REQUESTER};
use crate::calendar::Nation;

/// What a test came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// May be relied on, to the extent needed.
    Available,
    /// This ground fails on these facts; another may apply.
    NotAvailable,
    /// Must not be disclosed yet.
    Barred,
    /// This bar does not stop disclosure.
    NoBar,
    /// To be decided with the third-party form.
    Balance,
    /// Want of consent is no reason to withhold.
    DeemedReasonable,
    /// Outside article 15: the named statutory route.
    StatutoryRoute,
}

impl Outcome {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Available => "available",
            Self::NotAvailable => "not_available",
            Self::Barred => "barred",
            Self::NoBar => "no_bar",
            Self::Balance => "balance",
            Self::DeemedReasonable => "deemed_reasonable",
            Self::StatutoryRoute => "statutory_route",
        }
    }

    pub const fn words(self) -> &'static str {
        match self {
            Self::Available => "may be relied on, as far as it is needed",
            Self::NotAvailable => "cannot be relied on",
            Self::Barred => "must not be given yet",
            Self::NoBar => "does not stop it being given",
            Self::Balance => "to be weighed on the third-party form",
            Self::DeemedReasonable => "is to be shown: consent is not needed",
            Self::StatutoryRoute => "is asked for another way",
        }
    }

    /// Whether a passage may be kept back on this outcome.
    pub const fn lets_withhold(self) -> bool {
        match self {
            Self::Available | Self::Barred | Self::Balance | Self::StatutoryRoute => true,
            Self::NotAvailable | Self::NoBar | Self::DeemedReasonable => false,
        }
    }
}

/// One thing that must be so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// "The requester has parental responsibility or was appointed by a court"
    pub says: &'static str,
    /// The facts that decide it, for the form.
    pub facts: &'static [&'static Fact],
    /// What the facts say; `None` where they say nothing.
    pub stated: Option<bool>,
    /// Whether it holds, unknown facts included.
    pub holds: bool,
}

/// The outcome of a test and how it came about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ruling {
    pub outcome: Outcome,
    pub conditions: Vec<Condition>,
}

impl Ruling {
    /// What stands in the way.
    pub fn wanting(&self) -> impl Iterator<Item = &Condition> {
        self.conditions.iter().filter(|condition| !condition.holds)
    }
}

/// A rule while it is being written: what must hold, and what follows.
struct Test {
    holds: Outcome,
    fails: Outcome,
    conditions: Vec<Condition>,
}

impl Test {
    const fn leads_to(holds: Outcome, fails: Outcome) -> Self {
        Self { holds, fails, conditions: Vec::new() }
    }

    const fn to_withhold() -> Self {
        Self::leads_to(Outcome::Available, Outcome::NotAvailable)
    }

    /// Must be so; unknown is not enough.
    fn needs(
        mut self,
        says: &'static str,
        facts: &'static [&'static Fact],
        stated: Option<bool>,
    ) -> Self {
        self.conditions.push(Condition { says, facts, stated, holds: stated == Some(true) });
        self
    }

    /// An exception that takes the ground away where it is stated to be so. `says` words the
    /// condition the right way round: "The advice has not been shared".
    fn unless(
        mut self,
        says: &'static str,
        facts: &'static [&'static Fact],
        exception: Option<bool>,
    ) -> Self {
        let stated = exception.map(|yes| !yes);
        self.conditions.push(Condition { says, facts, stated, holds: stated != Some(false) });
        self
    }

    fn ruling(self, first: Vec<Condition>) -> Ruling {
        let conditions: Vec<_> = first.into_iter().chain(self.conditions).collect();
        let holds = conditions.iter().all(|condition| condition.holds);
        Ruling { outcome: if holds { self.holds } else { self.fails }, conditions }
    }
}

pub(super) fn test(exemption: &Exemption, facts: &Facts) -> Ruling {
    rule(&exemption.id, facts).ruling(standing(exemption, facts))
}

/// Every test begins here: does the exemption exist in this nation and against this requester?
fn standing(exemption: &Exemption, facts: &Facts) -> Vec<Condition> {
    let mut standing = Vec::new();
    let everywhere = exemption.nations.len() == Nation::ALL.len() - 1;
    let nation = facts
        .words(&NATION)
        .map(|_| facts.nation().is_some_and(|nation| exemption.is_law_in(nation)));
    // A law of the whole United Kingdom binds wherever the office is; a law of some nations only
    // where it is known to be one of them.
    let test = Test::to_withhold();
    let test = if everywhere {
        test.unless("It is law where the office answers", &[&NATION], nation.map(|is_law| !is_law))
    } else {
        test.needs("It is law where the office answers", &[&NATION], nation)
    };
    standing.extend(test.conditions);
    if !exemption.requesters.iter().any(|who| who == "any") {
        let stated = facts.words(&REQUESTER).map(|who| exemption.stands_against(who));
        let says = "The requester has parental responsibility or was appointed by a court";
        standing.extend(Test::to_withhold().needs(says, &[&REQUESTER], stated).conditions);
    }
    standing
}

/// The facts a test turns on, each once, in the order of its conditions.
pub(super) fn asks_for(exemption: &Exemption) -> Vec<&'static Fact> {
    let mut asked: Vec<&'static Fact> = Vec::new();
    for condition in test(exemption, &Facts::default()).conditions {
        for fact in condition.facts {
            if !asked.iter().any(|known| known.name == fact.name) {
                asked.push(fact);
            }
        }
    }
    asked
}

fn rule(id: &str, facts: &Facts) -> Test {
    schedule2::rule(id, facts)
        .or_else(|| third_party::rule(id, facts))
        .or_else(|| schedule3::rule(id, facts))
        .or_else(|| schedule4::rule(id, facts))
        .or_else(|| limits::rule(id, facts))
        .unwrap_or_else(never)
}

/// Nothing can be withheld under it, whatever the facts: a gateway, a change of time limit, or an
/// exemption this version has no rule for (a test says there is none).
fn never() -> Test {
    Test::to_withhold().needs("It is a ground for withholding", &[], Some(false))
}

/// Whether every exemption of the table has a rule of its own.
#[cfg(test)]
pub(super) fn has_rule(exemption: &Exemption) -> bool {
    let facts = Facts::default();
    let id = &exemption.id;
    schedule2::rule(id, &facts).is_some()
        || third_party::rule(id, &facts).is_some()
        || schedule3::rule(id, &facts).is_some()
        || schedule4::rule(id, &facts).is_some()
        || limits::rule(id, &facts).is_some()
}
