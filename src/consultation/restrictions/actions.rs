//! What is done with a restriction. Each verb is one transaction: known, allowed, in turn, saved,
//! told.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use serde_json::json;

use super::state::{Event, Standing};
use super::store::{self, Proposal, RestrictionRow};
use crate::access::{Action, Actor, Who, allow};
use crate::audit::{self, About, Act};
use crate::calendar::local_day;
use crate::consultation::{in_time, originators};
use crate::db::{self, Db, DbError, Id};
use crate::jobs::{self, Job};
use crate::problem::Invalid;
use crate::records::{self, ItemRow, describe::GROUNDS};
use crate::requests::{self, NotDone, Reference, RequestRow};
use crate::review;

impl From<super::state::OutOfTurn> for NotDone {
    fn from(_: super::state::OutOfTurn) -> Self {
        Self::NotNow("this restriction stands elsewhere by now; load the page again")
    }
}

/// The item, where it is theirs to see, and its restriction, where it has one.
pub(super) fn known(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    number: i64,
) -> Result<(RequestRow, ItemRow, Option<RestrictionRow>), NotDone> {
    let request = requests::known(db, by, at)?;
    allow(by, Action::SeeRecord, &[])?;
    let (_, item) = records::find(db, by, at, number)
        .map_err(|_| NotDone::Unknown(request.reference.clone()))?;
    let row = store::of_item(db, item.id).map_err(DbError::from)?;
    Ok((request, item, row))
}

fn restricted(row: Option<RestrictionRow>) -> Result<RestrictionRow, NotDone> {
    row.ok_or(NotDone::NotNow("nobody has proposed to restrict this item"))
}

/// Proposes that an item be kept back for now.
///
/// # Errors
/// Where the ground is none of the three, or no reason is given.
pub fn propose(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    number: i64,
    (ground, reason): (&str, &str),
    now: DateTime<Utc>,
) -> Result<(), NotDone> {
    db::transaction(db, |db| {
        let (request, item, row) = known(db, by, at, number)?;
        allow(by, Action::Consult, &[])?;
        in_time(&request)?;
        let ground = GROUNDS
            .into_iter()
            .find(|known| known.name() == ground)
            .ok_or_else(|| Invalid::new("ground", "choose one of the three grounds"))?;
        let reason = requests::given("reason", reason, "say why it should be restricted")?;
        let new = Proposal {
            request: request.id,
            item: item.id,
            ground: ground.name(),
            reason: &reason,
            by: by.id,
        };
        match row {
            None => {
                let id = store::add(db, &new, now).map_err(DbError::from)?;
                tell(db, &Who::from(by), &request, id, number, Event::Proposed, now)
            }
            Some(row) => {
                store::propose_again(db, row.id, &new, now).map_err(DbError::from)?;
                advance(db, &Who::from(by), (&request, number), row, Event::Proposed, now)?;
                Ok(())
            }
        }
    })
}

/// What a manager says to a proposal, or when a restriction is looked at again.
#[derive(Debug, Clone)]
pub struct Verdict<'a> {
    pub holds: bool,
    pub words: &'a str,
    /// The day it is looked at again.
    pub review_on: Option<NaiveDate>,
}

impl Verdict<'_> {
    fn checked(&self, now: DateTime<Utc>) -> Result<(String, Option<NaiveDate>), Invalid> {
        let words = requests::given("advice", self.words, "write down your advice")?;
        if !self.holds {
            return Ok((words, None));
        }
        let today = local_day(now);
        let ask = "give the day on which it is looked at again, within two years";
        let day = self.review_on.ok_or_else(|| Invalid::new("review_on", ask))?;
        if day <= today || (day - today).num_days() > 731 {
            return Err(Invalid::new("review_on", ask));
        }
        Ok((words, Some(day)))
    }
}

/// A manager advises on a proposal: it is restricted, or shareable.
///
/// # Errors
/// Where it is their own proposal, or there is no advice or no day.
pub fn advise(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    number: i64,
    verdict: &Verdict<'_>,
    now: DateTime<Utc>,
) -> Result<(), NotDone> {
    db::transaction(db, |db| {
        let (request, _, row) = known(db, by, at, number)?;
        let row = restricted(row)?;
        let makers: Vec<Id> = row.proposed_by.into_iter().collect();
        allow(by, Action::DecideConsultation, &makers)?;
        row.state.after(if verdict.holds { Event::Supported } else { Event::Refused })?;
        let (words, day) = verdict.checked(now)?;
        store::set_advice(db, row.id, &words, by.id, day).map_err(DbError::from)?;
        let (who, of) = (Who::from(by), (&request, number));
        let Some(day) = day else {
            advance(db, &who, of, row, Event::Refused, now)?;
            return Ok(());
        };
        let row = advance(db, &who, of, row, Event::Supported, now)?;
        let row = advance(db, &Who::System, of, row, Event::Restricted, now)?;
        look_again(db, &row, day, now)
    })
}

/// A manager looks at a restriction whose day came: it is reaffirmed, or shareable.
///
/// # Errors
/// Where its day has not come, or there are no words or no day.
pub fn review(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    number: i64,
    verdict: &Verdict<'_>,
    now: DateTime<Utc>,
) -> Result<(), NotDone> {
    db::transaction(db, |db| {
        let (request, _, row) = known(db, by, at, number)?;
        allow(by, Action::DecideConsultation, &[])?;
        let row = restricted(row)?;
        let event = if verdict.holds { Event::Reaffirmed } else { Event::Refused };
        if row.state != Standing::ReviewDue {
            return Err(NotDone::NotNow("this restriction is not due for review"));
        }
        let (words, day) = verdict.checked(now)?;
        store::set_advice(db, row.id, &words, by.id, day).map_err(DbError::from)?;
        let row = advance(db, &Who::from(by), (&request, number), row, event, now)?;
        day.map_or(Ok(()), |day| look_again(db, &row, day, now))
    })
}

/// What becomes of a restricted item in a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    Release,
    PartRelease,
    Retain,
}

impl Fate {
    pub const ALL: [Fate; 3] = [Fate::Release, Fate::PartRelease, Fate::Retain];

    pub const fn name(self) -> &'static str {
        match self {
            Fate::Release => "release",
            Fate::PartRelease => "part_release",
            Fate::Retain => "retain",
        }
    }

    pub const fn words(self) -> &'static str {
        match self {
            Fate::Release => "Release it",
            Fate::PartRelease => "Release a part of it",
            Fate::Retain => "Retain it, under an exemption",
        }
    }

    const fn event(self) -> Event {
        match self {
            Fate::Release => Event::Released,
            Fate::PartRelease => Event::PartReleased,
            Fate::Retain => Event::Retained,
        }
    }
}

/// Decides about a restricted item. What was confidential is released only once whoever gave it
/// was consulted, or the steps to find them are on file; to retain it needs an exemption too.
///
/// # Errors
/// Where nobody was consulted, or no exemption or no reason is given.
pub fn decide(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    number: i64,
    (fate, exemption, words): (Option<Fate>, &str, &str),
    now: DateTime<Utc>,
) -> Result<(), NotDone> {
    db::transaction(db, |db| {
        let (request, item, row) = known(db, by, at, number)?;
        let row = restricted(row)?;
        let makers: Vec<Id> = row.proposed_by.into_iter().collect();
        allow(by, Action::DecideConsultation, &makers)?;
        in_time(&request)?;
        row.state.after(Event::Consulted)?;
        let fate = fate.ok_or_else(|| Invalid::new("fate", "choose what becomes of it"))?;
        let words = requests::given("outcome", words, "give your reasons")?;
        let exemption = match fate {
            Fate::Retain => {
                let open = review::grounds_for(&request.nation, &request.requester_kind);
                let known = open.into_iter().find(|ground| ground.id == exemption);
                let ask = "choose the exemption: a local ground alone withholds nothing";
                Some(known.ok_or_else(|| Invalid::new("exemption", ask))?.id)
            }
            Fate::Release | Fate::PartRelease => {
                if !originators::concluded_about(db, item.id)? {
                    return Err(NotDone::NotNow(
                        "consult whoever gave it first, or write down the steps taken to find them",
                    ));
                }
                None
            }
        };
        store::set_outcome(db, row.id, &words, exemption.as_deref(), by.id)
            .map_err(DbError::from)?;
        let (who, of) = (Who::from(by), (&request, number));
        let row = advance(db, &who, of, row, Event::Consulted, now)?;
        let row = advance(db, &who, of, row, Event::Decided, now)?;
        advance(db, &who, of, row, fate.event(), now)?;
        Ok(())
    })
}

fn look_again(
    db: &mut Db,
    row: &RestrictionRow,
    day: NaiveDate,
    now: DateTime<Utc>,
) -> Result<(), NotDone> {
    let job = Job::new(super::REVIEW, json!({ "restriction": row.id, "day": day }));
    let at = day.and_time(NaiveTime::MIN).and_utc();
    jobs::enqueue(db, job.of(row.request_id).not_before(at), now)?;
    Ok(())
}

/// Moves a restriction on, within the transaction of the verb that asks, and shows on the item
/// what holds.
pub(super) fn advance(
    db: &mut Db,
    by: &Who,
    (request, number): (&RequestRow, i64),
    row: RestrictionRow,
    event: Event,
    now: DateTime<Utc>,
) -> Result<RestrictionRow, NotDone> {
    let to = row.state.after(event)?;
    if !store::advance(db, row.id, row.state, to, now).map_err(DbError::from)? {
        return Err(NotDone::NotNow(
            "somebody else moved this restriction on a moment ago; load the page again",
        ));
    }
    let held = to.holds().then_some((row.ground.as_str(), row.reason.as_str()));
    store::show_on_item(db, row.item_id, held).map_err(DbError::from)?;
    tell(db, by, request, row.id, number, event, now)?;
    Ok(RestrictionRow { state: to, ..row })
}

fn tell(
    db: &mut Db,
    by: &Who,
    request: &RequestRow,
    id: Id,
    number: i64,
    event: Event,
    now: DateTime<Utc>,
) -> Result<(), NotDone> {
    let words = format!("D{number}: {}", event.words());
    let about = About::request(request.id).object(id).words(words);
    Ok(audit::tell(db, by, Act::RestrictionMoved, about, now)?)
}
