//! A request's first page: what stands in the way, what can be done, and its story.

use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;
use chrono::NaiveDateTime;

use super::crumbs;
use crate::access::{Action, Role, may};
use crate::audit::{self, Act};
use crate::calendar::words;
use crate::db::{DbError, Id};
use crate::law::{self, RequesterKind};
use crate::letters::{self, capital};
use crate::mail;
use crate::people;
use crate::requests::actions::{self, NotDone};
use crate::requests::next::{self, Unmet};
use crate::requests::{
    Event, ReceiveBy, ReceivedHow, Reference, RequestHead, RequestRow, State, correction, earlier,
    head, interests, standing, store,
};
use crate::sight;
use crate::staff;
use crate::web::{Answer, Desk, HttpProblem, Shell, moment};

/// Something that happened, as the story tells it.
struct Told {
    at: NaiveDateTime,
    who: String,
    words: String,
    /// A note's words, or a message as it was sent.
    body: Option<String>,
    body_label: &'static str,
}

/// A button for a step.
struct Step {
    event: &'static str,
    label: &'static str,
}

struct Unmets {
    words: String,
    href: String,
}

struct AtWork {
    id: Id,
    name: String,
    role: &'static str,
    owns: bool,
}

/// What was typed into a form of this page that could not be taken.
#[derive(Default, Clone)]
pub struct Draft {
    pub note: String,
    pub scope: Option<String>,
    pub question: String,
    pub answer: String,
    pub reason: String,
    pub late_reason: String,
}

#[derive(Template)]
#[template(path = "requests/show.html")]
struct ShowPage {
    shell: Shell,
    head: RequestHead,
    request: RequestRow,
    draft: Draft,
    requester: String,
    proof: Vec<String>,
    received_how: &'static str,
    receive_by: &'static str,
    born: String,
    unmet: Vec<Unmets>,
    next_words: &'static str,
    next_href: String,
    main_step: Option<Step>,
    other_steps: Vec<Step>,
    story: Vec<Told>,
    at_work: Vec<AtWork>,
    colleagues: Vec<(String, String)>,
    leads: Vec<(String, String)>,
    /// Whether there is something to search for: a correction says itself what it is about.
    scopes: bool,
    may_manage: bool,
    may_assign: bool,
    may_take: bool,
    may_note: bool,
    asks_clarification: bool,
    waits_for_answer: bool,
    may_extend: bool,
    late: bool,
    may_judge: bool,
    may_lapse: bool,
    conflicts: Vec<interests::Interest>,
    /// Whether earlier requests of the same people are known.
    known_before: bool,
}

impl ShowPage {
    fn moment(&self, at: &NaiveDateTime) -> String {
        moment(at)
    }
}

/// `GET /requests/{reference}`
pub async fn show(desk: Desk, path: web::Path<Reference>) -> Answer {
    show_with(desk, path.into_inner(), None, Draft::default()).await
}

/// The page, with what is wrong about a form that was sent from it.
pub async fn show_with(
    desk: Desk,
    reference: Reference,
    problem: Option<HttpProblem>,
    draft: Draft,
) -> Answer {
    let today = desk.today();
    let at = reference.clone();
    let found = desk
        .work(move |db, actor, now| {
            let request = actions::known(db, actor, &at)?;
            crate::access::allow(actor, Action::SeeRequests, &[])?;
            let head = head(db, actor, &request, today)?.at("");
            let correction = match request.is_correction() {
                true => store::correction_state(db, request.id).map_err(DbError::from)?,
                false => None,
            };
            let standing = standing(db, &request, today)?;
            let mut lines = audit::story(db, request.id)?;
            actions::note_opening(db, actor, &request, &lines, now)?;
            let sight = sight::of(db, request.id, actor.id)?;
            lines.retain(|line| sight.hears(line.object_id, &line.detail));
            let notes = store::notes_of(db, request.id).map_err(DbError::from)?;
            let messages = mail::of_request(db, request.id)?;
            let said = store::said_by_requester(db, request.id).map_err(DbError::from)?;
            let letters = letters::of_request(db, request.id)?;
            let subject = people::subject(db, request.subject_id)?;
            let at_work = store::assigned(db, request.id).map_err(DbError::from)?;
            let team = staff::with_role(db, &[Role::Handler, Role::Reviewer, Role::Manager])?;
            let leads = staff::with_role(db, &[Role::Handler, Role::Manager])?;
            let conflicts = interests::of_request(db, request.id).map_err(DbError::from)?;
            let known_before = may(actor, Action::ManageRequest)
                && !request.state.is_ended()
                && !earlier(db, actor, &request)?.is_empty();
            Ok::<_, NotDone>((
                (request, head, standing, subject, correction),
                (lines, notes, messages, said, letters),
                (at_work, team, leads, conflicts, known_before),
            ))
        })
        .await?;
    let (
        (request, head, standing, subject, correction),
        (lines, notes, messages, said, letters),
        (at_work, team, leads, conflicts, known_before),
    ) = found;

    let mut story: Vec<Told> = lines
        .iter()
        // Notes and messages tell themselves, with their words.
        .filter(|line| ![Act::NoteWritten.name(), Act::MessageSent.name()].contains(&&*line.act))
        .map(|line| Told {
            at: line.at.naive_utc(),
            who: line.actor_name.clone(),
            words: line.sentence(),
            body: None,
            body_label: "",
        })
        .chain(notes.into_iter().map(|(who, at, words)| Told {
            at,
            who,
            words: "wrote a note".to_owned(),
            body: Some(words),
            body_label: "",
        }))
        .chain(said.into_iter().map(|(kind, words, at)| Told {
            at,
            who: request.requester_name.clone(),
            words: match kind.as_str() {
                "answer" => "answered our question".to_owned(),
                _ => "said what matters first".to_owned(),
            },
            body: Some(words),
            body_label: "",
        }))
        .chain(messages.into_iter().map(|message| Told {
            at: message.made_at,
            who: "Candour".to_owned(),
            words: format!("wrote to {}: {}", message.to_name, message.subject),
            body: letters::may_read(&desk.actor, &message.purpose).then_some(message.body),
            body_label: if message.channel == "letter" {
                "The letter, to print and post"
            } else {
                "The message as sent"
            },
        }))
        // A letter that waits on our page: its words are not in the mail that leads there.
        .chain(letters.into_iter().filter(|letter| letter.channel == "page").map(|letter| Told {
            at: letter.sent_at,
            who: "Candour".to_owned(),
            words: format!("laid a letter ready for {}: {}", letter.to_name, letter.subject),
            body: Some(letter.body),
            body_label: "The letter as they can read it",
        }))
        .collect();
    // Newest first, also among what one act did at one moment.
    story.reverse();
    story.sort_by_key(|told| std::cmp::Reverse(told.at));

    let way_on = next::way_on(request.state)
        .filter(|event| correction.is_none() || correction::shares(*event));
    let unmet: Vec<Unmets> = way_on
        .map(|event| next::in_the_way(event, &standing))
        .unwrap_or_default()
        .into_iter()
        .map(|Unmet { words, place }| Unmets {
            words,
            href: if place.starts_with('#') {
                place.to_owned()
            } else {
                format!("/requests/{}{place}", request.reference)
            },
        })
        .collect();
    let may_manage = may(&desk.actor, Action::ManageRequest);
    let step = |event: Event| Step { event: event.name(), label: next::button(event) };
    let main_step =
        way_on.filter(|event| may_manage && next::by_hand(*event) && unmet.is_empty()).map(step);
    let other_steps: Vec<Step> = Event::ALL
        .iter()
        .copied()
        .filter(|event| next::by_hand(*event) && next::wants_reason(*event))
        .filter(|event| may_manage && request.state.after(*event).is_ok())
        .filter(|_| correction.is_none())
        .filter(|event| next::in_the_way(*event, &standing).is_empty())
        .map(step)
        .collect();
    let (next_words, next_place) = match correction {
        // Who asks is settled first, as for any request.
        Some(own) if own != correction::State::Received || request.state == State::Scoping => {
            own.next_act()
        }
        Some(_) | None => next::next_act(request.state),
    };
    let next_words = if may(&desk.actor, Action::SeeRecord) { next_words } else { "Nothing" };
    let next_href = format!("/requests/{}{next_place}", request.reference);

    let kind = RequesterKind::from_name(&request.requester_kind);
    let proof = kind.map_or_else(Vec::new, |kind| {
        let rules = law::case_rules::requester(kind);
        rules.what_changes.clone()
    });
    let mut shell = crumbs(&desk, &reference);
    let status = match &problem {
        Some(problem) => {
            let field = problem.field.clone().unwrap_or_else(|| "main".to_owned());
            shell = shell.error(&problem.words, &field);
            StatusCode::UNPROCESSABLE_ENTITY
        }
        None => StatusCode::OK,
    };
    let owner = request.owner_id;
    let assigned: Vec<Id> = at_work.iter().map(|(id, _, _)| *id).collect();
    let barred = |id: Id| {
        conflicts.iter().any(|one| one.staff == id && one.standing == interests::Standing::Conflict)
    };
    let page = ShowPage {
        shell,
        head,
        draft,
        requester: kind.map_or_else(String::new, |kind| capital(kind.words())),
        proof,
        received_how: ReceivedHow::from_name(&request.received_how).map_or("", ReceivedHow::words),
        receive_by: ReceiveBy::from_name(&request.receive_by).map_or("", ReceiveBy::words),
        born: subject.and_then(|subject| subject.born_on).map(words).unwrap_or_default(),
        unmet,
        next_words,
        next_href,
        main_step,
        other_steps,
        story,
        colleagues: options(&team, |id| !assigned.contains(&id) && !barred(id)),
        leads: options(&leads, |id| Some(id) != owner && !barred(id)),
        at_work: at_work
            .into_iter()
            .map(|(id, name, role)| AtWork {
                id,
                name,
                role: Role::from_name(&role).map_or("", Role::words),
                owns: owner == Some(id),
            })
            .collect(),
        scopes: correction.is_none(),
        may_manage,
        may_assign: may(&desk.actor, Action::AssignRequest),
        may_take: owner.is_none() && may(&desk.actor, Action::TakeUnassigned),
        may_note: may(&desk.actor, Action::WriteNote),
        asks_clarification: correction.is_none()
            && may_manage
            && request.state.after(Event::ClarificationAsked).is_ok(),
        waits_for_answer: may_manage && request.state == State::AwaitingClarification,
        may_extend: may_manage
            && !request.state.is_ended()
            && request.due_on.is_some_and(|due| due >= today),
        late: standing.late || request.late_reason.is_some(),
        may_lapse: standing.lapse_proposed && request.state.after(Event::Lapsed).is_ok(),
        may_judge: may(&desk.actor, Action::JudgeConflict),
        conflicts,
        known_before,
        request,
    };
    desk.page_as(status, &page)
}

fn options(people: &[staff::Colleague], fits: impl Fn(Id) -> bool) -> Vec<(String, String)> {
    people
        .iter()
        .filter(|one| fits(one.id))
        .map(|one| {
            (one.id.to_string(), format!("{}, {}", one.name, one.role.words().to_lowercase()))
        })
        .collect()
}
