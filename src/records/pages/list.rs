//! The table of items.

use std::collections::HashMap;

use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;
use chrono::{Datelike as _, NaiveDate};
use serde::{Deserialize, Serialize};

use super::super::actions::{NotRecorded, takes_files};
use super::super::describe::late_by;
use super::super::store::{self, Filter, Listed, Standing};
use super::super::{Category, Notice, Sight, Tag, View, levels};
use super::crumbs;
use super::progress::{FileRow, file_row};
use crate::access::{Action, allow, may};
use crate::calendar::{local_day, months_after};
use crate::db::Id;
use crate::requests::{self, Reference, RequestHead};
use crate::web::{Answer, Desk, HttpProblem, Shell, day, number};

/// Items on one page of the list.
const A_PAGE: i64 = 100;
/// Files whose progress is shown at a time.
const MOST_UPLOADS: i64 = 200;

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Looked {
    q: String,
    kind: String,
    source: String,
    /// `2019-03`
    month: String,
    flag: String,
    tag: String,
    page: i64,
}

impl Looked {
    fn filter(&self, sight: Sight) -> Filter {
        let first = NaiveDate::parse_from_str(&format!("{}-01", self.month), "%Y-%m-%d").ok();
        Filter {
            title: self.q.trim().chars().take(200).collect(),
            kind: Category::from_name(&self.kind),
            source: self.source.clone(),
            month: first.and_then(|from| Some((from, months_after(from, 1)?))),
            flag: self.flag.clone(),
            unnamed: Vec::new(),
            tag: Tag::from_name(&self.tag),
            sight,
        }
    }

    fn is_empty(&self) -> bool {
        [&self.q, &self.kind, &self.source, &self.month, &self.flag, &self.tag]
            .iter()
            .all(|f| f.is_empty())
    }

    fn at_page(&self, page: i64) -> String {
        let looked = Self { page, ..self.clone() };
        serde_html_form::to_string(looked).unwrap_or_default()
    }
}

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

struct Row {
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
    months: Vec<Choice>,
    flags: Vec<Choice>,
    tags: Vec<Choice>,
    files: Vec<FileRow>,
    takes_files: bool,
    may_add: bool,
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
            let mut filter = looked.filter(sight.clone());
            if looked.flag == "unnamed" {
                let nobody = store::naming_nobody(db, request.id, &sight)?;
                filter.unnamed = nobody.into_iter().map(|(item, _)| item.to_string()).collect();
            }
            let (count, items) = store::listed(db, request.id, &filter, skip, A_PAGE)?;
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
            let (kinds, sources, days) = store::choices(db, request.id, &sight)?;
            let files = store::uploads_listed(db, request.id, None, MOST_UPLOADS, &sight)?;
            let standing = store::standing(db, request.id, &sight)?;
            let shown = items.len() as i64;
            Ok::<_, NotRecorded>(ListPage {
                shell: crumbs(shell, &head),
                rows: items
                    .into_iter()
                    .map(|i| {
                        let mut row = row(i, &numbers, &notices, &tags, late_days);
                        let own = identity.iter().filter(|(item, _)| *item == row.item.id);
                        row.flags.extend(own.map(|(_, words)| words.clone()));
                        row
                    })
                    .collect(),
                count,
                standing,
                kinds: kind_choices(&kinds, &looked.kind),
                sources: sources
                    .into_iter()
                    .map(|s| Choice { here: s == looked.source, words: s.clone(), value: s })
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

/// `days` in order.
fn month_choices(days: &[NaiveDate], here: &str) -> Vec<Choice> {
    let mut months: Vec<NaiveDate> = days.iter().filter_map(|day| day.with_day(1)).collect();
    months.dedup();
    months
        .into_iter()
        .map(|month| {
            let value = month.format("%Y-%m").to_string();
            Choice { here: value == here, words: month.format("%B %Y").to_string(), value }
        })
        .collect()
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
    Row { date, flags, decision, item }
}
