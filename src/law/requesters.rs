//! The kinds of people who ask, and as what each stands before the law.

use crate::calendar::Nation;

macro_rules! requester_kinds {
    ($($kind:ident, $name:literal, $words:literal;)+) => {
        /// Who asks. What each must prove and what changes: `case_rules::requester`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum RequesterKind { $($kind,)+ }

        impl RequesterKind {
            pub const ALL: &'static [Self] = &[$(Self::$kind,)+];

            pub const fn name(self) -> &'static str {
                match self { $(Self::$kind => $name,)+ }
            }

            /// As somebody picks it from a list.
            pub const fn words(self) -> &'static str {
                match self { $(Self::$kind => $words,)+ }
            }
        }
    };
}

requester_kinds! {
    AdultSelf, "adult_self", "the person the record is about, an adult";
    ChildCompetent, "child_competent", "a child or young person who understands what they ask for";
    CareLeaver, "care_leaver", "a person who was in care";
    ParentPr, "parent_pr", "a parent or other person with parental responsibility";
    ParentNoPr, "parent_no_pr", "a parent or relative without parental responsibility";
    Solicitor, "solicitor", "a solicitor for the person";
    AuthorisedRepresentative, "authorised_representative", "a friend, relative or advocate with the person's authority";
    Attorney, "attorney", "somebody with a power of attorney";
    CourtAppointed, "court_appointed", "a deputy, guardian or controller appointed by a court";
    AdoptedAdult, "adopted_adult", "an adopted adult";
    BirthRelative, "birth_relative", "a birth relative of an adopted person";
    DeceasedHealth, "deceased_health", "somebody asking for the health record of a person who has died";
    DeceasedSocialCare, "deceased_social_care", "somebody asking for the social care record of a person who has died";
    Police, "police", "the police or another investigator";
    CourtOrder, "court_order", "a court, tribunal or coroner";
    OtherLocalAuthority, "other_local_authority", "another council or a health body";
    ChildrensGuardian, "childrens_guardian", "a children's guardian";
    MpCouncillor, "mp_councillor", "an elected representative";
    FoiRequester, "foi_requester", "somebody using freedom of information law";
    EmployerEnforced, "employer_enforced", "an employer or insurer who makes the person ask";
}

/// As what somebody stands before the exemptions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Standing {
    /// The person, or an agent who asks in their name.
    DataSubject,
    ParentPr,
    CourtAppointed,
    /// Appointed by the person, and so by no court.
    Attorney,
}

impl Standing {
    /// As exemptions and their facts name it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::DataSubject => "data_subject",
            Self::ParentPr => "parent_pr",
            Self::CourtAppointed => "court_appointed",
            Self::Attorney => "attorney",
        }
    }
}

impl RequesterKind {
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.name() == name)
    }

    /// `None` where no access request of the person's is being made.
    pub const fn standing(self) -> Option<Standing> {
        match self {
            Self::AdultSelf
            | Self::ChildCompetent
            | Self::CareLeaver
            | Self::AdoptedAdult
            | Self::Solicitor
            | Self::AuthorisedRepresentative => Some(Standing::DataSubject),
            Self::ParentPr => Some(Standing::ParentPr),
            Self::CourtAppointed => Some(Standing::CourtAppointed),
            Self::Attorney => Some(Standing::Attorney),
            Self::ParentNoPr
            | Self::BirthRelative
            | Self::DeceasedHealth
            | Self::DeceasedSocialCare
            | Self::Police
            | Self::CourtOrder
            | Self::OtherLocalAuthority
            | Self::ChildrensGuardian
            | Self::MpCouncillor
            | Self::FoiRequester
            | Self::EmployerEnforced => None,
        }
    }

    /// Asked for by somebody else than the person the record is about.
    pub const fn asks_for_another(self) -> bool {
        match self {
            Self::AdultSelf
            | Self::ChildCompetent
            | Self::CareLeaver
            | Self::AdoptedAdult
            | Self::FoiRequester => false,
            Self::ParentPr
            | Self::ParentNoPr
            | Self::Solicitor
            | Self::AuthorisedRepresentative
            | Self::Attorney
            | Self::CourtAppointed
            | Self::BirthRelative
            | Self::DeceasedHealth
            | Self::DeceasedSocialCare
            | Self::Police
            | Self::CourtOrder
            | Self::OtherLocalAuthority
            | Self::ChildrensGuardian
            | Self::MpCouncillor
            | Self::EmployerEnforced => true,
        }
    }
}

/// Whether a child is taken to understand what it means to ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Understanding {
    /// Of age: nobody asks as a parent any more.
    OfAge,
    /// Taken to understand, unless the contrary is shown.
    Presumed,
    /// To be judged in each case, and how it was judged recorded.
    ToBeJudged,
}

/// What the law of a nation presumes of somebody of this age.
///
/// Source: Data Protection Act 2018 s.208 for Scotland; elsewhere Gillick v West Norfolk and
/// Wisbech Area Health Authority [1986] AC 112.
pub const fn understanding(nation: Nation, age: u32) -> Understanding {
    match nation {
        Nation::Scotland if age >= 16 => Understanding::OfAge,
        Nation::Scotland if age >= 12 => Understanding::Presumed,
        Nation::Scotland => Understanding::ToBeJudged,
        Nation::England | Nation::Wales | Nation::NorthernIreland | Nation::Ireland => {
            if age >= 18 { Understanding::OfAge } else { Understanding::ToBeJudged }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scotland_presumes_understanding_from_twelve() {
        assert_eq!(understanding(Nation::Scotland, 11), Understanding::ToBeJudged);
        assert_eq!(understanding(Nation::Scotland, 12), Understanding::Presumed);
        assert_eq!(understanding(Nation::Scotland, 16), Understanding::OfAge);
        assert_eq!(understanding(Nation::England, 12), Understanding::ToBeJudged);
        assert_eq!(understanding(Nation::Wales, 17), Understanding::ToBeJudged);
        assert_eq!(understanding(Nation::NorthernIreland, 18), Understanding::OfAge);
    }

    #[test]
    fn an_attorney_is_appointed_by_no_court() {
        assert_eq!(RequesterKind::Attorney.standing(), Some(Standing::Attorney));
        assert_eq!(RequesterKind::CourtAppointed.standing(), Some(Standing::CourtAppointed));
        assert_eq!(RequesterKind::Solicitor.standing(), Some(Standing::DataSubject));
        assert_eq!(RequesterKind::ParentNoPr.standing(), None);
    }
}
