//! Who asks, who stands around them, and what a reviewer has done so far.

use chrono::{DateTime, Duration, Utc};

use crate::calendar::{Date, local_day};
use crate::people::{PersonKind, Stranger};
use crate::requests::AskedFields;

pub(super) const SCOPE: &str = "Everything held about the person in the case system, in paper files, and \
     with the services that worked with them, from the first contact to the closing of the file.";

pub(super) const NOTHING: &str = "We looked by name, former name and date of birth.";

/// Place, who looks, their address, what to look for. The first one finds the files.
pub(super) const SEARCHES: &[(&str, &str, &str, &str)] = &[
    (
        "Case system and paper store",
        "Bev Carney",
        "bev.carney@northmoor.example",
        "The whole case file with attachments, and boxes in the paper store under the same number.",
    ),
    (
        "Shared mailboxes",
        "Lee Marchant",
        "lee.marchant@northmoor.example",
        "Messages in the team's shared mailboxes that name the person and are not on the file.",
    ),
    (
        "Complaints team",
        "Jan Tully",
        "jan.tully@northmoor.example",
        "Complaints, compliments and enquiries by councillors.",
    ),
];

fn born(year: i32, month: u32, day: u32) -> Option<Date> {
    Date::from_ymd_opt(year, month, day)
}

pub(super) fn jordan(now: DateTime<Utc>) -> AskedFields {
    AskedFields {
        subject_name: "Jordan Hale".into(),
        other_names: "Jordan Pritchard".into(),
        born_on: born(2001, 3, 14),
        requester_kind: "care_leaver".into(),
        requester_name: "Jordan Hale".into(),
        email: "jordan.hale@post.example".into(),
        phone: "07700 900214".into(),
        asked_for: "My whole file from when I was in care, 2007 to 2019. I would like to know why \
                    we could not stay together, and to have the photographs."
            .into(),
        receive_by: "portal".into(),
        needs: "I would like somebody to go through it with me.".into(),
        reader: true,
        received_on: Some(local_day(now - Duration::days(9))),
        received_how: "email".into(),
        nation: "england".into(),
        ..AskedFields::default()
    }
}

/// Jordan's brother, whose years in care stand in the same file.
pub(super) fn callum(now: DateTime<Utc>) -> AskedFields {
    AskedFields {
        subject_name: "Callum Hale".into(),
        born_on: born(2004, 8, 30),
        requester_name: "Callum Hale".into(),
        email: "callum.hale@post.example".into(),
        phone: "07700 900377".into(),
        asked_for: "Everything about me in the file of our family. Jordan asked for theirs too."
            .into(),
        needs: String::new(),
        reader: false,
        other_names: String::new(),
        received_on: Some(local_day(now - Duration::days(4))),
        ..jordan(now)
    }
}

pub(super) fn eileen(now: DateTime<Utc>) -> AskedFields {
    AskedFields {
        subject_name: "Eileen Marsh".into(),
        born_on: born(1941, 5, 2),
        requester_kind: "adult_self".into(),
        requester_name: "Eileen Marsh".into(),
        email: "eileen.marsh@post.example".into(),
        phone: "01632 960321".into(),
        address: "22 Weavers Row\nNorthmoor NM2 5LP".into(),
        asked_for: "What your visitors have written about me since my fall.".into(),
        receive_by: "portal".into(),
        needs: "Large print, please.".into(),
        staged: true,
        received_on: Some(local_day(now - Duration::days(20))),
        received_how: "letter".into(),
        nation: "england".into(),
        ..AskedFields::default()
    }
}

pub(super) fn newest(now: DateTime<Utc>) -> AskedFields {
    AskedFields {
        subject_name: "Tomasz Zielinski".into(),
        born_on: born(1988, 9, 30),
        requester_kind: "adult_self".into(),
        requester_name: "Tomasz Zielinski".into(),
        email: "t.zielinski@post.example".into(),
        phone: "07700 900731".into(),
        asked_for:
            "The notes of the team for adults with learning disabilities about my brother's \
                    and my flat at 7 Canal Row, and who decided to end the support in May."
                .into(),
        receive_by: "portal".into(),
        received_on: Some(local_day(now)),
        received_how: "form".into(),
        nation: "england".into(),
        ..AskedFields::default()
    }
}

/// Somebody around the person.
pub(super) struct Circle {
    kind: PersonKind,
    name: &'static str,
    relation: &'static str,
    organisation: &'static str,
    aliases: &'static [&'static str],
    note: &'static str,
}

impl Circle {
    pub(super) fn person(&self) -> Stranger {
        Stranger {
            kind: self.kind,
            name: self.name.into(),
            relation: self.relation.into(),
            organisation: self.organisation.into(),
            safeguarding: !self.note.is_empty(),
            note: self.note.into(),
            aliases: self.aliases.iter().map(|one| (*one).into()).collect(),
        }
    }
}

const fn family(
    name: &'static str,
    relation: &'static str,
    aliases: &'static [&'static str],
    note: &'static str,
) -> Circle {
    Circle { kind: PersonKind::ThirdParty, name, relation, organisation: "", aliases, note }
}

const fn work(name: &'static str, relation: &'static str, organisation: &'static str) -> Circle {
    Circle { kind: PersonKind::Professional, name, relation, organisation, aliases: &[], note: "" }
}

const COUNCIL: &str = "Northmoor Council";

pub(super) fn jordans_circle() -> Vec<Circle> {
    vec![
        family("Kerry Hale", "mother", &["Kerry", "Ms Hale"], ""),
        family(
            "Dean Pritchard",
            "mother's former partner",
            &["Dean", "Mr Pritchard", "PRITCHARD"],
            "Violent towards the mother; must not learn where anybody lives.",
        ),
        family("Callum Hale", "brother", &["Callum"], ""),
        family(
            "Mia Pritchard",
            "half-sister, adopted in 2009",
            &["Mia"],
            "Adopted. Nothing may lead to her present family.",
        ),
        family("Sheila Hale", "grandmother", &["Sheila", "nan"], ""),
        family("Neil Barrow", "father", &["Neil"], ""),
        family("Wayne Pritchard", "brother of Dean Pritchard", &["Wayne"], ""),
        family(
            "Margaret Osei",
            "neighbour who rang in confidence",
            &["Mrs Osei", "Osei"],
            "Asked that the family must not learn who rang.",
        ),
        family("Tyler Burgess", "another child in the placement", &["Tyler"], ""),
        family("Linda Whitcombe", "foster carer 2007 to 2011", &["Linda"], ""),
        family("Ruth Ellis-Boyd", "foster carer from 2011", &["Ruth"], ""),
        work("Tom Ashworth", "social worker 2007 to 2010", COUNCIL),
        work("Nadia Rahman", "social worker 2010 to 2013", COUNCIL),
        work("Chris Donnelly", "social worker from 2014", COUNCIL),
        work("Pauline Grady", "team manager", COUNCIL),
        work("Frances Oyelaran", "independent reviewing officer", COUNCIL),
        work("Marcus Thwaite", "solicitor", COUNCIL),
        work("Janet Beecham", "head teacher", "Millbrook Primary School"),
        work("Owen Tate", "designated teacher", "Northmoor Academy"),
        work("Karen Lomax", "detective sergeant", "Northmoor Police"),
        work("Sue Pendleton", "health visitor", "Northmoor Community Health"),
        work("Debbie Firth", "nurse for looked-after children", "Northmoor Community Health"),
        work("Anil Mehta", "general practitioner", "Fore Street Surgery"),
        work("Elin Vaughan", "clinical psychologist", "Northmoor CAMHS"),
    ]
}

pub(super) fn priyas_circle() -> Vec<Circle> {
    vec![
        family("Meena Nair", "sister", &["Meena"], ""),
        family("Ray", "cousin", &[], ""),
        work("Femi Adeyemi", "social worker", COUNCIL),
        work("Gwen Tully", "housing officer", "Northmoor Homes"),
        work("Ifan Rees", "psychiatrist", "Northmoor Community Health"),
    ]
}

pub(super) fn eileens_circle() -> Vec<Circle> {
    vec![
        family(
            "Brian Cole",
            "neighbour",
            &["Mr Cole", "Brian"],
            "Rang in confidence about the grandson.",
        ),
        family("Susan Marsh", "daughter", &["Susan"], ""),
        family("Lee", "grandson", &[], ""),
        work("Femi Adeyemi", "social worker", COUNCIL),
        work("Joan Pike", "general practitioner", "Fore Street Surgery"),
    ]
}

/// What to cover in the items whose file is named so. Nothing to find, with a ground: the whole item
/// is withheld; nothing to find without one: it is released.
pub(super) struct Marks {
    pub(super) file: &'static str,
    pub(super) find: &'static [&'static str],
    pub(super) ground: &'static str,
    pub(super) reason: &'static str,
}

const OTHERS: &str = "s2p3-16-third-party";

pub(super) const JORDAN_MARKS: &[Marks] = &[
    Marks {
        file: "Anonymous contact",
        find: &["Margaret Osei", "Mrs Osei", "16 Tanner's Court"],
        ground: OTHERS,
        reason: "She rang in confidence and lives near the family still; not reasonable without her consent.",
    },
    Marks {
        file: "Referral from school",
        find: &["Margaret Osei", "Mrs Osei", "Dean Pritchard"],
        ground: OTHERS,
        reason: "Names of third parties whom the requester cannot be taken to know about in this connection.",
    },
    Marks {
        file: "2007-01-29 Police report",
        find: &[
            "3 Canal Row",
            "two convictions for battery",
            "one caution for criminal damage",
            "09/08/1974",
        ],
        ground: OTHERS,
        reason: "Criminal record and address of the mother's partner.",
    },
    Marks { file: "Initial assessment", find: &[], ground: "", reason: "" },
    Marks { file: "Placement plan", find: &[], ground: "", reason: "" },
    Marks { file: "Photograph of garden", find: &[], ground: "", reason: "" },
    Marks { file: "Later life letter", find: &[], ground: "", reason: "" },
];

/// What of other people is covered in all that nothing else is said of.
pub(super) const JORDAN_REST: Marks = Marks {
    file: "",
    find: &["Wayne Pritchard", "3 Canal Row", "Tyler Burgess"],
    ground: OTHERS,
    reason: "About somebody who has not agreed; it is not needed to understand what happened to Jordan.",
};

/// Left to whoever tries the demonstration: a drawing in which names are pixels, a call by somebody
/// else, his own voice, a trail, a file that cannot be shown, and an exact copy.
pub(super) const JORDAN_OPEN: [&str; 6] = [
    "Genogram",
    "Call from mother",
    "Wishes and feelings work",
    "Thread about life story work",
    "Budget for driving lessons",
    "Copy of 2019-03-14 Closing summary",
];

pub(super) const EILEEN_MARKS: &[Marks] = &[
    Marks {
        file: "conversation with a neighbour",
        find: &[
            "Mr Cole",
            "Brian Cole",
            "he has heard raised voices",
            "He had found the back door open twice at night",
        ],
        ground: OTHERS,
        reason: "He rang in confidence and asked that she should not learn of it.",
    },
    Marks {
        file: "Assessment of care",
        find: &[
            "Susan has been off work with depression since Christmas and cannot travel at present",
        ],
        ground: OTHERS,
        reason: "The daughter's health; she asked that her mother should not be told.",
    },
];
