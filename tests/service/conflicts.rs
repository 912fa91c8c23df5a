//! Conflicts of interest: declared before a request is first opened, kept away from it after.

use candour::access::Role;
use chrono::Duration;

use crate::office::{Office, Person, on_both};
use crate::requests::{FORM, asks};

/// How often a mail with these words in its subject went to this address.
fn mails(office: &Office, address: &str, subject: &str) -> usize {
    let messages = candour::mail::latest(&mut office.db(), 1_000).unwrap();
    messages.iter().filter(|m| m.to_address == address && m.subject.contains(subject)).count()
}

fn address(person: &Person) -> &str {
    &person.actor().email
}

async fn asks_as(office: &Office, changes: &[(&str, &str)]) -> String {
    let mut form: Vec<(&str, &str)> =
        FORM.iter().filter(|(name, _)| changes.iter().all(|(n, _)| n != name)).copied().collect();
    form.extend_from_slice(changes);
    let answer = office.visitor().post("/ask", &form).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    let at = answer.location().strip_prefix("/ask/sent/").unwrap();
    at.split('?').next().unwrap().to_owned()
}

on_both! {
    async fn everybody_is_asked_once_before_they_open_a_request(office) {
        let hana = office.hires("Hana Lind", Role::Handler).await.undeclared();
        let reference = asks(&office).await;
        let (at, interest) = (format!("/requests/{reference}"), format!("/requests/{reference}/interest"));

        for page in ["", "/people", "/searches", "/identity", "/record", "/review", "/pack"] {
            let answer = hana.get(&format!("{at}{page}")).await;
            let asked = answer.asks_for_interest().expect(page);
            assert!(asked.starts_with(&format!("{interest}?next=")), "{page}: {asked}");
        }
        let answer = hana.post(&format!("{at}/owner"), &[]).await;
        assert_eq!(answer.location(), interest, "nothing is done before it is asked");
        assert!(hana.get(&interest).await.page().contains("Rowan Price"));
        hana.post(&interest, &[]).await.is_refused(422, "Say whether you have an interest");
        hana.post(&interest, &[("standing", "conflict")]).await.is_refused(422, "Say what the interest is");
        let meant = format!("{at}/people");
        let done = hana.post(&interest, &[("standing", "none"), ("next", &meant)]).await;

        assert_eq!((done.status, done.location()), (303, meant.as_str()), "who was on the way to a page comes to it");
        hana.get(&at).await.page();
        hana.post(&format!("{at}/owner"), &[]).await.is_done();
        assert!(hana.get(&at).await.page().contains("declared about interests"));
    }

    async fn who_declares_an_interest_can_neither_open_nor_find_the_request(office) {
        let mona = office.hires("Mona Weir", Role::Manager).await;
        let hana = office.hires("Hana Lind", Role::Handler).await;
        let reference = asks(&office).await;
        let at = format!("/requests/{reference}");
        hana.post(&format!("{at}/owner"), &[]).await.is_done();

        let conflict = [("standing", "conflict"), ("words", "Rowan is my neighbour")];
        hana.post(&format!("{at}/interest"), &conflict).await.is_done();

        for page in ["", "/interest", "/people", "/searches", "/identity", "/record", "/disclosures"] {
            assert_eq!(hana.get(&format!("{at}{page}")).await.status, 404, "{page}");
        }
        for (act, fields) in [
            ("owner", &[][..]),
            ("interest", &[("standing", "none")][..]),
            ("notes", &[("note", "x")][..]),
            ("steps", &[("event", "withdrawn"), ("reason", "x")][..]),
        ] {
            assert_eq!(hana.post(&format!("{at}/{act}"), fields).await.status, 404, "{act}");
        }
        assert!(!hana.get("/requests").await.page().contains(&reference), "not on the board");
        assert!(!hana.get("/requests?q=Rowan").await.page().contains(&reference), "not found by name");
        let page = mona.get(&at).await.page();
        assert!(page.contains("Nobody has it yet"), "out of her hands: {page}");
        assert!(page.contains("Rowan is my neighbour"), "the manager reads what it is");
        assert_eq!(mails(&office, address(&mona), "conflict of interest"), 1);
    }

    async fn a_refused_opening_is_in_the_diary_once_an_hour_without_case_words(office) {
        let ada = office.hires("Ada Finch", Role::Auditor).await;
        let rowan = office.hires("Rowan Price", Role::Handler).await;
        let reference = asks(&office).await;

        assert_eq!(rowan.get(&format!("/requests/{reference}")).await.status, 404);
        assert_eq!(rowan.get(&format!("/requests/{reference}")).await.status, 404);

        let diary = ada.get("/diary").await.page();
        assert_eq!(diary.matches("was refused: a conflict of interest").count(), 1, "{diary}");
        assert!(!diary.contains("Hill House"), "the diary holds no case words");
    }

    async fn who_is_asked_about_never_sees_their_own_request(office) {
        let mona = office.hires("Mona Weir", Role::Manager).await;
        let rowan = office.hires("Rowan Price", Role::Handler).await;
        let reference = asks(&office).await;

        assert!(!rowan.get("/requests").await.page().contains(&reference), "not even before it is opened");
        assert_eq!(rowan.get(&format!("/requests/{reference}")).await.status, 404);

        assert_eq!(mails(&office, address(&mona), "conflict of interest"), 1);
        assert!(mona.get(&format!("/requests/{reference}")).await.page().contains("the record is about somebody of their name"));
    }

    async fn who_asks_for_somebody_else_does_not_handle_it(office) {
        let dana = office.hires("Dana Marsh", Role::Handler).await;
        let by_name = asks_as(&office, &[("requester_kind", "solicitor"), ("requester_name", "Dana Marsh")]).await;
        let by_address = asks_as(&office, &[("email", "dana.marsh@northmoor.example")]).await;

        for reference in [by_name, by_address] {
            assert!(!dana.get("/requests").await.page().contains(&reference));
            assert_eq!(dana.get(&format!("/requests/{reference}")).await.status, 404);
        }
    }

    async fn staff_named_around_the_subject_lose_the_request_and_are_not_assigned(office) {
        let mona = office.hires("Mona Weir", Role::Manager).await;
        let (hana, omar) = (office.hires("Hana Lind", Role::Handler).await, office.hires("Omar Reid", Role::Handler).await);
        let reference = asks(&office).await;
        let at = format!("/requests/{reference}");
        hana.post(&format!("{at}/owner"), &[]).await.is_done();
        let worker = [("kind", "professional"), ("name", "Dr Omar REID"), ("relation", "social worker")];
        hana.post(&format!("{at}/people"), &worker).await.is_done();

        let omars = omar.actor().id.to_string();
        hana.post(&format!("{at}/owner"), &[("owner", &omars)]).await.is_refused(409, "conflict of interest");
        hana.post(&format!("{at}/assignments"), &[("staff", &omars)]).await.is_refused(409, "conflict of interest");
        let herself = [("kind", "third_party"), ("name", "Nan"), ("relation", "aunt"), ("aliases", "Hana Lind")];
        hana.post(&format!("{at}/people"), &herself).await.is_done();

        assert_eq!(hana.get(&at).await.status, 404, "named later, kept away from then on");
        assert_eq!(mails(&office, address(&mona), "conflict of interest"), 1);
    }

    async fn a_manager_clears_a_namesake_but_never_themselves(office) {
        let mona = office.hires("Mona Weir", Role::Manager).await;
        let (hana, rowan) = (office.hires("Hana Lind", Role::Handler).await, office.hires("Rowan Price", Role::Handler).await);
        let reference = asks(&office).await;
        let at = format!("/requests/{reference}");
        assert_eq!(rowan.get(&at).await.status, 404);
        let clearing = |who: &Person| format!("{at}/interest/{}/clearing", who.actor().id);

        hana.post(&clearing(&rowan), &[("why", "x")]).await.is_refused(403, "ou may not");
        mona.post(&clearing(&rowan), &[]).await.is_refused(422, "Say why there is no conflict");
        mona.post(&clearing(&hana), &[("why", "x")]).await.is_refused(409, "no conflict of this colleague");
        mona.get(&at).await.page();
        mona.post(&clearing(&mona), &[("why", "x")]).await.is_refused(403, "obody may");
        mona.post(&clearing(&rowan), &[("why", "Another person, born in 1961")]).await.is_done();

        rowan.get(&at).await.page();
        assert!(rowan.get("/requests").await.page().contains(&reference));
    }

    async fn a_request_of_others_is_opened_with_a_reason_for_some_hours(office) {
        let (ada, mona) = (office.hires("Ada Finch", Role::Auditor).await, office.hires("Mona Weir", Role::Manager).await);
        let (hana, omar) = (office.hires("Hana Lind", Role::Handler).await, office.hires("Omar Reid", Role::Handler).await);
        let rita = office.hires("Rita Shaw", Role::Reviewer).await;
        let reference = asks(&office).await;
        let at = format!("/requests/{reference}");
        hana.post(&format!("{at}/owner"), &[]).await.is_done();
        assert_eq!(omar.get(&at).await.status, 404);
        let reason = ("reason", "Hana is ill and the reply is due today");

        rita.post("/requests/opening", &[("reference", &reference), reason]).await.is_refused(403, "ou may not");
        omar.post("/requests/opening", &[("reference", "SAR-2020-99999"), reason]).await.is_refused(422, "no request of this reference");
        omar.post("/requests/opening", &[("reference", "nonsense"), reason]).await.is_refused(422, "looks like SAR");
        omar.post("/requests/opening", &[("reference", &reference), ("reason", "")]).await.is_refused(422, "Say why you need");
        omar.post("/requests/opening", &[("reference", &reference), ("reason", "work")]).await.is_refused(422, "at least a few words");
        hana.post("/requests/opening", &[("reference", &reference), reason]).await.is_refused(409, "yours to open");
        omar.post("/requests/opening", &[("reference", &reference), reason]).await.is_done();

        assert!(omar.get(&at).await.page().contains("Hana is ill"), "the reason is in the story");
        assert_eq!(mails(&office, address(&mona), "opened unusually"), 1);
        let officer = office.services.settings.controller.email.clone();
        assert_eq!(mails(&office, &officer, "opened unusually"), 1);
        let diary = ada.get("/diary").await.page();
        assert!(diary.contains("opened a request that is not theirs") && !diary.contains("is ill"), "{diary}");

        office.later(Duration::hours(5));
        let omar = office.returns(&omar).await;
        assert_eq!(omar.get(&at).await.status, 404, "the hours are over");
        assert!(!omar.get("/requests").await.page().contains(&reference));
    }

    async fn an_opening_that_becomes_an_assignment_lasts(office) {
        let (hana, omar) = (office.hires("Hana Lind", Role::Handler).await, office.hires("Omar Reid", Role::Handler).await);
        let reference = asks(&office).await;
        let at = format!("/requests/{reference}");
        hana.post(&format!("{at}/owner"), &[]).await.is_done();
        let opening = [("reference", reference.as_str()), ("reason", "Hana asked me to look at once")];
        omar.post("/requests/opening", &opening).await.is_done();

        let omars = omar.actor().id.to_string();
        hana.post(&format!("{at}/assignments"), &[("staff", &omars)]).await.is_done();

        office.later(Duration::hours(5));
        office.returns(&omar).await.get(&at).await.page();
    }

    async fn who_has_a_conflict_cannot_open_it_unusually_either(office) {
        let (hana, rowan) = (office.hires("Hana Lind", Role::Handler).await, office.hires("Rowan Price", Role::Handler).await);
        let reference = asks(&office).await;
        hana.post(&format!("/requests/{reference}/owner"), &[]).await.is_done();
        let opening = [("reference", reference.as_str()), ("reason", "I would like to know")];

        rowan.post("/requests/opening", &opening).await.is_refused(422, "no request of this reference");

        let told = hana.get(&format!("/requests/{reference}")).await.page();
        assert!(told.contains("was refused: a conflict of interest"), "{told}");
    }
}
