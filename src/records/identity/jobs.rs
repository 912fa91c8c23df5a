//! The job that looks through items, each once.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::super::import::Desk;
use super::super::{store, words};
use super::look::{Look, Seen, Sought};
use crate::db::{self, Db, DbError, Id};
use crate::jobs::{self, Job, Setback, Work};
use crate::people;
use crate::requests;
use crate::vault::Fingerprint;

/// The job that looks for the person in what came in.
pub const LOOK: &str = "records.look";

/// Asks for it; one `key` is asked once.
///
/// # Errors
/// Where the database refuses.
pub fn ask(db: &mut Db, request: Id, key: &str, now: DateTime<Utc>) -> Result<(), DbError> {
    let job = Job::new(LOOK, json!({ "request": request })).once(format!("look {key}")).of(request);
    jobs::enqueue(db, job, now)?;
    Ok(())
}

/// Does the job `records.look`: items that were looked through stay as they are, so it may run twice.
///
/// # Errors
/// Where something of ours fails.
pub fn look(desk: &Desk, work: &Work) -> Result<(), Setback> {
    let request = work.id_in("request")?;
    let mut db = work.db()?;
    let request = requests::by_id(&mut db, request)?
        .ok_or_else(|| Setback::Final("the request it is about is gone".into()))?;
    let subject = people::subject(&mut db, request.subject_id)?
        .ok_or_else(|| Setback::Final("the person it is about is gone".into()))?;
    let sought = Sought::of(&subject.names(), subject.born_on, &subject.number);
    let open = store::not_looked_through(&mut db, request.id).map_err(DbError::from)?;
    drop(db);
    let many = open.len();
    for (done, (item, layer)) in open.into_iter().enumerate() {
        let seen = seen_in(desk, &sought, &layer)?;
        db::transaction(&mut *work.db()?, |db| {
            Ok::<_, DbError>(store::set_identity(db, request.id, item, &seen)?)
        })?;
        work.progress(done + 1, many, &format!("item {} of {many}", done + 1))?;
    }
    Ok(())
}

fn seen_in(desk: &Desk, sought: &Sought, layer: &str) -> Result<Seen, Setback> {
    let layer: Fingerprint =
        layer.parse().map_err(|_| Setback::Final("the words are named wrong".into()))?;
    let layer = desk.vault.get_blocking(layer)?;
    let pages = words::read_all(&layer).map_err(|e| Setback::Final(e.to_string()))?;
    let mut look = Look::new(sought);
    for word in pages.iter().flatten() {
        look.word(&word.text);
    }
    Ok(look.seen())
}
