//! From marks to the collected pack: who may mark, sign, release and open it, and who may not.

use candour::access::Role;
use candour::audit;
use serde_json::json;

use crate::office::{Office, Person, on_both};
use crate::requests::gathers;

const NOTE: &str =
    "Visit on 3 May. Rowan was well.\nMrs Diane Kershaw said that the fence was broken.\n";

pub struct Case {
    pub reference: String,
    pub hana: Person,
    pub rita: Person,
    pub mona: Person,
}

impl Case {
    pub fn at(&self, place: &str) -> String {
        format!("/requests/{}/{place}", self.reference)
    }
}

/// A request in review: two notes in the record, a reviewer and a manager assigned.
pub async fn in_review(office: &Office) -> Case {
    let hana = office.hires("Hana Price", Role::Handler).await;
    let rita = office.hires("Rita Moss", Role::Reviewer).await;
    let mona = office.hires("Mona Carr", Role::Manager).await;
    let reference = gathers(office, &hana).await;
    let case = Case { reference, hana, rita, mona };
    for colleague in [&case.rita, &case.mona] {
        let staff = colleague.actor().id.to_string();
        case.hana.post(&case.at("assignments"), &[("staff", &staff)]).await.is_done();
    }
    let files = [
        ("files", "Visit about Kershaw.txt", NOTE.as_bytes()),
        ("files", "School note.txt", b"Rowan reads well.\n".as_slice()),
    ];
    case.hana.upload(&case.at("record"), &[("source", "Hill House")], &files).await;
    office.works().await;
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
    case
}

fn by_find(text: &str) -> serde_json::Value {
    json!({ "number": 1, "find": text, "scope": "request", "ground": "s2p3-16-third-party", "reason": "about a neighbour" })
}

/// The first ground that is open, as the reviewer's page offers it.
async fn a_ground(case: &Case) -> String {
    let page = case.rita.get(&case.at("review/1")).await.page();
    let at = page.find("<option value=\"").unwrap() + "<option value=\"".len();
    page[at..].chars().take_while(|c| *c != '"').collect()
}

/// Marks the neighbour's name everywhere and decides both items.
pub async fn reviewed(case: &Case) {
    let mut body = by_find("Diane Kershaw");
    body["ground"] = json!(a_ground(case).await);
    let answer = case.rita.post_json(&case.at("marks"), &body).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert!(answer.body.contains("One mark drawn"), "{}", answer.body);
    case.rita
        .post(&case.at("items/1/decision"), &[("decision", "release_with_marks")])
        .await
        .is_done();
    case.rita.post(&case.at("items/2/decision"), &[("decision", "release")]).await.is_done();
}

pub async fn built(office: &Office, case: &Case) {
    case.hana.post(&case.at("pack"), &[]).await.is_done();
    office.works().await;
    let page = case.hana.get(&case.at("pack")).await.page();
    assert!(page.contains("waiting for sign-off"), "{page}");
}

pub async fn fingerprint(case: &Case) -> String {
    let page = case.mona.get(&case.at("sign-off")).await.page();
    let at =
        page.find("name=\"fingerprint\" value=\"").unwrap() + "name=\"fingerprint\" value=\"".len();
    page[at..].chars().take_while(|c| *c != '"').collect()
}

pub async fn sealed(office: &Office, case: &Case) {
    let fingerprint = fingerprint(case).await;
    case.mona.post(&case.at("signature"), &[("fingerprint", &fingerprint)]).await.is_done();
    office.works().await;
    assert!(case.hana.get(&case.at("pack")).await.page().contains("Sealed"));
}

pub const BY_PHONE: [(&str, &str); 3] =
    [("how", "portal"), ("confirmed", "rowan@example.org"), ("code_by", "phone")];

/// Releases through the portal and gives the link and the code.
pub async fn released(office: &Office, case: &Case) -> (String, String) {
    let phone = [("phone", "01632 960001"), ("checked", "true")];
    case.hana.post(&case.at("identity/phone"), &phone).await.is_done();
    case.hana.post(&case.at("release"), &BY_PHONE).await.is_done();
    office.works().await;
    let link = office.link_to("rowan@example.org", "/packs/");
    let messages = candour::mail::latest(&mut office.db(), 100).unwrap();
    let body = &messages.iter().find(|m| m.purpose == "pack_code").unwrap().body;
    let code = body.split("Your code is: ").nth(1).unwrap().lines().next().unwrap().to_owned();
    (link, code)
}

on_both! {
    async fn a_request_goes_from_marks_to_the_collected_pack(office) {
        let case = in_review(&office).await;
        reviewed(&case).await;
        built(&office, &case).await;
        sealed(&office, &case).await;
        let (link, code) = released(&office, &case).await;
        let rowan = office.visitor();

        rowan.get(&link).await.page();
        rowan.post(&link, &[("code", &code.to_lowercase())]).await.is_done();
        rowan.get("/pack").await.page();
        let pack = rowan.post("/pack/files/1", &[]).await;

        assert_eq!(pack.status, 200, "{}", pack.body);
        assert!(pack.bytes.starts_with(b"%PDF-1.7"));
        assert_eq!(pack.headers["cache-control"], "no-store");
        let reading = candour_redaction::read::Reading::open(pack.bytes.clone(), None, &Default::default()).unwrap();
        let words: Vec<String> = (0..reading.pages())
            .flat_map(|p| reading.words(p).unwrap().into_iter().map(|w| w.text))
            .collect();
        let text = words.join(" ");
        for heading in ["What happened, by date", "Who is who", "Short words explained"] {
            assert!(text.contains(heading), "{heading} is not in the pack");
        }
        assert!(text.contains("fence was broken"), "{text}");
        assert!(!text.contains("Kershaw") && !text.contains("Diane"), "{text}");
        let register = case.hana.get("/disclosures.csv").await.page();
        assert!(register.contains(&case.reference) && register.contains("downloaded from the portal"), "{register}");
        assert_eq!(audit::verify(&mut office.db()).unwrap().broken, None);
        case.hana.post(&case.at("closure"), &[]).await.is_done();
    }

    async fn the_pack_is_read_page_by_page_with_the_reason_beside_each_gap(office) {
        let case = in_review(&office).await;
        reviewed(&case).await;
        built(&office, &case).await;
        sealed(&office, &case).await;
        let (link, code) = released(&office, &case).await;
        let rowan = office.visitor();
        rowan.post(&link, &[("code", &code)]).await.is_done();

        let first = rowan.get("/pack/read/1").await.page();
        assert!(first.contains("may be hard to read") && first.contains("Document D1</a>"), "{first}");
        let document = first.split("href=\"/pack/read/").filter(|part| part.contains("Document D1<")).last().unwrap();
        let number: String = document.chars().take_while(char::is_ascii_digit).collect();
        let page = rowan.get(&format!("/pack/read/{number}")).await.page();
        assert!(page.contains("fence was broken"), "the words are there as text: {page}");
        assert!(!page.contains("Kershaw"), "{page}");
        assert!(page.contains("What was left out here") && !page.contains("Nothing was left out of this page"), "{page}");
        let picture = rowan.get(&format!("/pack/pages/{number}.png")).await;
        assert!(picture.bytes.starts_with(b"\x89PNG"), "{}", picture.status);
        assert_eq!(rowan.get("/pack/read/999").await.status, 404);
        assert_eq!(rowan.get("/pack/read/0").await.status, 404);

        let contest = format!("/pack/read/{number}/correction");
        rowan.get(&contest).await.page();
        rowan.post(&contest, &[("says", "Rowan was well.")]).await.is_refused(422, "Say what it should say");
        let words = [("says", "Rowan was well."), ("should_say", "i was ILL  that day")];
        let sent = rowan.post(&contest, &words).await;
        sent.is_done();
        let reference = sent.location().strip_prefix("/pack/correction/").unwrap().to_owned();
        rowan.get(sent.location()).await.page();
        case.hana.post(&format!("/requests/{reference}/owner"), &[]).await.is_done();
        let correction = case.hana.get(&format!("/requests/{reference}/correction")).await.page();
        assert!(correction.contains("i was ILL  that day") && correction.contains("Passage 1: D1, page 1"), "{correction}");
    }

    async fn nobody_signs_a_pack_they_marked_and_a_reviewer_signs_none(office) {
        let case = in_review(&office).await;
        reviewed(&case).await;
        let body = json!({ "number": 2, "areas": [{ "page": 1, "left": 300.0, "top": 300.0, "right": 340.0, "bottom": 320.0 }],
            "ground": a_ground(&case).await, "reason": "" });
        let marked = case.mona.post_json(&case.at("marks"), &body).await;
        assert_eq!(marked.status, 200, "{}", marked.body);
        case.mona.post_json(&case.at("marks/undo"), &json!({ "number": 2 })).await;
        built(&office, &case).await;

        let signature = [("fingerprint", "0")];
        case.mona.post(&case.at("signature"), &signature).await.is_refused(403, "obody may sign a pack they worked on");
        case.rita.post(&case.at("signature"), &signature).await.is_refused(403, "ou may not");
        let stranger = office.hires("Max Stone", Role::Manager).await;
        stranger.post(&case.at("signature"), &signature).await.is_refused(404, "");
    }

    async fn only_what_was_looked_at_can_be_signed(office) {
        let case = in_review(&office).await;
        reviewed(&case).await;
        built(&office, &case).await;

        case.mona.post(&case.at("signature"), &[("fingerprint", "something else")]).await.is_refused(409, "changed after you looked");
    }

    async fn a_pack_sent_back_is_void_and_the_reviewer_sees_why(office) {
        let case = in_review(&office).await;
        reviewed(&case).await;
        built(&office, &case).await;
        let old = fingerprint(&case).await;

        case.mona.post(&case.at("sending-back"), &[]).await.is_refused(422, "Say what is to be changed");
        case.mona.post(&case.at("sending-back"), &[("words", "Look at page 1 again")]).await.is_done();

        assert!(case.rita.get(&case.at("sign-off")).await.page().contains("Look at page 1 again"));
        case.mona.post(&case.at("signature"), &[("fingerprint", &old)]).await.is_refused(409, "");
    }

    async fn marks_are_undone_done_again_and_not_changed_behind_anothers_back(office) {
        let case = in_review(&office).await;
        let ground = a_ground(&case).await;
        let draw = json!({ "number": 1, "spans": [{ "page": 1, "first": 0, "last": 1 }], "ground": ground, "reason": "r" });
        let drawn: serde_json::Value = serde_json::from_str(&case.rita.post_json(&case.at("marks"), &draw).await.body).unwrap();
        let id = drawn["marks"][0]["id"].as_str().unwrap().to_owned();
        let removal = case.at(&format!("marks/{id}/removal"));

        let undone = case.rita.post_json(&case.at("marks/undo"), &json!({ "number": 1 })).await;
        assert!(undone.body.contains("\"marks\":[]"), "{}", undone.body);
        let redone = case.rita.post_json(&case.at("marks/redo"), &json!({ "number": 1 })).await;
        assert!(redone.body.contains(&id), "{}", redone.body);
        let stale = case.hana.post_json(&removal, &json!({ "number": 1, "version": 1 })).await;
        stale.is_refused(409, "somebody else changed this mark");
        let wrong = json!({ "number": 1, "spans": [{ "page": 1, "first": 0, "last": 1 }], "ground": "serious_harm", "reason": "" });
        case.rita.post_json(&case.at("marks"), &wrong).await.is_refused(422, "choose the ground");
    }

    async fn an_item_is_not_released_against_its_marks_nor_withheld_without_a_reason(office) {
        let case = in_review(&office).await;
        let ground = a_ground(&case).await;

        case.rita.post(&case.at("items/1/decision"), &[("decision", "release_with_marks")]).await.is_refused(422, "carries no marks");
        case.rita.post(&case.at("items/1/decision"), &[("decision", "withhold"), ("ground", &ground)]).await.is_refused(422, "ay why");
        case.hana.post(&case.at("pack"), &[]).await.is_refused(409, "undecided");
        let body = json!({ "number": 1, "find": "Kershaw", "scope": "item", "ground": ground, "reason": "" });
        case.rita.post_json(&case.at("marks"), &body).await;
        case.rita.post(&case.at("items/1/decision"), &[("decision", "release")]).await.is_refused(422, "carries marks");
    }

    async fn five_wrong_codes_close_the_link_over_all_browsers_and_staff_are_told(office) {
        let case = in_review(&office).await;
        reviewed(&case).await;
        built(&office, &case).await;
        sealed(&office, &case).await;
        let (link, code) = released(&office, &case).await;

        for _ in 0..5 {
            office.visitor().get(&link).await.page();
            office.visitor().post(&link, &[("code", "AAAA-AAAA")]).await.is_refused(422, "not the code");
        }

        office.visitor().post(&link, &[("code", &code)]).await.is_refused(403, "too many wrong codes");
        let messages = candour::mail::latest(&mut office.db(), 100).unwrap();
        assert!(messages.iter().any(|m| m.purpose == "alert" && m.to_address == "hana.price@northmoor.example"));
    }

    async fn a_code_is_read_by_whoever_releases_packs_and_by_nobody_else(office) {
        let case = in_review(&office).await;
        reviewed(&case).await;
        built(&office, &case).await;
        sealed(&office, &case).await;
        let (_, code) = released(&office, &case).await;
        let samir = office.hires("Samir Noor", Role::Auditor).await;

        assert!(case.hana.get(case.at("").trim_end_matches('/')).await.page().contains(&code), "she reads it out by telephone");

        for reader in [&case.mona, &case.rita, &samir] {
            for page in ["", "letters"] {
                let seen = reader.get(case.at(page).trim_end_matches('/')).await.page();
                assert!(!seen.contains(&code), "{page} shows the code");
            }
        }
        let board = samir.get("/requests").await.page();
        assert!(!board.contains(&case.at("pack")), "who may not go there is not led there");
    }

    async fn a_pack_is_downloaded_as_often_as_is_allowed_and_its_link_ends(office) {
        let case = in_review(&office).await;
        reviewed(&case).await;
        built(&office, &case).await;
        sealed(&office, &case).await;
        let (link, code) = released(&office, &case).await;
        let (rowan, access) = (office.visitor(), office.services.settings.access.clone());
        rowan.post(&link, &[("code", &code)]).await.is_done();

        for _ in 0..access.pack_downloads {
            assert_eq!(rowan.post("/pack/files/1", &[]).await.status, 200);
        }

        rowan.post("/pack/files/1", &[]).await.is_refused(403, "as often as is allowed");
        office.later(chrono::Duration::days(access.pack_link_days));
        assert_eq!(office.visitor().get(&link).await.status, 404, "the link is past its day");
        assert_eq!(rowan.get("/pack").await.status, 404, "and so is the visit");
    }

    async fn a_file_that_came_late_is_read_before_the_pack_is_made(office) {
        let case = in_review(&office).await;
        reviewed(&case).await;
        let file = [("files", "Found in the attic.txt", b"Rowan drew a dog.\n".as_slice())];
        case.rita.upload(&case.at("record"), &[("source", "Hill House")], &file).await;

        let early = case.hana.post(&case.at("pack"), &[]).await;
        early.is_refused(409, "1 file that arrived must still be read");

        office.works().await;
        case.hana.post(&case.at("pack"), &[]).await.is_refused(409, "D3 is undecided");
    }

    async fn a_pack_goes_only_to_the_confirmed_address_with_a_second_proof_and_once(office) {
        let case = in_review(&office).await;
        reviewed(&case).await;
        built(&office, &case).await;
        case.hana.post(&case.at("release"), &BY_PHONE).await.is_refused(409, "");
        sealed(&office, &case).await;
        let to = |confirmed: &'static str, by: &'static str| [("how", "portal"), ("confirmed", confirmed), ("code_by", by)];

        case.hana.post(&case.at("release"), &to("rowan@exmaple.org", "phone")).await.is_refused(422, "not the e-mail address");
        case.hana.post(&case.at("release"), &BY_PHONE).await.is_refused(422, "was not checked");
        case.hana.post(&case.at("release"), &to("rowan@example.org", "email")).await.is_refused(422, "never by e-mail");
        case.hana.post(&case.at("release"), &to("rowan@example.org", "letter")).await.is_refused(422, "no postal address");
        case.mona.post(&case.at("release"), &BY_PHONE).await.is_refused(403, "ou may not");
        released(&office, &case).await;
        case.hana.post(&case.at("release"), &BY_PHONE).await.is_refused(409, "cannot be released now");
    }

    async fn a_late_reply_says_why_and_a_wrong_person_closes_everything(office) {
        let case = in_review(&office).await;
        reviewed(&case).await;
        built(&office, &case).await;
        sealed(&office, &case).await;
        office.later(chrono::Duration::days(40));
        let hana = office.returns(&case.hana).await;
        let case = Case { hana, ..case };
        let phone = [("phone", "01632 960001"), ("checked", "true")];
        case.hana.post(&case.at("identity/phone"), &phone).await.is_done();

        case.hana.post(&case.at("release"), &BY_PHONE).await.is_refused(422, "reply is late");
        let mut late = BY_PHONE.to_vec();
        late.push(("late_reason", "A custodian was ill"));
        case.hana.post(&case.at("release"), &late).await.is_done();
        let link = office.link_to("rowan@example.org", "/packs/");
        let messages = candour::mail::latest(&mut office.db(), 100).unwrap();
        let body = &messages.iter().find(|m| m.purpose == "pack_code").unwrap().body;
        let code = body.split("Your code is: ").nth(1).unwrap().lines().next().unwrap().to_owned();
        let somebody = office.visitor();
        somebody.post(&link, &[("code", &code)]).await.is_done();

        somebody.post("/pack/wrong-person", &[]).await.page();

        assert_eq!(somebody.get("/pack").await.status, 404);
        assert_eq!(office.visitor().get(&link).await.status, 404);
        assert!(case.hana.get(&case.at("disclosures")).await.page().contains("Revoked"));
    }
}
