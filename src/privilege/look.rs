//! Looking for legal advice in what came in, once it can be read, and in what came before anything
//! was looked for.

use chrono::{DateTime, Utc};

use super::store::{self, Unread};
use super::words::{self, Sentence};
use crate::db::{self, Db, DbError, Id};
use crate::jobs::{Setback, Work};
use crate::records;
use crate::requests;
use crate::settings::Settings;
use crate::vault::{Fingerprint, Vault};

/// The job that looks through items nobody has looked through yet.
pub const LOOK_BACK: &str = "privilege.look_back";
/// Items that are written down, and told of, together: a job that dies has no more than these to look
/// through again.
const AT_ONCE: i64 = 500;

/// Asks about each item of a file whose words speak of legal advice. What it asks twice, it asks once.
///
/// # Errors
/// Where something of ours fails.
pub fn look(vault: &Vault, work: &Work) -> Result<(), Setback> {
    let upload = work.id_in("upload")?;
    let items = store::of_file(&mut *work.db()?, upload).map_err(DbError::from)?;
    for item in items {
        let found = found_in(vault, &item)?;
        db::transaction(&mut *work.db()?, |db| keep(db, &[(item, found)], work.now()))?;
    }
    Ok(())
}

/// Does the job `privilege.look_back`: every item of an open request that was not looked through is
/// looked through once, and whoever leads the request is told where anything was found.
///
/// # Errors
/// Where words cannot be read, after all others were; or the database fails.
pub fn look_back(vault: &Vault, settings: &Settings, work: &Work) -> Result<(), Setback> {
    let mut unreadable: Vec<Id> = Vec::new();
    let mut problem = None;
    let mut done = 0;
    loop {
        let open = store::not_looked_through(&mut *work.db()?, &unreadable, AT_ONCE)
            .map_err(DbError::from)?;
        let Some(request) = open.first().map(|item| item.request) else { break };
        let mut looked = Vec::new();
        for item in open.into_iter().filter(|item| item.request == request) {
            done += 1;
            work.progress(done, done, &format!("item {done}"))?;
            match found_in(vault, &item) {
                Ok(found) => looked.push((item, found)),
                Err(setback) => {
                    unreadable.push(item.item);
                    problem.get_or_insert(setback);
                }
            }
        }
        // Told with what is kept: a job that dies tells neither twice nor never.
        db::transaction(&mut *work.db()?, |db| {
            keep(db, &looked, work.now())?;
            let found = looked.iter().filter(|(_, found)| !found.is_empty()).count();
            tell(db, request, found, settings, work.now())
        })?;
    }
    problem.map_or(Ok(()), Err)
}

fn tell(
    db: &mut Db,
    request: Id,
    found: usize,
    settings: &Settings,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    let occasion = match found {
        0 => return Ok(()),
        1 => "1 document may hold legal advice; somebody must say whether it does".to_owned(),
        n => format!("{n} documents may hold legal advice; somebody must say whether they do"),
    };
    let Some(row) = requests::by_id(db, request)? else { return Ok(()) };
    requests::tell_office(db, &row, (&occasion, "/legal-advice"), false, settings, now)
}

fn found_in(vault: &Vault, item: &Unread) -> Result<Vec<Sentence>, Setback> {
    let file: Fingerprint = item
        .layer
        .parse()
        .map_err(|_| Setback::Final("the words' fingerprint is written wrong".into()))?;
    let bytes = vault.get_blocking(file)?;
    let pages = records::read_words(&bytes).map_err(|e| Setback::Final(e.to_string()))?;
    let texts =
        pages.iter().map(|page| page.iter().map(|word| word.text.as_str()).collect::<Vec<_>>());
    Ok(words::found_in(texts))
}

/// Within the transaction of what found it.
fn keep(
    db: &mut Db,
    looked: &[(Unread, Vec<Sentence>)],
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    for (item, found) in looked {
        if !found.is_empty() {
            store::keep_hint(db, (item.request, item.item), found, now)?;
        }
        store::keep_look(db, item.item, now)?;
    }
    Ok(())
}
