//! A few files with the fields of a form, as people who are no custodians hand them in.

use actix_multipart::{Field, Multipart, MultipartError};
use actix_web::{HttpMessage as _, HttpRequest, HttpResponse};
use bytes::Bytes;
use futures_util::StreamExt as _;

use super::csrf::{Csrf, FIELD};
use super::{HttpProblem, Services};
use crate::problem::{Invalid, Kind};
use crate::vault::Sealed;

/// Most files in one form.
const MOST_FILES: usize = 10;
/// Longest field beside them, in bytes.
const MOST_FIELD: usize = 64 << 10;

/// What came with a form: its files, sealed in the vault, and its other fields.
#[derive(Default)]
pub struct Handed {
    pub files: Vec<(String, Sealed)>,
    pub fields: Vec<(String, String)>,
}

/// Takes the files of a form into the vault, ten at most, and its fields beside them.
///
/// # Errors
/// Where the token is wrong, a file is too large or empty, or the form breaks off.
pub async fn take_files(
    services: &Services,
    http: &HttpRequest,
    form: Multipart,
) -> Result<Handed, HttpProblem> {
    let mut files = Vec::new();
    let keep = async |name: String, sealed: Sealed| {
        if files.len() == MOST_FILES {
            let words = format!("send {MOST_FILES} files at a time, and the rest after");
            return Err(not_taken(words));
        }
        files.push((name, sealed));
        Ok(())
    };
    let (_, fields) = take_each(services, http, form, keep).await?;
    Ok(Handed { files, fields })
}

/// Takes the files of a form into the vault while they come, and hands on each that is whole; gives
/// how many there were, and the other fields. The form's anti-forgery token stands before them, or in
/// the header of the page's script.
///
/// # Errors
/// Where the token is wrong, a file is too large or empty, or the form breaks off; what was handed on
/// before stays.
pub async fn take_each(
    services: &Services,
    http: &HttpRequest,
    mut form: Multipart,
    mut keep: impl AsyncFnMut(String, Sealed) -> Result<(), HttpProblem>,
) -> Result<(usize, Vec<(String, String)>), HttpProblem> {
    let csrf = http.extensions().get::<Csrf>().cloned().ok_or_else(forged)?;
    let header = http.headers().get("x-csrf-token").and_then(|v| v.to_str().ok());
    let mut allowed = header.is_some_and(|sent| csrf.is(sent));
    let (mut taken, mut fields) = (0, Vec::new());
    while let Some(field) = form.next().await {
        let mut field = field.map_err(broken)?;
        let file_name = field.content_disposition().and_then(|d| d.get_filename()).map(shown);
        let Some(file_name) = file_name else {
            let name = field.name().unwrap_or_default().to_owned();
            let value = field.bytes(MOST_FIELD).await.map_err(|_| too_long())?.map_err(broken)?;
            let value = String::from_utf8_lossy(&value).into_owned();
            if name == FIELD {
                allowed |= csrf.is(&value);
            } else {
                fields.push((name, value));
            }
            continue;
        };
        if !allowed {
            return Err(forged());
        }
        if file_name.is_empty() {
            // A file input that nobody used.
            while let Some(piece) = field.next().await {
                piece.map_err(broken)?;
            }
            continue;
        }
        keep(file_name.clone(), seal(services, field, &file_name).await?).await?;
        taken += 1;
    }
    if allowed { Ok((taken, fields)) } else { Err(forged()) }
}

/// A file that somebody handed in: saved, never shown by the browser (WEB-06).
pub fn attachment(name: &str, bytes: Bytes) -> HttpResponse {
    let plain = |c: char| if c.is_ascii_alphanumeric() || " .-".contains(c) { c } else { '-' };
    let name: String = name.chars().map(plain).collect();
    HttpResponse::Ok()
        .content_type("application/octet-stream")
        .insert_header(("content-disposition", format!("attachment; filename=\"{name}\"")))
        .insert_header(("content-security-policy", "default-src 'none'; sandbox"))
        .body(bytes)
}

/// Seals a file while it comes; one that passes the limit, or is empty, is not kept.
async fn seal(services: &Services, mut field: Field, name: &str) -> Result<Sealed, HttpProblem> {
    let mib = services.settings.uploads.file_mib;
    let mut writer = services.vault.write();
    let mut bytes: u64 = 0;
    while let Some(piece) = field.next().await {
        let piece = piece.map_err(broken)?;
        bytes += piece.len() as u64;
        if bytes > mib << 20 {
            return Err(not_taken(format!("“{name}” is larger than {mib} MiB; send it in parts")));
        }
        writer.write(piece).await;
    }
    if bytes == 0 {
        return Err(not_taken(format!("“{name}” is empty; send another copy")));
    }
    writer.finish().await.map_err(|e| HttpProblem::from(&e))
}

fn not_taken(words: String) -> HttpProblem {
    HttpProblem::from(&Invalid::new("files", words))
}

/// A file's name as text that can be shown; never a path.
fn shown(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    last.chars().filter(|c| !c.is_control()).take(200).collect::<String>().trim().to_owned()
}

fn forged() -> HttpProblem {
    HttpProblem::of(
        Kind::NotAllowed,
        "the page was open too long; go back, load it again and send it once more",
    )
}

fn too_long() -> HttpProblem {
    HttpProblem::of(Kind::Invalid, "what you wrote is too long; shorten it")
}

fn broken(problem: MultipartError) -> HttpProblem {
    tracing::info!(%problem, "an upload broke off");
    HttpProblem::of(
        Kind::Invalid,
        "the files did not arrive whole; check the connection and send those that are missing again",
    )
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn a_path_in_a_file_name_is_left_behind() {
        assert_eq!(shown("C:\\Users\\me\\note.pdf"), "note.pdf");
        assert_eq!(shown("../../etc/passwd"), "passwd");
        assert_eq!(shown(""), "");
    }
}
