//! What the engine is asked to do with one item.

use candour_redaction::plan::{Gap, HiddenLayers, Mark, Plan};
use sha2::{Digest, Sha256};

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
                gap: None,
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

/// SHA-256 over a source and everything that is asked of it: equal where the result is.
pub fn fingerprint(working_sha256: &str, plan: &Plan) -> String {
    let mut hash = Sha256::new();
    hash.update(working_sha256);
    hash.update(serde_json::to_vec(plan).expect("a plan has a form in JSON"));
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}
