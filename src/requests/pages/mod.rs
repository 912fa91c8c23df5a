//! The public form, the board, intake by staff, a request's own pages, and its people.

mod api;
mod ask;
mod board;
mod intake;
mod people;
mod preferences;
mod show;
mod work;

pub use api::list_json;
pub use ask::{ask_form, ask_send, ask_sent, home};
pub use board::board;
pub use intake::{new_form, register_send};
pub use people::{
    add_person, change_person, change_subject, people, person_form, remove_person, restore_person,
};
pub use preferences::{preferences_form, preferences_save};
pub use show::show;
pub use work::{
    ask_clarification, assign, explain_lateness, extend, note, scope, set_owner, step_on,
};

use serde::Deserialize;

use super::asked::{AskedFields, day_of};
use super::{NotDone, Reference};
use crate::letters::capital;
use crate::problem::Invalid;
use crate::web::{Desk, HttpProblem, Shell};

/// Pairs of value and words for a list to choose from.
type Options = Vec<(&'static str, String)>;

/// The kinds of requester, as another capability's form offers them.
pub fn asked_kinds() -> Options {
    requester_options()
}

fn requester_options() -> Options {
    super::asked::REQUESTERS.iter().map(|kind| (kind.name(), capital(kind.words()))).collect()
}

fn receive_options() -> Options {
    super::asked::ReceiveBy::ALL.iter().map(|way| (way.name(), way.words().to_owned())).collect()
}

fn language_options() -> Options {
    super::Spoken::ALL.iter().map(|one| (one.name(), one.words().to_owned())).collect()
}

fn format_options() -> Options {
    super::Format::ALL.iter().map(|one| (one.name(), one.words().to_owned())).collect()
}

/// The way back to a request.
fn crumbs(desk: &Desk, reference: &Reference) -> Shell {
    desk.shell()
        .crumb("Requests", "/requests")
        .crumb(reference.as_str(), format!("/requests/{reference}"))
}

/// What both forms of a request send. Fields that a form does not have stay empty.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RequestForm {
    pub subject_name: String,
    pub other_names: String,
    pub born_on_day: String,
    pub born_on_month: String,
    pub born_on_year: String,
    pub requester_kind: String,
    pub requester_name: String,
    pub email: String,
    pub phone: String,
    pub address: String,
    pub asked_for: String,
    pub receive_by: String,
    pub needs: String,
    pub received_on_day: String,
    pub received_on_month: String,
    pub received_on_year: String,
    pub received_how: String,
    pub nation: String,
    pub language: String,
    pub other_language: String,
    pub format: String,
    pub interpreter: bool,
    pub reader: bool,
    pub staged: bool,
}

impl RequestForm {
    /// The fields, and what is wrong with the dates among them.
    fn fields(&self) -> (AskedFields, Vec<Invalid>) {
        let mut wrong = Vec::new();
        let mut day = |field, parts| {
            day_of(field, parts).unwrap_or_else(|invalid| {
                wrong.push(invalid);
                None
            })
        };
        let born_on =
            day("born_on", [&*self.born_on_day, &*self.born_on_month, &*self.born_on_year]);
        let received_on = day(
            "received_on",
            [&*self.received_on_day, &*self.received_on_month, &*self.received_on_year],
        );
        let fields = AskedFields {
            subject_name: self.subject_name.clone(),
            other_names: self.other_names.clone(),
            born_on,
            requester_kind: self.requester_kind.clone(),
            requester_name: self.requester_name.clone(),
            email: self.email.clone(),
            phone: self.phone.clone(),
            address: self.address.clone(),
            asked_for: self.asked_for.clone(),
            receive_by: self.receive_by.clone(),
            needs: self.needs.clone(),
            received_on,
            received_how: self.received_how.clone(),
            nation: self.nation.clone(),
            language: self.language.clone(),
            other_language: self.other_language.clone(),
            format: self.format.clone(),
            interpreter: self.interpreter,
            reader: self.reader,
            staged: self.staged,
        };
        (fields, wrong)
    }
}

/// Points the error summary at every field that could not be taken, each once.
fn with_errors(mut shell: Shell, wrong: &[Invalid]) -> Shell {
    for invalid in wrong {
        if shell.error_at(invalid.field).is_none() {
            shell = shell.error(&invalid.words, invalid.field);
        }
    }
    shell
}

/// The fields that a verb could not take; any other problem goes on to the reader.
fn fields_or_problem<T>(
    outcome: Result<T, NotDone>,
) -> Result<Result<T, Vec<Invalid>>, HttpProblem> {
    match outcome {
        Ok(value) => Ok(Ok(value)),
        Err(NotDone::InvalidFields(wrong)) => Ok(Err(wrong)),
        Err(NotDone::Invalid(wrong)) => Ok(Err(vec![wrong])),
        Err(problem) => Err(HttpProblem::from(&problem)),
    }
}
