//! What kind of file something is: its name and its first bytes must agree.

use serde::{Deserialize, Serialize};

/// The kinds that can be shown. Everything else is kept as it is and never shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileKind {
    Pdf,
    Png,
    Jpeg,
    Tiff,
    Text,
    Mail,
    Zip,
    Unviewable,
}

impl FileKind {
    /// As the database and pages have it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Png => "png",
            Self::Jpeg => "jpeg",
            Self::Tiff => "tiff",
            Self::Text => "text",
            Self::Mail => "mail",
            Self::Zip => "zip",
            Self::Unviewable => "unviewable",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    pub const ALL: [Self; 8] = [
        Self::Pdf,
        Self::Png,
        Self::Jpeg,
        Self::Tiff,
        Self::Text,
        Self::Mail,
        Self::Zip,
        Self::Unviewable,
    ];

    /// Whether it holds other files.
    pub const fn holds_files(self) -> bool {
        match self {
            Self::Mail | Self::Zip => true,
            Self::Pdf | Self::Png | Self::Jpeg | Self::Tiff | Self::Text | Self::Unviewable => {
                false
            }
        }
    }
}

/// The name of a file says one thing, its content another.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "the file is called .{said}, but its content is {found}; give it its right name, or ask for another copy"
)]
pub struct Disagrees {
    pub said: String,
    pub found: &'static str,
}

/// Bytes of a file that [`recognise`] wants to see.
pub const FIRST_BYTES: usize = 8 << 10;

/// The kind of a file called `name` that begins with `first` (at least [`FIRST_BYTES`], or all).
///
/// # Errors
/// Where the name's ending and the content disagree.
pub fn recognise(name: &str, first: &[u8]) -> Result<FileKind, Disagrees> {
    let ending = ending(name);
    let said = ending.as_deref().map(by_ending);
    let found = by_bytes(first);
    let disagrees = |found| Disagrees { said: ending.clone().unwrap_or_default(), found };
    match (said, found) {
        // A name without an ending says nothing.
        (None, Some(found)) => Ok(found),
        (None, None) if is_text(first) => Ok(FileKind::Text),
        (None, None) => Ok(FileKind::Unviewable),
        (Some(Some(said)), Some(found)) if said == found => Ok(found),
        (Some(Some(FileKind::Text)), None) if is_text(first) => Ok(FileKind::Text),
        (Some(Some(FileKind::Mail)), None) if is_mail(first) => Ok(FileKind::Mail),
        // Empty files are kept, and there is nothing to show.
        (Some(_), None) if first.is_empty() => Ok(FileKind::Unviewable),
        // Office files are archives inside; they are not unpacked.
        (Some(None), Some(FileKind::Zip) | None) => Ok(FileKind::Unviewable),
        (Some(_), Some(found)) => Err(disagrees(called(found))),
        (Some(Some(_)), None) if is_text(first) => Err(disagrees("plain text")),
        (Some(Some(_)), None) => Err(disagrees("something else")),
    }
}

fn ending(name: &str) -> Option<String> {
    let (stem, ending) = name.rsplit_once('.')?;
    let plain =
        (1..=8).contains(&ending.len()) && ending.bytes().all(|b| b.is_ascii_alphanumeric());
    (!stem.is_empty() && plain).then(|| ending.to_ascii_lowercase())
}

/// `None` for endings that are none of ours.
fn by_ending(ending: &str) -> Option<FileKind> {
    Some(match ending {
        "pdf" => FileKind::Pdf,
        "png" => FileKind::Png,
        "jpg" | "jpeg" => FileKind::Jpeg,
        "tif" | "tiff" => FileKind::Tiff,
        "txt" | "text" | "log" | "md" | "csv" => FileKind::Text,
        "eml" => FileKind::Mail,
        "zip" => FileKind::Zip,
        _ => return None,
    })
}

fn by_bytes(first: &[u8]) -> Option<FileKind> {
    Some(match first {
        [0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => FileKind::Png,
        [0xFF, 0xD8, 0xFF, ..] => FileKind::Jpeg,
        [b'I', b'I', 42, 0, ..] | [b'M', b'M', 0, 42, ..] => FileKind::Tiff,
        [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => FileKind::Zip,
        // Readers look for the header in the first 1,024 bytes (ISO 32000-2, annex J.2.2).
        _ if first[..first.len().min(1024)].windows(5).any(|w| w == b"%PDF-") => FileKind::Pdf,
        _ => return None,
    })
}

fn called(kind: FileKind) -> &'static str {
    match kind {
        FileKind::Pdf => "a PDF",
        FileKind::Png => "a PNG picture",
        FileKind::Jpeg => "a JPEG picture",
        FileKind::Tiff => "a TIFF picture",
        FileKind::Text => "plain text",
        FileKind::Mail => "an email",
        FileKind::Zip => "a ZIP archive",
        FileKind::Unviewable => "something else",
    }
}

/// UTF-8, UTF-16 with its mark, or a Windows code page: no control characters but those of text.
fn is_text(first: &[u8]) -> bool {
    if first.is_empty() {
        return false;
    }
    if first.starts_with(&[0xFF, 0xFE]) || first.starts_with(&[0xFE, 0xFF]) {
        return true;
    }
    let controls = first.iter().filter(|b| matches!(b, 0..=8 | 14..=26 | 28..=31 | 127)).count();
    if controls > 0 {
        return false;
    }
    let cut_short = |e: std::str::Utf8Error| e.error_len().is_none();
    match std::str::from_utf8(first) {
        Ok(_) => true,
        Err(e) if cut_short(e) => true,
        // Windows-1252 leaves these five without a meaning; letters must be most of it.
        Err(_) => {
            let undefined = first.iter().any(|b| matches!(b, 0x81 | 0x8D | 0x8F | 0x90 | 0x9D));
            let high = first.iter().filter(|b| **b >= 0x80).count();
            !undefined && high * 3 < first.len()
        }
    }
}

/// Begins with header lines (RFC 5322), of which one is of a mail.
fn is_mail(first: &[u8]) -> bool {
    if first[..first.len().min(1024)].contains(&0) {
        return false;
    }
    let text = String::from_utf8_lossy(first);
    let mut known = false;
    for line in text.trim_start_matches('\u{feff}').lines() {
        if line.is_empty() {
            return known;
        }
        if line.starts_with([' ', '\t']) || line.starts_with("From ") {
            continue;
        }
        let Some((field, _)) = line.split_once(':') else { return false };
        if field.is_empty() || !field.bytes().all(|b| b.is_ascii_graphic()) {
            return false;
        }
        let field = field.to_ascii_lowercase();
        known |= matches!(
            field.as_str(),
            "from" | "to" | "date" | "subject" | "message-id" | "received" | "mime-version"
        );
    }
    known
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAIL: &[u8] = b"Received: by a\r\n with b\r\nFrom: a@b.example\r\nSubject: x\r\n\r\nHi";

    /// One good beginning of each kind, with the endings that may stand behind it.
    fn samples() -> [(FileKind, &'static [u8], &'static [&'static str]); 7] {
        use FileKind::*;
        [
            (Pdf, b"%PDF-1.7\n1 0 obj", &["pdf", "PDF"]),
            (Png, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", &["png"]),
            (Jpeg, b"\xff\xd8\xff\xe0\0\x10JFIF", &["jpg", "jpeg", "JPG"]),
            (Tiff, b"II*\0\x08\0\0\0", &["tif", "tiff"]),
            (Text, "Llythyr at Nia, £5".as_bytes(), &["txt", "csv", "log", "md"]),
            (Mail, MAIL, &["eml"]),
            (Zip, b"PK\x03\x04\x14\0", &["zip"]),
        ]
    }

    #[test]
    fn name_and_content_that_agree_are_believed() {
        for (kind, bytes, endings) in samples() {
            for ending in endings {
                assert_eq!(recognise(&format!("a.b.{ending}"), bytes), Ok(kind), "{ending}");
            }
        }
    }

    #[test]
    fn every_pair_that_disagrees_is_refused_or_never_shown() {
        for (kind, bytes, _) in samples() {
            for (other, _, endings) in samples() {
                let found = recognise(&format!("x.{}", endings[0]), bytes);
                // A mail is text too: under .txt it is shown as text.
                let expected = kind == other || (kind == FileKind::Mail && other == FileKind::Text);
                assert_eq!(found.is_ok(), expected, "{kind:?} called {}: {found:?}", endings[0]);
            }
        }
    }

    #[test]
    fn office_files_and_pages_of_the_web_are_kept_and_not_shown() {
        assert_eq!(recognise("letter.docx", b"PK\x03\x04"), Ok(FileKind::Unviewable));
        assert_eq!(recognise("page.html", b"<script>"), Ok(FileKind::Unviewable));
        assert_eq!(recognise("old.doc", b"\xd0\xcf\x11\xe0"), Ok(FileKind::Unviewable));
        assert_eq!(recognise("empty.pdf", b""), Ok(FileKind::Unviewable));
    }

    #[test]
    fn a_program_s_file_that_is_a_pdf_inside_is_refused() {
        let refused = recognise("letter.docx", b"%PDF-1.4").map_err(|e| e.to_string());

        assert_eq!(
            refused.err().as_deref(),
            Some(
                "the file is called .docx, but its content is a PDF; give it its right name, or \
                 ask for another copy"
            )
        );
    }

    #[test]
    fn a_file_without_an_ending_is_what_its_content_is() {
        assert_eq!(recognise("scan0001", b"%PDF-1.4"), Ok(FileKind::Pdf));
        assert_eq!(recognise("README", b"words"), Ok(FileKind::Text));
        assert_eq!(recognise("blob", b"\0\x01\x02"), Ok(FileKind::Unviewable));
    }

    #[test]
    fn text_of_other_code_pages_is_text_and_programs_are_not() {
        assert!(is_text(b"caf\xe9 \x80 5, na\xefve"));
        assert!(is_text(&"Ŵ".as_bytes()[..1]), "cut within a character");
        assert!(!is_text(b"\x7fELF\x02\x01\x01\0"));
        assert!(!is_text(b"\x90\x90\x90\x90abc"));
    }

    #[test]
    fn every_kind_reads_back_its_name() {
        for kind in FileKind::ALL {
            assert_eq!(FileKind::from_name(kind.name()), Some(kind));
        }
    }
}
