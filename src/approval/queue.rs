//! All that waits for a manager's decision, on one page that empties as they act.

use super::store::{self, Waiting};
use crate::access::{Action, Actor, may};
use crate::consultation::{self, ToDo};
use crate::db::{Db, DbError};
use crate::endings::{self, ProposalKind};
use crate::letters::{self, VersionRow};
use crate::sources;

/// What waits, by where it is decided.
pub struct Queue {
    pub packs: Vec<Waiting>,
    pub to_do: Vec<ToDo>,
    /// New wordings that others wrote.
    pub wordings: Vec<VersionRow>,
    /// Letters that nobody has approved as they came with the program.
    pub unapproved: usize,
}

/// What waits for this manager, in the requests assigned to them and in the letter book.
///
/// # Errors
/// Where the database cannot be read.
pub fn queue(db: &mut Db, manager: &Actor) -> Result<Queue, DbError> {
    let mut to_do = consultation::to_do(db, manager.id)?;
    for (reference, person, number) in sources::waiting_for(db, manager.id)? {
        let href = format!("/requests/{reference}/items/{number}/source");
        let words = "Somebody gave something in confidence: may they be known?";
        to_do.push(ToDo { reference, person, words, href });
    }
    if may(manager, Action::DecideRefusal) {
        for one in endings::waiting_for(db, manager.id)? {
            let words = match one.kind {
                ProposalKind::Refuse => "A refusal is proposed: agree, or turn it down",
                ProposalKind::Charge => "A fee is proposed: agree, or turn it down",
            };
            let href = format!("/requests/{}/endings", one.reference);
            to_do.push(ToDo { reference: one.reference, person: one.person, words, href });
        }
    }
    to_do.sort_by(|a, b| a.reference.cmp(&b.reference));
    let approves = may(manager, Action::ApproveWording);
    Ok(Queue {
        packs: store::waiting_for(db, manager.id)?,
        to_do,
        wordings: if approves { letters::waiting_for(db, manager.id)? } else { Vec::new() },
        unapproved: if approves { letters::unapproved(db)?.len() } else { 0 },
    })
}
