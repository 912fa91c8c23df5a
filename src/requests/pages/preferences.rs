//! How the requester would like to be written to.

use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;
use serde::Deserialize;

use super::{Options, crumbs, format_options, language_options};
use crate::access::{Action, allow};
use crate::people;
use crate::problem::{Invalid, Kind};
use crate::requests::actions::{self, NotDone};
use crate::requests::{
    Format, Preferences, Reference, RequestHead, RequestRow, Spoken, head, is_of_a_child,
    preferences,
};
use crate::web::{Answer, Desk, HttpProblem, Sent, Shell};

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PreferencesForm {
    language: String,
    other_language: String,
    format: String,
    interpreter: bool,
    reader: bool,
    staged: bool,
    childs_language: String,
    carers_language: String,
}

impl From<Preferences> for PreferencesForm {
    fn from(kept: Preferences) -> Self {
        Self {
            language: kept.language.name().into(),
            other_language: kept.other_language,
            format: kept.format.name().into(),
            interpreter: kept.interpreter,
            reader: kept.reader,
            staged: kept.staged,
            childs_language: kept.childs_language,
            carers_language: kept.carers_language,
        }
    }
}

impl PreferencesForm {
    fn read(self) -> Result<Preferences, Invalid> {
        let language = Spoken::from_name(&self.language)
            .ok_or_else(|| Invalid::new("language", "choose a language"))?;
        let format = Format::from_name(&self.format)
            .ok_or_else(|| Invalid::new("format", "choose a form"))?;
        Ok(Preferences {
            language,
            other_language: self.other_language,
            format,
            interpreter: self.interpreter,
            reader: self.reader,
            staged: self.staged,
            childs_language: self.childs_language,
            carers_language: self.carers_language,
        })
    }
}

#[derive(Template)]
#[template(path = "requests/preferences.html")]
struct PreferencesPage {
    shell: Shell,
    head: RequestHead,
    request: RequestRow,
    form: PreferencesForm,
    languages: Options,
    formats: Options,
    of_a_child: bool,
}

/// `GET /requests/{reference}/preferences`
pub async fn preferences_form(desk: Desk, path: web::Path<Reference>) -> Answer {
    page(desk, path.into_inner(), None).await
}

async fn page(
    desk: Desk,
    reference: Reference,
    sent: Option<(PreferencesForm, HttpProblem)>,
) -> Answer {
    let (today, at) = (desk.today(), reference.clone());
    let (request, head, kept, subject) = desk
        .work(move |db, actor, _| {
            let request = actions::known(db, actor, &at)?;
            allow(actor, Action::ManageRequest, &[])?;
            let head = head(db, actor, &request, today)?;
            let kept = preferences(db, &request)?;
            let subject = people::subject(db, request.subject_id)?;
            Ok::<_, NotDone>((request, head, kept, subject))
        })
        .await?;
    let mut shell = crumbs(&desk, &reference)
        .crumb("How to write to them", format!("/requests/{reference}/preferences"));
    let (form, status) = match sent {
        Some((form, problem)) => {
            shell = shell.error(&problem.words, problem.field.as_deref().unwrap_or("language"));
            (form, StatusCode::UNPROCESSABLE_ENTITY)
        }
        None => (kept.into(), StatusCode::OK),
    };
    let page = PreferencesPage {
        shell,
        head,
        form,
        languages: language_options(),
        formats: format_options(),
        of_a_child: is_of_a_child(&request.requester_kind, subject.as_ref(), today),
        request,
    };
    desk.page_as(status, &page)
}

/// `POST /requests/{reference}/preferences`
pub async fn preferences_save(
    desk: Desk,
    path: web::Path<Reference>,
    form: Sent<PreferencesForm>,
) -> Answer {
    let (reference, form) = (path.into_inner(), form.0);
    let (at, sent) = (reference.clone(), form.clone());
    let done = desk
        .work(move |db, actor, now| {
            // Those who may not know of the request learn nothing from their mistakes in its form.
            actions::known(db, actor, &at)?;
            actions::change_preferences(db, actor, &at, sent.read()?, now)
        })
        .await;
    match done {
        Ok(()) => desk.said(
            &format!("/requests/{reference}"),
            "It is written down. Letters and packs made from now on heed it.",
        ),
        Err(problem) if problem.kind == Kind::Invalid => {
            page(desk, reference, Some((form, problem))).await
        }
        Err(problem) => Err(problem),
    }
}
