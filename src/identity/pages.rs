//! The page on which identity and authority are decided.

use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;
use chrono::NaiveDateTime;
use serde::Deserialize;

use super::actions::{self, Decision, Verdict};
use super::store::{self, ProofRow};
use super::{DecisionRow, decisions};
use crate::access::{Action, Who, allow, may};
use crate::audit::{self, About, Act};
use crate::db::{self, DbError, Id};
use crate::law::{RequesterKind, case_rules};
use crate::problem::{Invalid, Kind};
use crate::requests::{NotDone, Reference, RequestHead, RequestRow, State, day_of, head, known};
use crate::vault::Fingerprint;
use crate::web::{Answer, Desk, HttpProblem, Sent, Shell, attachment, moment};

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct IdentityForm {
    verdict: String,
    evidence: String,
    authority: String,
    reason: String,
    on_day: String,
    on_month: String,
    on_year: String,
}

#[derive(Template)]
#[template(path = "identity/show.html")]
struct IdentityPage {
    shell: Shell,
    head: RequestHead,
    request: RequestRow,
    form: IdentityForm,
    what: String,
    phone: String,
    requester: String,
    identity_evidence: String,
    authority_evidence: String,
    must_show_authority: bool,
    checks: Vec<String>,
    decisions: Vec<DecisionRow>,
    proofs: Vec<ProofRow>,
    verdicts: Vec<(String, String)>,
    may_decide: bool,
    decidable: bool,
    asks: bool,
    waits: bool,
}

impl IdentityPage {
    fn moment(&self, at: &NaiveDateTime) -> String {
        moment(at)
    }
}

#[derive(Default)]
struct Shown {
    problem: Option<HttpProblem>,
    form: IdentityForm,
    what: Option<String>,
    phone: Option<String>,
}

/// `GET /requests/{reference}/identity`
pub async fn show(desk: Desk, path: web::Path<Reference>) -> Answer {
    show_with(desk, path.into_inner(), Shown::default()).await
}

async fn show_with(desk: Desk, reference: Reference, shown: Shown) -> Answer {
    let (today, at) = (desk.today(), reference.clone());
    let (request, head, made, proofs) = desk
        .work(move |db, actor, _| {
            let request = known(db, actor, &at)?;
            allow(actor, Action::SeeRequests, &[])?;
            let head = head(db, actor, &request, today)?;
            let made = decisions(db, request.id)?;
            let proofs = store::proofs(db, request.id).map_err(DbError::from)?;
            Ok::<_, NotDone>((request, head, made, proofs))
        })
        .await?;
    let mut shell = desk
        .shell()
        .crumb("Requests", "/requests")
        .crumb(reference.as_str(), format!("/requests/{reference}"))
        .crumb("Identity", format!("/requests/{reference}/identity"));
    let status = match &shown.problem {
        Some(problem) => {
            shell = shell.error(&problem.words, problem.field.as_deref().unwrap_or("verdict"));
            StatusCode::UNPROCESSABLE_ENTITY
        }
        None => StatusCode::OK,
    };
    let rules = RequesterKind::from_name(&request.requester_kind).map(case_rules::requester);
    let text = |take: fn(&case_rules::RequesterRules) -> &str| {
        rules.map(take).unwrap_or_default().to_owned()
    };
    let state = request.state;
    let page = IdentityPage {
        shell,
        head,
        form: shown.form,
        what: shown.what.unwrap_or_default(),
        phone: shown.phone.unwrap_or_else(|| request.requester_phone.clone()),
        requester: text(|rules| &rules.label),
        identity_evidence: text(|rules| &rules.identity_evidence),
        authority_evidence: text(|rules| &rules.authority_evidence),
        must_show_authority: actions::must_show_authority(&request.requester_kind),
        checks: rules.map(|rules| rules.checks.clone()).unwrap_or_default(),
        decisions: made,
        proofs,
        verdicts: vec![
            (Verdict::Proved.name().into(), "Proved: this person may have the answer".into()),
            (Verdict::NotProved.name().into(), "Not proved".into()),
        ],
        may_decide: may(&desk.actor, Action::DecideIdentity),
        decidable: [State::Received, State::Reopened, State::Validating, State::AwaitingIdentity]
            .contains(&state),
        asks: state == State::Validating,
        waits: state == State::AwaitingIdentity,
        request,
    };
    desk.page_as(status, &page)
}

/// `POST /requests/{reference}/identity`
pub async fn decide_send(
    desk: Desk,
    path: web::Path<Reference>,
    form: Sent<IdentityForm>,
) -> Answer {
    let (reference, form) = (path.into_inner(), form.0);
    let (at, sent) = (reference.clone(), form.clone());
    let proved = sent.verdict == Verdict::Proved.name();
    let done = desk
        .work(move |db, actor, now| {
            // Those who may not know of the request learn nothing from their mistakes in its form.
            known(db, actor, &at)?;
            let verdict = Verdict::from_name(&sent.verdict)
                .ok_or_else(|| Invalid::new("verdict", "say whether it is proved"))?;
            let received_on = day_of("on", [&*sent.on_day, &*sent.on_month, &*sent.on_year])?;
            let decision = Decision {
                verdict,
                evidence: sent.evidence,
                authority: sent.authority,
                reason: sent.reason,
                received_on,
            };
            actions::decide(db, actor, &at, decision, now)
        })
        .await;
    match done {
        Ok(()) if proved => desk
            .said(&format!("/requests/{reference}"), "Identity is proved. Settle the scope next."),
        Ok(()) => desk.said(&format!("/requests/{reference}/identity"), "The decision is kept."),
        Err(problem) if problem.kind == Kind::Invalid => {
            let shown = Shown { problem: Some(problem), form, ..Shown::default() };
            show_with(desk, reference, shown).await
        }
        Err(problem) => Err(problem),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct What {
    #[serde(default)]
    what: String,
}

/// `POST /requests/{reference}/identity/question`
pub async fn ask_send(desk: Desk, path: web::Path<Reference>, form: Sent<What>) -> Answer {
    let (reference, what) = (path.into_inner(), form.0.what);
    let (at, sent, settings) = (reference.clone(), what.clone(), desk.services.settings.clone());
    let done =
        desk.work(move |db, actor, now| actions::ask(db, actor, &at, &sent, &settings, now)).await;
    match done {
        Ok(()) => desk.said(
            &format!("/requests/{reference}/identity"),
            "The requester is asked. The clock begins when the proof comes.",
        ),
        Err(problem) if problem.kind == Kind::Invalid => {
            let shown = Shown { problem: Some(problem), what: Some(what), ..Shown::default() };
            show_with(desk, reference, shown).await
        }
        Err(problem) => Err(problem),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phone {
    #[serde(default)]
    phone: String,
    #[serde(default)]
    checked: bool,
}

/// `POST /requests/{reference}/identity/phone`
pub async fn check_phone_send(desk: Desk, path: web::Path<Reference>, form: Sent<Phone>) -> Answer {
    let (reference, form) = (path.into_inner(), form.0);
    let (at, phone, checked) = (reference.clone(), form.phone.clone(), form.checked);
    let done = desk
        .work(move |db, actor, now| actions::check_phone(db, actor, &at, &phone, checked, now))
        .await;
    match done {
        Ok(()) => desk.said(&format!("/requests/{reference}/identity"), "The number is kept."),
        Err(problem) if problem.kind == Kind::Invalid => {
            let shown =
                Shown { problem: Some(problem), phone: Some(form.phone), ..Shown::default() };
            show_with(desk, reference, shown).await
        }
        Err(problem) => Err(problem),
    }
}

/// `GET /requests/{reference}/identity/files/{id}`: a proof as it was sent, saved and never shown; the
/// diary is told who took it out.
pub async fn proof(desk: Desk, path: web::Path<(Reference, Id)>) -> Answer {
    let (reference, id) = path.into_inner();
    let file = desk
        .work(move |db, actor, now| {
            db::transaction(db, |db| {
                let request = known(db, actor, &reference)?;
                allow(actor, Action::DecideIdentity, &[])?;
                let proofs = store::proofs(db, request.id).map_err(DbError::from)?;
                let file = proofs.into_iter().find(|file| file.id == id);
                let file = file.ok_or_else(|| NotDone::Unknown(reference.to_string()))?;
                let about = About::request(request.id).object(id);
                audit::tell(db, &Who::from(actor), Act::EvidenceOpened, about, now)?;
                Ok::<_, NotDone>(file)
            })
        })
        .await?;
    let sealed: Fingerprint = file.sha256.parse().map_err(|_| HttpProblem::missing())?;
    let bytes = desk.services.vault.get(sealed).await.map_err(|e| HttpProblem::from(&e))?;
    Ok(attachment(&file.file_name, bytes))
}
