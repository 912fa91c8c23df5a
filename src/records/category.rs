//! What kind of record an item is.
//!
//! Source: the fifteen kinds of information that an adult's record holds (adult recording policy),
//! and what a child's record holds beside them (children's case recording policy).

macro_rules! categories {
    ($($name:ident, $kept:literal, $group:ident, $words:literal, [$($hint:literal),*];)+) => {
        /// The kind of a record. `Other` where nobody has said.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Category { $($name,)+ }

        impl Category {
            pub const ALL: &'static [Category] = &[$(Category::$name,)+];

            /// As kept in the database.
            pub const fn name(self) -> &'static str {
                match self { $(Category::$name => $kept,)+ }
            }

            /// As people read it.
            pub const fn words(self) -> &'static str {
                match self { $(Category::$name => $words,)+ }
            }

            pub const fn group(self) -> Group {
                match self { $(Category::$name => Group::$group,)+ }
            }

            /// Words in a file's name that speak for it, written small and apart.
            const fn hints(self) -> &'static [&'static str] {
                match self { $(Category::$name => &[$($hint),*],)+ }
            }

            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.name() == name)
            }
        }
    };
}

/// Where a kind stands in the list that people choose from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    Any,
    Child,
    Legal,
}

impl Group {
    pub const ALL: [Group; 3] = [Group::Any, Group::Child, Group::Legal];

    pub const fn words(self) -> &'static str {
        match self {
            Group::Any => "Any record",
            Group::Child => "A child's record",
            Group::Legal => "Legal advice",
        }
    }
}

// The first whose hint fits is taken, so what is told by a rarer word stands first.
categories! {
    LegalAdvice, "legal_advice", Legal, "Legal advice contact sheet", ["legal advice", "counsel's advice"];
    LegalPlanning, "legal_planning", Legal, "Legal gateway or planning meeting", ["legal gateway", "legal planning"];
    Genogram, "genogram", Child, "Genogram", ["genogram"];
    ChildChronology, "chronology", Child, "Chronology", ["chronology"];
    StrategyDiscussion, "strategy_discussion", Child, "Strategy discussion", ["strategy"];
    ProtectionConference, "protection_conference", Child, "Child protection conference or core group", ["child protection conference", "core group", "cp conference"];
    CourtOrder, "court_order", Child, "Court order", ["court order", "care order"];
    CourtReport, "court_report", Child, "Court report or statement", ["court report", "court statement", "guardian report"];
    CareReview, "care_review", Child, "Looked-after child review", ["lac review", "looked after", "looked-after"];
    ReviewingOfficer, "reviewing_officer", Child, "Independent reviewing officer's oversight", ["iro"];
    ManagementOversight, "management_oversight", Child, "Management oversight or supervision", ["supervision", "management oversight", "manager's decision"];
    FailedVisit, "failed_visit", Child, "Visit that failed: nobody was seen", ["failed visit", "unsuccessful visit", "no access visit", "no reply visit"];
    Visit, "visit", Child, "Visit", ["visit"];
    ChildsVoice, "childs_voice", Child, "The child's own words or work", ["wishes and feelings", "direct work", "life story"];
    Placement, "placement", Child, "Placement or family time", ["placement", "family time", "contact supervision"];
    Education, "education", Child, "School or education plan", ["school", "education", "ehcp"];
    Health, "health", Child, "Health assessment or plan", ["health", "medical", "hospital"];
    ChildSummary, "child_summary", Child, "Summary of the child's record", ["pen picture", "record summary", "case summary"];
    ClosingSummary, "closing_summary", Child, "Transfer or closing summary", ["closing summary", "transfer summary"];
    Sketch, "sketch", Child, "Sketch or diagram made at the time", ["sketch", "diagram", "body map"];
    CaseNote, "case_note", Child, "Case note", ["case note", "diary sheet"];
    PhotographOrRecording, "photograph_or_recording", Child, "Photograph, audio or video", ["photo", "recording", "video"];
    AnonymousConcern, "anonymous_concern", Any, "Anonymous concern", ["anonymous"];
    Safeguarding, "safeguarding", Any, "Safeguarding enquiry", ["safeguarding", "section 47", "section 42"];
    Referral, "referral", Any, "Referral received or made", ["referral", "mash"];
    Correspondence, "correspondence", Any, "Correspondence: letters, emails, texts, calls", ["letter", "email", "e-mail", "text message", "sms", "whatsapp"];
    ContactDetails, "contact_details", Any, "Date of birth, address and contact details", ["contact details", "front sheet"];
    Accommodation, "accommodation", Any, "Accommodation", ["tenancy", "accommodation", "housing"];
    LegalStatus, "legal_status", Any, "Legal status", ["immigration", "legal status"];
    LegalDocument, "legal_document", Any, "Legal document", ["power of attorney", "advance decision", "deputyship"];
    HandwrittenNotes, "handwritten_notes", Any, "Handwritten notes made at the time", ["handwritten", "notebook"];
    AuthorityReport, "authority_report", Any, "Our own assessment, plan or review", ["assessment", "care plan", "support plan", "review"];
    OutsideReport, "outside_report", Any, "Report by another organisation or professional", ["police", "report"];
    FamilyInformation, "family_information", Any, "Shared by family or carers", ["from family", "carer statement"];
    Conversation, "conversation", Any, "Record of a conversation", ["conversation", "phone call", "telephone"];
    FinancialStatement, "financial_statement", Any, "Financial statement", ["financial", "invoice", "bank statement"];
    Other, "other", Any, "Any other relevant information", [];
}

impl Category {
    /// What the name of a file suggests; somebody looks at it later.
    pub fn guess(file_name: &str) -> Self {
        let name = file_name.to_lowercase().replace(['_', '.'], " ");
        // A hyphen parts words in "case-note" and belongs to the word in "looked-after".
        let parted = name.replace('-', " ");
        let fits = |hint: &str| has_word(&name, hint) || has_word(&parted, hint);
        Self::ALL
            .iter()
            .copied()
            .find(|category| category.hints().iter().any(|hint| fits(hint)))
            .unwrap_or(Category::Other)
    }

    /// Advice between the organisation and its lawyers, set apart until a lawyer says otherwise.
    pub const fn is_legal_advice(self) -> bool {
        matches!(self, Category::LegalAdvice | Category::LegalPlanning)
    }
}

/// Whether `hint` begins a word of `name`: "visit" is in "home visits", "iro" is not in "environs".
fn has_word(name: &str, hint: &str) -> bool {
    name.match_indices(hint).any(|(at, _)| {
        let before = name[..at].chars().next_back();
        let whole = hint.len() > 3
            || name[at + hint.len()..].chars().next().is_none_or(|c| !c.is_alphanumeric());
        before.is_none_or(|c| !c.is_alphanumeric()) && whole
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fifteen_kinds_of_an_adults_record_are_there() {
        // Legal advice and what only a child's record holds are beyond the fifteen.
        let any = Category::ALL.iter().filter(|c| c.group() == Group::Any).count();

        assert_eq!(any, 15);
    }

    #[test]
    fn what_a_childs_record_holds_is_a_kind_of_its_own() {
        for name in [
            "court_order",
            "court_report",
            "failed_visit",
            "closing_summary",
            "handwritten_notes",
            "sketch",
            "photograph_or_recording",
            "genogram",
            "childs_voice",
            "management_oversight",
            "reviewing_officer",
        ] {
            assert!(Category::from_name(name).is_some(), "{name}");
        }
    }

    #[test]
    fn a_files_name_suggests_its_kind() {
        for (name, kind) in [
            ("2019-03-02 Home visit.pdf", Category::Visit),
            ("Strategy_minutes.pdf", Category::StrategyDiscussion),
            ("Legal advice sheet 3.pdf", Category::LegalAdvice),
            ("case-note-114.txt", Category::CaseNote),
            ("Environs of the school.pdf", Category::Education),
            ("Failed visit 3 May.txt", Category::FailedVisit),
            ("Body map.png", Category::Sketch),
            ("SMS with mother.txt", Category::Correspondence),
            ("scan0001.tif", Category::Other),
        ] {
            assert_eq!(Category::guess(name), kind, "{name}");
        }
    }

    #[test]
    fn every_kind_reads_back_its_name() {
        for kind in Category::ALL {
            assert_eq!(Category::from_name(kind.name()), Some(*kind));
        }
    }
}
