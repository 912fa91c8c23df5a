//! The public form. It never says whether somebody is known.

use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;

use super::{
    Options, RequestForm, fields_or_problem, format_options, language_options, receive_options,
    with_errors,
};
use crate::access::{Action, may};
use crate::calendar::words;
use crate::db::DbError;
use crate::law::RequesterKind;
use crate::requests::{Reference, actions};
use crate::web::{Answer, Sent, Shell, Visitor, see_other};

/// `GET /`: everybody's own first page.
pub async fn home(visitor: Visitor) -> Answer {
    let to = match visitor.actor() {
        None => "/ask",
        Some(actor) if may(&actor, Action::SeeRequests) => "/requests",
        Some(actor) if may(&actor, Action::ManageStaff) => "/staff",
        Some(_) => "/account",
    };
    Ok(see_other(to))
}

#[derive(Template)]
#[template(path = "requests/ask.html")]
struct AskPage {
    shell: Shell,
    form: RequestForm,
    kinds: Options,
    ways: Options,
    languages: Options,
    formats: Options,
    phone: String,
    email: String,
}

impl AskPage {
    fn of(visitor: &Visitor, shell: Shell, form: RequestForm) -> Self {
        let from = &visitor.services.settings.controller;
        Self {
            shell,
            form,
            kinds: [
                (RequesterKind::AdultSelf, "About me"),
                (RequesterKind::CareLeaver, "About me; I was in care"),
                (RequesterKind::ChildCompetent, "About me; I am under 18"),
                (
                    RequesterKind::ParentPr,
                    "About my child, or a child I have parental responsibility for",
                ),
                (RequesterKind::Solicitor, "About my client; I am their solicitor"),
                (
                    RequesterKind::AuthorisedRepresentative,
                    "About somebody who has asked me to act for them",
                ),
                (RequesterKind::Attorney, "About somebody for whom I have power of attorney"),
                (RequesterKind::CourtAppointed, "About somebody for whom a court has appointed me"),
                (RequesterKind::ParentNoPr, "About a relative, and none of these"),
            ]
            .map(|(kind, words)| (kind.name(), words.to_owned()))
            .to_vec(),
            ways: receive_options(),
            languages: language_options(),
            formats: format_options(),
            phone: from.phone.clone(),
            email: from.email.clone(),
        }
    }
}

/// `GET /ask`
pub async fn ask_form(visitor: Visitor) -> Answer {
    visitor.page(&AskPage::of(&visitor, visitor.shell(), RequestForm::default()))
}

/// `POST /ask`
pub async fn ask_send(visitor: Visitor, form: Sent<RequestForm>) -> Answer {
    let form = form.0;
    let (mut fields, wrong_dates) = form.fields();
    let settings = visitor.services.settings.clone();
    fields.received_on = Some(visitor.today());
    fields.received_how = "form".into();
    fields.nation = settings.controller.nation.clone();
    let (source, today) = (visitor.source(), visitor.today());
    let outcome = visitor
        .work(move |db, now| {
            if !wrong_dates.is_empty() {
                let mut wrong = wrong_dates;
                wrong.extend(fields.read(today).err().unwrap_or_default());
                return Ok::<_, DbError>(Err(actions::NotDone::InvalidFields(wrong)));
            }
            Ok(actions::send_in(db, &fields, &source, &settings, now))
        })
        .await?;
    match fields_or_problem(outcome)? {
        Ok((reference, due)) => {
            let by = due.map_or_else(String::new, |due| format!("?by={due}"));
            Ok(see_other(&format!("/ask/sent/{reference}{by}")))
        }
        Err(wrong) => {
            let shell = with_errors(visitor.shell(), &wrong);
            let page = AskPage::of(&visitor, shell, form);
            visitor.page_as(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

#[derive(Template)]
#[template(path = "requests/sent.html")]
struct SentPage {
    shell: Shell,
    reference: Reference,
    by: Option<String>,
    phone: String,
    email: String,
}

#[derive(serde::Deserialize)]
pub struct By {
    by: Option<chrono::NaiveDate>,
}

/// `GET /ask/sent/{reference}`: looks nothing up, so it tells nobody anything they did not bring.
pub async fn ask_sent(
    visitor: Visitor,
    reference: web::Path<Reference>,
    by: web::Query<By>,
) -> Answer {
    let from = &visitor.services.settings.controller;
    visitor.page(&SentPage {
        shell: visitor.shell(),
        reference: reference.into_inner(),
        by: by.by.map(words),
        phone: from.phone.clone(),
        email: from.email.clone(),
    })
}
