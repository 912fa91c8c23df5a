//! The end of a consultation: a manager weighs what was said, answers each point, and decides.

use chrono::{DateTime, Utc};

use super::actions::{known, overtaken, tell};
use super::letters;
use super::state::{Event, Outcome, Standing};
use super::store::{self, ConsultationRow};
use crate::access::{Action, Actor, Who, allow};
use crate::db::{self, Db, DbError, Id};
use crate::links;
use crate::problem::Invalid;
use crate::requests::{self, NotDone, Reference, RequestRow};

/// What the manager decides after the hearing.
#[derive(Debug, Clone, Default)]
pub struct Conclusion {
    pub outcome: Option<Outcome>,
    pub reasons: String,
    /// The reply to each passage, by its number.
    pub replies: Vec<(i64, String)>,
    /// What was tried, where nobody answered.
    pub steps: String,
}

/// Weighs what was said, answers each point, and decides. The person consulted has no veto.
///
/// # Errors
/// Where a point has no reply, no steps are on file, or reasons are missing.
pub fn conclude(
    db: &mut Db,
    by: &Actor,
    at: &Reference,
    id: Id,
    conclusion: &Conclusion,
    now: DateTime<Utc>,
) -> Result<(), NotDone> {
    db::transaction(db, |db| {
        let (request, row) = known(db, by, at, id)?;
        allow(by, Action::DecideConsultation, &[row.drafted_by])?;
        row.state.after(Event::Concluded)?;
        if row.third_party_id.is_some() {
            return Err(NotDone::NotNow(
                "what a third party said is weighed on their own page; that concludes this",
            ));
        }
        let outcome = conclusion
            .outcome
            .ok_or_else(|| Invalid::new("outcome", "choose what becomes of the passages"))?;
        let reasons = requests::given("reasons", &conclusion.reasons, "give your reasons")?;
        if row.state == Standing::Responded {
            for passage in store::passages_of(db, id).map_err(DbError::from)? {
                let reply = conclusion.replies.iter().find(|(n, _)| *n == passage.number);
                let reply = reply.map_or("", |(_, words)| words.trim());
                if passage.raises_a_point() && reply.is_empty() {
                    let words = format!("answer what was said about passage {}", passage.number);
                    return Err(Invalid::new(letters::reply_field(passage.number), words).into());
                }
                store::set_reply(db, passage.id, reply).map_err(DbError::from)?;
            }
        } else if row.steps.is_empty() {
            let ask = "list what was tried to reach them, a step a line, with its day";
            let steps = requests::given("steps", &conclusion.steps, ask)?;
            store::set_steps(db, id, &steps).map_err(DbError::from)?;
        }
        settle(db, by, &request, &row, (outcome, reasons.as_str()), now)
    })
}

/// Concludes a consultation within the transaction of the verb that decides.
pub fn settle(
    db: &mut Db,
    by: &Actor,
    request: &RequestRow,
    row: &ConsultationRow,
    decided: (Outcome, &str),
    now: DateTime<Utc>,
) -> Result<(), NotDone> {
    row.state.after(Event::Concluded)?;
    if !store::set_concluded(db, row.id, row.state, decided, by.id, now).map_err(DbError::from)? {
        return Err(overtaken());
    }
    links::withdraw(db, row.id, now)?;
    tell(db, &Who::from(by), request, row.id, Event::Concluded.words(), now)
}
