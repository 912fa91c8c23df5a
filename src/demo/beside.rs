//! What is done beside the record: the plan of the search, the paper that is known of, and what is
//! said of the parts that a record must have.

use chrono::{DateTime, Duration, Utc};

use super::cases;
use super::fill::{NotFilled, Office, refused};
use crate::calendar::Date;
use crate::completeness::{self, Statement, Verdict};
use crate::db;
use crate::family::{self, Which};
use crate::identity::{self, Verdict as Identity};
use crate::law::RequesterKind;
use crate::places::{self, NewPlace, NewVolume};
use crate::records;
use crate::rectification::{self, Contested, Passage};
use crate::requests::{AskedFields, Reference};

/// Where nobody looks, and why that is reasonable.
const LEFT_OUT: (&str, &str) = (
    "Text messages and call notes",
    "Phones of those years were wiped when they were handed back; what mattered was typed into the case system.",
);

/// Paper volumes of Jordan's record: label, first and last entry, and of a missing one what was done.
const VOLUMES: [[&str; 4]; 3] = [
    ["Volume 1", "2006-11-02", "2008-06-30", ""],
    [
        "Volume 2",
        "2008-07-01",
        "2010-03-31",
        "Not in the paper store; the archive looked twice and the transfer list of 2012 does not name it.",
    ],
    ["Volume 3", "2010-04-01", "2019-03-14", ""],
];

const SAID: [(&str, Verdict, &str); 2] = [
    (
        "providers",
        Verdict::DoesNotApply,
        "Jordan lived with the council's own foster carers throughout.",
    ),
    ("special_needs", Verdict::DoesNotApply, "No assessment was ever asked for."),
];

/// What Jordan contests, word for word.
const CONTESTED: (&str, &str, &str, &str) = (
    "Referral from school",
    "He finds unstructured time hard and may put his hood up.",
    "I put my hood up because the hall was loud and someone had taken my place. Nobody asked me.",
    "Every later report copies this sentence. I want my words beside it.",
);

/// How many of the first items of the family's file are brought over for the second of them.
const BROUGHT: usize = 6;

impl Office<'_> {
    /// A brother asks too: his request is joined to the family file, and a few items are brought over,
    /// to be decided for him.
    pub(super) fn ask_for_a_brother(
        &self,
        first: &Reference,
        asked: &AskedFields,
        now: DateTime<Utc>,
    ) -> Result<(), NotFilled> {
        let brother = self.taken_up(asked, now - Duration::days(4))?;
        let request = self.request(first)?;
        let mut db = db::connection(&self.services.pool)?;
        let by = &self.handler;
        let why = "Brothers and sisters of one household, one case file since 2006";
        family::join(&mut db, by, &brother, (first.as_str(), why), now).map_err(refused)?;
        let sight = records::sight(&mut db, request.id, by)?;
        let items = records::items_of(&mut db, request.id)?;
        let shown = items.iter().filter(|item| {
            item.view == records::View::Shown
                && item.duplicate_of.is_none()
                && !item.privileged
                && sight.sees(item.id)
        });
        let which = Which::These(shown.take(BROUGHT).map(|item| item.number).collect());
        family::bring_over(&mut db, by, (&brother, first), &which, now).map_err(refused)?;
        Ok(())
    }

    /// A correction that somebody asked for and that is looked into.
    pub(super) fn contest(
        &self,
        at: &Reference,
        asked: &AskedFields,
        now: DateTime<Utc>,
    ) -> Result<(), NotFilled> {
        let request = self.request(at)?;
        let mut db = db::connection(&self.services.pool)?;
        let (title, says, should_say, statement) = CONTESTED;
        let items = records::items_of(&mut db, request.id)?;
        let item = items.iter().find(|item| item.title == title);
        let contested = Contested {
            passage: Passage {
                place: "the first letter from my primary school".into(),
                says: says.into(),
                should_say: should_say.into(),
                statement: statement.into(),
            },
            record: Some((request.id, request.subject_id)),
            item: item.map(|item| item.id),
            page: item.map(|_| 1),
            wants_recipients: true,
        };
        let asked = AskedFields {
            received_on: Some(crate::calendar::local_day(now)),
            asked_for: should_say.into(),
            ..asked.clone()
        };
        let (by, settings) = (&self.handler, &self.services.settings);
        let correction = rectification::register(&mut db, by, &asked, &contested, settings, now)
            .map_err(refused)?;
        let decision = identity::Decision {
            verdict: Identity::Proved,
            evidence: "Known from the request for access of this month".into(),
            authority: String::new(),
            reason: String::new(),
            received_on: None,
            checks: RequesterKind::from_name(&asked.requester_kind)
                .map(|kind| identity::checks(kind).into_iter().map(|check| check.name).collect())
                .unwrap_or_default(),
        };
        identity::decide(&mut db, by, &correction, decision, now).map_err(refused)?;
        if item.is_some() {
            rectification::investigate(&mut db, by, &correction, now).map_err(refused)?;
        }
        Ok(())
    }

    /// Plans the search of every place that is asked, and leaves one out with the reason.
    pub(super) fn plan(&self, at: &Reference, now: DateTime<Utc>) -> Result<(), NotFilled> {
        let mut db = db::connection(&self.services.pool)?;
        let asked = cases::SEARCHES.iter().map(|(place, ..)| (*place, true, ""));
        for (name, searched, reason) in asked.chain([(LEFT_OUT.0, false, LEFT_OUT.1)]) {
            let place = NewPlace { name: name.into(), searched, reason: reason.into() };
            places::plan(&mut db, &self.handler, at, place, now).map_err(refused)?;
        }
        Ok(())
    }

    /// Lists the paper volumes at the first place, and says of what is not there why.
    pub(super) fn list_paper(&self, at: &Reference, now: DateTime<Utc>) -> Result<(), NotFilled> {
        let request = self.request(at)?;
        let mut db = db::connection(&self.services.pool)?;
        let planned = places::of_request(&mut db, request.id)?;
        let first = planned.first().ok_or_else(|| refused("no place is planned"))?;
        let day = |text: &str| text.parse::<Date>().expect("the days above are days");
        for [label, from, to, note] in VOLUMES {
            let volume = NewVolume {
                label: label.into(),
                from: day(from),
                to: day(to),
                held: note.is_empty(),
                note: note.into(),
            };
            places::list_volume(&mut db, &self.handler, at, first.id, volume, now)
                .map_err(refused)?;
        }
        for (entry, verdict, words) in SAID {
            let statement = Statement { entry: entry.into(), verdict, words: words.into() };
            completeness::state(&mut db, &self.handler, at, statement, now).map_err(refused)?;
        }
        Ok(())
    }
}
