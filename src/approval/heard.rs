//! Who was heard about a request and what came of it, as a manager reads it before signing.

use crate::consultation::originators::{self, ConsultationRow};
use crate::consultation::restrictions::{self, RestrictionRow};
use crate::consultation::third_parties::{self, Looked};
use crate::db::{Db, DbError};
use crate::records::Sight;
use crate::requests::RequestRow;

/// Whoever gave what the record says, whoever it is also about, and what was kept back for now.
pub struct Heard {
    pub consulted: Vec<ConsultationRow>,
    pub people: Vec<Looked>,
    /// With the number of the item, for items that the reader may see.
    pub restricted: Vec<(RestrictionRow, i64)>,
}

impl Heard {
    /// # Errors
    /// Where the database cannot be read.
    pub fn of(db: &mut Db, request: &RequestRow, sight: &Sight) -> Result<Self, DbError> {
        // What a third party said stands with the decision about them.
        let mut consulted = originators::of_request(db, request.id)?;
        consulted.retain(|row| row.third_party_id.is_none());
        let mut restricted = restrictions::of_request(db, request.id)?;
        restricted.retain(|(row, _)| sight.sees(row.item_id));
        Ok(Self { consulted, people: third_parties::looked_at(db, request)?, restricted })
    }
}
