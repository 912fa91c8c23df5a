//! The life of a consultation, a row an event. A snapshot of every state against every event
//! guards it.

use crate::closed::closed_list;
use crate::db;
use crate::problem::{Kind, Problem};

closed_list! {
    /// Where a consultation stands.
    Standing {
        Drafted, "drafted", "Drafted";
        ApprovedToSend, "approved_to_send", "Approved, not sent";
        Sent, "sent", "No answer yet";
        Reminded, "reminded", "Reminded";
        Responded, "responded", "Answered";
        NoResponse, "no_response", "No answer came";
        Unlocatable, "unlocatable", "Could not be found";
        Concluded, "concluded", "Concluded";
        Dropped, "dropped", "Not sent";
    }
}

closed_list! {
    /// What happens to a consultation, as the diary says it.
    Event {
        Approved, "approved", "approved to be sent";
        Sent, "sent", "sent";
        Reminded, "reminded", "a reminder was sent";
        Answered, "answered", "answered";
        TakenBack, "taken_back", "the answer was taken back";
        TimeOver, "time_over", "no answer came in time";
        NotFound, "not_found", "the person could not be found";
        Concluded, "concluded", "concluded";
        Dropped, "dropped", "dropped before it was sent";
    }
}

closed_list! {
    /// What somebody says to a passage.
    Opinion {
        NoObjection, "no_objection", "I have no objection";
        Objects, "objects", "I object";
        InPart, "in_part", "I object to a part of it";
        Unsure, "unsure", "I am not sure";
    }
}

closed_list! {
    /// What the council decides after hearing them.
    Outcome {
        Disclose, "disclose", "Share the passages";
        InPart, "in_part", "Share a part of them";
        Withhold, "withhold", "Withhold them";
    }
}

db::kept_as_text!(Standing, Opinion, Outcome);

/// An event came that does not fit where the consultation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this consultation stands at \"{}\"; load the page again", .standing.words())]
pub struct OutOfTurn {
    pub standing: Standing,
    pub event: Event,
}

impl Problem for OutOfTurn {
    fn kind(&self) -> Kind {
        Kind::Conflict
    }
}

impl Standing {
    /// Where the consultation stands after `event`.
    ///
    /// # Errors
    /// Where the event does not fit.
    pub fn after(self, event: Event) -> Result<Standing, OutOfTurn> {
        use Standing::*;
        let (from, to): (&[Standing], Standing) = match event {
            Event::Approved => (&[Drafted], ApprovedToSend),
            Event::Sent => (&[ApprovedToSend], Sent),
            Event::Reminded => (&[Sent, Reminded], Reminded),
            Event::Answered => (&[Sent, Reminded], Responded),
            Event::TakenBack => (&[Responded], Sent),
            Event::TimeOver => (&[Sent, Reminded], NoResponse),
            Event::NotFound => (&[Drafted, ApprovedToSend, Sent, Reminded], Unlocatable),
            Event::Concluded => (&[Responded, NoResponse, Unlocatable], Concluded),
            Event::Dropped => (&[Drafted, ApprovedToSend], Dropped),
        };
        from.contains(&self).then_some(to).ok_or(OutOfTurn { standing: self, event })
    }

    /// Whether somebody still has to act.
    pub const fn is_open(self) -> bool {
        match self {
            Self::Drafted
            | Self::ApprovedToSend
            | Self::Sent
            | Self::Reminded
            | Self::Responded
            | Self::NoResponse
            | Self::Unlocatable => true,
            Self::Concluded | Self::Dropped => false,
        }
    }
}

impl Opinion {
    /// Whether the decision must speak to it.
    pub const fn raises_a_point(self) -> bool {
        match self {
            Self::Objects | Self::InPart | Self::Unsure => true,
            Self::NoObjection => false,
        }
    }
}

/// Every state against every event as text, for the snapshot.
pub fn matrix() -> String {
    let mut text = format!("{:<18}", "");
    for event in Event::ALL {
        text += &format!("{:<17}", event.name());
    }
    for standing in Standing::ALL {
        text += &format!("\n{:<18}", standing.name());
        for event in Event::ALL {
            let to = standing.after(*event).map_or("-", Standing::name);
            text += &format!("{to:<17}");
        }
    }
    text.lines().map(|line| format!("{}\n", line.trim_end())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_hears_of_a_consultation_before_a_manager_approved_it() {
        let refused = Standing::Drafted.after(Event::Sent);

        assert_eq!(refused.map_err(|e| e.event), Err(Event::Sent));
        assert_eq!(Standing::ApprovedToSend.after(Event::Sent), Ok(Standing::Sent));
    }

    #[test]
    fn nothing_is_concluded_while_an_answer_may_still_come() {
        for standing in [Standing::Sent, Standing::Reminded, Standing::Drafted] {
            assert!(standing.after(Event::Concluded).is_err(), "{}", standing.name());
        }
    }

    #[test]
    fn an_answer_that_is_taken_back_can_be_given_again() {
        let again =
            Standing::Responded.after(Event::TakenBack).and_then(|s| s.after(Event::Answered));

        assert_eq!(again, Ok(Standing::Responded));
    }
}
