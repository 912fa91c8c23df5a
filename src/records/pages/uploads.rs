//! Files as they come in: each counted while it streams, sealed, and asked to be read.

use actix_multipart::{Field, Multipart};
use actix_web::http::header::{ContentDisposition, DispositionParam};
use actix_web::{HttpMessage as _, HttpResponse, web};
use futures_util::StreamExt as _;
use serde_json::json;

use super::super::actions::{self, NewFile, NotRecorded};
use super::super::looked::Looked;
use super::super::{naming, store};
use super::list;
use crate::access::Who;
use crate::db::{DbError, Id};
use crate::problem::{Invalid, Kind};
use crate::requests::Reference;
use crate::vault::Sealed;
use crate::web::{Answer, CSRF_FIELD, Csrf, Desk, HttpProblem};

/// Bytes of a form's ordinary field.
const MOST_FIELD: usize = 4 << 10;
/// Where a file passes its limit by this much, nobody waits for its end.
const MOST_BEYOND: u64 = 1 << 30;

/// What became of one file.
struct Taken {
    id: Id,
    name: String,
    /// Why it was not taken.
    problem: Option<String>,
}

/// What of the form stands before its files.
struct Form {
    allowed: bool,
    source: String,
    batch: Id,
}

/// `POST /requests/{reference}/record`: any number of files.
pub async fn upload(desk: Desk, path: web::Path<Reference>, files: Multipart) -> Answer {
    let reference = path.into_inner();
    let request = {
        let reference = reference.clone();
        desk.work(move |db, actor, _| actions::open_for_files(db, actor, &reference)).await
    };
    let request = match request {
        Ok(request) => request,
        // Unread files would end the connection before the browser has the answer.
        Err(problem) => {
            drain(files).await;
            return Err(problem);
        }
    };
    match take_all(&desk, request.id, files).await {
        Ok(taken) => answer(&desk, &reference, &taken),
        Err(problem) if problem.field.is_some() && !desk.wants_json() => {
            list::show(desk, reference, Looked::default(), Some(problem)).await
        }
        Err(problem) => Err(problem),
    }
}

async fn drain(mut files: Multipart) {
    let mut left = MOST_BEYOND;
    while let Some(Ok(mut field)) = files.next().await {
        while let Some(Ok(piece)) = field.next().await {
            left = left.saturating_sub(piece.len() as u64);
            if left == 0 {
                return;
            }
        }
    }
}

async fn take_all(
    desk: &Desk,
    request: Id,
    mut files: Multipart,
) -> Result<Vec<Taken>, HttpProblem> {
    let sent = desk.http().headers().get("x-csrf-token").and_then(|v| v.to_str().ok());
    let csrf = desk.http().extensions().get::<Csrf>().cloned().ok_or_else(forged)?;
    let allowed = sent.is_some_and(|sent| csrf.is(sent));
    let mut form = Form { allowed, source: String::new(), batch: Id::new() };
    let most = i64::try_from(desk.services.settings.uploads.files).unwrap_or(i64::MAX);
    let mut there =
        desk.work(move |db, _, _| store::upload_count(db, request).map_err(DbError::from)).await?;
    let mut taken = Vec::new();
    while let Some(field) = files.next().await {
        let mut field = field.map_err(|e| broken(&e))?;
        let name = field.name().unwrap_or_default().to_owned();
        let Some(file_name) = file_name(field.content_disposition()) else {
            read_field(&mut form, &name, &mut field, &csrf).await?;
            continue;
        };
        if !form.allowed {
            return Err(forged());
        }
        if file_name.is_empty() {
            // A file input that nobody used.
            while let Some(piece) = field.next().await {
                piece.map_err(|e| broken(&e))?;
            }
            continue;
        }
        if naming::is_litter(&file_name) {
            continue;
        }
        let file = NewFile {
            request,
            search: None,
            batch: form.batch,
            file_name: naming::shown(&file_name),
            source: form.source.clone(),
        };
        there += 1;
        let no_more = (there > most).then(|| {
            format!("this request has {most} files already, which is as many as one may have")
        });
        taken.push(take(desk, file, field, no_more).await?);
    }
    if taken.is_empty() {
        if !form.allowed {
            return Err(forged());
        }
        return Err(HttpProblem::from(&Invalid::new("files", "choose at least one file")));
    }
    Ok(taken)
}

/// The name as the browser gave it; `None` for a field that is no file.
fn file_name(disposition: Option<&ContentDisposition>) -> Option<String> {
    let parameters = &disposition?.parameters;
    parameters.iter().find_map(|parameter| match parameter {
        DispositionParam::FilenameExt(name) => {
            Some(String::from_utf8_lossy(&name.value).into_owned())
        }
        DispositionParam::Filename(name) => Some(name.clone()),
        _ => None,
    })
}

async fn read_field(
    form: &mut Form,
    name: &str,
    field: &mut Field,
    csrf: &Csrf,
) -> Result<(), HttpProblem> {
    let long = |_| HttpProblem::of(Kind::Invalid, "a field of the form is too long");
    let bytes = field.bytes(MOST_FIELD).await.map_err(long)?.map_err(|e| broken(&e))?;
    let value = String::from_utf8_lossy(&bytes);
    match name {
        CSRF_FIELD => form.allowed |= csrf.is(&value),
        "source" => form.source = naming_source(&value),
        "batch" => {
            form.batch = value.trim().parse().map_err(|_| unknown("batch"))?;
        }
        other => return Err(unknown(other)),
    }
    Ok(())
}

fn naming_source(sent: &str) -> String {
    if sent.trim().is_empty() { String::new() } else { naming::shown(sent) }
}

fn unknown(name: &str) -> HttpProblem {
    let words = format!("the form has a field that is not known or not readable: {name:.40}");
    HttpProblem::of(Kind::Invalid, words)
}

async fn take(
    desk: &Desk,
    file: NewFile,
    field: Field,
    no_more: Option<String>,
) -> Result<Taken, HttpProblem> {
    let mib = desk.services.settings.uploads.file_mib;
    let streamed = match no_more {
        Some(why) => Streamed::Refused(discard(field).await?, why),
        None => stream(desk, field, mib << 20).await?,
    };
    let name = file.file_name.clone();
    let said = name.clone();
    let (id, problem) = desk
        .work(move |db, actor, now| {
            let by = Who::from(actor);
            match streamed {
                Streamed::Sealed(sealed) => {
                    let id = actions::receive(db, &by, &file, sealed, now)?;
                    Ok::<_, NotRecorded>((id, None))
                }
                Streamed::Refused(bytes, why) => {
                    let id = actions::turn_away(db, &by, &file, bytes, &why, now)?;
                    Ok((id, Some(why)))
                }
                Streamed::TooLarge(bytes) => {
                    let why = format!(
                        "“{said}” is larger than {mib} MiB, which is as much as one file may have; split it, or ask for it in parts"
                    );
                    let id = actions::turn_away(db, &by, &file, bytes, &why, now)?;
                    Ok((id, Some(why)))
                }
                Streamed::Empty => {
                    let why =
                        format!("“{said}” is empty; ask whoever sent it for another copy");
                    let id = actions::turn_away(db, &by, &file, 0, &why, now)?;
                    Ok((id, Some(why)))
                }
            }
        })
        .await?;
    Ok(Taken { id, name, problem })
}

enum Streamed {
    Sealed(Sealed),
    TooLarge(u64),
    Empty,
    Refused(u64, String),
}

/// Seals a file while it comes; one that passes the limit is not kept.
async fn stream(desk: &Desk, mut field: Field, most: u64) -> Result<Streamed, HttpProblem> {
    let mut writer = Some(desk.services.vault.write());
    let mut bytes: u64 = 0;
    while let Some(piece) = field.next().await {
        let piece = piece.map_err(|e| broken(&e))?;
        bytes += piece.len() as u64;
        if bytes > most {
            // Dropped before its end, nothing of it is kept.
            writer = None;
            if bytes - most > MOST_BEYOND {
                return Err(HttpProblem::of(Kind::Invalid, "the file is far too large"));
            }
        }
        if let Some(writer) = &mut writer {
            writer.write(piece).await;
        }
    }
    match writer {
        None => Ok(Streamed::TooLarge(bytes)),
        Some(_) if bytes == 0 => Ok(Streamed::Empty),
        Some(writer) => {
            let sealed = writer.finish().await.map_err(|e| HttpProblem::from(&e))?;
            Ok(Streamed::Sealed(sealed))
        }
    }
}

async fn discard(mut field: Field) -> Result<u64, HttpProblem> {
    let mut bytes: u64 = 0;
    while let Some(piece) = field.next().await {
        bytes += piece.map_err(|e| broken(&e))?.len() as u64;
        if bytes > MOST_BEYOND {
            return Err(HttpProblem::of(Kind::Invalid, "the file is far too large"));
        }
    }
    Ok(bytes)
}

fn answer(desk: &Desk, reference: &Reference, taken: &[Taken]) -> Answer {
    if desk.wants_json() {
        let files: Vec<_> = taken
            .iter()
            .map(|t| json!({ "id": t.id, "name": t.name, "problem": t.problem }))
            .collect();
        return Ok(HttpResponse::Ok().json(json!({ "files": files })));
    }
    let refused = taken.iter().filter(|t| t.problem.is_some()).count();
    let in_words = |n: usize| if n == 1 { "1 file".to_owned() } else { format!("{n} files") };
    let mut words = match taken.len() - refused {
        0 => "No file was taken".to_owned(),
        n => format!("{} came in and will be read now", in_words(n)),
    };
    if refused > 0 {
        words += &format!("; {} could not be taken, see why below", in_words(refused));
    }
    desk.said(&format!("/requests/{reference}/record#files-title"), &format!("{words}."))
}

fn forged() -> HttpProblem {
    HttpProblem::of(
        Kind::NotAllowed,
        "the page was open too long or in another sign-in; go back, load it again and send it once more",
    )
}

fn broken(problem: &actix_multipart::MultipartError) -> HttpProblem {
    tracing::info!(%problem, "an upload broke off");
    HttpProblem::of(
        Kind::Invalid,
        "the files did not arrive whole; check the connection and send those that are missing again",
    )
}
