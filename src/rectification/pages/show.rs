//! A correction: where it stands, what is contested, who has to be told.

use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;
use chrono::NaiveDateTime;

use crate::access::{Action, Actor, Who, allow, may};
use crate::audit::{self, About, Act};
use crate::calendar::local_day;
use crate::db::{self, Db, DbError, Id};
use crate::rectification::actions::{NotCorrected, OpenCorrection, OpenPassage, Settled, known};
use crate::rectification::asked::wrote;
use crate::rectification::store::{self, HandedIn, RecipientRow, StepRow};
use crate::rectification::{CorrectionForm, Event, Outcome, State};
use crate::requests::{self, Reference, RequestHead};
use crate::vault::Fingerprint;
use crate::web::{Answer, Desk, HttpProblem, Shell, attachment, moment};

/// What was typed into a form of the page that could not be taken.
#[derive(Default, Clone)]
pub struct Typed {
    pub record: String,
    pub passage: CorrectionForm,
    pub reason: String,
    pub words: String,
    pub late_reason: String,
    pub name: String,
    pub address: String,
    /// The passage or recipient whose form it was.
    pub of: Option<Id>,
    pub item: String,
    pub page: String,
    pub text: String,
    pub new_words: String,
    pub outcome: String,
}

/// A passage as the page shows it, with what can be done about it now.
struct Shown {
    one: OpenPassage,
    history: Vec<StepRow>,
    own_words: bool,
}

#[derive(Template)]
#[template(path = "rectification/show.html")]
struct CorrectionPage {
    shell: Shell,
    head: RequestHead,
    state: State,
    round: i64,
    record: Option<String>,
    wants_recipients: bool,
    passages: Vec<Shown>,
    files: Vec<HandedIn>,
    recipients: Vec<RecipientRow>,
    outcomes: &'static [Outcome],
    ways: [Settled; 4],
    in_the_way: Vec<(String, String)>,
    typed: Typed,
    works: bool,
    late: bool,
    can: Can,
}

/// What fits the state, for whoever works on it.
#[derive(Default)]
struct Can {
    settle: bool,
    investigate: bool,
    hear: bool,
    decide: bool,
    state: bool,
    apply: bool,
    tell: bool,
    add_recipient: bool,
    inform: bool,
    close: bool,
    reconsider: bool,
    withdraw: bool,
    lapse: bool,
    step_back: bool,
}

impl Can {
    fn of(state: State) -> Self {
        let fits = |event: Event| state.after(event).is_ok();
        Self {
            settle: matches!(state, State::Received | State::AwaitingIdentity | State::Validated),
            investigate: matches!(state, State::Received | State::Validated),
            hear: fits(Event::AuthorHeard),
            decide: fits(Event::DecidedToChange),
            state: fits(Event::Withdrawn) || state == State::Decided,
            apply: fits(Event::Applied),
            tell: fits(Event::RecipientsSettled),
            add_recipient: matches!(state, State::Decided | State::Applied),
            inform: fits(Event::PersonInformed),
            close: fits(Event::Closed),
            reconsider: fits(Event::Reconsidered),
            withdraw: fits(Event::Withdrawn),
            lapse: fits(Event::Lapsed),
            step_back: fits(Event::SteppedBack),
        }
    }
}

impl CorrectionPage {
    fn moment(&self, at: &NaiveDateTime) -> String {
        moment(at)
    }

    fn settled(&self, state: &str) -> &'static str {
        match Settled::from_name(state) {
            Some(Settled::Told) => "Told",
            Some(Settled::Impossible) => "Impossible to tell",
            Some(Settled::Disproportionate) => "Out of all proportion",
            Some(Settled::NotGiven) => "Was not given the passage",
            None => "To be told",
        }
    }

    fn typed_for<'t>(&self, id: &Id, text: &'t str) -> &'t str {
        if self.typed.of.as_ref() == Some(id) { text } else { "" }
    }

    fn passage_href(&self, id: &Id) -> String {
        format!("/requests/{}/correction/passages/{id}", self.head.reference)
    }

    /// The element's name on the page: the plain one where its form came back, so that the error
    /// summary leads there; else one for each passage.
    fn id(&self, field: &str, of: &Id) -> String {
        if self.typed.of.as_ref() == Some(of) { field.to_owned() } else { format!("{field}-{of}") }
    }

    fn other_steps(&self) -> [(&'static str, &'static str, bool); 4] {
        [
            ("reconsidered", "Decide again", self.can.reconsider),
            ("stepped_back", "Go one step back", self.can.step_back),
            ("withdrawn", "Record as withdrawn", self.can.withdraw),
            ("lapsed", "Record as lapsed", self.can.lapse),
        ]
    }

    fn is_of(&self, id: &Id) -> bool {
        self.typed.of.as_ref() == Some(id)
    }

    fn marked(&self) -> bool {
        self.state.restricts_use()
    }
}

/// `GET /requests/{reference}/correction`
pub async fn show(desk: Desk, path: web::Path<Reference>) -> Answer {
    show_with(desk, path.into_inner(), Vec::new(), Typed::default()).await
}

/// The page, with what is wrong about a form that was sent from it.
pub(super) async fn show_with(
    desk: Desk,
    reference: Reference,
    wrong: Vec<(String, String)>,
    typed: Typed,
) -> Answer {
    let status = if wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let shell = desk
        .shell()
        .crumb("Requests", "/requests")
        .crumb(reference.as_str(), format!("/requests/{reference}"))
        .crumb("Correction", format!("/requests/{reference}/correction"));
    let shell = wrong.iter().fold(shell, |shell, (words, field)| shell.error(words, field));
    let page = desk
        .work(move |db, actor, now| page(db, actor, &reference, shell, typed, local_day(now)))
        .await?;
    desk.page_as(status, &page)
}

fn page(
    db: &mut Db,
    actor: &Actor,
    reference: &Reference,
    shell: Shell,
    typed: Typed,
    today: crate::calendar::Date,
) -> Result<CorrectionPage, NotCorrected> {
    let correction = known(db, actor, reference)?;
    allow(actor, Action::SeeRecord, &[])?;
    let request = &correction.request;
    let head = requests::head(db, actor, request, today)?.at("correction");
    let record = match correction.row.record_request_id {
        Some(id) => requests::by_id(db, id)?.map(|record| record.reference),
        None => None,
    };
    let steps = store::steps(db, request.id).map_err(DbError::from)?;
    let files = store::handed_in_of(db, request.id).map_err(DbError::from)?;
    let recipients = store::recipients_of(db, request.id).map_err(DbError::from)?;
    let works = may(actor, Action::ManageRequest);
    let state = correction.state();
    let late = request.due_on.is_some_and(|due| due < today) && request.late_reason.is_none();
    let (row, in_the_way) = (correction.row.clone(), in_the_way(&correction));
    let passages = correction
        .passages
        .into_iter()
        .map(|one| Shown {
            history: steps.iter().filter(|step| step.contested_id == one.row.id).cloned().collect(),
            own_words: one.item.as_ref().is_some_and(|item| wrote(&item.author, &actor.name)),
            one,
        })
        .collect();
    Ok(CorrectionPage {
        shell,
        head,
        state,
        round: row.round,
        record,
        wants_recipients: row.wants_recipients,
        passages,
        files,
        recipients,
        outcomes: Outcome::ALL,
        ways: Settled::ALL,
        in_the_way,
        typed,
        works,
        late,
        can: if works { Can::of(state) } else { Can::default() },
    })
}

/// What has to be mended before it can be looked into, each with the place that mends it.
fn in_the_way(correction: &OpenCorrection) -> Vec<(String, String)> {
    let mut in_way = Vec::new();
    if !matches!(correction.state(), State::Received | State::AwaitingIdentity) {
        return in_way;
    }
    if correction.request.state != requests::State::Scoping {
        let href = format!("/requests/{}/identity", correction.request.reference);
        in_way.push(("Decide whether identity is proved".to_owned(), href));
    }
    if correction.row.record_request_id.is_none() {
        in_way.push(("Say whose record it is".to_owned(), "#record".to_owned()));
    }
    for one in correction.passages.iter().filter(|one| one.item.is_none()) {
        let number = one.row.number;
        let words = format!("Say in which item passage {number} stands");
        in_way.push((words, format!("#passage-{number}")));
    }
    in_way
}

/// `GET /requests/{reference}/correction/evidence/{id}`: a file as it was handed in, saved and never
/// shown; the diary is told who took it out.
pub async fn evidence(desk: Desk, path: web::Path<(Reference, Id)>) -> Answer {
    let (reference, id) = path.into_inner();
    let file = desk
        .work(move |db, actor, now| {
            db::transaction(db, |db| {
                let request = requests::seen_by(db, actor, &reference)?
                    .ok_or_else(|| NotCorrected::Unknown(reference.clone()))?;
                allow(actor, Action::SeeRecord, &[])?;
                let files = store::handed_in_of(db, request.id).map_err(DbError::from)?;
                let file = files.into_iter().find(|f| f.id == id).ok_or(NotCorrected::NoPassage)?;
                let about = About::request(request.id).object(id);
                audit::tell(db, &Who::from(actor), Act::EvidenceOpened, about, now)?;
                Ok::<_, NotCorrected>(file)
            })
        })
        .await?;
    let fingerprint: Fingerprint = file.sha256.parse().map_err(|_| HttpProblem::missing())?;
    let bytes = desk.services.vault.get(fingerprint).await.map_err(|e| HttpProblem::from(&e))?;
    Ok(attachment(&file.file_name, bytes))
}
