//! The day on which a restriction is looked at again.

use super::actions::advance;
use super::state::{Event, Standing};
use super::store;
use crate::access::Who;
use crate::db::{self, DbError};
use crate::jobs::{Setback, Work};
use crate::records;
use crate::requests::{self, NotDone};

/// The job that puts a restriction into the managers' queue on its day.
pub const REVIEW: &str = "restriction.review";

/// Says that a restriction is due for review, where its day is still that of the job.
///
/// # Errors
/// Where the database refuses.
pub fn review_due(work: &Work) -> Result<(), Setback> {
    let id = work.id_in("restriction")?;
    let day = work.payload.get("day").and_then(|day| day.as_str()).unwrap_or_default().to_owned();
    let now = work.now();
    let mut db = work.db()?;
    db::transaction(&mut db, |db| {
        let Some(row) = store::find(db, id).map_err(DbError::from)? else { return Ok(()) };
        let Some(request) = requests::by_id(db, row.request_id)? else { return Ok(()) };
        let holds = matches!(row.state, Standing::Restricted | Standing::Reaffirmed);
        if !holds || row.review_on.is_none_or(|on| on.to_string() != day) {
            return Ok(());
        }
        let items = records::items_of(db, request.id)?;
        let number = items.iter().find(|item| item.id == row.item_id).map_or(0, |i| i.number);
        advance(db, &Who::System, (&request, number), row, Event::DayCame, now)?;
        Ok::<_, NotDone>(())
    })
    .map_err(|e| Setback::Passing(e.to_string()))
}
