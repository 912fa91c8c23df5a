//! What waits for a manager, beside the packs to sign. It empties as they act.

use super::{originators, restrictions, third_parties};
use crate::db::{Db, DbError, Id};

/// One thing to do, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToDo {
    pub reference: String,
    /// Whose record it is.
    pub person: String,
    pub words: &'static str,
    pub href: String,
}

/// What waits for this manager, in the requests assigned to them.
///
/// # Errors
/// Where the database cannot be read.
pub fn to_do(db: &mut Db, manager: Id) -> Result<Vec<ToDo>, DbError> {
    let mut all = Vec::new();
    for (reference, person, number, standing) in restrictions::waiting_for(db, manager)? {
        use restrictions::Standing::*;
        let words = match standing {
            Proposed => "A restriction awaits your advice",
            ReviewDue => "A restriction is due for review",
            Restricted | Reaffirmed => "A restricted item is to be decided",
            Open | Advised | Consulting | Decided | Released | PartReleased | Retained => continue,
        };
        let href = format!("/requests/{reference}/items/{number}/restriction");
        all.push(ToDo { reference, person, words, href });
    }
    for (id, reference, person, standing) in originators::waiting_for(db, manager)? {
        use originators::Standing::*;
        let words = match standing {
            Drafted => "A consultation is to be sent",
            Responded => "A consultation was answered: answer and decide",
            NoResponse | Unlocatable => "A consultation got no answer: decide",
            ApprovedToSend | Sent | Reminded | Concluded | Dropped => continue,
        };
        let href = format!("/requests/{reference}/consultations/{id}");
        all.push(ToDo { reference, person, words, href });
    }
    for (reference, person, id, _) in third_parties::waiting_for(db, manager)? {
        let words = "Somebody named in the record is to be weighed";
        let href = format!("/requests/{reference}/third-parties/{id}");
        all.push(ToDo { reference, person, words, href });
    }
    all.sort_by(|a, b| a.reference.cmp(&b.reference));
    Ok(all)
}
