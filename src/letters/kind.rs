//! The letters and mails there are: how each travels, which fields it may use and which it must.

use super::field::{Field, Shape};

/// How a letter travels, and so what it may say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// By e-mail: it says nothing of the case.
    Mail,
    /// By e-mail where there is an address, else by post: it says nothing of the case.
    MailOrPost,
    /// By post, or on a page of ours that a mail without case words leads to.
    Letter,
    /// A code or a password: by post or by telephone, never as what it opens.
    SecondProof,
    /// Bound into the pack.
    Pack,
}

impl Reach {
    pub const fn words(self) -> &'static str {
        match self {
            Reach::Mail => "By e-mail",
            Reach::MailOrPost => "By e-mail, or by post where there is no address",
            Reach::Letter => "By post, or on a page that a mail leads to",
            Reach::SecondProof => "By post or read out by telephone",
            Reach::Pack => "Bound into the pack",
        }
    }

    /// Whether words about the case may travel so.
    pub const fn bears_case_words(self) -> bool {
        match self {
            Reach::Mail | Reach::MailOrPost | Reach::SecondProof => false,
            Reach::Letter | Reach::Pack => true,
        }
    }
}

macro_rules! letters {
    ($($name:ident, $kept:literal, $reach:ident, $words:literal;)+) => {
        /// A letter or mail that the service writes.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum LetterKind { $($name,)+ }

        impl LetterKind {
            pub const ALL: &'static [LetterKind] = &[$(LetterKind::$name,)+];

            /// As kept in the database and named in addresses.
            pub const fn name(self) -> &'static str {
                match self { $(LetterKind::$name => $kept,)+ }
            }

            /// As people read it.
            pub const fn words(self) -> &'static str {
                match self { $(LetterKind::$name => $words,)+ }
            }

            pub const fn reach(self) -> Reach {
                match self { $(LetterKind::$name => Reach::$reach,)+ }
            }

            /// The wording this version was made with.
            pub(super) const fn shipped_in_english(self) -> &'static str {
                match self {
                    $(LetterKind::$name =>
                        include_str!(concat!("../../templates/letters/en/", $kept, ".txt")),)+
                }
            }

            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.name() == name)
            }
        }
    };
}

letters! {
    Acknowledgement, "acknowledgement", MailOrPost, "Acknowledgement";
    Identity, "identity", Letter, "Asking for proof of identity";
    Clarification, "clarification", Letter, "A question to the requester";
    Extension, "extension", Letter, "More time is needed";
    Refusal, "refusal", Letter, "Refusal";
    Fee, "fee", Letter, "A fee";
    Elsewhere, "elsewhere", Letter, "Another way for a request";
    Reminder, "reminder", MailOrPost, "Reminder to the requester";
    LetterWaiting, "letter_waiting", Mail, "A letter can be read on our page";
    Search, "search", Mail, "Search";
    SearchChaser, "search_chaser", Mail, "Reminder of a search";
    SearchEscalated, "search_escalated", Mail, "A search without an answer, to a manager";
    Originator, "originator", Mail, "Consulting an originator";
    ThirdParty, "third_party", Mail, "Consulting a third party";
    ConsultationChaser, "consultation_chaser", Mail, "Reminder of a consultation";
    ConsultationThanks, "consultation_thanks", Mail, "Thanks for an answer to a consultation";
    Response, "response", Pack, "Covering letter of a pack";
    NothingToGive, "nothing_to_give", Pack, "Covering letter where nothing can be given";
    PackLink, "pack_link", Mail, "The records are ready";
    PackPart, "pack_part", Mail, "A part of the records is ready";
    PartEnclosed, "part_enclosed", Letter, "With a part of the records";
    ReadingArranged, "reading_arranged", Letter, "Reading the records together";
    PackCode, "pack_code", SecondProof, "Code of a pack";
    PackPassword, "pack_password", SecondProof, "Password of a file";
    PortalLink, "portal_link", Mail, "A request can be followed on our page";
    PortalCode, "portal_code", SecondProof, "Code to follow a request";
    RectificationOutcome, "rectification_outcome", Letter, "Outcome of a correction";
    NoticeToRecipient, "notice_to_recipient", Letter, "Notice to a recipient of a correction";
    Alert, "alert", Mail, "Alert to the owner of a request";
    Digest, "digest", Mail, "Daily digest";
}

const TO_ALL: [Field; 6] =
    [Field::Name, Field::Reference, Field::Council, Field::Officer, Field::Email, Field::Phone];
const CHALLENGE: [Field; 2] = [Field::Regulator, Field::RegulatorAddress];

impl LetterKind {
    /// What the kind adds to what every letter knows: the fields it must use, and those it may.
    ///
    /// What must stand there is what the law asks of the letter (`law/data/case_rules.json`,
    /// `response`), or that without which it would be of no use.
    const fn own(self) -> (&'static [Field], &'static [Field]) {
        use Field::*;
        match self {
            Self::Acknowledgement => (&[Received], &[Due, Support]),
            Self::Identity => (&[What], &[Received]),
            Self::Clarification => (&[Question], &[Received]),
            Self::Extension => (&[Reason, Due, Regulator, RegulatorAddress], &[Received]),
            Self::Refusal => (&[Reason, Regulator, RegulatorAddress], &[Received]),
            Self::Fee => (&[Reason, Regulator, RegulatorAddress], &[Received]),
            Self::Elsewhere => (&[Reason], &[Received]),
            Self::Reminder => (&[AnswerBy], &[Received]),
            Self::LetterWaiting => (&[Link], &[Days]),
            Self::Search | Self::SearchChaser => (&[Link, AnswerBy], &[]),
            Self::SearchEscalated => (&[Link, AnswerBy, Custodian], &[]),
            Self::Originator | Self::ThirdParty | Self::ConsultationChaser => {
                (&[Link, AnswerBy], &[])
            }
            Self::ConsultationThanks => (&[], &[Link, AnswerBy]),
            Self::Response => {
                let asked =
                    &[Received, OwnWords, WhereWeLooked, WhatTheLawAsks, IfSomethingIsWrong];
                (asked, &[Whose, Documents, Pages, Support])
            }
            Self::NothingToGive => {
                let asked =
                    &[Received, OwnWords, WhereWeLooked, WhatTheLawAsks, IfSomethingIsWrong];
                (asked, &[Whose, Support])
            }
            Self::PackLink => (&[Link, CodeWay, Days], &[Support]),
            Self::PackPart => (
                &[Link, CodeWay, Days, Part, Parts, ToCome],
                &[NextPart, FirstPage, LastPage, Support],
            ),
            Self::PartEnclosed => {
                (&[Part, Parts, ToCome], &[NextPart, FirstPage, LastPage, Support])
            }
            Self::ReadingArranged => (&[Companion, ReadingDay, ReadingTime, Place], &[Support]),
            Self::PackCode => (&[Code], &[]),
            Self::PackPassword => (&[Password], &[]),
            Self::PortalLink => (&[Link, CodeWay], &[]),
            Self::PortalCode => (&[Code], &[]),
            Self::RectificationOutcome => {
                (&[Outcome, Regulator, RegulatorAddress], &[Added, Recipients, Received])
            }
            Self::NoticeToRecipient => (&[Correction], &[Given]),
            Self::Alert => (&[Occasion, Link], &[]),
            Self::Digest => (&[WorkList], &[Tally, Link]),
        }
    }

    /// The fields without which a wording cannot be used.
    pub fn required(self) -> &'static [Field] {
        self.own().0
    }

    /// Every field a wording may use; no other is filled in.
    pub fn fields(self) -> Vec<Field> {
        let (must, can) = self.own();
        let mut all: Vec<Field> = TO_ALL.into_iter().chain(must.iter().copied()).collect();
        all.extend(can);
        if self.reach() == Reach::Letter || self.reach() == Reach::Pack {
            all.extend(CHALLENGE);
        }
        all.sort();
        all.dedup();
        all
    }

    /// Whether it goes to staff; a requester's preferences are not theirs.
    pub const fn goes_to_staff(self) -> bool {
        match self {
            Self::Search
            | Self::SearchChaser
            | Self::SearchEscalated
            | Self::Alert
            | Self::Digest => true,
            Self::Acknowledgement
            | Self::Identity
            | Self::Clarification
            | Self::Extension
            | Self::Refusal
            | Self::Fee
            | Self::Elsewhere
            | Self::Reminder
            | Self::LetterWaiting
            | Self::Originator
            | Self::ThirdParty
            | Self::ConsultationChaser
            | Self::ConsultationThanks
            | Self::Response
            | Self::NothingToGive
            | Self::PackLink
            | Self::PackPart
            | Self::PartEnclosed
            | Self::ReadingArranged
            | Self::PackCode
            | Self::PackPassword
            | Self::PortalLink
            | Self::PortalCode
            | Self::RectificationOutcome
            | Self::NoticeToRecipient => false,
        }
    }
}

/// The fields of a kind that tell of the case.
pub fn case_fields(kind: LetterKind) -> Vec<Field> {
    kind.fields().into_iter().filter(|field| field.shape() == Shape::Case).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_mail_has_a_field_that_tells_of_the_case() {
        for kind in LetterKind::ALL {
            let none = case_fields(*kind).is_empty();
            assert!(none || kind.reach().bears_case_words(), "{}", kind.name());
        }
    }

    #[test]
    fn every_field_is_used_by_some_letter() {
        for field in Field::ALL {
            let used = LetterKind::ALL.iter().any(|kind| kind.fields().contains(field));
            assert!(used, "{}", field.name());
        }
    }

    #[test]
    fn codes_and_links_never_travel_together() {
        for kind in LetterKind::ALL {
            let fields = kind.fields();
            let proof = fields.contains(&Field::Code) || fields.contains(&Field::Password);
            assert!(!(proof && fields.contains(&Field::Link)), "{}", kind.name());
            assert_eq!(proof, kind.reach() == Reach::SecondProof, "{}", kind.name());
        }
    }
}
