//! Where a page of the pack stands: in which file, of which document, and what was left out of it.

use std::collections::BTreeMap;

use super::actions::NotTaken;
use super::store;
use crate::db::{Db, DbError, Id};
use crate::disclosure::OpenPack;
use crate::pack;
use crate::review;
use crate::vault::Fingerprint;

/// A page of the pack.
#[derive(Debug, Clone)]
pub struct Placed {
    pub file: Fingerprint,
    /// Of its file, counted from 0.
    pub at: usize,
    /// The item, its number, and the page of it, counted from 1; `None` before the documents.
    pub item: Option<(Id, i64, i64)>,
}

/// A gap of a page: its label, why in a sentence, and how often.
pub type Gap = (String, String, usize);

/// A document of the pack, as its list of contents names it: its number, first page and pages.
pub type Listed = (i64, i64, i64);

/// Where this page of the pack stands, counted from 1.
///
/// # Errors
/// Where there is no such page.
pub fn place(db: &mut Db, open: &OpenPack, page: i64) -> Result<Placed, NotTaken> {
    let volume = open
        .volumes
        .iter()
        .find(|v| (v.first_page..v.first_page + v.pages).contains(&page))
        .ok_or(NotTaken::NoPage)?;
    let file = volume.sha256.parse().map_err(|_| NotTaken::NoPage)?;
    let at = usize::try_from(page - volume.first_page).map_err(|_| NotTaken::NoPage)?;
    let placed = pack::placed(db, open.disclosure.pack_id)?;
    let found = placed.iter().find(|p| (p.first_page..p.first_page + p.pages).contains(&page));
    let item = match found {
        Some(found) => {
            let numbers = store::numbers(db, &[found.item_id]).map_err(DbError::from)?;
            numbers.first().map(|(id, number)| (*id, *number, page - found.first_page + 1))
        }
        None => None,
    };
    Ok(Placed { file, at, item })
}

/// What was left out of this page, and why, as the requester reads it.
///
/// # Errors
/// Where the database cannot be read.
pub fn gaps(db: &mut Db, open: &OpenPack, placed: &Placed) -> Result<Vec<Gap>, DbError> {
    let Some((item, _, page)) = placed.item else { return Ok(Vec::new()) };
    let mut gaps: BTreeMap<(String, String), usize> = BTreeMap::new();
    for mark in review::marks_of(db, open.request.id)? {
        if mark.item_id == item && mark.page == page {
            let why = (mark.label, review::words_for_the_requester(&mark.ground));
            *gaps.entry(why).or_default() += 1;
        }
    }
    Ok(gaps.into_iter().map(|((label, why), places)| (label, why, places)).collect())
}

/// The documents of what is open of the pack, in their order.
///
/// # Errors
/// Where the database cannot be read.
pub fn contents(db: &mut Db, open: &OpenPack) -> Result<Vec<Listed>, DbError> {
    let placed = pack::placed(db, open.disclosure.pack_id)?;
    let items: Vec<Id> = placed.iter().map(|p| p.item_id).collect();
    let numbers = store::numbers(db, &items)?;
    let open = |page: &i64| {
        open.volumes.iter().any(|v| (v.first_page..v.first_page + v.pages).contains(page))
    };
    Ok(placed
        .into_iter()
        .filter(|p| open(&p.first_page))
        .filter_map(|p| {
            let number = numbers.iter().find(|(id, _)| *id == p.item_id)?.1;
            Some((number, p.first_page, p.pages))
        })
        .collect())
}
