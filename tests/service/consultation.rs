//! Whoever gave what the record says is heard before it is shared, and answered.

use std::collections::BTreeSet;

use candour::access::Role;
use candour::consultation::originators::state;
use chrono::Duration;
use reqwest::Method;

use crate::office::{Office, Person, is_as_approved, on_both};
use crate::the_pack::{Case, in_review};

#[test]
fn the_life_of_a_consultation_is_as_approved() {
    is_as_approved("consultation_states.txt", &state::matrix());
}

const NELL: &str = "nell@clinic.example";

/// A draft with one passage: the neighbour's sentence on the first item.
pub async fn drafted(case: &Case) -> String {
    let neighbour = [
        ("kind", "third_party"),
        ("name", "Diane Kershaw"),
        ("relation", "neighbour"),
        ("organisation", ""),
        ("note", ""),
        ("aliases", ""),
    ];
    case.hana.post(&case.at("people"), &neighbour).await.is_done();
    let draft = [
        ("name", "Nell Frost"),
        ("email", NELL),
        ("question", "You told us this. May we share it?"),
        ("circle", ""),
    ];
    let answer = case.hana.post(&case.at("consultations"), &draft).await;
    answer.is_done();
    let page = answer.location().to_owned();
    let passage =
        [("mark", ""), ("item", "D1"), ("page", "1"), ("from", "Mrs Diane"), ("to", "broken.")];
    case.hana.post(&format!("{page}/passages"), &passage).await.is_done();
    page
}

/// Approved by the manager and sent; gives the link.
pub async fn sent(office: &Office, case: &Case, page: &str) -> String {
    case.mona.post(&format!("{page}/approval"), &[]).await.is_done();
    office.works().await;
    office.link_to(NELL, "/consultations/")
}

pub async fn objects(office: &Office, link: &str) {
    let nell = office.visitor();
    let answer =
        [("answer_1", "objects"), ("views_1", "She lives next door to him."), ("do", "send")];
    assert_eq!(nell.post(link, &answer).await.location(), "/consulted");
}

/// Every address of our own that a page names.
fn addresses(page: &str) -> BTreeSet<String> {
    ["href=\"/", "src=\"/", "action=\"/"]
        .iter()
        .flat_map(|begins| page.split(begins).skip(1))
        .filter_map(|rest| rest.split('"').next())
        .map(|path| format!("/{path}"))
        .filter(|path| !path.starts_with("/assets/") && path != "/council.css")
        .collect()
}

async fn crawled(office: &Office, link: &str) -> (BTreeSet<String>, Vec<String>) {
    let nell = office.visitor();
    let (mut seen, mut bodies) = (BTreeSet::new(), Vec::new());
    let mut ahead = vec![link.to_owned()];
    while let Some(path) = ahead.pop() {
        if !path.starts_with("/consult") || !seen.insert(path.clone()) {
            continue;
        }
        let answer = nell.get(&path).await;
        if answer.status == 200 && answer.headers["content-type"] != "image/png" {
            ahead.extend(addresses(&answer.body));
            bodies.push(answer.body);
        }
    }
    (seen, bodies)
}

on_both! {
    async fn an_originator_who_objects_is_answered_and_has_no_veto(office) {
        let case = in_review(&office).await;
        let page = drafted(&case).await;
        case.hana.post(&format!("{page}/approval"), &[]).await.is_refused(403, "may not");
        let link = sent(&office, &case, &page).await;

        objects(&office, &link).await;
        office.works().await;

        let seen = case.mona.get(&page).await.page();
        assert!(seen.contains("I object.") && seen.contains("She lives next door to him."), "{seen}");
        let decided = [("outcome", "disclose"), ("reasons", "He knows who lives next door."), ("reply_1", "")];
        case.mona.post(&format!("{page}/conclusion"), &decided).await.is_refused(422, "nswer what was said about passage 1");
        let answered = [("outcome", "disclose"), ("reasons", "He knows who lives next door."),
            ("reply_1", "The passage says nothing that he does not know.")];
        case.hana.post(&format!("{page}/conclusion"), &answered).await.is_refused(403, "may not");
        case.mona.post(&format!("{page}/conclusion"), &answered).await.is_done();
        let seen = case.hana.get(&page).await.page();
        assert!(seen.contains("Share the passages") && seen.contains("nothing that he does not know"), "{seen}");
        case.mona.post(&format!("{page}/conclusion"), &answered).await.is_refused(409, "stands elsewhere");
        assert_eq!(office.visitor().get(&link).await.status, 404);
        let messages = candour::mail::latest(&mut office.db(), 100).unwrap();
        let to_nell: Vec<_> = messages.iter().filter(|m| m.to_address == NELL).collect();
        assert_eq!(to_nell.len(), 2);
        assert!(to_nell.iter().all(|m| !m.body.contains("Rowan") && !m.body.contains("fence") && !m.subject.contains("Rowan")));
    }

    async fn an_originator_who_never_answers_is_reminded_and_the_steps_are_written_down(office) {
        let case = in_review(&office).await;
        let page = drafted(&case).await;
        let first = sent(&office, &case, &page).await;

        office.later(Duration::days(8));
        office.works().await;
        let second = office.link_to(NELL, "/consultations/");
        office.later(Duration::days(4));
        office.works().await;
        office.later(Duration::days(5));
        office.works().await;

        assert_ne!(first, second);
        assert_eq!(office.visitor().get(&first).await.status, 404);
        let mona = office.returns(&case.mona).await;
        let seen = mona.get(&page).await.page();
        assert!(seen.contains("No answer came") && seen.contains("2 reminders"), "{seen}");
        let without = [("outcome", "withhold"), ("reasons", "Nobody could say."), ("steps", " ")];
        mona.post(&format!("{page}/conclusion"), &without).await.is_refused(422, "what was tried");
        let with = [("outcome", "in_part"), ("reasons", "Nobody could say."), ("steps", "21 November: mail\n29 November: reminder")];
        mona.post(&format!("{page}/conclusion"), &with).await.is_done();
        assert!(mona.get(&page).await.page().contains("29 November: reminder"));
    }

    async fn somebody_who_cannot_be_found_leaves_the_steps_that_were_tried(office) {
        let case = in_review(&office).await;
        let page = drafted(&case).await;

        case.hana.post(&format!("{page}/tracing"), &[("steps", "")]).await.is_refused(422, "what was tried");
        case.hana.post(&format!("{page}/tracing"), &[("steps", "Called the clinic on 20 November")]).await.is_done();

        case.mona.post(&format!("{page}/approval"), &[]).await.is_refused(409, "stands elsewhere");
        let decided = [("outcome", "withhold"), ("reasons", "It may harm her.")];
        case.mona.post(&format!("{page}/conclusion"), &decided).await.is_done();
    }

    async fn the_link_shows_the_passages_asked_about_and_nothing_else(office) {
        let case = in_review(&office).await;
        let page = drafted(&case).await;
        let link = sent(&office, &case, &page).await;
        let link = link.strip_prefix(&office.base).unwrap_or(&link).to_owned();

        let (reached, bodies) = crawled(&office, &link).await;

        let approved: BTreeSet<String> =
            [link.clone(), format!("{link}/passages/1")].into_iter().collect();
        assert_eq!(reached, approved);
        let all = bodies.concat();
        assert!(all.contains("fence was broken.") && all.contains("[masked]"), "{all}");
        for canary in ["Kershaw", "Rowan", "School", "3 May", "Hana", "D1"] {
            assert!(!all.contains(canary), "{canary} in {all}");
        }
        assert!(!all.contains(&case.reference), "{all}");
        let picture = office.visitor().get(&format!("{link}/passages/1")).await;
        let drawn = image::load_from_memory(&picture.bytes).unwrap();
        assert!(drawn.height() < 150, "{} is more than a line and its rim", drawn.height());
        assert_eq!(office.visitor().get(&format!("{link}/passages/2")).await.status, 404);
        for other in ["/answers/", "/packs/", "/first-sign-in/"] {
            let token = link.rsplit('/').next().unwrap();
            assert_eq!(office.visitor().get(&format!("{other}{token}")).await.status, 404, "{other}");
        }
    }

    async fn looking_changes_nothing_and_an_answer_can_be_taken_back(office) {
        let case = in_review(&office).await;
        let page = drafted(&case).await;
        let link = sent(&office, &case, &page).await;
        let nell = office.visitor();
        for _ in 0..20 {
            assert_eq!(nell.get(&link).await.status, 200);
            nell.send(Method::HEAD, &link, &[], Vec::new()).await;
        }
        assert!(case.mona.get(&page).await.page().contains("No answer yet"));

        nell.post(&link, &[("answer_1", "unsure"), ("views_1", "Half of it"), ("do", "save")]).await.is_done();
        assert!(nell.get(&link).await.page().contains("Half of it"));
        assert!(!case.mona.get(&page).await.page().contains("Half of it"), "a draft is read by nobody");
        nell.post(&link, &[("do", "send"), ("answer_2", "objects")]).await.is_done();
        nell.post(&link, &[("answer_1", "objects"), ("do", "save")]).await.is_refused(409, "take it back first");
        nell.post(&format!("{link}/withdrawal"), &[]).await.is_done();
        nell.post(&format!("{link}/withdrawal"), &[]).await.is_refused(409, "stands elsewhere");
        assert!(case.mona.get(&page).await.page().contains("No answer yet"));
        nell.post(&link, &[("answer_1", "maybe"), ("do", "save")]).await.is_refused(422, "not known");
    }

    async fn a_passage_without_an_answer_is_asked_for_again(office) {
        let case = in_review(&office).await;
        let page = drafted(&case).await;
        let link = sent(&office, &case, &page).await;

        let half = [("views_1", "I must think"), ("do", "send")];

        office.visitor().post(&link, &half).await.is_refused(422, "hoose an answer for passage 1");
        assert!(office.visitor().get(&link).await.page().contains("I must think"));
    }

    async fn no_pack_is_asked_for_while_a_consultation_is_open(office) {
        let case = in_review(&office).await;
        for item in ["items/1/decision", "items/2/decision"] {
            case.rita.post(&case.at(item), &[("decision", "release")]).await.is_done();
        }
        let page = drafted(&case).await;

        case.hana.post(&case.at("pack"), &[]).await.is_refused(409, "a consultation is open");
        let seen = case.hana.get(&case.at("pack")).await.page();
        assert!(seen.contains(&page), "it links to the place that mends it: {seen}");
        case.hana.post(&format!("{page}/dropping"), &[]).await.is_done();
        case.hana.post(&case.at("pack"), &[]).await.is_done();
    }

    async fn only_those_who_need_to_know_see_a_consultation(office) {
        let case = in_review(&office).await;
        let page = drafted(&case).await;
        let stranger = office.hires("Olu Strange", candour::access::Role::Handler).await;

        assert_eq!(stranger.get(&page).await.status, 404);
        assert_eq!(stranger.get(&format!("{page}/passages/1.png")).await.status, 404);
        let asked = case.rita.get(&format!("{page}/passages/1.png")).await;
        assert_eq!((asked.status, &asked.bytes[1..4]), (200, b"PNG".as_slice()));
        let legal = [("mark", ""), ("item", "9"), ("page", "1"), ("from", ""), ("to", "")];
        refused(&case.hana, &page, &legal, "no such item").await;
        let gone = [("mark", ""), ("item", "1"), ("page", "1"), ("from", "never written"), ("to", "")];
        refused(&case.hana, &page, &gone, "were not found").await;
    }
}

async fn refused(by: &Person, page: &str, passage: &[(&str, &str)], words: &str) {
    by.post(&format!("{page}/passages"), passage).await.is_refused(422, words);
}

#[test]
fn the_life_of_a_restriction_is_as_approved() {
    is_as_approved("restriction_states.txt", &candour::consultation::restrictions::state::matrix());
}

pub const HOLDS: [(&str, &str); 5] = [
    ("verdict", "holds"),
    ("advice", "It would put her at risk."),
    ("review_on_day", "1"),
    ("review_on_month", "12"),
    ("review_on_year", "2026"),
];

async fn proposed(case: &Case) -> String {
    let at = case.at("items/1/restriction");
    let why = [("ground", "serious_harm"), ("reason", "He has threatened her.")];
    case.hana.post(&at, &why).await.is_done();
    at
}

on_both! {
    async fn nothing_is_restricted_without_a_ground_a_reason_and_a_managers_advice(office) {
        let case = in_review(&office).await;
        let at = case.at("items/1/restriction");

        case.hana.post(&at, &[("ground", "embarrassing"), ("reason", "x")]).await.is_refused(422, "one of the three grounds");
        case.hana.post(&at, &[("ground", "serious_harm"), ("reason", " ")]).await.is_refused(422, "why it should be restricted");
        case.mona.post(&at, &[("ground", "serious_harm"), ("reason", "x")]).await.is_refused(403, "may not");
        proposed(&case).await;
        assert!(!case.hana.get(&case.at("review/1")).await.page().contains(">Restricted<"), "a proposal restricts nothing");
        case.hana.post(&format!("{at}/advice"), &HOLDS).await.is_refused(403, "may not");
        case.mona.post(&format!("{at}/advice"), &HOLDS[..2]).await.is_refused(422, "looked at again");
        case.mona.post(&format!("{at}/advice"), &[("verdict", "holds"), ("advice", "")]).await.is_refused(422, "your advice");
        case.mona.post(&format!("{at}/advice"), &HOLDS).await.is_done();
        assert!(case.hana.get(&case.at("review/1")).await.page().contains(">Restricted<"));
        case.mona.post(&format!("{at}/advice"), &HOLDS).await.is_refused(409, "stands elsewhere");
    }

    async fn a_reason_that_does_not_hold_makes_the_item_shareable(office) {
        let case = in_review(&office).await;
        let at = proposed(&case).await;

        case.mona.post(&format!("{at}/advice"), &[("verdict", "does_not"), ("advice", "He knows it.")]).await.is_done();

        assert!(case.hana.get(&at).await.page().contains("Not restricted"));
        proposed(&case).await;
        assert!(case.hana.get(&at).await.page().contains("Proposed"));
    }

    async fn a_restriction_is_looked_at_again_on_its_day(office) {
        let case = in_review(&office).await;
        let at = proposed(&case).await;
        case.mona.post(&format!("{at}/advice"), &HOLDS).await.is_done();
        case.mona.post(&format!("{at}/review"), &HOLDS).await.is_refused(409, "not due for review");

        office.later(Duration::days(11));
        office.works().await;

        let mona = office.returns(&case.mona).await;
        assert!(mona.get("/sign-off").await.page().contains("due for review"));
        let again = [("verdict", "holds"), ("advice", "Nothing has changed."), ("review_on_day", "1"),
            ("review_on_month", "6"), ("review_on_year", "2027")];
        mona.post(&format!("{at}/review"), &again).await.is_done();
        let seen = mona.get(&at).await.page();
        assert!(seen.contains("reaffirmed") && seen.contains("1 June 2027"), "{seen}");
    }

    async fn what_was_confidential_is_released_only_after_a_consultation_and_retained_only_under_the_law(office) {
        let case = in_review(&office).await;
        let at = proposed(&case).await;
        case.mona.post(&format!("{at}/advice"), &HOLDS).await.is_done();
        for item in ["items/1/decision", "items/2/decision"] {
            case.rita.post(&case.at(item), &[("decision", "release")]).await.is_done();
        }
        case.hana.post(&case.at("pack"), &[]).await.is_refused(409, "nobody decided whether it is released");

        let outcome = format!("{at}/outcome");
        let release = [("fate", "release"), ("exemption", ""), ("outcome", "She agrees.")];
        case.mona.post(&outcome, &release).await.is_refused(409, "onsult whoever gave it first");
        let local = [("fate", "retain"), ("exemption", "serious_harm"), ("outcome", "It may harm her.")];
        case.mona.post(&outcome, &local).await.is_refused(422, "a local ground alone withholds nothing");
        let page = drafted(&case).await;
        let link = sent(&office, &case, &page).await;
        objects(&office, &link).await;
        let answered = [("outcome", "disclose"), ("reasons", "He knows."), ("reply_1", "He knows it already.")];
        case.mona.post(&format!("{page}/conclusion"), &answered).await.is_done();
        case.mona.post(&outcome, &release).await.is_done();

        assert!(case.mona.get(&at).await.page().contains("Released"));
        case.hana.post(&case.at("pack"), &[]).await.is_done();
        office.works().await;
        let sign_off = case.mona.get(&case.at("sign-off")).await.page();
        assert!(sign_off.contains("Nell Frost") && sign_off.contains("Share the passages"), "{sign_off}");
    }

    async fn the_managers_queue_empties_as_they_act(office) {
        let case = in_review(&office).await;
        let at = proposed(&case).await;
        let page = drafted(&case).await;

        let queue = case.mona.get("/sign-off").await.page();
        assert!(queue.contains(&at) && queue.contains(&page), "{queue}");
        let other = office.hires("Max Other", candour::access::Role::Manager).await;
        assert!(!other.get("/sign-off").await.page().contains(&case.reference));
        case.mona.post(&format!("{at}/advice"), &[("verdict", "does_not"), ("advice", "He knows it.")]).await.is_done();
        sent(&office, &case, &page).await;

        assert!(case.mona.get("/sign-off").await.page().contains("Nobody waits for your advice"));
    }

    async fn a_passage_selected_on_its_page_arrives_at_the_form_and_its_words_in_no_address(office) {
        let case = in_review(&office).await;
        let asking = case.at("items/1/passages/asking");
        let answer = case.rita.post(&asking, &[("on_page", "1"), ("passage", "Mrs Diane Kershaw said")]).await;
        answer.is_done();
        let form = answer.location().to_owned();
        assert!(form.starts_with(&case.at("consultations/new?item=1&page=1&first=")) && !form.contains("Kershaw"), "{form}");

        let page = case.rita.get(&form).await.page();
        assert!(page.contains("Mrs Diane Kershaw said") && page.contains("D1, page 1"), "{page}");
        let numbers: Vec<&str> = form.split(['=', '&']).collect();
        let draft = [("name", "Nell Frost"), ("email", NELL), ("question", "May we share it?"), ("circle", ""),
            ("item", "1"), ("page", "1"), ("first", numbers[5]), ("last", numbers[7])];
        let drafted = case.rita.post(&case.at("consultations"), &draft).await;
        drafted.is_done();
        let page = case.rita.get(drafted.location()).await.page();
        assert!(page.contains("Passage 1: <a") && page.contains("D1-p1"), "{page}");

        let page = case.rita.get(&form).await.page();
        assert!(page.contains("Add it to what Nell Frost is asked"), "{page}");
        case.rita.post(&format!("{}/passages", drafted.location()), &draft[4..]).await.is_done();
        assert!(case.rita.get(drafted.location()).await.page().contains("Passage 2: <a"));
    }

    async fn nobody_is_asked_about_words_that_do_not_stand_there(office) {
        let case = in_review(&office).await;
        let asking = case.at("items/1/passages/asking");

        case.rita.post(&asking, &[("on_page", "1"), ("passage", "the moon")]).await.is_refused(422, "do not stand on this page");
        case.rita.post(&asking, &[("on_page", "9"), ("passage", "fence")]).await.is_refused(422, "number of a page of this item");
        case.mona.post(&asking, &[("on_page", "1"), ("passage", "fence")]).await.is_refused(403, "may not");
        let other = office.hires("Olu Ade", Role::Reviewer).await;
        assert_eq!(other.post(&asking, &[("on_page", "1"), ("passage", "fence")]).await.status, 404);
        let new = case.at("consultations/new");
        case.rita.get(&format!("{new}?item=1&page=1&first=2&last=900")).await.is_refused(422, "select them on their page again");
        assert_eq!(case.rita.get(&format!("{new}?item=9&page=1&first=2&last=3")).await.status, 404);
        let draft = [("name", "Nell Frost"), ("email", NELL), ("question", "May we share it?"), ("circle", ""),
            ("item", "1"), ("page", "1"), ("first", "5"), ("last", "2")];
        case.rita.post(&case.at("consultations"), &draft).await.is_refused(422, "select them on their page again");
        assert!(!case.rita.get(&case.at("consultations")).await.page().contains("Nell Frost"));
    }
}
