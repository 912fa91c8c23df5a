//! The tests behind grounds, and the opinions without which no health data goes out.

use candour::access::Role;
use chrono::Duration;
use serde_json::json;

use crate::office::{Office, Person, on_both};
use crate::requests::gathers;

/// A request in review with two notes, of which the first holds health data; and its handler.
async fn in_review(office: &Office) -> (Person, String) {
    let hana = office.hires("Hana Lind", Role::Handler).await;
    let reference = gathers(office, &hana).await;
    let at = format!("/requests/{reference}");
    let files = [
        ("files", "Clinic letter.txt", b"Rowan was seen at the clinic for low mood.\n".as_slice()),
        ("files", "School note.txt", b"Rowan reads well.\n".as_slice()),
    ];
    hana.upload(&format!("{at}/record"), &[("source", "Hill House")], &files).await;
    office.works().await;
    let search = [
        ("place", "Hill House"),
        ("custodian_name", "Jo Field"),
        ("custodian_email", "jo@example.org"),
        ("asked_for", "All files"),
    ];
    hana.post(&format!("{at}/searches"), &search).await.is_done();
    let link = office.link_to("jo@example.org", "/answers/");
    let held = [("outcome", "nothing_held"), ("words", "Looked")];
    assert_eq!(office.visitor().post(&format!("{link}/words"), &held).await.status, 303);
    hana.post(&format!("{at}/steps"), &[("event", "records_complete")]).await.is_done();
    (hana, at)
}

async fn releases(hana: &Person, at: &str) {
    for number in [1, 2] {
        let decision = [("decision", "release")];
        hana.post(&format!("{at}/items/{number}/decision"), &decision).await.is_done();
    }
}

const OPINION: [(&str, &str); 8] = [
    ("given_by", "Dr Lena Voss"),
    ("profession", "Consultant psychiatrist, registered 6012345"),
    ("appropriate", "She was responsible for the care in this matter"),
    ("says", "no_harm"),
    ("opinion", "Rowan knows of it and can read it"),
    ("given_day", "20"),
    ("given_month", "11"),
    ("given_year", "2026"),
];

fn with<'a>(fields: &[(&'a str, &'a str)], change: (&'a str, &'a str)) -> Vec<(&'a str, &'a str)> {
    let kept = fields.iter().copied().filter(|(name, _)| *name != change.0);
    kept.chain([change]).collect()
}

const HARM: &str = "s3p2-5-health-serious-harm";

on_both! {
    async fn health_data_does_not_go_out_without_an_opinion(office) {
        let (hana, at) = in_review(&office).await;
        releases(&hana, &at).await;
        hana.post(&format!("{at}/health-data"), &[("number", "D9")]).await.is_refused(422, "no such item");
        hana.post(&format!("{at}/health-data"), &[("number", "D1")]).await.is_done();

        hana.post(&format!("{at}/pack"), &[]).await.is_refused(409, "no health professional has given an opinion");
        assert!(hana.get(&format!("{at}/pack")).await.page().contains("D1 holds health data"));

        let opinions = format!("{at}/opinions");
        hana.post(&opinions, &with(&OPINION, ("given_by", ""))).await.is_refused(422, "name of the health professional");
        hana.post(&opinions, &with(&OPINION, ("appropriate", " "))).await.is_refused(422, "the appropriate one");
        hana.post(&opinions, &with(&OPINION, ("given_year", "2027"))).await.is_refused(422, "cannot lie ahead");
        hana.post(&opinions, &OPINION[..5]).await.is_refused(422, "Enter the day of the opinion");
        hana.post(&opinions, &OPINION).await.is_done();
        assert!(hana.get(&format!("{at}/grounds")).await.page().contains("May be relied on to 19 May 2027"));
        hana.post(&format!("{at}/pack"), &[]).await.is_done();
    }

    async fn an_opinion_that_has_lapsed_blocks_as_none_does(office) {
        let (hana, at) = in_review(&office).await;
        releases(&hana, &at).await;
        hana.post(&format!("{at}/health-data"), &[("number", "1")]).await.is_done();
        let old = with(&with(&OPINION, ("given_month", "5")), ("given_day", "21"));
        hana.post(&format!("{at}/opinions"), &old).await.is_done();

        hana.post(&format!("{at}/pack"), &[]).await.is_refused(409, "the opinion lapsed on 20 November 2026");

        let fresh = with(&with(&OPINION, ("given_month", "5")), ("given_day", "22"));
        hana.post(&format!("{at}/opinions"), &fresh).await.is_done();
        assert!(!hana.get(&format!("{at}/pack")).await.page().contains("lapsed"), "the last day still counts");
        office.later(Duration::days(1));
        let hana = office.returns(&hana).await;
        hana.post(&format!("{at}/pack"), &[]).await.is_refused(409, "lapsed on 21 November 2026");
    }

    async fn what_the_person_knows_already_needs_no_opinion(office) {
        let (hana, at) = in_review(&office).await;
        releases(&hana, &at).await;
        hana.post(&format!("{at}/health-data"), &[("number", "1")]).await.is_done();
        hana.post(&format!("{at}/pack"), &[]).await.is_refused(409, "holds health data");

        let known = [("number", "1"), ("known_how", "The letter was addressed to Rowan")];
        hana.post(&format!("{at}/health-data"), &known).await.is_done();

        hana.post(&format!("{at}/pack"), &[]).await.is_done();
    }

    async fn a_ground_of_serious_harm_is_tested_before_anything_rests_on_it(office) {
        let (hana, at) = in_review(&office).await;
        let decision = |number: i64| format!("{at}/items/{number}/decision");
        let withhold = [("decision", "withhold"), ("ground", HARM), ("reason", "The opinion says so")];
        hana.post(&decision(1), &withhold).await.is_done();
        hana.post(&decision(2), &[("decision", "release")]).await.is_done();
        hana.post(&format!("{at}/pack"), &[]).await.is_refused(409, "has not been tested");

        let ground = format!("{at}/grounds/{HARM}");
        let page = hana.get(&ground).await.page();
        assert!(page.contains("must be asked") && page.contains("registration of the health professional"), "{page}");
        let mut test = vec![
            ("data_class", "health"), ("serious_harm_likely", "yes"), ("harm_to", "data_subject"),
            ("opinion.says", "met"), ("opinion.by", "appropriate_health_professional"), ("opinion.date", "2026-11-20"),
            ("evidence_0", "Dr Lena Voss, psychiatrist, 6012345, had the care"),
            ("evidence_1", "Reading it alone would endanger Rowan, 20 November 2026"),
            ("evidence_2", "20 November 2026"),
            ("evidence_3", "Nothing has changed since"),
        ];
        hana.post(&ground, &test[..7]).await.is_refused(422, "rite this down");
        hana.post(&ground, &test).await.is_refused(422, "Say who was asked");
        test.push(("consulted", "Dr Voss: the test is met"));
        hana.post(&ground, &test).await.is_refused(422, "Enter the day on which they answered");
        test.extend([("on_day", "20"), ("on_month", "11"), ("on_year", "2026")]);
        test.push(("silent", "true"));
        hana.post(&ground, &test).await.is_refused(422, "Say why naming the ground");
        test.pop();
        hana.post(&ground, &test).await.is_done();

        let page = hana.get(&format!("{at}/grounds")).await.page();
        assert!(page.contains("no health professional&#39;s opinion carries") || page.contains("opinion carries"), "{page}");
        hana.post(&format!("{at}/opinions"), &with(&OPINION, ("says", "harm"))).await.is_done();
        let page = hana.get(&format!("{at}/grounds")).await.page();
        assert!(page.contains("Nothing is lacking"), "{page}");
    }

    async fn a_ground_that_fails_its_test_carries_nothing(office) {
        let (hana, at) = in_review(&office).await;
        let ground = "s3p3-11-sw-serious-harm";
        let withhold = [("decision", "withhold"), ("ground", ground), ("reason", "It would upset them")];
        hana.post(&format!("{at}/items/1/decision"), &withhold).await.is_done();
        hana.post(&format!("{at}/items/2/decision"), &[("decision", "release")]).await.is_done();
        let mut test: Vec<(String, String)> = vec![("serious_harm_likely".into(), "no".into())];
        test.extend((0..6).map(|n| (format!("evidence_{n}"), "Distress, and no more".to_owned())));
        let test: Vec<(&str, &str)> = test.iter().map(|(n, w)| (n.as_str(), w.as_str())).collect();

        hana.post(&format!("{at}/grounds/{ground}"), &test).await.is_done();

        hana.post(&format!("{at}/pack"), &[]).await.is_refused(409, "fails its test");
    }

    async fn a_local_restriction_is_no_ground(office) {
        let (hana, at) = in_review(&office).await;

        for local in ["serious_harm", "expectation_of_non_disclosure", "third_party_expressly_refused"] {
            let withhold = [("decision", "withhold"), ("ground", local), ("reason", "Restricted")];
            hana.post(&format!("{at}/items/1/decision"), &withhold).await.is_refused(422, "Choose the ground");
            let mark = json!({ "number": 1, "find": "clinic", "scope": "request", "ground": local, "reason": "x" });
            assert_eq!(hana.post_json(&format!("{at}/marks"), &mark).await.status, 422, "{local}");
        }
        // What the child expected stands against a parent or a court's appointee, never against the child.
        let expected = [("decision", "withhold"), ("ground", "s3p3-10-sw-expectation"), ("reason", "x")];
        hana.post(&format!("{at}/items/1/decision"), &expected).await.is_refused(422, "Choose the ground");
        assert_eq!(hana.get(&format!("{at}/grounds/s3p3-10-sw-expectation")).await.status, 404);
    }

    async fn nobody_else_tests_a_ground_or_learns_of_one(office) {
        let (hana, at) = in_review(&office).await;
        let (omar, ada) = (office.hires("Omar Reid", Role::Handler).await, office.hires("Ada Finch", Role::Auditor).await);
        drop(hana);

        for page in ["grounds".to_owned(), format!("grounds/{HARM}")] {
            assert_eq!(omar.get(&format!("{at}/{page}")).await.status, 404, "{page}");
            ada.get(&format!("{at}/{page}")).await.is_refused(403, "ou may not");
        }
        for act in ["opinions".to_owned(), "health-data".to_owned(), format!("grounds/{HARM}")] {
            assert_eq!(omar.post(&format!("{at}/{act}"), &[]).await.status, 404, "{act}");
            ada.post(&format!("{at}/{act}"), &[]).await.is_refused(403, "ou may not");
        }
    }
}
