//! Data Protection Act 2018 Schedule 4: what other statutes forbid or restrict. Each list is
//! closed, so that the provision itself must be named.

use super::super::facts::*;
use super::{Outcome, Test};

/// A listed enactment: parts of its title that must all occur, and the provisions of it that are
/// listed; none where all of it is.
struct Listed {
    title: &'static [&'static str],
    provisions: &'static [&'static str],
}

const fn listed(title: &'static [&'static str], provisions: &'static [&'static str]) -> Listed {
    Listed { title, provisions }
}

const FERTILITY: &[Listed] = &[listed(
    &["human fertilisation and embryology act 1990"],
    &["31", "31za", "31zb", "31zc", "31zd", "31ze", "33a", "33b", "33c", "33d"],
)];

const ADOPTION: &[Listed] = &[
    listed(&["adoption agencies regulations 1983"], &["14"]),
    listed(&["adoption agencies regulations 2005"], &["41"]),
    listed(&["adoption agencies", "wales", "regulations 2005"], &["42"]),
    listed(&["adoption rules 1984"], &[]),
    listed(&["magistrates' courts (adoption) rules 1984"], &[]),
    listed(&["family procedure", "adoption", "rules 2005"], &[]),
    listed(
        &["family procedure rules 2010"],
        &["14.6", "14.11", "14.12", "14.13", "14.14", "14.24", "16.20", "16.32", "16.33"],
    ),
    listed(&["adoption agencies", "scotland", "regulations 1996"], &["23"]),
    listed(&["adoption agencies", "scotland", "regulations 2009"], &["28"]),
    listed(&["adoption and children", "scotland", "act 2007"], &["53", "55"]),
    listed(&["act of sederunt", "adoption"], &[]),
    listed(&["rules of the court of session 1994"], &["67.3"]),
    listed(&["adoption", "northern ireland", "order 1987"], &["50", "54"]),
    listed(&["rules of the court of judicature"], &["53"]),
    listed(&["family proceedings rules", "northern ireland", "1996"], &[]),
];

const SPECIAL_NEEDS: &[Listed] = &[
    listed(&["special educational needs and disability regulations 2014"], &["17"]),
    listed(&["co-ordinated support plan"], &["10"]),
    listed(&["education", "special educational needs", "northern ireland", "regulations"], &["22"]),
];

const PARENTAL_ORDERS: &[Listed] =
    &[listed(&["parental orders", "regulations"], &[]), listed(&["parental order"], &[])];

const CHILDRENS_HEARINGS: &[Listed] = &[
    listed(&["children's hearings", "scotland", "act 2011", "rules of procedure"], &[]),
    listed(&["children's hearings", "scotland", "act 2011"], &["178"]),
    listed(&["children's hearings", "rules 2013"], &[]),
];

pub(super) fn rule(id: &str, facts: &Facts) -> Option<Test> {
    let list = match id {
        "s4-2-fertility" => FERTILITY,
        "s4-3-adoption" => ADOPTION,
        "s4-4-sen" => SPECIAL_NEEDS,
        "s4-5-parental-orders" => PARENTAL_ORDERS,
        "s4-6-childrens-hearing" => CHILDRENS_HEARINGS,
        _ => return None,
    };
    let named = facts.words(&RESTRICTED_BY).map(|provision| is_listed(provision, list));
    Some(Test::leads_to(Outcome::StatutoryRoute, Outcome::NotAvailable).needs(
        "A provision of the closed list forbids or restricts sharing it",
        &[&RESTRICTED_BY],
        named,
    ))
}

fn is_listed(provision: &str, list: &[Listed]) -> bool {
    let provision = spelled_out(provision);
    list.iter().any(|Listed { title, provisions }| {
        let Some(rest) = without(&provision, title) else { return false };
        provisions.is_empty() || provisions.iter().any(|number| has_number(&rest, number))
    })
}

/// The words without those of the title, where all of the title is there. What is left holds the
/// number of the provision, and no year that could be taken for it.
fn without(words: &str, title: &[&str]) -> Option<String> {
    title.iter().try_fold(words.to_owned(), |rest, part| {
        rest.contains(part).then(|| rest.replacen(part, " ", 1))
    })
}

fn has_number(words: &str, number: &str) -> bool {
    words
        .split(|c: char| !(c.is_alphanumeric() || c == '.'))
        .map(|token| token.trim_matches('.'))
        .any(|token| {
            token == number
                || ["s", "ss", "reg", "r", "art"].iter().any(|sign| {
                    token.strip_prefix(sign).map(|t| t.trim_start_matches('.')) == Some(number)
                })
        })
}

/// Lower case, usual abbreviations of nations and titles written out.
fn spelled_out(provision: &str) -> String {
    provision
        .to_lowercase()
        .replace('’', "'")
        .replace("(ni)", "(northern ireland)")
        .replace("hfea 1990", "human fertilisation and embryology act 1990")
        .replace("hfe act 1990", "human fertilisation and embryology act 1990")
        .replace("regs ", "regulations ")
        .replace("send regulations", "special educational needs and disability regulations")
}
