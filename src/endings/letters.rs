//! What the requester reads of it.

use super::grounds::Destination;
use crate::calendar::Date;
use crate::letters::{Field, LetterKind, Values};
use crate::requests::Letter;

/// "£12.50".
pub fn pounds(pence: i64) -> String {
    format!("£{}.{:02}", pence / 100, pence % 100)
}

pub fn fee(pence: i64, why: &str) -> Letter {
    let reason = format!("The fee is {}.\n\nWhy: {why}", pounds(pence));
    Letter::new(LetterKind::Fee, Values::default().with(Field::Reason, reason))
}

pub fn elsewhere(to: Destination, words: &str, whole: bool) -> Letter {
    let rest = if whole {
        "We close your request with this letter. If you meant something else, tell us, and we open it \
         again."
    } else {
        "We go on with everything else that you asked for."
    };
    let reason = format!("{}\n\n{words}\n\n{rest}", to.explains());
    Letter::new(LetterKind::Elsewhere, Values::default().with(Field::Reason, reason))
}

pub fn reminder(until: Date) -> Letter {
    Letter::new(LetterKind::Reminder, Values::default().on(Field::AnswerBy, Some(until)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fee_is_written_in_pounds_and_pence() {
        assert_eq!((pounds(1_250).as_str(), pounds(5).as_str()), ("£12.50", "£0.05"));
    }
}
