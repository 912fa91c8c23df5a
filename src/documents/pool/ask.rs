//! What can be asked, for callers that `await`.

use bytes::Bytes;
use candour_redaction::plan::Plan;
use candour_redaction::report::{Proof, Redacted};
use tokio::sync::mpsc;

use super::queue::Lane;
use super::task::{Answered, Budget, Task};
use super::{Doc, Pool};
use crate::documents::kind::FileKind;
use crate::documents::mail::MailRead;
use crate::documents::problem::DocumentProblem;
use crate::documents::wire::{Answer, Ask, MemberHead};
use crate::vault::{Fingerprint, Vault, Writer};

/// A picture of a page is drawn on 4,000 × 4,000 pixels at most.
const MOST_PICTURE: u64 = 80 << 20;
const MOST_PDF: u64 = 1 << 30;
const MOST_PIECE: u64 = 4 << 20;
/// Widths are rounded up to this, so that windows of nearly the same size share pictures.
const WIDTH_STEP: u32 = 50;
const MOST_WIDTH: u32 = 4_000;
/// Answers that may wait for their reader.
const AHEAD: usize = 4;

/// A file drawn up as a PDF to work on.
#[derive(Debug, Clone)]
pub struct Drawn {
    pub pdf: Bytes,
    pub pages: usize,
}

/// A file that lay in an archive or mail, and now lies in the vault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// As the archive has it, folders included: to be shown, never to be written to.
    pub name: String,
    /// The member that holds it, counted from 0; `None` in the outermost.
    pub inside: Option<usize>,
    /// [`FileKind::Unviewable`] also where name and content disagree.
    pub kind: FileKind,
    pub file: Fingerprint,
    pub bytes: u64,
}

impl Pool {
    /// How many pages the document has; opening it is what proves that it can be read.
    ///
    /// # Errors
    /// Where it cannot be opened within the limits.
    pub async fn pages(&self, doc: impl Into<Doc>) -> Result<usize, DocumentProblem> {
        let doc = doc.into();
        let ask = Ask::Pages { file: doc.file };
        let budget = self.inner.config.whole_file(0);
        match self.one(Lane::Now, Some(doc), ask, Bytes::new(), budget).await? {
            (Answer::Pages(pages), _) => Ok(pages),
            other => Err(unexpected(other)),
        }
    }

    /// A page as a PNG, `width` pixels wide or a little more. Page counted from 0.
    ///
    /// # Errors
    /// Where it cannot be drawn within the limits.
    pub async fn draw(
        &self,
        doc: impl Into<Doc>,
        page: usize,
        width: u32,
    ) -> Result<Bytes, DocumentProblem> {
        self.draw_in(Lane::Now, doc.into(), page, width).await
    }

    /// Draws a page that somebody is likely to look at next.
    pub fn draw_ahead(&self, doc: impl Into<Doc>, page: usize, width: u32) {
        let (pool, doc) = (self.clone(), doc.into());
        self.runtime().spawn(async move {
            let _ = pool.draw_in(Lane::Later, doc, page, width).await;
        });
    }

    async fn draw_in(
        &self,
        lane: Lane,
        doc: Doc,
        page: usize,
        width: u32,
    ) -> Result<Bytes, DocumentProblem> {
        let width = width.clamp(1, MOST_WIDTH).next_multiple_of(WIDTH_STEP);
        let key = (doc.file, page, width);
        if let Some(picture) = self.pictures().get(&key) {
            return Ok(picture);
        }
        let ask = Ask::Draw { file: doc.file, page, width };
        let budget = self.inner.config.one_page(MOST_PICTURE);
        match self.one(lane, Some(doc), ask, Bytes::new(), budget).await? {
            (Answer::Picture, png) => {
                self.pictures().put(key, png.clone());
                Ok(png)
            }
            other => Err(unexpected(other)),
        }
    }

    /// The document without what the plan names, and the account of it.
    ///
    /// # Errors
    /// Where it cannot be redacted, or not be proved to be, within the limits.
    pub async fn redact(
        &self,
        lane: Lane,
        doc: impl Into<Doc>,
        pages: usize,
        plan: Plan,
    ) -> Result<Redacted, DocumentProblem> {
        let doc = doc.into();
        let ask = Ask::Redact { file: doc.file, password: doc.password.clone(), plan };
        let budget = self.inner.config.all_pages(pages, MOST_PDF);
        match self.one(lane, Some(doc), ask, Bytes::new(), budget).await? {
            (Answer::Redacted(report), pdf) => Ok(Redacted { pdf: pdf.into(), report: *report }),
            other => Err(unexpected(other)),
        }
    }

    /// Reads a redacted document again, beside its source and the plan.
    ///
    /// # Errors
    /// Where either cannot be read within the limits. What is wrong stands in the [`Proof`].
    pub async fn verify(
        &self,
        lane: Lane,
        doc: impl Into<Doc>,
        pages: usize,
        plan: Plan,
        redacted: impl Into<Bytes>,
    ) -> Result<Proof, DocumentProblem> {
        let doc = doc.into();
        let ask = Ask::Verify { file: doc.file, password: doc.password.clone(), plan };
        let budget = self.inner.config.all_pages(pages, 0);
        match self.one(lane, Some(doc), ask, redacted.into(), budget).await? {
            (Answer::Proved(proof), _) => Ok(*proof),
            other => Err(unexpected(other)),
        }
    }

    /// A text, mail or picture as a PDF to work on.
    ///
    /// # Errors
    /// Where it is not what `kind` says, or does not fit the limits.
    pub async fn convert(
        &self,
        doc: impl Into<Doc>,
        kind: FileKind,
        title: &str,
    ) -> Result<Drawn, DocumentProblem> {
        let body = doc.into().content(self.inner.vault.as_ref()).await?;
        let ask = Ask::Convert { kind, title: title.to_owned() };
        let budget = self.inner.config.whole_file(MOST_PDF);
        match self.one(Lane::Later, None, ask, body, budget).await? {
            (Answer::Converted { pages }, pdf) => Ok(Drawn { pdf, pages }),
            other => Err(unexpected(other)),
        }
    }

    /// Head and words of a mail.
    ///
    /// # Errors
    /// Where it is no mail that can be read.
    pub async fn read_mail(&self, doc: impl Into<Doc>) -> Result<MailRead, DocumentProblem> {
        let body = doc.into().content(self.inner.vault.as_ref()).await?;
        let budget = self.inner.config.whole_file(0);
        match self.one(Lane::Later, None, Ask::ReadMail, body, budget).await? {
            (Answer::Mail(mail), _) => Ok(*mail),
            other => Err(unexpected(other)),
        }
    }

    /// Puts every member of an archive or mail, and of those within it, into `vault`. Where one
    /// is refused, none is stored.
    ///
    /// # Errors
    /// Where it passes a limit or is damaged; the sentence names the member.
    pub async fn unpack(
        &self,
        doc: impl Into<Doc>,
        kind: FileKind,
        vault: &Vault,
    ) -> Result<Vec<Member>, DocumentProblem> {
        let body = doc.into().content(self.inner.vault.as_ref()).await?;
        let ask = Ask::Unpack { kind, limits: self.inner.config.unpack };
        let budget = self.inner.config.whole_file(MOST_PIECE);
        let mut answers = self.ask(Lane::Later, None, ask, body, budget)?;
        let mut members = Vec::new();
        let mut begun: Option<(MemberHead, Writer)> = None;
        loop {
            let answer = next(&mut answers).await?;
            if !matches!(answer.0, Answer::Piece)
                && let Some((head, writer)) = begun.take()
            {
                let sealed = writer.finish().await?;
                let MemberHead { name, inside, kind } = head;
                let (file, bytes) = (sealed.sha256, sealed.bytes);
                members.push(Member { name, inside, kind, file, bytes });
            }
            match answer {
                (Answer::Member(head), _) => begun = Some((head, vault.write())),
                (Answer::Piece, piece) => match &mut begun {
                    Some((_, writer)) => writer.write(piece).await,
                    None => return Err(DocumentProblem::Died),
                },
                (Answer::Done, _) => return Ok(members),
                other => return Err(unexpected(other)),
            }
        }
    }

    /// Asks what has one answer.
    async fn one(
        &self,
        lane: Lane,
        doc: Option<Doc>,
        ask: Ask,
        body: Bytes,
        budget: Budget,
    ) -> Answered {
        let mut answers = self.ask(lane, doc, ask, body, budget)?;
        next(&mut answers).await
    }

    pub(super) fn ask(
        &self,
        lane: Lane,
        doc: Option<Doc>,
        ask: Ask,
        body: Bytes,
        budget: Budget,
    ) -> Result<mpsc::Receiver<Answered>, DocumentProblem> {
        let (sender, receiver) = mpsc::channel(AHEAD);
        self.inner.queue.add(Task { lane, doc, ask, body, budget, answers: sender })?;
        Ok(receiver)
    }
}

/// The next answer; a refusal is a problem.
pub(super) async fn next(answers: &mut mpsc::Receiver<Answered>) -> Answered {
    match answers.recv().await {
        Some(Ok((Answer::Refused(refusal), _))) => Err(DocumentProblem::Refused(refusal)),
        Some(Ok((Answer::NotTaken(why), _))) => Err(DocumentProblem::NotTaken(why)),
        Some(answered) => answered,
        None => Err(DocumentProblem::Stopped),
    }
}

/// A worker that answers another question than was asked is no longer ours.
pub(super) fn unexpected(_: (Answer, Bytes)) -> DocumentProblem {
    DocumentProblem::Died
}
