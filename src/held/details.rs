//! Which details of an earlier request a later one can take over. Pure.

use chrono::NaiveDate;

use crate::calendar::words;
use crate::closed::closed_list;
use crate::db::Id;
use crate::law::{RequesterKind, case_rules};
use crate::people::Subject;
use crate::requests::{Asker, Common, Preferences, RequestRow};

closed_list! {
    /// A detail that is taken over as one.
    Detail {
        Contact, "contact", "Address and telephone";
        Identity, "identity", "Proof of who asks";
        Authority, "authority", "Proof that they may ask for the person";
        Wishes, "wishes", "How to write to them, and what they need";
        Person, "person", "The person's other facts";
    }
}

impl Detail {
    const fn is_proof(self) -> bool {
        match self {
            Detail::Identity | Detail::Authority => true,
            Detail::Contact | Detail::Wishes | Detail::Person => false,
        }
    }

    /// What it means to take it over.
    pub const fn means(self) -> &'static str {
        match self {
            Detail::Contact => "Written into this request, where it says nothing of its own.",
            Detail::Identity => {
                "Stands ready on the page \"Identity and authority\", where somebody decides whether it is enough."
            }
            Detail::Authority => {
                "Stands ready on the page \"Identity and authority\". Authority can end: look whether it still holds."
            }
            Detail::Wishes => "Heeded by every letter and pack of this request from now on.",
            Detail::Person => "Written to the person of this request, where nothing is known yet.",
        }
    }
}

/// What somebody decided to be proved of an earlier request.
#[derive(Debug, Clone)]
pub struct Proved {
    pub evidence: String,
    pub authority: String,
    pub by: String,
    pub on: NaiveDate,
}

/// A request with what is known of its people.
#[derive(Debug, Clone)]
pub struct Known {
    pub request: RequestRow,
    pub subject: Subject,
    pub wishes: Preferences,
    pub proved: Option<Proved>,
}

/// Something that can be taken over, with where it comes from and since when it is held.
#[derive(Debug, Clone)]
pub struct Proposal {
    pub detail: Detail,
    pub from: Id,
    pub reference: String,
    pub on: NaiveDate,
    /// Who decided that it is proof.
    pub seen_by: Option<String>,
    /// What is held, a line each.
    pub lines: Vec<String>,
}

impl Proposal {
    pub fn since(&self) -> String {
        words(self.on)
    }

    /// As it is kept with the request that takes it over: what was seen, and when.
    pub fn kept(&self) -> String {
        let held = self.lines.join("\n");
        match &self.seen_by {
            Some(by) => {
                format!("{held}\n(seen by {by} for an earlier request, {})", self.since())
            }
            None => held,
        }
    }
}

/// Something they say otherwise now: a reason to look who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    pub what: &'static str,
    pub reference: String,
    pub before: String,
}

/// What `now` can take over from the earlier requests, newest first: of each detail the newest that
/// is held.
pub fn proposals(now: &Known, before: &[(Known, Common)]) -> Vec<Proposal> {
    let newest = |detail: Detail| {
        before.iter().find_map(|(known, common)| {
            let lines = held(detail, now, known, *common);
            let proved = known.proved.as_ref().filter(|_| detail.is_proof());
            (!lines.is_empty()).then(|| Proposal {
                detail,
                from: known.request.id,
                reference: known.request.reference.clone(),
                on: proved.map_or(known.request.received_on, |proved| proved.on),
                seen_by: proved.map(|proved| proved.by.clone()),
                lines,
            })
        })
    };
    Detail::ALL.iter().copied().filter_map(newest).collect()
}

fn held(detail: Detail, now: &Known, before: &Known, common: Common) -> Vec<String> {
    let same = common.asker == Asker::Same;
    match detail {
        Detail::Contact if same => {
            let (mine, theirs) = (&now.request, &before.request);
            let missing = [
                ("Address", &mine.requester_address, &theirs.requester_address),
                ("Telephone", &mine.requester_phone, &theirs.requester_phone),
            ];
            missing
                .into_iter()
                .filter(|(_, mine, theirs)| mine.is_empty() && !theirs.is_empty())
                .map(|(what, _, theirs)| format!("{what}: {theirs}"))
                .collect()
        }
        Detail::Identity if same && now.proved.is_none() => before
            .proved
            .iter()
            .map(|proved| proved.evidence.clone())
            .filter(|it| !it.is_empty())
            .collect(),
        Detail::Authority if same && common.subject && now.proved.is_none() => {
            // The same right: a parent then who is an attorney now shows something else.
            let kind = RequesterKind::from_name(&now.request.requester_kind).filter(|kind| {
                now.request.requester_kind == before.request.requester_kind
                    && case_rules::requester(*kind).must_show_authority()
            });
            let proved = before.proved.iter().filter(|_| kind.is_some());
            proved.map(|proved| proved.authority.clone()).filter(|it| !it.is_empty()).collect()
        }
        Detail::Wishes if same => wishes(now, before),
        Detail::Person if common.subject && now.subject.id != before.subject.id => {
            person(&now.subject, &before.subject)
        }
        Detail::Contact
        | Detail::Identity
        | Detail::Authority
        | Detail::Wishes
        | Detail::Person => Vec::new(),
    }
}

/// What somebody says now goes before what they said once.
fn wishes(now: &Known, before: &Known) -> Vec<String> {
    if now.wishes != Preferences::default() || !now.request.needs.is_empty() {
        return Vec::new();
    }
    let mut lines = before.wishes.notable();
    for (whose, language) in [
        ("The child's first language", &before.wishes.childs_language),
        ("The carers' first language", &before.wishes.carers_language),
    ] {
        if !language.is_empty() {
            lines.push(format!("{whose}: {language}"));
        }
    }
    if !before.request.needs.is_empty() {
        lines.push(format!("In their own words: {}", before.request.needs));
    }
    lines
}

fn person(now: &Subject, before: &Subject) -> Vec<String> {
    let mut lines = Vec::new();
    if let (None, Some(born)) = (now.born_on, before.born_on) {
        lines.push(format!("Born {}", words(born)));
    }
    if now.number.is_empty() && !before.number.is_empty() {
        lines.push(format!("Our number: {}", before.number));
    }
    if now.other_names.is_empty() && !before.other_names.is_empty() {
        lines.push(format!("Other names: {}", before.other_names.replace('\n', ", ")));
    }
    lines
}

/// What the same person gave otherwise before. The newest request speaks.
pub fn differences(now: &Known, before: &[(Known, Common)]) -> Vec<Difference> {
    let Some((known, _)) = before.iter().find(|(_, common)| common.asker == Asker::Same) else {
        return Vec::new();
    };
    let (mine, theirs) = (&now.request, &known.request);
    let told = [
        ("e-mail address", &mine.requester_email, &theirs.requester_email),
        ("postal address", &mine.requester_address, &theirs.requester_address),
        ("telephone number", &mine.requester_phone, &theirs.requester_phone),
    ];
    let alike = |one: &str, other: &str| {
        let plain = |text: &str| -> String {
            text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
        };
        plain(one) == plain(other)
    };
    told.into_iter()
        .filter(|(_, mine, theirs)| !mine.is_empty() && !theirs.is_empty() && !alike(mine, theirs))
        .map(|(what, _, theirs_before)| Difference {
            what,
            reference: theirs.reference.clone(),
            before: theirs_before.clone(),
        })
        .collect()
}

#[cfg(test)]
mod tests;
