//! What is done about a document that was not proved: the smallest thing that may help first.

use std::collections::{BTreeMap, BTreeSet};

/// How much of a page is drawn again as pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Remedy {
    /// The surroundings of every mark.
    Parts,
    /// All of it.
    Page,
}

/// What to do by other means than taking things out one by one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Remedies {
    pub(super) pages: BTreeMap<usize, Remedy>,
    /// Bookmarks, links to the web, labels of pages and structure stay behind.
    pub(super) bare: bool,
}

impl Remedies {
    /// Every one of `pages` drawn again.
    pub fn redrawing(pages: &[usize], how: Remedy) -> Self {
        Self { pages: pages.iter().map(|page| (*page, how)).collect(), bare: false }
    }

    /// One step more for what the proof names, given the pages that lost something. `false`
    /// where nothing more can be done.
    pub fn grow(&mut self, findings: &[String], losing: &BTreeSet<usize>) -> bool {
        let (on_pages, elsewhere): (Vec<_>, Vec<_>) =
            findings.iter().map(|finding| page_of(finding)).partition(Option::is_some);
        let mut grown = false;
        for page in on_pages.into_iter().flatten().collect::<BTreeSet<_>>() {
            grown |= self.one_more(page);
        }
        if !elsewhere.is_empty() {
            if !self.bare {
                self.bare = true;
                grown = true;
            } else if !grown {
                for page in losing {
                    grown |= self.one_more(*page);
                }
            }
        }
        grown
    }

    fn one_more(&mut self, page: usize) -> bool {
        let known = self.pages.get(&page).copied();
        match known {
            None => self.pages.insert(page, Remedy::Parts),
            Some(Remedy::Parts) => self.pages.insert(page, Remedy::Page),
            Some(Remedy::Page) => return false,
        };
        true
    }
}

/// The page that a finding begins with, counted from 0.
fn page_of(finding: &str) -> Option<usize> {
    let number = finding.strip_prefix("page ")?;
    let end = number.find(|c: char| !c.is_ascii_digit()).unwrap_or(number.len());
    number.get(..end)?.parse::<usize>().ok()?.checked_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grown(remedies: &mut Remedies, findings: &[&str]) -> bool {
        let findings: Vec<String> = findings.iter().map(|f| (*f).to_owned()).collect();
        remedies.grow(&findings, &BTreeSet::from([0, 4]))
    }

    #[test]
    fn a_page_is_redrawn_in_parts_first_and_then_as_a_whole() {
        let mut remedies = Remedies::default();

        assert!(grown(&mut remedies, &["page 3, text: characters are left under mark 1"]));
        assert_eq!(remedies, Remedies::redrawing(&[2], Remedy::Parts));
        assert!(grown(&mut remedies, &["page 3: a term can still be read"]));
        assert_eq!(remedies, Remedies::redrawing(&[2], Remedy::Page));
        assert!(!grown(&mut remedies, &["page 3: a term can still be read"]));
    }

    #[test]
    fn what_is_on_no_page_costs_the_frame_before_it_costs_pages() {
        let mut remedies = Remedies::default();
        let title = ["removed words are left in a text under /Title"];

        assert!(grown(&mut remedies, &title));
        assert!(remedies.bare && remedies.pages.is_empty());
        assert!(grown(&mut remedies, &title));
        assert_eq!(remedies.pages.keys().copied().collect::<Vec<_>>(), [0, 4]);
    }
}
