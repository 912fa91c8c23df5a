use super::*;
use crate::requests::State;

fn known(reference: &str) -> Known {
    let subject = Subject {
        id: Id::new(),
        name: "Rowan Price".into(),
        born_on: None,
        number: String::new(),
        other_names: String::new(),
    };
    let day: NaiveDate = "2026-03-02".parse().expect("a day");
    Known {
        request: RequestRow {
            id: Id::new(),
            reference: reference.into(),
            kind: "access".into(),
            state: State::Received,
            subject_id: subject.id,
            nation: "england".into(),
            received_on: day,
            received_how: "form".into(),
            requester_kind: "adult_self".into(),
            requester_name: "Rowan Price".into(),
            requester_email: "rowan@example.org".into(),
            requester_phone: String::new(),
            requester_address: String::new(),
            phone_checked_at: None,
            asked_for: "everything".into(),
            scope: String::new(),
            receive_by: "portal".into(),
            needs: String::new(),
            owner_id: None,
            due_on: None,
            late_reason: None,
            created_at: day.and_time(chrono::NaiveTime::MIN),
            closed_at: None,
        },
        subject,
        wishes: Preferences::default(),
        proved: None,
    }
}

const SAME: Common = Common { subject: true, asker: Asker::Same };

fn parts(now: &Known, before: &[(Known, Common)]) -> Vec<(Detail, String)> {
    proposals(now, before).into_iter().map(|one| (one.detail, one.reference)).collect()
}

fn full(reference: &str) -> Known {
    let mut before = known(reference);
    before.request.requester_address = "1 Mill Lane".into();
    before.request.needs = "a quiet room".into();
    before.subject.number = "12345".into();
    before.wishes.interpreter = true;
    before.proved = Some(Proved {
        evidence: "passport".into(),
        authority: "birth certificate".into(),
        by: "Hana Price".into(),
        on: "2026-03-09".parse().expect("a day"),
    });
    before
}

#[test]
fn what_is_held_is_proposed_with_its_source_and_its_day() {
    let proposed = proposals(&known("SAR-2026-00002"), &[(full("SAR-2026-00001"), SAME)]);

    let details: Vec<Detail> = proposed.iter().map(|one| one.detail).collect();
    assert_eq!(details, [Detail::Contact, Detail::Identity, Detail::Wishes, Detail::Person]);
    assert!(proposed.iter().all(|one| one.reference == "SAR-2026-00001"));
    assert_eq!(proposed[0].since(), "2 March 2026");
    assert_eq!(proposed[1].since(), "9 March 2026", "the day on which it was seen");
    assert_eq!(
        proposed[1].kept(),
        "passport\n(seen by Hana Price for an earlier request, 9 March 2026)"
    );
}

#[test]
fn the_newest_of_each_detail_is_proposed() {
    let mut newest = known("SAR-2026-00002");
    newest.request.requester_address = "2 Hill Street".into();

    let found = parts(&known("SAR-2026-00003"), &[(newest, SAME), (full("SAR-2026-00001"), SAME)]);

    assert_eq!(found[0], (Detail::Contact, "SAR-2026-00002".into()));
    assert_eq!(found[1], (Detail::Identity, "SAR-2026-00001".into()));
}

#[test]
fn what_they_say_now_goes_before_what_they_said_once() {
    let mut now = full("SAR-2026-00002");
    now.request.requester_address = "2 Hill Street".into();

    let before = [(full("SAR-2026-00001"), SAME)];

    assert!(parts(&now, &before).is_empty());
    let told = differences(&now, &before);
    assert_eq!(told.len(), 1);
    assert_eq!((told[0].what, told[0].before.as_str()), ("postal address", "1 Mill Lane"));
}

#[test]
fn nothing_of_one_person_is_proposed_for_another() {
    let now = known("SAR-2026-00002");
    for asker in [Asker::OtherName, Asker::Another] {
        let own_record = Common { subject: true, asker };
        let found = parts(&now, &[(full("SAR-2026-00001"), own_record)]);
        assert_eq!(found, [(Detail::Person, "SAR-2026-00001".to_owned())], "{asker:?}");
    }
    let another_client = Common { subject: false, asker: Asker::Same };
    let found = parts(&now, &[(full("SAR-2026-00001"), another_client)]);
    assert!(!found.iter().any(|(detail, _)| *detail == Detail::Person), "{found:?}");
}

#[test]
fn authority_is_proposed_only_for_the_same_right_to_the_same_person() {
    let mother = |mut known: Known| {
        known.request.requester_kind = "parent_pr".into();
        known
    };
    let now = mother(known("SAR-2026-00002"));
    let has = |before: Known, common: Common| {
        parts(&now, &[(before, common)]).iter().any(|(detail, _)| *detail == Detail::Authority)
    };

    assert!(has(mother(full("SAR-2026-00001")), SAME));
    assert!(!has(full("SAR-2026-00001"), SAME), "she asked for herself then");
    let other_child = Common { subject: false, asker: Asker::Same };
    assert!(!has(mother(full("SAR-2026-00001")), other_child));
}
