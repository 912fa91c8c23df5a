//! What a time limit is reckoned from.

use serde::{Deserialize, Serialize};

use crate::calendar::{Date, Nation};

/// A right or a duty that has a time limit of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Regime {
    UkSar,
    UkRectification,
    UkErasure,
    UkRestriction,
    UkObjection,
    UkComplaint,
    Foia,
    Foisa,
    EducationRecord,
    Ahra,
    AhraNi,
    PrincipalReporterNotice,
    HealthOpinionValidity,
    EuSar,
}

impl Regime {
    pub const ALL: [Self; 14] = [
        Self::UkSar,
        Self::UkRectification,
        Self::UkErasure,
        Self::UkRestriction,
        Self::UkObjection,
        Self::UkComplaint,
        Self::Foia,
        Self::Foisa,
        Self::EducationRecord,
        Self::Ahra,
        Self::AhraNi,
        Self::PrincipalReporterNotice,
        Self::HealthOpinionValidity,
        Self::EuSar,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::UkSar => "uk_sar",
            Self::UkRectification => "uk_rectification",
            Self::UkErasure => "uk_erasure",
            Self::UkRestriction => "uk_restriction",
            Self::UkObjection => "uk_objection",
            Self::UkComplaint => "uk_complaint",
            Self::Foia => "foia",
            Self::Foisa => "foisa",
            Self::EducationRecord => "education_record",
            Self::Ahra => "ahra",
            Self::AhraNi => "ahra_ni",
            Self::PrincipalReporterNotice => "principal_reporter_notice",
            Self::HealthOpinionValidity => "health_opinion_validity",
            Self::EuSar => "eu_sar",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|regime| regime.name() == name)
    }

    pub const fn words(self) -> &'static str {
        match self {
            Self::UkSar => "subject access request",
            Self::UkRectification => "request for correction",
            Self::UkErasure => "request for erasure",
            Self::UkRestriction => "request to restrict use",
            Self::UkObjection => "objection to use",
            Self::UkComplaint => "data protection complaint",
            Self::Foia => "freedom of information request",
            Self::Foisa => "freedom of information request (Scotland)",
            Self::EducationRecord => "parent's request for the educational record",
            Self::Ahra => "health record of somebody who has died",
            Self::AhraNi => "health record of somebody who has died (Northern Ireland)",
            Self::PrincipalReporterNotice => "notice to the Principal Reporter",
            Self::HealthOpinionValidity => "health professional's opinion",
            Self::EuSar => "subject access request under EU law",
        }
    }
}

/// What moves or stops a clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    IdentityRequested,
    IdentityReceived,
    AuthorityRequested,
    AuthorityReceived,
    FeeRequested,
    FeePaid,
    ClarificationRequested,
    ClarificationReceived,
    ClarificationDeclined,
    ExtensionNotified,
    FurtherInformationRequested,
    FurtherInformationReceived,
    FeesNotice,
    Posted,
}

impl EventKind {
    pub const ALL: [Self; 14] = [
        Self::IdentityRequested,
        Self::IdentityReceived,
        Self::AuthorityRequested,
        Self::AuthorityReceived,
        Self::FeeRequested,
        Self::FeePaid,
        Self::ClarificationRequested,
        Self::ClarificationReceived,
        Self::ClarificationDeclined,
        Self::ExtensionNotified,
        Self::FurtherInformationRequested,
        Self::FurtherInformationReceived,
        Self::FeesNotice,
        Self::Posted,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::IdentityRequested => "identity_requested",
            Self::IdentityReceived => "identity_received",
            Self::AuthorityRequested => "authority_requested",
            Self::AuthorityReceived => "authority_received",
            Self::FeeRequested => "fee_requested",
            Self::FeePaid => "fee_paid",
            Self::ClarificationRequested => "clarification_requested",
            Self::ClarificationReceived => "clarification_received",
            Self::ClarificationDeclined => "clarification_declined",
            Self::ExtensionNotified => "extension_notified",
            Self::FurtherInformationRequested => "further_information_requested",
            Self::FurtherInformationReceived => "further_information_received",
            Self::FeesNotice => "fees_notice",
            Self::Posted => "posted",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// One thing that happened, on its day. `question` ties an answer to what it answers; without it
/// there is one question of its kind at a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    #[serde(rename = "type")]
    pub kind: EventKind,
    pub date: Date,
    #[serde(rename = "ref", default, skip_serializing_if = "Option::is_none")]
    pub question: Option<String>,
}

impl Event {
    pub const fn new(kind: EventKind, date: Date) -> Self {
        Self { kind, date, question: None }
    }
}

/// Days on which a school is closed, both ends included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closed {
    pub from: Date,
    pub to: Date,
    #[serde(default)]
    pub why: String,
}

/// What else a limit depends on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Context {
    pub school_closed: Vec<Closed>,
    /// Of a dead person's health record: nothing in it is older than 40 days before the application.
    pub all_of_record_made_within_40_days_before: Option<bool>,
    /// When exam results are or were announced, where marks are asked for.
    pub results_announced: Option<Date>,
}

/// Everything a time limit is reckoned from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matter {
    pub regime: Regime,
    pub nation: Nation,
    /// Local day of receipt; of a consultation the day the question arose, of an opinion its date.
    pub received: Date,
    pub events: Vec<Event>,
    pub context: Context,
    /// The day the question is put: what happens later is not known yet.
    pub as_of: Option<Date>,
}

impl Matter {
    pub fn new(regime: Regime, nation: Nation, received: Date) -> Self {
        Self {
            regime,
            nation,
            received,
            events: Vec::new(),
            context: Context::default(),
            as_of: None,
        }
    }

    /// The events of these kinds that are known on the day of asking, in order of their days.
    pub(super) fn known(&self, kinds: &[EventKind]) -> Vec<&Event> {
        let mut known: Vec<&Event> = self
            .events
            .iter()
            .filter(|event| kinds.contains(&event.kind))
            .filter(|event| self.as_of.is_none_or(|day| event.date <= day))
            .collect();
        known.sort_by_key(|event| event.date);
        known
    }

    /// Questions of one kind in the order asked, each with the day of its answer if there is one.
    /// What came before it was asked for answers nothing.
    pub(super) fn questions(&self, asked: EventKind, answers: &[EventKind]) -> Vec<Asked> {
        let answers = self.known(answers);
        self.known(&[asked])
            .into_iter()
            .map(|question| Asked {
                on: question.date,
                answered: answers
                    .iter()
                    .find(|a| a.question == question.question && a.date >= question.date)
                    .map(|a| a.date),
            })
            .collect()
    }
}

/// A question of ours and the day of its answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Asked {
    pub on: Date,
    pub answered: Option<Date>,
}
