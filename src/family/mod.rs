//! Several people of one family file, each with a request: the requests are joined, an item is brought
//! from one record into another without being sent again, and reviewed once, with a decision for each
//! person. Items never merge: each record holds its own.

mod actions;
mod deciding;
mod pages;
mod store;

pub use actions::{NotJoined, Which, bring_over, join, leave};
pub use deciding::{Chosen, Person, decide_for_each, people_of};
pub use pages::{bring, decide_send, item_page, join_send, leave_send, show};
