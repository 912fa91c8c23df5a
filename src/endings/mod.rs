//! How a request ends without an answer, or goes another way: refused or charged for, which one
//! person proposes and another decides; sent elsewhere; taken as what it is under another name;
//! lapsed after a reminder.

mod actions;
mod grounds;
mod jobs;
mod letters;
mod pages;
mod proposals;
mod store;

pub use actions::{Elsewhere, fee_paid, relabel, send_elsewhere};
pub use grounds::{Destination, Ground, ProposalKind};
pub use jobs::watch;
pub use pages::{
    decide_send, elsewhere_send, fee_send, propose_send, relabel_send, show, take_back_send,
};
pub use proposals::{Proposal, decide, propose, take_back};
pub use store::{ProposalRow, WaitingRow, proposals};

use crate::db::{Db, DbError, Id};

/// The proposals that wait for this person: made by others, about requests assigned to them.
///
/// # Errors
/// Where the database cannot be read.
pub fn waiting_for(db: &mut Db, decider: Id) -> Result<Vec<WaitingRow>, DbError> {
    Ok(store::waiting_for(db, decider)?)
}
