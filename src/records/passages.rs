//! Saying what a passage of an item is.

use chrono::{DateTime, Utc};

use super::actions::{NotRecorded, find, takes_files};
use super::{Tag, store};
use crate::access::{Action, Actor, Who, allow};
use crate::audit::{self, About, Act};
use crate::db::{self, Db, DbError, Id};
use crate::problem::Invalid;
use crate::requests::Reference;

/// Most words of one passage: more than a page in small print holds.
const MOST_WORDS: i64 = 5_000;

/// Words of a page, from the first to the last, counted from 0 as the page is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// Counted from 1.
    pub page: i64,
    pub first: i64,
    pub last: i64,
}

/// What is said of a passage, as the form sends it.
#[derive(Debug, Clone, Default)]
pub struct Tagged {
    pub tag: String,
    /// The rationale of an opinion, the basis of a decision.
    pub basis: String,
    /// Who decided.
    pub maker: String,
}

/// A passage as it can be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    pub span: Span,
    pub tag: Tag,
    pub basis: String,
    pub maker: String,
}

impl Tag {
    /// The colour of its line on a page, by the recording policies (blue the child's voice, red a
    /// manager's oversight, green the reviewing officer's); the words always stand beside it.
    pub const fn colour(self) -> &'static str {
        match self {
            Tag::ChildsVoice => "blue",
            Tag::ManagementOversight => "red",
            Tag::IroOversight => "green",
            Tag::Fact
            | Tag::Opinion
            | Tag::Hypothesis
            | Tag::Assessment
            | Tag::Judgement
            | Tag::Decision => "grey",
        }
    }

    const fn must_say_why(self) -> Option<&'static str> {
        match self {
            Tag::Opinion => Some(
                "say what the opinion rests on; where the record does not tell, say that it does not",
            ),
            Tag::Decision => Some(
                "say on what basis it was decided; where the record does not tell, say that it does not",
            ),
            Tag::Fact
            | Tag::Hypothesis
            | Tag::Assessment
            | Tag::Judgement
            | Tag::ChildsVoice
            | Tag::ManagementOversight
            | Tag::IroOversight => None,
        }
    }
}

impl Tagged {
    /// # Errors
    /// Each field that cannot be taken.
    pub fn checked(&self, span: Option<Span>) -> Result<Passage, Vec<Invalid>> {
        let mut wrong = Vec::new();
        let within = |s: &Span| s.page > 0 && (0..MOST_WORDS).contains(&(s.last - s.first));
        let span = span.filter(|s| s.first >= 0 && within(s));
        if span.is_none() {
            let words = "these words do not stand on this page; copy them as they are there";
            wrong.push(Invalid::new("passage", words));
        }
        let tag = Tag::from_name(&self.tag);
        let (basis, maker) = (self.basis.trim(), self.maker.trim());
        match tag {
            None => wrong.push(Invalid::new("tag", "choose what the passage is")),
            Some(tag) => {
                if tag == Tag::Decision && maker.is_empty() {
                    let words =
                        "say who decided; where the record does not tell, say that it does not";
                    wrong.push(Invalid::new("maker", words));
                }
                if let (Some(why), true) = (tag.must_say_why(), basis.is_empty()) {
                    wrong.push(Invalid::new("basis", why));
                }
            }
        }
        if basis.chars().count() > 2_000 {
            wrong.push(Invalid::new("basis", "shorten this to 2,000 characters"));
        }
        if maker.chars().count() > 200 {
            wrong.push(Invalid::new("maker", "shorten this to 200 characters"));
        }
        match (span, tag) {
            (Some(span), Some(tag)) if wrong.is_empty() => {
                Ok(Passage { span, tag, basis: basis.into(), maker: maker.into() })
            }
            _ => Err(wrong),
        }
    }
}

/// Says what a passage of an item is. `span` is `None` where its words were not found.
///
/// # Errors
/// Where the item is not theirs, it is not the time, or what belongs to the tag is not said.
pub fn tag(
    db: &mut Db,
    by: &Actor,
    reference: &Reference,
    number: i64,
    (span, form): (Option<Span>, &Tagged),
    now: DateTime<Utc>,
) -> Result<Tag, NotRecorded> {
    db::transaction(db, |db| {
        let (request, item) = find(db, by, reference, number)?;
        allow(by, Action::DescribeItem, &[])?;
        let passage = form.checked(span).map_err(NotRecorded::Invalid)?;
        if !takes_files(request.state) {
            return Err(NotRecorded::NotNow(request.state));
        }
        if store::is_tagged(db, item.id, &passage).map_err(DbError::from)? {
            let words = "these words carry this tag already";
            return Err(NotRecorded::Invalid(vec![Invalid::new("tag", words)]));
        }
        let id = store::add_passage(db, &item, &passage, by.id, now).map_err(DbError::from)?;
        let words = told(number, passage.span.page, passage.tag);
        let about = About::request(request.id).object(id).words(words);
        audit::tell(db, &Who::from(by), Act::PassageTagged, about, now)?;
        Ok(passage.tag)
    })
}

/// Takes a tag away.
///
/// # Errors
/// Where the item is not theirs, it carries no such tag, or it is not the time.
pub fn untag(
    db: &mut Db,
    by: &Actor,
    reference: &Reference,
    number: i64,
    passage: Id,
    now: DateTime<Utc>,
) -> Result<Tag, NotRecorded> {
    db::transaction(db, |db| {
        let (request, item) = find(db, by, reference, number)?;
        allow(by, Action::DescribeItem, &[])?;
        let tagged = store::passages_of_item(db, item.id).map_err(DbError::from)?;
        let tagged = tagged.into_iter().find(|p| p.id == passage).ok_or(NotRecorded::Unknown)?;
        if !takes_files(request.state) {
            return Err(NotRecorded::NotNow(request.state));
        }
        store::remove_passage(db, passage).map_err(DbError::from)?;
        let words = told(number, tagged.page, tagged.tag);
        let about = About::request(request.id).object(passage).words(words);
        audit::tell(db, &Who::from(by), Act::PassageUntagged, about, now)?;
        Ok(tagged.tag)
    })
}

fn told(number: i64, page: i64, tag: Tag) -> String {
    format!("D{number}-p{page}, {}", tag.words().to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(tag: &str, basis: &str, maker: &str) -> Vec<&'static str> {
        let form = Tagged { tag: tag.into(), basis: basis.into(), maker: maker.into() };
        let span = Span { page: 1, first: 3, last: 5 };
        form.checked(Some(span)).err().unwrap_or_default().iter().map(|w| w.field).collect()
    }

    #[test]
    fn an_opinion_carries_its_rationale_and_a_decision_its_maker_and_basis() {
        assert_eq!(wrong("opinion", " ", ""), ["basis"]);
        assert!(wrong("opinion", "what the school saw", "").is_empty());
        assert_eq!(wrong("decision", "", ""), ["maker", "basis"]);
        assert!(wrong("decision", "the panel’s minutes", "Pauline Grady").is_empty());
    }

    #[test]
    fn what_is_no_opinion_and_no_decision_needs_nothing_more() {
        let needs = [Tag::Opinion, Tag::Decision];
        for tag in Tag::ALL.iter().filter(|tag| !needs.contains(tag)) {
            assert!(wrong(tag.name(), "", "").is_empty(), "{}", tag.name());
        }
        assert_eq!(wrong("rumour", "", ""), ["tag"]);
    }

    #[test]
    fn a_passage_is_words_of_one_page_from_the_first_to_the_last() {
        let form = Tagged { tag: "fact".into(), ..Tagged::default() };
        let at = |page, first, last| form.checked(Some(Span { page, first, last })).is_ok();

        assert!(at(1, 0, 0) && at(2, 4, 9));
        assert!(!at(0, 0, 0) && !at(1, -1, 0) && !at(1, 5, 4) && !at(1, 0, MOST_WORDS));
        assert!(form.checked(None).is_err());
    }

    #[test]
    fn whose_voice_it_is_has_the_colour_of_the_policies() {
        let voices = [Tag::ChildsVoice, Tag::ManagementOversight, Tag::IroOversight];

        assert_eq!(voices.map(Tag::colour), ["blue", "red", "green"]);
    }
}
