//! What the list of the record shows.

use std::collections::HashMap;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use diesel::sql_types::Text;

use super::super::looked::Parted;
use super::super::{Category, Level, Sight, Tag, Topic, Trait, UploadState, View};
use super::{item_decisions, items, uploads};
use crate::db::schema::{item_variants, jobs, passages};
use crate::db::{Db, Id};

diesel::define_sql_function! { fn lower(text: Text) -> Text }

/// What is looked for. Empty is everything.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    pub title: String,
    pub kind: Option<Category>,
    /// An empty one is looked for where nobody has said it.
    pub source: Option<String>,
    pub provider: Option<String>,
    pub when: Option<When>,
    pub flag: String,
    /// Items that name nobody, where those are looked for.
    pub unnamed: Vec<String>,
    /// What a passage of it is tagged.
    pub tag: Option<Tag>,
    /// Only these, where any are numbered.
    pub numbers: Vec<i64>,
    pub sight: Sight,
}

/// When what is looked for happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// From this day, to before that one.
    Within(NaiveDate, NaiveDate),
    /// Nobody has said.
    Unsaid,
}

/// An item as the list shows it.
#[derive(Debug, Clone, Queryable)]
pub struct Listed {
    pub id: Id,
    pub number: i64,
    pub title: String,
    pub kind: Category,
    pub source: String,
    pub provider: String,
    pub event_on: Option<NaiveDate>,
    pub recorded_on: Option<NaiveDate>,
    pub level: Level,
    pub restricted_ground: Option<String>,
    pub privileged: bool,
    pub parent_id: Option<Id>,
    pub duplicate_of: Option<Id>,
    pub pages: i64,
    pub view: View,
    pub problem: Option<String>,
    pub topics: String,
    pub traits: String,
    pub decision: Option<String>,
}

type Query = diesel::helper_types::IntoBoxed<
    'static,
    diesel::helper_types::LeftJoin<items::table, item_decisions::table>,
    crate::db::MultiBackend,
>;

pub(super) fn matching(request: Id, filter: &Filter) -> Query {
    let mut query = items::table
        .left_join(item_decisions::table)
        .into_boxed()
        .filter(items::request_id.eq(request));
    if !filter.title.is_empty() {
        let plain = filter.title.to_lowercase();
        let plain = plain.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        query = query.filter(lower(items::title).like(format!("%{plain}%")).escape('\\'));
    }
    if let Some(kind) = filter.kind {
        query = query.filter(items::kind.eq(kind));
    }
    if let Some(source) = &filter.source {
        query = query.filter(items::source.eq(source.clone()));
    }
    if let Some(provider) = &filter.provider {
        query = query.filter(items::provider.eq(provider.clone()));
    }
    query = match filter.when {
        Some(When::Within(from, to)) => {
            query.filter(items::event_on.ge(from)).filter(items::event_on.lt(to))
        }
        Some(When::Unsaid) => query.filter(items::event_on.is_null()),
        None => query,
    };
    if !filter.numbers.is_empty() {
        query = query.filter(items::number.eq_any(filter.numbers.clone()));
    }
    if let Some(tag) = filter.tag {
        let tagged = passages::table
            .filter(passages::request_id.eq(request))
            .filter(passages::tag.eq(tag.name()))
            .select(passages::item_id);
        query = query.filter(items::id.eq_any(tagged));
    }
    query = query.filter(items::id.ne_all(filter.sight.hidden()));
    match filter.flag.as_str() {
        "restricted" => query.filter(items::restricted_ground.is_not_null()),
        "privileged" => query.filter(items::privileged.eq(true)),
        "duplicate" => query.filter(items::duplicate_of.is_not_null()),
        "attached" => query.filter(items::parent_id.is_not_null()),
        "not_shown" => query.filter(items::view.eq(View::NotShown)),
        "return" => query.filter(items::traits.like(format!("%{}%", Trait::BelongsToChild.name()))),
        "historic" => query.filter(items::traits.like(format!("%{}%", Trait::Historic.name()))),
        "third_parties" => query.filter(
            items::kind
                .eq(Category::Genogram)
                .or(items::traits.like(format!("%{}%", Trait::NamesSiblings.name()))),
        ),
        "parentage" => {
            query.filter(items::topics.like(format!("%{}%", Topic::ParentageUnknown.name())))
        }
        "unnamed" => query.filter(items::id.eq_any(filter.unnamed.clone())),
        "spelling" => {
            let spelt = item_variants::table
                .filter(item_variants::request_id.eq(request))
                .select(item_variants::item_id);
            query.filter(items::id.eq_any(spelt))
        }
        // Legal advice is set apart: nobody decides about it.
        "undecided" => query
            .filter(item_decisions::decision.nullable().is_null())
            .filter(items::privileged.eq(false)),
        _ => query,
    }
}

/// How many items fit, and `most` of them after `skip`, those of one part together.
pub fn listed(
    db: &mut Db,
    request: Id,
    filter: &Filter,
    parted: Option<Parted>,
    (skip, most): (i64, i64),
) -> QueryResult<(i64, Vec<Listed>)> {
    let count = matching(request, filter).count().get_result(db)?;
    let fitting = matching(request, filter);
    let fitting = match parted {
        None => fitting,
        Some(Parted::Kind) => fitting.order(items::kind.asc()),
        Some(Parted::Source) => fitting.order(items::source.asc()),
        Some(Parted::Provider) => fitting.order(items::provider.asc()),
        // What has no day stands last, on either database.
        Some(Parted::Year) => fitting.order((items::event_on.is_null(), items::event_on.asc())),
    };
    let rows = fitting
        .then_order_by(items::number.asc())
        .offset(skip)
        .limit(most)
        .select((
            items::id,
            items::number,
            items::title,
            items::kind,
            items::source,
            items::provider,
            items::event_on,
            items::recorded_on,
            items::level,
            items::restricted_ground,
            items::privileged,
            items::parent_id,
            items::duplicate_of,
            items::pages,
            items::view,
            items::problem,
            items::topics,
            items::traits,
            item_decisions::decision.nullable(),
        ))
        .load(db)?;
    Ok((count, rows))
}

impl Listed {
    /// The part in which it stands, empty where nobody has said.
    pub fn part(&self, parted: Parted) -> String {
        match parted {
            Parted::Kind => self.kind.name().to_owned(),
            Parted::Source => self.source.clone(),
            Parted::Provider => self.provider.clone(),
            Parted::Year => year(self.event_on),
        }
    }
}

fn year(day: Option<NaiveDate>) -> String {
    day.map_or_else(String::new, |day| day.format("%Y").to_string())
}

/// How many items of those that fit stand in each part.
pub fn parts(
    db: &mut Db,
    request: Id,
    filter: &Filter,
    parted: Parted,
) -> QueryResult<HashMap<String, i64>> {
    let all = matching(request, filter);
    let parts: Vec<String> = match parted {
        Parted::Kind => {
            let kinds: Vec<Category> = all.select(items::kind).load(db)?;
            kinds.into_iter().map(|kind| kind.name().to_owned()).collect()
        }
        Parted::Source => all.select(items::source).load(db)?,
        Parted::Provider => all.select(items::provider).load(db)?,
        Parted::Year => {
            let days: Vec<Option<NaiveDate>> = all.select(items::event_on).load(db)?;
            days.into_iter().map(year).collect()
        }
    };
    let mut counted = HashMap::new();
    for part in parts {
        *counted.entry(part).or_insert(0) += 1;
    }
    Ok(counted)
}

/// The numbers of these items, for links to them.
pub fn numbers(db: &mut Db, of: &[Id]) -> QueryResult<Vec<(Id, i64)>> {
    let of: Vec<&str> = of.iter().map(Id::as_str).collect();
    items::table.filter(items::id.eq_any(of)).select((items::id, items::number)).load(db)
}

/// The kinds, sources, providers and days that the record has, to filter by.
pub type Choices = (Vec<Category>, Vec<String>, Vec<String>, Vec<NaiveDate>);

pub fn choices(db: &mut Db, request: Id, sight: &Sight) -> QueryResult<Choices> {
    let of = || items::request_id.eq(request).and(items::id.ne_all(sight.hidden()));
    let kinds = items::table.filter(of()).select(items::kind).distinct().load(db)?;
    let mut sources: Vec<String> =
        items::table.filter(of()).select(items::source).distinct().load(db)?;
    sources.retain(|source| !source.is_empty());
    sources.sort();
    let mut providers: Vec<String> =
        items::table.filter(of()).select(items::provider).distinct().load(db)?;
    providers.retain(|provider| !provider.is_empty());
    providers.sort();
    let days: Vec<Option<NaiveDate>> = items::table
        .filter(of())
        .filter(items::event_on.is_not_null())
        .select(items::event_on)
        .distinct()
        .order(items::event_on.asc())
        .load(db)?;
    Ok((kinds, sources, providers, days.into_iter().flatten().collect()))
}

/// A file that is not (or not wholly) in the record, and how far its reading is.
#[derive(Debug, Clone, Queryable)]
pub struct UploadRow {
    pub id: Id,
    pub batch_id: Id,
    pub file_name: String,
    pub bytes: i64,
    pub state: UploadState,
    pub problem: Option<String>,
    pub made_at: NaiveDateTime,
    pub job_state: Option<String>,
    pub progress_words: Option<String>,
}

/// Files of a request that still wait or have something to be told, newest first; those of one
/// batch whatever became of them. A file whose items are out of sight is not named.
pub fn uploads_listed(
    db: &mut Db,
    request: Id,
    batch: Option<Id>,
    most: i64,
    sight: &Sight,
) -> QueryResult<Vec<UploadRow>> {
    let mut query = uploads::table
        .left_join(jobs::table.on(jobs::once_key.eq(uploads::id.nullable())))
        .into_boxed()
        .filter(uploads::request_id.eq(request));
    if !sight.is_whole() {
        query = query.filter(uploads::id.ne_all(sight.hidden_files()));
    }
    query = match batch {
        Some(batch) => query.filter(uploads::batch_id.eq(batch)),
        None => {
            query.filter(uploads::state.eq(UploadState::Waiting).or(uploads::problem.is_not_null()))
        }
    };
    query
        .order((uploads::state.desc(), uploads::made_at.desc(), uploads::id))
        .limit(most)
        .select((
            uploads::id,
            uploads::batch_id,
            uploads::file_name,
            uploads::bytes,
            uploads::state,
            uploads::problem,
            uploads::made_at,
            jobs::state.nullable(),
            jobs::progress_words.nullable(),
        ))
        .load(db)
}

/// Items of a batch that came in but cannot be shown: the upload, and why.
pub fn not_shown_of(
    db: &mut Db,
    batch: Id,
    sight: &Sight,
) -> QueryResult<Vec<(Id, Option<String>)>> {
    items::table
        .inner_join(uploads::table)
        .filter(uploads::batch_id.eq(batch))
        .filter(items::id.ne_all(sight.hidden()))
        .filter(items::view.eq(View::NotShown))
        .order(items::number)
        .select((uploads::id, items::problem))
        .load(db)
}

/// What of a record is ready, and what stands in the way of a pack.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Standing {
    pub items: i64,
    pub pages: i64,
    /// Files that came and are not yet read.
    pub uploads_waiting: i64,
    pub items_waiting: i64,
    /// Items that cannot be shown and that nobody has decided.
    pub not_shown_undecided: i64,
}

pub fn standing(db: &mut Db, request: Id, sight: &Sight) -> QueryResult<Standing> {
    let of = || items::request_id.eq(request).and(items::id.ne_all(sight.hidden()));
    let items_there: i64 = items::table.filter(of()).count().get_result(db)?;
    let pages: Vec<i64> =
        items::table.filter(of()).filter(items::pages.gt(0)).select(items::pages).load(db)?;
    let uploads_waiting = uploads::table
        .filter(uploads::request_id.eq(request))
        .filter(uploads::state.eq(UploadState::Waiting))
        .count()
        .get_result(db)?;
    let items_waiting =
        items::table.filter(of()).filter(items::view.eq(View::Waiting)).count().get_result(db)?;
    let not_shown_undecided = items::table
        .left_join(item_decisions::table)
        .filter(of())
        .filter(items::view.eq(View::NotShown))
        .filter(item_decisions::decision.nullable().is_null())
        .count()
        .get_result(db)?;
    Ok(Standing {
        items: items_there,
        pages: pages.into_iter().sum(),
        uploads_waiting,
        items_waiting,
        not_shown_undecided,
    })
}
