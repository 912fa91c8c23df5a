//! Conflicts of interest. Before somebody first opens a request they say whether they have an
//! interest in it; who has one, asks, is asked about or is named around the subject can neither
//! open it nor find it. Whoever opens a request that is not theirs gives a reason and has some hours.

mod actions;
mod pages;
mod rules;
mod store;
mod threshold;

pub use actions::{Declaration, declare, stands_in_the_way, tell_office};
pub use pages::{clear_conflict, interest_form, interest_send, opening_form, opening_send};
pub use rules::{Standing, same_name};
pub use store::{Interest, barred_from, cleared_for, declared, keep_opening, of_request, standing};
pub use threshold::Threshold;
