//! The page on which identity and authority are decided.

use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;
use chrono::NaiveDateTime;
use serde::Deserialize;

use super::actions::{self, Decision, Verdict};
use super::checklist::{self, Check};
use super::store::{self, ProofRow, UnderstandingRow};
use super::understanding::{Found, Parents, Wishes};
use super::{DecisionRow, child, decisions};
use crate::access::{Action, Who, allow, may};
use crate::audit::{self, About, Act};
use crate::db::{self, DbError, Id};
use crate::held::{self, Detail, TakenOver};
use crate::law::requesters::Understanding;
use crate::law::{RequesterKind, case_rules, exemptions};
use crate::letters::capital;
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
    checks: Vec<String>,
}

impl IdentityForm {
    fn has(&self, check: &str) -> bool {
        self.checks.iter().any(|one| one == check)
    }
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ChildForm {
    understands: String,
    how: String,
    wishes: String,
    wishes_words: String,
    parents: String,
    parents_words: String,
    advocate: String,
    told: String,
    interests: String,
}

impl ChildForm {
    fn read(self) -> Result<Found, Invalid> {
        let understands = match self.understands.as_str() {
            "yes" => true,
            "no" => false,
            _ => return Err(Invalid::new("understands", "say whether the child understands")),
        };
        Ok(Found {
            understands,
            how: self.how,
            wishes: Wishes::from_name(&self.wishes)
                .ok_or_else(|| Invalid::new("wishes", "say what the child wishes"))?,
            wishes_words: self.wishes_words,
            parents: Parents::from_name(&self.parents)
                .ok_or_else(|| Invalid::new("parents", "say whether the parents were consulted"))?,
            parents_words: self.parents_words,
            advocate: self.advocate,
            told: self.told,
            interests: self.interests,
        })
    }
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
    checks: Vec<Check>,
    checked: Vec<String>,
    route: String,
    legal_basis: String,
    what_changes: Vec<String>,
    opens: Vec<String>,
    shuts: Vec<String>,
    of_a_child: bool,
    presumed: &'static str,
    child: ChildForm,
    judged: Vec<UnderstandingRow>,
    wishes: Vec<(&'static str, &'static str)>,
    parents: Vec<(&'static str, &'static str)>,
    decisions: Vec<DecisionRow>,
    /// Proofs taken over from an earlier request.
    held: Vec<TakenOver>,
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
    child: ChildForm,
    what: Option<String>,
    phone: Option<String>,
}

/// `GET /requests/{reference}/identity`
pub async fn show(desk: Desk, path: web::Path<Reference>) -> Answer {
    show_with(desk, path.into_inner(), Shown::default()).await
}

async fn show_with(desk: Desk, reference: Reference, mut shown: Shown) -> Answer {
    let (today, at) = (desk.today(), reference.clone());
    let (request, head, made, (proofs, checked, held), (law, judged)) = desk
        .work(move |db, actor, _| {
            let request = known(db, actor, &at)?;
            allow(actor, Action::SeeRequests, &[])?;
            let head = head(db, actor, &request, today)?;
            let made = decisions(db, request.id)?;
            let proofs = store::proofs(db, request.id).map_err(DbError::from)?;
            let checked = store::checked(db, request.id).map_err(DbError::from)?;
            let of_child =
                (child::law_of(db, &request, today)?, store::understandings(db, request.id)?);
            let mut held = held::decided(db, request.id)?;
            held.retain(|one| {
                one.taken && [Detail::Identity, Detail::Authority].contains(&one.detail)
            });
            Ok::<_, NotDone>((request, head, made, (proofs, checked, held), of_child))
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
    if shown.problem.is_none() {
        shown.form.evidence = words_of(&held, Detail::Identity);
        shown.form.authority = words_of(&held, Detail::Authority);
    }
    let kind = RequesterKind::from_name(&request.requester_kind);
    let rules = kind.map(case_rules::requester);
    let names = |take: fn(&case_rules::RequesterRules) -> &Vec<String>| -> Vec<String> {
        let ids = rules.map(|rules| take(rules).clone()).unwrap_or_default();
        ids.iter().filter_map(|id| exemptions::find(id)).map(|e| e.short_name.clone()).collect()
    };
    let text = |take: fn(&case_rules::RequesterRules) -> &str| {
        rules.map(take).map_or_else(String::new, capital)
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
        checks: kind.map(checklist::checks).unwrap_or_default(),
        checked,
        route: rules.map_or_else(String::new, |rules| capital(rules.route.words())),
        legal_basis: text(|rules| &rules.legal_basis),
        what_changes: rules.map(|rules| rules.what_changes.clone()).unwrap_or_default(),
        opens: names(|rules| &rules.exemptions_that_become_possible),
        shuts: names(|rules| &rules.exemptions_that_are_not_possible),
        of_a_child: kind == Some(RequesterKind::ChildCompetent)
            || kind == Some(RequesterKind::ParentPr)
            || !judged.is_empty(),
        presumed: presumed_words(law),
        child: shown.child,
        judged,
        wishes: Wishes::ALL.iter().map(|one| (one.name(), one.words())).collect(),
        parents: Parents::ALL.iter().map(|one| (one.name(), one.words())).collect(),
        decisions: made,
        held,
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

/// What was taken over stands ready in the form; somebody still decides.
fn words_of(held: &[TakenOver], detail: Detail) -> String {
    held.iter().find(|one| one.detail == detail).map_or_else(String::new, |one| one.words.clone())
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
                checks: sent.checks,
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

/// What the law presumes, for whoever judges.
const fn presumed_words(law: Option<Understanding>) -> &'static str {
    match law {
        Some(Understanding::OfAge) => "The person is of age: they ask for themselves.",
        Some(Understanding::Presumed) => {
            "The law of Scotland presumes that a child of this age understands, unless the contrary is shown."
        }
        Some(Understanding::ToBeJudged) => {
            "The law presumes nothing at this age: judge it in this case, with age and maturity, and say how."
        }
        None => "No day of birth is known: judge it in this case, and say how.",
    }
}

/// `POST /requests/{reference}/identity/understanding`
pub async fn judge_send(desk: Desk, path: web::Path<Reference>, form: Sent<ChildForm>) -> Answer {
    let (reference, form) = (path.into_inner(), form.0);
    let (at, sent) = (reference.clone(), form.clone());
    let done = desk
        .work(move |db, actor, now| {
            known(db, actor, &at)?;
            child::judge(db, actor, &at, sent.read()?, now)
        })
        .await;
    match done {
        Ok(()) => {
            let to = format!("/requests/{reference}/identity");
            desk.said(&to, "What you found is kept.")
        }
        Err(problem) if problem.kind == Kind::Invalid => {
            let shown = Shown { problem: Some(problem), child: form, ..Shown::default() };
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
