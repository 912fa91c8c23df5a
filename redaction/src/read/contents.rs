//! The content streams of a page.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

use hayro_syntax::object::{Array, Stream};
use hayro_syntax::page::Page;

use super::budget::Budget;
use crate::refusal::Refusal;

/// The page's content streams as one. Not asked of hayro's page, which would keep them in
/// memory for as long as the document is open.
pub(crate) fn decoded(page: &Page<'_>, budget: &Budget) -> Result<Vec<u8>, Refusal> {
    let mut all = Vec::new();
    if let Some(stream) = page.raw().get::<Stream<'_>>("Contents") {
        all = budget.decode(&stream)?.unwrap_or_default();
    } else if let Some(parts) = page.raw().get::<Array<'_>>("Contents") {
        for part in parts.iter::<Stream<'_>>() {
            all.extend(budget.decode(&part)?.unwrap_or_default());
            // Tokens do not run on from one stream into the next.
            all.push(b'\n');
        }
    }
    Ok(all)
}

/// Equal where the instructions are, but for white space around them.
pub(crate) fn fingerprint(contents: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    contents.trim_ascii().hash(&mut hasher);
    hasher.finish()
}
