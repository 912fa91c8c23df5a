//! All but a handful of the record of Jordan Hale is read and decided, so that a new user comes to a
//! signature in minutes, and still meets each way of deciding.

use std::collections::HashSet;

use chrono::{DateTime, Utc};

use super::cases::{JORDAN_OPEN, JORDAN_REST};
use super::fill::{NotFilled, Office, refused};
use crate::db::{self, Id};
use crate::records::{self, ItemRow, View};
use crate::requests::Reference;
use crate::review::{self, Because, Decision, Quads, Wanted};

impl Office<'_> {
    /// Marks what hides other people wherever it stands, and releases the rest, but for what is left
    /// to whoever tries it.
    pub(super) async fn read_on(
        &self,
        at: &Reference,
        now: DateTime<Utc>,
    ) -> Result<(), NotFilled> {
        let request = self.request(at)?;
        let (items, decided, marked) = {
            let mut db = db::connection(&self.services.pool)?;
            let decisions = review::decisions_of(&mut db, request.id)?;
            let marks = review::marks_of(&mut db, request.id)?;
            let decided: HashSet<Id> = decisions.into_iter().map(|one| one.item_id).collect();
            let marked: HashSet<Id> = marks.into_iter().map(|mark| mark.item_id).collect();
            (records::items_of(&mut db, request.id)?, decided, marked)
        };
        let is_left = |item: &ItemRow| JORDAN_OPEN.iter().any(|name| item.file_name.contains(name));
        let open = items.iter().filter(|item| {
            !item.privileged
                && item.view == View::Shown
                && !decided.contains(&item.id)
                && !is_left(item)
        });
        let because =
            Because { ground: JORDAN_REST.ground.into(), reason: JORDAN_REST.reason.into() };
        for item in open {
            let hits = self.hits(item).await?;
            let decision = if hits.is_empty() && !marked.contains(&item.id) {
                Decision::Release
            } else {
                Decision::ReleaseWithMarks
            };
            let mut db = db::connection(&self.services.pool)?;
            if !hits.is_empty() {
                review::draw(&mut db, &self.reviewer, at, hits, &because, now).map_err(refused)?;
            }
            review::decide(&mut db, &self.reviewer, at, item.number, decision, &because, now)
                .map_err(|e| refused(format!("{}: {e}", item.file_name)))?;
        }
        Ok(())
    }

    async fn hits(&self, item: &ItemRow) -> Result<Vec<Wanted>, NotFilled> {
        let Some(layer) = &item.words_sha256 else { return Ok(Vec::new()) };
        let mut hits = Vec::new();
        for (page, words) in (1_i64..).zip(&self.words(layer).await?) {
            let found = JORDAN_REST.find.iter().flat_map(|text| review::find::hits(words, text));
            hits.extend(found.map(|hit| Wanted { item: item.id, page, quads: Quads(hit.quads) }));
        }
        Ok(hits)
    }
}
