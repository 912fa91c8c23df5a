//! The board: what is due, soonest first.

use actix_web::web;
use askama::Template;
use serde::Deserialize;

use crate::access::{Action, may};
use crate::almanac;
use crate::calendar::{Date, words};
use crate::db::DbError;
use crate::letters;
use crate::requests::clock::{DaysLeft, days_left};
use crate::requests::store::{self, Wanted};
use crate::requests::{Press, State, next};
use crate::web::{Answer, Desk, Shell};

const A_PAGE: i64 = 50;

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Filter {
    pub show: String,
    pub state: String,
    pub q: String,
    pub page: Option<i64>,
}

struct Row {
    reference: String,
    is_correction: bool,
    person: String,
    state: &'static str,
    days: DaysLeft,
    due: String,
    next: &'static str,
    next_href: String,
    owner: Option<String>,
}

#[derive(Default)]
struct Sums {
    late: usize,
    within: usize,
    soon: i64,
    waiting: usize,
    unassigned: usize,
}

#[derive(Template)]
#[template(path = "requests/board.html")]
struct BoardPage {
    shell: Shell,
    filter: Filter,
    tabs: Vec<(&'static str, &'static str)>,
    states: Vec<(&'static str, &'static str)>,
    sums: Sums,
    rows: Vec<Row>,
    total: i64,
    first: i64,
    last: i64,
    before: Option<String>,
    after: Option<String>,
    may_register: bool,
    may_take: bool,
    may_open: bool,
    may_watch: bool,
    /// Letters whose wording no manager has approved, for those who must know.
    unapproved: usize,
    sends_unapproved: bool,
    may_approve: bool,
}

/// `GET /requests`
pub async fn board(desk: Desk, filter: web::Query<Filter>) -> Answer {
    let filter = filter.into_inner();
    let page = filter.page.unwrap_or(1).clamp(1, 1_000_000);
    let wanted = Wanted {
        mine: filter.show == "mine",
        unassigned: filter.show == "unassigned",
        ended: filter.show == "ended",
        state: State::from_name(&filter.state),
        words: filter.q.trim().chars().take(100).collect(),
        ..Wanted::default()
    };
    let today = desk.today();
    let sends_unapproved = desk.services.settings.sends_unapproved();
    let may_approve = may(&desk.actor, Action::ApproveWording);
    let tells = may_approve || (!sends_unapproved && may(&desk.actor, Action::WordLetters));
    let (rows, total, open, soon, unapproved) = desk
        .work(move |db, actor, _| {
            let rows = store::board(db, actor, &wanted, (page - 1) * A_PAGE, A_PAGE)?;
            let total = store::count(db, actor, &wanted)?;
            let soon = almanac::warnings(db)?.soon();
            let unapproved = if tells { letters::unapproved(db)?.len() } else { 0 };
            Ok::<_, DbError>((rows, total, store::open_ones(db, actor)?, soon, unapproved))
        })
        .await?;
    let may_take = may(&desk.actor, Action::TakeUnassigned);
    // Who only reads is led to the request itself, and to no step.
    let steps = may(&desk.actor, Action::SeeRecord);
    let rows: Vec<Row> = rows
        .into_iter()
        .map(|row| {
            let (words_next, place) = row
                .correction
                .map_or_else(|| next::next_act(row.state), |own| own.beside(row.state).next_act());
            Row {
                days: days_left(row.state, row.received_on, row.due_on, today, soon),
                due: row.due_on.map(words).unwrap_or_default(),
                next: words_next,
                next_href: format!("/requests/{}{}", row.reference, if steps { place } else { "" }),
                is_correction: row.correction.is_some(),
                reference: row.reference,
                person: row.person,
                state: row
                    .correction
                    .map_or(row.state.words(), |own| own.beside(row.state).words()),
                owner: row.owner,
            }
        })
        .collect();
    let mut tabs = vec![("", "All open"), ("mine", "Mine")];
    if may_take {
        tabs.push(("unassigned", "Nobody's yet"));
    }
    tabs.push(("ended", "Ended"));
    let shown = i64::try_from(rows.len()).unwrap_or(A_PAGE);
    let first = if shown == 0 { 0 } else { (page - 1) * A_PAGE + 1 };
    let last = (page - 1) * A_PAGE + shown;
    let page_href = |page: i64| {
        let query = serde_html_form::to_string([
            ("show", filter.show.as_str()),
            ("state", filter.state.as_str()),
            ("q", filter.q.as_str()),
            ("page", page.to_string().as_str()),
        ]);
        format!("/requests?{}", query.unwrap_or_default())
    };
    desk.page(&BoardPage {
        shell: desk.shell(),
        tabs,
        states: State::ALL.iter().map(|state| (state.name(), state.words())).collect(),
        sums: sums(&open, today, soon),
        total,
        first,
        last,
        before: (page > 1).then(|| page_href(page - 1)),
        after: (last < total).then(|| page_href(page + 1)),
        rows,
        may_register: may(&desk.actor, Action::RegisterRequest),
        may_take,
        may_open: may(&desk.actor, Action::OpenUnassigned),
        may_watch: may(&desk.actor, Action::SeeTimescales),
        unapproved,
        sends_unapproved,
        may_approve,
        filter,
    })
}

fn sums(open: &[(State, Option<Date>, Option<crate::db::Id>)], today: Date, soon: i64) -> Sums {
    let mut sums = Sums { soon, ..Sums::default() };
    for (state, due, owner) in open {
        match days_left(*state, today, *due, today, soon).press {
            Press::Late => sums.late += 1,
            Press::Soon => sums.within += 1,
            Press::Fine | Press::Still => {}
        }
        if [State::AwaitingIdentity, State::AwaitingFee, State::AwaitingClarification]
            .contains(state)
        {
            sums.waiting += 1;
        }
        if owner.is_none() {
            sums.unassigned += 1;
        }
    }
    sums
}
