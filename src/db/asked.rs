//! How often the database is asked: a page whose statements grow with its rows is slow one day.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use diesel::Connection as _;
use diesel::connection::{Instrumentation, InstrumentationEvent};

use super::Db;

/// Counts the statements of every connection that one pool opened.
#[derive(Debug, Clone, Default)]
pub(super) struct Asked(Arc<AtomicU64>);

impl Instrumentation for Asked {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        if let InstrumentationEvent::StartQuery { .. } = event {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }
}

/// How many statements this connection and the others of its pool have sent so far.
pub fn statements_sent(db: &mut Db) -> u64 {
    db.instrumentation().downcast_ref::<Asked>().map_or(0, |asked| asked.0.load(Ordering::Relaxed))
}
