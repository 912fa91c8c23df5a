//! Saying the same of many items, and taking it back.

use chrono::{DateTime, NaiveDateTime, Utc};

use super::change::named;
use super::{Change, ChangeForm, Field};
use crate::access::{Action, Actor, Who, allow};
use crate::audit::{self, About, Act};
use crate::calendar::local_day;
use crate::db::{self, Db, DbError, Id};
use crate::problem::Invalid;
use crate::records::actions::{NotRecorded, takes_files};
use crate::records::looked::Looked;
use crate::records::store::{self, ChangeRow, Facts, NewChange};
use crate::records::{Level, Sight};
use crate::requests::{self, Reference, RequestRow};

/// The request, where this person may say what its items are.
fn open(db: &mut Db, by: &Actor, reference: &Reference) -> Result<RequestRow, NotRecorded> {
    let request = requests::seen_by(db, by, reference)?.ok_or(NotRecorded::Unknown)?;
    allow(by, Action::DescribeItem, &[])?;
    if takes_files(request.state) { Ok(request) } else { Err(NotRecorded::NotNow(request.state)) }
}

/// The items that are meant: those numbered, or all that the filter shows.
///
/// # Errors
/// Where none is chosen, one of them is not theirs to know of, or it is not the time.
pub fn chosen(
    db: &mut Db,
    by: &Actor,
    reference: &Reference,
    form: &ChangeForm,
) -> Result<(RequestRow, Vec<Facts>), NotRecorded> {
    let request = open(db, by, reference)?;
    if form.n.is_empty() && form.all.is_empty() {
        let words = "choose the items to change, or all of them";
        return Err(NotRecorded::Invalid(vec![Invalid::new("chosen", words)]));
    }
    let sight = store::sight(db, request.id, by.id)?;
    let mut numbers = form.n.clone();
    numbers.sort_unstable();
    numbers.dedup();
    let looked = if numbers.is_empty() { Looked::read(&form.shown) } else { Looked::default() };
    let mut filter = looked.filter(db, request.id, sight)?;
    filter.numbers.clone_from(&numbers);
    let items = store::facts_of(db, request.id, &filter)?;
    if !numbers.is_empty() && items.len() != numbers.len() {
        return Err(NotRecorded::Unknown);
    }
    Ok((request, items))
}

/// Says the same of many items: of all of them, or of none where it does not fit one.
///
/// # Errors
/// Where an item is not theirs, it is not the time, a field cannot be taken, or the filter shows
/// other items than the page spoke of.
pub fn change(
    db: &mut Db,
    by: &Actor,
    reference: &Reference,
    form: &ChangeForm,
    now: DateTime<Utc>,
) -> Result<usize, NotRecorded> {
    db::transaction(db, |db| {
        let (request, before) = chosen(db, by, reference, form)?;
        let change = form.checked(local_day(now)).map_err(NotRecorded::Invalid)?;
        let misfits = change.misfits(&before);
        if !misfits.is_empty() {
            return Err(NotRecorded::Invalid(misfits));
        }
        if before.is_empty() || usize::try_from(form.expected) != Ok(before.len()) {
            return Err(NotRecorded::ShowsOthers(before.len()));
        }
        let after: Vec<Facts> = before.iter().map(|item| change.applied(item)).collect();
        let said = ChangeForm { n: Vec::new(), shown: String::new(), ..form.clone() };
        let said = serde_json::to_string(&said).unwrap_or_default();
        let new = NewChange { request: request.id, change: &change, said: &said, by: by.id };
        let id = store::change_items(db, &new, (&before, &after), now)?;
        if change.level.as_ref().is_some_and(|new| new.level == Level::HighlySensitive) {
            // Whoever read them and said so knows them; the next one must be named.
            store::name_reader_of_all(db, id, (by.id, "described it"), now)?;
        }
        let both = before.iter().zip(&after);
        let apart: Vec<bool> = both.map(|(b, a)| kept_apart(b) || kept_apart(a)).collect();
        tell(db, by, (request.id, id), &before, &apart, &clause(&change), now)?;
        Ok(before.len())
    })
}

fn kept_apart(item: &Facts) -> bool {
    item.privileged || item.level == Level::HighlySensitive
}

fn clause(change: &Change) -> String {
    let said = change.fields().into_iter().map(|field| match (&change.level, field) {
        (Some(new), Field::Level) => format!("level {}", new.level.words().to_lowercase()),
        _ => field.words().to_owned(),
    });
    said.collect::<Vec<_>>().join(", ")
}

/// One line for the act. Items that not everybody may know of have a line that names each, so that
/// nobody else hears even how many they are.
fn tell(
    db: &mut Db,
    by: &Actor,
    (request, change): (Id, Id),
    items: &[Facts],
    apart: &[bool],
    clause: &str,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    let of = |wanted: bool| {
        let these = items.iter().zip(apart).filter(move |(_, apart)| **apart == wanted);
        these.map(|(item, _)| item.number).collect::<Vec<i64>>()
    };
    let (open, apart) = (of(false), of(true));
    let count = match open.as_slice() {
        [] => None,
        [one] => Some(format!("D{one}")),
        many => Some(format!("{} items", many.len())),
    };
    let names: Vec<String> = apart.iter().map(|number| format!("D{number}")).collect();
    let names = (!names.is_empty()).then(|| names.join(", "));
    for whom in [count, names].into_iter().flatten() {
        let about = About::request(request).object(change).words(format!("{whom}: {clause}"));
        audit::tell(db, &Who::from(by), Act::ItemsDescribed, about, now)?;
    }
    Ok(())
}

/// What somebody changed last of many items, while it can be taken back.
#[derive(Debug, Clone)]
pub struct Made {
    pub id: Id,
    pub items: i64,
    pub made_at: NaiveDateTime,
    pub fields: Vec<&'static str>,
}

/// # Errors
/// Where the database cannot be read.
pub fn last_change(
    db: &mut Db,
    by: &Actor,
    request: Id,
    now: DateTime<Utc>,
) -> Result<Option<Made>, DbError> {
    let last = store::last_change(db, request, by.id)?.filter(|row| row.undone_at.is_none());
    Ok(last.map(|row| Made {
        id: row.id,
        items: row.items,
        made_at: row.made_at,
        fields: read(&row, now).fields().into_iter().map(Field::words).collect(),
    }))
}

fn read(row: &ChangeRow, now: DateTime<Utc>) -> Change {
    let form: ChangeForm = serde_json::from_str(&row.said).unwrap_or_default();
    form.checked(local_day(now)).unwrap_or_default()
}

/// Takes back what somebody said last of many items: of all of them, or of none where one was
/// changed since.
///
/// # Errors
/// Where it is not their last change, it is not the time, or an item was changed since.
pub fn undo(
    db: &mut Db,
    by: &Actor,
    reference: &Reference,
    id: Id,
    now: DateTime<Utc>,
) -> Result<usize, NotRecorded> {
    db::transaction(db, |db| {
        let request = open(db, by, reference)?;
        let last = store::last_change(db, request.id, by.id)?.filter(|last| last.id == id);
        let last = last.ok_or(NotRecorded::Unknown)?;
        let (before, there) = (store::facts_before(db, id)?, store::facts_now(db, id)?);
        let since =
            since(&read(&last, now), &before, &there, &store::sight(db, request.id, by.id)?);
        if last.undone_at.is_none() && !since.is_empty() {
            return Err(NotRecorded::ChangedSince(named(&since)));
        }
        if !store::undo_change(db, &last, by.id, now)? {
            return Err(NotRecorded::UndoneAlready);
        }
        let both = before.iter().zip(&there);
        let apart: Vec<bool> = both.map(|(b, a)| kept_apart(b) || kept_apart(a)).collect();
        tell(db, by, (request.id, id), &before, &apart, "said again as it was before", now)?;
        Ok(before.len())
    })
}

/// The items that no longer say what the change made them say, or that went out of sight.
fn since(change: &Change, before: &[Facts], there: &[Facts], sight: &Sight) -> Vec<i64> {
    let both = before.iter().zip(there);
    both.filter(|(before, there)| change.applied(before) != **there || !sight.sees(there.id))
        .map(|(_, there)| there.number)
        .collect()
}
