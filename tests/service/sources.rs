//! Whoever gave something in confidence stays unknown: found in the whole record, marked, and decided by a manager.

use candour::access::Role;

use crate::office::{Office, on_both};
use crate::requests::gathers;
use crate::the_pack::Case;

/// An anonymous concern, and a visit that names whoever raised it.
async fn with_a_concern(office: &Office) -> Case {
    let hana = office.hires("Hana Price", Role::Handler).await;
    let rita = office.hires("Rita Moss", Role::Reviewer).await;
    let mona = office.hires("Mona Carr", Role::Manager).await;
    let case = Case { reference: gathers(office, &hana).await, hana, rita, mona };
    for colleague in [&case.rita, &case.mona] {
        let staff = colleague.actor().id.to_string();
        case.hana.post(&case.at("assignments"), &[("staff", &staff)]).await.is_done();
    }
    let search = [
        ("place", "Hill House"),
        ("custodian_name", "Jo Field"),
        ("custodian_email", "jo@example.org"),
        ("asked_for", "All files"),
    ];
    case.hana.post(&case.at("searches"), &search).await.is_done();
    office.works().await;
    let link = office.link_to("jo@example.org", "/answers/");
    let files = [
        ("files", "Anonymous contact.txt", b"A caller says that Rowan is left alone.\n".as_slice()),
        (
            "files",
            "Visit.txt",
            b"Mrs Osei from the flat above rang again.\nRowan was well.\n".as_slice(),
        ),
    ];
    assert_eq!(office.visitor().upload(&link, &[], &files).await.status, 303);
    office.works().await;
    case.hana.post(&case.at("steps"), &[("event", "records_complete")]).await.is_done();
    for number in [1, 2] {
        let decision = [("decision", "release")];
        case.rita.post(&case.at(&format!("items/{number}/decision")), &decision).await.is_done();
    }
    case
}

const WAITS: &str = "whoever gave D1 is protected";

on_both! {
    async fn an_anonymous_concern_protects_its_source_from_the_start(office) {
        let case = with_a_concern(&office).await;

        let page = case.rita.get(&case.at("items/1")).await.page();
        assert!(page.contains("Protected source") && page.contains("value=\"given_anonymously\" checked"), "{page}");
        assert!(case.rita.get(&case.at("review/1")).await.page().contains("Protected source"));
        let openly = [("title", "A contact"), ("kind", "anonymous_concern"), ("hand", "third_party"), ("level", "confidential"), ("given", "")];
        case.rita.post(&case.at("items/1"), &openly).await.is_done();
        assert!(case.rita.get(&case.at("items/1")).await.page().contains("Protected source"), "it stays so");
        case.rita.get(&case.at("items/2/source")).await.is_refused(409, "given openly");
        let told = [("title", "Visit"), ("kind", "visit"), ("hand", "first_hand"), ("level", "confidential"), ("given", "given_in_confidence")];
        case.rita.post(&case.at("items/2"), &told).await.is_done();
        assert!(case.hana.get(&case.at("pack")).await.page().contains("whoever gave D2 is protected"));
    }

    async fn nothing_of_it_goes_before_every_trace_is_marked_and_a_manager_decided(office) {
        let case = with_a_concern(&office).await;
        let source = case.at("items/1/source");
        let decision = case.at("items/1/source/decision");
        let protects = [("outcome", "protected"), ("reason", "She lives next door still")];

        assert!(case.hana.get(&case.at("pack")).await.page().contains(WAITS));
        case.hana.post(&case.at("pack"), &[]).await.is_refused(409, WAITS);
        case.mona.post(&decision, &protects).await.is_refused(409, "ay first what would give them away");
        case.rita.post(&source, &[("words", " ")]).await.is_refused(422, "Write what would give them away");
        case.rita.post(&source, &[("words", "Mrs Osei\nflat above")]).await.is_done();
        let page = case.rita.get(&source).await.page();
        assert!(page.contains("D2-p1") && page.contains("2 not marked"), "{page}");

        case.rita.post(&decision, &protects).await.is_refused(403, "ou may not");
        case.mona.post(&decision, &protects).await.is_refused(422, "stands unmarked");
        case.rita.post(&case.at("items/1/source/marks"), &[]).await.is_done();
        assert!(case.rita.get(&source).await.page().contains("2 marked"));
        case.mona.post(&decision, &[("outcome", "protected")]).await.is_refused(422, "Give the reason");
        case.mona.post(&decision, &protects).await.is_done();
        assert!(case.rita.get(&source).await.page().contains("She lives next door still"));
        assert!(!case.hana.get(&case.at("pack")).await.page().contains(WAITS));

        let number = serde_json::json!({ "number": 2 });
        assert_eq!(case.rita.post_json(&case.at("marks/undo"), &number).await.status, 200);
        let pack = case.hana.get(&case.at("pack")).await.page();
        assert!(pack.contains("a mark that hides them was changed since"), "{pack}");
        assert_eq!(case.rita.post_json(&case.at("marks/redo"), &number).await.status, 200);
        case.mona.post(&decision, &protects).await.is_done();
        case.rita.post(&case.at("items/2/decision"), &[("decision", "release_with_marks")]).await.is_done();
        case.hana.post(&case.at("pack"), &[]).await.is_done();
        office.works().await;

        let volume = case.hana.get(&case.at("pack/1")).await;
        let reading = candour_redaction::read::Reading::open(volume.bytes.clone(), None, &Default::default()).unwrap();
        let text: Vec<String> = (0..reading.pages()).flat_map(|p| reading.words(p).unwrap()).map(|w| w.text).collect();
        let text = text.join(" ");
        assert!(text.contains("left alone") && !text.contains("Osei") && !text.contains("flat above"), "{text}");
    }

    async fn a_manager_who_says_that_they_may_be_known_says_why_and_is_in_the_diary(office) {
        let case = with_a_concern(&office).await;
        let decision = case.at("items/1/source/decision");
        case.mona.post(&case.at("items/1/source"), &[("words", "Mrs Osei")]).await.is_done();
        let known = [("outcome", "may_be_known"), ("reason", "She wrote that she agrees")];
        case.mona.post(&decision, &known).await.is_refused(403, "obody may");
        case.rita.post(&case.at("items/1/source"), &[("words", "Mrs Osei")]).await.is_done();
        case.mona.post(&decision, &known).await.is_done();

        assert!(!case.hana.get(&case.at("pack")).await.page().contains(WAITS));
        let story = case.hana.get(&format!("/requests/{}", case.reference)).await.page();
        assert!(story.contains("D1: whoever gave it may be known") && !story.contains("Osei"), "{story}");
        let omar = office.hires("Omar Shah", Role::Handler).await;
        assert_eq!(omar.get(&case.at("items/1/source")).await.status, 404);
    }
}
