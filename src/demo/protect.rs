//! What protects people in the record of Jordan Hale: legal advice set apart, and the neighbour who
//! rang in confidence kept unknown on every page.

use chrono::{DateTime, Utc};

use super::fill::{NotFilled, Office, refused};
use crate::db;
use crate::privilege::{self, ClaimForm};
use crate::records;
use crate::requests::Reference;
use crate::review::{self, Because, Quads, Wanted};
use crate::sources::{self, Decided, Outcome};

/// What would give the neighbour away.
const GIVES_AWAY: [&str; 3] = ["Margaret Osei", "Mrs Osei", "16 Tanner's Court"];

fn advice() -> ClaimForm {
    ClaimForm {
        answer: "advice".into(),
        says_so: "Marcus Thwaite, solicitor of the council".into(),
        client: "Pauline Grady, team manager, for the council".into(),
        shared: "no".into(),
        court: "no".into(),
        reason: "It answers the team's question whether the threshold is met.".into(),
    }
}

fn no_advice() -> ClaimForm {
    ClaimForm {
        answer: "no".into(),
        reason: "It says that advice was to be asked for, not what it was.".into(),
        ..ClaimForm::default()
    }
}

impl Office<'_> {
    /// Says of each item of legal advice who says so, and of notes that only speak of it that they
    /// are none.
    pub(super) fn set_advice_apart(
        &self,
        at: &Reference,
        now: DateTime<Utc>,
    ) -> Result<(), NotFilled> {
        let request = self.request(at)?;
        let mut db = db::connection(&self.services.pool)?;
        let open = privilege::unanswered(&mut db, request.id)?;
        for question in open {
            let form = if question.set_apart { advice() } else { no_advice() };
            privilege::answer(&mut db, &self.reviewer, at, question.number, &form, now)
                .map_err(refused)?;
        }
        Ok(())
    }

    /// Marks whatever would give the neighbour away, and lets the manager decide that she stays
    /// unknown.
    pub(super) async fn protect_the_caller(
        &self,
        at: &Reference,
        now: DateTime<Utc>,
    ) -> Result<(), NotFilled> {
        let request = self.request(at)?;
        let (items, marks) = {
            let mut db = db::connection(&self.services.pool)?;
            (records::items_of(&mut db, request.id)?, review::marks_of(&mut db, request.id)?)
        };
        let first = items.iter().find(|item| item.file_name.contains("Anonymous contact"));
        let Some(first) = first else { return Ok(()) };
        let (mut open, mut masks) = (Vec::new(), Vec::new());
        for item in items.iter().filter(|item| !item.privileged) {
            let Some(layer) = &item.words_sha256 else { continue };
            for (page, words) in (1_i64..).zip(&self.words(layer).await?) {
                let here: Vec<_> =
                    marks.iter().filter(|m| m.item_id == item.id && m.page == page).collect();
                for hit in GIVES_AWAY.iter().flat_map(|text| review::find::hits(words, text)) {
                    let over = here.iter().find(|mark| {
                        let hides = |quad| mark.quads().0.iter().any(|m| review::covers(m, quad));
                        hit.quads.iter().all(hides)
                    });
                    match over {
                        Some(mark) => masks.push(format!("{}:{}", mark.id, mark.version)),
                        None => open.push(Wanted { item: item.id, page, quads: Quads(hit.quads) }),
                    }
                }
            }
        }
        let because = Because {
            ground: sources::GROUND.into(),
            reason: "Would give away who gave information in confidence".into(),
        };
        let mut db = db::connection(&self.services.pool)?;
        if !open.is_empty() {
            let drawn =
                review::draw(&mut db, &self.reviewer, at, open, &because, now).map_err(refused)?;
            masks.extend(drawn.iter().map(|mark| format!("{mark}:1")));
        }
        let number = first.number;
        // The manager decides about it, and signs the pack that it is in.
        let named =
            (self.manager.id.as_str(), "Decides whether the caller stays unknown, and signs");
        records::let_read(&mut db, &self.handler, at, number, named, now).map_err(refused)?;
        sources::note(&mut db, &self.reviewer, at, number, &GIVES_AWAY.join("\n"), now)
            .map_err(refused)?;
        let decided = Decided {
            outcome: Some(Outcome::Protected),
            reason: "She rang in confidence and lives near the family still.".into(),
            open: 0,
            masks,
        };
        sources::decide(&mut db, &self.manager, at, number, decided, now).map_err(refused)
    }
}
