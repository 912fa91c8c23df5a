//! The life of a restriction, a row an event. A snapshot of every state against every event guards
//! it.

use crate::closed::closed_list;
use crate::db;

closed_list! {
    /// Where a restriction stands.
    Standing {
        Open, "open", "Not restricted";
        Proposed, "proposed", "Proposed";
        Advised, "advised", "Advised";
        Restricted, "restricted", "Restricted";
        ReviewDue, "review_due", "Due for review";
        Reaffirmed, "reaffirmed", "Restricted, reaffirmed";
        Consulting, "consulting", "Being decided";
        Decided, "decided", "Decided";
        Released, "released", "Released";
        PartReleased, "part_released", "Released in part";
        Retained, "retained", "Retained";
    }
}

closed_list! {
    /// What happens to a restriction, as the diary says it.
    Event {
        Proposed, "proposed", "proposed to be restricted";
        Supported, "supported", "advised: the reason holds";
        Refused, "refused", "the reason does not hold, so it is shareable";
        Restricted, "restricted", "restricted";
        DayCame, "day_came", "due for review";
        Reaffirmed, "reaffirmed", "reaffirmed";
        Consulted, "consulted", "taken up to be decided";
        Decided, "decided", "decided";
        Released, "released", "released";
        PartReleased, "part_released", "released in part";
        Retained, "retained", "retained";
    }
}

db::kept_as_text!(Standing);

/// An event came that does not fit where the restriction stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutOfTurn;

impl Standing {
    /// Where the restriction stands after `event`.
    ///
    /// # Errors
    /// Where the event does not fit.
    pub fn after(self, event: Event) -> Result<Standing, OutOfTurn> {
        use Standing::*;
        let (from, to): (&[Standing], Standing) = match event {
            Event::Proposed => (&[Open, Released, PartReleased], Proposed),
            Event::Supported => (&[Proposed], Advised),
            Event::Refused => (&[Proposed, ReviewDue], Open),
            Event::Restricted => (&[Advised], Restricted),
            Event::DayCame => (&[Restricted, Reaffirmed], ReviewDue),
            Event::Reaffirmed => (&[ReviewDue], Reaffirmed),
            Event::Consulted => (&[Restricted, ReviewDue, Reaffirmed], Consulting),
            Event::Decided => (&[Consulting], Decided),
            Event::Released => (&[Decided], Released),
            Event::PartReleased => (&[Decided], PartReleased),
            Event::Retained => (&[Decided], Retained),
        };
        from.contains(&self).then_some(to).ok_or(OutOfTurn)
    }

    /// Whether a request with this item cannot be answered yet.
    pub const fn is_open(self) -> bool {
        match self {
            Self::Proposed
            | Self::Advised
            | Self::Restricted
            | Self::ReviewDue
            | Self::Reaffirmed
            | Self::Consulting
            | Self::Decided => true,
            Self::Open | Self::Released | Self::PartReleased | Self::Retained => false,
        }
    }

    /// Whether the item is kept back: a proposal restricts nothing yet.
    pub const fn holds(self) -> bool {
        match self {
            Self::Restricted
            | Self::ReviewDue
            | Self::Reaffirmed
            | Self::Consulting
            | Self::Decided
            | Self::Retained => true,
            Self::Open | Self::Proposed | Self::Advised | Self::Released | Self::PartReleased => {
                false
            }
        }
    }
}

/// Every state against every event as text, for the snapshot.
pub fn matrix() -> String {
    let mut text = format!("{:<15}", "");
    for event in Event::ALL {
        text += &format!("{:<14}", event.name());
    }
    for standing in Standing::ALL {
        text += &format!("\n{:<15}", standing.name());
        for event in Event::ALL {
            text += &format!("{:<14}", standing.after(*event).map_or("-", Standing::name));
        }
    }
    text.lines().map(|line| format!("{}\n", line.trim_end())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_restricted_without_a_managers_advice() {
        for standing in [Standing::Open, Standing::Proposed] {
            assert_eq!(standing.after(Event::Restricted), Err(OutOfTurn));
            assert!(!standing.holds());
        }
        assert_eq!(Standing::Advised.after(Event::Restricted), Ok(Standing::Restricted));
    }

    #[test]
    fn a_reason_that_does_not_hold_makes_the_item_shareable() {
        assert_eq!(Standing::Proposed.after(Event::Refused), Ok(Standing::Open));
        assert_eq!(Standing::ReviewDue.after(Event::Refused), Ok(Standing::Open));
    }

    #[test]
    fn nothing_restricted_is_released_before_it_was_decided() {
        for standing in
            [Standing::Restricted, Standing::ReviewDue, Standing::Reaffirmed, Standing::Consulting]
        {
            assert_eq!(standing.after(Event::Released), Err(OutOfTurn), "{}", standing.name());
        }
    }
}
