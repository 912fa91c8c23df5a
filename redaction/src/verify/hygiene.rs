//! What no redacted document carries, whatever it says: scripts, attachments, histories, notes
//! to programs.

use std::collections::{BTreeMap, HashSet};

use hayro_syntax::Pdf;
use hayro_syntax::object::{Dict, Name, Object, ObjectIdentifier};

use super::walk::Met;

/// Keys that may stand in no dictionary, and what they stand for.
const KEYS: &[(&str, &str)] = &[
    ("JS", "a script"),
    ("JavaScript", "a script"),
    ("AA", "an action"),
    ("EmbeddedFiles", "an attachment"),
    ("EF", "an attachment"),
    ("AF", "an associated file"),
    ("Collection", "an attachment"),
    ("XFA", "an XFA form"),
    ("ByteRange", "a signature"),
    ("Perms", "a signature"),
    ("DSS", "a signature"),
    ("Thumb", "a thumbnail"),
    ("PieceInfo", "private data of a program"),
    ("LastModified", "private data of a program"),
    ("SpiderInfo", "web capture data"),
    ("Threads", "an article thread"),
    ("Alternates", "an alternate image"),
    ("OPI", "a reference to another file"),
    ("Ref", "a reference to another file"),
];

/// Kinds of action that do more than turn to a page or open an address (ISO 32000-2, 12.6.4).
const ACTIONS: &[&str] = &[
    "Launch",
    "GoToR",
    "GoToE",
    "ImportData",
    "SubmitForm",
    "ResetForm",
    "Rendition",
    "Movie",
    "Sound",
    "Hide",
    "Named",
    "JavaScript",
    "Thread",
    "SetOCGState",
    "Trans",
    "GoTo3DView",
    "RichMediaExecute",
    "GoToDp",
];

/// What a catalogue may hold (ISO 32000-2, table 29), less what is scrubbed.
const CATALOG: &[&str] = &[
    "Type",
    "Version",
    "Extensions",
    "Pages",
    "PageLabels",
    "Names",
    "Dests",
    "AcroForm",
    "ViewerPreferences",
    "PageLayout",
    "PageMode",
    "Outlines",
    "OpenAction",
    "URI",
    "Metadata",
    "StructTreeRoot",
    "MarkInfo",
    "Lang",
    "OutputIntents",
    "OCProperties",
    "Requirements",
    "NeedsRendering",
];

/// Counts of what was met, by what it is.
#[derive(Default)]
pub(crate) struct Hygiene {
    met: BTreeMap<&'static str, usize>,
    pub(crate) looked_at: usize,
}

impl Hygiene {
    pub(crate) fn meet(&mut self, met: &Met<'_, '_>, catalog: Option<ObjectIdentifier>) {
        let Met::Dict(dict) = met else { return };
        self.looked_at += 1;
        for (key, what) in KEYS {
            if dict.contains_key(key) && !(*key == "Ref" && is_structure(dict)) {
                *self.met.entry(what).or_default() += 1;
            }
        }
        // Dictionaries within an object carry its number too.
        let is_catalog =
            catalog.is_some() && dict.obj_id() == catalog && dict.contains_key("Pages");
        if dict.contains_key("Metadata") && !is_catalog {
            *self.met.entry("metadata of an object").or_default() += 1;
        }
        if is_catalog {
            let unknown = dict.keys().filter(|k| !CATALOG.contains(&k.as_str())).count();
            if unknown > 0 {
                *self.met.entry("a private key of the catalogue").or_default() += unknown;
            }
        }
        let action = dict.get::<Name<'_>>("S");
        if let Some(action) = action
            && ACTIONS.contains(&action.as_str())
            && !is_structure(dict)
        {
            *self.met.entry("an action").or_default() += 1;
        }
        let kind = dict.get::<Name<'_>>("Subtype");
        let kind = kind.as_ref().map_or("", |n| n.as_str());
        let hidden = match kind {
            "FileAttachment" => Some("an attachment"),
            "Redact" => Some("a redaction mark that was not carried out"),
            "Popup" => Some("a comment"),
            "Sound" | "Movie" | "Screen" | "RichMedia" | "3D" => Some("a recording"),
            _ => None,
        };
        if let Some(what) = hidden
            && dict.contains_key("Rect")
        {
            *self.met.entry(what).or_default() += 1;
        }
    }

    pub(crate) fn findings(&self) -> Vec<String> {
        self.met.iter().map(|(what, count)| format!("{what} is left, in {count} places")).collect()
    }
}

/// A structure element or attribute, whose `S` names a kind of text and not an action.
fn is_structure(dict: &Dict<'_>) -> bool {
    dict.contains_key("P") || dict.contains_key("K") || dict.contains_key("StructParent")
}

/// The trailer's dictionary as it stands in the file: the reader keeps it to itself. It is
/// either behind the word `trailer` or that of the cross-reference stream.
pub(crate) struct Trailer(String);

impl Trailer {
    pub(crate) fn of(file: &[u8]) -> Self {
        let find = |from: &[u8], what: &[u8]| from.windows(what.len()).position(|w| w == what);
        let last = file.windows(9).rposition(|w| w == b"startxref").unwrap_or(0);
        let number = file.get(last + 9..).unwrap_or_default();
        let number: String = number
            .iter()
            .skip_while(|b| b.is_ascii_whitespace())
            .take_while(|b| b.is_ascii_digit())
            .map(|b| char::from(*b))
            .collect();
        let at: usize = number.parse().unwrap_or(usize::MAX);
        let rest = file.get(at..).unwrap_or_default();
        let dict = if rest.starts_with(b"xref") {
            let from = find(rest, b"trailer").unwrap_or(0);
            let rest = rest.get(from..).unwrap_or_default();
            rest.get(..find(rest, b"startxref").unwrap_or(0)).unwrap_or_default()
        } else {
            rest.get(..find(rest, b"stream").unwrap_or(0)).unwrap_or_default()
        };
        Self(String::from_utf8_lossy(dict).into_owned())
    }

    /// The document information dictionary.
    pub(crate) fn info(&self) -> Option<ObjectIdentifier> {
        let mut numbers = self.0.split_once("/Info")?.1.split_whitespace();
        let number = numbers.next()?.parse().ok()?;
        let generation = numbers.next()?.parse().ok()?;
        Some(ObjectIdentifier::new(number, generation))
    }

    /// Whether it holds more than it must.
    pub(crate) fn findings(&self) -> Vec<String> {
        const KNOWN: &[&str] = &[
            "Size",
            "Root",
            "Info",
            "ID",
            "Type",
            "XRef",
            "W",
            "Index",
            "Length",
            "Filter",
            "FlateDecode",
            "DecodeParms",
            "Predictor",
            "Columns",
        ];
        let keys = self.0.split('/').skip(1);
        let keys = keys.map(|k| k.chars().take_while(char::is_ascii_alphanumeric).collect());
        let unknown = keys.filter(|key: &String| !KNOWN.contains(&key.as_str())).count();
        if self.0.is_empty() {
            return vec!["the file has no trailer that can be read".to_owned()];
        }
        (unknown > 0)
            .then(|| "the trailer holds more than it must".to_owned())
            .into_iter()
            .collect()
    }
}

/// What the document information says beyond a title.
pub(crate) fn information(pdf: &Pdf, info: Option<ObjectIdentifier>) -> Vec<String> {
    let dict = info.and_then(|id| pdf.xref().get::<Dict<'_>>(id));
    let more = dict.is_some_and(|d| d.keys().any(|key| key.as_str() != "Title"));
    more.then(|| "the document information says more than a title".to_owned()).into_iter().collect()
}

/// Objects that lie in the file but belong to nothing.
pub(crate) fn unreached(pdf: &Pdf, reached: &HashSet<ObjectIdentifier>) -> (usize, usize) {
    let mut all = 0;
    let mut unreached = 0;
    for object in pdf.objects() {
        let (id, kind) = match &object {
            Object::Dict(dict) => (dict.obj_id(), None),
            Object::Stream(stream) => {
                let kind = stream.dict().get::<Name<'_>>("Type");
                (Some(stream.obj_id()), kind.map(|n| n.as_str().to_owned()))
            }
            _ => continue,
        };
        // These hold other objects, or say where they are.
        if matches!(kind.as_deref(), Some("XRef" | "ObjStm")) {
            continue;
        }
        all += 1;
        unreached += usize::from(id.is_some_and(|id| !reached.contains(&id)));
    }
    (all, unreached)
}
