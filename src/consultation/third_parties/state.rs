//! What becomes of somebody around the subject, a row an event. A snapshot of every state against
//! every event guards it.

use crate::closed::closed_list;
use crate::db;
use crate::law::balancing::Decision;

closed_list! {
    /// Where the question about a person stands.
    Standing {
        Identified, "identified", "Not looked at: masked until then";
        Professional, "professional", "Named for their work";
        Separable, "separable", "Can be taken out without loss";
        NeedsDecision, "needs_decision", "Needs a decision";
        NotContacted, "not_contacted", "Not asked, with a reason";
        Asked, "asked", "Asked, no answer yet";
        Consented, "consented", "Agreed";
        Refused, "refused", "Refused";
        Silent, "silent", "Did not answer";
        Weighed, "weighed", "Weighed";
        Disclose, "disclose", "Named everywhere";
        Redact, "redact", "Masked everywhere";
        Withhold, "withhold", "Withheld everywhere";
    }
}

closed_list! {
    /// What happens to the question, as the diary says it.
    Event {
        Presumed, "presumed", "presumed to be named for their work";
        Parted, "parted", "can be taken out without loss";
        Raised, "raised", "needs a decision";
        NotContacted, "not_contacted", "is not asked";
        Asked, "asked", "is asked";
        Consented, "consented", "agreed";
        Refused, "refused", "refused";
        Silent, "silent", "did not answer";
        TakenBack, "taken_back", "took the answer back";
        Weighed, "weighed", "weighed";
        Held, "held", "the earlier decision holds";
        Disclosed, "disclosed", "to be named";
        Redacted, "redacted", "to be masked";
        Withheld, "withheld", "to be withheld";
        Reopened, "reopened", "to be decided again";
    }
}

db::kept_as_text!(Standing);

/// An event came that does not fit where the question stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutOfTurn;

impl Standing {
    /// Where the question stands after `event`.
    ///
    /// # Errors
    /// Where the event does not fit.
    pub fn after(self, event: Event) -> Result<Standing, OutOfTurn> {
        use Standing::*;
        const UNSORTED: &[Standing] = &[Identified, Professional, Separable];
        let (from, to): (&[Standing], Standing) = match event {
            Event::Presumed => (UNSORTED, Professional),
            Event::Parted => (UNSORTED, Separable),
            Event::Raised => (UNSORTED, NeedsDecision),
            Event::NotContacted => (&[NeedsDecision], NotContacted),
            Event::Asked => (&[NeedsDecision], Asked),
            Event::Consented => (&[Asked], Consented),
            Event::Refused => (&[Asked], Refused),
            Event::Silent => (&[Asked], Silent),
            Event::TakenBack => (&[Consented, Refused], Asked),
            Event::Weighed => (&[NotContacted, Consented, Refused, Silent], Weighed),
            Event::Held => (&[Identified, NeedsDecision], Weighed),
            Event::Disclosed => (&[Weighed], Disclose),
            Event::Redacted => (&[Weighed], Redact),
            Event::Withheld => (&[Weighed], Withhold),
            Event::Reopened => (&[Disclose, Redact, Withhold], NeedsDecision),
        };
        from.contains(&self).then_some(to).ok_or(OutOfTurn)
    }

    /// Whether a request cannot be answered before this is settled.
    pub const fn is_open(self) -> bool {
        match self {
            Self::NeedsDecision
            | Self::NotContacted
            | Self::Asked
            | Self::Consented
            | Self::Refused
            | Self::Silent
            | Self::Weighed => true,
            Self::Identified
            | Self::Professional
            | Self::Separable
            | Self::Disclose
            | Self::Redact
            | Self::Withhold => false,
        }
    }

    /// Whether their names are shown, where that is settled.
    pub const fn names_them(self) -> Option<bool> {
        match self {
            Self::Professional | Self::Disclose => Some(true),
            Self::Separable | Self::Redact | Self::Withhold => Some(false),
            Self::Identified
            | Self::NeedsDecision
            | Self::NotContacted
            | Self::Asked
            | Self::Consented
            | Self::Refused
            | Self::Silent
            | Self::Weighed => None,
        }
    }
}

/// What a signed form means for the person's name.
pub const fn event_of(decision: Decision) -> Event {
    match decision {
        Decision::DiscloseAll => Event::Disclosed,
        Decision::DiscloseRedacted | Decision::DiscloseSummary => Event::Redacted,
        Decision::Withhold => Event::Withheld,
    }
}

/// Every state against every event as text, for the snapshot.
pub fn matrix() -> String {
    let mut text = format!("{:<16}", "");
    for event in Event::ALL {
        text += &format!("{:<15}", event.name());
    }
    for standing in Standing::ALL {
        text += &format!("\n{:<16}", standing.name());
        for event in Event::ALL {
            text += &format!("{:<15}", standing.after(*event).map_or("-", Standing::name));
        }
    }
    text.lines().map(|line| format!("{}\n", line.trim_end())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_weighed_before_they_were_asked_or_a_reason_says_why_not() {
        for standing in [Standing::Identified, Standing::NeedsDecision, Standing::Asked] {
            assert_eq!(standing.after(Event::Weighed), Err(OutOfTurn), "{}", standing.name());
        }
    }

    #[test]
    fn a_refusal_still_has_to_be_weighed() {
        assert_eq!(Standing::Refused.after(Event::Withheld), Err(OutOfTurn));
        let weighed = Standing::Refused.after(Event::Weighed);
        assert_eq!(weighed.and_then(|s| s.after(Event::Disclosed)), Ok(Standing::Disclose));
    }
}
