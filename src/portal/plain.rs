//! Where a request stands, in words for the person who asked. Pure.

use crate::requests::{State, correction};

/// What happens now and what comes next, each a sentence or two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plain {
    pub now: &'static str,
    pub next: &'static str,
}

const fn plain(now: &'static str, next: &'static str) -> Plain {
    Plain { now, next }
}

/// An access request.
pub const fn of_request(state: State) -> Plain {
    match state {
        State::Received | State::Reopened => plain(
            "We have your request.",
            "Somebody takes it up and makes sure that your records go to the right person.",
        ),
        State::Validating => plain(
            "We are making sure that your records go to the right person.",
            "If we need anything from you, we write to you. Then we look for your records.",
        ),
        State::AwaitingIdentity => plain(
            "We are waiting for proof of who you are.",
            "Send it below, or show it to us in person. The time for our answer begins when we have it.",
        ),
        State::AwaitingFee => {
            plain("We are waiting for a fee.", "When we have it, we go on with your request.")
        }
        State::Scoping => plain(
            "We are working out where your records may be.",
            "Then we ask everybody who may hold some.",
        ),
        State::AwaitingClarification => plain(
            "We asked you a question.",
            "The time for our answer stands still until you answer. If you would rather have everything, say so.",
        ),
        State::Gathering => plain(
            "We are gathering your records.",
            "Then we read them, and take out what belongs to other people.",
        ),
        State::PartDisclosed => plain(
            "You have part of your records.",
            "The rest comes one part after the other. Tell us if you would like to wait longer, or to have it sooner.",
        ),
        State::Reviewing => plain(
            "We are reading your records, and take out what belongs to other people.",
            "Then somebody who did not work on them checks them.",
        ),
        State::Checking | State::AwaitingSignoff | State::Approved => plain(
            "Your records are being checked.",
            "Then we send them to you, in the way you asked for.",
        ),
        State::Sealed => plain("Your records are ready.", "We send them to you now."),
        State::Disclosed => {
            plain("We sent you your records.", "If something in them is wrong or missing, tell us.")
        }
        State::Closed => plain(
            "Your request is answered.",
            "If something is wrong or missing, tell us: we can open it again.",
        ),
        State::Refused => plain(
            "We refused your request. Our letter says why.",
            "If you think that is wrong, you can complain to us or to the regulator, or go to court.",
        ),
        State::Redirected => plain(
            "Another place answers your request. Our letter says which.",
            "If you cannot reach them, tell us.",
        ),
        State::Withdrawn => plain("You took your request back.", "You can ask again at any time."),
        State::Lapsed => plain(
            "We heard nothing more from you, so we stopped.",
            "You can ask again at any time.",
        ),
    }
}

/// A request for a correction.
pub const fn of_correction(state: correction::State) -> Plain {
    use correction::State as S;
    match state {
        S::Received | S::Validated => plain(
            "We have your request to correct your records.",
            "Somebody takes it up and finds the place you mean.",
        ),
        S::AwaitingIdentity => plain(
            "We are waiting for proof of who you are.",
            "Send it below, or show it to us in person.",
        ),
        S::Investigating | S::AuthorConsulted => plain(
            "We are looking into it. Meanwhile the document is marked, and nobody may rely on it.",
            "Somebody who did not write it decides, and we write to you with the reasons.",
        ),
        S::Decided | S::Applied | S::RecipientsNotified | S::NotChanged => plain(
            "It is decided.",
            "We tell those to whom we gave the document, and then write to you with the reasons.",
        ),
        S::Informed | S::Closed => plain(
            "We decided, and wrote to you with the reasons.",
            "If you think that is wrong, you can ask us to look again, complain to us or to the regulator, or go to court.",
        ),
        S::Withdrawn => plain("You took your request back.", "You can ask again at any time."),
        S::Lapsed => plain(
            "We heard nothing more from you, so we stopped.",
            "You can ask again at any time.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_sentence_uses_the_words_of_the_office() {
        let all = State::ALL
            .iter()
            .map(|state| of_request(*state))
            .chain(correction::State::ALL.iter().map(|state| of_correction(*state)));

        for plain in all {
            let words = format!("{} {}", plain.now, plain.next).to_lowercase();
            for office in ["rectif", "scope", "validat", "seal", "article", "data subject", "lapse"]
            {
                assert!(!words.contains(office), "{office} in {words}");
            }
        }
    }
}
