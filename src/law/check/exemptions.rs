use serde::Deserialize;
use serde_json::{Map, Value};

use super::super::exemptions::{self, Facts};
use super::{Difference, about, unreadable};

#[derive(Deserialize)]
struct Vector {
    exemption: String,
    facts: Map<String, Value>,
    expected: String,
}

/// What differs in one vector; `None` where it agrees.
pub(super) fn differs(raw: &Value) -> Option<Difference> {
    let Vector { exemption, facts, expected } = match Vector::deserialize(raw) {
        Ok(vector) => vector,
        Err(error) => return Some(unreadable(raw, error)),
    };
    let Some(known) = exemptions::find(&exemption) else {
        return Some(unreadable(raw, format!("there is no exemption {exemption}")));
    };
    let ruling = known.test_on(&Facts::from_map(facts));
    let ours = ruling.outcome.name();
    if ours == expected {
        return None;
    }
    let working = ruling.conditions.iter().map(|condition| {
        let stated = match condition.stated {
            Some(true) => "yes",
            Some(false) => "no",
            None => "not stated",
        };
        let holds = if condition.holds { "holds" } else { "does not hold" };
        format!("{}: {stated}, {holds}", condition.says)
    });
    Some(Difference {
        lines: vec![format!("outcome: expected {expected}, ours is {ours} ({})", known.citation)],
        working: working.collect(),
        ..about(raw)
    })
}
