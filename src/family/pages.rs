//! A family file on the screen: which requests it joins, what may be brought over, an item for each
//! person of it.

use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;
use serde::Deserialize;

use super::actions::{self, NotJoined, Which};
use super::deciding::{self, Chosen, Person};
use super::store::{self, Bringable};
use crate::access::{Action, allow, may};
use crate::problem::{Invalid, Kind};
use crate::records;
use crate::requests::{self, Reference, RequestHead, RequestRow};
use crate::review::{Because, Decision};
use crate::web::{Answer, Desk, HttpProblem, NoFields, Sent, Shell};

/// Items that a page offers to bring over; the others come with "all".
const A_PAGE: usize = 100;

/// Another request of the family, and what of its record is not here.
struct Relative {
    request: RequestRow,
    left: usize,
    items: Vec<Bringable>,
}

#[derive(Template)]
#[template(path = "family/show.html")]
struct FamilyPage {
    shell: Shell,
    head: RequestHead,
    joined: bool,
    relatives: Vec<Relative>,
    /// Items that more than one person of the family holds: number and title.
    shared: Vec<(i64, String)>,
    may_join: bool,
    may_bring: bool,
    form: JoinForm,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct JoinForm {
    other: String,
    reason: String,
}

fn crumbs(desk: &Desk, reference: &Reference) -> Shell {
    desk.shell()
        .crumb("Requests", "/requests")
        .crumb(reference.as_str(), format!("/requests/{reference}"))
        .crumb("Family file", format!("/requests/{reference}/family"))
}

/// `GET /requests/{reference}/family`
pub async fn show(desk: Desk, path: web::Path<Reference>) -> Answer {
    family(desk, path.into_inner(), JoinForm::default(), None).await
}

async fn family(
    desk: Desk,
    reference: Reference,
    form: JoinForm,
    problem: Option<HttpProblem>,
) -> Answer {
    let (today, mut shell) = (desk.today(), crumbs(&desk, &reference));
    let mut status = StatusCode::OK;
    if let Some(problem) = problem {
        status = StatusCode::UNPROCESSABLE_ENTITY;
        shell = shell.error(&problem.words, problem.field.as_deref().unwrap_or("other"));
    }
    let page = desk
        .work(move |db, actor, _| {
            let request = actions::known(db, actor, &reference)?;
            allow(actor, Action::SeeRecord, &[])?;
            let head = requests::head(db, actor, &request, today)?.at("record");
            let may_bring = may(actor, Action::AddRecords) && records::takes_files(request.state);
            let mut hidden = records::sight(db, request.id, actor)?.hidden();
            let mut relatives = Vec::new();
            for other in actions::relatives(db, actor, request.id)? {
                let sight = records::sight(db, other.id, actor)?;
                let mut items = actions::left_there(db, request.id, other.id, &sight)?;
                let left = items.len();
                items.truncate(A_PAGE);
                hidden.extend(sight.hidden());
                relatives.push(Relative { request: other, left, items });
            }
            let others: Vec<_> = relatives.iter().map(|one| one.request.id).collect();
            Ok::<_, NotJoined>(FamilyPage {
                shell,
                head,
                joined: store::family_of(db, request.id)?.is_some(),
                shared: store::shared(db, request.id, &others, &hidden)?,
                relatives,
                may_join: may(actor, Action::ManageRequest) && !request.is_correction(),
                may_bring,
                form,
            })
        })
        .await?;
    desk.page_as(status, &page)
}

/// `POST /requests/{reference}/family`: joins this request to the family file of another.
pub async fn join_send(desk: Desk, path: web::Path<Reference>, form: Sent<JoinForm>) -> Answer {
    let (reference, form) = (path.into_inner(), form.0);
    let (at, sent) = (reference.clone(), form.clone());
    let done = desk
        .work(move |db, actor, now| actions::join(db, actor, &at, (&sent.other, &sent.reason), now))
        .await;
    match done {
        Ok(()) => desk.said(
            &format!("/requests/{reference}/family"),
            "The requests are joined to one family file.",
        ),
        Err(problem) if problem.kind == Kind::Invalid => {
            family(desk, reference, form, Some(problem)).await
        }
        Err(problem) => Err(problem),
    }
}

/// `POST /requests/{reference}/family/leaving`
pub async fn leave_send(desk: Desk, path: web::Path<Reference>, _: Sent<NoFields>) -> Answer {
    let reference = path.into_inner();
    let at = reference.clone();
    desk.work(move |db, actor, now| actions::leave(db, actor, &at, now)).await?;
    desk.said(
        &format!("/requests/{reference}/family"),
        "This request left the family file. What was brought over stays in its record.",
    )
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct BringForm {
    from: String,
    items: Vec<i64>,
    /// `all`, or the items that were chosen.
    which: String,
}

/// `POST /requests/{reference}/family/items`
pub async fn bring(desk: Desk, path: web::Path<Reference>, form: Sent<BringForm>) -> Answer {
    let (reference, form) = (path.into_inner(), form.0);
    let from: Reference = form
        .from
        .parse()
        .map_err(|_| HttpProblem::of(Kind::Invalid, "that is no reference of a request"))?;
    let which = if form.which == "all" { Which::All } else { Which::These(form.items) };
    let at = reference.clone();
    let done = desk
        .work(move |db, actor, now| actions::bring_over(db, actor, (&at, &from), &which, now))
        .await;
    match done {
        Ok(count) => desk.said(
            &format!("/requests/{reference}/family"),
            &if count == 1 {
                "1 item is in this record now. Decide about it for this person.".to_owned()
            } else {
                format!("{count} items are in this record now. Decide about them for this person.")
            },
        ),
        Err(problem) if problem.kind == Kind::Invalid => {
            family(desk, reference, JoinForm::default(), Some(problem)).await
        }
        Err(problem) => Err(problem),
    }
}

/// A person of the family, and what the form says about them.
struct Row {
    person: Person,
    decision: String,
    ground: String,
    reason: String,
    marks_too: bool,
}

impl Row {
    fn decided(&self) -> &'static str {
        let decision = self.person.held.decision.as_deref().and_then(Decision::from_name);
        decision.map_or("Undecided", Decision::words)
    }
}

#[derive(Template)]
#[template(path = "family/item.html")]
struct ItemPage {
    shell: Shell,
    head: RequestHead,
    number: i64,
    rows: Vec<Row>,
    decisions: [Decision; 3],
    may_decide: bool,
}

/// The fields of the form, as they were sent: a name and the request it speaks of.
type Fields = Vec<(String, String)>;

/// What was typed for the request of this reference.
fn typed<'f>(fields: &'f Fields, name: &str, of: &str) -> &'f str {
    let name = format!("{name}-{of}");
    fields.iter().find(|(field, _)| *field == name).map_or("", |(_, value)| value)
}

/// `GET /requests/{reference}/family/items/{number}`
pub async fn item_page(desk: Desk, path: web::Path<(Reference, i64)>) -> Answer {
    let (reference, number) = path.into_inner();
    item(desk, (reference, number), Vec::new(), None).await
}

async fn item(
    desk: Desk,
    (reference, number): (Reference, i64),
    fields: Fields,
    problem: Option<HttpProblem>,
) -> Answer {
    let today = desk.today();
    let mut shell = crumbs(&desk, &reference)
        .crumb(format!("D{number}"), format!("/requests/{reference}/family/items/{number}"));
    let mut status = StatusCode::OK;
    if let Some(problem) = problem {
        status = StatusCode::UNPROCESSABLE_ENTITY;
        shell = shell.error(&problem.words, problem.field.as_deref().unwrap_or("decisions"));
    }
    let page = desk
        .work(move |db, actor, _| {
            let request = actions::known(db, actor, &reference)?;
            allow(actor, Action::SeeRecord, &[])?;
            let people = deciding::people_of(db, actor, &reference, number)?;
            let head = requests::head(db, actor, &request, today)?.at("review");
            let row = |person: Person| {
                let of = person.request.reference.clone();
                Row {
                    decision: typed(&fields, "decision", &of).to_owned(),
                    ground: typed(&fields, "ground", &of).to_owned(),
                    reason: typed(&fields, "reason", &of).to_owned(),
                    marks_too: typed(&fields, "marks", &of) == "true",
                    person,
                }
            };
            Ok::<_, NotJoined>(ItemPage {
                shell,
                head,
                number,
                rows: people.into_iter().map(row).collect(),
                decisions: Decision::ALL,
                may_decide: may(actor, Action::DecideItem),
            })
        })
        .await?;
    desk.page_as(status, &page)
}

/// What was decided, for each request that a decision was chosen for.
fn chosen(fields: &Fields) -> Result<Vec<Chosen>, Invalid> {
    let known = ["decision-", "ground-", "reason-", "marks-"];
    if fields.iter().any(|(name, _)| !known.iter().any(|begins| name.starts_with(begins))) {
        return Err(Invalid::new("decisions", "the form has a field that is not known"));
    }
    let mut all = Vec::new();
    for (name, value) in fields {
        let Some(of) = name.strip_prefix("decision-") else { continue };
        if value.is_empty() {
            continue;
        }
        let decision = Decision::from_name(value)
            .ok_or_else(|| Invalid::new("decisions", format!("{of}: choose a decision")))?;
        all.push(Chosen {
            decision,
            marks_too: typed(fields, "marks", of) == "true",
            because: Because {
                ground: typed(fields, "ground", of).to_owned(),
                reason: typed(fields, "reason", of).to_owned(),
            },
            of: of.to_owned(),
        });
    }
    Ok(all)
}

/// `POST /requests/{reference}/family/items/{number}`
pub async fn decide_send(
    desk: Desk,
    path: web::Path<(Reference, i64)>,
    form: Sent<Fields>,
) -> Answer {
    let ((reference, number), fields) = (path.into_inner(), form.0);
    let (at, sent) = (reference.clone(), fields.clone());
    let done = desk
        .work(move |db, actor, now| {
            let chosen = chosen(&sent)?;
            deciding::decide_for_each(db, actor, &at, number, &chosen, now)
        })
        .await;
    match done {
        Ok(count) => desk.said(
            &format!("/requests/{reference}/family/items/{number}"),
            &if count == 1 {
                "Decided for one person.".to_owned()
            } else {
                format!("Decided for {count} people.")
            },
        ),
        Err(problem) if problem.kind == Kind::Invalid => {
            item(desk, (reference, number), fields, Some(problem)).await
        }
        Err(problem) => Err(problem),
    }
}
