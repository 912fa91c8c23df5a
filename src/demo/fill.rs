//! An empty store becomes an office at work, by the same verbs that people use.

use std::time::Duration as Pause;

use chrono::{DateTime, Duration, Utc};

use super::cases::{self, Circle};
use super::plan::{DemoFile, NotWritten};
use super::store;
use crate::access::{Actor, Role};
use crate::db::{self, DbError, Id};
use crate::identity::{self, Verdict};
use crate::law::RequesterKind;
use crate::letters::{self, LetterKind};
use crate::links::{self, NewLink, Purpose};
use crate::people;
use crate::records::{self, PagesOfWords, UploadState};
use crate::requests::{self, AskedFields, Event, Reference, RequestRow};
use crate::review::{self, Because, Decision, Quads, Wanted};
use crate::searches::{self, NewSearch, Outcome};
use crate::staff::{self, NewMember};
use crate::vault::{Fingerprint, Sealed};
use crate::web::Services;
use crate::{jobs, pack};

/// What everybody of the demonstration signs in with.
pub const PASSWORD: &str = "four words for a demonstration";

/// One person a role.
pub const STAFF: [(&str, &str, &str, Role); 5] = [
    ("Amara Obi", "amara.obi@northmoor.example", "Access to records officer", Role::Handler),
    ("Rhys Morgan", "rhys.morgan@northmoor.example", "Senior reviewer", Role::Reviewer),
    (
        "Helen Carter",
        "helen.carter@northmoor.example",
        "Information governance manager",
        Role::Manager,
    ),
    ("Samir Patel", "samir.patel@northmoor.example", "Internal auditor", Role::Auditor),
    ("Ade Lawson", "ade.lawson@northmoor.example", "Systems administrator", Role::Administrator),
];

/// Whether there was anything to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filled {
    Now,
    Before,
}

/// Why the store was left as it is.
#[derive(Debug, thiserror::Error)]
pub enum NotFilled {
    #[error("this is no demonstration: set demonstration to true, on this machine's own address")]
    NotADemonstration,
    #[error("this store holds something already, so no fictional data is put into it")]
    NotEmpty,
    #[error("an earlier start was broken off; throw that data away with ./run --fresh")]
    HalfFilled,
    #[error(transparent)]
    Written(#[from] NotWritten),
    #[error(transparent)]
    Database(#[from] DbError),
    #[error("{0}")]
    Refused(String),
}

/// A verb of another capability said no; what it said is all there is to say.
pub(super) fn refused(e: impl std::fmt::Display) -> NotFilled {
    NotFilled::Refused(e.to_string())
}

/// The people of the demonstration, and the store they work on.
pub(super) struct Office<'a> {
    pub(super) services: &'a Services,
    told: &'a (dyn Fn(&str) + Sync),
    pub(super) handler: Actor,
    pub(super) reviewer: Actor,
    pub(super) manager: Actor,
}

/// Fills an empty store; one that was filled before is left alone. `told` hears how far it is. The
/// jobs that this waits for are done by whoever called.
///
/// # Errors
/// Where the store holds something else, or this is no demonstration: then nothing is changed.
pub async fn fill(services: &Services, told: &(dyn Fn(&str) + Sync)) -> Result<Filled, NotFilled> {
    if !services.settings.demonstration {
        return Err(NotFilled::NotADemonstration);
    }
    let mut db = db::connection(&services.pool)?;
    let (people, requests) = store::standing(&mut db)?;
    // Addresses under .example belong to nobody (RFC 2606), so these five are ours.
    let ours = STAFF.iter().all(|(_, email, ..)| people.iter().any(|one| one == email));
    match (ours, people.is_empty() && requests == 0, requests) {
        (false, true, _) => {}
        (true, _, 3..) => return Ok(Filled::Before),
        (true, ..) => return Err(NotFilled::HalfFilled),
        (false, false, _) => return Err(NotFilled::NotEmpty),
    }
    let now = services.clock.now();
    let days = |back| now - Duration::days(back);
    told("accounts");
    let mut staff = Vec::new();
    for (name, email, job_title, role) in STAFF {
        let member =
            NewMember { email: email.into(), name: name.into(), job_title: job_title.into(), role };
        let made = staff::make_active(&mut db, member, PASSWORD, days(120)).map_err(refused)?;
        staff.push(Actor::from(made));
    }
    let [handler, reviewer, manager, ..] = staff.as_slice() else {
        return Err(NotFilled::HalfFilled);
    };
    let office = Office {
        services,
        told,
        handler: handler.clone(),
        reviewer: reviewer.clone(),
        manager: manager.clone(),
    };
    letters::adopt_all(&mut db, manager, LetterKind::ALL, true, days(119)).map_err(refused)?;
    drop(db);

    let eileen = office.taken_up(&cases::eileen(now), days(20))?;
    let jordan = office.taken_up(&cases::jordan(now), days(9))?;
    office.know(&eileen, &cases::eileens_circle(), days(19))?;
    office.know(&jordan, &cases::jordans_circle(), days(8))?;
    for (at, when) in [(&eileen, days(18)), (&jordan, days(7))] {
        office.plan(at, when)?;
        office.ask_around(at, when)?;
    }
    office.list_paper(&jordan, days(6))?;
    told("the record of Eileen Marsh");
    office.find(&eileen, super::short_record()?, days(15)).await?;
    told("writing the record of Jordan Hale");
    office.find(&jordan, super::documents()?, now - Duration::hours(20)).await?;
    told("reviewing");
    office.mark(&eileen, cases::EILEEN_MARKS, true, now - Duration::hours(8)).await?;
    office.mark(&jordan, cases::JORDAN_MARKS, false, now - Duration::hours(5)).await?;
    office.set_advice_apart(&jordan, now - Duration::hours(4))?;
    office.protect_the_caller(&jordan, now - Duration::hours(4)).await?;
    office.read_on(&jordan, now - Duration::hours(4)).await?;
    told("the queues of each chair");
    office.fill_the_queues(now).await?;
    told("putting a pack together");
    office.put_together(&eileen, now - Duration::hours(3))?;
    office.ask_for_a_brother(&jordan, &cases::callum(now), now - Duration::hours(3))?;
    office.contest(&jordan, &cases::jordan(now), now - Duration::hours(2))?;
    let mut db = db::connection(&services.pool)?;
    let newest = cases::newest(now);
    requests::send_in(&mut db, &newest, "demonstration", &services.settings, now)
        .map_err(refused)?;
    drop(db);
    office.look_back(now)?;
    Ok(Filled::Now)
}

impl Office<'_> {
    /// Registered, identity proved, scope settled: ready to be searched for.
    pub(super) fn taken_up(
        &self,
        asked: &AskedFields,
        at: DateTime<Utc>,
    ) -> Result<Reference, NotFilled> {
        let mut db = db::connection(&self.services.pool)?;
        let (by, settings) = (&self.handler, &self.services.settings);
        let reference = requests::register(&mut db, by, asked, settings, at).map_err(refused)?;
        let later = at + Duration::hours(3);
        let decision = identity::Decision {
            verdict: Verdict::Proved,
            evidence: "Passport, seen on a video call; the face and the voice agree".into(),
            authority: String::new(),
            reason: String::new(),
            received_on: None,
            checks: RequesterKind::from_name(&asked.requester_kind)
                .map(|kind| identity::checks(kind).into_iter().map(|check| check.name).collect())
                .unwrap_or_default(),
        };
        identity::decide(&mut db, by, &reference, decision, later).map_err(refused)?;
        requests::settle_scope(&mut db, by, &reference, cases::SCOPE, later).map_err(refused)?;
        let settings = &self.services.settings;
        for colleague in [&self.reviewer, &self.manager] {
            requests::give_access(&mut db, by, &reference, colleague.id, later).map_err(refused)?;
        }
        for person in [by, &self.reviewer, &self.manager] {
            let none = requests::Declaration::None;
            requests::declare(&mut db, person, &reference, none, settings, later)
                .map_err(refused)?;
        }
        let phone = &asked.phone;
        identity::check_phone(&mut db, by, &reference, phone, true, later).map_err(refused)?;
        Ok(reference)
    }

    pub(super) fn request(&self, reference: &Reference) -> Result<RequestRow, NotFilled> {
        let mut db = db::connection(&self.services.pool)?;
        requests::by_reference(&mut db, reference)?
            .ok_or_else(|| NotFilled::Refused(format!("there is no request {reference}")))
    }

    pub(super) fn know(
        &self,
        at: &Reference,
        circle: &[Circle],
        now: DateTime<Utc>,
    ) -> Result<(), NotFilled> {
        let request = self.request(at)?;
        let mut db = db::connection(&self.services.pool)?;
        for one in circle {
            let person = one.person();
            people::add_person(&mut db, &self.handler, request.id, request.subject_id, person, now)
                .map_err(refused)?;
        }
        Ok(())
    }

    pub(super) fn ask_around(&self, at: &Reference, now: DateTime<Utc>) -> Result<(), NotFilled> {
        let mut db = db::connection(&self.services.pool)?;
        for (place, name, email, what) in cases::SEARCHES {
            let search = NewSearch {
                place: (*place).into(),
                custodian_name: (*name).into(),
                custodian_email: (*email).into(),
                manager_name: String::new(),
                manager_email: String::new(),
                asked_for: (*what).into(),
            };
            searches::send(&mut db, &self.handler, at, search, &self.services.settings, now)
                .map_err(refused)?;
        }
        Ok(())
    }

    /// The first place answers with the files, the others hold nothing more; then all are read.
    pub(super) async fn find(
        &self,
        at: &Reference,
        files: Vec<DemoFile>,
        now: DateTime<Utc>,
    ) -> Result<(), NotFilled> {
        let request = self.request(at)?;
        let batch = Id::new();
        let asked = searches::of_request(&mut *db::connection(&self.services.pool)?, request.id)?;
        for (count, search) in asked.iter().enumerate() {
            let link = NewLink {
                purpose: Purpose::Search,
                object: search.id,
                request: Some(request.id),
                person: search.custodian_email.clone(),
                lives: Duration::days(1),
                max_uses: 10_000,
                code_hash: None,
            };
            let (_, token) = links::make(&mut *db::connection(&self.services.pool)?, &link, now)?;
            if count > 0 {
                let mut db = db::connection(&self.services.pool)?;
                searches::finish(&mut db, &token, Outcome::NothingHeld, cases::NOTHING, now)
                    .map_err(refused)?;
                continue;
            }
            for file in &files {
                let sealed = self.sealed(&file.bytes).await?;
                let mut db = db::connection(&self.services.pool)?;
                searches::take_file(&mut db, &token, batch, &file.name, sealed, now)
                    .map_err(refused)?;
            }
        }
        self.all_read(request.id, batch).await?;
        let later = now + Duration::hours(1);
        let mut db = db::connection(&self.services.pool)?;
        let items = records::items_of(&mut db, request.id)?;
        for item in &items {
            if let Some(file) = files.iter().find(|file| file.name == item.file_name) {
                records::describe_item(
                    &mut db,
                    &self.reviewer,
                    at,
                    item.number,
                    &file.facts,
                    later,
                )
                .map_err(refused)?;
            }
        }
        requests::step(&mut db, &self.handler, at, Event::RecordsComplete, "", later)
            .map_err(refused)?;
        Ok(())
    }

    async fn sealed(&self, bytes: &[u8]) -> Result<Sealed, NotFilled> {
        let mut writer = self.services.vault.write();
        writer.write(bytes.to_vec()).await;
        writer.finish().await.map_err(refused)
    }

    async fn all_read(&self, request: Id, batch: Id) -> Result<(), NotFilled> {
        loop {
            let uploads =
                records::uploads_of(&mut *db::connection(&self.services.pool)?, request, batch)?;
            let waiting = uploads.iter().filter(|one| one.state == UploadState::Waiting);
            let failed = waiting.clone().find(|one| one.job_state.as_deref() == Some("failed"));
            if let Some(failed) = failed {
                return Err(refused(format!("{} could not be read", failed.file_name)));
            }
            let waiting = waiting.count();
            (self.told)(&format!("reading file {} of {}", uploads.len() - waiting, uploads.len()));
            if waiting == 0 {
                return Ok(());
            }
            tokio::time::sleep(Pause::from_millis(200)).await;
        }
    }

    /// Covers names where the table of marks asks for it, and decides. With `rest`, every other item
    /// is released as it is.
    async fn mark(
        &self,
        at: &Reference,
        marks: &[cases::Marks],
        rest: bool,
        now: DateTime<Utc>,
    ) -> Result<(), NotFilled> {
        let request = self.request(at)?;
        let items = records::items_of(&mut *db::connection(&self.services.pool)?, request.id)?;
        for item in &items {
            let name = item.file_name.as_str();
            let wanted = marks.iter().find(|one| name.contains(one.file));
            let mut hits = Vec::new();
            if let (Some(marks), Some(layer)) = (wanted, &item.words_sha256) {
                for (page, words) in self.words(layer).await?.iter().enumerate() {
                    for text in marks.find {
                        hits.extend(review::find::hits(words, text).into_iter().map(|hit| {
                            Wanted { item: item.id, page: page as i64 + 1, quads: Quads(hit.quads) }
                        }));
                    }
                }
            } else if wanted.is_none() && !rest {
                continue;
            }
            let because = Because {
                ground: wanted.map_or("", |one| one.ground).into(),
                reason: wanted.map_or("", |one| one.reason).into(),
            };
            let decision = match wanted {
                Some(one) if one.find.is_empty() && !one.ground.is_empty() => Decision::Withhold,
                Some(_) | None if hits.is_empty() => Decision::Release,
                Some(_) | None => Decision::ReleaseWithMarks,
            };
            let mut db = db::connection(&self.services.pool)?;
            if !hits.is_empty() {
                review::draw(&mut db, &self.reviewer, at, hits, &because, now).map_err(refused)?;
            }
            review::decide(&mut db, &self.reviewer, at, item.number, decision, &because, now)
                .map_err(|e| refused(format!("{name}: {e}")))?;
        }
        Ok(())
    }

    pub(super) async fn words(&self, layer: &str) -> Result<PagesOfWords, NotFilled> {
        let print: Fingerprint = layer.parse().map_err(refused)?;
        let bytes = self.services.vault.get(print).await.map_err(refused)?;
        records::read_words(&bytes).map_err(refused)
    }

    /// Asks for the pack; the request goes on to sign-off by itself once the pack is proved.
    fn put_together(&self, at: &Reference, now: DateTime<Utc>) -> Result<(), NotFilled> {
        let request = self.request(at)?;
        let mut db = db::connection(&self.services.pool)?;
        pack::ask(&mut db, &self.reviewer, at, now).map_err(refused)?;
        loop {
            let job = jobs::newest_of(&mut db, request.id, "pack.build")?;
            match job.as_ref().map(|job| job.state.as_str()) {
                Some("done") => return Ok(()),
                Some("failed") => return Err(refused("the pack could not be put together")),
                Some(_) | None => std::thread::sleep(Pause::from_millis(200)),
            }
        }
    }
}
