//! The handler lets the pack go.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use chrono::NaiveDate;
use serde::Deserialize;

use crate::db::{DbError, Id};
use crate::disclosure::actions::{self, DeliveredFile, Locked, NotReleased, Release};
use crate::disclosure::how::How;
use crate::disclosure::meeting::Meeting;
use crate::disclosure::parts::{Choice, Part};
use crate::disclosure::{after, collect, store};
use crate::links::code;
use crate::pack::{self, PackRow, VolumeRow};
use crate::problem::{Invalid, Kind};
use crate::requests::{self, Preferences, Reference, RequestHead, RequestRow, State, day_of};
use crate::vault::Fingerprint;
use crate::web::{Answer, Desk, HttpProblem, NoFields, Sent, Shell, number};

#[derive(Deserialize, Default, Clone)]
#[serde(default, deny_unknown_fields)]
pub struct ReleaseForm {
    how: String,
    confirmed: String,
    code_by: String,
    late_reason: String,
    /// `whole`, or the number of a part.
    what: String,
    companion: String,
    on_day: String,
    on_month: String,
    on_year: String,
    time: String,
    place: String,
}

impl ReleaseForm {
    fn meeting(&self, today: NaiveDate) -> Result<Meeting, Invalid> {
        let on = day_of("on", [&self.on_day, &self.on_month, &self.on_year])?;
        Meeting::read(&self.companion, on, &self.time, &self.place, today)
    }

    /// What is likely, before anything is chosen: what the person asked for.
    fn likely(request: &RequestRow, wishes: &Preferences, next: Option<&Part>) -> Self {
        let how = if wishes.reader { How::Reading.name() } else { request.receive_by.as_str() };
        let staged = wishes.staged || request.state == State::PartDisclosed;
        let part = next.filter(|_| staged).map(|part| part.number.to_string());
        Self {
            how: how.to_owned(),
            what: part.unwrap_or_default(),
            late_reason: request.late_reason.clone().unwrap_or_default(),
            ..Self::default()
        }
    }
}

#[derive(Template)]
#[template(path = "disclosure/release.html")]
struct ReleasePage {
    shell: Shell,
    head: RequestHead,
    request: RequestRow,
    pack: PackRow,
    volumes: Vec<VolumeRow>,
    /// Parts that have not gone, in their order; empty where the pack is one file.
    to_go: Vec<Part>,
    begun: bool,
    wishes: Preferences,
    ways: &'static [How],
    form: ReleaseForm,
    late: bool,
}

impl ReleasePage {
    fn number(&self, n: &i64) -> String {
        number(n)
    }

    fn asked_for(&self, way: &How) -> bool {
        way.name() == self.request.receive_by || (*way == How::Reading && self.wishes.reader)
    }
}

fn is_late(request: &RequestRow, today: NaiveDate) -> bool {
    request.due_on.is_some_and(|due| due < today)
}

async fn page(
    desk: &Desk,
    reference: Reference,
    shell: Shell,
    form: Option<ReleaseForm>,
) -> Result<ReleasePage, HttpProblem> {
    let today = desk.today();
    let shell = shell
        .crumb("Requests", "/requests")
        .crumb(reference.as_str(), format!("/requests/{reference}"))
        .crumb("Pack", format!("/requests/{reference}/pack"))
        .crumb("Release", format!("/requests/{reference}/release"));
    desk.work(move |db, actor, _| {
        let (request, pack) = actions::releasable(db, actor, &reference, today)?;
        let head = requests::head(db, actor, &request, today)?.at("pack");
        let (volumes, mut to_go) = actions::left_to_go(db, &pack)?;
        if volumes.len() == 1 {
            to_go.clear();
        }
        let wishes = requests::preferences(db, &request)?;
        let form = form.unwrap_or_else(|| ReleaseForm::likely(&request, &wishes, to_go.first()));
        let late = is_late(&request, today);
        Ok::<_, NotReleased>(ReleasePage {
            shell,
            head,
            pack,
            begun: request.state == State::PartDisclosed,
            volumes,
            to_go,
            wishes,
            ways: How::ALL,
            form,
            late,
            request,
        })
    })
    .await
}

/// `GET /requests/{reference}/release`
pub async fn release_form(desk: Desk, path: web::Path<Reference>) -> Answer {
    let page = page(&desk, path.into_inner(), desk.shell(), None).await?;
    desk.page(&page)
}

/// `POST /requests/{reference}/release`
pub async fn release_pack(
    desk: Desk,
    path: web::Path<Reference>,
    form: Sent<ReleaseForm>,
) -> Answer {
    let (reference, form) = (path.into_inner(), form.0);
    let Some(how) = How::from_name(&form.how) else {
        let shell = desk.shell().error("choose how the pack goes", "how");
        let page = page(&desk, reference, shell, Some(form)).await?;
        return desk.page_as(StatusCode::UNPROCESSABLE_ENTITY, &page);
    };
    let release = Release {
        how,
        confirmed: form.confirmed.clone(),
        code_by: form.code_by.clone(),
        late_reason: form.late_reason.clone(),
        what: Choice::of(&form.what),
        meeting: form.meeting(desk.today()),
    };
    let locked = match how {
        How::EncryptedFile => lock(&desk, &reference, release.what).await,
        How::Portal | How::Post | How::ByHand | How::Reading => Ok(Locked::default()),
    };
    let (at, settings) = (reference.clone(), desk.services.settings.clone());
    let released = match locked {
        Ok(locked) => {
            desk.work(move |db, actor, now| {
                actions::release(db, actor, &at, &release, &locked, &settings, now)
            })
            .await
        }
        Err(problem) => Err(problem),
    };
    match released {
        Ok(_) => desk.said(
            &format!("/requests/{reference}/disclosures"),
            if Choice::of(&form.what).is_some_and(|what| what != Choice::Whole) {
                "The part is released and entered in the register."
            } else {
                "The pack is released and entered in the register."
            },
        ),
        Err(problem) if problem.kind == Kind::Invalid => {
            let shell =
                desk.shell().error(&problem.words, problem.field.as_deref().unwrap_or("how"));
            let page = page(&desk, reference, shell, Some(form)).await?;
            desk.page_as(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(problem) => Err(problem),
    }
}

/// Makes the encrypted files of a pack. They lie in the vault before the release is decided; one
/// that is not decided leaves files that nobody has the passphrase of.
async fn lock(
    desk: &Desk,
    reference: &Reference,
    what: Option<Choice>,
) -> Result<Locked, HttpProblem> {
    let (at, today) = (reference.clone(), desk.today());
    let volumes = desk
        .work(move |db, actor, _| {
            let (_, pack) = actions::releasable(db, actor, &at, today)?;
            let (mut volumes, _, part) = actions::what_goes(db, &pack, what)?;
            volumes.retain(|volume| part.is_none_or(|part| part.number == volume.number));
            Ok::<_, NotReleased>(volumes)
        })
        .await?;
    let passphrase = code::passphrase();
    let mut files = Vec::new();
    for volume in volumes {
        let file: Fingerprint = volume.sha256.parse().map_err(|_| HttpProblem::missing())?;
        let bytes = desk.services.vault.get(file).await.map_err(|e| HttpProblem::from(&e))?;
        let with = passphrase.clone();
        let locked = web::block(move || crate::paper::encrypt(&bytes, &with))
            .await
            .map_err(|e| HttpProblem::bug(&e.to_string()))?
            .map_err(|e| HttpProblem::bug(&e.to_string()))?;
        let size = locked.len() as i64;
        let kept = desk.services.vault.put(locked).await.map_err(|e| HttpProblem::from(&e))?;
        files.push(DeliveredFile {
            number: volume.number,
            sha256: kept.sha256.to_string(),
            bytes: size,
        });
    }
    Ok(Locked { passphrase, files })
}

/// `GET /requests/{reference}/disclosures/{id}/files/{number}`: an encrypted file, to be sent on.
pub async fn locked_file(desk: Desk, path: web::Path<(Reference, Id, i64)>) -> Answer {
    let (reference, id, wanted) = path.into_inner();
    let name = format!("{reference}-{wanted}-encrypted.pdf");
    let sha256 = desk
        .work(move |db, actor, _| {
            let request = requests::seen_by(db, actor, &reference)?
                .ok_or_else(|| NotReleased::Unknown(reference.clone()))?;
            let entry =
                store::find(db, id).map_err(DbError::from)?.filter(|d| d.request_id == request.id);
            // Its passphrase stands in a letter of the request's story, so the file is for those
            // who may see all that the pack releases.
            if !pack::in_sight(db, &request, actor)? {
                return Err(NotReleased::NoEntry);
            }
            let files = collect::files_of(&entry.ok_or(NotReleased::NoEntry)?);
            files
                .into_iter()
                .find(|f| f.number == wanted)
                .map(|f| f.sha256)
                .ok_or(NotReleased::NoEntry)
        })
        .await?;
    let file: Fingerprint = sha256.parse().map_err(|_| HttpProblem::missing())?;
    let bytes = desk.services.vault.get(file).await.map_err(|e| HttpProblem::from(&e))?;
    Ok(HttpResponse::Ok()
        .content_type("application/pdf")
        .insert_header(("content-disposition", format!("attachment; filename=\"{name}\"")))
        .body(bytes))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proof {
    proof: String,
}

/// `POST /requests/{reference}/disclosures/{id}/delivery`
pub async fn prove(desk: Desk, path: web::Path<(Reference, Id)>, form: Sent<Proof>) -> Answer {
    let (reference, id) = path.into_inner();
    let at = reference.clone();
    desk.work(move |db, actor, now| after::prove(db, actor, &at, id, &form.0.proof, now)).await?;
    desk.said(&format!("/requests/{reference}/disclosures"), "The proof of delivery is entered.")
}

/// Another day, place or companion for a reading.
#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
pub struct MovedForm {
    companion: String,
    on_day: String,
    on_month: String,
    on_year: String,
    time: String,
    place: String,
    reason: String,
}

/// `POST /requests/{reference}/disclosures/{id}/reading`
pub async fn move_reading(
    desk: Desk,
    path: web::Path<(Reference, Id)>,
    form: Sent<MovedForm>,
) -> Answer {
    let ((reference, id), form) = (path.into_inner(), form.0);
    let (at, today, settings) = (reference.clone(), desk.today(), desk.services.settings.clone());
    let on = day_of("on", [&form.on_day, &form.on_month, &form.on_year]);
    let meeting =
        on.and_then(|on| Meeting::read(&form.companion, on, &form.time, &form.place, today));
    desk.work(move |db, actor, now| {
        after::move_reading(db, actor, (&at, id), (meeting, &form.reason), &settings, now)
    })
    .await?;
    desk.said(
        &format!("/requests/{reference}/disclosures"),
        "The reading is moved, and the person is told.",
    )
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    reason: String,
}

/// `POST /requests/{reference}/disclosures/{id}/revocation`
pub async fn revoke(desk: Desk, path: web::Path<(Reference, Id)>, form: Sent<Reason>) -> Answer {
    let (reference, id) = path.into_inner();
    let at = reference.clone();
    desk.work(move |db, actor, now| after::revoke(db, actor, &at, id, &form.0.reason, now)).await?;
    desk.said(
        &format!("/requests/{reference}/disclosures"),
        "The pack is revoked; its link opens nothing any more.",
    )
}

/// `POST /requests/{reference}/closure`
pub async fn close(desk: Desk, path: web::Path<Reference>, _: Sent<NoFields>) -> Answer {
    let reference = path.into_inner();
    let at = reference.clone();
    desk.work(move |db, actor, now| after::close(db, actor, &at, now)).await?;
    desk.said(&format!("/requests/{reference}"), "The request is closed.")
}
