//! Intake by staff.

use actix_web::http::StatusCode;
use askama::Template;

use super::{
    Options, RequestForm, fields_or_problem, format_options, language_options, receive_options,
    requester_options, with_errors,
};
use crate::calendar::Nation;
use crate::db::DbError;
use crate::requests::ReceivedHow;
use crate::requests::actions::{self, NotDone};
use crate::web::{Answer, Desk, Sent, Shell};

#[derive(Template)]
#[template(path = "requests/new.html")]
struct NewPage {
    shell: Shell,
    form: RequestForm,
    kinds: Options,
    ways: Options,
    languages: Options,
    formats: Options,
    hows: Options,
    nations: Options,
}

impl NewPage {
    fn of(shell: Shell, form: RequestForm) -> Self {
        Self {
            shell,
            form,
            kinds: requester_options(),
            ways: receive_options(),
            languages: language_options(),
            formats: format_options(),
            hows: ReceivedHow::ALL.iter().map(|how| (how.name(), how.words().to_owned())).collect(),
            nations: [Nation::England, Nation::Wales, Nation::Scotland, Nation::NorthernIreland]
                .map(|nation| (nation.name(), nation.words().to_owned()))
                .to_vec(),
        }
    }
}

fn shell(desk: &Desk) -> Shell {
    desk.shell().crumb("Requests", "/requests").crumb("Register a request", "/requests/new")
}

/// `GET /requests/new`
pub async fn new_form(desk: Desk) -> Answer {
    let form = RequestForm {
        nation: desk.services.settings.controller.nation.clone(),
        ..RequestForm::default()
    };
    desk.page(&NewPage::of(shell(&desk), form))
}

/// `POST /requests`
pub async fn register_send(desk: Desk, form: Sent<RequestForm>) -> Answer {
    let form = form.0;
    let (fields, wrong_dates) = form.fields();
    let (settings, today) = (desk.services.settings.clone(), desk.today());
    let outcome = desk
        .work(move |db, actor, now| {
            if !wrong_dates.is_empty() {
                let mut wrong = wrong_dates;
                wrong.extend(fields.read(today).err().unwrap_or_default());
                return Ok::<_, DbError>(Err(NotDone::InvalidFields(wrong)));
            }
            Ok(actions::register(db, actor, &fields, &settings, now))
        })
        .await?;
    match fields_or_problem(outcome)? {
        Ok(reference) => {
            desk.said(&format!("/requests/{reference}"), "The request is registered. It is yours.")
        }
        Err(wrong) => {
            let shell = with_errors(shell(&desk), &wrong);
            desk.page_as(StatusCode::UNPROCESSABLE_ENTITY, &NewPage::of(shell, form))
        }
    }
}
