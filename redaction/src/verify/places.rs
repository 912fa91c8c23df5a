//! Everything in the file that could spell a word: strings, names, streams.

use hayro_syntax::Filter;
use hayro_syntax::object::{Array, Name, Stream};

use crate::read::budget::Budget;
use crate::refusal::Refusal;

use super::second::undo;
use super::secrets::{Prepared, Secrets};
use super::walk::Met;

/// Where words were found that should be gone. Never the words themselves.
#[derive(Default)]
pub(crate) struct Places {
    pub(crate) looked_at: usize,
    pub(crate) findings: Vec<String>,
}

impl Places {
    pub(crate) fn meet(
        &mut self,
        met: &Met<'_, '_>,
        secrets: &Secrets,
        budget: &Budget,
    ) -> Result<(), Refusal> {
        match met {
            Met::String { key, text } => {
                self.looked_at += 1;
                let found = readings(text.as_bytes()).any(|t| secrets.in_text(&Prepared::new(&t)));
                self.find(found, || format!("a text under /{}", String::from_utf8_lossy(key)));
            }
            Met::Name { key, name } => {
                self.looked_at += 1;
                let found =
                    !is_standard(name) && secrets.terms_named(&Prepared::new(name.as_str()));
                self.find(found, || format!("a name under /{}", String::from_utf8_lossy(key)));
            }
            Met::Dict(dict) => {
                for key in dict.keys() {
                    let found =
                        !is_standard(&key) && secrets.terms_named(&Prepared::new(key.as_str()));
                    self.find(found, || "a name of a dictionary's entry".to_owned());
                }
            }
            Met::Stream { key, stream } if key.starts_with(b"FontFile") => {
                self.looked_at += 1;
                let data = budget.decode(stream)?.unwrap_or_default();
                let found = secrets.in_description(description(&data));
                self.find(found, || "what a font says of itself".to_owned());
            }
            Met::Stream { stream, .. } => self.stream(stream, secrets, budget)?,
        }
        Ok(())
    }

    fn stream(
        &mut self,
        stream: &Stream<'_>,
        secrets: &Secrets,
        budget: &Budget,
    ) -> Result<(), Refusal> {
        self.looked_at += 1;
        let kind = kind(stream);
        if is_picture(stream) {
            // Pixels are compared elsewhere; here only what travels beside them.
            let raw = stream.raw_data();
            let found = secrets.in_raw(&raw)
                || unwrapped(stream, &raw, budget).is_some_and(|data| secrets.in_raw(&data));
            self.find(found, || "the data beside an image".to_owned());
            return Ok(());
        }
        let Some(data) = budget.decode(stream)? else { return Ok(()) };
        if kind.is_empty() && is_binary(&data) {
            self.find(secrets.in_raw(&data), || "a colour profile or other data".to_owned());
            return Ok(());
        }
        let found = readings(&data).any(|text| secrets.in_code(&Prepared::new(&text)));
        self.find(found, || match kind.as_str() {
            "XML" => "the metadata".to_owned(),
            "Form" => "the instructions of a form".to_owned(),
            _ => "the instructions of a page or another stream".to_owned(),
        });
        Ok(())
    }

    pub(crate) fn find(&mut self, found: bool, place: impl Fn() -> String) {
        if found {
            let finding = format!("removed words are left in {}", place());
            if !self.findings.contains(&finding) {
                self.findings.push(finding);
            }
        }
    }
}

fn kind(stream: &Stream<'_>) -> String {
    let name = stream.dict().get::<Name<'_>>("Subtype");
    name.map(|n| n.as_str().to_owned()).unwrap_or_default()
}

fn is_picture(stream: &Stream<'_>) -> bool {
    let coded = stream.filters().iter().any(|f| {
        matches!(
            f,
            Filter::DctDecode | Filter::JpxDecode | Filter::Jbig2Decode | Filter::CcittFaxDecode
        )
    });
    coded || kind(stream) == "Image"
}

/// A coded picture that lies in further filters, without those.
fn unwrapped(stream: &Stream<'_>, raw: &[u8], budget: &Budget) -> Option<Vec<u8>> {
    let filters = stream.dict().get::<Array<'_>>("Filter")?;
    let filters: Vec<Vec<u8>> = filters.iter::<Name<'_>>().map(|n| n.as_ref().to_vec()).collect();
    let (_, outer) = filters.split_last()?;
    let mut data = raw.to_vec();
    for filter in outer {
        data = undo(filter, &data, budget.limits().stream_bytes)?;
    }
    (!outer.is_empty()).then_some(data)
}

/// Whether the bytes are those of a font program, a colour profile, or samples.
fn is_binary(data: &[u8]) -> bool {
    let head = data.get(..512.min(data.len())).unwrap_or_default();
    let odd = head.iter().filter(|b| **b < 9 || (**b > 13 && **b < 32) || **b >= 127).count();
    odd * 8 > head.len() || head.starts_with(b"%!PS-AdobeFont") || head.starts_with(b"%!FontType")
}

/// Where a font program says what it is: its table of names, or what stands before its drawings.
/// What follows is names and drawings of glyphs.
fn description(font: &[u8]) -> &[u8] {
    let number = |at: usize, length: usize| {
        let bytes = font.get(at..at + length).unwrap_or_default();
        bytes.iter().fold(0usize, |n, b| n << 8 | usize::from(*b))
    };
    if font.starts_with(b"%!") {
        let end = font.windows(5).position(|w| w == b"eexec").unwrap_or(font.len());
        return font.get(..end).unwrap_or_default();
    }
    if font.starts_with(&[1, 0]) && font.get(2).is_some_and(|n| *n < 16) {
        return font.get(..4096.min(font.len())).unwrap_or_default();
    }
    let tables = number(4, 2).min(100);
    let entry = (0..tables).map(|i| 12 + i * 16).find(|at| font.get(*at..at + 4) == Some(b"name"));
    let Some(entry) = entry else { return &[] };
    let (from, length) = (number(entry + 8, 4), number(entry + 12, 4));
    font.get(from..from.saturating_add(length).min(font.len())).unwrap_or_default()
}

/// Every way in which the bytes can be read as text.
pub(crate) fn readings(bytes: &[u8]) -> impl Iterator<Item = String> {
    let latin: String = bytes.iter().map(|b| char::from(*b)).collect();
    let utf8 =
        (!bytes.is_ascii()).then(|| std::str::from_utf8(bytes).ok().map(str::to_owned)).flatten();
    let zeros = bytes.iter().filter(|b| **b == 0).count();
    // UTF-16 of a name is a quarter zeros or more in any script that our terms are written in.
    let wide = bytes.len() > 3 && (zeros * 4 >= bytes.len() || bytes.starts_with(&[0xFE, 0xFF]));
    let big = wide.then(|| utf16(bytes, u16::from_be_bytes));
    let little = wide.then(|| utf16(bytes, u16::from_le_bytes));
    [Some(latin), utf8, big, little].into_iter().flatten()
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units = bytes.chunks_exact(2).filter_map(|pair| pair.try_into().ok()).map(unit);
    char::decode_utf16(units).map(|c| c.unwrap_or('\u{FFFD}')).collect()
}

/// Names that PDF itself is written in are no trace of anyone.
fn is_standard(name: &Name<'_>) -> bool {
    let folded = super::secrets::fold(name.as_str());
    folded.len() < 3 || super::secrets::is_pdf_word(&folded)
}
