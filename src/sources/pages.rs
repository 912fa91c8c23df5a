//! A protected source: what would give them away, where it stands, and the manager's decision.

use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;
use candour_redaction::geometry::Quad;
use chrono::NaiveDateTime;
use serde::Deserialize;

use super::actions::{self, Decided, NotKept, Outcome};
use super::{GROUND, store};
use crate::access::{Action, may};
use crate::db::DbError;
use crate::people;
use crate::problem::Kind;
use crate::records;
use crate::requests::{self, Reference, RequestHead};
use crate::review::{self, Because, Quads, Wanted, find};
use crate::web::{Answer, Desk, HttpProblem, NoFields, Sent, Shell, moment};

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SourceForm {
    words: String,
    outcome: String,
    reason: String,
}

/// A page on which something gives the source away.
struct Place {
    number: i64,
    page: i64,
    unmarked: usize,
    marked: usize,
}

#[derive(Template)]
#[template(path = "sources/show.html")]
struct SourcePage {
    shell: Shell,
    head: RequestHead,
    number: i64,
    title: String,
    provider: String,
    source: Option<store::Source>,
    decider: String,
    places: Vec<Place>,
    /// Who stands around the subject, to copy a name from.
    circle: Vec<String>,
    outcomes: Vec<(&'static str, &'static str)>,
    form: SourceForm,
    may_note: bool,
    may_mark: bool,
    may_decide: bool,
    own: bool,
}

impl SourcePage {
    fn moment(&self, at: &NaiveDateTime) -> String {
        moment(at)
    }

    fn unmarked(&self) -> usize {
        self.places.iter().map(|place| place.unmarked).sum()
    }
}

/// Where the record gives the source away.
#[derive(Default)]
struct Found {
    places: Vec<Place>,
    unmarked: Vec<Wanted>,
    masks: Vec<String>,
}

/// Looks for each line that was noted, in everything this person may see.
async fn look(desk: &Desk, at: &Reference, number: i64) -> Result<Found, HttpProblem> {
    let reference = at.clone();
    let (lines, items, marks) = desk
        .work(move |db, actor, _| {
            let (request, item) = actions::known(db, actor, &reference, number)?;
            let source = store::find(db, item.id).map_err(DbError::from)?;
            let lines: Vec<String> = source
                .map(|source| source.lines().into_iter().map(str::to_owned).collect())
                .unwrap_or_default();
            let sight = records::sight(db, request.id, actor)?;
            let mut items = records::items_of(db, request.id)?;
            items.retain(|item| !item.privileged && sight.sees(item.id));
            Ok::<_, NotKept>((lines, items, review::marks_of(db, request.id)?))
        })
        .await?;
    let mut found = Found::default();
    for item in items {
        let Some(layer) = item.words_sha256.as_ref().filter(|_| !lines.is_empty()) else {
            continue;
        };
        for (page, words) in (1_i64..).zip(&records::words_of(&desk.services, layer).await?) {
            let masks: Vec<(String, Vec<Quad>)> = marks
                .iter()
                .filter(|mark| mark.item_id == item.id && mark.page == page)
                .map(|mark| (format!("{}:{}", mark.id, mark.version), mark.quads().0))
                .collect();
            let mut place = Place { number: item.number, page, unmarked: 0, marked: 0 };
            for hit in lines.iter().flat_map(|line| find::hits(words, line)) {
                let hidden = hit.quads.iter().all(|quad| {
                    masks.iter().any(|(_, mask)| mask.iter().any(|m| review::covers(m, quad)))
                });
                if hidden {
                    place.marked += 1;
                    let over = masks.iter().filter(|(_, mask)| {
                        mask.iter().any(|m| hit.quads.iter().any(|quad| review::covers(m, quad)))
                    });
                    found.masks.extend(over.map(|(id, _)| id.clone()));
                } else {
                    place.unmarked += 1;
                    found.unmarked.push(Wanted { item: item.id, page, quads: Quads(hit.quads) });
                }
            }
            if place.unmarked + place.marked > 0 {
                found.places.push(place);
            }
        }
    }
    found.masks.sort();
    found.masks.dedup();
    Ok(found)
}

/// `GET /requests/{reference}/items/{number}/source`
pub async fn show(desk: Desk, path: web::Path<(Reference, i64)>) -> Answer {
    let (reference, number) = path.into_inner();
    show_with(desk, reference, number, SourceForm::default(), None).await
}

async fn show_with(
    desk: Desk,
    reference: Reference,
    number: i64,
    form: SourceForm,
    problem: Option<HttpProblem>,
) -> Answer {
    let (today, at) = (desk.today(), reference.clone());
    let found = look(&desk, &reference, number).await?;
    let item_page = format!("/requests/{reference}/items/{number}");
    let mut shell = desk
        .shell()
        .crumb("Requests", "/requests")
        .crumb(reference.as_str(), format!("/requests/{reference}"))
        .crumb(format!("D{number}"), item_page.clone())
        .crumb("Protected source", format!("{item_page}/source"));
    let mut status = StatusCode::OK;
    if let Some(problem) = problem {
        status = StatusCode::UNPROCESSABLE_ENTITY;
        shell = shell.error(&problem.words, problem.field.as_deref().unwrap_or("words"));
    }
    let page = desk
        .work(move |db, actor, _| {
            let (request, item) = actions::known(db, actor, &at, number)?;
            let head = requests::head(db, actor, &request, today)?.at("record");
            let source = store::find(db, item.id).map_err(DbError::from)?;
            let open = records::takes_files(request.state);
            let form = match &source {
                Some(source) if form.words.is_empty() => {
                    SourceForm { words: source.words.clone(), ..form }
                }
                Some(_) | None => form,
            };
            Ok::<_, NotKept>(SourcePage {
                decider: store::decider(db, item.id).map_err(DbError::from)?.unwrap_or_default(),
                circle: people::circle(db, request.subject_id)?
                    .into_iter()
                    .map(|person| format!("{} ({})", person.name, person.relation))
                    .collect(),
                outcomes: Outcome::ALL.iter().map(|one| (one.name(), one.words())).collect(),
                own: source.as_ref().is_some_and(|source| source.noted_by == actor.id),
                may_note: open && may(actor, Action::DecideItem),
                may_mark: open && may(actor, Action::MarkPages),
                may_decide: open && may(actor, Action::DecideConsultation),
                title: item.title,
                provider: item.provider,
                places: found.places,
                shell,
                head,
                number,
                source,
                form,
            })
        })
        .await?;
    desk.page_as(status, &page)
}

async fn after(
    desk: Desk,
    (reference, number): (Reference, i64),
    done: Result<(), HttpProblem>,
    said: &str,
    form: SourceForm,
) -> Answer {
    match done {
        Ok(()) => desk.said(&format!("/requests/{reference}/items/{number}/source"), said),
        Err(problem) if problem.kind == Kind::Invalid => {
            show_with(desk, reference, number, form, Some(problem)).await
        }
        Err(problem) => Err(problem),
    }
}

/// `POST /requests/{reference}/items/{number}/source`
pub async fn note_send(
    desk: Desk,
    path: web::Path<(Reference, i64)>,
    form: Sent<SourceForm>,
) -> Answer {
    let (at, form) = (path.into_inner(), form.0);
    let ((reference, number), words) = (at.clone(), form.words.clone());
    let done = desk
        .work(move |db, actor, now| actions::note(db, actor, &reference, number, &words, now))
        .await;
    after(desk, at, done, "It is noted. Here is where it stands in the record.", form).await
}

/// `POST /requests/{reference}/items/{number}/source/marks`: marks every place that is not marked yet.
pub async fn mark_send(desk: Desk, path: web::Path<(Reference, i64)>, _: Sent<NoFields>) -> Answer {
    let at = path.into_inner();
    let wanted = look(&desk, &at.0, at.1).await?.unmarked;
    let reference = at.0.clone();
    let because = Because {
        ground: GROUND.into(),
        reason: "Would give away who gave information in confidence".into(),
    };
    let done = desk
        .work(move |db, actor, now| review::draw(db, actor, &reference, wanted, &because, now))
        .await
        .map(drop);
    after(desk, at, done, "The places are marked.", SourceForm::default()).await
}

/// `POST /requests/{reference}/items/{number}/source/decision`
pub async fn decide_send(
    desk: Desk,
    path: web::Path<(Reference, i64)>,
    form: Sent<SourceForm>,
) -> Answer {
    let (at, form) = (path.into_inner(), form.0);
    let found = look(&desk, &at.0, at.1).await?;
    let decided = Decided {
        outcome: Outcome::from_name(&form.outcome),
        reason: form.reason.clone(),
        open: found.unmarked.len(),
        masks: found.masks,
    };
    let (reference, number) = at.clone();
    let done = desk
        .work(move |db, actor, now| actions::decide(db, actor, &reference, number, decided, now))
        .await;
    after(desk, at, done, "The decision is kept.", form).await
}
