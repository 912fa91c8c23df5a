//! An item's bytes: pages as pictures, words, and the original.

use actix_web::http::header::{
    Charset, ContentDisposition, DispositionParam, DispositionType, ExtendedValue,
};
use actix_web::{HttpResponse, web};
use bytes::Bytes;
use candour_redaction::plan::Plan;
use candour_redaction::read::Word;
use futures_util::StreamExt as _;
use serde::Deserialize;

use super::super::{actions, naming, words};
use crate::documents::{Doc, DocumentProblem, Lane};
use crate::problem::Kind;
use crate::requests::Reference;
use crate::vault::{Fingerprint, VaultProblem};
use crate::web::{Answer, Desk, HttpProblem, Services};

/// Widths that a page is drawn at, in pixels.
const WIDTHS: std::ops::RangeInclusive<u32> = 100..=2_400;
const USUAL_WIDTH: u32 = 1_200;

#[derive(Deserialize)]
pub struct Width {
    w: Option<u32>,
}

/// `GET /requests/{reference}/items/{number}/pages/{page}.png`
pub async fn page_picture(
    desk: Desk,
    path: web::Path<(Reference, i64, i64)>,
    width: web::Query<Width>,
) -> Answer {
    let (reference, number, page) = path.into_inner();
    let (_, item) =
        desk.work(move |db, actor, _| actions::find(db, actor, &reference, number)).await?;
    let working = item.working_sha256.as_deref().ok_or_else(HttpProblem::missing)?;
    let at = usize::try_from(page - 1).map_err(|_| HttpProblem::missing())?;
    if page > item.pages {
        return Err(HttpProblem::missing());
    }
    let width = width.w.unwrap_or(USUAL_WIDTH).clamp(*WIDTHS.start(), *WIDTHS.end());
    let file = fingerprint(working)?;
    let documents = &desk.services.documents;
    let png = documents.draw(file, at, width).await.map_err(|e| HttpProblem::from(&e))?;
    if page < item.pages {
        documents.draw_ahead(file, at + 1, width);
    }
    Ok(HttpResponse::Ok().content_type("image/png").body(png))
}

/// `GET /requests/{reference}/items/{number}/original`: never shown, always saved.
pub async fn original(desk: Desk, path: web::Path<(Reference, i64)>) -> Answer {
    let (reference, number) = path.into_inner();
    let (_, item) = desk
        .work(move |db, actor, now| actions::export_original(db, actor, &reference, number, now))
        .await?;
    let file = fingerprint(&item.original_sha256)?;
    let reader =
        desk.services.vault.read(file).await.map_err(|e: VaultProblem| HttpProblem::from(&e))?;
    let size = reader.bytes();
    let pieces = reader.map(|piece| {
        piece.map_err(|problem| {
            tracing::error!(%problem, "an original broke off while it was taken out");
            std::io::Error::other("the file cannot be read to its end")
        })
    });
    let name = format!("D{number} {}", naming::last_part(&item.file_name));
    let disposition = ContentDisposition {
        disposition: DispositionType::Attachment,
        parameters: vec![
            DispositionParam::Filename(plain_name(&name)),
            DispositionParam::FilenameExt(ExtendedValue {
                charset: Charset::Ext("UTF-8".into()),
                language_tag: None,
                value: name.into_bytes(),
            }),
        ],
    };
    Ok(HttpResponse::Ok()
        .content_type("application/octet-stream")
        .insert_header(disposition)
        .insert_header(("content-security-policy", "default-src 'none'; sandbox"))
        .no_chunking(size)
        .streaming(pieces))
}

/// For browsers that read no other: letters, digits and a few signs.
fn plain_name(name: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || " .-".contains(c) { c } else { '-' };
    name.chars().map(plain).collect()
}

/// The words of every page of an item, whose layer is named by its fingerprint.
///
/// # Errors
/// Where the layer cannot be read.
pub async fn words_of(services: &Services, layer: &str) -> Result<Vec<Vec<Word>>, HttpProblem> {
    let layer = layer_of(services, layer).await?;
    web::block(move || words::read_all(&layer))
        .await
        .map_err(|e| HttpProblem::bug(&e.to_string()))?
        .map_err(|e| HttpProblem::bug(&e.to_string()))
}

/// The words of one page, counted from 0; none where there is no such page.
///
/// # Errors
/// As [`words_of`].
pub async fn words_on(
    services: &Services,
    layer: &str,
    page: usize,
) -> Result<Option<Vec<Word>>, HttpProblem> {
    let layer = layer_of(services, layer).await?;
    words::read_page(&layer, page).map_err(|e| HttpProblem::bug(&e.to_string()))
}

async fn layer_of(services: &Services, layer: &str) -> Result<Bytes, HttpProblem> {
    services.vault.get(fingerprint(layer)?).await.map_err(|e| HttpProblem::from(&e))
}

/// A page as the requester will see it: the document redacted by `plan`, then drawn. The page is
/// counted from 0.
///
/// # Errors
/// Where the engine refuses; its reason is for the reviewer.
pub async fn draw_redacted(
    services: &Services,
    working: &str,
    plan: &Plan,
    page: usize,
    width: u32,
) -> Result<Bytes, HttpProblem> {
    let file = fingerprint(working)?;
    let documents = &services.documents;
    let drawn = async {
        let pages = documents.pages(file).await?;
        let redacted = documents.redact(Lane::Now, file, pages, plan.clone()).await?;
        documents.draw(Doc::held(redacted.pdf), page, width).await
    };
    drawn.await.map_err(|problem: DocumentProblem| match problem {
        DocumentProblem::Refused(refusal) => HttpProblem::of(Kind::Conflict, refusal.to_string()),
        other => HttpProblem::from(&other),
    })
}

fn fingerprint(text: &str) -> Result<Fingerprint, HttpProblem> {
    text.parse().map_err(|_| HttpProblem::bug("a fingerprint is written wrong"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_in_a_header_breaks_no_header() {
        assert_eq!(
            plain_name("D1 a\"\r\nSet-Cookie: b;c\u{202e}.pdf"),
            "D1 a---Set-Cookie- b-c-.pdf"
        );
    }
}
