//! `D17-p3`: what a page is called in every version of a pack.

use std::fmt;
use std::str::FromStr;

/// A page of an item. Both are counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PageRef {
    pub item: i64,
    pub page: i64,
}

/// What was given names no page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a page reference looks like D17-p3")]
pub struct NotAPage;

impl fmt::Display for PageRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "D{}-p{}", self.item, self.page)
    }
}

impl FromStr for PageRef {
    type Err = NotAPage;

    fn from_str(text: &str) -> Result<Self, NotAPage> {
        let number = |digits: &str| {
            let digits = digits.bytes().all(|b| b.is_ascii_digit()).then_some(digits)?;
            digits.parse::<i64>().ok().filter(|n| *n > 0)
        };
        let text = text.trim().to_ascii_lowercase();
        text.strip_prefix('d')
            .and_then(|rest| rest.split_once("-p"))
            .and_then(|(item, page)| Some(Self { item: number(item)?, page: number(page)? }))
            .ok_or(NotAPage)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_reference_is_read_as_it_is_printed() {
        let page = PageRef { item: 17, page: 3 };

        assert_eq!(page.to_string(), "D17-p3");
        assert_eq!(" d17-P3".parse(), Ok(page));
    }

    #[test]
    fn what_names_no_page_is_refused() {
        for text in ["", "D17", "D0-p1", "D1-p0", "D-1-p2", "D+1-p2", "17-3", "D1-p2-p3"] {
            assert_eq!(text.parse::<PageRef>(), Err(NotAPage), "{text}");
        }
    }
}
