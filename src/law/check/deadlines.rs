use chrono::{DateTime, Utc};
use chrono_tz::Europe::London;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::super::matter::{Context, Event, Matter, Regime};
use super::super::reckon;
use super::super::reckoning::Reckoning;
use super::{Difference, about, shown, unreadable};
use crate::calendar::{Date, Holidays, Nation};

#[derive(Deserialize)]
struct Vector {
    regime: Regime,
    nation: Nation,
    received: Date,
    received_at: Option<DateTime<Utc>>,
    #[serde(default)]
    events: Vec<Event>,
    #[serde(default)]
    context: Context,
    as_of: Option<Date>,
    expected: Map<String, Value>,
    #[serde(default)]
    alt: Map<String, Value>,
}

/// What differs in one vector; `None` where all of it agrees.
pub(super) fn differs(raw: &Value) -> Option<Difference> {
    let vector = match Vector::deserialize(raw) {
        Ok(vector) => vector,
        Err(error) => return Some(unreadable(raw, error)),
    };
    let Vector { regime, nation, received, received_at, events, context, as_of, expected, alt } =
        vector;
    let reckoning = match reckon(
        &Matter { regime, nation, received, events, context, as_of },
        Holidays::built_in(),
    ) {
        Ok(reckoning) => reckoning,
        Err(error) => return Some(unreadable(raw, error)),
    };
    let ours = serde_json::to_value(&reckoning).expect("dates, numbers and words are all JSON");
    let mut lines: Vec<String> = expected
        .iter()
        .chain(&alt)
        .filter_map(|(key, wanted)| against(key, wanted, &ours))
        .collect();
    let local = received_at.map(|at| at.with_timezone(&London).date_naive());
    if let Some(local) = local.filter(|local| *local != received) {
        lines.push(format!(
            "received: expected {received}, but the instant is {local} in local time"
        ));
    }
    if lines.is_empty() {
        return None;
    }
    Some(Difference { lines, working: working(&reckoning), ..about(raw) })
}

fn against(key: &str, wanted: &Value, ours: &Value) -> Option<String> {
    match ours.get(key) {
        Some(reckoned) if reckoned == wanted => None,
        Some(reckoned) => {
            Some(format!("{key}: expected {}, reckoned {}", shown(wanted), shown(reckoned)))
        }
        None => Some(format!("{key}: expected {}, which is nothing we reckon", shown(wanted))),
    }
}

fn working(reckoning: &Reckoning) -> Vec<String> {
    let steps = reckoning.working.iter().map(|step| {
        let arithmetic = if step.arithmetic.is_empty() {
            String::new()
        } else {
            format!(" [{}]", step.arithmetic)
        };
        format!("{}: {}{arithmetic} ({})", step.rule, step.says, step.source)
    });
    steps
        .chain(reckoning.warnings.iter().map(|warning| format!("to be looked at: {warning}")))
        .collect()
}
