//! Saying what a passage is, beside the page it stands on.

use actix_web::http::header::LOCATION;
use actix_web::{HttpResponse, web};
use candour_redaction::read::Word;
use serde::Deserialize;

use super::desk::{Wrong, open, show, words_of};
use crate::db::Id;
use crate::problem::Invalid;
use crate::records::{self, NotRecorded, Span, Tagged};
use crate::requests::Reference;
use crate::review::find;
use crate::web::{Answer, Desk, HttpProblem, NoFields, Sent};

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PassageForm {
    pub(super) on_page: String,
    /// The words as they stand on the page, or their beginning.
    pub(super) passage: String,
    /// Their end, where only the beginning was given.
    pub(super) until: String,
    /// Numbers of the first and last word, where they were selected on the page.
    pub(super) first: String,
    pub(super) last: String,
    pub(super) tag: String,
    pub(super) basis: String,
    pub(super) maker: String,
}

impl PassageForm {
    /// 0 where none is given.
    fn page(&self) -> i64 {
        self.on_page.trim().trim_start_matches(['p', 'P']).parse().unwrap_or(0)
    }

    /// Which words of the page are meant.
    fn span(&self, page: i64, words: &[Word]) -> Result<Option<Span>, Invalid> {
        let span = |first: usize, last: usize| {
            let (first, last) = (i64::try_from(first).ok()?, i64::try_from(last).ok()?);
            (words.len() as i64 > last).then_some(Span { page, first, last })
        };
        if let (Ok(first), Ok(last)) = (self.first.parse(), self.last.parse()) {
            return Ok(span(first, last));
        }
        let begins = find::hits(words, &self.passage);
        let [begin] = begins.as_slice() else {
            if begins.is_empty() {
                return Ok(None);
            }
            let words =
                format!("these words stand {} times on this page; give more of them", begins.len());
            return Err(Invalid::new("passage", words));
        };
        if self.until.trim().is_empty() {
            return Ok(span(begin.first, begin.last));
        }
        let end = find::hits(words, &self.until).into_iter().find(|hit| hit.last >= begin.first);
        match end {
            Some(end) => Ok(span(begin.first, end.last.max(begin.last))),
            None => {
                let words = "these words do not stand on this page after the first ones";
                Err(Invalid::new("until", words))
            }
        }
    }
}

/// The words that a form means, of an item that may be known of.
async fn span_of(
    desk: &Desk,
    reference: &Reference,
    number: i64,
    form: &PassageForm,
) -> Result<Result<Option<Span>, Invalid>, HttpProblem> {
    let at = reference.clone();
    let opened = desk.work(move |db, actor, _| open(db, actor, &at, number)).await?;
    let page = form.page();
    let words = words_of(desk, &opened.item).await?;
    let on_page = usize::try_from(page - 1).ok().and_then(|at| words.get(at));
    Ok(match on_page {
        Some(words) => form.span(page, words),
        None => Err(Invalid::new("on_page", "enter the number of a page of this item")),
    })
}

/// `POST /requests/{reference}/items/{number}/passages/asking`: on to the form with which somebody is
/// asked about the words. Its address says where they stand, never what they say.
pub async fn ask_about(
    desk: Desk,
    path: web::Path<(Reference, i64)>,
    form: Sent<PassageForm>,
) -> Answer {
    let ((reference, number), form) = (path.into_inner(), form.0);
    match span_of(&desk, &reference, number, &form).await? {
        Ok(Some(Span { page, first, last })) => {
            let to = format!(
                "/requests/{reference}/consultations/new?item={number}&page={page}&first={first}&last={last}"
            );
            Ok(HttpResponse::SeeOther().insert_header((LOCATION, to)).finish())
        }
        Ok(None) => {
            let words = "these words do not stand on this page; give them as they stand there";
            let what = vec![Invalid::new("passage", words)];
            show(desk, reference, number, Wrong { form, what }).await
        }
        Err(wrong) => show(desk, reference, number, Wrong { form, what: vec![wrong] }).await,
    }
}

/// `POST /requests/{reference}/items/{number}/passages`
pub async fn tag_passage(
    desk: Desk,
    path: web::Path<(Reference, i64)>,
    form: Sent<PassageForm>,
) -> Answer {
    let ((reference, number), form) = (path.into_inner(), form.0);
    let page = form.page();
    let done = match span_of(&desk, &reference, number, &form).await? {
        Err(wrong) => Err(vec![wrong]),
        Ok(span) => {
            let said = Tagged {
                tag: form.tag.clone(),
                basis: form.basis.clone(),
                maker: form.maker.clone(),
            };
            let at = reference.clone();
            desk.work(move |db, actor, now| {
                match records::tag(db, actor, &at, number, (span, &said), now) {
                    Err(NotRecorded::Invalid(what)) => Ok(Err(what)),
                    other => other.map(Ok),
                }
            })
            .await?
        }
    };
    match done {
        Ok(tag) => {
            let to = format!("/requests/{reference}/review/{number}#passages");
            desk.said(&to, &format!("Tagged on page {page}: {}", tag.words()))
        }
        Err(what) => show(desk, reference, number, Wrong { form, what }).await,
    }
}

/// `POST /requests/{reference}/items/{number}/passages/{id}/removal`
pub async fn untag_passage(
    desk: Desk,
    path: web::Path<(Reference, i64, Id)>,
    _: Sent<NoFields>,
) -> Answer {
    let (reference, number, passage) = path.into_inner();
    let at = reference.clone();
    let tag = desk
        .work(move |db, actor, now| records::untag(db, actor, &at, number, passage, now))
        .await?;
    let to = format!("/requests/{reference}/review/{number}#passages");
    desk.said(&to, &format!("No longer tagged: {}", tag.words()))
}

#[cfg(test)]
mod tests {
    use candour_redaction::geometry::Rect;

    use super::*;

    fn page(text: &str) -> Vec<Word> {
        text.split(' ')
            .map(|word| Word {
                text: word.into(),
                quad: Rect::new(0.0, 0.0, 9.0, 10.0).into(),
                line: 0,
                invisible: false,
            })
            .collect()
    }

    fn meant(text: &str, passage: &str, until: &str) -> Result<Option<(i64, i64)>, &'static str> {
        let (passage, until) = (passage.to_owned(), until.to_owned());
        let form = PassageForm { passage, until, ..PassageForm::default() };
        let span = form.span(1, &page(text)).map_err(|wrong| wrong.field)?;
        Ok(span.map(|s| (s.first, s.last)))
    }

    #[test]
    fn a_passage_is_found_by_its_words_or_by_how_it_begins_and_ends() {
        let text = "Mum was sad. He seemed well to me, I think.";

        assert_eq!(meant(text, "he seemed well", ""), Ok(Some((3, 5))));
        assert_eq!(meant(text, "he seemed", "i think"), Ok(Some((3, 9))));
        assert_eq!(meant(text, "he was", ""), Ok(None));
        assert_eq!(meant(text, "he seemed", "was sad"), Err("until"));
    }

    #[test]
    fn words_that_stand_twice_are_not_guessed() {
        assert_eq!(meant("He left. He came.", "he", ""), Err("passage"));
        assert_eq!(meant("He left. He came.", "he came", ""), Ok(Some((2, 3))));
    }

    #[test]
    fn words_that_were_selected_are_taken_by_their_numbers() {
        let form = PassageForm { first: "0".into(), last: "1".into(), ..PassageForm::default() };

        assert_eq!(form.span(3, &page("He left")), Ok(Some(Span { page: 3, first: 0, last: 1 })));
        assert_eq!(form.span(3, &page("He")), Ok(None));
    }
}
