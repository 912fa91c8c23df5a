//! Taking a detail over from an earlier request, or leaving it aside.

use chrono::{DateTime, Utc};

use super::details::{self, Detail, Difference, Known, Proposal};
use super::store::{self, TakenOver};
use crate::access::{Action, Actor, Who, allow, may};
use crate::audit::{self, About, Act};
use crate::db::{self, Db, DbError, Id};
use crate::people::{self, NewSubject};
use crate::requests::{self, Asker, Common, NotDone, Reference, RequestRow, known};

/// What a colleague may know of what is held about the people of a request.
#[derive(Debug, Clone)]
pub struct Held {
    /// Not decided yet.
    pub proposals: Vec<Proposal>,
    pub differences: Vec<Difference>,
    pub decided: Vec<TakenOver>,
    /// The earlier requests looked into, newest first.
    pub from: Vec<RequestRow>,
    /// References under whose address somebody of another name asks now.
    pub other_names: Vec<String>,
    /// References of those to open first.
    pub unopened: Vec<String>,
    /// Who has those that are not this colleague's to know of.
    pub elsewhere: Vec<String>,
}

/// Looks what is held of the people of `request` from earlier requests of theirs.
///
/// # Errors
/// Where the database cannot be read.
pub fn held(db: &mut Db, by: &Actor, request: &RequestRow) -> Result<Held, DbError> {
    let earlier = requests::earlier(db, by, request)?;
    let ids: Vec<Id> = earlier.known.iter().map(|(one, _)| one.id).chain([request.id]).collect();
    let mut proved = store::proved(db, &ids)?;
    let mut all = |db: &mut Db, request: RequestRow| -> Result<Option<Known>, DbError> {
        let Some(subject) = people::subject(db, request.subject_id)? else { return Ok(None) };
        let wishes = requests::preferences(db, &request)?;
        let proved = proved.remove(&request.id);
        Ok(Some(Known { request, subject, wishes, proved }))
    };
    let now = all(db, request.clone())?;
    let mut before: Vec<(Known, Common)> = Vec::new();
    for (one, common) in earlier.known {
        before.extend(all(db, one)?.map(|known| (known, common)));
    }
    let decided = store::of_request(db, request.id)?;
    let open = |proposal: &Proposal| {
        let done = decided.iter().any(|one| one.detail == proposal.detail);
        !done && may(by, asks_for(proposal.detail))
    };
    let (proposals, differences) = now.map_or_else(Default::default, |now| {
        let mut proposals = details::proposals(&now, &before);
        proposals.retain(open);
        (proposals, details::differences(&now, &before))
    });
    let other_names = before
        .iter()
        .filter(|(_, common)| common.asker == Asker::OtherName)
        .map(|(known, _)| known.request.reference.clone())
        .collect();
    Ok(Held {
        proposals,
        differences,
        decided,
        from: before.into_iter().map(|(known, _)| known.request).collect(),
        other_names,
        unopened: earlier.unopened,
        elsewhere: earlier.elsewhere,
    })
}

/// Who may take it over: whoever may change it on its own page.
const fn asks_for(detail: Detail) -> Action {
    match detail {
        Detail::Contact | Detail::Wishes => Action::ManageRequest,
        Detail::Identity | Detail::Authority => Action::DecideIdentity,
        Detail::Person => Action::ManageCircle,
    }
}

/// What somebody decides about a detail.
#[derive(Debug, Clone)]
pub struct Choice {
    pub detail: Detail,
    /// The earlier request it comes from.
    pub from: String,
    pub take: bool,
}

/// Takes a detail over as it is held now, or leaves it aside.
///
/// # Errors
/// Where the role may not, the request is over, or nothing of the kind is held that this colleague
/// may know of.
pub fn decide(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    choice: &Choice,
    now: DateTime<Utc>,
) -> Result<(), NotDone> {
    db::transaction(db, |db| {
        let request = known(db, by, at)?;
        allow(by, Action::ManageRequest, &[])?;
        allow(by, asks_for(choice.detail), &[])?;
        if request.state.is_ended() {
            return Err(NotDone::NotNow("this request is over; open it again first"));
        }
        let held = held(db, by, &request)?;
        let proposal = held
            .proposals
            .iter()
            .find(|one| one.detail == choice.detail && one.reference == choice.from)
            .ok_or(NotDone::NotNow(
                "that is not proposed any more: somebody decided about it, or it changed; load the page again",
            ))?;
        let from = held.from.iter().find(|one| one.id == proposal.from);
        if let Some(from) = from.filter(|_| choice.take) {
            write(db, by, &request, from, choice.detail, now)?;
        }
        let kept = proposal.kept();
        let taken = choice.take.then_some(kept.as_str());
        store::keep(db, (request.id, proposal.from), choice.detail, taken, by.id, now)
            .map_err(DbError::from)?;
        let did = if choice.take { "took over" } else { "left aside" };
        let words =
            format!("{did} from an earlier request: {}", choice.detail.words().to_lowercase());
        let about = About::request(request.id).object(proposal.from).words(words);
        Ok(audit::tell(db, &Who::from(by), Act::RequestChanged, about, now)?)
    })
}

/// Writes a detail to where it belongs. Proofs stand ready and decide nothing by themselves.
fn write(
    db: &mut Db,
    by: &Actor,
    request: &RequestRow,
    from: &RequestRow,
    detail: Detail,
    now: DateTime<Utc>,
) -> Result<(), NotDone> {
    let or = |mine: &String, theirs: &String| {
        if mine.is_empty() { theirs.clone() } else { mine.clone() }
    };
    match detail {
        Detail::Contact => {
            requests::set_reach(
                db,
                &RequestRow {
                    requester_address: or(&request.requester_address, &from.requester_address),
                    requester_phone: or(&request.requester_phone, &from.requester_phone),
                    ..request.clone()
                },
            )?;
        }
        Detail::Wishes => {
            let wishes = requests::preferences(db, from)?;
            requests::set_preferences(db, by, request.id, &wishes, now)?;
            let needs = or(&request.needs, &from.needs);
            requests::set_reach(db, &RequestRow { needs, ..request.clone() })?;
        }
        Detail::Person => {
            let mine = people::subject(db, request.subject_id)?;
            let theirs = people::subject(db, from.subject_id)?;
            if let (Some(mine), Some(theirs)) = (mine, theirs) {
                let subject = NewSubject {
                    born_on: mine.born_on.or(theirs.born_on),
                    number: or(&mine.number, &theirs.number),
                    other_names: or(&mine.other_names, &theirs.other_names),
                    name: mine.name,
                };
                people::change_subject(db, by, request.id, mine.id, subject, now)?;
            }
        }
        Detail::Identity | Detail::Authority => {}
    }
    Ok(())
}
