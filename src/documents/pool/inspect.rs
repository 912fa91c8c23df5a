//! Reading a document page by page.

use std::ops::Range;

use bytes::Bytes;
use tokio::sync::mpsc;

use super::ask::{next, unexpected};
use super::queue::Lane;
use super::task::Answered;
use super::{Doc, Pool};
use crate::documents::page::PageRead;
use crate::documents::problem::DocumentProblem;
use crate::documents::wire::{Answer, Ask};

/// Pages that may end their worker before the document is given up.
const MOST_FATAL_PAGES: u32 = 5;

/// Gives what was read from each page, in order. A page that ends its worker is named as one that
/// could not be read, and the reading goes on behind it.
pub struct Inspection {
    pool: Pool,
    lane: Lane,
    doc: Doc,
    left: Range<usize>,
    answers: Option<mpsc::Receiver<Answered>>,
    fatal_pages: u32,
}

impl Pool {
    /// Reads the pages of a document that has `pages` of them.
    pub fn inspect(&self, doc: impl Into<Doc>, pages: usize) -> Inspection {
        let (pool, doc) = (self.clone(), doc.into());
        Inspection { pool, lane: Lane::Later, doc, left: 0..pages, answers: None, fatal_pages: 0 }
    }
}

impl Pool {
    /// Reads one page for somebody who waits, counted from 0; `None` where there is no such page.
    ///
    /// # Errors
    /// Where the document as a whole cannot be read within the limits.
    pub async fn inspect_page(
        &self,
        doc: impl Into<Doc>,
        page: usize,
    ) -> Result<Option<PageRead>, DocumentProblem> {
        let (pool, doc) = (self.clone(), doc.into());
        let left = page..page.saturating_add(1);
        let mut one =
            Inspection { pool, lane: Lane::Now, doc, left, answers: None, fatal_pages: 0 };
        one.next().await
    }
}

impl Inspection {
    /// The next page, or `None` behind the last.
    ///
    /// # Errors
    /// Where the document as a whole cannot be read within the limits.
    pub async fn next(&mut self) -> Result<Option<PageRead>, DocumentProblem> {
        if self.left.is_empty() {
            return Ok(None);
        }
        let answered = match &mut self.answers {
            Some(answers) => next(answers).await,
            None => {
                let answers =
                    self.answers.insert(self.pool.ask_pages(self.lane, &self.doc, &self.left)?);
                next(answers).await
            }
        };
        match answered {
            Ok((Answer::Page(page), _)) if page.page == self.left.start => {
                self.left.start += 1;
                Ok(Some(*page))
            }
            // It has fewer pages than was said.
            Ok((Answer::Done, _)) => {
                self.left = 0..0;
                Ok(None)
            }
            Ok(other) => Err(unexpected(other)),
            Err(problem) => self.without_this_page(problem).map(Some),
        }
    }

    fn without_this_page(&mut self, problem: DocumentProblem) -> Result<PageRead, DocumentProblem> {
        let ends_the_worker = matches!(
            problem,
            DocumentProblem::TooSlow | DocumentProblem::TooBig | DocumentProblem::Died
        );
        self.fatal_pages += 1;
        if !ends_the_worker || self.fatal_pages > MOST_FATAL_PAGES {
            return Err(problem);
        }
        self.answers = None;
        let page = self.left.start;
        self.left.start += 1;
        Ok(PageRead { page, content: Err(problem.to_string()) })
    }
}

impl Pool {
    fn ask_pages(
        &self,
        lane: Lane,
        doc: &Doc,
        pages: &Range<usize>,
    ) -> Result<mpsc::Receiver<Answered>, DocumentProblem> {
        let ask = Ask::Inspect { file: doc.file, from: pages.start, to: pages.end };
        let budget = self.inner.config.each_page(pages.len(), 0);
        self.ask(lane, Some(doc.clone()), ask, Bytes::new(), budget)
    }
}
