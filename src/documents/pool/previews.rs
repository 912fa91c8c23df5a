//! Redacted documents that somebody is looking at now: each is made once, whoever asks how often.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use candour_redaction::plan::Plan;
use tokio::sync::OnceCell;

use super::{Doc, Lane, Pool};
use crate::documents::problem::DocumentProblem;
use crate::vault::Fingerprint;

/// Documents held at a time, and the largest that is held after its first page was drawn.
const MOST: usize = 8;
const MOST_BYTES: usize = 32 << 20;

/// By what they were made of, the one asked for last at the end.
#[derive(Default)]
pub(super) struct Previews(Mutex<VecDeque<(Fingerprint, Arc<OnceCell<Doc>>)>>);

impl Previews {
    /// The place of a preview; who comes second waits there for what the first one asked for.
    fn of(&self, key: Fingerprint) -> Arc<OnceCell<Doc>> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = held.iter().position(|(one, _)| *one == key).and_then(|at| held.remove(at));
        let entry = known.unwrap_or_else(|| (key, Arc::default()));
        let place = Arc::clone(&entry.1);
        held.push_back(entry);
        if held.len() > MOST {
            held.pop_front();
        }
        place
    }

    fn forget(&self, key: Fingerprint) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).retain(|(one, _)| *one != key);
    }
}

impl Pool {
    /// A page of the document as it will be without what the plan names, as a PNG. The document is
    /// redacted and proved once for all its pages.
    ///
    /// # Errors
    /// Where it cannot be redacted, proved or drawn within the limits.
    pub async fn preview(
        &self,
        working: Fingerprint,
        pages: usize,
        plan: Plan,
        page: usize,
        width: u32,
    ) -> Result<Bytes, DocumentProblem> {
        let asked = serde_json::to_vec(&plan).expect("a plan has a form in JSON");
        let key = Fingerprint::of(&[working.to_string().as_bytes(), &asked].concat());
        let place = self.inner.previews.of(key);
        let made = place
            .get_or_try_init(async || {
                let redacted = self.redact(Lane::Now, working, pages, plan).await?;
                Ok::<_, DocumentProblem>(Doc::held(redacted.pdf))
            })
            .await?;
        if made.held.as_ref().is_some_and(|pdf| pdf.len() > MOST_BYTES) {
            self.inner.previews.forget(key);
        }
        self.draw(made.clone(), page, width).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_preview_asked_for_longest_ago_leaves_first() {
        let previews = Previews::default();
        let key = |n: usize| Fingerprint::of(&[n as u8]);
        let first = previews.of(key(0));
        for n in 1..MOST {
            previews.of(key(n));
        }
        assert!(Arc::ptr_eq(&first, &previews.of(key(0))), "it is still the same place");

        previews.of(key(MOST));

        assert!(Arc::ptr_eq(&first, &previews.of(key(0))), "it was asked for again");
        assert_eq!(
            previews
                .0
                .lock()
                .expect("nobody panicked")
                .iter()
                .filter(|(k, _)| *k == key(1))
                .count(),
            0
        );
    }
}
