//! A passage as the person consulted sees it: really redacted, drawn, and cut out of its page.

use actix_web::{HttpResponse, web};
use bytes::Bytes;
use candour_redaction::geometry::{Matrix, Quad};

use super::super::actions;
use super::super::store::{self, ConsultationRow, Ground, PassageRow};
use super::super::window::{Page, Window};
use crate::access::{Action, allow};
use crate::db::{Db, DbError, Id};
use crate::people;
use crate::problem::Kind;
use crate::records;
use crate::requests::{NotDone, Reference, RequestRow};
use crate::review::{Quads, find};
use crate::vault::Fingerprint;
use crate::web::{Answer, Desk, HttpProblem, Services};

/// Pixels the whole page is wide before the passage is cut out of it.
const WIDTH: u32 = 1_200;

/// What the window into one passage is cut from.
pub(super) struct Cut {
    passage: PassageRow,
    ground: Ground,
    marks: Vec<String>,
    /// Every name of everybody who is masked.
    names: Vec<String>,
}

/// Everything that a window needs from the database.
pub(super) fn cut(
    db: &mut Db,
    request: &RequestRow,
    row: &ConsultationRow,
    passage: PassageRow,
    shows_requester: bool,
) -> Result<Cut, DbError> {
    let ground = store::ground_of(db, passage.item_id, passage.page)?
        .ok_or_else(|| DbError::Unreachable("a passage stands on no page".into()))?;
    let marks = store::marks_on(db, passage.item_id, passage.page)?;
    let circle = people::circle(db, request.subject_id)?
        .iter()
        .filter(|person| Some(person.id) != row.circle_id)
        .filter(|person| person.kind == people::PersonKind::ThirdParty)
        .flat_map(|person| person.names().into_iter().map(str::to_owned).collect::<Vec<_>>())
        .filter(|name| !same(name, &row.person_name))
        .collect();
    let mut names: Vec<String> = circle;
    if row.third_party_id.is_some() && !shows_requester {
        // Whoever gave the words knows of whom; a third party is not told by us whose record it is.
        let subject = people::subject(db, request.subject_id)?;
        names.extend(subject.iter().flat_map(|one| one.names()).flat_map(with_its_parts));
        names.retain(|name| !same(name, &row.person_name));
    }
    Ok(Cut { passage, ground, marks, names })
}

/// A name, and its parts: a record calls people by their first names.
fn with_its_parts(name: &str) -> Vec<String> {
    let parts = name.split_whitespace().filter(|part| part.chars().count() > 1);
    std::iter::once(name).chain(parts).map(str::to_owned).collect()
}

fn same(a: &str, b: &str) -> bool {
    a.trim().to_lowercase() == b.trim().to_lowercase()
}

impl Cut {
    async fn page_words(
        &self,
        services: &Services,
    ) -> Result<Vec<candour_redaction::read::Word>, HttpProblem> {
        let Some(layer) = &self.ground.words else { return Ok(Vec::new()) };
        let at = usize::try_from(self.passage.page - 1).unwrap_or(0);
        Ok(records::words_on(services, layer, at).await?.unwrap_or_default())
    }

    fn window(&self, words: &[candour_redaction::read::Word]) -> Window {
        let to_display = serde_json::from_str(&self.ground.to_display).unwrap_or(Matrix::IDENTITY);
        let page = Page {
            at: usize::try_from(self.passage.page - 1).unwrap_or(0),
            width: self.ground.width,
            height: self.ground.height,
            to_display,
        };
        let marks: Vec<Vec<Quad>> =
            self.marks.iter().map(|json| Quads::from_json(json).0).collect();
        let names = self
            .names
            .iter()
            .flat_map(|name| find::hits(words, name))
            .flat_map(|hit| hit.quads)
            .collect();
        Window::new(page, &self.passage.quads().0, &marks, names)
    }

    /// The words of the passage that may be read; `None` stands for a person who is masked.
    pub(super) async fn words(
        &self,
        services: &Services,
    ) -> Result<Vec<Option<String>>, HttpProblem> {
        let words = self.page_words(services).await?;
        let shown = self.window(&words).words(&words);
        Ok(shown.into_iter().map(|word| word.map(str::to_owned)).collect())
    }

    /// The picture of the passage.
    pub(super) async fn draw(&self, services: &Services) -> Result<Bytes, HttpProblem> {
        let gone = || HttpProblem::of(Kind::Missing, "this page cannot be shown");
        let words = self.page_words(services).await?;
        let window = self.window(&words);
        let working: Fingerprint =
            self.ground.working.as_deref().ok_or_else(gone)?.parse().map_err(|_| gone())?;
        let pages = usize::try_from(self.ground.pages).unwrap_or(0);
        let at = usize::try_from(self.passage.page - 1).unwrap_or(0);
        let png = services
            .documents
            .preview(working, pages, window.plan(), at, WIDTH)
            .await
            .map_err(|e| HttpProblem::from(&e))?;
        let part = window.cut();
        web::block(move || cropped(&png, part))
            .await
            .map_err(|e| HttpProblem::bug(&e.to_string()))?
            .map_err(|e| HttpProblem::bug(&e.to_string()))
    }
}

/// The part of a picture: left, top, width and height as parts of the whole.
fn cropped(png: &[u8], [left, top, width, height]: [f64; 4]) -> Result<Bytes, image::ImageError> {
    let whole = image::load_from_memory_with_format(png, image::ImageFormat::Png)?;
    let (w, h) = (f64::from(whole.width()), f64::from(whole.height()));
    let px = |v: f64| v.round().max(0.0) as u32;
    let part =
        whole.crop_imm(px(left * w), px(top * h), px(width * w).max(1), px(height * h).max(1));
    let mut out = std::io::Cursor::new(Vec::new());
    part.write_to(&mut out, image::ImageFormat::Png)?;
    Ok(out.into_inner().into())
}

/// `GET /requests/{reference}/consultations/{id}/passages/{number}.png`: what they will see.
pub async fn passage_picture(desk: Desk, path: web::Path<(Reference, Id, i64)>) -> Answer {
    let (reference, id, number) = path.into_inner();
    let shows = desk.services.settings.access.consult_shows_requester;
    let cut = desk
        .work(move |db, actor, _| {
            let (request, row) = actions::known(db, actor, &reference, id)?;
            allow(actor, Action::SeeRecord, &[])?;
            let sight = records::sight(db, request.id, actor)?;
            let passage = store::passages_of(db, id)
                .map_err(DbError::from)?
                .into_iter()
                .find(|p| p.number == number && sight.sees(p.item_id))
                .ok_or_else(|| NotDone::Unknown(request.reference.clone()))?;
            Ok::<_, NotDone>(cut(db, &request, &row, passage, shows)?)
        })
        .await?;
    let png = cut.draw(&desk.services).await?;
    Ok(HttpResponse::Ok().content_type("image/png").body(png))
}
