//! What the engine is asked to do with one item.

use candour_redaction::plan::{Gap, HiddenLayers, Mark, Plan};

use super::grounds::hides_a_person;
use super::store::MarkRow;

/// The plan for an item: its marks, a neutral title, and gaps that tell nothing of what stood there.
pub fn plan_of(title: &str, marks: &[MarkRow]) -> Plan {
    Plan {
        marks: marks
            .iter()
            .filter(|mark| !mark.removed)
            .map(|mark| Mark {
                id: mark.id.to_string(),
                page: usize::try_from(mark.page - 1).unwrap_or(0),
                quads: mark.quads().0,
                label: mark.label.clone(),
                gap: gap_of(&mark.ground),
            })
            .collect(),
        terms: Vec::new(),
        gap: Gap::Exact,
        hidden_layers: HiddenLayers::Remove,
        title: title.to_owned(),
        language: "en-GB".to_owned(),
        password: None,
    }
}

/// How wide a removed name was tells which name it was, so whatever hides a person is set anew. A
/// passage withheld for another reason says no more by its length than by its place.
fn gap_of(ground: &str) -> Option<Gap> {
    hides_a_person(ground).then_some(Gap::Neutral)
}
