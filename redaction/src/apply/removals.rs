//! The steps that take something out. All of them are taken; only a test leaves one out, to see
//! that the proof notices.

/// Which steps are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each step is taken or not, by itself")]
pub struct Removals {
    /// Letters under marks and of terms.
    pub glyphs: bool,
    /// Pixels of images under marks.
    pub pixels: bool,
    /// Lines and shapes under marks.
    pub shapes: bool,
    /// Words that marked content says in place of letters.
    pub properties: bool,
    /// What layers that are off hold.
    pub layers: bool,
    /// Fields, notes and other annotations under marks.
    pub annotations: bool,
    /// Strings beside the pages: titles, alternate texts, addresses, values.
    pub strings: bool,
    /// What fonts tell of letters that are gone.
    pub fonts: bool,
    /// Objects that nothing refers to any more.
    pub leftovers: bool,
    /// What a camera or an editor wrote into a picture.
    pub picture_notes: bool,
}

impl Default for Removals {
    fn default() -> Self {
        Self {
            glyphs: true,
            pixels: true,
            shapes: true,
            properties: true,
            layers: true,
            annotations: true,
            strings: true,
            fonts: true,
            leftovers: true,
            picture_notes: true,
        }
    }
}
