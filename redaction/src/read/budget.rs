//! What is left of the caller's [`Limits`] while one document is read.

use std::cell::Cell;
use std::io::Read;
use std::time::Instant;

use hayro_syntax::Filter;
use hayro_syntax::object::Stream;

use super::inline::is_tangled;
use crate::limits::Limits;
use crate::refusal::Refusal;

/// Deflate cannot grow data by more than this (zlib's own figure).
const MOST_DEFLATE_GROWS: u64 = 1032;

/// A page may call its forms so often that it reads this many times as many operators as one
/// stream may hold. Forms that call forms twice reach it, pages do not.
const STREAMS_A_PAGE: u64 = 4;

/// Counts down; a method answers with a refusal once nothing is left.
#[derive(Debug)]
pub(crate) struct Budget {
    limits: Limits,
    started: Instant,
    operators: Cell<u64>,
    page_operators: Cell<u64>,
    decoded: Cell<u64>,
}

impl Budget {
    pub(crate) fn new(limits: &Limits) -> Self {
        Self {
            limits: *limits,
            started: Instant::now(),
            operators: Cell::new(0),
            page_operators: Cell::new(0),
            decoded: Cell::new(0),
        }
    }

    pub(crate) fn limits(&self) -> &Limits {
        &self.limits
    }

    /// To be called where a new page begins.
    pub(crate) fn new_page(&self) {
        self.page_operators.set(0);
    }

    /// To be called where a new content stream begins, before anyone follows it.
    pub(crate) fn new_stream(&self, data: &[u8]) -> Result<(), Refusal> {
        self.operators.set(0);
        if is_tangled(data) {
            return Err(too_large("inline images", "their ends stand within each other"));
        }
        Ok(())
    }

    /// One more operator was read.
    pub(crate) fn operator(&self) -> Result<(), Refusal> {
        let count = self.operators.get() + 1;
        self.operators.set(count);
        if count > self.limits.operators {
            return Err(too_large("operators", "one content stream holds too many drawing steps"));
        }
        let on_page = self.page_operators.get() + 1;
        self.page_operators.set(on_page);
        if on_page > self.limits.operators.saturating_mul(STREAMS_A_PAGE) {
            return Err(too_large("operators", "a page calls its forms too often"));
        }
        if on_page.is_multiple_of(1024) {
            self.clock()?;
        }
        Ok(())
    }

    /// Whether there is time left.
    pub(crate) fn clock(&self) -> Result<(), Refusal> {
        match self.limits.time {
            Some(time) if self.started.elapsed() > time => {
                Err(too_large("time", "reading the document takes too long"))
            }
            _ => Ok(()),
        }
    }

    pub(crate) fn depth(&self, depth: u32) -> Result<(), Refusal> {
        if depth > self.limits.depth {
            return Err(too_large("nesting", "forms stand within forms too deeply"));
        }
        Ok(())
    }

    /// The decoded bytes of a stream that is no image; `None` where it cannot be decoded.
    pub(crate) fn decode(&self, stream: &Stream<'_>) -> Result<Option<Vec<u8>>, Refusal> {
        self.guard(stream)?;
        let Ok(data) = stream.decoded_data() else { return Ok(None) };
        self.count(data.len() as u64)?;
        Ok(Some(data.into_owned()))
    }

    /// Counts `bytes` that were decoded against both limits.
    pub(crate) fn count(&self, bytes: u64) -> Result<(), Refusal> {
        let all = self.decoded.get().saturating_add(bytes);
        self.decoded.set(all);
        if bytes > self.limits.stream_bytes {
            return Err(too_large("stream bytes", "one stream unpacks to too much data"));
        }
        if all > self.limits.decoded_bytes {
            return Err(too_large("decoded bytes", "the streams together unpack to too much data"));
        }
        Ok(())
    }

    /// Refuses a deflated stream that would unpack to more than the limit, before memory is
    /// taken for it. Small streams cannot, and are let through unseen.
    fn guard(&self, stream: &Stream<'_>) -> Result<(), Refusal> {
        let raw = stream.raw_data();
        let most = (raw.len() as u64).saturating_mul(MOST_DEFLATE_GROWS);
        if most <= self.limits.stream_bytes
            || stream.filters().first() != Some(&Filter::FlateDecode)
        {
            return Ok(());
        }
        let mut unpacked = flate2::read::ZlibDecoder::new(raw.as_ref());
        let mut room = vec![0u8; 64 << 10];
        let mut total = 0u64;
        // A damaged tail is the decoder's business; only the size counts here.
        while let Ok(n) = unpacked.read(&mut room) {
            if n == 0 {
                break;
            }
            total += n as u64;
            if total > self.limits.stream_bytes {
                return Err(too_large("stream bytes", "one stream unpacks to too much data"));
            }
        }
        Ok(())
    }
}

fn too_large(limit: &str, detail: &str) -> Refusal {
    Refusal::TooLarge { limit: limit.to_owned(), detail: detail.to_owned() }
}
