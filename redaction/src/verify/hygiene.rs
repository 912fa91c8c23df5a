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

/// What the trailer still points to besides the catalogue. Trailers are read from the bytes:
/// the reader keeps them to itself.
pub(crate) fn trailer(file: &[u8]) -> Vec<String> {
    let mut findings = Vec::new();
    if let Some(at) = file.windows(7).rposition(|w| w == b"trailer") {
        let rest = file.get(at..).unwrap_or_default();
        let end = rest.windows(9).position(|w| w == b"startxref").unwrap_or(rest.len());
        findings.extend(trailer_keys(rest.get(..end).unwrap_or_default()));
    }
    findings
}

/// Keys at the first level of the trailer's dictionary that have no business there.
fn trailer_keys(text: &[u8]) -> Vec<String> {
    const KNOWN: &[&str] = &["Size", "Root", "ID", "XRefStm"];
    let text = String::from_utf8_lossy(text);
    text.split('/')
        .skip(1)
        .map(|part| part.chars().take_while(|c| c.is_ascii_alphanumeric()).collect::<String>())
        .filter(|key| !KNOWN.contains(&key.as_str()))
        .map(|_| "the trailer holds more than it must".to_owned())
        .take(1)
        .collect()
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
