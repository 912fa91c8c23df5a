//! Refusing or charging: one person proposes, another decides.

use chrono::{DateTime, Utc};

use super::grounds::{Ground, ProposalKind, ProposalState};
use super::{letters, store};
use crate::access::{Action, Actor, Who, allow};
use crate::audit::{self, About, Act};
use crate::calendar::local_day;
use crate::db::{self, Db, DbError, Id};
use crate::law::EventKind;
use crate::problem::Invalid;
use crate::requests::{
    self, Event, NotDone, Reference, RequestRow, add_event, advance, given, known, send_letter,
};
use crate::settings::Settings;

/// What somebody proposes, and on what.
#[derive(Debug, Clone)]
pub struct Proposal {
    pub kind: ProposalKind,
    pub ground: Ground,
    /// The names of the signs that fit.
    pub criteria: Vec<String>,
    pub evidence: String,
    /// The reason as the requester will read it.
    pub words: String,
    pub fee_pence: Option<i64>,
}

impl Proposal {
    fn checked(self, request: &RequestRow) -> Result<Self, NotDone> {
        let criteria = self.ground.carried_by(&self.criteria)?;
        let evidence =
            given("evidence", &self.evidence, "say what shows it: dates, letters, numbers")?;
        let words = given("words", &self.words, "write the reason as the requester will read it")?;
        let fee_pence = match self.kind {
            ProposalKind::Refuse => {
                request.state.after(Event::Refused)?;
                None
            }
            ProposalKind::Charge if !self.ground.may_charge() => {
                let words = "the law knows no fee for this; refuse, or go on without one";
                return Err(Invalid::new("kind", words).into());
            }
            ProposalKind::Charge => {
                request.state.after(Event::FeeAsked)?;
                let fee = self.fee_pence.filter(|pence| (1..=1_000_000).contains(pence));
                Some(fee.ok_or_else(|| Invalid::new("fee", "enter the fee, like 12.50"))?)
            }
        };
        let criteria = criteria.iter().map(|one| one.name.to_owned()).collect();
        Ok(Self { criteria, evidence, words, fee_pence, ..self })
    }
}

/// Proposes to refuse or to charge.
///
/// # Errors
/// Where the role may not, it is not the time for it, a proposal waits already, or criteria,
/// evidence or words are missing.
pub fn propose(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    proposal: Proposal,
    now: DateTime<Utc>,
) -> Result<Id, NotDone> {
    db::transaction(db, |db| {
        let request = known(db, by, at)?;
        allow(by, Action::ManageRequest, &[])?;
        let proposal = proposal.checked(&request)?;
        if store::waiting(db, request.id)?.is_some() {
            return Err(NotDone::NotNow("a proposal waits for its decision already"));
        }
        let id = store::propose(db, request.id, &proposal, by.id, now).map_err(DbError::from)?;
        let about = About::request(request.id).object(id).words(proposal.ground.name());
        audit::tell(db, &Who::from(by), Act::RefusalProposed, about, now)?;
        Ok(id)
    })
}

/// Takes one's own proposal back.
///
/// # Errors
/// Where there is none of theirs that waits.
pub fn take_back(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    id: Id,
    now: DateTime<Utc>,
) -> Result<(), NotDone> {
    db::transaction(db, |db| {
        let request = known(db, by, at)?;
        allow(by, Action::ManageRequest, &[])?;
        let waits = store::waiting(db, request.id)?;
        let Some(proposal) = waits.filter(|one| one.id == id && one.proposed_by == by.id) else {
            return Err(NotDone::NotNow("there is no proposal of yours that waits"));
        };
        let state = ProposalState::TakenBack;
        store::settle(db, proposal.id, state, None, "", now).map_err(DbError::from)?;
        let about = About::request(request.id).object(id).words(state.words());
        Ok(audit::tell(db, &Who::from(by), Act::RefusalDecided, about, now)?)
    })
}

/// Decides about somebody else's proposal. Agreed: the request is refused, or the fee asked for, and
/// the requester is told why and what they can do about it.
///
/// # Errors
/// Where it is their own proposal, none waits, a reason is missing, or the request moved on.
pub fn decide(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    (id, agrees, why): (Id, bool, &str),
    settings: &Settings,
    now: DateTime<Utc>,
) -> Result<(), NotDone> {
    db::transaction(db, |db| {
        let request = known(db, by, at)?;
        let waits = store::waiting(db, request.id)?;
        let makers: Vec<Id> = waits.iter().map(|one| one.proposed_by).collect();
        allow(by, Action::DecideRefusal, &makers)?;
        let Some(proposal) = waits.filter(|one| one.id == id) else {
            return Err(NotDone::NotNow("this proposal does not wait for a decision any more"));
        };
        let why = given("why", why, "say why you agree or do not")?;
        let state = if agrees { ProposalState::Agreed } else { ProposalState::TurnedDown };
        store::settle(db, id, state, Some(by.id), &why, now).map_err(DbError::from)?;
        let about = About::request(request.id).object(id).words(state.words());
        audit::tell(db, &Who::from(by), Act::RefusalDecided, about, now)?;
        if !agrees {
            return Ok(());
        }
        let letter = match (proposal.kind, proposal.fee_pence) {
            (ProposalKind::Refuse, _) | (ProposalKind::Charge, None) => {
                requests::end(db, &Who::from(by), &request, Event::Refused, now)?;
                requests::refusal_letter(&proposal.words)
            }
            (ProposalKind::Charge, Some(pence)) => {
                advance(db, &Who::from(by), &request, Event::FeeAsked, "", now)?;
                let (kind, on) = (EventKind::FeeRequested, local_day(now));
                add_event(db, by, &request, kind, on, "a fee was asked for", now)?;
                letters::fee(pence, &proposal.words)
            }
        };
        send_letter(db, &request, letter, settings, now)?;
        Ok(())
    })
}
