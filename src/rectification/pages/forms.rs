//! The forms by which a correction comes in: the public one, and the one for staff.

use actix_web::http::StatusCode;
use askama::Template;
use serde::Deserialize;

use super::with_errors;
use crate::access::Who;
use crate::calendar::{Date, Nation};
use crate::db::{self, Db};
use crate::problem::Invalid;
use crate::rectification::actions::{self, Contested, NotCorrected};
use crate::rectification::{CorrectionForm, Passage};
use crate::requests::{self, Asked, AskedFields, ReceivedHow, Reference, asked_kinds, day_of};
use crate::web::{Answer, Desk, HttpProblem, Sent, Shell, Visitor, see_other};

type Options = Vec<(&'static str, String)>;

/// What both forms send. Fields that a form does not have stay empty.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AskForm {
    place: String,
    says: String,
    should_say: String,
    statement: String,
    wants_recipients: bool,
    subject_name: String,
    born_on_day: String,
    born_on_month: String,
    born_on_year: String,
    requester_kind: String,
    requester_name: String,
    email: String,
    phone: String,
    address: String,
    needs: String,
    received_on_day: String,
    received_on_month: String,
    received_on_year: String,
    received_how: String,
    nation: String,
    record: String,
}

impl AskForm {
    fn passage(&self) -> Result<Passage, Vec<Invalid>> {
        let Self { place, says, should_say, statement, .. } = self.clone();
        CorrectionForm { place, says, should_say, statement }.read()
    }

    /// The fields that every request has; what is asked for is what is contested, as it was written.
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
        let receive_by = if self.email.trim().is_empty() { "post" } else { "portal" };
        let fields = AskedFields {
            subject_name: self.subject_name.clone(),
            born_on,
            requester_kind: self.requester_kind.clone(),
            requester_name: self.requester_name.clone(),
            email: self.email.clone(),
            phone: self.phone.clone(),
            address: self.address.clone(),
            asked_for: format!("A correction: {}", self.place),
            receive_by: receive_by.into(),
            needs: self.needs.clone(),
            received_on,
            received_how: self.received_how.clone(),
            nation: self.nation.clone(),
            ..AskedFields::default()
        };
        (fields, wrong)
    }

    /// Everything that is wrong with the form, or what it says.
    fn read(&self, fields: &AskedFields, mut wrong: Vec<Invalid>, today: Date) -> Read {
        let passage = self.passage();
        let asked = fields.read(today);
        if let (Ok(passage), Ok(asked), true) = (&passage, &asked, wrong.is_empty()) {
            return Ok((asked.clone(), passage.clone()));
        }
        wrong.splice(0..0, passage.err().unwrap_or_default());
        wrong.extend(asked.err().unwrap_or_default());
        Err(wrong)
    }
}

type Read = Result<(Asked, Passage), Vec<Invalid>>;

#[derive(Template)]
#[template(path = "rectification/correct.html")]
struct CorrectPage {
    shell: Shell,
    form: AskForm,
    kinds: Options,
    phone: String,
    email: String,
}

impl CorrectPage {
    fn of(visitor: &Visitor, shell: Shell, form: AskForm) -> Self {
        let from = &visitor.services.settings.controller;
        Self {
            shell,
            form,
            kinds: asked_kinds(),
            phone: from.phone.clone(),
            email: from.email.clone(),
        }
    }
}

/// `GET /correct`
pub async fn correct_form(visitor: Visitor) -> Answer {
    visitor.page(&CorrectPage::of(&visitor, visitor.shell(), AskForm::default()))
}

/// `POST /correct`: nobody is looked up; known and unknown people are answered alike.
pub async fn correct_send(visitor: Visitor, form: Sent<AskForm>) -> Answer {
    let form = form.0;
    let (mut fields, wrong) = form.fields();
    let settings = visitor.services.settings.clone();
    fields.received_on = Some(visitor.today());
    fields.received_how = "form".into();
    fields.nation = settings.controller.nation.clone();
    match form.read(&fields, wrong, visitor.today()) {
        Ok((asked, passage)) => {
            let (source, wants_recipients) = (visitor.source(), form.wants_recipients);
            let opened = visitor
                .work(move |db, now| {
                    requests::within_limits(db, &source, now)?;
                    let contested = Contested { passage, wants_recipients, ..Contested::default() };
                    db::transaction(db, |db| {
                        actions::ask(db, &Who::Visitor, None, asked, &contested, &settings, now)
                    })
                })
                .await?;
            let by = opened.due.map_or_else(String::new, |due| format!("?by={due}"));
            Ok(see_other(&format!("/ask/sent/{}{by}", opened.reference)))
        }
        Err(wrong) => {
            let shell = with_errors(visitor.shell(), &wrong);
            let page = CorrectPage::of(&visitor, shell, form);
            visitor.page_as(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

#[derive(Template)]
#[template(path = "rectification/new.html")]
struct NewPage {
    shell: Shell,
    form: AskForm,
    kinds: Options,
    hows: Options,
    nations: Options,
}

impl NewPage {
    fn of(shell: Shell, form: AskForm) -> Self {
        Self {
            shell: shell
                .crumb("Requests", "/requests")
                .crumb("Register a correction", "/corrections/new"),
            form,
            kinds: asked_kinds(),
            hows: ReceivedHow::ALL.iter().map(|how| (how.name(), how.words().to_owned())).collect(),
            nations: [Nation::England, Nation::Wales, Nation::Scotland, Nation::NorthernIreland]
                .map(|nation| (nation.name(), nation.words().to_owned()))
                .to_vec(),
        }
    }
}

/// `GET /corrections/new`
pub async fn new_correction(desk: Desk) -> Answer {
    let form =
        AskForm { nation: desk.services.settings.controller.nation.clone(), ..AskForm::default() };
    desk.page(&NewPage::of(desk.shell(), form))
}

/// `POST /corrections`
pub async fn register_correction(desk: Desk, form: Sent<AskForm>) -> Answer {
    let form = form.0;
    let (fields, wrong) = form.fields();
    let (settings, today) = (desk.services.settings.clone(), desk.today());
    let read = form.read(&fields, wrong, today);
    let (record, wants_recipients) = (form.record.clone(), form.wants_recipients);
    let done = match read {
        Err(wrong) => Ok(Err(wrong)),
        Ok((_, passage)) => desk
            .work(move |db, by, now| {
                let contested = Contested {
                    record: record_of(db, by, &record)?,
                    passage,
                    wants_recipients,
                    ..Contested::default()
                };
                match actions::register(db, by, &fields, &contested, &settings, now) {
                    Err(NotCorrected::InvalidFields(wrong)) => Ok(Err(wrong)),
                    done => done.map(Ok),
                }
            })
            .await
            .or_else(named_field),
    };
    match done? {
        Ok(reference) => desk.said(
            &format!("/requests/{reference}/correction"),
            "The correction is registered. It is yours.",
        ),
        Err(wrong) => {
            let shell = with_errors(desk.shell(), &wrong);
            desk.page_as(StatusCode::UNPROCESSABLE_ENTITY, &NewPage::of(shell, form))
        }
    }
}

type Registered = Result<Reference, Vec<Invalid>>;

/// A problem of the one field that only the database can judge comes back with the form.
fn named_field(problem: HttpProblem) -> Result<Registered, HttpProblem> {
    match problem.field.as_deref() {
        Some("record") => Ok(Err(vec![Invalid::new("record", problem.words)])),
        Some(_) | None => Err(problem),
    }
}

/// The request whose record it is, and its subject, where one is named.
fn record_of(
    db: &mut Db,
    by: &crate::access::Actor,
    record: &str,
) -> Result<Option<(db::Id, db::Id)>, NotCorrected> {
    if record.trim().is_empty() {
        return Ok(None);
    }
    let wrong = || Invalid::new("record", "there is no such request for access that you work on");
    let reference: Reference = record.parse().map_err(|_| wrong())?;
    let found = requests::seen_by(db, by, &reference)?.filter(|one| !one.is_correction());
    let found = found.ok_or_else(wrong)?;
    Ok(Some((found.id, found.subject_id)))
}
