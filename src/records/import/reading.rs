//! One item read: its pages drawn up where they must be, their sizes, words and warnings kept.

use candour_redaction::read::Warning;

use super::{Desk, fingerprint, first_bytes, plain};
use crate::access::Who;
use crate::audit::{self, About, Act};
use crate::calendar::local_day;
use crate::db::{self, DbError};
use crate::documents::{DocumentProblem, FileKind, PageRead, recognise};
use crate::jobs::{Setback, Work};
use crate::records::View;
use crate::records::naming;
use crate::records::store::{self, ItemRow, PageRow, Read};
use crate::records::trails::{Lines, TrailMessage};
use crate::records::words::Layer;
use crate::vault::Fingerprint;

/// Why an item was not read: its own fault, told at the item, or ours, tried again.
enum Not {
    Shown(String),
    Now(Setback),
}

impl From<Setback> for Not {
    fn from(setback: Setback) -> Self {
        Not::Now(setback)
    }
}

/// Reads an item that waits.
///
/// # Errors
/// Where something of ours fails.
pub fn read(desk: &Desk, work: &Work, item: &ItemRow, before: &str) -> Result<(), Setback> {
    match item.view {
        View::Waiting => {}
        View::Shown | View::NotShown => return Ok(()),
    }
    let twin = match item.duplicate_of {
        Some(first) => store::same_as(&mut *work.db()?, item, first).map_err(DbError::from)?,
        None => None,
    };
    let read = match twin {
        Some(read) => Ok(read),
        None => fresh(desk, work, item, before),
    };
    match read {
        Ok(read) => imported(work, item, &read),
        Err(Not::Shown(why)) => kept_unseen(work, item, &why),
        Err(Not::Now(setback)) => Err(setback),
    }
}

fn imported(work: &Work, item: &ItemRow, read: &Read) -> Result<(), Setback> {
    db::transaction(&mut *work.db()?, |db| {
        if store::set_read(db, item, read)? {
            let words = format!("D{}, {} pages", item.number, read.pages.len());
            let about = About::request(item.request_id).object(item.id).words(words);
            audit::tell(db, &Who::System, Act::ItemImported, about, work.now())?;
        }
        Ok::<_, DbError>(())
    })?;
    Ok(())
}

fn kept_unseen(work: &Work, item: &ItemRow, why: &str) -> Result<(), Setback> {
    db::transaction(&mut *work.db()?, |db| {
        if store::set_not_shown(db, item.id, why)? {
            let words = format!("D{}, which cannot be shown", item.number);
            let about = About::request(item.request_id).object(item.id).words(words);
            audit::tell(db, &Who::System, Act::ItemImported, about, work.now())?;
        }
        Ok::<_, DbError>(())
    })?;
    Ok(())
}

fn fresh(desk: &Desk, work: &Work, item: &ItemRow, before: &str) -> Result<Read, Not> {
    let name = item.file_name.as_str();
    let original = fingerprint(&item.original_sha256)?;
    let kind = recognise(name, &first_bytes(&desk.vault, original)?)
        .map_err(|disagrees| Not::Shown(plain::sentence_of(name, &disagrees.to_string())))?;
    let told = |problem: DocumentProblem| at(name, problem);
    let mut head = None;
    let (working, pages) = match kind {
        FileKind::Pdf => {
            let pages = desk.documents.wait(move |pool| async move { pool.pages(original).await });
            (original, pages.map_err(told)?)
        }
        FileKind::Text | FileKind::Png | FileKind::Jpeg | FileKind::Tiff | FileKind::Mail => {
            if kind == FileKind::Mail {
                head = Some(mail_head(desk, item, original).map_err(told)?);
            }
            work.progress(0, 1, &format!("{before}drawing it up as pages"))?;
            let title = head.as_ref().map_or(item.title.clone(), |(subject, _, _)| subject.clone());
            let drawn = desk
                .documents
                .wait(move |pool| async move { pool.convert(original, kind, &title).await })
                .map_err(told)?;
            let sealed = desk.vault.put_blocking(drawn.pdf).map_err(Setback::from)?;
            (sealed.sha256, drawn.pages)
        }
        // An archive within an item's own name: its members are items, it is none itself.
        FileKind::Zip | FileKind::Unviewable => return Err(Not::Shown(plain::not_shown(name))),
    };
    if pages > desk.most_pages {
        let most = desk.most_pages;
        let why = format!(
            "it has {pages} pages, and {most} at most can be worked on at a time; split it and add the parts"
        );
        return Err(Not::Shown(plain::sentence_of(name, &why)));
    }
    let (rows, words, messages) = inspected(desk, work, item, working, pages, before)?;
    let words = desk.vault.put_blocking(words).map_err(Setback::from)?;
    Ok(Read {
        working_sha256: working.to_string(),
        words_sha256: words.sha256.to_string(),
        pages: rows,
        head,
        messages,
    })
}

fn at(name: &str, problem: DocumentProblem) -> Not {
    if problem.is_the_document_s() {
        Not::Shown(plain::sentence(name, &problem))
    } else {
        Not::Now(Setback::Passing(problem.to_string()))
    }
}

type Head = (String, String, Option<chrono::NaiveDate>);

fn mail_head(desk: &Desk, item: &ItemRow, file: Fingerprint) -> Result<Head, DocumentProblem> {
    let mail = desk.documents.wait(move |pool| async move { pool.read_mail(file).await })?;
    let subject = match mail.subject.trim() {
        "" => item.title.clone(),
        subject => naming::shown(subject),
    };
    let day = mail.sent.and_then(|at| chrono::DateTime::from_timestamp(at, 0)).map(local_day);
    let from = if mail.from.trim().is_empty() { String::new() } else { naming::shown(&mail.from) };
    Ok((subject, from, day))
}

/// Pages, the layer of words, messages.
type Inspected = (Vec<PageRow>, Vec<u8>, Vec<TrailMessage>);

/// Every page's facts, the layer of words, and the messages they are.
fn inspected(
    desk: &Desk,
    work: &Work,
    item: &ItemRow,
    working: Fingerprint,
    pages: usize,
    before: &str,
) -> Result<Inspected, Not> {
    let (sender, receiver) = std::sync::mpsc::sync_channel::<PageRead>(4);
    let documents = desk.documents.clone();
    // Pages come one by one, so that memory does not grow with the document.
    let (outcome, rows, layer, lines, unread) = std::thread::scope(|scope| {
        let asking = scope.spawn(move || {
            documents.wait(move |pool| async move {
                let mut inspection = pool.inspect(working, pages);
                while let Some(page) = inspection.next().await? {
                    let sender = sender.clone();
                    let sent = tokio::task::spawn_blocking(move || sender.send(page)).await;
                    if !matches!(sent, Ok(Ok(()))) {
                        break; // Nobody listens any more.
                    }
                }
                Ok(())
            })
        });
        let (mut rows, mut layer, mut unread) = (Vec::new(), Layer::default(), Vec::new());
        let mut lines = Lines::default();
        let mut held = Ok(());
        for page in receiver {
            let number = page.page as i64 + 1;
            match page.content {
                Ok(content) => {
                    layer.add(&content.words);
                    lines.add(number, &content.words);
                    rows.push(PageRow {
                        item_id: item.id,
                        page: number,
                        width: content.facts.width,
                        height: content.facts.height,
                        to_display: json(&content.facts.to_display),
                        warnings: json::<Vec<Warning>>(&content.warnings),
                    });
                }
                Err(_) => unread.push(number),
            }
            if number % 10 == 0 || number as usize == pages {
                let words = format!("{before}page {number} of {pages}");
                held = work.progress(number as usize, pages, &words);
                if held.is_err() {
                    break;
                }
            }
        }
        let asked = asking.join().unwrap_or(Err(DocumentProblem::Stopped));
        (held.map(|()| asked), rows, layer, lines, unread)
    });
    outcome?.map_err(|problem| at(&item.file_name, problem))?;
    if !unread.is_empty() || rows.len() != pages {
        return Err(Not::Shown(plain::sentence_of(&item.file_name, &unread_words(&unread))));
    }
    Ok((rows, layer.finish(), lines.messages()))
}

fn json<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("numbers and words have a form in JSON")
}

/// A page that cannot be read cannot be marked either, so the document cannot go out as it is.
fn unread_words(pages: &[i64]) -> String {
    let shown: Vec<String> = pages.iter().take(5).map(i64::to_string).collect();
    let which = match (pages.len(), shown.as_slice()) {
        (0, _) => "some of its pages".to_owned(),
        (1, [page]) => format!("page {page}"),
        (n, _) if n > shown.len() => format!("{n} pages, the first are {}", shown.join(", ")),
        _ => format!("pages {}", shown.join(", ")),
    };
    format!("{which} cannot be read; ask whoever sent it for another copy, or for a print to PDF")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_that_cannot_be_read_are_named() {
        assert!(unread_words(&[3]).starts_with("page 3 cannot"));
        assert!(unread_words(&[3, 9]).starts_with("pages 3, 9 cannot"));
        assert!(
            unread_words(&[1, 2, 3, 4, 5, 6]).starts_with("6 pages, the first are 1, 2, 3, 4, 5 ")
        );
    }
}
