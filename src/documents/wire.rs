//! What the service and its document workers say to each other.
//!
//! A message is the length of its head (4 bytes), the length of its body (8 bytes), the head as
//! JSON and the body as it is. The service trusts no length that a worker names.

use std::io::{self, Read, Write};

use candour_redaction::plan::Plan;
use candour_redaction::refusal::Refusal;
use candour_redaction::report::{Proof, Report};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::kind::FileKind;
use super::mail::MailRead;
use super::page::PageRead;
use crate::vault::Fingerprint;

/// Longest head taken from a worker: the words of a very full page.
const MOST_HEAD: u32 = 32 << 20;

/// The first message a worker gets.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Hello {
    pub(super) memory_bytes: u64,
    /// Source bytes of the documents kept open at a time.
    pub(super) shelf_bytes: u64,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Ask {
    /// Body: the document.
    Open {
        file: Fingerprint,
        password: Option<String>,
    },
    Pages {
        file: Fingerprint,
    },
    /// Gives a [`Answer::Page`] each, then [`Answer::Done`].
    Inspect {
        file: Fingerprint,
        from: usize,
        to: usize,
    },
    Draw {
        file: Fingerprint,
        page: usize,
        width: u32,
    },
    Redact {
        file: Fingerprint,
        password: Option<String>,
        plan: Plan,
    },
    /// Body: the redacted document.
    Verify {
        file: Fingerprint,
        password: Option<String>,
        plan: Plan,
    },
    /// Body: what is to become a PDF.
    Convert {
        kind: FileKind,
        title: String,
    },
    /// Body: a mail.
    ReadMail,
    /// Body: an archive or mail. Gives [`Answer::Member`] and its [`Answer::Piece`]s, then
    /// [`Answer::Done`].
    Unpack {
        kind: FileKind,
        limits: UnpackLimits,
    },
}

/// What one archive may hold, all levels together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnpackLimits {
    pub members: usize,
    pub bytes: u64,
    /// Unpacked bytes for each packed one.
    pub ratio: u64,
    /// Archives within archives; the outermost is the first.
    pub levels: u32,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Answer {
    Ready(Shut),
    /// Whether the document stands open; those named were put back to make room.
    Opened {
        refused: Option<Refusal>,
        put_back: Vec<Fingerprint>,
    },
    Pages(usize),
    Page(Box<PageRead>),
    /// Body: a PNG.
    Picture,
    /// Body: a PDF.
    Redacted(Box<Report>),
    Proved(Box<Proof>),
    /// Body: a PDF.
    Converted {
        pages: usize,
    },
    Mail(Box<MailRead>),
    Member(MemberHead),
    /// Body: a part of the member that was named last.
    Piece,
    Done,
    Refused(Refusal),
    NotTaken(String),
}

impl Answer {
    /// Whether nothing follows it.
    pub(super) fn is_last(&self) -> bool {
        match self {
            Self::Page(_) | Self::Member(_) | Self::Piece => false,
            Self::Ready(_)
            | Self::Opened { .. }
            | Self::Pages(_)
            | Self::Picture
            | Self::Redacted(_)
            | Self::Proved(_)
            | Self::Converted { .. }
            | Self::Mail(_)
            | Self::Done
            | Self::Refused(_)
            | Self::NotTaken(_) => true,
        }
    }
}

/// What a member of an archive or mail is called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct MemberHead {
    /// As the archive has it, folders included. Text only, never a path to write to.
    pub(super) name: String,
    /// The member that holds it, counted from 0; `None` in the outermost.
    pub(super) inside: Option<usize>,
    pub(super) kind: FileKind,
}

/// How a worker is shut in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shut {
    /// No file can be opened (Landlock).
    pub files: bool,
    /// Nothing but reading, writing and memory can be asked of the kernel (seccomp).
    pub calls: bool,
    /// Memory, file size and open files are limited.
    pub limits: bool,
    /// What is missing, for the log.
    pub missing: Vec<String>,
}

impl Shut {
    pub fn is_whole(&self) -> bool {
        self.files && self.calls && self.limits
    }
}

/// Head and lengths as they are sent before the body.
pub(super) fn head(head: &impl Serialize, body: usize) -> io::Result<Vec<u8>> {
    let json = serde_json::to_vec(head)?;
    let length = u32::try_from(json.len()).map_err(io::Error::other)?;
    let mut bytes = Vec::with_capacity(12 + json.len());
    bytes.extend_from_slice(&length.to_le_bytes());
    bytes.extend_from_slice(&(body as u64).to_le_bytes());
    bytes.extend_from_slice(&json);
    Ok(bytes)
}

/// The lengths that begin a message.
pub(super) struct Lengths {
    pub(super) head: u32,
    pub(super) body: u64,
}

impl Lengths {
    pub(super) const BYTES: usize = 12;

    pub(super) fn read(bytes: [u8; Self::BYTES]) -> Self {
        let [a, b, c, d, body @ ..] = bytes;
        Self { head: u32::from_le_bytes([a, b, c, d]), body: u64::from_le_bytes(body) }
    }

    pub(super) fn within(&self, most_body: u64) -> bool {
        self.head <= MOST_HEAD && self.body <= most_body
    }
}

pub(super) fn send(to: &mut impl Write, message: &impl Serialize, body: &[u8]) -> io::Result<()> {
    to.write_all(&head(message, body.len())?)?;
    to.write_all(body)?;
    to.flush()
}

/// The next message, or `None` where the other side has closed.
pub(super) fn receive<T: DeserializeOwned>(
    from: &mut impl Read,
) -> io::Result<Option<(T, Vec<u8>)>> {
    let mut lengths = [0; Lengths::BYTES];
    if from.read(&mut lengths[..1])? == 0 {
        return Ok(None);
    }
    from.read_exact(&mut lengths[1..])?;
    let lengths = Lengths::read(lengths);
    let mut head = vec![0; lengths.head as usize];
    from.read_exact(&mut head)?;
    let mut body = vec![0; usize::try_from(lengths.body).map_err(io::Error::other)?];
    from.read_exact(&mut body)?;
    Ok(Some((serde_json::from_slice(&head)?, body)))
}
