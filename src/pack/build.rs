//! The job that builds a pack. Killed anywhere, it is taken up again and builds the same: redacted
//! documents lie in the vault under their hashes, and the pack becomes one in a single transaction.

use std::collections::BTreeMap;

use candour_redaction::geometry::Quad;
use candour_redaction::plan::Plan;
use candour_redaction::read::Word;
use chrono::{DateTime, Utc};
use serde::Serialize;

use super::discreet::Covered;
use super::front::front_matter;
use super::guide::Told;
use super::store::{self, PackItem, PackRow, PlacedRow, Sources, VolumeRow};
use super::voices::Voices;
use super::{fingerprint, system};
use crate::access::Who;
use crate::audit::{self, About, Act};
use crate::db::{self, DbError};
use crate::documents::Lane;
use crate::jobs::{Setback, Work};
use crate::paper::Typeset;
use crate::paper::assemble::{Bookmark, Options, Part, Source, StampPlace, volumes};
use crate::people;
use crate::records::{self, NoticeKind};
use crate::requests::{self, Event, RequestRow};
use crate::review;
use crate::vault::Fingerprint;
use crate::web::Services;

/// A redacted document in the vault.
pub(super) struct Made<'a> {
    pub item: &'a PackItem,
    pub sha256: Fingerprint,
    pub bytes: u64,
    pub pages: usize,
}

/// One check of the proof, over all documents of the pack, for the manager's page.
#[derive(Debug, Default, Serialize)]
struct Checked {
    claim: String,
    documents: usize,
    looked_at: usize,
}

/// The job `pack.build`.
///
/// # Errors
/// Where a document cannot be redacted and proved, which is final, or something passes.
pub fn build(services: &Services, work: &Work) -> Result<(), Setback> {
    let id = work.id_in("pack")?;
    let mut db = work.db()?;
    let pack = store::find(&mut db, id).map_err(DbError::from)?.ok_or_else(|| gone("pack"))?;
    if pack.state != "building" {
        return Ok(());
    }
    let request = requests::by_id(&mut db, pack.request_id)?.ok_or_else(|| gone("request"))?;
    let sources = store::sources(&mut db, &request).map_err(DbError::from)?;
    drop(db);
    let outcome = bound(services, work, &pack, &request, &sources);
    if let Err(Setback::Final(problem)) = &outcome {
        failed(work, &pack, &request, problem)?;
    } else if let Err(Setback::Passing(problem)) = &outcome
        && work.last_try
    {
        failed(work, &pack, &request, problem)?;
    }
    outcome
}

pub(super) fn gone(what: &str) -> Setback {
    Setback::Final(format!("the {what} is not there any more"))
}

/// The pack failed: the request goes back to review, where what stands in the way can be mended.
fn failed(work: &Work, pack: &PackRow, request: &RequestRow, problem: &str) -> Result<(), Setback> {
    let now = work.now();
    let mut db = work.db()?;
    db::transaction(&mut db, |db| {
        if store::fail(db, pack.id, problem).map_err(DbError::from)? {
            let about = About::request(request.id).object(pack.id).words(problem);
            audit::tell(db, &system(), Act::PackFailed, about, now)?;
            // Somebody may have taken the request back meanwhile; then there is nothing to move.
            let _ = requests::advance(
                db,
                &system(),
                request,
                Event::SentBack,
                "the pack could not be built",
                now,
            );
        }
        Ok::<_, DbError>(())
    })?;
    Ok(())
}

fn bound(
    services: &Services,
    work: &Work,
    pack: &PackRow,
    request: &RequestRow,
    sources: &Sources,
) -> Result<(), Setback> {
    if fingerprint::of(sources) != pack.fingerprint {
        return Err(Setback::Final(
            "something was changed after the pack was asked for; ask for it again".into(),
        ));
    }
    let staged = requests::preferences(&mut *work.db()?, request)?.staged;
    let circle = people::circle(&mut *work.db()?, request.subject_id)?;
    let mut told = (Told::of(&circle), Voices::default());
    let (made, covered, checks) = redacted(services, work, sources, &mut told)?;
    let told = (&told.0, circle.as_slice(), &told.1);
    let front = front_matter(services, work, request, sources, &made, &covered, told)?;
    let front_pages: usize = front.iter().map(|(_, t)| t.pages).sum();

    work.progress(made.len(), made.len() + 1, "binding the pack")?;
    let parts = parts(services, sources, front, &made, &covered);
    let options = Options {
        title: format!("{} records pack", sources.reference),
        language: "en-GB".into(),
        volume_bytes: Some(services.settings.pack.volume_mib << 20),
        volume_pages: staged.then_some(services.settings.pack.part_pages),
        stamp: StampPlace::default(),
    };
    let mut rows = Vec::new();
    for volume in volumes(parts, &options) {
        let volume = volume.map_err(|e| Setback::Final(e.to_string()))?;
        let bytes = volume.pdf.len();
        let kept = services.vault.put_blocking(volume.pdf).map_err(passing)?;
        rows.push(VolumeRow {
            pack_id: pack.id,
            number: volume.number as i64,
            sha256: kept.sha256.to_string(),
            bytes: bytes as i64,
            pages: volume.pages as i64,
            first_page: volume.first_page as i64,
        });
        work.progress(
            made.len(),
            made.len() + 1,
            &format!("file {} of {}", volume.number, volume.of),
        )?;
    }
    let placed = placed(pack, &made, front_pages);
    finish(work, pack, request, &rows, &placed, &checks)
}

pub(super) fn passing(e: impl std::fmt::Display) -> Setback {
    Setback::Passing(e.to_string())
}

/// Redacts and proves every document that goes.
fn redacted<'a>(
    services: &Services,
    work: &Work,
    sources: &'a Sources,
    told: &mut (Told, Voices),
) -> Result<(Vec<Made<'a>>, Covered, Vec<Checked>), Setback> {
    let released: Vec<&PackItem> = sources.items.iter().filter(|i| i.is_released()).collect();
    let pages: usize = released.iter().map(|i| usize::try_from(i.pages).unwrap_or(0)).sum();
    let (mut made, mut covered) = (Vec::new(), Covered::default());
    let mut checks: BTreeMap<String, Checked> = BTreeMap::new();
    let mut done = 0;
    for item in released {
        let working: Fingerprint =
            item.working_sha256.as_deref().and_then(|sha| sha.parse().ok()).ok_or_else(|| {
                Setback::Final(format!(
                    "D{} cannot be shown, so it cannot be released",
                    item.number
                ))
            })?;
        read(services, item, &mut covered, told)?;
        let plan: Plan = review::plan::plan_of(&format!("D{}", item.number), &item.marks);
        let of = usize::try_from(item.pages).unwrap_or(0);
        let redacted = services
            .documents
            .wait(move |pool| async move { pool.redact(Lane::Later, working, of, plan).await })
            .map_err(|e| {
                let words = format!("D{}: {e}", item.number);
                if e.is_the_document_s() { Setback::Final(words) } else { Setback::Passing(words) }
            })?;
        let proof = redacted.report.proof.clone().unwrap_or_default();
        if !proof.holds() {
            return Err(Setback::Final(format!(
                "D{}: the redacted document did not pass its check",
                item.number
            )));
        }
        for check in proof.checks {
            let seen = checks.entry(check.claim.clone()).or_default();
            seen.claim = check.claim;
            seen.documents += 1;
            seen.looked_at += check.looked_at;
        }
        let bytes = redacted.pdf.len() as u64;
        let kept = services.vault.put_blocking(redacted.pdf).map_err(passing)?;
        made.push(Made { item, sha256: kept.sha256, bytes, pages: redacted.report.pages });
        done += of;
        work.progress(done, pages, &format!("page {done} of {pages}"))?;
    }
    Ok((made, covered, checks.into_values().collect()))
}

/// Takes in the names under an item's marks, so that titles lose them too, and what the rest of its
/// words tell.
fn read(
    services: &Services,
    item: &PackItem,
    covered: &mut Covered,
    (told, voices): &mut (Told, Voices),
) -> Result<(), Setback> {
    let Some(sha) = item.words_sha256.as_deref() else { return Ok(()) };
    let layer: Fingerprint = sha.parse().map_err(|_| gone("word layer"))?;
    let layer = services.vault.get_blocking(layer).map_err(passing)?;
    let words: Vec<Vec<Word>> = records::read_words(&layer).map_err(passing)?;
    for (at, page) in words.iter().enumerate() {
        let number = at as i64 + 1;
        let marks: Vec<Quad> = item
            .marks
            .iter()
            .filter(|mark| !mark.removed && mark.page == number)
            .flat_map(|mark| mark.quads().0)
            .collect();
        // What another document shows is no secret.
        let secret: Vec<Quad> = item
            .marks
            .iter()
            .filter(|mark| !mark.removed && mark.page == number)
            .filter(|mark| !review::is_shown_elsewhere(mark))
            .flat_map(|mark| mark.quads().0)
            .collect();
        covered.take(page, &secret);
        told.take((item.number, number), page, &marks);
        voices.take((item.number, number), &item.passages, page, &marks);
    }
    Ok(())
}

fn parts(
    services: &Services,
    sources: &Sources,
    front: Vec<(&'static str, Typeset)>,
    made: &[Made],
    covered: &Covered,
) -> Vec<Part> {
    let mut parts: Vec<Part> = front
        .into_iter()
        .map(|(title, typeset)| Part {
            bookmark: Bookmark::new(title),
            group: None,
            label: String::new(),
            stamps: vec![sources.reference.clone(); typeset.pages],
            source: Source::Pdf(typeset.pdf),
        })
        .collect();
    for made in made {
        let number = made.item.number;
        let vault = services.vault.clone();
        let sha256 = made.sha256;
        parts.push(Part {
            bookmark: Bookmark::new(format!("D{number} {}", covered.discreet(&made.item.title))),
            group: Some("Documents".into()),
            label: format!("D{number}-p"),
            stamps: (1..=made.pages)
                .map(|p| format!("{} · D{number}-p{p}{}", sources.reference, flag(made.item)))
                .collect(),
            source: Source::Stored {
                bytes: made.bytes,
                read: Box::new(move || {
                    vault.get_blocking(sha256).map(|b| b.to_vec()).map_err(std::io::Error::other)
                }),
            },
        });
    }
    parts
}

/// What the stamp of every page says of an item that is contested or no longer stands alone. A page
/// that is taken out of the pack still says so.
fn flag(item: &PackItem) -> String {
    let mut kinds: Vec<NoticeKind> = item.notices.iter().map(|notice| notice.kind).collect();
    kinds.dedup();
    kinds.iter().map(|kind| format!(" · {}", kind.short())).collect()
}

fn placed(pack: &PackRow, made: &[Made], front_pages: usize) -> Vec<PlacedRow> {
    let mut at = front_pages + 1;
    made.iter()
        .map(|m| {
            let row = PlacedRow {
                pack_id: pack.id,
                item_id: m.item.id,
                first_page: at as i64,
                pages: m.pages as i64,
                marks: m.item.marks.len() as i64,
                redacted_sha256: m.sha256.to_string(),
            };
            at += m.pages;
            row
        })
        .collect()
}

/// The pack becomes one, and the request goes on to the manager; or, where somebody changed
/// something meanwhile, neither happens.
fn finish(
    work: &Work,
    pack: &PackRow,
    request: &RequestRow,
    volumes: &[VolumeRow],
    placed: &[PlacedRow],
    checks: &[Checked],
) -> Result<(), Setback> {
    let now: DateTime<Utc> = work.now();
    let report = serde_json::to_string(checks).map_err(|e| Setback::Final(e.to_string()))?;
    let pages: i64 = volumes.iter().map(|v| v.pages).sum();
    let mut db = work.db()?;
    let unchanged = db::transaction(&mut db, |db| {
        let request = requests::by_id(db, request.id)?
            .ok_or_else(|| Setback::Final("the request is gone".into()))?;
        let sources = store::sources(db, &request).map_err(DbError::from)?;
        if fingerprint::of(&sources) != pack.fingerprint {
            return Ok(false);
        }
        if !store::built(db, pack.id, pages, &report, volumes, placed, now)
            .map_err(DbError::from)?
        {
            return Ok(true);
        }
        let words =
            format!("{pages} pages, SHA-256 {}", volumes.first().map_or("", |v| v.sha256.as_str()));
        audit::tell(
            db,
            &Who::System,
            Act::PackBuilt,
            About::request(request.id).object(pack.id).words(words),
            now,
        )?;
        requests::advance(db, &Who::System, &request, Event::SentForSignoff, "", now)
            .map_err(|e| Setback::Final(e.to_string()))?;
        Ok::<_, Setback>(true)
    })?;
    if unchanged {
        Ok(())
    } else {
        Err(Setback::Final(
            "something was changed while the pack was built; ask for it again".into(),
        ))
    }
}
