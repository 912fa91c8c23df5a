//! The searches of a request, and the page behind a custodian's link.

use actix_multipart::Multipart;
use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;
use chrono::NaiveDate;
use serde::Deserialize;

use super::actions::{self, NewSearch};
use super::answer::{self, Outcome};
use super::rule::Step;
use super::store::{self, SearchRow, SearchState};
use crate::access::{Action, allow, may};
use crate::calendar::words;
use crate::db::Id;
use crate::people::Subject;
use crate::problem::{Invalid, Kind};
use crate::requests::{NotDone, Reference, RequestHead, State, head, known};
use crate::settings::Searches;
use crate::sight;
use crate::vault::Sealed;
use crate::web::{
    Answer, Desk, HttpProblem, NoFields, Sent, Shell, Visitor, day, see_other, take_each,
};

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SearchForm {
    place: String,
    custodian_name: String,
    custodian_email: String,
    manager_name: String,
    manager_email: String,
    asked_for: String,
}

struct Listed {
    search: SearchRow,
    files: i64,
    overdue: bool,
    /// What the rule does next where nobody answers, and when.
    next: Option<String>,
}

/// What comes next of a search without an answer, as staff read it.
fn next_step(search: &SearchRow, rule: &Searches, today: NaiveDate) -> Option<String> {
    if search.state != SearchState::Sent {
        return None;
    }
    let (on, step) = search.waiting().next(rule, today)?;
    Some(match step {
        Step::Reminder(number) => format!("Reminder {number} on {}", day(&on)),
        Step::Escalation if search.manager_name.is_empty() => {
            format!("Goes to whoever leads this and the managers on {}", day(&on))
        }
        Step::Escalation => {
            format!("Goes to {}, their manager, on {}", search.manager_name, day(&on))
        }
    })
}

#[derive(Template)]
#[template(path = "searches/index.html")]
struct SearchesPage {
    shell: Shell,
    head: RequestHead,
    searches: Vec<Listed>,
    form: SearchForm,
    may_send: bool,
    gathering: bool,
}

impl SearchesPage {
    fn day(&self, date: &NaiveDate) -> String {
        day(date)
    }
}

/// `GET /requests/{reference}/searches`
pub async fn index(desk: Desk, path: web::Path<Reference>) -> Answer {
    show(desk, path.into_inner(), None, SearchForm::default()).await
}

async fn show(
    desk: Desk,
    reference: Reference,
    problem: Option<HttpProblem>,
    mut form: SearchForm,
) -> Answer {
    let (today, at) = (desk.today(), reference.clone());
    let (request, head, searches, counts) = desk
        .work(move |db, actor, _| {
            let request = known(db, actor, &at)?;
            allow(actor, Action::SeeRequests, &[])?;
            let head = head(db, actor, &request, today)?.at("searches");
            let searches = super::of_request(db, request.id)?;
            let counts = sight::of(db, request.id, actor.id)
                .and_then(|sight| Ok(store::file_counts(db, request.id, &sight)?))?;
            Ok::<_, NotDone>((request, head, searches, counts))
        })
        .await?;
    let mut shell = desk
        .shell()
        .crumb("Requests", "/requests")
        .crumb(reference.as_str(), format!("/requests/{reference}"))
        .crumb("Searches", format!("/requests/{reference}/searches"));
    let status = match &problem {
        Some(problem) => {
            shell = shell.error(&problem.words, problem.field.as_deref().unwrap_or("place"));
            StatusCode::UNPROCESSABLE_ENTITY
        }
        None => StatusCode::OK,
    };
    if form.asked_for.is_empty() && problem.is_none() {
        form.asked_for = if request.scope.is_empty() {
            request.asked_for.clone()
        } else {
            request.scope.clone()
        };
    }
    let rule = &desk.services.settings.searches;
    let searches = searches
        .into_iter()
        .map(|search| Listed {
            files: counts.iter().find(|(id, _)| *id == Some(search.id)).map_or(0, |(_, n)| *n),
            next: next_step(&search, rule, today),
            overdue: search.state == SearchState::Sent && today > search.answer_by,
            search,
        })
        .collect();
    let page = SearchesPage {
        shell,
        head,
        searches,
        form,
        may_send: may(&desk.actor, Action::SendSearch),
        gathering: request.state == State::Gathering,
    };
    desk.page_as(status, &page)
}

/// `POST /requests/{reference}/searches`
pub async fn send_search(desk: Desk, path: web::Path<Reference>, form: Sent<SearchForm>) -> Answer {
    let (reference, form) = (path.into_inner(), form.0);
    let (at, sent, services) = (reference.clone(), form.clone(), desk.services.clone());
    let done = desk
        .work(move |db, actor, now| {
            let search = NewSearch {
                place: sent.place,
                custodian_name: sent.custodian_name,
                custodian_email: sent.custodian_email,
                manager_name: sent.manager_name,
                manager_email: sent.manager_email,
                asked_for: sent.asked_for,
            };
            actions::send(db, actor, &at, search, &services.settings, now)
        })
        .await;
    after(desk, reference, done.map(drop), "The search is sent.", form).await
}

async fn after(
    desk: Desk,
    reference: Reference,
    done: Result<(), HttpProblem>,
    words: &str,
    form: SearchForm,
) -> Answer {
    match done {
        Ok(()) => desk.said(&format!("/requests/{reference}/searches"), words),
        Err(problem) if problem.kind == Kind::Invalid => {
            show(desk, reference, Some(problem), form).await
        }
        Err(problem) => Err(problem),
    }
}

/// `POST /requests/{reference}/searches/{id}/chase`
pub async fn chase_send(desk: Desk, path: web::Path<(Reference, Id)>, _: Sent<NoFields>) -> Answer {
    let (reference, id) = path.into_inner();
    let (at, services) = (reference.clone(), desk.services.clone());
    let done = desk
        .work(move |db, actor, now| actions::chase(db, actor, &at, id, &services.settings, now))
        .await;
    after(desk, reference, done, "They are asked again, with a new link.", SearchForm::default())
        .await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    #[serde(default)]
    reason: String,
}

/// `POST /requests/{reference}/searches/{id}/waiver`
pub async fn waive_send(
    desk: Desk,
    path: web::Path<(Reference, Id)>,
    form: Sent<Reason>,
) -> Answer {
    let (reference, id) = path.into_inner();
    let at = reference.clone();
    let done = desk
        .work(move |db, actor, now| actions::waive(db, actor, &at, id, &form.0.reason, now))
        .await;
    after(desk, reference, done, "The search is waived.", SearchForm::default()).await
}

#[derive(Template)]
#[template(path = "searches/answer.html")]
struct AnswerPage {
    shell: Shell,
    token: String,
    search: SearchRow,
    reference: String,
    subject: Option<Subject>,
    files: Vec<(String, Option<String>)>,
    answer_by: String,
    most_mib: u64,
    words: String,
}

impl AnswerPage {
    fn born(&self) -> String {
        self.subject.as_ref().and_then(|s| s.born_on).map(words).unwrap_or_default()
    }
}

/// `GET /answers/{token}`: looking changes nothing.
pub async fn answer_form(visitor: Visitor, token: web::Path<String>) -> Answer {
    show_answer(visitor, token.into_inner(), None, String::new()).await
}

async fn show_answer(
    visitor: Visitor,
    token: String,
    problem: Option<HttpProblem>,
    typed: String,
) -> Answer {
    let looked = token.clone();
    let (search, reference, subject, files) =
        visitor.work(move |db, now| answer::opened(db, &looked, now)).await?;
    let mut shell = visitor.shell();
    let status = match &problem {
        Some(problem) => {
            shell = shell.error(&problem.words, problem.field.as_deref().unwrap_or("files"));
            StatusCode::UNPROCESSABLE_ENTITY
        }
        None => StatusCode::OK,
    };
    let page = AnswerPage {
        shell,
        token,
        answer_by: words(search.answer_by),
        search,
        reference,
        subject,
        files,
        most_mib: visitor.services.settings.uploads.file_mib,
        words: typed,
    };
    visitor.page_as(status, &page)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WordsSent {
    #[serde(default)]
    outcome: String,
    #[serde(default)]
    words: String,
}

/// `POST /answers/{token}/words`: nothing held, or why not.
pub async fn answer_words(
    visitor: Visitor,
    token: web::Path<String>,
    form: Sent<WordsSent>,
) -> Answer {
    let (token, form) = (token.into_inner(), form.0);
    let outcome = if form.outcome == "declined" { Outcome::Declined } else { Outcome::NothingHeld };
    let (used, said) = (token.clone(), form.words.clone());
    let done = visitor.work(move |db, now| answer::finish(db, &used, outcome, &said, now)).await;
    match done {
        Ok(()) => Ok(see_other("/answers/sent")),
        Err(problem) if problem.kind == Kind::Invalid => {
            show_answer(visitor, token, Some(problem), form.words).await
        }
        Err(problem) => Err(problem),
    }
}

#[derive(Template)]
#[template(path = "searches/sent.html")]
struct SentPage {
    shell: Shell,
}

/// `GET /answers/sent`
pub async fn answer_sent(visitor: Visitor) -> Answer {
    visitor.page(&SentPage { shell: visitor.shell() })
}

/// `POST /answers/{token}`: any number of files.
pub async fn answer_send(visitor: Visitor, token: web::Path<String>, form: Multipart) -> Answer {
    let token = token.into_inner();
    let looked = token.clone();
    visitor.work(move |db, now| answer::open(db, &looked, now)).await?;
    let batch = Id::new();
    let keep = async |name: String, sealed: Sealed| {
        let used = token.clone();
        visitor.work(move |db, now| answer::take_file(db, &used, batch, &name, sealed, now)).await
    };
    match take_each(&visitor.services, visitor.http(), form, keep).await {
        Ok((0, _)) => {
            let problem = not_taken("choose at least one file".to_owned());
            show_answer(visitor, token, Some(problem), String::new()).await
        }
        Ok((1, _)) => visitor.said(&format!("/answers/{token}"), "1 file came in. Thank you."),
        Ok((n, _)) => {
            visitor.said(&format!("/answers/{token}"), &format!("{n} files came in. Thank you."))
        }
        Err(problem) if problem.field.is_some() => {
            show_answer(visitor, token, Some(problem), String::new()).await
        }
        Err(problem) => Err(problem),
    }
}

fn not_taken(words: String) -> HttpProblem {
    HttpProblem::from(&Invalid::new("files", words))
}
