//! The facts an exemption can turn on. What is not stated is unknown: `None` everywhere.

use serde_json::{Map, Value};

use crate::calendar::{Date, Nation};
use crate::problem::{Kind, Problem};

/// A question of fact, as a form asks it and a rule reads it.
#[derive(Debug, PartialEq, Eq)]
pub struct Fact {
    /// Where it stands in the facts; a dot leads into a group.
    pub name: &'static str,
    /// Other names under which it may be stated.
    pub also: &'static [&'static str],
    pub asks: &'static str,
    pub answer: Answer,
}

/// How a question of fact is answered.
#[derive(Debug, PartialEq, Eq)]
pub enum Answer {
    YesNo,
    Number,
    Day,
    Words,
    /// One of these, each with its words.
    OneOf(&'static [(&'static str, &'static str)]),
}

macro_rules! facts {
    ($($(#[doc = $doc:literal])? $constant:ident = $name:literal $([$($also:literal),+])?, $asks:literal, $answer:expr;)+) => {
        $($(#[doc = $doc])? pub(super) const $constant: Fact =
            Fact { name: $name, also: &[$($($also),+)?], asks: $asks, answer: $answer };)+
        /// Every fact that some rule reads.
        pub const ALL_FACTS: &[&Fact] = &[$(&$constant),+];
    };
}

facts! {
    NATION = "nation", "Which nation's law binds the office that answers?", Answer::OneOf(NATIONS);
    REQUESTER = "requester", "Who is asking?", Answer::OneOf(REQUESTERS);
    SUBJECT_AGE = "subject_age", "How old is the person the record is about?", Answer::Number;
    DATA_CLASS = "data_class", "What kind of information is the passage?", Answer::OneOf(CLASSES);
    CONTROLLER = "controller", "Who holds the information?", Answer::OneOf(CONTROLLERS);
    DECISION_DATE = "decision_date", "On which day is it decided?", Answer::Day;
    SERIOUS_HARM = "serious_harm_likely", "Would sharing it be likely to cause serious harm to somebody's physical or mental health?", Answer::YesNo;
    HARM_TO = "harm_to", "Who would be harmed?", Answer::OneOf(HARMED);
    PREJUDICES_SOCIAL_WORK = "prejudices_social_work", "Would that harm make it harder to carry out social work?", Answer::YesNo;
    OPINION_SAYS = "opinion.says", "What does the health professional's opinion say of serious harm?", Answer::OneOf(OPINIONS);
    OPINION_BY = "opinion.by", "Who gave the opinion?", Answer::OneOf(OPINION_GIVERS);
    OPINION_DATE = "opinion.date", "On which day was the opinion given?", Answer::Day;
    RECONSULT = "opinion.reconsult" ["opinion.stale", "reasonable_to_reconsult", "reconsult"], "Has something changed since, so that it is reasonable to ask again?", Answer::YesNo;
    ALREADY_KNOWN = "already_known", "Has the person already seen it, or do they know it?", Answer::YesNo;
    PROVIDED_BY = "provided_by", "Who gave us the information?", Answer::OneOf(PROVIDERS);
    EXPECTATION = "expectation", "Was it given, or the examination agreed to, in the expectation that this requester would not see it?", Answer::YesNo;
    EXPECTATION_WITHDRAWN = "expectation_withdrawn", "Has the person since said that the requester may know?", Answer::YesNo;
    EXAMINATION = "examination_agreed_to" ["obtained_by_examination", "from_examination", "examination", "examination_consented"], "Did it come from an examination the person agreed to?", Answer::YesNo;
    EXPRESS_OBJECTION = "express_objection", "Has the person expressly said that this requester must not see it?", Answer::YesNo;
    ORIGIN = "origin" ["received_from", "obtained_from", "sender"], "Which body did it come from?", Answer::OneOf(ORIGINS);
    REPORTER_OPINION = "reporter_opinion", "What has the Principal Reporter said of serious harm?", Answer::OneOf(OPINIONS);
    ENTITLED_FROM_REPORTER = "entitled_from_reporter", "Is the person entitled to receive it from the Principal Reporter?", Answer::YesNo;
    PROCESSED_BY = "processed_by", "Who processes this copy?", Answer::OneOf(PROCESSORS);
    COURT_EVIDENCE = "supplied_as_report_or_evidence" ["supplied_in_report_or_evidence", "report_or_evidence", "supplied_in_report", "supplied_in_evidence"], "Was it supplied to the court in a report or as evidence?", Answer::YesNo;
    COURT_RULES = "rules_allow_withholding" ["rules_permit_withholding", "withholdable_under_rules", "rules_allow"], "Do the rules of court allow it to be withheld?", Answer::YesNo;
    CHILD_ABUSE = "child_abuse_data", "Does it say whether the person was, is or may be abused as a child?", Answer::YesNo;
    BEST_INTERESTS = "in_best_interests_to_disclose", "Would it be in the person's best interests that this requester learns it?", Answer::YesNo;
    TP_ROLE = "third_party.role", "Who is the other person?", Answer::OneOf(ROLES);
    TP_IDENTIFIABLE = "third_party.identifiable", "Could the requester still tell who it is once names are gone?", Answer::YesNo;
    TP_CONSENT = "third_party.consent", "Does the other person agree?", Answer::OneOf(CONSENTS);
    TP_DECEASED = "third_party.deceased", "Has the other person died?", Answer::YesNo;
    TP_OFFICIAL = "third_party.official_capacity", "Did they act, or give the information, in their official capacity?", Answer::YesNo;
    TP_INVOLVED = "third_party.involved_in_care" ["third_party.contributed", "third_party.compiled_or_contributed", "third_party.contributed_to_record"], "Did they write in the health record, or take part in the person's care?", Answer::YesNo;
    ADVERSELY_AFFECTS = "adversely_affects_others" ["affects_rights_of_others", "adverse_effect_on_others"], "Would a copy harm the rights and freedoms of others?", Answer::YesNo;
    DOCUMENT = "document", "What kind of document is it?", Answer::OneOf(DOCUMENTS);
    WAIVED = "waived", "Has the advice been shared outside those it was for?", Answer::YesNo;
    LITIGATION = "dominant_purpose_litigation" ["prepared_for_litigation", "litigation_contemplated"], "Was it made mainly for court proceedings that were expected or under way?", Answer::YesNo;
    GIVEN_IN_CONFIDENCE = "given_in_confidence", "Was it given in confidence?", Answer::YesNo;
    PURPOSE = "purpose" ["function"], "What is the information held for?", Answer::OneOf(PURPOSES);
    PREJUDICE = "prejudice_likely" ["prejudices_purpose", "would_prejudice"], "Would sharing it now be likely to harm that purpose?", Answer::YesNo;
    ENQUIRY = "enquiry" ["stage", "complaint", "negotiations", "proceedings"], "Is the matter still open?", Answer::OneOf(STAGES);
    STATUTORY_FUNCTION = "held_for_statutory_function" ["held_for_statutory_functions", "statutory_function"], "Do we hold it to carry out a duty the law gives us?", Answer::YesNo;
    SELF_INCRIMINATION = "would_expose_to_proceedings" ["reveals_offence", "exposes_to_prosecution", "self_incrimination"], "Would answering reveal an offence of ours and expose us to prosecution?", Answer::YesNo;
    RESEARCH_SAFEGUARDS = "research_safeguards" ["article_89_safeguards", "safeguards"], "Are the safeguards for research and archives in place?", Answer::YesNo;
    RESULTS_IDENTIFY = "results_identify_data_subject" ["results_identify", "results_identify_people"], "Do published results show who somebody is?", Answer::YesNo;
    RESTRICTED_BY = "restricted_by", "Which provision forbids or restricts sharing it?", Answer::Words;
    REPETITIVE = "repetitive", "Does the request repeat an earlier one, without a reasonable time between?", Answer::YesNo;
    UNFOUNDED = "manifestly_unfounded", "Can we show that the request is plainly not meant to use the right?", Answer::YesNo;
    EXCESSIVE = "manifestly_excessive", "Can we show that the request is plainly more than the right allows?", Answer::YesNo;
    REASONABLE_INTERVAL = "reasonable_interval" ["new_information_since", "new_data_since"], "Has reasonable time passed, or has the record changed?", Answer::YesNo;
    SEARCH_PROPORTIONATE = "search_reasonable_and_proportionate" ["reasonable_search_done", "search_reasonable", "search_recorded"], "Was a reasonable and proportionate search made and recorded?", Answer::YesNo;
    UNSTRUCTURED = "unstructured_manual" ["unstructured", "unstructured_paper"], "Is it paper that is not arranged by person?", Answer::YesNo;
    ARRANGED = "arranged_by_person" ["structured", "structured_by_person", "organised_by_person", "filing_system"], "Is the paper arranged by person?", Answer::YesNo;
    DESCRIBED = "request_describes_data" ["described", "described_by_requester"], "Does the request describe what is looked for?", Answer::YesNo;
    COST_EXCEEDS = "cost_exceeds_maximum" ["cost_exceeds_limit", "cost_over_limit"], "Would finding it cost more than the appropriate maximum?", Answer::YesNo;
    PERSONNEL = "personnel_matter" ["personnel"], "Is it about somebody's employment by us?", Answer::YesNo;
    NATIONAL_SECURITY = "required_for_national_security" ["ministerial_certificate", "certificate"], "Is withholding required to safeguard national security?", Answer::YesNo;
}

const NATIONS: &[(&str, &str)] = &[
    ("england", "England"),
    ("wales", "Wales"),
    ("scotland", "Scotland"),
    ("northern_ireland", "Northern Ireland"),
];
const REQUESTERS: &[(&str, &str)] = &[
    ("data_subject", "the person the record is about, or somebody they asked to act"),
    ("parent_pr", "a person with parental responsibility"),
    ("court_appointed", "somebody appointed by a court"),
    ("attorney", "somebody with a power of attorney"),
];
const CLASSES: &[(&str, &str)] = &[
    ("health", "about somebody's health"),
    ("education", "part of an educational record"),
    ("social_work", "social work"),
    ("other", "other"),
];
const CONTROLLERS: &[(&str, &str)] = &[
    ("council", "the council"),
    ("health_professional", "a health professional"),
    ("court", "a court"),
    ("national_auditor", "a national auditor"),
    ("secretary_of_state", "the Secretary of State"),
];
const HARMED: &[(&str, &str)] =
    &[("data_subject", "the person the record is about"), ("another", "somebody else")];
const OPINIONS: &[(&str, &str)] =
    &[("met", "serious harm is likely"), ("not_met", "serious harm is not likely")];
const OPINION_GIVERS: &[(&str, &str)] = &[
    (
        "appropriate_health_professional",
        "the health professional last responsible for the care, or the most suitable one",
    ),
    ("health_professional_not_responsible", "another health professional"),
    ("social_worker", "a social worker"),
    ("other", "somebody else"),
];
const PROVIDERS: &[(&str, &str)] = &[
    ("data_subject", "the person the record is about"),
    ("third_party_private", "a private person"),
    ("professional", "a professional"),
    ("agency", "another agency"),
];
const ORIGINS: &[(&str, &str)] = &[
    ("principal_reporter", "the Principal Reporter"),
    ("police", "the police"),
    ("other", "another body"),
];
const PROCESSORS: &[(&str, &str)] = &[("local_authority", "the council"), ("court", "a court")];
const CONSENTS: &[(&str, &str)] = &[
    ("given", "yes"),
    ("refused", "no, they refused"),
    ("no_reply", "no answer"),
    ("not_sought", "not asked"),
    ("lacks_capacity", "they cannot decide it"),
];
const PURPOSES: &[(&str, &str)] = &[
    ("prevent_crime", "to prevent crime"),
    ("detect_crime", "to detect crime"),
    ("investigate_crime", "to investigate crime"),
    ("prosecute_offenders", "to catch or prosecute offenders"),
    ("tax", "to assess or collect tax"),
    ("risk_assessment_of_public_money", "a risk rating that protects public money"),
    ("protect_public", "to protect the public from misconduct, unfitness or danger"),
    ("national_audit", "national audit"),
    ("complaint", "a complaint about health or social services"),
    ("regulator", "the work of a regulator or monitoring officer"),
    ("judicial_proceedings", "court proceedings"),
    ("management_planning", "management planning"),
    ("negotiations", "our position in a negotiation with the requester"),
    ("education", "a reference for education"),
    ("training", "a reference for training"),
    ("employment", "a reference for employment"),
    ("volunteering", "a reference for volunteering"),
    ("appointment_to_office", "a reference for an office"),
    ("provision_of_service_by_data_subject", "a reference for a service the person gives"),
    ("research", "research or statistics"),
    ("archiving", "archiving in the public interest"),
    ("other", "something else"),
];
const STAGES: &[(&str, &str)] = &[("live", "still open"), ("closed", "closed")];
const ROLES: &[(&str, &str)] = &[
    ("private", "a private person"),
    ("council_social_worker", "a social worker of the council"),
    ("former_council_social_worker", "a former social worker of the council"),
    ("provider_for_reward", "somebody paid for a similar service, such as a foster carer"),
    ("childrens_court_officer", "a children's guardian or other officer of the court"),
    ("health_professional", "a health professional"),
    ("education_worker", "a teacher or other education worker"),
    ("police_officer", "a police officer"),
    ("volunteer", "a volunteer"),
];
const DOCUMENTS: &[(&str, &str)] = &[
    ("legal_advice", "legal advice"),
    ("litigation_document", "made for court proceedings"),
    ("meeting_minutes_non_advice_part", "minutes, without the advice in them"),
    ("reference", "a reference"),
    ("exam_script", "an exam script"),
    ("examiner_comments", "an examiner's comments"),
    ("other", "another document"),
];

/// Facts as stated: everything else is unknown.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Facts(Map<String, Value>);

/// Facts that are no list of names and values.
#[derive(Debug, thiserror::Error)]
#[error("the facts are not a list of names and values: {0}")]
pub struct FactsRefused(#[from] serde_json::Error);

impl Problem for FactsRefused {
    fn kind(&self) -> Kind {
        Kind::Invalid
    }
}

impl Facts {
    /// Reads facts as the vectors and the database keep them.
    ///
    /// # Errors
    /// Where the text is no JSON object.
    pub fn read(json: &str) -> Result<Self, FactsRefused> {
        Ok(Self(serde_json::from_str(json)?))
    }

    pub const fn from_map(map: Map<String, Value>) -> Self {
        Self(map)
    }

    pub fn to_json(&self) -> String {
        Value::Object(self.0.clone()).to_string()
    }

    /// States one fact by its name.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.state(name, value.into());
        self
    }

    /// States one fact as a form sends it: words that mean the value, nothing for unknown.
    pub fn state_words(&mut self, fact: &Fact, words: &str) {
        let value = match fact.answer {
            _ if words.is_empty() || words == "unknown" => return,
            Answer::YesNo => Value::Bool(words == "yes"),
            Answer::Number => words.parse::<u32>().map_or(Value::Null, Value::from),
            Answer::Day | Answer::Words | Answer::OneOf(_) => Value::from(words),
        };
        self.state(fact.name, value);
    }

    fn state(&mut self, name: &str, value: Value) {
        match name.split_once('.') {
            None => {
                self.0.insert(name.to_owned(), value);
            }
            Some((group, name)) => {
                let group =
                    self.0.entry(group.to_owned()).or_insert_with(|| Value::Object(Map::new()));
                if let Value::Object(group) = group {
                    group.insert(name.to_owned(), value);
                }
            }
        }
    }

    fn at(&self, name: &str) -> Option<&Value> {
        let mut parts = name.split('.');
        let first = self.0.get(parts.next()?)?;
        parts.try_fold(first, |value, part| value.get(part))
    }

    fn value(&self, fact: &Fact) -> Option<&Value> {
        std::iter::once(&fact.name)
            .chain(fact.also)
            .find_map(|name| self.at(name))
            .filter(|v| !v.is_null())
    }

    pub(super) fn yes(&self, fact: &Fact) -> Option<bool> {
        self.value(fact)?.as_bool()
    }

    pub(super) fn words(&self, fact: &Fact) -> Option<&str> {
        self.value(fact)?.as_str()
    }

    pub(super) fn number(&self, fact: &Fact) -> Option<u64> {
        self.value(fact)?.as_u64()
    }

    pub(super) fn day(&self, fact: &Fact) -> Option<Date> {
        self.words(fact)?.parse().ok()
    }

    pub(super) fn nation(&self) -> Option<Nation> {
        Nation::from_name(self.words(&NATION)?)
    }

    /// Whether a fact is one of these words; unknown where it is not stated.
    pub(super) fn is_one_of(&self, fact: &Fact, words: &[&str]) -> Option<bool> {
        Some(words.contains(&self.words(fact)?))
    }

    /// Whether the words of a fact contain one of these; unknown where it is not stated.
    pub(super) fn mentions(&self, fact: &Fact, parts: &[&str]) -> Option<bool> {
        let words = self.words(fact)?.to_lowercase();
        Some(parts.iter().any(|part| words.contains(part)))
    }

    /// Whether what is stated is about one of these matters, by the words of its purpose or by any
    /// other fact that names it; unknown where no purpose is stated either.
    pub(super) fn concerns(&self, parts: &[&str]) -> Option<bool> {
        let names = |words: &str| parts.iter().any(|part| words.to_lowercase().contains(part));
        let named = self.0.iter().any(|(name, value)| match value {
            Value::String(words) => names(name) || names(words),
            Value::Bool(yes) => *yes && names(name),
            Value::Null | Value::Number(_) | Value::Array(_) | Value::Object(_) => false,
        });
        if named { Some(true) } else { self.words(&PURPOSE).map(|_| false) }
    }

    /// What a form shows as chosen.
    pub fn shown(&self, fact: &Fact) -> String {
        match self.value(fact) {
            None => String::new(),
            Some(Value::Bool(yes)) => if *yes { "yes" } else { "no" }.to_owned(),
            Some(Value::String(words)) => words.clone(),
            Some(other) => other.to_string(),
        }
    }
}
