//! Demonstration data: made-up people, three requests in different states, one account per role.

use std::collections::HashMap;
use std::io::Write as _;
use std::sync::Arc;

use actix_web::web::Data;
use anyhow::Context as _;
use candour_redaction::read::Word;
use chrono::{DateTime, Days, Utc};

use super::process;
use crate::access::{Actor, Role, Who};
use crate::calendar::local_day;
use crate::db::{self, Db, Id};
use crate::demo::{self, DemoFile};
use crate::identity::{self, Verdict};
use crate::jobs;
use crate::law::requesters::RequesterKind;
use crate::people::{self, PersonKind, Stranger};
use crate::records::{self, NewFile};
use crate::requests::{self, AskedFields, Event, Reference};
use crate::review::{self, Because, Decision, Quads, Wanted};
use crate::searches::{self, NewSearch, Outcome};
use crate::settings::Settings;
use crate::staff::{self, NewMember};
use crate::vault::Fingerprint;
use crate::web::Services;

pub const PASSWORD: &str = "four words for a demonstration";

const STAFF: [(&str, &str, &str, Role); 5] = [
    ("Amara Obi", "amara.obi@northmoor.example", "Data protection officer", Role::Handler),
    ("Rhys Morgan", "rhys.morgan@northmoor.example", "Records reviewer", Role::Reviewer),
    (
        "Helen Carter",
        "helen.carter@northmoor.example",
        "Head of information governance",
        Role::Manager,
    ),
    ("Samir Patel", "samir.patel@northmoor.example", "Internal auditor", Role::Auditor),
    ("Ade Lawson", "ade.lawson@northmoor.example", "Systems administrator", Role::Administrator),
];

/// Prints where to click and who to be.
pub fn print_sign_ins(settings: &Settings) {
    println!("\nCandour is running: {}\n", settings.link("/"));
    println!("Sign in at {} with the password \"{PASSWORD}\":", settings.link("/sign-in"));
    for (name, email, title, role) in STAFF {
        println!("  {:<14} {email:<34} {name}, {}", role.words(), title.to_lowercase());
    }
    println!("\nOutgoing mail, letters and codes: {}", settings.link("/outbox"));
    println!("The public form:                  {}\n", settings.link("/ask"));
}

/// Fills an empty store; one that holds the demonstration already stays as it is.
///
/// # Errors
/// Where the store holds anything else, or something of ours fails.
pub fn fill(settings: Settings, now: DateTime<Utc>) -> anyhow::Result<()> {
    anyhow::ensure!(
        settings.demonstration,
        "demonstration data needs demonstration = true, so that nobody takes it for the real thing"
    );
    let services = Data::new(process::services(settings)?);
    let mut db = db::connection(&services.pool)?;
    let known = staff::colleagues(&mut db)?;
    if known.iter().any(|c| c.email == STAFF[0].1) {
        return Ok(());
    }
    anyhow::ensure!(
        known.is_empty(),
        "this store holds other accounts: demonstration data goes only into an empty one"
    );
    let mut people = HashMap::new();
    for (name, email, job_title, role) in STAFF {
        let member =
            NewMember { email: email.into(), name: name.into(), job_title: job_title.into(), role };
        people.insert(role, Actor::from(staff::make_active(&mut db, member, PASSWORD, now)?));
    }
    let actor = |role: Role| people.get(&role).cloned().context("every role has its account");
    let cast = Cast {
        handler: actor(Role::Handler)?,
        reviewer: actor(Role::Reviewer)?,
        manager: actor(Role::Manager)?,
    };
    received(&mut db, &services, now)?;
    let long = under_way(&mut db, &services, &cast, now, &HALE)?;
    bring(&services, &long, demo::record()?, now)?;
    let short = under_way(&mut db, &services, &cast, now, &FOX)?;
    bring(&services, &short, demo::small_record()?, now)?;
    reviewing(&mut db, &services, &cast, &long, now)?;
    to_sign(&mut db, &services, &cast, &short, now)?;
    println!("The demonstration data is there.");
    Ok(())
}

struct Cast {
    handler: Actor,
    reviewer: Actor,
    manager: Actor,
}

fn fields(name: &str, email: &str, asked_for: &str, now: DateTime<Utc>) -> AskedFields {
    AskedFields {
        received_on: Some(local_day(now)),
        received_how: "form".into(),
        nation: "england".into(),
        subject_name: name.into(),
        requester_kind: RequesterKind::AdultSelf.name().into(),
        email: email.into(),
        phone: "01632 960188".into(),
        address: "4 Mill Lane\nNorthmoor\nNM3 2ZZ".into(),
        asked_for: asked_for.into(),
        receive_by: "portal".into(),
        ..AskedFields::default()
    }
}

/// One that came through the public form this morning; nobody has it yet.
fn received(db: &mut Db, services: &Services, now: DateTime<Utc>) -> anyhow::Result<()> {
    let asked = fields(
        "Casey Dunn",
        "casey.dunn@example.org",
        "My housing file and what was said about me at the hearing in May",
        now,
    );
    requests::send_in(db, &asked, "demonstration", &services.settings.controller, now)?;
    Ok(())
}

/// A request on its way to the review.
struct Story {
    name: &'static str,
    email: &'static str,
    asked_for: &'static str,
    days_ago: u64,
    place: &'static str,
    circle: &'static [(PersonKind, &'static str, &'static str, &'static [&'static str])],
}

const HALE: Story = Story {
    name: "Jordan Hale",
    email: "jordan.hale@example.org",
    asked_for: "Everything about my time in care, from 2007 until I was eighteen",
    days_ago: 11,
    place: "Children's services archive",
    circle: &[
        (
            PersonKind::ThirdParty,
            "Diane Kershaw",
            "Neighbour who rang and asked not to be named",
            &["Mrs Kershaw"],
        ),
        (PersonKind::ThirdParty, "Darren Pike", "Mother's partner", &["Mr Pike"]),
        (PersonKind::ThirdParty, "Kayla Hale", "Sister", &[]),
        (PersonKind::ThirdParty, "Tyler Pike", "Darren Pike's son", &[]),
        (PersonKind::Professional, "Priya Nair", "Social worker", &[]),
        (PersonKind::Professional, "Michael Stern", "Independent reviewing officer", &[]),
    ],
};

const FOX: Story = Story {
    name: "Doreen Fox",
    email: "doreen.fox@example.org",
    asked_for: "The notes of the visits since last spring",
    days_ago: 19,
    place: "Adult social care",
    circle: &[(PersonKind::ThirdParty, "Len Barker", "Neighbour", &[])],
};

fn under_way(
    db: &mut Db,
    services: &Services,
    cast: &Cast,
    now: DateTime<Utc>,
    story: &Story,
) -> anyhow::Result<Reference> {
    let controller = &services.settings.controller;
    let asked = AskedFields {
        received_on: local_day(now).checked_sub_days(Days::new(story.days_ago)),
        received_how: "letter".into(),
        ..fields(story.name, story.email, story.asked_for, now)
    };
    let by = &cast.handler;
    let at = requests::register(db, by, &asked, controller, now)?;
    for colleague in [&cast.reviewer, &cast.manager] {
        requests::give_access(db, by, &at, colleague.id, now)?;
    }
    let row = requests::known(db, by, &at)?;
    for (kind, name, relation, aliases) in story.circle {
        let person = Stranger {
            kind: *kind,
            name: (*name).into(),
            relation: (*relation).into(),
            organisation: String::new(),
            safeguarding: name.starts_with("Diane"),
            note: String::new(),
            aliases: aliases.iter().map(|a| (*a).into()).collect(),
        };
        people::add_person(db, by, row.id, row.subject_id, person, now)?;
    }
    let seen = identity::Decision {
        verdict: Verdict::Proved,
        evidence: "passport and a letter to the address seen".into(),
        authority: String::new(),
        reason: String::new(),
        received_on: None,
    };
    identity::decide(db, by, &at, seen, now)?;
    identity::check_phone(db, by, &at, "01632 960188", true, now)?;
    requests::settle_scope(db, by, &at, story.asked_for, now)?;
    let search = NewSearch {
        place: story.place.into(),
        custodian_name: "Records team".into(),
        custodian_email: "archive@northmoor.example".into(),
        asked_for: "All files, paper and electronic".into(),
    };
    searches::send(db, by, &at, search, &services.settings, now)?;
    Ok(at)
}

/// Seals the files, lets them be read, and prints how far that is.
fn bring(
    services: &Data<Services>,
    at: &Reference,
    files: Vec<DemoFile>,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let mut db = db::connection(&services.pool)?;
    let request =
        requests::by_reference(&mut db, at)?.context("the request was registered just now")?;
    let batch = Id::new();
    for file in files {
        let sealed = services.vault.put_blocking(file.bytes)?;
        let new = NewFile {
            request: request.id,
            search: None,
            batch,
            file_name: file.name,
            source: "Records team".into(),
        };
        records::receive(&mut db, &Who::System, &new, sealed, now)?;
    }
    drop(db);
    work(services, "Reading the record")
}

/// Does all the work that waits.
fn work(services: &Data<Services>, words: &str) -> anyhow::Result<()> {
    let runner = Arc::new(process::runner(services)?);
    let threads = runner.start(services.settings.workers.max(2));
    loop {
        let open = jobs::listed(&mut *db::connection(&services.pool)?, 10_000)?;
        let left = open.iter().filter(|j| j.state != "failed").count();
        print!("\r{words}: {left} files left   ");
        std::io::stdout().flush()?;
        if left == 0 {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(300));
    }
    println!("\r{words}: done.               ");
    runner.stop();
    threads.into_iter().for_each(|t| drop(t.join()));
    Ok(())
}

/// The custodian says that this was all, and the review begins.
fn begin_review(
    db: &mut Db,
    services: &Services,
    by: &Actor,
    at: &Reference,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let row = requests::known(db, by, at)?;
    let mail = crate::mail::of_request(db, row.id)?;
    let asked = mail.iter().find(|m| m.body.contains("/answers/")).context("a search was sent")?;
    let token =
        asked.body.split("/answers/").nth(1).and_then(|rest| rest.split_whitespace().next());
    let token = token.context("the mail holds a link")?;
    searches::finish(
        db,
        token,
        Outcome::NothingHeld,
        "Nothing more than what we sent on paper",
        now,
    )?;
    requests::step(db, by, at, Event::RecordsComplete, "", &services.settings.controller, now)?;
    Ok(())
}

/// Marks every place where `words` stand on the first items, and decides some of them.
fn reviewing(
    db: &mut Db,
    services: &Services,
    cast: &Cast,
    at: &Reference,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    begin_review(db, services, &cast.handler, at, now)?;
    let row = requests::known(db, &cast.reviewer, at)?;
    let items = records::items_of(db, row.id)?;
    for item in items.iter().filter(|i| !i.privileged).take(12) {
        let drawn =
            mark(db, services, cast, at, item, &["Diane Kershaw", "Mrs Kershaw", "Kayla"], now)?;
        if item.working_sha256.is_some() {
            let decision = if drawn > 0 { Decision::ReleaseWithMarks } else { Decision::Release };
            let nothing = Because { ground: String::new(), reason: String::new() };
            review::decide(db, &cast.reviewer, at, item.number, decision, &nothing, now)?;
        }
    }
    Ok(())
}

fn mark(
    db: &mut Db,
    services: &Services,
    cast: &Cast,
    at: &Reference,
    item: &records::ItemRow,
    names: &[&str],
    now: DateTime<Utc>,
) -> anyhow::Result<usize> {
    let Some(layer) = item.words_sha256.as_deref() else { return Ok(0) };
    let file: Fingerprint = layer.parse()?;
    let pages: Vec<Vec<Word>> = records::read_words(&services.vault.get_blocking(file)?)?;
    let mut wanted = Vec::new();
    for name in names {
        for (page, words) in pages.iter().enumerate() {
            for hit in review::find::hits(words, name) {
                wanted.push(Wanted {
                    item: item.id,
                    page: page as i64 + 1,
                    quads: Quads(hit.quads),
                });
            }
        }
    }
    let drawn = wanted.len();
    if drawn > 0 {
        let row = requests::known(db, &cast.reviewer, at)?;
        let grounds = review::grounds_for(&row.nation, &row.requester_kind);
        let ground = grounds.iter().find(|g| g.id.contains("third")).or(grounds.first());
        let because = Because {
            ground: ground.map(|g| g.id.clone()).unwrap_or_default(),
            reason: "Names somebody else; the passage is kept".into(),
        };
        review::draw(db, &cast.reviewer, at, wanted, &because, now)?;
    }
    Ok(drawn)
}

/// A small record reviewed to the end, its pack built and waiting for the manager.
fn to_sign(
    db: &mut Db,
    services: &Data<Services>,
    cast: &Cast,
    at: &Reference,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    begin_review(db, services, &cast.handler, at, now)?;
    let row = requests::known(db, &cast.reviewer, at)?;
    for item in records::items_of(db, row.id)? {
        let drawn = mark(db, services, cast, at, &item, &["Len Barker"], now)?;
        let decision = if drawn > 0 { Decision::ReleaseWithMarks } else { Decision::Release };
        let nothing = Because { ground: String::new(), reason: String::new() };
        review::decide(db, &cast.reviewer, at, item.number, decision, &nothing, now)?;
    }
    crate::pack::ask(db, &cast.handler, at, now)?;
    work(services, "Building a pack")
}
