//! The answer to "Is this legal advice?", read from its form and put to the law's test. Pure.

use serde::Deserialize;

use crate::closed::closed_list;
use crate::law::Facts;
use crate::law::exemptions::{self, Outcome};
use crate::problem::Invalid;
use crate::requests::given;

/// The exemption that legal advice rests on.
pub const GROUND: &str = "s2p4-19-lpp";

closed_list! {
    /// What the item is.
    Answer {
        Advice, "advice", "Yes: it was written to ask for legal advice, or to give it";
        Litigation, "litigation", "Yes: it was made mainly for court proceedings, under way or expected";
        Part, "part", "A part of it is: that passage is marked, and the rest is an ordinary record";
        No, "no", "No: a lawyer is only named in it, or was there";
    }
}

impl Answer {
    /// Whether the whole item is set apart.
    pub const fn sets_apart(self) -> bool {
        match self {
            Answer::Advice | Answer::Litigation => true,
            Answer::Part | Answer::No => false,
        }
    }

    /// As it is told of an item.
    pub const fn told(self) -> &'static str {
        match self {
            Answer::Advice => "legal advice: set apart",
            Answer::Litigation => "made for court proceedings: set apart",
            Answer::Part => "legal advice in part: the passage is marked",
            Answer::No => "not legal advice",
        }
    }
}

/// The form as it was sent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ClaimForm {
    pub answer: String,
    /// Whose advice it was for.
    pub client: String,
    /// Who of legal services says so.
    pub says_so: String,
    /// `yes` or `no`: whether it went beyond those it was for.
    pub shared: String,
    /// `yes` or `no`: whether it was filed with a court, or made to be shown to one.
    pub court: String,
    pub reason: String,
}

/// The answer as it can be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    pub answer: Answer,
    pub client: String,
    pub says_so: String,
    pub reason: String,
}

impl ClaimForm {
    /// `passage_marked`: whether a passage of the item is marked as legal advice.
    ///
    /// # Errors
    /// Each field that is missing, and a claim that the law does not carry.
    pub fn checked(&self, passage_marked: bool) -> Result<Claim, Vec<Invalid>> {
        let mut wrong = Vec::new();
        let mut text = |field, sent: &str, ask: &'static str| {
            given(field, sent, ask).unwrap_or_else(|invalid| {
                wrong.push(invalid);
                String::new()
            })
        };
        let Some(answer) = Answer::from_name(&self.answer) else {
            return Err(vec![Invalid::new("answer", "choose what it is")]);
        };
        let reason = text("reason", &self.reason, "say how you know");
        let (mut client, mut says_so) = (String::new(), String::new());
        if answer.sets_apart() {
            client = text("client", &self.client, "say whom the advice was for");
            let ask = "name who in legal services says so: they decide about each claim";
            says_so = text("says_so", &self.says_so, ask);
            wrong.extend(self.lost(answer));
        }
        if answer == Answer::Part && !passage_marked {
            let words = "mark the passage as legal advice first, on its page of the review";
            wrong.push(Invalid::new("answer", words));
        }
        if wrong.is_empty() { Ok(Claim { answer, client, says_so, reason }) } else { Err(wrong) }
    }

    /// Why a claim fails: what a court may see, and what was passed on, is not privileged because a
    /// lawyer wrote it.
    fn lost(&self, answer: Answer) -> Vec<Invalid> {
        let mut wrong = Vec::new();
        let yes_or_no = |said: &str| match said {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        };
        let (shared, court) = (yes_or_no(&self.shared), yes_or_no(&self.court));
        if shared.is_none() {
            wrong.push(Invalid::new("shared", "say whether anybody else was given it"));
        }
        if court.is_none() {
            wrong.push(Invalid::new("court", "say whether it was made for a court to see"));
        }
        if court == Some(true) {
            let words = "this claim fails: what was filed with a court, or made for one to see, is an ordinary record even where a lawyer wrote it";
            wrong.push(Invalid::new("court", words));
        }
        let facts = Facts::default().with("waived", shared == Some(true));
        let facts = match answer {
            Answer::Litigation => facts.with("dominant_purpose_litigation", true),
            Answer::Advice => facts.with("document", "legal_advice"),
            Answer::Part | Answer::No => facts.with("document", "meeting_minutes_non_advice_part"),
        };
        let carried = exemptions::find(GROUND)
            .is_some_and(|ground| ground.test_on(&facts).outcome == Outcome::Available);
        if !carried && shared == Some(true) {
            let words =
                "this claim fails: what was shared outside those it was for is privileged no more";
            wrong.push(Invalid::new("shared", words));
        }
        wrong
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claim() -> ClaimForm {
        ClaimForm {
            answer: "advice".into(),
            client: "The council's director of children's services".into(),
            says_so: "Marcus Thwaite, solicitor".into(),
            shared: "no".into(),
            court: "no".into(),
            reason: "He answers our question about the threshold".into(),
        }
    }

    fn refused(form: &ClaimForm) -> Vec<&'static str> {
        let wrong = form.checked(false).expect_err("something is wrong with it");
        wrong.into_iter().map(|invalid| invalid.field).collect()
    }

    #[test]
    fn a_claim_that_legal_services_make_is_kept() {
        let kept = claim().checked(false).expect("nothing is wrong with it");
        assert!(kept.answer.sets_apart());

        let litigation = ClaimForm { answer: "litigation".into(), ..claim() };
        assert!(litigation.checked(false).expect("nothing is wrong with it").answer.sets_apart());
    }

    #[test]
    fn what_a_court_may_see_is_not_privileged() {
        let filed = ClaimForm { court: "yes".into(), ..claim() };
        let litigation = ClaimForm { answer: "litigation".into(), ..filed.clone() };

        assert_eq!(refused(&filed), ["court"]);
        assert_eq!(refused(&litigation), ["court"]);
    }

    #[test]
    fn what_was_passed_on_is_privileged_no_more() {
        assert_eq!(refused(&ClaimForm { shared: "yes".into(), ..claim() }), ["shared"]);
    }

    #[test]
    fn nobody_claims_without_saying_who_says_so_and_why() {
        let bare = ClaimForm { answer: "advice".into(), ..ClaimForm::default() };

        assert_eq!(refused(&bare), ["reason", "client", "says_so", "shared", "court"]);
        assert_eq!(refused(&ClaimForm::default()), ["answer"]);
        let silent = ClaimForm { answer: "no".into(), ..ClaimForm::default() };
        assert_eq!(refused(&silent), ["reason"]);
    }

    #[test]
    fn a_part_of_it_is_marked_before_the_rest_goes() {
        let part = ClaimForm { answer: "part".into(), reason: "One paragraph".into(), ..claim() };

        assert_eq!(refused(&part), ["answer"]);
        assert!(!part.checked(true).expect("the passage is marked").answer.sets_apart());
    }

    #[test]
    fn the_ground_is_in_the_law() {
        assert!(exemptions::find(GROUND).is_some());
    }
}
