//! The table of items.

use std::collections::HashMap;

use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;
use chrono::{Datelike as _, NaiveDate, NaiveDateTime};

use super::super::actions::{NotRecorded, takes_files};
use super::super::bulk::{self, Made};
use super::super::describe::late_by;
use super::super::looked::{Looked, Parted, UNSAID};
use super::super::store::{self, Listed, Standing};
use super::super::{Category, Notice, Tag, View, levels};
use super::crumbs;
use super::progress::{FileRow, file_row};
use crate::access::{Action, allow, may};
use crate::calendar::local_day;
use crate::db::Id;
use crate::requests::{self, Reference, RequestHead};
use crate::web::{Answer, Desk, HttpProblem, Shell, day, moment, number};

/// Items on one page of the list.
const A_PAGE: i64 = 100;
/// Files whose progress is shown at a time.
const MOST_UPLOADS: i64 = 200;

const FLAGS: [(&str, &str); 12] = [
    ("undecided", "Not decided yet"),
    ("restricted", "Restricted"),
    ("privileged", "Legal advice"),
    ("duplicate", "Exact copy of another"),
    ("attached", "Attached to an email"),
    ("not_shown", "Cannot be shown"),
    ("return", "Belongs to the child"),
    ("third_parties", "Look for third parties"),
    ("parentage", "Parentage the child does not know"),
    ("historic", "Historic"),
    ("unnamed", "Nothing names the person"),
    ("spelling", "Somebody spelt nearly alike"),
];

/// A choice of a filter.
struct Choice {
    value: String,
    words: String,
    here: bool,
}

/// Where another part of the list begins.
struct Head {
    words: String,
    count: i64,
    /// The address that shows this part alone.
    only: String,
}

struct Row {
    head: Option<Head>,
    item: Listed,
    date: String,
    flags: Vec<String>,
    decision: &'static str,
}

#[derive(Template)]
#[template(path = "records/list.html")]
struct ListPage {
    shell: Shell,
    head: RequestHead,
    looked: Looked,
    rows: Vec<Row>,
    count: i64,
    standing: Standing,
    kinds: Vec<Choice>,
    sources: Vec<Choice>,
    providers: Vec<Choice>,
    parted: Vec<Choice>,
    months: Vec<Choice>,
    flags: Vec<Choice>,
    tags: Vec<Choice>,
    files: Vec<FileRow>,
    takes_files: bool,
    may_add: bool,
    /// Whether items can be chosen and changed together.
    may_change: bool,
    last_change: Option<Made>,
    batch: Id,
    most_mib: u64,
    from: i64,
    to: i64,
    before: Option<String>,
    after: Option<String>,
}

impl ListPage {
    fn number(&self, n: &i64) -> String {
        number(n)
    }

    fn moment(&self, at: &NaiveDateTime) -> String {
        moment(at)
    }

    /// The address that speaks of every item that is shown.
    fn all_shown(&self) -> String {
        let shown = self.looked.at_page(0);
        serde_html_form::to_string([("all", "yes"), ("shown", &shown)]).unwrap_or_default()
    }
}

/// `GET /requests/{reference}/record`
pub async fn list(desk: Desk, path: web::Path<Reference>, looked: web::Query<Looked>) -> Answer {
    show(desk, path.into_inner(), looked.into_inner(), None).await
}

/// The page, with what is wrong with the form on it.
pub(super) async fn show(
    desk: Desk,
    reference: Reference,
    looked: Looked,
    problem: Option<HttpProblem>,
) -> Answer {
    let late_days = desk.services.settings.records.late_days;
    let most_mib = desk.services.settings.uploads.file_mib;
    let shell = desk.shell().wide();
    let page = desk
        .work(move |db, actor, now| {
            let request = requests::seen_by(db, actor, &reference)?.ok_or(NotRecorded::Unknown)?;
            allow(actor, Action::SeeRecord, &[])?;
            let head = requests::head(db, actor, &request, local_day(now))?.at("record");
            let sight = store::sight(db, request.id, actor.id)?;
            let at = looked.page.max(1);
            let skip = (at - 1).saturating_mul(A_PAGE);
            let filter = looked.filter(db, request.id, sight.clone())?;
            let parted = looked.parted();
            let (count, items) = store::listed(db, request.id, &filter, parted, (skip, A_PAGE))?;
            let parts = match parted {
                Some(by) => store::parts(db, request.id, &filter, by)?,
                None => HashMap::new(),
            };
            let named: Vec<Id> = items
                .iter()
                .flat_map(|i| [i.parent_id, i.duplicate_of])
                .flatten()
                .filter(|id| sight.sees(*id))
                .collect();
            let numbers: HashMap<Id, i64> = store::numbers(db, &named)?.into_iter().collect();
            let listed: Vec<Id> = items.iter().map(|i| i.id).collect();
            let tags = store::tags_of(db, &listed)?;
            let identity = store::identity_flags(db, &listed)?;
            let notices = store::notices_of(db, request.id)?;
            let (kinds, sources, providers, days) = store::choices(db, request.id, &sight)?;
            let files = store::uploads_listed(db, request.id, None, MOST_UPLOADS, &sight)?;
            let standing = store::standing(db, request.id, &sight)?;
            let shown = items.len() as i64;
            let may_change = takes_files(request.state) && may(actor, Action::DescribeItem);
            let last_change = match may_change {
                true => bulk::last_change(db, actor, request.id, now)?,
                false => None,
            };
            let mut rows: Vec<Row> = items
                .into_iter()
                .map(|i| {
                    let mut row = row(i, &numbers, &notices, &tags, late_days);
                    let own = identity.iter().filter(|(item, _)| *item == row.item.id);
                    row.flags.extend(own.map(|(_, words)| words.clone()));
                    row
                })
                .collect();
            if let Some(by) = parted {
                set_heads(&mut rows, &looked, by, &parts);
            }
            Ok::<_, NotRecorded>(ListPage {
                shell: crumbs(shell, &head),
                rows,
                count,
                standing,
                kinds: kind_choices(&kinds, &looked.kind),
                sources: said_choices(sources, &looked.source),
                providers: said_choices(providers, &looked.provider),
                parted: Parted::ALL
                    .iter()
                    .map(|by| Choice {
                        value: by.name().into(),
                        words: by.words().into(),
                        here: looked.parted() == Some(*by),
                    })
                    .collect(),
                months: month_choices(&days, &looked.month),
                flags: FLAGS
                    .iter()
                    .map(|(value, words)| Choice {
                        value: (*value).into(),
                        words: (*words).into(),
                        here: looked.flag == *value,
                    })
                    .collect(),
                tags: Tag::ALL
                    .iter()
                    .map(|tag| Choice {
                        value: tag.name().into(),
                        words: tag.words().into(),
                        here: looked.tag == tag.name(),
                    })
                    .collect(),
                files: files.iter().map(file_row).collect(),
                takes_files: takes_files(request.state),
                may_add: may(actor, Action::AddRecords),
                may_change,
                last_change,
                batch: Id::new(),
                most_mib,
                from: if shown == 0 { 0 } else { skip + 1 },
                to: skip + shown,
                before: (at > 1).then(|| looked.at_page(at - 1)),
                after: (skip + shown < count).then(|| looked.at_page(at + 1)),
                looked,
                head,
            })
        })
        .await?;
    match problem {
        None => desk.page(&page),
        Some(problem) => {
            let field = problem.field.as_deref().unwrap_or("files");
            let shell = page.shell.clone().error(&problem.words, field);
            desk.page_as(StatusCode::UNPROCESSABLE_ENTITY, &ListPage { shell, ..page })
        }
    }
}

fn kind_choices(there: &[Category], here: &str) -> Vec<Choice> {
    let there = Category::ALL.iter().filter(|kind| there.contains(kind));
    let choice = |kind: &Category| Choice {
        value: kind.name().into(),
        words: kind.words().into(),
        here: kind.name() == here,
    };
    let mut kinds: Vec<Choice> = there.map(choice).collect();
    kinds.sort_by(|a, b| a.words.cmp(&b.words));
    kinds
}

/// What is there, and that nobody has said, where anything is there at all.
fn said_choices(there: Vec<String>, here: &str) -> Vec<Choice> {
    if there.is_empty() {
        return Vec::new();
    }
    let unsaid =
        Choice { value: UNSAID.into(), words: "Nobody has said".into(), here: here == UNSAID };
    there
        .into_iter()
        .map(|s| Choice { here: s == here, words: s.clone(), value: s })
        .chain([unsaid])
        .collect()
}

/// `days` in order: each year, with its months after it.
fn month_choices(days: &[NaiveDate], here: &str) -> Vec<Choice> {
    if days.is_empty() {
        return Vec::new();
    }
    let mut months: Vec<NaiveDate> = days.iter().filter_map(|day| day.with_day(1)).collect();
    months.dedup();
    let choice = |value: String, words: String| Choice { here: value == here, words, value };
    let mut choices = Vec::new();
    let mut year = None;
    for month in months {
        if year != Some(month.year()) {
            year = Some(month.year());
            let value = month.format("%Y").to_string();
            choices.push(choice(value.clone(), format!("{value}, the whole year")));
        }
        let words = month.format("%B %Y").to_string();
        choices.push(choice(month.format("%Y-%m").to_string(), words));
    }
    choices.push(choice(UNSAID.into(), "Nobody has said".into()));
    choices
}

/// Puts a head over the first row of each part.
fn set_heads(rows: &mut [Row], looked: &Looked, by: Parted, parts: &HashMap<String, i64>) {
    let mut above = None;
    for row in rows {
        let part = row.item.part(by);
        if above.as_ref() != Some(&part) {
            row.head = Some(Head {
                words: part_words(by, &part),
                count: parts.get(&part).copied().unwrap_or_default(),
                only: looked.within(by, &part).address(),
            });
            above = Some(part);
        }
    }
}

fn part_words(by: Parted, part: &str) -> String {
    let unsaid = match by {
        Parted::Kind => {
            let kind = Category::from_name(part).unwrap_or(Category::Other);
            return kind.words().to_owned();
        }
        Parted::Source => "Nobody has said where they were kept",
        Parted::Provider => "Nobody has said who gave the information",
        Parted::Year => "Without a day",
    };
    if part.is_empty() { unsaid.to_owned() } else { part.to_owned() }
}

fn row(
    item: Listed,
    numbers: &HashMap<Id, i64>,
    notices: &[Notice],
    tags: &[(Id, Tag)],
    late_days: i64,
) -> Row {
    let named = |id: Option<Id>| id.and_then(|id| numbers.get(&id));
    // What is contested stands first: nobody may use the item without knowing.
    let mut flags: Vec<String> = notices
        .iter()
        .filter(|notice| notice.item == item.id)
        .map(|notice| notice.kind.short().to_owned())
        .collect();
    flags.dedup();
    if item.restricted_ground.is_some() {
        flags.push("Restricted".to_owned());
    }
    if item.privileged {
        flags.push("Legal advice".to_owned());
    }
    if let Some(first) = named(item.duplicate_of) {
        flags.push(format!("Copy of D{first}"));
    }
    if let Some(mail) = named(item.parent_id) {
        flags.push(format!("Attached to D{mail}"));
    }
    if let Some(days) = late_by(item.event_on, item.recorded_on, late_days) {
        flags.push(format!("Recorded {days} days late"));
    }
    let look_out = levels::look_out(item.kind, &item.topics, &item.traits);
    flags.extend(look_out.into_iter().map(str::to_owned));
    let carried = |tag: &&Tag| tags.contains(&(item.id, **tag));
    flags.extend(Tag::ALL.iter().filter(carried).map(|tag| tag.words().to_owned()));
    match item.view {
        View::NotShown => flags.push("Cannot be shown".to_owned()),
        View::Waiting => flags.push("Being read".to_owned()),
        View::Shown => {}
    }
    let decision = match item.decision.as_deref() {
        Some("release") => "Release",
        Some("release_with_marks") => "Release with marks",
        Some("withhold") => "Withhold",
        _ => "",
    };
    let date = item.event_on.as_ref().map_or_else(String::new, day);
    Row { head: None, date, flags, decision, item }
}
