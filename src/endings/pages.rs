//! The page on which a request is refused, charged for, sent elsewhere or called by its right name.

use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;
use chrono::NaiveDateTime;
use serde::Deserialize;

use super::actions::{self, Elsewhere};
use super::grounds::{Criterion, Destination, Ground, ProposalKind, may_become};
use super::proposals::{self, Proposal};
use super::store::{self, ProposalRow};
use crate::access::{Action, allow, may};
use crate::db::Id;
use crate::law::RequesterKind;
use crate::problem::{Invalid, Kind};
use crate::requests::{Event, NotDone, Reference, RequestHead, State, day_of, head, known};
use crate::web::{Answer, Desk, HttpProblem, Sent, Shell, moment};

type Options = Vec<(&'static str, &'static str)>;

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ProposalForm {
    kind: String,
    ground: String,
    criteria: Vec<String>,
    evidence: String,
    words: String,
    fee: String,
}

impl ProposalForm {
    fn has(&self, criterion: &str) -> bool {
        self.criteria.iter().any(|one| one == criterion)
    }
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ElsewhereForm {
    to: String,
    to_whom: String,
    whole: bool,
}

#[derive(Template)]
#[template(path = "endings/show.html")]
struct EndingsPage {
    shell: Shell,
    head: RequestHead,
    proposals: Vec<ProposalRow>,
    form: ProposalForm,
    elsewhere: ElsewhereForm,
    kinds: Options,
    grounds: Vec<(&'static str, String)>,
    criteria: Vec<(&'static str, &'static [Criterion])>,
    destinations: Options,
    names: Vec<(&'static str, &'static str)>,
    waits: bool,
    may_decide: bool,
    may_propose: bool,
    may_send: bool,
    awaits_fee: bool,
    me: Id,
}

impl EndingsPage {
    fn moment(&self, at: &NaiveDateTime) -> String {
        moment(at)
    }
}

#[derive(Default)]
struct Shown {
    problem: Option<HttpProblem>,
    form: ProposalForm,
    elsewhere: ElsewhereForm,
}

/// `GET /requests/{reference}/endings`
pub async fn show(desk: Desk, path: web::Path<Reference>) -> Answer {
    show_with(desk, path.into_inner(), Shown::default()).await
}

async fn show_with(desk: Desk, reference: Reference, shown: Shown) -> Answer {
    let (today, at) = (desk.today(), reference.clone());
    let (request, head, proposals) = desk
        .work(move |db, actor, _| {
            let request = known(db, actor, &at)?;
            allow(actor, Action::SeeRequests, &[])?;
            let head = head(db, actor, &request, today)?;
            let proposals = store::proposals(db, request.id)?;
            Ok::<_, NotDone>((request, head, proposals))
        })
        .await?;
    let mut shell = desk
        .shell()
        .crumb("Requests", "/requests")
        .crumb(reference.as_str(), format!("/requests/{reference}"))
        .crumb("Refuse or send elsewhere", format!("/requests/{reference}/endings"));
    let status = match &shown.problem {
        Some(problem) => {
            shell = shell.error(&problem.words, problem.field.as_deref().unwrap_or("main"));
            StatusCode::UNPROCESSABLE_ENTITY
        }
        None => StatusCode::OK,
    };
    let called = RequesterKind::from_name(&request.requester_kind);
    let may_manage = may(&desk.actor, Action::ManageRequest);
    let page = EndingsPage {
        shell,
        head,
        waits: proposals.iter().any(ProposalRow::waits),
        proposals,
        form: shown.form,
        elsewhere: shown.elsewhere,
        kinds: ProposalKind::ALL.iter().map(|kind| (kind.name(), kind.words())).collect(),
        grounds: Ground::ALL
            .iter()
            .map(|ground| (ground.name(), format!("{} ({})", ground.words(), ground.law())))
            .collect(),
        criteria: Ground::ALL
            .iter()
            .filter(|ground| !ground.criteria().is_empty())
            .map(|ground| (ground.words(), ground.criteria()))
            .collect(),
        destinations: Destination::ALL.iter().map(|to| (to.name(), to.words())).collect(),
        names: RequesterKind::ALL
            .iter()
            .filter(|to| called.is_some_and(|from| may_become(from, **to)))
            .map(|to| (to.name(), to.words()))
            .collect(),
        may_decide: may(&desk.actor, Action::DecideRefusal),
        may_propose: may_manage && request.state.after(Event::Refused).is_ok(),
        may_send: may_manage && !request.state.is_ended(),
        awaits_fee: may_manage && request.state == State::AwaitingFee,
        me: desk.actor.id,
    };
    desk.page_as(status, &page)
}

/// Pounds and pence as somebody types them: "12", "12.50", "£12.50".
fn pence(text: &str) -> Option<i64> {
    let text = text.trim().trim_start_matches('£');
    let (pounds, rest) = text.split_once('.').unwrap_or((text, "00"));
    if rest.len() != 2 || pounds.len() > 6 {
        return None;
    }
    let pounds: u32 = pounds.parse().ok()?;
    let rest: u32 = rest.parse().ok()?;
    Some(i64::from(pounds) * 100 + i64::from(rest))
}

/// `POST /requests/{reference}/refusals`
pub async fn propose_send(
    desk: Desk,
    path: web::Path<Reference>,
    form: Sent<ProposalForm>,
) -> Answer {
    let (reference, form) = (path.into_inner(), form.0);
    let (at, sent) = (reference.clone(), form.clone());
    let done = desk
        .work(move |db, actor, now| {
            known(db, actor, &at)?;
            let proposal = Proposal {
                kind: ProposalKind::from_name(&sent.kind)
                    .ok_or_else(|| Invalid::new("kind", "say what you propose"))?,
                ground: Ground::from_name(&sent.ground)
                    .ok_or_else(|| Invalid::new("ground", "choose the ground"))?,
                criteria: sent.criteria,
                evidence: sent.evidence,
                words: sent.words,
                fee_pence: pence(&sent.fee),
            };
            proposals::propose(db, actor, &at, proposal, now)
        })
        .await;
    match done {
        Ok(_) => {
            let to = format!("/requests/{reference}/endings");
            desk.said(&to, "The proposal waits for a second person.")
        }
        Err(problem) if problem.kind == Kind::Invalid => {
            let shown = Shown { problem: Some(problem), form, ..Shown::default() };
            show_with(desk, reference, shown).await
        }
        Err(problem) => Err(problem),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DecisionForm {
    #[serde(default)]
    agrees: Option<bool>,
    #[serde(default)]
    why: String,
}

/// `POST /requests/{reference}/refusals/{id}/decision`
pub async fn decide_send(
    desk: Desk,
    path: web::Path<(Reference, Id)>,
    form: Sent<DecisionForm>,
) -> Answer {
    let (reference, id) = path.into_inner();
    let (at, form, services) = (reference.clone(), form.0, desk.services.clone());
    let done = desk
        .work(move |db, actor, now| {
            known(db, actor, &at)?;
            let agrees = form
                .agrees
                .ok_or_else(|| NotDone::from(Invalid::new("agrees", "say whether you agree")))?;
            proposals::decide(db, actor, &at, (id, agrees, &form.why), &services.settings, now)
        })
        .await;
    back(desk, reference, done, "The decision is kept.").await
}

/// `POST /requests/{reference}/refusals/{id}/taking-back`
pub async fn take_back_send(desk: Desk, path: web::Path<(Reference, Id)>) -> Answer {
    let (reference, id) = path.into_inner();
    let at = reference.clone();
    let done = desk.work(move |db, actor, now| proposals::take_back(db, actor, &at, id, now)).await;
    back(desk, reference, done, "The proposal is taken back.").await
}

async fn back(
    desk: Desk,
    reference: Reference,
    done: Result<(), HttpProblem>,
    words: &str,
) -> Answer {
    match done {
        Ok(()) => desk.said(&format!("/requests/{reference}/endings"), words),
        Err(problem) if problem.kind == Kind::Invalid => {
            let shown = Shown { problem: Some(problem), ..Shown::default() };
            show_with(desk, reference, shown).await
        }
        Err(problem) => Err(problem),
    }
}

#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
pub struct FeeForm {
    on_day: String,
    on_month: String,
    on_year: String,
}

/// `POST /requests/{reference}/fee`
pub async fn fee_send(desk: Desk, path: web::Path<Reference>, form: Sent<FeeForm>) -> Answer {
    let (reference, form) = (path.into_inner(), form.0);
    let at = reference.clone();
    let done = desk
        .work(move |db, actor, now| {
            known(db, actor, &at)?;
            let on = day_of("on", [&*form.on_day, &*form.on_month, &*form.on_year])?;
            actions::fee_paid(db, actor, &at, on, now)
        })
        .await;
    back(desk, reference, done, "The fee is recorded. The clock runs from that day.").await
}

/// `POST /requests/{reference}/elsewhere`
pub async fn elsewhere_send(
    desk: Desk,
    path: web::Path<Reference>,
    form: Sent<ElsewhereForm>,
) -> Answer {
    let (reference, form) = (path.into_inner(), form.0);
    let (at, sent, services) = (reference.clone(), form.clone(), desk.services.clone());
    let done = desk
        .work(move |db, actor, now| {
            known(db, actor, &at)?;
            let to = Destination::from_name(&sent.to)
                .ok_or_else(|| NotDone::from(Invalid::new("to", "choose the other way")))?;
            let elsewhere = Elsewhere { to, words: sent.to_whom, whole: sent.whole };
            actions::send_elsewhere(db, actor, &at, elsewhere, &services.settings, now)
        })
        .await;
    match done {
        Ok(()) => {
            let words = "The explanation is on its way to the requester.";
            desk.said(&format!("/requests/{reference}"), words)
        }
        Err(problem) if problem.kind == Kind::Invalid => {
            let shown = Shown { problem: Some(problem), elsewhere: form, ..Shown::default() };
            show_with(desk, reference, shown).await
        }
        Err(problem) => Err(problem),
    }
}

#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
pub struct NameForm {
    requester_kind: String,
    why: String,
}

/// `POST /requests/{reference}/name`
pub async fn relabel_send(desk: Desk, path: web::Path<Reference>, form: Sent<NameForm>) -> Answer {
    let (reference, form) = (path.into_inner(), form.0);
    let at = reference.clone();
    let done = desk
        .work(move |db, actor, now| {
            actions::relabel(db, actor, &at, &form.requester_kind, &form.why, now)
        })
        .await;
    let words = "It is an access request now. The day of receipt stays what it was.";
    back(desk, reference, done, words).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fee_is_read_as_people_type_it() {
        assert_eq!(
            [pence("12"), pence("12.50"), pence(" £7.05 ")],
            [Some(1200), Some(1250), Some(705)]
        );
        assert_eq!([pence(""), pence("12.5"), pence("-3"), pence("much")], [None; 4]);
    }
}
