//! What the operator decides about document workers.

use std::path::PathBuf;
use std::time::Duration;

use super::task::Budget;
use crate::documents::wire::UnpackLimits;
use crate::settings::Settings;

/// Wall time for each second of processor time: a busy machine is no reason to fail a document.
const WALL_FOR_CPU: u32 = 3;
/// No document is given more processor time than this, however many pages it says it has.
const MOST_TIME: Duration = Duration::from_secs(3600);
const MIB: u64 = 1 << 20;

#[derive(Debug, Clone)]
pub struct PoolConfig {
    /// This very program, which knows the command `document-worker`.
    pub program: PathBuf,
    pub workers: usize,
    /// Memory one worker may take beyond what it needs to start.
    pub memory_bytes: u64,
    /// Source bytes of the documents one worker keeps open.
    pub shelf_bytes: u64,
    /// Pictures of pages kept in this process.
    pub pictures_bytes: usize,
    /// Processor time for a whole file, and for each page more.
    pub file_time: Duration,
    pub page_time: Duration,
    pub unpack: UnpackLimits,
    /// Rather read nothing than read it in a worker that is not wholly shut in.
    pub sandbox_required: bool,
}

impl PoolConfig {
    pub fn of(settings: &Settings) -> Self {
        let (documents, uploads) = (&settings.documents, &settings.uploads);
        let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        Self {
            program: if documents.program.as_os_str().is_empty() {
                // Not its path: an update may have put another version there.
                PathBuf::from("/proc/self/exe")
            } else {
                documents.program.clone()
            },
            // One more than cores: it stays free for those who wait while an import runs.
            workers: if documents.workers == 0 { cores + 1 } else { documents.workers },
            memory_bytes: documents.memory_mib * MIB,
            shelf_bytes: documents.memory_mib * MIB / 8,
            pictures_bytes: 128 << 20,
            file_time: Duration::from_secs(documents.seconds),
            page_time: Duration::from_secs(documents.page_seconds),
            unpack: UnpackLimits {
                members: usize::try_from(uploads.archive_members).unwrap_or(usize::MAX),
                bytes: uploads.archive_unpacked_mib * MIB,
                ratio: 100,
                levels: 3,
            },
            sandbox_required: documents.sandbox_required,
        }
    }

    /// For what is done to a whole file, answered with at most `body` bytes.
    pub(super) fn whole_file(&self, body: u64) -> Budget {
        Budget { cpu: self.file_time, wall: self.file_time * WALL_FOR_CPU, body }
    }

    /// For drawing one page.
    pub(super) fn one_page(&self, body: u64) -> Budget {
        Budget { cpu: self.page_time, wall: self.page_time * WALL_FOR_CPU, body }
    }

    /// For what is done to each of `pages` pages and answered page by page.
    pub(super) fn each_page(&self, pages: usize, body: u64) -> Budget {
        Budget { wall: self.page_time * WALL_FOR_CPU, ..self.all_pages(pages, body) }
    }

    /// For what is done to `pages` pages and answered at the end.
    pub(super) fn all_pages(&self, pages: usize, body: u64) -> Budget {
        let pages = u32::try_from(pages).unwrap_or(u32::MAX);
        let cpu = self.page_time.saturating_mul(pages).saturating_add(self.file_time);
        let cpu = cpu.min(MOST_TIME);
        Budget { cpu, wall: cpu * WALL_FOR_CPU, body }
    }
}
