//! The three levels of a record, and that what is kept for named people is nowhere for others.

use candour::access::Role;
use candour::app;
use candour::records::{self, Level};
use candour::requests::Reference;
use serde_json::json;

use crate::office::{Office, Person, on_both};
use crate::requests::gathers;

/// One word a level, each in the name and in the text of its item.
const CONFIDENTIAL: &str = "Wagtail";
const SENSITIVE: &str = "Bullfinch";
const HIGHLY_SENSITIVE: &str = "Nightjar";
const LEGAL_ADVICE: &str = "Kingfisher";

const SECRET: i64 = 3;

struct Case {
    reference: String,
    hana: Person,
    rita: Person,
    mona: Person,
}

impl Case {
    fn at(&self, place: &str) -> String {
        format!("/requests/{}/{place}", self.reference)
    }
}

/// Hana leads, Rita reviews, Mona manages; the record holds an item of each level, in order, and
/// legal advice.
async fn with_every_level(office: &Office) -> Case {
    let hana = office.hires("Hana Price", Role::Handler).await;
    let rita = office.hires("Rita Moss", Role::Reviewer).await;
    let mona = office.hires("Mona Carr", Role::Manager).await;
    let case = Case { reference: gathers(office, &hana).await, hana, rita, mona };
    for colleague in [&case.rita, &case.mona] {
        let staff = colleague.actor().id.to_string();
        case.hana.post(&case.at("assignments"), &[("staff", &staff)]).await.is_done();
    }
    let files: Vec<(String, String)> = [
        ("School", CONFIDENTIAL),
        ("Talk", SENSITIVE),
        ("Refuge", HIGHLY_SENSITIVE),
        ("Legal advice", LEGAL_ADVICE),
    ]
    .map(|(name, word)| (format!("{name} {word}.txt"), format!("The word is {word}.\n")))
    .to_vec();
    let files: Vec<(&str, &str, &[u8])> =
        files.iter().map(|(name, text)| ("files", name.as_str(), text.as_bytes())).collect();
    case.hana.upload(&case.at("record"), &[("source", "Paper file")], &files).await;
    office.works().await;
    let talk = described("Talk Bullfinch", &[("level", "sensitive"), ("topics", "wishes")]);
    case.hana.post(&case.at("items/2"), &talk).await.is_done();
    case
}

fn described<'a>(title: &'a str, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut form = vec![("title", title), ("kind", "case_note"), ("hand", "first_hand")];
    form.extend_from_slice(more);
    form
}

async fn into_review(office: &Office, case: &Case) {
    let search = [
        ("place", "Hill House"),
        ("custodian_name", "Jo Field"),
        ("custodian_email", "jo@example.org"),
        ("asked_for", "All files"),
    ];
    case.hana.post(&case.at("searches"), &search).await.is_done();
    office.works().await;
    let link = office.link_to("jo@example.org", "/answers/");
    let held = [("outcome", "nothing_held"), ("words", "Looked")];
    assert_eq!(office.visitor().post(&format!("{link}/words"), &held).await.status, 303);
    case.hana.post(&case.at("steps"), &[("event", "records_complete")]).await.is_done();
}

/// Every address that can be asked for, with each item, page and file of the request.
fn every_address(reference: &str) -> Vec<String> {
    let mut all = Vec::new();
    for line in app::lines().iter().filter(|line| line.method == "GET") {
        let path = line.path.replace("{reference}", reference);
        let path = path.replace("{page}", "1").replace("{volume}", "1");
        let path = path.replace("{token}", &"t".repeat(43)).replace("{name}", "candour.css");
        let path = path.replace("{id}", "01890000-0000-7000-8000-000000000000");
        let path = path.replace("{kind}", "search").replace("{language}", "en");
        if path.contains("{number}") {
            all.extend((1..=4).map(|number| path.replace("{number}", &number.to_string())));
        } else {
            all.push(path);
        }
    }
    assert!(all.len() > 60 && all.iter().all(|path| !path.contains('{')), "{all:?}");
    all
}

/// Where any of these words is found by this person.
async fn found(person: &Person, reference: &str, words: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for path in every_address(reference) {
        let answer = person.get(&path).await;
        for word in words {
            if answer.body.contains(word)
                || answer.headers.values().any(|v| v.to_str().is_ok_and(|v| v.contains(word)))
            {
                found.push(format!("{word} at {path}"));
            }
        }
    }
    found
}

on_both! {
    async fn what_is_highly_sensitive_is_nowhere_for_those_who_are_not_named(office) {
        let case = with_every_level(&office).await;
        into_review(&office, &case).await;
        let reference = case.reference.as_str();

        for person in [&case.rita, &case.mona] {
            assert_eq!(found(person, reference, &[HIGHLY_SENSITIVE]).await, Vec::<String>::new());
            for place in ["items/3", "items/3/pages/1.png", "items/3/original", "review/3",
                "review/3/words/1", "review/3/standing", "review/3/as-sent/1"] {
                assert_eq!(person.get(&case.at(place)).await.status, 404, "{place}");
            }
            let list = person.get(&case.at("record")).await.page();
            assert!(list.contains("3 items, 3 pages") && list.contains("1 to 3 of 3"), "{list}");
            assert!(person.get(&case.at("review")).await.page().contains("0 of 2"));
            let sought = json!({ "text": "word", "scope": "request", "number": 1 });
            let hits = person.post_json(&case.at("find"), &sought).await;
            assert!(hits.body.contains(SENSITIVE) && !hits.body.contains(HIGHLY_SENSITIVE), "{}", hits.body);
            let sought = [("number", "3"), ("text", "word"), ("scope", "item")];
            assert_eq!(person.post(&case.at("find"), &sought).await.status, 404);
            assert_eq!(person.post(&case.at("items/3/decision"), &[("decision", "release")]).await.status, 404);
        }
        let seen = found(&case.hana, reference, &[CONFIDENTIAL, SENSITIVE, HIGHLY_SENSITIVE, LEGAL_ADVICE]).await;
        for place in ["record", "review", "items/3", "review/3", "review/3/words/1"] {
            let told = format!("{HIGHLY_SENSITIVE} at {}", case.at(place));
            assert!(seen.contains(&told), "{told} is not among {seen:?}");
        }
        assert!(seen.contains(&format!("{LEGAL_ADVICE} at {}", case.at("review/4"))), "{seen:?}");
    }

    async fn nothing_of_a_record_is_anywhere_for_those_who_do_not_work_on_it(office) {
        let case = with_every_level(&office).await;
        let every = [CONFIDENTIAL, SENSITIVE, HIGHLY_SENSITIVE, LEGAL_ADVICE];

        for (name, role) in [("Otto Lane", Role::Handler), ("Rosa Hill", Role::Reviewer), ("Max Dunn", Role::Manager),
            ("Ada Nye", Role::Auditor), ("Adil Khan", Role::Administrator)] {
            let person = office.hires(name, role).await;
            assert_eq!(found(&person, &case.reference, &every).await, Vec::<String>::new(), "{name}");
        }
        assert_eq!(found(&office.visitor(), &case.reference, &every).await, Vec::<String>::new());
    }

    async fn whoever_leads_names_who_may_read_it_with_a_reason_and_ends_it(office) {
        let case = with_every_level(&office).await;
        let readers = case.at("items/3/readers");
        let rita = case.rita.actor().id.to_string();
        let otto = office.hires("Otto Lane", Role::Handler).await.actor().id.to_string();

        case.hana.post(&readers, &[("reader", &rita), ("named_reason", " ")]).await.is_refused(422, "Say why they need to read it");
        case.hana.post(&readers, &[("reader", &otto), ("named_reason", "x")]).await.is_refused(422, "Choose somebody who works on this request");
        case.hana.post(&case.at("items/1/readers"), &[("reader", &rita), ("named_reason", "x")]).await.is_refused(409, "not highly sensitive");
        case.rita.post(&readers, &[("reader", &rita), ("named_reason", "x")]).await.is_refused(403, "");
        assert_eq!(case.mona.post(&readers, &[("reader", &rita), ("named_reason", "x")]).await.status, 404);
        case.hana.post(&readers, &[("reader", &rita), ("named_reason", "She reviews it")]).await.is_done();

        assert!(case.rita.get(&case.at("record")).await.page().contains(HIGHLY_SENSITIVE));
        let page = case.rita.get(&case.at("items/3")).await.page();
        assert!(page.contains("Rita Moss: She reviews it"), "{page}");
        case.hana.post(&format!("{readers}/{rita}/ending"), &[]).await.is_done();
        assert_eq!(case.rita.get(&case.at("items/3")).await.status, 404);
        assert_eq!(case.hana.post(&format!("{readers}/{rita}/ending"), &[]).await.status, 404);
    }

    async fn a_level_needs_its_topic_and_a_topic_of_both_levels_its_reason(office) {
        let case = with_every_level(&office).await;
        let item = case.at("items/1");
        let says = |more: &[(&'static str, &'static str)]| described("School", more);

        let none = says(&[("level", "sensitive")]);
        case.hana.post(&item, &none).await.is_refused(422, "Choose what makes it sensitive");
        let low = says(&[("level", "confidential"), ("topics", "health")]);
        case.hana.post(&item, &low).await.is_refused(422, "Choose sensitive or highly sensitive");
        let silent = says(&[("level", "sensitive"), ("topics", "health"), ("topics", "wishes")]);
        case.hana.post(&item, &silent).await.is_refused(422, "say why sensitive is enough");
        let adopted = says(&[("level", "sensitive"), ("topics", "adoption_address"), ("level_reason", "x")]);
        case.hana.post(&item, &adopted).await.is_refused(422, "adoption rules always is");
        let kept = says(&[("level", "sensitive"), ("topics", "health"), ("topics", "parentage_unknown"),
            ("level_reason", "Only her doctor's words"), ("traits", "names_siblings"), ("period", "historic")]);
        case.hana.post(&item, &kept).await.is_done();

        let page = case.hana.get(&item).await.page();
        assert!(page.contains("Only her doctor&#39;s words") && page.contains("value=\"health\" checked"), "{page}");
        let list = case.hana.get(&case.at("record?flag=parentage")).await.page();
        assert!(list.contains("1 to 1 of 1") && list.contains("Look for third parties") && list.contains("Historic"), "{list}");
        assert!(case.rita.get(&case.at("review/1")).await.page().contains("Parentage the child does not know"));
    }

    async fn what_comes_in_is_confidential_and_an_address_at_risk_highly_sensitive(office) {
        let case = with_every_level(&office).await;
        let files: [(&str, &str, &[u8]); 2] = [
            ("files", "Adopters' address.txt", b"Kept secret"), ("files", "Genogram.txt", b"Three generations")];
        case.hana.upload(&case.at("record"), &[("source", "Paper file")], &files).await;
        office.works().await;

        let reference: Reference = case.reference.parse().unwrap();
        let request = candour::requests::seen_by(&mut office.db(), case.hana.actor(), &reference).unwrap().unwrap();
        let levels: Vec<Level> = records::items_of(&mut office.db(), request.id).unwrap().iter().map(|i| i.level).collect();
        use Level::{Confidential, HighlySensitive, Sensitive};
        assert_eq!(levels, [Confidential, Sensitive, HighlySensitive, Confidential, HighlySensitive, Confidential]);
        for looked in ["kind=genogram", "flag=third_parties"] {
            let list = case.rita.get(&case.at(&format!("record?{looked}"))).await.page();
            assert!(list.contains("1 to 1 of 1") && list.contains("Genogram"), "{list}");
        }
        let form = case.rita.get(&case.at("items/1")).await.page();
        for kind in records::Category::ALL {
            assert!(form.contains(&format!("<option value=\"{}\"", kind.name())), "{}", kind.name());
        }
    }

    async fn the_childs_own_drawing_is_marked_for_return_and_keeps_where_it_came_from(office) {
        let case = with_every_level(&office).await;
        let drawing = described("A drawing", &[("level", "confidential"), ("source", "Brother's file, volume 2"),
            ("traits", "belongs_to_child"), ("period", "current")]);

        case.rita.post(&case.at("items/1"), &drawing).await.is_done();

        let list = case.rita.get(&case.at("record?flag=return")).await.page();
        assert!(list.contains("1 to 1 of 1") && list.contains("Return to the child"), "{list}");
        assert!(list.contains("Brother&#39;s file, volume 2"), "{list}");
        let page = case.rita.get(&case.at("items/1")).await.page();
        assert!(page.contains("value=\"belongs_to_child\" checked") && page.contains("value=\"current\" checked"), "{page}");
    }

    async fn a_pack_with_it_is_seen_and_signed_only_by_a_manager_who_is_named(office) {
        let case = with_every_level(&office).await;
        into_review(&office, &case).await;
        for number in [1, 2] {
            case.rita.post(&case.at(&format!("items/{number}/decision")), &[("decision", "release")]).await.is_done();
        }
        let advice = [("answer", "advice"), ("says_so", "Our solicitor"), ("client", "The council"),
            ("shared", "no"), ("court", "no"), ("reason", "Advice")];
        case.rita.post(&case.at("items/4/legal-advice"), &advice).await.is_done();

        assert!(case.rita.get(&case.at("review")).await.page().contains("Every item is decided"));
        case.rita.post(&case.at("pack"), &[]).await.is_refused(409, "whoever leads the request has something left to decide");
        case.hana.post(&case.at("pack"), &[]).await.is_refused(409, "D3 is undecided");
        case.hana.post(&case.at(&format!("items/{SECRET}/decision")), &[("decision", "release")]).await.is_done();
        case.hana.post(&case.at("pack"), &[]).await.is_done();
        office.works().await;

        for person in [&case.rita, &case.mona] {
            assert_eq!(person.get(&case.at("pack/1")).await.status, 404);
            assert_eq!(person.get(&case.at("sign-off/pages/1/1")).await.status, 404);
        }
        assert_eq!(case.hana.get(&case.at("pack/1")).await.status, 200);
        let page = case.mona.get(&case.at("sign-off")).await.page();
        assert!(page.contains("kept for named people") && !page.contains("name=\"fingerprint\""), "{page}");
        let mona = case.mona.actor().id.to_string();
        case.hana.post(&case.at("items/3/readers"), &[("reader", &mona), ("named_reason", "She signs")]).await.is_done();
        let page = case.mona.get(&case.at("sign-off")).await.page();
        let fingerprint = page.split("name=\"fingerprint\" value=\"").nth(1).unwrap().split('"').next().unwrap();
        case.hana.post(&format!("{}/{mona}/ending", case.at("items/3/readers")), &[]).await.is_done();
        case.mona.post(&case.at("signature"), &[("fingerprint", fingerprint)]).await.is_refused(409, "named people");
        case.hana.post(&case.at("items/3/readers"), &[("reader", &mona), ("named_reason", "She signs")]).await.is_done();
        assert_eq!(case.mona.get(&case.at("sign-off/pages/1/1")).await.status, 200);
        case.mona.post(&case.at("signature"), &[("fingerprint", fingerprint)]).await.is_done();
    }
}
