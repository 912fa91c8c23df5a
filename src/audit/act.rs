//! The closed list of acts.

macro_rules! acts {
    ($($name:ident, $kept:literal, $words:literal;)+) => {
        /// Something somebody did.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Act { $($name,)+ }

        impl Act {
            pub const ALL: &'static [Act] = &[$(Act::$name,)+];

            pub const fn name(self) -> &'static str {
                match self { $(Act::$name => $kept,)+ }
            }

            /// As it follows the name of whoever did it.
            pub const fn words(self) -> &'static str {
                match self { $(Act::$name => $words,)+ }
            }

            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|act| act.name() == name)
            }
        }
    };
}

acts! {
    SignedIn, "signed_in", "signed in";
    SignInRefused, "sign_in_refused", "was not let in";
    SignedOut, "signed_out", "signed out";
    AccountMade, "account_made", "made an account";
    AccountChanged, "account_changed", "changed an account";
    PasswordChosen, "password_chosen", "chose a password";
    ApiTokenIssued, "api_token_issued", "issued a token for programs";
    ApiTokenRevoked, "api_token_revoked", "revoked a token for programs";
    Refused, "refused", "was refused";
    RequestReceived, "request_received", "sent in a request";
    RequestRegistered, "request_registered", "registered the request";
    RequestOpened, "request_opened", "opened the request";
    RequestChanged, "request_changed", "changed the request";
    RequestAssigned, "request_assigned", "assigned the request";
    RequestMoved, "request_moved", "moved the request on";
    InterestDeclared, "interest_declared", "declared about interests";
    ConflictFound, "conflict_found", "found a conflict of interest";
    ConflictCleared, "conflict_cleared", "cleared a conflict of interest";
    OpenedUnusually, "opened_unusually", "opened a request that is not theirs";
    OpeningEnded, "opening_ended", "ended an unusual opening";
    NoteWritten, "note_written", "wrote a note";
    ClockChanged, "clock_changed", "changed the clock";
    RefusalProposed, "refusal_proposed", "proposed to refuse or to charge";
    RefusalDecided, "refusal_decided", "decided about a proposed refusal";
    RequesterReminded, "requester_reminded", "reminded the requester";
    LapseProposed, "lapse_proposed", "proposed that the request lapses";
    UnderstandingJudged, "understanding_judged", "recorded what a child understands and wishes";
    IdentityDecided, "identity_decided", "decided about identity";
    SearchSent, "search_sent", "sent a search";
    SearchAnswered, "search_answered", "answered a search";
    SearchChased, "search_chased", "chased a search";
    SearchEscalated, "search_escalated", "escalated a search";
    SearchWaived, "search_waived", "waived a search";
    PlacePlanned, "place_planned", "planned a place of the search";
    VolumeListed, "volume_listed", "listed a paper volume";
    CompletenessStated, "completeness_stated", "said how it is with a part of the record";
    VolumeRemoved, "volume_removed", "took a paper volume off the list";
    PersonChanged, "person_changed", "changed the people around the subject";
    FileReceived, "file_received", "added a file";
    FileRefused, "file_refused", "could not take a file";
    ItemImported, "item_imported", "imported an item";
    ItemDescribed, "item_described", "described an item";
    ItemsDescribed, "items_described", "described items together";
    PassageTagged, "passage_tagged", "said what a passage is";
    PassageUntagged, "passage_untagged", "took back what a passage is";
    SpellingJudged, "spelling_judged", "said who a spelling variant is";
    IdentityLookedFor, "identity_looked_for", "had the record looked through for the person";
    ReaderNamed, "reader_named", "named somebody for a highly sensitive item";
    ReaderEnded, "reader_ended", "ended who may read a highly sensitive item";
    ItemOpened, "item_opened", "opened an item";
    OriginalExported, "original_exported", "took out an original";
    MarksChanged, "marks_changed", "changed marks";
    GroundTested, "ground_tested", "tested a ground";
    OpinionRecorded, "opinion_recorded", "recorded a health professional's opinion";
    HealthDataNoted, "health_data_noted", "noted where health data is";
    FamilyJoined, "family_joined", "joined a family file";
    FamilyLeft, "family_left", "left a family file";
    ItemsBrought, "items_brought", "brought items over in a family file";
    ItemDecided, "item_decided", "decided about an item";
    ConsultationMoved, "consultation_moved", "moved a consultation on";
    ConsultationAnswered, "consultation_answered", "answered a consultation";
    ThirdPartyMoved, "third_party_moved", "moved a question about a third party on";
    RestrictionMoved, "restriction_moved", "moved a restriction on";
    LetterWritten, "letter_written", "wrote a letter of the pack";
    PackAsked, "pack_asked", "asked for the pack";
    PackBuilt, "pack_built", "built the pack";
    PackFailed, "pack_failed", "could not build the pack";
    PackVoided, "pack_voided", "made the pack void";
    PackSigned, "pack_signed", "signed the pack";
    PackSentBack, "pack_sent_back", "sent the pack back";
    PackSealed, "pack_sealed", "sealed the pack";
    PackReleased, "pack_released", "released the pack";
    PackOpened, "pack_opened", "opened the pack";
    PackDownloaded, "pack_downloaded", "downloaded the pack";
    PackRevoked, "pack_revoked", "revoked the pack";
    CodeRefused, "code_refused", "gave a wrong code";
    WrongPerson, "wrong_person", "said the pack reached the wrong person";
    ReadingMoved, "reading_moved", "moved a reading";
    DeliveryProved, "delivery_proved", "recorded proof of delivery";
    RegisterExported, "register_exported", "exported the register of disclosures";
    CorrectionChanged, "correction_changed", "changed what a correction is about";
    CorrectionMoved, "correction_moved", "moved the correction on";
    PassageDecided, "passage_decided", "decided about a contested passage";
    EvidenceReceived, "evidence_received", "took in evidence";
    EvidenceOpened, "evidence_opened", "took out evidence";
    RecipientSettled, "recipient_settled", "settled the notice to a recipient";
    MessageSent, "message_sent", "sent a message";
    MessageFailed, "message_failed", "could not send a message";
    WordingWritten, "wording_written", "wrote a wording";
    WordingApproved, "wording_approved", "approved a wording";
    WordingSentBack, "wording_sent_back", "sent a wording back";
    LetterOpened, "letter_opened", "read a letter";
    HolidaysImported, "holidays_imported", "imported bank holidays";
    WarningsSet, "warnings_set", "set when the office is warned";
    JobRetried, "job_retried", "started work in the background again";
}
