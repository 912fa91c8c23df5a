//! Legal advice: set apart with who says so, found where it was misfiled, and nowhere for those it
//! must not reach. Two records are told apart by nothing but the advice that one of them holds.

use candour::access::Role;
use candour::app;
use candour_redaction::read::Reading;

use crate::office::{Office, Person, on_both};
use crate::requests::gathers;

const NOTES: [(&str, &str); 2] =
    [("Visit.txt", "Visit on 3 May. Rowan was well.\n"), ("School.txt", "Rowan reads well.\n")];
/// The word is in the name and in the text of each.
const SECRET: &str = "Kingfisher";
const ADVICE: [(&str, &str); 3] = [
    ("Legal advice Kingfisher.txt", "Kingfisher: the threshold is met.\n"),
    ("Legal planning Kingfisher.txt", "Kingfisher: minutes of the meeting.\n"),
    (
        "Diary Kingfisher.txt",
        "Went to court. Our solicitor advised Kingfisher to wait. Home at six.\n",
    ),
];
const CLAIM: [(&str, &str); 6] = [
    ("answer", "advice"),
    ("says_so", "Marcus Thwaite, solicitor"),
    ("client", "The director of children's services"),
    ("shared", "no"),
    ("court", "no"),
    ("reason", "He answers our question"),
];

/// The claim with some answers changed.
fn claim<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = CLAIM.iter().filter(|(name, _)| changes.iter().all(|(other, _)| other != name));
    kept.chain(changes).copied().collect()
}

struct People {
    hana: Person,
    rita: Person,
    mona: Person,
}

async fn people(office: &Office) -> People {
    People {
        hana: office.hires("Hana Price", Role::Handler).await,
        rita: office.hires("Rita Moss", Role::Reviewer).await,
        mona: office.hires("Mona Carr", Role::Manager).await,
    }
}

/// A request in review whose custodian sent these files.
async fn in_review(office: &Office, people: &People, files: &[(&str, &str)]) -> String {
    let reference = gathers(office, &people.hana).await;
    let at = |place: &str| format!("/requests/{reference}/{place}");
    for colleague in [&people.rita, &people.mona] {
        let staff = colleague.actor().id.to_string();
        people.hana.post(&at("assignments"), &[("staff", &staff)]).await.is_done();
    }
    let search = [
        ("place", "Hill House"),
        ("custodian_name", "Jo Field"),
        ("custodian_email", "jo@example.org"),
        ("asked_for", "All files"),
    ];
    people.hana.post(&at("searches"), &search).await.is_done();
    office.works().await;
    let link = office.link_to("jo@example.org", "/answers/");
    let sent: Vec<(&str, &str, &[u8])> =
        files.iter().map(|(name, text)| ("files", *name, text.as_bytes())).collect();
    let jo = office.visitor();
    assert_eq!(jo.upload(&link, &[], &sent).await.status, 303);
    office.works().await;
    people.hana.post(&at("steps"), &[("event", "records_complete")]).await.is_done();
    reference
}

async fn with_advice(office: &Office, people: &People) -> String {
    in_review(office, people, &[&NOTES[..], &ADVICE[..]].concat()).await
}

/// Says of each item of advice that it is some.
async fn set_apart(people: &People, reference: &str) {
    for number in 3..=5 {
        let at = format!("/requests/{reference}/items/{number}/legal-advice");
        people.hana.post(&at, &CLAIM).await.is_done();
    }
}

/// Every address below a request that can be asked for, with each item and page, the reference left open.
fn every_address() -> Vec<String> {
    let mut all = Vec::new();
    for line in app::lines().iter().filter(|line| line.method == "GET") {
        let path = line.path.replace("{page}", "1").replace("{volume}", "1");
        let path = path.replace("{token}", &"t".repeat(43)).replace("{name}", "candour.css");
        let path = path.replace("{id}", "01890000-0000-7000-8000-000000000000");
        let path = path.replace("{kind}", "search").replace("{language}", "en");
        if path.contains("{number}") {
            all.extend((1..=6).map(|number| path.replace("{number}", &number.to_string())));
        } else {
            all.push(path);
        }
    }
    let searched =
        ["record?q=k", "record?flag=privileged", "record?flag=undecided", "record/progress"];
    all.extend(searched.map(|place| format!("/requests/{{reference}}/{place}")));
    assert!(all.len() > 80, "{all:?}");
    all
}

/// A page without what differs between any two requests: its reference, and the identities, links
/// and codes that are made for each.
fn plain(body: &str, reference: &str) -> String {
    let body = body.replace(reference, "REF");
    let made = |part: &str| {
        let drawn = part.len() == 36 && part.matches('-').count() == 4 || part.len() == 43;
        let code =
            part.len() == 9 && part.chars().nth(4) == Some('-') && part.to_uppercase() == part;
        drawn || code
    };
    let body: String =
        body.split_inclusive('\n')
            .map(|line| {
                if line.contains("An earlier request of the same person") { "    \n" } else { line }
            })
            .collect();
    body.split_inclusive(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_'))
        .map(|part| {
            let word = part
                .trim_end_matches(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_'));
            if made(word) { part.replace(word, "MADE") } else { part.to_owned() }
        })
        .collect()
}

/// Where two requests are told apart by this person, and where the secret is found.
async fn told_apart(person: &Person, one: &str, other: &str) -> Vec<String> {
    let mut found = Vec::new();
    for address in every_address() {
        let ours = person.get(&address.replace("{reference}", one)).await;
        let theirs = person.get(&address.replace("{reference}", other)).await;
        if ours.body.contains(SECRET) {
            found.push(format!("the advice at {address}"));
        }
        // Both requests are one person's: the later one says that there is an earlier one.
        let of_a_request = address.contains("{reference}") && !address.ends_with("/held");
        if of_a_request
            && (ours.status != theirs.status
                || plain(&ours.body, one) != plain(&theirs.body, other))
        {
            let (ours, theirs) = (plain(&ours.body, one), plain(&theirs.body, other));
            let line = ours.lines().zip(theirs.lines()).find(|(a, b)| a != b);
            found.push(format!("a difference at {address}: {line:?}"));
        }
    }
    found
}

fn text_of(pdf: &[u8]) -> String {
    let reading = Reading::open(pdf.to_vec(), None, &Default::default()).unwrap();
    let words = (0..reading.pages()).flat_map(|page| reading.words(page).unwrap());
    words.map(|word| word.text).collect::<Vec<_>>().join(" ")
}

on_both! {
    async fn legal_advice_is_neither_seen_nor_counted_by_those_it_must_not_reach(office) {
        let people = people(&office).await;
        let with = with_advice(&office, &people).await;
        let without = in_review(&office, &people, &NOTES).await;
        set_apart(&people, &with).await;
        let otto = office.hires("Otto Lane", Role::Handler).await;
        for reference in [&with, &without] {
            let opening = [("reference", reference.as_str()), ("reason", "The guardian is here to read the file")];
            otto.post("/requests/opening", &opening).await.is_done();
        }
        let ada = office.hires("Ada Nye", Role::Auditor).await;
        for outsider in [&otto, &ada, &office.visitor()] {
            assert_eq!(told_apart(outsider, &with, &without).await, Vec::<String>::new());
        }

        let list = otto.get(&format!("/requests/{with}/record")).await.page();
        assert!(list.contains("2 items, 2 pages") && list.contains("1 to 2 of 2"), "{list}");
        assert!(otto.get(&format!("/requests/{with}/review")).await.page().contains("0 of 2"));
        let diary = ada.get("/diary").await.page();
        for number in 3..=5 {
            assert!(!diary.contains(&format!("D{number}")), "{diary}");
        }
        assert!(diary.contains("D1") && diary.contains("described an item"), "{diary}");
        let own = people.rita.get(&format!("/requests/{with}/legal-advice")).await.page();
        assert!(own.contains("Diary Kingfisher") && own.contains("Marcus Thwaite, solicitor says so"), "{own}");
    }

    async fn legal_advice_is_in_no_pack_and_changes_nothing_that_is_told_there(office) {
        let people = people(&office).await;
        let with = with_advice(&office, &people).await;
        let without = in_review(&office, &people, &NOTES).await;
        set_apart(&people, &with).await;

        let mut texts = Vec::new();
        for reference in [&with, &without] {
            let at = |place: &str| format!("/requests/{reference}/{place}");
            for number in [1, 2] {
                people.rita.post(&at(&format!("items/{number}/decision")), &[("decision", "release")]).await.is_done();
            }
            assert!(people.rita.get(&at("review")).await.page().contains("Every item is decided"));
            people.hana.post(&at("pack"), &[]).await.is_done();
            office.works().await;
            let volume = people.mona.get(&at("pack/1")).await;
            assert_eq!(volume.status, 200, "{}", volume.body);
            texts.push(text_of(&volume.bytes).replace(reference.as_str(), "REF"));
        }

        assert_eq!(texts[0], texts[1]);
        assert!(!texts[0].contains(SECRET) && texts[0].contains("Rowan was well"), "{}", texts[0]);
        assert!(texts[0].contains("Advice between us and our lawyers"), "{}", texts[0]);
        let change = [("answer", "no"), ("reason", "It is none after all")];
        let at = format!("/requests/{with}/items/3/legal-advice");
        people.hana.post(&at, &change).await.is_refused(409, "while its record can still change");
    }

    async fn an_encrypted_pack_goes_without_it_and_only_through_those_who_see_all_of_it(office) {
        let people = people(&office).await;
        let with = with_advice(&office, &people).await;
        set_apart(&people, &with).await;
        let at = |place: &str| format!("/requests/{with}/{place}");
        let refuge = [("title", "Visit"), ("kind", "visit"), ("hand", "first_hand"), ("level", "highly_sensitive"), ("topics", "locating")];
        people.hana.post(&at("items/1"), &refuge).await.is_done();
        for number in [1, 2] {
            people.hana.post(&at(&format!("items/{number}/decision")), &[("decision", "release")]).await.is_done();
        }
        let mona = people.mona.actor().id.to_string();
        people.hana.post(&at("items/1/readers"), &[("reader", &mona), ("named_reason", "She signs")]).await.is_done();
        people.hana.post(&at("pack"), &[]).await.is_done();
        office.works().await;
        let page = people.mona.get(&at("sign-off")).await.page();
        let fingerprint = page.split("name=\"fingerprint\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        people.mona.post(&at("signature"), &[("fingerprint", &fingerprint)]).await.is_done();
        office.works().await;
        let omar = office.hires("Omar Shah", Role::Handler).await;
        people.hana.post(&at("assignments"), &[("staff", omar.actor().id.as_str())]).await.is_done();

        omar.get(&at("release")).await.is_refused(409, "kept for named people");
        let by_file = [("how", "encrypted_file"), ("confirmed", "4 Mill Lane"), ("code_by", "letter")];
        omar.post(&at("release"), &by_file).await.is_refused(409, "kept for named people");
        people.hana.get(&at("release")).await.page();
    }

    async fn advice_on_an_ordinary_note_is_found_and_asked_about_before_the_pack(office) {
        let people = people(&office).await;
        let reference = with_advice(&office, &people).await;
        let at = |place: &str| format!("/requests/{reference}/{place}");

        let page = people.rita.get(&at("review/5")).await.page();
        assert!(page.contains("Is this legal advice?") && page.contains("Our solicitor advised Kingfisher to wait."), "{page}");
        assert!(!people.rita.get(&at("review/1")).await.page().contains("Is this legal advice?"));
        for number in [1, 2, 5] {
            people.rita.post(&at(&format!("items/{number}/decision")), &[("decision", "release")]).await.is_done();
        }
        let pack = people.hana.get(&at("pack")).await.page();
        for words in ["D3 is set apart as legal advice, and nobody has said who says so", "D5 speaks of legal advice"] {
            assert!(pack.contains(words), "{words} is not in {pack}");
        }
        people.hana.post(&at("pack"), &[]).await.is_refused(409, "legal advice");

        people.rita.post(&at("items/5/legal-advice"), &[("answer", "no"), ("reason", " ")]).await.is_refused(422, "Say how you know");
        people.rita.post(&at("items/5/legal-advice"), &[("answer", "part"), ("reason", "One sentence")]).await.is_refused(422, "Mark the passage as legal advice first");
        people.rita.post(&at("items/5/legal-advice"), &CLAIM).await.is_done();

        let pack = people.hana.get(&at("pack")).await.page();
        assert!(!pack.contains("D5"), "{pack}");
        let decision = people.rita.post(&at("items/5/decision"), &[("decision", "release")]).await;
        decision.is_refused(422, "set apart as legal advice");
        let list = people.rita.get(&at("record?flag=privileged")).await.page();
        assert!(list.contains("1 to 3 of 3"), "{list}");
    }

    async fn what_a_court_may_see_is_not_privileged_because_a_lawyer_is_named(office) {
        let people = people(&office).await;
        let reference = with_advice(&office, &people).await;
        let at = |place: &str| format!("/requests/{reference}/{place}");
        let form = at("items/4/legal-advice");
        let refused = |answer: crate::office::Answer, words: &str| answer.is_refused(422, words);

        refused(people.hana.post(&form, &claim(&[("court", "yes")])).await, "This claim fails");
        refused(people.hana.post(&form, &claim(&[("shared", "yes")])).await, "privileged no more");
        refused(people.hana.post(&form, &claim(&[("says_so", "")])).await, "Name who in legal services says so");
        refused(people.hana.post(&form, &claim(&[("answer", "litigation"), ("court", "yes")])).await, "filed with a court");
        refused(people.hana.post(&form, &[]).await, "Choose what it is");
        let omar = office.hires("Omar Shah", Role::Handler).await;
        assert_eq!(omar.post(&form, &CLAIM).await.status, 404);
        let ada = office.hires("Ada Nye", Role::Auditor).await;
        ada.post(&form, &CLAIM).await.is_refused(403, "");

        let minutes = [("answer", "no"), ("reason", "Minutes of facts and of what social workers decided")];
        people.hana.post(&form, &minutes).await.is_done();

        assert!(people.rita.get(&at("review")).await.page().contains("0 of 4"), "D4 is to be decided like any other");
        people.rita.post(&at("items/4/decision"), &[("decision", "release")]).await.is_done();
        let said = people.rita.get(&at("legal-advice")).await.page();
        assert!(said.contains("Minutes of facts and of what social workers decided Answered by Hana Price"), "{said}");
    }

    async fn a_note_that_is_said_to_be_a_contact_sheet_is_set_apart_at_once(office) {
        let people = people(&office).await;
        let reference = in_review(&office, &people, &NOTES).await;
        let at = |place: &str| format!("/requests/{reference}/{place}");
        people.rita.post(&at("items/1/decision"), &[("decision", "release")]).await.is_done();

        let sheet = [("title", "Visit"), ("kind", "legal_advice"), ("hand", "first_hand"), ("level", "confidential")];
        people.rita.post(&at("items/1"), &sheet).await.is_done();

        assert!(people.rita.get(&at("review")).await.page().contains("0 of 1"), "what was decided falls");
        assert!(people.hana.get(&at("pack")).await.page().contains("D1 is set apart as legal advice"));
    }
}
