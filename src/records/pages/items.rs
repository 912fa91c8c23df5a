//! One item: what is said of it, and what to do where it cannot be shown.

use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;
use serde::Deserialize;

use super::super::actions::{self, NOT_THEIRS, NotRecorded, takes_files};
use super::super::describe::{Described, late_by};
use super::super::entries::{self, EntryForm};
use super::super::levels;
use super::super::store::{self, ItemRow, Reader, Relative};
use super::super::{
    Category, Group, Hand, Level, Notice, Same, Topic, Trait, View, same_elsewhere,
};
use super::named::Named;
use super::passages::{TaggedView, tagged};
use super::{crumbs, progress};
use crate::access::{Action, may};
use crate::calendar::{Nation, local_day};
use crate::db::Id;
use crate::law::exemptions;
use crate::law::requesters::{RequesterKind, Standing};
use crate::problem::Invalid;
use crate::requests::{self, Reference, RequestHead};
use crate::web::{Answer, Desk, Sent, Shell, number};

/// What fits to say when an item is left out.
struct Ground {
    id: String,
    words: String,
}

#[derive(Template)]
#[template(path = "records/item.html")]
struct ItemPage {
    shell: Shell,
    head: RequestHead,
    item: ItemRow,
    form: Described,
    kinds: Vec<(&'static str, Vec<Category>)>,
    relatives: Vec<Relative>,
    notices: Vec<Notice>,
    late: Option<i64>,
    late_days: i64,
    decision: Option<(String, String)>,
    warnings: Vec<(i64, Vec<String>)>,
    grounds: Vec<Ground>,
    left_out: LeftOut,
    tagged: Vec<TaggedView>,
    may_tag: bool,
    same: Vec<Same>,
    /// Its parts where it is an entry, and those that are missing.
    entry: Option<EntryForm>,
    missing: Vec<&'static str>,
    /// Who it names, or does not.
    identity: Vec<String>,
    may_show_once: bool,
    readers: Vec<Reader>,
    /// Colleagues at work on the request who are not named for the item yet.
    candidates: Vec<(Id, String)>,
    naming: Named,
    may_name: bool,
    may_describe: bool,
    may_leave_out: bool,
}

impl ItemPage {
    fn number(&self, n: &i64) -> String {
        number(n)
    }

    fn size(&self) -> String {
        progress::size(self.item.original_bytes)
    }

    fn recorded_hint(&self) -> String {
        match self.late_days {
            1 => "Late where it is more than a day after".to_owned(),
            days => format!("Late where it is more than {days} days after"),
        }
    }

    fn relation(&self, other: &Relative) -> &'static str {
        if self.item.parent_id == Some(other.id) {
            "This was attached to"
        } else if self.item.duplicate_of == Some(other.id) {
            "This is an exact copy of"
        } else if other.parent_id == Some(self.item.id) {
            "Attached to this"
        } else {
            "An exact copy of this"
        }
    }

    /// Whether a box of the form stands ticked.
    fn ticked(&self, among: &[String], name: &str) -> bool {
        among.iter().any(|one| one == name)
    }

    fn decided(&self) -> &'static str {
        match self.decision.as_ref().map(|(decision, _)| decision.as_str()) {
            Some("release") => "Release",
            Some("release_with_marks") => "Release with marks",
            Some("withhold") => "Left out",
            _ => "Nobody has decided yet",
        }
    }
}

/// What an item can be of, one at most.
const GIVEN: [Trait; 2] = [Trait::InConfidence, Trait::Anonymous];
const PERIODS: [Trait; 2] = [Trait::Current, Trait::Historic];
const TICKED: [Trait; 2] = [Trait::BelongsToChild, Trait::NamesSiblings];

fn names<T>(
    kept: &str,
    from_name: fn(&str) -> Option<T>,
    name: fn(T) -> &'static str,
) -> Vec<String> {
    levels::read(kept, from_name).into_iter().map(|one| name(one).to_owned()).collect()
}

fn described(item: &ItemRow) -> Described {
    let written = |day: Option<chrono::NaiveDate>| {
        day.map_or_else(String::new, |day| day.format("%-d/%-m/%Y").to_string())
    };
    Described {
        title: item.title.clone(),
        kind: item.kind.name().into(),
        author: item.author.clone(),
        provider: item.provider.clone(),
        source: item.source.clone(),
        event_on: written(item.event_on),
        recorded_on: written(item.recorded_on),
        level: item.level.name().into(),
        hand: item.hand.name().into(),
        topics: names(&item.topics, Topic::from_name, Topic::name),
        level_reason: item.level_reason.clone(),
        traits: names(&item.traits, Trait::from_name, Trait::name),
        period: one_of(&item.traits, PERIODS),
        given: one_of(&item.traits, GIVEN),
    }
}

fn one_of(kept: &str, choices: [Trait; 2]) -> String {
    let found = levels::read(kept, Trait::from_name).into_iter().find(|one| choices.contains(one));
    found.map_or_else(String::new, |one| one.name().to_owned())
}

/// `GET /requests/{reference}/items/{number}`
pub async fn item_form(desk: Desk, path: web::Path<(Reference, i64)>) -> Answer {
    let (reference, number) = path.into_inner();
    let opened = reference.clone();
    desk.work(move |db, actor, now| actions::open(db, actor, &opened, number, now)).await?;
    show(desk, reference, number, Wrong::default()).await
}

/// Forms that came back with what is wrong with them.
#[derive(Default)]
pub(super) struct Wrong {
    pub form: Option<Described>,
    pub left_out: LeftOut,
    pub naming: Named,
    pub entry: Option<EntryForm>,
    pub what: Vec<Invalid>,
}

pub(super) async fn show(desk: Desk, reference: Reference, number: i64, wrong: Wrong) -> Answer {
    let late_days = desk.services.settings.records.late_days;
    let shell = desk.shell();
    let status =
        if wrong.what.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let (page, passages) = desk
        .work(move |db, actor, now| {
            let (request, item) = actions::find(db, actor, &reference, number)?;
            let head = requests::head(db, actor, &request, local_day(now))?.at("record");
            let sight = store::sight(db, request.id, actor.id)?;
            let mut relatives = store::relatives(db, &item)?;
            relatives.retain(|other| sight.sees(other.id));
            let here = format!("/requests/{reference}/items/{number}");
            let shell = crumbs(shell, &head).crumb(format!("D{number}"), here);
            let shell = wrong.what.iter().fold(shell, |s, w| s.error(&w.words, w.field));
            let open = takes_files(request.state);
            let readers = store::readers(db, item.id)?;
            let warnings = store::pages_of(db, item.id)?
                .into_iter()
                .filter(|page| page.warnings != "[]")
                .map(|page| (page.page, sentences(&page.warnings)))
                .collect();
            let passages = store::passages_of_item(db, item.id)?;
            let kept = store::entry_of(db, item.id)?;
            let missing = entries::missing(&item, kept.as_ref());
            let is_entry = kept.is_some() || entries::is_entry(item.kind);
            let kept = kept.map(EntryForm::from).unwrap_or_default();
            let identity = store::identity_flags(db, &[item.id])?;
            let same = same_elsewhere(db, request.id, item.id, &sight)?;
            let page = ItemPage {
                form: wrong.form.unwrap_or_else(|| described(&item)),
                kinds: Group::ALL.map(|g| (g.words(), of_group(g))).to_vec(),
                relatives,
                notices: store::notices_of(db, request.id)?
                    .into_iter()
                    .filter(|notice| notice.item == item.id)
                    .collect(),
                late: late_by(item.event_on, item.recorded_on, late_days),
                late_days,
                decision: store::decision(db, item.id)?,
                warnings,
                grounds: grounds(&request.nation, &request.requester_kind),
                left_out: wrong.left_out,
                naming: wrong.naming,
                may_name: item.level == Level::HighlySensitive && may(actor, Action::AssignRequest),
                candidates: store::at_work(db, request.id)?
                    .into_iter()
                    .filter(|(id, _)| {
                        request.owner_id != Some(*id) && readers.iter().all(|r| r.staff != *id)
                    })
                    .collect(),
                readers,
                may_describe: open && may(actor, Action::DescribeItem),
                may_leave_out: open
                    && item.view == View::NotShown
                    && may(actor, Action::DecideItem),
                shell,
                head,
                item,
                tagged: Vec::new(),
                may_tag: false,
                same,
                entry: wrong.entry.or(is_entry.then_some(kept)),
                missing,
                identity: identity.into_iter().map(|(_, words)| words).collect(),
                may_show_once: false,
            };
            Ok::<_, NotRecorded>((page, passages))
        })
        .await?;
    let layer = page.item.words_sha256.as_deref();
    let tagged = tagged(&desk.services, layer, passages).await?;
    desk.page_as(status, &ItemPage { tagged, ..page })
}

pub(super) fn of_group(group: Group) -> Vec<Category> {
    let mut kinds: Vec<Category> =
        Category::ALL.iter().copied().filter(|kind| kind.group() == group).collect();
    kinds.sort_by_key(|kind| (*kind == Category::Other, kind.words()));
    kinds
}

fn sentences(kept: &str) -> Vec<String> {
    let warnings: Vec<candour_redaction::read::Warning> =
        serde_json::from_str(kept).unwrap_or_default();
    warnings.iter().map(candour_redaction::read::Warning::sentence).collect()
}

fn grounds(nation: &str, requester: &str) -> Vec<Ground> {
    let nation = Nation::from_name(nation).unwrap_or(Nation::England);
    let not_theirs = Ground {
        id: NOT_THEIRS.into(),
        words: "Nothing in it is about this person, or nothing can be read in it at all".into(),
    };
    let standing = RequesterKind::from_name(requester).and_then(RequesterKind::standing);
    let offered =
        exemptions::offered(nation, standing.unwrap_or(Standing::DataSubject)).into_iter();
    std::iter::once(not_theirs)
        .chain(offered.map(|e| Ground { id: e.id.clone(), words: e.short_name.clone() }))
        .collect()
}

/// `POST /requests/{reference}/items/{number}`
pub async fn item_save(
    desk: Desk,
    path: web::Path<(Reference, i64)>,
    form: Sent<Described>,
) -> Answer {
    let (reference, number) = path.into_inner();
    let (at, sent) = (reference.clone(), form.0.clone());
    let saved = desk
        .work(move |db, actor, now| {
            kept_apart(actions::describe(db, actor, &at, number, &sent, now))
        })
        .await?;
    match saved {
        Ok(_) => {
            let to = format!("/requests/{reference}/items/{number}");
            desk.said(&to, &format!("What is said of D{number} is saved."))
        }
        Err(what) => {
            let wrong = Wrong { form: Some(form.0), what, ..Wrong::default() };
            show(desk, reference, number, wrong).await
        }
    }
}

/// Fields that are wrong come back with the form; other problems have their own page.
pub(super) fn kept_apart<T>(
    done: Result<T, NotRecorded>,
) -> Result<Result<T, Vec<Invalid>>, NotRecorded> {
    match done {
        Ok(done) => Ok(Ok(done)),
        Err(NotRecorded::Invalid(what)) => Ok(Err(what)),
        Err(other) => Err(other),
    }
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LeftOut {
    pub ground: String,
    pub reason: String,
}

/// `POST /requests/{reference}/items/{number}/unviewable`: leaves out what cannot be shown.
pub async fn unviewable(
    desk: Desk,
    path: web::Path<(Reference, i64)>,
    form: Sent<LeftOut>,
) -> Answer {
    let (reference, number) = path.into_inner();
    let (at, sent) = (reference.clone(), form.0.clone());
    let done = desk
        .work(move |db, actor, now| {
            let because = (sent.ground.as_str(), sent.reason.as_str());
            kept_apart(actions::leave_out(db, actor, &at, number, because, now))
        })
        .await?;
    match done {
        Ok(()) => {
            let to = format!("/requests/{reference}/items/{number}");
            desk.said(&to, &format!("D{number} is left out of the pack."))
        }
        Err(what) => {
            let wrong = Wrong { left_out: form.0, what, ..Wrong::default() };
            show(desk, reference, number, wrong).await
        }
    }
}
