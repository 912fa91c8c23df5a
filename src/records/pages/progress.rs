//! How far files that came are.

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use serde_json::json;

use super::super::UploadState;
use super::super::actions::NotRecorded;
use super::super::store;
use crate::access::{Action, allow};
use crate::db::{DbError, Id};
use crate::requests::{self, Reference};
use crate::web::{Answer, Desk};

/// A file that came, and how far it is.
pub(super) struct FileRow {
    pub id: Id,
    pub name: String,
    pub size: String,
    pub state: &'static str,
    pub words: String,
    pub failed: bool,
}

pub(super) fn file_row(upload: &store::UploadRow) -> FileRow {
    let given_up = upload.job_state.as_deref() == Some("failed");
    let (state, words) = match upload.state {
        UploadState::Waiting if given_up => (
            "failed",
            "Something on our side went wrong while this was read. Nothing is lost: it can be tried again under Background work.".to_owned(),
        ),
        UploadState::Waiting => {
            let progress = upload.progress_words.clone().unwrap_or_default();
            ("waiting", if progress.is_empty() { "Waiting to be read".to_owned() } else { progress })
        }
        UploadState::Imported => {
            ("imported", upload.problem.clone().unwrap_or_else(|| "In the record".to_owned()))
        }
        UploadState::Refused => ("refused", upload.problem.clone().unwrap_or_default()),
    };
    FileRow {
        id: upload.id,
        name: upload.file_name.clone(),
        size: size(upload.bytes),
        state,
        words,
        failed: given_up || upload.state == UploadState::Refused,
    }
}

/// `1.4 MB`, as file managers count.
pub(super) fn size(bytes: i64) -> String {
    match bytes {
        ..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} KB", bytes / 1_000),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Batch {
    batch: Option<Id>,
}

/// `GET /requests/{reference}/record/progress`: how far the files are, for the page's script.
pub async fn progress(desk: Desk, path: web::Path<Reference>, batch: web::Query<Batch>) -> Answer {
    let reference = path.into_inner();
    let (uploads, not_shown, standing) = desk
        .work(move |db, actor, _| {
            let request = requests::seen_by(db, actor, &reference)?.ok_or(NotRecorded::Unknown)?;
            allow(actor, Action::SeeRecord, &[])?;
            let sight = store::sight(db, request.id, actor.id)?;
            let uploads = store::uploads_listed(db, request.id, batch.batch, 5_000, &sight)
                .map_err(DbError::from)?;
            let not_shown = match batch.batch {
                Some(batch) => store::not_shown_of(db, batch, &sight)?,
                None => Vec::new(),
            };
            Ok::<_, NotRecorded>((uploads, not_shown, store::standing(db, request.id, &sight)?))
        })
        .await?;
    let files: Vec<_> = uploads
        .iter()
        .map(file_row)
        .map(|f| {
            // One file is told its own reason; of an archive, how many there are.
            let kept: Vec<Option<&str>> = not_shown
                .iter()
                .filter(|(upload, _)| *upload == f.id)
                .map(|(_, why)| why.as_deref())
                .collect();
            match kept.as_slice() {
                [] => f,
                [why] => FileRow { words: why.unwrap_or_default().to_owned(), ..f },
                more => FileRow {
                    words: format!("In the record, but {} files in it cannot be shown", more.len()),
                    ..f
                },
            }
        })
        .map(|f| json!({ "id": f.id, "name": f.name, "state": f.state, "words": f.words }))
        .collect();
    Ok(HttpResponse::Ok().json(json!({
        "files": files,
        "items": standing.items,
        "pages": standing.pages,
        "waiting": standing.uploads_waiting,
    })))
}
