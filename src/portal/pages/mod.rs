//! The pages of whoever asked: the door, the request, the pack page by page.

mod follow;
mod read;

pub use follow::{
    answer_send, door as follow_door, enter as follow_enter, evidence_send, identity_send,
    my_request, priorities_send,
};
pub use read::{contest_form, contest_send, contested_sent, page_picture, read_page};

use crate::problem::Kind;
use crate::web::{HttpProblem, Visitor};

/// The cookie's value, or what to do where there is none.
fn visit_of(visitor: &Visitor, name: &str) -> Result<String, HttpProblem> {
    visitor.http().cookie(name).map(|c| c.value().to_owned()).ok_or_else(|| {
        HttpProblem::of(Kind::Missing, "open the link in our e-mail again, and give the code")
    })
}
