//! The subject and the people around them.

use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;
use serde::Deserialize;

use super::{Options, crumbs};
use crate::access::{Action, may};
use crate::db::Id;
use crate::people::{self, NewSubject, NotKept, Person, PersonKind, Stranger, Subject};
use crate::problem::Kind;
use crate::requests::actions::{self, NotDone};
use crate::requests::asked::day_of;
use crate::requests::{Reference, RequestHead, head};
use crate::web::{Answer, Desk, HttpProblem, NoFields, Sent, Shell};

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SubjectForm {
    subject_name: String,
    born_on_day: String,
    born_on_month: String,
    born_on_year: String,
    number: String,
    other_names: String,
}

impl SubjectForm {
    fn of(subject: &Subject) -> Self {
        let part = |format: &str| {
            subject.born_on.map(|born| born.format(format).to_string()).unwrap_or_default()
        };
        Self {
            subject_name: subject.name.clone(),
            born_on_day: part("%-d"),
            born_on_month: part("%-m"),
            born_on_year: part("%Y"),
            number: subject.number.clone(),
            other_names: subject.other_names.clone(),
        }
    }
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PersonForm {
    kind: String,
    name: String,
    relation: String,
    organisation: String,
    aliases: String,
    safeguarding: bool,
    note: String,
}

impl PersonForm {
    fn of(person: &Person) -> Self {
        Self {
            kind: person.kind.name().to_owned(),
            name: person.name.clone(),
            relation: person.relation.clone(),
            organisation: person.organisation.clone(),
            aliases: person.aliases.join("\n"),
            safeguarding: person.safeguarding,
            note: person.note.clone(),
        }
    }

    fn read(&self) -> Result<Stranger, crate::problem::Invalid> {
        let kind = PersonKind::from_name(&self.kind).ok_or_else(|| {
            crate::problem::Invalid::new("kind", "say whether they are named for their work")
        })?;
        Ok(Stranger {
            kind,
            name: self.name.clone(),
            relation: self.relation.clone(),
            organisation: self.organisation.clone(),
            safeguarding: self.safeguarding,
            note: self.note.clone(),
            aliases: self.aliases.lines().map(str::to_owned).collect(),
        })
    }
}

fn kinds() -> Options {
    vec![
        (
            PersonKind::ThirdParty.name(),
            "Third party: family, friend, neighbour, another child".into(),
        ),
        (PersonKind::Professional.name(), "Professional: named for their work".into()),
    ]
}

#[derive(Template)]
#[template(path = "people/index.html")]
struct PeoplePage {
    shell: Shell,
    head: RequestHead,
    subject: SubjectForm,
    circle: Vec<Person>,
    form: PersonForm,
    kinds: Options,
    may_change: bool,
    /// Somebody who was just removed, and can be put back.
    removed: Option<Person>,
}

#[derive(Deserialize)]
pub struct JustRemoved {
    removed: Option<Id>,
}

/// `GET /requests/{reference}/people`
pub async fn people(
    desk: Desk,
    path: web::Path<Reference>,
    removed: web::Query<JustRemoved>,
) -> Answer {
    let shown = Shown { removed: removed.removed, ..Shown::default() };
    show(desk, path.into_inner(), shown).await
}

#[derive(Default)]
struct Shown {
    removed: Option<Id>,
    problem: Option<HttpProblem>,
    subject: Option<SubjectForm>,
    form: PersonForm,
}

async fn show(desk: Desk, reference: Reference, shown: Shown) -> Answer {
    let (today, at, removed) = (desk.today(), reference.clone(), shown.removed);
    let (head, subject, circle, removed) = desk
        .work(move |db, actor, _| {
            let request = actions::known(db, actor, &at)?;
            crate::access::allow(actor, Action::SeeRecord, &[])?;
            let removed = match removed {
                Some(id) => people::person(db, request.subject_id, id)?,
                None => None,
            };
            let subject = people::subject(db, request.subject_id)?;
            let circle = people::circle(db, request.subject_id)?;
            Ok::<_, NotDone>((
                head(db, actor, &request, today)?.at("people"),
                subject,
                circle,
                removed,
            ))
        })
        .await?;
    let mut shell =
        crumbs(&desk, &reference).crumb("People", format!("/requests/{reference}/people"));
    let status = match &shown.problem {
        Some(problem) => {
            shell = shell.error(&problem.words, problem.field.as_deref().unwrap_or("name"));
            StatusCode::UNPROCESSABLE_ENTITY
        }
        None => StatusCode::OK,
    };
    let page = PeoplePage {
        shell,
        head,
        subject: shown
            .subject
            .or_else(|| subject.as_ref().map(SubjectForm::of))
            .unwrap_or_default(),
        circle,
        form: shown.form,
        kinds: kinds(),
        may_change: may(&desk.actor, Action::ManageCircle),
        removed: removed.filter(|person| person.removed_at.is_some()),
    };
    desk.page_as(status, &page)
}

/// `POST /requests/{reference}/people/subject`
pub async fn change_subject(
    desk: Desk,
    path: web::Path<Reference>,
    form: Sent<SubjectForm>,
) -> Answer {
    let (reference, form) = (path.into_inner(), form.0);
    let (at, sent) = (reference.clone(), form.clone());
    let done = desk
        .work(move |db, actor, now| {
            let request = actions::known(db, actor, &at)?;
            let parts = [&*sent.born_on_day, &*sent.born_on_month, &*sent.born_on_year];
            let subject = NewSubject {
                name: sent.subject_name,
                born_on: day_of("born_on", parts)?,
                number: sent.number,
                other_names: sent.other_names,
            };
            let id = request.subject_id;
            people::change_subject(db, actor, request.id, id, subject, now)?;
            Ok::<_, NotDone>(())
        })
        .await;
    match done {
        Ok(()) => desk.said(&format!("/requests/{reference}/people"), "The facts are kept."),
        Err(problem) if problem.kind == Kind::Invalid => {
            let shown = Shown { problem: Some(problem), subject: Some(form), ..Shown::default() };
            show(desk, reference, shown).await
        }
        Err(problem) => Err(problem),
    }
}

/// `POST /requests/{reference}/people`
pub async fn add_person(desk: Desk, path: web::Path<Reference>, form: Sent<PersonForm>) -> Answer {
    let (reference, form) = (path.into_inner(), form.0);
    let (at, sent) = (reference.clone(), form.clone());
    let done = desk
        .work(move |db, actor, now| {
            let request = actions::known(db, actor, &at)?;
            let person = sent.read()?;
            people::add_person(db, actor, request.id, request.subject_id, person, now)?;
            Ok::<_, NotDone>(())
        })
        .await;
    match done {
        Ok(()) => desk.said(&format!("/requests/{reference}/people"), "The person is added."),
        Err(problem) if problem.kind == Kind::Invalid => {
            let shown = Shown { problem: Some(problem), form, ..Shown::default() };
            show(desk, reference, shown).await
        }
        Err(problem) => Err(problem),
    }
}

#[derive(Template)]
#[template(path = "people/person.html")]
struct PersonPage {
    shell: Shell,
    head: RequestHead,
    id: Id,
    form: PersonForm,
    kinds: Options,
}

async fn show_person(
    desk: Desk,
    reference: Reference,
    id: Id,
    problem: Option<(HttpProblem, PersonForm)>,
) -> Answer {
    let (today, at) = (desk.today(), reference.clone());
    let (head, person) = desk
        .work(move |db, actor, _| {
            let request = actions::known(db, actor, &at)?;
            crate::access::allow(actor, Action::ManageCircle, &[])?;
            let person = people::person(db, request.subject_id, id)?.ok_or(NotKept::Unknown)?;
            Ok::<_, NotDone>((head(db, actor, &request, today)?.at("people"), person))
        })
        .await?;
    let mut shell = crumbs(&desk, &reference)
        .crumb("People", format!("/requests/{reference}/people"))
        .crumb("Change somebody", format!("/requests/{reference}/people/{id}"));
    let (status, form) = match problem {
        Some((problem, form)) => {
            shell = shell.error(&problem.words, problem.field.as_deref().unwrap_or("name"));
            (StatusCode::UNPROCESSABLE_ENTITY, form)
        }
        None => (StatusCode::OK, PersonForm::of(&person)),
    };
    desk.page_as(status, &PersonPage { shell, head, id, form, kinds: kinds() })
}

/// `GET /requests/{reference}/people/{id}`
pub async fn person_form(desk: Desk, path: web::Path<(Reference, Id)>) -> Answer {
    let (reference, id) = path.into_inner();
    show_person(desk, reference, id, None).await
}

/// `POST /requests/{reference}/people/{id}`
pub async fn change_person(
    desk: Desk,
    path: web::Path<(Reference, Id)>,
    form: Sent<PersonForm>,
) -> Answer {
    let ((reference, id), form) = (path.into_inner(), form.0);
    let (at, sent) = (reference.clone(), form.clone());
    let done = desk
        .work(move |db, actor, now| {
            let request = actions::known(db, actor, &at)?;
            let person = sent.read()?;
            people::change_person(db, actor, request.id, request.subject_id, id, person, now)?;
            Ok::<_, NotDone>(())
        })
        .await;
    match done {
        Ok(()) => desk.said(&format!("/requests/{reference}/people"), "The change is kept."),
        Err(problem) if problem.kind == Kind::Invalid => {
            show_person(desk, reference, id, Some((problem, form))).await
        }
        Err(problem) => Err(problem),
    }
}

/// `POST /requests/{reference}/people/{id}/removal`
pub async fn remove_person(
    desk: Desk,
    path: web::Path<(Reference, Id)>,
    _: Sent<NoFields>,
) -> Answer {
    let (reference, id) = path.into_inner();
    let at = reference.clone();
    desk.work(move |db, actor, now| {
        let request = actions::known(db, actor, &at)?;
        people::remove_person(db, actor, request.id, request.subject_id, id, now)?;
        Ok::<_, NotDone>(())
    })
    .await?;
    let to = format!("/requests/{reference}/people?removed={id}");
    desk.said(&to, "The person is removed.")
}

/// `POST /requests/{reference}/people/{id}/restoring`
pub async fn restore_person(
    desk: Desk,
    path: web::Path<(Reference, Id)>,
    _: Sent<NoFields>,
) -> Answer {
    let (reference, id) = path.into_inner();
    let at = reference.clone();
    desk.work(move |db, actor, now| {
        let request = actions::known(db, actor, &at)?;
        people::restore_person(db, actor, request.id, request.subject_id, id, now)?;
        Ok::<_, NotDone>(())
    })
    .await?;
    desk.said(&format!("/requests/{reference}/people"), "The person is back.")
}
