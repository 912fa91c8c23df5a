//! Nobody has to say again what is held from an earlier request: staff take it over, the public form
//! knows nothing of it.

use candour::access::Role;
use chrono::Duration;

use crate::office::{Office, Person, on_both};

const ONCE: [(&str, &str); 14] = [
    ("requester_kind", "adult_self"),
    ("subject_name", "Rowan Price"),
    ("other_names", "Rowan Hale"),
    ("born_on_day", "27"),
    ("born_on_month", "3"),
    ("born_on_year", "1998"),
    ("email", "rowan@example.org"),
    ("phone", "01632 960001"),
    ("address", "1 Mill Lane\nNorthmoor"),
    ("asked_for", "Everything about my time at Hill House"),
    ("receive_by", "portal"),
    ("needs", "A quiet room to read in"),
    ("format", "large_print"),
    ("interpreter", "true"),
];

/// As little as the form asks for.
const AGAIN: [(&str, &str); 5] = [
    ("requester_kind", "adult_self"),
    ("subject_name", "rowan  PRICE"),
    ("email", "Rowan@example.org"),
    ("asked_for", "What was written since"),
    ("receive_by", "portal"),
];

async fn asks(office: &Office, form: &[(&str, &str)]) -> String {
    let answer = office.visitor().post("/ask", form).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    let at = answer.location().strip_prefix("/ask/sent/").unwrap();
    at.split('?').next().unwrap().to_owned()
}

async fn takes(person: &Person, reference: &str) -> String {
    let at = format!("/requests/{reference}");
    person.post(&format!("{at}/owner"), &[]).await.is_done();
    at
}

/// The first request of Rowan's, answered as far as who asks.
async fn asked_before(office: &Office, by: &Person) -> String {
    let first = asks(office, &ONCE).await;
    let at = takes(by, &first).await;
    let proof = [("verdict", "proved"), ("evidence", "passport seen")];
    by.post(&format!("{at}/identity"), &proof).await.is_done();
    first
}

fn choice<'a>(detail: &'a str, from: &'a str, take: &'a str) -> [(&'a str, &'a str); 3] {
    [("detail", detail), ("from", from), ("take", take)]
}

on_both! {
    async fn what_is_held_is_taken_over_by_one_press_with_its_source_and_date(office) {
        let hana = office.hires("Hana Lind", Role::Handler).await;
        let first = asked_before(&office, &hana).await;
        office.later(Duration::days(40));
        let hana = office.returns(&hana).await;
        let second = asks(&office, &AGAIN).await;
        let at = takes(&hana, &second).await;
        let held = format!("{at}/held");

        assert!(hana.get(&at).await.page().contains(&format!("href=\"{held}\"")));
        let page = hana.get(&held).await.page();
        for shown in ["1 Mill Lane", "01632 960001", "passport seen", "Large print", "Interpreter",
            "A quiet room to read in", "Born 27 March 1998", "Rowan Hale", "21 November 2026"] {
            assert!(page.contains(shown), "{shown}: {page}");
        }
        assert!(page.contains(&format!("href=\"/requests/{first}\"")), "{page}");
        assert!(!page.contains("They say something else than before"), "{page}");
        assert!(!hana.get(&format!("{at}/identity")).await.page().contains("passport seen"));

        for detail in ["contact", "identity", "wishes"] {
            hana.post(&held, &choice(detail, &first, "true")).await.is_done();
        }
        hana.post(&held, &choice("person", &first, "false")).await.is_done();

        let story = hana.get(&at).await.page();
        for written in ["1 Mill Lane", "01632 960001", "Large print", "A quiet room to read in"] {
            assert!(story.contains(written), "{written}: {story}");
        }
        assert!(!story.contains("27 March 1998"), "what was left aside is not written: {story}");
        assert!(story.contains("took over from an earlier request: address and telephone"), "{story}");
        assert!(story.contains("left aside from an earlier request"), "{story}");
        assert!(!story.contains(&first), "who may not know of the other request reads nothing of it: {story}");
        let identity = hana.get(&format!("{at}/identity")).await.page();
        assert!(identity.contains("passport seen\n(seen by Hana Lind for an earlier request, 21 November 2026)</textarea>"), "{identity}");
        let page = hana.get(&held).await.page();
        assert!(page.contains("Nothing is left to take over") && page.contains("left aside"), "{page}");
        hana.post(&held, &choice("contact", &first, "true")).await.is_refused(409, "not proposed any more");
        let read = hana.get(&format!("/requests/{first}")).await.page();
        assert_eq!(read.matches("opened the request").count(), 1, "reading it there is in its diary: {read}");
    }

    async fn somebody_is_known_by_name_and_date_of_birth_and_what_differs_is_said(office) {
        let hana = office.hires("Hana Lind", Role::Handler).await;
        let first = asked_before(&office, &hana).await;
        let moved = [
            ("requester_kind", "adult_self"), ("subject_name", "Rowan Price"),
            ("born_on_day", "27"), ("born_on_month", "3"), ("born_on_year", "1998"),
            ("email", "rp@elsewhere.example"), ("address", "9 Quay Road"),
            ("asked_for", "All"), ("receive_by", "portal"),
        ];
        let second = asks(&office, &moved).await;
        let at = takes(&hana, &second).await;

        let page = hana.get(&format!("{at}/held")).await.page();

        assert!(page.contains("They say something else than before"), "{page}");
        assert!(page.contains("rowan@example.org") && page.contains("1 Mill Lane"), "{page}");
        assert!(page.contains("passport seen"), "{page}");
        hana.post(&format!("{at}/held"), &choice("contact", &first, "true")).await.is_done();
        let story = hana.get(&at).await.page();
        assert!(story.contains("9 Quay Road") && !story.contains("1 Mill Lane"), "what they say now stays: {story}");
        assert!(story.contains("01632 960001") && !story.contains("01632 960001 (checked)"), "{story}");
    }

    async fn nothing_of_one_person_is_proposed_to_another_at_the_same_address(office) {
        let hana = office.hires("Hana Lind", Role::Handler).await;
        asked_before(&office, &hana).await;
        let sister = [
            ("requester_kind", "adult_self"), ("subject_name", "Kit Price"),
            ("email", "rowan@example.org"), ("asked_for", "All"), ("receive_by", "portal"),
        ];
        let second = asks(&office, &sister).await;
        let at = takes(&hana, &second).await;

        let page = hana.get(&format!("{at}/held")).await.page();

        assert!(page.contains("Asked for by Rowan Price, from the same e-mail address"), "{page}");
        for theirs in ["Mill Lane", "passport", "quiet room", "name=\"take\""] {
            assert!(!page.contains(theirs), "{theirs}: {page}");
        }
        let namesake = [
            ("requester_kind", "adult_self"), ("subject_name", "Rowan Price"),
            ("born_on_day", "1"), ("born_on_month", "1"), ("born_on_year", "1970"),
            ("email", "other@example.org"), ("asked_for", "All"), ("receive_by", "portal"),
        ];
        let third = asks(&office, &namesake).await;
        let at = takes(&hana, &third).await;
        assert!(!hana.get(&at).await.page().contains("/held\""));
        assert!(hana.get(&format!("{at}/held")).await.page().contains("None of the same person is known"));
    }

    async fn an_earlier_request_is_told_only_to_those_who_may_know_of_it(office) {
        let (hana, omar) = (office.hires("Hana Lind", Role::Handler).await, office.hires("Omar Reyes", Role::Handler).await);
        let mona = office.hires("Mona Weir", Role::Manager).await;
        let rhys = office.hires("Rhys Dale", Role::Reviewer).await;
        let first = asked_before(&office, &hana).await;
        let second = asks(&office, &AGAIN).await;
        let at = takes(&omar, &second).await;
        let held = format!("{at}/held");

        let page = omar.get(&held).await.page();
        assert!(page.contains("It is with Hana Lind: ask there"), "{page}");
        for theirs in [first.as_str(), "Mill Lane", "passport", "quiet room"] {
            assert!(!page.contains(theirs), "{theirs}: {page}");
        }
        omar.post(&held, &choice("contact", &first, "true")).await.is_refused(409, "not proposed any more");
        assert!(!omar.get(&at).await.page().contains("Mill Lane"));

        // Those who are not on the new request, and those who do not lead requests.
        hana.get(&held).await.is_refused(404, "");
        hana.post(&held, &choice("contact", &first, "true")).await.is_refused(404, "");
        for id in [rhys.actor().id, mona.actor().id] {
            omar.post(&format!("{at}/assignments"), &[("staff", &id.to_string())]).await.is_done();
        }
        rhys.get(&held).await.is_refused(403, "");
        rhys.post(&held, &choice("contact", &first, "true")).await.is_refused(403, "");

        // Given both: what it holds stands there once they said whether they have an interest in it.
        hana.post(&format!("/requests/{first}/assignments"), &[("staff", &mona.actor().id.to_string())]).await.is_done();
        let page = mona.get(&held).await.page();
        assert!(page.contains("open it once") && !page.contains("Mill Lane"), "{page}");
        mona.get(&format!("/requests/{first}")).await.page();
        let page = mona.get(&held).await.page();
        assert!(page.contains("Mill Lane") && !page.contains("Rowan Hale"), "a manager keeps no circle: {page}");
        mona.post(&held, &choice("person", &first, "true")).await.is_refused(403, "");
        mona.post(&held, &choice("contact", &first, "true")).await.is_done();
        assert!(omar.get(&at).await.page().contains("Mill Lane"));
    }

    async fn whoever_has_an_interest_in_the_earlier_request_does_not_hear_of_it(office) {
        let (hana, omar) = (office.hires("Hana Lind", Role::Handler).await, office.hires("Omar Reyes", Role::Handler).await);
        let first = asks(&office, &ONCE).await;
        let omar = omar.undeclared();
        let interest = [("standing", "conflict"), ("words", "my neighbour")];
        omar.post(&format!("/requests/{first}/interest"), &interest).await.is_done();
        takes(&hana, &first).await;
        let second = asks(&office, &AGAIN).await;
        omar.post(&format!("/requests/{second}/interest"), &[("standing", "none")]).await.is_done();
        let at = takes(&omar, &second).await;

        assert!(!omar.get(&at).await.page().contains("/held\""));
        let page = omar.get(&format!("{at}/held")).await.page();
        assert!(page.contains("None of the same person is known") && !page.contains(&first), "{page}");
    }

    async fn the_public_form_and_the_portal_tell_nobody_that_they_are_known(office) {
        let hana = office.hires("Hana Lind", Role::Handler).await;
        let first = asked_before(&office, &hana).await;
        office.works().await;
        let known = office.visitor().post("/ask", &AGAIN).await;
        let unknown: Vec<(&str, &str)> = AGAIN
            .iter()
            .map(|(name, value)| match *name {
                "email" => ("email", "unknown@example.org"),
                "subject_name" => ("subject_name", "Nell Ashe"),
                _ => (*name, *value),
            })
            .collect();
        let unknown = office.visitor().post("/ask", &unknown).await;
        office.works().await;

        let plain = |l: &str| l.replace("00002", "N").replace("00003", "N");
        assert_eq!((known.status, plain(known.location())), (unknown.status, plain(unknown.location())));
        let to = |address: &str| -> Vec<String> {
            let all = candour::mail::latest(&mut office.db(), 1_000).unwrap();
            all.into_iter().filter(|m| m.to_address == address && !m.body.contains(&first)).map(|m| m.subject).collect()
        };
        assert_eq!(to("Rowan@example.org").len(), to("unknown@example.org").len());
    }
}
