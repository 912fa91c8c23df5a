//! Testing a ground, recording an opinion, noting where health data is.

use chrono::{DateTime, Utc};

use super::rules::{self, Says};
use super::store;
use crate::access::{Action, Actor, NotAllowed, Who, allow};
use crate::audit::{self, About, Act};
use crate::calendar::{Date, local_day};
use crate::db::{self, Db, DbError};
use crate::law::Facts;
use crate::law::exemptions::{self, Silence};
use crate::problem::{Invalid, Kind, Problem};
use crate::records;
use crate::requests::{self, Reference, RequestRow, given};
use crate::review;

/// Why nothing was kept about a ground.
#[derive(Debug, thiserror::Error)]
pub enum NotTested {
    #[error("there is no request {0}, or it is not for you")]
    Unknown(Reference),
    #[error("there is no such ground for this request")]
    NoGround,
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    #[error("this request is over; open it again first")]
    Over,
    #[error(transparent)]
    Invalid(#[from] Invalid),
    #[error("the database refused or could not be reached")]
    Database(#[from] DbError),
}

impl Problem for NotTested {
    fn kind(&self) -> Kind {
        match self {
            Self::Unknown(_) | Self::NoGround => Kind::Missing,
            Self::NotAllowed(e) => e.kind(),
            Self::Over => Kind::Conflict,
            Self::Invalid(e) => e.kind(),
            Self::Database(_) => Kind::Bug,
        }
    }

    fn field(&self) -> Option<&str> {
        match self {
            Self::Invalid(e) => e.field(),
            Self::Unknown(_)
            | Self::NoGround
            | Self::NotAllowed(_)
            | Self::Over
            | Self::Database(_) => None,
        }
    }
}

fn deciding(db: &mut Db, by: &Actor, at: &Reference) -> Result<RequestRow, NotTested> {
    let request = requests::seen_by(db, by, at)?.ok_or_else(|| NotTested::Unknown(at.clone()))?;
    allow(by, Action::DecideItem, &[])?;
    if request.state.is_ended() { Err(NotTested::Over) } else { Ok(request) }
}

/// A test as its form sends it.
#[derive(Debug, Clone)]
pub struct NewTest {
    pub facts: Facts,
    /// What has to be recorded, line by line of the law's list.
    pub evidence: Vec<String>,
    pub consulted: String,
    pub consulted_on: Option<Date>,
    pub silent: bool,
    pub silent_why: String,
}

/// Tests a ground on the facts stated, and keeps what it came to.
///
/// # Errors
/// Where the ground is not open for this requester and nation, or something that has to be
/// recorded is missing.
pub fn test(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    ground: &str,
    new: NewTest,
    now: DateTime<Utc>,
) -> Result<bool, NotTested> {
    db::transaction(db, |db| {
        let request = deciding(db, by, at)?;
        let open = review::grounds_for(&request.nation, &request.requester_kind);
        let exemption = exemptions::find(ground)
            .filter(|_| open.iter().any(|one| one.id == ground))
            .ok_or(NotTested::NoGround)?;
        let lines = rules::to_record(exemption);
        let mut evidence = Vec::new();
        for (count, line) in lines.iter().enumerate() {
            let words = new.evidence.get(count).map(|words| words.trim()).unwrap_or_default();
            if words.is_empty() {
                return Err(Invalid::new("evidence", format!("write this down: {line}")).into());
            }
            evidence.push(format!("{line}: {words}"));
        }
        let consulted = if exemption.needs_consultation() {
            given("consulted", &new.consulted, "say who was asked and what they said")?
        } else {
            new.consulted.trim().to_owned()
        };
        match new.consulted_on {
            None if exemption.needs_consultation() => {
                return Err(Invalid::new("on", "enter the day on which they answered").into());
            }
            Some(day) if day > local_day(now) => {
                return Err(Invalid::new("on", "the day cannot lie ahead").into());
            }
            None | Some(_) => {}
        }
        if new.silent {
            if exemption.silent.level == Silence::No {
                let words = "the requester is always told of this ground";
                return Err(Invalid::new("silent", words).into());
            }
            given("silent_why", &new.silent_why, "say why naming the ground would defeat it")?;
        }
        let ruling = exemption.test_on(&new.facts);
        let row = store::TestRow {
            ground: ground.to_owned(),
            facts: new.facts.to_json(),
            outcome: ruling.outcome.name().to_owned(),
            evidence: evidence.join("\n"),
            consulted,
            consulted_on: new.consulted_on,
            silent: new.silent,
            silent_why: new.silent_why.trim().to_owned(),
        };
        store::keep_test(db, request.id, &row, by.id, now).map_err(DbError::from)?;
        let words = format!("{}: {}", exemption.short_name, ruling.outcome.words());
        let about = About::request(request.id).words(words);
        audit::tell(db, &Who::from(by), Act::GroundTested, about, now)?;
        Ok(ruling.outcome.lets_withhold())
    })
}

/// An opinion as its form sends it.
#[derive(Debug, Clone)]
pub struct NewOpinion {
    pub given_by: String,
    pub profession: String,
    pub appropriate: String,
    pub says: Says,
    pub words: String,
    pub given_on: Date,
}

/// Keeps a health professional's opinion.
///
/// # Errors
/// Where it is not said who gave it, why they are the appropriate one, or when.
pub fn record_opinion(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    new: NewOpinion,
    now: DateTime<Utc>,
) -> Result<(), NotTested> {
    db::transaction(db, |db| {
        let request = deciding(db, by, at)?;
        let given_by =
            given("given_by", &new.given_by, "enter the name of the health professional")?;
        let profession =
            given("profession", &new.profession, "enter their profession and registration")?;
        let ask =
            "say why they are the appropriate one: responsible for the care, or the most suitable";
        let appropriate = given("appropriate", &new.appropriate, ask)?;
        let words = given("opinion", &new.words, "write down the opinion")?;
        if new.given_on > local_day(now) {
            return Err(Invalid::new("given", "the day cannot lie ahead").into());
        }
        let opinion = NewOpinion { given_by, profession, appropriate, words, ..new };
        let id = store::add_opinion(db, request.id, &opinion, by.id, now).map_err(DbError::from)?;
        let about = About::request(request.id).object(id);
        Ok(audit::tell(db, &Who::from(by), Act::OpinionRecorded, about, now)?)
    })
}

/// Notes that an item holds health data; with how we know that the person has seen it or knows it,
/// no opinion is needed. Noting again changes what was noted.
///
/// # Errors
/// Where there is no such item.
pub fn note_health_data(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    (number, holds, known_how): (i64, bool, &str),
    now: DateTime<Utc>,
) -> Result<(), NotTested> {
    db::transaction(db, |db| {
        let request = deciding(db, by, at)?;
        let sight = records::sight(db, request.id, by)?;
        let item = store::item(db, request.id, number).map_err(DbError::from)?;
        let item = item
            .filter(|item| sight.sees(*item))
            .ok_or_else(|| Invalid::new("number", "there is no such item in the record"))?;
        store::set_health(db, request.id, item, holds.then_some(known_how.trim()), by.id, now)
            .map_err(DbError::from)?;
        let words = if holds { "D" } else { "not in D" };
        let about = About::request(request.id).object(item).words(format!("{words}{number}"));
        Ok(audit::tell(db, &Who::from(by), Act::HealthDataNoted, about, now)?)
    })
}
