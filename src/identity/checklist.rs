//! What has to be checked of each kind of requester before they are answered. Pure: the law's own
//! lines come from its data, and ours say what its sentences about evidence ask us to look at.

use crate::law::{RequesterKind, case_rules};
use crate::problem::Invalid;

/// A line to tick.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    pub name: String,
    pub words: String,
}

impl Check {
    fn of(words: &str) -> Self {
        let plain: String = words
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' })
            .collect();
        let name = plain.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-");
        let mut words = words.to_owned();
        if let Some(first) = words.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        Self { name, words }
    }
}

/// Lines beside those of the law's table.
const fn ours(kind: RequesterKind) -> &'static [&'static str] {
    match kind {
        RequesterKind::Solicitor => &[
            "the firm is regulated",
            "the authority covers this request",
            "where the client is a child: who instructs the firm, and whether the child understands",
        ],
        RequesterKind::AuthorisedRepresentative => &[
            "the authority is signed and dated by the person",
            "the authority covers this request",
        ],
        RequesterKind::Attorney => &[
            "the power is registered and in force",
            "its scope and conditions cover this request",
            "whether the person can decide for themselves; if so, they were asked",
        ],
        RequesterKind::CourtAppointed => {
            &["the order is sealed", "its scope, limits and expiry cover this request"]
        }
        RequesterKind::ParentNoPr => {
            &["the person themselves gave written authority, and understands what it means"]
        }
        RequesterKind::DeceasedHealth => &[
            "the applicant represents the dead person or has a claim from the death",
            "the record was made on or after the day the law names",
            "the patient left no note against it",
        ],
        RequesterKind::DeceasedSocialCare => &[
            "who the applicant is to the dead person, and for what they ask",
            "what the person wished in life",
        ],
        RequesterKind::OtherLocalAuthority => {
            &["the officer's identity", "the function that the request serves is named"]
        }
        RequesterKind::AdoptedAdult => &["the person is of the age that the law names"],
        RequesterKind::AdultSelf
        | RequesterKind::CareLeaver
        | RequesterKind::ChildCompetent
        | RequesterKind::ParentPr
        | RequesterKind::BirthRelative
        | RequesterKind::Police
        | RequesterKind::CourtOrder
        | RequesterKind::ChildrensGuardian
        | RequesterKind::MpCouncillor
        | RequesterKind::FoiRequester
        | RequesterKind::EmployerEnforced => &[],
    }
}

/// Every line for this kind of requester.
pub fn checks(kind: RequesterKind) -> Vec<Check> {
    let law = case_rules::requester(kind).checks.iter().map(String::as_str);
    law.chain(ours(kind).iter().copied()).map(Check::of).collect()
}

/// The lines that were ticked, where all were.
///
/// # Errors
/// Where a line was not ticked: it is named.
pub fn all_ticked(kind: RequesterKind, ticked: &[String]) -> Result<Vec<Check>, Invalid> {
    let lines = checks(kind);
    match lines.iter().find(|line| !ticked.contains(&line.name)) {
        Some(missing) => {
            let words =
                format!("check this too, or record that it is not proved: {}", missing.words);
            Err(Invalid::new("checks", words))
        }
        None => Ok(lines),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_attorney_is_not_answered_before_the_power_was_looked_at() {
        let lines = checks(RequesterKind::Attorney);
        let all: Vec<String> = lines.iter().map(|line| line.name.clone()).collect();

        assert_eq!(lines[0].words, "The power is registered and in force");
        assert!(all_ticked(RequesterKind::Attorney, &all).is_ok());
        let refused = all_ticked(RequesterKind::Attorney, &all[1..]);
        assert!(refused.is_err_and(|e| e.words.contains("registered and in force")));
    }

    #[test]
    fn every_line_has_a_name_of_its_own() {
        for kind in RequesterKind::ALL {
            let mut names: Vec<String> = checks(*kind).into_iter().map(|line| line.name).collect();
            let count = names.len();
            names.sort();
            names.dedup();
            assert_eq!(names.len(), count, "{}", kind.name());
        }
    }

    #[test]
    fn somebody_who_asks_for_themselves_has_nothing_to_tick() {
        assert_eq!(checks(RequesterKind::AdultSelf), []);
    }
}
