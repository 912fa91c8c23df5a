//! How what fell due is found: a fixed number of queries, however many requests there are.

use std::collections::HashMap;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::tally::{FellDue, RequestKind};
use crate::calendar::local_day;
use crate::db::schema::{clock_events, disclosures, requests, sent_letters};
use crate::db::{self, Db, Id};
use crate::law::EventKind;
use crate::letters::LetterKind;
use crate::requests::State;

db::kept_as_text!(RequestKind);

/// Letters that answer a request where no pack does.
const ANSWERS: [LetterKind; 3] =
    [LetterKind::Refusal, LetterKind::RectificationOutcome, LetterKind::Elsewhere];

#[derive(Queryable)]
struct Row {
    id: Id,
    reference: String,
    kind: RequestKind,
    state: State,
    received_on: NaiveDate,
    due_on: Option<NaiveDate>,
    late_reason: Option<String>,
    closed_at: Option<NaiveDateTime>,
}

/// The requests that fall due from one day to before another, soonest first.
pub fn due_between(db: &mut Db, from: NaiveDate, to: NaiveDate) -> QueryResult<Vec<FellDue>> {
    let within = || requests::due_on.ge(from).and(requests::due_on.lt(to));
    let rows: Vec<Row> = requests::table
        .filter(within())
        .order((requests::due_on, requests::reference))
        .select((
            requests::id,
            requests::reference,
            requests::kind,
            requests::state,
            requests::received_on,
            requests::due_on,
            requests::late_reason,
            requests::closed_at,
        ))
        .load(db)?;
    let extended: Vec<Id> = clock_events::table
        .inner_join(requests::table)
        .filter(within())
        .filter(clock_events::kind.eq(EventKind::ExtensionNotified.name()))
        .select(clock_events::request_id)
        .load(db)?;
    let packs: Vec<(Id, Id, NaiveDateTime)> = disclosures::table
        .inner_join(requests::table)
        .filter(within())
        .order((disclosures::released_at.desc(), disclosures::id))
        .select((disclosures::request_id, disclosures::pack_id, disclosures::released_at))
        .load(db)?;
    let letters: Vec<(Option<Id>, NaiveDateTime)> = sent_letters::table
        .inner_join(requests::table.on(requests::id.nullable().eq(sent_letters::request_id)))
        .filter(within())
        .filter(sent_letters::kind.eq_any(ANSWERS.map(LetterKind::name)))
        .order((sent_letters::sent_at, sent_letters::id))
        .select((sent_letters::request_id, sent_letters::sent_at))
        .load(db)?;
    let (by_pack, by_letter) = (first_release_of_the_last_pack(packs), last_of_each(letters));
    let answered = |row: &Row| {
        let at = by_pack.get(&row.id).or_else(|| by_letter.get(&row.id)).copied();
        at.or(row.closed_at).map(|at| local_day(at.and_utc()))
    };
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            Some(FellDue {
                answered_on: answered(&row),
                extended: extended.contains(&row.id),
                due_on: row.due_on?,
                id: row.id,
                reference: row.reference,
                kind: row.kind,
                state: row.state,
                received_on: row.received_on,
                late_reason: row.late_reason,
            })
        })
        .collect())
}

/// A request answered in parts is answered with the last of them; the same pack sent once more, to a
/// new address or on paper, moves nothing. Newest first.
fn first_release_of_the_last_pack(
    newest_first: Vec<(Id, Id, NaiveDateTime)>,
) -> HashMap<Id, NaiveDateTime> {
    let mut last: HashMap<Id, (Id, NaiveDateTime)> = HashMap::new();
    for (request, pack, at) in newest_first {
        let kept = last.entry(request).or_insert((pack, at));
        if kept.0 == pack {
            kept.1 = at;
        }
    }
    last.into_iter().map(|(request, (_, at))| (request, at)).collect()
}

fn last_of_each(oldest_first: Vec<(Option<Id>, NaiveDateTime)>) -> HashMap<Id, NaiveDateTime> {
    oldest_first.into_iter().filter_map(|(request, at)| Some((request?, at))).collect()
}

/// How many open requests have no date: their clock has not started, or stands still.
pub fn without_a_date(db: &mut Db) -> QueryResult<i64> {
    requests::table
        .filter(requests::due_on.is_null())
        .filter(requests::state.ne_all(State::ENDED.map(State::name)))
        .count()
        .get_result(db)
}

/// The first and the last day on which anything ever fell due.
pub fn span(db: &mut Db) -> QueryResult<Option<(NaiveDate, NaiveDate)>> {
    let (first, last): (Option<NaiveDate>, Option<NaiveDate>) = requests::table
        .select((diesel::dsl::min(requests::due_on), diesel::dsl::max(requests::due_on)))
        .first(db)?;
    Ok(first.zip(last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_answered_with_its_last_pack_and_not_when_that_is_sent_again() {
        let at = |day: &str| -> NaiveDateTime {
            day.parse::<NaiveDate>().expect("a day").and_time(chrono::NaiveTime::MIN)
        };
        let (request, part, rest) = (Id::new(), Id::new(), Id::new());
        let newest_first = vec![
            (request, rest, at("2026-11-20")),
            (request, rest, at("2026-11-10")),
            (request, part, at("2026-11-01")),
        ];

        let answered = first_release_of_the_last_pack(newest_first);

        assert_eq!(answered.get(&request), Some(&at("2026-11-10")));
    }
}
