//! Archives and mails into their members, within limits that count over all levels.
//!
//! Everything is unpacked twice: once to count, once to give. So a refusal comes before the
//! first member, and nothing half unpacked is ever kept.

use std::io::{self, Cursor, Read, Write};

use zip::ZipArchive;
use zip::result::ZipError;

use super::super::kind::{FIRST_BYTES, FileKind, recognise};
use super::super::wire::{Answer, MemberHead, UnpackLimits, send};
use super::letters;

const PIECE: usize = 1 << 20;
/// Below this, a ratio says nothing: an empty page packs a hundredfold too.
const RATIO_COUNTS_FROM: u64 = 4 << 20;
/// An archive within an archive is held whole.
const MOST_NESTED: u64 = 256 << 20;

pub(super) enum Unpacked {
    /// Why; a sentence that names the member.
    Refused(String),
    NotSent(io::Error),
}

impl From<io::Error> for Unpacked {
    fn from(error: io::Error) -> Self {
        Self::NotSent(error)
    }
}

fn refused(why: impl Into<String>) -> Unpacked {
    Unpacked::Refused(why.into())
}

pub(super) fn unpack(
    kind: FileKind,
    bytes: Vec<u8>,
    limits: &UnpackLimits,
    to: &mut impl Write,
) -> Result<(), Unpacked> {
    let mut nobody = Discard;
    let mut count = Walk::new(limits, bytes.len() as u64, &mut nobody);
    count.open(kind, &bytes, 1, None, "the file")?;
    let mut sender = Sender(to);
    let mut give = Walk::new(limits, bytes.len() as u64, &mut sender);
    give.open(kind, &bytes, 1, None, "the file")
}

/// Takes the members in order.
trait Taker {
    fn begin(&mut self, head: MemberHead) -> io::Result<()>;
    fn piece(&mut self, bytes: &[u8]) -> io::Result<()>;
}

struct Discard;

impl Taker for Discard {
    fn begin(&mut self, _: MemberHead) -> io::Result<()> {
        Ok(())
    }

    fn piece(&mut self, _: &[u8]) -> io::Result<()> {
        Ok(())
    }
}

struct Sender<'a, W>(&'a mut W);

impl<W: Write> Taker for Sender<'_, W> {
    fn begin(&mut self, head: MemberHead) -> io::Result<()> {
        send(self.0, &Answer::Member(head), &[])
    }

    fn piece(&mut self, bytes: &[u8]) -> io::Result<()> {
        send(self.0, &Answer::Piece, bytes)
    }
}

struct Walk<'a, T> {
    limits: &'a UnpackLimits,
    packed: u64,
    members: usize,
    unpacked: u64,
    taker: &'a mut T,
}

impl<'a, T: Taker> Walk<'a, T> {
    fn new(limits: &'a UnpackLimits, packed: u64, taker: &'a mut T) -> Self {
        Self { limits, packed, members: 0, unpacked: 0, taker }
    }

    fn open(
        &mut self,
        kind: FileKind,
        bytes: &[u8],
        level: u32,
        inside: Option<usize>,
        name: &str,
    ) -> Result<(), Unpacked> {
        if level > self.limits.levels {
            let most = self.limits.levels;
            return Err(refused(format!(
                "{name} lies deeper than {most} archives within each other; unpack it and send \
                 what is inside"
            )));
        }
        match kind {
            FileKind::Zip => self.zip(bytes, level, inside, name),
            FileKind::Mail => self.mail(bytes, level, inside, name),
            FileKind::Pdf
            | FileKind::Png
            | FileKind::Jpeg
            | FileKind::Tiff
            | FileKind::Text
            | FileKind::Unviewable => Ok(()),
        }
    }

    fn zip(
        &mut self,
        bytes: &[u8],
        level: u32,
        inside: Option<usize>,
        name: &str,
    ) -> Result<(), Unpacked> {
        let damaged = |_| refused(format!("{name} is damaged: its list of members cannot be read"));
        let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
        if self.members + zip.len() > self.limits.members {
            return Err(self.too_many(name));
        }
        if zip.has_duplicate_names() {
            return Err(refused(format!("{name} holds two members of the same name")));
        }
        if zip.has_overlapping_files().map_err(damaged)? {
            return Err(refused(format!("{name} is made to look larger than it is")));
        }
        for index in 0..zip.len() {
            let entry = zip.by_index_data(index).map_err(damaged)?;
            let member = entry.name().map_err(damaged)?.into_owned();
            check_name(&member)?;
            if entry.is_symlink() || !(entry.is_file() || entry.is_dir()) {
                return Err(refused(format!("{} is a link, not a file", quoted(&member))));
            }
            if entry.encrypted() {
                return Err(refused(format!(
                    "{} is protected with a password; ask for it without",
                    quoted(&member)
                )));
            }
            if entry.is_dir() {
                self.count(name)?;
                continue;
            }
            let packed = entry.compressed_size();
            let file = zip.by_index(index).map_err(|e| unreadable(&member, &e))?;
            self.member(member, file, packed, level, inside)?;
        }
        Ok(())
    }

    fn mail(
        &mut self,
        bytes: &[u8],
        level: u32,
        inside: Option<usize>,
        name: &str,
    ) -> Result<(), Unpacked> {
        let mail = letters::parse(bytes).map_err(|why| refused(format!("{name}: {why}")))?;
        for (number, part) in (1..).zip(mail.attachments()) {
            let member = letters::name(part, number);
            if member.contains('\0') {
                return Err(refused(format!("{} has a name no file has", quoted(&member))));
            }
            let content = part.contents();
            self.member(member, content, content.len() as u64, level, inside)?;
        }
        Ok(())
    }

    fn member(
        &mut self,
        name: String,
        mut content: impl Read,
        packed: u64,
        level: u32,
        inside: Option<usize>,
    ) -> Result<(), Unpacked> {
        let index = self.members;
        self.count(&name)?;
        let mut held = Vec::new();
        self.fill(&mut held, &mut content, FIRST_BYTES, &name, packed)?;
        // A name that is not the content's is kept, but never shown.
        let kind = recognise(&name, &held).unwrap_or(FileKind::Unviewable);
        self.taker.begin(MemberHead { name: name.clone(), inside, kind })?;
        self.taker.piece(&held)?;

        let mut size = held.len() as u64;
        let mut piece = Vec::new();
        loop {
            piece.clear();
            self.fill(&mut piece, &mut content, PIECE, &name, packed)?;
            if piece.is_empty() {
                break;
            }
            size += piece.len() as u64;
            self.check_ratio(size, packed, &name)?;
            self.taker.piece(&piece)?;
            if kind.holds_files() {
                if size > MOST_NESTED {
                    return Err(refused(format!(
                        "{} is too large to look into; unpack it and send what is inside",
                        quoted(&name)
                    )));
                }
                held.extend_from_slice(&piece);
            }
        }
        if kind.holds_files() {
            self.open(kind, &held, level + 1, Some(index), &quoted(&name))?;
        }
        Ok(())
    }

    /// Reads until `to` holds `most` bytes more, or the member ends.
    fn fill(
        &mut self,
        to: &mut Vec<u8>,
        from: &mut impl Read,
        most: usize,
        name: &str,
        packed: u64,
    ) -> Result<(), Unpacked> {
        let read = from
            .take(most as u64)
            .read_to_end(to)
            .map_err(|_| refused(format!("{} is damaged: it cannot be unpacked", quoted(name))))?;
        self.unpacked += read as u64;
        if self.unpacked > self.limits.bytes {
            let mib = self.limits.bytes >> 20;
            return Err(refused(format!(
                "with {} more than {mib} MiB would be unpacked; send it in parts",
                quoted(name)
            )));
        }
        self.check_ratio(to.len() as u64, packed, name)?;
        self.check_ratio(self.unpacked, self.packed, name)
    }

    fn check_ratio(&self, unpacked: u64, packed: u64, name: &str) -> Result<(), Unpacked> {
        let ratio = self.limits.ratio;
        if unpacked > RATIO_COUNTS_FROM && unpacked / ratio > packed {
            return Err(refused(format!(
                "{} unpacks to more than {ratio} times its size, as files made to fill a disk do",
                quoted(name)
            )));
        }
        Ok(())
    }

    fn count(&mut self, name: &str) -> Result<(), Unpacked> {
        self.members += 1;
        if self.members > self.limits.members { Err(self.too_many(name)) } else { Ok(()) }
    }

    fn too_many(&self, name: &str) -> Unpacked {
        refused(format!(
            "{name} brings the number of files over {}; send it in parts",
            self.limits.members
        ))
    }
}

fn unreadable(member: &str, why: &ZipError) -> Unpacked {
    let name = quoted(member);
    match why {
        ZipError::UnsupportedArchive(_) | ZipError::CompressionMethodNotSupported(_) => {
            refused(format!("{name} is packed in a way that cannot be read here"))
        }
        _ => refused(format!("{name} is damaged: it cannot be unpacked")),
    }
}

/// Folders are fine; ways out of the archive are not.
fn check_name(name: &str) -> Result<(), Unpacked> {
    let out = name.starts_with(['/', '\\'])
        || name.contains('\0')
        || name.get(1..2) == Some(":")
        || name.split(['/', '\\']).any(|part| part == "..");
    if out {
        return Err(refused(format!("{} names a place outside the archive", quoted(name))));
    }
    Ok(())
}

/// A name as it can stand in a sentence: short, and without what turns or breaks a line.
fn quoted(name: &str) -> String {
    const MOST: usize = 80;
    let turns = |c: char| {
        c.is_control()
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let plain: String =
        name.chars().map(|c| if turns(c) { '\u{fffd}' } else { c }).take(MOST).collect();
    let more = if name.chars().count() > MOST { "…" } else { "" };
    format!("“{plain}{more}”")
}
