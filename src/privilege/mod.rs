//! Legal advice to the organisation: set apart with who says so, excluded from whatever goes out, and
//! found where it was misfiled. A note that a court may see is none because a lawyer is named in it.

mod actions;
mod claim;
mod look;
mod pages;
mod store;
mod words;

pub use actions::{NotAnswered, answer};
pub use claim::{Answer, ClaimForm, GROUND};
pub use look::{LOOK_BACK, look, look_back};
pub use pages::{claim_form, claim_send, index};
pub use words::Sentence;

use crate::db::{Db, DbError, Id};

/// An item of which somebody must say whether it is legal advice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    pub item: Id,
    pub number: i64,
    pub title: String,
    /// Set apart for now, by its kind or name.
    pub set_apart: bool,
}

impl Question {
    /// What stands in the way of the pack, and the place that mends it.
    pub fn hindrance(self) -> (String, String) {
        let number = self.number;
        let words = if self.set_apart {
            format!("D{number} is set apart as legal advice, and nobody has said who says so")
        } else {
            format!("D{number} speaks of legal advice, and nobody has said whether it is any")
        };
        (words, format!("items/{number}/legal-advice"))
    }
}

/// The questions of a request that nobody has answered, by number.
///
/// # Errors
/// Where the database cannot be read.
pub fn unanswered(db: &mut Db, request: Id) -> Result<Vec<Question>, DbError> {
    let answers = store::answers(db, request)?;
    let asked = store::asked(db, request, &answers)?.into_iter();
    Ok(asked
        .filter(|item| !answers.contains_key(&item.id))
        .map(|item| Question {
            item: item.id,
            number: item.number,
            title: item.title,
            set_apart: item.privileged,
        })
        .collect())
}

/// The sentences that make an item a question, while nobody has answered it.
///
/// # Errors
/// Where the database cannot be read.
pub fn asked_about(db: &mut Db, request: Id, item: Id) -> Result<Option<Vec<Sentence>>, DbError> {
    let open = unanswered(db, request)?.into_iter().any(|question| question.item == item);
    if open { Ok(Some(store::hint(db, item)?)) } else { Ok(None) }
}
