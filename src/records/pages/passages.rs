//! Tagged passages with their words, as the pages of an item list them.

use candour_redaction::read::Word;

use super::super::store::PassageRow;
use super::words_of;
use crate::db::Id;
use crate::web::{HttpProblem, Services};

/// Words of a passage that a list shows; the page shows them all.
const MOST_SHOWN: usize = 60;

/// A tagged passage as it is listed.
pub struct TaggedView {
    pub id: Id,
    pub page: i64,
    pub first: i64,
    pub last: i64,
    pub colour: &'static str,
    pub tag: &'static str,
    pub words: String,
    pub basis: String,
    pub maker: String,
    pub by: String,
}

/// The passages with their words, which are read from the item's layer.
///
/// # Errors
/// Where the layer cannot be read.
pub async fn tagged(
    services: &Services,
    layer: Option<&str>,
    rows: Vec<PassageRow>,
) -> Result<Vec<TaggedView>, HttpProblem> {
    let pages = match layer {
        Some(layer) if !rows.is_empty() => words_of(services, layer).await?,
        _ => Vec::new(),
    };
    Ok(rows
        .into_iter()
        .map(|row| {
            let at = usize::try_from(row.page - 1).unwrap_or(usize::MAX);
            let words = pages.get(at).map_or_else(String::new, |page| excerpt(page, &row));
            TaggedView {
                id: row.id,
                page: row.page,
                first: row.first_word,
                last: row.last_word,
                colour: row.tag.colour(),
                tag: row.tag.words(),
                words,
                basis: row.basis,
                maker: row.maker,
                by: row.by,
            }
        })
        .collect())
}

fn excerpt(page: &[Word], row: &PassageRow) -> String {
    let number = |n: i64| usize::try_from(n).unwrap_or(usize::MAX);
    let count = number(row.last_word.saturating_sub(row.first_word)).saturating_add(1);
    let passage = page.iter().skip(number(row.first_word)).take(count);
    let shown: Vec<&str> = passage.take(MOST_SHOWN).map(|word| word.text.as_str()).collect();
    let more = if count > MOST_SHOWN { " …" } else { "" };
    format!("{}{more}", shown.join(" "))
}
