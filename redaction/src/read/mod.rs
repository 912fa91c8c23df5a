//! Reads a document as it is: its pages as pictures, its words with their places, and what a
//! reviewer should be warned of. Nothing here writes, and nothing here is used to remove.

mod annotations;
pub(crate) mod budget;
mod contents;
pub(crate) mod collection;
pub(crate) mod fonts;
pub(crate) mod glyphs;
mod inline;
pub(crate) mod interpret;
pub(crate) mod layers;
mod mended;
mod operands;
pub(crate) mod picture;
mod showing;
pub(crate) mod state;
mod warnings;

pub(crate) mod words;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use hayro::RenderCache;
use hayro_syntax::object::{Array, Dict, String as PdfString};
use hayro_syntax::page::Page;
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use serde::{Deserialize, Serialize};

use crate::geometry::{Matrix, Point};
use crate::limits::Limits;
use crate::refusal::Refusal;
use budget::Budget;
use fonts::Fonts;
use glyphs::Scene;
use layers::Layers;

pub(crate) use mended::mended;
pub use picture::Picture;
pub use warnings::Warning;
pub use words::Word;

/// No picture is longer than this on a side.
const MOST_PIXELS_A_SIDE: f64 = 4_000.0;
/// Wide enough to see whether a word left ink.
const INK_WIDTH: u32 = 900;

/// An open document.
pub struct Reading {
    pdf: Pdf,
    layers: Layers,
    limits: Limits,
}

/// Size and placing of one page.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct PageFacts {
    /// In points, as displayed: cropped and turned.
    pub width: f64,
    /// As `width`.
    pub height: f64,
    /// From the page's user space to the displayed page: points, origin top left, y downwards.
    pub to_display: Matrix,
}

impl Reading {
    /// # Errors
    /// Where the bytes are no PDF, need another password, hold no page, or pass a limit.
    pub fn open(
        bytes: impl Into<Arc<Vec<u8>>>,
        password: Option<&str>,
        limits: &Limits,
    ) -> Result<Self, Refusal> {
        let bytes = bytes.into();
        let size = bytes.len() as u64;
        if size > limits.source_bytes {
            return Err(too_large("source bytes", format!("the file holds {size} bytes")));
        }
        let password = password.unwrap_or_default();
        let pdf = sheltered(|| open_shared(&mended(&bytes, password, limits)?, password))?;
        if pdf.len() as u64 > limits.objects {
            return Err(too_large("objects", format!("the file holds {} objects", pdf.len())));
        }
        if pdf.pages().is_empty() {
            return Err(Refusal::NoPages);
        }
        let layers = sheltered(|| Ok(Layers::of(&pdf)))?;
        Ok(Self { pdf, layers, limits: *limits })
    }

    /// How many there are.
    pub fn pages(&self) -> usize {
        self.pdf.pages().len()
    }

    /// # Errors
    /// Where there is no such page.
    pub fn page(&self, index: usize) -> Result<PageFacts, Refusal> {
        Ok(facts(self.at(index)?))
    }

    /// The words of a page in the order in which they were drawn.
    ///
    /// # Errors
    /// Where there is no such page, or reading it passes a limit.
    pub fn words(&self, index: usize) -> Result<Vec<Word>, Refusal> {
        Ok(words::words(&self.scene(index)?.glyphs))
    }

    /// The page as displayed, `width` pixels wide where limits allow.
    ///
    /// # Errors
    /// Where there is no such page.
    pub fn draw(&self, index: usize, width: u32) -> Result<Picture, Refusal> {
        let page = self.at(index)?;
        let (size, to_picture) = fit(&facts(page), width, &self.limits);
        sheltered(|| Ok(picture::draw(page, &RenderCache::new(), size, &to_picture)))
    }

    /// What the picture of the page does not tell.
    ///
    /// # Errors
    /// As [`Reading::words`] and [`Reading::draw`].
    pub fn warnings(&self, index: usize) -> Result<Vec<Warning>, Refusal> {
        let page = self.at(index)?;
        let scene = self.scene(index)?;
        let mut found = sheltered(|| Ok(annotations::without_appearance(page)))?;
        found.extend(scene.missing_fonts.iter().map(|n| Warning::MissingFont { name: n.clone() }));
        if scene.hidden_content {
            found.push(Warning::HiddenLayer { names: self.layers.names(&self.pdf) });
        }
        let unreadable = scene
            .glyphs
            .iter()
            .filter(|g| !g.meaning.is_said() && g.ink.is_some() && !g.hidden && !g.invisible);
        let unreadable = unreadable.count();
        if unreadable > 0 {
            found.push(Warning::UnreadableText { characters: unreadable });
        }
        let words = words::words(&scene.glyphs);
        if !words.is_empty() {
            let (size, to_picture) = fit(&facts(page), INK_WIDTH, &self.limits);
            let picture =
                sheltered(|| Ok(picture::draw(page, &RenderCache::new(), size, &to_picture)))?;
            let words = warnings::without_ink(&words, &picture, &to_picture);
            if words > 0 {
                found.push(Warning::TextWithoutInk { words });
            }
        }
        let files = if index == 0 { self.attached_files() } else { 0 };
        if files > 0 {
            found.push(Warning::AttachedFiles { files });
        }
        Ok(found)
    }

    fn at(&self, index: usize) -> Result<&Page<'_>, Refusal> {
        self.pdf.pages().get(index).ok_or_else(|| Refusal::BadPlan {
            detail: format!("there is no page {}", index.saturating_add(1)),
        })
    }

    fn scene(&self, index: usize) -> Result<Scene, Refusal> {
        let page = self.at(index)?;
        let budget = Budget::new(&self.limits);
        sheltered(|| interpret::read_page(page, &Fonts::new(), &self.layers, &budget))
    }

    fn attached_files(&self) -> usize {
        let xref = self.pdf.xref();
        xref.get::<Dict<'_>>(xref.root_id())
            .and_then(|catalog| catalog.get::<Dict<'_>>("Names"))
            .and_then(|names| names.get::<Dict<'_>>("EmbeddedFiles"))
            .map_or(0, |tree| count_names(&tree, 0))
    }
}

/// Entries of a name tree (ISO 32000-2, 7.9.6).
fn count_names(node: &Dict<'_>, depth: u32) -> usize {
    const DEEPEST: u32 = 16;
    let own = node.get::<Array<'_>>("Names").map_or(0, |a| a.raw_iter().count() / 2);
    let below = node
        .get::<Array<'_>>("Kids")
        .filter(|_| depth < DEEPEST)
        .map_or(0, |kids| kids.iter::<Dict<'_>>().map(|kid| count_names(&kid, depth + 1)).sum());
    own + below
}

/// Opens bytes that others go on using.
pub(crate) fn open_shared(bytes: &Arc<Vec<u8>>, password: &str) -> Result<Pdf, Refusal> {
    Pdf::new_with_password(Arc::clone(bytes), password).map_err(|e| match e {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => Refusal::NeedsPassword,
        LoadPdfError::Decryption(_) => {
            Refusal::Unreadable { detail: "it is encrypted in a way that is not known".to_owned() }
        }
        LoadPdfError::Invalid => {
            Refusal::Unreadable { detail: "it has no readable page tree".to_owned() }
        }
    })
}

/// Size and placing of `page`.
pub(crate) fn facts(page: &Page<'_>) -> PageFacts {
    let (width, height) = page.render_dimensions();
    let to_display = Matrix(page.initial_transform(true).as_coeffs());
    PageFacts { width: width.into(), height: height.into(), to_display }
}

/// The size in pixels for a wished width, and what carries user space onto them.
pub(crate) fn fit(page: &PageFacts, width: u32, limits: &Limits) -> ((u16, u16), Matrix) {
    let mut scale = f64::from(width.max(1)) / page.width.max(1e-3);
    let longest = page.width.max(page.height).max(1e-3);
    scale = scale.min(MOST_PIXELS_A_SIDE / longest);
    let most = (limits.pixels as f64 / (page.width * page.height).max(1e-6)).sqrt();
    scale = scale.min(most);
    let pixels = |points: f64| (points * scale).round().clamp(1.0, MOST_PIXELS_A_SIDE) as u16;
    let size = (pixels(page.width), pixels(page.height));
    let stretch = Matrix([
        f64::from(size.0) / page.width.max(1e-3),
        0.0,
        0.0,
        f64::from(size.1) / page.height.max(1e-3),
        0.0,
        0.0,
    ]);
    (size, page.to_display.then(&stretch))
}

/// Text of a string object: UTF-16, UTF-8 or PDFDocEncoding (ISO 32000-2, 7.9.2.2).
pub(crate) fn text_string(bytes: &PdfString<'_>) -> String {
    let bytes = bytes.as_bytes();
    if let Some(utf16) = bytes.strip_prefix(&[0xFE, 0xFF]) {
        let units = utf16.chunks_exact(2).map(|pair| match pair {
            [high, low] => u16::from_be_bytes([*high, *low]),
            _ => 0,
        });
        return char::decode_utf16(units).map(|c| c.unwrap_or('\u{FFFD}')).collect();
    }
    if let Some(utf8) = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]) {
        return String::from_utf8_lossy(utf8).into_owned();
    }
    // PDFDocEncoding agrees with Latin-1 but for a few signs that no name or word holds.
    bytes.iter().map(|b| char::from(*b)).collect()
}

/// Runs a reader that is not ours; if it panics, the document is refused and nothing else.
pub(crate) fn sheltered<T>(read: impl FnOnce() -> Result<T, Refusal>) -> Result<T, Refusal> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| {
        Err(Refusal::Unreadable { detail: "the reader broke on a part of it".to_owned() })
    })
}

fn too_large(limit: &str, detail: String) -> Refusal {
    Refusal::TooLarge { limit: limit.to_owned(), detail }
}

/// Where a point of user space stands on the displayed page.
impl PageFacts {
    /// In points from the top left.
    pub fn displayed(&self, p: Point) -> Point {
        self.to_display.apply(p)
    }
}
