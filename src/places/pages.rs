//! The page of the plan.

use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;
use chrono::NaiveDate;
use serde::Deserialize;

use super::actions::{self, NewPlace, NewVolume, is_planned_in, same};
use super::store::{self, PlaceRow, VolumeRow};
use crate::access::{Action, allow, may};
use crate::calendar::gaps;
use crate::db::{DbError, Id};
use crate::problem::{Invalid, Kind};
use crate::requests::{NotDone, Reference, RequestHead, day_of, head, known};
use crate::searches::{self, SearchRow, SearchState};
use crate::web::{Answer, Desk, HttpProblem, NoFields, Sent, Shell, day};

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PlaceForm {
    /// Usual places, ticked.
    usual: Vec<String>,
    name: String,
    searched: String,
    reason: String,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct VolumeForm {
    place: String,
    label: String,
    from_day: String,
    from_month: String,
    from_year: String,
    to_day: String,
    to_month: String,
    to_year: String,
    held: String,
    note: String,
}

impl VolumeForm {
    fn read(&self) -> Result<(Id, NewVolume), Invalid> {
        let place = self.place.parse().map_err(|_| Invalid::new("place", "choose a place"))?;
        let day = |field, parts| {
            day_of(field, parts)?.ok_or_else(|| Invalid::new(field, "give the day of the entry"))
        };
        let from = day("from", [&self.from_day, &self.from_month, &self.from_year])?;
        let to = day("to", [&self.to_day, &self.to_month, &self.to_year])?;
        let volume = NewVolume {
            label: self.label.clone(),
            from,
            to,
            held: self.held != "missing",
            note: self.note.clone(),
        };
        Ok((place, volume))
    }
}

/// A place with what was asked there and the paper it holds.
struct Planned {
    place: PlaceRow,
    /// What came of the last search there.
    search: Option<SearchState>,
    volumes: Vec<VolumeRow>,
    gaps: Vec<(NaiveDate, NaiveDate)>,
}

#[derive(Template)]
#[template(path = "places/show.html")]
struct PlanPage {
    shell: Shell,
    head: RequestHead,
    places: Vec<Planned>,
    usual: Vec<String>,
    place_options: Vec<(String, String)>,
    form: PlaceForm,
    volume: VolumeForm,
    may_plan: bool,
}

impl PlanPage {
    fn day(&self, date: &NaiveDate) -> String {
        day(date)
    }
}

/// `GET /requests/{reference}/plan`
pub async fn show(desk: Desk, path: web::Path<Reference>) -> Answer {
    page(desk, path.into_inner(), None, PlaceForm::default(), VolumeForm::default()).await
}

fn planned(places: Vec<PlaceRow>, searches: &[SearchRow], volumes: &[VolumeRow]) -> Vec<Planned> {
    places
        .into_iter()
        .map(|place| {
            let volumes: Vec<VolumeRow> =
                volumes.iter().filter(|v| v.place_id == place.id).cloned().collect();
            let spans: Vec<_> = volumes.iter().map(|v| (v.from_on, v.to_on)).collect();
            let asked = searches.iter().rev().find(|s| same(&s.place, &place.name));
            Planned { search: asked.map(|s| s.state), gaps: gaps(&spans), volumes, place }
        })
        .collect()
}

async fn page(
    desk: Desk,
    reference: Reference,
    problem: Option<HttpProblem>,
    mut form: PlaceForm,
    mut volume: VolumeForm,
) -> Answer {
    for (answer, usual) in [(&mut form.searched, "yes"), (&mut volume.held, "held")] {
        if answer.is_empty() {
            usual.clone_into(answer);
        }
    }
    let (today, at) = (desk.today(), reference.clone());
    let (request, head, places) = desk
        .work(move |db, actor, _| {
            let request = known(db, actor, &at)?;
            allow(actor, Action::SeeRequests, &[])?;
            let head = head(db, actor, &request, today)?.at("searches");
            let searches = searches::of_request(db, request.id)?;
            let volumes = store::volumes(db, request.id).map_err(DbError::from)?;
            let places = planned(super::of_request(db, request.id)?, &searches, &volumes);
            Ok::<_, NotDone>((request, head, places))
        })
        .await?;
    let mut shell = desk
        .shell()
        .crumb("Requests", "/requests")
        .crumb(reference.as_str(), format!("/requests/{reference}"))
        .crumb("Searches", format!("/requests/{reference}/searches"))
        .crumb("Plan", format!("/requests/{reference}/plan"));
    let status = match &problem {
        Some(problem) => {
            shell = shell.error(&problem.words, problem.field.as_deref().unwrap_or("name"));
            StatusCode::UNPROCESSABLE_ENTITY
        }
        None => StatusCode::OK,
    };
    let usual = desk.services.settings.records.places.iter();
    let page = PlanPage {
        shell,
        head,
        usual: usual.filter(|u| !places.iter().any(|p| same(&p.place.name, u))).cloned().collect(),
        place_options: places
            .iter()
            .map(|p| (p.place.id.to_string(), p.place.name.clone()))
            .collect(),
        places,
        form,
        volume,
        may_plan: may(&desk.actor, Action::SendSearch) && is_planned_in(request.state),
    };
    desk.page_as(status, &page)
}

/// `POST /requests/{reference}/plan`: usual places that were ticked, and one that was written.
pub async fn add_place(desk: Desk, path: web::Path<Reference>, form: Sent<PlaceForm>) -> Answer {
    let (reference, form) = (path.into_inner(), form.0);
    let (at, sent) = (reference.clone(), form.clone());
    let done = desk
        .work(move |db, actor, now| {
            for name in &sent.usual {
                let place = NewPlace { name: name.clone(), searched: true, reason: String::new() };
                actions::plan(db, actor, &at, place, now)?;
            }
            if sent.usual.is_empty() || !sent.name.trim().is_empty() {
                let searched = sent.searched != "no";
                let place = NewPlace { name: sent.name, searched, reason: sent.reason };
                actions::plan(db, actor, &at, place, now)?;
            }
            Ok::<_, NotDone>(())
        })
        .await;
    match done {
        Ok(()) => desk.said(&format!("/requests/{reference}/plan"), "The plan is changed."),
        Err(problem) if problem.kind == Kind::Invalid => {
            page(desk, reference, Some(problem), form, VolumeForm::default()).await
        }
        Err(problem) => Err(problem),
    }
}

/// `POST /requests/{reference}/volumes`
pub async fn add_volume(desk: Desk, path: web::Path<Reference>, form: Sent<VolumeForm>) -> Answer {
    let (reference, form) = (path.into_inner(), form.0);
    let (at, sent) = (reference.clone(), form.clone());
    let done = desk
        .work(move |db, actor, now| {
            // Who may not learn of the request learns nothing of the form either.
            known(db, actor, &at)?;
            let (place, volume) = sent.read()?;
            actions::list_volume(db, actor, &at, place, volume, now)
        })
        .await;
    match done {
        Ok(_) => desk.said(&format!("/requests/{reference}/plan"), "The volume is listed."),
        Err(problem) if problem.kind == Kind::Invalid => {
            page(desk, reference, Some(problem), PlaceForm::default(), form).await
        }
        Err(problem) => Err(problem),
    }
}

/// `POST /requests/{reference}/volumes/{id}/removal`
pub async fn drop_volume(
    desk: Desk,
    path: web::Path<(Reference, Id)>,
    _: Sent<NoFields>,
) -> Answer {
    let (reference, id) = path.into_inner();
    let at = reference.clone();
    desk.work(move |db, actor, now| actions::remove_volume(db, actor, &at, id, now)).await?;
    desk.said(&format!("/requests/{reference}/plan"), "The volume is off the list.")
}
