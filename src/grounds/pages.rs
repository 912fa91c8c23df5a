//! The grounds of a request: which are in use, what each still lacks, its test as a form, and the
//! opinions about health data.

use std::collections::HashMap;

use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;
use serde::Deserialize;

use super::actions::{self, NewOpinion, NewTest, NotTested};
use super::lacking::{in_use, lacking};
use super::rules::{self, Says};
use super::store::{self, HealthItem, OpinionRow, TestRow};
use crate::access::{Action, allow, may};
use crate::calendar::words;
use crate::db::{Db, DbError};
use crate::law::exemptions::{self, Answer as Answered, Exemption, Fact, Silence};
use crate::law::{Facts, RequesterKind, Standing};
use crate::letters::capital;
use crate::people;
use crate::problem::{Invalid, Kind};
use crate::records;
use crate::requests::{self, Reference, RequestHead, RequestRow, day_of, head};
use crate::review;
use crate::web::{Answer, Desk, HttpProblem, Sent, Shell};

/// A ground in use, as the page lists it.
struct Listed {
    id: String,
    name: String,
    citation: String,
    tested: bool,
    came_to: String,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct OpinionForm {
    given_by: String,
    profession: String,
    appropriate: String,
    says: String,
    opinion: String,
    given_day: String,
    given_month: String,
    given_year: String,
}

#[derive(Template)]
#[template(path = "grounds/show.html")]
struct GroundsPage {
    shell: Shell,
    head: RequestHead,
    listed: Vec<Listed>,
    lacking: Vec<super::Lacking>,
    opinions: Vec<OpinionRow>,
    health: Vec<HealthItem>,
    form: OpinionForm,
    says: Vec<(&'static str, &'static str)>,
    may_decide: bool,
}

impl GroundsPage {
    fn until(&self, opinion: &OpinionRow) -> String {
        opinion.valid_until().map(words).unwrap_or_default()
    }

    fn day(&self, day: &crate::calendar::Date) -> String {
        words(*day)
    }
}

fn seen(
    db: &mut Db,
    actor: &crate::access::Actor,
    at: &Reference,
) -> Result<RequestRow, NotTested> {
    let request =
        requests::seen_by(db, actor, at)?.ok_or_else(|| NotTested::Unknown(at.clone()))?;
    allow(actor, Action::SeeRecord, &[])?;
    Ok(request)
}

fn shell_of(
    desk: &Desk,
    at: &Reference,
    problem: Option<&HttpProblem>,
    field: &str,
) -> (Shell, StatusCode) {
    let shell = desk
        .shell()
        .crumb("Requests", "/requests")
        .crumb(at.as_str(), format!("/requests/{at}"))
        .crumb("Grounds", format!("/requests/{at}/grounds"));
    match problem {
        Some(problem) => {
            let field = problem.field.as_deref().unwrap_or(field);
            (shell.error(&problem.words, field), StatusCode::UNPROCESSABLE_ENTITY)
        }
        None => (shell, StatusCode::OK),
    }
}

/// `GET /requests/{reference}/grounds`
pub async fn show(desk: Desk, path: web::Path<Reference>) -> Answer {
    show_with(desk, path.into_inner(), None, OpinionForm::default()).await
}

async fn show_with(
    desk: Desk,
    reference: Reference,
    problem: Option<HttpProblem>,
    form: OpinionForm,
) -> Answer {
    let (today, at) = (desk.today(), reference.clone());
    let (head, used, tests, lacking, opinions, health) = desk
        .work(move |db, actor, _| {
            let request = seen(db, actor, &at)?;
            let head = head(db, actor, &request, today)?.at("review");
            let used = in_use(db, &request)?;
            let tests = store::tests(db, request.id).map_err(DbError::from)?;
            let sight = records::sight(db, request.id, actor)?;
            let mut lacking = lacking(db, &request, today)?;
            lacking.retain(|lack| sight.hears(None, &lack.words));
            let opinions = store::opinions(db, request.id).map_err(DbError::from)?;
            let mut health = store::health_items(db, request.id).map_err(DbError::from)?;
            health.retain(|item| sight.sees(item.id));
            Ok::<_, NotTested>((head, used, tests, lacking, opinions, health))
        })
        .await?;
    let (shell, status) = shell_of(&desk, &reference, problem.as_ref(), "given_by");
    let listed = used.iter().filter_map(|id| exemptions::find(id)).map(|one| {
        let test = tests.iter().find(|test| test.ground == one.id);
        Listed {
            id: one.id.clone(),
            name: one.short_name.clone(),
            citation: one.citation.clone(),
            tested: rules::must_be_tested(one),
            came_to: test.map_or("Not tested yet", TestRow::words).to_owned(),
        }
    });
    let page = GroundsPage {
        shell,
        head,
        listed: listed.collect(),
        lacking,
        opinions,
        health,
        form,
        says: Says::ALL.iter().map(|one| (one.name(), one.words())).collect(),
        may_decide: may(&desk.actor, Action::DecideItem),
    };
    desk.page_as(status, &page)
}

/// `POST /requests/{reference}/opinions`
pub async fn opinion_send(
    desk: Desk,
    path: web::Path<Reference>,
    form: Sent<OpinionForm>,
) -> Answer {
    let (reference, form) = (path.into_inner(), form.0);
    let (at, sent) = (reference.clone(), form.clone());
    let done = desk
        .work(move |db, actor, now| {
            seen(db, actor, &at)?;
            let given_on =
                day_of("given", [&*sent.given_day, &*sent.given_month, &*sent.given_year])?
                    .ok_or_else(|| Invalid::new("given", "enter the day of the opinion"))?;
            let says = Says::from_name(&sent.says)
                .ok_or_else(|| Invalid::new("says", "say what the opinion comes to"))?;
            let new = NewOpinion {
                given_by: sent.given_by,
                profession: sent.profession,
                appropriate: sent.appropriate,
                says,
                words: sent.opinion,
                given_on,
            };
            actions::record_opinion(db, actor, &at, new, now)
        })
        .await;
    after(desk, reference, done, "The opinion is kept.", form).await
}

async fn after(
    desk: Desk,
    reference: Reference,
    done: Result<(), HttpProblem>,
    words: &str,
    form: OpinionForm,
) -> Answer {
    match done {
        Ok(()) => desk.said(&format!("/requests/{reference}/grounds"), words),
        Err(problem) if problem.kind == Kind::Invalid => {
            show_with(desk, reference, Some(problem), form).await
        }
        Err(problem) => Err(problem),
    }
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct HealthForm {
    number: String,
    none: bool,
    known_how: String,
}

/// `POST /requests/{reference}/health-data`
pub async fn health_send(desk: Desk, path: web::Path<Reference>, form: Sent<HealthForm>) -> Answer {
    let (reference, form) = (path.into_inner(), form.0);
    let at = reference.clone();
    let done = desk
        .work(move |db, actor, now| {
            seen(db, actor, &at)?;
            let number = form.number.trim().trim_start_matches(['D', 'd']).parse::<i64>();
            let number = number.map_err(|_| Invalid::new("number", "enter an item, like D17"))?;
            actions::note_health_data(db, actor, &at, (number, !form.none, &form.known_how), now)
        })
        .await;
    after(desk, reference, done, "That is noted.", OpinionForm::default()).await
}

/// A question of fact as the form shows it.
struct Question {
    name: &'static str,
    asks: &'static str,
    /// What to choose from; empty where something is typed.
    choices: Vec<(&'static str, &'static str)>,
    hint: &'static str,
    said: String,
}

#[derive(Template)]
#[template(path = "grounds/test.html")]
struct TestPage {
    shell: Shell,
    head: RequestHead,
    exemption: &'static Exemption,
    questions: Vec<Question>,
    lines: Vec<(String, String)>,
    sent: HashMap<String, String>,
    kept: Option<TestRow>,
    may_be_silent: bool,
    may_decide: bool,
}

impl TestPage {
    fn said(&self, name: &str) -> &str {
        self.sent.get(name).map_or("", String::as_str)
    }

    fn capital(&self, words: &str) -> String {
        capital(words)
    }
}

/// `GET /requests/{reference}/grounds/{id}`
pub async fn test_form(desk: Desk, path: web::Path<(Reference, String)>) -> Answer {
    let (reference, ground) = path.into_inner();
    test_with(desk, reference, ground, None, HashMap::new()).await
}

/// What the request itself tells a test.
fn known_facts(
    db: &mut Db,
    request: &RequestRow,
    today: crate::calendar::Date,
) -> Result<Facts, DbError> {
    let standing = RequesterKind::from_name(&request.requester_kind)
        .and_then(RequesterKind::standing)
        .unwrap_or(Standing::DataSubject);
    let mut facts = Facts::default()
        .with("nation", request.nation.as_str())
        .with("requester", standing.name())
        .with("decision_date", today.to_string());
    let subject = people::subject(db, request.subject_id)?;
    if let Some(age) = subject.and_then(|s| s.born_on).and_then(|born| today.years_since(born)) {
        facts = facts.with("subject_age", age);
    }
    Ok(facts)
}

/// The request answers these itself.
const KNOWN: [&str; 4] = ["nation", "requester", "decision_date", "subject_age"];

fn asked(exemption: &'static Exemption) -> impl Iterator<Item = &'static Fact> {
    exemption.asks_for().into_iter().filter(|fact| !KNOWN.contains(&fact.name))
}

async fn test_with(
    desk: Desk,
    reference: Reference,
    ground: String,
    problem: Option<HttpProblem>,
    sent: HashMap<String, String>,
) -> Answer {
    let (today, at, id) = (desk.today(), reference.clone(), ground.clone());
    let (head, request, kept) = desk
        .work(move |db, actor, _| {
            let request = seen(db, actor, &at)?;
            let head = head(db, actor, &request, today)?.at("review");
            let tests = store::tests(db, request.id).map_err(DbError::from)?;
            let kept = tests.into_iter().find(|test| test.ground == id);
            Ok::<_, NotTested>((head, request, kept))
        })
        .await?;
    let open = review::grounds_for(&request.nation, &request.requester_kind);
    let exemption = exemptions::find(&ground).filter(|_| open.iter().any(|one| one.id == ground));
    let Some(exemption) = exemption else { return Err(HttpProblem::from(&NotTested::NoGround)) };
    let (shell, status) = shell_of(&desk, &reference, problem.as_ref(), "evidence");
    let stated = kept.as_ref().and_then(|test| Facts::read(&test.facts).ok()).unwrap_or_default();
    let questions = asked(exemption).map(|fact| Question {
        name: fact.name,
        asks: fact.asks,
        choices: match fact.answer {
            Answered::YesNo => vec![("", "Not known"), ("yes", "Yes"), ("no", "No")],
            Answered::OneOf(choices) => {
                std::iter::once(("", "Not known")).chain(choices.iter().copied()).collect()
            }
            Answered::Number | Answered::Day | Answered::Words => Vec::new(),
        },
        hint: match fact.answer {
            Answered::Day => "Like 2026-11-21",
            Answered::Number => "In whole numbers",
            Answered::YesNo | Answered::OneOf(_) | Answered::Words => "",
        },
        said: sent.get(fact.name).cloned().unwrap_or_else(|| stated.shown(fact)),
    });
    let lines = rules::to_record(exemption).iter().enumerate();
    let page = TestPage {
        questions: questions.collect(),
        lines: lines.map(|(n, line)| (format!("evidence_{n}"), capital(line))).collect(),
        shell,
        head,
        exemption,
        sent,
        kept,
        may_be_silent: exemption.silent.level != Silence::No,
        may_decide: may(&desk.actor, Action::DecideItem),
    };
    desk.page_as(status, &page)
}

/// `POST /requests/{reference}/grounds/{id}`
pub async fn test_send(
    desk: Desk,
    path: web::Path<(Reference, String)>,
    form: Sent<HashMap<String, String>>,
) -> Answer {
    let (reference, ground) = path.into_inner();
    let sent = form.0;
    let (at, id, said, today) = (reference.clone(), ground.clone(), sent.clone(), desk.today());
    let done = desk
        .work(move |db, actor, now| {
            let request = seen(db, actor, &at)?;
            let exemption = exemptions::find(&id).ok_or(NotTested::NoGround)?;
            let get = |name: &str| said.get(name).map_or("", String::as_str);
            let mut facts = known_facts(db, &request, today)?;
            for fact in asked(exemption) {
                facts.state_words(fact, get(fact.name));
            }
            let lines = 0..rules::to_record(exemption).len();
            let new = NewTest {
                facts,
                evidence: lines.map(|n| get(&format!("evidence_{n}")).to_owned()).collect(),
                consulted: get("consulted").to_owned(),
                consulted_on: day_of("on", [get("on_day"), get("on_month"), get("on_year")])?,
                silent: get("silent") == "true",
                silent_why: get("silent_why").to_owned(),
            };
            actions::test(db, actor, &at, &id, new, now)
        })
        .await;
    match done {
        Ok(open) => {
            let words = if open {
                "The test is kept: the ground may be relied on, as far as it is needed."
            } else {
                "The test is kept: on these facts the ground cannot be relied on."
            };
            desk.said(&format!("/requests/{reference}/grounds"), words)
        }
        Err(problem) if problem.kind == Kind::Invalid => {
            test_with(desk, reference, ground, Some(problem), sent).await
        }
        Err(problem) => Err(problem),
    }
}
