//! What was answered before: so that timescales have something to tell, and somebody comes back whose
//! details are held.

use chrono::{DateTime, Duration, Utc};

use super::fill::{NotFilled, Office, refused};
use crate::calendar::{Date, local_day};
use crate::db;
use crate::endings::{self, Destination, Elsewhere, Ground, Proposal, ProposalKind};
use crate::identity::{self, Verdict};
use crate::requests::{self, AskedFields, Reference};

fn leah(on: Date) -> AskedFields {
    AskedFields {
        subject_name: "Leah Morgan".into(),
        born_on: Date::from_ymd_opt(1991, 6, 14),
        requester_kind: "adult_self".into(),
        requester_name: "Leah Morgan".into(),
        email: "leah.morgan@post.example".into(),
        asked_for: "The repairs file of my flat at Weaver House.".into(),
        receive_by: "portal".into(),
        received_on: Some(on),
        received_how: "email".into(),
        nation: "england".into(),
        ..AskedFields::default()
    }
}

impl Office<'_> {
    /// One request sent elsewhere in time, one refused late; and the first of the two asks again.
    pub(super) fn look_back(&self, now: DateTime<Utc>) -> Result<(), NotFilled> {
        let days = |back| now - Duration::days(back);
        let on = |back| local_day(days(back));
        let settings = &self.services.settings;
        let first = AskedFields {
            other_names: "Leah Price".into(),
            phone: "07700 900316".into(),
            address: "14 Weaver House\nNorthmoor\nNM3 2BD".into(),
            needs: "I read large print; a letter on yellow paper is easier still.".into(),
            format: "large_print".into(),
            ..leah(on(78))
        };
        let asked = self.identified(&first, days(78))?;
        let mut db = db::connection(&self.services.pool)?;
        let elsewhere = Elsewhere {
            to: Destination::Controller,
            words: "Northmoor Homes has owned Weaver House since 2019 and keeps its repairs files: records@northmoor-homes.example.".into(),
            whole: true,
        };
        endings::send_elsewhere(&mut db, &self.handler, &asked, elsewhere, settings, days(66))
            .map_err(refused)?;
        drop(db);
        self.refuse_late(now)?;
        let again = AskedFields {
            asked_for: "Everything the benefits team wrote about me since last summer.".into(),
            ..leah(on(0))
        };
        let mut db = db::connection(&self.services.pool)?;
        let again =
            requests::register(&mut db, &self.handler, &again, settings, now).map_err(refused)?;
        self.free_of_interest(&again, now)
    }

    fn refuse_late(&self, now: DateTime<Utc>) -> Result<(), NotFilled> {
        let days = |back| now - Duration::days(back);
        let settings = &self.services.settings;
        let owen = AskedFields {
            subject_name: "Mabel Tudor".into(),
            born_on: Date::from_ymd_opt(1938, 1, 30),
            requester_kind: "authorised_representative".into(),
            requester_name: "Owen Tudor".into(),
            email: "owen.tudor@post.example".into(),
            asked_for: "My aunt's care plan and who visits her.".into(),
            ..leah(local_day(days(96)))
        };
        let mut db = db::connection(&self.services.pool)?;
        let asked = requests::register(&mut db, &self.handler, &owen, settings, days(96))
            .map_err(refused)?;
        self.free_of_interest(&asked, days(96))?;
        let proposal = Proposal {
            kind: ProposalKind::Refuse,
            ground: Ground::NotEntitled,
            criteria: Vec::new(),
            evidence: "Mrs Tudor said on the telephone, on a number we know, that nobody asks for her.".into(),
            words: "We may answer you only if your aunt agrees, or somebody has the right to act for her. Neither was shown to us.".into(),
            fee_pence: None,
        };
        let id = endings::propose(&mut db, &self.handler, &asked, proposal, days(58))
            .map_err(refused)?;
        let why = "Mrs Tudor was in hospital and could not be asked before.";
        requests::give_reason_for_lateness(&mut db, &self.handler, &asked, why, days(57))
            .map_err(refused)?;
        let agrees = (id, true, "She was asked, and her answer was clear.");
        endings::decide(&mut db, &self.manager, &asked, agrees, settings, days(56)).map_err(refused)
    }

    /// Registered, and identity proved.
    fn identified(&self, asked: &AskedFields, at: DateTime<Utc>) -> Result<Reference, NotFilled> {
        let mut db = db::connection(&self.services.pool)?;
        let settings = &self.services.settings;
        let reference =
            requests::register(&mut db, &self.handler, asked, settings, at).map_err(refused)?;
        self.free_of_interest(&reference, at)?;
        let decision = identity::Decision {
            verdict: Verdict::Proved,
            evidence: "Driving licence and a letter of ours to the same address".into(),
            authority: String::new(),
            reason: String::new(),
            received_on: None,
            checks: Vec::new(),
        };
        identity::decide(&mut db, &self.handler, &reference, decision, at + Duration::hours(2))
            .map_err(refused)?;
        Ok(reference)
    }

    /// The handler and the manager work on it, and said that they have no interest in it.
    fn free_of_interest(&self, at: &Reference, now: DateTime<Utc>) -> Result<(), NotFilled> {
        let mut db = db::connection(&self.services.pool)?;
        requests::give_access(&mut db, &self.handler, at, self.manager.id, now).map_err(refused)?;
        for person in [&self.handler, &self.manager] {
            let none = requests::Declaration::None;
            requests::declare(&mut db, person, at, none, &self.services.settings, now)
                .map_err(refused)?;
        }
        Ok(())
    }
}
