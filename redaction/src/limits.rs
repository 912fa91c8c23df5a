//! What one document may cost. Checked inside loops, so that a hostile file ends in a refusal.

use std::time::Duration;

/// A caller's budget for one call.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Largest source taken, in bytes.
    pub source_bytes: u64,
    /// Largest decoded stream, in bytes.
    pub stream_bytes: u64,
    /// All decoded streams together, in bytes.
    pub decoded_bytes: u64,
    /// Objects in the file.
    pub objects: u64,
    /// Nesting of arrays, dictionaries, forms and page tree nodes.
    pub depth: u32,
    /// Pixels of one decoded or drawn picture.
    pub pixels: u64,
    /// Operators read in one content stream.
    pub operators: u64,
    /// Wall time of one call; `None` where the caller watches the process instead.
    pub time: Option<Duration>,
    /// Resolution at which what cannot be removed surgically is redrawn, in dots per inch.
    pub redraw_dpi: f64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            source_bytes: 1 << 30,
            stream_bytes: 64 << 20,
            decoded_bytes: 1 << 30,
            objects: 2_000_000,
            depth: 64,
            pixels: 100_000_000,
            operators: 2_000_000,
            time: None,
            redraw_dpi: 200.0,
        }
    }
}
