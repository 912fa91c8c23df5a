//! A passage that a reviewer selected on its page, and asks somebody about.

use serde::Deserialize;

use super::super::actions::NewPassage;
use super::super::store;
use crate::access::{Action, allow};
use crate::db::DbError;
use crate::problem::{Invalid, Kind};
use crate::records;
use crate::requests::{NotDone, Reference, known};
use crate::review::{Quads, find};
use crate::web::{Desk, HttpProblem};

/// Words of a passage that the form shows.
const MOST_SHOWN: usize = 80;

/// Where it stands, as addresses and forms carry it: the number of the item, of the page, and of the
/// first and last word on it. Never what it says.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Selected {
    pub item: String,
    pub page: String,
    pub first: String,
    pub last: String,
}

/// The passage, with its words.
pub(super) struct Chosen {
    pub passage: NewPassage,
    pub words: String,
}

impl Selected {
    pub fn is_none(&self) -> bool {
        self.item.is_empty() && self.first.is_empty()
    }

    /// The passage, of an item that may be known of.
    pub(super) async fn chosen(
        &self,
        desk: &Desk,
        reference: &Reference,
    ) -> Result<Chosen, HttpProblem> {
        let gone = || {
            let words = "these words do not stand there any more; select them on their page again";
            HttpProblem::from(&Invalid::new("item", words))
        };
        let number = |text: &str| text.parse::<i64>().map_err(|_| gone());
        let (item, page) = (number(&self.item)?, number(&self.page)?);
        let place = |text: &str| text.parse::<usize>().map_err(|_| gone());
        let (first, last) = (place(&self.first)?, place(&self.last)?);
        let at = reference.clone();
        let layer = desk
            .work(move |db, actor, _| {
                let request = known(db, actor, &at)?;
                allow(actor, Action::Consult, &[])?;
                let sight = records::sight(db, request.id, actor)?;
                let found = store::item(db, request.id, item).map_err(DbError::from)?;
                let found = found.filter(|(item, ..)| sight.sees(*item));
                Ok::<_, NotDone>(found.and_then(|(_, _, layer)| layer))
            })
            .await?
            .ok_or_else(|| {
                HttpProblem::of(Kind::Missing, "there is no such item, or not for you")
            })?;
        let on_page = usize::try_from(page - 1).map_err(|_| gone())?;
        let words = records::words_on(&desk.services, &layer, on_page).await?.ok_or_else(gone)?;
        let selected = words.get(first..=last).filter(|some| !some.is_empty()).ok_or_else(gone)?;
        let shown: Vec<&str> =
            selected.iter().take(MOST_SHOWN).map(|word| word.text.as_str()).collect();
        let more = if selected.len() > MOST_SHOWN { " …" } else { "" };
        Ok(Chosen {
            passage: NewPassage { item, page, quads: Quads(find::lines(&words, first, last)) },
            words: format!("{}{more}", shown.join(" ")),
        })
    }
}
