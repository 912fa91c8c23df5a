//! What we may wait for before the clock begins: identity, authority, a fee.

use super::super::matter::{EventKind, Matter, Regime};
use super::super::reckoning::Step;
use super::super::versions;
use super::CannotReckon;
use crate::calendar::{Calendar, Date, full_words};

/// A thing asked for without which the month does not begin.
struct Awaited {
    asked: EventKind,
    came: EventKind,
    thing: &'static str,
    source: &'static str,
}

const AWAITED: [Awaited; 3] = [
    Awaited {
        asked: EventKind::IdentityRequested,
        came: EventKind::IdentityReceived,
        thing: "proof of identity",
        source: "UK GDPR articles 12(6) and 12A(2)",
    },
    Awaited {
        asked: EventKind::AuthorityRequested,
        came: EventKind::AuthorityReceived,
        thing: "evidence of authority to act",
        source: "ICO, Right of access (guidance; article 12A does not name it)",
    },
    Awaited {
        asked: EventKind::FeeRequested,
        came: EventKind::FeePaid,
        thing: "the fee",
        source: "UK GDPR articles 12(5) and 12A(2)",
    },
];

/// Working days within which identity should be asked for. Policy of the product: the law says
/// only that it must be reasonable.
const PROMPTLY: u32 = 3;

/// Since when the clock runs, and how that came about.
pub(super) struct Start {
    /// `None` while something is outstanding.
    pub on: Option<Date>,
    pub steps: Vec<Step>,
    pub warnings: Vec<String>,
}

pub(super) fn start(matter: &Matter, calendar: &Calendar<'_>) -> Result<Start, CannotReckon> {
    let mut start = Start { on: Some(matter.received), steps: Vec::new(), warnings: Vec::new() };
    for Awaited { asked, came, thing, source } in &AWAITED {
        let source = if matter.regime == Regime::EuSar {
            "EDPB Guidelines 01/2022"
        } else if matter.received < versions::ARTICLE_12A {
            "ICO, Right of access (guidance on article 12(3) as it stood)"
        } else {
            *source
        };
        for question in matter.questions(*asked, &[*came]) {
            if *asked == EventKind::IdentityRequested
                && late(matter.received, question.on, calendar)?
            {
                start.warnings.push(format!(
                    "identity was asked for on {}, more than {PROMPTLY} working days after receipt: \
                     be ready to say why not sooner",
                    full_words(question.on)
                ));
            }
            match question.answered {
                Some(answered) => {
                    start.on = start.on.map(|on| on.max(answered));
                    let says = format!(
                        "We asked for {thing} on {} and it came on {}: the month cannot begin before.",
                        full_words(question.on),
                        full_words(answered)
                    );
                    start.steps.push(Step::new("The clock begins later", source, says));
                }
                None => {
                    start.on = None;
                    let says = format!(
                        "We asked for {thing} on {} and are still waiting: the month begins on the day it comes.",
                        full_words(question.on)
                    );
                    start.steps.push(Step::new("The clock has not begun", source, says));
                }
            }
        }
    }
    Ok(start)
}

fn late(received: Date, asked: Date, calendar: &Calendar<'_>) -> Result<bool, CannotReckon> {
    // More than three working days are passed after ten days, whatever holidays there are.
    if crate::calendar::days_between(received, asked) > 10 {
        return Ok(true);
    }
    Ok(calendar.working_days_between(received, asked)? > PROMPTLY)
}
