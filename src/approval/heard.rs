//! Who was heard about a request and what came of it, as a manager reads it before signing.

use crate::consultation::originators::{self, ConsultationRow};
use crate::consultation::restrictions::{self, RestrictionRow, Standing};
use crate::consultation::third_parties::{self, Looked};
use crate::db::{Db, DbError};
use crate::law::exemptions::{self, LocalGround};
use crate::records::Sight;
use crate::requests::RequestRow;

/// Whoever gave what the record says, whoever it is also about, and what was kept back for now.
pub struct Heard {
    pub consulted: Vec<ConsultationRow>,
    pub people: Vec<Looked>,
    /// Only of items that the reader may see.
    pub restricted: Vec<Restricted>,
}

/// What was to be kept back, and what came of it.
pub struct Restricted {
    pub number: i64,
    pub standing: Standing,
    pub ground: &'static str,
    pub reason: String,
    /// The exemption under which it is retained.
    pub exemption: Option<String>,
    /// The manager's words that count where it stands now.
    pub words: String,
}

impl Restricted {
    fn of((row, number): (RestrictionRow, i64)) -> Self {
        use Standing::*;
        let (words, exemption) = match row.state {
            Released | PartReleased => (row.outcome, None),
            Retained => (row.outcome, row.exemption),
            Open | Advised | Restricted | ReviewDue | Reaffirmed => (row.advice, None),
            // Nobody has spoken about this proposal yet, or the decision is being made.
            Proposed | Consulting | Decided => (String::new(), None),
        };
        let short =
            |id: String| exemptions::find(&id).map_or(id, |exemption| exemption.short_name.clone());
        Self {
            number,
            standing: row.state,
            ground: LocalGround::from_name(&row.ground).map_or("", LocalGround::words),
            reason: row.reason,
            exemption: exemption.map(short),
            words,
        }
    }
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
        Ok(Self {
            consulted,
            people: third_parties::looked_at(db, request)?,
            restricted: restricted.into_iter().map(Restricted::of).collect(),
        })
    }
}
