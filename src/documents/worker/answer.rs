//! One question, its answers.

use std::io::{self, Write};

use candour_redaction::plan::Plan;
use candour_redaction::read::Reading;
use candour_redaction::refusal::Refusal;
use candour_redaction::verify;

use super::letters;
use super::shelf::{Open, Shelf};
use super::unpack::{self, Unpacked};
use crate::documents::kind::FileKind;
use crate::documents::page::{PageContent, PageRead};
use crate::documents::wire::{Answer, Ask, send};
use crate::paper::convert;
use crate::vault::Fingerprint;

/// A reader's refusal, or a sentence of ours.
enum No {
    Refused(Refusal),
    NotTaken(String),
}

impl From<Refusal> for No {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

type Answered = Result<(Answer, Vec<u8>), No>;

pub(super) fn answer(
    ask: Ask,
    body: Vec<u8>,
    shelf: &mut Shelf,
    to: &mut impl Write,
) -> io::Result<()> {
    let answered = match ask {
        Ask::Open { file, password } => {
            let (put_back, opened) = shelf.open(file, body, password.as_deref());
            Ok((Answer::Opened { refused: opened.err(), put_back }, Vec::new()))
        }
        Ask::Pages { file } => {
            on(shelf, &file).map(|open| (Answer::Pages(open.reading.pages()), Vec::new()))
        }
        Ask::Inspect { file, from, to: end } => match on(shelf, &file) {
            Ok(open) => return inspect(&open.reading, from..end, to),
            Err(no) => Err(no),
        },
        Ask::Draw { file, page, width } => {
            on(shelf, &file).and_then(|open| draw(&open.reading, page, width))
        }
        Ask::Redact { file, password, plan } => redact(shelf, &file, password, plan),
        Ask::Verify { file, password, plan } => verified(shelf, &file, password, plan, &body),
        Ask::Convert { kind, title } => converted(kind, &body, &title),
        Ask::ReadMail => letters::read(&body)
            .map(|mail| (Answer::Mail(Box::new(mail)), Vec::new()))
            .map_err(No::NotTaken),
        Ask::Unpack { kind, limits } => match unpack::unpack(kind, body, &limits, to) {
            Ok(()) => Ok((Answer::Done, Vec::new())),
            Err(Unpacked::Refused(why)) => Err(No::NotTaken(why)),
            Err(Unpacked::NotSent(e)) => return Err(e),
        },
    };
    match answered {
        Ok((answer, body)) => send(to, &answer, &body),
        Err(No::Refused(refusal)) => send(to, &Answer::Refused(refusal), &[]),
        Err(No::NotTaken(why)) => send(to, &Answer::NotTaken(why), &[]),
    }
}

fn on<'a>(shelf: &'a mut Shelf, file: &Fingerprint) -> Result<&'a Open, No> {
    shelf.take(file).ok_or_else(|| {
        No::Refused(Refusal::Unreadable { detail: "it does not stand open".to_owned() })
    })
}

fn inspect(
    reading: &Reading,
    pages: std::ops::Range<usize>,
    to: &mut impl Write,
) -> io::Result<()> {
    for page in pages.start..pages.end.min(reading.pages()) {
        let content = content(reading, page).map_err(|refusal| refusal.to_string());
        send(to, &Answer::Page(Box::new(PageRead { page, content })), &[])?;
    }
    send(to, &Answer::Done, &[])
}

fn content(reading: &Reading, page: usize) -> Result<PageContent, Refusal> {
    Ok(PageContent {
        facts: reading.page(page)?,
        words: reading.words(page)?,
        warnings: reading.warnings(page)?,
    })
}

fn draw(reading: &Reading, page: usize, width: u32) -> Answered {
    Ok((Answer::Picture, reading.draw(page, width)?.png()?))
}

fn redact(shelf: &mut Shelf, file: &Fingerprint, password: Option<String>, plan: Plan) -> Answered {
    let limits = shelf.limits;
    let plan = Plan { password, ..plan };
    let source = &on(shelf, file)?.source;
    let redacted = candour_redaction::redact(source, &plan, &limits)?;
    Ok((Answer::Redacted(Box::new(redacted.report)), redacted.pdf))
}

fn verified(
    shelf: &mut Shelf,
    file: &Fingerprint,
    password: Option<String>,
    plan: Plan,
    output: &[u8],
) -> Answered {
    let limits = shelf.limits;
    let plan = Plan { password, ..plan };
    let proof = verify(&on(shelf, file)?.source, &plan, output, &limits)?;
    Ok((Answer::Proved(Box::new(proof)), Vec::new()))
}

fn converted(kind: FileKind, body: &[u8], title: &str) -> Answered {
    let drawn = match kind {
        FileKind::Text => convert::from_text(body, title),
        FileKind::Png | FileKind::Jpeg | FileKind::Tiff => convert::from_image(body, title),
        FileKind::Mail => {
            let mail = letters::read(body).map_err(No::NotTaken)?;
            convert::from_mail(&letters::facts(&mail), &mail.body, title)
        }
        FileKind::Pdf | FileKind::Zip | FileKind::Unviewable => {
            let why = format!("a file of the kind {} is not drawn up as pages", kind.name());
            return Err(No::NotTaken(why));
        }
    };
    let drawn = drawn.map_err(|e| No::NotTaken(e.to_string()))?;
    Ok((Answer::Converted { pages: drawn.pages }, drawn.pdf))
}
