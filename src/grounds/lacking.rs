//! What a decision still lacks before anything goes out.

use std::collections::BTreeSet;

use super::rules::{self, HEALTH_HARM, Says};
use super::store;
use crate::calendar::{Date, words};
use crate::db::{Db, DbError};
use crate::law::exemptions;
use crate::requests::RequestRow;
use crate::review;

/// Something that is lacking, and the place that mends it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lacking {
    pub words: String,
    /// Within the request.
    pub place: String,
}

fn lack(words: String, place: impl Into<String>) -> Lacking {
    Lacking { words, place: place.into() }
}

/// The grounds that marks and decisions of this request rest on.
///
/// # Errors
/// Where the database cannot be read.
pub fn in_use(db: &mut Db, request: &RequestRow) -> Result<BTreeSet<String>, DbError> {
    let marks = review::marks_of(db, request.id)?;
    let decisions = review::decisions_of(db, request.id)?;
    let marked = marks.into_iter().filter(|mark| !mark.removed).map(|mark| mark.ground);
    Ok(marked.chain(decisions.into_iter().filter_map(|decision| decision.ground)).collect())
}

/// The last day of the newest opinion of this kind that was given by `today`.
fn newest(opinions: &[store::OpinionRow], says: Option<Says>, today: Date) -> Option<Date> {
    let fits = |one: &&store::OpinionRow| {
        one.given_on <= today && says.is_none_or(|says| one.says == says)
    };
    opinions.iter().filter(fits).filter_map(store::OpinionRow::valid_until).max()
}

/// What the decisions of this request lack on `today`.
///
/// # Errors
/// Where the database cannot be read.
pub fn lacking(db: &mut Db, request: &RequestRow, today: Date) -> Result<Vec<Lacking>, DbError> {
    let mut found = Vec::new();
    let tests = store::tests(db, request.id)?;
    let opinions = store::opinions(db, request.id)?;
    let used = in_use(db, request)?;
    for ground in &used {
        let Some(exemption) = exemptions::find(ground) else { continue };
        if !rules::must_be_tested(exemption) {
            continue;
        }
        let place = format!("grounds/{ground}");
        let name = &exemption.short_name;
        match tests.iter().find(|test| test.ground == *ground) {
            None => found.push(lack(format!("the ground “{name}” has not been tested"), place)),
            Some(test) if !test.lets_withhold() => {
                found.push(lack(format!("the ground “{name}” fails its test"), place));
            }
            Some(_) => {}
        }
        if ground == HEALTH_HARM {
            match newest(&opinions, Some(Says::Harm), today) {
                None => {
                    let words = format!("no health professional's opinion carries “{name}”");
                    found.push(lack(words, "grounds"));
                }
                Some(until) if until < today => {
                    found.push(lack(
                        format!("the opinion behind “{name}” lapsed on {}", words(until)),
                        "grounds",
                    ));
                }
                Some(_) => {}
            }
        }
    }
    let cleared = newest(&opinions, Some(Says::NoHarm), today);
    for item in store::health_items(db, request.id)? {
        if !item.released || !item.known_how.is_empty() {
            continue;
        }
        let number = item.number;
        match newest(&opinions, None, today) {
            None => {
                let words = format!(
                    "D{number} holds health data: no health professional has given an opinion"
                );
                found.push(lack(words, "grounds"));
            }
            Some(until) if until < today => {
                let on = words(until);
                let words = format!("D{number} holds health data: the opinion lapsed on {on}");
                found.push(lack(words, "grounds"));
            }
            // Where harm is likely, what the opinion names is withheld on that ground, and the rest goes.
            Some(_) if cleared.is_none_or(|until| until < today) && !used.contains(HEALTH_HARM) => {
                let words = format!(
                    "D{number} holds health data, and the opinion says that serious harm is likely"
                );
                found.push(lack(words, format!("review/{number}")));
            }
            Some(_) => {}
        }
    }
    Ok(found)
}
