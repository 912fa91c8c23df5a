//! The documents that stand open, so that the next page need not read them again.

use std::sync::Arc;

use candour_redaction::limits::Limits;
use candour_redaction::read::Reading;
use candour_redaction::refusal::Refusal;

use crate::vault::Fingerprint;

pub(super) struct Shelf {
    most_bytes: u64,
    /// The one used last stands last.
    open: Vec<Open>,
    pub(super) limits: Limits,
}

pub(super) struct Open {
    file: Fingerprint,
    pub(super) source: Arc<Vec<u8>>,
    pub(super) reading: Reading,
}

impl Shelf {
    pub(super) fn new(most_bytes: u64) -> Self {
        Self { most_bytes, open: Vec::new(), limits: Limits::default() }
    }

    /// Opens a document and puts back those used longest ago, until all fit. One that is larger
    /// than the shelf stands on it alone.
    pub(super) fn open(
        &mut self,
        file: Fingerprint,
        source: Vec<u8>,
        password: Option<&str>,
    ) -> (Vec<Fingerprint>, Result<(), Refusal>) {
        self.open.retain(|open| open.file != file);
        let source = Arc::new(source);
        // Room is made first: what leaves must not cost memory while the new one is read.
        let mut put_back = Vec::new();
        while !self.open.is_empty() && self.bytes() + source.len() as u64 > self.most_bytes {
            put_back.push(self.open.remove(0).file);
        }
        let opened = Reading::open(Arc::clone(&source), password, &self.limits)
            .map(|reading| self.open.push(Open { file, source, reading }));
        (put_back, opened)
    }

    pub(super) fn take(&mut self, file: &Fingerprint) -> Option<&Open> {
        let at = self.open.iter().position(|open| open.file == *file)?;
        let open = self.open.remove(at);
        self.open.push(open);
        self.open.last()
    }

    fn bytes(&self) -> u64 {
        self.open.iter().map(|open| open.source.len() as u64).sum()
    }
}
