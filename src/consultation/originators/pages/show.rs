//! One consultation, as staff see it: whom, about what, what was said, what was decided.

use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;
use chrono::NaiveDateTime;
use serde::Deserialize;

use super::super::actions::{self, NewConsultation};
use super::super::conclude::{Conclusion, conclude};
use super::super::state::{Outcome, Standing};
use super::super::store::{self, ConsultationRow, PassageRow};
use super::passages::{PassageForm, marks};
use super::selected::Selected;
use crate::access::{Action, allow, may};
use crate::calendar::words as day_words;
use crate::db::{DbError, Id};
use crate::people;
use crate::problem::{Invalid, Kind};
use crate::records;
use crate::requests::{NotDone, Reference, RequestHead, head, known};
use crate::web::{Answer, Desk, HttpProblem, NoFields, Sent, Shell, moment};

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DraftForm {
    name: String,
    email: String,
    question: String,
    circle: String,
    /// Where the passage stands, where one was selected in the review.
    item: String,
    page: String,
    first: String,
    last: String,
}

impl DraftForm {
    fn selected(&self) -> Selected {
        let Self { item, page, first, last, .. } = self.clone();
        Selected { item, page, first, last }
    }
}

#[derive(Template)]
#[template(path = "consultation/new.html")]
struct DraftPage {
    shell: Shell,
    head: RequestHead,
    form: DraftForm,
    circle: Vec<(String, String)>,
    /// The words of the passage that was selected.
    words: Option<String>,
    /// Who is about to be asked already.
    drafts: Vec<(Id, String)>,
}

/// `GET /requests/{reference}/consultations/new`
pub async fn draft_form(
    desk: Desk,
    path: web::Path<Reference>,
    selected: web::Query<Selected>,
) -> Answer {
    let Selected { item, page, first, last } = selected.into_inner();
    let form = DraftForm { item, page, first, last, ..DraftForm::default() };
    show_draft(desk, path.into_inner(), form, None).await
}

async fn show_draft(
    desk: Desk,
    reference: Reference,
    form: DraftForm,
    problem: Option<HttpProblem>,
) -> Answer {
    let today = desk.today();
    let selected = form.selected();
    let words = if selected.is_none() {
        None
    } else {
        Some(selected.chosen(&desk, &reference).await?.words)
    };
    let (head, people, drafts) = desk
        .work(move |db, actor, _| {
            let request = known(db, actor, &reference)?;
            allow(actor, Action::Consult, &[])?;
            let head = head(db, actor, &request, today)?.at("consultations");
            let mut open = store::of_request(db, request.id).map_err(DbError::from)?;
            open.retain(|row| row.state == Standing::Drafted);
            let drafts = open.into_iter().map(|row| (row.id, row.person_name)).collect();
            Ok::<_, NotDone>((head, people::circle(db, request.subject_id)?, drafts))
        })
        .await?;
    let mut circle = vec![(String::new(), "Nobody who is listed there".to_owned())];
    circle.extend(
        people
            .into_iter()
            .filter(|person| !person.safeguarding)
            .map(|person| (person.id.to_string(), format!("{}, {}", person.name, person.relation))),
    );
    let mut shell = crumbs(desk.shell(), &head.reference)
        .crumb("Ask somebody", format!("/requests/{}/consultations/new", head.reference));
    let mut status = StatusCode::OK;
    if let Some(problem) = problem {
        status = StatusCode::UNPROCESSABLE_ENTITY;
        shell = shell.error(&problem.words, problem.field.as_deref().unwrap_or("name"));
    }
    desk.page_as(status, &DraftPage { shell, head, form, circle, words, drafts })
}

pub(in crate::consultation) fn crumbs(shell: Shell, reference: &str) -> Shell {
    shell
        .crumb("Requests", "/requests")
        .crumb(reference, format!("/requests/{reference}"))
        .crumb("Consultations", format!("/requests/{reference}/consultations"))
}

/// `POST /requests/{reference}/consultations`
pub async fn draft_send(desk: Desk, path: web::Path<Reference>, form: Sent<DraftForm>) -> Answer {
    let (reference, form) = (path.into_inner(), form.0);
    let (at, sent, selected) = (reference.clone(), form.clone(), form.selected());
    let about = if selected.is_none() {
        None
    } else {
        Some(selected.chosen(&desk, &reference).await?.passage)
    };
    let done = desk
        .work(move |db, actor, now| {
            let circle = match sent.circle.as_str() {
                "" => None,
                id => {
                    Some(id.parse().map_err(|_| Invalid::new("circle", "choose somebody listed"))?)
                }
            };
            let new = NewConsultation {
                name: sent.name,
                email: sent.email,
                question: sent.question,
                circle,
            };
            match &about {
                Some(passage) => actions::draft_about(db, actor, &at, (new, passage), now),
                None => actions::draft(db, actor, &at, new, now),
            }
        })
        .await;
    match done {
        Ok(id) => desk.said(
            &format!("/requests/{reference}/consultations/{id}"),
            if form.selected().is_none() {
                "It is drafted. Now choose the passages to ask about."
            } else {
                "It is drafted with the passage you selected. You can add others."
            },
        ),
        Err(problem) if problem.kind == Kind::Invalid => {
            show_draft(desk, reference, form, Some(problem)).await
        }
        Err(problem) => Err(problem),
    }
}

/// What the forms of the page hold when it comes back.
#[derive(Debug, Clone, Default)]
pub(super) struct Forms {
    passage: PassageForm,
    steps: String,
    outcome: String,
    reasons: String,
    replies: Vec<(i64, String)>,
}

impl Forms {
    pub(super) fn of(passage: PassageForm) -> Self {
        Self { passage, ..Self::default() }
    }
}

#[derive(Template)]
#[template(path = "consultation/show.html")]
struct ShowPage {
    shell: Shell,
    head: RequestHead,
    row: ConsultationRow,
    passages: Vec<(PassageRow, i64)>,
    marks: Vec<(String, String)>,
    outcomes: Vec<(String, String)>,
    forms: Forms,
    may_prepare: bool,
    may_decide: bool,
    own_draft: bool,
}

impl ShowPage {
    fn is(&self, name: &str) -> bool {
        self.row.state.name() == name
    }

    fn heard(&self) -> bool {
        matches!(self.row.state, Standing::Responded | Standing::NoResponse | Standing::Unlocatable)
    }

    fn waits(&self) -> bool {
        self.row.state.after(super::super::Event::NotFound).is_ok()
    }

    fn until(&self) -> String {
        self.row.answer_by.map(day_words).unwrap_or_default()
    }

    fn moment(&self, at: &NaiveDateTime) -> String {
        moment(at)
    }

    fn reply(&self, passage: &PassageRow) -> String {
        let typed = self.forms.replies.iter().find(|(n, _)| *n == passage.number);
        typed.map_or_else(|| passage.reply.clone(), |(_, words)| words.clone())
    }
}

/// `GET /requests/{reference}/consultations/{id}`
pub async fn show_one(desk: Desk, path: web::Path<(Reference, Id)>) -> Answer {
    let (reference, id) = path.into_inner();
    show(desk, reference, id, Forms::default(), None).await
}

async fn show(
    desk: Desk,
    reference: Reference,
    id: Id,
    forms: Forms,
    problem: Option<HttpProblem>,
) -> Answer {
    let today = desk.today();
    let mut shell = crumbs(desk.shell(), reference.as_str())
        .crumb("Consultation", format!("/requests/{reference}/consultations/{id}"));
    let mut status = StatusCode::OK;
    if let Some(problem) = problem {
        status = StatusCode::UNPROCESSABLE_ENTITY;
        shell = shell.error(&problem.words, problem.field.as_deref().unwrap_or("from"));
    }
    let page = desk
        .work(move |db, actor, _| {
            let (request, row) = actions::known(db, actor, &reference, id)?;
            allow(actor, Action::SeeRecord, &[])?;
            let head = head(db, actor, &request, today)?.at("consultations");
            let mut passages = store::passages_of_request(db, request.id).map_err(DbError::from)?;
            let sight = records::sight(db, request.id, actor)?;
            passages.retain(|(one, _)| one.consultation_id == id && sight.sees(one.item_id));
            let drafting = row.state == Standing::Drafted;
            let marks = if drafting { marks(db, request.id, actor)? } else { Vec::new() };
            Ok::<_, NotDone>(ShowPage {
                may_prepare: may(actor, Action::Consult),
                may_decide: may(actor, Action::DecideConsultation),
                own_draft: row.drafted_by == actor.id,
                outcomes: Outcome::ALL
                    .iter()
                    .map(|o| (o.name().to_owned(), o.words().to_owned()))
                    .collect(),
                shell,
                head,
                row,
                passages,
                marks,
                forms,
            })
        })
        .await?;
    desk.page_as(status, &page)
}

/// `POST /requests/{reference}/consultations/{id}/approval`
pub async fn approve_send(
    desk: Desk,
    path: web::Path<(Reference, Id)>,
    _: Sent<NoFields>,
) -> Answer {
    let (reference, id) = path.into_inner();
    let (at, services) = (reference.clone(), desk.services.clone());
    let done = desk
        .work(move |db, actor, now| actions::approve(db, actor, &at, id, &services.settings, now))
        .await;
    let words = match done {
        Ok(Standing::ApprovedToSend) => "It is approved. There is no address to send it to yet.",
        _ => "It is approved and on its way.",
    };
    after(desk, reference, id, done.map(drop), words, Forms::default()).await
}

/// `POST /requests/{reference}/consultations/{id}/dropping`
pub async fn drop_send(desk: Desk, path: web::Path<(Reference, Id)>, _: Sent<NoFields>) -> Answer {
    let (reference, id) = path.into_inner();
    let at = reference.clone();
    let done = desk.work(move |db, actor, now| actions::drop_draft(db, actor, &at, id, now)).await;
    after(desk, reference, id, done, "It will not be sent.", Forms::default()).await
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct StepsForm {
    steps: String,
}

/// `POST /requests/{reference}/consultations/{id}/tracing`: they could not be found.
pub async fn not_found_send(
    desk: Desk,
    path: web::Path<(Reference, Id)>,
    form: Sent<StepsForm>,
) -> Answer {
    let ((reference, id), steps) = (path.into_inner(), form.0.steps);
    let (at, said) = (reference.clone(), steps.clone());
    let done =
        desk.work(move |db, actor, now| actions::not_found(db, actor, &at, id, &said, now)).await;
    let forms = Forms { steps, ..Forms::default() };
    after(desk, reference, id, done, "What was tried is on file.", forms).await
}

/// `POST /requests/{reference}/consultations/{id}/conclusion`
pub async fn conclude_send(
    desk: Desk,
    path: web::Path<(Reference, Id)>,
    form: Sent<Vec<(String, String)>>,
) -> Answer {
    let (reference, id) = path.into_inner();
    let mut forms = Forms::default();
    for (name, value) in form.0 {
        match name.as_str() {
            "outcome" => forms.outcome = value,
            "reasons" => forms.reasons = value,
            "steps" => forms.steps = value,
            _ => match name.strip_prefix("reply_").and_then(|n| n.parse().ok()) {
                Some(number) => forms.replies.push((number, value)),
                None => {
                    let words = "the form has a field that is not known";
                    return Err(HttpProblem::of(Kind::Invalid, words));
                }
            },
        }
    }
    let conclusion = Conclusion {
        outcome: Outcome::from_name(&forms.outcome),
        reasons: forms.reasons.clone(),
        replies: forms.replies.clone(),
        steps: forms.steps.clone(),
    };
    let at = reference.clone();
    let done =
        desk.work(move |db, actor, now| conclude(db, actor, &at, id, &conclusion, now)).await;
    after(desk, reference, id, done, "The consultation is concluded.", forms).await
}

pub(super) async fn after(
    desk: Desk,
    reference: Reference,
    id: Id,
    done: Result<(), HttpProblem>,
    words: &str,
    forms: Forms,
) -> Answer {
    match done {
        Ok(()) => desk.said(&format!("/requests/{reference}/consultations/{id}"), words),
        Err(problem) if problem.kind == Kind::Invalid => {
            show(desk, reference, id, forms, Some(problem)).await
        }
        Err(problem) => Err(problem),
    }
}
